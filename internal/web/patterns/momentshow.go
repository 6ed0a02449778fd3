package patterns

import (
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// chain is a moment as a parent sees it: three pictures and a few sentences.
type chain struct {
	Pictures  []picture
	Sentences []string
}

// picture is one step: who by the shape, what by the drawing and two words.
type picture struct{ Who, Picture, Label string }

// chain puts the steps in the order in which they happened.
func (x *showing) chain(m interaction.Moment) chain {
	first, second := "child", "parent"
	steps := []interaction.Step{m.Child, m.Parent, m.Then}
	if parentBegins(m) {
		first, second = second, first
		steps[0], steps[1] = steps[1], steps[0]
	}
	var c chain
	for i, s := range steps {
		if s.Code == "" && s.Words == "" {
			continue
		}
		who := []string{first, second, first}[i]
		if code, ok := scheme.Shipped().Code(s.Code); ok {
			who = string(code.Subject)
		}
		c.Pictures = append(c.Pictures, picture{Who: who, Picture: pictureOf(s), Label: x.label(who, s)})
		if s.Words != "" {
			c.Sentences = append(c.Sentences, s.Words)
		}
	}
	return c
}

// pictureOf is the drawing the consultant chose, else one that fits the code.
func pictureOf(s interaction.Step) string {
	if s.Picture != "" {
		return s.Picture
	}
	return map[string]string{
		"B-INI": "block", "B-KON": "eye", "B-SVA": "walk", "B-GLÆ": "smile", "F-FØL": "eye", "F-ORD": "speech",
		"F-TRØ": "hug", "F-RAM": "hand", "F-INV": "ball", "D-FÆL": "hug", "K-STØ": "hand",
	}[s.Code]
}

// label is "Noah viser" or "Du svarer"; without a code only who it was.
func (x *showing) label(who string, s interaction.Step) string {
	name := who
	if code, ok := scheme.Shipped().Code(s.Code); ok {
		name = code.ASCII
	}
	return x.v.Say("moments.label."+name, fault.Args{"child": x.child})
}

// showPage is what the parent sees; nothing else is on the screen.
type showPage struct {
	Hello    string
	Chains   []chain
	Practise []string
	How      []string // how it goes, in the consultant's words
	Setback  string
	Talk     string
	Next     []string
	Words    []string // the parent's own, as they were written down
	Ask      string   // the way out, which asks first
	Child    string
}

// show is the page for the parent. Opening it stands in the log.
func (u understanding) show(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := u.showing(v, f)
	if err != nil {
		return nil, err
	}
	edit := x.to(x.c.ID, "det-gik-godt")
	if !x.described || x.chosen.Version == 0 || len(x.chosen.Moments) == 0 {
		return web.Redirect(edit, ""), nil
	}
	if v.Form.Value("luk") != "" {
		return web.Page("patterns/leave", leavePage{Name: v.Actor.Name, Back: edit + "/vis", Out: edit}).Titled("moments.title").Bare(), nil
	}
	d := showPage{
		Hello: v.TN("moments.hello", len(x.chosen.Moments), fault.Args{"parent": x.parent, "child": x.child, "count": inWords(v, len(x.chosen.Moments)),
			"date": lang.LongDate(v.Lang, clock.DateOf(x.c.When()))}),
		Practise: lines(x.chosen.Practise), How: lines(x.chosen.Words), Setback: x.chosen.Setback, Talk: x.chosen.TalkAbout,
		Next: lines(x.chosen.NextTime), Words: lines(x.c.After.ParentWords), Ask: edit + "/vis?luk=1", Child: x.child,
	}
	for _, m := range x.chosen.Moments {
		d.Chains = append(d.Chains, x.chain(m))
	}
	if err := f.Record("show", "chosen_moments", x.chosen.ID); err != nil {
		return nil, err
	}
	return web.Page("patterns/show", d).Titled("moments.title").Bare().Script("reading.js"), nil
}

// inWords writes a small number as a word.
func inWords(v *web.Visit, n int) string {
	if n == 2 || n == 3 {
		return v.T("moments.count." + strconv.Itoa(n))
	}
	return strconv.Itoa(n)
}

// leavePage asks whether the showing is over.
type leavePage struct{ Name, Back, Out string }

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// saveMoments keeps what was chosen, or takes a suggestion into the form or a moment
// out of it without keeping anything.
func (u understanding) saveMoments(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := u.showing(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if !x.described {
		return nil, fault.New(fault.Conflict, "moments.not-described")
	}
	use, remove := v.Form.Value("use"), v.Form.Value("remove")
	if use != "" || remove != "" {
		if err := x.rearrange(use, remove); err != nil {
			return coursepage.Again(v, f, u.momentsForm, err)
		}
		return coursepage.Show(u.momentsForm)(v, &f.Reader)
	}
	in := x.typed()
	if v.Form.Version() != x.chosen.Version && in.ID != x.chosen.ID {
		page, err := u.momentsForm(v, &f.Reader)
		if err != nil {
			return nil, err
		}
		return web.Stale(page, x.theirs(), x.chosen.Version), nil
	}
	var p fault.Problems
	x.check(&p, in)
	if err = p.Err(); err == nil {
		err = interaction.Choose(v.Context(), f, in)
	}
	if err == nil {
		err = draft.Drop(v.Context(), f, momentsKey(x.c.ID))
	}
	if err != nil {
		return coursepage.Again(v, f, u.momentsForm, err)
	}
	return web.Redirect(x.to(x.c.ID, "det-gik-godt"), "moments.saved"), nil
}

// rearrange puts a suggestion into the first empty place, or empties one.
func (x *showing) rearrange(use, remove string) error {
	if n, err := strconv.Atoi(remove); err == nil && n >= 0 && n < mostShown {
		x.put(n, interaction.Moment{}, x.v.Form.Put)
		return nil
	}
	found, err := interaction.Suggestions(x.v.Context(), x.reader, x.c.ID)
	if err != nil {
		return err
	}
	for _, s := range found {
		if s.SegmentID+"."+strconv.FormatInt(s.Child.At, 10) != use {
			continue
		}
		for n := range mostShown {
			if !x.slot(n).Filled {
				x.put(n, s.Moment, x.v.Form.Put)
				return nil
			}
		}
		var p fault.Problems
		p.Add("child-words-"+strconv.Itoa(mostShown-1), "moments.full", fault.Args{"n": inWords(x.v, mostShown)})
		return p.Err()
	}
	return nil
}

// typed is what the form says.
func (x *showing) typed() interaction.Chosen {
	form := x.v.Form
	text := func(name string) string { return strings.TrimSpace(form.Value(name)) }
	in := interaction.Chosen{
		ID: form.ID(), SessionID: x.c.ID, Version: form.Version(), Practise: text("practise"), Words: text("words"),
		NextTime: text("next"), Setback: text("setback"), TalkAbout: text("talk"),
	}
	for n := range mostShown {
		if x.slot(n).Filled {
			in.Moments = append(in.Moments, x.moment(strconv.Itoa(n)))
		}
	}
	return in
}

func (x *showing) moment(id string) interaction.Moment {
	form := x.v.Form
	m := interaction.Moment{SegmentID: form.Value("segment-" + id)}
	for i, to := range []*interaction.Step{&m.Child, &m.Parent, &m.Then} {
		part := momentParts[i]
		at, err := strconv.ParseInt(form.Value(part+"-at-"+id), 10, 64)
		if err != nil || at < 0 || at > interaction.Longest {
			at = int64(i)
		}
		*to = interaction.Step{Code: codeNamed(form.Value(part + "-code-" + id)), At: at,
			Words: strings.TrimSpace(form.Value(part + "-words-" + id)), Picture: form.Value(part + "-picture-" + id)}
	}
	if m.SegmentID == "" { // the times are only the order
		m.Child.At, m.Parent.At, m.Then.At = 0, 1, 2
		if form.Value("begins-"+id) == "parent" {
			m.Child.At, m.Parent.At = 1, 0
		}
	}
	return m
}

func codeNamed(name string) string {
	c, _ := scheme.Shipped().Code(name)
	if c.Kind != recording.Point && c.Kind != recording.State {
		return ""
	}
	return c.Code
}

// check asks for what makes the page one that a parent can be shown.
func (x *showing) check(p *fault.Problems, in interaction.Chosen) {
	if len(in.Moments) == 0 {
		p.Add("child-words-0", "moments.need-one")
	}
	for field, text := range map[string]string{"practise": in.Practise, "words": in.Words, "next": in.NextTime, "setback": in.Setback, "talk": in.TalkAbout} {
		if x.foreign(text) {
			p.Add(field, "moments.foreign")
		}
	}
	for n := range mostShown {
		id, any := strconv.Itoa(n), false
		for _, part := range momentParts {
			text := strings.TrimSpace(x.v.Form.Value(part + "-words-" + id))
			any = any || text != ""
			if x.foreign(text) {
				p.Add(part+"-words-"+id, "moments.foreign")
			}
		}
		if !any && x.slot(n).Filled {
			p.Add("child-words-"+id, "moments.need-words")
		}
	}
	if in.Setback != "" && in.TalkAbout == "" {
		p.Add("talk", "moments.need-talk")
	}
}

// theirs is what another one of the team has saved meanwhile, by field.
func (x *showing) theirs() map[string]string {
	out := map[string]string{"practise": x.chosen.Practise, "words": x.chosen.Words, "next": x.chosen.NextTime, "setback": x.chosen.Setback, "talk": x.chosen.TalkAbout}
	for n, m := range x.chosen.Moments {
		id := strconv.Itoa(n)
		out["child-words-"+id], out["parent-words-"+id], out["then-words-"+id] = m.Child.Words, m.Parent.Words, m.Then.Words
	}
	return out
}
