package programme

// What both shipped programmes say. A programme that wants something else
// writes its own.

// sixMonths is the longest gap between two analyses where the families of the
// programme are met at home; where there are contacts to analyse it is shorter.
const sixMonths = 26

// ordinaryTaper: hours fall; a rise needs a reason.
var ordinaryTaper = Taper{RiseNeedsReason: true, MustFall: true, MaxHoursPerWeek: 40}

// ordinaryReview: first at three months, later ones as decided.
var ordinaryReview = Review{FirstMonths: 3, NextNeedsReason: true, StatusLeadDays: 10}

// twoMonthsToAYear is how long both services last.
var twoMonthsToAYear = Duration{MinMonths: 2, MaxMonths: 12}

// readinessChecks are asked of every referral, last: can we take it on?
func readinessChecks() []Check {
	return []Check{
		{"impartial", "programme.check.impartial", "programme.check.impartial.hint", Required},
		{"capacity", "programme.check.capacity", "programme.check.capacity.hint", Required},
		{"acute", "programme.check.acute", "programme.check.acute.hint", SpeaksAgainst},
		{"unsafe", "programme.check.unsafe", "programme.check.unsafe.hint", SpeaksAgainst},
		{"elsewhere", "programme.check.elsewhere", "programme.check.elsewhere.hint", SpeaksAgainst},
	}
}

// homeActivities are the kinds of work that every programme may mix.
func homeActivities() []Activity {
	return []Activity{
		{ID: Practical, Key: "programme.activity.practical", HintKey: "programme.activity.practical.hint"},
		{ID: Pedagogical, Key: "programme.activity.pedagogical", HintKey: "programme.activity.pedagogical.hint"},
		{ID: Therapeutic, Key: "programme.activity.therapeutic", HintKey: "programme.activity.therapeutic.hint"},
		{ID: Teaching, Key: "programme.activity.teaching", HintKey: "programme.activity.teaching.hint"},
		{ID: NetworkMeeting, Key: "programme.activity.network", HintKey: "programme.activity.network.hint"},
		{
			ID: PsychologistsTalk, Key: "programme.activity.psychologist", HintKey: "programme.activity.psychologist.hint",
			Agreement: AgreementPsychologist, Seat: PsychologistSeat,
		},
	}
}

// ordinaryClosing: a course ends with its development documented, or with the
// leader's reasoned exception.
func ordinaryClosing() []Condition {
	return []Condition{
		{ID: ClosingAnalysis, Key: "programme.closing.analysis"},
		{ID: ClosingGoals, Key: "programme.closing.goals"},
		{ID: ClosingFlags, Key: "programme.closing.flags"},
		{ID: ClosingDevelopment, Key: "programme.closing.development", Exception: true},
		{ID: ClosingReport, Key: "programme.closing.report"},
	}
}

// act returns a basis in the Children's Act as it was read.
func act(id, section string, decision bool, followUp string) Basis {
	return Basis{
		ID: id, Key: "programme.basis." + id, Law: "barnets lov", Section: section,
		TextVersion: "LBK 282/2025", Decision: decision, FollowUp: followUp,
	}
}
