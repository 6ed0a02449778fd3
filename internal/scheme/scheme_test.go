package scheme

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

func TestShipped(t *testing.T) {
	s := Shipped()
	live, states := 0, 0
	for _, c := range s.Codes {
		if c.Live {
			live++
		}
		if c.Kind == recording.State {
			states++
		}
		if c.As != c.Code {
			t.Errorf("%s counts as %s", c.Code, c.As)
		}
	}
	if len(s.Codes) != 16 || live != 9 || states != 4 {
		t.Errorf("%d codes, %d live, %d states; want 16, 9 and 4", len(s.Codes), live, states)
	}
	if diff := cmp.Diff([]string{"F-FRA"}, s.Ends("D-FÆL")); diff != "" {
		t.Error(diff)
	}
	if c, ok := s.Code("FFOL"); !ok || c.Code != "F-FØL" {
		t.Errorf("FFOL is %q", c.Code)
	}
}

func TestParseTellsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Scheme)
		want   string
	}{
		"no version":           {func(s *Scheme) { s.Version = "new" }, "scheme.version"},
		"a code twice":         {func(s *Scheme) { s.Codes[1].Code = s.Codes[0].Code }, "scheme.code.twice"},
		"a key twice":          {func(s *Scheme) { s.Codes[1].Key = s.Codes[0].Key }, "scheme.code.key"},
		"a kind nobody knows":  {func(s *Scheme) { s.Codes[0].Kind = "burst" }, "scheme.code.kind"},
		"a subject of its own": {func(s *Scheme) { s.Codes[0].Subject = "dog" }, "scheme.code.subject"},
		"a moment in a group":  {func(s *Scheme) { s.Exclusive = [][]string{{"B-INI", "B-UTR"}} }, "scheme.exclusive"},
		"too long an answer":   {func(s *Scheme) { s.Settings.Answer = 11000 }, "scheme.answer"},
		"a time of nothing":    {func(s *Scheme) { s.Settings.Repair = 0 }, "scheme.times"},
		"no English":           {func(s *Scheme) { delete(s.Codes[3].Words, "en") }, "scheme.code.words"},
		"no codes":             {func(s *Scheme) { s.Codes, s.Exclusive = nil, nil }, "scheme.codes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := Shipped()
			c.change(&s)
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(text)
			f, ok := fault.As(err)
			if !ok || len(f.Fields) == 0 || f.Fields[0].Key != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestParseRefusesWhatIsNoScheme(t *testing.T) {
	for _, text := range []string{"", "{", "[]", `{"id":"x","colour":1}`, strings.Repeat("[", 5000), strings.Repeat(" ", mostBytes+1)} {
		if _, err := Parse([]byte(text)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%.20q: got %v", text, err)
		}
	}
}

func TestFingerprintChangesWithTheText(t *testing.T) {
	a, b := Shipped(), Shipped()
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("the same scheme has two fingerprints")
	}
	b.Codes[0].Words["da"] = Words{"x", "y"}
	if a.Fingerprint() == b.Fingerprint() {
		t.Error("another text has the same fingerprint")
	}
}
