package reports

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/report"
	"samspil/internal/web"
)

// sectionPage is where one heading is written, a field for each layer.
type sectionPage struct {
	Form          web.Form
	Crumbs        []web.Link
	Title, Hint   string
	Steps         web.Stages
	Fields        []field
	Fresh, Back   string
	To            string // where the form goes
	FreshShown    bool
	CourseID, Key string
	DraftVersion  int64
	Caution       bool
	Drawn         []drawn
}

// drawn is a line of the record beside the text that is written from it.
type drawn struct{ Text, Layer, Kind, To string }

// drawnLines shows what the heading was drawn from, each line with the way to its
// evidence. Lines that the authors took out are still there.
func (x *file) drawnLines(v *web.Visit, r report.Report, q report.Question) []drawn {
	var out []drawn
	for _, l := range report.LayersOf(q) {
		for _, o := range r.Content.Drawn(q, l) {
			out = append(out, drawn{o.Line, v.T("report.layer." + string(l)), v.T("reports.from." + o.Kind), x.evidence(o)})
		}
	}
	return out
}

// evidence is the page of what a line was drawn from.
func (x *file) evidence(o report.Origin) string {
	switch {
	case o.Kind == "plan":
		return x.Path("plan")
	case o.Kind == "course":
		return x.Path()
	case o.Kind == "development", o.Kind == "comment":
		return x.Path("udvikling")
	case o.ID == "":
		return ""
	case o.Kind == "session":
		return x.Path("aftaler", o.ID)
	case o.Kind == "contact":
		return x.Path("samvaer", o.ID)
	case o.Kind == "strand":
		return x.Path("udvikling", "maal", o.ID)
	case o.Kind == "analysis":
		return x.Path("analyser", o.ID)
	case o.Kind == "voice":
		return x.Path("barnets-stemme")
	case o.Kind == "flag":
		return x.Path("opmaerksomhed", o.ID)
	}
	return ""
}

// field is the text of one layer.
type field struct {
	Name, Key, HintKey string
	Rows               int
}

// seen is a number for what stood under the heading when the form was read: the
// form carries it, so that two people can write under two headings at once.
func seen(s report.Section) int64 {
	b, err := json.Marshal(s)
	if err != nil {
		return 0
	}
	sum := sha256.Sum256(b)
	return int64(binary.BigEndian.Uint32(sum[:4]))
}

func sectionKey(v *web.Visit) draft.Key {
	return draft.Key{Form: "report.section", Object: v.Param("id") + "-" + v.Param("question")}
}

func (x *file) sectionPageOf(v *web.Visit, r report.Report, q report.Question) (*web.Rendered, error) {
	s, k := r.Content.Section(q), sectionKey(v)
	d := sectionPage{
		Form: v.Form, Title: v.T("report.question." + string(q)), Hint: v.T("reports.hint." + string(q)), Steps: x.steps(v, r, q),
		Back: x.Path("rapporter", r.ID), To: x.Path("rapporter", r.ID, "ret", string(q)), Fresh: x.Path("rapporter", r.ID, "ret", string(q)) + "?hent=1", CourseID: x.reader.CourseID, Key: k.Form + ":" + k.Object,
		Caution: r.Content.Caution && slices.Contains(report.LayersOf(q), report.Observation),
	}
	d.Drawn = x.drawnLines(v, r, q)
	d.Crumbs = x.crumbs(v, web.Link{Text: v.T("report.kind." + string(r.Kind)), To: x.Path("rapporter", r.ID)}, web.Link{Text: v.T("report.short." + string(q))})
	if v.Form.Value("hent") != "" && !v.Form.Sent() {
		fresh, err := report.Draw(v.Context(), x.reader, report.Drawing{Kind: r.Kind, From: r.From, To: r.To, Programme: x.Programme, Lang: r.Content.Language()})
		if err != nil {
			return nil, err
		}
		for _, l := range report.LayersOf(q) {
			if text := fresh.Section(q).Text(l); text != "" {
				s = s.With(l, text)
			}
		}
		d.FreshShown = true
	}
	for _, l := range report.LayersOf(q) {
		v.Form.Fill(string(l), s.Text(l))
		rows := 4
		if len(s.Text(l)) > 400 {
			rows = 10
		}
		d.Fields = append(d.Fields, field{string(l), "report.layer." + string(l), "reports.layer." + string(l), rows})
	}
	v.Form.Fill("version", strconv.FormatInt(seen(r.Content.Section(q)), 10))
	kept, ok, err := draft.Get(v.Context(), x.reader, k)
	if err != nil {
		return nil, err
	}
	if ok {
		d.DraftVersion = kept.Version
		if !d.FreshShown {
			v.Form.Restore(kept.Fields)
		}
	}
	return web.Page("reports/section", d).Titled("report.kind." + string(r.Kind)), nil
}

// steps are the headings at the side of the form.
func (x *file) steps(v *web.Visit, r report.Report, here report.Question) web.Stages {
	all := report.Questions(r.Kind)
	s := web.Stages{Label: v.T("reports.headings")}
	for i, q := range all {
		one := web.Stage{Name: v.T("report.short." + string(q)), State: "todo", To: x.Path("rapporter", r.ID, "ret", string(q))}
		if !r.Content.Section(q).Empty() && !slices.Contains(r.Lacking(), q) {
			one.State = "done"
		}
		if q == here {
			one.State = "now"
			s.Sentence = v.T("reports.heading.of", fault.Args{"n": i + 1, "of": len(all), "name": one.Name})
		}
		s.Steps = append(s.Steps, one)
	}
	return s
}

func question(v *web.Visit, r report.Report) (report.Question, error) {
	q := report.Question(v.Param("question"))
	if !slices.Contains(report.Questions(r.Kind), q) {
		return "", fault.New(fault.NotFound, "case.not-here")
	}
	return q, nil
}

func (a area) sectionForm(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	q, err := question(v, r)
	if err != nil {
		return nil, err
	}
	if !r.Editable() {
		return web.Redirect(x.Path("rapporter", r.ID), "report.locked"), nil
	}
	return x.sectionPageOf(v, r, q)
}

func (a area) saveSection(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, r, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	q, err := question(v, r)
	if err != nil {
		return nil, err
	}
	now := r.Content.Section(q)
	s := report.Section{Question: q}
	for _, l := range report.LayersOf(q) {
		s = s.With(l, trimmed(v.Form.Value(string(l))))
	}
	to := x.Path("rapporter", r.ID)
	if v.Form.Value("then") == "next" {
		to = x.Path("rapporter", r.ID, "ret", string(following(r, q)))
	}
	if s == now {
		return web.Redirect(to, "reports.section.saved"), draft.Drop(v.Context(), f, sectionKey(v))
	}
	if v.Form.Version() != seen(now) {
		theirs := map[string]string{}
		for _, l := range report.LayersOf(q) {
			theirs[string(l)] = now.Text(l)
		}
		page, err := x.sectionPageOf(v, r, q)
		if err != nil {
			return nil, err
		}
		return web.Stale(page, theirs, seen(now)), nil
	}
	if err = report.Write(v.Context(), f, r.ID, r.Version, s); err == nil {
		err = draft.Drop(v.Context(), f, sectionKey(v))
	}
	if err != nil {
		page, perr := x.sectionPageOf(v, r, q)
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, err)
	}
	return web.Redirect(to, "reports.section.saved"), nil
}

// following is the heading after q; the last one is followed by itself.
func following(r report.Report, q report.Question) report.Question {
	all := report.Questions(r.Kind)
	return all[min(slices.Index(all, q)+1, len(all)-1)]
}
