package web

import (
	"sync"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/fault"
)

const (
	reasonLasts  = 30 * time.Minute
	reasonLength = 20  // characters at least, so that a reason says something
	reasonMost   = 500 // characters
)

// reasons remembers why a person opened a part of a case file that they may
// only open with a reason. It is asked again after half an hour, and after a
// restart. The reason itself is written in the audit log with every opening.
type reasons struct {
	mu   sync.Mutex
	kept map[reasonKey]reasonGiven
}

type reasonKey struct {
	actor, course string
}

type reasonGiven struct {
	text string
	till time.Time
}

func newReasons() *reasons { return &reasons{kept: map[reasonKey]reasonGiven{}} }

func (r *reasons) given(v *Visit, now time.Time) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.kept[reasonKey{v.Actor.ID, v.CourseID()}]
	if now.After(g.till) {
		return ""
	}
	return g.text
}

func (r *reasons) give(actor, course, text string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key, g := range r.kept {
		if now.After(g.till) {
			delete(r.kept, key)
		}
	}
	r.kept[reasonKey{actor, course}] = reasonGiven{text, now.Add(reasonLasts)}
}

// reasonPage asks why a person opens a course.
type reasonPage struct {
	Form   Form
	Course string
	Back   string
}

// askReason turns a refusal into the question why, where a reason would open
// the door; any other refusal stays one.
func (k *Kit) askReason(v *Visit, helps bool, denied error) (Response, error) {
	if v.Posted() || v.right.Mode != access.Read || !helps || k.purpose(v).Reason != "" {
		return nil, denied
	}
	page := reasonPage{Form: v.Form, Course: v.CourseID(), Back: v.Request.URL.RequestURI()}
	return Page("web/reason", page).Titled("web.reason.title"), nil
}

func giveReason(k *Kit, v *Visit) (Response, error) {
	var p fault.Problems
	course, back := v.Form.Value("course"), localPath(v.Form.Value("back"))
	text := v.Form.Needed(&p, "reason", "web.reason.missing", reasonMost)
	if n := utf8.RuneCountInString(text); n > 0 && n < reasonLength {
		p.Add("reason", "web.reason.short", fault.Args{"min": reasonLength})
	}
	if err := p.Err(); err != nil {
		return NotValid(Page("web/reason", reasonPage{v.Form, course, back}).Titled("web.reason.title"), err)
	}
	k.reasons.give(v.Actor.ID, course, text, k.now())
	return Redirect(back, ""), nil
}
