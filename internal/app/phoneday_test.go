package app

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// numberOfAPerson is ten digits as a CPR number is written, or eight as a telephone is.
var numberOfAPerson = regexp.MustCompile(`\b\d{6}-?\d{4}\b|\b\d\d \d\d \d\d \d\d\b`)

// TestNoDayOfAPhoneGivesAnybodyAway makes the day of everybody in the demo, on every day
// of two weeks, and looks for hidden places, surnames of the families, and numbers of
// persons.
func TestNoDayOfAPhoneGivesAnybodyAway(t *testing.T) {
	w := newWorld(t, true)
	ctx, began := context.Background(), w.clock
	visits, courses := 0, 0
	for day := range 14 {
		w.clock = began.AddDate(0, 0, day-4)
		err := w.cases.Update(ctx, func(tx *casefile.Tx) error {
			staff, err := login.Staff(ctx, tx.Tx)
			if err != nil {
				return err
			}
			for _, who := range staff {
				d, err := phone.Today(ctx, tx, who.Actor(), "telefon", lang.Danish)
				if err != nil {
					return err
				}
				visits, courses = visits+len(d.Visits), courses+len(d.Courses)
				w.looksAt(tx, who, staff, d)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if visits < 5 || courses < 20 {
		t.Errorf("only %d visits and %d courses were looked at", visits, courses)
	}
	t.Logf("%d visits, %d courses", visits, courses)
}

func (w *world) looksAt(tx *casefile.Tx, who login.Account, staff map[string]login.Account, d wire.Day) {
	w.t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		w.t.Fatal(err)
	}
	all := string(text)
	for _, word := range protectedWords {
		if strings.Contains(all, word) {
			w.t.Errorf("the day of %s holds %q", who.Name, word)
		}
	}
	if d.Leader != nil && d.Leader.Phone != staff[who.LeaderID].Phone {
		w.t.Errorf("the number to call on the day of %s is not the leader's at work", who.Name)
	}
	d.Scheme, d.Receipts, d.Leader = wire.Scheme{}, wire.PublicKey{}, nil
	for i := range d.Courses {
		d.Courses[i].Key = wire.PublicKey{}
		for _, name := range w.surnames(tx, who, d.Courses[i].Case) {
			if strings.Contains(all, name) {
				w.t.Errorf("the day of %s holds the surname %q", who.Name, name)
			}
		}
	}
	if text, err = json.Marshal(d); err != nil {
		w.t.Fatal(err)
	}
	if m := numberOfAPerson.FindString(string(text)); m != "" {
		w.t.Errorf("the day of %s holds the number %q", who.Name, m)
	}
}

// surnames are those of the people of a course, where names have more than one word.
func (w *world) surnames(tx *casefile.Tx, who login.Account, course string) (out []string) {
	w.t.Helper()
	f, err := casefile.OpenRead(context.Background(), tx, who.Actor(), course, access.Purpose{Code: access.Deliver})
	if err != nil {
		w.t.Fatal(err)
	}
	cards, err := person.Cards(context.Background(), f)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range cards {
		if words := strings.Fields(c.Name); len(words) > 1 {
			out = append(out, words[1:]...)
		}
	}
	return out
}
