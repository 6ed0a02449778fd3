package contact

import (
	"context"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// ProposalFor gathers everything the law looks at around an arrangement: the
// other arrangements, who holds custody, the children's ages, the consents on
// record, what is booked, and the hour plan. What the actor may not read is
// left out, and the check then says less, never more.
func ProposalFor(ctx context.Context, f *casefile.Reader, a Arrangement) (Proposal, error) {
	p := Proposal{Arrangement: a, Today: f.Today()}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return p, fmt.Errorf("people of %s: %w", f.CourseID, err)
	}
	for _, c := range cards {
		if c.Custody {
			p.CustodyHolders = append(p.CustodyHolders, c.PersonID)
		}
		if slices.Contains(a.Children, c.PersonID) {
			p.Children = append(p.Children, Child{CardID: c.PersonID, Birth: c.Birth})
		}
	}
	consents, err := course.Consents(ctx, f)
	if err != nil {
		return p, fmt.Errorf("agreements of %s: %w", f.CourseID, err)
	}
	p.Arrangement.Consents = supportConsents(consents, a)
	versions, err := Versions(ctx, f)
	if err != nil {
		return p, err
	}
	p.Others = others(versions, a)
	p.Apart = apart(append(newest(versions), a))
	if p.Bookings, err = bookings(ctx, f); err != nil {
		return p, err
	}
	p.Hours, err = hourSteps(ctx, f)
	return p, err
}

// supportConsents are the answers to supported contact on record, with those
// the form itself brings along.
func supportConsents(all []course.Consent, a Arrangement) []PersonConsent {
	latest := map[string]course.Consent{}
	var order []string
	for _, c := range all {
		if c.Kind != course.ForSupportedContact {
			continue
		}
		was, ok := latest[c.PersonID]
		if !ok {
			order = append(order, c.PersonID)
		}
		if !ok || !c.At.Before(was.At) {
			latest[c.PersonID] = c
		}
	}
	out := slices.Clone(a.Consents)
	for _, id := range order {
		if slices.ContainsFunc(out, func(c PersonConsent) bool { return c.PersonID == id }) {
			continue
		}
		c := latest[id]
		out = append(out, PersonConsent{PersonID: id, Given: c.Status == course.Given, On: day(c.At)})
	}
	return out
}

// others are the versions in force of the other pairs, and the earlier periods
// of this pair that were not corrected away: suspensions in a row count
// together.
func others(versions []Arrangement, a Arrangement) []Arrangement {
	var out []Arrangement
	for _, v := range newest(versions) {
		if v.StrandID != a.StrandID {
			out = append(out, v)
		}
	}
	for _, v := range versions {
		if v.StrandID == a.StrandID && v.StrandID != "" && v.From.Before(a.From) {
			out = append(out, v)
		}
	}
	return out
}

func apart(all []Arrangement) []Apart {
	var out []Apart
	seen := map[[2]string]bool{}
	for _, a := range all {
		for _, other := range a.NeverMeet {
			pair := [2]string{min(a.Counterpart, other), max(a.Counterpart, other)}
			if other != "" && other != a.Counterpart && !seen[pair] {
				seen[pair] = true
				out = append(out, Apart{A: pair[0], B: pair[1], NotSameDay: true})
			}
		}
	}
	return out
}

// bookings are the contacts in the calendar as the check sees them.
func bookings(ctx context.Context, f *casefile.Reader) ([]Booking, error) {
	if !f.Can(access.Contact, access.Read) {
		return nil, nil
	}
	frames, err := frames(ctx, f)
	if err != nil {
		return nil, err
	}
	sessions, err := session.Contacts(ctx, f, session.Period{})
	if err != nil {
		return nil, err
	}
	var out []Booking
	for _, s := range sessions {
		out = append(out, BookingOf(s, frames[s.ID].strand))
	}
	return out, nil
}

// BookingOf is a session of the kind contact as the check sees it. Everyone
// named on it is taken to be there the whole time.
func BookingOf(s session.Session, strandID string) Booking {
	b := Booking{
		ID: s.ID, ArrangementID: strandID, Start: s.When(), End: s.Until(), Persons: s.Persons, PlaceID: s.Place,
		Cancelled: s.Status == session.Cancelled || s.Status == session.NoShow,
	}
	for _, who := range s.Staff {
		b.Staff = append(b.Staff, Shift{StaffID: who})
	}
	return b
}

func hourSteps(ctx context.Context, f *casefile.Reader) ([]HourStep, error) {
	if !f.Can(access.Plan, access.Read) {
		return nil, nil
	}
	current, ok, err := plan.Current(ctx, f)
	if err != nil || !ok {
		return nil, err
	}
	var out []HourStep
	from := current.StartOn
	for _, s := range current.Steps {
		out = append(out, HourStep{From: from, Weeks: s.Weeks, HoursPerWeek: s.HoursPerWeek})
		from = from.AddDays(7 * s.Weeks)
	}
	return out, nil
}

// frame is which arrangement a contact takes place under.
type frame struct{ arrangement, strand string }

func frames(ctx context.Context, f *casefile.Reader) (map[string]frame, error) {
	rows, err := f.Query(ctx, `SELECT session_id, arrangement_id, strand_id FROM contact WHERE course_id=$1`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("contacts of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	all := map[string]frame{}
	for rows.Next() {
		var id string
		var x frame
		if err := rows.Scan(&id, &x.arrangement, &x.strand); err != nil {
			return nil, err
		}
		all[id] = x
	}
	return all, rows.Err()
}
