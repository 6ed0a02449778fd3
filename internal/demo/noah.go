package demo

import (
	"context"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/demo/minutes"
	"samspil/internal/demo/numbers"
	"samspil/internal/demo/texts"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// noah is the family where it went forward until July and then back.
func (s *story) noah() {
	f := s.family("noah", NoahID, DortheID, LoneID)
	areas := []string{newID(), newID(), newID()}
	goals := []string{newID(), newID(), newID()}
	f.noahReferred(areas)
	f.accept(f.d(2, 24).At(10, 20), map[string]string{
		"relation_support":   "Noah og Sanne finder sjældent hinanden i legen.",
		"parenthood_support": "Sanne er 24 år og har været alene om det hele.",
	}, "")
	f.team(f.d(3, 3).At(9, 0), EllenID, AndersID)
	strand := newID()
	f.arrange(f.d(3, 10).At(11, 0), DortheID, "noah", "sanne", contact.Arrangement{
		ID: strand, State: contact.Supported, Form: "Udviklende samvær", Basis: "barnets lov § 104, stk. 3",
		DecidedBy: contact.Municipality, DecidedOn: f.d(3, 6), Document: "Afgørelse om støtte under samvær",
		From: f.d(3, 16), Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, PlaceRule: "I Familiehuset",
		Purpose:     "At Sanne og Noah får støtte til at finde hinanden i legen, og at farvel bliver til at holde ud for dem begge.",
		FocusPoints: []string{"Følg hans leg", "Trøst", "Et tydeligt farvel"}, StopRight: "Konsulenten, der er til stede",
		ChildView: "Noah kigger efter Sanne, når hendes navn bliver sagt. Det er set af plejemor og af rådgiveren.", ChildViewOn: f.d(3, 5),
		ChildHow: "Set, ikke spurgt. Noah er tre år.",
	})
	f.noahPlanned(areas, goals)
	f.begin(f.d(3, 16).At(8, 30))
	f.consent(f.d(3, 20).At(13, 0), LoneID, "sanne", course.Consent{
		ID: newID(), Kind: course.ForRecord, Status: course.Given, How: course.Signed, Document: "Aftale om beskrivelse",
		Scope: "Lone og Anders må beskrive og kode samværet. Sanne, holdet og rådgiveren læser det. Så længe forløbet varer.",
	})
	list := f.noahMeetings(strand, goals)
	f.meetings(list)
	between := f.noahBetween(list, goals)
	f.visits(between)
	coded, own := f.noahMeasured(list, goals)
	f.noahCoded(list)
	f.noahShown(list[28])
	f.noahSigns(goals[2])
	f.noahHeard()
	f.status(f.d(5, 28).At(12, 30), f.d(3, 16),
		"Noah begynder oftere på noget, når Sanne er på gulvet, og han har søgt trøst hos hende. Han sover som ellers efter samvær.",
		"Samværet skal fortsætte hver uge. Timerne går ned til fire, som planen siger.")
	f.follow(f.d(6, 11).At(13, 30), plan.FollowUp{
		ID: newID(), NextOn: f.d(11, 11), ToldOn: f.d(6, 11),
		Adjust:    "Samværet fortsætter hver uge. Timerne går ned til fire om ugen, som planen siger.",
		Reason:    "Fem måneder, så vi ser på det igen, når trinet ned i efteråret har virket lidt.",
		ChildWish: "Noah er tre år. Plejemor og Lone ser, at han går hen til Sanne, når hun kommer.",
	})
	f.noahAttention(list)
	f.noahAnalysed(list, between, coded, own)
}

func (f *family) noahReferred(areas []string) {
	source := "Oplyst af CPR og Familieretshuset"
	f.refer(f.d(2, 18).At(9, 40), course.Referral{
		Relations: []person.Relation{
			{From: "sanne", To: "noah", Kind: person.MotherOf, Custody: yes, Together: no, Source: source},
			{From: "mads", To: "noah", Kind: person.FatherOf, Custody: no, Together: no, Source: source},
			{From: "sanne", To: "mads", Kind: person.ExPartnerOf, Together: no},
			{From: "pleje", To: "noah", Kind: person.FosterOf, Together: yes, Since: f.d(1, 12)},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedHealth, Who: "Sundhedsplejersken", SeenOn: f.on(2025, 12, 9),
				What: "Noah sad stille på gulvet, da jeg kom. Han rakte ud efter Sanne to gange, og hun så det ikke. Sanne sagde, at hun ikke havde sovet i flere nætter."},
			{Worried: course.WorriedParent, PersonID: "sanne", Who: "Sanne, mor", SeenOn: f.d(1, 6),
				What: "Jeg elsker ham, men jeg ved ikke, hvad han vil have mig til. Jeg er så træt, at jeg ikke kan høre ham."},
		},
		Basis:      []string{"s76", "s32.1.5"},
		Purpose:    "At Noah og Sanne får et samvær, hvor hun ser og svarer på det, han viser, og hvor han kan finde trøst hos hende.",
		DecisionOn: f.d(2, 13), Hours: 156, Months: 11, StartWanted: f.d(3, 16),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "At følge hans leg", Origin: course.FromContactAgreement, On: f.d(2, 13)},
			{ID: areas[1], Text: "Trøst", Origin: course.FromContactAgreement, On: f.d(2, 13)},
			{ID: areas[2], Text: "Et tydeligt farvel", Origin: course.FromContactAgreement, On: f.d(2, 13)},
		},
		Consents: []course.Consent{
			{PersonID: "sanne", Kind: course.ForService, Status: course.Given, At: f.d(2, 13).At(10, 0), How: course.Signed},
			{PersonID: "sanne", Kind: course.ForSupportedContact, Status: course.Given, At: f.d(2, 13).At(10, 0), How: course.Signed},
		},
		Placements: []course.Placement{{
			PersonID: "noah", Consent: yes, Kind: course.FosterFamily, Since: f.d(1, 12), DecidedBy: "municipality", DecidedOn: f.d(1, 8),
		}},
	},
		someone{word: "noah", name: "Noah", role: person.Child, sex: person.Male, cpr: "790723-9971"},
		someone{word: "sanne", name: "Sanne", role: person.Parent, sex: person.Female, cpr: "661001-9998", phone: "00 00 00 41", email: "sanne@mail.invalid"},
		someone{word: "mads", name: "Mads", role: person.Parent, sex: person.Male, cpr: "850199-9971", note: "Ønsker ikke samvær nu. Han må spørges igen om to måneder."},
		someone{word: "pleje", name: "Plejemor", role: person.Foster, sex: person.Female},
	)
}

func (f *family) noahPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(3, 10).At(13, 0), submitted: f.d(3, 11).At(10, 0), decided: f.d(3, 12).At(14, 10),
		words: "Godkendt. Aftal med Sanne, om samværet må beskrives, så snart I kan.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(3, 16)
			p.Steps = []plan.Step{
				{Weeks: 12, HoursPerWeek: 5, Reason: "Samvær, samtaler før og efter og to timer imellem, mens de lærer hinanden at kende igen."},
				{Weeks: 16, HoursPerWeek: 4, Reason: "Samværet er det samme. Der er mindre undervisning imellem."},
				{Weeks: 16, HoursPerWeek: 2, Reason: "Sanne står selv for mere, og vi ser kun til."},
			}
			p.Reviews = []clock.Date{f.d(6, 11), f.d(11, 11)}
			p.RhythmReason = "Den næste ligger efter trinet ned."
			p.Activities = []string{"contact", "between", "teaching"}
			p.ActivityNote = "Samtale før, samvær, samtale efter. Undervisning hver anden uge og en samtale om samværet i ugen imellem."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["noah"], Resources: "Nysgerrig og glad for klodser og biler. Viser tydeligt, når han er færdig.", Challenges: "Bliver stille, når nogen tager over.", Needs: "Tid til at begynde selv, og at de samme mennesker er der."},
				{PersonID: f.who["sanne"], Resources: "Kommer til tiden og vil gerne lære. Synger for Noah.", Challenges: "Er træt og vil så gerne vise ham noget.", Needs: "At vi viser det i stedet for at sige det."},
			}
			p.Goals = f.noahGoals(areas, goals)
		},
	})
	f.agree(agreement{
		id: newID(), drafted: f.d(9, 21).At(14, 0), submitted: f.d(9, 22).At(9, 10), decided: f.d(9, 22).At(11, 0),
		words: "Enig. Ro nu er det rigtige. Skriv til Dorthe i dag, at de 16 timer venter på hendes svar.",
		write: func(p *plan.Plan) {
			p.Steps = []plan.Step{
				{Weeks: 12, HoursPerWeek: 5, Reason: "Som før."},
				{Weeks: 24, HoursPerWeek: 4, Reason: "Trinet ned er stoppet. Sanne og Noah har brug for ro og de samme rammer."},
				{Weeks: 8, HoursPerWeek: 2, Reason: "Et kortere trin ned til sidst, når det igen går den rigtige vej."},
			}
			p.Reviews = []clock.Date{f.d(6, 11), f.d(11, 11)}
			p.Reason = "Det gik fremad til sommer og er siden gået tilbage. Vi stopper trinet ned, så de har det samme at holde fast i."
			p.ToldOn = f.d(9, 22)
			p.ExtraReason = "Otte uger med fire timer i stedet for to. Det er 16 timer mere end loftet på 156."
		},
	})
}

// noahGoals are the three goals, each of a focus area.
func (f *family) noahGoals(areas, goals []string) []plan.Goal {
	all := f.texts.Goals
	for i := range all {
		all[i].ID, all[i].FocusAreaID, all[i].ResponsibleID = goals[i], areas[i], LoneID
	}
	return all
}

// noahSigns: two of the three signs of a clear goodbye have been seen.
func (f *family) noahSigns(goal string) {
	f.seen(f.d(5, 6), goal, f.texts.Goals[2].Signs[0])
	f.seen(f.d(6, 24), goal, f.texts.Goals[2].Signs[1])
}

// noahMeetings gives a contact every Wednesday: 27 held, two where Sanne did not
// come, and the next three in the calendar. The first may not be described.
func (f *family) noahMeetings(strand string, goals []string) []*meeting {
	first := f.d(3, 18)
	var list []*meeting
	for week := range 32 {
		day := first.AddDays(7 * week)
		m := &meeting{
			id: newID(), strand: strand, start: day.At(14, 30), minutes: 120, direct: 165, indirect: 15, staff: []string{LoneID},
			child: "noah", parent: "sanne", place: "Familiehuset, stue 1", brought: "Plejemor", described: week > 0, rating: -1,
			words: f.noahTalk(week), goals: map[string]string{goals[week%2]: f.texts.Line("goals", week)},
		}
		if week == 8 || week == 17 {
			m.staff = []string{AndersID}
		}
		if week%4 == 1 && week > 0 {
			m.afterwards = f.texts.Line("afterwards", week/4)
		}
		list = append(list, m)
	}
	for _, week := range []int{23, 24} {
		list[week].cancel = &session.Cancellation{
			Side: session.SideParent, Code: session.DidNotCome, Reason: "Sanne kom ikke og tog ikke telefonen.",
			Informed: "Plejemor, som kørte hjem med Noah", Charged: false,
		}
	}
	list[26].attention = true
	list[28].unsigned, list[28].words = true, f.texts.Contacts["yesterday"].Take(0)
	return list
}

// noahTalk gives the words of a week's contact: a careful spring, a good summer,
// and an autumn that is harder.
func (f *family) noahTalk(week int) texts.Talk {
	switch {
	case week < 8:
		return f.texts.Contacts["spring"].Take(week)
	case week < 20:
		return f.texts.Contacts["summer"].Take(week - 8)
	}
	return f.texts.Contacts["autumn"].Take(week - 20)
}

// noahMeasured gives the two curves: the share of answers without help, which is
// counted from what was coded, and Sanne's own number after each of those contacts.
func (f *family) noahMeasured(list []*meeting, goals []string) (coded, own string) {
	numbers := []float64{4, 4, 5, 5, 6, 6, 7, 7, 6, 7, 6, 5, 4, 4, 3, 4}
	a := instrument.Strand{
		ID: newID(), Instrument: "answered-initiatives", GoalID: goals[0], Title: "Sanne følger Noahs leg", RaterRole: singlecase.Observation,
		RaterID: LoneID, RaterName: "Samspilskodning", EachContact: true, OpenedOn: f.d(3, 20),
	}
	b := instrument.Strand{
		ID: newID(), Instrument: "goal-rating", GoalID: goals[1], Title: "Noah finder trøst hos Sanne", RaterRole: singlecase.Parent,
		RaterName: "Sanne, mor", EachContact: true, OpenedOn: f.d(3, 20), Position: 1,
	}
	var told []point
	for i, c := range minutes.Noah {
		m := list[c.Week]
		told = append(told, point{on: clock.DateOf(m.start), value: numbers[i], visit: m.id})
		m.rating = int(numbers[i])
	}
	f.measure(series{strand: a})
	f.measure(series{strand: b, rater: "sanne", points: told})
	return a.ID, b.ID
}

// noahBetween gives what was done between the contacts: two hours a week in the
// first twelve weeks, then one; teaching every other week. And today's two.
func (f *family) noahBetween(list []*meeting, goals []string) []*visit {
	var out []*visit
	for week := range 28 {
		v := &visit{
			id: newID(), kind: session.Between, start: f.weekday(f.d(3, 19).AddDays(7*week)).At(10, 0), direct: 90, indirect: 30,
			staff: []string{LoneID}, with: []string{"sanne"}, place: "Familiehuset, stue 2", note: f.texts.Visits["between"].Take(week / 2),
			goals: map[string]string{goals[week%3]: f.texts.Line("goals", week+3)}, aims: []string{"understanding"}, buildsOn: list[week].id,
		}
		if week >= 12 {
			v.direct, v.indirect = 45, 15
		}
		if week == 23 || week == 24 {
			v.note, v.with, v.place = f.texts.Notes["missed"][week-23], []string{"sanne"}, "På telefon"
		} else if week%2 == 0 {
			v.kind, v.theme, v.takenIn = session.Teaching, f.texts.Line("themes", week/2), f.texts.Line("taken-in", week/2)
		}
		out = append(out, v)
	}
	return append(out,
		&visit{
			kind: session.Teaching, start: f.day.At(10, 0), direct: 60, staff: []string{LoneID}, with: []string{"sanne"},
			place: "Familiehuset, stue 1", theme: "Hvad Noah viser, når han har brug for hende", buildsOn: list[28].id,
		},
		&visit{
			kind: session.Network, start: f.day.At(11, 30), direct: 45, staff: []string{LoneID, EllenID}, place: "På telefon",
			theme: "Drøftelse med Ellen om Noah: tilbageskridtet siden sommer",
		})
}

// noahAttention: two no-shows, two setbacks that the daily round found, the step down
// that was stopped, and a message that nobody has acknowledged.
func (f *family) noahAttention(list []*meeting) {
	flag, told := newID(), newID()
	f.raise(f.d(9, 2).At(15, 10), LoneID, attention.Flag{
		ID: flag, SessionID: list[24].id, What: "Sanne er ikke kommet to gange i træk og har ikke sagt til. Noah ventede begge gange ved vinduet.",
	}, f.d(9, 3).At(9, 5), attention.Step{Outcome: attention.Tell, RefersTo: told, Reason: "Dorthe har talt med Sanne i telefon. Hun kommer igen næste gang."})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: told, FlagID: flag, Kind: attention.Quick, Subject: "To gange uden afbud",
			Body: "Sanne er ikke kommet til de to sidste samvær og har ikke ringet. Jeg har ringet og skrevet begge dage. Noah ventede ved vinduet og spurgte »mor?«. Plejemor er orienteret. Jeg beder dig tage kontakt til Sanne.",
		},
		by: LoneID, sent: f.d(9, 2).At(15, 20), read: f.d(9, 3).At(8, 5), taken: f.d(9, 3).At(8, 12),
	})
	setback, decision := newID(), newID()
	f.raise(f.d(9, 16).At(17, 15), LoneID, attention.Flag{
		ID: setback, SessionID: list[26].id, What: "Sanne svarer sjældnere på det, Noah begynder på, og siger selv, at det er sværere end før sommer.",
	}, f.d(9, 22).At(11, 30), attention.Step{
		Outcome: attention.Adapt, RefersTo: decision, Reason: "Trinet ned er stoppet. Holdet ser på det igen, når Ellen har skrevet sin analyse.",
	})
	f.at(f.d(9, 22).At(11, 20), LoneID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.Decide(ctx, w, attention.Decision{
			ID: decision, FlagID: setback, Changes: attention.ChangesHours,
			What:   "Nedtrapningen er stoppet. Vi bliver på fire timer om ugen i otte uger mere i stedet for at gå ned til to.",
			Reason: "Sanne og Noah har brug for ro. Begge målinger er gået tilbage siden sommer, og Sanne har det svært derhjemme.",
		})
	})
	f.at(f.d(9, 22).At(11, 31), LoneID, func(ctx context.Context, w *casefile.Writer) error {
		all, err := attention.Flags(ctx, &w.Reader)
		for _, raised := range all {
			if err == nil && raised.RaisedBy == access.System.ID {
				err = attention.Resolve(ctx, w, attention.Step{ID: newID(), FlagID: raised.ID, Outcome: attention.Adapt, RefersTo: decision,
					Reason: "Trinet ned er stoppet, så der er ro. Ellen ser på begge målinger i sin næste analyse."})
			}
		}
		return err
	})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: newID(), Kind: attention.Hours, Subject: "16 ekstra timer til Noah og Sanne",
			Body: "Vi har stoppet trinet ned. Sanne og Noah har brug for ro i stedet for færre timer. Det giver 16 timer mere end de 156, I har bevilget. Indtil du svarer, holder vi os til de 156.",
		},
		by: LoneID, sent: f.d(9, 22).At(11, 45), read: f.d(9, 22).At(13, 50), taken: f.d(9, 22).At(14, 0),
	})
	f.noahMoved()
}

// noahMoved is the message that waits. It was sent so long ago that its promised
// time ran out on a working day before the story's day.
func (f *family) noahMoved() {
	due := numbers.WorkingDayBefore(f.day)
	sent := numbers.WorkingDayBefore(due).At(9, 10)
	flag, told := newID(), newID()
	f.raise(sent.Add(-4*time.Minute), LoneID, attention.Flag{ID: flag, What: "Sanne er flyttet ud af sin lejlighed og bor hos en veninde."}, time.Time{}, attention.Step{})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: told, FlagID: flag, Kind: attention.Quick, Subject: "Sanne er flyttet ud af sin lejlighed",
			Body: "Sanne ringede i morges. Hun er flyttet ud af sin lejlighed og bor hos en veninde. Hun kommer til det næste samvær. Jeg beder jer se på, hvad flytningen betyder for hende og Noah.",
		},
		by: LoneID, sent: sent,
	})
	f.at(due.At(9, 11), access.System.ID, func(ctx context.Context, w *casefile.Writer) error { return attention.Escalate(ctx, w, told) })
}
