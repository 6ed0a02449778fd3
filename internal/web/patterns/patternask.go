package patterns

import (
	"slices"
	"strconv"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
)

// asked is a question to the codings: of which segments, and what. It stands in the
// page's address, so that the same address shows the same answer.
type asked struct {
	scheme   scheme.Scheme
	all      []interaction.Segment // those that can be chosen: coded by the scheme
	segments []interaction.Segment // those chosen
	question string
	inquiry
}

// Questions that the page offers; the words stand under patterns.question.
const (
	childFirst   = "barnet"
	parentFirst  = "foraelderen"
	supportFirst = "stoette"
	everything   = "alt"
)

var questions = []string{childFirst, parentFirst, supportFirst, everything}

// The two ways of counting.
const (
	byOrder = "led"
	byTime  = "tid"
)

// mostLag is how many places later something can be looked for.
const mostLag = 3

// firstSeed is the number from which the shuffling begins unless another is asked for.
const firstSeed = 1

// ask reads the question from the page's address; what is not there has its usual
// value, and what cannot be is a problem at its field.
func (x *insight) ask(p *fault.Problems) asked {
	form := x.v.Form
	q := asked{scheme: x.newest(form.Value("skema"))}
	for _, s := range x.counted() {
		if s.Scheme == q.scheme.Ref() {
			q.all = append(q.all, s)
		}
	}
	x.choose(&q, p)
	q.question = oneOf(form.Value("se"), questions, childFirst)
	q.Codes = x.codes(q, form.Values("kode"))
	q.Firsts, q.Thens = sides(q.scheme, q.question, q.Codes)
	if oneOf(form.Value("hvordan"), []string{byOrder, byTime}, byOrder) == byTime {
		q.Window = q.scheme.Settings.Answer
		if n, given := form.Int(p, "sekunder"); given && n >= 2 && n <= 10 {
			q.Window = int64(n) * 1000
		} else if given {
			p.Add("sekunder", "patterns.window.range")
		}
	} else {
		q.Lag = 1
		if n, given := form.Int(p, "trin"); given && n >= 1 && n <= mostLag {
			q.Lag = n
		} else if given {
			p.Add("trin", "patterns.lag.range")
		}
	}
	q.Self, q.Seed = form.Value("selv") != "", firstSeed
	if n, given := form.Int(p, "froe"); given && n > 0 {
		q.Seed = uint64(n)
	}
	return q
}

func oneOf(value string, known []string, usual string) string {
	if slices.Contains(known, value) {
		return value
	}
	return usual
}

// newest is the scheme named, else that of the newest coding: codings by two schemes
// are never counted together.
func (x *insight) newest(ref string) scheme.Scheme {
	if s, ok := x.schemes[ref]; ok {
		return s
	}
	all := x.counted()
	if len(all) == 0 {
		return scheme.Shipped()
	}
	last := all[0]
	for _, s := range all {
		if s.StartedAt.After(last.StartedAt) {
			last = s
		}
	}
	return x.schemes[last.Scheme]
}

// choose takes the segments ticked, else all of the period.
func (x *insight) choose(q *asked, p *fault.Problems) {
	form := x.v.Form
	from, to := form.Date(p, "fra"), form.Date(p, "til")
	ticked := slices.DeleteFunc(slices.Clone(form.Values("stykke")), func(id string) bool {
		return !slices.ContainsFunc(q.all, func(s interaction.Segment) bool { return s.ID == id })
	})
	for _, s := range q.all {
		day := x.day(s)
		within := (from.IsZero() || !day.Before(from)) && (to.IsZero() || !day.After(to))
		if len(ticked) == 0 && within || slices.Contains(ticked, s.ID) {
			q.segments = append(q.segments, s)
		}
	}
}

// codes are those ticked, else all that the coders looked for in every one of the
// segments: what one of them did not look for cannot be missing there.
func (x *insight) codes(q asked, ticked []string) []string {
	live := slices.ContainsFunc(q.segments, func(s interaction.Segment) bool { return s.LiveSet })
	var out []string
	for _, c := range q.scheme.Codes {
		if (c.Live || !live) && (len(ticked) == 0 || slices.Contains(ticked, c.Code)) {
			out = append(out, c.Code)
		}
	}
	return out
}

// sides are what is looked at as coming first and as coming then.
func sides(s scheme.Scheme, question string, codes []string) (firsts, thens []string) {
	of := func(keep func(scheme.Subject) bool) []string {
		var out []string
		for _, name := range codes {
			if c, _ := s.Code(name); keep(c.Subject) {
				out = append(out, name)
			}
		}
		return out
	}
	is := func(x scheme.Subject) func(scheme.Subject) bool {
		return func(y scheme.Subject) bool { return x == y }
	}
	not := func(x scheme.Subject) func(scheme.Subject) bool {
		return func(y scheme.Subject) bool { return x != y && y != scheme.Consultant }
	}
	switch question {
	case childFirst:
		return of(is(scheme.Child)), of(not(scheme.Child))
	case parentFirst:
		return of(is(scheme.Parent)), of(not(scheme.Parent))
	case supportFirst:
		return of(is(scheme.Consultant)), of(not(scheme.Consultant))
	}
	return codes, codes
}

// recordings of the segments chosen.
func (q asked) recordings() []recording.Recording {
	var out []recording.Recording
	for _, s := range q.segments {
		out = append(out, s.Recording)
	}
	return out
}

// pattern is the question in the form in which an analysis can cite it.
func (q asked) pattern(id string) interaction.Pattern {
	p := interaction.Pattern{ID: id, Kind: q.question, Lag: q.Lag, Window: q.Window, Codes: q.Codes, Given: q.Firsts, Target: q.Thens,
		NoRepeat: !q.Self, Permutations: shuffles, Seed: q.Seed}
	for _, s := range q.segments {
		p.Segments = append(p.Segments, s.ID)
	}
	return p
}

// fill puts a kept question into the form, so that it is asked again as it was.
func (x *insight) fillPattern(p interaction.Pattern) {
	form := x.v.Form
	form.Put("stykke", p.Segments...)
	form.Put("se", p.Kind)
	form.Put("kode", p.Codes...)
	form.Put("froe", strconv.FormatUint(p.Seed, 10))
	form.Put("hvordan", byOrder)
	form.Put("trin", strconv.Itoa(p.Lag))
	if p.Window > 0 {
		form.Put("hvordan", byTime)
		form.Put("trin")
		form.Put("sekunder", strconv.FormatInt(p.Window/1000, 10))
	}
	if !p.NoRepeat {
		form.Put("selv", "ja")
	}
	for _, s := range x.segments {
		if slices.Contains(p.Segments, s.ID) {
			form.Put("skema", s.Scheme)
			form.Put("par", s.Pair)
		}
	}
}

// choices are the fields of the question, with what stands in them now.
func (q asked) choices(x *insight, d *patternPage) {
	form := x.v.Form
	fill := func(name string, values ...string) { form.Fill(name, values...) }
	fill("se", q.question)
	fill("kode", q.Codes...)
	fill("trin", "1")
	fill("sekunder", strconv.FormatInt(q.scheme.Settings.Answer/1000, 10))
	fill("hvordan", byOrder)
	fill("froe", strconv.FormatUint(q.Seed, 10))
	var chosen []string
	for _, s := range q.segments {
		chosen = append(chosen, s.ID)
	}
	if len(form.Values("stykke")) == 0 {
		form.Put("stykke", chosen...)
	}
	if len(form.Values("kode")) == 0 {
		form.Put("kode", q.Codes...)
	}
	for _, name := range questions {
		d.Questions = append(d.Questions, web.Option{Value: name, Label: x.v.Say("patterns.question."+name, x.roles())})
	}
	d.Ways = web.Options("patterns.way.", byOrder, byTime)
	for _, s := range slices.Backward(q.all) {
		d.Segments = append(d.Segments, web.Option{Value: s.ID, Label: x.v.Say("patterns.segment", fault.Args{
			"date": lang.DayMonth(x.v.Lang, x.day(s)), "part": x.v.T("interplay.part." + s.Part), "who": x.StaffName(s.CoderID)})})
	}
	for _, c := range q.scheme.Codes {
		d.Codes = append(d.Codes, web.Option{Value: c.Code, Label: c.Name(string(x.v.Lang)), Hint: ""})
	}
	for ref, s := range x.schemes {
		d.Schemes = append(d.Schemes, web.Option{Value: ref, Label: s.Name(string(x.v.Lang)) + " " + s.Version})
	}
	slices.SortFunc(d.Schemes, func(a, b web.Option) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	fill("skema", q.scheme.Ref())
	if d.Pairs = x.pairs(); len(d.Pairs) < 2 {
		d.Pairs = nil
	}
	fill("par", x.pair())
}

// roles are the child and the parent of the segments chosen, for the words; the
// parent is named only where it is one and the same.
func (x *insight) roles() fault.Args {
	who := x.castOf(x.counted())
	return fault.Args{"child": who.Child, "parent": who.Parent}
}

// castOf names the two whom segments are about.
func (x *insight) castOf(all []interaction.Segment) cast {
	c := cast{Lang: x.v.Lang}
	for _, s := range all {
		names := x.who(s.SessionID)
		switch {
		case c.Child == "":
			c.Child, c.Parent = names.Child, names.Parent
		default:
			if c.Parent != names.Parent {
				c.Parent = x.v.T("patterns.parent")
			}
			if c.Child != names.Child {
				c.Child = x.v.T("patterns.child")
			}
		}
	}
	return c
}

// span is the first and last day of segments.
func (x *insight) span(all []interaction.Segment) (first, last clock.Date) {
	for _, s := range all {
		day := x.day(s)
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	return first, last
}
