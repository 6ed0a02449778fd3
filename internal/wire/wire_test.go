package wire_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/scheme"
	"samspil/internal/wire"
)

//go:embed testdata/*.json
var goldens embed.FS

// same holds v against the golden file, which phones in use rely on: it is never
// changed, a new form gets a new file.
func same(t *testing.T, name string, v any) {
	t.Helper()
	want, err := goldens.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("%s (-golden +written):\n%s\nwritten whole:\n%s", name, diff, got)
	}
}

func entries() []interaction.Entry {
	return []interaction.Entry{
		{ID: "01J9A", SegmentID: "seg", Device: "phone", Seq: 1, At: 1500, Deed: interaction.Point, Code: "B-INI"},
		{ID: "01J9B", SegmentID: "seg", Device: "phone", Seq: 2, At: 2000, Deed: interaction.Start, Code: "D-FÆL", Subject: "dyad"},
		{ID: "01J9C", SegmentID: "seg", Device: "phone", Seq: 3, At: 2600, Deed: interaction.Undo, Of: "01J9A"},
		{ID: "01J9D", SegmentID: "seg", Device: "phone", Seq: 4, At: 9000, Deed: interaction.Remark, Comment: "Telefonen ringede"},
		{ID: "01J9E", SegmentID: "seg", Device: "phone", Seq: 5, At: 60000, Deed: interaction.End},
	}
}

func TestGoldens(t *testing.T) {
	var payloads []wire.Payload
	for _, e := range entries() {
		payloads = append(payloads, wire.PayloadOf(e))
	}
	same(t, "payload-1.json", payloads)
	same(t, "segment-1.json", wire.Segment{V: 1, ID: "seg", Session: "visit", Part: "play", Scheme: "mikro 1.0", Fingerprint: "abc", Live: true,
		Started: "2026-09-30T14:40:00+02:00", SecondOf: "first"})
	s := interaction.Segment{ID: "seg", Folded: interaction.Fold(scheme.Shipped(), entries())}
	s.Recording = s.Folded.Recording
	yes := true
	same(t, "coding-1.json", wire.Writing{V: 1, Session: "visit", Coding: &wire.CodingAnswer{Agrees: &yes, At: "2026-09-30T14:20:00.000+02:00"}})
	same(t, "standing-1.json", wire.StandingOf(s))
	phone := wire.SchemeFor(scheme.Shipped(), "da")
	phone.Fingerprint = "of the scheme" // the words of the scheme may be mended before it is in use
	for i := range phone.Codes {
		phone.Codes[i].Meaning = "…"
	}
	same(t, "scheme-1.json", phone)
}

func TestThePhoneHasTheLiveSet(t *testing.T) {
	s := wire.SchemeFor(scheme.Shipped(), "en")
	if len(s.Codes) != 9 || len(s.Exclusive) != 0 || s.Name != "Samspil micro" {
		t.Errorf("%d codes, groups %v", len(s.Codes), s.Exclusive)
	}
	text, err := json.Marshal(s)
	if err != nil || len(text) > wire.MostScheme {
		t.Errorf("%d bytes: %v", len(text), err)
	}
}

func TestATapFitsInOneBlock(t *testing.T) {
	for _, c := range scheme.Shipped().Codes {
		e := interaction.Entry{SegmentID: strings.Repeat("x", 36), Deed: interaction.Resume, At: interaction.Longest, Code: c.Code, Subject: string(c.Subject), Of: strings.Repeat("x", 36)}
		if text, err := json.Marshal(wire.PayloadOf(e)); err != nil || len(text) > wire.Block {
			t.Errorf("%s: %d bytes: %v", c.Code, len(text), err)
		}
	}
	words := strings.Repeat("æ", 2000)
	if text, err := json.Marshal(wire.PayloadOf(interaction.Entry{Modifiers: words, Comment: words, Reason: words})); err != nil || len(text) > wire.MostPayload {
		t.Errorf("the most words: %d bytes: %v", len(text), err)
	}
}

func TestTheHeaderNeverSaysWhichCode(t *testing.T) {
	for _, c := range []struct {
		e    interaction.Entry
		want wire.Kind
	}{
		{interaction.Entry{Deed: interaction.Point, Code: "F-NEG"}, wire.KindCode},
		{interaction.Entry{Deed: interaction.Start, Code: "B-UTR"}, wire.KindCode},
		{interaction.Entry{Deed: interaction.Stop, Code: "B-UTR"}, wire.KindCode},
		{interaction.Entry{Deed: interaction.Point, Code: "F-NEG", Of: "x"}, wire.KindCorrect},
		{interaction.Entry{Deed: interaction.Undo, Of: "x"}, wire.KindWithdraw},
		{interaction.Entry{Deed: interaction.Redo, Of: "x"}, wire.KindCorrect},
		{interaction.Entry{Deed: interaction.Merge, Of: "x"}, wire.KindCorrect},
		{interaction.Entry{Deed: interaction.Pause}, wire.KindPause},
		{interaction.Entry{Deed: interaction.Resume}, wire.KindResume},
		{interaction.Entry{Deed: interaction.Anchor}, wire.KindNote},
		{interaction.Entry{Deed: interaction.Remark}, wire.KindNote},
		{interaction.Entry{Deed: interaction.End}, wire.KindEnd},
		{interaction.Entry{Deed: interaction.End, Of: "x"}, wire.KindCorrect},
	} {
		if got := wire.KindOf(c.e); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.e.Deed, c.e.Of, got, c.want)
		}
	}
}

func TestWhatIsSentIsWhatArrives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := interaction.Entry{
			ID: rapid.String().Draw(t, "id"), SegmentID: rapid.String().Draw(t, "segment"), Device: rapid.String().Draw(t, "device"), Seq: rapid.Int().Draw(t, "seq"),
			At: rapid.Int64().Draw(t, "at"), Deed: rapid.SampledFrom(interaction.Deeds).Draw(t, "deed"), Code: rapid.String().Draw(t, "code"),
			Of: rapid.String().Draw(t, "of"), Comment: rapid.String().Draw(t, "comment"), Reason: rapid.String().Draw(t, "reason"),
			Wall: time.UnixMilli(rapid.Int64Range(0, 1<<41).Draw(t, "wall")),
		}
		text, err := json.Marshal(wire.PayloadOf(e))
		if err != nil {
			t.Fatal(err)
		}
		p, err := wire.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, p.Entry(wire.Envelope{ID: e.ID, Device: e.Device, Seq: e.Seq, Wall: e.Wall})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestWhatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		text []byte
		want string
	}{
		"nothing":      {nil, "interaction.wire.unreadable"},
		"no JSON":      {[]byte("{"), "interaction.wire.unreadable"},
		"no form":      {[]byte(`{"deed":"point"}`), "interaction.wire.unreadable"},
		"a newer form": {[]byte(`{"v":2}`), "interaction.wire.newer"},
		"a flood":      {bytes.Repeat([]byte(" "), wire.MostPayload+1), "interaction.wire.large"},
	} {
		_, err := wire.Read(c.text)
		if e, ok := fault.As(err); !ok || e.Key != c.want || !lang.Has(lang.Danish, e.Key) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if p, err := wire.Read([]byte(`{"v":1,"deed":"point","later":true}`)); err != nil || p.Deed != "point" {
		t.Errorf("a field of a later form: %v", err)
	}
	if _, err := (wire.Segment{Started: "i går"}).Opened(); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	s, err := wire.Segment{ID: "seg", Session: "visit", Started: "2026-09-30T14:40:00+02:00", Live: true}.Opened()
	if err != nil || s.Source != interaction.Phone || !s.LiveSet || s.StartedAt.UTC().Hour() != 12 {
		t.Errorf("got %+v: %v", s, err)
	}
}
