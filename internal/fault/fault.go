// Package fault names the ways in which a deed can fail, in words that can be
// shown to the person who tried it. An Error carries a key into the language
// catalogue, never a name, a number or a text from a family.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure it is; it decides the answer a person gets.
type Kind int

const (
	// Internal is anything that is not one of the others: a defect or a broken machine.
	Internal Kind = iota
	// NotFound and Denied look the same from outside.
	NotFound
	// Denied means that the person may not; outside it is shown as NotFound.
	Denied
	// Invalid means that what was entered must be changed; Fields say where.
	Invalid
	// Conflict means that somebody else changed the same thing meanwhile.
	Conflict
	// Unavailable means that the deed may succeed later without being changed.
	Unavailable
)

// String returns the English word used in logs.
func (k Kind) String() string {
	return [...]string{"internal", "not-found", "denied", "invalid", "conflict", "unavailable"}[k]
}

// Args are the values of the named places in a text. They are shown to the
// person who acted and are never logged.
type Args map[string]any

// Field is what is wrong with one entered value.
type Field struct {
	Name string // name of the form field
	Key  string // key into the language catalogue
	Args Args
}

// Error is a failure that can be shown. Key is looked up in the language
// catalogue where the answer is made.
type Error struct {
	Kind   Kind
	Key    string
	Args   Args
	Fields []Field
	Err    error // the cause, for logs; may be nil
}

// New returns an Error. At most one Args is used.
func New(kind Kind, key string, args ...Args) *Error {
	e := &Error{Kind: kind, Key: key}
	if len(args) > 0 {
		e.Args = args[0]
	}
	return e
}

// Error returns kind, key and the names of the fields: nothing that a person entered.
func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Key
	for _, f := range e.Fields {
		s += fmt.Sprintf(" [%s: %s]", f.Name, f.Key)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// As returns the Error inside err, however deeply wrapped.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf returns the kind of err; Internal when it is not an Error.
func KindOf(err error) Kind {
	if e, ok := As(err); ok {
		return e.Kind
	}
	return Internal
}

// Problems collects everything that is wrong with what was entered, so that a
// person can mend it in one go. The zero value is ready.
type Problems struct{ fields []Field }

// Add notes that the value of field is wrong in the way that key says. A field
// keeps its first problem.
func (p *Problems) Add(field, key string, args ...Args) {
	for _, f := range p.fields {
		if f.Name == field {
			return
		}
	}
	f := Field{Name: field, Key: key}
	if len(args) > 0 {
		f.Args = args[0]
	}
	p.fields = append(p.fields, f)
}

// Has reports whether anything is wrong so far.
func (p *Problems) Has() bool { return len(p.fields) > 0 }

// Err returns nil when nothing is wrong, else an Invalid error with all fields.
func (p *Problems) Err() error {
	if len(p.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "form.problems", Fields: p.fields}
}
