// Package research puts together what a researcher asks of coded files: what each
// observation holds, how long everything lasted, what followed what, and, where the
// codes are those of Samspil's scheme, the eleven indicators; and for two people who
// coded the same, everything that can be said of their agreement.
//
// The documents are plain data, described field by field in docs/research.md. They
// name no family: an observation is known by the id its file gives it. A figure
// that cannot be computed is null, never 0. Nothing in a document is a norm, and
// the shipped scheme is not a validated test.
package research

import (
	"samspil/internal/method/indicator"
	"samspil/internal/recording"
)

// InteractionFormat and AgreementFormat name the forms of the documents.
const (
	InteractionFormat = "samspil-interaction/1"
	AgreementFormat   = "samspil-agreement/1"
)

// File tells of one file that was read.
type File struct {
	File string `json:"file"` // its name, without the folder
	Kind string `json:"kind"` // "boris", "boris.gz", "sds", "eaf", "opf" or "csv"
	// Streamed tells that the file was too long to be held: what followed what is
	// then counted between onsets, and no indicators are computed.
	Streamed bool   `json:"streamed"`
	Notes    []Note `json:"notes"`
}

// Note is what the reader of a file noticed.
type Note struct {
	Name  string `json:"name"`
	Where string `json:"where"`
	Text  string `json:"text"`
}

// Notes of a reader, never nil.
func Notes(from []recording.Note) []Note {
	out := make([]Note, len(from))
	for i, n := range from {
		out[i] = Note(n)
	}
	return out
}

// Observation is what one recording holds.
type Observation struct {
	File string `json:"file"`
	ID   string `json:"id"`
	Type string `json:"type"` // as the file calls it
	// Duration observed in seconds, pauses left out; null without times or extent.
	Duration *float64          `json:"duration_s"`
	Segments [][2]float64      `json:"segments"` // observed stretches in seconds; empty when the file names none
	Groups   map[string]string `json:"groups"`   // labels of the file, such as conditions
	N        int               `json:"n_events"`
	// Events is null when they are not listed.
	Events        []Event               `json:"events"`
	Unpaired      []Unpaired            `json:"unpaired"`
	TimeBudget    []Budget              `json:"time_budget"`
	TransitionsOf Following             `json:"transitions_of"`
	Cells         string                `json:"transition_cells"` // "all"; "occurred" or "too_many" with very many codes
	Transitions   []Transition          `json:"transitions"`
	Indicators    *indicator.Indicators `json:"indicators"` // null where no code is one of the scheme's
}

// Event is one coded thing: a moment, or a state from its beginning to its end.
type Event struct {
	Subject   string         `json:"subject"`
	Behavior  string         `json:"behavior"`
	Modifiers string         `json:"modifiers"`
	Kind      recording.Kind `json:"kind"`
	// Start and Stop are equal for a moment; null in files without times, where
	// Place tells the order.
	Start *float64 `json:"start_s"`
	Stop  *float64 `json:"stop_s"`
	Place *int64   `json:"place,omitempty"`
}

// Unpaired is a state that began or ended without its other end.
type Unpaired struct {
	Subject   string   `json:"subject"`
	Behavior  string   `json:"behavior"`
	Modifiers string   `json:"modifiers"`
	At        *float64 `json:"at_s"`
}

// Budget is how often and how long one subject did one thing. Of a code with an
// unpaired state nothing is known but that.
type Budget struct {
	Subject   string         `json:"subject"`
	Behavior  string         `json:"behavior"`
	Modifiers string         `json:"modifiers"`
	Kind      recording.Kind `json:"type"`
	Unpaired  bool           `json:"unpaired"`
	N         *int           `json:"n"`
	Total     *float64       `json:"total_s"` // null for moments
	Mean      *float64       `json:"mean_s"`
	SD        *float64       `json:"sd_s"`       // divisor n - 1
	Share     *float64       `json:"share"`      // of the observed time, 0 to 1
	PerMinute *float64       `json:"per_minute"` // n by the minutes observed
	GapMean   *float64       `json:"inter_mean_s"`
	GapSD     *float64       `json:"inter_sd_s"`
}

// Transition is one cell of the table of what follows what.
type Transition struct {
	From        string   `json:"from"`
	To          string   `json:"to"`
	N           int      `json:"n"`
	Expected    *float64 `json:"expected"`
	Probability *float64 `json:"probability"` // n by everything that followed From
	Residual    *float64 `json:"adjusted_residual"`
	P           *float64 `json:"p"`
	PBy         string   `json:"p_by"` // "residual" (two-sided), "permutation" (one-sided), "" without p
	Few         bool     `json:"few"`  // too few to read the residual: fewer than 30 in the row or 5 expected
	YulesQ      *float64 `json:"yules_q"`
}

// focal names nobody in particular.
func focal(subject string) string {
	if subject == "" {
		return recording.NoSubject
	}
	return subject
}

func seconds(ms int64) *float64 { s := recording.Seconds(ms); return &s }
