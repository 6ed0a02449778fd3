package coursepage

import (
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/web"
)

// What answers a route of a course.
type (
	// Reading shows something of the course.
	Reading = func(*web.Visit, *casefile.Reader) (web.Response, error)
	// Writing does a deed in the course.
	Writing = func(*web.Visit, *casefile.Writer) (web.Response, error)
	// Builder makes the page of a form, both before it is sent and when it is shown
	// again.
	Builder = func(*web.Visit, *casefile.Reader) (*web.Rendered, error)
)

// Show is the GET of a form.
func Show(build Builder) Reading {
	return func(v *web.Visit, f *casefile.Reader) (web.Response, error) {
		page, err := build(v, f)
		if err != nil {
			return nil, err
		}
		return page, nil
	}
}

// Again shows a form that was sent with what is wrong, everything typed kept. An err
// that is not an Invalid fault is handed on as it is.
func Again(v *web.Visit, f *casefile.Writer, build Builder, err error) (web.Response, error) {
	if fault.KindOf(err) != fault.Invalid {
		return nil, err
	}
	page, perr := build(v, &f.Reader)
	if perr != nil {
		return nil, perr
	}
	return web.NotValid(page, err)
}

// Renamed puts a problem that the trade found with the field from at the field to,
// which is what the form calls it.
func Renamed(err error, from, to string) error {
	if e, ok := fault.As(err); ok {
		for i := range e.Fields {
			if e.Fields[i].Name == from {
				e.Fields[i].Name = to
			}
		}
	}
	return err
}

// Kept tells the script of a page where it keeps what is being written.
type Kept struct {
	To      string // the address that takes it
	Key     string
	Version string // of what the page shows; "0" when nothing was kept
}

// Keep is the Kept of a form before anything was kept.
func Keep(courseID string, k draft.Key) Kept {
	return Kept{To: "/kladde/" + courseID, Key: k.Form + ":" + k.Object, Version: "0"}
}

// Restore brings what the actor typed and never handed in back into the form, under
// what was sent. many are the fields with several values.
func Restore(v *web.Visit, f *casefile.Reader, k draft.Key, many ...string) (Kept, error) {
	kept := Keep(f.CourseID, k)
	d, ok, err := draft.Get(v.Context(), f, k)
	if err != nil || !ok {
		return kept, err
	}
	kept.Version = strconv.FormatInt(d.Version, 10)
	RestoreFields(v.Form, d.Fields, many...)
	return kept, nil
}

// RestoreFields shows the fields of a draft in the form, under what was sent. Those
// of many have been kept with a line for each of their values.
func RestoreFields(form web.Form, fields map[string]string, many ...string) {
	form.Restore(fields)
	for _, name := range many {
		var values []string
		if all := fields[name]; all != "" {
			values = strings.Split(all, "\n")
		}
		form.Fill(name, values...)
	}
}
