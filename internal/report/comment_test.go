package report_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/report"
)

func (m *family) say(c outcome.Comment) {
	c.ID, c.On = db.NewID(), clock.NewDate(2026, 9, 30)
	m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error { return outcome.Say(ctx, f, c) }))
}

// What the family says to the conclusion stands in the report whether it agrees or
// not, and who was not asked is said.
func TestTheFamilysCommentStandsInTheReport(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r, err := m.get("Birgitte", m.draw(report.Status))
		m.ok(err)
		voices := r.Content.Section(report.Voices)
		for _, name := range []string{"Villads", "Camilla", "Jonas"} {
			if !strings.Contains(voices.Facts, name+" er ikke spurgt om konklusionen.") {
				t.Errorf("nobody was asked: %s", voices.Facts)
			}
		}
		m.say(outcome.Comment{RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla, mor", Sees: outcome.SeesOther, Words: "Aftenerne er stadig hårde", Way: outcome.BehalfOf})
		m.say(outcome.Comment{RaterRole: singlecase.Child, RaterID: m.Child, RaterName: "Villads", Sees: outcome.SeesSame, Way: outcome.BySelf})
		r, err = m.get("Birgitte", m.draw(report.Closing))
		m.ok(err)
		voices = r.Content.Section(report.Voices)
		for _, want := range []string{"Om konklusionen, 30. september: Camilla, mor, ser det anderledes. »Aftenerne er stadig hårde« Fortalt til Birgitte.", "Om konklusionen, 30. september: Villads ser det på samme måde."} {
			if !strings.Contains(voices.Words, want) {
				t.Errorf("missing %q: %s", want, voices.Words)
			}
		}
		if voices.Facts != "Jonas er ikke spurgt om konklusionen." {
			t.Errorf("who was not asked: %s", voices.Facts)
		}
		if d := r.Content.Section(report.Disagreement).Words; !strings.Contains(d, "Camilla, mor, ser det anderledes") || strings.Contains(d, "Villads ser det på samme måde") {
			t.Errorf("what is seen differently: %s", d)
		}
		for _, line := range strings.Split(voices.Words+"\n"+voices.Facts, "\n") {
			if !strings.Contains(line, "konklusionen") {
				continue
			}
			all := r.Content.OriginsOf(line)
			if len(all) != 1 || len(all[0].Of) != 1 || all[0].Class == report.Common {
				t.Errorf("whose line is %q: %+v", line, all)
			}
		}
		m.ok(m.write("Birgitte", func(ctx context.Context, f *casefile.Writer) error {
			early, err := report.Draw(ctx, &f.Reader, report.Drawing{Kind: report.Status, From: clock.NewDate(2026, 1, 26), To: clock.NewDate(2026, 8, 1), Programme: m.Programme, Lang: lang.English})
			if v := early.Section(report.Voices); strings.Contains(v.Words, "hårde") || !strings.Contains(v.Facts, "Camilla has not been asked about the conclusion.") {
				t.Errorf("a report of an earlier period: %s %s", v.Words, v.Facts)
			}
			return err
		}))
	})
}
