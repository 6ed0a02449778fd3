package phones_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/lang"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/session"
	"samspil/internal/web/coursepage/coursepagetest"
	"samspil/internal/web/phones"
	"samspil/internal/web/testkit"
	"samspil/internal/wire"
)

const pin = "271894"

// story is a desk, a family and phones.
type story struct {
	t      *testing.T
	w      *casefiletest.World
	walk   *testkit.Walk
	family *coursepagetest.Family
}

func each(t *testing.T, f func(s *story)) {
	t.Helper()
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		family := coursepagetest.New(t, w)
		f(&story{t, w, testkit.New(t, testkit.Site{Store: w.Store, Routes: phones.Routes, Templates: phones.Templates}), family})
	})
}

func (s *story) in(f func(ctx context.Context, tx *casefile.Tx) error) {
	s.t.Helper()
	ctx := context.Background()
	if err := s.w.Store.Update(ctx, func(tx *casefile.Tx) error { return f(ctx, tx) }); err != nil {
		s.t.Fatal(err)
	}
}

// held is a phone and what the server knows of it.
type held struct {
	*outboxtest.Phone
	device device.Device
	owner  access.Actor
}

func (s *story) phone(owner access.Actor, name string) held {
	s.t.Helper()
	p, err := outboxtest.New(s.w.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	var code string
	s.in(func(ctx context.Context, tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	})
	d, err := device.Enrol(context.Background(), s.w.Store, device.Enrolment{Code: code, Name: name, PIN: pin, App: "test",
		Public: p.Public(), Sign: p.Sign([]byte(wire.EnrolWords + code))})
	if err != nil {
		s.t.Fatal(err)
	}
	p.ID = d.ID
	_, p.Receipts, err = s.w.Store.Keys.ReceiptKey(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return held{p, d, owner}
}

// write keeps a writing on the phone, about a session of the family.
func (s *story) write(p held, sessionID string, kind wire.Kind, payload any) {
	s.t.Helper()
	id, public, err := s.w.Store.Keys.Outbox(context.Background(), s.family.ID, s.w.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := p.Seal(outboxtest.Place{Case: s.family.ID, Contact: sessionID, Key: wire.PublicKey{Key: id, Public: public}}, kind, payload); err != nil {
		s.t.Fatal(err)
	}
}

// send hands over what waits on the phone, as the network does.
func (s *story) send(p held) {
	s.t.Helper()
	var d device.Device
	s.in(func(ctx context.Context, tx *casefile.Tx) (err error) { d, err = device.Get(ctx, tx, p.ID); return err })
	b := p.Batch(wire.MostBatch)
	answer, err := outbox.Receive(context.Background(), s.w.Store, outbox.Sender{Device: d, Actor: p.owner, Lang: lang.Danish}, b, phone.Apply)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := p.Take(b, answer); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) revoke(p held) {
	s.in(func(ctx context.Context, tx *casefile.Tx) error {
		return device.Revoke(ctx, tx, p.owner, p.ID, "Glemt i toget")
	})
}

// visit is a planned visit of Lone's.
func (s *story) visit() string {
	s.t.Helper()
	id := db.NewID()
	err := s.w.Write(s.t, s.w.Lone, s.family.ID, func(ctx context.Context, f *casefile.Writer) error {
		return session.Plan(ctx, f, session.Session{ID: id, Kind: session.Pedagogical, PlannedStart: s.w.Now(), PlannedEnd: s.w.Now().Add(time.Hour), Staff: []string{s.w.Lone.ID}, Persons: []string{s.family.Child}})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

func note(text string) wire.Writing {
	return wire.Writing{V: wire.Version, Note: &wire.Note{At: "2026-10-01T08:10:00+02:00", Text: text}}
}

func (s *story) shows(p testkit.Page, status int, words ...string) testkit.Page {
	s.t.Helper()
	if p.Status != status {
		s.t.Fatalf("%d, want %d: %.600s", p.Status, status, p.Text())
	}
	for _, w := range words {
		if !p.Has(w) {
			s.t.Errorf("the page does not say %q: %.1500s", w, p.Text())
		}
	}
	return p
}

func (s *story) lacks(p testkit.Page, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if p.Has(w) {
			s.t.Errorf("the page says %q", w)
		}
	}
}

func TestGettingAPhoneReady(t *testing.T) {
	each(t, func(s *story) {
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get("/telefoner"), 200, "Gør din telefon klar", "Her står din telefon, når den er klar")
		p := s.shows(lone.Post("/telefoner/kode", url.Values{}), 200, "Koden til din telefon", "kl. 08.10", "/telefon")
		start := strings.Index(p.Body, `class="phone-code"`)
		code := p.Body[start+strings.Index(p.Body[start:], ">")+1:]
		code = code[:strings.Index(code, "<")]
		q, err := outboxtest.New(s.w.Now)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := device.Enrol(context.Background(), s.w.Store, device.Enrolment{Code: code, Name: "Lones telefon", PIN: pin, Public: q.Public(), Sign: q.Sign([]byte(wire.EnrolWords + code))}); err != nil {
			t.Fatalf("the code on the page, %q: %v", code, err)
		}
		s.lacks(s.shows(lone.Get("/telefoner"), 200, "Lones telefon", "Alt, hvad den har fortalt om, er kommet"), "Gør din telefon klar", code)
		s.shows(s.walk.As(s.w.Lone).InEnglish().Get("/telefoner"), 200, "My phones", "All that it has told of has come")
		s.shows(lone.Get("/telefoner/kode"), 303)
		for _, nobody := range []access.Actor{s.w.Dorthe, s.w.Admin} {
			s.shows(s.walk.As(nobody).Get("/telefoner"), 404)
		}
	})
}

func TestShuttingAPhoneOut(t *testing.T) {
	each(t, func(s *story) {
		p := s.phone(s.w.Lone, "Lones telefon")
		at := "/telefoner/" + p.ID
		for _, nobody := range []access.Actor{s.w.Anders, s.w.Ellen} {
			s.shows(s.walk.As(nobody).Get(at), 404)
			s.shows(s.walk.As(nobody).Post(at+"/spaer", url.Values{"reason": {"væk"}}), 404)
		}
		s.shows(s.walk.As(s.w.Admin).Get("/indstillinger/telefoner"), 200, "Lones telefon", "Lone")
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get(at), 200, "Den kan gemme uden net", "Spær telefonen", "Ny pinkode")
		s.shows(lone.Post(at+"/spaer", url.Values{"reason": {""}}), 422, "Skriv, hvorfor telefonen spærres")
		s.shows(lone.Post(at+"/luk-op", url.Values{"pin": {"123456"}}), 422, "let at gætte")
		gitte := s.walk.As(s.w.Gitte)
		s.lacks(s.shows(gitte.Get(at), 200, "Lone", "Spær telefonen"), "Ny pinkode")
		s.shows(gitte.Post(at+"/luk-op", url.Values{"pin": {"604418"}}), 404)
		s.shows(gitte.Post(at+"/spaer", url.Values{"reason": {"Glemt i toget"}}), 303)
		s.lacks(s.shows(lone.Get(at), 200, "Spærret af Gitte tors. 1. okt. kl. 08.00", "Glemt i toget"), "Ny pinkode")
	})
}

func TestTheAdministratorShutsOutToo(t *testing.T) {
	each(t, func(s *story) {
		p := s.phone(s.w.Lone, "Lones telefon")
		asta := s.walk.As(s.w.Admin)
		at := "/indstillinger/telefoner/" + p.ID
		s.shows(asta.Get(at), 200, "Lones telefon", "Lone")
		s.shows(asta.Post(at+"/spaer", url.Values{"reason": {"Lone er syg"}}), 303)
		s.shows(asta.Get("/indstillinger/telefoner"), 200, "Spærret")
	})
}

func TestALockedPhoneIsTheNextStep(t *testing.T) {
	each(t, func(s *story) {
		p := s.phone(s.w.Lone, "Lones telefon")
		s.in(func(ctx context.Context, tx *casefile.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE device SET locked_at = 1, wrong = 5`)
			return err
		})
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get("/telefoner"), 200, "Luk Lones telefon op", "Låst")
		s.shows(lone.Get("/telefoner/"+p.ID), 200, "Luk telefonen op igen")
		s.shows(lone.Post("/telefoner/"+p.ID+"/luk-op", url.Values{"pin": {""}}), 303)
		s.lacks(s.shows(lone.Get("/telefoner"), 200, "Alt, hvad den har fortalt om, er kommet"), "Luk Lones telefon op")
	})
}

func TestTheLeaderSeesWhoIsSilent(t *testing.T) {
	each(t, func(s *story) {
		now := s.w.Now()
		s.phone(s.w.Anders, "Anders' telefon")
		s.w.SetNow(now.Add(50 * time.Hour))
		p := s.phone(s.w.Lone, "Lones telefon")
		for range 3 {
			s.write(p, "", wire.KindNote, note("x"))
		}
		p.Entries[1].Receipt.ID = "lost" // never sent
		s.send(p)
		s.w.SetNow(now.Add(75 * time.Hour))
		page := s.shows(s.walk.As(s.w.Gitte).Get("/telefoner"), 200, "Tavs i 3 døgn", "Tavs i 1 døgn", "1 er aldrig kommet")
		if strings.Index(page.Body, "Anders&#39; telefon") > strings.Index(page.Body, "Lones telefon") {
			t.Error("the longest silent does not stand first")
		}
		s.shows(s.walk.As(s.w.Gitte).Get("/telefoner/"+p.ID), 200, "Numre, der aldrig er kommet", "2")
		s.lacks(s.shows(s.walk.As(s.w.Lone).Get("/telefoner"), 200, "Lones telefon"), "Anders", "Holdets telefoner")
	})
}

func TestWhenThePhoneIsGone(t *testing.T) {
	each(t, func(s *story) {
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get("/telefoner/mistet"), 200, "Er telefonen væk?", "Gitte", "Du har ingen telefon i brug", "Ingen families navn eller adresse", "72 timer")
		p, visit := s.phone(s.w.Lone, "Lones telefon"), s.visit()
		s.write(p, visit, wire.KindStart, wire.Segment{V: 1, ID: db.NewID(), Session: visit, Part: "play", Scheme: "mikro 1.0", Live: true, Started: s.w.Now().Format(time.RFC3339)})
		s.write(p, visit, wire.KindNote, note("et hul"))
		s.write(p, visit, wire.KindNote, note("et minut senere"))
		p.Entries[1].Receipt.ID = "lost"
		s.send(p)
		page := s.shows(lone.Get("/telefoner/mistet"), 200, "Lones telefon", "Disse numre er aldrig kommet: 2", "2 indtastninger er kommet", "Noah")
		s.lacks(page, "et hul", "et minut senere")
		s.shows(s.walk.As(s.w.Gitte).Get("/telefoner/mistet"), 200, "Lones telefon, Lone", "Noah")
		s.lacks(s.walk.As(s.w.Karen).Get("/telefoner/mistet"), "Lones telefon", "Noah")
	})
}

// shelve makes a phone that was shut out before it sent: all of it lies on the shelf.
func (s *story) shelve(texts ...string) (p held, visit string) {
	s.t.Helper()
	p, visit = s.phone(s.w.Lone, "Lones telefon"), s.visit()
	for _, text := range texts {
		s.write(p, visit, wire.KindNote, note(text))
	}
	s.revoke(p)
	s.send(p)
	return p, visit
}

func TestTheShelfIsReadAndEmptied(t *testing.T) {
	each(t, func(s *story) {
		_, visit := s.shelve("Han rakte klodsen frem", "En anden ting", "Den tredje")
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get("/telefoner"), 200, "3 indtastninger venter")
		list := s.shows(lone.Get("/telefoner/hylden"), 200, "Noah", "Noget skrevet", "Telefonen er spærret", "Læg alle på plads")
		s.lacks(list, "klodsen")
		to := testkit.LinkWith(s.t, list, "/hylden/0")
		s.shows(lone.Get(to), 200, "Han rakte klodsen frem", "Læg på plads")
		for _, nobody := range []access.Actor{s.w.Dorthe, s.w.Karen, s.w.Admin} {
			s.shows(s.walk.As(nobody).Get(to), 404)
			s.shows(s.walk.As(nobody).Post(to+"/plads", url.Values{}), 404)
			s.shows(s.walk.As(nobody).Post(to+"/til-side", url.Values{"reason": {"nej"}}), 404)
		}
		s.shows(lone.Post(to+"/plads", url.Values{}), 303)
		notes := func() (all []string) {
			if err := s.w.Read(t, s.w.Lone, s.family.ID, func(ctx context.Context, f *casefile.Reader) error {
				found, err := phone.Notes(ctx, f, visit)
				for _, n := range found {
					all = append(all, n.Text)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return all
		}
		if got := notes(); len(got) != 1 || got[0] != "Han rakte klodsen frem" {
			t.Errorf("in its place: %q", got)
		}
		to = testkit.LinkWith(s.t, lone.Get("/telefoner/hylden"), "/hylden/0")
		s.shows(lone.Post(to+"/til-side", url.Values{"reason": {""}}), 422, "Skriv hvorfor", "En anden ting")
		s.shows(lone.Post(to+"/til-side", url.Values{"reason": {"Står der allerede"}}), 303)
		to = testkit.LinkWith(s.t, lone.Get("/telefoner/hylden"), "/hylden/0")
		s.shows(s.walk.As(s.w.Gitte).Post(to+"/plads", url.Values{}), 303) // her leader may too
		if got := notes(); len(got) != 2 || !slices.Contains(got, "Den tredje") {
			t.Errorf("in its place: %q", got)
		}
		s.shows(lone.Get("/telefoner/hylden"), 200, "Der ligger intet")
	})
}

func TestAllOfAContactIsPutInItsPlace(t *testing.T) {
	each(t, func(s *story) {
		_, visit := s.shelve("den ene", "den anden")
		lone := s.walk.As(s.w.Lone)
		at := "/forloeb/" + s.family.ID + "/hylden/samling/"
		s.shows(lone.Post(at+db.NewID()+"/plads", url.Values{}), 404)
		s.shows(s.walk.As(s.w.Dorthe).Post(at+visit+"/plads", url.Values{}), 404)
		for range 2 {
			s.shows(lone.Post(at+visit+"/plads", url.Values{}), 303)
		}
		s.shows(lone.Get("/telefoner/hylden"), 200, "Der ligger intet")
	})
}

// file is the form with a file from a phone.
func (s *story) file(who *testkit.Visitor, content []byte) testkit.Page {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "venter.json")
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		s.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		s.t.Fatal(err)
	}
	return who.PostBody("/telefoner/aflever", form.FormDataContentType(), &b)
}

func TestHandingInAFile(t *testing.T) {
	each(t, func(s *story) {
		p, visit := s.phone(s.w.Lone, "Lones telefon"), s.visit()
		for range 250 {
			s.write(p, visit, wire.KindNote, note("en ting"))
		}
		content, err := json.Marshal(p.Batch(1000))
		if err != nil {
			t.Fatal(err)
		}
		lone := s.walk.As(s.w.Lone)
		s.shows(lone.Get("/telefoner/aflever"), 200, "Aflever fra en telefon")
		for want, bad := range map[string]string{"Vælg filen": "", "Det er ikke en fil": "hej", "ingen indtastninger": `{"v":1,"dev":"` + p.ID + `"}`,
			"nyere program": `{"v":2,"dev":"x"}`, "ikke er din": `{"v":1,"dev":"never","entries":[{"h":"","e":"","c":"","s":""}]}`} {
			s.shows(s.file(lone, []byte(bad)), 422, want)
		}
		s.shows(s.file(s.walk.As(s.w.Anders), content), 422, "ikke er din eller dit holds") // another's phone
		s.shows(s.file(lone, content), 200, "Alt fra Lones telefon er kommet og gemt", "250 indtastninger")
		s.shows(s.file(s.walk.As(s.w.Gitte), content), 200, "Var her allerede", "250 indtastninger")
		s.write(p, visit, wire.KindNote, note("den sidste"))
		s.revoke(p)
		content, err = json.Marshal(p.Sending(p.Entries[250].Sealed))
		if err != nil {
			t.Fatal(err)
		}
		s.shows(s.file(lone, content), 200, "På hylden", "1 indtastning", "Se hylden")
		s.shows(lone.Get("/telefoner/hylden"), 200, "Telefonen er spærret")
	})
}

// TestAFileBringsThePicturesToo: a phone that was shut out can send no piece of them.
func TestAFileBringsThePicturesToo(t *testing.T) {
	each(t, func(s *story) {
		p := s.phone(s.w.Lone, "Lones telefon")
		sealed := bytes.Repeat([]byte("et billede, forseglet "), 30_000) // three pieces
		digest := sha256.Sum256(sealed)
		begun := outbox.Piece{Digest: digest[:], Size: len(sealed), Bytes: sealed[:wire.Piece]}
		if _, err := outbox.PutPiece(t.Context(), s.w.Store, device.Device{ID: p.ID}, begun); err != nil {
			t.Fatal(err)
		}
		s.revoke(p)
		file := p.Sending()
		file.Pictures = []wire.SealedPicture{{Digest: digest[:], Bytes: sealed}, {Digest: make([]byte, 32), Bytes: []byte("et andet")}, {Digest: digest[:1]}}
		content, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		lone := s.walk.As(s.w.Lone)
		for range 2 {
			s.shows(s.file(lone, content), 200, "Billeder, der er kommet", "1 billede", "ikke kunne tages imod", "2 billeder")
		}
		var whole int
		err = s.w.Store.DB.View(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT COUNT(*) FROM outbox_file WHERE whole = 1 AND size = $1`, len(sealed)).Scan(&whole)
		})
		if err != nil || whole != 1 {
			t.Errorf("%d pictures are whole: %v", whole, err)
		}
	})
}

// TestEveryFieldOfAWritingHasAName asks each part that a phone can write for its fields.
func TestEveryFieldOfAWritingHasAName(t *testing.T) {
	unsaid := []string{"v", "version", "id", "digest", "size", "key", "type", "session", "of", "feedback", "strand", "builds_on", "begun", "stands", "seen", "beside", "goal_notes", "fields"}
	whole := reflect.TypeFor[wire.Writing]()
	for i := range whole.NumField() {
		part := whole.Field(i).Type
		if part.Kind() != reflect.Pointer {
			continue
		}
		for j := range part.Elem().NumField() {
			name, _, _ := strings.Cut(part.Elem().Field(j).Tag.Get("json"), ",")
			if key := "phones.field." + name; !slices.Contains(unsaid, name) && !lang.Has(lang.Danish, key) {
				t.Errorf("%s of %s has no name %s", name, part.Elem().Name(), key)
			}
		}
	}
	for _, k := range wire.Kinds {
		if !lang.Has(lang.Danish, "phones.kind."+string(k)) {
			t.Errorf("%s has no words", k)
		}
	}
}
