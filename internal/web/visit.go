package web

import (
	"context"
	"net/http"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
)

// Visit is one request by one person: who asks, in which language, and what
// they typed.
type Visit struct {
	Actor     access.Actor // the zero Actor when nobody is signed in
	SignedIn  bool
	Device    string // the phone that asks; empty on every page
	Lang      lang.Lang
	Request   *http.Request
	Form      Form   // what was typed; empty on a GET without a query
	Reference string // number of this request, shown on an error page and in the log

	kit    *Kit
	right  Right
	logged bool // a case file was opened, which the foot of the page says
}

// Context is the request's context.
func (v *Visit) Context() context.Context { return v.Request.Context() }

// Now is the installation's time.
func (v *Visit) Now() time.Time { return v.kit.now() }

// Today is the date in Denmark.
func (v *Visit) Today() clock.Date { return clock.DateOf(v.kit.now()) }

// Param is the value of a {place} in the route's pattern.
func (v *Visit) Param(name string) string { return v.Request.PathValue(name) }

// CourseID is the {course} of the pattern.
func (v *Visit) CourseID() string { return v.Param("course") }

// Posted reports whether the person sent a form.
func (v *Visit) Posted() bool { return v.Request.Method == http.MethodPost }

// T is the text under key in the visitor's language.
func (v *Visit) T(key string, args ...fault.Args) string { return lang.T(v.Lang, key, first(args)) }

// Say is T with the dates, times and numbers among args written as the visitor's
// language writes them.
func (v *Visit) Say(key string, args fault.Args) string {
	return lang.T(v.Lang, key, local(v.Lang, args))
}

// TN is the text under key for the number n.
func (v *Visit) TN(key string, n int, args ...fault.Args) string {
	return lang.TN(v.Lang, key, n, first(args))
}

func first(args []fault.Args) fault.Args {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
