package draft

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
)

// Save keeps what a window holds. Where another window has saved since, the
// draft is left as it is, the text is kept beside it, and the answer is a
// fault.Conflict together with the draft as it stands: the writer sees both
// and chooses. A form without a single word leaves nothing.
func Save(ctx context.Context, f *casefile.Writer, k Key, t Typed) (Draft, bool, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return Draft{}, false, err
	}
	if err := k.check(); err != nil {
		return Draft{}, false, err
	}
	if err := t.check(); err != nil {
		return Draft{}, false, err
	}
	rows, err := list(ctx, &f.Reader, k)
	if err != nil {
		return Draft{}, false, err
	}
	d, found := stands(rows)
	switch {
	case found && maps.Equal(d.Fields, t.Fields):
		return d, true, nil
	case found && d.Version != t.Version:
		return d, false, keepBeside(ctx, f, k, rows, t)
	case found && t.Empty():
		return Draft{Key: k}, true, drop(ctx, f, d.ID)
	case !found && t.Empty():
		return Draft{Key: k}, true, nil
	case !found:
		d = Draft{ID: db.NewID(), CourseID: f.CourseID, Key: k, BegunAt: f.Now(), Version: t.Version}
	}
	d.Fields, d.TouchedAt = t.Fields, f.Now()
	d.Version++
	if err := put(ctx, f, d); err != nil {
		return d, false, err
	}
	return d, true, dropSame(ctx, f, rows, d)
}

func stands(rows []Draft) (Draft, bool) {
	for _, d := range rows {
		if d.Tab == "" {
			return d, true
		}
	}
	return Draft{}, false
}

// keepBeside keeps the text of a window that lost the race, one row a window.
func keepBeside(ctx context.Context, f *casefile.Writer, k Key, rows []Draft, t Typed) error {
	if t.Empty() {
		return nil
	}
	d := Draft{ID: db.NewID(), CourseID: f.CourseID, Key: k, BegunAt: f.Now(), Tab: t.Tab}
	if d.Tab == "" {
		d.Tab = fmt.Sprintf("version %d", t.Version)
	}
	for _, r := range rows {
		if r.Tab == d.Tab {
			d = r
		}
	}
	d.Fields, d.TouchedAt = t.Fields, f.Now()
	d.Version++
	return put(ctx, f, d)
}

// dropSame takes away texts kept beside a draft that now say the same as it.
func dropSame(ctx context.Context, f *casefile.Writer, rows []Draft, d Draft) error {
	for _, r := range rows {
		if r.Tab != "" && maps.Equal(r.Fields, d.Fields) {
			if err := drop(ctx, f, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func put(ctx context.Context, f *casefile.Writer, d Draft) error {
	sealed, err := f.Seal("draft", d.ID, d.Fields)
	if err != nil {
		return fmt.Errorf("seal draft %s: %w", d.ID, err)
	}
	_, err = f.Exec(ctx, `INSERT INTO draft (id, course_id, staff_id, form, object, tab, version, begun_at, touched_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
		ON CONFLICT (id) DO UPDATE SET version=excluded.version, touched_at=excluded.touched_at, sealed=excluded.sealed`,
		d.ID, f.CourseID, f.Actor.ID, d.Key.Form, d.Key.Object, d.Tab, d.Version, db.Micros(d.BegunAt), db.Micros(d.TouchedAt), sealed)
	if err != nil {
		return fmt.Errorf("save draft %s: %w", d.ID, err)
	}
	return nil
}

func drop(ctx context.Context, f *casefile.Writer, id string) error {
	_, err := f.Exec(ctx, `DELETE FROM draft WHERE course_id=$1 AND staff_id=$2 AND id=$3`, f.CourseID, f.Actor.ID, id)
	if err != nil {
		return fmt.Errorf("drop draft %s: %w", id, err)
	}
	return nil
}

// Get returns the author's draft under the key, and whether there is one.
func Get(ctx context.Context, f *casefile.Reader, k Key) (Draft, bool, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return Draft{}, false, err
	}
	rows, err := list(ctx, f, k)
	if err != nil {
		return Draft{}, false, err
	}
	d, ok := stands(rows)
	return d, ok, nil
}

// Beside returns what other windows hold under the key and nobody has chosen
// or thrown away yet, newest first.
func Beside(ctx context.Context, f *casefile.Reader, k Key) ([]Draft, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	rows, err := list(ctx, f, k)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(d Draft) bool { return d.Tab == "" }), nil
}

// Drop takes away the draft when its form has been handed in. Text that
// another window left beside it stays until its author has seen it.
func Drop(ctx context.Context, f *casefile.Writer, k Key) error {
	if err := f.Need(access.Card, access.Read); err != nil {
		return err
	}
	rows, err := list(ctx, &f.Reader, k)
	if err != nil {
		return err
	}
	d, ok := stands(rows)
	if !ok {
		return nil
	}
	if err := dropSame(ctx, f, rows, d); err != nil {
		return err
	}
	return drop(ctx, f, d.ID)
}

// DropBeside takes away those texts beside a draft that its author is done with.
func DropBeside(ctx context.Context, f *casefile.Writer, k Key, done func(Draft) bool) error {
	rows, err := Beside(ctx, &f.Reader, k)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !done(r) {
			continue
		}
		if err := drop(ctx, f, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// Discard takes away everything the author has under the key: the author said so.
func Discard(ctx context.Context, f *casefile.Writer, k Key) error {
	if err := f.Need(access.Card, access.Read); err != nil {
		return err
	}
	_, err := f.Exec(ctx, `DELETE FROM draft WHERE course_id=$1 AND staff_id=$2 AND form=$3 AND object=$4`,
		f.CourseID, f.Actor.ID, k.Form, k.Object)
	if err != nil {
		return fmt.Errorf("discard draft %s of %s: %w", k.Form, k.Object, err)
	}
	return nil
}

func list(ctx context.Context, f *casefile.Reader, k Key) ([]Draft, error) {
	rows, err := f.Query(ctx, `SELECT id, tab, version, begun_at, touched_at, sealed FROM draft
		WHERE course_id=$1 AND staff_id=$2 AND form=$3 AND object=$4 ORDER BY touched_at DESC, id DESC`,
		f.CourseID, f.Actor.ID, k.Form, k.Object)
	if err != nil {
		return nil, fmt.Errorf("look for draft %s of %s: %w", k.Form, k.Object, err)
	}
	defer rows.Close()
	var all []Draft
	for rows.Next() {
		d := Draft{CourseID: f.CourseID, Key: k}
		var begun, touched int64
		var sealed []byte
		if err := rows.Scan(&d.ID, &d.Tab, &d.Version, &begun, &touched, &sealed); err != nil {
			return nil, err
		}
		if err := f.Unseal("draft", d.ID, sealed, &d.Fields); err != nil {
			return nil, fmt.Errorf("unseal draft %s: %w", d.ID, err)
		}
		d.BegunAt, d.TouchedAt = local(begun), local(touched)
		all = append(all, d)
	}
	return all, rows.Err()
}

func local(us int64) time.Time { return db.Time(us).In(clock.Copenhagen) }

// Lying returns where the actor has drafts not touched since the given time,
// oldest first: course, form and object, but no words. For the author's own
// first page.
func Lying(ctx context.Context, tx *casefile.Tx, actor access.Actor, since time.Time) ([]Draft, error) {
	rows, err := tx.Query(ctx, `SELECT d.id, d.course_id, d.form, d.object, d.version, d.begun_at, d.touched_at FROM draft d
		WHERE d.staff_id=$1 AND d.touched_at < $2
		AND d.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id=$1)
		ORDER BY d.touched_at, d.id`, actor.ID, db.Micros(since))
	if err != nil {
		return nil, fmt.Errorf("drafts lying: %w", err)
	}
	defer rows.Close()
	var all []Draft
	for rows.Next() {
		var d Draft
		var begun, touched int64
		if err := rows.Scan(&d.ID, &d.CourseID, &d.Key.Form, &d.Key.Object, &d.Version, &begun, &touched); err != nil {
			return nil, err
		}
		d.BegunAt, d.TouchedAt = local(begun), local(touched)
		all = append(all, d)
	}
	return all, rows.Err()
}
