package eaf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/recording"
)

func point(subject, code string, at int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.Point, Onset: at, Offset: at}
}

func state(subject, code string, from, to int64) recording.Event {
	return recording.Event{Subject: subject, Code: code, Kind: recording.State, Onset: from, Offset: to}
}

var examples = []struct {
	name      string
	recording recording.Recording
}{
	{"nothing", recording.Recording{}},
	{"one point at the beginning", recording.Recording{Events: []recording.Event{point("child", "B-INI", 0)}}},
	{"points close together", recording.Recording{Events: []recording.Event{point("parent", "F-FØL", 10), point("parent", "F-FØL", 11), point("parent", "F-FØL", 11), point("parent", "F-FØL", 61)}}},
	{"states that overlap", recording.Recording{Events: []recording.Event{state("child", "B-GLÆ", 0, 500), state("child", "B-GLÆ", 100, 300), state("child", "B-GLÆ", 500, 700), state("dyad", "D-FÆL", 0, 700)}}},
	{"modifiers, comments and signs", recording.Recording{
		Segments: []recording.Span{{From: 0, To: 400}, {From: 1000, To: 2000}},
		Events: []recording.Event{
			{Subject: "<&\">", Code: "a  b", Modifiers: "x|y", Kind: recording.Point, Onset: 5, Offset: 5, Comment: "line\nline"},
			{Code: "a", Modifiers: "z", Kind: recording.State, Onset: 5, Offset: 900},
		}}},
	{"before the beginning", recording.Recording{Events: []recording.Event{point("", "a", -500), state("", "b", -100, 200)}}},
	{"by the clock", recording.Recording{Events: []recording.Event{point("", "a", 1790000000000), state("", "b", 1790000000500, 1790000001000)}}},
}

// structure says which attributes an element must have; the order of a
// document's parts is tested beside it.
var structure = map[string][]string{
	"ANNOTATION_DOCUMENT":  {"AUTHOR", "DATE", "VERSION", "FORMAT"},
	"HEADER":               {"TIME_UNITS"},
	"TIME_SLOT":            {"TIME_SLOT_ID", "TIME_VALUE"},
	"TIER":                 {"TIER_ID", "LINGUISTIC_TYPE_REF"},
	"ALIGNABLE_ANNOTATION": {"ANNOTATION_ID", "TIME_SLOT_REF1", "TIME_SLOT_REF2"},
	"REF_ANNOTATION":       {"ANNOTATION_ID", "ANNOTATION_REF"},
	"LINGUISTIC_TYPE":      {"LINGUISTIC_TYPE_ID", "TIME_ALIGNABLE", "GRAPHIC_REFERENCES"},
	"CONSTRAINT":           {"STEREOTYPE"},
}

// Without xmllint too: order, attributes, ids used once and found where they are
// referred to, no annotations that overlap.
func TestStructureOfWhatIsWritten(t *testing.T) {
	for _, c := range examples {
		t.Run(c.name, func(t *testing.T) {
			d, _, err := FromSet(recording.Set{Recordings: []recording.Recording{c.recording}}, Options{Comments: true})
			if err != nil {
				t.Fatal(err)
			}
			checkStructure(t, write(t, d))
		})
	}
}

func checkStructure(t *testing.T, text []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(text))
	var path []string
	rank := 0
	ids, refs := map[string]bool{}, map[string]bool{}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			a := attributes(e)
			for _, must := range structure[e.Name.Local] {
				if _, ok := a[must]; !ok {
					t.Errorf("%s without %s", e.Name.Local, must)
				}
			}
			for name, value := range a {
				switch {
				case strings.HasSuffix(name, "_ID"):
					if value == "" || ids[e.Name.Local[:2]+value] {
						t.Errorf("%s: the id %q is empty or taken", e.Name.Local, value)
					}
					ids[e.Name.Local[:2]+value], ids[value] = true, true
				case name == "STEREOTYPE":
					ids[value] = true
				case strings.Contains(name, "_REF") && name != "GRAPHIC_REFERENCES" || name == "CONSTRAINTS":
					refs[value] = true
				}
			}
			if len(path) == 1 {
				r := slices.Index(order, e.Name.Local)
				if r < rank {
					t.Errorf("%s stands too late", e.Name.Local)
				}
				rank = r
			}
			path = append(path, e.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	for ref := range refs {
		if !ids[ref] {
			t.Errorf("%q is referred to and not there", ref)
		}
	}
	for _, tier := range read(t, text).Tiers {
		last := int64(math.MinInt64)
		for _, a := range tier.Annotations {
			if a.Aligned() && (a.From < last || a.To <= a.From) {
				t.Errorf("tier %q: %d to %d after %d", tier.ID, a.From, a.To, last)
			}
			last = a.To
		}
	}
}

// anyRecording draws recordings with points and states of few codes, so that they
// meet and overlap.
func anyRecording(t *rapid.T) recording.Recording {
	r := recording.Recording{ID: "1", Type: "ELAN", Clock: recording.Milliseconds}
	text := rapid.StringOfN(rapid.RuneFrom([]rune("abÆ <&>\"'\n\t|]")), 0, 5, -1)
	for range rapid.IntRange(0, 30).Draw(t, "n") {
		e := recording.Event{Subject: rapid.SampledFrom([]string{"", "child", "a&b"}).Draw(t, "subject"), Code: rapid.SampledFrom([]string{"B-INI", "F-FØL", "x y", "samspil"}).Draw(t, "code"), Modifiers: text.Draw(t, "modifiers"), Comment: text.Draw(t, "comment"), Kind: recording.Point}
		e.Onset = rapid.Int64Range(0, 2000).Draw(t, "onset")
		if e.Offset = e.Onset; rapid.Bool().Draw(t, "state") {
			e.Kind, e.Offset = recording.State, e.Onset+rapid.Int64Range(1, 500).Draw(t, "length")
		}
		r.Events = append(r.Events, e)
	}
	at := int64(0)
	for range rapid.IntRange(0, 3).Draw(t, "segments") {
		s := recording.Span{From: at + rapid.Int64Range(0, 100).Draw(t, "gap")}
		s.To = s.From + rapid.Int64Range(1, 1000).Draw(t, "segment")
		r.Segments, at = append(r.Segments, s), s.To
	}
	r.Sort()
	return r
}

// Written and read again, a recording is the same, points by their beginning.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRecording(rt)
		d, notes, err := FromSet(recording.Set{Recordings: []recording.Recording{r}}, Options{Comments: true})
		if err != nil || len(notes) > 0 {
			rt.Fatal(err, notes)
		}
		var text bytes.Buffer
		if err := Write(&text, d); err != nil {
			rt.Fatal(err)
		}
		back, err := Read(&text)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(d, back, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("document (-written +read):\n%s", diff)
		}
		// Events of one instant may change places.
		if diff := cmp.Diff([]recording.Recording{r}, back.Set().Recordings, cmpopts.EquateEmpty(), cmpopts.SortSlices(less)); diff != "" {
			rt.Fatalf("recording (-written +read):\n%s", diff)
		}
	})
}

func less(a, b recording.Event) bool {
	for _, c := range []int{int(a.Onset - b.Onset), strings.Compare(a.Subject, b.Subject), strings.Compare(a.Code, b.Code), strings.Compare(string(a.Kind), string(b.Kind)), int(a.Offset - b.Offset), strings.Compare(a.Modifiers, b.Modifiers), strings.Compare(a.Comment, b.Comment)} {
		if c != 0 {
			return c < 0
		}
	}
	return false
}
