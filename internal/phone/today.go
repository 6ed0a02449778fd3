package phone

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/method/singlecase"
	"samspil/internal/outbox"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/wire"
)

// mostCourses is how many courses a phone is given at most; a consultant has a dozen.
const mostCourses = 100

// Today is the day of a phone: its owner's sessions today and tomorrow and the
// owner's living courses, in a language. Each course is opened; the audit log says once
// a day that it was given to that phone, and each time how many sessions were. Children go by their initial and everybody else by first name; a
// surname, a CPR number or a place is never in it. Whoever is not of those who work
// with families is given an empty day.
func Today(ctx context.Context, tx *casefile.Tx, actor access.Actor, deviceID string, l lang.Lang) (wire.Day, error) {
	d := day{tx: tx, actor: actor, device: deviceID, lang: l, today: tx.Today(), open: map[string]*opened{}, out: wire.Day{
		V: wire.Version, Now: stamp(tx.Now()), Today: tx.Today().String(), Owner: first(actor.Name),
		Visits: []wire.DayVisit{}, Courses: []wire.DayCourse{}, Held: []wire.HeldBack{},
	}}
	for _, do := range []func(context.Context) error{d.keys, d.leader, d.courses, d.initials, d.visits, d.held} {
		if err := do(ctx); err != nil {
			return wire.Day{}, fmt.Errorf("day of %s: %w", actor.ID, err)
		}
	}
	return d.out, nil
}

// day is a day being put together.
type day struct {
	tx     *casefile.Tx
	actor  access.Actor
	device string
	lang   lang.Lang
	today  clock.Date
	open   map[string]*opened
	phones map[string]string // names of the person's own, once they were asked for
	out    wire.Day
}

// opened is a course of the day.
type opened struct {
	f         *casefile.Reader
	initials  string
	children  []string // names, from which the initials are made
	programme programme.Programme
	cards     []person.Card
	relations []person.Relation
	facts     []session.Session
}

func (d *day) keys(ctx context.Context) error {
	id, public, err := d.tx.Keys().ReceiptKey(ctx)
	if err != nil {
		return err
	}
	d.out.Receipts = wire.PublicKey{Key: id, Public: public}
	schemes, err := interaction.Schemes(ctx, d.tx)
	if err != nil {
		return err
	}
	d.out.Scheme = wire.SchemeFor(schemes[0].Scheme, string(d.lang))
	return nil
}

// leader is whom the owner is to call; none where the owner has no leader.
func (d *day) leader(ctx context.Context) error {
	staff, err := login.Staff(ctx, d.tx.Tx)
	if err != nil {
		return err
	}
	if l, ok := staff[staff[d.actor.ID].LeaderID]; ok {
		d.out.Leader = &wire.Colleague{Name: first(l.Name), Phone: l.Phone}
	}
	return nil
}

// courses are those that the owner works in and that have not ended.
func (d *day) courses(ctx context.Context) error {
	if d.actor.Role != access.Consultant && d.actor.Role != access.Psychologist {
		return nil
	}
	for page := 1; len(d.out.Courses) < mostCourses; page++ {
		lines, err := course.Caseload(ctx, d.tx, d.actor, course.Filter{Statuses: []course.Status{course.Accepted, course.Active}, Page: page})
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := d.course(ctx, line); err != nil {
				return err
			}
		}
		if len(lines) < course.PageSize {
			return nil
		}
	}
	return nil
}

func (d *day) course(ctx context.Context, line course.Line) error {
	f, err := casefile.OpenForDay(ctx, d.tx, d.actor, casefile.Handing{CourseID: line.CourseID, To: d.device, Purpose: access.Purpose{Code: access.Deliver}})
	if err != nil {
		return err
	}
	if !f.Can(access.Notes, access.Write) {
		return nil // whoever only looks on has nothing to do with a phone
	}
	p, ok := programme.Shipped().Get(line.Programme)
	if !ok {
		return fmt.Errorf("course %s: programme %q is not known", line.CourseID, line.Programme)
	}
	id, public, err := d.tx.Keys().Outbox(ctx, line.CourseID, d.tx.Now())
	if err != nil {
		return err
	}
	o := &opened{f: f, children: line.ChildNames, programme: p}
	if o.cards, err = person.Cards(ctx, f); err != nil {
		return err
	}
	if o.relations, err = person.Relations(ctx, f); err != nil {
		return err
	}
	c := wire.DayCourse{Case: line.CourseID, Contacts: p.HasContact(), Key: wire.PublicKey{Key: id, Public: public},
		Kinds: []wire.Choice{}, Goals: []wire.Choice{}, Persons: []wire.Choice{}, Strands: []wire.DayStrand{}}
	for _, a := range p.Activities {
		if !a.Contact {
			c.Kinds = append(c.Kinds, wire.Choice{ID: a.ID, Label: d.say(a.Key)})
		}
	}
	for _, card := range o.cards {
		c.Persons = append(c.Persons, wire.Choice{ID: card.PersonID, Label: first(card.Name), Note: d.say("contacts.role." + string(card.Role))})
	}
	d.open[line.CourseID] = o
	if c.Strands, c.Goals, err = d.measures(ctx, f); err != nil {
		return err
	}
	if c.Drafts, err = drafts(ctx, f, line.CourseID); err != nil {
		return err
	}
	d.out.Courses = append(d.out.Courses, c)
	return nil
}

// initials gives each course what it goes by on the phone, so that no two read alike.
func (d *day) initials(context.Context) error {
	children := map[string][]string{}
	for id, o := range d.open {
		children[id] = o.children
	}
	by := apart(children)
	for id, o := range d.open {
		o.initials = by[id]
	}
	for n := range d.out.Courses {
		d.out.Courses[n].Initials = by[d.out.Courses[n].Case]
	}
	return nil
}

// measures are the goals worked on, and the scales that child, parent or consultant
// answers with one number.
func (d *day) measures(ctx context.Context, f *casefile.Reader) (strands []wire.DayStrand, goals []wire.Choice, err error) {
	strands, goals = []wire.DayStrand{}, []wire.Choice{}
	var now plan.Plan
	if f.Can(access.Plan, access.Read) {
		if now, _, err = plan.Current(ctx, f); err != nil {
			return nil, nil, err
		}
	}
	for _, g := range now.Open() {
		goals = append(goals, wire.Choice{ID: g.ID, Label: g.Title})
	}
	if !f.Can(access.Measures, access.Write) {
		return strands, goals, nil
	}
	all, err := instrument.Strands(ctx, f)
	for _, s := range all {
		if rated(s) {
			strands = append(strands, d.strand(s, now))
		}
	}
	return strands, goals, err
}

// rated reports whether somebody of the phone's answers the strand with one number.
func rated(s instrument.Strand) bool {
	if !s.StoppedOn.IsZero() || s.Scale().Coded || !slices.Contains([]singlecase.Role{singlecase.Child, singlecase.Parent, singlecase.Consultant}, s.RaterRole) {
		return false
	}
	def, ok := instrument.DefinitionNamed(s.Scale().Definition)
	return !ok || len(def.Items) <= 1
}

func (d *day) strand(s instrument.Strand, now plan.Plan) wire.DayStrand {
	scale := s.Scale()
	question := d.say(scale.Key + ".question")
	if g, ok := now.Goal(s.GoalID); ok && g.RatingQuestion != "" {
		question = g.RatingQuestion
	}
	who, _, _ := strings.Cut(s.RaterName, ",")
	due := s.NextDue()
	return wire.DayStrand{
		ID: s.ID, Label: question, Rater: string(s.RaterRole), Who: first(who), Low: scale.Least, High: scale.Most, Step: scale.Step,
		Due: s.EachContact || !due.IsZero() && !due.After(d.today),
	}
}

// held are the owner's own entries that wait for a person.
func (d *day) held(ctx context.Context) error {
	all, err := outbox.Waiting(ctx, d.tx, d.actor)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.OwnerID == d.actor.ID {
			d.out.Held = append(d.out.Held, wire.HeldBack{Entry: s.EntryID, Session: s.SessionID, At: stamp(s.At), Why: d.say(s.Why, s.Args)})
		}
	}
	return d.heldWords(ctx)
}

// heldWords are what the owner wrote about a contact that may not be described, of
// the sessions of the day.
func (d *day) heldWords(ctx context.Context) error {
	for _, v := range d.out.Visits {
		if v.Kind != string(session.Contact) {
			continue
		}
		all, err := WithheldOf(ctx, d.open[v.Case].f, v.Session)
		if err != nil {
			return err
		}
		for _, w := range all {
			if w.EnteredBy == d.actor.ID {
				d.out.Held = append(d.out.Held, wire.HeldBack{Entry: w.ID, Session: v.Session, At: stamp(w.At), Why: d.say(w.Why)})
			}
		}
	}
	return nil
}

func (d *day) say(key string, args ...fault.Args) string {
	if len(args) > 0 {
		return lang.T(d.lang, key, args[0])
	}
	return lang.T(d.lang, key, nil)
}

// apart is what each of a consultant's courses goes by, from its children's names: one
// letter of each, two where another course has the same, and a number, by the age of
// the course, where that is the same too. Whoever reads two lines alike writes in the
// wrong family.
func apart(children map[string][]string) map[string]string {
	out := map[string]string{}
	for id, names := range children {
		out[id] = initials(names, 1)
	}
	for id := range alike(out) {
		out[id] = initials(children[id], 2)
	}
	for id, n := range alike(out) {
		out[id] = strings.TrimSpace(out[id] + " (" + strconv.Itoa(n) + ")")
	}
	return out
}

// alike numbers the courses that go by what another goes by, in the order of their ids.
func alike(by map[string]string) map[string]int {
	groups := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		groups[by[id]] = append(groups[by[id]], id)
	}
	out := map[string]int{}
	for _, ids := range groups {
		for n, id := range ids {
			if len(ids) > 1 {
				out[id] = n + 1
			}
		}
	}
	return out
}

// initials are the first letters of the children's names, so many of each: "N. S.",
// "No. Si.".
func initials(names []string, letters int) string {
	var out []string
	for _, name := range names {
		if runes := []rune(strings.TrimSpace(name)); len(runes) > 0 {
			out = append(out, strings.ToUpper(string(runes[0]))+strings.ToLower(string(runes[1:min(letters, len(runes))]))+".")
		}
	}
	return strings.Join(out, " ")
}

// first is the first name of somebody whose name may hold more.
func first(name string) string {
	if words := strings.Fields(name); len(words) > 0 {
		return words[0]
	}
	return ""
}

// stamp writes a time as a phone reads it; empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Copenhagen).Format(time.RFC3339)
}
