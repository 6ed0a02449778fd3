// Package draft keeps what someone is writing, as it is typed, until the form
// is handed in.
//
// A draft belongs to one course, one form, one object and one person, so half
// a note about one family can never turn up in the form of another. Two
// windows open on the same form keep their own text; both are shown and the
// writer chooses. A draft counts in no figure, list or report.
package draft

import "time"

// Key says what is being written: the form ("contact.after") and the id of
// the thing it is about. Course and author come from the open case file.
type Key struct {
	Form   string
	Object string
}

// Typed is what a window holds at a moment. Step counts the saves of that
// window, so a slow older save never overwrites a newer one.
type Typed struct {
	Tab    string // id of the window, made by the browser; "" where there is no script
	Step   int64
	Fields map[string]string
}

// Draft is what is kept of one window.
type Draft struct {
	ID        string
	CourseID  string
	Key       Key
	Tab       string
	Step      int64
	Fields    map[string]string
	BegunAt   time.Time
	TouchedAt time.Time
}
