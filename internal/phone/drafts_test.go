package phone_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/lang"
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

// stands are the fields of a draft, and of those beside it.
func (b *house) stands(key draft.Key) (fields map[string]string, beside []map[string]string) {
	b.t.Helper()
	b.read(func(ctx context.Context, f *casefile.Reader) error {
		d, _, err := draft.Get(ctx, f, key)
		if err != nil {
			return err
		}
		all, err := draft.Beside(ctx, f, key)
		for _, x := range all {
			beside = append(beside, x.Fields)
		}
		fields = d.Fields
		return err
	})
	return fields, beside
}

// atDesk types into a form at the desk, having seen what stands there.
func (b *house) atDesk(key draft.Key, fields map[string]string) {
	b.t.Helper()
	b.do(func(ctx context.Context, f *casefile.Writer) error {
		was, _, err := draft.Get(ctx, &f.Reader, key)
		if err != nil {
			return err
		}
		_, _, err = draft.Save(ctx, f, key, draft.Typed{Version: was.Version, Tab: "vindue", Fields: fields})
		return err
	})
}

// given are the drafts of a session as a phone is given them.
func (b *house) given(id string) []wire.Draft {
	b.t.Helper()
	for _, v := range b.day(b.w.Lone, lang.Danish).Visits {
		if v.Session == id {
			return v.Drafts
		}
	}
	b.t.Fatalf("session %s is not on the day", id)
	return nil
}

// TestWhatWasNotSeenIsNotWrittenOver: a phone's text takes the place of one that its
// author saw, or wrote in the same writing. All others stay, whichever is newer.
func TestWhatWasNotSeenIsNotWrittenOver(t *testing.T) {
	text := func(s string) map[string]string { return map[string]string{"focus": s} }
	each(t, func(b *house) {
		b.running()
		id := b.today()
		key := draft.Key{Form: "before", Object: id}
		type told struct{ begun, stands string }
		put := func(k told, words string, seen ...string) {
			b.t.Helper()
			b.put(b.writing(id, wire.Writing{Draft: &wire.Draft{Form: "before", Fields: text(words), Begun: k.begun, Stands: k.stands, Seen: seen}}))
		}
		want := func(when, stands string, beside ...string) {
			b.t.Helper()
			got, others := b.stands(key)
			var texts []string
			for _, o := range others {
				texts = append(texts, o["focus"])
			}
			slices.Sort(texts)
			if got["focus"] != stands || !slices.Equal(texts, beside) {
				b.t.Errorf("%s: stands %q, beside %q; want %q and %q", when, got["focus"], texts, stands, beside)
			}
		}
		b.atDesk(key, map[string]string{"focus": "Ved skrivebordet", "staff": "lone"})
		b.w.SetNow(b.w.Now().Add(time.Hour))
		put(told{begun: "a"}, "På telefonen")
		want("the phone wrote later, and had not seen the desk's", "Ved skrivebordet", "På telefonen")
		put(told{begun: "a"}, "På telefonen, mere")
		want("it goes on beside", "Ved skrivebordet", "På telefonen, mere")
		put(told{begun: "b"}, "Efter en genstart")
		want("a third text", "Ved skrivebordet", "Efter en genstart", "På telefonen, mere")
		day := b.given(id)
		if len(day) != 3 || day[0].Beside || day[0].Stands == "" || !day[1].Beside || !day[2].Beside || day[2].Begun != "a" {
			b.t.Fatalf("the day brings all three: %+v", day)
		}
		put(told{begun: "c", stands: day[0].Stands}, "Begge dele", day[1].Stands, day[2].Stands)
		want("all were seen", "Begge dele")
		if got, _ := b.stands(key); got["staff"] != "lone" {
			b.t.Errorf("what only the desk asks for stays: %v", got)
		}
		put(told{begun: "c", stands: day[0].Stands}, "Begge dele, mere")
		want("the same writing goes on", "Begge dele, mere")
		if day = b.given(id); len(day) != 1 || day[0].Begun != "c" {
			b.t.Errorf("whose it is: %+v", day)
		}
		put(told{begun: "d"}, "Blindt")
		want("the same phone after a restart, blind", "Begge dele, mere", "Blindt")
		b.put(b.writing(id, wire.Writing{Before: &wire.Before{Held: yes(), Focus: "Blindt"},
			Draft: &wire.Draft{Form: "before", Begun: "d"}}))
		want("handed in by one who had not seen it", "Begge dele, mere")
	})
}

// TestADraftOfTheSameNumberIsAnother: the desk's first save has the same number as the
// phone's had, and is not the phone's.
func TestADraftOfTheSameNumberIsAnother(t *testing.T) {
	each(t, func(b *house) {
		id := b.today()
		key := draft.Key{Form: "before", Object: id}
		typed := func(text string) {
			b.t.Helper()
			b.put(b.writing(id, wire.Writing{Draft: &wire.Draft{Form: "before", Begun: "a", Fields: map[string]string{"focus": text}}}))
		}
		typed("Vente")
		b.do(func(ctx context.Context, f *casefile.Writer) error { return draft.Drop(ctx, f, key) })
		b.atDesk(key, map[string]string{"focus": "Følge"})
		typed("Vente på Noah")
		got, beside := b.stands(key)
		if got["focus"] != "Følge" || len(beside) != 1 || beside[0]["focus"] != "Vente på Noah" {
			b.t.Errorf("%v and %v", got, beside)
		}
	})
}

// TestANoteAndAMarkAreDraftsToo: they come back on the phone, and go when they are
// handed in; a mark of no session lies with its course.
func TestANoteAndAMarkAreDraftsToo(t *testing.T) {
	each(t, func(b *house) {
		b.running()
		id := b.today()
		begun := func(form, session, name string) wire.Draft {
			return wire.Draft{Form: form, Begun: name, Fields: map[string]string{"text": "Han vinkede."}}
		}
		note, mark := begun("note", id, "a"), begun("attention", "", "b")
		b.put(b.writing(id, wire.Writing{Draft: &note}))
		b.put(b.writing("", wire.Writing{Draft: &mark}))
		b.refused(b.writing("", wire.Writing{Draft: &note}), "phone.draft.form")
		day := b.day(b.w.Lone, lang.Danish)
		if got := b.given(id); len(got) != 1 || got[0].Form != "note" || got[0].Fields["text"] != "Han vinkede." {
			b.t.Errorf("the note: %+v", got)
		}
		if got := day.Courses[0].Drafts; len(got) != 1 || got[0].Form != "attention" {
			b.t.Errorf("the mark: %+v", got)
		}
		b.put(b.writing(id, wire.Writing{Note: &wire.Note{Text: "Noget andet."}}))
		if got := b.given(id); len(got) != 1 {
			b.t.Errorf("another note took it away: %+v", got)
		}
		b.put(b.writing(id, wire.Writing{Note: &wire.Note{Text: "Han vinkede."}, Draft: &wire.Draft{Form: "note", Begun: "a"}}))
		b.put(b.writing("", wire.Writing{Attention: &wire.Attention{What: "Uro"}, Draft: &wire.Draft{Form: "attention", Begun: "b"}}))
		if got := b.given(id); len(got) != 0 {
			b.t.Errorf("handed in: %+v", got)
		}
		if got := b.day(b.w.Lone, lang.Danish).Courses[0].Drafts; len(got) != 0 {
			b.t.Errorf("handed in: %+v", got)
		}
	})
}
