package outcome

import (
	"strconv"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

func (w Words) tn(key string, n int) string { return lang.TN(w.Lang, key, n, nil) }

// ErrorOf is the measurement error and where the figure comes from.
func (w Words) ErrorOf(g Graded) string {
	scale := g.Scale()
	switch {
	case scale.Ordinal:
		return w.t("outcome.strand.0.ordinal", nil)
	case scale.SEM == 0 && !scale.Coded:
		return w.t("outcome.strand.0.no-sem", nil)
	case scale.SEM == 0:
		return w.t("development.coded.error.unknown", fault.Args{"need": interaction.LeastPairs})
	}
	sem, from := lang.Number(w.Lang, scale.SEM, 2), w.SourceOf(g.Instrument, scale.SEM, scale.SEMSource)
	if scale.Percent {
		sem = lang.Number(w.Lang, scale.SEM*100, 0) + " %"
	}
	return w.t("development.fact.error.text", fault.Args{"sem": sem, "source": from})
}

// Agreement says how alike two people have coded what a strand is counted from.
func (w Words) Agreement(g Graded) []string {
	a := g.Agreement
	switch {
	case a.N == 0:
		return []string{w.t("development.coded.alone", nil)}
	case a.ICC == nil:
		return []string{w.tn("development.coded.pairs", a.N), w.t("development.coded.icc.none", nil)}
	}
	text := w.t("development.coded.icc", fault.Args{"icc": lang.Number(w.Lang, *a.ICC, 2)})
	if a.ICCCI != nil {
		text = w.t("development.coded.icc.from-to", fault.Args{"icc": lang.Number(w.Lang, *a.ICC, 2),
			"low": lang.Number(w.Lang, a.ICCCI[0], 2), "high": lang.Number(w.Lang, a.ICCCI[1], 2)})
	}
	return []string{w.tn("development.coded.pairs", a.N), text}
}

// Source says where the measurement error comes from.
func (w Words) Source(s instrument.Scale) string {
	key := "development.sem." + s.ID
	if lang.Has(w.Lang, key) {
		return w.t(key, nil)
	}
	return w.t("development.sem.agreed", nil)
}

// SourceOf says where an error comes from that may not be the scale's own: recorded
// here with its source, or found between two who coded the same.
func (w Words) SourceOf(scale string, sem float64, said string) string {
	own, ok := instrument.ScaleNamed(scale)
	switch {
	case ok && own.SEM == sem:
		return w.Source(own)
	case ok && !own.Coded:
		return strings.TrimRight(said, ".")
	}
	return w.t("development.coded.error.pairs", nil)
}

// Rule is the figures of the rule, for psychologists.
func (w Words) Rule(g Graded) []string {
	line := func(key string, t *singlecase.Test) string {
		args := fault.Args{
			"change": lang.Number(w.Lang, t.Change, 2), "threshold": lang.Number(w.Lang, t.Threshold, 2), "s": strconv.Itoa(t.S), "p": "= –",
		}
		if t.P != nil {
			args["p"] = "= " + lang.Number(w.Lang, *t.P, 3)
			if *t.P < 0.001 {
				args["p"] = "< " + lang.Number(w.Lang, 0.001, 3)
			}
		}
		return w.t(key, args)
	}
	out := []string{line("development.rule.whole", g.Result.Whole)}
	if g.Result.WithoutIntake != nil {
		out = append(out, line("development.rule.without", g.Result.WithoutIntake))
	}
	return append(out, w.t("development.rule.name", fault.Args{"rule": g.Result.Rule}))
}

// Ends says what the two ends of the scale mean.
func (w Words) Ends(s instrument.Scale) string {
	text := w.t("development.chart.ends", fault.Args{
		"least": w.Value(s, s.Least), "lowest": w.t(s.Key+".least", nil), "most": w.Value(s, s.Most), "highest": w.t(s.Key+".most", nil),
	})
	if s.LowerIsBetter {
		text += " " + w.t("development.chart.lower", nil)
	}
	return text
}
