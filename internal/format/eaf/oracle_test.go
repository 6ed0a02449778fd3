package eaf

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/recording"
)

const shared = "../../../../shared/"

// sharedFile reads a file of other people's data, which is not part of Samspil;
// the test is skipped where it is not there.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("skipped: %s not present", name)
	}
	return text
}

func read(t testing.TB, text []byte) Document {
	t.Helper()
	d, err := Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t testing.TB, d Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type vector struct {
	ID    string
	Kind  string
	Input struct{ Format, File, Text string }
	// Fields that are absent are not wanted.
	Expected struct {
		Version     *string
		Tiers       map[string]map[string]any
		Annotations *int
		TimeSlots   *int   `json:"time_slots"`
		Unaligned   *int   `json:"unaligned_slots"`
		Max         *int64 `json:"max_ms"`
	}
}

// The import vectors of this format, whole.
func TestVectors(t *testing.T) {
	var all struct{ Vectors []json.RawMessage }
	if err := json.Unmarshal(sharedFile(t, "vectors/interaction.json"), &all); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, raw := range all.Vectors {
		var head struct {
			Kind  string
			Input struct{ Format string }
		}
		if json.Unmarshal(raw, &head); head.Kind != "import" || head.Input.Format != "eaf" {
			continue
		}
		var v vector
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		ran++
		t.Run(v.ID, func(t *testing.T) { v.check(t) })
	}
	if ran == 0 {
		t.Error("no vector of this format")
	}
}

func (v vector) check(t *testing.T) {
	text := []byte(v.Input.Text)
	if v.Input.File != "" {
		text = sharedFile(t, "fixtures/"+v.Input.File)
	}
	d := read(t, text)
	n := 0
	for _, tier := range d.Tiers {
		n += len(tier.Annotations)
		got := map[string]any{"annotations": float64(len(tier.Annotations)), "aligned": float64(tier.Aligned()), "parent": any(tier.Parent), "type": tier.Type}
		if tier.Parent == "" {
			got["parent"] = nil
		}
		for field, want := range v.Expected.Tiers[tier.ID] {
			if got[field] != want {
				t.Errorf("%s %s: got %v, want %v", tier.ID, field, got[field], want)
			}
		}
		delete(v.Expected.Tiers, tier.ID)
	}
	if len(v.Expected.Tiers) > 0 {
		t.Errorf("tiers not found: %v", v.Expected.Tiers)
	}
	wanted(t, "version", v.Expected.Version, d.Format)
	wanted(t, "annotations", v.Expected.Annotations, n)
	wanted(t, "time_slots", v.Expected.TimeSlots, len(d.Slots))
	wanted(t, "unaligned_slots", v.Expected.Unaligned, d.Unaligned())
	wanted(t, "max_ms", v.Expected.Max, d.Latest())
}

func wanted[T comparable](t *testing.T, name string, want *T, got T) {
	t.Helper()
	if want != nil && *want != got {
		t.Errorf("%s: got %v, want %v", name, got, *want)
	}
}

// In ELAN's own sample, what has no time lies evenly between what has.
func TestSampleTimesWithoutTimeAreSpread(t *testing.T) {
	d := read(t, sharedFile(t, "fixtures/elan/sample_3.0.eaf"))
	for _, tier := range d.Tiers {
		last := int64(-1)
		for _, a := range tier.Annotations {
			if !a.Timed || a.From > a.To || a.From < last {
				t.Fatalf("%s %s: %d to %d after %d, timed %v", tier.ID, a.ID, a.From, a.To, last, a.Timed)
			}
			last = a.From
		}
	}
	set := d.Set()
	if n := len(set.Recordings[0].Events); n != 8778 {
		t.Errorf("%d events, want one per annotation, 8778", n)
	}
}

// What Samspil has no use for comes back as it was.
func TestSampleSurvivesBeingWritten(t *testing.T) {
	d := read(t, sharedFile(t, "fixtures/elan/sample_3.0.eaf"))
	text := write(t, d)
	if diff := cmp.Diff(d, read(t, text)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	valid(t, text)
}

// valid checks a file against ELAN's schema, where that and xmllint are there.
func valid(t *testing.T, text []byte) {
	t.Helper()
	sharedFile(t, "fixtures/elan/EAFv3.0.xsd")
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("skipped: xmllint is not installed (package libxml2-utils)")
	}
	command := exec.Command(lint, "--noout", "--schema", filepath.Join(shared, "fixtures/elan/EAFv3.0.xsd"), "-")
	command.Stdin = bytes.NewReader(text)
	if said, err := command.CombinedOutput(); err != nil {
		t.Errorf("not valid: %s", said)
	}
}

func TestWhatIsWrittenIsValid(t *testing.T) {
	for _, c := range examples {
		t.Run(c.name, func(t *testing.T) {
			d, _, err := FromSet(recording.Set{Recordings: []recording.Recording{c.recording}}, Options{Comments: true})
			if err != nil {
				t.Fatal(err)
			}
			valid(t, write(t, d))
		})
	}
}

// A vocabulary of the form before 2.8 is written in the present form.
func TestOldVocabularyIsWrittenInThePresentForm(t *testing.T) {
	d := read(t, []byte(`<ANNOTATION_DOCUMENT AUTHOR="" DATE="2010-01-01T00:00:00+01:00" FORMAT="2.7" VERSION="2.7">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/><TIME_ORDER/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="a" CONTROLLED_VOCABULARY_REF="v" TIME_ALIGNABLE="true"/>
<CONTROLLED_VOCABULARY CV_ID="v" DESCRIPTION="ord"><CV_ENTRY DESCRIPTION="ja">j</CV_ENTRY><CV_ENTRY>n</CV_ENTRY></CONTROLLED_VOCABULARY>
</ANNOTATION_DOCUMENT>`))
	text := write(t, d)
	for _, want := range []string{`<CVE_VALUE LANG_REF="und" DESCRIPTION="ja">j</CVE_VALUE>`, `<DESCRIPTION LANG_REF="und">ord</DESCRIPTION>`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	valid(t, text)
}
