package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"samspil/internal/fault"
)

// Response is what a handler hands back. It is rendered and sent by the kit
// after the transaction has been committed, never inside it.
type Response interface {
	// write renders into w; nothing has been sent before.
	write(k *Kit, v *Visit, w http.ResponseWriter) error
	// keeps reports whether the handler's changes are to be committed.
	keeps() bool
}

// Rendered is a page; its methods change how it is shown.
type Rendered struct {
	name    string
	data    any
	status  int
	title   string // lang key
	under   string // the menu item it belongs to, where its address does not say so
	layout  string // "", "bare", "dark", "alone", "document"
	scripts []string
	keep    bool
}

// Page shows the template of that name ("courses/course") with data, a typed
// struct, as its dot.
func Page(name string, data any) *Rendered {
	return &Rendered{name: name, data: data, status: http.StatusOK, keep: true}
}

// Titled sets the words in the browser's tab and history. The text must not hold
// a name: without Titled it is that of the menu.
func (p *Rendered) Titled(key string) *Rendered { p.title = key; return p }

// Under lights the menu item of that path, for a page whose address does not lie
// under it.
func (p *Rendered) Under(path string) *Rendered { p.under = path; return p }

// Bare shows the page without the menu, as the log-in page is.
func (p *Rendered) Bare() *Rendered { p.layout = "bare"; return p }

// Dark shows the page in the phone's dark dress, without menu and foot.
func (p *Rendered) Dark() *Rendered { p.layout = "dark"; return p }

// Alone shows the page and nothing else of the site: no menu, no name, no way on but
// what stands on it. For a screen that is handed to somebody of the family.
func (p *Rendered) Alone() *Rendered { p.layout = "alone"; return p }

// Document shows the page as a paper, ready for print, with a small bar above.
func (p *Rendered) Document() *Rendered { p.layout = "document"; return p }

// Script adds a file from the static folder, such as "phone.js".
func (p *Rendered) Script(name string) *Rendered { p.scripts = append(p.scripts, name); return p }

// Status sets the HTTP status, 200 unless told.
func (p *Rendered) Status(code int) *Rendered { p.status = code; return p }

func (p *Rendered) keeps() bool { return p.keep }

func (p *Rendered) write(k *Kit, v *Visit, w http.ResponseWriter) error {
	body, err := k.render(v, p)
	if err != nil {
		return err
	}
	dropToast(v, w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.status)
	_, _ = w.Write(body)
	return nil
}

// NotValid shows page again with status 422, everything typed kept and each
// problem of err at its field. Nothing the handler changed is kept. An err that
// is not an Invalid fault is handed on as it is.
func NotValid(page Response, err error) (Response, error) {
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid {
		return nil, err
	}
	return &refused{page: page, err: e, status: http.StatusUnprocessableEntity}, nil
}

// Stale shows page again with status 409 because somebody else changed the same
// thing meanwhile. theirs holds what stands there now, by form field; where it
// differs from what was typed, both texts are shown side by side. version is the
// one the form carries from now on. Nothing the handler changed is kept.
func Stale(page Response, theirs map[string]string, version int64) Response {
	return &refused{
		page: page, err: fault.New(fault.Conflict, "web.stale"), status: http.StatusConflict,
		theirs: theirs, version: version,
	}
}

type refused struct {
	page    Response
	err     *fault.Error
	status  int
	theirs  map[string]string
	version int64
}

func (r *refused) keeps() bool { return false }

func (r *refused) write(k *Kit, v *Visit, w http.ResponseWriter) error {
	v.Form.blame(r.err)
	if r.status == http.StatusConflict {
		v.Form.Put("version", fmt.Sprint(r.version))
		v.Form.state.theirs = r.theirs
	}
	if p, ok := r.page.(*Rendered); ok {
		p.status = r.status
	}
	return r.page.write(k, v, w)
}

// Redirect sends the person on to a path of this site after a deed. toast is the
// lang key of the words shown there once; empty for none.
func Redirect(to, toast string) Response { return &redirect{to, toast} }

type redirect struct{ to, toast string }

func (r *redirect) keeps() bool { return true }

func (r *redirect) write(_ *Kit, v *Visit, w http.ResponseWriter) error {
	if r.toast != "" {
		setToast(w, r.toast)
	}
	http.Redirect(w, v.Request, localPath(r.to), http.StatusSeeOther)
	return nil
}

// JSON answers a script with v as JSON.
func JSON(status int, v any) Response { return &jsonAnswer{status, v} }

type jsonAnswer struct {
	status int
	value  any
}

func (j *jsonAnswer) keeps() bool { return j.status < 400 }

func (j *jsonAnswer) write(_ *Kit, _ *Visit, w http.ResponseWriter) error {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(j.value); err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(j.status)
	_, _ = w.Write(b.Bytes())
	return nil
}

// File answers with a file. name is the name it is saved under and may not hold
// a name of a person; empty shows it in the browser.
func File(name, mediaType string, content []byte) Response {
	return &file{name, mediaType, content}
}

type file struct {
	name, mediaType string
	content         []byte
}

func (f *file) keeps() bool { return true }

func (f *file) write(_ *Kit, _ *Visit, w http.ResponseWriter) error {
	w.Header().Set("Content-Type", f.mediaType)
	if f.name != "" {
		w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.name))
	}
	_, _ = w.Write(f.content)
	return nil
}

// WithCookie adds a cookie to the answer; the log-in uses it.
func WithCookie(r Response, c *http.Cookie) Response {
	return &headed{r, func(h http.Header) { h.Add("Set-Cookie", c.String()) }}
}

// WithHeader sets a header of the answer, such as Clear-Site-Data at log-out.
func WithHeader(r Response, name, value string) Response {
	return &headed{r, func(h http.Header) { h.Set(name, value) }}
}

type headed struct {
	Response
	set func(http.Header)
}

func (h *headed) write(k *Kit, v *Visit, w http.ResponseWriter) error {
	h.set(w.Header())
	return h.Response.write(k, v, w)
}
