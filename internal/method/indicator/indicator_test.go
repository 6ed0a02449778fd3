package indicator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// contactOf reads "B-INI 1.5, D-FÆL 2-8.25": codes with seconds, over segments
// "0-60 80-120".
func contactOf(t testing.TB, segments, events string) recording.Recording {
	t.Helper()
	ms := func(text string) int64 {
		s, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return recording.Millis(s)
	}
	var r recording.Recording
	for _, text := range strings.Fields(segments) {
		from, to, _ := strings.Cut(text, "-")
		r.Segments = append(r.Segments, recording.Span{From: ms(from), To: ms(to)})
	}
	for text := range strings.SplitSeq(events, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		code, times, _ := strings.Cut(text, " ")
		on, off, state := strings.Cut(times, "-")
		e := recording.Event{Code: code, Kind: recording.Point, Onset: ms(on), Offset: ms(on)}
		if state {
			e.Kind, e.Offset = recording.State, ms(off)
		}
		r.Events = append(r.Events, e)
	}
	return r
}

var settings = scheme.Shipped().Settings

func of(t testing.TB, segments, events string) Indicators {
	t.Helper()
	return Compute(contactOf(t, segments, events), settings, nil)
}

func TestAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		events         string
		n, x, censored int
		answers        string // bid and answer in seconds
	}{
		"an answer":                              {"B-INI 1, F-FØL 2", 1, 1, 0, "1>2"},
		"every kind of bid and answer":           {"B-KON 1, F-ORD 2, B-INI 10, F-TRØ 11", 2, 2, 0, "1>2 10>11"},
		"an invitation is no answer":             {"B-INI 1, F-INV 2, F-RAM 3, F-OVE 4", 1, 0, 0, ""},
		"accepting is no bid":                    {"B-SVA 1, F-FØL 2", 0, 0, 0, ""},
		"exactly at the end of the window":       {"B-INI 1, F-FØL 6", 1, 1, 0, "1>6"},
		"just after the window":                  {"B-INI 1, F-FØL 6.001", 1, 0, 0, ""},
		"at the same instant":                    {"B-INI 1, F-FØL 1", 1, 0, 0, ""},
		"at the same instant, but there is more": {"B-INI 0.5, B-INI 1, F-FØL 1", 2, 1, 0, "0.5>1"},
		"the latest bid is answered":             {"B-INI 1, B-INI 3, F-FØL 4", 2, 1, 0, "3>4"},
		"then the one before it":                 {"B-INI 1, B-INI 3, F-FØL 4, F-ORD 5", 2, 2, 0, "3>4 1>5"},
		"one answer to one bid":                  {"B-INI 1, F-FØL 2, F-ORD 3", 1, 1, 0, "1>2"},
		"exactly the window left":                {"B-INI 55, F-FØL 60", 1, 1, 0, "55>60"},
		"less than the window left":              {"B-INI 55.001, F-FØL 56", 0, 0, 1, "55.001>56"},
		"a censored bid uses up the answer":      {"B-INI 54, B-INI 56, F-FØL 57", 1, 0, 1, "56>57"},
		"the pause is between them":              {"B-INI 59, F-FØL 80.5", 0, 0, 1, ""},
		"in the pause":                           {"B-INI 65, F-FØL 66", 0, 0, 0, ""},
		"in another segment":                     {"B-INI 80, F-FØL 81, B-INI 121, F-FØL 122", 1, 1, 0, "80>81"},
		"in any order":                           {"F-FØL 2, B-INI 1", 1, 1, 0, "1>2"},
		"a code that is none of the sixteen":     {"B-INI 1, X 1.5, F-FØL 2", 1, 1, 0, "1>2"},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 80-120", c.events)
			if i.I1.N != c.n || i.I1.X != c.x || i.I1.Censored != c.censored {
				t.Errorf("%d of %d and %d censored, want %d of %d and %d", i.I1.X, i.I1.N, i.I1.Censored, c.x, c.n, c.censored)
			}
			var got []string
			for _, a := range i.Answers {
				got = append(got, seconds(a.Bid.Onset)+">"+seconds(a.Response.Onset))
				if a.At != a.Response.Onset {
					t.Errorf("completed at %d", a.At)
				}
			}
			slices.Sort(got)
			want := strings.Fields(c.answers)
			slices.Sort(want)
			if diff := cmp.Diff(want, got, cmp.Transformer("empty", func(s []string) string { return strings.Join(s, " ") })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func seconds(ms int64) string { return strconv.FormatFloat(recording.Seconds(ms), 'f', -1, 64) }

func TestLatency(t *testing.T) {
	for name, c := range map[string]struct {
		events     string
		n          int
		median, km float64 // below 0: none
		interval   *Interval
	}{
		"none":                      {"F-FØL 3", 0, -1, -1, nil},
		"one":                       {"B-INI 1, F-FØL 2.5", 1, 1.5, 1.5, nil},
		"an even number":            {"B-INI 1, F-FØL 2, B-INI 11, F-FØL 14", 2, 2, 1, nil},
		"never answered by half":    {"B-INI 1, F-FØL 2, B-INI 11, B-INI 21", 1, 1, -1, nil},
		"the end cuts a wait short": {"B-INI 1, F-FØL 3, B-INI 59", 1, 2, 2, nil},
		"ends that cut waits shorter than answers take": {"B-INI 1, F-FØL 3, B-INI 58.8, B-INI 59", 1, 2, 2, nil},
		"a censored bid's answer, in KM":                {"B-INI 57, F-FØL 58", 0, -1, 1, nil},
		"six, with an interval":                         {"B-INI 1, F-ORD 2, B-INI 11, F-ORD 13, B-INI 21, F-ORD 21.5, B-INI 31, F-ORD 34, B-INI 41, F-ORD 45, B-INI 51, F-ORD 56", 6, 2.5, 2, &Interval{Low: .5, High: 5}},
		"one more, and the answer is late":              {"B-INI 1, F-ORD 2, B-INI 11, F-ORD 16.001", 1, 1, 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := of(t, "0-60", c.events).I2
			if l.N != c.n || !same(l.Median, c.median) || !same(l.KMMedian, c.km) || !l.Few {
				t.Errorf("got %s", text(t, l))
			}
			if diff := cmp.Diff(c.interval, l.CI); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// same compares with a value that is below 0 for none.
func same(got *float64, want float64) bool {
	if got == nil || want < 0 {
		return got == nil && want < 0
	}
	return *got-want < 1e-9 && want-*got < 1e-9
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestContingency(t *testing.T) {
	for name, c := range map[string]struct {
		segments, events string
		a, b, c, d       int
		p                float64
	}{
		"nothing":                               {"0-10", "", 0, 0, 0, 10, -1},
		"a bid gives five seconds":              {"0-10", "B-INI 1.9", 0, 5, 0, 5, -1},
		"and fewer at the end":                  {"0-10", "B-INI 8", 0, 2, 0, 8, -1},
		"not into the next segment":             {"0-5 5-10", "B-INI 4", 0, 1, 0, 9, -1},
		"an answer in the last second of it":    {"0-10", "B-INI 1, F-FØL 5.999", 1, 4, 0, 5, .5},
		"an answer a second later":              {"0-10", "B-INI 1, F-FØL 6", 0, 5, 1, 4, 1},
		"two answers in one second":             {"0-10", "F-FØL 1, F-ORD 1.5", 0, 0, 1, 9, -1},
		"a last second that is not whole":       {"0-9.5", "F-FØL 9.5, B-INI 9.5", 1, 0, 0, 9, .1},
		"seconds begin with the segment":        {"0.7-3.7", "B-INI 1.6, F-FØL 1.8", 1, 2, 0, 0, 1},
		"the edge of two segments is the first": {"0-5 5-10", "F-TRØ 5", 0, 0, 1, 9, -1},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, c.segments, c.events).I3
			if i.A != c.a || i.B != c.b || i.C != c.c || i.D != c.d || !same(i.PShift, c.p) || i.N != c.a+c.c {
				t.Errorf("got %s", text(t, i))
			}
		})
	}
	if i := of(t, "0-2 5-5", "F-FØL 5, B-INI 5").I3; i.D != 2 || i.N != 0 {
		t.Errorf("a segment without length: %s", text(t, i))
	}
	// A window of 4.5 s is five seconds.
	s := settings
	s.Answer = 4500
	if i := Compute(contactOf(t, "0-10", "B-INI 1"), s, nil).I3; i.B != 5 {
		t.Errorf("got %s", text(t, i))
	}
	// 1, 4, 1, 4: Q = 0, ln OR = 0, SE = √(1 + ¼ + 1 + ¼).
	i := of(t, "0-10", "B-INI 1, F-FØL 2, F-FØL 8").I3
	if !same(i.YulesQ, 0) || !same(i.LnOR, 0) || !same(i.SELnOR, 1.5811388300841898) || !same(i.Z, 0) || i.CI == nil || !same(&i.CI.High, 1.959963984540054*1.5811388300841898) {
		t.Errorf("got %s", text(t, i))
	}
}

func TestCounts(t *testing.T) {
	i := of(t, "0-60 80-140", "F-FØL 1, F-FØL 2, F-ORD 3, F-OVE 4, F-NEG 90, F-TRØ 5, F-ORD 70, B-INI 100, B-KON 139, F-INV 110")
	if i.T != 120000 || i.Seconds != 120 {
		t.Errorf("observed %d ms, %v s", i.T, i.Seconds)
	}
	if i.I4.N != 5 || i.I4.X != 3 || !same(i.I4.Rate, .6) || !i.I4.Few {
		t.Errorf("I4: %s", text(t, i.I4))
	}
	if i.I5.N != 1 || !same(i.I5.PerMin, .5) || !same(&i.I5.CI.Low, .0126589039921) || !same(&i.I5.CI.High, 2.78582169547) {
		t.Errorf("I5: %s", text(t, i.I5))
	}
	if i.I11.N != 4 || i.I11.X != 2 {
		t.Errorf("I11 counts the censored bid too: %s", text(t, i.I11))
	}
	// Ten are enough, nine are few.
	many := strings.Repeat("F-ORD 1,", 10)
	if of(t, "0-60", many).I5.Few || !of(t, "0-60", many[:len(many)-8]).I5.Few {
		t.Error("ten are not few, nine are")
	}
	if of(t, "0-60", many).I4.Few {
		t.Error("ten are not few")
	}
	var answered, bouts strings.Builder
	for i := range 10 {
		fmt.Fprintf(&answered, "B-INI %d, F-FØL %d.5,", 5*i, 5*i)
		fmt.Fprintf(&bouts, "D-FÆL %d-%d.5,", 5*i, 5*i)
	}
	i = of(t, "0-60", answered.String()+bouts.String())
	if i.I1.Few || i.I2.Few || i.I3.Few || i.I8.Few || i.I10.Few || i.I2.N != 10 || i.I3.N != 10 || i.I8.N != 10 {
		t.Errorf("ten are not few: %s", text(t, i))
	}
}

func TestFraming(t *testing.T) {
	for name, c := range map[string]struct {
		events string
		n, x   int
	}{
		"the child accepts":                  {"F-RAM 1, B-SVA 5", 1, 1},
		"shared focus begins":                {"F-RAM 1, D-FÆL 5-6", 1, 1},
		"shared focus that was there before": {"D-FÆL 0-30, F-RAM 1", 1, 0},
		"exactly ten seconds after":          {"F-RAM 1, B-SVA 11", 1, 1},
		"later":                              {"F-RAM 1, B-SVA 11.001", 1, 0},
		"at the same instant":                {"F-RAM 1, B-SVA 1", 1, 0},
		"withdrawing before":                 {"F-RAM 1, B-AFV 2, B-SVA 5", 1, 0},
		"withdrawing at the frame":           {"F-RAM 1, B-AFV 1, B-SVA 5", 1, 1},
		"withdrawing as the child accepts":   {"F-RAM 1, B-AFV 5, B-SVA 5", 1, 1},
		"withdrawing after":                  {"F-RAM 1, B-SVA 5, B-AFV 6", 1, 1},
		"exactly ten seconds left":           {"F-RAM 50, B-SVA 60", 1, 1},
		"too little left":                    {"F-RAM 50.001, B-SVA 51", 0, 0},
		"each on its own":                    {"F-RAM 1, F-RAM 2, B-SVA 5", 2, 2},
		"the pause is between them":          {"F-RAM 50, B-SVA 80", 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 80-120", c.events)
			if i.I6.N != c.n || i.I6.X != c.x || len(i.Frames) != c.x {
				t.Errorf("%d of %d with %d moments, want %d of %d", i.I6.X, i.I6.N, len(i.Frames), c.x, c.n)
			}
		})
	}
}

func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		events string
		turns  int
		chain  float64
	}{
		"one and the other":            {"B-INI 1, F-FØL 2", 1, 1},
		"naming and contact":           {"B-KON 1, F-ORD 2", 1, 1},
		"three make one turn":          {"B-INI 1, F-FØL 2, B-SVA 3", 1, 2},
		"four make two":                {"B-INI 1, F-FØL 2, B-SVA 3, F-INV 4", 2, 3},
		"the same again":               {"B-INI 1, B-KON 2, F-RAM 3, F-TRØ 4", 1, 1},
		"five seconds are too long":    {"B-INI 1, F-FØL 6", 0, -1},
		"a moment less is not":         {"B-INI 1, F-FØL 5.999", 1, 1},
		"withdrawing breaks it":        {"B-INI 1, B-AFV 1.5, F-FØL 2", 0, -1},
		"taking over breaks it":        {"B-INI 1, F-OVE 1.5, F-FØL 2", 0, -1},
		"a harsh tone breaks it":       {"B-INI 1, F-NEG 1.5, F-FØL 2", 0, -1},
		"support breaks it":            {"B-INI 1, K-STØ 1.5, F-FØL 2", 0, -1},
		"joy does not":                 {"B-INI 1, B-GLÆ 1.5-9, F-FØL 2", 1, 1},
		"a pause does":                 {"B-INI 59, F-FØL 60, B-INI 80, F-FØL 81, B-SVA 82", 2, 1.5},
		"the mean is over all chains":  {"B-INI 1, F-FØL 2, B-INI 10, F-FØL 11, B-SVA 12, B-INI 80, F-FØL 81", 3, 4.0 / 3},
		"segments that touch break it": {"B-INI 120, F-FØL 120.5", 0, -1},
		"none":                         {"", 0, -1},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 80-120 120-130", c.events).I7
			if i.N != c.turns || !same(i.MeanChain, c.chain) || !same(i.PerMin, float64(c.turns)*60/110) {
				t.Errorf("got %s", text(t, i))
			}
		})
	}
}

func TestSharedFocus(t *testing.T) {
	for name, c := range map[string]struct {
		events      string
		n           int
		share, mean float64
	}{
		"none":                     {"", 0, 0, -1},
		"two bouts":                {"D-FÆL 0-10, D-FÆL 20-40", 2, .3, 15},
		"over the pause it is one": {"D-FÆL 50-90", 1, .2, 20},
		"only in the pause":        {"D-FÆL 61-79", 0, 0, -1},
		"touching a segment only":  {"D-FÆL 60-80, D-FÆL 120-130", 0, 0, -1},
		"beyond the end":           {"D-FÆL 110-200", 1, .1, 10},
		"another state":            {"B-GLÆ 0-10", 0, 0, -1},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 80-120", c.events).I8
			if i.N != c.n || !same(i.Share, c.share) || !same(i.MeanBout, c.mean) || !i.Few {
				t.Errorf("got %s", text(t, i))
			}
		})
	}
}

func TestRepair(t *testing.T) {
	for name, c := range map[string]struct {
		events        string
		n, x, soothed int
		median        float64
	}{
		"the child accepts":                         {"B-AFV 1, B-SVA 5", 1, 1, 0, 4},
		"shared focus begins":                       {"B-AFV 1, D-FÆL 5-9", 1, 1, 0, 4},
		"distress ends":                             {"B-UTR 1-8", 1, 1, 0, 7},
		"what comes first counts":                   {"B-UTR 1-8, B-SVA 3, D-FÆL 2-4", 1, 1, 0, 1},
		"exactly thirty seconds after":              {"B-AFV 1, B-SVA 31", 1, 1, 0, 30},
		"later":                                     {"B-AFV 1, B-SVA 31.001", 1, 0, 0, -1},
		"distress that ends exactly then":           {"B-UTR 1-31", 1, 1, 0, 30},
		"distress that ended as the child withdrew": {"B-UTR 1-5, B-AFV 5", 2, 1, 0, 4},
		"distress that goes on":                     {"B-UTR 1-31.001", 1, 0, 0, -1},
		"at the same instant":                       {"B-AFV 1, B-SVA 1", 1, 0, 0, -1},
		"withdrawing in distress, which ends":       {"B-UTR 1-8, B-AFV 2", 2, 2, 0, 6.5},
		"withdrawing as distress begins":            {"B-UTR 2-8, B-AFV 2", 2, 2, 0, 6},
		"distress that began after withdrawing":     {"B-AFV 2, B-UTR 3-8", 2, 1, 0, 5},
		"another distress that ends":                {"B-UTR 1-40, B-UTR 2-9", 2, 1, 0, 7},
		"distress from before the segment":          {"B-UTR 70-85, B-AFV 81", 1, 1, 0, 4},
		"exactly thirty seconds left":               {"B-AFV 90, B-SVA 120", 1, 1, 0, 30},
		"too little left":                           {"B-AFV 90.001, B-SVA 95", 0, 0, 0, -1},
		"comfort within ten seconds":                {"B-AFV 1, F-TRØ 11, B-SVA 12", 1, 1, 1, 11},
		"comfort too late":                          {"B-AFV 1, F-TRØ 11.001", 1, 0, 0, -1},
		"comfort at the same instant":               {"B-AFV 1, F-TRØ 1", 1, 0, 0, -1},
		"following is no comfort":                   {"B-AFV 1, F-FØL 2", 1, 0, 0, -1},
		"the pause is between them":                 {"B-AFV 30, B-SVA 80", 1, 0, 0, -1},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 80-120", c.events)
			if i.I9.N != c.n || i.I9.X != c.x || i.I9.Soothed.X != c.soothed || i.I9.Soothed.N != c.n || !same(i.I9.Median, c.median) || len(i.Repairs) != c.x {
				t.Errorf("got %s and %d moments", text(t, i.I9), len(i.Repairs))
			}
		})
	}
}

func TestUnprompted(t *testing.T) {
	for name, c := range map[string]struct {
		events string
		n, x   int
	}{
		"nobody helped":                 {"B-INI 20, F-FØL 21", 1, 1},
		"support just before":           {"K-STØ 20.999, B-INI 20, F-FØL 21", 1, 0},
		"support ten seconds before":    {"K-STØ 11, B-INI 20, F-FØL 21", 1, 0},
		"longer before":                 {"K-STØ 10.999, B-INI 20, F-FØL 21", 1, 1},
		"with the answer":               {"K-STØ 21, B-INI 20, F-FØL 21", 1, 1},
		"in the segment before":         {"K-STØ 60, B-INI 61, F-FØL 62", 1, 1},
		"a censored bid does not count": {"B-INI 58, F-FØL 59", 0, 0},
		"nor one without an answer":     {"B-INI 20", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			i := of(t, "0-60 60-120", c.events)
			if i.I10.N != c.n || i.I10.X != c.x {
				t.Errorf("%d of %d, want %d of %d", i.I10.X, i.I10.N, c.x, c.n)
			}
		})
	}
}
