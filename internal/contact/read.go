package contact

import (
	"context"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/session"
)

// All returns the contacts of the course, oldest first, numbered. Planned
// ones go on with the count; called-off ones have no number.
func All(ctx context.Context, f *casefile.Reader) ([]Contact, error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return nil, err
	}
	sessions, err := session.Contacts(ctx, f, session.Period{})
	if err != nil {
		return nil, err
	}
	versions, err := Versions(ctx, f)
	if err != nil {
		return nil, err
	}
	framed, err := frames(ctx, f)
	if err != nil {
		return nil, err
	}
	written, err := parts(ctx, f, "")
	if err != nil {
		return nil, err
	}
	stopped, err := stops(ctx, f, "")
	if err != nil {
		return nil, err
	}
	coding, err := codings(ctx, f, "")
	if err != nil {
		return nil, err
	}
	all := make([]Contact, 0, len(sessions))
	n := 0
	for _, s := range sessions {
		c := Contact{Session: s, Arrangement: under(versions, framed[s.ID], s.When()), Stop: stopped[s.ID], Coding: coding[s.ID]}
		if s.Status == session.Held || s.Status == session.Planned {
			n++
			c.Number = n
		}
		for _, p := range written[s.ID] {
			c.put(p)
		}
		all = append(all, c)
	}
	return all, nil
}

// under finds the version of the arrangement that a contact takes place
// under: the newest of its strand that was in force on the day, else the one
// it was booked under.
func under(versions []Arrangement, x frame, when time.Time) Arrangement {
	var booked, best Arrangement
	for _, v := range versions {
		if v.ID == x.arrangement {
			booked = v
		}
		if v.StrandID == x.strand && v.InForce(day(when)) {
			best = v
		}
	}
	if best.ID == "" {
		return booked
	}
	return best
}

func day(t time.Time) clock.Date { return clock.DateOf(t) }

// Get returns one contact. It opens no other contact's words, so that it costs
// the same in a long course as in a short one.
func Get(ctx context.Context, f *casefile.Reader, id string) (Contact, error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return Contact{}, err
	}
	s, err := session.Get(ctx, f, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && s.Kind != session.Contact {
		return Contact{}, fault.New(fault.NotFound, "contact.notfound")
	}
	if err != nil {
		return Contact{}, err
	}
	c := Contact{Session: s}
	if c.Number, err = session.ContactNumber(ctx, f, s); err != nil {
		return c, err
	}
	versions, err := Versions(ctx, f)
	if err != nil {
		return c, err
	}
	framed, err := frames(ctx, f)
	if err != nil {
		return c, err
	}
	c.Arrangement = under(versions, framed[id], s.When())
	written, err := parts(ctx, f, id)
	if err != nil {
		return c, err
	}
	for _, p := range written[id] {
		c.put(p)
	}
	stopped, err := stops(ctx, f, id)
	if err != nil {
		return c, err
	}
	coding, err := codings(ctx, f, id)
	c.Stop, c.Coding = stopped[id], coding[id]
	return c, err
}

// Find returns the contact with the id.
func Find(all []Contact, id string) (Contact, bool) {
	for _, c := range all {
		if c.ID == id {
			return c, true
		}
	}
	return Contact{}, false
}

// History returns every writing of the parts of a contact, in the order they
// were written: what stands now is the last of each part.
func History(ctx context.Context, f *casefile.Reader, id string) ([]PartEntry, error) {
	if err := f.Need(access.Contact, access.Read); err != nil {
		return nil, err
	}
	all, err := parts(ctx, f, id)
	if err != nil {
		return nil, err
	}
	list := all[id]
	slices.SortStableFunc(list, func(a, b PartEntry) int { return a.Entry().EnteredAt.Compare(b.Entry().EnteredAt) })
	return list, nil
}

// Previous is the held contact of the same pair before c, whose agreement is
// carried into the next talk.
func Previous(all []Contact, c Contact) (Contact, bool) {
	var best Contact
	for _, x := range all {
		if x.ID != c.ID && x.Status == session.Held && x.Arrangement.StrandID == c.Arrangement.StrandID && x.When().Before(c.When()) {
			best = x
		}
	}
	return best, best.ID != ""
}

// NoShowsInARow counts how many of the latest contacts with the same person
// nobody came to without telling: at two, attention is asked for (rule
// noshow.attention).
func NoShowsInARow(all []Contact, strandID string) int {
	return inARow(all, strandID, func(c Contact) bool {
		return c.Status == session.NoShow && c.Cancel != nil && c.Cancel.NoticeAt.IsZero()
	}, func(c Contact) bool { return c.Status == session.Planned })
}

// StopsInARow counts how many of the latest held contacts were stopped early
// (rule stop.attention).
func StopsInARow(all []Contact, strandID string) int {
	return inARow(all, strandID, func(c Contact) bool { return c.Stop != nil },
		func(c Contact) bool { return c.Status != session.Held })
}

func inARow(all []Contact, strandID string, counts, skipped func(Contact) bool) int {
	n := 0
	for _, c := range slices.Backward(all) {
		if c.Arrangement.StrandID != strandID || skipped(c) {
			continue
		}
		if !counts(c) {
			break
		}
		n++
	}
	return n
}
