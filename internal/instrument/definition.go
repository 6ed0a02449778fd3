package instrument

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"

	"samspil/internal/fault"
	"samspil/internal/method/score"
	"samspil/internal/method/singlecase"
)

// Words are one text by language: "da", "en".
type Words map[string]string

// In returns the text in that language, in Danish where it has none.
func (w Words) In(language string) string {
	if text := w[language]; text != "" {
		return text
	}
	return w["da"]
}

// Definition is one version of a questionnaire: its questions, how they are scored,
// what is known of its error, and on what terms it may be used. It is data and never
// changes; a changed word is a new version. Questions that may not be passed on have
// no text until an administrator adds it.
type Definition struct {
	ID              string            `json:"id"`
	Version         string            `json:"version"`
	Canonical       string            `json:"canonical,omitempty"` // its name in FHIR, where others use one
	Title           Words             `json:"title"`
	Lead            Words             `json:"lead,omitempty"` // said before the questions
	Licence         Licence           `json:"licence"`
	Respondents     []singlecase.Role `json:"respondents"`
	Ages            [2]*int           `json:"ages"` // from and to, null for no limit
	RecallDays      int               `json:"recall_days"`
	MinIntervalDays int               `json:"min_interval_days"` // sooner is a warning, never refused
	Design          singlecase.Design `json:"design"`
	Items           []Item            `json:"items"`
	Parts           []Part            `json:"scales"`
	Change          *Change           `json:"change,omitempty"`
	Known           []Change          `json:"known_here,omitempty"` // recorded by an administrator, for scales that came without
	Comparable      []Comparable      `json:"comparable_versions,omitempty"`
	Bands           []Band            `json:"bands,omitempty"`
	Translation     *Translation      `json:"translation,omitempty"`
}

// Licence is on what terms a questionnaire may be used.
type Licence struct {
	Status        string `json:"status"` // free, permission, licensed or own
	Notice        string `json:"notice,omitempty"`
	Source        string `json:"source"` // where that is said
	ItemsIncluded bool   `json:"items_included"`
	ConfirmedBy   string `json:"confirmed_by,omitempty"`
	ConfirmedOn   string `json:"confirmed_on,omitempty"`
}

// Item is one question. Text is nil where it may not be passed on.
type Item struct {
	LinkID  string   `json:"link_id"`
	Text    Words    `json:"text"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Reverse bool     `json:"reverse"`
	Options []Answer `json:"options"`
}

// Answer is one of the answers offered, with the code others know it by.
type Answer struct {
	Code  string  `json:"code,omitempty"`
	Value float64 `json:"value"`
	Label Words   `json:"label,omitempty"`
}

// Part is one scale of a questionnaire. One without questions is written as the
// figure that was worked out elsewhere.
type Part struct {
	ID          string   `json:"id"`
	LinkIDs     []string `json:"link_ids"`
	Op          score.Op `json:"op"`
	Multiplier  float64  `json:"multiplier"`
	Min         float64  `json:"min"`
	Max         float64  `json:"max"`
	Step        float64  `json:"step"`
	MinAnswered int      `json:"min_answered"`
	Missing     string   `json:"missing"` // none or prorate
	Better      string   `json:"better"`  // higher or lower
	Level       string   `json:"level"`   // ordinal or interval
	Source      string   `json:"source"`
}

// Change is what is known of the error of one measurement.
type Change struct {
	Scale           string  `json:"scale,omitempty"` // the part it is known of; empty: all
	SEM             float64 `json:"sem,omitempty"`
	SD              float64 `json:"sd,omitempty"`
	Reliability     float64 `json:"reliability,omitempty"`
	ReliabilityType string  `json:"reliability_type,omitempty"`
	MDC             float64 `json:"mdc,omitempty"`
	Meaningful      float64 `json:"meaningful,omitempty"`
	Source          string  `json:"source"`
	Population      string  `json:"population,omitempty"`
}

// Comparable is another version whose scores may stand in one series, and why.
type Comparable struct {
	Version string `json:"version"`
	Reason  string `json:"reason"`
}

// Band is a stretch of a scale with a name; it is never shown without its source.
type Band struct {
	Scale  string  `json:"scale"`
	Label  Words   `json:"label"`
	From   float64 `json:"from"`
	To     float64 `json:"to"`
	Source string  `json:"source"`
}

// Translation tells where the Danish words come from.
type Translation struct {
	From   string `json:"from"`
	By     string `json:"by"`
	Method string `json:"method"`
	Date   string `json:"date"`
}

//go:embed definitions/*.json
var definitionFiles embed.FS

var shipped = sync.OnceValue(func() []Definition {
	files, err := definitionFiles.ReadDir("definitions")
	if err != nil {
		panic(err) // embedded
	}
	var out []Definition
	for _, file := range files {
		text, err := definitionFiles.ReadFile("definitions/" + file.Name())
		if err != nil {
			panic(err) // embedded
		}
		d, err := ParseDefinition(text)
		if err != nil {
			panic(fmt.Errorf("%s: %w", file.Name(), err)) // checked by a test
		}
		out = append(out, d)
	}
	return out
})

// Definitions returns the questionnaires that come with Samspil, by name of file.
// One is taken out by taking away its file.
func Definitions() []Definition { return shipped() }

// DefinitionNamed returns the shipped questionnaire with that id.
func DefinitionNamed(id string) (Definition, bool) {
	i := slices.IndexFunc(shipped(), func(d Definition) bool { return d.ID == id })
	if i < 0 {
		return Definition{}, false
	}
	return shipped()[i], true
}

// mostDefinition is the largest definition read, in bytes.
const mostDefinition = 1 << 20

// ParseDefinition reads and checks one version. Unknown fields are refused: what is
// not understood cannot be kept.
func ParseDefinition(text []byte) (Definition, error) {
	var d Definition
	if len(text) > mostDefinition {
		return d, fault.New(fault.Invalid, "instrument.definition.too-big")
	}
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&d); err != nil {
		return d, fmt.Errorf("read definition: %w", err)
	}
	if _, err := reader.Token(); err != io.EOF {
		return d, fault.New(fault.Invalid, "instrument.definition.broken")
	}
	return d, d.check()
}

// Hash of everything the version says; two texts of one version differ in it.
func (d Definition) Hash() string {
	text, err := json.Marshal(d)
	if err != nil { // a struct of texts and numbers always encodes
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Shown reports whether the questions can be shown: every one has its words.
func (d Definition) Shown() bool {
	return len(d.Items) > 0 && !slices.ContainsFunc(d.Items, func(i Item) bool { return i.Text.In("da") == "" })
}

// Item returns the question of that id.
func (d Definition) Item(linkID string) (Item, bool) {
	i := slices.IndexFunc(d.Items, func(i Item) bool { return i.LinkID == linkID })
	if i < 0 {
		return Item{}, false
	}
	return d.Items[i], true
}

// Part returns the scale of that id.
func (d Definition) Part(id string) (Part, bool) {
	i := slices.IndexFunc(d.Parts, func(p Part) bool { return p.ID == id })
	if i < 0 {
		return Part{}, false
	}
	return d.Parts[i], true
}

// Rule is how a scale is scored from the answers.
func (d Definition) Rule(p Part) score.Rule {
	r := score.Rule{Op: p.Op, Multiplier: p.Multiplier, MinAnswered: p.MinAnswered, Prorate: p.Missing == "prorate"}
	for _, id := range p.LinkIDs {
		if item, ok := d.Item(id); ok {
			r.Items = append(r.Items, score.Item{ID: id, Min: item.Min, Max: item.Max, Reverse: item.Reverse})
		}
	}
	return r
}

// BandOf returns where a score lies, false where nobody has said.
func (d Definition) BandOf(part string, value float64) (Band, bool) {
	for _, b := range d.Bands {
		if b.Scale == part && b.From <= value && value <= b.To {
			return b, true
		}
	}
	return Band{}, false
}

// Choices are the answers to a question: those named, or every whole number.
func (i Item) Choices() []Answer {
	if len(i.Options) > 0 {
		return i.Options
	}
	var out []Answer
	for v := i.Min; v <= i.Max && len(out) <= 100; v++ {
		out = append(out, Answer{Value: v})
	}
	return out
}

// sem is the error of one measurement of a part: what is given, else from a standard deviation
// and a retest. An alpha says nothing of two days and is refused when read.
func (d Definition) sem(part string) (float64, string) {
	c := d.Change
	switch {
	case c == nil || c.Scale != "" && c.Scale != part:
		return 0, ""
	case c.SEM > 0:
		return c.SEM, c.Source
	case c.SD > 0 && c.Reliability > 0:
		return singlecase.SEM(c.SD, c.Reliability), c.Source
	}
	return 0, ""
}

// aboutMeetings are the questionnaires that ask how a meeting went.
var aboutMeetings = []string{"session-heard", "session-forward"}

// ScaleKey is the name of one of its scales in the language catalogue.
func (d Definition) ScaleKey(p Part) string {
	if len(d.Parts) > 1 {
		return "instrument." + d.ID + "-" + p.ID
	}
	return "instrument." + d.ID
}

// scalesOf are the ways of measuring that a questionnaire gives: one for each part.
func (d Definition) scalesOf() []Scale {
	var out []Scale
	for _, p := range d.Parts {
		s := Scale{ID: d.ID, Version: d.Version, Least: p.Min, Most: p.Max, Step: p.Step, LowerIsBetter: p.Better == "lower",
			Design: d.Design, Ordinal: p.Level == "ordinal", Definition: d.ID, Part: p.ID, Talk: slices.Contains(aboutMeetings, d.ID), Licensed: !d.Licence.ItemsIncluded, Apart: d.MinIntervalDays}
		if len(d.Parts) > 1 {
			s.ID += "-" + p.ID
		}
		s.Key = d.ScaleKey(p)
		s.SEM, s.SEMSource = d.sem(p.ID)
		for _, c := range d.Comparable {
			s.Comparable = append(s.Comparable, c.Version)
		}
		out = append(out, s)
	}
	return out
}

// Score works out a scale from the answers; false where its rule gives no score.
func (d Definition) Score(part string, answers map[string]*float64) (float64, bool) {
	p, ok := d.Part(part)
	if !ok {
		return 0, false
	}
	res := d.Rule(p).Of(answers)
	if res.Value == nil {
		return 0, false
	}
	return *res.Value, true
}
