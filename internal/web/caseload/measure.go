package caseload

import (
	"net/url"
	"slices"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
	"samspil/internal/person"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// measure lists whom the person is to ask, and what will be missing if nothing is done.
func (t *today) measure() ([]row, error) {
	v := t.v
	all, err := outcome.Reminders(v.Context(), t.list)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var ids []string
	for _, r := range all {
		ids = append(ids, r.CourseID)
	}
	slices.Sort(ids)
	people, err := person.People(v.Context(), t.list, v.Actor, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if t.names[p.CourseID+"/"+p.PersonID] == "" && p.Role == person.Child {
			t.children[p.CourseID] = append(t.children[p.CourseID], p.Name)
		}
		t.names[p.CourseID+"/"+p.PersonID] = p.Name
	}
	var out []row
	for _, r := range all {
		out = append(out, t.reminder(r))
	}
	return out, nil
}

// reminder is one person to ask, in one course.
func (t *today) reminder(r outcome.Reminder) row {
	v := t.v
	args := fault.Args{"who": t.names[r.CourseID+"/"+r.RaterID], "children": web.List(v.Lang, t.children[r.CourseID])}
	line := row{To: coursepage.Path(r.CourseID, "udvikling") + "#maal-nu", Title: v.T("caseload.measure.person", args), Tag: web.Tag{Kind: "none", Text: v.T("caseload.measure.rhythm")}}
	switch {
	case r.RaterRole == singlecase.Consultant || r.RaterRole == singlecase.Psychologist:
		line.Title = v.T("caseload.measure.own", args)
	case r.RaterRole == singlecase.Child:
		line.Title = v.T("caseload.measure.child", args)
	case args["who"] == "":
		args["who"] = v.T("instrument.role." + string(r.RaterRole))
		line.Title = v.T("caseload.measure.place", args)
	}
	if slices.Contains(handed.Raters, r.RaterRole) {
		line.To = coursepage.Path(r.CourseID, "udvikling", "skaerm") + "?" + url.Values{"who": {r.RaterID}}.Encode()
	}
	var scales []string
	for _, id := range r.Scales {
		if scale, ok := instrument.ScaleNamed(id); ok {
			scales = append(scales, v.T(scale.Key))
		}
	}
	line.Text = web.List(v.Lang, scales)
	lacks := outcome.Words{Lang: v.Lang}.Lacks(r.Rhythm)
	if len(lacks) > 0 { // what can be mended stands last
		line.Text += ". " + strings.Join(lacks[max(0, len(lacks)-2):], " ")
	}
	switch {
	case r.Due.IsZero():
	case r.Contact:
		line.Tag = web.Tag{Kind: "soon", Text: v.T("caseload.measure.contact", fault.Args{"date": lang.DayMonth(v.Lang, r.Due)})}
	case r.Due == v.Today():
		line.Tag = web.Tag{Kind: "soon", Text: v.T("caseload.measure.today")}
	default:
		line.Tag = web.Tag{Kind: "soon", Text: v.T("caseload.measure.since", fault.Args{"date": lang.DayMonth(v.Lang, r.Due)})}
	}
	return line
}
