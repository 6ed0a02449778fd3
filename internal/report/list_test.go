package report_test

import (
	"context"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/report"
)

// list opens a list for somebody of the world.
func (m *family) list(a access.Actor, f func(context.Context, *casefile.List) error) {
	m.t.Helper()
	ctx := context.Background()
	m.ok(m.w.Store.Update(ctx, func(tx *casefile.Tx) error {
		l, err := casefile.OpenList(ctx, tx, a, access.Purpose{Code: access.Reporting}, "test")
		if err != nil {
			return err
		}
		return f(ctx, l)
	}))
}

func TestListsShowFiguresOfOnesOwnCourses(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		id := m.draw(report.Status)
		for _, tt := range []struct {
			name    string
			who     access.Actor
			reports int
			strands int
		}{
			{"the lead", m.w.Birgitte, 1, 3},
			{"the leader", m.w.Gitte, 1, 3},
			{"the adviser, before it is sent", m.w.Dorthe, 0, 3},
			{"somebody else", m.w.Mikkel, 0, 0},
		} {
			m.list(tt.who, func(ctx context.Context, l *casefile.List) error {
				all, err := report.Standings(ctx, l)
				if err != nil {
					return err
				}
				if len(all) != tt.reports || tt.reports > 0 && (all[0].ID != id || all[0].State != report.Draft) {
					t.Errorf("%s: %+v", tt.name, all)
				}
				d, err := outcome.Standings(ctx, l, m.ID)
				if err == nil && len(d[m.ID].Strands) != tt.strands {
					t.Errorf("%s sees %d strands", tt.name, len(d[m.ID].Strands))
				}
				if tt.strands > 0 && d[m.ID].Conclusion.Verdict != singlecase.FamilyDocumented {
					t.Errorf("%s: %s", tt.name, d[m.ID].Conclusion.Verdict)
				}
				return err
			})
		}
	})
}
