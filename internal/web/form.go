package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// MaxBody is the largest form that is read, in bytes.
const MaxBody = 1 << 20

// Form is what a person typed, and what is wrong with it. Copies share their
// state, so a page may carry it as a plain field.
type Form struct{ state *formState }

type formState struct {
	typed    url.Values // as sent
	shown    url.Values // filled in by the page where nothing was typed
	sent     bool       // the person sent the form
	problems []fault.Field
	theirs   map[string]string
	summary  string // lang key of the summary's heading when it is not about fields
	args     fault.Args
}

// NewForm returns a form as if the values had been sent; for tests and for the
// style page.
func NewForm(values url.Values) Form {
	f := Form{&formState{typed: url.Values{}, shown: url.Values{}, sent: values != nil}}
	maps.Copy(f.state.typed, values)
	return f
}

// readForm reads what was sent. Line ends become \n; what no database can hold
// is taken out.
func readForm(w http.ResponseWriter, r *http.Request, most int64) (Form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, max(MaxBody, most))
	if err := parse(r, most); err != nil {
		return NewForm(nil), fault.New(fault.Invalid, "web.error.form-unreadable")
	}
	values := r.Form
	for _, list := range values {
		for i, s := range list {
			list[i] = tidy(s)
		}
	}
	f := NewForm(values)
	f.state.sent = r.Method == http.MethodPost
	return f, nil
}

func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.NewReplacer("\x00", "", "\r\n", "\n", "\r", "\n").Replace(s)
}

// Sent reports whether the person sent the form, rather than opening the page.
func (f Form) Sent() bool { return f.state != nil && f.state.sent }

// Value is the first value of the field: what was typed, else what Fill gave.
func (f Form) Value(name string) string {
	if all := f.Values(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Values are all values of the field, as of a row of check boxes.
func (f Form) Values(name string) []string {
	if f.state == nil {
		return nil
	}
	if all, ok := f.state.typed[name]; ok {
		return all
	}
	if f.state.sent {
		return nil // an unticked box sends nothing, and must stay unticked
	}
	return f.state.shown[name]
}

// Fill gives the field the values it has before anybody typed. What was typed
// stays, so a page can be built by the same function before and after sending.
func (f Form) Fill(name string, values ...string) { f.state.shown[name] = values }

// Put sets the field whatever was typed; for the version that a form carries.
func (f Form) Put(name string, values ...string) { f.state.typed[name] = values }

// Restore shows a saved draft where the person has not sent the form.
func (f Form) Restore(draft map[string]string) {
	for name, value := range draft {
		f.state.shown[name] = []string{value}
	}
}

// All returns what was typed, one value a field; for saving a draft. Fields
// whose names begin with "_" are the kit's own and left out.
func (f Form) All() map[string]string {
	all := map[string]string{}
	for name, values := range f.state.typed {
		if len(values) > 0 && !strings.HasPrefix(name, "_") {
			all[name] = strings.Join(values, "\n")
		}
	}
	return all
}

// ID is the id that the form carries since it was first shown; it becomes the
// row's id, so that sending twice changes nothing the second time. A new one is
// made when the form has none or something that is no id.
func (f Form) ID() string {
	if id := f.Value("id"); looksLikeID(id) {
		return id
	}
	id := db.NewID()
	if f.state == nil {
		return id
	}
	f.state.typed["id"] = []string{id}
	return id
}

func looksLikeID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range s {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
		if dash != (c == '-') || !dash && !hex {
			return false
		}
	}
	return true
}

// Version is the version of the row that the form was filled from; 0 when new.
func (f Form) Version() int64 {
	var n int64
	for _, c := range f.Value("version") {
		if c < '0' || c > '9' || n > 1<<50 {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// Problem is what is wrong with the field; its Key is empty when nothing is.
func (f Form) Problem(name string) fault.Field {
	if f.state != nil {
		for _, p := range f.state.problems {
			if p.Name == name {
				return p
			}
		}
	}
	return fault.Field{}
}

// Problems are all problems in the order they were found.
func (f Form) Problems() []fault.Field {
	if f.state == nil {
		return nil
	}
	return f.state.problems
}

// Theirs is what somebody else wrote in the field meanwhile, when it differs.
func (f Form) Theirs(name string) (string, bool) {
	if f.state == nil {
		return "", false
	}
	theirs, ok := f.state.theirs[name]
	return theirs, ok && strings.TrimSpace(theirs) != strings.TrimSpace(f.Value(name))
}

func (f *Form) blame(e *fault.Error) {
	if f.state == nil {
		*f = NewForm(url.Values{})
	}
	f.state.problems = e.Fields
	f.state.args = maps.Clone(e.Args)
	if len(e.Fields) == 0 {
		f.state.summary = e.Key
	}
}
