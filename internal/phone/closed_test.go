package phone_test

import (
	"context"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

func TestAClosedCourseTakesOnlyWhatAPersonLaysThere(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		b.as(b.w.Gitte, func(ctx context.Context, f *casefile.Writer) error {
			_, err := f.Exec(ctx, `UPDATE course SET status = $1 WHERE course_id = $2`, course.Closed, b.course)
			return err
		})
		e := b.writing(id, wire.Writing{During: held()})
		b.refused(e, "phone.closed")
		if b.get(id).During.Written() {
			b.t.Error("it was put in its place all the same")
		}
		b.put(b.entry(wire.KindVoid, "", wire.Lost{V: 1, From: 1, To: 2, Reason: "lost"}))
		b.w.OK(b.t, b.w.Write(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Writer) error { return phone.Release(ctx, f, e) }))
		if !b.get(id).During.Written() {
			b.t.Error("what a person laid in its place is not there")
		}
	})
}
