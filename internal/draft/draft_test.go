package draft_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/draft"
	"samspil/internal/fault"
)

// bench saves and reads drafts as people do, one transaction each.
type bench struct {
	t *testing.T
	w *casefiletest.World
}

func (b bench) save(who access.Actor, course string, k draft.Key, version int64, text string) (draft.Draft, bool) {
	b.t.Helper()
	return b.put(who, course, k, draft.Typed{Version: version, Fields: map[string]string{"observation": text}})
}

func (b bench) put(who access.Actor, course string, k draft.Key, t draft.Typed) (d draft.Draft, kept bool) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, course, func(ctx context.Context, f *casefile.Writer) (err error) {
		d, kept, err = draft.Save(ctx, f, k, t)
		return err
	}))
	return d, kept
}

func (b bench) text(who access.Actor, course string, k draft.Key) string {
	b.t.Helper()
	var text string
	b.w.OK(b.t, b.w.Read(b.t, who, course, func(ctx context.Context, f *casefile.Reader) error {
		d, _, err := draft.Get(ctx, f, k)
		text = d.Fields["observation"]
		return err
	}))
	return text
}

func (b bench) beside(who access.Actor, course string, k draft.Key) (texts []string) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Read(b.t, who, course, func(ctx context.Context, f *casefile.Reader) error {
		all, err := draft.Beside(ctx, f, k)
		for _, d := range all {
			texts = append(texts, d.Fields["observation"])
		}
		return err
	}))
	return texts
}

func (b bench) drop(who access.Actor, course string, k draft.Key) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, course, func(ctx context.Context, f *casefile.Writer) error {
		return draft.Drop(ctx, f, k)
	}))
}

func each(t *testing.T, f func(b bench)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(bench{t, w}) })
}

var note = draft.Key{Form: "contact.note", Object: "7"}

// A long note written over hours is whole, byte for byte, when its author
// comes back after every limit has passed.
func TestLongNoteSurvivesTimeOut(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		text := strings.Repeat("Noah rakte klodsen frem og sagde »mor, se«. ", 400)
		version := int64(0)
		for i := 1; i <= 18; i++ {
			b.w.SetNow(b.w.Now().Add(10 * time.Minute))
			d, _ := b.save(b.w.Lone, course, note, version, text[:len(text)*i/18])
			version = d.Version
		}
		b.w.SetNow(b.w.Now().Add(40 * 24 * time.Hour))
		if got := b.text(b.w.Lone, course, note); got != text {
			b.t.Errorf("got %d bytes of text, want %d", len(got), len(text))
		}
	})
}

// Half a note about one family never shows in the form of another, in another
// form, of another object, or to another person.
func TestDraftShowsOnlyWhereItWasWritten(t *testing.T) {
	each(t, func(b bench) {
		a, other := b.w.Course(b.t), b.w.Course(b.t)
		b.save(b.w.Lone, a, note, 0, "om A")
		for name, got := range map[string]string{
			"another family": b.text(b.w.Lone, other, note),
			"another object": b.text(b.w.Lone, a, draft.Key{Form: note.Form, Object: "8"}),
			"another form":   b.text(b.w.Lone, a, draft.Key{Form: "session", Object: note.Object}),
			"another person": b.text(b.w.Anders, a, note),
		} {
			if got != "" {
				b.t.Errorf("%s: got %q, want nothing", name, got)
			}
		}
		if got := b.text(b.w.Lone, a, note); got != "om A" {
			b.t.Errorf("back in A: got %q", got)
		}
	})
}

// Two windows on one form: the later one gets a conflict and both texts are
// there; the writer's choice goes through; what was handed in is gone, what
// was not is kept.
func TestTwoWindowsKeepBothTexts(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		first, _ := b.save(b.w.Lone, course, note, 0, "fælles")
		b.save(b.w.Lone, course, note, first.Version, "vindue 1")
		now, kept := b.save(b.w.Lone, course, note, first.Version, "vindue 2")
		if kept || now.Fields["observation"] != "vindue 1" {
			b.t.Fatalf("second window: kept %v, shown %q; want a conflict with the first window's text", kept, now.Fields["observation"])
		}
		b.save(b.w.Lone, course, note, first.Version, "vindue 2, mere")
		if diff := cmp.Diff([]string{"vindue 2, mere"}, b.beside(b.w.Lone, course, note)); diff != "" {
			b.t.Errorf("beside (-want +got):\n%s", diff)
		}
		if _, kept := b.save(b.w.Lone, course, note, now.Version, "valgt"); !kept {
			b.t.Error("the choice was not kept")
		}
		b.drop(b.w.Lone, course, note)
		if got := b.text(b.w.Lone, course, note); got != "" {
			b.t.Errorf("after handing in: got %q", got)
		}
		if len(b.beside(b.w.Lone, course, note)) != 1 {
			b.t.Error("the other window's text went with the hand-in")
		}
	})
}

// Every text that was ever sent and not overwritten from its own window is
// somewhere: the same save sent twice makes neither a conflict nor a copy.
func TestSameSaveTwice(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		b.save(b.w.Lone, course, note, 0, "ord")
		if d, kept := b.save(b.w.Lone, course, note, 0, "ord"); !kept || d.Version != 1 {
			b.t.Errorf("retry: kept %v at version %d, want kept at 1", kept, d.Version)
		}
		if got := b.beside(b.w.Lone, course, note); len(got) != 0 {
			b.t.Errorf("retry left %v beside", got)
		}
	})
}

// An untouched form leaves nothing, and emptied text leaves nothing.
func TestEmptyLeavesNothing(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		b.save(b.w.Lone, course, note, 0, "")
		d, _ := b.save(b.w.Lone, course, note, 0, "noget")
		b.save(b.w.Lone, course, note, d.Version, "")
		b.w.OK(b.t, b.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			lying, err := draft.Lying(context.Background(), tx, b.w.Lone, b.w.Now().Add(time.Hour))
			if len(lying) != 0 {
				b.t.Errorf("%d drafts lie, want none", len(lying))
			}
			return err
		}))
	})
}

// A draft that has lain for 14 days is brought up to its author, and to
// nobody else.
func TestLyingDraftsAreTheAuthorsOwn(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		b.save(b.w.Lone, course, note, 0, "ord")
		b.w.SetNow(b.w.Now().Add(draft.Lasting + time.Minute))
		for who, want := range map[access.Actor]int{b.w.Lone: 1, b.w.Anders: 0, b.w.Gitte: 0} {
			b.w.OK(b.t, b.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
				lying, err := draft.Lying(context.Background(), tx, who, b.w.Now().Add(-draft.Lasting))
				if len(lying) != want {
					b.t.Errorf("%s: %d drafts, want %d", who.ID, len(lying), want)
				}
				return err
			}))
		}
	})
}

func TestStrangersAndOverlongDraftsAreRefused(t *testing.T) {
	each(t, func(b bench) {
		course := b.w.Course(b.t)
		save := func(who access.Actor, k draft.Key, text string) error {
			return b.w.Write(b.t, who, course, func(ctx context.Context, f *casefile.Writer) error {
				_, _, err := draft.Save(ctx, f, k, draft.Typed{Fields: map[string]string{"observation": text}})
				return err
			})
		}
		b.w.Denied(b.t, save(b.w.Mikkel, note, "ord"))
		for name, err := range map[string]error{
			"too long": save(b.w.Lone, note, strings.Repeat("x", draft.Most+1)),
			"no form":  save(b.w.Lone, draft.Key{Object: "7"}, "ord"),
		} {
			if fault.KindOf(err) != fault.Invalid {
				b.t.Errorf("%s: got %v, want invalid", name, err)
			}
		}
	})
}
