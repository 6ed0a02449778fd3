package person_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/person"
)

var (
	noah  = person.Card{Role: person.Child, Sex: person.Male, Name: "Noah", Birth: clock.NewDate(2023, 7, 19), CPR: "7907239971"}
	sanne = person.Card{Role: person.Parent, Sex: person.Female, Name: "Sanne", Birth: clock.NewDate(2001, 10, 6), CPR: "6610019998", Phone: "00 00 00 21"}
)

func yes() *bool { b := true; return &b }

// add enters a card as the adviser and gives the person's id.
func add(t *testing.T, w *casefiletest.World, actor access.Actor, course string, c person.Card) string {
	t.Helper()
	var id string
	w.OK(t, w.Write(t, actor, course, func(ctx context.Context, f *casefile.Writer) (err error) {
		id, err = person.Add(ctx, f, c)
		return err
	}))
	return id
}

func cards(t *testing.T, w *casefiletest.World, actor access.Actor, course string) []person.Card {
	t.Helper()
	var out []person.Card
	w.OK(t, w.Read(t, actor, course, func(ctx context.Context, f *casefile.Reader) (err error) {
		out, err = person.Cards(ctx, f)
		return err
	}))
	return out
}

func keysOf(err error) []string {
	var out []string
	if e, ok := fault.As(err); ok {
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return out
}

func TestCardsComeBackAsEntered(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		add(t, w, w.Dorthe, course, sanne)
		add(t, w, w.Dorthe, course, noah)
		got := cards(t, w, w.Lone, course)
		if len(got) != 2 || got[0].Name != "Noah" || got[1].Name != "Sanne" {
			t.Fatalf("want the child first, got %d cards", len(got))
		}
		if got[0].Age(clock.DateOf(w.Now())) != 3 || got[0].IsParty(clock.DateOf(w.Now())) || got[1].Phone != "00 00 00 21" {
			t.Errorf("got %+v", got)
		}
	})
}

func TestSentTwiceIsOnePerson(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, c := w.Course(t), noah
		c.ID = db.NewID()
		first, second := add(t, w, w.Dorthe, course, c), add(t, w, w.Dorthe, course, c)
		if first != second || len(cards(t, w, w.Lone, course)) != 1 {
			t.Error("the same form made two")
		}
	})
}

func TestTheSameNumberOnOneCourseIsRefused(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	add(t, w, w.Dorthe, course, noah)
	err := w.Write(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Writer) error {
		_, err := person.Add(ctx, f, noah)
		return err
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestKnownIsFoundButOnlyByThoseWhoMaySee(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		one, two := w.Course(t), w.Course(t)
		w.OK(t, w.Write(t, w.Gitte, two, func(ctx context.Context, f *casefile.Writer) error {
			return f.Revoke(ctx, "lone", access.Lead)
		}))
		elsewhere := sanne
		elsewhere.Phone, elsewhere.Note = "00 00 00 99", "kendt fra før"
		first := add(t, w, w.Dorthe, two, elsewhere)
		second := add(t, w, w.Dorthe, one, sanne)
		if first != second {
			t.Error("the same number became two identities")
		}
		if got := cards(t, w, w.Lone, one); len(got) != 1 || got[0].Note != "" || got[0].Phone != "00 00 00 21" {
			t.Errorf("one course learnt what another was told: %+v", got)
		}
		for _, tt := range []struct {
			name  string
			actor access.Actor
			hits  int
		}{{"on both courses", w.Dorthe, 2}, {"on one of them", w.Lone, 1}, {"on none", w.Lars, 0}, {"administrator", w.Admin, 0}} {
			for how, search := range map[string]func(tx *casefile.Tx) ([]person.Hit, error){
				"number": func(tx *casefile.Tx) ([]person.Hit, error) { return person.Known(ctx, tx, tt.actor, sanne.CPR) },
				"name":   func(tx *casefile.Tx) ([]person.Hit, error) { return person.Find(ctx, tx, tt.actor, " SAN") },
			} {
				w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
					hits, err := search(tx)
					if len(hits) != tt.hits {
						t.Errorf("%s by %s: got %d, want %d", tt.name, how, len(hits), tt.hits)
					}
					return err
				}))
			}
		}
	})
}

func TestASearchNeedsTwoLetters(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	add(t, w, w.Dorthe, course, sanne)
	ctx := context.Background()
	w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
		hits, err := person.Find(ctx, tx, w.Lone, "s")
		if len(hits) != 0 {
			t.Error("one letter lists the families")
		}
		return err
	}))
}

func TestACorrectionKeepsWhatStoodBefore(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		add(t, w, w.Dorthe, course, sanne)
		read := cards(t, w, w.Lone, course)[0]
		revise := func(actor access.Actor, phone string) error {
			c := read
			c.Phone = phone
			return w.Write(t, actor, course, func(ctx context.Context, f *casefile.Writer) error { return person.Revise(ctx, f, c) })
		}
		w.OK(t, revise(w.Lone, "00 00 00 22"))
		if err := revise(w.Anders, "00 00 00 23"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old form overwrote a newer text: %v", err)
		}
		var versions []person.Card
		w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) (err error) {
			versions, err = person.History(ctx, f, read.PersonID)
			return err
		}))
		if len(versions) != 2 || versions[0].Phone != "00 00 00 22" || versions[0].EnteredBy != "lone" || versions[1].Phone != "00 00 00 21" {
			t.Errorf("got %+v", versions)
		}
	})
}

func TestCardsThatCannotStand(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	long := strings.Repeat("å", 81)
	tests := []struct {
		name string
		card person.Card
		want []string
	}{
		{"empty", person.Card{}, []string{"name person.name.missing", "role person.role.missing"}},
		{"child without birth date", person.Card{Role: person.Child, Name: "Noah"}, []string{"birth person.birth.missing"}},
		{"born tomorrow", person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2026, 10, 2)}, []string{"birth person.birth.future"}},
		{"child of 18", person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2008, 10, 1)}, []string{"birth person.birth.adult"}},
		{"child of 17", person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2008, 10, 2)}, nil},
		{"companion of 14", person.Card{Role: person.Companion, Name: "Elliot", Birth: clock.NewDate(2012, 1, 1)}, []string{"birth person.companion.age"}},
		{"companion of 16", person.Card{Role: person.Companion, Name: "Mathias", Birth: clock.NewDate(2010, 1, 1)}, nil},
		{"name too long", person.Card{Role: person.Parent, Name: long}, []string{"name person.long"}},
		{"number of another day", person.Card{Role: person.Parent, Name: "Sanne", Birth: clock.NewDate(2001, 10, 7), CPR: "6610019998"}, []string{"cpr person.cpr.birth"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := w.Write(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Writer) error {
				_, err := person.Add(ctx, f, tt.card)
				return err
			})
			if d := cmp.Diff(tt.want, keysOf(err)); d != "" {
				t.Error(d)
			}
			if err != nil && strings.Contains(err.Error(), "6610") {
				t.Error("the number stands in the error")
			}
		})
	}
}

func TestCustodyHasSourceAndHistory(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course := w.Course(t)
		child, mother := add(t, w, w.Dorthe, course, noah), add(t, w, w.Dorthe, course, sanne)
		first := person.Relation{ID: db.NewID(), From: mother, To: child, Kind: person.MotherOf, Custody: yes()}
		relate := func(r person.Relation) error {
			return w.Write(t, w.Dorthe, course, func(ctx context.Context, f *casefile.Writer) error { return person.Relate(ctx, f, r) })
		}
		if d := cmp.Diff([]string{"source person.custody.source"}, keysOf(relate(first))); d != "" {
			t.Error(d)
		}
		first.Source = "CPR-udskrift"
		w.OK(t, relate(first))
		w.OK(t, relate(first))
		if got := cards(t, w, w.Lone, course); got[0].Custody || !got[1].Custody {
			t.Error("the mother holds custody, the child does not")
		}
		no := false
		w.OK(t, relate(person.Relation{From: mother, To: child, Kind: person.MotherOf, Custody: &no, Source: "retten", Supersedes: first.ID}))
		if got := cards(t, w, w.Lone, course); got[1].Custody {
			t.Error("custody has ended")
		}
		w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) error {
			now, err := person.Relations(ctx, f)
			if err != nil {
				return err
			}
			all, err := person.CustodyHistory(ctx, f, child)
			if len(now) != 1 || len(all) != 2 || all[0].Source != "CPR-udskrift" {
				t.Errorf("got %d now, %d ever", len(now), len(all))
			}
			return err
		}))
	})
}

func TestRelationOnlyBetweenPeopleOfTheCourse(t *testing.T) {
	w := casefiletest.One(t)
	one, two := w.Course(t), w.Course(t)
	child := add(t, w, w.Dorthe, one, noah)
	stranger := add(t, w, w.Dorthe, two, sanne)
	err := w.Write(t, w.Dorthe, one, func(ctx context.Context, f *casefile.Writer) error {
		return person.Relate(ctx, f, person.Relation{From: stranger, To: child, Kind: person.MotherOf})
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestWhoMayEnterAndRead(t *testing.T) {
	w := casefiletest.One(t)
	course := w.Course(t)
	enter := func(ctx context.Context, f *casefile.Writer) error {
		_, err := person.Add(ctx, f, person.Card{Role: person.Relative, Name: "Inger"})
		return err
	}
	for _, a := range []access.Actor{w.Dorthe, w.Gitte, w.Lone, w.Anders, w.Ellen} {
		w.OK(t, w.Write(t, a, course, enter))
	}
	for _, a := range []access.Actor{w.Lars, w.Birgitte, w.Admin} {
		w.Denied(t, w.Write(t, a, course, enter))
	}
	w.OK(t, w.Write(t, w.Gitte, course, func(ctx context.Context, f *casefile.Writer) error { return f.Grant(ctx, "lars", access.DeputyOf) }))
	w.Denied(t, w.Write(t, w.Lars, course, enter))
	w.Denied(t, w.Write(t, w.Lars, course, func(ctx context.Context, f *casefile.Writer) error {
		_, err := person.Reveal(ctx, f, db.NewID(), "x", "nysgerrig")
		return err
	}))
}

func TestAPersonWithoutNumberIsTakenAlongOnlyFromOnesOwnCourses(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		known := add(t, w, w.Dorthe, w.Course(t), person.Card{Role: person.Parent, Name: "Mads"})
		again := person.Card{Role: person.Parent, Name: "Mads", PersonID: known}
		if got := add(t, w, w.Dorthe, w.Course(t), again); got != known {
			t.Error("a known person became another")
		}
		foreign := db.NewID()
		w.OK(t, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			_, err := casefile.Create(context.Background(), tx, w.Lars, foreign, access.AdviserOn)
			return err
		}))
		if got := add(t, w, w.Lars, foreign, again); got == known {
			t.Error("an id from a course one may not see was linked")
		}
	})
}
