package research

import (
	"slices"

	"samspil/internal/method/agreement"
	"samspil/internal/recording"
)

// AgreementOptions choose how two codings are compared.
type AgreementOptions struct {
	Unit      int64 // milliseconds of a unit of time, above 0
	Tolerance int64 // milliseconds; for units of time rounded down to whole units
	// Codes, when not empty, are the only ones compared.
	Codes         []string
	WithModifiers bool // two codes are the same when their modifiers are too
}

// Coding is one of two observations compared.
type Coding struct {
	File string `json:"file"`
	ID   string `json:"id"`
	N    int    `json:"n_events"`

	Recording recording.Recording `json:"-"`
}

// Agreement is everything that can be said of how two people coded the same.
type Agreement struct {
	Format       string       `json:"format"`
	Observations [2]Coding    `json:"observations"`
	Unit         float64      `json:"unit_s"`
	Tolerance    float64      `json:"tolerance_s"`
	Units        int          `json:"tolerance_units"`
	Observed     [][2]float64 `json:"observed_s"` // what is compared: observed by both
	// Percent of the units in which both have the same, 0 to 100, without tolerance.
	Percent *float64 `json:"percent_agreement"`
	// TimeUnit is the kappa of units of time without tolerance, Statistics what
	// belongs to it; WithTolerance has both coders as reference in turn.
	TimeUnit      agreement.UnitKappa     `json:"time_unit"`
	Statistics    agreement.Kappa         `json:"time_unit_statistics"`
	WithTolerance agreement.UnitKappa     `json:"time_unit_tolerance"`
	Duration      agreement.DurationKappa `json:"duration_weighted"`
	Alignment     Alignment               `json:"event_alignment"`
	Events        Matching                `json:"event_matching"`
	Scan          agreement.Scan          `json:"boris_scan"` // only to compare with that program's figure
	// Expected are the kappas of two coders who are right 85, 90 and 95 % of the time
	// and code what these two coded.
	Expected []agreement.Accuracy `json:"expected_of_accuracy"`
	Codes    []CodeAgreement      `json:"codes"`
}

// CodeAgreement is how the two agree on one code alone.
type CodeAgreement struct {
	Code    string   `json:"code"`
	N1      int      `json:"n1"`
	N2      int      `json:"n2"`
	Kappa   *float64 `json:"kappa"`           // units of time, no tolerance
	Within  *float64 `json:"kappa_tolerance"` // the first as reference
	Within2 *float64 `json:"kappa_tolerance_ref2"`
	Matched int      `json:"matched"`
	Only1   int      `json:"only1"`
	Only2   int      `json:"only2"`
}

// Moment is an event of one of the two.
type Moment struct {
	Code string  `json:"code"`
	At   float64 `json:"at_s"`
}

// Pair are two events taken for the same one.
type Pair struct {
	Code string  `json:"code"`
	One  float64 `json:"one_s"`
	Two  float64 `json:"two_s"`
}

// Matching is which events both have within the tolerance, and which only one has.
type Matching struct {
	Matched   int      `json:"matched"`
	Only1     int      `json:"only1"`
	Only2     int      `json:"only2"`
	Agreement *float64 `json:"agreement"` // matched of all, 0 to 1
	Pairs     []Pair   `json:"pairs"`
	Single1   []Moment `json:"unmatched1"`
	Single2   []Moment `json:"unmatched2"`
}

// Alignment is the best way to lay the two sequences of events beside each other.
type Alignment struct {
	agreement.Alignment
	Rows []Row `json:"pairs"`
}

// Row is one place of an alignment; null where that coder has nothing.
type Row struct {
	One *Moment `json:"one"`
	Two *Moment `json:"two"`
}

// Compare two codings of the same. What both observed is compared: the segments
// that they have in common, or where a file tells of none, from 0 (or from the first
// event, where that comes before 0 or more than a day after) to the last end.
func Compare(one, two Coding, o AgreementOptions) Agreement {
	one.N, two.N = len(one.Recording.Events), len(two.Recording.Events)
	out := Agreement{
		Format: AgreementFormat, Observations: [2]Coding{one, two}, Unit: recording.Seconds(o.Unit), Tolerance: recording.Seconds(o.Tolerance),
		Units: int(o.Tolerance / o.Unit), Observed: [][2]float64{}, Codes: []CodeAgreement{},
	}
	observed := both(one.Recording, two.Recording)
	for _, s := range observed {
		out.Observed = append(out.Observed, [2]float64{recording.Seconds(s.From), recording.Seconds(s.To)})
	}
	s := agreement.Stream{Observed: observed, Name: o.name(one.Recording, two.Recording)}
	a, b := o.events(one.Recording, observed), o.events(two.Recording, observed)
	out.TimeUnit = agreement.OfTime(a, b, s, o.Unit, 0)
	out.Statistics = agreement.OfTable(out.TimeUnit.Table, 0, agreement.Weights{})
	if po := out.TimeUnit.Po; po != nil {
		percent := 100 * *po
		out.Percent = &percent
	}
	out.WithTolerance = agreement.OfTime(a, b, s, o.Unit, out.Units)
	out.Duration = agreement.OfDuration(a, b, s, recording.Seconds(o.Unit))
	out.Alignment = align(a, b, s, o.Tolerance)
	out.Events = match(agreement.OfEvents(a, b, s, o.Tolerance))
	out.Scan = agreement.OfScans(a, b, subjects(a, b), o.Unit)
	out.Expected = agreement.Benchmarks(out.TimeUnit.Table)
	for _, name := range names(a, b, s) {
		out.Codes = append(out.Codes, o.ofCode(a, b, s, name))
	}
	return out
}

// name of an event: its code, with the subject where several are coded.
func (o AgreementOptions) name(one, two recording.Recording) func(recording.Event) string {
	several := false
	first := ""
	for i, e := range slices.Concat(one.Events, two.Events) {
		if i == 0 {
			first = e.Subject
		}
		several = several || e.Subject != first
	}
	return func(e recording.Event) string {
		name := e.Code
		if o.WithModifiers && e.Modifiers != "" {
			name += "&" + e.Modifiers
		}
		if several {
			name = focal(e.Subject) + "/" + name
		}
		return name
	}
}

// events that were observed by both and are to be compared.
func (o AgreementOptions) events(r recording.Recording, observed []recording.Span) []recording.Event {
	var out []recording.Event
	for _, e := range r.Events {
		switch {
		case len(o.Codes) > 0 && !slices.Contains(o.Codes, e.Code):
		case recording.Segment(observed, e.Onset) >= 0, recording.Within(observed, e.Onset, e.Offset) > 0:
			out = append(out, e)
		}
	}
	return out
}

const aDay = 24 * 60 * 60 * 1000

// both is what the two observed.
func both(one, two recording.Recording) []recording.Span {
	if len(one.Segments) > 0 && len(two.Segments) > 0 {
		return common(one.Segments, two.Segments)
	}
	var from, to int64
	any := false
	for _, e := range slices.Concat(one.Events, two.Events) {
		if !any {
			from, to, any = e.Onset, e.Offset, true
		}
		from, to = min(from, e.Onset), max(to, e.Offset)
	}
	if !any {
		return nil
	}
	if 0 < from && from <= aDay {
		from = 0
	}
	return []recording.Span{{From: from, To: to + 1}} // so that a last moment lies within
}

func common(a, b []recording.Span) []recording.Span {
	var out []recording.Span
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if s := (recording.Span{From: max(a[i].From, b[j].From), To: min(a[i].To, b[j].To)}); s.From < s.To {
			out = append(out, s)
		}
		if a[i].To < b[j].To {
			i++
		} else {
			j++
		}
	}
	return out
}

func subjects(a, b []recording.Event) []string {
	var out []string
	for _, e := range slices.Concat(a, b) {
		if !slices.Contains(out, focal(e.Subject)) {
			out = append(out, focal(e.Subject))
		}
	}
	slices.Sort(out)
	return out
}

// names of everything that either coded, in order.
func names(a, b []recording.Event, s agreement.Stream) []string {
	seen := map[string]bool{}
	var out []string
	for _, e := range slices.Concat(a, b) {
		if name := s.Name(e); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func (o AgreementOptions) ofCode(a, b []recording.Event, s agreement.Stream, name string) CodeAgreement {
	s.Codes = []string{name}
	exact, within := agreement.OfTime(a, b, s, o.Unit, 0), agreement.OfTime(a, b, s, o.Unit, int(o.Tolerance/o.Unit))
	m := agreement.OfEvents(a, b, s, o.Tolerance)
	return CodeAgreement{
		Code: name, N1: m.Matched + m.Only1, N2: m.Matched + m.Only2, Kappa: exact.Kappa, Within: within.Kappa, Within2: within.Kappa2,
		Matched: m.Matched, Only1: m.Only1, Only2: m.Only2,
	}
}

func match(m agreement.Matching) Matching {
	out := Matching{
		Matched: m.Matched, Only1: m.Only1, Only2: m.Only2, Agreement: m.Agreement,
		Pairs: []Pair{}, Single1: []Moment{}, Single2: []Moment{},
	}
	for _, p := range m.Pairs {
		out.Pairs = append(out.Pairs, Pair{p.Name, recording.Seconds(p.One), recording.Seconds(p.Two)})
	}
	for _, x := range m.Single1 {
		out.Single1 = append(out.Single1, Moment{x.Name, recording.Seconds(x.At)})
	}
	for _, x := range m.Single2 {
		out.Single2 = append(out.Single2, Moment{x.Name, recording.Seconds(x.At)})
	}
	return out
}

func align(a, b []recording.Event, s agreement.Stream, tolerance int64) Alignment {
	o := agreement.AlignOptions{Costs: agreement.EventCosts, Tolerance: tolerance}
	list := func(events []recording.Event) (codes []string, times []int64, moments []Moment) {
		for _, e := range events {
			codes, times = append(codes, s.Name(e)), append(times, e.Onset)
			moments = append(moments, Moment{s.Name(e), recording.Seconds(e.Onset)})
		}
		return codes, times, moments
	}
	one, times1, moments1 := list(a)
	two, times2, moments2 := list(b)
	o.Times1, o.Times2 = times1, times2
	out := Alignment{Alignment: agreement.OfOrder(one, two, o), Rows: []Row{}}
	for _, step := range out.Steps {
		var r Row
		if step.One >= 0 {
			r.One = &moments1[step.One]
		}
		if step.Two >= 0 {
			r.Two = &moments2[step.Two]
		}
		out.Rows = append(out.Rows, r)
	}
	out.Steps = nil // the rows say the same with times
	return out
}
