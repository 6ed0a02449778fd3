package patterns

import (
	"math"
	"slices"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/probability"
	"samspil/internal/web"
	"samspil/internal/web/interplaypage"
)

// patternPage is the psychologist's workbench: what follows what.
type patternPage struct {
	Form                                      web.Form
	Crumbs                                    []web.Link
	Lead, Kept, Empty                         string
	Next                                      *web.NextStep
	Questions, Ways, Segments, Codes, Schemes []web.Option
	Pairs                                     []web.Option // where several were coded
	Rests                                     string       // what the answer rests on
	Begins                                    string       // who begins
	Sentences                                 []string     // the lines that stand out, in words
	Plain                                     string       // said where none does
	Warning                                   string       // of many comparisons
	Graph                                     chart.SVG
	Table, FewTable                           lineTable
	CSV                                       string
}

// lineTable is lines as a table, each of which may be put into an analysis.
type lineTable struct {
	Rows  []lineRow
	Form  web.Form
	May   bool
	Query []web.Hidden // the question, for the form that carries it along
	To    string
}

// lineRow is one line of the table.
type lineRow struct {
	ID, First, Then                                      string
	FirstKind, ThenKind                                  string
	N, Expected, Share, Residual, P, Permuted, Q, QRange string
	Says, Sentence                                       string
}

func (u understanding) patterns(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := u.load(v, f)
	if err != nil {
		return nil, err
	}
	return x.patternPageOf()
}

// kept opens a question that an analysis cites, with the same answer.
func (u understanding) kept(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := u.load(v, f)
	if err != nil {
		return nil, err
	}
	p, err := interaction.PatternNamed(v.Context(), f, v.Param("id"))
	if err != nil {
		return nil, err
	}
	x.fillPattern(p)
	page, err := x.patternPageOf()
	if err != nil {
		return nil, err
	}
	d := page.data
	d.Kept = v.Say("patterns.kept", fault.Args{"who": x.StaffName(p.KeptBy), "date": clock.DateOf(p.KeptAt)})
	return web.Page("patterns/patterns", d).Titled("patterns.title"), nil
}

// patternAnswer is a page with its data, which a caller may still add to.
type patternAnswer struct {
	web.Response
	data patternPage
}

func (x *insight) patternPageOf() (patternAnswer, error) {
	v := x.v
	var p fault.Problems
	q := x.ask(&p)
	d := patternPage{Form: v.Form, Crumbs: x.crumbs(web.Link{Text: v.T("patterns.title")}), Lead: x.Heading,
		CSV: x.Path("samspil", "moenstre", "tal.csv") + "?" + v.Request.URL.RawQuery}
	if len(x.counted()) == 0 {
		d.Empty = v.T(x.about("patterns.empty"))
		d.Next = x.codeNext()
		return patternAnswer{web.Page("patterns/patterns", d).Titled("patterns.title"), d}, nil
	}
	q.choices(x, &d)
	d.Table = lineTable{Form: v.Form, May: x.reader.Can(access.Analysis, access.Write), Query: hidden(v.Form), To: x.Path("samspil", "moenstre", "indsaet")}
	d.FewTable = d.Table
	d.FewTable.May = false
	if err := p.Err(); err != nil {
		page, err := web.NotValid(web.Page("patterns/patterns", d).Titled("patterns.title"), err)
		return patternAnswer{page, d}, err
	}
	x.answer(&d, q)
	return patternAnswer{web.Page("patterns/patterns", d).Titled("patterns.title"), d}, nil
}

// codeNext is the way to the first coding, where the reader may code.
func (x *insight) codeNext() *web.NextStep {
	if !x.reader.Can(access.Contact, access.Write) {
		return nil
	}
	to := x.Path("samvaer")
	if x.visits() {
		to = x.Path("aftaler")
	}
	return &web.NextStep{Title: x.v.T(x.about("patterns.next.code")), Text: x.v.T("patterns.next.code.text"),
		Deed: web.Deed{To: to, Text: x.v.T(x.about("patterns.next.code.deed"))}, Beside: true}
}

// hidden carries the question along in a form.
func hidden(form web.Form) []web.Hidden {
	var out []web.Hidden
	for _, name := range []string{"se", "kode", "trin", "sekunder", "hvordan", "froe", "selv", "skema", "par", "stykke"} {
		for _, value := range form.Values(name) {
			out = append(out, web.Hidden{Name: name, Value: value})
		}
	}
	return out
}

// answer asks and says what came of it.
func (x *insight) answer(d *patternPage, q asked) {
	v := x.v
	a := ask(q.recordings(), q.scheme, q.inquiry)
	who := x.castOf(q.segments)
	first, last := x.span(q.segments)
	d.Rests = v.TN("patterns.rests", len(q.segments), fault.Args{"length": interplaypage.Minutes(v, a.Length),
		"first": lang.DayMonth(v.Lang, first), "last": lang.PlainDate(v.Lang, last)})
	d.Begins = x.begins(q, who)
	striking := strikingOf(a.Lines)
	for _, f := range striking[:min(len(striking), 5)] {
		d.Sentences = append(d.Sentences, who.sentence(f))
	}
	judged := a.judged()
	switch {
	case judged == 0:
		d.Plain = v.T("patterns.all-few")
	case len(striking) == 0:
		d.Plain = v.TN("patterns.none-striking", judged)
	}
	if judged > 0 {
		d.Warning = v.TN("patterns.many", judged, fault.Args{"chance": lang.Number(v.Lang, math.Max(1, math.Round(float64(judged)*2*surprising)), 0)})
	}
	if len(striking) > 0 {
		d.Graph = x.graph(q, a, who, striking)
	}
	for i, f := range a.Lines {
		row := x.lineRow(f, who)
		row.ID = strconv.Itoa(i)
		switch f.finding() {
		case cannotBe:
		case tooFew:
			d.FewTable.Rows = append(d.FewTable.Rows, row)
		default:
			d.Table.Rows = append(d.Table.Rows, row)
		}
	}
}

// begins says who began, by counting: the child's own beginnings against the
// parent's invitations and takings over.
func (x *insight) begins(q asked, who cast) string {
	share := interaction.Indicators(q.scheme, q.segments).I11
	if share.N == 0 {
		return ""
	}
	return x.v.Say("patterns.begins", fault.Args{"child": who.Child, "parent": who.Parent, "x": x.v.TN("patterns.times", share.X), "rest": x.v.TN("patterns.times", share.N-share.X)})
}

// strikingOf are the lines that stand out from chance, the furthest first.
func strikingOf(lines []follows) []follows {
	var out []follows
	for _, f := range lines {
		if s := f.finding(); s == moreOften || s == moreSeldom {
			out = append(out, f)
		}
	}
	far := func(f follows) float64 {
		if f.Residual == nil {
			return 0
		}
		return math.Abs(*f.Residual)
	}
	slices.SortStableFunc(out, func(a, b follows) int {
		switch {
		case far(a) > far(b):
			return -1
		case far(a) < far(b):
			return 1
		}
		return 0
	})
	return out
}

// mostDrawn is how many lines a graph can hold and still be read.
const mostDrawn = 8

// graph draws the lines that stand out, between the behaviours they join.
func (x *insight) graph(q asked, a answered, who cast, striking []follows) chart.SVG {
	v := x.v
	striking = striking[:min(len(striking), mostDrawn)]
	t := chart.Transition{Frame: chart.Frame{ID: "moenster", Title: v.T("patterns.graph"), Desc: who.sentence(striking[0]), Lang: v.Lang},
		Words: chart.TransitionWords{First: v.T("patterns.first"), Then: v.T("patterns.then"), More: v.T("patterns.more"), Less: v.T("patterns.less"), None: v.T("patterns.all-few")}}
	place := map[string]int{}
	for _, name := range q.Codes {
		used := slices.ContainsFunc(striking, func(f follows) bool { return f.First.Code == name || f.Then.Code == name })
		if c, ok := q.scheme.Code(name); ok && used {
			place[name] = len(t.Behaviours)
			t.Behaviours = append(t.Behaviours, chart.Behaviour{Name: c.Name(string(v.Lang)), Subject: chart.Subject(c.Subject), Hollow: c.Hollow, N: a.Counts[name]})
		}
	}
	for _, f := range striking {
		far := 1.0
		if f.Residual != nil && *f.Residual != 0 {
			far = *f.Residual
		}
		t.Steps = append(t.Steps, chart.Following{From: place[f.First.Code], To: place[f.Then.Code], N: f.N, Residual: far})
	}
	return chart.ForPageAndPhone(t.Draw, chart.Column)
}

func (x *insight) lineRow(f follows, who cast) lineRow {
	v, l := x.v, x.v.Lang
	opt := func(value *float64, decimals int) string {
		if value == nil {
			return "–"
		}
		return lang.Number(l, *value, decimals)
	}
	row := lineRow{First: f.First.Name(string(l)), Then: f.Then.Name(string(l)), FirstKind: string(f.First.Subject), ThenKind: string(f.Then.Subject),
		N: strconv.Itoa(f.N), Expected: opt(f.Expected, 1), Share: "–", Residual: "–", P: "–", Permuted: "–", Q: opt(f.Q, 2), Sentence: who.sentence(f)}
	if f.Probability != nil {
		row.Share = strconv.Itoa(int(math.Round(*f.Probability*100))) + " %"
	}
	if f.readable() && f.Residual != nil {
		row.Residual, row.P = lang.Number(l, *f.Residual, 1), chance(v, probability.TwoSided(*f.Residual))
	}
	if f.Permuted != nil {
		row.Permuted = chance(v, *f.Permuted)
	}
	if f.QLow != nil {
		row.QRange = v.Say("patterns.q-range", fault.Args{"low": lang.Number(l, *f.QLow, 2), "high": lang.Number(l, *f.QHigh, 2)})
	}
	row.Says = v.T("patterns.says." + string(f.finding()))
	return row
}

// chance writes a probability; below a thousandth it says so.
func chance(v *web.Visit, p float64) string {
	if p < .001 {
		return "< " + lang.Number(v.Lang, .001, 3)
	}
	return lang.Number(v.Lang, p, 3)
}
