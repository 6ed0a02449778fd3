package research

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
)

// OutcomeInput is what a file of measurements holds: strands to grade and pairs of
// phases to compare.
type OutcomeInput struct {
	Strands     []MeasuredStrand
	Comparisons []PhasePair
}

// MeasuredStrand is a strand of a file, with what only the indices need.
type MeasuredStrand struct {
	singlecase.Strand
	// Phases has the label of the phase of each measurement, "" for none.
	Phases []string
	// Counts tells that the values are counts of incidents.
	Counts bool
	// Ladder tells that the values are the levels of a goal, from -2 to 2.
	Ladder bool
	Goal   *float64
	Norms  Norms
}

// PhasePair are the values of two phases without dates.
type PhasePair struct {
	Name   string
	Phases singlecase.Phases
	Counts bool
	Goal   *float64
}

// mostMeasured is the size of the largest file that is read, in bytes.
const mostMeasured = 64 << 20

// ReadOutcome reads a table or a JSON document of measurements; what it holds,
// column by column, is described in docs/research.md. sem is the measurement error
// of strands that tell none, 0 for unknown. A mistake is told with its line, or its
// place in the document, and what to do.
func ReadOutcome(r io.Reader, sem float64) (OutcomeInput, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostMeasured+1))
	if err != nil {
		return OutcomeInput{}, err
	}
	if len(text) > mostMeasured {
		return OutcomeInput{}, fault.New(fault.Invalid, "research.outcome.size", fault.Args{"max": mostMeasured >> 20})
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	var in OutcomeInput
	if start := bytes.TrimSpace(text); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		in, err = readOutcomeJSON(text)
	} else {
		in, err = readOutcomeTable(text)
	}
	if err != nil {
		return OutcomeInput{}, err
	}
	if err := in.settle(sem); err != nil {
		return OutcomeInput{}, err
	}
	return in, nil
}

// outcomeColumns are the columns of a table; those before "phase" must be there.
var outcomeColumns = []string{
	"strand", "rater_role", "rater", "date", "value", "phase", "version", "sem", "better", "design", "level", "scale", "goal",
	"norm_mean", "sd", "reliability", "reliability_post", "clinical_mean", "clinical_sd", "functional_mean", "functional_sd", "weight",
}

const neededColumns = 5

var roles = []singlecase.Role{
	singlecase.Parent, singlecase.Child, singlecase.Relative, singlecase.School, singlecase.Daycare, singlecase.Foster,
	singlecase.Adviser, singlecase.Consultant, singlecase.Psychologist, singlecase.Observation,
}

// measuredRow is a line of a table by the names of its columns.
type measuredRow struct {
	line  int
	comma bool
	cells map[string]string
}

func (r measuredRow) fail(key string, column string) error {
	return fault.New(fault.Invalid, key, fault.Args{"line": r.line, "column": column, "value": shortened(r.cells[column])})
}

// shortened keeps a message to one line.
func shortened(s string) string {
	if letters := []rune(s); len(letters) > 40 {
		return string(letters[:40]) + "…"
	}
	return s
}

func readOutcomeTable(text []byte) (OutcomeInput, error) {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	table := csv.NewReader(bytes.NewReader(text))
	for _, separator := range []rune{';', '\t'} {
		if bytes.ContainsRune(first, separator) {
			table.Comma = separator
		}
	}
	table.FieldsPerRecord = -1
	head, err := table.Read()
	if err != nil {
		return OutcomeInput{}, tableMistake(err)
	}
	for i := range head {
		head[i] = strings.ToLower(strings.TrimSpace(head[i]))
	}
	for _, c := range outcomeColumns[:neededColumns] {
		if !slices.Contains(head, c) {
			return OutcomeInput{}, fault.New(fault.Invalid, "research.outcome.columns", fault.Args{"column": c, "columns": strings.Join(outcomeColumns[:neededColumns], ", ")})
		}
	}
	b := builder{at: map[string]int{}}
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return b.in, b.empty()
		}
		if err != nil {
			return OutcomeInput{}, tableMistake(err)
		}
		row := measuredRow{comma: table.Comma != ',', cells: map[string]string{}}
		row.line, _ = table.FieldPos(0)
		if len(cells) > len(head) {
			return OutcomeInput{}, fault.New(fault.Invalid, "research.outcome.cells", fault.Args{"line": row.line, "n": len(cells), "max": len(head)})
		}
		for i, c := range cells {
			row.cells[head[i]] = strings.TrimSpace(c)
		}
		if err := b.add(row); err != nil {
			return OutcomeInput{}, err
		}
	}
}

func tableMistake(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fault.New(fault.Invalid, "research.outcome.quote", fault.Args{"line": parse.Line})
	}
	if errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "research.outcome.empty")
	}
	return err
}

// builder puts rows into strands: one instrument seen by one rater.
type builder struct {
	in OutcomeInput
	at map[string]int
}

func (b *builder) empty() error {
	if len(b.in.Strands) == 0 {
		return fault.New(fault.Invalid, "research.outcome.empty")
	}
	return nil
}

func (b *builder) add(row measuredRow) error {
	for _, c := range []string{"strand", "rater_role", "rater"} {
		if row.cells[c] == "" {
			return row.fail("research.outcome.missing", c)
		}
	}
	role := singlecase.Role(row.cells["rater_role"])
	if !slices.Contains(roles, role) {
		return row.fail("research.outcome.role", "rater_role")
	}
	date, ok := dayOf(row.cells["date"])
	if !ok {
		return row.fail("research.outcome.date", "date")
	}
	value, err := row.number("value")
	if err != nil {
		return err
	}
	key := row.cells["strand"] + "\x00" + string(role) + "\x00" + row.cells["rater"]
	i, known := b.at[key]
	if !known {
		i = len(b.in.Strands)
		b.at[key] = i
		s := MeasuredStrand{Strand: singlecase.Strand{ID: row.cells["strand"], Rater: singlecase.Rater{Role: role, Person: row.cells["rater"]}}}
		s.Instrument.ID = row.cells["strand"]
		b.in.Strands = append(b.in.Strands, s)
	}
	s := &b.in.Strands[i]
	if s.Instrument.Version == "" {
		s.Instrument.Version = row.cells["version"]
	}
	s.Measurements = append(s.Measurements, singlecase.Measurement{
		ID: "line " + strconv.Itoa(row.line), Date: date, Value: value, Version: row.cells["version"],
	})
	s.Phases = append(s.Phases, row.cells["phase"])
	return row.describe(s)
}

// number of a cell; nil for an empty one and for NA.
func (r measuredRow) number(column string) (*float64, error) {
	text := r.cells[column]
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "null") {
		return nil, nil
	}
	if r.comma {
		text = strings.Replace(text, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !sensible(v) || strings.ContainsRune(text, '_') {
		return nil, r.fail("research.outcome.number", column)
	}
	return &v, nil
}

// sensible tells numbers that something may have been measured by from slips, and
// from what is no number.
func sensible(v float64) bool { return v >= -1e12 && v <= 1e12 }

// describe the instrument by the optional columns, which may stand in one line of a
// strand or in all, but not differ.
func (r measuredRow) describe(s *MeasuredStrand) error {
	sem, err := r.number("sem")
	switch {
	case err != nil:
		return err
	case sem != nil && (!(*sem > 0) || s.Instrument.SEM != 0 && s.Instrument.SEM != *sem):
		return r.fail("research.outcome.sem", "sem")
	case sem != nil:
		s.Instrument.SEM = *sem
	}
	for _, c := range s.constants() {
		if err := r.constant(c.column, c.to, c.fits); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		column, usual, other string
		set                  func()
	}{
		{"better", "higher", "lower", func() { s.Instrument.LowerIsBetter = true }},
		{"design", string(singlecase.Repeated), string(singlecase.PrePost), func() { s.Instrument.Design = singlecase.PrePost }},
		{"level", "interval", "ordinal", func() { s.Instrument.Ordinal = true }},
	} {
		switch r.cells[c.column] {
		case "", c.usual:
		case c.other:
			c.set()
		default:
			return fault.New(fault.Invalid, "research.outcome.word", fault.Args{"line": r.line, "column": c.column, "value": shortened(r.cells[c.column]), "one": c.usual, "two": c.other})
		}
	}
	return r.scale(s)
}

// dayOf reads 2026-03-31, 31-03-2026 and 31.3.2026.
func dayOf(text string) (clock.Date, bool) {
	if d, err := clock.ParseDate(text); err == nil && !d.IsZero() {
		return d, true
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '-' || r == '/' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return clock.Date{}, false
	}
	for i := range 2 {
		parts[i] = strings.Repeat("0", max(0, 2-len(parts[i]))) + parts[i]
	}
	d, err := clock.ParseDate(parts[2] + "-" + parts[1] + "-" + parts[0])
	return d, err == nil && !d.IsZero()
}

// measuredDocument is one object of a JSON file: a strand with its measurements, two
// phases, or a list of strands. Its fields are those of Samspil's vectors.
type measuredDocument struct {
	ID    string
	Rater struct {
		Role   singlecase.Role
		Person string
	}
	Instrument struct {
		ID, Version, Better string
		Design              singlecase.Design
		Level               string
		SEM, SD             *float64
		Reliability         *float64
		ReliabilityPost     *float64 `json:"reliability_post"`
		NormMean            *float64 `json:"norm_mean"`
		ClinicalMean        *float64 `json:"clinical_mean"`
		ClinicalSD          *float64 `json:"clinical_sd"`
		FunctionalMean      *float64 `json:"functional_mean"`
		FunctionalSD        *float64 `json:"functional_sd"`
		Comparable          []string `json:"comparable_versions"`
	}
	Weight       *float64
	Measurements []struct {
		ID, Date, Version, Rater, Phase string
		Value                           *float64
		Superseded                      bool
	}
	A, B        []*float64
	Improvement string
	Scale       string
	Goal        *float64
	Strands     []measuredDocument
	Comparisons []measuredDocument
}

func readOutcomeJSON(text []byte) (OutcomeInput, error) {
	var all []measuredDocument
	var err error
	if bytes.TrimSpace(text)[0] == '[' {
		err = json.Unmarshal(text, &all)
	} else {
		all = make([]measuredDocument, 1)
		err = json.Unmarshal(text, &all[0])
	}
	var in OutcomeInput
	if err != nil {
		return in, jsonMistake(text, err)
	}
	for i, d := range all {
		place := "[" + strconv.Itoa(i) + "]"
		if err := in.take(d, place); err != nil {
			return OutcomeInput{}, err
		}
	}
	if len(in.Strands)+len(in.Comparisons) == 0 {
		return in, fault.New(fault.Invalid, "research.outcome.nothing")
	}
	return in, nil
}

func jsonMistake(text []byte, err error) error {
	at := int64(len(text))
	field := ""
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at, field = kind.Offset, kind.Field
	}
	line := 1 + bytes.Count(bytes.TrimSpace(text[:min(at, int64(len(text)))]), []byte("\n"))
	if field != "" {
		return fault.New(fault.Invalid, "research.outcome.field", fault.Args{"line": line, "field": field})
	}
	return fault.New(fault.Invalid, "research.outcome.json", fault.Args{"line": line})
}

func (in *OutcomeInput) take(d measuredDocument, place string) error {
	for i, s := range d.Strands {
		if err := in.take(s, place+".strands["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	for i, c := range d.Comparisons {
		if err := in.take(c, place+".comparisons["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	if err := d.words(place); err != nil {
		return err
	}
	if d.A != nil || d.B != nil {
		name := d.ID
		if name == "" {
			name = place
		}
		for _, v := range slices.Concat(d.A, d.B, []*float64{d.Goal}) {
			if v != nil && !sensible(*v) {
				return fault.New(fault.Invalid, "research.outcome.numberjson", fault.Args{"place": place})
			}
		}
		phases := singlecase.Phases{A: present(d.A), B: present(d.B), LowerIsBetter: d.Improvement == "decrease"}
		in.Comparisons = append(in.Comparisons, PhasePair{Name: name, Phases: phases, Counts: d.Scale == "count", Goal: d.Goal})
	}
	if d.Measurements == nil {
		return nil
	}
	s, err := d.strand(place)
	in.Strands = append(in.Strands, s)
	return err
}

func (d measuredDocument) strand(place string) (MeasuredStrand, error) {
	i := d.Instrument
	id := d.ID
	if id == "" {
		id = i.ID
	}
	s := MeasuredStrand{Counts: d.Scale == "count", Ladder: d.Scale == "goal", Goal: d.Goal, Strand: singlecase.Strand{
		ID: id, Rater: singlecase.Rater{Role: d.Rater.Role, Person: d.Rater.Person},
		Instrument: singlecase.Instrument{
			ID: i.ID, Version: i.Version, LowerIsBetter: i.Better == "lower", Design: i.Design, Ordinal: i.Level == "ordinal" || d.Scale == "goal", ComparableVersions: i.Comparable,
		},
	}}
	if !slices.Contains(roles, d.Rater.Role) {
		return s, fault.New(fault.Invalid, "research.outcome.rolejson", fault.Args{"place": place, "value": shortened(string(d.Rater.Role))})
	}
	if i.SEM != nil {
		if !(*i.SEM > 0) || !sensible(*i.SEM) {
			return s, fault.New(fault.Invalid, "research.outcome.semjson", fault.Args{"place": place})
		}
		s.Instrument.SEM = *i.SEM
	}
	s.Norms = Norms{
		Mean: i.NormMean, SD: i.SD, Reliability: i.Reliability, ReliabilityPost: i.ReliabilityPost, Weight: d.Weight,
		ClinicalMean: i.ClinicalMean, ClinicalSD: i.ClinicalSD, FunctionalMean: i.FunctionalMean, FunctionalSD: i.FunctionalSD,
	}
	for _, c := range s.constants() {
		if v := *c.to; v != nil && (!sensible(*v) || !c.fits(*v)) {
			return s, fault.New(fault.Invalid, "research.outcome.constantjson", fault.Args{"place": place, "field": c.column})
		}
	}
	seen := map[string]bool{}
	for n, m := range d.Measurements {
		at := place + ".measurements[" + strconv.Itoa(n) + "]"
		date, ok := dayOf(m.Date)
		switch {
		case !ok:
			return s, fault.New(fault.Invalid, "research.outcome.datejson", fault.Args{"place": at, "value": shortened(m.Date)})
		case m.Value != nil && !sensible(*m.Value):
			return s, fault.New(fault.Invalid, "research.outcome.numberjson", fault.Args{"place": at})
		case m.ID == "":
			m.ID = "#" + strconv.Itoa(n)
		}
		if seen[m.ID] {
			return s, fault.New(fault.Invalid, "research.outcome.twice", fault.Args{"place": at, "id": shortened(m.ID)})
		}
		seen[m.ID] = true
		s.Measurements = append(s.Measurements, singlecase.Measurement{
			ID: m.ID, Date: date, Value: m.Value, Version: m.Version, Rater: m.Rater, Superseded: m.Superseded,
		})
		s.Phases = append(s.Phases, m.Phase)
	}
	return s, nil
}

func present(values []*float64) []float64 {
	var out []float64
	for _, v := range values {
		if v != nil {
			out = append(out, *v)
		}
	}
	return out
}
