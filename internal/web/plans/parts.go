package plans

import (
	"fmt"
	"slices"
	"strconv"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// The longest text of a form field, in characters.
const maxText = 4000

// formNumber writes a number as it stands in a form field.
func formNumber(x float64) string { return lang.Number(lang.Danish, x, 2) }

// personRow is one person whose starting point is written down.
type personRow struct{ ID, Name, Role string }

// family are those whose starting point the plan describes.
func family(h coursepage.Head) []person.Card {
	return h.InRole(person.Child, person.Parent, person.Partner, person.Sibling, person.Foster)
}

func (e *editing) peopleRows(v *web.Visit) []personRow {
	var rows []personRow
	for _, c := range family(e.Head) {
		rows = append(rows, personRow{c.PersonID, c.Name, v.T("courses.role." + string(c.Role))})
	}
	return rows
}

func familyValues(e *editing) map[string][]string {
	values := map[string][]string{}
	for _, c := range family(e.Head) {
		for _, name := range []string{"resources.", "challenges.", "needs."} {
			values[name+c.PersonID] = []string{""}
		}
	}
	for _, q := range e.Plan.Prerequisites {
		values["resources."+q.PersonID] = []string{q.Resources}
		values["challenges."+q.PersonID] = []string{q.Challenges}
		values["needs."+q.PersonID] = []string{q.Needs}
	}
	return values
}

func takeFamily(e *editing, form web.Form, bad *fault.Problems) {
	var all []plan.Prerequisite
	for _, c := range family(e.Head) {
		q := plan.Prerequisite{
			PersonID:   c.PersonID,
			Resources:  form.Text(bad, "resources."+c.PersonID, maxText),
			Challenges: form.Text(bad, "challenges."+c.PersonID, maxText),
			Needs:      form.Text(bad, "needs."+c.PersonID, maxText),
		}
		if q.Resources+q.Challenges+q.Needs != "" {
			all = append(all, q)
		}
	}
	e.Plan.Prerequisites = all
}

func (e *editing) activityOptions(v *web.Visit) []web.Option {
	var options []web.Option
	for _, k := range e.Programme.Activities {
		options = append(options, web.Option{Value: k.ID, Key: k.Key, Hint: v.T(k.HintKey)})
	}
	return options
}

func activityValues(e *editing) map[string][]string {
	return map[string][]string{"activities": e.Plan.Activities, "activitynote": {e.Plan.ActivityNote}}
}

func takeActivities(e *editing, form web.Form, bad *fault.Problems) {
	e.Plan.Activities = nil
	for _, id := range form.Values("activities") {
		if _, ok := e.Programme.Activity(id); !ok {
			bad.Add("activities", "web.form.choose")
		} else if !slices.Contains(e.Plan.Activities, id) {
			e.Plan.Activities = append(e.Plan.Activities, id)
		}
	}
	e.Plan.ActivityNote = form.Text(bad, "activitynote", maxText)
}

// stepRow is one line of the hour plan in the form.
type stepRow struct {
	N                    int    // counted from 1
	Weeks, Hours, Reason string // names of the fields
	When                 string // the days it covers, in words; empty for a new line
}

// spareSteps are the empty lines offered after those that are filled in. Without
// script a further one comes when the page has been saved.
const spareSteps = 2

func (e *editing) stepRows(v *web.Visit) []stepRow {
	n := len(e.Plan.Steps) + spareSteps
	for v.Form.Sent() && v.Form.Value(stepName(n, "weeks"))+v.Form.Value(stepName(n, "hours")) != "" && n < 12 {
		n++
	}
	var rows []stepRow
	for i := range min(max(n, 3), 12) {
		r := stepRow{N: i + 1, Weeks: stepName(i, "weeks"), Hours: stepName(i, "hours"), Reason: stepName(i, "reason")}
		if i < len(e.Plan.Steps) && !e.Plan.StartOn.IsZero() {
			last := e.Plan.StepStart(i + 1).AddDays(-1)
			r.When = v.Say("plans.steps.when", fault.Args{"from": e.Plan.StepStart(i), "to": last})
		}
		rows = append(rows, r)
	}
	return rows
}

func stepName(i int, field string) string { return fmt.Sprintf("steps.%d.%s", i, field) }

func hourValues(e *editing) map[string][]string {
	values := map[string][]string{
		"start": {e.Plan.StartOn.String()}, "told": {e.Plan.ToldOn.String()}, "reason": {e.Plan.Reason},
		"durationreason": {e.Plan.DurationReason}, "extrareason": {e.Plan.ExtraReason},
	}
	for i, s := range e.Plan.Steps {
		values[stepName(i, "weeks")] = []string{strconv.Itoa(s.Weeks)}
		values[stepName(i, "hours")] = []string{formNumber(s.HoursPerWeek)}
		values[stepName(i, "reason")] = []string{s.Reason}
	}
	return values
}

func takeHours(e *editing, form web.Form, bad *fault.Problems) {
	p := &e.Plan
	p.StartOn, p.ToldOn = form.Date(bad, "start"), form.Date(bad, "told")
	p.Reason = form.Text(bad, "reason", maxText)
	p.DurationReason = form.Text(bad, "durationreason", maxText)
	p.ExtraReason = form.Text(bad, "extrareason", maxText)
	p.Steps = nil
	for i := range 12 {
		weeks, hasWeeks := form.Int(bad, stepName(i, "weeks"))
		hours, hasHours := form.Number(bad, stepName(i, "hours"))
		reason := form.Text(bad, stepName(i, "reason"), maxText)
		switch {
		case !hasWeeks && !hasHours && reason == "":
			continue
		case !hasWeeks && bad != nil && form.Value(stepName(i, "weeks")) == "":
			bad.Add(stepName(i, "weeks"), "plan.steps.weeks")
		case !hasHours && form.Value(stepName(i, "hours")) == "":
			bad.Add(stepName(i, "hours"), "plan.steps.hours")
		}
		p.Steps = append(p.Steps, plan.Step{Weeks: weeks, HoursPerWeek: hours, Reason: reason})
	}
}

// dateRow is one planned follow-up in the form.
type dateRow struct {
	N     int
	Field string
}

const mostReviews = 6

func (e *editing) dateRows(v *web.Visit) []dateRow {
	var rows []dateRow
	for i := range min(max(len(e.Plan.Reviews)+2, 3), mostReviews) {
		rows = append(rows, dateRow{i + 1, fmt.Sprintf("reviews.%d", i)})
	}
	return rows
}

// latest is the last day of the first follow-up, in words.
func (e *editing) latest(v *web.Visit) string {
	if e.Before != nil || e.Plan.StartOn.IsZero() {
		return ""
	}
	return lang.LongDate(v.Lang, e.Programme.FirstReview(e.Plan.StartOn, e.Course.Assessment.End))
}

func reviewValues(e *editing) map[string][]string {
	values := map[string][]string{"rhythmreason": {e.Plan.RhythmReason}}
	for i, d := range e.Plan.Reviews {
		values[fmt.Sprintf("reviews.%d", i)] = []string{d.String()}
	}
	return values
}

func takeReviews(e *editing, form web.Form, bad *fault.Problems) {
	e.Plan.RhythmReason = form.Text(bad, "rhythmreason", maxText)
	e.Plan.Reviews = nil
	for i := range mostReviews {
		if d := form.Date(bad, fmt.Sprintf("reviews.%d", i)); !d.IsZero() {
			e.Plan.Reviews = append(e.Plan.Reviews, d)
		}
	}
}
