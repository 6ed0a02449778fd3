package course_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
)

func TestConsentsStandBesideEachOther(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := running(t, w)
		mother := ""
		say := func(c course.Consent) error {
			return w.Write(t, w.Lone, id, func(ctx context.Context, f *casefile.Writer) error {
				people, err := person.Cards(ctx, &f.Reader)
				if err != nil {
					return err
				}
				mother = people[1].PersonID
				c.PersonID, c.Kind = mother, course.ForPsychologist
				return course.RecordConsent(ctx, f, c)
			})
		}
		if d := cmp.Diff([]string{"scope course.consent.scope.missing"}, keysOf(say(course.Consent{Status: course.Given, How: course.Oral}))); d != "" {
			t.Error(d)
		}
		day := clock.NewDate(2026, 9, 1)
		w.OK(t, say(course.Consent{Status: course.Given, How: course.Oral, Scope: "tre samtaler om søvn", At: day.At(9, 0)}))
		w.OK(t, say(course.Consent{Status: course.Withdrawn, How: course.Oral, At: day.AddDays(10).At(9, 0)}))
		w.OK(t, w.Read(t, w.Lone, id, func(ctx context.Context, f *casefile.Reader) error {
			all, err := course.Consents(ctx, f)
			for _, tt := range []struct {
				on   clock.Date
				want bool
			}{{day.AddDays(-1), false}, {day.AddDays(1), true}, {day.AddDays(11), false}} {
				if got := course.Agreed(all, mother, course.ForPsychologist, tt.on.At(12, 0)); got != tt.want {
					t.Errorf("on %s: %v", tt.on, got)
				}
			}
			if len(all) != 3 {
				t.Errorf("%d answers are kept, want 3", len(all))
			}
			return err
		}))
	})
}

func TestAStepIsKeptAndAnOldFormDoesNotOverwrite(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := w.File(t)
		save := func(s course.Step) error {
			return w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
				if err := course.Begin(ctx, f, "preventive", "dorthe"); err != nil {
					return err
				}
				return course.SaveStep(ctx, f, s)
			})
		}
		w.OK(t, save(course.Step{Name: "basis", Fields: map[string]string{"purpose": "første"}}))
		w.OK(t, save(course.Step{Name: "basis", Fields: map[string]string{"purpose": "anden"}, Version: 1, Complete: true}))
		for _, old := range []int64{0, 1} {
			if err := save(course.Step{Name: "basis", Version: old}); fault.KindOf(err) != fault.Conflict {
				t.Errorf("version %d: %v", old, err)
			}
		}
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			steps, err := course.Steps(ctx, f)
			if s := steps["basis"]; s.Fields["purpose"] != "anden" || !s.Complete || s.Version != 2 {
				t.Errorf("got %+v", s)
			}
			return err
		}))
	})
}

func TestCaseloadIsOnesOwn(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		own := running(t, w)
		refer(t, w, liva(t))
		list := func(a access.Actor, f course.Filter) []course.Line {
			var out []course.Line
			w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
				out, err = course.Caseload(context.Background(), tx, a, f)
				return err
			}))
			return out
		}
		got := list(w.Lone, course.Filter{})
		if len(got) != 1 || got[0].CourseID != own || got[0].LeadID != "lone" || !slices.Equal(got[0].ChildNames, []string{"Villads"}) || !slices.Equal(got[0].Ages, []int{7}) {
			t.Errorf("got %+v", got)
		}
		everything := course.Filter{Statuses: []course.Status{course.Active, course.Referred}}
		for _, tt := range []struct {
			name  string
			actor access.Actor
			f     course.Filter
			want  int
		}{
			{"leader, all", w.Gitte, everything, 2},
			{"leader, one programme", w.Gitte, course.Filter{Statuses: everything.Statuses, Programme: "contactsupport"}, 1},
			{"by a parent's name", w.Gitte, course.Filter{Statuses: everything.Statuses, Name: "cam"}, 2},
			{"by no such name", w.Gitte, course.Filter{Statuses: everything.Statuses, Name: "signe"}, 0},
			{"page two", w.Gitte, course.Filter{Statuses: everything.Statuses, Page: 2}, 0},
			{"another adviser", w.Lars, everything, 0},
			{"administrator", w.Admin, everything, 0},
		} {
			if got := list(tt.actor, tt.f); len(got) != tt.want {
				t.Errorf("%s: got %d, want %d", tt.name, len(got), tt.want)
			}
		}
	})
}
