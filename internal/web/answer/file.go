package answer

import (
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/web"
)

// export is a strand's answers as a FHIR file.
func export(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := open(v, f)
	if err != nil {
		return nil, err
	}
	text, err := instrument.Export(v.Context(), f, s.ID, string(v.Lang))
	if err != nil {
		return nil, err
	}
	return web.File(s.Edition.ID+"-"+v.Today().String()+".fhir.json", "application/fhir+json", text), nil
}

// importPage takes answers out of a file and tells what came of it.
type importPage struct {
	Form   web.Form
	Crumbs []web.Link
	Lead   string
	Done   string
	Notes  []string
	Back   string
}

func importPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	s, err := open(v, f)
	if err != nil {
		return nil, err
	}
	return s.importPage(v, f, nil), nil
}

func (s sheet) importPage(v *web.Visit, f *casefile.Reader, got *instrument.Imported) *web.Rendered {
	d := importPage{Form: v.Form, Crumbs: s.crumbs(v, f, v.T("answer.in")), Lead: v.T("answer.in.lead", fault.Args{"name": s.Edition.Title.In(string(v.Lang)), "rater": s.RaterName}), Back: s.at}
	if got != nil {
		d.Done = v.TN("answer.in.taken", got.Taken)
		for _, n := range got.Notes {
			d.Notes = append(d.Notes, v.T(n.Key, n.Args))
		}
	}
	return web.Page("answer/in", d).Titled("answer.in")
}

func take(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s, err := open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	_, file, err := v.Upload("file")
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(v.Form.Value("text"))
	if len(file) > 0 {
		text = string(file)
	}
	var p fault.Problems
	if text == "" {
		p.Add("text", "answer.in.nothing")
		return web.NotValid(s.importPage(v, &f.Reader, nil), p.Err())
	}
	got, err := instrument.Import(v.Context(), f, s.ID, []byte(text))
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid {
		p.Add("text", e.Key, e.Args)
		return web.NotValid(s.importPage(v, &f.Reader, nil), p.Err())
	}
	if err != nil {
		return nil, err
	}
	v.Form.Put("text", "")
	return s.importPage(v, &f.Reader, &got), nil
}
