package interaction_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// play is a minute of it: so many bids, the first answered of them answered.
func play(bids, answered int) []interaction.Entry {
	var out []interaction.Entry
	for i := range bids {
		at := int64(i) * 20000
		out = append(out, point(at+1000, "B-INI"))
		if i < answered {
			out = append(out, point(at+2500, "F-FØL"))
		}
	}
	return append(out, deed(int64(bids)*20000, interaction.End))
}

func (b *family) invite(who access.Actor, id, segment, staff string) error {
	b.t.Helper()
	return b.write(who, func(ctx context.Context, f *casefile.Writer) error {
		return interaction.Invite(ctx, f, id, segment, staff)
	})
}

func (b *family) compare(who access.Actor, id string) (c interaction.Comparison, err error) {
	b.t.Helper()
	err = b.w.Read(b.t, who, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		c, err = interaction.Compare(ctx, f, id)
		return err
	})
	return c, err
}

func TestTwoCodeBlindToEachOther(t *testing.T) {
	each(t, func(b *family) {
		first := b.segment()
		first.Note = "Sanne var træt"
		b.coded(b.w.Lone, first, play(3, 2)...)
		b.w.OK(b.t, b.invite(b.w.Lone, db.NewID(), first.ID, "anders"))
		b.w.OK(b.t, b.invite(b.w.Lone, db.NewID(), first.ID, "anders"))
		if s := b.get(b.w.Anders, first.ID); !s.Hidden || len(s.Recording.Events) > 0 || s.Note != "" {
			b.t.Errorf("the invited sees the first coding: %+v", s)
		}
		if s := b.get(b.w.Ellen, first.ID); s.Hidden {
			b.t.Error("it is hidden from who does not code it")
		}
		second := b.segment()
		second.SecondOf = first.ID
		b.w.OK(b.t, b.open(b.w.Anders, second))
		if s := b.get(b.w.Lone, second.ID); !s.Hidden {
			b.t.Error("the first coder sees the second coding while it is made")
		}
		if _, err := b.compare(b.w.Ellen, first.ID); fault.KindOf(err) != fault.Conflict {
			b.t.Errorf("compared before both had ended: %v", err)
		}
		list := taps(point(1400, "B-INI"), point(2500, "F-ORD"), point(21000, "B-INI"), point(22000, "F-FØL"), deed(60000, interaction.End))
		for i := range list {
			list[i].ID = fmt.Sprintf("%s-%d", second.ID, i)
		}
		_, err := b.append(b.w.Anders, second.ID, list)
		b.w.OK(b.t, err)
		for _, who := range []access.Actor{b.w.Anders, b.w.Lone} {
			for _, id := range []string{first.ID, second.ID} {
				if s := b.get(who, id); s.Hidden || len(s.Recording.Events) == 0 {
					b.t.Errorf("%s does not see %s when both have ended", who.ID, id)
				}
			}
		}
		c, err := b.compare(b.w.Lone, second.ID)
		b.w.OK(b.t, err)
		if c.First.ID != first.ID || c.Second.ID != second.ID || c.Matching.Matched != 3 || c.Matching.Only1 != 2 || c.Matching.Only2 != 1 {
			b.t.Errorf("got %+v", c.Matching)
		}
		if c.Whole.Kappa == nil || len(c.Expected) != 3 || len(c.Indicators) != 11 || len(c.Codes) != 3 || c.Whole.N != 60 {
			b.t.Errorf("got %+v, %d codes", c.Whole, len(c.Codes))
		}
	})
}

func TestWhoCanBeSecond(t *testing.T) {
	w := casefiletest.One(t)
	b := newFamily(t, w)
	first := b.coded(w.Lone, b.segment(), play(2, 1)...)
	for staff, want := range map[string]string{"lone": "interaction.second.self", "birgitte": "interaction.second.team", "gitte": "interaction.second.team", "dorthe": "interaction.second.team"} {
		e, ok := fault.As(b.invite(w.Lone, db.NewID(), first.ID, staff))
		if !ok || len(e.Fields) != 1 || e.Fields[0].Key != want {
			t.Errorf("%s: got %v", staff, e)
		}
	}
	w.Denied(t, b.invite(w.Dorthe, db.NewID(), first.ID, "anders"))
	self := b.segment()
	self.SecondOf = first.ID
	if e, ok := fault.As(b.open(w.Lone, self)); !ok || e.Fields[0].Key != "interaction.second.self" {
		t.Errorf("got %v", e)
	}
	live := b.segment()
	live.SecondOf, live.LiveSet = first.ID, true
	if e, ok := fault.As(b.open(w.Anders, live)); !ok || e.Fields[0].Key != "interaction.second.scheme" {
		t.Errorf("got %v", e)
	}
	second := b.segment()
	second.SecondOf = first.ID
	w.OK(t, b.open(w.Anders, second))
	third := b.segment()
	third.SecondOf = second.ID
	if e, ok := fault.As(b.open(w.Ellen, third)); !ok || e.Fields[0].Key != "interaction.second.none" {
		t.Errorf("got %v", e)
	}
}

func TestAskedAcrossCourses(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		b := newFamily(t, w)
		first := b.coded(w.Lone, b.segment(), play(2, 1)...)
		w.OK(t, b.invite(w.Lone, db.NewID(), first.ID, "anders"))
		asked := func(who access.Actor) (n int) {
			w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				l, err := casefile.OpenList(context.Background(), tx, who, access.Purpose{Code: access.Deliver}, "asked")
				if err != nil {
					return err
				}
				all, err := interaction.Asked(context.Background(), l)
				n = len(all)
				return err
			}))
			return n
		}
		if asked(w.Anders) != 1 || asked(w.Lone) != 0 {
			t.Error("only Anders has been asked")
		}
		second := b.segment()
		second.SecondOf = first.ID
		b.coded(w.Anders, second, play(2, 2)...)
		if asked(w.Anders) != 0 {
			t.Error("what has ended is still asked for")
		}
		b.read(w.Lone, func(ctx context.Context, f *casefile.Reader) error {
			all, err := interaction.Invitations(ctx, f)
			if len(all) != 1 || !all[0].Done || all[0].Coding != second.ID {
				t.Errorf("got %+v", all)
			}
			return err
		})
	})
}

func TestBesideMovesTheSecondOntoTheFirstClock(t *testing.T) {
	began := clock.NewDate(2026, 9, 29).At(10, 0)
	one := interaction.Segment{StartedAt: began, Recording: interaction.Fold(scheme.Shipped(), taps(point(10000, "B-INI"), deed(60000, interaction.End))).Recording}
	two := interaction.Segment{StartedAt: began.Add(5 * time.Second), Recording: interaction.Fold(scheme.Shipped(), taps(point(5500, "B-INI"), deed(60000, interaction.End))).Recording}
	c := interaction.Beside(scheme.Shipped(), one, two)
	if diff := cmp.Diff([]recording.Span{{From: 5000, To: 60000}}, c.Observed); diff != "" {
		t.Error(diff)
	}
	if c.Matching.Matched != 1 || c.Matching.Pairs[0].Two != 10500 {
		t.Errorf("got %+v", c.Matching)
	}
	if len(two.Recording.Events) != 1 || two.Recording.Events[0].Onset != 5500 {
		t.Error("the coding itself was changed")
	}
}

func TestAgreementsOverTheCourse(t *testing.T) {
	each(t, func(b *family) {
		for i := range 6 {
			first := b.segment()
			first.StartedAt = first.StartedAt.Add(time.Duration(i) * time.Minute)
			b.coded(b.w.Lone, first, play(10+i, 5+i)...)
			second := first
			second.ID, second.SecondOf = db.NewID(), first.ID
			b.coded(b.w.Anders, second, play(10+i, 4+i)...)
		}
		b.read(b.w.Ellen, func(ctx context.Context, f *casefile.Reader) error {
			got, err := interaction.AgreementsOf(ctx, f)
			if err != nil {
				return err
			}
			if got.Pairs != 6 || len(got.Indicators) != 11 || got.Indicators[0].N != 6 || got.Indicators[0].ICC == nil {
				b.t.Fatalf("got %+v", got)
			}
			figures, err := interaction.FiguresOf(ctx, f)
			same := interaction.PairsOf(figures, "I1")
			if diff := cmp.Diff(got.Indicators[0], same); diff != "" {
				b.t.Errorf("from the codings and from the figures (-codings +figures):\n%s", diff)
			}
			// Each pair differs by one answer of 10+i: the error is √(Σ(1/(10+i))²/12).
			if same.SEM == nil || *same.SEM < 0.0582 || *same.SEM > 0.0583 {
				b.t.Errorf("error %v", *same.SEM)
			}
			if len(got.Codes) == 0 || got.Codes[0].Code != "B-INI" || got.Codes[0].Comparisons != 6 || got.Codes[0].Kappa.Kappa == nil || *got.Codes[0].Kappa.Kappa != 1 {
				b.t.Errorf("got %+v", got.Codes)
			}
			return err
		})
	})
}

func TestFiguresAreWhatTheEntriesGive(t *testing.T) {
	each(t, func(b *family) {
		s := b.segment()
		b.coded(b.w.Lone, s, append([]interaction.Entry{start(100, "D-FÆL"), point(700, "F-ORD"), point(800, "F-OVE")}, play(12, 7)...)...)
		want := map[string]interaction.Sum{}
		check := func() {
			b.t.Helper()
			is := b.get(b.w.Lone, s.ID)
			want = interaction.Sums(scheme.Shipped(), is)
			b.read(b.w.Dorthe, func(ctx context.Context, f *casefile.Reader) error {
				kept, err := interaction.FiguresOf(ctx, f)
				if diff := cmp.Diff(want, kept[0].Sums); diff != "" {
					b.t.Errorf("kept and made anew differ (-anew +kept):\n%s", diff)
				}
				return err
			})
			in := interaction.Indicators(scheme.Shipped(), []interaction.Segment{is})
			for _, f := range in.Figures() {
				sum, counted := want[f.Name]
				if !counted {
					continue
				}
				v := sum.Value(f.Name)
				if (v == nil) != (f.Value == nil) || v != nil && (*v-*f.Value > 1e-12 || *f.Value-*v > 1e-12) || sum.N != int64(f.N) {
					b.t.Errorf("%s: the sum gives %v of %d, the indicator %v of %d", f.Name, v, sum.N, f.Value, f.N)
				}
			}
		}
		check()
		fix := interaction.Entry{ID: "fix", Device: "q", Seq: 1, At: 230000, Deed: interaction.Point, Code: "F-FØL", Reason: "Overset"}
		_, err := b.append(b.w.Lone, s.ID, []interaction.Entry{fix})
		b.w.OK(b.t, err)
		before := want
		check()
		if cmp.Equal(before, want) {
			b.t.Error("a correction did not change the figures")
		}
	})
}

func TestFiguresOfAContactAreThoseOfItsFirstCoder(t *testing.T) {
	day := clock.NewDate(2026, 9, 29)
	f := func(segment, second, coder string, minute int, x, n int64, live bool) interaction.Figures {
		return interaction.Figures{SegmentID: segment, SecondOf: second, SessionID: "k", CoderID: coder, Scheme: mikro, StartedAt: day.At(10, minute),
			Sums: map[string]interaction.Sum{"I10": {X: x, N: n, Reduced: live}}}
	}
	all := []interaction.Figures{f("a", "", "lone", 0, 3, 6, false), f("a2", "a", "anders", 0, 1, 6, false), f("b", "", "lone", 20, 4, 6, false),
		f("c", "", "anders", 40, 9, 9, false), f("d", "", "lone", 50, 9, 9, true)}
	for name, c := range map[string]struct {
		coder string
		want  interaction.SessionFigure
	}{
		"whoever began":    {"", interaction.SessionFigure{SessionID: "k", On: day, CoderID: "lone", Version: mikro, Segments: []string{"a", "b"}, Sum: interaction.Sum{X: 7, N: 12}}},
		"the strand's own": {"anders", interaction.SessionFigure{SessionID: "k", On: day, CoderID: "anders", Version: mikro, Segments: []string{"c"}, Sum: interaction.Sum{X: 9, N: 9}}},
		"who did not code": {"ellen", interaction.SessionFigure{SessionID: "k", On: day, CoderID: "lone", Version: mikro, Segments: []string{"a", "b"}, Sum: interaction.Sum{X: 7, N: 12}}},
	} {
		got := interaction.PerSession(all, "I10", c.coder)
		if diff := cmp.Diff([]interaction.SessionFigure{c.want}, got, cmp.Comparer(func(a, b clock.Date) bool { return a == b })); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if got := interaction.PerSession(all[4:], "I10", ""); got[0].Version != mikro+" live" {
		t.Errorf("got %+v", got)
	}
}
