package outcome

import (
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// RhythmOf counts a strand's measurements against the rule in force, up to the last
// day of the work.
func RhythmOf(s instrument.Strand, today, last clock.Date) instrument.Rhythm {
	return s.Rhythm(ruleInForce(), today, last)
}

// Due says when a strand is to be measured next, or how late it is; empty where it has
// no rhythm of its own.
func (w Words) Due(r instrument.Rhythm, today clock.Date) string {
	switch {
	case r.Due.IsZero():
		return ""
	case r.Overdue > 0:
		return lang.TN(w.Lang, "outcome.rhythm.overdue", r.Overdue, nil)
	case r.Due == today:
		return w.t("outcome.rhythm.today", nil)
	}
	return w.t("outcome.rhythm.due", fault.Args{"date": lang.PlainDate(w.Lang, r.Due)})
}

// Lacks says what a strand's measurements will lack on the last day, while there is
// time to mend it, and what can no longer be mended. Nothing when all is well.
func (w Words) Lacks(r instrument.Rhythm) []string {
	var out []string
	uneven := func(where string) string {
		return w.t("outcome.strand.0."+string(singlecase.ReasonUneven), fault.Args{"where": w.t(where, nil)}) + " "
	}
	switch {
	case r.LacksStart && r.StartGone:
		out = append(out, uneven("outcome.at-beginning")+w.t("outcome.rhythm.start", nil))
	case r.LacksStart:
		out = append(out, uneven("outcome.at-beginning")+lang.TN(w.Lang, "outcome.rhythm.start-to", r.StartLacks, fault.Args{"to": lang.PlainDate(w.Lang, r.StartTo)}))
	}
	if r.LacksEnd {
		out = append(out, uneven("outcome.at-end")+lang.TN(w.Lang, "outcome.rhythm.end", r.EndLacks, fault.Args{"from": lang.PlainDate(w.Lang, r.EndFrom)}))
	}
	args := fault.Args{"need": r.Need, "enough": r.Enough}
	switch {
	case r.Short():
		out = append(out, lang.TN(w.Lang, "outcome.rhythm.short", r.Reaches, args))
	case r.Few():
		out = append(out, lang.TN(w.Lang, "outcome.rhythm.few", r.Reaches, args))
	}
	switch {
	case r.Every > 0:
		out = append(out, lang.TN(w.Lang, "outcome.rhythm.every", r.Every, nil))
	case r.Few():
		out = append(out, w.t("outcome.rhythm.cannot", nil))
	}
	return out
}
