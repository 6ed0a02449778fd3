package eaf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

const (
	top  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-01-01T00:00:00Z" FORMAT="3.0" VERSION="3.0"><HEADER TIME_UNITS="milliseconds"/>`
	foot = `</ANNOTATION_DOCUMENT>`
)

// aligned is one annotation between two slots.
func aligned(id, from, to, value string) string {
	return fmt.Sprintf(`<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="%s" TIME_SLOT_REF1="%s" TIME_SLOT_REF2="%s"><ANNOTATION_VALUE>%s</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>`, id, from, to, value)
}

func refers(id, to, value string) string {
	return fmt.Sprintf(`<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="%s" ANNOTATION_REF="%s"><ANNOTATION_VALUE>%s</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>`, id, to, value)
}

func tier(id, attributes string, annotations ...string) string {
	return `<TIER TIER_ID="` + id + `" LINGUISTIC_TYPE_REF="t" ` + attributes + `>` + strings.Join(annotations, "") + `</TIER>`
}

// slots writes a time line: "a=100 b c=200".
func slots(line string) string {
	var out strings.Builder
	for _, s := range strings.Fields(line) {
		id, value, timed := strings.Cut(s, "=")
		out.WriteString(`<TIME_SLOT TIME_SLOT_ID="` + id + `"`)
		if timed {
			out.WriteString(` TIME_VALUE="` + value + `"`)
		}
		out.WriteString("/>")
	}
	return "<TIME_ORDER>" + out.String() + "</TIME_ORDER>"
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		name, slots string
		tiers       []string
		want        []string // "id from-to", with ~ where a time was worked out
	}{
		{"given", "a=100 b=250", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 100-250"}},
		{"spread evenly", "a=100 b c d=400", []string{tier("x", "", aligned("a1", "a", "b", ""), aligned("a2", "b", "c", ""), aligned("a3", "c", "d", ""))}, []string{"a1 100-200~", "a2 200-300~", "a3 300-400~"}},
		{"along its own tier", "a=0 m n=50 d=100 o=150", []string{tier("x", "", aligned("a1", "n", "o", "")), tier("y", "", aligned("a2", "a", "m", ""), aligned("a3", "m", "d", ""))}, []string{"a1 50-150", "a2 0-50~", "a3 50-100~"}},
		{"at the beginning", "z=40 a b=100", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 70-100~"}},
		{"between times that fall", "a=9 m n b=5 c=20", []string{tier("x", "", aligned("a1", "a", "m", ""), aligned("a2", "m", "n", ""), aligned("a3", "b", "c", ""))}, []string{"a1 9-9~", "a2 9-9~", "a3 5-20"}},
		{"with nothing before", "a b=100", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 100-100~"}},
		{"with nothing after", "a=100 b", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 100-100~"}},
		{"nothing known", "a b", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 none"}},
		{"a slot that is not there", "a=1", []string{tier("x", "", aligned("a1", "a", "q", ""))}, []string{"a1 none"}},
		{"backwards", "a=9 b=5", []string{tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a1 9-9"}},
		{"references through several steps", "a=1 b=2", []string{tier("w", "", refers("a4", "a3", "")), tier("z", "", refers("a3", "a2", "")), tier("y", "", refers("a2", "a1", "")), tier("x", "", aligned("a1", "a", "b", ""))}, []string{"a4 1-2", "a3 1-2", "a2 1-2", "a1 1-2"}},
		{"references that go round", "", []string{tier("x", "", refers("a1", "a2", ""), refers("a2", "a1", ""))}, []string{"a1 none", "a2 none"}},
		{"references that lead nowhere", "", []string{tier("x", "", refers("a1", "q", ""))}, []string{"a1 none"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, tier := range read(t, []byte(top+slots(c.slots)+strings.Join(c.tiers, "")+foot)).Tiers {
				for _, a := range tier.Annotations {
					text := a.ID + " none"
					if a.Timed {
						text = fmt.Sprintf("%s %d-%d", a.ID, a.From, a.To)
					}
					if a.Estimated {
						text += "~"
					}
					got = append(got, text)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFramesBecomeMilliseconds(t *testing.T) {
	for units, want := range map[string]int64{"milliseconds": 30, "PAL-frames": 1200, "NTSC-frames": 1001} {
		d := read(t, []byte(strings.Replace(top, "milliseconds", units, 1)+slots("a=30")+foot))
		if d.Latest() != want {
			t.Errorf("%s: %d, want %d", units, d.Latest(), want)
		}
	}
}

func TestSetOfOthersTiers(t *testing.T) {
	text := top + slots("a=0 b=100 c=200") +
		tier("barn", "", aligned("a1", "a", "b", " B-INI \n"), aligned("a2", "b", "c", "")) +
		tier("gaze", `PARTICIPANT="mor"`, aligned("a3", "a", "c", "toy"), aligned("a4", "c", "c", "toy"), aligned("a5", "a", "q", "toy")) + foot
	point := recording.Event{Subject: "mor", Code: "toy", Kind: recording.Point, Onset: 200, Offset: 200}
	for _, c := range []struct {
		name string
		uses map[string]Use
		want []recording.Event
	}{
		{"as they stand", nil, []recording.Event{
			{Subject: "barn", Code: "B-INI", Kind: recording.State, Offset: 100},
			{Subject: "mor", Code: "toy", Kind: recording.State, Offset: 200},
			{Subject: "barn", Code: "barn", Kind: recording.State, Onset: 100, Offset: 200},
			point,
		}},
		{"as chosen", map[string]Use{"barn": {Leave: true}, "gaze": {Subject: "parent", Code: "look"}}, []recording.Event{
			{Subject: "parent", Code: "look", Modifiers: "toy", Kind: recording.State, Offset: 200},
			{Subject: "parent", Code: "look", Modifiers: "toy", Kind: recording.Point, Onset: 200, Offset: 200},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := read(t, []byte(text)).SetBy(c.uses)
			if diff := cmp.Diff(c.want, set.Recordings[0].Events); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var notes []string
			for _, n := range set.Notes {
				notes = append(notes, n.Name+" "+n.Where)
			}
			if diff := cmp.Diff([]string{"missing_slot ", "untimed tier 2", "no_length tier 2"}, notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNotesOfWhatIsRead(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"unknown_element", top + slots("") + "<FUTURE/>" + foot},
		{"format", strings.ReplaceAll(top, "3.0", "7.1") + slots("") + foot},
		{"frames", strings.Replace(top, "milliseconds", "PAL-frames", 1) + slots("") + foot},
		{"missing_reference", top + slots("") + tier("x", "", refers("a", "b", "")) + foot},
		{"missing_slot", top + slots("") + tier("x", "", aligned("a", "b", "c", "")) + foot},
		{"backwards", top + slots("a=2 b=1") + tier("x", "", aligned("x", "a", "b", "")) + foot},
	} {
		t.Run(c.name, func(t *testing.T) {
			notes := read(t, []byte(c.text)).Notes
			if len(notes) != 1 || notes[0].Name != c.name || notes[0].Text == "" {
				t.Errorf("got %+v", notes)
			}
		})
	}
}

// What cannot be written, or only in part, is said.
func TestNotesOfWhatIsWritten(t *testing.T) {
	full := recording.Recording{ID: "a", Groups: map[string]string{"g": "1"}, Unpaired: []recording.Mark{{Code: "x"}}, Events: []recording.Event{{Code: "x", Kind: recording.Point, Onset: -5, Offset: -5, Estimated: true, Comment: "not asked for"}}}
	d, notes, err := FromSet(recording.Set{Recordings: []recording.Recording{full}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range notes {
		names = append(names, n.Name)
	}
	if diff := cmp.Diff([]string{"shifted", "estimated", "unpaired_state", "groups"}, names); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(string(write(t, d)), "not asked for") {
		t.Error("a comment went along without being asked for")
	}
}

func TestRecordingsThatCannotBeWritten(t *testing.T) {
	timed, order := recording.Recording{ID: "a"}, recording.Recording{ID: "b", Clock: recording.Order}
	for _, c := range []struct {
		name, id, key string
		set           []recording.Recording
	}{
		{"none", "", "eaf.nothing", nil},
		{"several", "", "eaf.several", []recording.Recording{timed, order}},
		{"one of several", "a", "", []recording.Recording{order, timed}},
		{"one without times", "b", "eaf.order", []recording.Recording{timed, order}},
		{"one that is not there", "c", "eaf.recording", []recording.Recording{timed}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := FromSet(recording.Set{Recordings: c.set}, Options{Recording: c.id})
			if e, _ := fault.As(err); e == nil && c.key != "" || e != nil && e.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

// repeated writes a head once and then a text over and over, for ever.
type repeated struct {
	head, text string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.head == "" {
		r.head = r.text
	}
	n := copy(p, r.head)
	r.head = r.head[n:]
	return n, nil
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><ANNOTATION_DOCUMENT AUTHOR="&lol2;">` + foot

// Files that are broken, or made to hurt, end in a fault that says where and what
// to do.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, key string
		line      any
		file      io.Reader
	}{
		{"nothing", "eaf.empty", nil, strings.NewReader("")},
		{"UTF-16", "eaf.encoding", nil, strings.NewReader("\xff\xfe<\x00?\x00")},
		{"an encoding nobody reads", "eaf.encoding", nil, strings.NewReader(`<?xml version="1.0" encoding="EBCDIC"?><a/>`)},
		{"bytes that are not UTF-8", "eaf.syntax", 2, strings.NewReader(top + "\xf8" + foot)},
		{"no XML", "eaf.ends", 1, strings.NewReader("Timed (A);")},
		{"another kind of XML", "eaf.root", 1, strings.NewReader("<html></html>")},
		{"ends in the middle", "eaf.syntax", 2, strings.NewReader(top + "<TIME_ORDER>")},
		{"ends in a name", "eaf.syntax", 2, strings.NewReader(top + "<TIME_OR")},
		{"crossed elements", "eaf.syntax", 2, strings.NewReader(top + "<TIER></HEADER>" + foot)},
		{"entities of its own", "eaf.doctype", 1, strings.NewReader(laughs)},
		{"an entity nobody knows", "eaf.syntax", 2, strings.NewReader(top + `<TIER TIER_ID="&lol;"/>` + foot)},
		{"XML of another version", "eaf.syntax", 1, strings.NewReader(`<?xml version="2.0"?><a/>`)},
		{"a time of letters", "eaf.time", 2, strings.NewReader(top + slots("a=x") + foot)},
		{"a time below zero", "eaf.time", 2, strings.NewReader(top + slots("a=-1") + foot)},
		{"a time beyond all clocks", "eaf.time", 2, strings.NewReader(top + slots("a=99999999999999999999") + foot)},
		{"an annotation about nothing", "eaf.annotation", 2, strings.NewReader(top + tier("x", "", `<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a"/></ANNOTATION>`) + foot)},
		{"an element in a value", "eaf.annotation", 2, strings.NewReader(top + tier("x", "", aligned("a", "b", "c", "<b/>")) + foot)},
		{"elements in elements", "eaf.deep", 2, &repeated{top + "<HEADER>", "<A>"}},
		{"a text without end", "eaf.long", nil, &repeated{top, "x"}},
		{"a name without end", "eaf.long", nil, &repeated{top + "<", "x"}},
		{"an attribute without end", "eaf.long", nil, &repeated{top + `<TIER A="`, "x>"}},
		{"a comment without end", "eaf.long", nil, &repeated{top + "<!--", "<x>"}},
		{"a marked text without end", "eaf.long", nil, &repeated{top + "<![CDATA[", "<x>"}},
		{"an instruction without end", "eaf.long", nil, &repeated{top + "<?x ", "<x>"}},
		{"a rule without end", "eaf.doctype", 1, &repeated{"<!DOCTYPE x [", "<x>"}},
		{"slots without end", "eaf.many", nil, &repeated{top + "<TIME_ORDER>", "<TIME_SLOT/>"}},
		{"tiers without end", "eaf.many", nil, &repeated{top, "<TIER/>"}},
		{"annotations without end", "eaf.many", nil, &repeated{top + "<TIER>", aligned("a", "b", "c", "")}},
		{"annotations in one without end", "eaf.many", nil, &repeated{top + "<TIER><ANNOTATION>", "<ALIGNABLE_ANNOTATION/>"}},
		{"elements only kept without end", "eaf.many", nil, &repeated{top + "<CONTROLLED_VOCABULARY>", "<A/>"}},
		{"elements not known without end", "eaf.many", nil, &repeated{top, "<A/>"}},
		{"a value in pieces without end", "eaf.long", 2, &repeated{top + `<TIER><ANNOTATION><ALIGNABLE_ANNOTATION><ANNOTATION_VALUE>`, "a text<!---->"}},
		{"comments without end", "eaf.many", nil, &repeated{top, "<!---->"}},
		{"blanks between comments without end", "eaf.size", nil, &repeated{top, "<!--" + strings.Repeat(" ", 200) + "-->"}},
		{"elements inside slots without end", "eaf.many", nil, &repeated{top + "<TIME_ORDER><TIME_SLOT>", "<A/>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(c.file)
			e, ok := fault.As(err)
			if !ok || e.Key != c.key || e.Kind != fault.Invalid {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			if c.line != nil && e.Args["line"] != c.line {
				t.Errorf("line %v, want %v", e.Args["line"], c.line)
			}
		})
	}
}

func TestReadersErrorIsPassedOn(t *testing.T) {
	broken := errors.New("broken")
	for _, before := range []string{"", top} {
		if _, err := Read(io.MultiReader(strings.NewReader(before), failing{broken})); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(before), err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestLatin1(t *testing.T) {
	d := read(t, []byte(strings.Replace(top, "UTF-8", "ISO-8859-1", 1)+slots("")+tier("f\xf8lger", "")+foot))
	if d.Tiers[0].ID != "følger" {
		t.Errorf("got %q", d.Tiers[0].ID)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(top + slots("a=1 b c=9") + tier("x", `PARTICIPANT="p"`, aligned("a1", "a", "b", "v"), aligned("a2", "b", "c", "&amp;")) + tier("y", `PARENT_REF="x"`, refers("a3", "a1", "<![CDATA[x]]>")) + `<CONTROLLED_VOCABULARY CV_ID="v" DESCRIPTION="d"><CV_ENTRY>e</CV_ENTRY></CONTROLLED_VOCABULARY>` + foot))
	f.Add([]byte(laughs))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Read(bytes.NewReader(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, e := range d.Set().Recordings[0].Events {
			if e.Offset < e.Onset || (e.Kind == recording.Point) != (e.Onset == e.Offset) {
				t.Fatalf("%+v", e)
			}
		}
		var out bytes.Buffer
		if err := Write(&out, d); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(&out); err != nil {
			t.Fatalf("written and not read: %v\n%s", err, out.Bytes())
		}
	})
}
