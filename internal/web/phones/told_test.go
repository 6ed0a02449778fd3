package phones_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/web/testkit"
	"samspil/internal/wire"
)

// TestTheLeaderIsToldThatAPhoneWasShutOut: what Lone or the administrator did stands
// first on her leader's page until the leader has said that she knows.
func TestTheLeaderIsToldThatAPhoneWasShutOut(t *testing.T) {
	each(t, func(s *story) {
		p, second, own := s.phone(s.w.Lone, "Lones telefon"), s.phone(s.w.Anders, "Anders' telefon"), s.phone(s.w.Lone, "den anden")
		at := "/telefoner/" + p.ID
		gitte, lone := s.walk.As(s.w.Gitte), s.walk.As(s.w.Lone)
		s.lacks(s.shows(gitte.Get("/telefoner"), 200), "En telefon er spærret")
		s.shows(lone.Post(at+"/spaer", url.Values{"reason": {"Glemt i toget"}}), 303)
		s.w.SetNow(s.w.Now().Add(time.Minute))
		s.in(func(ctx context.Context, tx *casefile.Tx) error {
			if err := device.Revoke(ctx, tx, s.w.Admin, second.ID, "Anders er holdt op"); err != nil {
				return err
			}
			return device.Revoke(ctx, tx, s.w.Gitte, own.ID, "Lederen gjorde det selv")
		})

		s.shows(gitte.Get("/telefoner"), 200, "En telefon er spærret: Lone", "Det skete tors. 1. okt. kl. 08.00", "Se telefonen")
		s.shows(s.walk.As(s.w.Gitte).InEnglish().Get("/telefoner"), 200, "A phone has been shut out: Lone")
		s.shows(gitte.Get(at), 200, "Spærret af Lone tors. 1. okt. kl. 08.00", "Glemt i toget", "Tal med Lone", "Jeg ved det nu")
		s.lacks(s.shows(lone.Get(at), 200, "Glemt i toget"), "Jeg ved det nu")
		s.lacks(s.shows(lone.Get("/telefoner"), 200), "En telefon er spærret:")
		for _, nobody := range []access.Actor{s.w.Lone, s.w.Anders, s.w.Ellen, s.w.Admin} {
			s.shows(s.walk.As(nobody).Post(at+"/set", url.Values{}), 404)
		}
		for range 2 {
			s.shows(gitte.Post(at+"/set", url.Values{}), 303)
		}
		s.lacks(s.shows(gitte.Get(at), 200, "Spærret af Lone"), "Jeg ved det nu")
		s.shows(gitte.Get("/telefoner"), 200, "En telefon er spærret: Anders", "kl. 08.01")
		s.shows(gitte.Post("/telefoner/"+second.ID+"/set", url.Values{}), 303)
		s.lacks(s.shows(gitte.Get("/telefoner"), 200), "En telefon er spærret:")

		n := 0
		s.in(func(ctx context.Context, tx *casefile.Tx) error {
			return tx.QueryRow(ctx, `SELECT COUNT(*) FROM audit_line WHERE act = 'phone-seen' AND actor = $1`, s.w.Gitte.ID).Scan(&n)
		})
		if n != 2 {
			t.Errorf("%d lines in the audit log, want 2", n)
		}
	})
}

// TestWithheldWordsAreFoundFromTheShelf: who wrote them and the leader find the page
// they lie on, and nobody else sees that there are any.
func TestWithheldWordsAreFoundFromTheShelf(t *testing.T) {
	each(t, func(s *story) {
		p, visit := s.phone(s.w.Lone, "Lones telefon"), s.visit()
		withhold := func(id, by string, at time.Time) {
			s.in(func(ctx context.Context, tx *casefile.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO phone_withheld (id, course_id, session_id, form, device_id, at, why, sealed, entered_by, entered_at)
					VALUES ($1,$2,$3,'during',$4,$5,'contact.describe.withdrawn',$6,$7,$5)`, id, s.family.ID, visit, p.ID, db.Micros(at), []byte{1}, by)
				return err
			})
		}
		lone, gitte, anders := s.walk.As(s.w.Lone), s.walk.As(s.w.Gitte), s.walk.As(s.w.Anders)
		s.lacks(s.shows(lone.Get("/telefoner/hylden"), 200, "Der ligger intet på hylden."), "Ord, der venter")
		withhold("ord", s.w.Lone.ID, s.w.Now())
		page := "/forloeb/" + s.family.ID + "/samvaer/" + visit + "#fra-telefonen"
		for name, w := range map[string]string{"lone": "Lones telefon", "gitte": "Lones telefon, Lone"} {
			as := lone
			if name == "gitte" {
				as = gitte
			}
			got := s.shows(as.Get("/telefoner/hylden"), 200, "Ord, der venter på et grundlag", "kl. 08.00", "Aftalen om noter er trukket tilbage", w, "Venter")
			if !strings.Contains(got.Body, page) {
				t.Errorf("%s finds no way to the contact", name)
			}
			s.shows(as.Get("/telefoner"), 200, "Ordene fra 1 skema venter på et grundlag")
		}
		s.lacks(s.shows(anders.Get("/telefoner/hylden"), 200, "Der ligger intet"), "Ord, der venter")
		s.lacks(s.shows(anders.Get("/telefoner"), 200), "Ordene fra")

		// Somebody who has left the course is told that they wait, and nothing of whose they are.
		if err := s.w.Write(t, s.w.Gitte, s.family.ID, func(ctx context.Context, f *casefile.Writer) error { return f.Revoke(ctx, s.w.Lone.ID, access.Lead) }); err != nil {
			t.Fatal(err)
		}
		got := s.shows(lone.Get("/telefoner/hylden"), 200, "Et forløb, du ikke er på længere", "Ord, der venter på et grundlag")
		if strings.Contains(got.Body, s.family.ID) {
			t.Error("it leads to a course that is no longer hers")
		}
		s.in(func(ctx context.Context, tx *casefile.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO phone_settled (withheld_id, course_id, deed, sealed, entered_by, entered_at) VALUES ('ord', $1, 'aside', $2, 'gitte', 1)`, s.family.ID, []byte{1})
			return err
		})
		s.lacks(s.shows(gitte.Get("/telefoner/hylden"), 200, "Der ligger intet"), "Ord, der venter")
	})
}

// TestCodingThatNeverEndedIsSeen: the same evening, by whoever coded and her leader.
func TestCodingThatNeverEndedIsSeen(t *testing.T) {
	each(t, func(s *story) {
		p, visit := s.phone(s.w.Lone, "Lones telefon"), s.visit()
		s.write(p, visit, wire.KindStart, wire.Segment{V: 1, ID: db.NewID(), Session: visit, Part: "play", Scheme: "mikro 1.0", Live: true, Started: s.w.Now().Format(time.RFC3339)})
		s.send(p)
		s.lacks(s.shows(s.walk.As(s.w.Lone).Get("/telefoner"), 200), "Kodning, der begyndte")
		s.w.SetNow(s.w.Now().Add(5 * time.Hour))
		for _, who := range []access.Actor{s.w.Lone, s.w.Gitte} {
			s.shows(s.walk.As(who).Get("/telefoner"), 200, "Kodning, der begyndte og ikke er slut", "1 kodning begyndte for over fire timer siden")
		}
		s.lacks(s.shows(s.walk.As(s.w.Anders).Get("/telefoner"), 200), "Kodning, der begyndte")
	})
}

// TestAWrongClockIsSaidOfAnEntry: times stand as the phone believed them, and the page
// says by how much they were wrong.
func TestAWrongClockIsSaidOfAnEntry(t *testing.T) {
	each(t, func(s *story) {
		p, visit := s.phone(s.w.Lone, "Lones telefon"), s.visit()
		p.Now = func() time.Time { return s.w.Now().Add(-90 * time.Minute) }
		s.write(p, visit, wire.KindNote, note("en ting"))
		s.revoke(p)
		s.send(p)
		lone := s.walk.As(s.w.Lone)
		to := testkit.LinkWith(t, lone.Get("/telefoner/hylden"), "/hylden/0")
		s.shows(lone.Get(to), 200, "kl. 06.30", "Kom tors. 1. okt. kl. 08.00", "Telefonens ur: Går 90 minutter bagud", "som den sagde dem")
		other, _ := s.shelve("med et ur, der går rigtigt")
		s.lacks(s.shows(lone.Get("/forloeb/"+s.family.ID+"/hylden/"+s.entryID(other)), 200), "Telefonens ur")
	})
}

// entryID is the id on the shelf of what a phone sent.
func (s *story) entryID(p held) (id string) {
	s.in(func(ctx context.Context, tx *casefile.Tx) error {
		return tx.QueryRow(ctx, `SELECT id FROM outbox_entry WHERE device_id = $1`, p.ID).Scan(&id)
	})
	return id
}
