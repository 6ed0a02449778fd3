package population

import (
	"fmt"
	"strconv"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/chart/share"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/population"
)

// count is a number, or the word for one that is hidden.
func (w words) count(n *int) string {
	if n == nil {
		return w.t("hidden")
	}
	return strconv.Itoa(*n)
}

func (w words) percent(n *int) string {
	if n == nil {
		return w.t("hidden")
	}
	return strconv.Itoa(*n) + " %"
}

// between is a share with its bounds, as far as they may be told.
func (w words) between(low, high *int) string {
	switch {
	case low == nil:
		return w.t("hidden")
	case high == nil:
		return w.t("at-least", fault.Args{"n": *low})
	case *high == *low:
		return w.percent(low)
	}
	return fmt.Sprintf("%d–%d %%", *low, *high)
}

// fill writes what may be told into the page.
func (w words) fill(p *page, f population.Figures) {
	p.Incomplete, p.Full = f.Answer == population.Incomplete, f.Answer == population.Full
	p.Complete = w.complete(f)
	if p.Incomplete {
		p.Banner = w.t("incomplete")
	}
	for _, s := range f.Made {
		t := w.spread(s)
		p.Made = append(p.Made, w.telling(t))
	}
	if !p.Full {
		return
	}
	p.Result = w.result(f)
	grades := w.telling(*w.grades(f.Grades))
	p.Grades = &grades
	p.Time = w.time(f.Time)
	p.Hours = w.bands("hours", f.Hours)
	p.Begun = w.bands("begun", f.Quarters)
	p.Begun.Note = strings.TrimSpace(p.Begun.Note + " " + w.run(f.Run))
	if f.Continuity != nil {
		p.Continuity = w.t("continuity", fault.Args{"n": *f.Continuity})
	}
	p.Funnel = w.funnel(f.Funnel)
}

// telling leaves the rows out where no figure among the groups may be told: a table of
// the word "hidden" helps nobody.
func (w words) telling(t table) table {
	hidden := w.t("hidden")
	for _, row := range t.Rows {
		for i, cell := range row[1:] {
			if cell != hidden && (row[0] != w.t("head.all") || i < len(row)-2) {
				return t
			}
		}
	}
	t.Rows = nil
	return t
}

func (w words) complete(f population.Figures) string {
	args := fault.Args{"families": w.v.TN("population.families", *f.Families)}
	switch {
	case f.Complete != nil:
		args["n"], args["percent"] = *f.Complete, *f.CompletePercent
		return w.t("complete", args)
	case f.Enough:
		return w.t("complete.above", args)
	}
	return w.t("complete.below", args)
}

func (w words) result(f population.Figures) string {
	switch {
	case f.Low == nil:
		return w.t("result.hidden")
	case f.High == nil:
		return w.t("result.low", fault.Args{"low": *f.Low})
	}
	return w.t("result", fault.Args{"low": *f.Low, "high": *f.High})
}

func (w words) spread(s population.Spread) table {
	t := table{Title: w.t("made." + s.Fact), Head: []string{w.t("made." + s.Fact), w.t("head.families")}}
	for i, answer := range s.Answers {
		name := w.t("made." + s.Fact + "." + answer)
		if s.Fact == "programme" {
			name = w.programme(answer)
		}
		t.Rows = append(t.Rows, []string{name, w.count(s.Shown[i])})
	}
	return t
}

func (w words) grades(g population.GradeTable) *table {
	t := &table{Title: w.t("grades"), Head: []string{w.t("head.programme")}}
	for _, kinds := range g.Kinds {
		var names []string
		for _, k := range kinds {
			names = append(names, w.t("grade."+k))
		}
		t.Head = append(t.Head, strings.Join(names, " · "))
	}
	t.Head = append(t.Head, w.t("head.all"))
	for i, id := range g.Programmes {
		row := []string{w.programme(id)}
		for _, n := range g.Cells[i] {
			row = append(row, w.count(n))
		}
		t.Rows = append(t.Rows, append(row, w.count(g.Rows[i])))
	}
	if len(g.Programmes) > 1 {
		row := []string{w.t("head.all")}
		for _, n := range g.Columns {
			row = append(row, w.count(n))
		}
		t.Rows = append(t.Rows, append(row, w.count(g.Total)))
	}
	return t
}

func (w words) time(all *population.Time) *table {
	t := &table{Title: w.t("time"), Head: []string{w.t("time.month"), w.t("time.at-risk"), w.t("time.first")}}
	if all == nil {
		t.Say = w.t("time.hidden")
		return t
	}
	if all.Plain {
		t.Head = append(t.Head, w.t("time.second"))
	}
	s := share.Survival{Both: all.Plain, Words: share.SurvivalWords{Axis: w.t("time.axis"), Months: w.t("time.months"), First: w.t("time.first"), Second: w.t("time.second")}}
	for _, p := range all.Points {
		row := []string{strconv.Itoa(p.Month), w.t("time.at-least", fault.Args{"n": p.AtRisk}), w.percent(&p.Documented)}
		if all.Plain {
			row = append(row, w.percent(&p.Plain))
		}
		t.Rows = append(t.Rows, row)
		s.Points = append(s.Points, share.Reached{Month: float64(p.Month), First: float64(p.Documented) / 100, Second: float64(p.Plain) / 100})
	}
	last := all.Points[len(all.Points)-1]
	t.Say = w.t("time.say", fault.Args{"month": last.Month, "percent": last.Documented})
	if all.Median != nil {
		t.Note = w.t("time.median", fault.Args{"n": *all.Median})
	}
	if !all.Plain {
		t.Note = w.t("time.no-second")
	}
	s.Frame = w.frame("time", t)
	t.draw(s.Draw)
	return t
}

func (w words) frame(id string, t *table) chart.Frame {
	return chart.Frame{ID: "population-" + id, Title: t.Title, Desc: t.Say, Lang: w.v.Lang}
}

func (t *table) draw(draw func(int) chart.SVG) {
	t.Wide, t.Narrow = draw(chart.Column), draw(chart.Narrow)
}

// bands is a table of groups, with bars when any group may be told.
func (w words) bands(key string, all population.Bands) *table {
	t := &table{Title: w.t(key), Say: w.t(key + ".say"), Head: []string{w.t(key + ".head"), w.t("head.families"), w.t("head.documented")}}
	b := share.Bars{Words: share.BarWords{Sure: w.t("bars.sure"), Unknown: w.t("bars.unknown")}}
	told, apart := false, false
	for _, one := range all {
		name := w.band(key, one.Key)
		t.Rows = append(t.Rows, []string{name, w.count(one.Families), w.between(one.Low, one.High)})
		bar := share.Bar{Name: name}
		if one.Low == nil {
			bar.Hidden = w.t("hidden")
		} else {
			told = true
			bar.Low = float64(*one.Low) / 100
			if one.High != nil {
				apart = true
				bar.High = float64(*one.High) / 100
			}
		}
		b.Bars = append(b.Bars, bar)
	}
	if !told {
		t.Note = w.t("bars.hidden")
		*t = w.telling(*t)
		return t
	}
	if !apart {
		t.Note, b.Words.Unknown = w.t("bars.least"), ""
	}
	b.Frame = w.frame(key, t)
	t.draw(b.Draw)
	return t
}

// band names a group: "100–149 timer", "1. kvartal 2026", "før 3. kvartal 2023".
func (w words) band(key, id string) string {
	id, older := strings.CutPrefix(id, population.Older)
	from, to, _ := strings.Cut(id, "-")
	switch {
	case key == "hours" && to == "":
		return w.t("hours.from", fault.Args{"from": from})
	case key == "hours":
		return w.t("hours.band", fault.Args{"from": from, "to": to})
	case older:
		return w.t("quarter.before", fault.Args{"year": from, "quarter": to})
	}
	return w.t("quarter", fault.Args{"year": from, "quarter": to})
}

// run says whether the quarters wander about their middle as chance would have it.
func (w words) run(c singlecase.RunChart) string {
	if c.N == 0 {
		return "" // no quarter may be told
	}
	if c.Signal == nil {
		return w.t("run.few", fault.Args{"n": c.Useful})
	}
	key := "run.quiet"
	if *c.Signal {
		key = "run.signal"
	}
	return w.t(key, fault.Args{
		"median": lang.Number(w.v.Lang, *c.Median, 0), "run": c.LongestRun, "most": *c.LongestLimit, "crossings": c.Crossings, "least": *c.CrossingsLimit,
	})
}

func (w words) funnel(f *population.Funnel) *table {
	t := &table{Title: w.t("funnel"), Head: []string{w.t("funnel.unit"), w.t("head.families"), w.t("funnel.share"), w.t("funnel.shrunk"), w.t("funnel.outside")}}
	if f == nil {
		t.Say = w.t("funnel.none")
		return t
	}
	outside := 0
	c := share.Funnel{Target: f.Target, Words: share.FunnelWords{
		Axis: w.t("funnel.axis"), Sizes: w.t("funnel.sizes"), Target: w.t("funnel.target"), In95: w.t("funnel.in95"), In998: w.t("funnel.in998"),
	}}
	for _, u := range f.Units {
		if u.Outside != "none" {
			outside++
		}
		t.Rows = append(t.Rows, []string{u.Name, strconv.Itoa(u.Families), w.percent(&u.Percent), w.percent(&u.ShrunkP), w.t("funnel.outside." + u.Outside)})
		c.Units = append(c.Units, share.FunnelUnit{Name: u.Name, Size: u.Families, Share: u.Share})
	}
	for _, l := range f.Curve {
		c.Limits = append(c.Limits, share.FunnelLimit{Size: l.Families, Low95: l.In95.Low, High95: l.In95.High, Low998: l.In998.Low, High998: l.In998.High})
	}
	t.Say = w.t("funnel.inside")
	if outside > 0 {
		t.Say = w.v.TN("population.funnel.say", outside)
	}
	if f.Widened > 1 {
		t.Note = w.t("funnel.widened")
	}
	c.Frame = w.frame("funnel", t)
	t.draw(c.Draw)
	return t
}
