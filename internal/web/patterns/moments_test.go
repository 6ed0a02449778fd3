package patterns_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/db"
)

func TestShowingWhatWentWell(t *testing.T) {
	b := newNoah(t)
	id := b.held(clock.NewDate(2026, 9, 30))
	b.planned(clock.NewDate(2026, 10, 7))
	at := b.path("samvaer", id, "det-gik-godt")
	lone := b.walk.As(b.w.Lone)
	if p := lone.Get(at); p.Status != 200 || !p.Has("Der er ingen forslag endnu", "Onsdag 7. oktober 2026 kl. 14.30", "Lone er der.") {
		t.Errorf("before anything is coded: %d %s", p.Status, p.Text())
	}
	if p := lone.Get(at + "/vis"); p.Location != at {
		t.Errorf("nothing to show leads to %q", p.Location)
	}
	length, taps := answered(6)
	b.coded(b.w.Lone, id, "", length, taps...)
	p := lone.Get(at)
	if n := strings.Count(p.Body, `name="use"`); n < 4 || strings.Contains(p.Body, "Du tager over") {
		t.Errorf("%d suggestions, taking over among them: %v", n, strings.Contains(p.Body, "Du tager over"))
	}

	form := carried(p)
	form.Set("practise", "Vent, til Noah kigger op.")
	use := strings.Split(strings.Split(p.Body, `name="use" value="`)[1], `"`)[0]
	form.Set("use", use)
	p = lone.Post(at, form)
	if p.Status != 200 || !strings.Contains(p.Body, `value="B-KON"`) || !p.Has("Vent, til Noah kigger op.") {
		t.Fatalf("a suggestion taken in: %d %s", p.Status, p.Text())
	}
	full := carried(p)
	full.Set("use", use)
	full.Set("child-words-1", "To.")
	full.Set("child-words-2", "Tre.")
	if p := lone.Post(at, full); p.Status != 422 || !p.Has("Der er plads til tre", "To.", "Tre.") {
		t.Errorf("a fourth moment: %d", p.Status)
	}
	form = carried(p)
	form.Set("practise", "Vent, til Noah kigger op.")
	if p := lone.Post(at, form); p.Status != 422 || !p.Has("Skriv mindst én sætning om øjeblikket") {
		t.Errorf("a moment without words: %d %s", p.Status, p.Text())
	}
	form.Set("child-words-0", "Noah rakte klodsen frem og sagde »mor, se«.")
	form.Set("parent-words-0", "Du sagde »ja, den er rød«.")
	form.Set("setback", "Det er blevet sværere at sige farvel.")
	if p := lone.Post(at, form); p.Status != 422 || !p.Has("Skriv, hvornår I taler om det") {
		t.Errorf("a setback that nobody will talk about: %d", p.Status)
	}
	form.Set("talk", "Det taler vi om sammen i dag.")
	form.Set("words", "Kenneths besøg gik også godt.")
	if p := lone.Post(at, form); p.Status != 422 || !p.Has("Her står navnet på en, som siden ikke handler om") {
		t.Errorf("the other parent's name: %d", p.Status)
	}
	form.Set("words", "I foråret kom der flere af den slags øjeblikke.")
	form.Set("next", "Onsdag 7. oktober kl. 14.30")
	if p := lone.Post(at, form); p.Location != at {
		t.Fatalf("saved: %d %s", p.Status, p.Text())
	}
	if p := lone.Post(at, form); p.Location != at {
		t.Errorf("handed in twice: %d", p.Status)
	}
	if p := lone.Get(at); !p.Has("Vis øjeblikkene til Sanne", "Gemt af Lone", "Er med") {
		t.Errorf("after saving: %s", p.Text())
	}
	b.shown(t, at, id)
	stale := url.Values{}
	for k, v := range form {
		stale[k] = v
	}
	stale.Set("id", db.NewID())
	stale.Set("practise", "Noget andet")
	if p := b.walk.As(b.w.Anders).Post(at, stale); p.Status != 409 || !p.Has("Vent, til Noah kigger op.") {
		t.Errorf("an old page handed in by a colleague: %d", p.Status)
	}
}

// shown looks at the page that the parent sees.
func (b *noah) shown(t *testing.T, at, id string) {
	t.Helper()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		c, err := contact.Get(ctx, &f.Reader, id)
		if err != nil {
			return err
		}
		held := true
		return contact.Answer(ctx, f, id, contact.After{Entry: contact.Entry{ID: db.NewID(), Version: c.After.Version}, Held: &held, ParentWords: "»Han kom selv over til mig.«"})
	})
	p := b.walk.As(b.w.Lone).Get(at + "/vis")
	if !p.Has("Hej Sanne. Her er et øjeblik med Noah fra onsdag 30. september 2026.", "Noah viser", "Du svarer", "Du sagde »ja, den er rød«.", "Øv én ting",
		"Det er blevet sværere at sige farvel.", "Det taler vi om sammen i dag.", "»Han kom selv over til mig.«", "Onsdag 7. oktober kl. 14.30") {
		t.Errorf("the parent reads: %s", p.Text())
	}
	for _, word := range []string{"Kenneth", "%", "B-KON", "F-FØL", "Kodning"} {
		if strings.Contains(p.Text(), word) {
			t.Errorf("the parent reads %q", word)
		}
	}
	if strings.Contains(p.Body, `href="/forloeb"`) {
		t.Error("the menu stands on the page for the parent")
	}
	if p := b.walk.As(b.w.Lone).Get(at + "/vis?luk=1"); !p.Has("Er det dig, Lone?", "Bliv på siden") {
		t.Errorf("the way out: %s", p.Text())
	}
}

func TestMomentsWithoutCodingAndWhoMay(t *testing.T) {
	b := newNoah(t)
	id := b.held(clock.NewDate(2026, 9, 30))
	at := b.path("samvaer", id, "det-gik-godt")
	form := b.open(b.w.Anders, at)
	if p := b.walk.As(b.w.Anders).Post(at, form); p.Status != 422 || !p.Has("Skriv mindst ét øjeblik") {
		t.Errorf("nothing written: %d", p.Status)
	}
	form.Set("begins-0", "parent")
	form.Set("parent-words-0", "Du ventede.")
	form.Set("child-words-0", "Så kiggede Noah op på dig.")
	form.Set("child-picture-0", "rocket")
	if p := b.walk.As(b.w.Anders).Post(at, form); p.Status != 422 {
		t.Errorf("a picture that is none: %d", p.Status)
	}
	form.Set("child-picture-0", "eye")
	if p := b.walk.As(b.w.Anders).Post(at, form); p.Status != 303 {
		t.Fatalf("saved: %d %s", p.Status, p.Text())
	}
	text := b.walk.As(b.w.Ellen).Get(at + "/vis").Text()
	if first, second := strings.Index(text, "Du ventede."), strings.Index(text, "Så kiggede Noah"); first < 0 || second < first {
		t.Errorf("who began does not come first: %s", text)
	}
	form.Set("remove", "0")
	if p := b.walk.As(b.w.Anders).Post(at, form); p.Status != 200 || strings.Contains(p.Text(), "Du ventede.") {
		t.Errorf("taken out: %d", p.Status)
	}
	for _, who := range []string{"Dorthe", "Admin"} {
		actor := b.w.Dorthe
		if who == "Admin" {
			actor = b.w.Admin
		}
		if p := b.walk.As(actor).Get(at); p.Status == 200 {
			t.Errorf("%s chooses moments", who)
		}
		if p := b.walk.As(actor).Get(at + "/vis"); p.Status == 200 {
			t.Errorf("%s reads the moments", who)
		}
	}
	if p := b.walk.As(b.w.Gitte).Get(at); p.Has("Dine øjeblikke") {
		t.Error("the leader reads without a reason")
	}
	if p := b.walk.As(b.w.Lone).Get(b.path("samvaer", db.NewID(), "det-gik-godt")); p.Status != 404 {
		t.Errorf("a contact that is not there: %d", p.Status)
	}
	if p := b.walk.As(b.w.Lone).InEnglish().Get(at); !p.Has("It went well", "Your moments") {
		t.Errorf("in English: %s", p.Text())
	}
}
