package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/db"
)

// desk returns a real site with Asta logged in at the administrator's desk.
func desk(t *testing.T) *browser {
	t.Helper()
	w := newWorld(t, false)
	asta, password := w.add("Asta", access.Administrator)
	b := w.browser()
	b.settle(asta, password)
	return b
}

const newAccount = "/indstillinger/konti/ny"

func TestAddingAnAccount(t *testing.T) {
	b := desk(t)
	p := b.get(newAccount)
	p.has(t, 200, newAccount, "Opret en konto", "Ansat i", "Rolle")
	id := p.find(t, `name="id" value="([0-9a-f-]{36})"`)
	house := p.find(t, `<option value="([0-9a-f-]{36})"[^>]*>Familiehuset<`)
	bad := map[string]struct {
		pairs []string
		words string
	}{
		"empty":      {nil, "Skriv personens navn"},
		"bad e-mail": {[]string{"name", "Lone", "email", "lone", "organisation", house, "role", "consultant"}, "Skriv en mailadresse"},
		"taken":      {[]string{"name", "Lone", "email", "asta@huset.invalid", "organisation", house, "role", "consultant"}, "bruger allerede den mail"},
		"no role":    {[]string{"name", "Lone", "email", "lone@huset.invalid", "organisation", house}, "Vælg, hvad personen er ansat som"},
		"no place":   {[]string{"name", "Lone", "email", "lone@huset.invalid", "role", "consultant"}, "Vælg, hvor personen er ansat"},
		"adviser":    {[]string{"name", "Lone", "email", "lone@huset.invalid", "organisation", house, "role", "adviser"}, "Rådgivere hører til i en kommune"},
		"too long":   {[]string{"name", strings.Repeat("Lone ", 30), "email", "lone@huset.invalid", "organisation", house, "role", "consultant"}, "højst være på 100 tegn"},
	}
	for name, c := range bad {
		got := b.post(newAccount, append(c.pairs, "id", id)...)
		got.has(t, 422, newAccount, c.words)
		if len(c.pairs) > 1 && !strings.Contains(got.body, `value="`+strings.TrimSpace(c.pairs[1])) {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	good := []string{"id", id, "name", "Lone", "email", "Lone@huset.invalid", "organisation", house, "role", "consultant", "phone", "00 00 00 01"}
	done := b.post(newAccount, good...)
	done.has(t, 200, newAccount, "Første adgangskode", "Lone")
	password := done.find(t, `class="key">([a-z2-7-]{19})<`)
	b.post(newAccount, good...).has(t, 200, "/indstillinger", "Kontoen er oprettet", "lone@huset.invalid", "Har ikke logget ind endnu")
	lone := b.world.browser()
	lone.settle(b.person("Lone"), password)
	lone.get("/mine-log-ind").has(t, 200, "/mine-log-ind", "Denne browser")
	lone.get("/indstillinger").has(t, 404, "/indstillinger")
}

func TestChangingAnAccount(t *testing.T) {
	b := desk(t)
	b.add("Lone", access.Consultant)
	b.add("Gitte", access.Leader)
	lone := b.person("Lone")
	at := "/indstillinger/konti/" + lone.ID
	p := b.get(at)
	p.has(t, 200, at, "Lone", "Gitte", "Væk fra")
	version := p.find(t, `name="version" value="([0-9]+)"`)
	form := []string{"version", version, "name", "Lone", "role", "consultant", "phone", "00 00 00 07", "leader", b.person("Gitte").ID, "absent_from", "1.10.2026", "absent_to", "3.10.2026"}
	b.post(at, append(form, "absent_to", "30.9.2026")...).has(t, 422, at, "Sidste dag kan ikke ligge før første dag")
	b.post(at, append(form, "absent_to", "engang")...).has(t, 422, at)
	b.post(at, form...).has(t, 200, "/indstillinger", "Kontoen er ændret", "Væk")
	stale := b.post(at, append(form, "phone", "00 00 00 99")...)
	stale.has(t, 409, at, "00 00 00 07")
	if !strings.Contains(stale.body, "00 00 00 99") {
		t.Error("what was typed is gone")
	}
	asta := "/indstillinger/konti/" + b.person("Asta").ID
	b.post(asta, "version", "1", "name", "Asta", "role", "leader").has(t, 422, asta, "Du kan ikke ændre din egen rolle")
	b.get("/indstillinger/konti/"+db.NewID()).find(t, `(Siden|siden)`)
}

func TestEndingAndResettingAnAccount(t *testing.T) {
	b := desk(t)
	lone, first := b.add("Lone", access.Consultant)
	at := "/indstillinger/konti/" + lone.ID
	hers := b.world.browser()
	hers.settle(lone, first)
	p := b.post(at + "/ny-start")
	p.has(t, 200, at+"/ny-start", "Første adgangskode")
	hers.get("/mine-log-ind").has(t, 200, "/log-ind")
	hers.post("/log-ind", "email", lone.Email, "password", ownPassword).has(t, 422, "/log-ind")
	hers.settle(lone, p.find(t, `class="key">([a-z2-7-]{19})<`))
	b.post(at+"/luk").has(t, 200, "/indstillinger", "Lukkede konti", "lukket 1. oktober 2026")
	hers.get("/mine-log-ind").has(t, 200, "/log-ind")
	b.get(at).has(t, 200, at, "bliver stående")
	b.post("/indstillinger/konti/"+b.person("Asta").ID+"/luk").has(t, 422, "/indstillinger/konti/"+b.person("Asta").ID+"/luk", "Du kan ikke lukke din egen konto")
}

func TestAddingAPlace(t *testing.T) {
	b := desk(t)
	const at = "/indstillinger/steder/nyt"
	b.post(at, "kind", "municipality", "name", " ").has(t, 422, at, "Skriv organisationens navn")
	b.post(at, "name", "Bakkeby Kommune").has(t, 422, at, "enten leverandør eller kommune")
	for range 2 {
		b.post(at, "kind", "municipality", "name", "Bakkeby Kommune").has(t, 200, "/indstillinger", "Bakkeby Kommune", "ingen konti endnu")
	}
}

func TestTheLogIsCheckedAtTheDesk(t *testing.T) {
	b := desk(t)
	b.get("/indstillinger/drift").has(t, 200, "/indstillinger/drift", "Alt arbejde går igennem", "Alle afvisninger er skrevet i loggen")
	const at = "/indstillinger/drift/log"
	b.post(at).has(t, 200, at, "Loggen er hel")
	err := b.data.Update(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE audit_line SET actor = 'somebody' WHERE sequence = 2`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.post(at).has(t, 200, at, "1 linje er ikke, som den blev skrevet", "lad maskinen stå urørt")
}

func TestChangingOnesOwnPassword(t *testing.T) {
	b := desk(t)
	const at = "/mine-log-ind/adgangskode"
	b.clock = b.clock.Add(time.Second)
	b.get(at).has(t, 200, at, "Skift adgangskode")
	const fresh = "tolv gule ænder på en å"
	wrong := b.post(at, "old", "forkert", "new", fresh, "again", fresh)
	wrong.has(t, 422, at, "ikke din nuværende adgangskode")
	if strings.Contains(wrong.body, fresh) {
		t.Error("a password stands in the page")
	}
	b.post(at, "old", ownPassword, "new", "kort", "again", "kort").has(t, 422, at, "mindst 12 tegn")
	b.post(at, "old", ownPassword, "new", fresh, "again", fresh).has(t, 200, "/mine-log-ind", "Din adgangskode er skiftet")
	b.world.browser().post("/log-ind", "email", "asta@huset.invalid", "password", ownPassword).has(t, 422, "/log-ind")
	b.world.browser().post("/log-ind", "email", "asta@huset.invalid", "password", fresh).has(t, 200, "/log-ind/kode")
	b.world.browser().post(at, "old", fresh).has(t, 200, "/log-ind")
}
