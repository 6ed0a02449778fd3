package phone

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// described takes the words that describe a contact out of a writing and returns
// them. Attendance, safety and what is agreed stay in it.
func described(w *wire.Before) (words wire.Before) {
	take(map[*string]*string{&w.Focus: &words.Focus, &w.LooksForward: &words.LooksForward, &w.WillTry: &words.WillTry,
		&w.WatchFor: &words.WatchFor, &w.HelpHow: &words.HelpHow, &w.ChildWish: &words.ChildWish})
	return words
}

func describedDuring(w *wire.During) (words wire.During) {
	take(map[*string]*string{&w.Arrival: &words.Arrival, &w.Observation: &words.Observation, &w.Help: &words.Help,
		&w.Goodbye: &words.Goodbye, &w.ChildWords: &words.ChildWords, &w.ChildNextWish: &words.ChildNextWish})
	return words
}

func describedAfter(w *wire.After) (words wire.After) {
	take(map[*string]*string{&w.ParentWords: &words.ParentWords, &w.FocusAnswer: &words.FocusAnswer,
		&w.Interpretation: &words.Interpretation, &w.Assessment: &words.Assessment})
	words.GoalNotes, w.GoalNotes = w.GoalNotes, nil
	return words
}

func take(texts map[*string]*string) {
	for from, to := range texts {
		if strings.TrimSpace(*from) != "" {
			*to = *from
		}
		*from = ""
	}
}

// fullOf counts the texts of a part that hold words.
func fullOf(part any) (n int) {
	v := reflect.ValueOf(part)
	for i := range v.NumField() {
		switch x := v.Field(i).Interface().(type) {
		case string:
			if x != "" {
				n++
			}
		case map[string]string:
			n += len(x)
		}
	}
	return n
}

// Withheld are words about a contact that the law did not let be described when they
// came. Of the form only those words are in it.
type Withheld struct {
	ID        string
	CourseID  string
	SessionID string
	Form      string // "before", "during" or "after"
	DeviceID  string
	At        time.Time // the phone's clock
	Why       string    // language key
	EnteredBy string
	EnteredAt time.Time
	Words     wire.Writing
}

func (d deed) withhold(ctx context.Context, form, why string, words wire.Writing) error {
	sealed, err := d.f.Seal("phone_withheld", d.e.Header.ID, words)
	if err != nil {
		return err
	}
	written, err := d.f.Exec(ctx, `INSERT INTO phone_withheld (id, course_id, session_id, form, device_id, at, why, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (id) DO NOTHING`,
		d.e.Header.ID, d.f.CourseID, d.session, form, d.e.Device, db.Micros(d.e.Header.At()), why, sealed, d.f.Actor.ID, db.Micros(d.f.Now()))
	if err != nil {
		return fmt.Errorf("withhold words of entry %s: %w", d.e.Header.ID, err)
	}
	return d.kept(ctx, "phone_withheld", written)
}

// WithheldOf returns the words that lie beside a contact because it may not be
// described, and that nobody has done anything about. Oldest first.
func WithheldOf(ctx context.Context, f *casefile.Reader, sessionID string) ([]Withheld, error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT w.id, w.session_id, w.form, w.device_id, w.at, w.why, w.entered_by, w.entered_at, w.sealed FROM phone_withheld w
		WHERE w.course_id = $1 AND w.session_id = $2 AND NOT EXISTS (SELECT 1 FROM phone_settled s WHERE s.withheld_id = w.id)
		ORDER BY w.at, w.id`, f.CourseID, sessionID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (w Withheld, err error) {
		var at, entered int64
		var sealed []byte
		if err = rows.Scan(&w.ID, &w.SessionID, &w.Form, &w.DeviceID, &at, &w.Why, &w.EnteredBy, &entered, &sealed); err != nil {
			return w, err
		}
		w.CourseID, w.At, w.EnteredAt = f.CourseID, local(at), local(entered)
		return w, f.Unseal("phone_withheld", w.ID, sealed, &w.Words)
	})
	if err != nil {
		return nil, fmt.Errorf("withheld words of session %s: %w", sessionID, err)
	}
	return all, nil
}

// Place puts withheld words into the record, when the contact may be described again.
// A text that has been written there meanwhile is a Conflict: nothing is written over.
func Place(ctx context.Context, f *casefile.Writer, sessionID, id string) error {
	all, err := WithheldOf(ctx, &f.Reader, sessionID)
	w, err := casefile.Pick(all, err, func(w Withheld) bool { return w.ID == id })
	if err != nil {
		return err
	}
	c, err := contact.Get(ctx, &f.Reader, sessionID)
	if err != nil {
		return err
	}
	if ok, why := c.Arrangement.Describable(c.When(), f.Now()); !ok {
		return fault.New(fault.Conflict, why)
	}
	if c.Signed() {
		return fault.New(fault.Conflict, "session.signed")
	}
	if err := w.place(ctx, f, c); err != nil {
		return err
	}
	return settle(ctx, f, id, "placed", "")
}

// place writes the words into the part they belong to.
func (w Withheld) place(ctx context.Context, f *casefile.Writer, c contact.Contact) error {
	var given giving
	entry := func(was contact.Entry) contact.Entry { return contact.Entry{ID: db.NewID(), Version: was.Version} }
	switch words := w.Words; {
	case words.Before != nil:
		x, y := c.Before, *words.Before
		x.Entry = entry(x.Entry)
		given.texts(map[*string]string{&x.Focus: y.Focus, &x.LooksForward: y.LooksForward, &x.WillTry: y.WillTry,
			&x.WatchFor: y.WatchFor, &x.HelpHow: y.HelpHow, &x.ChildWish: y.ChildWish})
		return given.then(func() error { return contact.Prepare(ctx, f, c.ID, x) })
	case words.During != nil:
		x, y := c.During, *words.During
		x.Entry = entry(x.Entry)
		x.Start, x.End, x.Staff, x.Persons, x.Place, x.Observation = c.Start, c.End, c.Staff, c.Persons, c.Place, c.Observation
		x.DirectMinutes, x.TravelMinutes = c.DirectMinutes, c.TravelMinutes
		given.texts(map[*string]string{&x.Arrival: y.Arrival, &x.Observation: y.Observation, &x.Help: y.Help,
			&x.Goodbye: y.Goodbye, &x.ChildWords: y.ChildWords, &x.ChildNextWish: y.ChildNextWish})
		return given.then(func() error { return contact.Record(ctx, f, c.ID, x) })
	case words.After != nil:
		x, y := c.After, *words.After
		x.Entry = entry(x.Entry)
		x.Interpretation, x.Assessment, x.NextTime, x.GoalNotes = c.Interpretation, c.Assessment, c.NextTime, map[string]string{}
		x.Attention, x.IndirectMinutes = c.Attention, c.IndirectMinutes
		given.texts(map[*string]string{&x.ParentWords: y.ParentWords, &x.FocusAnswer: y.FocusAnswer,
			&x.Interpretation: y.Interpretation, &x.Assessment: y.Assessment})
		for goal, text := range c.GoalNotes {
			x.GoalNotes[goal] = text
		}
		for goal, text := range y.GoalNotes {
			was := x.GoalNotes[goal]
			given.texts(map[*string]string{&was: text})
			x.GoalNotes[goal] = was
		}
		return given.then(func() error { return contact.Answer(ctx, f, c.ID, x) })
	}
	return fault.New(fault.Invalid, "phone.empty")
}

// giving fills texts that are empty, and notes where another text stands already.
type giving struct{ taken bool }

func (g *giving) texts(to map[*string]string) {
	for at, text := range to {
		switch {
		case text == "" || *at == text:
		case strings.TrimSpace(*at) != "":
			g.taken = true
		default:
			*at = text
		}
	}
}

func (g *giving) then(do func() error) error {
	if g.taken {
		return fault.New(fault.Conflict, "phone.withheld.taken")
	}
	return do()
}

// SetAside takes withheld words out of view, with the reason; they are never erased
// by it.
func SetAside(ctx context.Context, f *casefile.Writer, sessionID, id, reason string) error {
	if err := f.Need(access.Contact, access.Write); err != nil {
		return err
	}
	var p fault.Problems
	if strings.TrimSpace(reason) == "" {
		p.Add("reason", "phone.aside.reason")
	}
	session.Long(&p, "reason", reason)
	if err := p.Err(); err != nil {
		return err
	}
	all, err := WithheldOf(ctx, &f.Reader, sessionID)
	if _, err = casefile.Pick(all, err, func(w Withheld) bool { return w.ID == id }); err != nil {
		return err
	}
	return settle(ctx, f, id, "aside", strings.TrimSpace(reason))
}

type settledWords struct{ Reason string }

func settle(ctx context.Context, f *casefile.Writer, id, what, reason string) error {
	sealed, err := f.Seal("phone_settled", id, settledWords{reason})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO phone_settled (withheld_id, course_id, deed, sealed, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (withheld_id) DO NOTHING`, id, f.CourseID, what, sealed, f.Actor.ID, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("settle withheld words %s: %w", id, err)
	}
	return nil
}
