package research

import (
	"samspil/internal/clock"
	"samspil/internal/method/singlecase"
)

// OutcomeFormat names the form of the document about development.
const OutcomeFormat = "samspil-outcome/1"

// Outcome is what can be said of the measurements of one family: every strand by
// the rule, the conclusion, and for checking the indices other programs print. Only
// the grades enter the conclusion; no index does.
type Outcome struct {
	Format      string            `json:"format"`
	File        string            `json:"file"`
	Rule        RuleConstants     `json:"rule"`
	Strands     []OutcomeStrand   `json:"strands"`
	Comparisons []PhaseComparison `json:"comparisons"`
	// Goals adds up the goals on ladders of each rater, for professionals.
	Goals  []Attainment   `json:"goal_attainment"`
	Family *OutcomeFamily `json:"family"` // null without strands
}

// RuleConstants are the constants of the rule that was used; see singlecase.Rule.
type RuleConstants struct {
	Name              string  `json:"name"`
	LeastMeasurements int     `json:"least_measurements"`
	LeastPrePost      int     `json:"least_pre_post"`
	LeastForThree     int     `json:"least_for_grade_3"`
	LeastSpanDays     int     `json:"least_span_days"`
	LeastInThird      int     `json:"least_in_third"`
	GreatestWindow    int     `json:"greatest_window"`
	Criterion         float64 `json:"criterion"`
	Alpha             float64 `json:"alpha"`
	Dependence        float64 `json:"dependence"`
}

// OutcomeOptions are what the person who asks adds to a file.
type OutcomeOptions struct {
	// Since, when given, is the date from which each strand is graded too. It must
	// have been fixed before the measurements were made.
	Since     clock.Date
	Judgement singlecase.Judgement
}

// OutcomeStrand is one strand with everything computed from it.
type OutcomeStrand struct {
	Strand  string  `json:"strand"`
	Role    string  `json:"rater_role"`
	Rater   string  `json:"rater"`
	Version string  `json:"version"`
	Better  string  `json:"better"` // "higher" or "lower"
	SEM     float64 `json:"sem"`    // 0 when unknown
	Whole   Graded  `json:"whole"`
	Since   *Graded `json:"since"` // null unless asked for
	// NoticedOfTen true developments of NoticeSize are found with so many measurements.
	NoticedOfTen int     `json:"noticed_of_ten"`
	NoticeSize   float64 `json:"notice_size"`
	Trend        Trend   `json:"trend"`
	RunChart     RunLine `json:"run_chart"`
	// Change of the means of the first and last window by Jacobson & Truax.
	Change *MeanChange `json:"reliable_change"`
	// Changes asks the same in every way there is, for checking.
	Changes  []Reliable        `json:"reliable_changes"`
	Clinical *Clinical         `json:"clinically_significant_change"` // null unless the file tells of both groups
	Phases   []PhaseComparison `json:"phases"`
}

// Graded is what the rule says of a stretch of time.
type Graded struct {
	Rule          string     `json:"rule"`
	Grade         int        `json:"grade"`
	Direction     string     `json:"direction"`
	Reason        *string    `json:"reason"`
	N             int        `json:"n"`
	From          clock.Date `json:"from"`
	To            clock.Date `json:"to"`
	SpanDays      int        `json:"span_days"`
	LeftOut       LeftOut    `json:"left_out"`
	First         *float64   `json:"first"`
	Last          *float64   `json:"last"`
	Change        *float64   `json:"change"` // positive when better
	Threshold     *float64   `json:"threshold"`
	S             *int       `json:"s"`
	P             *float64   `json:"p"`
	WithoutIntake *Stricter  `json:"without_intake"`
	// ErrorLow to ErrorHigh of 100 in whom nothing has changed get this grade or a
	// higher one; null where no figure belongs to the grade.
	ErrorLow  *int     `json:"error_low_of_100"`
	ErrorHigh *int     `json:"error_high_of_100"`
	Counted   []string `json:"counted"` // ids, or lines of the table, in order of date
}

// LeftOut counts what does not enter, each once under the first that applies.
type LeftOut struct {
	Superseded   int `json:"superseded"`
	Missing      int `json:"missing"`
	OtherRater   int `json:"other_rater"`
	OtherVersion int `json:"other_version"`
	SameDay      int `json:"same_day"`
}

// Stricter is the test without the first measurement.
type Stricter struct {
	N         int      `json:"n"`
	Change    float64  `json:"change"`
	Threshold float64  `json:"threshold"`
	S         int      `json:"s"`
	P         *float64 `json:"p"`
}

// Trend is how the values that count move over the days.
type Trend struct {
	N            int      `json:"n"`
	S            int      `json:"s"`
	TauB         *float64 `json:"tau_b"`
	Z            *float64 `json:"z"`
	PTwoSided    *float64 `json:"p_two_sided"`
	PExact       *float64 `json:"p_exact_increase"`
	SlopePer30   *float64 `json:"slope_per_30_days"`
	FirstOnTrend *float64 `json:"intercept"` // the line on the day of the first measurement
}

// RunLine is the run chart of the values that count.
type RunLine struct {
	N              int      `json:"n"`
	Median         *float64 `json:"median"`
	Useful         int      `json:"useful"`
	LongestRun     int      `json:"longest_run"`
	Crossings      int      `json:"crossings"`
	LongestLimit   *int     `json:"longest_run_limit"`
	CrossingsLimit *int     `json:"crossings_limit"`
	Signal         *bool    `json:"signal"`
}

// MeanChange compares the means of the first and last window.
type MeanChange struct {
	K         int     `json:"k"` // measurements in each mean
	SDiff     float64 `json:"s_diff"`
	RCI       float64 `json:"rci"`
	Criterion float64 `json:"criterion_95"`
	Reliable  bool    `json:"reliable"`
}

// OutcomeFamily is the conclusion over all strands of the file.
type OutcomeFamily struct {
	Rule             string  `json:"rule"`
	Conclusion       string  `json:"conclusion"`
	Basis            *string `json:"basis"`
	Why              *string `json:"why"`
	Strands          int     `json:"strands"`
	StrandsGraded    int     `json:"strands_graded"`
	StrandsUp        int     `json:"strands_up"`
	StrandsDown      int     `json:"strands_down"`
	Raters           int     `json:"raters"`
	RatersUp         int     `json:"raters_up"`
	RatersDown       int     `json:"raters_down"`
	Attention        bool    `json:"attention"`
	JudgementDiffers *bool   `json:"judgement_differs"`
	// ErrorLow to ErrorHigh of 100 families in whom nothing has changed would get
	// the conclusion "documented"; null with any other.
	ErrorLow  *int `json:"error_low_of_100"`
	ErrorHigh *int `json:"error_high_of_100"`
}

// Develop grades what a file holds.
func Develop(file string, in OutcomeInput, o OutcomeOptions) Outcome {
	rule, _ := singlecase.RuleNamed(singlecase.RuleName)
	out := Outcome{Format: OutcomeFormat, File: file, Rule: RuleConstants(rule), Strands: []OutcomeStrand{}, Comparisons: []PhaseComparison{}, Goals: attainment(in.Strands)}
	var graded []singlecase.Graded
	for _, s := range in.Strands {
		result := singlecase.GradeStrand(s.Strand)
		out.Strands = append(out.Strands, developed(s, result, o))
		graded = append(graded, singlecase.Graded{
			ID: s.ID, Instrument: s.Instrument.ID, Rater: s.Rater, Grade: result.Grade, Direction: result.Direction, N: result.N,
		})
	}
	for _, c := range in.Comparisons {
		out.Comparisons = append(out.Comparisons, compared(c))
	}
	if len(graded) > 0 {
		family := concluded(singlecase.ConcludeFamily(graded, o.Judgement))
		out.Family = &family
	}
	return out
}

func developed(s MeasuredStrand, result singlecase.StrandResult, o OutcomeOptions) OutcomeStrand {
	out := OutcomeStrand{
		Strand: s.ID, Role: string(s.Rater.Role), Rater: s.Rater.Person, Version: s.Instrument.Version, Better: "higher", SEM: result.SEM,
		Whole: ofResult(result, singlecase.ErrorRange), Phases: []PhaseComparison{}, Changes: []Reliable{},
	}
	if s.Instrument.LowerIsBetter {
		out.Better = "lower"
	}
	if s.Instrument.Design != singlecase.PrePost && result.Grade > singlecase.TooLittle {
		out.NoticedOfTen, out.NoticeSize = singlecase.Notice(result.N), singlecase.NoticeSize(result.SEM, 0)
	}
	if !o.Since.IsZero() {
		since := ofResult(singlecase.GradeWindow(s.Strand, o.Since), singlecase.WindowErrorRange)
		out.Since = &since
	}
	if s.Instrument.Ordinal {
		return out // a ladder is shown, never computed with
	}
	counted := s.counted(result.Counted)
	var values []*float64
	var plain []float64
	var days []int
	for _, m := range counted {
		values, plain, days = append(values, m.value), append(plain, *m.value), append(days, m.date.Sub(counted[0].date))
	}
	out.Trend, out.RunChart = trendOf(values, days), runLine(plain)
	if w := result.Whole; w != nil {
		if c, ok := singlecase.ReliableChangeOfMeans(plain[:w.Window], plain[len(plain)-w.Window:], result.SEM); ok {
			out.Change = &MeanChange{K: w.Window, SDiff: c.SDiff, RCI: c.RCI, Criterion: c.Criterion, Reliable: c.Reliable}
		}
	}
	out.Changes, out.Clinical = s.changes(plain, result.SEM), s.clinical(plain, result.SEM)
	out.Phases = s.phases(counted)
	return out
}

// measured is a measurement that counts.
type measured struct {
	date  clock.Date
	value *float64
	phase string
}

// counted finds the measurements that the rule counted, in its order.
func (s MeasuredStrand) counted(ids []string) []measured {
	at := map[string]int{}
	for i, m := range s.Measurements {
		at[m.ID] = i
	}
	var out []measured
	for _, id := range ids {
		i := at[id]
		out = append(out, measured{s.Measurements[i].Date, s.Measurements[i].Value, s.Phases[i]})
	}
	return out
}

func ofResult(r singlecase.StrandResult, figures func(singlecase.Grade, int) (int, int)) Graded {
	g := Graded{
		Rule: r.Rule, Grade: int(r.Grade), Direction: string(r.Direction), Reason: orNull(string(r.Reason)),
		N: r.N, From: r.From, To: r.To, SpanDays: r.SpanDays, LeftOut: LeftOut(r.LeftOut), Counted: append([]string{}, r.Counted...),
	}
	if t := r.Whole; t != nil {
		g.First, g.Last, g.Change, g.Threshold, g.P = &t.First, &t.Last, &t.Change, &t.Threshold, t.P
		if t.P != nil {
			g.S = &t.S
			if lo, hi := figures(r.Grade, r.N); hi > 0 {
				g.ErrorLow, g.ErrorHigh = &lo, &hi
			}
		}
	}
	if t := r.WithoutIntake; t != nil {
		g.WithoutIntake = &Stricter{N: t.N, Change: t.Change, Threshold: t.Threshold, S: t.S, P: t.P}
	}
	return g
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func trendOf(values []*float64, days []int) Trend {
	t := singlecase.TrendOf(values, days)
	out := Trend{N: t.N, S: t.S, TauB: t.TauB, Z: t.Z, PTwoSided: t.PTwoSided, PExact: t.PExactIncrease, FirstOnTrend: t.Intercept}
	if t.Slope != nil {
		monthly := 30 * *t.Slope
		out.SlopePer30 = &monthly
	}
	return out
}

func runLine(values []float64) RunLine {
	c := singlecase.RunChartOf(values)
	return RunLine{
		N: c.N, Median: c.Median, Useful: c.Useful, LongestRun: c.LongestRun, Crossings: c.Crossings,
		LongestLimit: c.LongestLimit, CrossingsLimit: c.CrossingsLimit, Signal: c.Signal,
	}
}

func concluded(c singlecase.Conclusion) OutcomeFamily {
	f := OutcomeFamily{
		Rule: c.Rule, Conclusion: string(c.Verdict), Basis: orNull(string(c.Basis)), Why: orNull(string(c.Why)),
		Strands: c.Strands, StrandsGraded: c.StrandsGraded, StrandsUp: c.StrandsUp, StrandsDown: c.StrandsDown,
		Raters: c.Raters, RatersUp: c.RatersUp, RatersDown: c.RatersDown, Attention: c.Attention, JudgementDiffers: c.JudgementDiffers,
	}
	if c.Verdict == singlecase.FamilyDocumented {
		lo, hi := singlecase.FamilyErrorRange(c.StrandsGraded, c.GreatestN)
		f.ErrorLow, f.ErrorHigh = &lo, &hi
	}
	return f
}
