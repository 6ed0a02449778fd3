package phone

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// The forms of a phone, as wire.Draft calls them.
const (
	formBefore = "before"
	formDuring = "during"
	formAfter  = "after"
	formVisit  = "visit"
	formStop   = "stop"
)

// forms are those whose drafts a phone keeps, and what the desk calls the same form.
// The fields of both have the same names and are written in the same way, so that
// what was begun on the one is found on the other.
var forms = []struct{ phone, desk string }{{formBefore, "before"}, {formDuring, "during"}, {formAfter, "after"}, {formVisit, "note"}, {formStop, "stop"}}

// draftKeys are the drafts of a form; none for a form that has none.
func draftKeys(form, sessionID string) []draft.Key {
	for _, x := range forms {
		if x.phone == form {
			return []draft.Key{{Form: x.desk, Object: sessionID}}
		}
	}
	return nil
}

// draft keeps what is being written under the key of the desk's form. A draft that
// was written before the form was handed in, or before one that came already, is no
// longer news. What the desk has typed since is not written over: the phone's text is
// kept beside it, and the author sees both.
func (d deed) draft(ctx context.Context, w wire.Draft) error {
	keys := draftKeys(w.Form, d.session)
	if len(keys) == 0 || d.session == "" {
		return fault.New(fault.Invalid, "phone.draft.form")
	}
	key := keys[0]
	far, err := d.reached(ctx, key.Form)
	if err != nil || d.e.Header.Seq <= max(far.handedIn, far.drafted) {
		return err
	}
	was, there, err := draft.Get(ctx, &d.f.Reader, key)
	if err != nil {
		return err
	}
	fields := map[string]string{}
	maps.Copy(fields, was.Fields) // what only the desk's form asks for stays
	maps.Copy(fields, w.Fields)
	typed := draft.Typed{Version: was.Version, Tab: d.e.Device, Fields: fields}
	if there && was.Version != far.version && was.TouchedAt.After(d.e.Header.At()) {
		typed.Version-- // the desk's is the newer one
	}
	now, _, err := draft.Save(ctx, d.f, key, typed)
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	if typed.Version == was.Version {
		far.version = now.Version
	}
	return d.reach(ctx, key.Form, progress{drafted: d.e.Header.Seq, version: far.version})
}

// progress is how far a phone has come with a form: the number of the entry by which
// it was last handed in, and of its last draft, 0 for neither; and the version of the
// draft as the phone left it.
type progress struct{ handedIn, drafted, version int64 }

// handed notes that a form was handed in by this entry, and reports whether the phone
// has sent a draft of it that was written later.
func (d deed) handed(ctx context.Context, form string) (newer bool, err error) {
	far, err := d.reached(ctx, form)
	if err != nil {
		return false, err
	}
	return far.drafted > d.e.Header.Seq, d.reach(ctx, form, progress{handedIn: d.e.Header.Seq, version: far.version})
}

func (d deed) reached(ctx context.Context, form string) (far progress, err error) {
	err = d.f.QueryRow(ctx, `SELECT handed_in, drafted, version FROM phone_form WHERE course_id = $1 AND session_id = $2 AND form = $3 AND device_id = $4`,
		d.f.CourseID, d.session, form, d.e.Device).Scan(&far.handedIn, &far.drafted, &far.version)
	if errors.Is(err, sql.ErrNoRows) {
		return progress{}, nil
	}
	if err != nil {
		return far, fmt.Errorf("how far phone %s is with a form: %w", d.e.Device, err)
	}
	return far, nil
}

func (d deed) reach(ctx context.Context, form string, far progress) error {
	_, err := d.f.Exec(ctx, `INSERT INTO phone_form (course_id, session_id, form, device_id, handed_in, drafted, version) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (course_id, session_id, form, device_id) DO UPDATE SET
			handed_in = CASE WHEN excluded.handed_in > phone_form.handed_in THEN excluded.handed_in ELSE phone_form.handed_in END,
			drafted = CASE WHEN excluded.drafted > phone_form.drafted THEN excluded.drafted ELSE phone_form.drafted END,
			version = excluded.version`,
		d.f.CourseID, d.session, form, d.e.Device, far.handedIn, far.drafted, far.version)
	if err != nil {
		return fmt.Errorf("note how far phone %s is with a form: %w", d.e.Device, err)
	}
	return nil
}

// drafts are what the actor has begun on a session and not handed in, wherever it
// was typed.
func drafts(ctx context.Context, f *casefile.Reader, sessionID string) ([]wire.Draft, error) {
	var all []wire.Draft
	for _, x := range forms {
		d, ok, err := draft.Get(ctx, f, draft.Key{Form: x.desk, Object: sessionID})
		if err != nil {
			return nil, err
		}
		if ok {
			fields := maps.Clone(d.Fields)
			for _, own := range hidden {
				delete(fields, own)
			}
			all = append(all, wire.Draft{Form: x.phone, Fields: fields})
		}
	}
	return slices.Clip(all), nil
}

// hidden are the fields by which the desk's forms know themselves; they say nothing
// on a phone.
var hidden = []string{"id", "version", "after_id", "during_version", "opened"}
