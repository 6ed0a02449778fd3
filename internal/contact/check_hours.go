package contact

import (
	"samspil/internal/fault"
	"samspil/internal/rule"
)

// CheckHours refuses an hour plan with fewer hours than the presence that
// decisions require (V9): supervised contact needs somebody there all the time,
// however few hours are left. It counts the proposed arrangement and the
// others; a Proposal with Others and Hours alone is enough to try an hour plan.
// An arrangement that is in force when a step begins counts for the whole step:
// until somebody decides otherwise, the presence will be needed.
func CheckHours(p Proposal) []Finding {
	var found []Finding
	for i, s := range p.Hours {
		needed := 0.0
		for _, a := range append([]Arrangement{p.Arrangement}, p.Others...) {
			needed += presence(a, s)
		}
		planned := float64(s.Weeks) * s.HoursPerWeek
		if planned+0.001 < needed {
			found = append(found, Finding{
				Rule: "V9", Severity: Refuse, Field: "hours", Key: "contactcheck.v9.too_few",
				Args:   fault.Args{"step": i + 1, "planned": planned, "needed": needed},
				Source: sourceSupervised,
			})
		}
	}
	return found
}

// presence returns the hours of required presence of an arrangement in a step:
// whole contacts only, so that the refusal is certain.
func presence(a Arrangement, s HourStep) float64 {
	if a.State != Supervised || !a.InForce(s.From) {
		return 0
	}
	contacts := 0
	switch f := a.Frequency; {
	case f.EveryWeeks > 0:
		contacts = s.Weeks / f.EveryWeeks
	case f.PerMonth > 0:
		contacts = s.Weeks * f.PerMonth * 12 / 52
	}
	return float64(contacts*a.Frequency.Minutes) / 60
}

// monthlyMinimum is how many contacts a month the act has as its floor.
func monthlyMinimum() int { return rule.Get("contact.monthly_min").Count() }
