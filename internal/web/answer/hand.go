package answer

import (
	"net/http"
	"net/url"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

const handPath = "/forloeb/{course}/udvikling/skaerm"

// handPage is where a member of staff chooses who answers what before the screen is
// handed over.
type handPage struct {
	Form      web.Form
	Crumbs    []web.Link
	Lead      string
	Out       []outRow
	People    []web.Option // who can answer
	Strands   []web.Option // what the chosen one can answer
	Who       string
	Asks      bool // may be asked what they say to what the figures show
	Languages []web.Option
	Hows      []web.Option
	Dresses   []web.Option
	Give      string // the button: "Giv skærmen til Camilla"
	May       bool
	Path      string
	Back      string
}

// outRow is a screen that is out now.
type outRow struct{ Text, Shut string }

// answerer is somebody who can answer on a screen, with the strands that are theirs.
type answerer struct {
	role    singlecase.Role
	id      string
	name    string
	strands []instrument.Strand
}

// answerers lists who can answer on the spot, in the order of the strands.
func answerers(v *web.Visit, f *casefile.Reader) ([]answerer, error) {
	all, err := instrument.Strands(v.Context(), f)
	if err != nil {
		return nil, err
	}
	var out []answerer
	for _, s := range all {
		if !s.StoppedOn.IsZero() || !slices.Contains(handed.Raters, s.RaterRole) {
			continue
		}
		e, _, err := s.Edition(v.Context(), f.Tx())
		if err != nil {
			return nil, err
		}
		if len(s.Asks(e, plan.Goal{}, v.Lang)) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(a answerer) bool { return a.id == s.RaterID && a.role == s.RaterRole })
		if i < 0 {
			i, out = len(out), append(out, answerer{role: s.RaterRole, id: s.RaterID, name: s.RaterName})
		}
		out[i].strands = append(out[i].strands, s)
	}
	return out, nil
}

func handPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	all, err := answerers(v, f)
	if err != nil {
		return nil, err
	}
	d := handPage{
		Form: v.Form, Lead: v.T("handed.lead"), Path: coursepage.Path(f.CourseID, "udvikling", "skaerm"), Back: coursepage.Path(f.CourseID, "udvikling"),
		Crumbs: []web.Link{{Text: v.T("answer.development"), To: coursepage.Path(f.CourseID, "udvikling")}, {Text: v.T("handed.title")}},
		Hows:   web.Options("answer.how.", handed.Hows...), May: f.Can(access.Measures, access.Write) && f.Actor.Role != access.Adviser,
	}
	for _, l := range lang.All {
		d.Languages = append(d.Languages, web.Option{Value: string(l), Label: lang.T(l, "handed.language.own", nil)})
	}
	for _, dress := range handed.Dresses {
		d.Dresses = append(d.Dresses, web.Option{Value: string(dress), Key: "handed.dress." + string(dress)})
	}
	out, err := handed.Out(v.Context(), f)
	if err != nil {
		return nil, err
	}
	for _, s := range out {
		d.Out = append(d.Out, outRow{v.Say("handed.out", fault.Args{"who": s.RaterName, "at": s.GivenAt, "until": s.EndsAt}),
			coursepage.Path(f.CourseID, "udvikling", "skaerm", s.ID, "luk")})
	}
	for _, a := range all {
		d.People = append(d.People, web.Option{Value: a.id, Label: a.name})
	}
	if i := slices.IndexFunc(all, func(a answerer) bool { return a.id == v.Form.Value("who") }); i >= 0 {
		d.choose(v, all[i])
	}
	return web.Page("answer/hand", d).Titled("handed.title"), nil
}

// choose shows what the chosen person can answer: what is due is ticked.
func (d *handPage) choose(v *web.Visit, a answerer) {
	d.Who, d.Give = a.id, v.T("handed.give", fault.Args{"who": a.name})
	d.Asks = slices.Contains(outcome.CommentRoles, a.role)
	one := v.Form.Value("maal")
	var due []string
	for _, s := range a.strands {
		d.Strands = append(d.Strands, web.Option{Value: s.ID, Label: s.Title, Hint: v.T(s.Scale().Key) + dueWords(v, s)})
		if s.ID == one || one == "" && !s.NextDue().After(v.Today()) {
			due = append(due, s.ID)
		}
	}
	v.Form.Fill("strands", due...)
	v.Form.Fill("language", string(lang.Danish))
	v.Form.Fill("how", instrument.Self)
	dress := handed.Plain
	if a.role == singlecase.Child {
		dress = handed.ForChild
	}
	v.Form.Fill("dress", string(dress))
}

func dueWords(v *web.Visit, s instrument.Strand) string {
	due := s.NextDue()
	switch {
	case due.IsZero():
		return ""
	case due.After(v.Today()):
		return v.Say("handed.due.next", fault.Args{"date": due})
	case due == v.Today():
		return v.T("handed.due.today")
	}
	return v.Say("handed.due.since", fault.Args{"date": due})
}

// handOver lends the screen out: the session sleeps, and the browser gets the token of
// the screen instead.
func (d Doors) handOver(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	all, err := answerers(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	s := handed.Screen{ID: v.Form.ID(), RaterID: v.Form.Value("who"), Language: lang.Lang(v.Form.Value("language")), How: v.Form.Value("how"),
		Dress: handed.Dress(v.Form.Value("dress")), Asks: v.Form.Bool("asks"), On: f.Today()}
	if i := slices.IndexFunc(all, func(a answerer) bool { return a.id == s.RaterID }); i >= 0 {
		s.RaterRole, s.RaterName = all[i].role, all[i].name
	}
	token, err := handed.Give(v.Context(), f, s, v.Form.Values("strands"))
	if err != nil {
		return coursepage.Again(v, f, handPageOf, err)
	}
	if d.Lend == nil {
		return nil, fault.New(fault.Unavailable, "handed.no-lock")
	}
	sleeping, err := d.Lend(v.Request, f.Tx())
	if err != nil {
		return nil, err
	}
	answer := web.WithCookie(web.WithCookie(web.Redirect(screenPath, ""), sleeping), d.cookie(token))
	return web.WithHeader(answer, "Clear-Site-Data", `"cache"`), nil
}

// shut closes a screen from the desk: what was answered is kept.
func shut(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := handed.Close(v.Context(), f, v.Param("screen"), false); err != nil {
		return nil, err
	}
	return web.Redirect(coursepage.Path(v.CourseID(), "udvikling", "skaerm"), "handed.shut"), nil
}

const (
	screenPath   = "/skaerm"
	screenCookie = "samspil_skaerm"
)

func (d Doors) cookie(token handed.Token) *http.Cookie {
	c := &http.Cookie{Name: screenCookie, Value: string(token), Path: screenPath, MaxAge: int(handed.Lasts.Seconds()) + 3600, HttpOnly: true, Secure: d.Secure,
		SameSite: http.SameSiteStrictMode}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// leftOf are the screens on which a strand was answered in part, as links that take the
// answers into the form.
func (s sheet) leftOf(v *web.Visit, f *casefile.Reader) ([]web.Link, error) {
	all, err := handed.Left(v.Context(), f, s.ID)
	var out []web.Link
	for _, screen := range all {
		out = append(out, web.Link{To: s.at + "/skema?skaerm=" + screen.ID, Text: v.TN("handed.left", len(screen.Given(s.ID)), fault.Args{
			"who": screen.RaterName, "date": lang.PlainDate(v.Lang, clock.DateOf(screen.GivenAt)), "of": len(s.Edition.Items)})})
	}
	return out, err
}

// handTo is where the screen is handed to whoever answers the strand; empty where that
// is nobody of the family.
func handTo(courseID string, s instrument.Strand) string {
	if !slices.Contains(handed.Raters, s.RaterRole) || !s.StoppedOn.IsZero() {
		return ""
	}
	return coursepage.Path(courseID, "udvikling", "skaerm") + "?" + url.Values{"who": {s.RaterID}, "maal": {s.ID}}.Encode()
}
