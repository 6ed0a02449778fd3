// Package population is the page about many families together, for a provider's
// leader and for a municipality: how much
// is known, how many have a documented development, how long it took, and what was
// asked before. It shows what the trade package lets out and hides the rest; no
// family is opened and none can be found from here.
package population

import (
	"cmp"
	"embed"
	"fmt"
	"net/url"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/population"
	"samspil/internal/programme"
	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Routes returns the pages of the area: the provider's leader's, of the courses she
// leads, and the municipality's adviser's, of those the municipality has sent.
func Routes(_ *web.Kit) []web.Route {
	a := area{programme.Shipped(), &population.Memory{}}
	both := []access.Role{access.Leader, access.Adviser}
	return []web.Route{
		web.Staff("GET /tal", both, a.show),
		web.Staff("GET /tal/fil", both, a.file),
	}
}

type area struct {
	programmes programme.Catalogue
	memory     *population.Memory
}

// page is what is shown. What is empty is not told.
type page struct {
	Form                       web.Form
	Lead                       string // whose families these are
	Programmes, Years, AsOf    []web.Option
	Asked                      string // the question in words
	Refused                    *refused
	Few, Incomplete, Full      bool
	Complete, Banner           string
	Made                       []table
	Result                     string
	Grades, Time, Hours, Begun *table
	Continuity                 string
	Funnel                     *table
	File                       string
	History                    []web.Event
}

// refused says why a question gets no answer, and which one it is too near to.
type refused struct{ Text, To, Deed string }

// table is a table with its heading, and with a chart where there is one.
type table struct {
	Title, Say   string
	Wide, Narrow chart.SVG
	Head         []string
	Rows         [][]string
	Note         string
}

const yearsBack = 4

// everything is the choice that leaves nobody out.
const everything = "alle"

// question reads what is asked for. What cannot be asked is asked as all families
// and as of the newest day.
func (a area) question(v *web.Visit) population.Question {
	q := population.Question{AsOf: population.AsOfDays(v.Today())[0]}
	if p, ok := a.programmes.Get(v.Form.Value("program")); ok {
		q.Programme = p.ID
	}
	if y, err := strconv.Atoi(v.Form.Value("begyndt")); err == nil && y <= v.Today().Year() && y >= v.Today().Year()-yearsBack {
		q.Began = y
	}
	for _, d := range population.AsOfDays(v.Today()) {
		if d.String() == v.Form.Value("pr") {
			q.AsOf = d
		}
	}
	return q
}

func address(path string, q population.Question) string {
	values := url.Values{"pr": {q.AsOf.String()}}
	if q.Programme != "" {
		values.Set("program", q.Programme)
	}
	if q.Began != 0 {
		values.Set("begyndt", strconv.Itoa(q.Began))
	}
	return path + "?" + values.Encode()
}

func (a area) show(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	q := a.question(v)
	q.Form = population.OnPage
	f, err := a.memory.Ask(v.Context(), tx, v.Actor, q)
	if err != nil {
		return nil, err
	}
	history, err := population.History(v.Context(), tx, v.Actor)
	if err != nil {
		return nil, err
	}
	w := words{v, a.programmes}
	p := page{Form: v.Form, Lead: w.t("lead"), Asked: w.question(q), File: address("/tal/fil", q), History: w.history(history)}
	a.filter(v, q, &p)
	switch f.Answer {
	case population.Near:
		p.Refused = w.refused(f)
	case population.Left:
		p.Refused = &refused{Text: w.t("left")}
	case population.Few:
		p.Few = true
	default:
		w.fill(&p, f)
	}
	if v.Actor.Role == access.Adviser {
		p.Lead, p.Funnel = w.t("lead.municipality"), nil // one municipality has nobody beside it
	}
	return web.Page("population/page", p).Titled("web.menu.population"), nil
}

func (a area) filter(v *web.Visit, q population.Question, p *page) {
	v.Form.Put("program", cmp.Or(q.Programme, everything))
	v.Form.Put("begyndt", everything)
	if q.Began != 0 {
		v.Form.Put("begyndt", strconv.Itoa(q.Began))
	}
	v.Form.Put("pr", q.AsOf.String())
	p.Programmes = []web.Option{{Value: everything, Key: "population.all"}}
	p.Years = []web.Option{{Value: everything, Key: "population.years"}}
	for _, one := range a.programmes.All() {
		p.Programmes = append(p.Programmes, web.Option{Value: one.ID, Key: one.ShortKey})
	}
	for y := range yearsBack + 1 {
		year := strconv.Itoa(v.Today().Year() - y)
		p.Years = append(p.Years, web.Option{Value: year, Label: year})
	}
	for _, d := range population.AsOfDays(v.Today()) {
		p.AsOf = append(p.AsOf, web.Option{Value: d.String(), Label: day(v.Lang, d)})
	}
}

func day(l lang.Lang, d clock.Date) string { return lang.DayMonth(l, d) + " " + strconv.Itoa(d.Year()) }

// words writes figures for the reader.
type words struct {
	v          *web.Visit
	programmes programme.Catalogue
}

func (w words) t(key string, args ...fault.Args) string { return w.v.T("population."+key, args...) }

func (w words) programme(id string) string {
	if p, ok := w.programmes.Get(id); ok {
		return w.v.T(p.ShortKey)
	}
	return id
}

// question says which families are asked about.
func (w words) question(q population.Question) string {
	args := fault.Args{"programme": w.t("all"), "began": w.t("any-year"), "date": day(w.v.Lang, q.AsOf)}
	if q.Programme != "" {
		args["programme"] = w.programme(q.Programme)
	}
	if q.Began != 0 {
		args["began"] = w.t("began-in", fault.Args{"year": strconv.Itoa(q.Began)})
	}
	return w.t("asked", args)
}

func (w words) refused(f population.Figures) *refused {
	if f.Past == nil {
		return &refused{Text: w.t("near.elsewhere")}
	}
	return &refused{
		Text: w.t("near", fault.Args{"question": w.question(f.Past.Question), "who": f.Past.By, "on": lang.PlainDate(w.v.Lang, clock.DateOf(f.Past.At))}),
		To:   address("/tal", f.Past.Question), Deed: w.t("near.deed"),
	}
}

func (w words) history(all []population.Asked) []web.Event {
	out := make([]web.Event, len(all))
	for i, a := range all {
		out[i] = web.Event{
			When:  lang.PlainDate(w.v.Lang, clock.DateOf(a.At)) + " " + lang.Clock(w.v.Lang, a.At),
			Title: w.question(a.Question), Text: fmt.Sprintf("%s · %s · %s", a.By, w.t("form."+string(a.Question.Form)), w.t("answer."+string(a.Answer))),
		}
	}
	return out
}
