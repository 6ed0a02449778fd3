package programme

// Effect says what a yes to a target-group check means.
type Effect string

const (
	// Qualifies: at least one such check must be answered yes.
	Qualifies Effect = "qualifies"
	// Required: must be answered yes before the referral can be accepted.
	Required Effect = "required"
	// SpeaksAgainst: a yes does not close the door, but accepting needs a reason.
	SpeaksAgainst Effect = "against"
)

// Check is one question about whether the family belongs in the target group.
type Check struct {
	ID      string
	Key     string // the question
	HintKey string // what to look at
	Effect  Effect
}

// Verdict is what the answers to the target-group checks come to.
type Verdict struct {
	Unanswered []Check // every check must be answered before anyone decides
	Unmet      []Check // required ones answered no
	Qualifying []Check
	Against    []Check
}

// Judge sorts the answers, given by check id; a check that is not in the map is
// unanswered. A person accepts or declines: Judge only shows what there is.
func (p Programme) Judge(answers map[string]bool) Verdict {
	var v Verdict
	for _, c := range p.Checks {
		yes, answered := answers[c.ID]
		switch {
		case !answered:
			v.Unanswered = append(v.Unanswered, c)
		case c.Effect == Required && !yes:
			v.Unmet = append(v.Unmet, c)
		case c.Effect == Qualifies && yes:
			v.Qualifying = append(v.Qualifying, c)
		case c.Effect == SpeaksAgainst && yes:
			v.Against = append(v.Against, c)
		}
	}
	return v
}

// MayAccept reports whether the referral can be accepted: everything answered,
// nothing required unmet, at least one thing that qualifies.
func (v Verdict) MayAccept() bool {
	return len(v.Unanswered) == 0 && len(v.Unmet) == 0 && len(v.Qualifying) > 0
}

// NeedsReason reports whether accepting asks for a written reason, because
// something speaks against.
func (v Verdict) NeedsReason() bool { return len(v.Against) > 0 }
