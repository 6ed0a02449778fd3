package contacts_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/scheme"
)

// Whether Sanne may be coded is asked before the contact and on its page; a yes can
// be taken back, and what was coded against a no is pointed out.
func TestTheDeskAsksAboutCoding(t *testing.T) {
	b := newHouse(t)
	id := b.booked("30.9.2026")
	at, lone := b.path("samvaer", id), b.walk.As(b.w.Lone)
	if page := lone.Get(at + "/foer"); page.Has("Siger Sanne ja til kodning") {
		t.Error("asked although nothing may be described")
	}
	b.agree()
	if page := lone.Get(at); !page.Has("Der er ikke skrevet noget svar", "Skriv svaret om kodning") {
		t.Errorf("not asked: %s", page.Text())
	}
	if page := lone.Get(at + "/foer"); !page.Has("Siger Sanne ja til kodning i dag?", "kan sige nej igen når som helst") {
		t.Error("the form before does not ask")
	}
	b.sent(at+"/foer", map[string]string{"held": "ja", "start": "14.10", "end": "14.20", "coding": "ja"})
	if page := lone.Get(at); !page.Has("Sanne sagde ja kl. 14.20. Skrevet af Lone", "Skriv et nyt svar") {
		t.Errorf("answered: %s", page.Text())
	}
	if page := lone.Get(at + "/foer"); !strings.Contains(page.Body, `name="coding" value="ja" checked`) {
		t.Error("the form before does not show the answer")
	}
	for name, fields := range map[string]map[string]string{"Svar ja eller nej": {"at": "14.50"}, "Skriv tiden i timer og minutter": {"coding": "nej", "at": "snart"}} {
		if page := b.send(at+"/ja-til-kodning", fields); page.Status != 422 || !page.Has(name) {
			t.Errorf("%s: %d %s", name, page.Status, problems(page))
		}
	}
	for _, start := range []int{30, 51} {
		b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			s := interaction.Segment{ID: db.NewID(), SessionID: id, Part: "play", Scheme: scheme.Shipped().Ref(), Source: interaction.Phone, StartedAt: clock.NewDate(2026, 9, 30).At(14, start)}
			if err := interaction.Open(ctx, f, s); err != nil {
				return err
			}
			_, err := interaction.Append(ctx, f, s.ID, taps(s.ID, 3))
			return err
		})
	}
	if page := lone.Get(at); page.Has("Kodet efter et nej") {
		t.Error("coded with a yes, and pointed out")
	}
	b.sent(at+"/ja-til-kodning", map[string]string{"coding": "nej", "at": "14.50"})
	page := lone.Get(at)
	if !page.Has("Sanne sagde nej kl. 14.50. Skrevet af Lone", "Kodet efter et nej", "Stykket »Leg« fra kl. 14.51 er kodet, mens Sanne havde sagt nej") || page.Has("fra kl. 14.30 er kodet") {
		t.Errorf("coded after a no: %s", page.Text())
	}
	if page := lone.InEnglish().Get(at); !page.Has("Sanne said no at 14:50", "Coded after a no") {
		t.Errorf("in English: %s", page.Text())
	}
	b.sent(at+"/under", b.attended())
	b.sent(at+"/efter", map[string]string{"observation": "Noah rakte klodsen frem.", "held": "ja", "attention": "nej"})
	other := b.path("samvaer", b.booked("23.9.2026"))
	b.sent(other+"/under", b.attended())
	if page := lone.Get(other); page.Has("Kodning i dag") {
		t.Error("a contact that is over and was not coded asks about coding")
	}
}
