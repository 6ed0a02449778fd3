package instrument_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

func answering(t *testing.T, w *casefiletest.World, scale string) (course, strand string) {
	t.Helper()
	course, strand = w.Course(t), db.NewID()
	w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: strand, Instrument: scale, Title: "Trivsel", RaterRole: singlecase.Parent,
			RaterID: "camilla", RaterName: "Camilla, mor", EveryDays: 14, OpenedOn: clock.NewDate(2026, 8, 1)})
	}))
	return course, strand
}

func answer(t *testing.T, w *casefiletest.World, course string, a instrument.Answers) error {
	t.Helper()
	return w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error { return instrument.RecordAnswers(ctx, f, a) })
}

func who5(v ...float64) map[string]float64 {
	out := map[string]float64{}
	for i, id := range []string{"happy", "calm", "active", "rested", "interest"} {
		if i < len(v) {
			out[id] = v[i]
		}
	}
	return out
}

func TestAnswersAreKeptAndScored(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "who-5")
		first := instrument.Answers{RatingID: db.NewID(), StrandID: strand, On: clock.NewDate(2026, 9, 1), How: instrument.Self, Values: who5(5, 3, 5, 5, 5)}
		w.OK(t, answer(t, w, course, first))
		again := first
		again.Values = who5(0, 0, 0, 0, 0)
		w.OK(t, answer(t, w, course, again)) // a double click changes nothing
		second := instrument.Answers{RatingID: db.NewID(), StrandID: strand, On: first.On, How: instrument.Paper, Context: "crisis", Values: who5(4, 1, 1, 1, 4), Supersedes: first.RatingID}
		w.OK(t, answer(t, w, course, second))
		few := instrument.Answers{RatingID: db.NewID(), StrandID: strand, On: clock.NewDate(2026, 9, 20), How: instrument.Interpreter, Values: who5(4, 1, 1)}
		w.OK(t, answer(t, w, course, few))
		s := strands(t, w, course)[0]
		if len(s.Ratings) != 3 || len(s.Made()) != 1 || *s.Made()[0].Value != 44 || s.Made()[0].Version != "1" {
			t.Fatalf("%+v", s.Ratings)
		}
		w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) error {
			all, err := instrument.AnswersOf(ctx, f, strand)
			d, _ := instrument.DefinitionNamed("who-5")
			if got := all[first.RatingID]; got.Values["calm"] != 3 || got.Hash != d.Hash() || got.How != instrument.Self {
				t.Errorf("%+v", got)
			}
			if got := all[second.RatingID]; got.Context != "crisis" || got.Supersedes != first.RatingID || got.On != first.On {
				t.Errorf("%+v", got)
			}
			if got := all[few.RatingID]; len(got.Values) != 3 || got.Words != "3/5" {
				t.Errorf("%+v", got)
			}
			return err
		}))
	})
}

func TestAnswersThatAreRefused(t *testing.T) {
	w := casefiletest.One(t)
	course, strand := answering(t, w, "who-5")
	for name, a := range map[string]instrument.Answers{
		"outside":      {How: instrument.Self, Values: who5(6)},
		"between":      {How: instrument.Self, Values: who5(1.5)},
		"not asked":    {How: instrument.Self, Values: map[string]float64{"sad": 1}},
		"nothing":      {How: instrument.Self},
		"nobody's way": {How: "guess", Values: who5(1, 1, 1, 1, 1)},
	} {
		a.RatingID, a.StrandID, a.On = db.NewID(), strand, clock.NewDate(2026, 9, 1)
		if err := answer(t, w, course, a); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, plain := answering(t, w, "school-days")
	if err := answer(t, w, other, instrument.Answers{RatingID: db.NewID(), StrandID: plain, On: clock.NewDate(2026, 9, 1), How: instrument.Self, Values: who5(1)}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a plain scale has questions: %v", err)
	}
}

func recordTerms(w *casefiletest.World, actor access.Actor, b instrument.Basis) error {
	return w.Store.Update(context.Background(), func(tx *casefile.Tx) error { return b.Record(context.Background(), tx, actor) })
}

func lines(n int, last string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = "Spørgsmål"
	}
	out[n-1] = last
	return out
}

// Who uses a questionnaire that is not ours says on what terms first; a changed word
// begins a new version, which breaks the strand.
func TestALicensedQuestionnaire(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "cyrm-r")
		a := instrument.Answers{StrandID: strand, How: instrument.Self, Values: map[string]float64{}}
		d, _ := instrument.DefinitionNamed("cyrm-r")
		for _, i := range d.Items {
			a.Values[i.LinkID] = 3
		}
		put := func(day int) error {
			a.RatingID, a.On = db.NewID(), clock.NewDate(2026, 9, day)
			return answer(t, w, course, a)
		}
		if err := put(1); fault.KindOf(err) != fault.Invalid {
			t.Errorf("it is used without terms: %v", err)
		}
		b := instrument.Basis{Instrument: "cyrm-r", Status: "permission", Source: "Brev af 1. august", ConfirmedBy: "Gitte", Questions: map[string][]string{"da": lines(17, "Det sidste")}}
		w.Denied(t, recordTerms(w, w.Lone, b))
		w.OK(t, recordTerms(w, w.Admin, b))
		w.OK(t, recordTerms(w, w.Admin, b)) // twice the same
		w.OK(t, put(2))
		b.Number, b.Questions = 1, map[string][]string{"da": lines(17, "Det allersidste")}
		w.OK(t, recordTerms(w, w.Admin, b))
		w.OK(t, put(16))
		b.Number, b.Questions, b.Same, b.Reason = 2, map[string][]string{"da": lines(17, "Det aller sidste")}, true, "stavefejl"
		w.OK(t, recordTerms(w, w.Admin, b))
		w.OK(t, put(30))
		b.Number, b.Source = 1, "Et andet brev"
		if err := recordTerms(w, w.Admin, b); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a stale page is taken: %v", err)
		}
		s := strands(t, w, course)[0]
		if got := []string{s.Ratings[0].Version, s.Ratings[1].Version, s.Ratings[2].Version}; got[0] != "1" || got[1] != "1-2" || got[2] != "1-2" {
			t.Errorf("versions %v", got)
		}
		rule, _ := singlecase.RuleNamed("outcome-1")
		if g := rule.GradeStrand(s.Method(clock.Date{})); g.LeftOut.OtherVersion != 2 {
			t.Errorf("the new version stands in the old series: %+v", g.LeftOut)
		}
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			all, err := instrument.Editions(context.Background(), tx)
			if e := all["cyrm-r"]; e.Number != 3 || !e.Shown() || e.Reason != "stavefejl" || all["who-5"].Number != 0 {
				t.Errorf("%+v", e)
			}
			return err
		}))
	})
}

func TestTermsThatAreRefused(t *testing.T) {
	w := casefiletest.One(t)
	for field, b := range map[string]instrument.Basis{
		"source":       {Instrument: "maaps", Status: "free", ConfirmedBy: "Gitte"},
		"confirmed":    {Instrument: "maaps", Status: "free", Source: "Brev"},
		"status":       {Instrument: "maaps", Status: "own", Source: "Brev", ConfirmedBy: "Gitte"},
		"questions-da": {Instrument: "maaps", Status: "free", Source: "Brev", ConfirmedBy: "Gitte", Questions: map[string][]string{"da": {"Et"}}},
		"labels-da":    {Instrument: "maaps", Status: "free", Source: "Brev", ConfirmedBy: "Gitte", Labels: map[string][]string{"da": {"Nej", "Ja"}}},
	} {
		e, ok := fault.As(recordTerms(w, w.Admin, b))
		if !ok || len(e.Fields) != 1 || e.Fields[0].Name != field {
			t.Errorf("%s: %v", field, e)
		}
	}
	if err := recordTerms(w, w.Admin, instrument.Basis{Instrument: "who-5", Status: "free", Source: "x", ConfirmedBy: "x"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("our own is recorded: %v", err)
	}
}
