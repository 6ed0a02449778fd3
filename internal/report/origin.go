package report

import (
	"slices"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/indicator"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
)

// Class says whose a drawn line is. It decides who may be given the line when the
// report is made for somebody; a line that was written by hand has no class.
type Class string

// The classes.
const (
	Common  Class = "common" // hours, days and agreements that everybody in the course may know
	Own     Class = "own"    // what one grown-up said or measured
	OfChild Class = "child"  // what a child said, showed or measured, and let be told on
	OfPlace Class = "place"  // what school, day-care or those who care for the child measured
	Noted   Class = "noted"  // what staff wrote down; Of says who was there
	Met     Class = "met"    // what staff wrote down of a meeting with one or both parents, who are Of
	Judged  Class = "judged" // what the team thinks, and what needed attention
)

// Origin is where a drawn line came from: what it was drawn from, and whose it is.
type Origin struct {
	Line  string
	Kind  string // what ID is of: session, contact, strand, analysis, plan, voice, flag, development, course
	ID    string
	Class Class
	Of    []string // the persons it is from or about
}

// Drawn returns where the lines of one layer under a heading were drawn from, in
// the order of the text. Lines that somebody wrote or changed are left out.
func (c Content) Drawn(q Question, l Layer) []Origin {
	var out []Origin
	for _, line := range strings.Split(c.Section(q).Text(l), "\n") {
		if all := c.OriginsOf(line); len(all) > 0 {
			out = append(out, all[0])
		}
	}
	return out
}

// OriginsOf returns what a line was drawn from; nothing for a line that was written
// or changed by hand. Two things may have given the same line.
func (c Content) OriginsOf(line string) []Origin {
	var out []Origin
	for _, o := range c.Origins {
		if o.Line == strings.TrimSpace(line) {
			out = append(out, o)
		}
	}
	return out
}

// of notes where a text came from, line by line, and hands the text on.
func (x *record) of(o Origin, text string) string {
	for _, line := range strings.Split(text, "\n") {
		o.Line = strings.TrimSpace(line)
		same := func(p Origin) bool {
			return p.Line == o.Line && p.Kind == o.Kind && p.ID == o.ID && p.Class == o.Class && slices.Equal(p.Of, o.Of)
		}
		if o.Line != "" && !slices.ContainsFunc(x.origins, same) {
			x.origins = append(x.origins, o)
		}
	}
	return text
}

func (x *record) common(text string) string {
	return x.of(Origin{Kind: "course", Class: Common}, text)
}

func (x *record) planned(text string) string {
	return x.of(Origin{Kind: "plan", ID: x.plan.ID, Class: Noted}, text)
}

func (x *record) judged(kind, id, text string) string {
	return x.of(Origin{Kind: kind, ID: id, Class: Judged}, text)
}

// ofStrand notes that a text tells of a strand, and so of who rated it.
func (x *record) ofStrand(s instrument.Strand, text string) string {
	return x.of(Origin{Kind: "strand", ID: s.ID, Class: classOf(s.RaterRole), Of: ofStrand(s.RaterRole, s.RaterID, x.lines[s.Pair])}, text)
}

// classOf says whose a measurement is by who made it.
func classOf(r singlecase.Role) Class {
	switch r {
	case singlecase.Child:
		return OfChild
	case singlecase.Parent:
		return Own
	case singlecase.School, singlecase.Daycare, singlecase.Foster, singlecase.Relative:
		return OfPlace
	}
	return Noted
}

// ofStrand is whom a strand is from or about: what was counted in the contacts of one
// grown-up is about that one, and what staff measure of the whole is about nobody alone.
func ofStrand(role singlecase.Role, rater, with string) []string {
	switch {
	case with != "":
		return []string{with}
	case classOf(role) == Noted:
		return nil
	}
	return []string{rater}
}

// Origin is where the curve came from, and whose it is.
func (c Curve) Origin() Origin {
	return Origin{Kind: "strand", ID: c.ID, Class: classOf(c.Role), Of: ofStrand(c.Role, c.RaterID, c.With)}
}

// pictured are the indicators of coded interplay that a report tells of.
var pictured = []string{"I1", "I10", "I4", "I8", "I5"}

// pair is what was coded of one grown-up with the children.
type pair struct {
	with  string // person id; "" where it was no contact
	coded []interaction.Figures
}

// drawInterplay: what was counted of the interplay, for each grown-up: over the
// whole period, the first time and the last. Codings by two people count once, and
// codings by different versions of the scheme are never added up.
func (x *record) drawInterplay() Section {
	var out []string
	for _, p := range x.pairs() {
		var named []string
		for _, c := range x.inRole(person.Child) {
			named = append(named, c.Name)
		}
		args := fault.Args{"child": strings.Join(named, "/"), "parent": x.t("report.interplay.parent")}
		if p.with != "" {
			args["parent"] = x.name(p.with)
		}
		o := Origin{Kind: "contact", ID: p.coded[len(p.coded)-1].SessionID, Class: Noted}
		if p.with != "" {
			o.Of = []string{p.with}
		}
		args["n"] = len(p.coded)
		out = append(out, x.of(o, lang.TN(x.Lang, "report.interplay.with", len(p.coded), args)))
		for _, id := range pictured {
			if text := x.indicatorLine(id, p.coded); text != "" {
				out = append(out, x.of(o, x.t("interplay.question."+id, args)+" "+text))
			}
		}
	}
	if len(out) > 0 {
		out = append(out, x.common(x.t("report.interplay.careful")))
	}
	return Section{Facts: lines(out...)}
}

func (x *record) pairs() []pair {
	var out []pair
	with := map[string]string{}
	for _, c := range x.contacts {
		with[c.ID] = c.Arrangement.Counterpart
	}
	newest := ""
	for _, g := range x.coded {
		newest = g.Scheme
	}
	for _, g := range x.coded {
		if g.Scheme != newest {
			continue
		}
		i := slices.IndexFunc(out, func(p pair) bool { return p.with == with[g.SessionID] })
		if i < 0 {
			out = append(out, pair{with: with[g.SessionID]})
			i = len(out) - 1
		}
		out[i].coded = append(out[i].coded, g)
	}
	return out
}

// indicatorLine is "12 af 20 (60 %). Første gang 40 %, seneste 75 %."; empty where
// nothing was coded for the indicator.
func (x *record) indicatorLine(id string, coded []interaction.Figures) string {
	var sum interaction.Sum
	var first, last string
	for _, g := range coded {
		s, ok := g.Sums[id]
		if !ok {
			continue
		}
		sum = interaction.Sum{X: sum.X + s.X, N: sum.N + s.N, T: sum.T + s.T, Reduced: sum.Reduced || s.Reduced}
		if v := s.Value(id); v != nil && s.N >= indicator.FewEvents {
			if last = x.indicatorValue(id, *v); first == "" {
				first = last
			}
		}
	}
	v := sum.Value(id)
	switch {
	case v == nil:
		return ""
	case sum.N < indicator.FewEvents:
		return x.t("report.interplay.few", fault.Args{"n": sum.N})
	}
	args := fault.Args{"value": x.indicatorValue(id, *v), "x": sum.X, "n": sum.N, "first": first, "last": last}
	text := x.t("report.interplay.rate", args)
	if id != "I5" && id != "I8" {
		text = x.t("report.interplay.share", args)
	}
	if len(coded) > 1 && first != "" {
		text += " " + x.t("report.interplay.moved", args)
	}
	return text
}

func (x *record) indicatorValue(id string, v float64) string {
	if id == "I5" {
		return x.t("report.interplay.minute", fault.Args{"value": v})
	}
	return lang.Number(x.Lang, v*100, 0) + " %"
}
