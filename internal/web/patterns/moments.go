package patterns

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/scheme"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// mostShown is how many moments a parent is shown at once: few enough to remember.
const mostShown = 3

// momentsPage is where the consultant chooses what went well and says it in plain
// words.
type momentsPage struct {
	Form        web.Form
	Crumbs      []web.Link
	Lead        string
	Next        *web.NextStep
	WhyNot      string // the contact may not be described
	Suggestions []suggested
	More        []suggested // the rest, behind a word
	None        string      // said where nothing can be suggested
	Slots       []slot
	Pictures    []web.Option
	Beginners   []web.Option
	Advice      []string
	Chosen      string // who chose what stands there, and when
	Kept        coursepage.Kept
	Parent      string
	Parts       []string // of a moment, as the form names them
}

// suggested is a moment found in the coding.
type suggested struct {
	Chain  chain
	Text   string
	Button web.Hidden
	Used   bool
}

// slot is the room of one moment in the form.
type slot struct {
	N          int
	Title      string
	Child      string // labels of the three sentences
	Parent     string
	Then       string
	Coded      bool
	Filled     bool
	RemoveName string
}

// showing is what the pages of the moments know of one contact.
type showing struct {
	*insight
	c         contact.Contact
	chosen    interaction.Chosen
	child     string
	parent    string
	described bool
	whyNot    string
}

func (u understanding) showing(v *web.Visit, f *casefile.Reader) (*showing, error) {
	known, err := coursepage.LoadTeam(v, f, u.programmes)
	if err != nil {
		return nil, err
	}
	x := &showing{insight: &insight{Head: known, v: v, reader: f, schemes: map[string]scheme.Scheme{}}}
	if x.contacts, err = contact.All(v.Context(), f); err != nil {
		return nil, err
	}
	var ok bool
	if x.c, ok = contact.Find(x.contacts, v.Param("id")); !ok {
		return nil, fault.New(fault.NotFound, "contact.notfound")
	}
	who := x.who(x.c.ID)
	x.child, x.parent = who.Child, who.Parent
	may, why := x.c.Arrangement.Describable(x.c.When(), f.Now())
	if x.described = may; !may {
		x.whyNot = v.T(why)
		return x, nil
	}
	x.chosen, err = interaction.ChosenOf(v.Context(), f, x.c.ID)
	return x, err
}

func momentsKey(id string) draft.Key { return draft.Key{Form: "moments", Object: id} }

func (u understanding) momentsForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	x, err := u.showing(v, f)
	if err != nil {
		return nil, err
	}
	d := momentsPage{
		Form: v.Form, Parent: x.parent, WhyNot: x.whyNot, Parts: momentParts,
		Crumbs: x.Crumbs(v, web.Link{Text: v.T("web.menu.contacts"), To: x.Path("samvaer")},
			web.Link{Text: lang.LongDate(v.Lang, clock.DateOf(x.c.When())), To: x.to(x.c.ID)}, web.Link{Text: v.T("moments.title")}),
		Lead: v.Say("moments.lead", fault.Args{"parent": x.parent, "child": x.child}),
	}
	switch {
	case x.mayWrite():
		if err := x.desk(&d); err != nil {
			return nil, err
		}
	case x.described:
		d.WhyNot = v.T("moments.team-only")
	}
	return web.Page("patterns/moments", d).Titled("moments.title"), nil
}

// desk fills in what there is to choose from and what has been chosen.
func (x *showing) desk(d *momentsPage) error {
	v := x.v
	x.fill()
	var err error
	if d.Kept, err = coursepage.Restore(v, x.reader, momentsKey(x.c.ID)); err != nil {
		return err
	}
	found, err := interaction.Suggestions(v.Context(), x.reader, x.c.ID)
	if err != nil {
		return err
	}
	all := x.suggestions(found)
	d.Suggestions, d.More = all[:min(len(all), mostSuggested)], all[min(len(all), mostSuggested):]
	if len(found) == 0 {
		d.None = v.T("moments.none")
	}
	for n := range mostShown {
		d.Slots = append(d.Slots, x.slot(n))
	}
	d.Pictures = web.Options("moments.picture.", interaction.Pictures...)
	d.Beginners = []web.Option{
		{Value: "child", Label: v.Say("moments.begins", fault.Args{"name": x.child})}, {Value: "parent", Label: v.Say("moments.begins", fault.Args{"name": x.parent})},
	}
	if x.chosen.Version > 0 {
		d.Chosen = v.Say("moments.chosen", fault.Args{"who": x.StaffName(x.chosen.ChosenBy), "date": clock.DateOf(x.chosen.ChosenAt), "at": x.chosen.ChosenAt})
		d.Next = &web.NextStep{
			Title: v.Say("moments.next", fault.Args{"parent": x.parent}), Text: v.T("moments.next.text"),
			Deed: web.Deed{To: x.to(x.c.ID, "det-gik-godt", "vis"), Text: v.T("moments.show")}, Beside: true,
		}
		d.Advice = x.advice()
	}
	return nil
}

// mostSuggested is how many suggestions are seen at once.
const mostSuggested = 6

// suggestions come with pictures of who does what, without words of anybody: first
// those that the two managed alone and that went on, each in order of time.
func (x *showing) suggestions(found []interaction.Suggestion) []suggested {
	used := map[string]bool{}
	for _, m := range x.chosen.Moments {
		used[m.SegmentID+"."+strconv.FormatInt(m.Child.At, 10)] = m.SegmentID != ""
	}
	alone := func(s interaction.Suggestion) bool { return !s.Prompted && s.Then.Code != "" }
	slices.SortStableFunc(found, func(a, b interaction.Suggestion) int {
		switch {
		case alone(a) == alone(b):
			return 0
		case alone(a):
			return -1
		}
		return 1
	})
	var out []suggested
	for _, s := range found {
		key := s.SegmentID + "." + strconv.FormatInt(s.Child.At, 10)
		one := suggested{Chain: x.chain(s.Moment), Used: used[key], Button: web.Hidden{Name: "use", Value: key}}
		one.Text = x.v.Say("moments.at", fault.Args{"time": running(s.Child.At)})
		if s.Prompted {
			one.Text += " " + x.v.T("moments.prompted")
		}
		if s.Repair {
			one.Text += " " + x.v.T("moments.repair")
		}
		out = append(out, one)
	}
	return out
}

// running writes a time of a recording: "4:31".
func running(ms int64) string {
	s := strconv.FormatInt(ms/1000%60, 10)
	if len(s) < 2 {
		s = "0" + s
	}
	return strconv.FormatInt(ms/60000, 10) + ":" + s
}

func (x *showing) slot(n int) slot {
	form, id := x.v.Form, strconv.Itoa(n)
	s := slot{
		N: n, Title: x.v.Say("moments.slot", fault.Args{"n": n + 1}), RemoveName: id, Coded: form.Value("segment-"+id) != "",
		Child: x.v.Say("moments.did", fault.Args{"name": x.child}), Parent: x.v.Say("moments.did", fault.Args{"name": x.parent}), Then: x.v.T("moments.then"),
	}
	for _, part := range momentParts {
		s.Filled = s.Filled || form.Value(part+"-words-"+id) != "" || form.Value(part+"-code-"+id) != ""
	}
	return s
}

// momentParts are the parts of a moment as the form names them.
var momentParts = []string{"child", "parent", "then"}

// fill shows what was chosen before, and for the first time what is known already.
func (x *showing) fill() {
	form := x.v.Form
	form.Fill("version", strconv.FormatInt(x.chosen.Version, 10))
	for n, m := range x.chosen.Moments {
		x.put(n, m, form.Fill)
	}
	form.Fill("practise", x.chosen.Practise)
	form.Fill("words", x.chosen.Words)
	form.Fill("next", x.chosen.NextTime)
	form.Fill("setback", x.chosen.Setback)
	form.Fill("talk", x.chosen.TalkAbout)
	if x.chosen.Version == 0 {
		form.Fill("next", x.nextTime())
	}
}

// put writes a moment into the fields of its slot.
func (x *showing) put(n int, m interaction.Moment, set func(name string, values ...string)) {
	id := strconv.Itoa(n)
	set("segment-"+id, m.SegmentID)
	for i, s := range []interaction.Step{m.Child, m.Parent, m.Then} {
		set(momentParts[i]+"-code-"+id, s.Code)
		set(momentParts[i]+"-at-"+id, strconv.FormatInt(s.At, 10))
		set(momentParts[i]+"-words-"+id, s.Words)
		set(momentParts[i]+"-picture-"+id, s.Picture)
	}
	begins := "child"
	if parentBegins(m) {
		begins = "parent"
	}
	set("begins-"+id, begins)
}

// parentBegins tells which of the two comes first: the earlier one. Where nothing was
// coded the times are the places the consultant gave them.
func parentBegins(m interaction.Moment) bool { return m.Parent.At < m.Child.At }

// nextTime is the next planned contact with the same parent, in words for her.
func (x *showing) nextTime() string {
	for _, c := range x.contacts {
		if c.Status != session.Planned || !c.When().After(x.reader.Now()) || c.Arrangement.Counterpart != x.c.Arrangement.Counterpart {
			continue
		}
		text := x.v.Say("moments.next.when", fault.Args{"date": whole(lang.LongDate(x.v.Lang, clock.DateOf(c.When()))), "at": c.When()})
		if len(c.Staff) > 0 {
			text += "\n" + x.v.Say("moments.next.who", fault.Args{"names": x.named(c.Staff)})
		}
		return text
	}
	return ""
}

// advice is what makes the page easier to read; nothing of it must be followed.
func (x *showing) advice() []string {
	long, figures := false, false
	for _, text := range x.texts() {
		for _, sentence := range sentences(text) {
			long = long || len(strings.Fields(sentence)) > 12
		}
		figures = figures || strings.ContainsAny(text, "%") || strings.Contains(text, "-")
		for _, c := range scheme.Shipped().Codes {
			figures = figures || strings.Contains(text, c.Code)
		}
	}
	var out []string
	if long {
		out = append(out, x.v.T("moments.advice.long"))
	}
	if figures {
		out = append(out, x.v.T("moments.advice.figures"))
	}
	return out
}

// texts are all words of the consultant.
func (x *showing) texts() []string { return textsOf(x.chosen) }

func textsOf(c interaction.Chosen) []string {
	out := []string{c.Practise, c.Words, c.Setback, c.TalkAbout}
	for _, m := range c.Moments {
		out = append(out, m.Child.Words, m.Parent.Words, m.Then.Words)
	}
	return out
}

func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '\n' })
}

// mayWrite reports whether the reader writes about this contact.
func (x *showing) mayWrite() bool { return x.described && x.reader.Can(access.Contact, access.Write) }

// foreign reports whether a text names somebody whom the page is not about: another
// adult of the course than the parent who reads it.
func (x *showing) foreign(text string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune(letters, r) })
	for _, c := range x.Cards {
		about := c.Role == person.Child || c.PersonID == x.c.Arrangement.Counterpart || c.Name == x.parent || c.Name == x.child
		if first, _, _ := strings.Cut(c.Name, " "); !about && slices.ContainsFunc(words, func(w string) bool { return w == first || w == first+"s" }) {
			return true
		}
	}
	return false
}

const letters = "abcdefghijklmnopqrstuvwxyzæøåéöäüABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÉÖÄÜ"
