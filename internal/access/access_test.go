package access

import "testing"

func TestNoRelationNoAccess(t *testing.T) {
	for _, kind := range Kinds {
		for _, mode := range []Mode{Read, Write, Approve} {
			if Decide(None, kind, mode, Purpose{Deliver, "because"}) {
				t.Errorf("%s %s without a relation", mode, kind)
			}
		}
	}
}

// The matrix in words. Each line is one promise to a family.
func TestMatrix(t *testing.T) {
	why := Purpose{Supervise, "a complaint was received"}
	for _, c := range []struct {
		name string
		rel  Relation
		kind Kind
		mode Mode
		why  Purpose
		want bool
	}{
		{"the lead writes notes", Lead, Notes, Write, Purpose{Code: Document}, true},
		{"the lead writes the plan", Lead, Plan, Write, Purpose{}, true},
		{"the lead never approves it", Lead, Plan, Approve, why, false},
		{"the second consultant writes contacts", Second, Contact, Write, Purpose{}, true},
		{"the second consultant does not write the plan", Second, Plan, Write, why, false},
		{"the psychologist alone writes the analysis", PsychologistOn, Analysis, Write, Purpose{}, true},
		{"the lead does not", Lead, Analysis, Write, why, false},
		{"the leader approves the plan", LeaderOf, Plan, Approve, Purpose{}, true},
		{"the leader does not write it", LeaderOf, Plan, Write, why, false},
		{"the leader reads notes with a reason", LeaderOf, Notes, Read, why, true},
		{"the leader reads no notes without one", LeaderOf, Notes, Read, Purpose{Code: Supervise}, false},
		{"the leader hears nothing of a child's confidence", LeaderOf, ChildTalk, Read, why, false},
		{"the adviser reads no raw notes", AdviserOn, Notes, Read, why, false},
		{"the adviser reads no raw contacts", AdviserOn, Contact, Read, why, false},
		{"the adviser reads no analysis", AdviserOn, Analysis, Read, why, false},
		{"the adviser writes the order", AdviserOn, Order, Write, Purpose{}, true},
		{"the adviser acknowledges feedback", AdviserOn, Feedback, Write, Purpose{}, true},
		{"the deputy acknowledges feedback", DeputyOf, Feedback, Write, Purpose{}, true},
		{"the deputy sees no place", DeputyOf, Whereabouts, Read, why, false},
		{"a place is shown on a click with a reason", Lead, Whereabouts, Read, Purpose{Release, "fetch the child"}, true},
		{"and not without one", Lead, Whereabouts, Read, Purpose{Code: Release}, false},
	} {
		if got := Decide(c.rel, c.kind, c.mode, c.why); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestAsksReason(t *testing.T) {
	if !AsksReason(LeaderOf, Notes) || AsksReason(Lead, Notes) || AsksReason(AdviserOn, Notes) {
		t.Error("who is asked for a reason")
	}
}
