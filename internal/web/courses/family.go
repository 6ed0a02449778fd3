package courses

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/chart"
	"samspil/internal/chart/family"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web"
)

// familyPanel is the family drawing with the sentence that says the same.
type familyPanel struct {
	Drawing  chart.SVG
	Sentence string
}

// family draws those the course knows. A placement that is hidden is left out
// whole, with its carers, and leaves no room behind.
func (x *file) family(v *web.Visit) familyPanel {
	if len(x.Children()) == 0 {
		return familyPanel{}
	}
	d := drawing{x}
	g := family.Genogram{Frame: chart.Frame{ID: "familien", Lang: v.Lang}}
	for _, c := range x.InRole(person.Child, person.Parent, person.Partner, person.Sibling) {
		g.People = append(g.People, d.relative(v, c))
	}
	g.Unions, g.Homes = d.unions(v), d.homes(v)
	p := familyPanel{Sentence: d.sentence(v)}
	g.Title, g.Desc = v.T("courses.family"), p.Sentence
	p.Drawing = g.Draw(chart.Side)
	return p
}

// drawing is the family on its way to a picture.
type drawing struct{ *file }

func (d drawing) relative(v *web.Visit, c person.Card) family.Relative {
	r := family.Relative{ID: c.PersonID, Name: c.Name, Sex: family.NotStated}
	switch c.Sex {
	case person.Female:
		r.Sex = family.Woman
	case person.Male:
		r.Sex = family.Man
	}
	if age := c.Age(d.Today); !c.Birth.IsZero() && age >= 0 {
		r.Age = strconv.Itoa(age)
	}
	if c.Role == person.Child {
		r.Focus, r.Subject = true, chart.Child
		r.Parents = d.parents(c.PersonID)
		if p, ok := d.placement(c.PersonID); ok && d.open {
			r.Note = v.T("courses.placed." + string(p.Kind))
		}
		return r
	}
	if c.Role == person.Sibling {
		r.Parents = d.parents(c.PersonID)
	}
	r.Name += ", " + d.kin(v, c)
	if c.Role == person.Parent && (c.Custody || d.hasContact(c.PersonID)) {
		r.Subject = chart.Parent
	}
	return r
}

// parents are the ids of those drawn as a child's parents, at most two. A child
// whose relations nobody has entered belongs to the parents of the course.
func (d drawing) parents(childID string) []string {
	var ids []string
	for _, rel := range d.relations {
		if rel.To == childID && slices.Contains([]person.Kinship{person.MotherOf, person.FatherOf, person.ParentOf}, rel.Kind) && len(ids) < 2 {
			ids = append(ids, rel.From)
		}
	}
	return ids
}

// kin says what a grown-up or sibling is to the child.
func (d drawing) kin(v *web.Visit, c person.Card) string {
	for _, rel := range d.relations {
		if rel.From == c.PersonID && slices.Contains([]person.Kinship{person.MotherOf, person.FatherOf, person.BonusParentOf}, rel.Kind) {
			return v.T("courses.kin." + string(rel.Kind))
		}
	}
	if c.Role == person.Sibling {
		return v.T("courses.kin.sibling." + sexWord(c.Sex))
	}
	return v.T("courses.role." + string(c.Role))
}

func sexWord(s person.Sex) string {
	if s == person.Unstated {
		return "unstated"
	}
	return string(s)
}

func (d drawing) hasContact(personID string) bool {
	return slices.ContainsFunc(d.arrangements, func(a contact.Arrangement) bool { return a.Counterpart == personID && !a.Network })
}

func (d drawing) placement(childID string) (course.Placement, bool) {
	for _, p := range slices.Backward(d.placements) {
		if p.PersonID == childID && (p.Until.IsZero() || !d.Today.After(p.Until)) {
			return p, true
		}
	}
	return course.Placement{}, false
}

// unions are the couples: those said to be, and two parents of one child.
func (d drawing) unions(v *web.Visit) []family.Union {
	var all []family.Union
	add := func(a, b string) {
		for _, u := range all {
			if u.A == a && u.B == b || u.A == b && u.B == a {
				return
			}
		}
		u := family.Union{A: a, B: b, Apart: d.apart(a, b)}
		if u.Apart {
			u.Note = v.T("courses.family.apart")
		}
		all = append(all, u)
	}
	for _, c := range d.Children() {
		if p := d.parents(c.PersonID); len(p) == 2 {
			add(p[0], p[1])
		}
	}
	for _, rel := range d.relations {
		if rel.Kind == person.PartnerOf || rel.Kind == person.ExPartnerOf {
			add(rel.From, rel.To)
		}
	}
	return all
}

func (d drawing) apart(a, b string) bool {
	for _, rel := range d.relations {
		if !(rel.From == a && rel.To == b || rel.From == b && rel.To == a) {
			continue
		}
		if rel.Kind == person.ExPartnerOf || rel.Together != nil && !*rel.Together {
			return true
		}
	}
	return false
}

// homes are the places of care, without saying where they are.
func (d drawing) homes(v *web.Visit) []family.Home {
	if !d.open {
		return nil
	}
	var all []family.Home
	for _, c := range d.Children() {
		p, ok := d.placement(c.PersonID)
		if !ok {
			continue
		}
		name := v.T("courses.home." + string(p.Kind))
		if i := slices.IndexFunc(all, func(h family.Home) bool { return h.Name == name }); i >= 0 {
			all[i].Children = append(all[i].Children, c.PersonID)
			continue
		}
		all = append(all, family.Home{Name: name, Note: v.T("courses.home.since", since(v, p)), Children: []string{c.PersonID}})
	}
	return all
}

func since(v *web.Visit, p course.Placement) fault.Args {
	return fault.Args{"month": lang.Month(v.Lang, p.Since.Month()) + " " + strconv.Itoa(p.Since.Year())}
}

// sentence says what the drawing says: custody, and who lives in care.
func (d drawing) sentence(v *web.Visit) string {
	var parts, holders []string
	for _, c := range d.InRole(person.Parent) {
		if c.Custody {
			holders = append(holders, c.Name)
		}
	}
	if len(holders) > 0 {
		key := "courses.family.custody.sole"
		if len(holders) > 1 {
			key = "courses.family.custody.shared"
		}
		parts = append(parts, v.T(key, fault.Args{"names": web.List(v.Lang, holders)}))
	}
	for _, c := range d.Children() {
		p, ok := d.placement(c.PersonID)
		if !ok || !d.open {
			continue
		}
		args := since(v, p)
		args["name"] = c.Name
		key := "courses.family.placed"
		if p.Consent != nil && *p.Consent {
			key = "courses.family.placed.consent"
		} else if p.Consent != nil {
			key = "courses.family.placed.decision"
		}
		parts = append(parts, v.T(key, args))
	}
	return strings.Join(parts, " ")
}

// parents are the first names of the parents, for the lead of the page.
func (x *file) parents(v *web.Visit) string {
	var names []string
	for _, c := range x.InRole(person.Parent) {
		if x.Programme.HasContact() && len(x.arrangements) > 0 && !(drawing{x}).hasContact(c.PersonID) {
			continue
		}
		names = append(names, c.Name)
	}
	return web.List(v.Lang, names)
}

// team are those who work with the family, and who ordered it.
func (x *file) team(v *web.Visit) []web.Fact {
	var facts []web.Fact
	for _, role := range course.TeamRoles {
		var texts []string
		for _, m := range x.Team {
			if m.Role != role || !m.On(x.Today) {
				continue
			}
			text := x.StaffName(m.StaffID)
			switch role {
			case course.Lead:
				text += x.share(v, m.StaffID)
			case course.Psychologist:
				text += x.nextAnalysis(v)
			}
			texts = append(texts, text)
		}
		if len(texts) > 0 {
			facts = append(facts, web.Fact{Label: v.T("courses.team." + string(role)), Texts: texts})
		}
	}
	if a, ok := x.Staff[x.Course.AdviserID]; ok {
		facts = append(facts, web.Fact{Label: v.T("courses.team.adviser"), Text: v.T("courses.team.adviser.text", fault.Args{"name": a.Name, "organisation": a.Organisation})})
	}
	if a, ok := x.Staff[x.Course.LeaderID]; ok {
		facts = append(facts, web.Fact{Label: v.T("courses.team.leader"), Text: a.Name})
	}
	return facts
}

// nextAnalysis is " · næste analyse torsdag 15. oktober".
func (x *file) nextAnalysis(v *web.Visit) string {
	if x.Course.Status != course.Active || !x.reader.Can(access.Analysis, access.Read) {
		return ""
	}
	signed := 0
	for _, a := range x.analyses {
		if a.Signed() && a.Supersedes == "" {
			signed++
		}
	}
	due := x.Programme.NextAnalysis(x.Course.StartOn, x.EndsOn(x.plan), signed)
	if due.IsZero() {
		return ""
	}
	return " · " + v.T("courses.team.analysis", fault.Args{"date": dayWords(v, due)})
}

// frame is what the course rests on.
func (x *file) frame(v *web.Visit) []web.Fact {
	var facts []web.Fact
	for _, a := range x.arrangements {
		if a.Network {
			continue
		}
		facts = append(facts, x.arrangement(v, a)...)
	}
	if x.reader.Can(access.Order, access.Read) {
		var bases []string
		for _, id := range x.Course.Basis {
			if b, ok := x.Programme.Basis(id); ok {
				bases = append(bases, b.Law+" "+b.Section)
			}
		}
		facts = append(facts, web.Fact{Label: v.T("courses.frame.basis"), Texts: bases})
		if x.Course.Purpose != "" {
			facts = append(facts, web.Fact{Label: v.T("courses.frame.purpose"), Text: x.Course.Purpose})
		}
	}
	if end := x.EndsOn(x.plan); !x.Course.StartOn.IsZero() && !end.IsZero() {
		facts = append(facts, web.Fact{Label: v.T("courses.frame.period"), Text: lang.PlainDate(v.Lang, x.Course.StartOn) + " – " + lang.PlainDate(v.Lang, end)})
	}
	switch {
	case x.due.Undecided:
		facts = append(facts, web.Fact{Label: v.T("courses.frame.followup"), Tag: web.Tag{Kind: "soon", Text: v.T("courses.frame.followup.undecided")}})
	case !x.due.On.IsZero():
		facts = append(facts, web.Fact{Label: v.T("courses.frame.followup"), Text: lang.LongDate(v.Lang, x.due.On)})
	}
	return facts
}

func (x *file) arrangement(v *web.Visit, a contact.Arrangement) []web.Fact {
	state := a.StateOn(x.Today)
	text := v.T("courses.state." + string(state))
	if a.Basis != "" {
		text += ", " + a.Basis
	}
	texts := []string{text}
	if a.Frequency.EveryWeeks > 0 {
		texts = append(texts, v.TN("courses.frequency", a.Frequency.EveryWeeks, fault.Args{"time": web.Minutes(v.Lang, a.Frequency.Minutes)}))
	}
	if !a.To.IsZero() {
		texts = append(texts, v.T("courses.frame.until", fault.Args{"date": lang.PlainDate(v.Lang, a.To)}))
	}
	if state == contact.Supported {
		texts = append(texts, v.T("courses.frame.may-end", fault.Args{"name": x.WhoIs(a.Counterpart)}))
	}
	facts := []web.Fact{{Label: v.T("courses.frame.contact", fault.Args{"name": x.WhoIs(a.Counterpart)}), Texts: texts}}
	if state == contact.Suspended || state == contact.CutOff {
		return facts
	}
	may := web.Fact{Label: v.T("courses.frame.recording")}
	if ok, _ := a.Describable(x.reader.Now(), x.reader.Now()); ok {
		may.Text = v.T("courses.frame.recording.yes")
		if !a.RecordingFrom.IsZero() {
			may.Text = v.T("courses.frame.recording.since", fault.Args{"date": lang.PlainDate(v.Lang, clock.DateOf(a.RecordingFrom))})
		}
	} else {
		may.Tag = web.Tag{Kind: "none", Text: v.T("courses.frame.recording.no")}
	}
	return append(facts, may)
}

// share is " · 25 af 27 samvær": in how many of the held contacts, or activities
// where the programme has none, the person took part.
func (x *file) share(v *web.Visit, staffID string) string {
	all, key := x.sessions, "courses.team.share"
	if x.Programme.HasContact() {
		key = "courses.team.share.contacts"
		all = nil
		for _, s := range x.sessions {
			if s.Kind == session.Contact {
				all = append(all, s)
			}
		}
	}
	share := session.By(all, staffID)
	if !share.Known() {
		return ""
	}
	return " · " + v.T(key, fault.Args{"n": share.N, "of": share.Of})
}
