package patterns

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// overPage is each figure of the interplay over the contacts of a course.
type overPage struct {
	Pairs     []pairLink // where several were coded
	Crumbs    []web.Link
	Lead      string
	Counted   string // what each figure is counted from
	None      string // what is said of the silent questions
	Next      *web.NextStep
	Empty     string
	Multiples []multiple
	Silent    []string // questions that no contact has moments enough for
	CSV       string
	Patterns  string
	Invited   []web.Link // codings that the reader has been asked for here
}

// multiple is one figure over the contacts.
type multiple struct {
	ID, Question, Sentence, Latest string
	Drawing                        chart.SVG
	Head                           []string
	Rows                           [][]string
	Agreement                      string
	Strand                         web.Link // where it counts in the development, or can come to
	Chosen                         bool     // the one shown on a phone
	To                             string
	any                            bool // it was looked for in a contact
	counted                        int  // contacts with moments enough
}

// contactFigures are the figures of one session.
type contactFigures struct {
	session session.Session
	day     clock.Date
	pool    interplaypage.Pool
	figures map[string]interplaypage.Figure
	coded   bool
}

// over reads everything that the page shows.
type over struct {
	*insight
	plan     plan.Plan
	each     []contactFigures // since the first coding, oldest first
	strands  []instrument.Strand
	agreed   interaction.Agreements
	coder    string // the first coder of the latest session
	measures bool
}

func (u understanding) loadOver(v *web.Visit, f *casefile.Reader) (*over, error) {
	x, err := u.load(v, f)
	if err != nil {
		return nil, err
	}
	o := &over{insight: x, measures: f.Can(access.Measures, access.Read)}
	if o.plan, _, err = plan.Current(v.Context(), f); err != nil {
		return nil, err
	}
	if o.agreed, err = interaction.AgreementsOf(v.Context(), f); err != nil {
		return nil, err
	}
	if o.measures {
		if o.strands, err = instrument.Strands(v.Context(), f); err != nil {
			return nil, err
		}
	}
	o.gather()
	return o, nil
}

// gather pools what was coded of each session. A contact without coding is listed
// from the first coded one on.
func (o *over) gather() {
	bySession := map[string][]interaction.Segment{}
	for _, s := range o.counted() {
		bySession[s.SessionID] = append(bySession[s.SessionID], s)
	}
	for _, s := range o.sessions {
		if !o.ofPair(s.ID) {
			continue
		}
		one := contactFigures{session: s, day: clock.DateOf(s.When()), coded: len(bySession[s.ID]) > 0}
		if !one.coded && (len(o.each) == 0 || s.Kind != session.Contact || s.Status != session.Held) {
			continue
		}
		if one.coded {
			one.pool = interplaypage.PoolOf(bySession[s.ID], o.schemes)
			one.figures = map[string]interplaypage.Figure{}
			first, rest := interplaypage.Figures(o.v, interplaypage.Basis{Indicators: one.pool.Indicators, Scheme: one.pool.Scheme, Who: o.who(s.ID), ID: s.ID})
			for _, g := range append(first, rest...) {
				one.figures[g.ID] = g
			}
			o.coder = bySession[s.ID][0].CoderID
		}
		o.each = append(o.each, one)
	}
}

// order of the figures on the page: those of the contact's picture first.
var order = append(slices.Clone(interplaypage.Pictured), "I2", "I3", "I6", "I7", "I9", "I11")

func (u understanding) over(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	o, err := u.loadOver(v, f)
	if err != nil {
		return nil, err
	}
	d := overPage{Crumbs: o.crumbs(), Lead: o.Heading, CSV: o.Path("samspil", "tal.csv") + o.asPair(), Patterns: o.Path("samspil", "moenstre") + o.asPair()}
	if pairs := o.pairs(); len(pairs) > 1 {
		for _, p := range pairs {
			d.Pairs = append(d.Pairs, pairLink{web.Link{Text: p.Label, To: o.Path("samspil") + "?par=" + url.QueryEscape(p.Value)}, p.Value == o.pair()})
		}
	}
	d.Counted, d.None = v.T(o.word("patterns.over.lead")), v.T(o.word("patterns.over.none"))
	if len(o.each) == 0 {
		d.Empty, d.Next = v.T(o.about("patterns.over.empty")), o.codeNext()
	}
	for _, id := range order {
		m := o.multiple(id)
		m.To = o.Path("samspil") + "?tal=" + id + "&par=" + url.QueryEscape(o.pair()) + "#" + id
		switch {
		case m.counted > 0:
			d.Multiples = append(d.Multiples, m)
		case m.any:
			d.Silent = append(d.Silent, m.Question)
		}
	}
	choose(d.Multiples, v.Form.Value("tal"))
	invitations, err := interaction.Invitations(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, one := range invitations {
		if one.StaffID == v.Actor.ID && !one.Done {
			d.Invited = append(d.Invited, o.invited(one))
		}
	}
	if d.Next == nil && len(d.Invited) > 0 {
		d.Next = &web.NextStep{Title: v.T("patterns.over.next"), Text: d.Invited[0].Text, Beside: true,
			Deed: web.Deed{To: d.Invited[0].To, Text: v.T("patterns.over.next.deed")}}
	}
	return web.Page("patterns/over", d).Titled("patterns.over.title"), nil
}

// pairLink leads to the figures of one child and one parent.
type pairLink struct {
	web.Link
	Chosen bool
}

// asPair carries the pair on to another page.
func (x *insight) asPair() string {
	if len(x.pairs()) < 2 {
		return ""
	}
	return "?par=" + url.QueryEscape(x.pair())
}

// choose marks the figure that a phone shows: the one asked for, else the first.
func choose(all []multiple, id string) {
	i := max(0, slices.IndexFunc(all, func(m multiple) bool { return m.ID == id }))
	if len(all) > 0 {
		all[i].Chosen = true
	}
}

// invited is the way in to a coding that somebody asked the reader for. It says
// where and which part, and nothing that was coded.
func (o *over) invited(one interaction.Invitation) web.Link {
	link := web.Link{To: o.Path("kodning", one.SegmentID, "enighed"), Text: "–"}
	for _, s := range o.segments {
		if s.ID == one.SegmentID {
			link.Text = o.v.Say("patterns.segment.when", fault.Args{"date": lang.DayMonth(o.v.Lang, o.day(s)), "part": o.v.T("interplay.part." + s.Part), "who": o.StaffName(one.By)})
		}
	}
	return link
}

// multiple draws one figure over the contacts and says what it shows.
func (o *over) multiple(id string) multiple {
	v := o.v
	m := multiple{ID: id, Head: []string{v.T("patterns.over.date"), v.T("patterns.over.value"), v.T("patterns.over.interval"), v.T("patterns.over.count")}}
	var values []float64
	for _, c := range o.each {
		g, ok := c.figures[id]
		m.any = m.any || ok && (g.Value != "" || g.Count != "")
		row := []string{lang.PlainDate(v.Lang, c.day), v.T("patterns.over.not-coded"), "", ""}
		if ok {
			m.Question = o.question(id, g.Question, c.session.ID)
			row[1], row[2], row[3] = g.Value, g.Range, g.Count
			if g.Value == "" {
				row[1] = g.Why
			}
		}
		if value := c.value(id); value != nil {
			values = append(values, *value)
			m.Latest = g.Sentence
		}
		m.Rows = append(m.Rows, row)
	}
	if !m.any {
		return m
	}
	m.counted = len(values)
	m.Sentence = o.sentence(id, values)
	m.Agreement = o.agreement(id)
	m.Strand = o.strand(id)
	p := o.phase(id, m, len(values))
	m.Drawing = chart.ForPageAndPhone(p.Draw, multipleWidth)
	return m
}

const multipleWidth = 560

// value of a session, nil where there is none or too few events.
func (c contactFigures) value(id string) *float64 {
	if !c.coded || c.figures[id].Value == "" {
		return nil
	}
	for _, g := range c.pool.Indicators.Figures() {
		if g.Name == id {
			return g.Value
		}
	}
	return nil
}

// question is that of a figure where it stands alone.
func (x *insight) question(id, asked, sessionID string) string {
	if id != "I10" {
		return asked
	}
	return x.v.Say("patterns.over.unprompted", fault.Args{"child": x.who(sessionID).Child})
}

// sentence says the latest value and between which the values lie. It says nothing
// of a direction: that is for the rule of the development.
func (o *over) sentence(id string, values []float64) string {
	v := o.v
	switch len(values) {
	case 0:
		return v.T(o.word("patterns.over.none"))
	case 1:
		return v.Say(o.word("patterns.over.single"), fault.Args{"value": o.latest(id)})
	}
	args := fault.Args{"value": o.latest(id), "low": o.words(id, slices.Min(values)), "high": o.words(id, slices.Max(values))}
	return strings.ReplaceAll(v.TN(o.word("patterns.over.range"), len(values), args), "..", ".") // "3 sek." ends a sentence too
}

// word is the key of a text that speaks of contacts; of other sessions it speaks of
// times.
func (o *over) word(key string) string {
	if o.visits() || len(o.each) > 0 && interplaypage.LineOf(o.pair()) == "" {
		return key + ".session"
	}
	return key
}

// lowered begins with a small letter, as inside a sentence.
func lowered(text string) string {
	r := []rune(text)
	if len(r) > 0 {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}

// latest is the newest value with its day: "56 %, 30. september".
func (o *over) latest(id string) string {
	for _, c := range slices.Backward(o.each) {
		if c.value(id) != nil {
			return o.v.Say("patterns.over.value-on", fault.Args{"value": lowered(c.figures[id].Value), "date": lang.DayMonth(o.v.Lang, c.day)})
		}
	}
	return ""
}

// words writes a value as its figure does.
func (o *over) words(id string, value float64) string {
	switch id {
	case "I2":
		return o.v.Say("interplay.value.seconds", fault.Args{"s": lang.Number(o.v.Lang, math.Round(value*2)/2, 1)})
	case "I3":
		return lang.Number(o.v.Lang, value, 2)
	case "I5", "I7":
		return o.v.Say("interplay.value.rate", fault.Args{"r": lang.Number(o.v.Lang, value, 1)})
	}
	return o.v.Say("interplay.value.share", fault.Args{"p": lang.Number(o.v.Lang, math.Round(value*100), 0)})
}

// agreement says what is known of how alike two coders count a figure here.
func (o *over) agreement(id string) string {
	for _, r := range o.agreed.Indicators {
		if r.Name != id {
			continue
		}
		switch {
		case r.N == 0:
			return o.v.Say("patterns.over.alone", fault.Args{"name": o.StaffName(o.coder)})
		case r.ICC == nil || r.N < interaction.LeastPairs:
			return o.v.TN("patterns.over.pairs.few", r.N, fault.Args{"need": interaction.LeastPairs})
		}
		args := fault.Args{"icc": lang.Number(o.v.Lang, *r.ICC, 2), "low": "–", "high": "–"}
		if r.ICCCI != nil {
			args["low"], args["high"] = lang.Number(o.v.Lang, r.ICCCI[0], 2), lang.Number(o.v.Lang, r.ICCCI[1], 2)
		}
		return o.v.TN("patterns.over.pairs", r.N, args)
	}
	return ""
}

// strand tells where the figure counts in the development, or where it can be taken
// up there.
func (o *over) strand(id string) web.Link {
	if !o.measures {
		return web.Link{}
	}
	for _, s := range o.strands {
		if scale := s.Scale(); scale.Indicator == id && (s.Pair == o.pair() || s.Pair == interplaypage.LineOf(o.pair())) && s.StoppedOn.IsZero() {
			return web.Link{To: o.Path("udvikling", "maal", s.ID), Text: o.v.T("patterns.over.counts")}
		}
	}
	if len(o.contacts) > 0 && interplaypage.LineOf(o.pair()) == "" { // a strand is of a line of contacts, where there is one
		return web.Link{}
	}
	if slices.Contains(interaction.Counted, id) && o.reader.Can(access.Measures, access.Write) {
		return web.Link{To: o.Path("udvikling", "ny"), Text: o.v.T("patterns.over.take-up")}
	}
	return web.Link{}
}

// phase draws the values by their dates with the phases of the plan and the hours.
func (o *over) phase(id string, m multiple, n int) chart.Phase {
	v := o.v
	p := chart.Phase{
		Frame: chart.Frame{ID: "over-" + strings.ToLower(id), Title: m.Question, Desc: m.Sentence, Lang: v.Lang}, Scale: o.scaleOf(id), Subject: chart.Dyad,
		Words: chart.PhaseWords{First: v.T("development.chart.before"), Missed: v.T("development.chart.missed"), Hours: v.T("development.chart.hours"),
			Mark: v.T(o.word("patterns.over.mark")), Median: v.T(o.word("patterns.over.median"))},
		Borders: o.borders(),
	}
	if n < chart.LeastPoints {
		p.Words.TooFew = v.T(o.word("patterns.over.few"), fault.Args{"n": n, "need": chart.LeastPoints})
	}
	gap := false
	for _, c := range o.each {
		value := c.value(id)
		switch {
		case value != nil:
			p.Points, gap = append(p.Points, chart.Point{On: c.day, Value: *value}), false
		case c.coded:
			p.Points = append(p.Points, chart.Point{On: c.day, Missed: true, Word: v.T("patterns.over.too-few")})
		case !gap: // one sign for a row of contacts that nobody coded
			p.Points, gap = append(p.Points, chart.Point{On: c.day, Missed: true}), true
		}
	}
	p.From, p.To = o.each[0].day, o.Today
	if on := o.Course.StartOn; !on.IsZero() && on.Before(p.From) {
		p.From = on
	}
	if last := o.each[len(o.each)-1].day; last.After(p.To) {
		p.To = last
	}
	for monday, hours := range session.Count(o.sessions).PerWeek {
		if !monday.Before(p.From.AddDays(-6)) && !monday.After(p.To) {
			p.Weeks = append(p.Weeks, chart.Week{Of: monday, Hours: hours})
		}
	}
	return p
}

// scaleOf is the whole scale of a figure, widened for a number that has no top.
func (o *over) scaleOf(id string) chart.Scale {
	switch id {
	case "I2":
		top := 5.0
		for _, c := range o.each {
			if c.coded {
				top = max(top, float64(c.pool.Scheme.Settings.Answer)/1000)
			}
		}
		return chart.Scale{Max: top}
	case "I3":
		return chart.Scale{Min: -1, Max: 1, Step: .5}
	case "I5", "I7":
		top := 10.0
		for _, c := range o.each {
			if value := c.value(id); value != nil {
				top = max(top, math.Ceil(*value/5)*5)
			}
		}
		return chart.Scale{Max: top}
	}
	return chart.Scale{Max: 1, Step: .25, Percent: true}
}

// borders are where the hours of the plan change, and where another version of the
// scheme begins.
func (o *over) borders() []chart.Border {
	var out []chart.Border
	for i, s := range o.plan.Steps {
		if on := o.plan.StepStart(i); !on.IsZero() && !on.After(o.Today) {
			out = append(out, chart.Border{On: on, Name: web.Hours(o.v.Lang, s.HoursPerWeek)})
		}
	}
	before := ""
	for _, c := range o.each {
		if !c.coded {
			continue
		}
		if ref := c.pool.Scheme.Ref(); ref != before && before != "" {
			out = append(out, chart.Border{On: c.day, Name: o.v.Say("patterns.over.scheme", fault.Args{"version": c.pool.Scheme.Version})})
		}
		before = c.pool.Scheme.Ref()
	}
	slices.SortStableFunc(out, func(a, b chart.Border) int { return a.On.Sub(b.On) })
	return out
}

// overFile is every figure of every contact as a table for a spreadsheet.
func (u understanding) overFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	o, err := u.loadOver(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "coded_figure", f.CourseID); err != nil {
		return nil, err
	}
	t := chart.Table{Head: []string{v.T("patterns.over.figure"), v.T("patterns.over.date"), v.T("patterns.over.value"), v.T("patterns.over.interval"), v.T("patterns.over.count")}}
	for _, id := range order {
		if m := o.multiple(id); m.any {
			for _, row := range m.Rows {
				t.Rows = append(t.Rows, append([]string{m.Question}, row...))
			}
		}
	}
	return web.File("samspil.csv", "text/csv; charset=utf-8", t.CSV()), nil
}

// path of the pages of a coding.
func codingPath(courseID, segment string, rest ...string) string {
	return coursepage.Path(courseID, append([]string{"kodning", segment}, rest...)...)
}
