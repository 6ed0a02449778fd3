package phonepage

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/outbox"
	"samspil/internal/web"
	"samspil/internal/wire"
)

func clockOf(v *web.Visit, at time.Time) string { return lang.Clock(v.Lang, at) }

// facts are the describing words of a writing under their headings.
func facts(v *web.Visit, w wire.Writing, goals map[string]string) []web.Fact {
	var out []web.Fact
	add := func(pairs ...string) {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i+1] != "" {
				out = append(out, web.Fact{Label: v.T(pairs[i]), Text: pairs[i+1]})
			}
		}
	}
	var notes map[string]string
	switch {
	case w.Before != nil:
		b := w.Before
		add("contacts.focus", b.Focus, "contacts.looks_forward", b.LooksForward, "contacts.will_try", b.WillTry, "contacts.watch_for", b.WatchFor,
			"contacts.help_how", b.HelpHow, "contacts.child_wish", b.ChildWish)
	case w.During != nil:
		d := w.During
		add("contacts.arrival", d.Arrival, "contacts.observation", d.Observation, "contacts.help", d.Help, "contacts.goodbye", d.Goodbye,
			"contacts.child_words", d.ChildWords, "contacts.child_next_wish", d.ChildNextWish)
	case w.After != nil:
		a := w.After
		add("contacts.parent_words", a.ParentWords, "contacts.focus_answer.ask", a.FocusAnswer, "contacts.interpretation", a.Interpretation,
			"contacts.assessment", a.Assessment)
		notes = a.GoalNotes
	}
	for goal, text := range notes {
		label := goals[goal]
		if label == "" {
			label = v.T("contacts.goals")
		}
		out = append(out, web.Fact{Label: label, Text: text})
	}
	return out
}

// conflicts reports whether an entry lies on the shelf because somebody else had
// written in the same place.
func conflicts(s outbox.Shelved) bool {
	return s.Why == "contact.conflict" || s.Why == "session.conflict"
}

// The parts that can be compared.
const (
	Before = "before"
	During = "during"
	After  = "after"
	Visit  = "visit"
)

// partOf is the part of a contact, or the visit, that a shelved entry is of; empty
// when it is of none that has a form.
func partOf(v *web.Visit, f *casefile.Reader, id string) (string, error) {
	w, err := read(v, f, id)
	if err != nil {
		return "", err
	}
	part, _ := fields(w)
	return part, nil
}

func read(v *web.Visit, f *casefile.Reader, id string) (wire.Writing, error) {
	payload, _, err := outbox.Read(v.Context(), f, id)
	if err != nil {
		return wire.Writing{}, err
	}
	w, err := wire.ReadWriting(payload)
	if err != nil {
		return wire.Writing{}, nil // a tap: it has no form
	}
	return w, nil
}

// Compare reads a shelved entry for the form of its part: which part it is, and what
// was written on the phone by the names of the form's fields. Part is empty when
// there is no form for it.
func Compare(v *web.Visit, f *casefile.Reader, id string) (part string, typed map[string][]string, err error) {
	w, err := read(v, f, id)
	if err != nil {
		return "", nil, err
	}
	part, typed = fields(w)
	return part, typed, nil
}

// form collects fields; what is empty is left out, so that the form shows what stands.
type form map[string][]string

func (t form) texts(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			t[pairs[i]] = []string{pairs[i+1]}
		}
	}
}

func (t form) answer(name string, yes *bool) {
	switch {
	case yes == nil:
	case *yes:
		t[name] = []string{"ja"}
	default:
		t[name] = []string{"nej"}
	}
}

func (t form) number(name string, n int) {
	if n != 0 {
		t[name] = []string{strconv.Itoa(n)}
	}
}

func (t form) times(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if at, err := time.Parse(time.RFC3339Nano, pairs[i+1]); err == nil {
			t[pairs[i]] = []string{at.In(clock.Copenhagen).Format("15.04")}
		}
	}
}

func (t form) goals(notes map[string]string) {
	for id, text := range notes {
		t.texts("goal."+id, text)
	}
}

// fields are a writing as the desk's form of the same part has it.
func fields(w wire.Writing) (string, form) {
	t := form{}
	switch {
	case w.Before != nil:
		b := w.Before
		t.answer("held", b.Held)
		t.times("start", b.Start, "end", b.End)
		t.texts("not_held_reason", b.NotHeld, "focus", b.Focus, "looks_forward", b.LooksForward, "will_try", b.WillTry, "watch_for", b.WatchFor,
			"help_how", b.HelpHow, "since_last", b.SinceLast, "child_sign", b.ChildSign, "child_wish", b.ChildWish, "go_ahead", b.GoAhead,
			"go_ahead_note", b.GoAheadNote)
		return Before, t
	case w.During != nil:
		t.during(*w.During)
		return During, t
	case w.After != nil:
		t.after(*w.After)
		return After, t
	case w.Visit != nil:
		t.visit(*w.Visit)
		return Visit, t
	}
	return "", nil
}

func (t form) during(d wire.During) {
	t.times("start", d.Start, "end", d.End)
	t.answer("present", d.Throughout)
	t.answer("conditions", d.Conditions)
	t.number("direct", d.Direct)
	t.number("travel", d.Travel)
	if len(d.Persons) > 0 {
		t["persons"] = d.Persons
	}
	t.texts("outcome", d.Outcome, "outcome_reason", d.OutcomeReason, "unplanned", d.Unplanned, "brought", d.BroughtBy, "fetched", d.FetchedBy,
		"incident", d.Incident, "incident_told", d.IncidentTold, "conditions_comment", d.ConditionsOn,
		// of the form after, where the same hand-in writes what was seen
		"arrival", d.Arrival, "observation", d.Observation, "help", d.Help, "goodbye", d.Goodbye, "child_words", d.ChildWords,
		"child_next_wish", d.ChildNextWish)
}

func (t form) after(a wire.After) {
	t.answer("held", a.Held)
	t.answer("attention", a.Attention)
	t.times("after_start", a.Start, "after_end", a.End)
	t.number("indirect", a.Indirect)
	t.number("writing", a.Writing)
	if a.FocusRating != nil {
		t["focus_rating"] = []string{strconv.Itoa(*a.FocusRating)}
	}
	t.texts("after_reason", a.NotHeld, "parent_words", a.ParentWords, "focus_answer", a.FocusAnswer, "parent_remark", a.ParentRemark,
		"disagreement", a.Disagreement, "next_time", a.NextTime, "interpretation", a.Interpretation, "assessment", a.Assessment)
	t.goals(a.GoalNotes)
}

func (t form) visit(s wire.Visit) {
	t.times("start", s.Start, "end", s.End)
	t.answer("attention", s.Attention)
	t.number("direct", s.Direct)
	t.number("indirect", s.Indirect)
	t.number("travel", s.Travel)
	if len(s.Persons) > 0 {
		t["persons"] = s.Persons
	}
	if len(s.Aims) > 0 {
		t["aims"] = s.Aims
	}
	t.texts("observation", s.Observation, "interpretation", s.Interpretation, "assessment", s.Assessment, "next_time", s.NextTime,
		"theme", s.Theme, "taken_in", s.TakenIn, "agreement", s.Agreement, "builds_on", s.BuildsOn)
	t.goals(s.GoalNotes)
}

// Describes reports whether a writing holds any words that describe a contact.
func Describes(typed map[string][]string) bool {
	for name := range typed {
		if strings.HasPrefix(name, "goal.") || slices.Contains(describing, name) {
			return true
		}
	}
	return Described(typed)
}

var describing = []string{"focus", "looks_forward", "will_try", "watch_for", "help_how", "child_wish", "parent_words", "focus_answer", "interpretation", "assessment"}

// Described reports whether a writing about the contact itself tells what was seen,
// which the desk writes on the form after.
func Described(typed map[string][]string) bool {
	for _, name := range []string{"arrival", "observation", "help", "goodbye", "child_words", "child_next_wish"} {
		if len(typed[name]) > 0 {
			return true
		}
	}
	return false
}
