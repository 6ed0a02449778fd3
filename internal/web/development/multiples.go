package development

import (
	"cmp"
	"slices"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/web"
)

// multiples are all strands at a glance: what is measured downwards, who rates
// across, and in each place a small chart over the same days, with the grade in
// words and the number of measurements.
type multiples struct {
	Raters []string
	Rows   []multipleRow
}

type multipleRow struct {
	Title, Quote string
	Cells        []multipleCell // one for each rater
}

// multipleCell is a strand, or a place where that person does not rate.
type multipleCell struct {
	Rater, To         string
	Chart             chart.SVG
	Tag               web.Tag
	Grade             int
	GradeText, Counts string
	None              bool
}

// room for the charts beside the names of what is measured.
const multiplesRoom = chart.Wide - 220

// multiples is nil with fewer than two raters: there is nothing to see side by side.
// rows are the strands as the table has them, in the same order.
func (x *file) multiples(v *web.Visit, rows []strandRow) *multiples {
	type rater struct{ role, id string }
	type subject struct{ instrument, goal, title string }
	var raters []rater
	var subjects []subject
	m := &multiples{}
	at := map[rater]map[subject]int{}
	from, to := x.span()
	for i, g := range x.Development.Strands {
		r, s := rater{string(g.RaterRole), g.RaterID}, subject{g.Instrument, g.GoalID, g.Title}
		if at[r] == nil {
			at[r] = map[subject]int{}
			raters, m.Raters = append(raters, r), append(m.Raters, g.RaterName)
		}
		if _, twice := at[r][s]; twice {
			s.title += " " + g.ID // the same again, opened anew: a row of its own
		}
		if at[r][s] = i; !slices.Contains(subjects, s) {
			subjects = append(subjects, s)
		}
	}
	if len(raters) < 2 {
		return nil
	}
	for _, s := range subjects {
		var row multipleRow
		for i, r := range raters {
			place, ok := at[r][s]
			if !ok {
				row.Cells = append(row.Cells, multipleCell{Rater: m.Raters[i], None: true})
				continue
			}
			g, one := x.Development.Strands[place], rows[place]
			row.Title, row.Quote = one.Title, cmp.Or(row.Quote, one.Quote)
			cell := multipleCell{
				Rater: m.Raters[i], To: one.To, Chart: small(x.phase(v, g), from, to).Draw(multiplesRoom / len(raters)), Tag: one.Tag, Grade: one.Grade, GradeText: one.GradeText,
				Counts: v.TN("development.multiples.n", len(g.Counted())),
			}
			if n := len(g.Missed); n > 0 {
				cell.Counts += ", " + v.TN("development.missing", n)
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// span is the period that all small charts show.
func (x *file) span() (from, to clock.Date) {
	from, to = x.Course.StartOn, x.lastDay()
	for _, g := range x.Development.Strands {
		for _, r := range g.Made() {
			if from.IsZero() || r.On.Before(from) {
				from = r.On
			}
			if r.On.After(to) {
				to = r.On
			}
		}
	}
	if from.IsZero() {
		from = to
	}
	return from, to
}

// small is the same chart without its words, over that period.
func small(p chart.Phase, from, to clock.Date) chart.Small {
	p.ID = strings.Replace(p.ID, "kurve-", "felt-", 1)
	return chart.Small{Frame: p.Frame, From: from, To: to, Scale: p.Scale, Subject: p.Subject, Points: p.Points, Borders: p.Borders}
}
