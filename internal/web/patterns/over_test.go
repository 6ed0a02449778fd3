package patterns_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
)

func TestOverTheContacts(t *testing.T) {
	b := newNoah(t)
	at := b.path("samspil")
	lone := b.walk.As(b.w.Lone)
	if p := lone.Get(at); p.Status != 200 || !p.Has("Ingen samvær er kodet endnu", "Kod et stykke af et samvær") {
		t.Errorf("before anything is coded: %d %s", p.Status, p.Text())
	}
	length, taps := answered(20)
	b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 2)), "", length, taps...)
	b.held(clock.NewDate(2026, 9, 9))
	b.coded(b.w.Lone, b.held(clock.NewDate(2026, 9, 23)), "", 60, tap{code: "B-KON", at: 5}, tap{code: "F-FØL", at: 7})
	latest := b.held(clock.NewDate(2026, 9, 30))
	first := b.coded(b.w.Lone, latest, "", length, taps[:44]...)
	p := lone.Get(at)
	for _, words := range []string{
		"Fik Noah svar på det, Noah begyndte på?", "Senest 84 %, 30. september. De 2 samvær med øjeblikke nok ligger mellem 80 % og 84 %.",
		"Ingen har kodet sammen med Lone endnu", "2 ud af mindst 5 samvær", "Ikke kodet", "For få til at regne på", "mangler", "for få",
		"Der er ingen grænse for, hvad der er godt nok", "Følg det også i udviklingen", "Kodningen er ikke en test",
	} {
		if !p.Has(words) {
			t.Errorf("no %q in %s", words, p.Text())
		}
	}
	if strings.Count(p.Body, `class="multiple chosen"`) != 1 || !strings.Contains(lone.Get(at+"?tal=I4").Body, `<article class="multiple chosen" id="I4">`) {
		t.Error("not one figure is chosen for the phone")
	}
	csv := lone.Get(at + "/tal.csv").Body
	if !strings.HasPrefix(csv, "\ufeffTal;Dato;Svar") || !strings.Contains(csv, "23. september 2026;For få til at regne på;;") {
		t.Errorf("the file: %.400s", csv)
	}
	b.write(b.w.Ellen, func(ctx context.Context, f *casefile.Writer) error {
		return instrument.Open(ctx, f, instrument.Strand{ID: db.NewID(), Instrument: "responses", Title: "Svar", RaterRole: singlecase.Observation,
			RaterID: "lone", RaterName: "Lone", EachContact: true, OpenedOn: clock.NewDate(2026, 9, 1)})
	})
	if p := lone.Get(at); !p.Has("Tæller med i udviklingen") {
		t.Error("the strand that it counts in is not told")
	}
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return interaction.Invite(ctx, f, db.NewID(), first, "anders")
	})
	if p := b.walk.As(b.w.Anders).Get(at); !p.Has("En kollega har bedt dig kode et stykke", "30. september, leg. Lone har bedt om det.") {
		t.Errorf("the one who is asked: %s", p.Text())
	}
	b.coded(b.w.Anders, latest, first, length, taps[:44]...)
	if p := lone.Get(at); !p.Has("To har kodet det samme stykke én gang. Der skal mindst 5 til") {
		t.Errorf("coded twice: %s", p.Text())
	}
	if p := b.walk.As(b.w.Dorthe).Get(at); p.Status == 200 {
		t.Error("the adviser sees the figures of the raw coding")
	}
	if p := b.walk.As(b.w.Gitte).Get(at); p.Has("Senest 84") {
		t.Error("the leader reads without a reason")
	}
	if p := lone.InEnglish().Get(at); !p.Has("Nobody", "The interplay over time") && !p.Has("Two have coded") {
		t.Errorf("in English: %s", p.Text())
	}
}
