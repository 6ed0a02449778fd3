package patterns_test

import (
	"net/url"
	"strings"
	"testing"

	"samspil/internal/clock"
	"samspil/internal/db"
)

func TestASecondCoderFromAskingToTalking(t *testing.T) {
	b := newNoah(t)
	id := b.held(clock.NewDate(2026, 9, 30))
	length, taps := answered(12)
	first := b.coded(b.w.Lone, id, "", length, taps...)
	at := b.path("kodning", first, "enighed")
	lone, anders := b.walk.As(b.w.Lone), b.walk.As(b.w.Anders)
	p := lone.Get(at)
	if p.Status != 200 || !p.Has("Når to koder det samme stykke hver for sig", "Bed en kollega kode det samme", "Anders", "Ellen") || strings.Contains(p.Body, `value="lone"`) {
		t.Errorf("whom can be asked: %d %s", p.Status, p.Text())
	}
	if p := lone.Post(at+"/bed", carried(p)); p.Status != 422 || !p.Has("Vælg, hvem du beder") {
		t.Errorf("nobody chosen: %d", p.Status)
	}
	for _, who := range []string{"lone", "mikkel", "x"} {
		if p := lone.Post(at+"/bed", url.Values{"id": {db.NewID()}, "staff": {who}}); p.Status != 422 {
			t.Errorf("%s asked: %d", who, p.Status)
		}
	}
	ask := url.Values{"id": {db.NewID()}, "staff": {"anders"}}
	for range 2 {
		if p := lone.Post(at+"/bed", ask); p.Location != at {
			t.Fatalf("asked: %d %s", p.Status, p.Text())
		}
	}
	if p := lone.Get(at); !p.Has("Bedt om at kode det samme", "Bedt 1. oktober 2026") || p.Has("Så det samme") {
		t.Errorf("waiting: %s", p.Text())
	}

	p = anders.Get(at)
	if !p.Has("Lone har bedt dig kode det stykke, Lone har kodet", "onsdag 30. september 2026, leg, fra kl. 08.00", "Begynd") {
		t.Errorf("the one who is asked: %s", p.Text())
	}
	if strings.Contains(p.Body, "<svg xmlns") {
		t.Error("the one who is asked sees the first coding")
	}
	if p := b.walk.As(b.w.Ellen).Post(at+"/kod", url.Values{"id": {db.NewID()}}); p.Status != 404 {
		t.Errorf("somebody who was not asked begins: %d", p.Status)
	}
	begin := url.Values{"id": {db.NewID()}}
	to := anders.Post(at+"/kod", begin).Location
	if again := anders.Post(at+"/kod", url.Values{"id": {db.NewID()}}).Location; to == "" || again != to {
		t.Fatalf("begun: %q, and again: %q", to, again)
	}
	if p := anders.Get(at); !p.Has("Du er i gang", "Gå til kodningen") || p.Has("Sekund for sekund") {
		t.Errorf("under way: %s", p.Text())
	}
	if p := lone.Get(at); !p.Has("Er i gang") || p.Has("Sekund for sekund") {
		t.Errorf("the first coder meanwhile: %s", p.Text())
	}
	if p := lone.Get(at + "/steder.csv"); p.Status == 200 {
		t.Error("the places are there before both have finished")
	}
	// He sees most of it a second later, one taking over as framing, and misses one.
	seen := append([]tap{}, taps...)
	for i := range seen {
		seen[i].at++
		if seen[i].until > 0 {
			seen[i].until++
		}
	}
	changed := 0
	for i := range seen {
		if seen[i].code == "F-OVE" && changed == 0 {
			seen[i].code = "F-RAM"
			changed++
		}
	}
	b.finish(b.w.Anders, to[strings.LastIndex(to, "/")+1:], length, seen[:len(seen)-1])
	p = lone.Get(at)
	if !p.Has("I så det samme 26 af 28 gange", "Ingen af jer har kodet forkert", "Tal om disse 2 steder", "Overtager", "Rammesætter", "intet", "med Lone som udgangspunkt: kappa",
		"med Anders som udgangspunkt: kappa", "På netop dette stykke ville to", "I kurverne tæller kodningen af Lone", "Der er ingen kappa, der er god nok alle steder") {
		t.Errorf("both have finished: %s", p.Text())
	}
	if p := b.walk.As(b.w.Ellen).Get(at); !p.Has("Lone og Anders så det samme") {
		t.Errorf("somebody else reads: %s", p.Text())
	}
	if csv := lone.Get(at + "/steder.csv").Body; !strings.HasPrefix(csv, "\ufeffTid;Lone;Anders") || !strings.Contains(csv, "Overtager;Rammesætter") {
		t.Errorf("the file: %s", csv)
	}
	if p := b.walk.As(b.w.Dorthe).Get(at); p.Status == 200 {
		t.Error("the adviser sees the codings")
	}
	if p := b.walk.As(b.w.Gitte).Get(at); p.Has("så det samme") {
		t.Error("the leader sees them without a reason")
	}
	if p := lone.Get(b.path("kodning", db.NewID(), "enighed")); p.Status != 404 {
		t.Errorf("a stretch that is none: %d", p.Status)
	}
	if p := lone.InEnglish().Get(at); !p.Has("You saw the same", "Neither of you has coded wrongly") {
		t.Errorf("in English: %s", p.Text())
	}
}

func TestNobodyIsAskedBeforeTheFirstHasFinished(t *testing.T) {
	b := newNoah(t)
	id := b.held(clock.NewDate(2026, 9, 30))
	first := b.opened(b.w.Lone, id, "")
	at := b.path("kodning", first, "enighed")
	if p := b.walk.As(b.w.Lone).Get(at); !p.Has("Kod stykket færdigt først") || p.Has("Bed en kollega") {
		t.Errorf("the coder: %s", p.Text())
	}
	if p := b.walk.As(b.w.Ellen).Get(at); !p.Has("Lone er ikke færdig med at kode stykket endnu") {
		t.Errorf("somebody else: %s", p.Text())
	}
}
