package admin

import (
	"slices"
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/web"
)

const (
	instrumentsAt = "/indstillinger/skemaer"
	mostWording   = 9 << 20 // bytes of the form with a file
)

// instrumentsPage lists the questionnaires and on what terms each is used.
type instrumentsPage struct{ Rows []instrumentRow }

// instrumentRow is one questionnaire.
type instrumentRow struct {
	Name, Version, Hash, Source, Recorded string
	To                                    string // where terms are recorded; empty where it is our own
	Tag                                   web.Tag
}

func instruments(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	all, err := instrument.Editions(v.Context(), tx)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	var page instrumentsPage
	for _, d := range instrument.Definitions() {
		e := all[d.ID]
		r := instrumentRow{Name: d.Title.In(string(v.Lang)), Version: e.Version, Hash: e.Hash[:12], Source: e.Licence.Source,
			Recorded: v.T("instrument.terms.came"), Tag: web.Tag{Kind: "done", Text: v.T("instrument.terms.shown")}}
		if !d.Licence.ItemsIncluded {
			r.To = instrumentsAt + "/" + d.ID
		}
		if e.Number > 0 {
			r.Recorded = v.T("admin.schemes.added", fault.Args{"who": staff[e.EnteredBy].Name, "date": lang.PlainDate(v.Lang, clock.DateOf(e.EnteredAt))})
		}
		switch {
		case !e.Usable():
			r.Tag = web.Tag{Kind: "waiting", Text: v.T("instrument.terms.no-terms")}
		case !e.Shown():
			r.Tag = web.Tag{Kind: "none", Text: v.T("instrument.terms.figure-only")}
		}
		page.Rows = append(page.Rows, r)
	}
	return web.Page("admin/instruments", page).Titled("instrument.terms.title"), nil
}

// instrumentPage records on what terms one questionnaire is used, and the words of its
// questions.
type instrumentPage struct {
	Form     web.Form
	Name     string
	Seen     string // what was seen of its terms when it was put in
	Statuses []web.Option
	Items    int
	Answers  int // to each question; 0 where there are too many for words
	Same     bool
	Read     string // where the words are read out of a file
	To       string // where the page is saved
	Found    string // what was read; nothing is kept yet
	Errors   []errorFields
}

// errorFields is one scale that came without its error.
type errorFields struct{ Part, Name string }

var basisLanguages = []string{"da", "en"}

func showInstrument(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := instrumentPageOf(v, tx, "")
	if err != nil {
		return nil, err
	}
	return page, nil
}

func instrumentPageOf(v *web.Visit, tx *casefile.Tx, found string) (*web.Rendered, error) {
	all, err := instrument.Editions(v.Context(), tx)
	if err != nil {
		return nil, err
	}
	came, ok := instrument.DefinitionNamed(v.Param("instrument"))
	if !ok || came.Licence.ItemsIncluded {
		return nil, fault.New(fault.NotFound, "instrument.none")
	}
	e := all[came.ID]
	page := instrumentPage{Form: v.Form, Name: came.Title.In(string(v.Lang)), Seen: came.Licence.Source, Items: len(e.Items), Same: e.Shown(), Read: instrumentsAt + "/" + came.ID + "/ordlyd", To: instrumentsAt + "/" + came.ID, Found: found,
		Statuses: web.Options("instrument.terms.status.", instrument.LicenceStatuses...)}
	if len(e.Items) > 0 && e.Items[0].Max-e.Items[0].Min < 8 {
		page.Answers = int(e.Items[0].Max-e.Items[0].Min) + 1
	}
	v.Form.Fill("version", strconv.Itoa(e.Number))
	if e.Number > 0 {
		v.Form.Fill("status", e.Licence.Status)
		v.Form.Fill("source", e.Licence.Source)
		v.Form.Fill("notice", e.Licence.Notice)
		v.Form.Fill("confirmed", e.Licence.ConfirmedBy)
	}
	fillErrors(v, came, e)
	for _, part := range came.Unknown() {
		page.Errors = append(page.Errors, errorFields{part.ID, v.T(came.ScaleKey(part))})
	}
	for _, l := range basisLanguages {
		var questions, labels []string
		for i, item := range e.Items {
			questions = append(questions, item.Text[l])
			if i == 0 {
				for _, o := range item.Options {
					labels = append(labels, o.Label[l])
				}
			}
		}
		v.Form.Fill("questions-"+l, strings.TrimSpace(strings.Join(questions, "\n")))
		v.Form.Fill("labels-"+l, strings.TrimSpace(strings.Join(labels, "\n")))
	}
	return web.Page("admin/instrument", page).Titled("instrument.terms.single"), nil
}

// fillErrors shows what was recorded of the scales that came without their error.
func fillErrors(v *web.Visit, came instrument.Definition, e instrument.Edition) {
	for _, part := range came.Unknown() {
		for _, c := range e.Known {
			if c.Scale != part.ID {
				continue
			}
			for field, figure := range map[string]float64{"sem": c.SEM, "sd": c.SD, "retest": c.Reliability} {
				if figure > 0 {
					v.Form.Fill(field+"-"+part.ID, lang.Number(v.Lang, figure, 6))
				}
			}
			v.Form.Fill("known-"+part.ID, c.Source)
		}
	}
}

// typedErrors are what was typed of the scales that came without their error.
func typedErrors(form web.Form, p *fault.Problems, id string) []instrument.Change {
	came, _ := instrument.DefinitionNamed(id)
	out := []instrument.Change{}
	for _, part := range came.Unknown() {
		c := instrument.Change{Scale: part.ID, Source: form.Value("known-" + part.ID)}
		c.SEM, _ = form.Number(p, "sem-"+part.ID)
		c.SD, _ = form.Number(p, "sd-"+part.ID)
		c.Reliability, _ = form.Number(p, "retest-"+part.ID)
		out = append(out, c)
	}
	return out
}

// readWording puts the words of a file into the fields, to be looked through and saved
// with the rest of what was typed. It keeps nothing.
func readWording(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := instrumentPageOf(v, tx, "")
	if err != nil {
		return nil, err
	}
	_, file, err := v.Upload("wording")
	if err != nil {
		return nil, err
	}
	if len(file) == 0 {
		file = []byte(v.Form.Value("wording-text"))
	}
	var p fault.Problems
	if len(file) == 0 {
		p.Add("wording-text", "instrument.wording.choose")
		return web.NotValid(page, p.Err())
	}
	all, err := instrument.Editions(v.Context(), tx)
	if err != nil {
		return nil, err
	}
	got, err := all[v.Param("instrument")].WordingOf(file)
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid {
		p.Add("wording-text", e.Key, e.Args)
		return web.NotValid(page, p.Err())
	}
	if err != nil {
		return nil, err
	}
	v.Form.Put("wording-text", "")
	v.Form.Put("questions-da", strings.Join(got.Questions, "\n"))
	if len(got.Labels) > 0 {
		v.Form.Put("labels-da", strings.Join(got.Labels, "\n"))
	}
	if page, err = instrumentPageOf(v, tx, v.TN("instrument.wording.found", len(got.Questions))); err != nil {
		return nil, err
	}
	return page, nil
}

// typedLines are the lines of a field that hold something.
func typedLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func recordInstrument(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	form := v.Form
	b := instrument.Basis{Instrument: v.Param("instrument"), Number: int(form.Version()), Status: form.Value("status"), Source: form.Value("source"),
		Notice: form.Value("notice"), ConfirmedBy: form.Value("confirmed"), Same: form.Bool("same"), Reason: form.Value("reason"),
		Questions: map[string][]string{}, Labels: map[string][]string{}}
	for _, l := range basisLanguages {
		if lines := typedLines(form.Value("questions-" + l)); len(lines) > 0 {
			b.Questions[l] = lines
		}
		if lines := typedLines(form.Value("labels-" + l)); len(lines) > 0 {
			b.Labels[l] = lines
		}
	}
	var p fault.Problems
	if b.Status != "" && !slices.Contains(instrument.LicenceStatuses, b.Status) {
		p.Add("status", "instrument.edition.needed")
	}
	b.Errors = typedErrors(form, &p, b.Instrument)
	err := p.Err()
	if err == nil {
		err = b.Record(v.Context(), tx, v.Actor)
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		page, failed := instrumentPageOf(v, tx, "")
		if failed != nil {
			return nil, failed
		}
		if e, _ := fault.As(err); kind == fault.Conflict {
			p = fault.Problems{}
			p.Add("status", e.Key, e.Args)
			err = p.Err()
		}
		return web.NotValid(page, err)
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect(instrumentsAt, "instrument.terms.done"), nil
}
