package population

import (
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/population"
	"samspil/internal/web"
)

// file gives the same figures for a spreadsheet, with the same ones hidden. There
// are no families in it, only groups of them, and no day but the month asked as of
// and the quarters.
func (a area) file(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	q := a.question(v)
	q.Form = population.AsFile
	f, err := a.memory.Ask(v.Context(), tx, v.Actor, q)
	if err != nil {
		return nil, err
	}
	w := words{v, a.programmes}
	t := chart.Table{Head: []string{w.t("file.table"), w.t("file.group"), w.t("file.what"), w.t("file.figure")}}
	add := func(title, group, what, figure string) { t.Rows = append(t.Rows, []string{title, group, what, figure}) }
	add(w.t("title"), "", w.t("file.question"), w.question(q))
	add(w.t("title"), "", w.t("file.answer"), w.t("answer."+string(f.Answer)))
	if f.Answer == population.Full || f.Answer == population.Incomplete {
		var p page
		w.fill(&p, f)
		add(w.t("complete.title"), "", w.t("head.families"), w.count(f.Families))
		add(w.t("complete.title"), "", w.t("file.complete"), w.percent(f.CompletePercent))
		if p.Full {
			add(w.t("result.title"), "", w.t("head.documented"), w.between(f.Low, f.High))
			add(w.t("continuity.title"), "", w.t("continuity.head"), w.percent(f.Continuity))
		}
		tables := make([]*table, 0, len(p.Made)+5)
		for i := range p.Made {
			tables = append(tables, &p.Made[i])
		}
		for _, one := range append(tables, p.Grades, p.Time, p.Hours, p.Begun, p.Funnel) {
			if one == nil {
				continue
			}
			for _, row := range one.Rows {
				for i, cell := range row[1:] {
					add(one.Title, row[0], one.Head[i+1], cell)
				}
			}
		}
	}
	return web.File("samspil-tal-"+q.AsOf.String()[:7]+".csv", "text/csv; charset=utf-8", t.CSV()), nil
}
