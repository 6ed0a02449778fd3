package research

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"samspil/internal/method/simulation"
	"samspil/internal/method/singlecase"
)

// WriteErrorRates writes the tables of error rates for reading on a screen, and how
// far they are from the published ones.
func WriteErrorRates(w io.Writer, t singlecase.ErrorRates, off simulation.Difference) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "Rule %s, %d series a figure, %d families. Percent.\n", t.Rule, t.Series, t.Families)
	if len(t.Strand) > 0 {
		fmt.Fprint(out, "\nA strand over the whole course: development. 2+ is grade 2 or 3, 3 is grade 3.\n")
		writeGrades(out, t.N, t.Strand, []string{"N0", "N3", "N6", "L3", "L6", "R3", "R2", "P3"})
	}
	if len(t.Window.Setback) > 0 {
		fmt.Fprint(out, "\nA strand in a window fixed beforehand: setback. n counts what lies in the window.\n")
		writeGrades(out, t.N, t.Window.Setback, []string{"N3", "N6", "H3", "H6", "R3"})
	}
	if len(t.Family.NoChange) > 0 {
		writeFamilies(out, t.Family)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Scenarios)) {
		fmt.Fprintf(out, "%-5s %s\n", name, t.Scenarios[name])
	}
	if len(t.Window.Setback) > 0 {
		for _, name := range slices.Sorted(maps.Keys(t.Window.Scenarios)) {
			fmt.Fprintf(out, "window %s: %s\n", name, t.Window.Scenarios[name])
		}
	}
	fmt.Fprintf(out, "\n%d figures held against the published ones; the greatest difference is %+.1f points (%s, n = %d).\n",
		off.Compared, off.Greatest, off.Where, off.N)
	fmt.Fprintf(out, "%d lie farther off than chance explains, %d of them false alarms that are higher.\n", off.Beyond, off.Alarms)
	return out.Flush()
}

func writeGrades(out io.Writer, lengths []int, rates map[string]singlecase.GradeRates, order []string) {
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := []string{"n"}
	for _, name := range order {
		head = append(head, name+" 2+", "3")
	}
	line(tw, head)
	for i, n := range lengths {
		cells := []string{strconv.Itoa(n)}
		for _, name := range order {
			cells = append(cells, rate(rates[name].SignsOrMore, i), rate(rates[name].Documented, i))
		}
		line(tw, cells)
	}
	tw.Flush()
}

func writeFamilies(out io.Writer, f singlecase.FamilyRates) {
	fmt.Fprint(out, "\nThe conclusion \"documented\": greatest false alarms by number of strands, 9 for nine and more.\n")
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := []string{"strands"}
	names := slices.Sorted(maps.Keys(f.Worst))
	for i := range f.Printed.Low {
		head = append(head, strconv.Itoa(i+1))
	}
	line(tw, head)
	for _, name := range names {
		line(tw, append([]string{name}, rowOf(f.Worst[name])...))
	}
	tw.Flush()
	fmt.Fprint(out, "\nThe same by layout (strands/raters) and number of measurements.\n")
	writeLayouts(out, f.NNoChange, f.NoChange)
	writeLayouts(out, f.NChange, f.Change)
	fmt.Fprint(out, "\nPrinted beside a conclusion: so many of 100, by strands and the greatest number of measurements in any.\n")
	tw = tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	head = []string{"strands"}
	for _, n := range f.Printed.UpTo {
		head = append(head, "to "+strconv.Itoa(n))
	}
	line(tw, head)
	for i := range f.Printed.Low {
		cells := []string{strconv.Itoa(i + 1)}
		for j := range f.Printed.UpTo {
			cells = append(cells, fmt.Sprintf("%d-%d", f.Printed.Low[i][j], f.Printed.High[i][j]))
		}
		line(tw, cells)
	}
	tw.Flush()
	fmt.Fprintln(out)
}

func writeLayouts(out io.Writer, lengths []int, rates map[string]map[string][]float64) {
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := []string{"", ""}
	for _, n := range lengths {
		head = append(head, "n = "+strconv.Itoa(n))
	}
	line(tw, head)
	for _, name := range slices.Sorted(maps.Keys(rates)) {
		for _, layout := range slices.SortedFunc(maps.Keys(rates[name]), byStrands) {
			line(tw, append([]string{name, layout}, rowOf(rates[name][layout])...))
		}
	}
	tw.Flush()
	fmt.Fprintln(out)
}

// byStrands orders "3/2", "3/3", "12/4".
func byStrands(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func line(w io.Writer, cells []string) { fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") }

func rowOf(values []float64) []string {
	var cells []string
	for i := range values {
		cells = append(cells, rate(values, i))
	}
	return cells
}

// rate of a row; a dash where nothing was simulated.
func rate(values []float64, i int) string {
	if i >= len(values) || math.IsNaN(values[i]) {
		return "–"
	}
	return strconv.FormatFloat(values[i], 'f', 1, 64)
}
