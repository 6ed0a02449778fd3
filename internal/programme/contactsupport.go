package programme

// contactSupport is developmental contact: for parents whose child is placed
// out of home. A fixed team of consultants supports before, during and after
// the contacts and in sessions between them; a psychologist takes part in the
// analysis.
func contactSupport() Programme {
	return Programme{
		ID:       "contactsupport",
		NameKey:  "programme.contactsupport.name",
		ShortKey: "programme.contactsupport.short",
		ForKey:   "programme.contactsupport.for",
		AimKey:   "programme.contactsupport.aim",

		Checks: append([]Check{
			{"placed", "programme.check.placed", "programme.check.placed.hint", Required},
			{"relation_support", "programme.check.relation_support", "programme.check.relation_support.hint", Qualifies},
			{"parenthood_support", "programme.check.parenthood_support", "programme.check.parenthood_support.hint", Qualifies},
			{"contact_frame", "programme.check.contact_frame", "programme.check.contact_frame.hint", Required},
			{"child_heard", "programme.check.child_heard", "programme.check.child_heard.hint", Required},
			{"no_contact", "programme.check.no_contact", "programme.check.no_contact.hint", SpeaksAgainst},
		}, readinessChecks()...),

		Bases: []Basis{
			act("s76", "§ 76", true, "followup.first"),
			act("s32.1.5", "§ 32, stk. 1, nr. 5", true, "followup.first"),
			act("s32.1.8", "§ 32, stk. 1, nr. 8", true, "followup.first"),
		},

		Seats: []Seat{
			{Lead, "programme.seat.lead", 1, 1, Consultant},
			{Second, "programme.seat.second", 1, 0, Consultant},
			{PsychologistSeat, "programme.seat.psychologist", 1, 1, Psychologist},
		},

		Activities: append([]Activity{
			{ID: Contact, Key: "programme.activity.contact", HintKey: "programme.activity.contact.hint", Contact: true},
			{ID: Between, Key: "programme.activity.between", HintKey: "programme.activity.between.hint", BuildsOn: true},
		}, homeActivities()...),

		ContactParts: []Part{
			{Before, "programme.part.before"},
			{During, "programme.part.during"},
			{After, "programme.part.after"},
		},

		Aims: []Aim{
			{"relation", "programme.aim.relation", "programme.aim.relation.hint"},
			{"needs", "programme.aim.needs", "programme.aim.needs.hint"},
			{"placement", "programme.aim.placement", "programme.aim.placement.hint"},
			{"micro", "programme.aim.micro", "programme.aim.micro.hint"},
			{"understanding", "programme.aim.understanding", "programme.aim.understanding.hint"},
			{"verbal", "programme.aim.verbal", "programme.aim.verbal.hint"},
			{"emotional", "programme.aim.emotional", "programme.aim.emotional.hint"},
			{"framing", "programme.aim.framing", "programme.aim.framing.hint"},
			{"attunement", "programme.aim.attunement", "programme.aim.attunement.hint"},
		},

		Duration: twoMonthsToAYear,
		Taper:    ordinaryTaper,
		Review:   ordinaryReview,

		Strands: []Strand{
			{ID: "goal.parent", Key: "programme.strand.goal.parent", Rater: RaterParent, Instrument: "goal-rating", EachContact: true, PerGoal: true, Outside: true},
			{ID: "initiatives.consultant", Key: "programme.strand.initiatives.consultant", Rater: RaterConsultant, Instrument: "answered-initiatives", EachContact: true},
			{ID: "ladder.child", Key: "programme.strand.ladder.child", Rater: RaterChild, Instrument: "life-ladder", EveryDays: 14, FromAge: 6, Outside: true},
			{ID: "relation.consultant", Key: "programme.strand.relation.consultant", Rater: RaterConsultant, Instrument: "relation", EachContact: true},
			{ID: "afterwards.placement", Key: "programme.strand.afterwards.placement", Rater: RaterPlacement, Instrument: "goal-rating", EachContact: true, Outside: true},
			{ID: "session.heard.parent", Key: "programme.strand.session.heard", Rater: RaterParent, Instrument: "session-heard", EachContact: true, Standing: true, Outside: true},
			{ID: "session.heard.child", Key: "programme.strand.session.heard", Rater: RaterChild, Instrument: "session-heard", EachContact: true, FromAge: 6, Standing: true, Outside: true},
			{ID: "session.forward.parent", Key: "programme.strand.session.forward", Rater: RaterParent, Instrument: "session-forward", EachContact: true, Standing: true, Outside: true},
			{ID: "session.forward.child", Key: "programme.strand.session.forward", Rater: RaterChild, Instrument: "session-forward", EachContact: true, FromAge: 6, Standing: true, Outside: true},
		},
		Analysis: Rhythm{FirstWeeks: 6, EveryWeeks: 16, BeforeEndWeeks: 2, TogetherWeeks: 4},
		Closing:  ordinaryClosing(),
	}
}
