package phone_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/outbox"
	"samspil/internal/wire"
)

func TestDrafts(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		typed := func(text string) outbox.Entry {
			return b.writing(id, wire.Writing{Draft: &wire.Draft{Form: "before", Fields: map[string]string{"focus": text}}})
		}
		stands := func() string {
			b.t.Helper()
			var fields map[string]string
			b.read(func(ctx context.Context, f *casefile.Reader) error {
				d, _, err := draft.Get(ctx, f, draft.Key{Form: "before", Object: id})
				fields = d.Fields
				return err
			})
			return fields["focus"]
		}
		one, two, three := typed("Ve"), typed("Vente"), typed("Vente på")
		b.put(two)
		b.put(one) // older than what came
		if got := stands(); got != "Vente" {
			b.t.Errorf("the newest counts: %q", got)
		}
		b.w.SetNow(b.w.Now().Add(time.Hour))
		b.put(three) // kept on the phone meanwhile; nobody else has typed
		if got := stands(); got != "Vente på" {
			b.t.Errorf("the phone goes on with its own: %q", got)
		}
		late := typed("Vente på No")
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Vente på Noah"}}))
		if got := stands(); got != "" {
			b.t.Errorf("handed in, and still a draft: %q", got)
		}
		b.put(late)
		if got := stands(); got != "" {
			b.t.Errorf("a draft from before the form was handed in: %q", got)
		}
		b.put(typed("Vente på Noah og"))
		if got := stands(); got != "Vente på Noah og" {
			b.t.Errorf("a new draft after it: %q", got)
		}
	})
}

// TestTheDesksDraftIsNotWrittenOver: what was typed at the desk after the phone's text
// stands, and the phone's lies beside it.
func TestTheDesksDraftIsNotWrittenOver(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		key := draft.Key{Form: "note", Object: id}
		old := b.writing(id, wire.Writing{Draft: &wire.Draft{Form: "visit", Fields: map[string]string{"observation": "På telefonen"}}})
		b.w.SetNow(b.w.Now().Add(time.Hour))
		b.do(func(ctx context.Context, f *casefile.Writer) error {
			_, _, err := draft.Save(ctx, f, key, draft.Typed{Fields: map[string]string{"observation": "Ved skrivebordet", "staff": "lone"}})
			return err
		})
		b.put(old)
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			d, _, err := draft.Get(ctx, f, key)
			if err != nil {
				return err
			}
			beside, err := draft.Beside(ctx, f, key)
			if d.Fields["observation"] != "Ved skrivebordet" || len(beside) != 1 || beside[0].Fields["observation"] != "På telefonen" {
				b.t.Errorf("%v and %+v", d.Fields, beside)
			}
			return err
		})
		b.put(b.writing(id, wire.Writing{Draft: &wire.Draft{Form: "visit", Fields: map[string]string{"observation": "Begge dele"}}}))
		b.read(func(ctx context.Context, f *casefile.Reader) error {
			d, _, err := draft.Get(ctx, f, key)
			if d.Fields["observation"] != "Begge dele" || d.Fields["staff"] != "lone" {
				b.t.Errorf("%v", d.Fields)
			}
			return err
		})
	})
}
