package research

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
)

// WriteJSON writes the document.
func (o Outcome) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(o)
}

var gradeWords = map[int]string{0: "too few measurements", 1: "not documented yet"}

// WriteText writes the document for reading on a screen.
func (o Outcome) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s · rule %s\n\n", o.File, o.Rule.Name)
	for _, s := range o.Strands {
		s.write(out)
	}
	for _, c := range o.Comparisons {
		c.write(out)
	}
	for _, g := range o.Goals {
		fmt.Fprintf(out, "Goals of %s %s: T %s at first, %s at last (%s); %d of %d at level 0 or better\n  unfit for conclusions: %s\n\n",
			g.Role, g.Rater, figure(g.First, 2), figure(g.Last, 2), figure(g.Change, 2), g.Reached, g.Goals, g.Why)
	}
	if o.Family != nil {
		o.Family.write(out)
	}
	fmt.Fprint(out, "Nothing here tells why something changed, and \"not documented\" does not mean that nothing happened.\n")
	return out.Flush()
}

func (s OutcomeStrand) write(out io.Writer) {
	fmt.Fprintf(out, "%s · %s %s\n", s.Strand, s.Role, s.Rater)
	s.Whole.write(out, "  ", s.NoticedOfTen, s.NoticeSize)
	if s.Since != nil {
		fmt.Fprint(out, "  since that date, apart from the conclusion:\n")
		s.Since.write(out, "    ", 0, 0)
	}
	if s.Trend.N > 1 {
		fmt.Fprintf(out, "  trend: tau-b %s, p %s (exact, one-sided %s), %s in 30 days\n",
			figure(s.Trend.TauB, 2), chance(s.Trend.PTwoSided), chance(s.Trend.PExact), figure(s.Trend.SlopePer30, 2))
	}
	if c := s.RunChart; c.Signal != nil {
		fmt.Fprintf(out, "  run chart: longest run %d (limit %d), %d crossings (least %d): %s\n",
			c.LongestRun, *c.LongestLimit, c.Crossings, *c.CrossingsLimit, map[bool]string{true: "a signal", false: "no signal"}[*c.Signal])
	}
	if c := s.Change; c != nil {
		fmt.Fprintf(out, "  reliable change of the rule's means of %d: %.2f standard errors, beyond 1.96: %v\n", c.K, c.RCI, c.Reliable)
	}
	s.writeChanges(out)
	fmt.Fprintln(out)
	for _, c := range s.Phases {
		c.write(out)
	}
}

// methods are the ways to ask for a reliable change, as they are named in print.
var methods = map[string]string{
	"jt": "Jacobson & Truax", "gln": "Gulliksen, Lord & Novik", "en": "Edwards & Nunnally", "nk": "Nunnally & Kotsch", "means": "means of %d",
}

func (s OutcomeStrand) writeChanges(out io.Writer) {
	for _, c := range s.Changes {
		name := methods[c.Method]
		if c.Method == "means" {
			name = fmt.Sprintf(name, c.K)
		}
		if c.RCI == nil {
			fmt.Fprintf(out, "  reliable change, %s: not computed, lacks %s\n", name, c.Lacks)
			continue
		}
		fmt.Fprintf(out, "  reliable change, %s: %s to %s, %s standard errors better: %s\n", name, figure(c.First, 2), figure(c.Last, 2), figure(c.RCI, 2), *c.Change)
	}
	if c := s.Clinical; c != nil {
		fmt.Fprintf(out, "  clinical borders: a %.2f, b %.2f, c %s", c.CutoffA, c.CutoffB, figure(c.CutoffC, 2))
		if c.Category != nil {
			fmt.Fprintf(out, "; from %s to %s: %s", c.First, c.Last, strings.ReplaceAll(*c.Category, "_", " "))
		}
		fmt.Fprintln(out)
	}
}

func (g Graded) write(out io.Writer, indent string, noticed int, size float64) {
	name := gradeWords[g.Grade]
	switch {
	case g.Grade == 2:
		name = map[string]string{"up": "signs of development", "down": "signs of setback"}[g.Direction]
	case g.Grade == 3:
		name = map[string]string{"up": "development documented", "down": "setback documented"}[g.Direction]
	}
	fmt.Fprintf(out, "%sgrade %d, %s", indent, g.Grade, name)
	if g.Reason != nil {
		fmt.Fprintf(out, " (%s)", *g.Reason)
	}
	fmt.Fprintf(out, ": n %d", g.N)
	if g.N > 0 {
		fmt.Fprintf(out, ", %s to %s (%d days)", g.From, g.To, g.SpanDays)
	}
	fmt.Fprintln(out)
	if l := g.LeftOut; l != (LeftOut{}) {
		fmt.Fprintf(out, "%sleft out: superseded %d, missing %d, other rater %d, other version %d, same day %d\n",
			indent, l.Superseded, l.Missing, l.OtherRater, l.OtherVersion, l.SameDay)
	}
	if g.Change != nil {
		fmt.Fprintf(out, "%sfrom %s to %s, better by %s, threshold %s, p %s\n", indent,
			figure(g.First, 2), figure(g.Last, 2), figure(g.Change, 2), figure(g.Threshold, 2), chance(g.P))
	}
	if t := g.WithoutIntake; t != nil {
		fmt.Fprintf(out, "%swithout the first: better by %.2f, threshold %.2f, p %s\n", indent, t.Change, t.Threshold, chance(t.P))
	}
	if g.ErrorHigh != nil {
		fmt.Fprintf(out, "%sseen in %s of 100 in whom nothing has changed\n", indent, between(*g.ErrorLow, *g.ErrorHigh))
	}
	if g.Grade == 1 && noticed > 0 {
		fmt.Fprintf(out, "%sabout %d of 10 true developments of %s are found with %d measurements\n", indent, noticed, strconv.FormatFloat(size, 'g', 4, 64), g.N)
	}
}

// chance writes a probability; very small ones are not 0.
func chance(p *float64) string {
	if p != nil && *p < .00005 {
		return "<.0001"
	}
	return figure(p, 4)
}

func between(lo, hi int) string {
	if lo == hi {
		return "at most " + strconv.Itoa(hi)
	}
	return strconv.Itoa(lo) + "-" + strconv.Itoa(hi)
}

func (c PhaseComparison) write(out io.Writer) {
	fmt.Fprintf(out, "  %s (%d) against %s (%d); no index enters a conclusion\n", c.Before, c.NBefore, c.After, c.NAfter)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "  "+strings.Join([]string{"index", "value", "se", "low", "high", "p", "unfit for conclusions"}, "\t"))
	for _, i := range c.Indices {
		unfit := ""
		if i.Unfit {
			unfit = "unfit: " + i.Why
		}
		fmt.Fprintln(tw, "  "+strings.Join([]string{i.Name, figure(i.Value, 3), figure(i.SE, 3), figure(i.Low, 3), figure(i.High, 3), chance(i.P), unfit}, "\t"))
	}
	tw.Flush()
	fmt.Fprintln(out)
}

func (f OutcomeFamily) write(out io.Writer) {
	fmt.Fprintf(out, "Conclusion: %s", f.Conclusion)
	if f.Basis != nil {
		fmt.Fprintf(out, " (%s)", *f.Basis)
	}
	if f.Why != nil {
		fmt.Fprintf(out, " (%s)", *f.Why)
	}
	fmt.Fprintf(out, "; %d of %d strands graded, %d up, %d down; %d raters, %d up, %d down\n",
		f.StrandsGraded, f.Strands, f.StrandsUp, f.StrandsDown, f.Raters, f.RatersUp, f.RatersDown)
	if f.ErrorHigh != nil {
		fmt.Fprintf(out, "seen in %s of 100 families in whom nothing has changed\n", between(*f.ErrorLow, *f.ErrorHigh))
	}
	if f.JudgementDiffers != nil && *f.JudgementDiffers {
		fmt.Fprint(out, "the professional judgement differs; both stand\n")
	}
	fmt.Fprintln(out)
}
