package instrument_test

import (
	"context"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

// A figure counted from coding is of one child and one parent: with one line of
// contacts it is that, with two somebody must say which.
func TestACodedStrandIsOfOnePair(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		open := func(pair string) (string, error) {
			id := db.NewID()
			return id, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
				return instrument.Open(ctx, f, instrument.Strand{ID: id, Instrument: "attunement", Title: "De følges ad", RaterRole: singlecase.Observation,
					RaterID: w.Lone.ID, EachContact: true, Pair: pair})
			})
		}
		line := func(id string) {
			w.OK(t, w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) error {
				sealed, err := f.Seal("arrangement", id, struct{}{})
				if err == nil {
					_, err = f.Exec(ctx, `INSERT INTO arrangement (id, course_id, strand_id, number, state, sealed, entered_by, entered_at) VALUES ($1,$2,$1,1,'supported',$3,'',0)`, id, f.CourseID, sealed)
				}
				return err
			}))
		}
		_, err := open("")
		w.OK(t, err)
		mother, father := db.NewID(), db.NewID()
		line(mother)
		only, err := open("")
		w.OK(t, err)
		line(father)
		for _, pair := range []string{"", db.NewID()} {
			if _, err := open(pair); fault.KindOf(err) != fault.Invalid {
				t.Errorf("pair %q of two was taken: %v", pair, err)
			}
		}
		chosen, err := open(father)
		w.OK(t, err)
		for _, s := range strands(t, w, course) {
			if want := map[string]string{only: mother, chosen: father}[s.ID]; s.Pair != want {
				t.Errorf("%s is of %q, want %q", s.ID, s.Pair, want)
			}
		}
	})
}
