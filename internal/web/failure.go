package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"samspil/internal/fault"
)

// errorPage is the one page of everything that went wrong.
type errorPage struct {
	Title, Text string
	Reference   string
	Retry       bool    // what was typed is in the page and can be sent again
	Typed       []typed // the fields to send again
	To          string  // where they are sent
	LoginPath   string  // shown when the person was logged off meanwhile
	Readable    []typed // the longer texts, shown so that they can be copied
}

type typed struct{ Name, Value string }

// fail makes the answer to an error. Denied and not found look the same.
func (k *Kit) fail(v *Visit, w *recorder, err error) {
	if w.status != 0 {
		k.Log.Error("answer broke off", "reference", v.Reference, "error", err.Error())
		return
	}
	if errors.Is(err, errSignIn) {
		k.askSignIn(v, w)
		return
	}
	status, key := statusOf(err)
	if status >= 500 {
		k.Log.Error("request failed", "reference", v.Reference, "route", v.Request.Pattern, "error", err.Error())
	}
	page := errorPage{Title: v.T(key + ".title"), Text: v.T(key), Reference: v.Reference}
	if e, ok := fault.As(err); ok && (e.Kind == fault.Invalid || e.Kind == fault.Conflict) {
		page.Title, page.Text = v.T("web.error.stopped.title"), explain(v, e)
	}
	if v.Posted() && status != http.StatusNotFound {
		page.keepTyped(v)
	}
	k.showFailure(v, w, status, page)
}

// explain joins the reasons of an error that no form took up.
func explain(v *Visit, e *fault.Error) string {
	if len(e.Fields) == 0 {
		return v.T(e.Key, e.Args)
	}
	var all []string
	for _, f := range e.Fields {
		all = append(all, v.T(f.Key, f.Args))
	}
	return strings.Join(all, ". ") + "."
}

// statusOf maps a kind of failure to its HTTP status and text.
func statusOf(err error) (int, string) {
	switch fault.KindOf(err) {
	case fault.NotFound:
		return http.StatusNotFound, "web.error.not-here"
	case fault.Denied:
		if e, _ := fault.As(err); e.Key == "web.error.foreign" {
			return http.StatusForbidden, "web.error.foreign"
		}
		return http.StatusNotFound, "web.error.not-here"
	case fault.Invalid:
		return http.StatusUnprocessableEntity, "web.error.stopped"
	case fault.Conflict:
		return http.StatusConflict, "web.error.stopped"
	case fault.Unavailable:
		return http.StatusServiceUnavailable, "web.error.failed"
	}
	return http.StatusInternalServerError, "web.error.failed"
}

// askSignIn sends a person to the log-in, or, when they had typed something,
// shows the page that keeps it until they are signed in again.
func (k *Kit) askSignIn(v *Visit, w *recorder) {
	if !v.Posted() && !wantsJSON(v.Request) {
		http.Redirect(w, v.Request, k.LoginPath+"?til="+queryEscape(v.Request.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	page := errorPage{
		Title: v.T("web.error.signed-out.title"), Text: v.T("web.error.signed-out"),
		Reference: v.Reference, LoginPath: k.LoginPath,
	}
	page.keepTyped(v)
	k.showFailure(v, w, http.StatusUnauthorized, page)
}

// keepTyped puts what was typed into the error page, so that nothing is lost.
// The log-in and everything else that is public hold secrets and are left out.
func (p *errorPage) keepTyped(v *Visit) {
	if v.right.Public || v.Form.state == nil || len(v.Form.state.typed) == 0 {
		return
	}
	p.Retry, p.To = true, v.Request.URL.Path
	names := make([]string, 0, len(v.Form.state.typed))
	for name := range v.Form.state.typed {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.Contains(name, "password") {
			p.Retry = false
			continue
		}
		for _, value := range v.Form.state.typed[name] {
			p.Typed = append(p.Typed, typed{name, value})
			if len(value) > 40 && strings.Contains(value, " ") {
				p.Readable = append(p.Readable, typed{name, value})
			}
		}
	}
}

func (k *Kit) showFailure(v *Visit, w *recorder, status int, page errorPage) {
	if wantsJSON(v.Request) {
		answer := map[string]string{"error": page.Text, "reference": page.Reference}
		_ = JSON(status, answer).write(k, v, w)
		return
	}
	v.logged = false
	p := Page("web/error", page).Status(status).Titled("web.error.tab")
	if !v.SignedIn {
		p.Bare()
	}
	if err := p.write(k, v, w); err != nil && w.status == 0 {
		k.Log.Error("error page failed", "reference", v.Reference, "error", err.Error())
		http.Error(w, page.Title+" "+page.Reference, status)
	}
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}
