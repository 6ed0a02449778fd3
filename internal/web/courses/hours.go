package courses

import (
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/plan"
	"samspil/internal/session"
	"samspil/internal/web"
)

// hoursPanel is the hours of a course: a sentence, the drawing and its table.
type hoursPanel struct {
	Lead         []plan.Piece
	Wide, Narrow chart.SVG
	Note         string
	Table        chart.Table
	CSV          string // where the table can be had as a file; empty for none
	Empty        bool   // there is nothing to draw yet
}

// draw makes the panel from the picture.
func draw(p plan.Picture) hoursPanel {
	c := p.Chart()
	return hoursPanel{
		Lead: p.Pieces(), Wide: c.Draw(chart.Column), Narrow: c.Draw(chart.Narrow), Note: p.Note(), Table: p.Table(),
		Empty: len(p.Plan.Steps) == 0 && p.Held.Total == 0,
	}
}

// picture gathers what the hours of the course are drawn from.
func (h head) picture(v *web.Visit, f *casefile.Reader, p plan.Plan) (plan.Picture, []session.Session, error) {
	pic := plan.Picture{Plan: p, Today: h.Today, Lang: v.Lang}
	sessions, err := session.Facts(v.Context(), f, session.Period{})
	if err != nil {
		return pic, nil, err
	}
	delivered := session.Count(sessions)
	pic.Held = plan.Held{Total: delivered.Total, Weeks: delivered.PerWeek, Absent: map[clock.Date]bool{}}
	for _, s := range sessions {
		if s.Status == session.NoShow {
			pic.Held.Absent[session.Monday(clock.DateOf(s.When()))] = true
		}
	}
	if pic.Frame, err = plan.FrameOf(v.Context(), f); err != nil || p.Supersedes == "" || p.Surplus(pic.Frame.Granted) == 0 {
		return pic, sessions, err
	}
	before, err := plan.Get(v.Context(), f, p.Supersedes)
	if fault.KindOf(err) == fault.NotFound {
		return pic, sessions, nil
	}
	pic.Before = &before
	return pic, sessions, err
}

// hoursFile is the table of hours as a file for a spreadsheet.
func (a area) hoursFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.read(v, f)
	if err != nil {
		return nil, err
	}
	if err := f.Record("extract", "hours", f.CourseID); err != nil {
		return nil, err
	}
	return web.File(v.T("courses.hours.file")+".csv", "text/csv; charset=utf-8", x.picture.Table().CSV()), nil
}
