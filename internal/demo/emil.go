package demo

import (
	"context"
	"time"

	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// emil is the family where the child asked for a pause from the contact with his
// father, and got it.
func (s *story) emil() {
	f := s.family("emil", EmilID, LarsID, AndersID)
	areas := []string{newID(), newID()}
	goals := []string{newID(), newID()}
	jesper := newID()
	f.emilReferred(areas)
	f.accept(f.d(1, 21).At(13, 0), map[string]string{
		"relation_support":   "Emil og Jesper vil gerne ses, men det ender i skænderi.",
		"parenthood_support": "Jesper beder selv om hjælp til at møde Emil roligt.",
	}, "")
	f.team(f.d(1, 23).At(9, 0), EllenID, LoneID)
	f.emilArranged(jesper)
	f.emilPlanned(areas, goals)
	f.begin(f.d(2, 9).At(8, 20))
	f.consent(f.d(2, 11).At(16, 0), AndersID, "jesper", course.Consent{
		ID: newID(), Kind: course.ForRecord, Status: course.Given, How: course.Signed, Document: "Aftale om beskrivelse",
		Scope: "Anders og Lone må beskrive samværet. Jesper, holdet og rådgiveren læser det. Så længe forløbet varer.",
	})
	list := f.emilMeetings(jesper, goals)
	f.meetings(list)
	talks := f.emilBetween(list, goals)
	f.visits(talks)
	ladder := f.emilMeasured(list, goals)
	f.status(f.d(4, 22).At(9, 30), f.d(2, 9),
		"Emil har glæde af de gange, hvor de laver noget sammen. Han sover stadig dårligt før samvær.",
		"Indsatsen skal fortsætte. Emil skal have tid alene før hvert samvær.")
	f.follow(f.d(5, 6).At(14, 0), plan.FollowUp{
		ID: newID(), NextOn: f.d(11, 6), ToldOn: f.d(5, 6),
		Adjust:    "Samværet fortsætter hver anden uge. Emil får en samtale alene før hvert samvær.",
		Reason:    "Seks måneder efter aftale med Emil, som ikke vil have for mange møder.",
		ChildWish: "Emil vil gerne have, at Mathias er med som bisidder næste gang.",
	})
	f.emilAsked(list, talks)
	f.seen(f.d(4, 14), goals[0], "Emil vælger, hvad de begynder med")
	f.seen(f.d(5, 12), goals[0], "De slutter til tiden")
	f.seen(f.d(7, 7), goals[1], "Jesper skifter emne selv")
	f.emilHeard()
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: newID(), Kind: attention.Extension, Subject: "Forlænge Emils forløb?",
			Body: "Forløbet slutter en uge efter Emils pause. Hvis samværet skal begynde igen, vil vi gerne være med de første måneder. Vi foreslår tolv uger mere med halvanden time om ugen.",
		},
		by: AndersID, sent: f.d(9, 28).At(10, 0), read: f.d(9, 28).At(12, 20), taken: f.d(9, 28).At(12, 30),
	})
	f.emilAnalysed(list, talks, ladder)
}

func (f *family) emilReferred(areas []string) {
	source := "Oplyst af Familieretshuset"
	f.refer(f.d(1, 19).At(10, 30), course.Referral{
		Relations: []person.Relation{
			{From: "tine", To: "emil", Kind: person.MotherOf, Custody: yes, Together: no, Source: source},
			{From: "jesper", To: "emil", Kind: person.FatherOf, Custody: yes, Together: no, Source: source},
			{From: "tine", To: "signe", Kind: person.MotherOf, Together: no},
			{From: "jesper", To: "signe", Kind: person.FatherOf, Together: no},
			{From: "tine", To: "jesper", Kind: person.ExPartnerOf, Together: no},
			{From: "signe", To: "emil", Kind: person.SiblingOf, Together: no},
			{From: "mathias", To: "emil", Kind: person.CompanionOf},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedOther, Who: "Kontaktpædagogen", SeenOn: f.d(1, 8),
				What: "Emil sover dårligt to nætter før samvær med sin far og vil ikke tale om det bagefter. Han bliver hængende på kontoret."},
			{Worried: course.WorriedParent, PersonID: "jesper", Who: "Jesper, far", SeenOn: f.d(1, 12), What: "Vi ender med at skændes hver gang. Jeg ved ikke, hvordan jeg skal begynde."},
		},
		Basis:      []string{"s76", "s32.1.8"},
		Purpose:    "At Emil og Jesper kan mødes og skilles roligt, og at Emil ikke skal høre om de voksnes uenighed.",
		DecisionOn: f.d(1, 15), Hours: 100, Months: 9, StartWanted: f.d(2, 9),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "At mødes og skilles roligt", Origin: course.FromContactAgreement, On: f.d(1, 15)},
			{ID: areas[1], Text: "Ingen tale om de voksnes uenighed", Origin: course.FromContactAgreement, On: f.d(1, 15)},
		},
		Consents: []course.Consent{
			{PersonID: "tine", Kind: course.ForService, Status: course.Given, At: f.d(1, 15).At(9, 0), How: course.Signed},
			{PersonID: "jesper", Kind: course.ForService, Status: course.Given, At: f.d(1, 15).At(11, 0), How: course.Signed},
			{PersonID: "tine", Kind: course.ForSupportedContact, Status: course.Given, At: f.d(1, 15).At(9, 0), How: course.Signed},
			{PersonID: "jesper", Kind: course.ForSupportedContact, Status: course.Given, At: f.d(1, 15).At(11, 0), How: course.Signed},
		},
		Placements: []course.Placement{{
			PersonID: "emil", Consent: yes, Kind: course.ChildrensHome, Since: f.on(2025, 11, 10), DecidedBy: "municipality", DecidedOn: f.on(2025, 11, 5),
		}},
	},
		someone{word: "emil", name: "Emil", role: person.Child, sex: person.Male, cpr: "900314-9991", note: "Vennen Elliot på 14 år ville gerne være bisidder. Han er for ung til det, og Emil valgte Mathias."},
		someone{word: "tine", name: "Tine", role: person.Parent, sex: person.Female, cpr: "810585-9998", phone: "00 00 00 81"},
		someone{word: "jesper", name: "Jesper", role: person.Parent, sex: person.Male, cpr: "760782-9971", phone: "00 00 00 82"},
		someone{word: "signe", name: "Signe", role: person.Sibling, sex: person.Female, cpr: "640808-9998", note: "Ses frit med Emil. Er ikke part i forløbet."},
		someone{word: "mathias", name: "Mathias", role: person.Companion, sex: person.Male, note: "Fætter, 16 år. Bisidder for Emil."},
	)
}

// emilArranged enters how Emil sees each of his family; the contact with Jesper
// is supported until Emil asks for a pause.
func (f *family) emilArranged(jesper string) {
	free := contact.Arrangement{
		State: contact.Unregulated, Basis: "barnets lov § 104, stk. 1", DecidedBy: contact.Arranged, From: f.d(2, 9),
		ChildView: "Emil vil gerne se dem, når de kan.", ChildViewOn: f.d(1, 20), ChildHow: "Samtale med Lars",
	}
	tine, signe := free, free
	tine.ID, tine.Frequency = newID(), contact.Frequency{EveryWeeks: 2, Minutes: 2880}
	signe.ID, signe.Network, signe.Frequency = newID(), true, contact.Frequency{PerMonth: 2}
	f.arrange(f.d(1, 26).At(9, 0), LarsID, "emil", "tine", tine)
	f.arrange(f.d(1, 26).At(9, 5), LarsID, "emil", "signe", signe)
	supported := contact.Arrangement{
		ID: jesper, State: contact.Supported, Form: "Udviklende samvær", Basis: "barnets lov § 104, stk. 3", DecidedBy: contact.Municipality,
		DecidedOn: f.d(1, 23), Document: "Afgørelse om støtte under samvær", From: f.d(2, 9), Frequency: contact.Frequency{EveryWeeks: 2, Minutes: 180},
		PlaceRule: "I Familiehuset eller ude", Purpose: "At Emil og Jesper får hjælp til at begynde og slutte, og at samtalen bliver om Emil.",
		FocusPoints: []string{"Sig hej på Emils måde", "Tal om det, I laver", "Slut til tiden"}, StopRight: "Konsulenten, der er til stede, og Emil selv",
		ChildView: "Emil vil gerne se sin far, hvis nogen er med.", ChildViewOn: f.d(1, 20), ChildHow: "Samtale med Lars",
	}
	f.arrange(f.d(1, 26).At(9, 10), LarsID, "emil", "jesper", supported)
	f.arrange(f.d(8, 14).At(14, 0), LarsID, "emil", "jesper", contact.Arrangement{
		ID: newID(), StrandID: jesper, Number: 1, State: contact.Suspended, Basis: "barnets lov § 104, stk. 5", DecidedBy: contact.Municipality,
		DecidedOn: f.d(8, 14), Document: "Afgørelse om pause fra samvær", From: f.d(8, 17), To: f.d(10, 11), ChildAsked: true,
		ChildView: "»Jeg vil gerne have fri fra det et stykke tid.«", ChildViewOn: f.d(8, 10), ChildHow: "Samtale med Anders og bagefter med Lars",
		Why: "Emil har bedt om en pause. Før den slutter, bliver han spurgt igen.",
	})
}

func (f *family) emilPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(1, 28).At(10, 0), submitted: f.d(1, 29).At(14, 0), decided: f.d(2, 2).At(9, 0),
		words: "Godkendt. Emil skal vide, hvem han kan ringe til efter et samvær.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(2, 9)
			p.Steps = []plan.Step{
				{Weeks: 10, HoursPerWeek: 4, Reason: "Samvær hver anden uge, samtaler med Emil og med Jesper i ugen imellem."},
				{Weeks: 14, HoursPerWeek: 3, Reason: "Samtalerne bliver kortere."},
				{Weeks: 12, HoursPerWeek: 1.5, Reason: "Jesper og Emil gør mere selv."},
			}
			p.Reviews = []clock.Date{f.d(5, 6), f.d(11, 6)}
			p.RhythmReason = "Emil vil ikke have for mange møder."
			p.Activities = []string{"contact", "between", "teaching"}
			p.ActivityNote = "Samvær med samtale før og efter. Emil og Jesper har hver deres samtaler imellem."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["emil"], Resources: "Klog på sig selv. Spiller skak og laver mad.", Challenges: "Tier, når nogen bliver vred.", Needs: "At kunne sige stop."},
				{PersonID: f.who["jesper"], Resources: "Kommer hver gang. Er god med hænderne.", Challenges: "Vil forklare sin side.", Needs: "Korte øvelser, han kan tage med hjem."},
			}
			p.Goals = emilGoals(f, areas, goals)
		},
	})
}

func emilGoals(f *family, areas, goals []string) []plan.Goal {
	return []plan.Goal{
		{
			ID: goals[0], FocusAreaID: areas[0], Kind: plan.GoalDevelop, Title: "Rolig hilsen og farvel", Rating: true,
			FamilyWords: "At vi kan begynde uden at blive uvenner.", ChildWords: "At han ikke spørger om noget i døren.", ResponsibleID: AndersID,
			RatingQuestion: "Hvordan gik det med dagens fokus?", Aims: []string{"framing", "verbal"},
			Signs:  []string{"Jesper siger hej og venter", "Emil vælger, hvad de begynder med", "De slutter til tiden"},
			Levels: [5]string{"Skænderi i døren", "Tavshed", "Et hej fra dem begge", "De taler om det, de skal lave", "De glæder sig begge to"},
		},
		{
			ID: goals[1], FocusAreaID: areas[1], Kind: plan.GoalDevelop, Title: "Vi taler om det, vi laver",
			FamilyWords: "At jeg ikke kommer til at tale om Tine.", ChildWords: "Tal ikke om mor.", ResponsibleID: f.who["jesper"], Aims: []string{"understanding", "attunement"},
			Signs: []string{"Jesper skifter emne selv", "Emil fortæller noget, han ikke er blevet spurgt om"},
		},
	}
}

// emilMeetings gives Jesper every second week until Emil asked for a pause. One
// was called off by Emil, and the one after the decision by the municipality.
func (f *family) emilMeetings(jesper string, goals []string) []*meeting {
	var list []*meeting
	for n := range 14 {
		m := &meeting{
			id: newID(), strand: jesper, start: f.d(2, 17).AddDays(14*n).At(14, 0), minutes: 180, direct: 220, indirect: 20, staff: []string{AndersID},
			child: "emil", parent: "jesper", place: "Familiehuset, stue 2", brought: "Kontaktpædagogen", described: true, rating: -1,
			words: f.texts.Contacts["jesper"].Take(n), goals: map[string]string{goals[n%2]: f.texts.Line("goals", n)},
		}
		if n == 12 {
			m.direct, m.indirect = 170, 10
		}
		list = append(list, m)
	}
	list[9].cancel = &session.Cancellation{
		Side: session.SideChild, Code: session.DoesNotWant, Reason: "Emil ville ikke.", ChildWords: "»Jeg kan ikke i dag. Jeg har ikke sovet.«",
		NoticeAt: list[9].start.Add(-5 * time.Hour), ToldBy: "Kontaktpædagogen", Informed: "Jesper og Lars",
	}
	list[13].cancel = &session.Cancellation{
		Side: session.SideAuthority, Code: session.Decision, Reason: "Emil har fået en pause.", Decision: "Afgørelse om pause fra samvær",
		NoticeAt: f.d(8, 14).At(14, 10), ToldBy: "Lars", Informed: "Emil, Jesper og Tine",
	}
	return list
}

// emilBetween gives the talks: Emil and Jesper each have theirs, and Jesper's go
// on while the contact is paused. The last one is today's.
func (f *family) emilBetween(list []*meeting, goals []string) []*visit {
	var out []*visit
	add := func(week, day, direct, indirect int, who string) *visit {
		v := &visit{
			id: newID(), kind: session.Between, start: f.weekday(f.d(2, 9).AddDays(7*week+day)).At(11, 0), direct: direct, indirect: indirect,
			staff: []string{AndersID}, with: []string{who}, place: "Familiehuset, stue 2", goals: map[string]string{goals[week%2]: f.texts.Line("goals", week)},
			note: f.texts.Visits["emil"].Take(week / 2), aims: []string{"understanding"}, buildsOn: list[min(week/2, 12)].id,
		}
		if who == "jesper" {
			v.note = f.texts.Visits["jesper"].Take(week / 2)
		}
		out = append(out, v)
		return v
	}
	for week := range 33 {
		switch {
		case week < 24 && week%2 == 1, week == 24, week == 25:
			continue // the weeks of the contacts
		case week < 10:
			add(week, 1, 90, 30, "jesper")
			add(week, 3, 90, 30, "emil")
		case week < 24:
			add(week, 3, 90, 30, []string{"emil", "jesper"}[week/2%2])
		case week == 26:
			v := add(week, 0, 75, 15, "emil")
			v.start, v.note, v.attention = f.d(8, 10).At(11, 0), f.texts.Notes["asks"][0], true
		default:
			v := add(week, 2, 75, 15, "jesper")
			v.kind, v.theme, v.takenIn = session.Teaching, f.texts.Line("themes", week-27), "Jesper skrev det ned."
			v.note = f.texts.Visits["pause"].Take(week - 27)
		}
	}
	f.callOff(out[3], session.SideProvider, session.Ill, "Anders var syg.", "Familiehuset")
	f.callOff(out[19], session.SideParent, session.Work, "Jesper skulle arbejde over.", "Jesper, på telefon")
	return append(out, &visit{
		kind: session.Between, start: f.day.At(13, 0), direct: 90, staff: []string{AndersID, LoneID}, with: []string{"jesper"},
		place: "Familiehuset, stue 2", theme: "Samtale med Jesper: at sige hej igen", buildsOn: list[12].id,
	})
}

func (f *family) emilMeasured(list []*meeting, goals []string) string {
	days := []clock.Date{
		f.d(2, 16), f.d(3, 9), f.d(3, 30), f.d(4, 20), f.d(5, 11), f.d(6, 1), f.d(6, 22), f.d(7, 20), f.d(8, 10),
		f.d(8, 24), f.d(9, 7), f.d(9, 17), f.d(9, 28),
	}
	a := rated("Sådan har jeg det", "", singlecase.Child, "Emil", 21)
	a.Instrument = "life-ladder"
	f.measure(series{strand: a, rater: "emil", points: values(days, 5, 5, 4, 5, 4, 3, 4, 3, 3, 4, 5, 5, 6)})
	b := instrument.Strand{
		ID: newID(), Instrument: "goal-rating", GoalID: goals[0], Title: "Rolig hilsen og farvel", RaterRole: singlecase.Parent,
		RaterName: "Jesper, far", EachContact: true, OpenedOn: f.d(2, 11), Position: 1,
	}
	var points []point
	numbers := []float64{5, 4, 5, 5, 4, 5, 4, 4, 5, 0, 4, 5, 4}
	for i, m := range list[:13] {
		if m.cancel == nil {
			m.rating = int(numbers[i])
			points = append(points, point{on: clock.DateOf(m.start), value: numbers[i], visit: m.id})
		}
	}
	f.measure(series{strand: b, rater: "jesper", points: points})
	return a.ID
}

// emilAsked: Emil asked for a pause, and was heard the same day.
func (f *family) emilAsked(list []*meeting, talks []*visit) {
	flag, told := newID(), newID()
	asked := ""
	for _, v := range talks {
		if v.attention {
			asked = v.id
		}
	}
	f.raise(f.d(8, 10).At(12, 50), AndersID, attention.Flag{
		ID: flag, SessionID: asked, What: "Emil beder om fri fra samværet med Jesper et stykke tid. Han sover dårligt før hver gang.",
	}, f.d(8, 14).At(15, 0), attention.Step{Outcome: attention.Tell, RefersTo: told, Reason: "Kommunen har givet Emil en pause. Samtalerne med Jesper fortsætter."})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: told, FlagID: flag, Kind: attention.Quick, Subject: "Emil vil gerne have fri fra samvær et stykke tid",
			Body: "Emil sagde i dag: »jeg vil gerne have fri fra det et stykke tid«. Han har sagt ja til, at du får det at vide. Han vil gerne selv tale med dig og have Mathias med. Næste samvær er om otte dage.",
		},
		by: AndersID, sent: f.d(8, 10).At(13, 5), read: f.d(8, 10).At(13, 50), taken: f.d(8, 10).At(14, 0),
	})
	f.at(f.d(8, 14).At(15, 10), AndersID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.Decide(ctx, w, attention.Decision{
			ID: newID(), FlagID: flag, Changes: attention.ChangesForm, What: "Samtaler og undervisning med Jesper fortsætter, mens samværet er på pause.",
			Reason: "Jesper skal vide, hvad pausen betyder for Emil, og hvordan man siger hej igen.",
		})
	})
}

// emilAnalysed: Ellen's three analyses, the last a few days before it was due.
func (f *family) emilAnalysed(list []*meeting, talks []*visit, ladder string) {
	at := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	talk := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: talks[i].id} }
	curve := analysis.Citation{Kind: analysis.CitesStrand, ID: ladder}
	f.analyse(f.d(3, 20).At(9, 0), EllenID, f.d(3, 23), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Når Emil og Jesper laver noget sammen, bliver de ved. Når talen falder på de voksne, tier Emil.", at(0), at(1)),
		says(analysis.Service, analysis.Assessment, "Begynd hvert samvær med noget, de skal lave.", at(0), at(2)),
		says(analysis.Structure, analysis.Observation, "Samværet begynder til tiden. Begyndelsen i døren er det sværeste.", at(1)),
		says(analysis.Care, analysis.Interpretation, "Emils stilhed kan være en måde at passe på dem begge."),
		says(analysis.Ahead, analysis.Assessment, "Emil skal have tid alene før hvert samvær.", talk(1)),
	})
	f.analyse(f.d(7, 10).At(9, 0), EllenID, f.d(7, 13), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Skænderierne er kortere. Emils eget tal er faldet.", at(6), at(8), curve),
		says(analysis.Service, analysis.Assessment, "Støtten virker i rummet, men ikke på det, Emil går med før og efter.", at(8), curve),
		says(analysis.Engagement, analysis.Observation, "De samlede et skab, og Emil bestemte rækkefølgen.", at(5)),
		says(analysis.Challenge, analysis.Observation, "Jesper spurgte Emil, hvordan kniven skal holdes, og gjorde efter.", at(6)),
		says(analysis.Care, analysis.Interpretation, "Emil kan have brug for en pause, som han ikke tør bede om. Det kan også være ferien, der gør forskellen."),
		says(analysis.Ahead, analysis.Assessment, "Spørg Emil direkte, hvad han har brug for.", talk(9)),
	})
	f.analyse(f.d(9, 25).At(9, 0), EllenID, f.d(10, 4), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Samværet er på pause. Jesper kommer til samtalerne og har skiftet fra sin egen side til Emils.", talk(20), talk(22)),
		says(analysis.Service, analysis.Assessment, "Samspillet mellem Emil og Jesper kan ikke vurderes i denne tid. Pausen er ikke et skridt tilbage.", talk(21)),
		says(analysis.Structure, analysis.Observation, "Jesper har skrevet et kort på to linjer uden spørgsmål.", talk(21)),
		says(analysis.Care, analysis.Assessment, "Emil sætter selv sit tal højere. Det er for tidligt at sige mere.", curve),
		says(analysis.Ahead, analysis.Assessment, "Emil skal spørges, før noget begynder igen. Den første gang skal være kort."),
	})
}
