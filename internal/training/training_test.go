package training_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/training"
)

func clip() training.Clip {
	return training.Clip{ID: db.NewID(), Title: "Klodser, 1 minut", Scheme: "mikro 1.0", Criterion: 0.6, Tolerance: 2, Recording: coding(0)}
}

// coding is the minute of the clip, with so many of its moments missed.
func coding(missed int) recording.Recording {
	r := recording.Recording{Segments: []recording.Span{{From: 0, To: 60000}}}
	for i := range 10 {
		if i < missed {
			continue
		}
		code := "B-INI"
		if i%2 == 1 {
			code = "F-FØL"
		}
		at := int64(i)*6000 + 500
		r.Events = append(r.Events, recording.Event{Subject: "child", Code: code, Kind: recording.Point, Onset: at, Offset: at, Comment: "Noah"})
	}
	return r
}

func in(w *casefiletest.World, f func(ctx context.Context, tx *casefile.Tx) error) error {
	return w.Store.Update(context.Background(), func(tx *casefile.Tx) error { return f(context.Background(), tx) })
}

func TestTrainingToTheCriterion(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		c := clip()
		add := func(who access.Actor) error {
			return in(w, func(ctx context.Context, tx *casefile.Tx) error { return training.Add(ctx, tx, who, c) })
		}
		for _, who := range []access.Actor{w.Lone, w.Gitte, w.Dorthe} {
			w.Denied(t, add(who))
		}
		w.OK(t, add(w.Ellen))
		w.OK(t, add(w.Ellen))
		try := func(who access.Actor, id string, missed int) error {
			return in(w, func(ctx context.Context, tx *casefile.Tx) error {
				return training.Try(ctx, tx, who, training.Attempt{ID: id, ClipID: c.ID, Source: interaction.Desk, Recording: coding(missed)})
			})
		}
		w.Denied(t, try(w.Dorthe, db.NewID(), 0))
		bad, good := db.NewID(), db.NewID()
		w.OK(t, try(w.Lone, bad, 7))
		trained := func(who access.Actor) (at time.Time, ok bool) {
			w.OK(t, in(w, func(ctx context.Context, tx *casefile.Tx) (err error) {
				at, ok, err = training.Trained(ctx, tx, who.ID, c.Scheme)
				return err
			}))
			return at, ok
		}
		if _, ok := trained(w.Lone); ok {
			t.Error("three of ten is enough")
		}
		w.SetNow(w.Now().Add(time.Hour))
		w.OK(t, try(w.Lone, good, 1))
		w.OK(t, try(w.Lone, good, 1))
		if at, ok := trained(w.Lone); !ok || !at.Equal(w.Now()) {
			t.Errorf("nine of ten is not enough: %v", at)
		}
		if _, ok := trained(w.Anders); ok {
			t.Error("Anders has not tried")
		}
		w.OK(t, in(w, func(ctx context.Context, tx *casefile.Tx) error {
			mine, err := training.Attempts(ctx, tx, w.Lone)
			if len(mine) != 2 || !mine[0].Passed || mine[1].Passed || mine[0].Kappa == nil || mine[0].Recording.Events[0].Comment != "" {
				t.Errorf("got %+v", mine)
			}
			if err != nil {
				return err
			}
			if others, err := training.Attempts(ctx, tx, w.Anders); err != nil || len(others) != 0 {
				t.Errorf("Anders sees %d attempts: %v", len(others), err)
			}
			if all, err := training.Attempts(ctx, tx, w.Gitte); err != nil || len(all) != 2 {
				t.Errorf("the leader sees %d attempts: %v", len(all), err)
			}
			beside, g, err := training.Against(ctx, tx, w.Lone, bad)
			if err != nil || g.ID != c.ID || beside.Matching.Matched != 3 || beside.Matching.Only1 != 7 {
				t.Errorf("got %+v: %v", beside.Matching, err)
			}
			_, _, err = training.Against(ctx, tx, w.Anders, bad)
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("another coder's attempt: %v", err)
			}
			for who, events := range map[string]int{"lone": 0, "ellen": 10} {
				actor := map[string]access.Actor{"lone": w.Lone, "ellen": w.Ellen}[who]
				all, err := training.Clips(ctx, tx, actor)
				if err != nil || len(all) != 1 || len(all[0].Recording.Events) != events || all[0].Recording.Length() != 60000 {
					t.Errorf("%s sees %+v: %v", who, all, err)
				}
			}
			return nil
		}))
		w.OK(t, in(w, func(ctx context.Context, tx *casefile.Tx) error { return training.Withdraw(ctx, tx, w.Admin, c.ID) }))
		if err := try(w.Lone, db.NewID(), 0); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a withdrawn clip: %v", err)
		}
		if _, ok := trained(w.Lone); !ok {
			t.Error("who was trained on a withdrawn clip is trained")
		}
	})
}

func TestWhatIsNoClip(t *testing.T) {
	w := casefiletest.One(t)
	for name, c := range map[string]struct {
		change func(*training.Clip)
		want   string
	}{
		"no title":           {func(c *training.Clip) { c.Title = " " }, "training.title"},
		"a criterion of one": {func(c *training.Clip) { c.Criterion = 1 }, "training.criterion"},
		"none":               {func(c *training.Clip) { c.Criterion = 0 }, "training.criterion"},
		"a minute's slack":   {func(c *training.Clip) { c.Tolerance = 60 }, "training.tolerance"},
		"another scheme":     {func(c *training.Clip) { c.Scheme = "x 1.0" }, "schemes.none"},
		"an empty coding":    {func(c *training.Clip) { c.Recording.Events = nil }, "interaction.import.empty"},
		"a code of its own":  {func(c *training.Clip) { c.Recording.Events[0].Code = "HOP" }, "training.code"},
		"no times":           {func(c *training.Clip) { c.Recording.Clock = recording.Order }, "interaction.import.no-times"},
	} {
		g := clip()
		c.change(&g)
		err := in(w, func(ctx context.Context, tx *casefile.Tx) error { return training.Add(ctx, tx, w.Ellen, g) })
		if e, ok := fault.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Key != c.want {
			t.Errorf("%s: got %v", name, e)
		}
	}
}
