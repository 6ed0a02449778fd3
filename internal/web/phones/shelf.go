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
	"samspil/internal/web/coursepage"
)

func (a area) shelfRoutes() []web.Route {
	return []web.Route{
		web.Staff("GET /telefoner/hylden", device.Holders, shelf),
		web.ReadCase("GET /forloeb/{course}/hylden/{id}", access.Notes, access.Document, coursepage.Show(entryPageOf)),
		web.WriteCase("POST /forloeb/{course}/hylden/{id}/plads", access.Card, access.Read, access.Document, release),
		web.WriteCase("POST /forloeb/{course}/hylden/{id}/til-side", access.Card, access.Read, access.Document, setAside),
		web.WriteCase("POST /forloeb/{course}/hylden/samling/{session}/plads", access.Card, access.Read, access.Document, releaseAll),
	}
}

// shelfPage lists what waits for a person over many courses.
type shelfPage struct {
	Next    *web.NextStep
	Crumbs  []web.Link
	Groups  []group
	Words   []withheld
	Refused []refused
}

// withheld are words that the law did not let into the record when they came.
type withheld struct {
	To      string // the contact's page, where they are; empty for a course that is no longer the person's
	Heading string // the child, as the person may see it
	What    string
	At      time.Time
	Why     string
	From    string
}

// group is what waits of one contact or session.
type group struct {
	Heading string // the child, as the person may see it
	Where   web.Link
	All     string // address that lays all of it in its place; empty for one alone
	Entries []shelved
}

// shelved is one entry as it stands on the list.
type shelved struct {
	To   string // where it is read; empty for a course that is no longer the person's
	What string
	At   time.Time
	Why  string
	From string
	Tag  web.Tag
}

// refused is an entry that can never be taken in.
type refused struct {
	At        time.Time
	Why, From string
}

// shelf is the list. It opens no case file: a child's first name is all it reads.
func shelf(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	waiting, err := outbox.Waiting(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	words, err := phone.WithheldWaiting(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	n, err := namesFor(v, tx, coursesOf(waiting, words))
	if err != nil {
		return nil, err
	}
	if err := n.callPhones(tx, devicesOf(waiting, words)); err != nil {
		return nil, err
	}
	page := shelfPage{Crumbs: crumbs(v, v.T("phones.shelf.title")), Groups: n.groups(waiting), Words: n.words(words)}
	if page.Refused, err = n.refusals(tx); err != nil {
		return nil, err
	}
	if len(waiting) > 0 && page.Groups[0].Entries[0].To != "" {
		page.Next = &web.NextStep{Title: v.TN("phones.next.shelf", len(waiting)), Text: v.T("phones.shelf.next.text"),
			Deed: web.Deed{To: page.Groups[0].Entries[0].To, Text: v.T("phones.shelf.next.deed")}}
	}
	return web.Page("phones/shelf", page).Titled("phones.shelf.title"), nil
}

func crumbs(v *web.Visit, last string) []web.Link {
	return []web.Link{{To: "/telefoner", Text: v.T("phones.title")}, {Text: last}}
}

// names are what the ids on a shelf are called.
type names struct {
	v        *web.Visit
	children map[string]coursepage.Called
	staff    map[string]login.Account
	phones   map[string]string
}

func namesFor(v *web.Visit, tx *casefile.Tx, courses []string) (names, error) {
	n := names{v: v, phones: map[string]string{}}
	var err error
	if n.staff, err = login.Staff(v.Context(), tx.Tx); err != nil || len(courses) == 0 {
		return n, err
	}
	l, err := casefile.OpenList(v.Context(), tx, v.Actor, access.Purpose{Code: access.Document}, "phone-shelf")
	if err != nil {
		return n, err
	}
	n.children, err = coursepage.CallEach(v, l, courses)
	l.Found(len(n.children))
	return n, err
}

func coursesOf(waiting []outbox.Shelved, words []phone.Withheld) (ids []string) {
	for _, s := range waiting {
		ids = append(ids, s.CourseID)
	}
	for _, w := range words {
		ids = append(ids, w.CourseID)
	}
	return ids
}

func devicesOf(waiting []outbox.Shelved, words []phone.Withheld) (ids []string) {
	for _, s := range waiting {
		ids = append(ids, s.DeviceID)
	}
	for _, w := range words {
		ids = append(ids, w.DeviceID)
	}
	return ids
}

// callPhones reads what the phones are called.
func (n names) callPhones(tx *casefile.Tx, ids []string) error {
	for _, id := range ids {
		if _, known := n.phones[id]; known {
			continue
		}
		d, err := device.Get(n.v.Context(), tx, id)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		n.phones[id] = d.Name
	}
	return nil
}

// from is "Lones telefon", with its owner where that is another.
func (n names) from(deviceID, ownerID string) string {
	if ownerID == n.v.Actor.ID {
		return n.phones[deviceID]
	}
	return n.v.T("phones.from", fault.Args{"phone": n.phones[deviceID], "name": n.staff[ownerID].Name})
}

// groups gathers what waits by the contact it belongs to, in the order of the first.
func (n names) groups(waiting []outbox.Shelved) (all []group) {
	at := map[string]int{}
	for _, s := range waiting {
		key := s.CourseID + " " + s.SessionID
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, n.group(s))
		}
		all[i].Entries = append(all[i].Entries, n.entry(s))
	}
	for i := range all {
		if len(all[i].Entries) < 2 {
			all[i].All = ""
		}
	}
	return all
}

func (n names) group(s outbox.Shelved) group {
	child, mine := n.children[s.CourseID]
	if !mine {
		return group{Heading: n.v.T("phones.shelf.former")}
	}
	g := group{Heading: child.Heading, Where: web.Link{To: coursepage.Path(s.CourseID), Text: n.v.T("phones.shelf.course")}}
	if s.SessionID != "" {
		g.All = coursepage.Path(s.CourseID, "hylden", "samling", s.SessionID, "plads")
	}
	return g
}

func (n names) entry(s outbox.Shelved) shelved {
	e := shelved{What: n.v.T("phones.kind." + string(s.Kind)), At: s.At, Why: n.v.T(s.Why), From: n.from(s.DeviceID, s.OwnerID), Tag: tagOf(n.v, s)}
	if _, mine := n.children[s.CourseID]; mine {
		e.To = coursepage.Path(s.CourseID, "hylden", s.ID)
	}
	return e
}

// words are what waits for a basis to describe, each with the contact it is of.
func (n names) words(all []phone.Withheld) (out []withheld) {
	for _, w := range all {
		one := withheld{Heading: n.v.T("phones.shelf.former"), What: n.v.T("phone.page.part." + w.Form), At: w.At, Why: n.v.T(w.Why),
			From: n.from(w.DeviceID, w.EnteredBy)}
		if child, mine := n.children[w.CourseID]; mine {
			one.Heading, one.To = child.Heading, coursepage.Path(w.CourseID, "samvaer", w.SessionID)+"#fra-telefonen"
		}
		out = append(out, one)
	}
	return out
}

func tagOf(v *web.Visit, s outbox.Shelved) web.Tag {
	switch {
	case s.Clash:
		return web.Tag{Kind: "broken", Text: v.T("phones.shelf.clash")}
	case s.Waits:
		return web.Tag{Kind: "waiting", Text: v.T("phones.shelf.waits")}
	}
	return web.Tag{Kind: "soon", Text: v.T("phones.shelf.you")}
}

func (n names) refusals(tx *casefile.Tx) (all []refused, err error) {
	found, err := outbox.Refusals(n.v.Context(), tx, n.v.Actor)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range found {
		ids = append(ids, r.DeviceID)
	}
	if err := n.callPhones(tx, ids); err != nil {
		return nil, err
	}
	for _, r := range found {
		all = append(all, refused{r.Received, n.v.T(r.Why), n.from(r.DeviceID, r.OwnerID)})
	}
	return all, nil
}

// entryPage is one entry, opened, with what can be done about it.
type entryPage struct {
	Form    web.Form
	Crumbs  []web.Link
	Heading string
	What    string
	At      time.Time
	Came    time.Time
	From    string
	Clock   string // how far the phone's clock was off; empty where it was right
	Why     string
	Tag     web.Tag
	Lines   []web.Fact
	Clash   bool
	To      string // where it is laid in its place or aside
	Session string // the contact it belongs to
	Settled bool
}

func entryPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	payload, s, err := outbox.Read(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	people, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	n := names{v: v, staff: people.Staff, phones: map[string]string{}}
	if err := n.callPhones(f.Tx(), []string{s.DeviceID}); err != nil {
		return nil, err
	}
	page := entryPage{
		Form: v.Form, Crumbs: append(crumbs(v, "")[:1], web.Link{To: "/telefoner/hylden", Text: v.T("phones.shelf.title")}, web.Link{Text: people.Heading}),
		Heading: people.Heading, What: v.T("phones.kind." + string(s.Kind)), At: s.At, Came: s.Received, From: n.from(s.DeviceID, s.OwnerID),
		Clock: clockOff(v, s.Offset), Why: v.T(s.Why, s.Args), Tag: tagOf(v, s), Lines: words{v: v, people: people}.lines(payload, s), Clash: s.Clash,
		To: coursepage.Path(f.CourseID, "hylden", s.ID), Settled: !s.SettledAt.IsZero() || s.InPlace,
	}
	return web.Page("phones/entry", page).Titled("phones.shelf.title").Under("/forloeb"), nil
}

// release lays an entry in its place, as what whoever wrote it entered.
func release(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return nil, err
	}
	if err := outbox.Release(v.Context(), f, v.Param("id"), phone.Release); err != nil {
		return stays(v, f, err)
	}
	return web.Redirect("/telefoner/hylden", "phones.shelf.placed"), nil
}

// stays shows the entry again with why the record does not take it.
func stays(v *web.Visit, f *casefile.Writer, err error) (web.Response, error) {
	e, ok := fault.As(err)
	if !ok || !slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict}, e.Kind) {
		return nil, err
	}
	page, perr := entryPageOf(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	if e.Key != "form.problems" {
		var p fault.Problems
		p.Add("place", e.Key, e.Args)
		err = p.Err()
	}
	return web.NotValid(page, err)
}

// setAside takes an entry off the shelf with a reason; it is kept as it came.
func setAside(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return nil, err
	}
	if err := outbox.SetAside(v.Context(), f, v.Param("id"), v.Form.Value("reason")); err != nil {
		return stays(v, f, err)
	}
	return web.Redirect("/telefoner/hylden", "phones.shelf.aside"), nil
}

// releaseAll lays everything of one contact in its place that its record takes.
func releaseAll(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := f.NeedOurs(access.Feedback); err != nil {
		return nil, err
	}
	came, err := outbox.Came(v.Context(), &f.Reader, v.Param("session"))
	if err == nil && !came {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return nil, err
	}
	_, left, err := outbox.ReleaseAll(v.Context(), f, v.Param("session"), phone.Release)
	if err != nil {
		return nil, err
	}
	toast := "phones.shelf.placed"
	if left > 0 {
		toast = "phones.shelf.some"
	}
	return web.Redirect("/telefoner/hylden", toast), nil
}
