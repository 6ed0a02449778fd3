package report_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/report"
	"samspil/internal/voice"
)

func TestOnlyWhatTheChildLetBeToldStandsInAReport(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		for _, e := range []voice.Entry{
			{Words: "Jeg kan godt lide madpakkerne", How: voice.Talk, Tell: voice.TellAll},
			{Words: "Villads byggede en garage til alle", How: voice.Observation, Tell: voice.TellUnasked},
			{Words: "Det må du ikke sige til nogen", How: voice.Talk, Tell: voice.TellNone, Confidential: true},
			{Words: "den blå elefant", How: voice.Talk, Tell: voice.TellAll, Confidential: true},
		} {
			e.ID, e.Row, e.ChildID, e.On, e.Subject = db.NewID(), db.NewID(), m.Child, clock.NewDate(2026, 8, 19), voice.OnService
			m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return voice.Write(ctx, f, e) }))
		}
		r, err := m.get("Birgitte", m.draw(report.Status))
		m.ok(err)
		benefit := r.Content.Section(report.Benefit)
		if !strings.Contains(benefit.Words, "Villads, 19. august: »Jeg kan godt lide madpakkerne«") {
			t.Errorf("the child's words: %s", benefit.Words)
		}
		if !strings.Contains(benefit.Observation, "Villads byggede en garage til alle") {
			t.Errorf("what it showed: %s", benefit.Observation)
		}
		for _, s := range r.Content.Sections {
			for _, l := range report.Layers {
				if text := s.Text(l); strings.Contains(text, "ikke sige til nogen") || strings.Contains(text, "elefant") {
					t.Errorf("%s gives away what the child wanted kept: %s", s.Question, text)
				}
			}
		}
	})
}
