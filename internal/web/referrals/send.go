package referrals

import (
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/web"
)

// send hands the referral in: everything in one transaction, or nothing.
func (a area) send(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s, err := a.sheet(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if s.course.Status != course.Draft {
		return web.Redirect("/henvisninger/"+v.CourseID(), "referral.sent.before"), nil
	}
	r, bad := s.referral()
	var all fault.Problems
	for _, page := range s.pages {
		if e, ok := fault.As(inOrder(bad[page].Err())); ok {
			for _, one := range e.Fields {
				all.Add(one.Name, one.Key, one.Args)
			}
		}
	}
	if all.Has() {
		page, err := a.stepPage(v, &f.Reader, s, stepReview)
		if err != nil {
			return nil, err
		}
		return web.NotValid(page, all.Err())
	}
	words, err := course.ReferWords(v.Context(), f, r)
	if err != nil {
		return nil, err
	}
	if err := a.arrange(v, f, s, r, words); err != nil {
		return nil, err
	}
	return web.Redirect("/henvisninger/"+v.CourseID(), "referral.sent"), nil
}

// arrange enters the legal state of the contact with each parent, and the answers to
// supported contact as consents of their own.
func (a area) arrange(v *web.Visit, f *casefile.Writer, s *sheet, r course.Referral, words course.Words) error {
	answered := map[string]bool{}
	for _, one := range s.arrangements(r) {
		one = named(one, words)
		one.ID = db.NewID()
		for _, said := range one.Consents {
			if one.State != contact.Supported || answered[said.PersonID] {
				continue
			}
			answered[said.PersonID] = true
			status := course.Refused
			if said.Given {
				status = course.Given
			}
			err := course.RecordConsent(v.Context(), f, course.Consent{
				PersonID: said.PersonID, Kind: course.ForSupportedContact, Status: status, How: course.Signed,
			})
			if err != nil {
				return err
			}
		}
		if err := contact.Arrange(v.Context(), f, one); err != nil {
			return fmt.Errorf("arrange contact on referral %s: %w", f.CourseID, err)
		}
	}
	return nil
}
