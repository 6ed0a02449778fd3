package interplay

import (
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// segmentsPage lists the coded stretches of a session and begins a new one.
type segmentsPage struct {
	place
	Form    web.Form
	Lead    string
	Next    *web.NextStep
	Rows    []segmentRow
	MayCode bool
	Parts   []web.Option
	Sets    []web.Option
	Schemes []web.Option // none when there is only one to choose
	Import  string
}

// segmentRow is one coded stretch in the list.
type segmentRow struct {
	To, Title, Text, Deed string
	Tag                   web.Tag
	Second                *web.Link
}

func segmentsPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	p, err := listed(v, f)
	if err != nil {
		return nil, err
	}
	segments, err := interaction.Segments(v.Context(), f, p.Session.ID)
	if err != nil {
		return nil, err
	}
	page := segmentsPage{place: p, Form: v.Form, Import: p.ListPath("indlaes"), MayCode: p.mayCode(f)}
	page.Lead = v.Say("interplay.list.lead", fault.Args{"date": clock.DateOf(p.Session.When()),
		"span": lang.Clock(v.Lang, p.Session.When()) + "–" + lang.Clock(v.Lang, p.Session.Until())})
	for _, s := range segments {
		page.Rows = append(page.Rows, p.row(f, s))
		if page.Next == nil && s.CoderID == v.Actor.ID && !s.Closed && page.MayCode {
			page.Next = &web.NextStep{Title: v.T("interplay.next.finish"), Text: p.partAt(s), Beside: true,
				Deed: web.Deed{To: p.DeskPath(s.ID), Text: v.T("interplay.next.finish.deed")}}
		}
	}
	if page.MayCode {
		if err := page.choices(v, f); err != nil {
			return nil, err
		}
	}
	return p.shown(web.Page("interplay/segments", page).Titled(p.tab("interplay.list.tab"))), nil
}

// choices fill the form of a new stretch.
func (p *segmentsPage) choices(v *web.Visit, f *casefile.Reader) error {
	schemes, err := interaction.Schemes(v.Context(), f.Tx())
	if err != nil {
		return err
	}
	if len(schemes) > 1 {
		for _, s := range schemes {
			p.Schemes = append(p.Schemes, web.Option{Value: s.Ref(), Label: s.Name(string(v.Lang)) + " " + s.Version})
		}
	}
	p.Parts = web.Options("interplay.part.name.", interaction.Parts...)
	p.Sets = []web.Option{
		{Value: "live", Key: "interplay.set.live", Hint: v.TN("interplay.set.live.hint", live(schemes[0].Scheme))},
		{Value: "full", Key: "interplay.set.full", Hint: v.TN("interplay.set.full.hint", len(schemes[0].Codes))},
	}
	v.Form.Fill("scheme", schemes[0].Ref())
	v.Form.Fill("set", "live")
	v.Form.Fill("part", "play")
	when := p.Session.When().In(clock.Copenhagen)
	v.Form.Fill("started", lang.Clock(lang.Danish, when))
	return nil
}

func live(s scheme.Scheme) int {
	n := 0
	for _, c := range s.Codes {
		if c.Live {
			n++
		}
	}
	return n
}

func (p place) row(f *casefile.Reader, s interaction.Segment) segmentRow {
	v := p.v
	args := fault.Args{"who": p.StaffName(s.CoderID), "how": v.T("interplay.source." + string(s.Source)), "n": len(s.Recording.Events)}
	set := "full"
	if s.LiveSet {
		set = "live"
	}
	args["set"] = v.T("interplay.set.short." + set)
	r := segmentRow{To: p.DeskPath(s.ID), Title: p.partAt(s), Deed: v.T("interplay.list.see")}
	switch {
	case s.Hidden:
		r.To, r.Text = "", v.Say("interplay.list.hidden", args)
		r.Tag = web.Tag{Kind: "none", Text: v.T("interplay.tag.hidden")}
	case s.Closed:
		r.Text, r.Tag = v.TN("interplay.list.text", len(s.Recording.Events), args), web.Tag{Kind: "done", Text: v.T("interplay.tag.closed")}
	case s.CoderID == v.Actor.ID && f.Can(p.right(), access.Write):
		r.Deed = v.T("interplay.list.go-on")
		fallthrough
	default:
		r.Text, r.Tag = v.TN("interplay.list.text", len(s.Recording.Events), args), web.Tag{Kind: "waiting", Text: v.T("interplay.tag.open")}
	}
	if s.SecondOf != "" {
		r.Text += " " + v.T("interplay.list.second")
	} else if s.Closed && !s.Hidden {
		r.Second = &web.Link{To: p.DeskPath(s.ID, "enighed"), Text: v.T("interplay.list.agree")}
	}
	return r
}

// partAt names a stretch: "Leg, kl. 14.42–14.50".
func (p place) partAt(s interaction.Segment) string {
	part := p.v.T("interplay.part.name." + s.Part)
	until := lang.Clock(p.v.Lang, s.StartedAt)
	if spans := s.Recording.Observed(); len(spans) > 0 {
		if end := lang.Clock(p.v.Lang, s.StartedAt.Add(time.Duration(spans[len(spans)-1].To)*time.Millisecond)); end != until {
			until += "–" + end
		}
	}
	return p.v.Say("interplay.part-at", fault.Args{"part": part, "span": until})
}

// begin opens a new stretch and goes to its desk.
func begin(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	p, err := listed(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var bad fault.Problems
	s := interaction.Segment{ID: v.Form.ID(), SessionID: p.Session.ID, Source: interaction.Desk,
		Part:    v.Form.OneOf(&bad, "part", interaction.Parts...),
		LiveSet: v.Form.OneOf(&bad, "set", "live", "full") != "full",
		Scheme:  v.Form.Value("scheme")}
	if s.Part == "" && !bad.Has() {
		bad.Add("part", "interplay.part.missing")
	}
	s.StartedAt = v.Form.Time(&bad, "started", clock.DateOf(p.Session.When()))
	if s.StartedAt.IsZero() && !bad.Has() {
		bad.Add("started", "interplay.started.missing")
	}
	if s.Scheme == "" {
		s.Scheme = scheme.Shipped().Ref()
	}
	if err = bad.Err(); err == nil {
		err = interaction.Open(v.Context(), f, s)
	}
	if err != nil {
		return coursepage.Again(v, f, segmentsPageOf, err)
	}
	return web.Redirect(p.DeskPath(s.ID), ""), nil
}

// figuresFile is the figures of a session for a spreadsheet, without names.
func figuresFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	p, err := listed(v, f)
	if err != nil {
		return nil, err
	}
	segments, err := interaction.Segments(v.Context(), f, p.Session.ID)
	if err != nil {
		return nil, err
	}
	shown := interplaypage.Shown(segments)
	known, err := schemesOf(v, f, shown)
	if err != nil {
		return nil, err
	}
	t := chart.Table{Head: []string{"indicator", "n", "value", "low", "high", "few", "without", "missing", "scheme"}}
	pool := interplaypage.PoolOf(shown, known)
	for _, x := range pool.Indicators.Figures() {
		row := []string{x.Name, strconv.Itoa(x.N), inFull(v, x.Value), "", "", strconv.FormatBool(x.Few), strings.Join(x.Without, " "), x.Missing, pool.Scheme.Ref()}
		if x.CI != nil {
			row[3], row[4] = inFull(v, &x.CI.Low), inFull(v, &x.CI.High)
		}
		t.Rows = append(t.Rows, row)
	}
	return web.File("samspil-tal.csv", "text/csv; charset=utf-8", t.CSV()), nil
}

func schemesOf(v *web.Visit, f *casefile.Reader, segments []interaction.Segment) (map[string]scheme.Scheme, error) {
	known := map[string]scheme.Scheme{}
	for _, s := range segments {
		if _, ok := known[s.Scheme]; ok {
			continue
		}
		by, err := interaction.SchemeNamed(v.Context(), f.Tx(), s.Scheme)
		if err != nil {
			return nil, err
		}
		known[s.Scheme] = by
	}
	return known, nil
}

// momentsFile is every event of one coding for a spreadsheet, without names.
func momentsFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := interaction.Get(v.Context(), f, v.Param("segment"))
	if err != nil {
		return nil, err
	}
	if s.Hidden {
		return nil, fault.New(fault.NotFound, "interaction.segment.none")
	}
	t := chart.Table{Head: []string{"subject", "code", "kind", "start_s", "stop_s", "duration_s"}}
	for _, e := range s.Recording.Events {
		t.Rows = append(t.Rows, []string{e.Subject, e.Code, string(e.Kind), inSeconds(v, e.Onset), inSeconds(v, e.Offset), inSeconds(v, e.Duration())})
	}
	return web.File("samspil-oejeblikke.csv", "text/csv; charset=utf-8", t.CSV()), nil
}

func inSeconds(v *web.Visit, ms int64) string { return lang.Number(v.Lang, float64(ms)/1000, 3) }

// number is a value for a file; empty where there is none.
func inFull(v *web.Visit, x *float64) string {
	if x == nil {
		return ""
	}
	return lang.Number(v.Lang, *x, 6)
}

// Trail is the way back.
func (p segmentsPage) Trail() []web.Link {
	return p.Crumbs(web.Link{Text: p.v.T("interplay.list.title")})
}
