package report_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
)

func TestTheSecondReaderSeesWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Status)
		m.assess(id, report.Next)
		submit := func() {
			t.Helper()
			m.ok(m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.Submit(ctx, f, id, v) }))
		}
		since := func(name string) (out []report.Change, read bool) {
			t.Helper()
			m.ok(m.w.Read(t, m.who(name), m.ID, func(ctx context.Context, f *casefile.Reader) error {
				r, err := report.Get(ctx, f, id)
				if err != nil {
					return err
				}
				out, _, read, err = report.SinceRead(ctx, f, r)
				return err
			}))
			return out, read
		}
		submit()
		if _, read := since("Gitte"); read {
			t.Error("nobody has read it, and a reading is told of")
		}
		m.ok(m.at("Gitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error {
			return report.Return(ctx, f, id, v, "Hvem tager over?")
		}))
		r, err := m.get("Birgitte", id)
		m.ok(err)
		before := r.Fingerprint
		text := "Vi vurderer, at Villads har stor gavn af det."
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
			return report.Write(ctx, f, id, r.Version, r.Content.Section(report.Next).With(report.Assessment, text))
		}))
		submit()
		got, _ := since("Gitte")
		want := []report.Change{{Question: report.Next, Layer: report.Assessment, Stretches: []report.Stretch{
			{Text: "Vi vurderer, at Villads har "}, {Text: "stor ", New: true}, {Text: "gavn af det."},
		}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		m.ok(m.at("Gitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.Approve(ctx, f, id, v) }))
		r, err = m.get("Birgitte", id)
		m.ok(err)
		if one, ok := r.Approval(); !ok || one.Fingerprint != r.Fingerprint || one.Fingerprint == before || one.By != m.w.Gitte.ID {
			t.Errorf("what was approved: %+v %v", one, ok)
		}
		var texts []report.Version
		m.ok(m.w.Read(t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Reader) (err error) {
			texts, err = report.Versions(ctx, f, id)
			return err
		}))
		if len(texts) != 3 || texts[1].Fingerprint != before || texts[2].Fingerprint != r.Fingerprint {
			t.Errorf("%d texts are kept", len(texts))
		}
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return report.Send(ctx, f, id, lang.Danish) }))
		if err := m.w.Read(t, m.w.Dorthe, m.ID, func(ctx context.Context, f *casefile.Reader) error {
			_, err := report.Versions(ctx, f, id)
			return err
		}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the adviser sees earlier texts: %v", err)
		}
	})
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ name, before, now, want string }{
		{"the same", "a b c", "a b c", "a b c"},
		{"a word more", "a c", "a b c", "a +[b ]c"},
		{"a word less", "a b c", "a c", "a -[b ]c"},
		{"another word", "a b c", "a x c", "a -[b ]+[x ]c"},
		{"all new", "", "a b", "+[a b]"},
		{"all gone", "a b", "", "-[a b]"},
		{"a line more", "én\nto", "én\nog\nto", "én\n+[og\n]to"},
		{"moved", "a b c d", "c d a b", "-[a b ]c +[d a b]-[d]"},
	} {
		var got strings.Builder
		for _, s := range report.Compare(c.before, c.now) {
			switch {
			case s.New:
				got.WriteString("+[" + s.Text + "]")
			case s.Gone:
				got.WriteString("-[" + s.Text + "]")
			default:
				got.WriteString(s.Text)
			}
		}
		if c.name == "moved" { // any shortest way will do, so only both texts are asked for
			var before, now string
			for _, s := range report.Compare(c.before, c.now) {
				if !s.New {
					before += s.Text
				}
				if !s.Gone {
					now += s.Text
				}
			}
			if before != c.before || now != c.now {
				t.Errorf("moved: %q and %q", before, now)
			}
			continue
		}
		if got.String() != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.String(), c.want)
		}
	}
	long := strings.Repeat("ord ", 2100)
	if got := report.Compare("a "+long, "b "+strings.ReplaceAll(long, "o", "u")); len(got) != 2 {
		t.Errorf("texts that share nothing: %d stretches", len(got))
	}
}

func TestReadability(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {"…", 0}, {"Vi er her.", 3}, {"Vi er her. Du er her.", 3}, {"Vi er her\nDu er der", 3},
		{"Familierådgivningen vurderer.", 102}, {"Han sagde: »jeg vil hjem«", 3},
		{"Kl. 3 kom hun.", 2},
	} {
		if got := report.Readability(c.text); got != c.want {
			t.Errorf("%q: %d, want %d", c.text, got, c.want)
		}
	}
}

func TestTheChildsVersionIsLookedAtByAPerson(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Status)
		child := func(name string) (c report.ChildVersion) {
			t.Helper()
			m.ok(m.w.Read(t, m.who(name), m.ID, func(ctx context.Context, f *casefile.Reader) (err error) {
				c, err = report.ChildOf(ctx, f, id)
				return err
			}))
			return c
		}
		write := func(name string, number int64, confirm bool, now string) error {
			return m.write(name, func(ctx context.Context, f *casefile.Writer) error {
				return report.WriteChild(ctx, f, id, report.ChildVersion{Number: number, Texts: map[report.ChildQuestion]string{report.ChildNow: now}}, confirm)
			})
		}
		if c := child("Birgitte"); c.Number != 0 || c.Text() != "" {
			t.Errorf("something was written by itself: %+v", c)
		}
		if got := fields(write("Birgitte", 0, true, "")); !strings.Contains(got, "now") {
			t.Errorf("confirmed empty: %s", got)
		}
		hard := "Familierådgivningen vurderer indsatsens sammenhængende foranstaltninger."
		if got := fields(write("Birgitte", 0, true, hard)); !strings.Contains(got, "why") {
			t.Errorf("confirmed though hard to read: %s", got)
		}
		m.ok(write("Birgitte", 0, false, hard))
		if c := child("Henrik"); c.Confirmed || c.Number != 1 {
			t.Errorf("kept: %+v", c)
		}
		if err := write("Henrik", 0, false, "Vi ses."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("written over somebody else's text: %v", err)
		}
		m.ok(write("Henrik", 1, true, "Vi ses på mandag."))
		m.ok(write("Henrik", 1, true, "Vi ses på mandag.")) // twice is once
		if c := child("Gitte"); !c.Confirmed || c.Number != 2 || c.By != m.w.Henrik.ID {
			t.Errorf("confirmed: %+v", c)
		}
		m.ok(write("Birgitte", 2, false, "Vi ses på tirsdag."))
		if c := child("Gitte"); c.Confirmed {
			t.Error("another text has the old one's word")
		}
		if err := write("Gitte", 3, true, "Vi ses."); fault.KindOf(err) != fault.Denied {
			t.Errorf("the second reader wrote: %v", err)
		}
	})
}

func TestEachDrawnLineKnowsWhereItIsFrom(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r, err := m.get("Birgitte", m.draw(report.Closing))
		m.ok(err)
		c := r.Content
		for _, s := range c.Sections {
			for _, l := range report.Layers {
				for _, line := range strings.Split(s.Text(l), "\n") {
					if line != "" && len(c.OriginsOf(line)) == 0 {
						t.Errorf("%s %s: nobody knows where this is from: %s", s.Question, l, line)
					}
				}
			}
		}
		if got := c.Drawn(report.Thriving, report.Facts); len(got) != 1 || got[0].Kind != "strand" || got[0].ID != m.Strands[1] || got[0].Class != report.OfPlace {
			t.Errorf("the school's line: %+v", got)
		}
		seen := c.Drawn(report.Thriving, report.Observation)
		if len(seen) == 0 || seen[0].Kind != "session" || seen[0].Class != report.Met || !cmp.Equal(seen[0].Of, []string{m.Mother}) { // the child was there too
			t.Errorf("what was seen: %+v", seen)
		}
	})
}
