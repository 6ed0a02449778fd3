// Package scheme is what a coder looks for: a list of plain behaviours with the
// words for them, who shows them, whether each is a moment or a stretch, and the
// times within which something counts as an answer.
//
// A scheme is data with a version. A version that has been used is never
// changed; a new one is added, and every result names the version it came from.
// The scheme that comes with Samspil is not a validated instrument, and says so:
// it is used for the same two people over time, never as a limit and never to
// compare families.
package scheme

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Subject is whose behaviour a code describes.
type Subject string

// The subjects, in the order shown.
const (
	Child      Subject = "child"
	Parent     Subject = "parent"
	Dyad       Subject = "dyad"
	Consultant Subject = "consultant"
)

// Subjects lists them.
var Subjects = []Subject{Child, Parent, Dyad, Consultant}

// Words are the words for a code in one language.
type Words struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// Code is one behaviour.
type Code struct {
	Code    string           `json:"code"`  // as shown and stored: "B-FØL"
	ASCII   string           `json:"ascii"` // where a file holds no Danish letters or hyphens
	Kind    recording.Kind   `json:"kind"`
	Subject Subject          `json:"subject"`
	Live    bool             `json:"live"`         // on the phone during a contact
	Hollow  bool             `json:"hollow"`       // drawn as an empty figure: withdrawing, taking over
	Key     string           `json:"key"`          // the key that codes it at a desk, one letter
	As      string           `json:"as,omitempty"` // the code of the shipped scheme it counts as in the indicators; "" none
	Words   map[string]Words `json:"words"`        // by language: "da", "en"
}

// Name in that language, the code itself where there is none.
func (c Code) Name(language string) string {
	if w := c.Words[language]; w.Name != "" {
		return w.Name
	}
	return c.Code
}

// Settings are the times of a version, in milliseconds. They belong to the
// scheme, so that nobody tunes them to one family. All are conventions.
type Settings struct {
	Answer  int64 `json:"answer_ms"`  // an answer comes within; 2,000 to 10,000
	Framing int64 `json:"framing_ms"` // what a frame leads to comes within
	Repair  int64 `json:"repair_ms"`  // a break is mended within
	Soothe  int64 `json:"soothe_ms"`  // comfort comes within
	Prompt  int64 `json:"prompt_ms"`  // support this long before an answer counts as help
	Turn    int64 `json:"turn_ms"`    // a longer silence ends a chain of turns
}

// Scheme is one version of one scheme.
type Scheme struct {
	ID        string            `json:"id"`        // "mikro"
	Version   string            `json:"version"`   // "1.0"
	Names     map[string]string `json:"names"`     // by language
	Codes     []Code            `json:"codes"`     // in the order shown
	Exclusive [][]string        `json:"exclusive"` // groups of states of which one ends the others
	Settings  Settings          `json:"settings"`
}

// Ref names a version: "mikro 1.0".
func (s Scheme) Ref() string { return s.ID + " " + s.Version }

// Name of the scheme in that language.
func (s Scheme) Name(language string) string {
	if n := s.Names[language]; n != "" {
		return n
	}
	return s.ID
}

// Code returns the code of that name, by its own or its ASCII spelling.
func (s Scheme) Code(name string) (Code, bool) {
	for _, c := range s.Codes {
		if c.Code == name || c.ASCII == name {
			return c, true
		}
	}
	return Code{}, false
}

// Ends are the other states that a state ends when it begins.
func (s Scheme) Ends(code string) []string {
	var out []string
	for _, group := range s.Exclusive {
		if !slices.Contains(group, code) {
			continue
		}
		for _, other := range group {
			if other != code && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}

// Fingerprint of everything the version says; it tells two texts of one version
// apart.
func (s Scheme) Fingerprint() string {
	text, err := json.Marshal(s)
	if err != nil { // a struct of texts and numbers always encodes
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

//go:embed mikro-1.0.json
var shipped embed.FS

// Shipped is the scheme that comes with Samspil, "mikro 1.0": sixteen codes, eight
// of them with the consultant's support on the phone.
func Shipped() Scheme {
	text, err := shipped.ReadFile("mikro-1.0.json")
	if err != nil {
		panic(err) // embedded
	}
	s, err := Parse(text)
	if err != nil {
		panic(err) // checked by a test
	}
	return s
}

const (
	mostBytes = 1 << 20
	mostCodes = 60
	longest   = 300 // characters of a name or meaning
)

// Parse reads a scheme and checks it whole; the error lists every fault by the
// code it concerns.
func Parse(text []byte) (Scheme, error) {
	if len(text) > mostBytes {
		return Scheme{}, fault.New(fault.Invalid, "scheme.too-large", fault.Args{"max": mostBytes >> 10})
	}
	var s Scheme
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Scheme{}, &fault.Error{Kind: fault.Invalid, Key: "scheme.unreadable", Args: fault.Args{"why": err.Error()}, Err: err}
	}
	return s, s.check()
}
