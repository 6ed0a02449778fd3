package coursepage

import (
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/plan"
	"samspil/internal/programme"
	"samspil/internal/web"
)

// Head is what a page of a course knows of it before its own subject begins.
type Head struct {
	People
	Course    course.Course
	Programme programme.Programme

	// Team is everybody who has, or had, a seat on the fixed team. It is empty
	// after Load, and for who may not know the team.
	Team []course.Member
}

// Load reads the head without the team, for pages that do not ask for it. A course
// whose programme is not among programmes is an internal fault.
func Load(v *web.Visit, f *casefile.Reader, programmes programme.Catalogue) (Head, error) {
	var h Head
	var err error
	if h.Course, h.Programme, err = CourseOf(v, f, programmes); err != nil {
		return h, err
	}
	h.People, err = Meet(v, f)
	return h, err
}

// LoadTeam is Load with the team.
func LoadTeam(v *web.Visit, f *casefile.Reader, programmes programme.Catalogue) (Head, error) {
	h, err := Load(v, f, programmes)
	if err != nil || !f.Can(access.Team, access.Read) {
		return h, err
	}
	h.Team, err = course.Team(v.Context(), f)
	return h, err
}

// CourseOf reads the course with its programme, for a deed that needs no more.
func CourseOf(v *web.Visit, f *casefile.Reader, programmes programme.Catalogue) (course.Course, programme.Programme, error) {
	c, err := course.Get(v.Context(), f)
	if err != nil {
		return c, programme.Programme{}, err
	}
	c.ID = f.CourseID
	p, ok := programmes.Get(c.Programme)
	if !ok {
		return c, p, fmt.Errorf("course %s: programme %q is not known", f.CourseID, c.Programme)
	}
	return c, p, nil
}

// EndsOn is the last day of the course: the day it ended, else the day that was set,
// else the last of the plan p; none when nobody has said.
func (h Head) EndsOn(p plan.Plan) clock.Date {
	switch {
	case !h.Course.EndedOn.IsZero():
		return h.Course.EndedOn
	case !h.Course.ExpectedEnd.IsZero():
		return h.Course.ExpectedEnd
	}
	return p.LastDay()
}
