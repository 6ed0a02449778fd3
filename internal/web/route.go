package web

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
)

// Everyone lists the roles of all staff, for pages that any signed-in person may open.
var Everyone = access.Roles

// Right is what a route demands of the person who asks. The zero Right is no
// right at all, and Kit.Handler refuses a route that has it.
type Right struct {
	Public  bool          // anybody, signed in or not
	Phone   bool          // a phone of a member of staff; no page's log-in counts
	Roles   []access.Role // one of these, signed in
	Kind    access.Kind   // the part of the case file that is opened; empty when none is
	Mode    access.Mode   // what is done with that part
	Purpose string        // purpose code written in the audit log
	opens   bool
}

// Given reports whether the route names a right.
func (r Right) Given() bool { return r.Public || r.Phone || len(r.Roles) > 0 || r.opens }

// OpensCase reports whether the route opens the case file named by {course}.
func (r Right) OpensCase() bool { return r.opens }

// Route is one address of the site: a pattern of net/http with its method, such
// as "GET /forloeb/{course}", the right it needs, and what answers it. A Route
// is made by Public, Staff, StaffAlone, ReadCase, WriteCase, Phone or PhoneDoor and by nothing else.
type Route struct {
	Pattern string
	Right   Right
	answer  func(k *Kit, v *Visit) (Response, error)
	most    int64 // bytes of a form with a file; 0: it takes none
}

// Public is a route that needs no sign-in: the log-in page, the style page.
func Public(pattern string, h func(*Visit) (Response, error)) Route {
	return Route{Pattern: pattern, Right: Right{Public: true}, answer: func(_ *Kit, v *Visit) (Response, error) {
		return h(v)
	}}
}

// Staff is a route for signed-in people with one of the roles. No case file is
// opened by the kit; the handler gets a transaction, for lists and the caseload.
func Staff(pattern string, roles []access.Role, h func(*Visit, *casefile.Tx) (Response, error)) Route {
	return Route{Pattern: pattern, Right: Right{Roles: roles}, answer: func(k *Kit, v *Visit) (Response, error) {
		return k.inTransaction(v, func(tx *casefile.Tx) (Response, error) { return h(v, tx) })
	}}
}

// StaffAlone is Staff for a deed that opens its own transactions, because it keeps
// some of what it is given even where the rest fails.
func StaffAlone(pattern string, roles []access.Role, h func(*Visit) (Response, error)) Route {
	return Route{Pattern: pattern, Right: Right{Roles: roles}, answer: func(_ *Kit, v *Visit) (Response, error) { return h(v) }}
}

// ReadCase is a route that opens the case file {course} for reading. The right
// to kind is asked before the handler runs, and the opening is written in the
// audit log with the purpose, in the handler's transaction. A person who may
// only with a reason is asked for it first.
func ReadCase(pattern string, kind access.Kind, p string, h func(*Visit, *casefile.Reader) (Response, error)) Route {
	r := Right{Kind: kind, Mode: access.Read, Purpose: p, opens: true}
	return Route{Pattern: pattern, Right: r, answer: func(k *Kit, v *Visit) (Response, error) {
		return k.inTransaction(v, func(tx *casefile.Tx) (Response, error) { return k.readCase(v, tx, r, h) })
	}}
}

// WriteCase is a route that opens the case file {course} for writing. The
// handler's changes and the audit log are kept together or not at all.
func WriteCase(pattern string, kind access.Kind, mode access.Mode, p string, h func(*Visit, *casefile.Writer) (Response, error)) Route {
	r := Right{Kind: kind, Mode: mode, Purpose: p, opens: true}
	return Route{Pattern: pattern, Right: r, answer: func(k *Kit, v *Visit) (Response, error) {
		return k.inTransaction(v, func(tx *casefile.Tx) (Response, error) { return k.writeCase(v, tx, r, h) })
	}}
}
