package coursepage

import (
	"samspil/internal/chart"
	"samspil/internal/method/singlecase"
)

// Subject is the figure with which the measurements of a rater are drawn.
func Subject(rater singlecase.Role) chart.Subject {
	switch rater {
	case singlecase.Child:
		return chart.Child
	case singlecase.Parent, singlecase.Relative:
		return chart.Parent
	case singlecase.Observation:
		return chart.Dyad
	case singlecase.Consultant, singlecase.Psychologist:
		return chart.Consultant
	}
	return chart.Other
}

// SubjectName is the figure's name for the partial "subject"; everybody outside the
// family and the team stands with the school.
func SubjectName(rater singlecase.Role) string {
	if s := Subject(rater); s != chart.Other {
		return string(s)
	}
	return "school"
}
