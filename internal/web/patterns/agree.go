package patterns

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/agreement"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// agreePage is one coded stretch and the colleague who codes it too: asking, coding
// without seeing the other's work, and then the two beside each other.
type agreePage struct {
	Form      web.Form
	Crumbs    []web.Link
	Lead      string
	Next      *web.NextStep
	Say       string     // where it stands, in words
	Asked     []askedRow // who has been asked
	Ask       []web.Option
	AskTo     string
	MayNot    string // why nobody can be asked yet
	Compared  bool
	Same      string // "I så det samme 41 af 52 gange"
	Kappa     []string
	Expected  string
	Places    []discussed
	PlacesOf  string
	First     interplaypage.Panel
	Second    interplaypage.Panel
	Names     [2]string
	Codes     []codeRow
	Matrix    matrix
	Figures   []pairRow
	CSV       string
	Counts    string // whose coding counts
	NothingTo string // said where both saw exactly the same
}

// askedRow is a colleague who has been asked.
type askedRow struct {
	Name string
	Tag  web.Tag
}

// discussed is a place to talk about: what each of the two saw.
type discussed struct{ At, First, Second string }

// codeRow is one code as the two set it.
type codeRow struct{ Name, N1, N2, Same, Kappa, Kappa2 string }

// pairRow is one figure by each of the two.
type pairRow struct{ Question, First, Second string }

// matrix is what one saw against what the other saw at the same place.
type matrix struct {
	Head []string
	Rows [][]string
}

// pair is what the page knows of a stretch and its codings.
type pair struct {
	*insight
	first   interaction.Segment
	team    []casefile.Belongs
	others  []interaction.Invitation
	mine    interaction.Invitation
	invited bool
}

func (u understanding) pair(v *web.Visit, f *casefile.Reader) (*pair, error) {
	x, err := u.load(v, f)
	if err != nil {
		return nil, err
	}
	one, err := casefile.Pick(x.segments, nil, func(s interaction.Segment) bool { return s.ID == v.Param("segment") })
	if err == nil && one.SecondOf != "" {
		one, err = casefile.Pick(x.segments, nil, func(s interaction.Segment) bool { return s.ID == one.SecondOf })
	}
	if err != nil {
		return nil, err
	}
	p := &pair{insight: x, first: one}
	if p.team, err = f.Who(v.Context()); err != nil {
		return nil, err
	}
	all, err := interaction.Invitations(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if i.SegmentID != one.ID {
			continue
		}
		p.others = append(p.others, i)
		if i.StaffID == v.Actor.ID {
			p.mine, p.invited = i, true
		}
	}
	return p, nil
}

func (u understanding) agreeForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := u.pair(v, f)
	if err != nil {
		return nil, err
	}
	d := agreePage{Form: v.Form, AskTo: codingPath(f.CourseID, p.first.ID, "enighed", "bed"), CSV: codingPath(f.CourseID, p.first.ID, "enighed", "steder.csv")}
	d.Crumbs = p.Crumbs(v, web.Link{Text: v.T("patterns.over.title"), To: p.Path("samspil")}, web.Link{Text: v.T("agree.title")})
	d.Lead = v.Say("agree.lead", fault.Args{"date": lang.LongDate(v.Lang, p.day(p.first)), "part": v.T("interplay.part." + p.first.Part),
		"span": p.spanOf(), "scheme": p.schemes[p.first.Scheme].Name(string(v.Lang))})
	p.standing(&d)
	comparison, err := interaction.Compare(v.Context(), f, p.first.ID)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Conflict: // nobody yet, or not both have ended
	default:
		if err != nil {
			return nil, err
		}
		p.compared(&d, comparison)
	}
	return web.Page("patterns/agree", d).Titled("agree.title"), nil
}

// spanOf is the clock time of the stretch. Of a coding that is hidden only its
// beginning is known.
func (p *pair) spanOf() string {
	if p.first.StartedAt.IsZero() {
		return "–"
	}
	return lang.Clock(p.v.Lang, p.first.StartedAt)
}

// standing says how far the second coding is, and who does what next.
func (p *pair) standing(d *agreePage) {
	v, me := p.v, p.v.Actor.ID
	writes := p.reader.Can(access.Contact, access.Write)
	for _, i := range p.others {
		tag := web.Tag{Kind: "waiting", Text: v.Say("agree.asked", fault.Args{"date": clock.DateOf(i.At)})}
		switch {
		case i.Done:
			tag = web.Tag{Kind: "done", Text: v.T("agree.done")}
		case i.Coding != "":
			tag.Text = v.T("agree.coding")
		}
		d.Asked = append(d.Asked, askedRow{p.StaffName(i.StaffID), tag})
	}
	switch {
	case p.invited && !p.mine.Done && p.mine.Coding == "":
		d.Say = v.Say("agree.you", fault.Args{"by": p.StaffName(p.mine.By), "who": p.StaffName(p.first.CoderID)})
		d.Next = &web.NextStep{Title: v.T("agree.next.code"), Text: v.T("agree.next.code.text"),
			Deed: web.Deed{To: codingPath(p.CourseID, p.first.ID, "enighed", "kod"), Text: v.T("agree.next.code.deed"), Post: true, Fields: []web.Hidden{{Name: "id", Value: db.NewID()}}}}
	case p.invited && !p.mine.Done:
		d.Say = v.T("agree.you.coding")
		d.Next = &web.NextStep{Title: v.T("agree.next.go-on"), Text: v.T("agree.next.code.text"),
			Deed: web.Deed{To: codingPath(p.CourseID, p.mine.Coding), Text: v.T("agree.next.go-on.deed")}, Beside: true}
	case !p.first.Closed && p.first.CoderID == me:
		d.MayNot = v.T("agree.finish-first")
	case !p.first.Closed:
		d.MayNot = v.Say("agree.wait-first", fault.Args{"who": p.StaffName(p.first.CoderID)})
	case len(p.others) == 0:
		d.Say = v.T("agree.none")
	}
	if p.first.Closed && writes && !p.invited {
		d.Ask = p.colleagues()
	}
}

// coders are the relations to a course by which somebody codes in it.
var coders = []access.Relation{access.Lead, access.Second, access.PsychologistOn}

// colleagues are those of the team who can be asked.
func (p *pair) colleagues() []web.Option {
	var out []web.Option
	for _, m := range p.team {
		known := slices.ContainsFunc(p.others, func(i interaction.Invitation) bool { return i.StaffID == m.StaffID }) ||
			slices.ContainsFunc(out, func(o web.Option) bool { return o.Value == m.StaffID })
		if m.StaffID != p.first.CoderID && !known && slices.Contains(coders, m.Relation) {
			out = append(out, web.Option{Value: m.StaffID, Label: p.StaffName(m.StaffID)})
		}
	}
	return out
}

// compared holds the two codings beside each other, words first.
func (p *pair) compared(d *agreePage, c interaction.Comparison) {
	v := p.v
	d.Compared, d.Ask = true, nil
	d.Names = [2]string{p.StaffName(c.First.CoderID), p.StaffName(c.Second.CoderID)}
	for _, seen := range p.places(c) {
		d.Places = append(d.Places, p.discussed(c, seen))
	}
	matched, total := c.Matching.Matched, c.Matching.Matched+len(d.Places)
	key := "agree.same"
	if v.Actor.ID == c.First.CoderID || v.Actor.ID == c.Second.CoderID {
		key = "agree.same.you"
	}
	d.Same = v.TN(key, total, fault.Args{"same": matched, "first": d.Names[0], "second": d.Names[1]})
	d.PlacesOf = v.TN("agree.places", len(d.Places))
	if len(d.Places) == 0 {
		d.NothingTo = v.T("agree.places.none")
	}
	d.Kappa = []string{p.kappa("agree.kappa", c.Whole.Kappa, d.Names[0]), p.kappa("agree.kappa", c.Whole.Kappa2, d.Names[1]),
		p.kappa("agree.kappa.time", c.Duration.Kappa, ""), p.kappa("agree.kappa.order", c.Alignment.Kappa, "")}
	d.Expected = p.expected(c.Expected)
	d.First = interplaypage.Picture(v, interplaypage.CodedOf(c.First, c.Scheme, d.Names[0]), p.who(c.First.SessionID))
	d.Second = interplaypage.Picture(v, interplaypage.CodedOf(c.Second, c.Scheme, d.Names[1]), p.who(c.First.SessionID))
	for _, x := range c.Codes {
		d.Codes = append(d.Codes, codeRow{p.codeName(c.Scheme, x.Code), strconv.Itoa(x.N1), strconv.Itoa(x.N2), strconv.Itoa(x.Matched), p.decimal(x.Kappa.Kappa), p.decimal(x.Kappa.Kappa2)})
	}
	d.Matrix = p.matrix(c)
	p.figures(d, c)
	d.Counts = v.Say("agree.counts", fault.Args{"name": d.Names[0]})
}

func (p *pair) decimal(x *float64) string {
	if x == nil {
		return "–"
	}
	return lang.Number(p.v.Lang, *x, 2)
}

func (p *pair) kappa(key string, value *float64, name string) string {
	if value == nil {
		return p.v.Say(key+".none", fault.Args{"name": name})
	}
	return p.v.Say(key, fault.Args{"name": name, "kappa": p.decimal(value)})
}

// expected says what coders of a known accuracy would reach on this very stretch.
func (p *pair) expected(all []agreement.Accuracy) string {
	var parts []string
	for _, a := range all {
		if a.Kappa != nil {
			parts = append(parts, p.v.Say("agree.expected.part", fault.Args{"percent": lang.Number(p.v.Lang, math.Round(a.Accuracy*100), 0), "kappa": p.decimal(a.Kappa)}))
		}
	}
	if len(parts) == 0 {
		return p.v.T("agree.expected.none")
	}
	return p.v.Say("agree.expected", fault.Args{"list": web.List(p.v.Lang, parts)})
}

// place is where the two saw something different; a code is empty where one saw
// nothing.
type place struct {
	at            int64
	first, second string
}

// places joins what only the one saw with what only the other saw at the same time.
func (p *pair) places(c interaction.Comparison) []place {
	var out []place
	rest := slices.Clone(c.Matching.Single2)
	for _, one := range c.Matching.Single1 {
		at := place{at: one.At, first: one.Name}
		if i := slices.IndexFunc(rest, func(s agreement.Single) bool {
			return s.At-one.At <= interaction.Tolerance && one.At-s.At <= interaction.Tolerance
		}); i >= 0 {
			at.second = rest[i].Name
			rest = slices.Delete(rest, i, i+1)
		}
		out = append(out, at)
	}
	for _, s := range rest {
		out = append(out, place{at: s.At, second: s.Name})
	}
	slices.SortStableFunc(out, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	return out
}

func (p *pair) discussed(c interaction.Comparison, seen place) discussed {
	name := func(code string) string {
		if code == "" {
			return p.v.T("agree.nothing")
		}
		return p.codeName(c.Scheme, code)
	}
	return discussed{running(seen.at), name(seen.first), name(seen.second)}
}

// codeName is what codes are called; several at once are joined.
func (p *pair) codeName(s scheme.Scheme, codes string) string {
	if codes == "" {
		return p.v.T("agree.nothing")
	}
	var out []string
	for name := range strings.SplitSeq(codes, "+") {
		code, ok := s.Code(name)
		if !ok {
			out = append(out, name)
			continue
		}
		out = append(out, code.Name(string(p.v.Lang)))
	}
	return strings.Join(out, " + ")
}

// matrix lays the events of the two beside each other by the order.
func (p *pair) matrix(c interaction.Comparison) matrix {
	if c.Alignment.TooLong || len(c.Alignment.Codes) == 0 {
		return matrix{}
	}
	m := matrix{Head: []string{p.v.Say("agree.matrix.head", fault.Args{"first": p.StaffName(c.First.CoderID), "second": p.StaffName(c.Second.CoderID)})}}
	names := append(slices.Clone(c.Alignment.Codes), "")
	for _, name := range names {
		m.Head = append(m.Head, p.codeName(c.Scheme, name))
	}
	for i, row := range c.Alignment.Table {
		cells := []string{p.codeName(c.Scheme, names[i])}
		for _, n := range row {
			cells = append(cells, strconv.Itoa(n))
		}
		m.Rows = append(m.Rows, cells)
	}
	return m
}

// figures are the eleven as each of the two has them.
func (p *pair) figures(d *agreePage, c interaction.Comparison) {
	by := func(s interaction.Segment) map[string]interplaypage.Figure {
		out := map[string]interplaypage.Figure{}
		first, rest := interplaypage.Figures(p.v, interplaypage.Basis{Indicators: interaction.Indicators(c.Scheme, []interaction.Segment{s}), Scheme: c.Scheme, Who: p.who(s.SessionID), ID: s.ID})
		for _, f := range append(first, rest...) {
			out[f.ID] = f
		}
		return out
	}
	one, two := by(c.First), by(c.Second)
	for _, id := range order {
		say := func(f interplaypage.Figure) string {
			if f.Value == "" {
				return f.Why
			}
			return f.Value
		}
		d.Figures = append(d.Figures, pairRow{p.question(id, one[id].Question, c.First.SessionID), say(one[id]), say(two[id])})
	}
}

// askColleague asks somebody of the team to code the same stretch.
func (u understanding) askColleague(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	p, err := u.pair(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	staff := v.Form.Value("staff")
	if staff == "" {
		var problems fault.Problems
		problems.Add("staff", "agree.ask.who")
		return coursepage.Again(v, f, u.agreeForm, problems.Err())
	}
	if err := interaction.Invite(v.Context(), f, v.Form.ID(), p.first.ID, staff); err != nil {
		return coursepage.Again(v, f, u.agreeForm, err)
	}
	return web.Redirect(codingPath(f.CourseID, p.first.ID, "enighed"), "agree.ask.done"), nil
}

// codeToo begins the second coding of the stretch and leads to the desk.
func (u understanding) codeToo(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	p, err := u.pair(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if !p.invited {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	id := p.mine.Coding
	if id == "" {
		id = v.Form.ID()
		err := interaction.Open(v.Context(), f, interaction.Segment{ID: id, SessionID: p.first.SessionID, Part: p.first.Part, Scheme: p.first.Scheme,
			Source: interaction.Desk, StartedAt: p.first.StartedAt, SecondOf: p.first.ID, LiveSet: p.first.LiveSet})
		if err != nil {
			return nil, err
		}
	}
	return web.Redirect(codingPath(f.CourseID, id), ""), nil
}

// placesFile is the list of places as a table for a spreadsheet.
func (u understanding) placesFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p, err := u.pair(v, f)
	if err != nil {
		return nil, err
	}
	c, err := interaction.Compare(v.Context(), f, p.first.ID)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "coded_segment", p.first.ID); err != nil {
		return nil, err
	}
	t := chart.Table{Head: []string{v.T("agree.at"), p.StaffName(c.First.CoderID), p.StaffName(c.Second.CoderID)}}
	for _, seen := range p.places(c) {
		row := p.discussed(c, seen)
		t.Rows = append(t.Rows, []string{row.At, row.First, row.Second})
	}
	return web.File("steder.csv", "text/csv; charset=utf-8", t.CSV()), nil
}
