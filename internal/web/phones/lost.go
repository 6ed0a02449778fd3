package phones

import (
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// lostPage is what to do when a phone is gone, in order.
type lostPage struct {
	Crumbs  []web.Link
	Phones  []gone
	Leader  string // name and telephone of the person's leader
	Unended []unended
}

// gone is a phone with what is known to lack from it.
type gone struct {
	To, Name, Owner string
	Seen            time.Time
	Revoked         bool
	Waits           int
	Holes           string
}

// unended is a coded stretch that began and has no end here.
type unended struct {
	Heading, To, From string
	Last              time.Time
	Came              int
}

// lost is the fire drill: what to do, what the finder can see, what lacks, who is told.
func lost(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page := lostPage{Crumbs: crumbs(v, v.T("phones.lost.title"))}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	if leader, ok := staff[staff[v.Actor.ID].LeaderID]; ok {
		page.Leader = leader.Name
		if leader.Phone != "" {
			page.Leader += ", " + leader.Phone
		}
	}
	if page.Phones, err = goneOf(v, tx, staff); err != nil {
		return nil, err
	}
	if page.Unended, err = unendedOf(v, tx, staff); err != nil {
		return nil, err
	}
	return web.Page("phones/lost", page).Titled("phones.lost.title"), nil
}

// stillMissed is how long a phone that was shut out stays on the list though nothing
// is known to lack from it: what was entered last, nobody but the phone knows.
const stillMissed = 30 * 24 * time.Hour

// goneOf are the person's phones, and those of the team.
func goneOf(v *web.Visit, tx *casefile.Tx, staff map[string]login.Account) ([]gone, error) {
	mine, err := device.Mine(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	team, err := device.OfTeam(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	var all []gone
	for _, d := range append(mine, team...) {
		holes, err := outbox.Holes(v.Context(), tx, d.ID)
		if err != nil {
			return nil, err
		}
		g := gone{To: home(v) + "/" + d.ID, Name: d.Name, Seen: d.SeenAt, Revoked: d.Revoked(), Waits: d.Waits, Holes: numbers(v, holes)}
		if d.OwnerID != v.Actor.ID {
			g.Owner = staff[d.OwnerID].Name
		}
		if g.Waits > 0 || g.Holes != "" || !g.Revoked || v.Now().Sub(d.RevokedAt) < stillMissed {
			all = append(all, g)
		}
	}
	return all, nil
}

func unendedOf(v *web.Visit, tx *casefile.Tx, staff map[string]login.Account) ([]unended, error) {
	found, err := outbox.Endless(v.Context(), tx, v.Actor)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Document}, "phone-unended")
	if err != nil {
		return nil, err
	}
	var courses []string
	for _, u := range found {
		courses = append(courses, u.CourseID)
	}
	children, err := coursepage.CallEach(v, l, courses)
	if err != nil {
		return nil, err
	}
	l.Found(len(children))
	n := names{v: v, staff: staff, phones: map[string]string{}}
	var all []unended
	for _, u := range found {
		if err := n.callPhones(tx, []string{u.DeviceID}); err != nil {
			return nil, err
		}
		line := unended{Heading: v.T("phones.shelf.former"), From: n.from(u.DeviceID, u.OwnerID), Last: u.Last, Came: u.Came}
		if child, mine := children[u.CourseID]; mine {
			line.Heading, line.To = child.Heading, coursepage.Path(u.CourseID, "samvaer", u.SessionID)
		}
		all = append(all, line)
	}
	return all, nil
}
