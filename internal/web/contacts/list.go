package contacts

import (
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/rule"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// listPage is the contacts of one course, with the frame they happen in.
type listPage struct {
	head
	Next        *web.NextStep
	Frames      []frameLine
	Ahead, Past []contactLine
	Warnings    []string
	Share       session.Share // contacts with one of the fixed people
	Held        int
}

// contactLine is one contact in a list.
type contactLine struct {
	contact.Contact
	To, Pair, Focus string
	Tag             web.Tag
}

// frameLine is one arrangement in words.
type frameLine struct {
	To, Pair, State, Decision, Frequency string
	Recording                            string
	RecordingTo                          string // where the agreement is entered
	Tag                                  web.Tag
	Warnings                             []string
}

func (a area) list(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	all, err := contact.All(v.Context(), f)
	if err != nil {
		return nil, err
	}
	arrangements, err := contact.Arrangements(v.Context(), f)
	if err != nil {
		return nil, err
	}
	page := listPage{head: h}
	for _, x := range arrangements {
		line := h.frameLine(x, f)
		line.Warnings = h.rows(all, x)
		page.Frames = append(page.Frames, line)
		found, err := months(v, f, x)
		if err != nil {
			return nil, err
		}
		page.Warnings = append(page.Warnings, found...)
	}
	page.fill(all, f)
	return web.Page("contacts/list", page).Titled("web.menu.contacts"), nil
}

func (p *listPage) fill(all []contact.Contact, f *casefile.Reader) {
	var sessions []session.Session
	for _, c := range all {
		sessions = append(sessions, c.Session)
		line := contactLine{Contact: c, To: p.Path("samvaer", c.ID), Pair: p.pair(c.Arrangement), Focus: c.Before.Focus, Tag: coursepage.StateTag(p.v, c.Session)}
		if c.Status == session.Planned && !c.Open(f.Now()) {
			p.Ahead = append(p.Ahead, line)
		} else {
			p.Past = append(p.Past, line)
		}
		if p.Next == nil && p.Writes && slices.Contains(c.Staff, p.v.Actor.ID) && c.Open(f.Now()) {
			p.Next = p.nextOf(c.Session, sessionLine{To: line.To, What: p.kindName(c.Kind)})
		}
	}
	p.Share = session.Continuity(sessions, p.Team)
	p.Held = p.Share.Of
	slices.Reverse(p.Past)
	if p.Next == nil && len(p.Ahead) > 0 && p.Writes {
		c := p.Ahead[0]
		p.Next = &web.NextStep{
			Title:  p.v.Say("contacts.next.ahead", fault.Args{"date": lang.LongDate(p.v.Lang, clock.DateOf(c.When())), "span": lang.Clock(p.v.Lang, c.When()) + "–" + lang.Clock(p.v.Lang, c.Until())}),
			Text:   c.Focus,
			Deed:   web.Deed{To: c.To, Text: p.v.T("contacts.next.ahead.deed")},
			Beside: true,
		}
	}
}

// rows warns of what has happened several times in a row.
func (h head) rows(all []contact.Contact, x contact.Arrangement) []string {
	var out []string
	if n := contact.NoShowsInARow(all, x.StrandID); n >= rule.Get("noshow.attention").Count() {
		out = append(out, h.v.Say("contacts.warn.noshow", fault.Args{"name": h.WhoIs(x.Counterpart), "n": n}))
	}
	if n := contact.StopsInARow(all, x.StrandID); n >= rule.Get("stop.attention").Count() {
		out = append(out, h.v.Say("contacts.warn.stops", fault.Args{"n": n}))
	}
	return out
}

// months is V13: months that called-off contacts leave empty, from this month on.
func months(v *web.Visit, f *casefile.Reader, x contact.Arrangement) ([]string, error) {
	p, err := contact.ProposalFor(v.Context(), f, x)
	if err != nil {
		return nil, err
	}
	p.Bookings = slices.DeleteFunc(p.Bookings, func(b contact.Booking) bool {
		return clock.DateOf(b.Start).Before(clock.NewDate(f.Today().Year(), f.Today().Month(), 1))
	})
	var out []string
	for _, found := range contact.CheckMonths(p) {
		out = append(out, v.Say(found.Key, found.Args))
	}
	return out, nil
}

func (h head) frameLine(x contact.Arrangement, f *casefile.Reader) frameLine {
	v, today := h.v, f.Today()
	state := x.StateOn(today)
	line := frameLine{
		To: h.Path("samvaersaftaler", x.StrandID), Pair: h.pair(x), State: h.StateWords(state), Decision: h.decision(x),
		Frequency: h.frequency(x.Frequency), RecordingTo: h.Path("samvaersaftaler", x.StrandID, "noter"),
	}
	if ok, why := x.Describable(f.Now(), f.Now()); ok {
		line.Recording = v.T("contacts.recording." + string(orRequired(x)))
		line.Tag = web.Tag{Kind: "done", Text: v.T("contacts.recording.on")}
	} else {
		line.Recording = v.T(why)
		line.Tag = web.Tag{Kind: "none", Text: v.T("contacts.recording.off")}
	}
	switch left, warn := rule.Get("contact.expiry_warn").Warns(x.To, today); {
	case state == contact.Expired:
		line.Tag = web.Tag{Kind: "broken", Text: v.T("contacts.frame.expired")}
	case !x.To.IsZero() && warn:
		line.Warnings = append(line.Warnings, v.TN("contacts.frame.ends", left, fault.Args{"date": lang.PlainDate(v.Lang, x.To)}))
	}
	return line
}

func orRequired(x contact.Arrangement) contact.Recording {
	if x.State == contact.Supervised {
		return contact.Required
	}
	return x.Recording
}

// decision says who decided, when, and until when: "Kommunen, 16.3.2026. Gælder til 30.11.2026".
func (h head) decision(x contact.Arrangement) string {
	args := fault.Args{"who": h.v.T("contact.decider." + string(x.DecidedBy)), "on": x.DecidedOn, "from": x.From, "to": x.To}
	key := "contacts.frame.decision"
	if x.DecidedBy == "" || x.DecidedOn.IsZero() {
		key = "contacts.frame.undecided"
	}
	text := h.v.Say(key, args)
	if !x.To.IsZero() {
		text += " " + h.v.Say("contacts.frame.until", args)
	}
	return text
}

// frequency is how often and how long: "Hver uge, 2 timer".
func (h head) frequency(q contact.Frequency) string {
	text := ""
	switch {
	case q.EveryWeeks > 0:
		text = h.v.TN("contacts.every_weeks", q.EveryWeeks)
	case q.PerMonth > 0:
		text = h.v.TN("contacts.per_month", q.PerMonth)
	default:
		return h.v.T("contacts.no_frequency")
	}
	if q.Minutes > 0 {
		text += ", " + web.Minutes(h.v.Lang, q.Minutes)
	}
	return text
}
