package development_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/report/reporttest"
	"samspil/internal/session"
)

// A coded strand is counted: nobody types it, and it says how sure it is.
func TestACodedStrandIsCounted(t *testing.T) {
	w := casefiletest.One(t)
	m := reporttest.Villads(t, w)
	birgitte := site(t, w).As(w.Birgitte)
	root := "/forloeb/" + m.ID + "/udvikling"
	id := db.NewID()
	form := url.Values{"id": {id}, "title": {"Leg på gulvet"}, "scale": {"responses"}, "every": {"7"}}
	if p := birgitte.Post(root+"/ny", form); p.Status != 422 || !p.Has("Tal fra kodning gælder ét barn og én forælder", "Villads og Camilla", "Villads og Jonas") {
		t.Fatalf("of no pair: %d %s", p.Status, p.Text())
	}
	form.Set("pair", m.Child+"~"+m.Mother)
	if p := birgitte.Post(root+"/ny", form); p.Status != 303 {
		t.Fatalf("opened: %d %s", p.Status, p.Text())
	}
	at := root + "/maal/" + id
	if p := birgitte.Get(at); !p.Has("Ingen samvær er talt endnu", "Ingen har kodet de samme minutter.") || p.Has("Skriv, hvorfor") {
		t.Errorf("before the first: %s", p.Text())
	}
	for _, path := range []string{"/maaling", "/mangler"} {
		if p := birgitte.Get(at + path); p.Status != 303 || p.Location != at {
			t.Errorf("%s: %d to %q", path, p.Status, p.Location)
		}
		if p := birgitte.Post(at+path, url.Values{"value": {"50"}, "on": {"1.10.2026"}, "words": {"tastet"}}); p.Status != 303 || p.Location != at {
			t.Errorf("%s typed: %d to %q", path, p.Status, p.Location)
		}
	}
	present := [][]string{{m.Child, m.Mother}, {m.Mother}, {m.Child, m.Father}, {m.Child}, {m.Mother, m.Father}}
	for n, bids := range []int{12, 6, 15, 17, 19} {
		w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
			visit, segment, day := db.NewID(), db.NewID(), clock.NewDate(2026, 10, 1)
			if err := session.Plan(ctx, f, session.Session{ID: visit, EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(1+n, 0),
				PlannedEnd: day.At(2+n, 0), Place: "Hjemme", Staff: []string{w.Birgitte.ID}, Persons: present[n]}); err != nil {
				return err
			}
			if err := interaction.Open(ctx, f, interaction.Segment{ID: segment, SessionID: visit, Part: "play", Scheme: "mikro 1.0",
				Source: interaction.Desk, StartedAt: day.At(1+n, 5)}); err != nil {
				return err
			}
			var list []interaction.Entry
			for i := range bids {
				list = append(list, interaction.Entry{ID: fmt.Sprintf("%s-%d", segment, i), Device: "p", Seq: i + 1, At: int64(i) * 10000,
					Deed: interaction.Point, Code: "B-INI"})
			}
			if _, err := interaction.Append(ctx, f, segment, list); err != nil {
				return err
			}
			return interaction.Close(ctx, f, segment, int64(bids)*10000)
		}))
	}
	if p := birgitte.Get(at); !p.Has("0 %", "Kodet af Birgitte, 12 hændelser (mikro 1.0)", "For få hændelser til at regne på (6)", "2 kodede besøg tæller ikke med: Der står ikke, hvem") || p.Has("tastet") || p.Has("15 hændelser") || p.Has("Ret målingen") {
		t.Errorf("counted: %s", p.Text())
	}
	// Of a strand that names no pair there is no curve once two were coded.
	w.OK(t, w.Write(t, w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		_, err := f.Exec(ctx, `UPDATE strand SET pair = '' WHERE id = $1`, id)
		return err
	}))
	if p := birgitte.Get(at); !p.Has("Et tal gælder ét barn og én forælder, så her er ingen fælles kurve") || p.Has("12 hændelser") || strings.Contains(p.Body, "<svg") && strings.Contains(p.Body, "kurve-"+id) {
		t.Errorf("of no pair: %s", p.Text())
	}
}
