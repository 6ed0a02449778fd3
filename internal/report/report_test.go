package report_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/report"
	"samspil/internal/report/reporttest"
)

// family is a course near its end, with its whole history.
type family struct {
	*reporttest.Family
	t *testing.T
	w *casefiletest.World
}

func each(t *testing.T, f func(t *testing.T, m *family)) {
	t.Helper()
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(t, &family{reporttest.Villads(t, w), t, w}) })
}

func (m *family) who(name string) access.Actor {
	for _, a := range []access.Actor{m.w.Birgitte, m.w.Henrik, m.w.Gitte, m.w.Dorthe, m.w.Soeren} {
		if a.Name == name {
			return a
		}
	}
	m.t.Fatalf("nobody is called %s", name)
	return access.Actor{}
}

func (m *family) write(name string, f func(context.Context, *casefile.Writer) error) error {
	m.t.Helper()
	return m.w.Write(m.t, m.who(name), m.ID, f)
}

func (m *family) ok(err error) {
	m.t.Helper()
	m.w.OK(m.t, err)
}

// draw begins a report of the kind, by Birgitte, and returns its id.
func (m *family) draw(kind report.Kind) string {
	m.t.Helper()
	id := db.NewID()
	m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
		d := report.Drawing{Kind: kind, From: clock.NewDate(2026, 1, 26), To: clock.NewDate(2026, 10, 1), Programme: m.Programme, Lang: lang.Danish}
		content, err := report.Draw(ctx, &f.Reader, d)
		if err != nil {
			return err
		}
		id, err = report.Begin(ctx, f, report.Report{ID: id, Kind: kind, From: d.From, To: d.To, Content: content})
		return err
	}))
	return id
}

func (m *family) get(name, id string) (r report.Report, err error) {
	err = m.w.Read(m.t, m.who(name), m.ID, func(ctx context.Context, f *casefile.Reader) error {
		r, err = report.Get(ctx, f, id)
		return err
	})
	return r, err
}

func (m *family) version(id string) int64 {
	m.t.Helper()
	r, err := m.get("Birgitte", id)
	m.ok(err)
	return r.Version
}

// at does something to the report as it stands now.
func (m *family) at(name, id string, f func(ctx context.Context, w *casefile.Writer, version int64) error) error {
	m.t.Helper()
	v := m.version(id)
	return m.write(name, func(ctx context.Context, w *casefile.Writer) error { return f(ctx, w, v) })
}

// assess writes an assessment under a heading.
func (m *family) assess(id string, questions ...report.Question) {
	m.t.Helper()
	for _, q := range questions {
		r, err := m.get("Birgitte", id)
		m.ok(err)
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
			return report.Write(ctx, f, id, r.Version, r.Content.Section(q).With(report.Assessment, "Vi vurderer, at Villads har gavn af det."))
		}))
	}
}

func TestWhatIsDrawn(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Closing)
		r, err := m.get("Birgitte", id)
		m.ok(err)
		c := r.Content
		if c.Child != "Villads, 7 år" || len(c.Curves) != 3 || c.Caution || len(c.Weeks) == 0 || len(c.Borders) != 3 {
			t.Errorf("the head: %q, %d curves, caution %v, %d weeks, %d borders", c.Child, len(c.Curves), c.Caution, len(c.Weeks), len(c.Borders))
		}
		for _, k := range c.Curves {
			if scale, _ := instrument.ScaleNamed(k.Scale); k.SEM != scale.SEM || k.SEM == 0 {
				t.Errorf("%s was drawn with the error %v, want %v", k.Title, k.SEM, scale.SEM)
			}
		}
		var got []report.Question
		for _, s := range c.Sections {
			got = append(got, s.Question)
		}
		if want := report.Questions(report.Closing); strings.Join(words(got), " ") != strings.Join(words(want), " ") {
			t.Errorf("headings %v", got)
		}
		for _, want := range []struct {
			q     report.Question
			layer report.Layer
			words []string
		}{
			{report.Conclusion, report.Facts, []string{"3 af 3 målte områder er blevet bedre", "Målingerne siger ikke, hvad der er årsagen."}},
			{report.Conclusion, report.Assessment, []string{"Der er sket en udvikling.", "Henrik"}},
			{report.Goals, report.Facts, []string{"Mål: Rolige morgener", "fra omkring 3 til omkring 7"}},
			{report.Benefit, report.Words, []string{"»så ved jeg det godt«"}},
			{report.Thriving, report.Facts, []string{"»Fem dage i skole«, set af skolen: 2 til 5 af 5."}},
			{report.Changed, report.Facts, []string{"Blevet bedre:", "Ingen af målingerne er gået tilbage."}},
			{report.Delivered, report.Facts, []string{"15 af 84 bevilgede timer", "Aflyst af forælderen: 1"}},
			{report.Analysis, report.Facts, []string{"Analyse skrevet under", "Henrik"}},
			{report.Attention, report.Facts, []string{"12. marts:", "Familierådgivningen fik besked.", "Sundhedsplejersken hjælper"}},
		} {
			text := c.Section(want.q).Text(want.layer)
			for _, w := range want.words {
				if !strings.Contains(text, w) {
					t.Errorf("%s, %s lacks %q: %s", want.q, want.layer, w, text)
				}
			}
		}
		for _, s := range c.Sections {
			for _, l := range report.Layers {
				if text := s.Text(l); strings.Contains(text, "‹") || strings.Contains(text, "**") || strings.Contains(text, "{") {
					t.Errorf("%s, %s: %s", s.Question, l, text)
				}
			}
		}
	})
}

func words(q []report.Question) []string {
	var out []string
	for _, one := range q {
		out = append(out, string(one))
	}
	return out
}

func TestAClosingReportFromDraftToSent(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Closing)
		if again := m.draw(report.Closing); again != id {
			t.Error("a second report of the kind was begun")
		}
		submit := func() error {
			v := m.version(id)
			return m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return report.Submit(ctx, f, id, v) })
		}
		if got := fields(submit()); got != "benefit next transitions" {
			t.Errorf("submitted without an assessment: %q", got)
		}
		m.assess(id, report.Benefit, report.Next, report.Transitions)
		m.ok(submit())
		m.ok(submit())
		if err := m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error {
			return report.Write(ctx, f, id, v, report.Section{Question: report.Next, Assessment: "Andet"})
		}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("written in while it waits: %v", err)
		}
		approve := func(name string) error {
			v := m.version(id)
			return m.write(name, func(ctx context.Context, f *casefile.Writer) error { return report.Approve(ctx, f, id, v) })
		}
		m.w.Denied(t, approve("Birgitte"))
		m.w.Denied(t, approve("Henrik"))
		m.ok(approve("Gitte"))
		send := func() error {
			return m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return report.Send(ctx, f, id, lang.Danish) })
		}
		if got := fields(send()); got != "signature.lead signature.psychologist" {
			t.Errorf("sent without signatures: %q", got)
		}
		m.sign(id, "Birgitte", "Henrik")
		if _, err := m.get("Dorthe", id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the adviser read it before it was sent: %v", err)
		}
		m.ok(send())
		m.ok(send())
		if _, err := m.get("Dorthe", id); err != nil {
			t.Errorf("the adviser cannot read it: %v", err)
		}
		if _, err := m.get("Søren", id); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else read it: %v", err)
		}
		m.ok(m.w.Read(t, m.who("Birgitte"), m.ID, func(ctx context.Context, f *casefile.Reader) error {
			message, err := attention.Get(ctx, f, id)
			if err == nil && (message.Kind != attention.Report || message.SentAt.IsZero() || message.RefersTo != id) {
				t.Errorf("the message: %+v", message)
			}
			return err
		}))
		if err := m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.TakeBack(ctx, f, id, v) }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taken back after it was sent: %v", err)
		}
	})
}

func (m *family) sign(id string, names ...string) {
	m.t.Helper()
	for _, name := range names {
		r, err := m.get(name, id)
		m.ok(err)
		m.ok(m.write(name, func(ctx context.Context, f *casefile.Writer) error { return report.Sign(ctx, f, id, r.Fingerprint) }))
	}
}

func fields(err error) string {
	e, ok := fault.As(err)
	if !ok {
		return ""
	}
	var out []string
	for _, f := range e.Fields {
		out = append(out, f.Name)
	}
	return strings.Join(out, " ")
}

func TestASignatureFallsWithTheText(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Closing)
		m.assess(id, report.Benefit, report.Next, report.Transitions)
		r, err := m.get("Birgitte", id)
		m.ok(err)
		sign := func(mark string) error {
			return m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return report.Sign(ctx, f, id, mark) })
		}
		if err := sign(r.Fingerprint); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a draft was signed: %v", err)
		}
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return report.Submit(ctx, f, id, r.Version) }))
		if err := sign("another text"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("another text than the one read was signed: %v", err)
		}
		m.sign(id, "Birgitte", "Henrik")
		if r, _ = m.get("Birgitte", id); len(r.Unsigned()) != 0 {
			t.Errorf("unsigned: %v", r.Unsigned())
		}
		m.w.Denied(t, m.write("Gitte", func(ctx context.Context, f *casefile.Writer) error { return report.Sign(ctx, f, id, r.Fingerprint) }))
		m.ok(m.write("Gitte", func(ctx context.Context, f *casefile.Writer) error {
			return report.Return(ctx, f, id, r.Version, "Skriv, hvem der tager over")
		}))
		m.assess(id, report.Parents)
		r, err = m.get("Henrik", id)
		m.ok(err)
		if len(r.Unsigned()) != 2 || len(r.Remarks) != 1 || r.State != report.Draft {
			t.Errorf("after a change: unsigned %v, remarks %d, %s", r.Unsigned(), len(r.Remarks), r.State)
		}
	})
}

func TestTwoWhoWriteAtOnce(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Status)
		v := m.version(id)
		put := func(name, text string) error {
			return m.write(name, func(ctx context.Context, f *casefile.Writer) error {
				return report.Write(ctx, f, id, v, report.Section{Question: report.Next, Assessment: text})
			})
		}
		m.ok(put("Birgitte", "Den skal fortsætte."))
		if err := put("Henrik", "Den skal slutte."); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the second writer: %v", err)
		}
		if r, _ := m.get("Henrik", id); r.Content.Section(report.Next).Assessment != "Den skal fortsætte." {
			t.Error("the first text was lost")
		}
		m.w.Denied(t, put("Gitte", "x"))
		if got := fields(m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error {
			return report.Write(ctx, f, id, v, report.Section{Question: report.Next, Assessment: strings.Repeat("x", 20001)})
		})); got != "assessment" {
			t.Errorf("too long: %q", got)
		}
	})
}

func TestAHiddenPlaceIsNeverSent(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		m.hide("Kanariesøskolen, Rønnehøj 999, 0000 Kanarieby")
		id := m.draw(report.Status)
		m.assess(id, report.Benefit, report.Next)
		for _, text := range []string{"Han går på Kanariesøskolen nu.", "Vi kørte til rønnehøj.", "Bor i KANARIEBY"} {
			r, err := m.get("Birgitte", id)
			m.ok(err)
			m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
				return report.Write(ctx, f, id, r.Version, r.Content.Section(report.Thriving).With(report.Observation, text))
			}))
			m.ok(m.w.Read(t, m.who("Birgitte"), m.ID, func(ctx context.Context, f *casefile.Reader) error {
				r, err := report.Get(ctx, f, id)
				if err != nil {
					return err
				}
				kinds, err := r.GivesAway(ctx, f)
				if len(kinds) != 1 {
					t.Errorf("%q gives away %v", text, kinds)
				}
				return err
			}))
		}
		m.ok(m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.Submit(ctx, f, id, v) }))
		m.ok(m.at("Gitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.Approve(ctx, f, id, v) }))
		err := m.write("Gitte", func(ctx context.Context, f *casefile.Writer) error { return report.Send(ctx, f, id, lang.Danish) })
		if !report.WasStopped(err) {
			t.Fatalf("it was not stopped: %v", err)
		}
		m.ok(m.write("Gitte", func(ctx context.Context, f *casefile.Writer) error {
			return report.NoteStopped(ctx, f, db.NewID(), "Rapporten nævnte en skole")
		}))
	})
}

// hide protects Villads and keeps a school that must not be known.
func (m *family) hide(place string) {
	m.t.Helper()
	m.ok(m.write("Dorthe", func(ctx context.Context, f *casefile.Writer) error {
		cards, err := person.Cards(ctx, &f.Reader)
		if err != nil {
			return err
		}
		if err := person.Protect(ctx, f, person.Protection{
			ID: db.NewID(), PersonID: cards[0].PersonID, Kind: person.Threat, From: clock.NewDate(2026, 2, 1), Source: "kommunen",
		}); err != nil {
			return err
		}
		return person.Keep(ctx, f, cards[0].PersonID, person.NewPlace{ID: db.NewID(), Kind: person.SchoolName, Where: person.NewWhereabouts(place)}, "")
	}))
}

func TestClosingSaysWhatIsMissing(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		closeIt := func() error {
			return m.write("Gitte", func(ctx context.Context, f *casefile.Writer) error {
				return report.Close(ctx, f, m.Programme, course.Closing{Ending: course.Planned, On: clock.NewDate(2026, 10, 1)})
			})
		}
		if got := fields(closeIt()); got != "goals report" {
			t.Errorf("missing: %q", got)
		}
		m.w.Denied(t, m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
			return report.Close(ctx, f, m.Programme, course.Closing{Ending: course.Planned})
		}))
		m.ok(m.write("Birgitte", m.ConcludeAll))
		id := m.draw(report.Closing)
		m.assess(id, report.Benefit, report.Next, report.Transitions)
		m.ok(m.at("Birgitte", id, func(ctx context.Context, f *casefile.Writer, v int64) error { return report.Submit(ctx, f, id, v) }))
		m.sign(id, "Birgitte", "Henrik")
		m.ok(closeIt())
		m.ok(closeIt())
		m.ok(m.w.Read(t, m.who("Gitte"), m.ID, func(ctx context.Context, f *casefile.Reader) error {
			c, err := course.Get(ctx, f)
			if c.Status != course.Closed {
				t.Errorf("the course is %s", c.Status)
			}
			return err
		}))
	})
}

func TestTheLeadersExceptionStandsInForDevelopment(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		except := func(name, why string) error {
			return m.write(name, func(ctx context.Context, f *casefile.Writer) error { return report.Except(ctx, f, db.NewID(), why) })
		}
		m.w.Denied(t, except("Birgitte", "Familien er flyttet"))
		if got := fields(except("Gitte", " ")); got != "exception" {
			t.Errorf("without a reason: %q", got)
		}
		m.ok(except("Gitte", "Familien er flyttet"))
		m.ok(m.w.Read(t, m.who("Gitte"), m.ID, func(ctx context.Context, f *casefile.Reader) error {
			x, err := report.Ready(ctx, f, m.Programme)
			if err == nil && (x.Exception != "Familien er flyttet" || !x.Documented || x.Analyses < 2 || len(x.OpenGoals) != 1) {
				t.Errorf("ready: exception %q, documented %v, %d analyses, %d open goals", x.Exception, x.Documented, x.Analyses, len(x.OpenGoals))
			}
			return err
		}))
	})
}

// Of two measurements on one day the rule counts the last; the report shows what was
// counted and says that one was not.
func TestWhatTheRuleLeavesOutIsNotShownAsCounted(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		var was, is report.Curve
		drawn := func(ctx context.Context, f *casefile.Reader) report.Curve {
			c, err := report.Draw(ctx, f, report.Drawing{Kind: report.Closing, From: clock.NewDate(2026, 1, 26), To: clock.NewDate(2026, 10, 1), Programme: m.Programme, Lang: lang.Danish})
			m.ok(err)
			return c.Curves[0]
		}
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
			was = drawn(ctx, &f.Reader)
			value := 1.0
			err := instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: was.ID, On: was.Points[3].On, Value: &value})
			is = drawn(ctx, &f.Reader)
			return err
		}))
		if want := was.Count + ", én tæller ikke"; is.Count != want {
			t.Errorf("count %q, want %q", is.Count, want)
		}
		if len(is.Points) != len(was.Points) || is.Points[3].Value != 1 {
			t.Errorf("%d points, the one of that day %v; want %d, and the last of the day", len(is.Points), is.Points[3].Value, len(was.Points))
		}
	})
}
