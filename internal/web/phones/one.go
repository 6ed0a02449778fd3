package phones

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/web"
)

// onePage is one phone.
type onePage struct {
	Form   web.Form
	Crumbs []web.Link
	Home   string
	Device device.Device
	Owner  string
	Mine   bool
	Tags   []web.Tag
	Facts  []web.Fact
	By     string // who shut it out
	Unseen bool   // it was shut out, and the leader who looks has not said that she knows
}

func one(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := onePageOf(v, tx)
	return page, err
}

func onePageOf(v *web.Visit, tx *casefile.Tx) (*web.Rendered, error) {
	d, err := device.See(v.Context(), tx, v.Actor, v.Param("device"))
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	holes, err := outbox.Holes(v.Context(), tx, d.ID)
	if err != nil {
		return nil, err
	}
	unseen, err := device.ShutOut(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	page := onePage{Form: v.Form, Home: home(v), Device: d, Owner: staff[d.OwnerID].Name, Mine: d.OwnerID == v.Actor.ID,
		Tags: tags(v, d, holes), Facts: facts(v, d, holes), By: staff[d.RevokedBy].Name,
		Unseen: slices.ContainsFunc(unseen, func(x device.Device) bool { return x.ID == d.ID }),
		Crumbs: []web.Link{{To: home(v), Text: v.T("phones.title")}, {Text: d.Name}}}
	return web.Page("phones/one", page).Titled("phones.title").Under(menuOf(v)), nil
}

// menuOf lights the settings for the administrator; the others have no menu item of phones.
func menuOf(v *web.Visit) string {
	if strings.HasPrefix(home(v), "/indstillinger") {
		return "/indstillinger"
	}
	return ""
}

// facts are what is known of a phone.
func facts(v *web.Visit, d device.Device, holes [][2]int64) []web.Fact {
	all := []web.Fact{
		{Label: v.T("phones.since"), Text: moment(v, d.EnrolledAt)},
		{Label: v.T("phones.seen"), Text: moment(v, d.SeenAt)},
		{Label: v.T("phones.waits"), Text: v.TN("phones.waits.n", d.Waits)},
		{Label: v.T("phones.head"), Text: fmt.Sprint(d.Head)},
	}
	if len(holes) > 0 {
		all = append(all, web.Fact{Label: v.T("phones.holes"), Text: numbers(v, holes), Texts: []string{v.T("phones.holes.why")}})
	}
	if off := clockOff(v, d.Offset); off != "" {
		all = append(all, web.Fact{Label: v.T("phones.clock"), Text: off, Texts: []string{v.T("phones.clock.why")}})
	}
	check := web.Fact{Label: v.T("phones.check"), Text: v.T("phones.check.good")}
	if d.OnlyOnline {
		check = web.Fact{Label: v.T("phones.check"), Text: v.T("phones.check.online"), Texts: []string{v.T("phones.check.online.why")}}
	}
	all = append(all, check)
	if d.App != "" {
		all = append(all, web.Fact{Label: v.T("phones.app"), Text: d.App})
	}
	return all
}

// clockOff says how far a phone's clock was from the server's when it sent; empty for
// what is too little to matter.
func clockOff(v *web.Visit, offset time.Duration) string {
	off := offset.Abs()
	if off <= 2*time.Second {
		return ""
	}
	key := "phones.clock.behind"
	if offset < 0 {
		key = "phones.clock.ahead"
	}
	return v.T(key, fault.Args{"by": span(v, off)})
}

// span is how long something is, in the unit that people would say it in.
func span(v *web.Visit, d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return v.TN("phones.span.seconds", int(d.Round(time.Second).Seconds()))
	case d < 2*time.Hour:
		return v.TN("phones.span.minutes", int(d.Round(time.Minute).Minutes()))
	case d < 48*time.Hour:
		return v.TN("phones.span.hours", int(d.Round(time.Hour).Hours()))
	}
	return v.TN("phones.span.days", int(d.Round(24*time.Hour).Hours()/24))
}

// numbers are ranges as people write them: "41–43 og 50".
func numbers(v *web.Visit, ranges [][2]int64) string {
	var words []string
	for _, r := range ranges {
		if r[0] == r[1] {
			words = append(words, fmt.Sprint(r[0]))
		} else {
			words = append(words, fmt.Sprintf("%d–%d", r[0], r[1]))
		}
	}
	return web.List(v.Lang, words)
}

func moment(v *web.Visit, at time.Time) string {
	return v.Say("phones.at", fault.Args{"day": shortDate(v, at), "time": at})
}

// revoke shuts a phone out.
func revoke(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	if err := device.Revoke(v.Context(), tx, v.Actor, v.Param("device"), v.Form.Value("reason")); err != nil {
		return shownAgain(v, tx, err)
	}
	return web.Redirect(home(v)+"/"+v.Param("device"), "phones.revoked.toast"), nil
}

// seen notes that the leader knows that a phone was shut out.
func seen(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	if err := device.Seen(v.Context(), tx, v.Actor, v.Param("device")); err != nil {
		return nil, err
	}
	return web.Redirect("/telefoner", "phones.seen.toast"), nil
}

// reopen lets a phone that wrong PINs have locked be unlocked again.
func reopen(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	err := device.Reopen(v.Context(), tx, v.Actor, device.Reopening{DeviceID: v.Param("device"), PIN: strings.TrimSpace(v.Form.Value("pin"))})
	if err != nil {
		return shownAgain(v, tx, err)
	}
	return web.Redirect(home(v)+"/"+v.Param("device"), "phones.reopened.toast"), nil
}

// shownAgain shows the phone with what was typed and what is wrong with it.
func shownAgain(v *web.Visit, tx *casefile.Tx, err error) (web.Response, error) {
	if fault.KindOf(err) != fault.Invalid {
		return nil, err
	}
	page, perr := onePageOf(v, tx)
	if perr != nil {
		return nil, perr
	}
	return web.NotValid(page, err)
}
