package contacts

import (
	"net/http"
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// saving is what the draft script is told.
type saving struct {
	Version string            `json:"version"`
	Saved   string            `json:"saved"`
	Fields  map[string]string `json:"fields,omitempty"`
}

// saveDraft keeps what a window holds, as it is typed. Where another window
// wrote later, it answers 409 with that text, and keeps both.
func saveDraft(v *web.Visit, f *casefile.Writer) (web.Response, error) {
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

// discardDraft throws a draft and what lies beside it away: the author said so.
func discardDraft(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	form, object, _ := strings.Cut(v.Form.Value("key"), ":")
	if err := draft.Discard(v.Context(), f, draft.Key{Form: form, Object: object}); err != nil {
		return nil, err
	}
	return web.Redirect(v.Form.Value("back"), "draft.discarded"), nil
}

// Kept is the draft of a form, for its page.
type Kept struct {
	coursepage.Kept
	Begun  bool         // there is text from before
	Beside []besideText // what other windows left
	Back   string
}

type besideText struct {
	Saved string
	Texts []string
}

// restore brings a draft back into the form, and tells the page what is kept.
// many are the fields with several values. A draft begun on an older version
// of the record gets an id of its own, so that nothing already handed in is
// taken for it; saving it then shows both texts.
func restore(v *web.Visit, f *casefile.Reader, k draft.Key, many ...string) (Kept, error) {
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
		kept.Beside = append(kept.Beside, besideText{Saved: lang.Clock(v.Lang, b.TouchedAt), Texts: words(b.Fields, d.Fields)})
	}
	return kept, err
}

// words are the texts of a window that differ from the draft.
func words(theirs, mine map[string]string) []string {
	var out []string
	for name, text := range theirs {
		if len(text) > 3 && text != mine[name] && name != "id" && name != "version" {
			out = append(out, text)
		}
	}
	return out
}
