package outcome

import (
	"context"
	"slices"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/plan"
)

// LastReview is the day from which each strand is also looked at alone: the last
// follow-up that was held, or where none was held the last day for one that the plan
// in force had set and that has passed. Both were fixed before the measurements that
// come after them; a day chosen by looking at the curve would find setbacks where
// there are none. The zero date when there is no such day.
func LastReview(ctx context.Context, f *casefile.Reader) (clock.Date, error) {
	if !f.Can(access.Plan, access.Read) {
		return clock.Date{}, nil
	}
	held, err := plan.FollowUps(ctx, f)
	if err != nil {
		return clock.Date{}, err
	}
	if len(held) > 0 {
		return held[0].HeldOn, nil
	}
	p, _, err := plan.Current(ctx, f)
	if err != nil {
		return clock.Date{}, err
	}
	var last clock.Date
	for _, d := range p.Reviews {
		if !d.After(f.Today()) && d.After(last) {
			last = d
		}
	}
	return last, nil
}

// GradeSince grades each strand from a day that was fixed beforehand, beside the
// grade of the whole course. The conclusion about the family stays as it is.
func (d *Development) GradeSince(day clock.Date) {
	d.Since = day
	if day.IsZero() {
		return
	}
	for i, g := range d.Strands {
		d.Strands[i].Since, d.Strands[i].Window = day, singlecase.GradeWindow(g.Method(clock.Date{}), day)
	}
}

// Moved returns the strands that show a sure change since the last follow-up, the
// setbacks first.
func (d Development) Moved() []Graded {
	var up, down []Graded
	for _, g := range d.Strands {
		switch {
		case g.Since.IsZero() || g.Window.Grade < singlecase.Signs:
		case g.Window.Direction == singlecase.Down:
			down = append(down, g)
		default:
			up = append(up, g)
		}
	}
	return append(down, up...)
}

// SetBack reports whether a strand shows a setback, over the whole course or since
// the last follow-up. Each is taken up at once.
func (g Graded) SetBack() bool {
	whole := g.Result.Grade >= singlecase.Signs && g.Result.Direction == singlecase.Down
	return whole || !g.Since.IsZero() && g.Window.Grade >= singlecase.Signs && g.Window.Direction == singlecase.Down
}

// SetBacks returns the strands that show a setback.
func (d Development) SetBacks() []Graded {
	var out []Graded
	for _, g := range d.Strands {
		if g.SetBack() {
			out = append(out, g)
		}
	}
	return out
}

// WindowWords is what a strand shows since the last follow-up, in a few words.
func (w Words) WindowWords(g Graded) string { return w.GradeWords(g.Window) }

// WindowSentence says what a strand shows since the last follow-up, with the error
// rate of such a window. Empty where there is no such day.
func (w Words) WindowSentence(g Graded) string {
	r, scale := g.Window, g.Scale()
	if g.Since.IsZero() {
		return ""
	}
	since := fault.Args{"since": lang.DayMonth(w.Lang, g.Since)}
	switch {
	case r.Grade == singlecase.TooLittle:
		return w.t("outcome.window.0", since) + " " + w.tooLittle(r, scale)
	case r.Grade == singlecase.NotDocumented && scale.Design == singlecase.PrePost:
		return w.t("outcome.window.1.prepost", since)
	case r.Grade == singlecase.NotDocumented:
		return w.t("outcome.window.1", fault.Args{"since": since["since"], "n": r.N, "d": singlecase.WindowNotice(r.N),
			"x": w.size(scale, singlecase.NoticeSize(scale.SEM, scale.Step))})
	}
	key := "outcome.window." + strconv.Itoa(int(r.Grade)) + "." + string(r.Direction)
	args := w.moved(g.Strand, r)
	args["since"] = since["since"]
	if scale.Design == singlecase.PrePost {
		return w.t(key+".prepost", args)
	}
	args["range"] = w.errors(singlecase.WindowErrorRange(r.Grade, r.N))
	return w.t(key, args)
}

// moved are the places of a sentence about a strand that moved.
func (w Words) moved(s instrument.Strand, r singlecase.StrandResult) fault.Args {
	scale, moved := s.Scale(), "outcome.risen"
	if r.Whole.Last < r.Whole.First {
		moved = "outcome.fallen"
	}
	return fault.Args{
		"strand": w.Strand(s), "moved": w.t(moved, nil), "first": w.Value(scale, r.Whole.First), "last": w.Value(scale, r.Whole.Last),
		"n": r.N, "from": lang.DayMonth(w.Lang, r.From), "to": lang.DayMonth(w.Lang, r.To),
	}
}

// Plain says what a strand shows to a parent or a child, in a sentence of few words.
// A setback since the last follow-up is said as a setback.
func (w Words) Plain(g Graded) string {
	key := "outcome.plain." + strconv.Itoa(min(int(g.Result.Grade), 1))
	switch {
	case g.SetBack():
		key = "outcome.plain.down"
	case g.Result.Grade >= singlecase.Signs:
		key = "outcome.plain." + string(g.Result.Direction)
	}
	return w.t(key, nil)
}

// PlainFamily says the same of the whole family.
func (w Words) PlainFamily(d Development) string {
	up := d.Conclusion.Verdict == singlecase.FamilyDocumented || d.Conclusion.Verdict == singlecase.FamilySigns
	back := len(d.SetBacks()) > 0
	switch {
	case d.Conclusion.Verdict == singlecase.FamilyMixed, up && back:
		return w.t("outcome.plain.mixed", nil)
	case up:
		return w.t("outcome.plain.up", nil)
	case back:
		return w.t("outcome.plain.down", nil)
	case d.Conclusion.Verdict == singlecase.FamilyTooFew:
		return w.t("outcome.plain.0", nil)
	}
	return w.t("outcome.plain.1", nil)
}

// Beside is what always stands beside a result: how much it rests on, and what may
// weaken it. Hours are those delivered. Empty without a measurement.
func (w Words) Beside(d Development, hours float64) string {
	n := d.Measurements()
	if n == 0 {
		return ""
	}
	var from, to clock.Date
	var raters []string
	for _, g := range d.Strands {
		made := g.Made()
		if len(made) == 0 {
			continue
		}
		if from.IsZero() || made[0].On.Before(from) {
			from = made[0].On
		}
		if last := made[len(made)-1].On; last.After(to) {
			to = last
		}
		if name := Rater(g.Strand); !slices.Contains(raters, name) {
			raters = append(raters, name)
		}
	}
	return w.t("outcome.beside", fault.Args{
		"n": n, "from": lang.DayMonth(w.Lang, from), "to": lang.DayMonth(w.Lang, to), "raters": Join(w.Lang, raters),
		"missed": d.MissedCount(), "changes": d.Changes(), "hours": lang.Number(w.Lang, hours, 1), "rule": d.Conclusion.Rule,
	})
}
