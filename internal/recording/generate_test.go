package recording

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGenerate(t *testing.T) {
	wish := Generated{Recordings: 3, Events: 2000, Seed: 5}
	set := Generate(wish)
	if diff := cmp.Diff(set, Generate(wish)); diff != "" {
		t.Errorf("not the same twice: %s", diff)
	}
	other := wish
	other.Seed = 6
	if cmp.Equal(set, Generate(other)) {
		t.Error("another seed gives the same")
	}
	if len(set.Codes) != 16 || len(set.Subjects) != 2 || len(set.Recordings) != 3 {
		t.Fatalf("%d codes, %d subjects, %d recordings", len(set.Codes), len(set.Subjects), len(set.Recordings))
	}
	for _, r := range set.Recordings {
		marks := 0
		running := map[[2]string]int64{}
		for i, e := range r.Events {
			marks++
			if i > 0 && e.Onset <= r.Events[i-1].Onset {
				t.Fatalf("event %d is not after the one before", i)
			}
			if e.Kind != set.KindOf(e.Code) || (e.Kind == State) != (e.Offset > e.Onset) {
				t.Fatalf("%+v", e)
			}
			if e.Kind == State {
				if who := [2]string{e.Subject, e.Code}; running[who] > e.Onset {
					t.Fatalf("%+v begins while it runs", e)
				} else {
					running[who] = e.Offset
				}
				if e.Offset < r.Segments[0].To {
					marks++
				}
			}
		}
		if marks != wish.Events || r.Length() != r.Segments[0].To {
			t.Errorf("%d marks in %d ms", marks, r.Length())
		}
		if mean := float64(r.Length()) / float64(wish.Events); mean < 1400 || mean > 1600 {
			t.Errorf("mean gap %.0f ms", mean)
		}
	}
	if r := Generate(Generated{Recordings: 1}).Recordings[0]; len(r.Events) != 0 || r.Length() != 0 {
		t.Errorf("nothing asked for: %+v", r)
	}
}
