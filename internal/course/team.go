package course

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/programme"
)

// relationOf is the relation to the course that a place on the team gives.
var relationOf = map[TeamRole]access.Relation{
	Lead: access.Lead, Second: access.Second, Psychologist: access.PsychologistOn,
}

// NameTeam names the fixed team as it is from now on. Who stays keeps the day they
// began; who is not named any more ends the day before the change, and with it the
// right to open the course; who is new begins on From, or today when it is empty,
// and may open it at once. Only the leader names a team. The same team twice
// changes nothing.
func NameTeam(ctx context.Context, f *casefile.Writer, team []Member) error {
	if err := f.Need(access.Team, access.Write); err != nil {
		return err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if c.Status != Accepted && c.Status != Active {
		return fault.New(fault.Conflict, "course.team.status")
	}
	if err := checkTeam(team); err != nil {
		return err
	}
	now, err := readTeam(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if err := known(ctx, f, now, team); err != nil {
		return err
	}
	changed, err := endMembers(ctx, f, now, team)
	if err != nil {
		return err
	}
	began, err := beginMembers(ctx, f, now, team)
	if err != nil || !changed && !began {
		return err
	}
	return note(ctx, f, Event{Kind: EventTeam})
}

func checkTeam(team []Member) error {
	var p fault.Problems
	seen := map[string]bool{}
	for _, m := range team {
		if relationOf[m.Role] == "" || m.StaffID == "" {
			p.Add("team", "course.team.unreadable")
		}
		if seen[m.StaffID] {
			p.Add("team", "course.team.twice")
		}
		seen[m.StaffID] = true
	}
	return p.Err()
}

// known refuses newcomers who are nobody's account, or not of those who meet
// families: a place on the team opens the case file.
func known(ctx context.Context, f *casefile.Writer, now, team []Member) error {
	staff, err := login.Staff(ctx, f.Tx().Tx)
	if err != nil {
		return err
	}
	var p fault.Problems
	for _, m := range team {
		a, ok := staff[m.StaffID]
		meets := a.Role == access.Consultant || a.Role == access.Psychologist
		stays := slices.ContainsFunc(now, func(n Member) bool { return n.To.IsZero() && same(m, n) })
		if !stays && (!ok || a.Ended() || !meets) {
			p.Add("team."+string(m.Role), "course.team.unknown")
		}
	}
	return p.Err()
}

func same(a, b Member) bool { return a.StaffID == b.StaffID && a.Role == b.Role }

// endMembers ends those who are not named any more.
func endMembers(ctx context.Context, f *casefile.Writer, now, team []Member) (changed bool, err error) {
	for _, m := range now {
		if !m.To.IsZero() || slices.ContainsFunc(team, func(n Member) bool { return same(m, n) }) {
			continue
		}
		last := f.Today().AddDays(-1)
		if last.Before(m.From) {
			last = m.From
		}
		_, err := f.Exec(ctx, `UPDATE team_member SET to_on = $3, ended_by = $4, ended_at = $5 WHERE course_id = $1 AND id = $2`,
			f.CourseID, m.ID, last, f.Actor.ID, db.Micros(f.Now()))
		if err != nil {
			return false, fmt.Errorf("end team member on course %s: %w", f.CourseID, err)
		}
		if err := f.Revoke(ctx, m.StaffID, relationOf[m.Role]); err != nil {
			return false, err
		}
		changed = true
	}
	return changed, nil
}

// beginMembers begins those who are new.
func beginMembers(ctx context.Context, f *casefile.Writer, now, team []Member) (changed bool, err error) {
	for _, m := range team {
		if slices.ContainsFunc(now, func(n Member) bool { return n.To.IsZero() && same(m, n) }) {
			continue
		}
		if m.From.IsZero() {
			m.From = f.Today()
		}
		_, err := f.Exec(ctx, `INSERT INTO team_member (id, course_id, staff_id, role, from_on, entered_by, entered_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7)`, db.NewID(), f.CourseID, m.StaffID, m.Role, m.From, f.Actor.ID, db.Micros(f.Now()))
		if err != nil {
			return false, fmt.Errorf("name team member on course %s: %w", f.CourseID, err)
		}
		if err := f.Grant(ctx, m.StaffID, relationOf[m.Role]); err != nil {
			return false, err
		}
		changed = true
	}
	return changed, nil
}

// Team gives everybody who is or was on the fixed team, the lead first. Those whose
// To is empty are on it now.
func Team(ctx context.Context, f *casefile.Reader) ([]Member, error) {
	if err := f.Need(access.Team, access.Read); err != nil {
		return nil, err
	}
	return readTeam(ctx, f)
}

func readTeam(ctx context.Context, f *casefile.Reader) ([]Member, error) {
	rows, err := f.Query(ctx, `SELECT id, staff_id, role, from_on, to_on FROM team_member
		WHERE course_id = $1 ORDER BY from_on, id`, f.CourseID)
	team, err := db.Scan(rows, err, func(rows *sql.Rows) (m Member, err error) {
		err = rows.Scan(&m.ID, &m.StaffID, &m.Role, &m.From, &m.To)
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("read team of %s: %w", f.CourseID, err)
	}
	slices.SortStableFunc(team, func(a, b Member) int {
		return slices.Index(TeamRoles, a.Role) - slices.Index(TeamRoles, b.Role)
	})
	return team, nil
}

// Current leaves only those of a team who have not ended.
func Current(team []Member) []Member {
	return slices.DeleteFunc(slices.Clone(team), func(m Member) bool { return !m.To.IsZero() })
}

// Missing says what the team lacks for the programme before the course can become
// active; none when it is complete. It knows from the accounts who is a consultant
// and who a psychologist.
func Missing(ctx context.Context, f *casefile.Reader, p programme.Programme) ([]programme.Need, error) {
	team, err := Team(ctx, f)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(ctx, f.Tx().Tx)
	if err != nil {
		return nil, err
	}
	var members []programme.Member
	for _, m := range Current(team) {
		members = append(members, programme.Member{
			StaffID: m.StaffID, Seat: programme.SeatID(m.Role), Profession: programme.Profession(staff[m.StaffID].Role),
		})
	}
	return p.TeamMissing(members), nil
}

// Activate starts the course on a day. It refuses with what the team lacks, as
// fields "team.<seat>", when the programme's team is not there. Activated twice, the
// second time changes nothing.
func Activate(ctx context.Context, f *casefile.Writer, p programme.Programme, on clock.Date) error {
	if err := f.Need(access.Team, access.Write); err != nil {
		return err
	}
	c, err := read(ctx, &f.Reader)
	if err != nil || c.Status == Active {
		return err
	}
	if c.Status != Accepted || c.Programme != p.ID {
		return fault.New(fault.Conflict, "course.activate.status")
	}
	needs, err := Missing(ctx, &f.Reader, p)
	if err != nil {
		return err
	}
	var bad fault.Problems
	for _, n := range needs {
		bad.Add("team."+string(n.Seat), n.Key, n.Args)
	}
	switch {
	case on.IsZero():
		bad.Add("start", "course.start.missing")
	case !c.ReferredOn.IsZero() && on.Before(c.ReferredOn):
		bad.Add("start", "course.start.before")
	}
	if bad.Has() {
		return bad.Err()
	}
	c.Status, c.StartOn = Active, on
	if c.ExpectedEnd.IsZero() {
		c.ExpectedEnd = on.AddMonths(c.ExpectedMonths).AddDays(-1)
	}
	return update(ctx, f, c, Event{Kind: EventActivated, On: on})
}
