package indicator

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

func TestMoments(t *testing.T) {
	i := of(t, "0-60 100-200", "K-STØ 0.5, B-KON 1, F-FØL 2, B-SVA 3, B-GLÆ 12-14, B-GLÆ 12.001-15, B-INI 30, F-ORD 31, F-OVE 41, "+
		"B-UTR 100-112, F-OVE 101, F-TRØ 104, F-FØL 105, D-FÆL 113-120, F-RAM 130, B-SVA 133, B-INI 134, B-AFV 150, F-NEG 151, B-SVA 155")
	words := func(chains []Chain) (out []string) {
		for _, c := range chains {
			line := []string{c.Bid.Code, c.Response.Code, seconds(c.At)}
			for _, e := range c.Then {
				line = append(line, e.Code)
			}
			if c.Prompted {
				line = append(line, "prompted")
			}
			if c.Calm {
				line = append(line, "calm")
			}
			out = append(out, strings.Join(line, " "))
		}
		return out
	}
	if diff := cmp.Diff([]string{"B-KON F-FØL 2 B-SVA B-GLÆ prompted calm", "B-INI F-ORD 31 F-OVE"}, words(i.Answers)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"F-RAM B-SVA 133 B-INI calm"}, words(i.Frames)); diff != "" {
		t.Error(diff)
	}
	// The repair by its own end; the withdrawing that nobody answered kindly.
	if diff := cmp.Diff([]string{"B-UTR F-TRØ 112 B-UTR D-FÆL calm", "B-AFV  155 B-SVA calm"}, words(i.Repairs)); diff != "" {
		t.Error(diff)
	}
	if got := i.Repairs[0]; got.Segment != 1 || got.Recording != 0 {
		t.Errorf("in segment %d of recording %d", got.Segment, got.Recording)
	}
}

func TestReducedSets(t *testing.T) {
	live := CodingOf(scheme.Shipped(), true)
	r := contactOf(t, "0-60", "BINI 1, FFOL 2, F-TRØ 3, F-RAM 4, B-SVA 5, F-INV 6, B-UTR 7-9, KSTO 8, D-FÆL 9-20")
	i := Pool([]recording.Recording{r}, live)
	got := map[string]Basis{}
	for _, f := range i.Figures() {
		got[f.Name] = f.Basis
		if f.Missing != "" && (f.N != 0 || f.Value != nil || f.CI != nil || !f.Few) {
			t.Errorf("%s is missing and says %+v", f.Name, f)
		}
	}
	want := map[string]Basis{
		"I1": {Without: []string{"F-TRØ"}}, "I2": {Without: []string{"F-TRØ"}}, "I3": {Without: []string{"F-TRØ"}},
		"I4": {Without: []string{"F-NEG"}}, "I5": {}, "I8": {},
		"I6":  {Without: []string{"B-SVA"}, Missing: NoCodes},
		"I7":  {Without: []string{"B-SVA", "F-TRØ", "F-INV", "F-NEG"}},
		"I9":  {Without: []string{"B-UTR", "B-SVA", "F-TRØ"}, Missing: NoCodes},
		"I10": {Without: []string{"F-TRØ"}},
		"I11": {Without: []string{"F-INV"}, Missing: NoCodes},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if i.I9.Soothed.Missing != NoCodes || len(i.Frames)+len(i.Repairs) > 0 {
		t.Errorf("%s", text(t, i.I9))
	}
	// The ASCII names are understood, and what is not in the set is not counted.
	if i.I1.X != 1 || i.I7.N != 1 || i.Answers[0].Prompted || len(i.Answers[0].Then) != 3 {
		t.Errorf("%s with %v", text(t, i.I7), i.Answers)
	}
	full := Pool([]recording.Recording{r}, CodingOf(scheme.Shipped(), false))
	for _, f := range full.Figures() {
		if f.Missing != "" || f.Without != nil {
			t.Errorf("%s of the full set is without %v", f.Name, f.Without)
		}
	}
	// A scheme without comfort has repairs, but says nothing of comfort.
	none := Coding{Settings: settings, Has: map[string]bool{"B-UTR": true, "B-SVA": true}}
	if i := Pool([]recording.Recording{r}, none); i.I9.N != 1 || i.I9.X != 1 || i.I9.Soothed.Missing != NoCodes || i.I9.Missing != "" || i.I1.Missing != NoCodes || i.I8.Missing != NoCodes {
		t.Errorf("%s", text(t, i.I9))
	}
}

func TestARecordingWithoutTimes(t *testing.T) {
	r := contactOf(t, "0-60", "B-INI 1, F-FØL 2")
	ordered := r
	ordered.Clock = recording.Order
	for _, f := range Compute(ordered, settings, nil).Figures() {
		if f.Missing != NoTimes || f.Value != nil || f.N != 0 {
			t.Errorf("%s of an order is %+v", f.Name, f)
		}
	}
	if i := Pool([]recording.Recording{ordered, r}, Coding{Settings: settings}); i.I1.N != 1 || i.I1.Missing != "" || i.Answers[0].Recording != 1 {
		t.Errorf("beside one with times: %s", text(t, i.I1))
	}
	for _, f := range Pool(nil, Coding{Settings: settings}).Figures() {
		if f.Value != nil || f.Missing != "" {
			t.Errorf("%s of no recording is %+v", f.Name, f)
		}
	}
}

func TestFiguresAreTheHeadlines(t *testing.T) {
	i := of(t, "0-60", "B-INI 1, F-FØL 2, F-ORD 3, F-OVE 10, F-RAM 20, B-SVA 21, D-FÆL 22-34, B-AFV 23, B-SVA 24, F-FØL 50, F-INV 58")
	want := map[string]float64{"I1": 1, "I2": 1, "I3": *i.I3.YulesQ, "I4": .75, "I5": 1, "I6": 1, "I7": float64(i.I7.N), "I8": .2, "I9": 1, "I10": 1, "I11": 1.0 / 3}
	for place, f := range i.Figures() {
		if f.Name != "I"+strconv.Itoa(place+1) || !same(f.Value, want[f.Name]) {
			t.Errorf("%d: %s is %v, want %v", place, f.Name, f.Value, want[f.Name])
		}
	}
	// Of an odds ratio from a to b Yule's Q goes from (a - 1)/(a + 1) to (b - 1)/(b + 1).
	ci, a, b := i.Figures()[2].CI, math.Exp(i.I3.CI.Low), math.Exp(i.I3.CI.High)
	if ci == nil || math.Abs(ci.Low-(a-1)/(a+1)) > 1e-12 || math.Abs(ci.High-(b-1)/(b+1)) > 1e-12 {
		t.Errorf("Q %v has the interval %v", *i.I3.YulesQ, ci)
	}
	if ci := of(t, "0-10", "B-INI 1, F-FØL 2").Figures()[2].CI; ci != nil {
		t.Errorf("with an empty cell Q has the interval %v", ci)
	}
}

// madeUp is an invented contact of n events.
func madeUp(seed uint64, n int) recording.Recording {
	r := rand.New(rand.NewPCG(seed, 7))
	var out recording.Recording
	var at int64
	for range n {
		at += int64(r.ExpFloat64() * 1500)
		c := initiative + code(r.IntN(int(end-1)))
		e := recording.Event{Code: texts[c], Kind: recording.Point, Onset: at, Offset: at}
		if slices.Contains([]code{joy, distress, unavailable, focus}, c) {
			e.Kind, e.Offset = recording.State, at+1+int64(r.ExpFloat64()*9000)
		}
		out.Events = append(out.Events, e)
	}
	half := at / 2
	out.Segments = []recording.Span{{From: 0, To: half}, {From: half + 20000, To: at + 40000}}
	return out
}

// Two recordings pooled are two segments of one, with the second far enough away.
func TestPoolingIsLikeAPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := madeUp(rapid.Uint64().Draw(t, "a"), 60), madeUp(rapid.Uint64().Draw(t, "b"), 60)
		pooled := Pool([]recording.Recording{a, b}, Coding{Settings: settings})
		one := recording.Recording{Segments: slices.Clone(a.Segments), Events: slices.Clone(a.Events)}
		const later = 10_000_000
		for _, s := range b.Segments {
			one.Segments = append(one.Segments, recording.Span{From: s.From + later, To: s.To + later})
		}
		for _, e := range b.Events {
			e.Onset, e.Offset = e.Onset+later, e.Offset+later
			one.Events = append(one.Events, e)
		}
		joined := Compute(one, settings, nil)
		if len(pooled.Answers) != len(joined.Answers) {
			t.Fatalf("%d and %d answers", len(pooled.Answers), len(joined.Answers))
		}
		for _, i := range []*Indicators{&pooled, &joined} {
			i.Answers, i.Repairs, i.Frames = nil, nil, nil
		}
		if diff := cmp.Diff(joined, pooled); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The order in which a file lists events of different instants makes no
// difference, and every figure is a number or none.
func TestOrderOfEntryMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := madeUp(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 80).Draw(t, "events"))
		for i := range r.Events { // one instant, one event
			r.Events[i].Onset, r.Events[i].Offset = r.Events[i].Onset+int64(i), r.Events[i].Offset+int64(i)
		}
		want := Compute(r, settings, nil)
		r.Events = slices.Clone(r.Events)
		slices.Reverse(r.Events)
		if diff := cmp.Diff(want, Compute(r, settings, nil)); diff != "" {
			t.Fatal(diff)
		}
		if _, err := json.Marshal(want); err != nil { // NaN and infinity cannot be written
			t.Fatal(err)
		}
	})
}

func BenchmarkIndicators(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		r := madeUp(1, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				Compute(r, settings, nil)
			}
		})
	}
}
