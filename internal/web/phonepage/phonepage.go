// Package phonepage is what the page of a contact or a session shows of the phones:
// notes by the minute, pictures, who coded from which phone, and what came and could
// not be put in its place.
package phonepage

import (
	"context"
	"embed"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/phone"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the section for the pages that show it: "phonepage/view".
//
//go:embed *.html
var Templates embed.FS

// Session is what the section is about.
type Session struct {
	ID     string
	Path   string            // of its page
	People coursepage.People // who the names are of
	Goals  map[string]string // titles of the goals, by id
}

// View is the section.
type View struct {
	Coded    []string
	Notes    []Line
	Pictures []Picture
	Held     []Held
	Withheld []Withheld
}

// Line is a note at a moment.
type Line struct {
	At    time.Time
	Text  string
	About string // the goal; may be empty
	From  string // whose phone
}

// Picture is one picture with its words.
type Picture struct {
	To    string
	Words string
	At    time.Time
	From  string
}

// Held is an entry on the shelf.
type Held struct {
	To      string // where it is read, put in its place or set aside
	What    string
	At      time.Time
	Why     string
	From    string
	Compare string // where both texts stand side by side; empty where there are none
}

// Withheld are words that the law did not let into the record.
type Withheld struct {
	ID, To string // where it is put in its place or set aside
	What   string
	At     time.Time
	Why    string
	From   string
	Lines  []web.Fact
	May    bool // the reader may act on it
}

// Load gathers the section; nil when nothing came from a phone.
func Load(v *web.Visit, f *casefile.Reader, s Session) (*View, error) {
	l := loader{v: v, f: f, s: s, phones: map[string]string{}}
	for _, do := range []func() error{l.coded, l.notes, l.pictures, l.held, l.withheld} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	if x := l.out; len(x.Coded)+len(x.Notes)+len(x.Pictures)+len(x.Held)+len(x.Withheld) == 0 {
		return nil, nil
	}
	return &l.out, nil
}

type loader struct {
	v      *web.Visit
	f      *casefile.Reader
	s      Session
	phones map[string]string
	out    View
}

func (l *loader) ctx() context.Context { return l.v.Context() }

// from is "Lone, Min telefon".
func (l *loader) from(deviceID, staffID string) (string, error) {
	if _, known := l.phones[deviceID]; !known {
		d, err := device.Get(l.ctx(), l.f.Tx(), deviceID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return "", err
		}
		l.phones[deviceID] = d.Name
	}
	who := l.s.People.WhoIs(staffID)
	if name := l.phones[deviceID]; name != "" {
		return l.v.T("phone.page.from", fault.Args{"who": who, "phone": name}), nil
	}
	return who, nil
}

func (l *loader) coded() error {
	all, err := phone.Coded(l.ctx(), l.f, l.s.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		from, err := l.from(c.DeviceID, c.CoderID)
		if err != nil {
			return err
		}
		l.out.Coded = append(l.out.Coded, l.v.TN("phone.page.coded", c.Segments, fault.Args{"from": from, "time": clockOf(l.v, c.Started)}))
	}
	return nil
}

func (l *loader) notes() error {
	all, err := phone.Notes(l.ctx(), l.f, l.s.ID)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Superseded {
			continue
		}
		from, err := l.from(n.DeviceID, n.EnteredBy)
		if err != nil {
			return err
		}
		l.out.Notes = append(l.out.Notes, Line{At: n.At, Text: n.Text, About: l.s.Goals[n.GoalID], From: from})
	}
	return nil
}

func (l *loader) pictures() error {
	all, err := phone.Pictures(l.ctx(), l.f, l.s.ID)
	if err != nil || !l.f.Can(access.Contact, access.Read) {
		return err
	}
	for _, p := range all {
		from, err := l.from(p.DeviceID, p.EnteredBy)
		if err != nil {
			return err
		}
		words := p.Words
		if words == "" {
			words = l.v.T("phone.page.picture.wordless")
		}
		l.out.Pictures = append(l.out.Pictures, Picture{To: coursepage.Path(l.f.CourseID, "telefon", l.s.ID, "billede", p.ID), Words: words, At: p.At, From: from})
	}
	return nil
}

// held are the entries of the session that wait for a person.
func (l *loader) held() error {
	all, err := outbox.Shelf(l.ctx(), l.f)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.SessionID != l.s.ID || s.InPlace {
			continue
		}
		from, err := l.from(s.DeviceID, s.OwnerID)
		if err != nil {
			return err
		}
		h := Held{To: coursepage.Path(l.f.CourseID, "hylden", s.ID), What: l.v.T("phones.kind." + string(s.Kind)), At: s.At, Why: l.v.T(s.Why, s.Args), From: from}
		if conflicts(s) {
			part, err := partOf(l.v, l.f, s.ID)
			if err != nil {
				return err
			}
			if part != "" {
				h.What, h.Compare = l.v.T("phone.page.part."+part), l.s.Path+"/telefon/"+s.ID
			}
		}
		l.out.Held = append(l.out.Held, h)
	}
	return nil
}

func (l *loader) withheld() error {
	if !l.f.Can(access.Contact, access.Read) {
		return nil
	}
	all, err := phone.WithheldOf(l.ctx(), l.f, l.s.ID)
	if err != nil {
		return err
	}
	for _, w := range all {
		from, err := l.from(w.DeviceID, w.EnteredBy)
		if err != nil {
			return err
		}
		l.out.Withheld = append(l.out.Withheld, Withheld{ID: w.ID, To: coursepage.Path(l.f.CourseID, "telefon", l.s.ID, "tilbageholdt", w.ID),
			What: l.v.T("phone.page.part." + w.Form), At: w.At, Why: l.v.T(w.Why), From: from, Lines: facts(l.v, w.Words, l.s.Goals),
			May: l.f.Can(access.Contact, access.Write)})
	}
	return nil
}
