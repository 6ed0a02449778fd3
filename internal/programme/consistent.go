package programme

import (
	"errors"
	"fmt"
)

// check finds what would break a course of the programme later: better the
// server does not start than that a family meets it.
func (p Programme) check() error {
	switch {
	case p.ID == "" || p.NameKey == "":
		return errors.New("needs an id and a name")
	case len(p.Seats) == 0 || len(p.Activities) == 0 || len(p.Bases) == 0:
		return errors.New("needs seats, activities and a legal basis")
	case p.Duration.MinMonths < 1 || p.Duration.MaxMonths < p.Duration.MinMonths:
		return fmt.Errorf("cannot last %d to %d months", p.Duration.MinMonths, p.Duration.MaxMonths)
	case p.Review.FirstMonths < 1:
		return errors.New("needs a first review")
	}
	if err := p.checkIDs(); err != nil {
		return err
	}
	return p.checkActivities()
}

func (p Programme) checkIDs() error {
	var ids []string
	for _, c := range p.Checks {
		ids = append(ids, "check "+c.ID)
	}
	for _, s := range p.Seats {
		ids = append(ids, "seat "+string(s.ID))
	}
	for _, a := range p.Activities {
		ids = append(ids, "activity "+a.ID)
	}
	for _, a := range p.Aims {
		ids = append(ids, "aim "+a.ID)
	}
	for _, b := range p.Bases {
		ids = append(ids, "basis "+b.ID)
	}
	for _, s := range p.Strands {
		ids = append(ids, "strand "+s.ID)
	}
	for _, c := range p.Closing {
		ids = append(ids, "closing condition "+c.ID)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			return fmt.Errorf("%s is there twice", id)
		}
		seen[id] = true
	}
	return nil
}

func (p Programme) checkActivities() error {
	seats := map[SeatID]bool{"": true}
	for _, s := range p.Seats {
		seats[s.ID] = true
		if s.Max > 0 && s.Max < s.Min {
			return fmt.Errorf("seat %s wants at least %d and at most %d", s.ID, s.Min, s.Max)
		}
	}
	for _, a := range p.Activities {
		if !seats[a.Seat] {
			return fmt.Errorf("activity %s is led by %s, who is not on the team", a.ID, a.Seat)
		}
		if (a.Contact || a.BuildsOn) && !p.HasContact() {
			return fmt.Errorf("activity %s belongs to contacts, which the programme has none of", a.ID)
		}
	}
	for _, s := range p.Strands {
		if s.EachContact == (s.EveryDays > 0) {
			return fmt.Errorf("strand %s needs either a number of days or every contact", s.ID)
		}
		if s.EachContact && !p.HasContact() {
			return fmt.Errorf("strand %s follows contacts, which the programme has none of", s.ID)
		}
	}
	return nil
}
