package research

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"samspil/internal/method/agreement"
)

// WriteJSON writes the document.
func (a Agreement) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(a)
}

// WriteCSV writes the events of both, matched pairs and single ones, in the order
// of matched, only the first's, only the second's.
func (a Agreement) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"code", "which", "one_s", "two_s"}}
	at := func(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }
	for _, p := range a.Events.Pairs {
		rows = append(rows, []string{guarded(p.Code), "matched", at(p.One), at(p.Two)})
	}
	for _, m := range a.Events.Single1 {
		rows = append(rows, []string{guarded(m.Code), "only1", at(m.At), ""})
	}
	for _, m := range a.Events.Single2 {
		rows = append(rows, []string{guarded(m.Code), "only2", "", at(m.At)})
	}
	return c.WriteAll(rows)
}

// WriteText writes for reading on a screen.
func (a Agreement) WriteText(to io.Writer) error {
	w := bufio.NewWriter(to)
	one, two := a.Observations[0], a.Observations[1]
	fmt.Fprintf(w, "1: %s · %s, %d events\n2: %s · %s, %d events\n", one.File, one.ID, one.N, two.File, two.ID, two.N)
	for _, s := range a.Observed {
		fmt.Fprintf(w, "compared from %.3f to %.3f s\n", s[0], s[1])
	}
	fmt.Fprintf(w, "units of %g s, tolerance %g s (%d units)\n\n", a.Unit, a.Tolerance, a.Units)
	a.kappas(w)
	a.matrix(w)
	a.codes(w)
	a.moments(w)
	return w.Flush()
}

func (a Agreement) kappas(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(what string, kappa *float64, more string) {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", what, figure(kappa, 3), more)
	}
	fmt.Fprintf(t, "  agreement of units\t%s %%\t\n", figure(a.Percent, 1))
	between := ""
	if ci := a.Statistics.CI; ci != nil {
		between = fmt.Sprintf("95 %% from %.3f to %.3f", ci[0], ci[1])
	}
	row("kappa of units of time", a.TimeUnit.Kappa, between)
	row("the same with tolerance, 1 as reference", a.WithTolerance.Kappa, "")
	row("the same with tolerance, 2 as reference", a.WithTolerance.Kappa2, "")
	row("kappa weighted by duration", a.Duration.Kappa, "")
	row("kappa of aligned events", a.Alignment.Kappa, fmt.Sprintf("%d agreements in %d places", a.Alignment.Agreements, a.Alignment.Length))
	row("scan kappa as in BORIS", a.Scan.Kappa, "not a kappa with tolerance")
	for _, e := range a.Expected {
		row(fmt.Sprintf("expected of two coders right in %.0f %%", 100*e.Accuracy), e.Kappa, "")
	}
	t.Flush()
	fmt.Fprintln(w)
}

// widest is the number of codes up to which the matrix fits a screen.
const widest = 12

func (a Agreement) matrix(w io.Writer) {
	k := a.TimeUnit
	if len(k.Codes) == 0 || len(k.Codes) > widest {
		return
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	show := func(cells []string) { fmt.Fprintln(t, strings.Join(cells, "\t")+"\t") }
	show(append([]string{"1 \\ 2"}, shown(k)...))
	for i, name := range shown(k) {
		cells := []string{name}
		for _, n := range k.Table[i] {
			cells = append(cells, strconv.FormatFloat(n, 'f', -1, 64))
		}
		show(cells)
	}
	t.Flush()
	fmt.Fprintln(w)
}

func shown(k agreement.UnitKappa) []string {
	var out []string
	for _, c := range k.Codes {
		out = append(out, named(c))
	}
	return out
}

func (a Agreement) codes(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  code\tn1\tn2\tkappa\twith tolerance\tmatched\tonly 1\tonly 2")
	for _, c := range a.Codes {
		fmt.Fprintf(t, "  %s\t%d\t%d\t%s\t%s / %s\t%d\t%d\t%d\n", c.Code, c.N1, c.N2,
			figure(c.Kappa, 3), figure(c.Within, 3), figure(c.Within2, 3), c.Matched, c.Only1, c.Only2)
	}
	t.Flush()
	fmt.Fprintln(w)
}

func (a Agreement) moments(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range a.Events.Pairs {
		fmt.Fprintf(t, "  both\t%s\t%.3f\t%.3f\n", p.Code, p.One, p.Two)
	}
	for _, m := range a.Events.Single1 {
		fmt.Fprintf(t, "  only 1\t%s\t%.3f\t\n", m.Code, m.At)
	}
	for _, m := range a.Events.Single2 {
		fmt.Fprintf(t, "  only 2\t%s\t\t%.3f\n", m.Code, m.At)
	}
	t.Flush()
}
