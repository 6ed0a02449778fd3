package eaf

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/elsewhere"
	"samspil/internal/recording"
)

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

// In ELAN's own sample, what has no time lies evenly between what has.
func TestSampleTimesWithoutTimeAreSpread(t *testing.T) {
	d := read(t, elsewhere.File(t, "fixtures/elan/sample_3.0.eaf"))
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
	d := read(t, elsewhere.File(t, "fixtures/elan/sample_3.0.eaf"))
	text := write(t, d)
	if diff := cmp.Diff(d, read(t, text)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	validByELAN(t, text)
}

// own has what Samspil only keeps, a slot without a time and one that refers.
const own = `<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="a" DATE="2026-10-01T08:00:00+02:00" FORMAT="3.0" VERSION="3.0">
<LICENSE LICENSE_URL="u">free</LICENSE>
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///a.mp4" MIME_TYPE="video/mp4"/><PROPERTY NAME="n">1</PROPERTY></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="3000"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="words" PARTICIPANT="barn" TIER_ID="barn" LANG_REF="dan">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>hej</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>se</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER LINGUISTIC_TYPE_REF="about" PARENT_REF="barn" TIER_ID="gloss"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a2"><ANNOTATION_VALUE>look</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="words" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="about" TIME_ALIGNABLE="false"/>
<LOCALE LANGUAGE_CODE="da"/><LANGUAGE LANG_ID="dan" LANG_LABEL="Danish (dan)"/>
<CONSTRAINT DESCRIPTION="one to one" STEREOTYPE="Symbolic_Association"/>
</ANNOTATION_DOCUMENT>`

func TestOwnSampleSurvivesBeingWritten(t *testing.T) {
	d := read(t, []byte(own))
	text := write(t, d)
	if diff := cmp.Diff(d, read(t, text)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	for _, kept := range []string{`LICENSE_URL="u"`, `MEDIA_URL="file:///a.mp4"`, `LANG_REF="dan"`, `LANGUAGE_CODE="da"`, `<TIME_SLOT TIME_SLOT_ID="ts2"/>`} {
		if !bytes.Contains(text, []byte(kept)) {
			t.Errorf("%s is lost", kept)
		}
	}
	validByELAN(t, text)
	events := d.Set().Recordings[0].Events
	if len(events) != 3 || events[0].Offset != 2000 || events[1].Onset != 2000 || events[2].Onset != 2000 || events[2].Offset != 3000 {
		t.Errorf("%+v", events)
	}
}

// valid checks a file against our own schema of what Samspil writes, and against
// ELAN's own where that is there.
func valid(t *testing.T, text []byte) {
	t.Helper()
	agrees(t, text, "--relaxng", "testdata/written.rng")
	validByELAN(t, text)
}

func validByELAN(t *testing.T, text []byte) {
	t.Helper()
	schema := elsewhere.Path(t, "fixtures/elan/EAFv3.0.xsd")
	if _, err := os.Stat(schema); err != nil {
		t.Log("ELAN's own schema is not here; the file was held against ours alone")
		return
	}
	agrees(t, text, "--schema", schema)
}

func agrees(t *testing.T, text []byte, by, schema string) {
	t.Helper()
	command := exec.Command(elsewhere.Program(t, "xmllint", "libxml2-utils"), "--noout", by, schema, "-")
	command.Stdin = bytes.NewReader(text)
	if said, err := command.CombinedOutput(); err != nil {
		t.Errorf("not valid by %s: %s", schema, said)
	}
}

// Our schema is not so wide that anything passes.
func TestOurSchemaRefuses(t *testing.T) {
	d, _, err := FromSet(recording.Set{Recordings: []recording.Recording{examples[len(examples)-1].recording}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	good := string(write(t, d))
	for name, change := range map[string][2]string{
		"no date":               {` DATE="`, ` DAY="`},
		"a slot that is a word": {`TIME_VALUE="`, `TIME_VALUE="x`},
		"a reference to nobody": {`TIME_SLOT_REF1="`, `TIME_SLOT_REF1="nobody`},
		"a tier after types":    {`</ANNOTATION_DOCUMENT>`, `<TIER TIER_ID="t" LINGUISTIC_TYPE_REF="x"/></ANNOTATION_DOCUMENT>`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, change[0], change[1], 1)
			if bad == good {
				t.Fatal("nothing was changed")
			}
			command := exec.Command(elsewhere.Program(t, "xmllint", "libxml2-utils"), "--noout", "--relaxng", "testdata/written.rng", "-")
			command.Stdin = strings.NewReader(bad)
			if command.Run() == nil {
				t.Error("passed")
			}
		})
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
