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
)

// Writer writes a document while it is being made, so that nobody has to hold it.
// Call Observation for each, then Close with what is known of the files.
type Writer interface {
	Observation(Observation) error
	Close(files []File) error
}

// JSONWriter writes one JSON document: format, scheme, observations, files.
func JSONWriter(w io.Writer, scheme string) Writer {
	return &jsonWriter{w: bufio.NewWriter(w), scheme: scheme}
}

type jsonWriter struct {
	w      *bufio.Writer
	scheme string
	n      int
}

func (j *jsonWriter) Observation(o Observation) error {
	before := ",\n"
	if j.n++; j.n == 1 {
		before = j.head()
	}
	return j.put(before, o)
}

func (j *jsonWriter) head() string {
	return fmt.Sprintf("{\"format\":%q,\"scheme\":%q,\"observations\":[\n", InteractionFormat, j.scheme)
}

func (j *jsonWriter) Close(files []File) error {
	before := "\n],\"files\":"
	if j.n == 0 {
		before = j.head() + before
	}
	if err := j.put(before, files); err != nil {
		return err
	}
	if _, err := j.w.WriteString("}\n"); err != nil {
		return err
	}
	return j.w.Flush()
}

func (j *jsonWriter) put(before string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := j.w.WriteString(before); err != nil {
		return err
	}
	_, err = j.w.Write(text)
	return err
}

// CSVTable names a table that can be written as CSV.
type CSVTable string

// The tables.
const (
	BudgetTable     CSVTable = "time_budget"
	EventTable      CSVTable = "events"
	TransitionTable CSVTable = "transitions"
	IndicatorTable  CSVTable = "indicators"
)

var columns = map[CSVTable][]string{
	BudgetTable: {"file", "observation", "subject", "behavior", "modifiers", "type", "unpaired", "n", "total_s", "mean_s", "sd_s", "share",
		"per_minute", "inter_mean_s", "inter_sd_s"},
	EventTable:      {"file", "observation", "subject", "behavior", "modifiers", "kind", "start_s", "stop_s", "place"},
	TransitionTable: {"file", "observation", "from", "to", "n", "expected", "probability", "adjusted_residual", "p", "p_by", "few", "yules_q"},
	IndicatorTable:  {"file", "observation", "indicator", "n", "value", "low", "high", "few", "without", "missing"},
}

// CSVWriter writes one table of all observations, RFC 4180, decimals with a point,
// nothing where there is no value. A text that a spreadsheet would take for a
// formula gets an apostrophe in front.
func CSVWriter(w io.Writer, table CSVTable) Writer {
	c := &csvWriter{table: table, w: csv.NewWriter(w)}
	c.err = c.w.Write(columns[table])
	return c
}

type csvWriter struct {
	table CSVTable
	w     *csv.Writer
	err   error
}

func (c *csvWriter) Observation(o Observation) error {
	row := func(cells ...any) {
		texts := []string{guarded(o.File), guarded(o.ID)}
		for _, v := range cells {
			texts = append(texts, cell(v))
		}
		if c.err == nil {
			c.err = c.w.Write(texts)
		}
	}
	switch c.table {
	case BudgetTable:
		for _, b := range o.TimeBudget {
			row(b.Subject, b.Behavior, b.Modifiers, string(b.Kind), b.Unpaired, b.N, b.Total, b.Mean, b.SD, b.Share, b.PerMinute, b.GapMean, b.GapSD)
		}
	case EventTable:
		for _, e := range o.Events {
			row(e.Subject, e.Behavior, e.Modifiers, string(e.Kind), e.Start, e.Stop, e.Place)
		}
	case TransitionTable:
		for _, t := range o.Transitions {
			row(t.From, t.To, t.N, t.Expected, t.Probability, t.Residual, t.P, t.PBy, t.Few, t.YulesQ)
		}
	case IndicatorTable:
		if o.Indicators == nil {
			break
		}
		for _, f := range o.Indicators.Figures() {
			var low, high *float64
			if f.CI != nil {
				low, high = &f.CI.Low, &f.CI.High
			}
			row(f.Name, f.N, f.Value, low, high, f.Few, strings.Join(f.Without, " "), f.Missing)
		}
	}
	return c.err
}

func (c *csvWriter) Close([]File) error {
	if c.w.Flush(); c.err == nil {
		c.err = c.w.Error()
	}
	return c.err
}

// cell writes a value, nothing for none.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return guarded(v)
	case *float64:
		if v != nil {
			return strconv.FormatFloat(*v, 'g', -1, 64)
		}
	case *int:
		if v != nil {
			return strconv.Itoa(*v)
		}
	case *int64:
		if v != nil {
			return strconv.FormatInt(*v, 10)
		}
	default:
		return fmt.Sprint(v)
	}
	return ""
}

// guarded keeps a text from being taken for a formula.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// TableWriter writes for reading on a screen: the time budgets, the indicators and
// the transitions, those farthest from chance first, most of them at most.
func TableWriter(w io.Writer, most int) Writer {
	return &tableWriter{w: bufio.NewWriter(w), most: most}
}

type tableWriter struct {
	w    *bufio.Writer
	most int
}

func (t *tableWriter) Observation(o Observation) error {
	fmt.Fprintf(t.w, "%s · %s\n", o.File, o.ID)
	length := ""
	if o.Duration != nil {
		length = fmt.Sprintf(", %s s observed", figure(o.Duration, 3))
	}
	fmt.Fprintf(t.w, "%d events%s\n\n", o.N, length)
	for _, u := range o.Unpaired {
		fmt.Fprintf(t.w, "without its other end: %s, %s %s at %s s\n", u.Subject, u.Behavior, u.Modifiers, figure(u.At, 3))
	}
	t.budget(o.TimeBudget)
	t.indicators(o)
	t.transitions(o)
	return t.w.Flush()
}

func (t *tableWriter) table(head string, rows func(put func(cells ...string))) {
	tw := tabwriter.NewWriter(t.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "  "+strings.ReplaceAll(head, " ", "\t"))
	rows(func(cells ...string) { fmt.Fprintln(tw, "  "+strings.Join(cells, "\t")) })
	tw.Flush()
	fmt.Fprintln(t.w)
}

func (t *tableWriter) budget(lines []Budget) {
	if len(lines) == 0 {
		return
	}
	t.table("subject behavior modifiers n total_s mean_s sd_s share per_minute", func(put func(...string)) {
		for _, b := range lines {
			n := cell(b.N)
			if b.Unpaired {
				n = "unpaired"
			}
			put(b.Subject, b.Behavior, b.Modifiers, n, figure(b.Total, 3), figure(b.Mean, 3), figure(b.SD, 3), figure(b.Share, 3), figure(b.PerMinute, 2))
		}
	})
}

func (t *tableWriter) indicators(o Observation) {
	if o.Indicators == nil {
		return
	}
	t.table("indicator n value low high note", func(put func(...string)) {
		for _, f := range o.Indicators.Figures() {
			var low, high *float64
			if f.CI != nil {
				low, high = &f.CI.Low, &f.CI.High
			}
			put(f.Name, strconv.Itoa(f.N), figure(f.Value, 3), figure(low, 3), figure(high, 3), remark(f.Few, f.Missing, f.Without))
		}
	})
	fmt.Fprint(t.w, "  The scheme is not a validated test. No norms exist for these figures.\n\n")
}

func remark(few bool, missing string, without []string) string {
	var all []string
	switch {
	case missing != "":
		all = append(all, "not computed: its codes are missing")
	case few:
		all = append(all, "few events")
	}
	if len(without) > 0 {
		all = append(all, "without "+strings.Join(without, ", "))
	}
	return strings.Join(all, "; ")
}

func (t *tableWriter) transitions(o Observation) {
	if len(o.Transitions) == 0 {
		return
	}
	rows, left := strongest(o.Transitions, t.most)
	t.table("from to n expected probability adjusted_residual p yules_q", func(put func(...string)) {
		for _, x := range rows {
			put(named(x.From), named(x.To), strconv.Itoa(x.N), figure(x.Expected, 2), figure(x.Probability, 3), figure(x.Residual, 2), figure(x.P, 4), figure(x.YulesQ, 2))
		}
	})
	if left > 0 {
		fmt.Fprintf(t.w, "  and %d more; --format json or csv has all\n\n", left)
	}
}

// named shows what has no name of its own: nothing is running.
func named(situation string) string {
	if situation == "" {
		return "(nothing)"
	}
	return situation
}

func (t *tableWriter) Close(files []File) error {
	for _, f := range files {
		if f.Streamed {
			fmt.Fprintf(t.w, "%s is long and was read as a stream: transitions are counted between onsets, and there are no indicators.\n", f.File)
		}
		for _, n := range f.Notes {
			fmt.Fprintf(t.w, "%s: %s %s\n", f.File, n.Where, n.Text)
		}
	}
	return t.w.Flush()
}

// figure with that many decimals, a dash for no value.
func figure(v *float64, decimals int) string {
	if v == nil {
		return "–"
	}
	return strconv.FormatFloat(*v, 'f', decimals, 64)
}
