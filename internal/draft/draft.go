// Package draft keeps what someone is writing, as it is typed, until the form
// is handed in.
//
// A draft belongs to one course, one form, one object and one person, so half
// a note about one family can never turn up in the form of another. Two
// windows open on the same form keep their own text; both are shown and the
// writer chooses. A draft counts in no figure, list or report, and nobody but
// its author can read it.
package draft

import (
	"time"

	"samspil/internal/fault"
)

// Key says what is being written: the form ("contact.after") and the id of
// the thing it is about. Course and author come from the open case file.
type Key struct {
	Form   string
	Object string
}

// Typed is what a window holds at a moment.
type Typed struct {
	// Version is the version of the draft that the window last saw; 0 for none.
	Version int64
	// Tab is the id of the window where the browser gives one; may be empty.
	Tab    string
	Fields map[string]string
}

// Draft is what is kept. Version counts its saves.
type Draft struct {
	ID        string
	CourseID  string
	Key       Key
	Version   int64
	Fields    map[string]string
	BegunAt   time.Time
	TouchedAt time.Time
	// Tab is the window whose text this is, beside the draft; empty for the draft itself.
	Tab string
}

// Most is how much a draft may hold, in bytes over all fields.
const Most = 400_000

// Lasting is how long a draft may lie before its author, and nobody else, is
// reminded of it.
const Lasting = 14 * 24 * time.Hour

func (k Key) check() error {
	if k.Form == "" || k.Object == "" || len(k.Form) > 64 || len(k.Object) > 64 {
		return fault.New(fault.Invalid, "draft.key")
	}
	return nil
}

// Empty reports whether there is nothing worth keeping.
func (t Typed) Empty() bool {
	for _, text := range t.Fields {
		if text != "" {
			return false
		}
	}
	return true
}

func (t Typed) check() error {
	n := 0
	for name, text := range t.Fields {
		n += len(name) + len(text)
	}
	if n > Most || len(t.Tab) > 64 {
		return fault.New(fault.Invalid, "draft.long")
	}
	return nil
}
