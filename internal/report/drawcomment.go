package report

import (
	"context"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
)

// readComments takes what each of the family last said to the conclusion.
func (x *record) readComments(ctx context.Context, f *casefile.Reader) error {
	all, err := outcome.Comments(ctx, f)
	if err != nil {
		return err
	}
	x.comments = outcome.Latest(slices.DeleteFunc(all, func(c outcome.Comment) bool { return c.On.After(x.To) }))
	slices.Reverse(x.comments)
	return nil
}

// commented is how each of the family sees the conclusion, in their own words;
// only those who see it differently where that is what is asked for.
func (x *record) commented(differing bool) string {
	var out []string
	for _, c := range x.comments {
		if differing && c.Sees != outcome.SeesOther {
			continue
		}
		args := fault.Args{"date": lang.DayMonth(x.Lang, c.On), "sees": x.words().Comment(c), "words": "", "how": ""}
		if c.Words != "" {
			args["words"] = " " + quoted(x.Lang, c.Words)
		}
		if c.Way == outcome.BehalfOf {
			args["how"] = " " + x.t("report.comment.told", fault.Args{"name": x.name(c.EnteredBy)})
		}
		text := x.t("report.comment", args)
		if c.Verdict != x.development.Conclusion.Verdict {
			text += " " + x.t("report.comment.then", fault.Args{"verdict": x.words().Verdict(c.Verdict)})
		}
		out = append(out, x.of(Origin{Kind: "comment", ID: c.ID, Class: classOf(c.RaterRole), Of: []string{c.RaterID}}, text))
	}
	return lines(out...)
}

// uncommented says who has not been asked about the conclusion, or why nobody was.
func (x *record) uncommented() string {
	if len(x.comments) == 0 && (x.development.Conclusion.Verdict == singlecase.FamilyTooFew || len(x.development.Strands) == 0) {
		return x.common(x.t("report.comment.too-few"))
	}
	var out []string
	for _, c := range x.inRole(person.Child, person.Parent) {
		if slices.ContainsFunc(x.comments, func(o outcome.Comment) bool { return o.RaterID == c.PersonID }) {
			continue
		}
		class := Own
		if c.Role == person.Child {
			class = OfChild
		}
		out = append(out, x.of(Origin{Kind: "comment", Class: class, Of: []string{c.PersonID}}, x.t("report.comment.none", fault.Args{"name": c.Name})))
	}
	return lines(out...)
}
