package programme

import "samspil/internal/fault"

// SeatID names a place on the fixed team of a course.
type SeatID string

const (
	// Lead is the one fixed consultant who answers for the course.
	Lead SeatID = "lead"
	// Second is a further fixed consultant.
	Second SeatID = "second"
	// PsychologistSeat takes part in the analysis of every course.
	PsychologistSeat SeatID = "psychologist"
)

// Profession is what somebody must be to take a seat.
type Profession string

const (
	// Consultant is a family consultant.
	Consultant Profession = "consultant"
	// Psychologist is a psychologist.
	Psychologist Profession = "psychologist"
)

// Seat is a place on the team: how many must take it, and of which profession.
type Seat struct {
	ID         SeatID
	Key        string
	Min, Max   int // Max 0 means as many as you like
	Profession Profession
}

// Member is somebody named to the fixed team. A deputy is not a member: a
// deputy stands in and never fills a seat.
type Member struct {
	StaffID    string
	Seat       SeatID
	Profession Profession // empty where it is not known: then it is not checked
}

// Need is something that the team lacks before the course can become active.
type Need struct {
	Seat SeatID
	Key  string // a sentence that says what is missing
	Args fault.Args
}

// TeamMissing says what the team lacks for this programme, in the order of the
// seats; nothing when the team is complete. Only members who are on the team
// now should be handed over. One person takes one seat only.
func (p Programme) TeamMissing(team []Member) []Need {
	var needs []Need
	for _, s := range p.Seats {
		needs = append(needs, s.missing(team)...)
	}
	return append(needs, p.misplaced(team)...)
}

func (s Seat) missing(team []Member) []Need {
	have := map[string]bool{}
	var needs []Need
	for _, m := range team {
		if m.Seat != s.ID || m.StaffID == "" {
			continue
		}
		have[m.StaffID] = true
		if m.Profession != "" && m.Profession != s.Profession {
			needs = append(needs, Need{s.ID, "programme.team.profession." + string(s.ID), nil})
		}
	}
	switch n := len(have); {
	case n < s.Min:
		needs = append(needs, Need{s.ID, "programme.team.missing." + string(s.ID), fault.Args{"missing": s.Min - n}})
	case s.Max > 0 && n > s.Max:
		needs = append(needs, Need{s.ID, "programme.team.too_many." + string(s.ID), fault.Args{"max": s.Max}})
	}
	return needs
}

// misplaced finds people in a seat that the programme does not have, and
// people who take two.
func (p Programme) misplaced(team []Member) []Need {
	var needs []Need
	seats := map[SeatID]bool{}
	for _, s := range p.Seats {
		seats[s.ID] = true
	}
	taken := map[string]SeatID{}
	for _, m := range team {
		if m.StaffID == "" {
			continue
		}
		if !seats[m.Seat] {
			needs = append(needs, Need{m.Seat, "programme.team.no_such_seat", nil})
		}
		if first, ok := taken[m.StaffID]; ok && first != m.Seat {
			needs = append(needs, Need{m.Seat, "programme.team.two_seats", nil})
		}
		taken[m.StaffID] = m.Seat
	}
	return needs
}
