package course

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/person"
)

// Words gives, for each word of a referral ("p1"), the id of the person it became.
type Words map[string]string

// Begin opens a referral to be written: the course exists as a draft, and only the
// one who writes it and the adviser it is written for see it. Twice is once.
func Begin(ctx context.Context, f *casefile.Writer, programmeID, adviserID string) error {
	if err := f.Need(access.Order, access.Write); err != nil {
		return err
	}
	if _, err := read(ctx, &f.Reader); fault.KindOf(err) != fault.NotFound {
		return err
	}
	c := Course{Programme: programmeID, Status: Draft, AdviserID: adviserID}
	if err := insert(ctx, f, c); err != nil {
		return err
	}
	if adviserID == "" {
		return nil
	}
	return f.Grant(ctx, adviserID, access.AdviserOn)
}

// Refer sends a referral: everything in it is checked and becomes the first record
// of the course, and the leader it is for sees it. Sent twice, the second time
// changes nothing. Only those who may write the order refer.
func Refer(ctx context.Context, f *casefile.Writer, r Referral) error {
	_, err := ReferWords(ctx, f, r)
	return err
}

// ReferWords is Refer, and tells who the people of the referral became. It gives no
// words when the referral had been sent before.
func ReferWords(ctx context.Context, f *casefile.Writer, r Referral) (Words, error) {
	if err := f.Need(access.Order, access.Write); err != nil {
		return nil, err
	}
	if r.ReferredOn.IsZero() {
		r.ReferredOn = f.Today()
	}
	var p fault.Problems
	if r.Check(&p, f.Today()); p.Has() {
		return nil, p.Err()
	}
	c, err := read(ctx, &f.Reader)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		if err = insert(ctx, f, Course{Programme: r.Programme.ID, Status: Draft}); err != nil {
			return nil, err
		}
		if c, err = read(ctx, &f.Reader); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case c.Status != Draft:
		return nil, nil
	case c.Programme != r.Programme.ID:
		return nil, fault.New(fault.Conflict, "course.changed")
	}
	if err := r.checkStaff(ctx, f); err != nil {
		return nil, err
	}
	words, err := enter(ctx, f, r)
	if err != nil {
		return nil, fmt.Errorf("refer course %s: %w", f.CourseID, err)
	}
	return words, send(ctx, f, c, r)
}

// checkStaff refuses a leader or an adviser who is not one: both may open the case
// file from then on.
func (r Referral) checkStaff(ctx context.Context, f *casefile.Writer) error {
	staff, err := login.Staff(ctx, f.Tx().Tx)
	if err != nil {
		return err
	}
	var p fault.Problems
	if staff[r.LeaderID].Role != access.Leader {
		p.Add("leader", "course.leader.missing")
	}
	if staff[r.AdviserID].Role != access.Adviser {
		p.Add("adviser", "course.adviser.missing")
	}
	return p.Err()
}

// send writes the order itself and lets the leader in.
func send(ctx context.Context, f *casefile.Writer, c Course, r Referral) error {
	c.Status, c.AdviserID, c.LeaderID = Referred, r.AdviserID, r.LeaderID
	c.Basis, c.Assessment, c.Purpose = r.Basis, r.Assessment, r.Purpose
	c.DecisionOn, c.ReferredOn = r.DecisionOn, r.ReferredOn
	c.HoursGranted, c.ExpectedMonths = r.Hours, r.Months
	c.DurationReason, c.WhyWithoutConsent = r.DurationReason, r.WhyNoConsent
	c.StartOn = r.StartWanted
	if err := update(ctx, f, c, Event{Kind: EventReferred, On: r.ReferredOn}); err != nil {
		return err
	}
	if _, err := f.Exec(ctx, `DELETE FROM referral_draft WHERE course_id = $1`, f.CourseID); err != nil {
		return fmt.Errorf("clear the draft of %s: %w", f.CourseID, err)
	}
	if err := f.Grant(ctx, r.AdviserID, access.AdviserOn); err != nil {
		return err
	}
	return f.Grant(ctx, r.LeaderID, access.LeaderOf)
}

// enter writes the people first and then everything that points to them.
func enter(ctx context.Context, f *casefile.Writer, r Referral) (Words, error) {
	words := Words{}
	for _, one := range r.People {
		id, err := person.Add(ctx, f, one.Card)
		if err != nil {
			return nil, err
		}
		words[one.Word] = id
	}
	if err := enterProtections(ctx, f, r, words); err != nil {
		return nil, err
	}
	for _, one := range r.Relations {
		one.From, one.To = words[one.From], words[one.To]
		if err := person.Relate(ctx, f, one); err != nil {
			return nil, err
		}
	}
	for _, one := range r.Concerns {
		one.PersonID = words[one.PersonID]
		if err := AddConcern(ctx, f, one); err != nil {
			return nil, err
		}
	}
	for i, one := range r.FocusAreas {
		one.Position = i + 1
		if err := AddFocusArea(ctx, f, one); err != nil {
			return nil, err
		}
	}
	for _, one := range r.Placements {
		one.PersonID = words[one.PersonID]
		if err := Place(ctx, f, one); err != nil {
			return nil, err
		}
	}
	for _, one := range r.Consents {
		one.PersonID = words[one.PersonID]
		if err := RecordConsent(ctx, f, one); err != nil {
			return nil, err
		}
	}
	return words, nil
}

// enterProtections writes the shields before the places they cover.
func enterProtections(ctx context.Context, f *casefile.Writer, r Referral, words Words) error {
	for _, one := range r.Protections {
		one.PersonID = words[one.PersonID]
		against := make([]string, 0, len(one.Against))
		for _, w := range one.Against {
			against = append(against, words[w])
		}
		one.Against = against
		if err := person.Protect(ctx, f, one); err != nil {
			return err
		}
	}
	for _, one := range r.People {
		for _, place := range one.Places {
			if err := person.Keep(ctx, f, words[one.Word], place, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// Check says everything that is wrong with a referral. Fields are named as on the
// form; the Check functions of its parts serve the form's steps.
func (r Referral) Check(p *fault.Problems, today clock.Date) {
	r.CheckPeople(p, today)
	r.CheckConcerns(p, today)
	r.CheckBasis(p, today)
	r.CheckPlacement(p, today)
	r.CheckHours(p)
	if r.AdviserID == "" {
		p.Add("adviser", "course.adviser.missing")
	}
	if r.LeaderID == "" {
		p.Add("leader", "course.leader.missing")
	}
}

// CheckPeople: a child, somebody who holds custody or a word on why not known, and
// cards that stand. The fields of the n-th person are "p<n>.name" and so on, as are
// its word.
func (r Referral) CheckPeople(p *fault.Problems, today clock.Date) {
	children, adults := 0, 0
	for _, one := range r.People {
		one.Card.Check(p, one.Word+".", today)
		switch one.Card.Role {
		case person.Child:
			children++
		case person.Parent:
			adults++
		}
	}
	if children == 0 {
		p.Add("people", "course.child.missing")
	}
	if adults == 0 {
		p.Add("people", "course.parent.missing")
	}
	holder := false
	for _, rel := range r.Relations {
		if rel.Custody != nil && rel.Source == "" {
			p.Add(rel.From+".custody_source", "person.custody.source")
		}
		holder = holder || rel.Custody != nil && *rel.Custody
	}
	if children > 0 && adults > 0 && !holder {
		p.Add("custody", "course.custody.missing")
	}
	r.checkNumbers(p)
}

// checkNumbers refuses the same CPR number on two people of the referral.
func (r Referral) checkNumbers(p *fault.Problems) {
	seen := map[string]bool{}
	for _, one := range r.People {
		if one.Card.CPR == "" {
			continue
		}
		if seen[one.Card.CPR] {
			p.Add(one.Word+".cpr", "course.cpr.twice")
		}
		seen[one.Card.CPR] = true
	}
}

// CheckConcerns: at least one; the fields of the n-th are "c<n>.what" and so on.
func (r Referral) CheckConcerns(p *fault.Problems, today clock.Date) {
	if len(r.Concerns) == 0 {
		p.Add("c1.what", "course.concern.none")
	}
	for i, c := range r.Concerns {
		c.check(p, fmt.Sprintf("c%d.", i+1), today)
	}
}

// CheckBasis: a basis the programme offers, the purpose, the decision where the
// basis rests on one (barnets lov § 32(3)), consents or the reason without them, and
// at least one focus area.
func (r Referral) CheckBasis(p *fault.Problems, today clock.Date) {
	decision := false
	for _, id := range r.Basis {
		b, ok := r.Programme.Basis(id)
		if !ok {
			p.Add("basis", "course.basis.other")
		}
		decision = decision || b.Decision
	}
	if len(r.Basis) == 0 {
		p.Add("basis", "course.basis.missing")
	}
	switch {
	case decision && r.DecisionOn.IsZero():
		p.Add("decision_on", "course.decision.missing")
	case !r.DecisionOn.IsZero() && r.DecisionOn.After(today):
		p.Add("decision_on", "course.decision.future")
	}
	if strings.TrimSpace(r.Purpose) == "" {
		p.Add("purpose", "course.purpose.missing")
	}
	tooLong(p, "purpose", r.Purpose, maxText)
	r.checkAssessment(p, today)
	r.checkConsents(p, decision)
	if len(r.FocusAreas) == 0 {
		p.Add("f1.text", "course.focus.none")
	}
	for i, a := range r.FocusAreas {
		a.check(p, fmt.Sprintf("f%d.", i+1))
	}
}

func (r Referral) checkAssessment(p *fault.Problems, today clock.Date) {
	a := r.Assessment
	if a.Kind == NoAssessment {
		return
	}
	if a.From.IsZero() {
		p.Add("assessment_from", "course.assessment.from.missing")
	} else if a.From.After(today) {
		p.Add("assessment_from", "course.assessment.future")
	}
	if !a.End.IsZero() && a.End.Before(a.From) {
		p.Add("assessment_to", "course.assessment.before")
	}
}

// checkConsents: on a decided measure every custody holder has answered, or there is
// the reason and section why not (barnets lov § 32(2), §§ 37-39).
func (r Referral) checkConsents(p *fault.Problems, decision bool) {
	missing := false
	for _, rel := range r.Relations {
		if rel.Custody == nil || !*rel.Custody {
			continue
		}
		given := slices.ContainsFunc(r.Consents, func(c Consent) bool {
			return c.PersonID == rel.From && c.Kind == ForService && c.Status == Given
		})
		missing = missing || !given
	}
	if decision && missing && strings.TrimSpace(r.WhyNoConsent) == "" {
		p.Add("why_no_consent", "course.consent.why")
	}
	tooLong(p, "why_no_consent", r.WhyNoConsent, maxText)
}

// CheckPlacement: where the programme has contacts, every child is placed, since
// when, and with consent or without. The fields of a child are "<word>.since" and so on.
func (r Referral) CheckPlacement(p *fault.Problems, today clock.Date) {
	if !r.Programme.HasContact() {
		return
	}
	for _, one := range r.People {
		if one.Card.Role != person.Child {
			continue
		}
		i := slices.IndexFunc(r.Placements, func(pl Placement) bool { return pl.PersonID == one.Word })
		if i < 0 {
			p.Add(one.Word+".since", "course.placement.since.missing")
			continue
		}
		r.Placements[i].check(p, one.Word+".", today)
	}
}

// CheckHours: the hours granted, how long, and a reason where the time lies outside
// the programme's frame.
func (r Referral) CheckHours(p *fault.Problems) {
	d := r.Programme.Duration
	args := fault.Args{"min": d.MinMonths, "max": d.MaxMonths}
	switch {
	case r.Hours <= 0:
		p.Add("hours", "course.hours.missing")
	case r.Hours > mostHours:
		p.Add("hours", "course.hours.many")
	}
	switch {
	case r.Months <= 0:
		p.Add("months", "course.months.missing", args)
	case r.Months > mostMonths:
		p.Add("months", "course.months.many")
	case (r.Months < d.MinMonths || r.Months > d.MaxMonths) && strings.TrimSpace(r.DurationReason) == "":
		p.Add("duration_reason", "course.duration.reason", args)
	}
	tooLong(p, "duration_reason", r.DurationReason, maxText)
}

// Above these a typing error is more likely than an order.
const (
	mostHours  = 2000
	mostMonths = 48
)
