package practice

import (
	"slices"
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/scheme"
	"samspil/internal/training"
	"samspil/internal/web"
	"samspil/internal/web/interplaypage"
)

// newPage adds a training clip.
type newPage struct {
	Form          web.Form
	Crumbs        []web.Link
	Schemes, Sets []web.Option
}

func crumbs(v *web.Visit, last string) []web.Link {
	return []web.Link{{Text: v.T("practice.title"), To: "/kodetraening"}, {Text: last}}
}

func newForm(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := newPageOf(v, tx)
	return page, err
}

func newPageOf(v *web.Visit, tx *casefile.Tx) (*web.Rendered, error) {
	all, err := interaction.Schemes(v.Context(), tx)
	if err != nil {
		return nil, err
	}
	d := newPage{Form: v.Form, Crumbs: crumbs(v, v.T("practice.new")), Sets: web.Options("practice.set.", "full", "live")}
	for _, s := range all {
		d.Schemes = append(d.Schemes, web.Option{Value: s.Ref(), Label: s.Name(string(v.Lang)) + " " + s.Version})
	}
	v.Form.Fill("scheme", d.Schemes[0].Value)
	v.Form.Fill("set", "full")
	v.Form.Fill("tolerance", "2")
	return web.Page("practice/new", d).Titled("practice.new"), nil
}

// add keeps a training clip of what was typed or sent.
func add(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	var p fault.Problems
	g := training.Clip{ID: v.Form.ID(), Title: v.Form.Value("title"), Scheme: v.Form.Value("scheme"), LiveSet: v.Form.Value("set") == "live"}
	g.Criterion, _ = v.Form.Number(&p, "criterion")
	g.Tolerance, _ = v.Form.Int(&p, "tolerance")
	err := p.Err()
	var s scheme.Scheme
	if err == nil {
		s, err = interaction.SchemeNamed(v.Context(), tx, g.Scheme)
		if fault.KindOf(err) == fault.NotFound {
			err = problem("scheme", "web.form.choose")
		}
	}
	if err == nil {
		g.Recording, _, err = coding(v, s)
	}
	if err == nil {
		err = training.Add(v.Context(), tx, v.Actor, g)
	}
	if err != nil {
		page, perr := newPageOf(v, tx)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, atLines(err))
	}
	return web.Redirect("/kodetraening/"+g.ID, "practice.added"), nil
}

// atLines puts what is wrong with a coding as a whole at the field of its lines.
func atLines(err error) error {
	if e, ok := fault.As(err); ok {
		for i := range e.Fields {
			if e.Fields[i].Name == "recording" || e.Fields[i].Name == "clip" {
				e.Fields[i].Name = "lines"
			}
		}
	}
	return err
}

// clipPage is one clip: how it is coded, and what the reader has made of it.
type clipPage struct {
	Form     web.Form
	Crumbs   []web.Link
	Title    string
	Lead     string
	Level    string
	Codes    []codeLine
	Tries    []tryRow
	MayTry   bool
	Withdraw string
	Example  string
}

// codeLine is a code with its key and its meaning.
type codeLine struct{ Key, Name, Kind, Meaning string }

// tryRow is one attempt.
type tryRow struct {
	To, Text string
	Tag      web.Tag
}

func clipForm(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := clipPageOf(v, tx)
	return page, err
}

// opened is the clip of the address, with the scheme it is coded by.
func opened(v *web.Visit, tx *casefile.Tx) (b *board, g training.Clip, s scheme.Scheme, err error) {
	if b, err = load(v, tx); err != nil {
		return b, g, s, err
	}
	if g, err = b.clip(v.Param("clip")); err != nil {
		return b, g, s, err
	}
	s, err = interaction.SchemeNamed(v.Context(), tx, g.Scheme)
	return b, g, s, err
}

func clipPageOf(v *web.Visit, tx *casefile.Tx) (*web.Rendered, error) {
	b, g, s, err := opened(v, tx)
	if err != nil {
		return nil, err
	}
	d := clipPage{Form: v.Form, Crumbs: crumbs(v, g.Title), Title: g.Title, Lead: b.about(g), MayTry: !g.Withdrawn,
		Level: v.Say("practice.level", fault.Args{"criterion": lang.Number(v.Lang, g.Criterion, 2), "s": g.Tolerance})}
	if b.mayAdd() && !g.Withdrawn {
		d.Withdraw = "/kodetraening/" + g.ID + "/tag-ud"
	}
	for _, c := range s.Codes {
		if c.Live || !g.LiveSet {
			d.Codes = append(d.Codes, codeLine{c.Key, c.Name(string(v.Lang)), v.T("practice.kind." + string(c.Kind)), c.Words[string(v.Lang)].Meaning})
		}
	}
	for _, a := range b.attempts {
		if a.ClipID == g.ID {
			d.Tries = append(d.Tries, b.try(a))
		}
	}
	length := g.Recording.Length()
	v.Form.Fill("length", strconv.FormatInt(length/60000, 10)+":"+twoDigits(length/1000%60))
	return web.Page("practice/clip", d).Titled("practice.title"), nil
}

func twoDigits(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// try is an attempt in a list.
func (b *board) try(a training.Attempt) tryRow {
	v := b.v
	r := tryRow{To: "/kodetraening/forsoeg/" + a.ID, Tag: web.Tag{Kind: "waiting", Text: v.T("practice.below")},
		Text: v.Say("practice.try", fault.Args{"who": b.staff.Name(a.StaffID), "date": clock.DateOf(a.EnteredAt), "kappa": kappas(v, a)})}
	if a.Passed {
		r.Tag = web.Tag{Kind: "done", Text: v.T("practice.reached")}
	}
	return r
}

func kappas(v *web.Visit, a training.Attempt) string {
	if a.Kappa == nil || a.Kappa2 == nil {
		return v.T("practice.kappa.none")
	}
	return v.Say("practice.kappa", fault.Args{"one": lang.Number(v.Lang, *a.Kappa, 2), "two": lang.Number(v.Lang, *a.Kappa2, 2)})
}

// try hands in the reader's own coding of the clip.
func try(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	_, g, s, err := opened(v, tx)
	if err != nil {
		return nil, err
	}
	a := training.Attempt{ID: v.Form.ID(), ClipID: g.ID}
	if a.Recording, a.Source, err = coding(v, s); err == nil {
		err = training.Try(v.Context(), tx, v.Actor, a)
	}
	if err != nil {
		page, perr := clipPageOf(v, tx)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, atLines(err))
	}
	return web.Redirect("/kodetraening/forsoeg/"+a.ID, ""), nil
}

// withdraw stops offering a clip.
func withdraw(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	if err := training.Withdraw(v.Context(), tx, v.Actor, v.Param("clip")); err != nil {
		return nil, err
	}
	return web.Redirect("/kodetraening", "practice.withdraw.done"), nil
}

// resultPage is an attempt beside the clip.
type resultPage struct {
	Crumbs        []web.Link
	Lead, Same    string
	Tag           web.Tag
	Level, Kappa  string
	Places        []placeRow
	PlacesOf      string
	First, Second interplaypage.Panel
	Names         [2]string
	Again         string
}

// placeRow is where the two differ.
type placeRow struct{ At, First, Second string }

func result(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	c, g, err := training.Against(v.Context(), tx, v.Actor, v.Param("attempt"))
	if err != nil {
		return nil, err
	}
	b, err := load(v, tx)
	if err != nil {
		return nil, err
	}
	a, err := casefile.Pick(b.attempts, nil, func(a training.Attempt) bool { return a.ID == v.Param("attempt") })
	if err != nil {
		return nil, err
	}
	d := resultPage{Crumbs: []web.Link{{Text: v.T("practice.title"), To: "/kodetraening"}, {Text: g.Title, To: "/kodetraening/" + g.ID}, {Text: v.T("practice.result")}},
		Lead: g.Title, Kappa: kappas(v, a), Again: "/kodetraening/" + g.ID, Names: [2]string{v.T("practice.clip"), b.staff.Name(a.StaffID)},
		Level: v.Say("practice.level", fault.Args{"criterion": lang.Number(v.Lang, g.Criterion, 2), "s": g.Tolerance}),
		Tag:   b.try(a).Tag}
	for _, x := range differing(c) {
		d.Places = append(d.Places, placeRow{interplaypage.Length(v, x.at), named(v, c.Scheme, x.first), named(v, c.Scheme, x.second)})
	}
	total := c.Matching.Matched + len(d.Places)
	d.Same = v.TN("practice.same", total, fault.Args{"same": c.Matching.Matched})
	d.PlacesOf = v.TN("agree.places", len(d.Places))
	who := interplaypage.Names{Child: v.T("patterns.child"), Parent: v.T("patterns.parent")}
	picture := func(s interaction.Segment, id, name string) interplaypage.Panel {
		s.ID, s.Part = id, "play"
		return interplaypage.Picture(v, interplaypage.CodedOf(s, c.Scheme, name), who)
	}
	c.First.Source = interaction.Desk
	d.First, d.Second = picture(c.First, "clip", d.Names[0]), picture(c.Second, "attempt", d.Names[1])
	return web.Page("practice/result", d).Titled("practice.result"), nil
}

// seen is a place where the clip and the attempt differ.
type seen struct {
	at            int64
	first, second string
}

// differing joins what only the one has with what only the other has near it.
func differing(c interaction.Comparison) []seen {
	var out []seen
	rest := slices.Clone(c.Matching.Single2)
	for _, one := range c.Matching.Single1 {
		at := seen{at: one.At, first: one.Name}
		for i, two := range rest {
			if two.At-one.At <= interaction.Tolerance && one.At-two.At <= interaction.Tolerance {
				at.second, rest = two.Name, slices.Delete(rest, i, i+1)
				break
			}
		}
		out = append(out, at)
	}
	for _, two := range rest {
		out = append(out, seen{at: two.At, second: two.Name})
	}
	slices.SortStableFunc(out, func(a, b seen) int { return int(a.at - b.at) })
	return out
}

func named(v *web.Visit, s scheme.Scheme, code string) string {
	c, ok := s.Code(code)
	if !ok {
		return v.T("agree.nothing")
	}
	return c.Name(string(v.Lang))
}
