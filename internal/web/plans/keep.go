package plans

import (
	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// draftKey names what is being written: a part of this plan, or one of its goals.
func (e *editing) draftKey(object string) draft.Key {
	return draft.Key{Form: "plan." + object, Object: e.Plan.ID}
}

// keep tells the page where its script keeps what is being written.
func (e *editing) keep(object string) *coursepage.Kept {
	e.kept = coursepage.Keep(e.CourseID, e.draftKey(object))
	return &e.kept
}

// restore brings back what was typed and not saved, after the page was made of what
// is saved. many are the fields with several values.
func (e *editing) restore(v *web.Visit, f *casefile.Reader, object string, many ...string) (err error) {
	e.kept, err = coursepage.Restore(v, f, e.draftKey(object), many...)
	return err
}
