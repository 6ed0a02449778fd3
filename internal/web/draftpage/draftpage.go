// Package draftpage keeps what somebody types on any form of a course, as it is typed,
// and brings it back into the form.
package draftpage

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Routes are the addresses that take and throw away drafts, of all forms.
func Routes(*web.Kit) []web.Route {
	return []web.Route{
		web.WriteCase("POST /kladde/{course}", access.Card, access.Read, access.Document, save),
		web.WriteCase("POST /forloeb/{course}/kladder/vaek", access.Card, access.Read, access.Document, discard),
	}
}

// saving is what the draft script is told.
type saving struct {
	Version string            `json:"version"`
	Saved   string            `json:"saved"`
	Fields  map[string]string `json:"fields,omitempty"`
}

// save keeps what a window holds, as it is typed. Where another window
// wrote later, it answers 409 with that text, and keeps both.
func save(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	form, object, _ := strings.Cut(v.Form.Value("_key"), ":")
	version, err := strconv.ParseInt(v.Form.Value("_version"), 10, 64)
	if err != nil {
		version = 0
	}
	d, kept, err := draft.Save(v.Context(), f, draft.Key{Form: form, Object: object},
		draft.Typed{Version: version, Tab: v.Form.Value("_tab"), Fields: v.Form.All()})
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid {
		return web.JSON(http.StatusUnprocessableEntity, saving{}), nil
	}
	if err != nil {
		return nil, err
	}
	answer := saving{Version: strconv.FormatInt(d.Version, 10), Saved: lang.Clock(v.Lang, d.TouchedAt)}
	if kept {
		return web.JSON(http.StatusOK, answer), nil
	}
	answer.Fields = d.Fields
	return web.KeptJSON(http.StatusConflict, answer), nil
}

// discard throws a draft and what lies beside it away: the author said so.
func discard(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	form, object, _ := strings.Cut(v.Form.Value("key"), ":")
	if err := draft.Discard(v.Context(), f, draft.Key{Form: form, Object: object}); err != nil {
		return nil, err
	}
	return web.Redirect(v.Form.Value("back"), "draft.discarded"), nil
}

// Kept is the draft of a form, for its page.
type Kept struct {
	coursepage.Kept
	Begun  bool     // there is text from before
	Beside []Beside // what other windows left
	Back   string
}

// Beside is what another window left.
type Beside struct {
	Saved string
	Texts []string
}

// Restore brings a draft back into the form, and tells the page what is kept.
// many are the fields with several values. A draft begun on an older version
// of the record gets an id of its own, so that nothing already handed in is
// taken for it; saving it then shows both texts.
func Restore(v *web.Visit, f *casefile.Reader, k draft.Key, many ...string) (Kept, error) {
	kept := Kept{Kept: coursepage.Keep(f.CourseID, k), Back: v.Request.URL.Path}
	d, ok, err := draft.Get(v.Context(), f, k)
	if err != nil {
		return kept, err
	}
	if ok {
		kept.Version = strconv.FormatInt(d.Version, 10)
		if v.Form.Sent() {
			return kept, nil
		}
		kept.Begun = true
		if d.Fields["version"] != v.Form.Value("version") {
			delete(d.Fields, "id")
		}
		coursepage.RestoreFields(v.Form, d.Fields, many...)
	}
	beside, err := draft.Beside(v.Context(), f, k)
	for _, b := range beside {
		if texts := words(b.Fields, d.Fields); len(texts) > 0 {
			kept.Beside = append(kept.Beside, Beside{Saved: lang.Clock(v.Lang, b.TouchedAt), Texts: texts})
		}
	}
	return kept, err
}

// words are the texts of a window that differ from the draft, in the order of their
// fields' names.
func words(theirs, mine map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if text := theirs[name]; text != "" && text != mine[name] && !slices.Contains(chosen, name) {
			out = append(out, text)
		}
	}
	return out
}

// chosen are the fields in which something was chosen, counted or set by the clock, or
// by which a form knows itself; as they stand they say nothing to anybody.
var chosen = []string{
	"id", "version", "after_id", "during_version", "opened", "stop.id", "attention.id", "quick.id", "attention.sent",
	"start", "end", "at", "after_start", "after_end", "direct", "indirect", "travel", "writing", "persons", "staff", "aims",
	"kind", "outcome", "held", "present", "conditions", "attention", "danger", "quick", "quick.urgent", "quick.send", "focus_rating",
	"points", "go_ahead", "stop_reason", "authority", "resumed", "notification", "builds_on", "goal",
}
