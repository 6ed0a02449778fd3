package analyses

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/session"
	"samspil/internal/web"
)

// statementPage is where one statement is written, with what it rests on.
type statementPage struct {
	Form                        web.Form
	Crumbs                      []web.Link
	Title                       string
	Parts, Layers               []web.Option
	Strands, Contacts, Meetings []web.Option
	Coded                       []web.Option // patterns and minutes that were put in from elsewhere
	Back                        string
	CourseID, Key               string
	DraftVersion                int64
}

const newStatement = "ny"

// index is the statement of the address; the number of statements for a new one.
func index(v *web.Visit, a analysis.Analysis) (int, error) {
	if v.Param("n") == newStatement {
		return len(a.Statements), nil
	}
	n, err := strconv.Atoi(v.Param("n"))
	if err != nil || n < 0 || n >= len(a.Statements) {
		return 0, fault.New(fault.NotFound, "case.not-here")
	}
	return n, nil
}

func draftKey(v *web.Visit) draft.Key {
	return draft.Key{Form: "analysis.statement", Object: v.Param("id") + "-" + v.Param("n")}
}

func (x *file) statementPageOf(v *web.Visit, a analysis.Analysis, n int) (*web.Rendered, error) {
	title := v.T("analyses.statement.new")
	v.Form.Fill("version", strconv.FormatInt(a.Version, 10))
	if n < len(a.Statements) {
		s := a.Statements[n]
		title = v.T("analyses.statement.edit")
		v.Form.Fill("part", string(s.Part))
		v.Form.Fill("layer", string(s.Layer))
		v.Form.Fill("text", s.Text)
		var keys []string
		for _, c := range s.Cites {
			keys = append(keys, key(c))
		}
		v.Form.Fill("cites", keys...)
	}
	k := draftKey(v)
	d := statementPage{
		Form: v.Form, Title: title, Crumbs: x.crumbs(v, web.Link{Text: v.T("analyses.new"), To: x.Path("analyser", a.ID)}, web.Link{Text: title}),
		Back: x.Path("analyser", a.ID), CourseID: x.reader.CourseID, Key: k.Form + ":" + k.Object,
	}
	kept, ok, err := draft.Get(v.Context(), x.reader, k)
	if err != nil {
		return nil, err
	}
	if ok {
		if cites := kept.Fields["cites"]; cites != "" {
			v.Form.Fill("cites", strings.Split(cites, "\n")...)
			delete(kept.Fields, "cites")
		}
		delete(kept.Fields, "version")
		v.Form.Restore(kept.Fields)
		d.DraftVersion = kept.Version
	}
	for _, p := range analysis.Parts {
		o := web.Option{Value: string(p), Key: "analysis.part." + string(p), Hint: v.T("analyses.hint." + string(p))}
		if p == analysis.Service && x.Programme.HasContact() {
			o.Key, o.Hint = "analysis.part.contact", v.T("analyses.hint.contact")
		}
		d.Parts = append(d.Parts, o)
	}
	for _, l := range analysis.Layers {
		d.Layers = append(d.Layers, web.Option{Value: string(l), Key: "analysis.layer." + string(l), Hint: v.T("analyses.layer." + string(l))})
	}
	x.choices(v, &d)
	x.coding(v, &d, a, n)
	return web.Page("analyses/statement", d).Titled("analyses.statement.new"), nil
}

// choices are what can be cited: the newest meetings and contacts first.
func (x *file) choices(v *web.Visit, d *statementPage) {
	for _, s := range x.strands {
		c := analysis.Citation{Kind: analysis.CitesStrand, ID: s.ID}
		d.Strands = append(d.Strands, web.Option{Value: key(c), Label: x.source(v, c).Text, Hint: v.TN("analyses.ratings", len(s.Made()))})
	}
	for _, s := range slices.Backward(x.sessions) {
		o := web.Option{Value: key(analysis.Citation{Kind: analysis.CitesSession, ID: s.ID}), Label: x.meeting(v, s).Text}
		if s.Kind == session.Contact {
			d.Contacts = append(d.Contacts, o)
		} else {
			d.Meetings = append(d.Meetings, o)
		}
	}
}

// coding are the coded sources of the statement, put in from the pages of the
// interplay; they can be taken out again here.
func (x *file) coding(v *web.Visit, d *statementPage, a analysis.Analysis, n int) {
	if n >= len(a.Statements) {
		return
	}
	for _, c := range a.Statements[n].Cites {
		if c.Kind == analysis.CitesPattern || c.Kind == analysis.CitesSegment {
			d.Coded = append(d.Coded, web.Option{Value: key(c), Label: x.source(v, c).Text})
		}
	}
}

func (a area) statementForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, one, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	n, err := index(v, one)
	if err != nil || one.Signed() {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	return x.statementPageOf(v, one, n)
}

func (a area) saveStatement(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, one, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	n, err := index(v, one)
	if err != nil {
		return nil, err
	}
	s := analysis.Statement{
		Part: analysis.Part(v.Form.Value("part")), Layer: analysis.Layer(v.Form.Value("layer")), Text: strings.TrimSpace(v.Form.Value("text")),
		Cites: chosen(v.Form.Values("cites")),
	}
	if v.Form.Version() != one.Version {
		if slices.ContainsFunc(one.Statements, func(o analysis.Statement) bool { return o.Text == s.Text && o.Part == s.Part && o.Layer == s.Layer }) {
			return web.Redirect(x.Path("analyser", one.ID), ""), nil // handed in twice
		}
		return x.staleStatement(v, one, n)
	}
	if n < len(one.Statements) {
		one.Statements[n] = s
	} else {
		one.Statements = append(one.Statements, s)
	}
	if err = checkStatement(s); err == nil {
		err = atField(analysis.Save(v.Context(), f, one), n)
	}
	if err == nil {
		err = draft.Drop(v.Context(), f, draftKey(v))
	}
	if err != nil {
		page, perr := x.statementPageOf(v, one, n)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, err)
	}
	return web.Redirect(x.Path("analyser", one.ID), "analyses.statement.saved"), nil
}

func (x *file) staleStatement(v *web.Visit, one analysis.Analysis, n int) (web.Response, error) {
	theirs := map[string]string{}
	if n < len(one.Statements) {
		theirs["text"] = one.Statements[n].Text
	}
	page, err := x.statementPageOf(v, one, n)
	if err != nil {
		return nil, err
	}
	return web.Stale(page, theirs, one.Version), nil
}

func checkStatement(s analysis.Statement) error {
	var p fault.Problems
	if !slices.Contains(analysis.Parts, s.Part) {
		p.Add("part", "analyses.statement.part")
	}
	if !slices.Contains(analysis.Layers, s.Layer) {
		p.Add("layer", "analyses.statement.layer")
	}
	if s.Text == "" {
		p.Add("text", "analysis.empty")
	}
	return p.Err()
}

// atField puts the problems of the n-th statement at the fields of its form.
func atField(err error, n int) error {
	e, ok := fault.As(err)
	if !ok {
		return err
	}
	for i := range e.Fields {
		name, number, _ := strings.Cut(e.Fields[i].Name, "-")
		if number == strconv.Itoa(n) {
			e.Fields[i].Name = name
		}
	}
	return e
}

func chosen(keys []string) []analysis.Citation {
	var out []analysis.Citation
	for _, k := range keys {
		if kind, id, ok := strings.Cut(k, ":"); ok {
			out = append(out, analysis.Citation{Kind: analysis.Cited(kind), ID: id})
		}
	}
	return out
}

func (a area) removeStatement(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, one, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	n, err := index(v, one)
	if err != nil || n == len(one.Statements) {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	if v.Form.Version() != one.Version {
		return web.Stale(x.showPageOf(v, one), nil, one.Version), nil
	}
	one.Statements = slices.Delete(one.Statements, n, n+1)
	if err := analysis.Save(v.Context(), f, one); err != nil {
		return nil, err
	}
	return web.Redirect(x.Path("analyser", one.ID), "analyses.statement.removed"), nil
}
