package programme

// preventive is the preventive and developmental intervention: for families
// where somebody has begun to worry about a child. One fixed consultant works
// with the family at home; a psychologist takes part in the analysis.
func preventive() Programme {
	return Programme{
		ID:       "preventive",
		NameKey:  "programme.preventive.name",
		ShortKey: "programme.preventive.short",
		ForKey:   "programme.preventive.for",
		AimKey:   "programme.preventive.aim",

		Checks: append([]Check{
			{"vulnerable", "programme.check.vulnerable", "programme.check.vulnerable.hint", Qualifies},
			{"support_need", "programme.check.support_need", "programme.check.support_need.hint", Qualifies},
			{"illbeing", "programme.check.illbeing", "programme.check.illbeing.hint", Qualifies},
			{"consented", "programme.check.consented", "programme.check.consented.hint", Required},
			{"heavier_need", "programme.check.heavier_need", "programme.check.heavier_need.hint", SpeaksAgainst},
		}, readinessChecks()...),

		Bases: []Basis{
			act("s32.1.2", "§ 32, stk. 1, nr. 2", true, "followup.first"),
			act("s32.1.5", "§ 32, stk. 1, nr. 5", true, "followup.first"),
			act("s32.1.8", "§ 32, stk. 1, nr. 8", true, "followup.first"),
			act("s30.1.1", "§ 30, stk. 1, nr. 1", false, "followup.s30_first"),
		},

		Seats: []Seat{
			{Lead, "programme.seat.lead", 1, 1, Consultant},
			{PsychologistSeat, "programme.seat.psychologist", 1, 1, Psychologist},
		},

		Activities: homeActivities(),

		Aims: []Aim{
			{"interplay", "programme.aim.interplay", "programme.aim.interplay.hint"},
			{"habits", "programme.aim.habits", "programme.aim.habits.hint"},
			{"conditions", "programme.aim.conditions", "programme.aim.conditions.hint"},
			{"knowledge", "programme.aim.knowledge", "programme.aim.knowledge.hint"},
			{"focus", "programme.aim.focus", "programme.aim.focus.hint"},
		},

		Duration: twoMonthsToAYear,
		Taper:    ordinaryTaper,
		Review:   ordinaryReview,

		Strands: []Strand{
			{ID: "goal.parent", Key: "programme.strand.goal.parent", Rater: RaterParent, Instrument: "goal-rating", EveryDays: 14, PerGoal: true, Outside: true},
			{ID: "ladder.child", Key: "programme.strand.ladder.child", Rater: RaterChild, Instrument: "life-ladder", EveryDays: 14, FromAge: 6, Outside: true},
			{ID: "goal.school", Key: "programme.strand.goal.school", Rater: RaterSchool, Instrument: "goal-rating", EveryDays: 14, Outside: true},
			{ID: "capacity.consultant", Key: "programme.strand.capacity.consultant", Rater: RaterConsultant, Instrument: "parental-capacity", EveryDays: 28},
			{ID: "wellbeing.parent", Key: "programme.strand.wellbeing.parent", Rater: RaterParent, Instrument: "who-5", EveryDays: 35, Outside: true},
			{ID: "session.heard.parent", Key: "programme.strand.session.heard", Rater: RaterParent, Instrument: "session-heard", EveryDays: 14, Standing: true, Outside: true},
			{ID: "session.heard.child", Key: "programme.strand.session.heard", Rater: RaterChild, Instrument: "session-heard", EveryDays: 14, FromAge: 6, Standing: true, Outside: true},
			{ID: "session.forward.parent", Key: "programme.strand.session.forward", Rater: RaterParent, Instrument: "session-forward", EveryDays: 14, Standing: true, Outside: true},
			{ID: "session.forward.child", Key: "programme.strand.session.forward", Rater: RaterChild, Instrument: "session-forward", EveryDays: 14, FromAge: 6, Standing: true, Outside: true},
		},
		Analysis: Rhythm{FirstWeeks: 6, EveryWeeks: sixMonths, BeforeEndWeeks: 2, TogetherWeeks: 4},
		Closing:  ordinaryClosing(),
	}
}
