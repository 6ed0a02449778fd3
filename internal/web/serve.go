package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/fault"
	"samspil/internal/lang"
)

// serve answers one route: who asks, may they, the handler, and then the answer.
func (k *Kit) serve(r Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		v := &Visit{Request: req, Reference: newReference(), kit: k, right: r.Right, Form: NewForm(nil)}
		start := k.now()
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				k.Log.Error("panic", "reference", v.Reference, "route", r.Pattern, "stack", string(debug.Stack()))
				k.failAs(r, v, rec, errors.New("handler panicked"))
			}
			k.Log.Info("request", "route", r.Pattern, "status", rec.status, "took", k.now().Sub(start), "reference", v.Reference)
		}()
		if err := k.answer(v, rec, r); err != nil {
			k.failAs(r, v, rec, err)
		}
	})
}

func (k *Kit) failAs(r Route, v *Visit, w *recorder, err error) {
	if r.Right.Phone {
		k.failPhone(v, w, err)
		return
	}
	k.fail(v, w, err)
}

func (k *Kit) answer(v *Visit, w http.ResponseWriter, r Route) error {
	if err := k.admit(v, w, r); err != nil {
		return err
	}
	resp, err := r.answer(k, v)
	if err != nil {
		return err
	}
	if resp == nil {
		return errNoResponse
	}
	return resp.write(k, v, w)
}

// admit finds out who asks, reads what they typed, and asks whether they may.
func (k *Kit) admit(v *Visit, w http.ResponseWriter, r Route) (err error) {
	if r.Right.Phone {
		return k.askPhone(v, r.Right)
	}
	if k.Who != nil {
		v.Actor, v.SignedIn = k.Who(v.Request)
	}
	v.Lang = chosenLang(v)
	if v.Form, err = readForm(w, v.Request, r.most); err != nil {
		return err
	}
	if !r.Right.Public {
		if !v.SignedIn {
			return errSignIn
		}
		if len(r.Right.Roles) > 0 && !slices.Contains(r.Right.Roles, v.Actor.Role) {
			return fault.New(fault.Denied, "web.error.not-here")
		}
	}
	return nil
}

var errSignIn = errors.New("nobody is signed in")

// chosenLang is the language of the switch, Danish until somebody used it.
func chosenLang(v *Visit) lang.Lang {
	if c, err := v.Request.Cookie(langCookie); err == nil {
		return lang.Parse(c.Value)
	}
	return lang.Danish
}

const langCookie = "sprog"

// ownRoutes are the kit's own addresses.
func (k *Kit) ownRoutes() []Route {
	own := []Route{
		Public("POST /sprog", chooseLang),
		Public("POST /csp", k.noteViolation),
		{Pattern: "POST /begrundelse", Right: Right{Roles: Everyone}, answer: giveReason},
	}
	if k.Demo {
		own = append(own, Public("GET /stil", stylePage), Public("POST /stil", stylePage))
	}
	return own
}

func chooseLang(v *Visit) (Response, error) {
	back := Redirect(localPath(v.Form.Value("retur")), "")
	return WithCookie(back, &http.Cookie{
		Name: langCookie, Value: string(lang.Parse(v.Form.Value("til"))), Path: "/",
		MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, HttpOnly: true,
	}), nil
}

// noteViolation writes in the log that a page tried something that the security
// headers forbid; what it tried is not written, for it may hold a text.
func (k *Kit) noteViolation(v *Visit) (Response, error) {
	k.Log.Warn("content security policy violated", "reference", v.Reference)
	return File("", "text/plain", nil), nil
}

func nothingHere(_ *Kit, v *Visit) (Response, error) {
	if v.Request.URL.Path == "/" && v.SignedIn {
		return Redirect(homeOf(v.Actor.Role), ""), nil
	}
	if v.Request.URL.Path == "/" {
		return nil, errSignIn
	}
	return nil, fault.New(fault.NotFound, "web.error.not-here")
}

func foreignForm(_ *Kit, _ *Visit) (Response, error) {
	return nil, fault.New(fault.Denied, "web.error.foreign")
}

// homeOf is the first page of a role.
func homeOf(r access.Role) string {
	switch r {
	case access.Adviser:
		return "/indbakke"
	case access.Administrator:
		return "/indstillinger"
	}
	return "/min-dag"
}

// localPath keeps a redirect on this site: anything but a plain path becomes "/".
func localPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return "/"
	}
	return to
}

// letters are those that cannot be mistaken for one another when read out.
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// newReference is a number that can be read out on the telephone: "K7FQ-2XDM".
func newReference() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// recorder remembers the status and whether anything has been sent.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(code int) {
	r.status = code
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
