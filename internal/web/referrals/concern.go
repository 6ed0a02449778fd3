package referrals

import (
	"fmt"

	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/web"
)

// readConcerns reads who is worried and what was seen. Empty blocks at the end are
// left out; one in the middle is asked about, at its own place.
func (s *sheet) readConcerns(r *course.Referral, bad *fault.Problems) {
	f := s.forms[stepConcerns]
	for n := 1; n <= filled(f, "c", "worried", "who", "what", "seen"); n++ {
		in := fmt.Sprintf("c%d.", n)
		r.Concerns = append(r.Concerns, course.Concern{
			Worried: course.Worried(f.OneOf(bad, in+"worried", texts(course.WorriedBy)...)),
			Who:     f.Text(bad, in+"who", maxLine),
			What:    f.Text(bad, in+"what", maxText),
			SeenOn:  f.Date(bad, in+"seen"),
		})
	}
}

// readBasis reads the legal ground, the purpose, the focus areas and the consents.
func (s *sheet) readBasis(r *course.Referral, bad *fault.Problems) {
	f := s.forms[stepBasis]
	r.Basis = f.Values("basis")
	r.DecisionOn = f.Date(bad, "decision_on")
	r.Purpose = f.Text(bad, "purpose", maxText)
	r.WhyNoConsent = f.Text(bad, "why_no_consent", maxText)
	r.Assessment.Kind = course.AssessmentKind(f.OneOf(bad, "assessment", string(course.WelfareAssessment), string(course.LightAssessment), "none"))
	if r.Assessment.Kind == "none" {
		r.Assessment.Kind = course.NoAssessment
	} else {
		r.Assessment.From, r.Assessment.End = f.Date(bad, "assessment_from"), f.Date(bad, "assessment_to")
	}
	for n := 1; n <= filled(f, "f", "text"); n++ {
		in := fmt.Sprintf("f%d.", n)
		r.FocusAreas = append(r.FocusAreas, course.FocusArea{
			Text:   f.Text(bad, in+"text", maxLine),
			Origin: course.Origin(f.OneOf(bad, in+"origin", texts(course.Origins)...)),
			On:     r.Assessment.End,
		})
	}
	for _, word := range holders(*r) {
		s.readConsent(r, f, bad, word)
	}
}

// readConsent reads a custody holder's answer to the service.
func (s *sheet) readConsent(r *course.Referral, f web.Form, bad *fault.Problems, word string) {
	in := word + ".consent_"
	status := course.ConsentStatus(f.OneOf(bad, in+"status", texts(course.ConsentStatuses)...))
	if status == "" {
		bad.Add(in+"status", "referral.consent.missing")
		return
	}
	c := course.Consent{PersonID: word, Kind: course.ForService, Status: status}
	if status == course.Given || status == course.Refused {
		if c.How = course.ConsentHow(f.OneOf(bad, in+"how", texts(course.ConsentHows)...)); c.How == "" {
			bad.Add(in+"how", "course.consent.how.missing")
		}
		day := f.NeededDate(bad, in+"on", "referral.consent.on.missing")
		switch {
		case day.After(s.today):
			bad.Add(in+"on", "course.consent.future")
		case !day.IsZero():
			c.At = day.At(0, 0)
		}
	}
	r.Consents = append(r.Consents, c)
}

// holders are the words of those who hold custody.
func holders(r course.Referral) []string {
	var out []string
	for _, one := range r.People {
		for _, rel := range r.Relations {
			if one.Card.Role == person.Parent && rel.From == one.Word && rel.Custody != nil && *rel.Custody {
				out = append(out, one.Word)
				break
			}
		}
	}
	return out
}

// readHours reads the hours, the length, and whom it is for.
func (s *sheet) readHours(r *course.Referral, bad *fault.Problems) {
	f := s.forms[stepHours]
	r.Hours, _ = f.Number(bad, "hours")
	r.Months, _ = f.Int(bad, "months")
	r.DurationReason = f.Text(bad, "duration_reason", maxText)
	r.StartWanted = f.Date(bad, "start")
	r.LeaderID = f.Value("leader")
	if r.AdviserID == "" {
		r.AdviserID = f.Value("adviser")
	}
}

// texts gives the values of a list of words as text.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
