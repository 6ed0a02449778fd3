package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/session"
	"samspil/internal/voice"
)

// Drawing says what is to be drawn: the kind, the days it covers, the programme of
// the course, and the language it is written in.
type Drawing struct {
	Kind      Kind
	From, To  clock.Date
	Programme programme.Programme
	Lang      lang.Lang
}

// record is everything of a course that a report is drawn from.
type record struct {
	Drawing
	course      course.Course
	cards       []person.Card
	team        []course.Member
	staff       map[string]login.Account
	plan        plan.Plan
	frame       plan.Frame
	conclusions []plan.Conclusion
	followUps   []plan.FollowUp
	due         plan.Due
	sessions    []session.Session // of the period, words included, contacts' left out
	all         []session.Session // countable facts of the whole course
	contacts    []contact.Contact // of the period
	lines       map[string]string // the grown-up of each line of contacts
	flags       []attention.Flag
	decisions   []attention.Decision
	messages    []attention.Feedback
	analyses    []analysis.Analysis // signed, of the period, oldest first
	development outcome.Development
	comments    []outcome.Comment     // the last of each of the family on the conclusion, the oldest first
	statements  []outcome.Statement   // of development, made in the period
	entries     []voice.Entry         // what the children said and let be told on, of the period, oldest first
	requests    []voice.Request       // what they asked for and let be told on
	coded       []interaction.Figures // of the first coder, of the period, oldest first
	origins     []Origin              // of each line drawn so far
	today       clock.Date
}

// Draw makes the content of a report from the record as it stands now. Only who
// may write reports can draw one: it reads notes, contacts and analyses. Nothing
// about where anybody lives, is placed or goes to school is ever drawn.
func Draw(ctx context.Context, f *casefile.Reader, d Drawing) (Content, error) {
	if err := f.Need(access.Report, access.Write); err != nil {
		return Content{}, err
	}
	x := &record{Drawing: d, today: f.Today()}
	for _, read := range []func(context.Context, *casefile.Reader) error{x.readFrame, x.readPlan, x.readWork, x.readComments, x.readVoices, x.readAttention, x.readAnalyses} {
		if err := read(ctx, f); err != nil {
			return Content{}, err
		}
	}
	return x.content(), nil
}

func (x *record) readFrame(ctx context.Context, f *casefile.Reader) (err error) {
	if x.course, err = course.Get(ctx, f); err != nil {
		return err
	}
	if x.cards, err = person.Cards(ctx, f); err != nil {
		return err
	}
	if x.team, err = course.Team(ctx, f); err != nil {
		return err
	}
	x.staff, err = login.Staff(ctx, f.Tx().Tx)
	return err
}

func (x *record) readPlan(ctx context.Context, f *casefile.Reader) (err error) {
	if x.plan, _, err = plan.Current(ctx, f); err != nil {
		return err
	}
	if x.frame, err = plan.FrameOf(ctx, f); err != nil {
		return err
	}
	if x.conclusions, err = plan.Conclusions(ctx, f); err != nil {
		return err
	}
	if x.followUps, err = plan.FollowUps(ctx, f); err != nil {
		return err
	}
	x.due, err = plan.NextFollowUp(ctx, f, x.Programme)
	return err
}

func (x *record) readWork(ctx context.Context, f *casefile.Reader) (err error) {
	period := session.Period{From: x.From.At(0, 0), To: x.To.AddDays(1).At(0, 0)}
	if x.sessions, err = session.All(ctx, f, period); err != nil {
		return err
	}
	if x.all, err = session.Facts(ctx, f, session.Period{}); err != nil {
		return err
	}
	if x.Programme.HasContact() {
		contacts, err := contact.All(ctx, f)
		if err != nil {
			return err
		}
		x.contacts = slices.DeleteFunc(contacts, func(c contact.Contact) bool { return !x.within(clock.DateOf(c.When())) })
		if x.lines, err = linesOf(ctx, f); err != nil {
			return err
		}
	}
	coded, err := interaction.FiguresOf(ctx, f)
	if err != nil {
		return err
	}
	for _, g := range coded {
		if g.SecondOf == "" && x.within(clock.DateOf(g.StartedAt)) {
			x.coded = append(x.coded, g)
		}
	}
	statements, err := outcome.Statements(ctx, f)
	if err != nil {
		return err
	}
	for _, s := range statements {
		if x.within(s.Content.On) {
			x.statements = append(x.statements, s)
		}
	}
	x.development, err = outcome.Develop(ctx, f)
	return err
}

// linesOf names the grown-up of each line of contacts that was ever agreed.
func linesOf(ctx context.Context, f *casefile.Reader) (map[string]string, error) {
	all, err := contact.Versions(ctx, f)
	out := map[string]string{}
	for _, a := range all {
		out[a.StrandID] = a.Counterpart
	}
	return out, err
}

// readVoices takes what the children said in the open, and what they asked for.
// Confidential words, and what a child wanted kept, are passed over.
func (x *record) readVoices(ctx context.Context, f *casefile.Reader) error {
	entries, err := voice.All(ctx, f)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		if x.within(e.On) && e.MayBeQuoted() {
			x.entries = append(x.entries, e)
		}
	}
	requests, err := voice.Requests(ctx, f)
	for _, r := range slices.Backward(requests) {
		if x.within(r.On) && r.MayBeSent() {
			x.requests = append(x.requests, r)
		}
	}
	return err
}

func (x *record) readAttention(ctx context.Context, f *casefile.Reader) (err error) {
	if x.flags, err = attention.Flags(ctx, f); err != nil {
		return err
	}
	x.flags = slices.DeleteFunc(x.flags, func(g attention.Flag) bool { return !x.within(clock.DateOf(g.RaisedAt)) })
	slices.Reverse(x.flags)
	if x.decisions, err = attention.Decisions(ctx, f); err != nil {
		return err
	}
	x.messages, err = attention.All(ctx, f)
	return err
}

func (x *record) readAnalyses(ctx context.Context, f *casefile.Reader) error {
	all, err := analysis.All(ctx, f)
	if err != nil {
		return err
	}
	replaced := map[string]bool{}
	for _, a := range all {
		if a.Signed() {
			replaced[a.Supersedes] = true
		}
	}
	for _, a := range slices.Backward(all) {
		if a.Signed() && !replaced[a.ID] && x.within(clock.DateOf(a.SignedAt)) {
			x.analyses = append(x.analyses, a)
		}
	}
	return nil
}

// within reports whether a day lies in the period.
func (x *record) within(d clock.Date) bool { return !d.Before(x.From) && !d.After(x.To) }

func (x *record) t(key string, args ...fault.Args) string {
	all := fault.Args{}
	for _, a := range args {
		for name, value := range a {
			switch v := value.(type) {
			case clock.Date:
				value = lang.PlainDate(x.Lang, v)
			case float64:
				value = lang.Number(x.Lang, v, 1)
			}
			all[name] = value
		}
	}
	return lang.T(x.Lang, key, all)
}

func (x *record) tn(key string, n int) string { return lang.TN(x.Lang, key, n, fault.Args{}) }

func (x *record) words() outcome.Words { return outcome.Words{Lang: x.Lang, Name: x.name} }

// name is the name of a member of staff, or of a person of the course.
func (x *record) name(id string) string {
	if a, ok := x.staff[id]; ok {
		return a.Name
	}
	for _, c := range x.cards {
		if c.PersonID == id {
			return c.Name
		}
	}
	return "–"
}

func (x *record) inRole(roles ...person.Role) []person.Card {
	var out []person.Card
	for _, c := range x.cards {
		if slices.Contains(roles, c.Role) {
			out = append(out, c)
		}
	}
	return out
}

// on names those who hold a seat on the team, in the end or now.
func (x *record) on(role course.TeamRole) []string {
	var out []string
	for _, m := range x.team {
		if m.Role == role && (m.To.IsZero() || m.To == x.course.EndedOn || m.On(x.today)) {
			out = append(out, m.StaffID)
		}
	}
	return out
}

// dated is "19. august: text".
func (x *record) dated(on clock.Date, text string) string {
	return x.t("report.dated", fault.Args{"date": lang.DayMonth(x.Lang, on), "text": oneLine(text)})
}

// oneLine joins the lines of a note, so that each line of a section is one thing.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func quoted(l lang.Lang, text string) string {
	text = strings.Trim(oneLine(text), "»«\"")
	if l == lang.English {
		return `"` + text + `"`
	}
	return "»" + text + "«"
}

// lines joins what there is, one a line.
func lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n")
}

func periodWords(x *record) string {
	return fmt.Sprintf("%s–%s", lang.DayMonth(x.Lang, x.From), lang.PlainDate(x.Lang, x.To))
}
