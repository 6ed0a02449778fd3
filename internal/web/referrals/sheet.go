package referrals

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/programme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// The steps of a referral, as they stand in the address.
const (
	stepFamily   = "familien"
	stepConcerns = "bekymringer"
	stepBasis    = "grundlag"
	stepContact  = "samvaer"
	stepHours    = "timer"
	stepReview   = "gennemse"
)

// stepsOf gives the steps in order; the one about contact only where the programme
// has contacts.
func stepsOf(p programme.Programme) []string {
	if p.HasContact() {
		return []string{stepFamily, stepConcerns, stepBasis, stepContact, stepHours, stepReview}
	}
	return []string{stepFamily, stepConcerns, stepBasis, stepHours, stepReview}
}

// contactPage is the page about the contact with one parent: a part of the step about
// contact, for each parent has a legal state of their own.
func contactPage(parent string) string { return stepContact + "." + parent }

// stepOf is the step that a page belongs to.
func stepOf(page string) string {
	step, _, _ := strings.Cut(page, ".")
	return step
}

// sheet is a referral that is being written: what was typed on each step, and what
// can be read from it.
type sheet struct {
	course    course.Course
	programme programme.Programme
	demo      bool
	today     clock.Date
	saved     map[string]course.Step
	pages     []string            // every step, and a page for each parent's contact
	forms     map[string]web.Form // by page
}

// many are the fields of which several values may be ticked.
var many = []string{"basis", ".against"}

func (a area) sheet(v *web.Visit, f *casefile.Reader) (*sheet, error) {
	c, p, err := coursepage.CourseOf(v, f, a.programmes)
	if err != nil {
		return nil, err
	}
	saved, err := course.Steps(v.Context(), f)
	if err != nil {
		return nil, err
	}
	s := &sheet{course: c, programme: p, demo: a.demo, today: v.Today(), saved: saved, forms: map[string]web.Form{}}
	s.open()
	return s, nil
}

// open lays out the pages. Who the parents are is read from the first step.
func (s *sheet) open() {
	s.pages = nil
	for _, step := range stepsOf(s.programme) {
		s.openPage(step)
		if step != stepContact {
			continue
		}
		for _, parent := range s.parents() {
			s.openPage(contactPage(parent))
		}
	}
}

func (s *sheet) openPage(page string) {
	s.pages = append(s.pages, page)
	if _, typed := s.forms[page]; !typed {
		s.forms[page] = typedForm(s.saved[page].Fields)
	}
}

// parents are the words of the parents of the first step.
func (s *sheet) parents() []string {
	var out []string
	f := s.forms[stepFamily]
	for i, n := range numbers(f, parentRows, 1) {
		word := fmt.Sprintf("%s%d", parentRows, n)
		if i == 0 || !blank(f, word+".", "name", "cpr", "kin", "birth") {
			out = append(out, word)
		}
	}
	return out
}

// typedForm makes a form of saved fields, as if they had just been typed.
func typedForm(fields map[string]string) web.Form { return web.NewForm(valuesOf(fields)) }

func valuesOf(fields map[string]string) url.Values {
	values := url.Values{}
	for name, text := range fields {
		values[name] = []string{text}
		if slices.ContainsFunc(many, func(suffix string) bool { return strings.HasSuffix(name, suffix) }) {
			values[name] = strings.Split(text, "\n")
		}
	}
	return values
}

// typing puts what the person has just typed, or an unsaved draft of it, in the place
// of what was saved for the step.
func (s *sheet) typing(v *web.Visit, f *casefile.Reader, page string) error {
	for name, values := range valuesOf(s.saved[page].Fields) {
		if !secret(name) {
			v.Form.Fill(name, values...)
		}
	}
	if v.Form.Sent() {
		s.forms[page] = v.Form
		return nil
	}
	unsaved, ok, err := draft.Get(v.Context(), f, draftKey(page))
	if err != nil {
		return err
	}
	if ok && unsaved.TouchedAt.After(s.saved[page].SavedAt) {
		for name, values := range valuesOf(unsaved.Fields) {
			if !secret(name) && name != "id" && name != "version" {
				v.Form.Fill(name, values...)
			}
		}
	}
	return nil
}

func draftKey(step string) draft.Key { return draft.Key{Form: "referral", Object: step} }

// secret are the fields that tell where somebody is. They are kept, and never drawn
// on a page again.
func secret(field string) bool { return strings.HasSuffix(field, ".where") }

// carry adds the places that were kept earlier and not typed anew.
func (s *sheet) carry(step string, fields, unsaved map[string]string) {
	for _, before := range []map[string]string{unsaved, s.saved[step].Fields} {
		for name, text := range before {
			if secret(name) && text != "" && fields[name] == "" {
				fields[name] = text
			}
		}
	}
}

// referral reads everything that was typed. Problems of reading stand by step.
func (s *sheet) referral() (course.Referral, map[string]*fault.Problems) {
	bad := map[string]*fault.Problems{}
	for _, page := range s.pages {
		bad[page] = &fault.Problems{}
	}
	r := course.Referral{Programme: s.programme, AdviserID: s.course.AdviserID}
	s.readFamily(&r, bad[stepFamily])
	s.readConcerns(&r, bad[stepConcerns])
	s.readBasis(&r, bad[stepBasis])
	s.readHours(&r, bad[stepHours])
	r.CheckPeople(bad[stepFamily], s.today)
	r.CheckConcerns(bad[stepConcerns], s.today)
	r.CheckBasis(bad[stepBasis], s.today)
	r.CheckHours(bad[stepHours])
	if s.programme.HasContact() {
		s.readContact(&r, bad[stepContact])
		r.CheckPlacement(bad[stepContact], s.today)
		for _, parent := range s.parents() {
			s.checkContact(r, parent, bad[contactPage(parent)])
		}
	}
	if r.LeaderID == "" {
		bad[stepHours].Add("leader", "course.leader.missing")
	}
	if r.AdviserID == "" {
		bad[stepHours].Add("adviser", "course.adviser.missing")
	}
	return r, bad
}
