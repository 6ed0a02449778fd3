package handed_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/job"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
)

// house is a course with strands that Camilla and the school answer.
type house struct {
	t      *testing.T
	w      *casefiletest.World
	course string
	who5   string // five questions
	goal   string // one
	days   string // a plain scale
	school string
	coded  string
}

func build(t *testing.T, w *casefiletest.World) *house {
	t.Helper()
	h := &house{t: t, w: w, course: w.Course(t), who5: db.NewID(), goal: db.NewID(), days: db.NewID(), school: db.NewID(), coded: db.NewID()}
	w.OK(t, w.Write(t, w.Lone, h.course, func(ctx context.Context, f *casefile.Writer) error {
		for _, s := range []instrument.Strand{
			{ID: h.who5, Instrument: "who-5", RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor"},
			{ID: h.goal, Instrument: "goal-rating", RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor"},
			{ID: h.days, Instrument: "school-days", RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor"},
			{ID: h.school, Instrument: "school-days", RaterRole: singlecase.School, RaterID: "school", RaterName: "Skolen"},
			{ID: h.coded, Instrument: "attunement", RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor"},
		} {
			s.Title, s.EveryDays, s.OpenedOn = "Rolige morgener", 14, clock.NewDate(2026, 9, 1)
			if err := instrument.Open(ctx, f, s); err != nil {
				return err
			}
		}
		return nil
	}))
	return h
}

func (h *house) write(do func(ctx context.Context, f *casefile.Writer) error) error {
	return h.w.Write(h.t, h.w.Lone, h.course, do)
}

func (h *house) give(change func(*handed.Screen), strands ...string) (id string, token handed.Token, err error) {
	s := handed.Screen{ID: db.NewID(), RaterRole: singlecase.Parent, RaterID: "camilla", RaterName: "Camilla, mor", Language: lang.Danish, How: instrument.Self, Dress: handed.Plain}
	if change != nil {
		change(&s)
	}
	err = h.write(func(ctx context.Context, f *casefile.Writer) (err error) {
		token, err = handed.Give(ctx, f, s, strands)
		return err
	})
	return s.ID, token, err
}

func (h *house) put(id string, key handed.Key, a handed.Answer) error {
	return h.write(func(ctx context.Context, f *casefile.Writer) error { return handed.Put(ctx, f, id, key, a, true) })
}

func (h *house) value(id, strand, item string, v float64) {
	h.t.Helper()
	h.w.OK(h.t, h.put(id, handed.Key{StrandID: strand, Item: item}, handed.Answer{Value: &v}))
}

func (h *house) ratings(strand string) (out []instrument.Rating) {
	h.t.Helper()
	h.w.OK(h.t, h.w.Read(h.t, h.w.Lone, h.course, func(ctx context.Context, f *casefile.Reader) error {
		s, err := instrument.Named(ctx, f, strand)
		out = s.Ratings
		return err
	}))
	return out
}

func (h *house) screen(id string) (s handed.Screen) {
	h.t.Helper()
	h.w.OK(h.t, h.w.Read(h.t, h.w.Lone, h.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		s, err = handed.Get(ctx, f, id)
		return err
	}))
	return s
}

func (h *house) close(id string) {
	h.t.Helper()
	h.w.OK(h.t, h.write(func(ctx context.Context, f *casefile.Writer) error { return handed.Close(ctx, f, id, true) }))
}

var five = []string{"happy", "calm", "active", "rested", "interest"}

func TestAScreenIsAnsweredToTheEnd(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		h := build(t, w)
		id, token, err := h.give(func(s *handed.Screen) { s.Asks = true }, h.who5, h.goal, h.days)
		w.OK(t, err)
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			ref, staff, err := handed.Find(context.Background(), tx, token)
			if ref.Screen != id || ref.Course != h.course || staff != w.Lone.ID {
				t.Errorf("%+v %s", ref, staff)
			}
			for _, wrong := range []handed.Token{"", "x", token + "x"} {
				if _, _, err := handed.Find(context.Background(), tx, wrong); fault.KindOf(err) != fault.NotFound {
					t.Errorf("%q: %v", wrong, err)
				}
			}
			return err
		}))
		for _, item := range five {
			h.value(id, h.who5, item, 3)
		}
		h.value(id, h.who5, "calm", 4) // back, and another answer
		h.value(id, h.who5, "calm", 4) // the same once more
		h.value(id, h.goal, "answer", 7)
		if s := h.screen(id); s.Place != 6 || len(s.Answers) != 6 || *s.Answers[handed.Key{StrandID: h.who5, Item: "calm"}].Value != 4 {
			t.Errorf("%+v", s)
		}
		if len(h.ratings(h.who5)) != 0 {
			t.Error("a measurement before the screen is given back")
		}
		w.OK(t, h.put(id, handed.Key{StrandID: h.days, Item: instrument.PlainItem}, handed.Answer{Skipped: true}))
		one := 1.0
		w.OK(t, h.put(id, handed.Sees, handed.Answer{Value: &one, Words: "Det går bedre"}))
		w.OK(t, h.put(id, handed.Words, handed.Answer{Words: "Tak"}))
		h.close(id)
		h.close(id)
		got := h.ratings(h.who5)
		if len(got) != 1 || got[0].Value == nil || *got[0].Value != 64 || got[0].Words != "Tak" || got[0].EnteredBy != w.Lone.ID {
			t.Errorf("%+v", got)
		}
		if got := h.ratings(h.goal); len(got) != 1 || *got[0].Value != 7 || got[0].Words != "" {
			t.Errorf("%+v", got)
		}
		if got := h.ratings(h.days); len(got) != 1 || got[0].Value != nil {
			t.Errorf("%+v", got)
		}
		w.OK(t, w.Read(t, w.Lone, h.course, func(ctx context.Context, f *casefile.Reader) error {
			a, err := instrument.AnswersOf(ctx, f, h.who5)
			if err != nil || len(a) != 1 || a[got[0].ID].How != instrument.Self || a[got[0].ID].Values["calm"] != 4 {
				t.Errorf("%+v %v", a, err)
			}
			all, err := outcome.Comments(ctx, f)
			if len(all) != 1 || all[0].Sees != outcome.SeesOther || all[0].Words != "Det går bedre" || all[0].Way != outcome.BySelf {
				t.Errorf("%+v", all)
			}
			return err
		}))
		v := 1.0
		if err := h.put(id, handed.Key{StrandID: h.goal, Item: "answer"}, handed.Answer{Value: &v}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a closed screen takes an answer: %v", err)
		}
	})
}

func TestWhatIsRefusedOnAScreen(t *testing.T) {
	w := casefiletest.One(t)
	h := build(t, w)
	for name, c := range map[string]struct {
		change  func(*handed.Screen)
		strands []string
	}{
		"another's strand":      {nil, []string{h.school}},
		"what is coded":         {nil, []string{h.coded}},
		"a strand of nobody":    {nil, []string{db.NewID()}},
		"nothing":               {nil, nil},
		"a member of staff":     {func(s *handed.Screen) { s.RaterRole, s.RaterID = singlecase.Consultant, "lone" }, []string{h.goal}},
		"a language not spoken": {func(s *handed.Screen) { s.Language = "xx" }, []string{h.goal}},
		"no way":                {func(s *handed.Screen) { s.How = instrument.Paper }, []string{h.goal}},
		"no dress":              {func(s *handed.Screen) { s.Dress = "clown" }, []string{h.goal}},
		"the school's own view": {func(s *handed.Screen) { s.RaterRole, s.RaterID, s.Asks = singlecase.School, "school", true }, []string{h.school}},
	} {
		if _, _, err := h.give(c.change, c.strands...); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, who := range []access.Actor{w.Gitte, w.Dorthe, w.Mikkel} {
		w.Denied(t, w.Write(t, who, h.course, func(ctx context.Context, f *casefile.Writer) error {
			_, err := handed.Give(ctx, f, handed.Screen{ID: db.NewID()}, nil)
			return err
		}))
	}
	id, _, err := h.give(nil, h.who5)
	w.OK(t, err)
	six, half := 6.0, 1.5
	for name, err := range map[string]error{
		"outside":      h.put(id, handed.Key{StrandID: h.who5, Item: "happy"}, handed.Answer{Value: &six}),
		"between":      h.put(id, handed.Key{StrandID: h.who5, Item: "happy"}, handed.Answer{Value: &half}),
		"no answer":    h.put(id, handed.Key{StrandID: h.who5, Item: "happy"}, handed.Answer{}),
		"skipped":      h.put(id, handed.Key{StrandID: h.who5, Item: "happy"}, handed.Answer{Skipped: true}),
		"not asked":    h.put(id, handed.Key{StrandID: h.goal, Item: "answer"}, handed.Answer{Value: &six}),
		"not asked so": h.put(id, handed.Sees, handed.Answer{Value: &six}),
	} {
		if k := fault.KindOf(err); k != fault.Invalid && k != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What was answered by half when the time is over stays with the team; what was
// answered whole is a measurement.
func TestAScreenWhoseTimeIsOver(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		h := build(t, w)
		w.OK(t, w.Store.DB.Update(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), `DELETE FROM job`)
			return err
		}))
		id, _, err := h.give(nil, h.goal, h.who5)
		w.OK(t, err)
		h.value(id, h.goal, "answer", 5)
		h.value(id, h.who5, "happy", 2)
		jobs := handed.Jobs(w.Store)
		for kind, do := range outcome.Jobs(w.Store) {
			jobs[kind] = do
		}
		runner := &job.Runner{DB: w.Store.DB, Clock: w.Now, Handlers: jobs}
		left := func() (out []handed.Screen) {
			w.OK(t, w.Read(t, w.Anders, h.course, func(ctx context.Context, f *casefile.Reader) (err error) {
				out, err = handed.Left(ctx, f, h.who5)
				return err
			}))
			return out
		}
		if did, err := runner.Once(context.Background()); did || err != nil || len(left()) != 0 {
			t.Errorf("closed before its time: %v %v", did, err)
		}
		w.SetNow(w.Now().Add(handed.Lasts))
		v := 1.0
		if err := h.put(id, handed.Key{StrandID: h.who5, Item: "calm"}, handed.Answer{Value: &v}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("answered after its time: %v", err)
		}
		if did, err := runner.Once(context.Background()); !did || err != nil {
			t.Fatal(did, err)
		}
		if got := h.ratings(h.goal); len(got) != 1 || *got[0].Value != 5 || got[0].EnteredBy != w.Lone.ID {
			t.Errorf("%+v", got)
		}
		if got := h.ratings(h.who5); len(got) != 0 {
			t.Errorf("%+v", got)
		}
		half := left()
		if len(half) != 1 || half[0].Given(h.who5)["happy"] != 2 || half[0].ClosedAt.IsZero() || !half[0].DoneAt.IsZero() {
			t.Fatalf("%+v", half)
		}
		w.OK(t, h.write(func(ctx context.Context, f *casefile.Writer) error {
			return instrument.RecordAnswers(ctx, f, instrument.Answers{RatingID: half[0].Parts[1].RatingID, StrandID: h.who5, On: half[0].On, How: instrument.Self,
				Values: map[string]float64{"happy": 2, "calm": 1, "active": 1, "rested": 1, "interest": 1}})
		}))
		if n := len(left()); n != 0 {
			t.Errorf("%d are left when it has been gone on with", n)
		}
	})
}

// A screen whose giver has left the family is closed without a measurement.
func TestWhoHandedItOverHasLeft(t *testing.T) {
	w := casefiletest.One(t)
	h := build(t, w)
	id, _, err := h.give(nil, h.goal)
	w.OK(t, err)
	h.value(id, h.goal, "answer", 5)
	w.OK(t, w.Write(t, w.Gitte, h.course, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, w.Lone.ID, access.Lead) }))
	w.SetNow(w.Now().Add(2 * time.Hour))
	if err := handed.Jobs(w.Store)[handed.CloseJob](context.Background(), []byte(`{"Screen":"`+id+`","Course":"`+h.course+`"}`)); err != nil {
		t.Errorf("%v", err)
	}
}
