package interaction_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// tap is an entry by hand on the phone "p"; its id and number follow from its
// place in the list.
func taps(list ...interaction.Entry) []interaction.Entry {
	for i := range list {
		list[i].Seq = i + 1
		if list[i].Device == "" {
			list[i].Device = "p"
		}
		if list[i].ID == "" {
			list[i].ID = fmt.Sprintf("e%d", i+1)
		}
	}
	return list
}

func point(at int64, code string) interaction.Entry {
	return interaction.Entry{At: at, Deed: interaction.Point, Code: code}
}
func start(at int64, code string) interaction.Entry {
	return interaction.Entry{At: at, Deed: interaction.Start, Code: code}
}
func stop(at int64, code string) interaction.Entry {
	return interaction.Entry{At: at, Deed: interaction.Stop, Code: code}
}
func deed(at int64, d interaction.Deed) interaction.Entry { return interaction.Entry{At: at, Deed: d} }
func of(at int64, d interaction.Deed, id string) interaction.Entry {
	return interaction.Entry{At: at, Deed: d, Of: id}
}

// brief writes a recording as one line an event: code onset-offset.
func brief(r recording.Recording) []string {
	var out []string
	for _, e := range r.Events {
		if e.Kind == recording.Point {
			out = append(out, fmt.Sprintf("%s %d", e.Code, e.Onset))
		} else {
			out = append(out, fmt.Sprintf("%s %d-%d", e.Code, e.Onset, e.Offset))
		}
	}
	return out
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		name     string
		entries  []interaction.Entry
		want     []string
		segments []recording.Span
		ignored  []string // reasons
	}{
		{"nothing", nil, nil, nil, nil},
		{"moments and a stretch", taps(point(1000, "B-INI"), start(2000, "D-FÆL"), point(2000, "F-FØL"), stop(9000, "D-FÆL"), deed(10000, interaction.End)),
			[]string{"B-INI 1000", "D-FÆL 2000-9000", "F-FØL 2000"}, []recording.Span{{From: 0, To: 10000}}, nil},
		{"the end closes what runs", taps(start(2000, "D-FÆL"), deed(10000, interaction.End)),
			[]string{"D-FÆL 2000-10000"}, []recording.Span{{From: 0, To: 10000}}, nil},
		{"one of a group ends the other at the same millisecond", taps(start(1000, "D-FÆL"), start(4000, "F-FRA"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-4000", "F-FRA 4000-9000"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"states of other groups overlap", taps(start(1000, "D-FÆL"), start(2000, "B-GLÆ"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-9000", "B-GLÆ 2000-9000"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"a second tap within half a second is a slip", taps(start(1000, "D-FÆL"), stop(1499, "D-FÆL"), stop(5000, "D-FÆL"), start(5300, "D-FÆL"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-5000"}, []recording.Span{{From: 0, To: 9000}}, []string{"double-tap", "double-tap"}},
		{"after half a second it is meant", taps(start(1000, "D-FÆL"), stop(1500, "D-FÆL"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-1500"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"moments may come close", taps(point(1000, "B-INI"), point(1100, "B-INI"), deed(2000, interaction.End)),
			[]string{"B-INI 1000", "B-INI 1100"}, []recording.Span{{From: 0, To: 2000}}, nil},
		{"a pause leaves the time", taps(start(1000, "D-FÆL"), deed(3000, interaction.Pause), point(4000, "B-INI"), deed(6000, interaction.Resume), stop(8000, "D-FÆL"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-8000"}, []recording.Span{{From: 0, To: 3000}, {From: 6000, To: 9000}}, []string{"paused"}},
		{"stopped in a pause, it ended when the pause began", taps(start(1000, "D-FÆL"), deed(3000, interaction.Pause), stop(4000, "D-FÆL"), deed(6000, interaction.Resume), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-3000"}, []recording.Span{{From: 0, To: 3000}, {From: 6000, To: 9000}}, nil},
		{"ended in a pause", taps(start(1000, "D-FÆL"), deed(3000, interaction.Pause), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-9000"}, []recording.Span{{From: 0, To: 3000}}, nil},
		{"a moment at a border is inside", taps(deed(3000, interaction.Pause), point(3000, "B-INI"), deed(6000, interaction.Resume), point(6000, "B-KON"), point(9000, "F-FØL"), deed(9000, interaction.End)),
			[]string{"B-INI 3000", "B-KON 6000", "F-FØL 9000"}, []recording.Span{{From: 0, To: 3000}, {From: 6000, To: 9000}}, nil},
		{"after the end there is nothing", taps(deed(3000, interaction.End), point(4000, "B-INI")), nil, []recording.Span{{From: 0, To: 3000}}, []string{"after-end"}},
		{"undone", taps(point(1000, "B-INI"), of(1500, interaction.Undo, "e1"), deed(3000, interaction.End)), nil, []recording.Span{{From: 0, To: 3000}}, nil},
		{"undone and taken back", taps(point(1000, "B-INI"), of(1500, interaction.Undo, "e1"), of(1600, interaction.Redo, "e2"), deed(3000, interaction.End)),
			[]string{"B-INI 1000"}, []recording.Span{{From: 0, To: 3000}}, nil},
		{"undone again", taps(point(1000, "B-INI"), of(1500, interaction.Undo, "e1"), of(1600, interaction.Redo, "e2"), of(1700, interaction.Undo, "e1"), deed(3000, interaction.End)),
			nil, []recording.Span{{From: 0, To: 3000}}, nil},
		{"an undone start gives the other state back", taps(start(1000, "D-FÆL"), start(4000, "F-FRA"), of(4600, interaction.Undo, "e2"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-9000"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"an undo reaches nothing elsewhere", taps(point(1000, "B-INI"), of(1500, interaction.Undo, "somewhere-else"), deed(3000, interaction.End)),
			[]string{"B-INI 1000"}, []recording.Span{{From: 0, To: 3000}}, []string{"no-target"}},
		{"the end is not undone", taps(point(1000, "B-INI"), deed(3000, interaction.End), of(3100, interaction.Undo, "e2")),
			[]string{"B-INI 1000"}, []recording.Span{{From: 0, To: 3000}}, []string{"no-target"}},
		{"a correction takes the place", taps(point(1000, "B-INI"), deed(3000, interaction.End), interaction.Entry{At: 1200, Deed: interaction.Point, Code: "B-KON", Of: "e1", Reason: "Så på mor"}),
			[]string{"B-KON 1200"}, []recording.Span{{From: 0, To: 3000}}, nil},
		{"a corrected end", taps(point(1000, "B-INI"), deed(3000, interaction.End), interaction.Entry{At: 5000, Deed: interaction.End, Of: "e2", Reason: "Uret"}),
			[]string{"B-INI 1000"}, []recording.Span{{From: 0, To: 5000}}, nil},
		{"corrections in a circle count for nothing", taps(interaction.Entry{At: 1000, Deed: interaction.Point, Code: "B-INI", Of: "e2"}, interaction.Entry{At: 2000, Deed: interaction.Point, Code: "B-KON", Of: "e1"}, deed(3000, interaction.End)),
			nil, []recording.Span{{From: 0, To: 3000}}, []string{"no-target", "no-target"}},
		{"a gap is closed by merging", taps(start(1000, "D-FÆL"), stop(4000, "D-FÆL"), start(4700, "D-FÆL"), stop(8000, "D-FÆL"), of(8100, interaction.Merge, "e3"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-8000"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"merged into what still runs", taps(start(1000, "D-FÆL"), stop(4000, "D-FÆL"), start(4700, "D-FÆL"), of(8100, interaction.Merge, "e3"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-9000"}, []recording.Span{{From: 0, To: 9000}}, nil},
		{"nothing is merged across the other of its group", taps(start(1000, "D-FÆL"), start(4000, "F-FRA"), start(4700, "D-FÆL"), of(8100, interaction.Merge, "e3"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-4000", "F-FRA 4000-4700", "D-FÆL 4700-9000"}, []recording.Span{{From: 0, To: 9000}}, []string{"cannot-merge"}},
		{"begun and ended at once", taps(start(1000, "D-FÆL"), start(1000, "F-FRA"), deed(9000, interaction.End)),
			[]string{"F-FRA 1000-9000"}, []recording.Span{{From: 0, To: 9000}}, []string{"nothing-left"}},
		{"begun twice, ended twice", taps(start(1000, "D-FÆL"), start(3000, "D-FÆL"), stop(5000, "D-FÆL"), stop(7000, "D-FÆL"), deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-5000"}, []recording.Span{{From: 0, To: 9000}}, []string{"running", "not-running"}},
		{"still open", taps(point(1000, "B-INI"), start(2000, "D-FÆL")), []string{"B-INI 1000"}, []recording.Span{{From: 0, To: 2000}}, nil},
		{"written times are no taps", taps(
			interaction.Entry{At: 1000, Deed: interaction.Start, Code: "D-FÆL", Device: interaction.FileDevice},
			interaction.Entry{At: 1200, Deed: interaction.Stop, Code: "D-FÆL", Device: interaction.FileDevice}, deed(9000, interaction.End)),
			[]string{"D-FÆL 1000-1200"}, []recording.Span{{From: 0, To: 9000}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := interaction.Fold(scheme.Shipped(), c.entries)
			if diff := cmp.Diff(c.want, brief(got.Recording)); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.segments, got.Recording.Segments); diff != "" {
				t.Errorf("segments (-want +got):\n%s", diff)
			}
			var why []string
			for _, i := range got.Ignored {
				why = append(why, i.Why)
			}
			for i, w := range c.ignored {
				c.ignored[i] = "interaction.ignored." + w
			}
			if diff := cmp.Diff(c.ignored, why); diff != "" {
				t.Errorf("ignored (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatTheEndClosedIsTold(t *testing.T) {
	got := interaction.Fold(scheme.Shipped(), taps(start(1000, "D-FÆL"), start(2000, "B-GLÆ"), deed(9000, interaction.End)))
	want := []interaction.Running{{Subject: "dyad", Code: "D-FÆL", Since: 1000, Entry: "e1"}, {Subject: "child", Code: "B-GLÆ", Since: 2000, Entry: "e2"}}
	if diff := cmp.Diff(want, got.ClosedByEnd); diff != "" || len(got.Running) != 0 || !got.Ended || got.EndAt != 9000 {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
	for i, l := range got.Lines {
		if l.EndedBy != interaction.End || l.Stop != "e3" || l.Event != got.Recording.Events[i] {
			t.Errorf("got %+v", l)
		}
	}
}

func TestUndoReachesTheLatestOfThisDevice(t *testing.T) {
	list := taps(point(1000, "B-INI"), point(2000, "B-KON"), interaction.Entry{ID: "other", Device: "q", At: 9000, Deed: interaction.Point, Code: "F-FØL"})
	f := interaction.Fold(scheme.Shipped(), list)
	if e, ok := f.CanUndo("p"); !ok || e.ID != "e2" {
		t.Errorf("undo reaches %+v", e)
	}
	if _, ok := f.CanRedo("p"); ok {
		t.Error("there is nothing to take back")
	}
	list = append(list, interaction.Entry{ID: "u", Device: "p", Seq: 4, At: 9100, Deed: interaction.Undo, Of: "e2"})
	f = interaction.Fold(scheme.Shipped(), list)
	if e, ok := f.CanUndo("p"); !ok || e.ID != "e1" {
		t.Errorf("the next undo reaches %+v", e)
	}
	if e, ok := f.CanRedo("p"); !ok || e.ID != "u" {
		t.Errorf("redo takes back %+v", e)
	}
	list = append(list, interaction.Entry{ID: "n", Device: "p", Seq: 5, At: 9200, Deed: interaction.Point, Code: "B-INI"})
	if _, ok := interaction.Fold(scheme.Shipped(), list).CanRedo("p"); ok {
		t.Error("after a new tap nothing is taken back")
	}
	if _, ok := f.CanUndo("nobody"); ok {
		t.Error("a device without entries has nothing to undo")
	}
}

// drawn is any list of entries that could arrive, undos, corrections and pauses
// among them, from two devices.
func drawn(t *rapid.T) []interaction.Entry {
	codes := scheme.Shipped().Codes
	var list []interaction.Entry
	for i := range rapid.IntRange(0, 60).Draw(t, "n") {
		e := interaction.Entry{ID: fmt.Sprintf("x%d", i), Device: rapid.SampledFrom([]string{"p", "q"}).Draw(t, "device"), Seq: i,
			At: rapid.Int64Range(0, 20).Draw(t, "at") * 400}
		if len(list) > 0 {
			e.Of = list[rapid.IntRange(0, len(list)-1).Draw(t, "of")].ID
		}
		switch kind := rapid.IntRange(0, 11).Draw(t, "deed"); kind {
		case 0:
			e.Deed = interaction.Pause
		case 1:
			e.Deed = interaction.Resume
		case 2:
			e.Deed = interaction.Undo
		case 3:
			e.Deed = interaction.Redo
		case 4:
			e.Deed = interaction.Merge
		default:
			c := rapid.SampledFrom(codes).Draw(t, "code")
			e.Code, e.Deed = c.Code, interaction.Point
			if c.Kind == recording.State {
				e.Deed = rapid.SampledFrom([]interaction.Deed{interaction.Start, interaction.Stop}).Draw(t, "way")
			}
			if kind != 5 {
				e.Of = ""
			}
		}
		list = append(list, e)
	}
	return list
}

func TestAnyOrderOfArrivalGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawn(t)
		want := interaction.Fold(scheme.Shipped(), list)
		mixed := slices.Clone(list)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if diff := cmp.Diff(want, interaction.Fold(scheme.Shipped(), mixed), cmpopts.IgnoreUnexported(interaction.Folded{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestUndoThenRedoChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawn(t)
		was := interaction.Fold(scheme.Shipped(), list)
		e, ok := was.CanUndo("p")
		if !ok {
			return
		}
		list = append(list, interaction.Entry{ID: "u", Device: "p", Seq: 1000, At: e.At, Deed: interaction.Undo, Of: e.ID},
			interaction.Entry{ID: "r", Device: "p", Seq: 1001, At: e.At, Deed: interaction.Redo, Of: "u"})
		if diff := cmp.Diff(was.Recording, interaction.Fold(scheme.Shipped(), list).Recording); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAfterTheEndNothingIsUnpairedAndNothingOutside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := append(drawn(t), interaction.Entry{ID: "end", Device: "p", Seq: 999, At: rapid.Int64Range(0, 9000).Draw(t, "end"), Deed: interaction.End})
		got := interaction.Fold(scheme.Shipped(), list)
		if len(got.Recording.Unpaired) > 0 || len(got.Running) > 0 {
			t.Fatalf("unpaired: %+v", got.Recording.Unpaired)
		}
		on := map[string]int64{}
		for i, e := range got.Recording.Events {
			if recording.Segment(got.Recording.Segments, e.Onset) < 0 || e.Offset > got.EndAt {
				t.Fatalf("outside: %+v in %v", e, got.Recording.Segments)
			}
			if e.Kind == recording.State && e.Offset <= e.Onset {
				t.Fatalf("no length: %+v", e)
			}
			if i > 0 && got.Recording.Events[i-1].Onset > e.Onset || got.Lines[i].Event != e {
				t.Fatalf("out of order: %+v", e)
			}
			if e.Kind == recording.State && e.Onset < on[e.Code] {
				t.Fatalf("%s overlaps itself", e.Code)
			}
			on[e.Code] = e.Offset
			for _, other := range scheme.Shipped().Ends(e.Code) {
				if e.Onset < on[other] {
					t.Fatalf("%s begins while %s runs", e.Code, other)
				}
			}
		}
	})
}
