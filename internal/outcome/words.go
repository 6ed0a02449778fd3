package outcome

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// Words says results in a language. Name gives the name of a member of staff.
type Words struct {
	Lang lang.Lang
	Name func(staffID string) string
}

func (w Words) t(key string, args fault.Args) string { return lang.T(w.Lang, key, args) }

// Strand names a strand inside a sentence: »Rolige morgener«, set af Camilla, mor,
func (w Words) Strand(s instrument.Strand) string {
	return w.t("outcome.strand", fault.Args{"title": s.Title, "rater": Rater(s)})
}

// Rater names who rates inside a sentence: "Camilla, mor", "skolen".
func Rater(s instrument.Strand) string {
	unnamed := []singlecase.Role{singlecase.School, singlecase.Daycare, singlecase.Foster, singlecase.Observation}
	if !slices.Contains(unnamed, s.RaterRole) || s.RaterName == "" {
		return s.RaterName
	}
	first, size := utf8.DecodeRuneInString(s.RaterName)
	return string(unicode.ToLower(first)) + s.RaterName[size:]
}

// short names who rates in a list: "mor" of "Camilla, mor".
func short(s instrument.Strand) string {
	name := Rater(s)
	if _, role, ok := strings.Cut(name, ", "); ok {
		return role
	}
	return name
}

// Value writes a value of the scale: "6", "62 %".
func (w Words) Value(s instrument.Scale, v float64) string {
	if s.Percent {
		return lang.Number(w.Lang, math.Round(v*100), 0) + " %"
	}
	decimals := 0
	if s.Step < 1 {
		decimals = 2
	}
	return lang.Number(w.Lang, math.Round(v/s.Step)*s.Step, decimals)
}

// Sentence says what the rule found in one strand, for professionals.
func (w Words) Sentence(g Graded) string {
	r, scale := g.Result, g.Scale()
	switch {
	case r.Grade == singlecase.TooLittle:
		return w.tooLittle(r, scale)
	case r.Grade == singlecase.NotDocumented && scale.Design == singlecase.PrePost:
		return w.t("outcome.strand.1.prepost", nil)
	case r.Grade == singlecase.NotDocumented:
		size := singlecase.NoticeSize(scale.SEM, scale.Step)
		return w.t("outcome.strand.1", fault.Args{"n": r.N, "d": singlecase.Notice(r.N), "x": w.size(scale, size)})
	}
	key := "outcome.strand." + strconv.Itoa(int(r.Grade)) + "." + string(r.Direction)
	if scale.Design == singlecase.PrePost {
		key += ".prepost"
	}
	args := w.moved(g.Strand, r)
	args["range"] = w.errors(singlecase.ErrorRange(r.Grade, r.N))
	return w.t(key, args)
}

func (w Words) tooLittle(r singlecase.StrandResult, scale instrument.Scale) string {
	args := fault.Args{"n": r.N, "need": ruleInForce().Need(scale.Design), "span": r.SpanDays}
	if r.Reason == singlecase.ReasonUneven {
		args["where"] = w.t("outcome.at-end", nil)
		if r.LacksStart {
			args["where"] = w.t("outcome.at-beginning", nil)
		}
	}
	return w.t("outcome.strand.0."+string(r.Reason), args)
}

func ruleInForce() singlecase.Rule {
	rule, _ := singlecase.RuleNamed(singlecase.RuleName)
	return rule
}

func (w Words) size(s instrument.Scale, size float64) string {
	switch {
	case s.Percent:
		return w.t("outcome.size.percent", fault.Args{"n": lang.Number(w.Lang, size*100, 0)})
	case s.PerMinute:
		return w.t("outcome.size.minute", fault.Args{"n": lang.Number(w.Lang, size, 1)})
	case s.Most > 10:
		return w.t("outcome.size.points", fault.Args{"n": lang.Number(w.Lang, size, 0)})
	}
	return w.t("outcome.size.steps", fault.Args{"n": lang.Number(w.Lang, size, 1)})
}

// errors writes "2–9", or "højst 1" when both ends are the same.
func (w Words) errors(lo, hi int) string {
	if lo == hi {
		return w.t("outcome.at-most", fault.Args{"hi": hi})
	}
	return strconv.Itoa(lo) + "–" + strconv.Itoa(hi)
}

// Conclusion says what the rule finds for the whole family.
func (w Words) Conclusion(d Development) string {
	return strings.ReplaceAll(w.Marked(d), "**", "")
}

// Marked is the conclusion with what weighs most between ** and **, for a page.
func (w Words) Marked(d Development) string {
	c := d.Conclusion
	args := fault.Args{"up": c.StrandsUp, "down": c.StrandsDown, "graded": c.StrandsGraded, "raters": c.RatersUp, "who": w.who(d, singlecase.Up),
		"range": w.errors(singlecase.FamilyErrorRange(c.StrandsGraded, c.GreatestN)), "why": ""}
	if c.Why != "" {
		args["why"] = w.t("outcome.why."+string(c.Why), nil)
	}
	key := "outcome.family." + string(c.Verdict)
	if c.Verdict == singlecase.FamilyDocumented {
		key += "." + string(c.Basis)
		args["professional"], args["reason"] = w.Name(d.Judgement.EnteredBy), d.Judgement.Reason
		args["strand"] = w.named(d, c.Clearest)
	}
	return w.t(key, args)
}

// Verdict is the conclusion in a few words.
func (w Words) Verdict(v singlecase.Verdict) string { return w.t("outcome.verdict."+string(v), nil) }

// GradeWords is the grade of a strand in a few words.
func (w Words) GradeWords(r singlecase.StrandResult) string {
	key := "outcome.grade." + strconv.Itoa(int(r.Grade))
	switch {
	case r.Grade >= singlecase.Signs:
		key += "." + string(r.Direction)
	case r.Reason == reasonTalk:
		key += ".talk"
	case r.Reason == singlecase.ReasonOrdinal:
		key += ".ordinal" // a ladder is shown, never graded: nothing is missing
	}
	return w.t(key, nil)
}

// Differs says that the professionals judge otherwise; empty when they do not,
// or have not judged.
func (w Words) Differs(d Development) string {
	if d.Conclusion.JudgementDiffers == nil || !*d.Conclusion.JudgementDiffers {
		return ""
	}
	return w.t("outcome.differs", fault.Args{"reason": d.Judgement.Reason})
}

// who lists the raters whose strands moved that way, each once.
func (w Words) who(d Development, way singlecase.Direction) string {
	var names []string
	for _, s := range d.Strands {
		if s.Result.Grade >= singlecase.Signs && s.Result.Direction == way && !slices.Contains(names, short(s.Strand)) {
			names = append(names, short(s.Strand))
		}
	}
	return Join(w.Lang, names)
}

func (w Words) named(d Development, id string) string {
	for _, s := range d.Strands {
		if s.ID == id {
			return w.Strand(s.Strand)
		}
	}
	return ""
}

// Join writes "mor, skolen og Villads".
func Join(l lang.Lang, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	and := lang.T(l, "outcome.and", nil)
	return strings.Join(names[:len(names)-1], ", ") + " " + and + " " + names[len(names)-1]
}
