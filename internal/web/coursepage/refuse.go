package coursepage

import (
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/web"
)

// Both tries the deed although the form itself had problems, so that a person
// gets to know everything at once; with a problem nothing of it is kept. A time
// cannot be judged without its date.
func Both(p *fault.Problems, do func() error) error {
	undated := p.Has() && fieldsOf(p.Err())["date"]
	err := do()
	e, ok := fault.As(err)
	if err != nil && (!ok || e.Kind != fault.Invalid) {
		return err
	}
	if ok {
		for _, x := range e.Fields {
			if !undated || x.Name != "start" && x.Name != "end" {
				p.Add(x.Name, x.Key, x.Args)
			}
		}
	}
	return p.Err()
}

func fieldsOf(err error) map[string]bool {
	names := map[string]bool{}
	if e, ok := fault.As(err); ok {
		for _, x := range e.Fields {
			names[x.Name] = true
		}
	}
	return names
}

// Standing is a form to be shown once more: how it is built, the version of the
// record now, and what stands there now by field.
type Standing struct {
	Form    Builder
	Version int64
	Now     map[string]string
}

// Refuse shows the form again with what was typed. Where somebody else wrote
// meanwhile, both texts stand side by side, and the form carries the version
// it now answers to, under an id of its own.
func Refuse(v *web.Visit, f *casefile.Writer, err error, to Standing) (web.Response, error) {
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Conflict {
		return nil, err
	}
	page, perr := to.Form(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	if e.Kind == fault.Conflict && (e.Key == "session.conflict" || e.Key == "contact.conflict") {
		v.Form.Put("id", db.NewID())
		return web.Stale(page, to.Now, to.Version), nil
	}
	if e.Kind == fault.Conflict {
		return web.NotValid(page, fault.New(fault.Invalid, e.Key, e.Args))
	}
	return web.NotValid(page, err)
}
