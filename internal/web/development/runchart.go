package development

import (
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
)

// runPanel is a strand about its own median, with what the signals say.
type runPanel struct {
	Sentence, Figures string
	Wide, Narrow      chart.SVG
}

// run is drawn from ten measurements that count and do not lie on the median; below
// that nothing can be told.
func (x *file) run(v *web.Visit, g outcome.Graded) *runPanel {
	var values []float64
	for _, r := range g.Counted() {
		values = append(values, *r.Value)
	}
	c := singlecase.RunChartOf(values)
	if c.Signal == nil {
		return nil
	}
	key := "development.run.quiet"
	if *c.Signal {
		key = "development.run.signal"
	}
	median := x.words(v).Value(g.Scale(), *c.Median)
	p := &runPanel{Sentence: v.T(key), Figures: v.T("development.run.figures", fault.Args{
		"useful": c.Useful, "median": median, "run": c.LongestRun, "most": *c.LongestLimit, "crossings": c.Crossings, "least": *c.CrossingsLimit})}
	draw := chart.Run{
		Frame: chart.Frame{ID: "loeb-" + g.ID, Title: v.T("development.run.title"), Desc: p.Sentence, Lang: v.Lang},
		Phase: x.phase(v, g), Median: v.T("development.run.median", fault.Args{"median": median}),
	}
	p.Wide, p.Narrow = draw.Draw(chart.Wide), draw.Draw(chart.Narrow)
	return p
}

// strandFile is one strand as a table for a spreadsheet.
func (a area) strandFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, err
	}
	g, err := x.find(v.Param("strand"))
	if err != nil {
		return nil, err
	}
	t := x.phase(v, g).Table([3]string{v.T("development.table.day"), v.T("development.table.phase"), v.T("development.table.value")}, v.T("development.table.absent"))
	if err := f.Record("extract", "measures", g.ID); err != nil {
		return nil, err
	}
	return web.File(v.T("development.file")+".csv", "text/csv; charset=utf-8", t.CSV()), nil
}
