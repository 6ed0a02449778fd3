package person

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"samspil/internal/clock"
)

// Whereabouts is a word that tells where somebody is. It has no String and prints
// as a fixed word under every verb, in logs and in JSON; the words come out through
// Reveal and Revealed, or through Open where the place is not shielded.
type Whereabouts struct{ words *string }

// withheld is what a Whereabouts prints as.
const withheld = "(withheld)"

// NewWhereabouts wraps the words of a place.
func NewWhereabouts(words string) Whereabouts { return Whereabouts{&words} }

// IsZero says whether there are no words in it, because none were given or because
// the place is shielded and was not revealed.
func (w Whereabouts) IsZero() bool { return w.words == nil || *w.words == "" }

// Open gives the words to a template or a form. It is empty for a shielded place
// that was not revealed.
func (w Whereabouts) Open() string {
	if w.words == nil {
		return ""
	}
	return *w.words
}

// Format writes the same word whatever is asked for.
func (w Whereabouts) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, withheld) }

// LogValue keeps the words out of structured logs.
func (w Whereabouts) LogValue() slog.Value { return slog.StringValue(withheld) }

// MarshalJSON refuses: whereabouts leave the program through a page only.
func (w Whereabouts) MarshalJSON() ([]byte, error) {
	return nil, errors.New("whereabouts are not written as JSON")
}

// NewPlace is what is entered about where a person is.
type NewPlace struct {
	ID    string // made when the form was shown; twice with the same id keeps one
	Kind  PlaceKind
	Where Whereabouts
	Since clock.Date
}
