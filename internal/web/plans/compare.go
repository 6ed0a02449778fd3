package plans

import (
	"samspil/internal/casefile"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// comparePage lays two versions side by side.
type comparePage struct {
	coursepage.Head
	Crumbs   []web.Link
	Old, New plan.Plan
	Rows     []compareRow
	Pairs    []pairRow
}

type compareRow struct {
	Label, Old, New string
	Changed         bool
}

type pairRow struct {
	plan.GoalPair
	Tag web.Tag
}

// comparePlans shows a version beside the one it was drawn from.
func (a area) comparePlans(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	h, err := coursepage.LoadTeam(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	newer, err := plan.Get(v.Context(), f, v.Param("plan"))
	if err != nil {
		return nil, err
	}
	older, err := plan.Get(v.Context(), f, newer.Supersedes)
	if err != nil {
		return nil, err
	}
	d := comparePage{Head: h, Old: older, New: newer, Crumbs: crumbs(v, h, "plans.compare")}
	d.Rows = compareRows(v, older, newer)
	kinds := map[plan.Turn]string{plan.Kept: "", plan.Altered: "soon", plan.Added: "done", plan.Removed: "none"}
	for _, p := range plan.Pair(older, newer) {
		r := pairRow{GoalPair: p}
		if kind := kinds[p.Turn]; kind != "" {
			r.Tag = web.Tag{Kind: kind, Text: v.T("plans.compare." + string(p.Turn))}
		}
		d.Pairs = append(d.Pairs, r)
	}
	return web.Page("plans/compare", d).Titled("plans.compare"), nil
}

func compareRows(v *web.Visit, older, newer plan.Plan) []compareRow {
	row := func(key, a, b string) compareRow { return compareRow{v.T(key), a, b, a != b} }
	date := func(p plan.Plan) (string, string) {
		return lang.PlainDate(v.Lang, p.StartOn), lang.PlainDate(v.Lang, p.EndOn)
	}
	oldStart, oldEnd := date(older)
	newStart, newEnd := date(newer)
	return []compareRow{
		row("plans.compare.start", oldStart, newStart),
		row("plans.compare.end", oldEnd, newEnd),
		row("plans.compare.hours", web.Hours(v.Lang, older.Planned()), web.Hours(v.Lang, newer.Planned())),
		row("plans.compare.steps", older.InWords(v.Lang), newer.InWords(v.Lang)),
		row("plans.compare.followups", datesInWords(v, older), datesInWords(v, newer)),
		row("plans.compare.reason", older.Reason, newer.Reason),
	}
}

func datesInWords(v *web.Visit, p plan.Plan) string {
	var all []string
	for _, d := range p.Reviews {
		all = append(all, lang.PlainDate(v.Lang, d))
	}
	return web.List(v.Lang, all)
}
