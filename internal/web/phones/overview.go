package phones

import (
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/phone"
	"samspil/internal/web"
)

// row is one phone in a list.
type row struct {
	To, Name string
	Owner    string // empty in one's own list
	Since    time.Time
	Seen     time.Time
	Tags     []web.Tag
	Revoked  bool
	Locked   bool
}

// overviewPage lists the phones that concern a person.
type overviewPage struct {
	Form    web.Form
	Next    *web.NextStep
	Mine    []row
	Team    []row
	Leads   bool
	Shelf   int            // entries that wait for a person
	Unended int            // coded stretches that began hours ago and of which no end came
	Words   int            // writings that wait for a basis to describe
	Gone    *device.Device // the first phone of the team that was shut out and that the leader has not seen to
	Whose   string
}

// overview shows one's own phones, and a leader those of the team.
func overview(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	mine, err := device.Mine(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	page := overviewPage{Form: v.Form, Leads: v.Actor.Role == access.Leader}
	if page.Mine, err = rows(v, tx, mine, nil); err != nil {
		return nil, err
	}
	if page.Leads {
		if page.Team, err = teamRows(v, tx); err != nil {
			return nil, err
		}
	}
	waiting, err := outbox.Waiting(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	words, err := phone.WithheldWaiting(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	page.Shelf, page.Words = len(waiting), len(words)
	if page.Unended, err = longUnended(v, tx); err != nil {
		return nil, err
	}
	if page.Gone, page.Whose, err = shutOut(v, tx); err != nil {
		return nil, err
	}
	page.Next = next(v, page)
	return web.Page("phones/overview", page).Titled("phones.title"), nil
}

// longest is how long coding may go on before somebody should look why it has no end.
const longest = 4 * time.Hour

// longUnended counts what began on a phone, and of which nothing was heard for long.
func longUnended(v *web.Visit, tx *casefile.Tx) (n int, err error) {
	all, err := outbox.Endless(v.Context(), tx, v.Actor)
	for _, u := range all {
		if v.Now().Sub(u.Last) > longest {
			n++
		}
	}
	return n, err
}

// shutOut is the first phone that the leader has not seen to, and whose it is.
func shutOut(v *web.Visit, tx *casefile.Tx) (*device.Device, string, error) {
	all, err := device.ShutOut(v.Context(), tx, v.Actor)
	if err != nil || len(all) == 0 {
		return nil, "", err
	}
	owner, err := login.Get(v.Context(), tx.Tx, all[0].OwnerID)
	return &all[0], owner.Name, err
}

// teamRows are the phones of those whom the person leads, or of the whole provider.
func teamRows(v *web.Visit, tx *casefile.Tx) ([]row, error) {
	team, err := device.OfTeam(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	return rows(v, tx, team, staff)
}

// everyone is the administrator's list: whose each phone is, and nothing of families.
func everyone(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	team, err := teamRows(v, tx)
	if err != nil {
		return nil, err
	}
	return web.Page("phones/everyone", overviewPage{Team: team}).Titled("phones.title").Under("/indstillinger"), nil
}

// rows draws phones; with staff each says whose it is.
func rows(v *web.Visit, tx *casefile.Tx, all []device.Device, staff map[string]login.Account) ([]row, error) {
	out := make([]row, 0, len(all))
	for _, d := range all {
		holes, err := outbox.Holes(v.Context(), tx, d.ID)
		if err != nil {
			return nil, err
		}
		r := row{To: home(v) + "/" + d.ID, Name: d.Name, Since: d.EnrolledAt, Seen: d.SeenAt, Revoked: d.Revoked(), Locked: d.Locked, Tags: tags(v, d, holes)}
		if staff != nil {
			r.Owner = staff[d.OwnerID].Name
		}
		out = append(out, r)
	}
	return out, nil
}

// tags say how a phone is doing, the gravest first; one word is enough where all is well.
func tags(v *web.Visit, d device.Device, holes [][2]int64) []web.Tag {
	if d.Revoked() {
		tags := []web.Tag{{Kind: "none", Text: v.T("phones.tag.revoked")}}
		return append(tags, lacks(v, d, holes)...)
	}
	var tags []web.Tag
	if d.Locked {
		tags = append(tags, web.Tag{Kind: "broken", Text: v.T("phones.tag.locked")})
	}
	switch silent := d.Silent(v.Now()); {
	case silent >= device.Red:
		tags = append(tags, web.Tag{Kind: "broken", Text: v.TN("phones.tag.silent", int(silent.Hours()/24))})
	case silent >= device.Amber:
		tags = append(tags, web.Tag{Kind: "soon", Text: v.TN("phones.tag.silent", int(silent.Hours()/24))})
	}
	tags = append(tags, lacks(v, d, holes)...)
	if d.OnlyOnline {
		tags = append(tags, web.Tag{Kind: "soon", Text: v.T("phones.tag.online")})
	}
	if len(tags) == 0 {
		tags = append(tags, web.Tag{Kind: "done", Text: v.T("phones.tag.sent")})
	}
	return tags
}

// lacks say what has not come from a phone.
func lacks(v *web.Visit, d device.Device, holes [][2]int64) (tags []web.Tag) {
	if d.Waits > 0 {
		tags = append(tags, web.Tag{Kind: "waiting", Text: v.TN("phones.tag.waits", d.Waits)})
	}
	if n := count(holes); n > 0 {
		tags = append(tags, web.Tag{Kind: "soon", Text: v.TN("phones.tag.holes", n)})
	}
	return tags
}

// count is how many numbers the ranges hold.
func count(ranges [][2]int64) (n int) {
	for _, r := range ranges {
		n += int(r[1] - r[0] + 1)
	}
	return n
}

// next is the one thing to do: one's own locked phone, a phone of the team that was shut
// out, what waits on the shelf, or the first phone.
func next(v *web.Visit, page overviewPage) *web.NextStep {
	for _, r := range page.Mine {
		if r.Locked && !r.Revoked {
			return &web.NextStep{Title: v.T("phones.next.locked", map[string]any{"name": r.Name}), Text: v.T("phones.next.locked.text"),
				Deed: web.Deed{To: r.To, Text: v.T("phones.reopen")}}
		}
	}
	if d := page.Gone; d != nil {
		return &web.NextStep{Title: v.T("phones.next.gone", fault.Args{"name": page.Whose}),
			Text: v.Say("phones.next.gone.text", fault.Args{"day": shortDate(v, d.RevokedAt), "time": d.RevokedAt}),
			Deed: web.Deed{To: "/telefoner/" + d.ID, Text: v.T("phones.next.gone.deed")}}
	}
	if page.Shelf > 0 {
		return &web.NextStep{Title: v.TN("phones.next.shelf", page.Shelf), Text: v.T("phones.next.shelf.text"),
			Deed: web.Deed{To: "/telefoner/hylden", Text: v.T("phones.next.shelf.deed")}}
	}
	if page.Leads || slices.ContainsFunc(page.Mine, func(r row) bool { return !r.Revoked }) {
		return nil // a leader may well have no use for a phone
	}
	return &web.NextStep{Title: v.T("phones.next.first"), Text: v.T("phones.next.first.text"),
		Deed: web.Deed{To: "/telefoner/kode", Text: v.T("phones.code.get"), Post: true, Fields: []web.Hidden{{Name: "id", Value: v.Form.ID()}}}}
}

// codePage shows a code once.
type codePage struct {
	Code    string
	Until   time.Time
	Address string // what to type on the phone
}

// code makes a code and shows it; sent twice, it is the same code.
func code(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	code, until, err := device.CodeFor(v.Context(), tx, v.Actor, v.Form.ID())
	if err != nil {
		return nil, err
	}
	return web.Page("phones/code", codePage{code, until, v.Request.Host + "/telefon"}).Titled("phones.code.title"), nil
}

// codeGone is where a code was shown, when the page is opened anew: it is shown once.
func codeGone(*web.Visit, *casefile.Tx) (web.Response, error) {
	return web.Redirect("/telefoner", ""), nil
}
