package phone

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// The forms of a phone, as wire.Draft calls them.
const (
	formBefore    = "before"
	formDuring    = "during"
	formAfter     = "after"
	formVisit     = "visit"
	formStop      = "stop"
	formAttention = "attention"
	formNote      = "note"
)

// forms are those whose drafts a phone keeps, and what the desk calls the same form.
// The fields of both have the same names and are written in the same way, so that
// what was begun on the one is found on the other. The desk has none like the last two.
var forms = []struct{ phone, desk string }{{formBefore, "before"}, {formDuring, "during"}, {formAfter, "after"}, {formVisit, "note"}, {formStop, "stop"},
	{formAttention, "phone.attention"}, {formNote, "phone.note"}}

// draftKey is the draft of a form about an object; none for a form that has none.
func draftKey(form, object string) (draft.Key, bool) {
	for _, x := range forms {
		if x.phone == form {
			return draft.Key{Form: x.desk, Object: object}, true
		}
	}
	return draft.Key{}, false
}

// object is what a form is about: the session, or the course where there is none.
func (d deed) object() string { return cmp.Or(d.session, d.f.CourseID) }

// fromPhone marks the windows that are writings of phones; what follows is wire.Draft.Begun.
const fromPhone = "phone:"

// window is the writing of a phone as a window. A phone that does not tell its writings
// apart has one.
func (d deed) window(w wire.Draft) string { return fromPhone + cmp.Or(w.Begun, d.e.Device) }

// standing names a text as it stands: another word, another name.
func standing(x draft.Draft) string {
	if x.ID == "" {
		return ""
	}
	return fmt.Sprintf("%s.%d", x.ID, x.Version)
}

// draft keeps what is being written under the key of the desk's form. A draft that
// was written before the form was handed in, or before one that came already, is no
// longer news. It takes the place of a text that its author saw or wrote in the same
// writing, and of no other: else it is kept beside that, and the author sees both.
func (d deed) draft(ctx context.Context, w wire.Draft) error {
	key, ok := draftKey(w.Form, d.object())
	if !ok || d.session == "" && w.Form != formAttention {
		return fault.New(fault.Invalid, "phone.draft.form")
	}
	far, err := d.reached(ctx, key.Form)
	if err != nil || d.e.Header.Seq <= max(far.handedIn, far.drafted) {
		return err
	}
	was, there, err := draft.Get(ctx, &d.f.Reader, key)
	if err != nil {
		return err
	}
	typed, saw := draft.Typed{Version: unseen, Tab: d.window(w), Fields: w.Fields}, far.saw(was, w)
	if !there || saw {
		typed.Version, typed.Fields = was.Version, map[string]string{}
		maps.Copy(typed.Fields, was.Fields) // what only the desk's form asks for stays
		maps.Copy(typed.Fields, w.Fields)
	}
	now, _, err := draft.Save(ctx, d.f, key, typed)
	if err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	}
	far.drafted = d.e.Header.Seq
	if typed.Version != unseen {
		far.left, far.begun = standing(now), w.Begun
	}
	if err := d.dropBeside(ctx, key, w, typed.Version != unseen); err != nil {
		return err
	}
	return d.reach(ctx, key.Form, far)
}

// unseen is a version that no draft has.
const unseen = -1

// dropBeside takes away what the author is done with, and the writing's own earlier
// text where what it says has found its place.
func (d deed) dropBeside(ctx context.Context, key draft.Key, w wire.Draft, own bool) error {
	return draft.DropBeside(ctx, d.f, key, func(x draft.Draft) bool {
		return slices.Contains(w.Seen, standing(x)) || own && x.Tab == d.window(w)
	})
}

// progress is how far a phone has come with a form: the number of the entry by which
// it was last handed in, and of its last draft, 0 for neither; and the draft that
// stands as the phone left it, and in which writing.
type progress struct {
	handedIn, drafted int64
	left, begun       string
}

// saw reports whether the author of a writing knows the draft that stands: it was seen
// when the writing began, or is of the same writing.
func (far progress) saw(was draft.Draft, w wire.Draft) bool {
	stands := standing(was)
	return stands != "" && (stands == w.Stands || stands == far.left && w.Begun == far.begun)
}

// handed notes that a form was handed in by this entry, and takes away the draft of it
// unless the phone has sent one that was written later, or it is one that was not seen.
func (d deed) handed(ctx context.Context, key draft.Key) error {
	far, err := d.reached(ctx, key.Form)
	if err != nil {
		return err
	}
	newer := far.drafted > d.e.Header.Seq
	far.handedIn = d.e.Header.Seq
	if err := d.reach(ctx, key.Form, far); err != nil || newer {
		return err
	}
	var w wire.Draft
	if d.w.Draft != nil {
		w = *d.w.Draft
	}
	was, _, err := draft.Get(ctx, &d.f.Reader, key)
	if err != nil {
		return err
	}
	if far.saw(was, w) {
		if err := draft.Drop(ctx, d.f, key); err != nil {
			return err
		}
	}
	return d.dropBeside(ctx, key, w, true)
}

func (d deed) reached(ctx context.Context, form string) (far progress, err error) {
	err = d.f.QueryRow(ctx, `SELECT handed_in, drafted, stands, begun FROM phone_form WHERE course_id = $1 AND session_id = $2 AND form = $3 AND device_id = $4`,
		d.f.CourseID, d.object(), form, d.e.Device).Scan(&far.handedIn, &far.drafted, &far.left, &far.begun)
	if errors.Is(err, sql.ErrNoRows) {
		return progress{}, nil
	}
	if err != nil {
		return far, fmt.Errorf("how far phone %s is with a form: %w", d.e.Device, err)
	}
	return far, nil
}

func (d deed) reach(ctx context.Context, form string, far progress) error {
	_, err := d.f.Exec(ctx, `INSERT INTO phone_form (course_id, session_id, form, device_id, handed_in, drafted, stands, begun) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (course_id, session_id, form, device_id) DO UPDATE SET
			handed_in = CASE WHEN excluded.handed_in > phone_form.handed_in THEN excluded.handed_in ELSE phone_form.handed_in END,
			drafted = CASE WHEN excluded.drafted > phone_form.drafted THEN excluded.drafted ELSE phone_form.drafted END,
			stands = excluded.stands, begun = excluded.begun`,
		d.f.CourseID, d.object(), form, d.e.Device, far.handedIn, far.drafted, far.left, far.begun)
	if err != nil {
		return fmt.Errorf("note how far phone %s is with a form: %w", d.e.Device, err)
	}
	return nil
}

// drafts are what the actor has begun on a session, or on a course between its
// sessions, and not handed in, wherever it was typed; and after each what other phones
// or writings left beside it.
func drafts(ctx context.Context, f *casefile.Reader, object string) ([]wire.Draft, error) {
	var all []wire.Draft
	for _, x := range forms {
		key := draft.Key{Form: x.desk, Object: object}
		d, ok, err := draft.Get(ctx, f, key)
		if err != nil {
			return nil, err
		}
		if ok {
			w := told(x.phone, d)
			if w.Begun, err = leftBy(ctx, f, key, w.Stands); err != nil {
				return nil, err
			}
			all = append(all, w)
		}
		beside, err := draft.Beside(ctx, f, key)
		if err != nil {
			return nil, err
		}
		for _, b := range beside {
			if begun, phone := strings.CutPrefix(b.Tab, fromPhone); phone {
				w := told(x.phone, b)
				w.Begun, w.Beside = begun, true
				all = append(all, w)
			}
		}
	}
	return slices.Clip(all), nil
}

// leftBy is the writing of a phone that left a draft as it stands; empty for the desk's.
func leftBy(ctx context.Context, f *casefile.Reader, k draft.Key, stands string) (begun string, err error) {
	err = f.QueryRow(ctx, `SELECT begun FROM phone_form WHERE course_id = $1 AND session_id = $2 AND form = $3 AND stands = $4`, f.CourseID, k.Object, k.Form, stands).Scan(&begun)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("who left draft %s: %w", stands, err)
	}
	return begun, nil
}

// told is a draft as a phone is given it.
func told(form string, d draft.Draft) wire.Draft {
	w := wire.Draft{Form: form, Fields: maps.Clone(d.Fields), Stands: standing(d)}
	for _, own := range hidden {
		delete(w.Fields, own)
	}
	return w
}

// hidden are the fields by which the desk's forms know themselves; they say nothing
// on a phone.
var hidden = []string{"id", "version", "after_id", "during_version", "opened"}
