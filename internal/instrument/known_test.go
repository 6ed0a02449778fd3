package instrument_test

import (
	"context"
	"math"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/fault"
	"samspil/internal/instrument"
)

func TestRecordedErrorLetsAScaleBeGraded(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, _ := answering(t, w, "sdq-total")
		if sem := strands(t, w, course)[0].Scale().SEM; sem != 0 {
			t.Fatalf("the error is known already: %v", sem)
		}
		b := instrument.Basis{Instrument: "sdq", Status: "licensed", Source: "Brev", ConfirmedBy: "Gitte",
			Errors: []instrument.Change{{Scale: "peer", SEM: 0.9, Source: "Artikel B"}, {Scale: "total", SD: 5, Reliability: 0.84, Source: "Artikel A"}, {Scale: "conduct"}}}
		w.OK(t, recordTerms(w, w.Admin, b))
		s := strands(t, w, course)[0]
		if got := s.Scale(); math.Abs(got.SEM-2) > 1e-9 || got.SEMSource != "Artikel A" || s.Method(s.OpenedOn).Instrument.SEM != got.SEM {
			t.Errorf("%v from %q", got.SEM, got.SEMSource)
		}
		b.Number, b.Notice, b.Errors = 1, "Ophavsret", nil // terms alone: what was recorded stays
		w.OK(t, recordTerms(w, w.Admin, b))
		if got := strands(t, w, course)[0].Scale().SEM; math.Abs(got-2) > 1e-9 {
			t.Errorf("lost: %v", got)
		}
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			ctx := context.Background()
			l, err := casefile.OpenList(ctx, tx, w.Lone, access.Purpose{Code: access.Deliver}, "courses")
			if err != nil {
				return err
			}
			all, err := instrument.Figures(ctx, l, course)
			if err == nil && math.Abs(all[course][0].Scale().SEM-2) > 1e-9 {
				t.Errorf("a list has %v", all[course][0].Scale().SEM)
			}
			return err
		}))
		came, _ := instrument.DefinitionNamed("sdq")
		if own, _ := instrument.ScaleNamed("sdq-total"); own.SEM != 0 || came.Known != nil || came.Version != "1" {
			t.Error("what came was changed")
		}
		b.Number, b.Errors = 2, []instrument.Change{}
		w.OK(t, recordTerms(w, w.Admin, b))
		if got := strands(t, w, course)[0].Scale().SEM; got != 0 {
			t.Errorf("taken out, and still %v", got)
		}
	})
}

func TestWhatCannotBeAnErrorIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	for field, c := range map[string]instrument.Change{
		"known-total":  {Scale: "total", SEM: 2},
		"sem-total":    {Scale: "total", SD: 5, Source: "x"},
		"sd-total":     {Scale: "total", SD: -5, SEM: 1, Source: "x"},
		"retest-total": {Scale: "total", SEM: 1, Reliability: 1, Source: "x"},
		"sem-peer":     {Scale: "peer", SEM: 10, Source: "x"},
		"status":       {Scale: "findes-ikke", SEM: 1, Source: "x"},
	} {
		b := instrument.Basis{Instrument: "sdq", Status: "licensed", Source: "Brev", ConfirmedBy: "Gitte", Errors: []instrument.Change{c}}
		if e, ok := fault.As(recordTerms(w, w.Admin, b)); !ok || len(e.Fields) != 1 || e.Fields[0].Name != field {
			t.Errorf("%s: %v", field, e)
		}
	}
	kid := instrument.Basis{Instrument: "kidscreen-10", Status: "licensed", Source: "Brev", ConfirmedBy: "Gitte", Errors: []instrument.Change{{Scale: "t-score", SEM: 1, Source: "x"}}}
	if err := recordTerms(w, w.Admin, kid); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an error that came with it is written over: %v", err)
	}
}
