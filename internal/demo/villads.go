package demo

import (
	"context"
	"time"

	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// villads is the first family: school mornings that became calm, seen by three,
// and a course that ends as planned.
func (s *story) villads() {
	f := s.family("villads", VilladsID, DortheID, BirgitteID)
	areas := []string{newID(), newID(), newID()}
	goals := []string{newID(), newID(), newID()}
	f.villadsReferred(areas)
	f.accept(f.on(2025, 12, 17).At(9, 30), map[string]string{
		"illbeing":     "Ondt i maven på skoledage og gråd ved døren. Det er begyndt i år.",
		"support_need": "Begge forældre beder om hjælp til morgenerne.",
	}, "")
	f.team(f.d(1, 5).At(8, 20), HenrikID)
	f.villadsPlanned(areas, goals)
	f.begin(f.d(1, 26).At(8, 0))
	list := f.villadsVisits(goals)
	f.visits(list)
	mornings, school, ladder := f.villadsMeasured(goals)
	f.villadsAttention(list)
	f.status(f.d(4, 8).At(13, 0), f.d(1, 26),
		"Villads kommer oftere i skole og siger selv, at det hjælper at vide, hvad der skal ske. Vi har ikke set ham hos Jonas.",
		"Indsatsen skal fortsætte som planlagt. Trinet ned til to en halv time er kommet på det rigtige tidspunkt.")
	f.follow(f.d(4, 22).At(13, 0), plan.FollowUp{
		ID: newID(), NextOn: f.d(8, 22), ToldOn: f.d(4, 22),
		Adjust:    "Indsatsen fortsætter som planlagt. Næste trin ned kommer, når morgenerne også holder efter en ferie.",
		Reason:    "Fire måneder, fordi familien vil prøve en hel sommer og en skolestart, før vi ser på det igen.",
		ChildWish: "Villads vil gerne have, at Birgitte stadig kommer om morgenen nogle gange.",
	})
	f.follow(f.d(8, 19).At(14, 30), plan.FollowUp{
		ID: newID(), NextOn: f.d(12, 19), ToldOn: f.d(8, 19),
		Adjust:    "Timerne slutter som aftalt. Skolen holder øje med fraværet i tre måneder.",
		Reason:    "Fire måneder: så er der gået et efterår uden støtte, og skolen har set på fraværet.",
		ChildWish: "Villads siger, at han godt kan selv, men at Birgitte må komme og sige farvel.",
	})
	f.seen(f.d(2, 19), goals[0], "Tøj og taske ligger fremme aftenen før")
	f.seen(f.d(4, 28), goals[0], "Villads spiser morgenmad ved bordet")
	f.seen(f.d(5, 19), goals[0], "Camilla og Villads siger farvel med et kram")
	f.seen(f.d(3, 10), goals[1], "Læreren tager imod ved døren")
	f.seen(f.d(6, 16), goals[1], "Villads går selv ind ad porten")
	f.seen(f.d(9, 2), goals[1], "Han er med til morgensang")
	f.seen(f.d(3, 24), goals[2], "Camilla og Villads ser på planen ved sengetid")
	f.seen(f.d(8, 19), goals[2], "Villads kan fortælle, hvem der henter ham")
	f.villadsHeard()
	f.villadsClosing(goals)
	f.villadsAnalysed(list, mornings, school, ladder)
	f.at(f.d(9, 21).At(15, 20), HenrikID, func(ctx context.Context, w *casefile.Writer) error {
		return outcome.Judge(ctx, w, outcome.Judgement{
			ID: newID(), Says: singlecase.SaysDevelopment,
			Reason: "Camilla lægger nu tøj og taske frem aftenen før og fortæller Villads, hvad der skal ske. De få svære morgener ender uden råb. Villads pakker selv sin madkasse. Skrevet af Henrik og Birgitte sammen.",
		})
	})
}

func (f *family) villadsReferred(areas []string) {
	registry := "Oplyst af Familieretshuset"
	f.refer(f.on(2025, 12, 15).At(10, 15), course.Referral{
		Relations: []person.Relation{
			{From: "camilla", To: "villads", Kind: person.MotherOf, Custody: yes, Together: yes, Source: registry},
			{From: "jonas", To: "villads", Kind: person.FatherOf, Custody: yes, Together: no, Source: registry},
			{From: "camilla", To: "jonas", Kind: person.ExPartnerOf, Together: no},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedParent, PersonID: "camilla", Who: "Camilla, mor", SeenOn: f.on(2025, 12, 8),
				What: "Villads har ondt i maven næsten hver skolemorgen. Han kryber under dynen og siger nej. Det ender med, at vi råber ad hinanden, og så græder vi begge to."},
			{Worried: course.WorriedSchool, Who: "Klasselæreren", SeenOn: f.on(2025, 12, 3),
				What: "Villads kom to til tre dage om ugen i november. Når han er kommet ind, leger han med de andre efter en halv time."},
		},
		Basis:      []string{"s32.1.5"},
		Assessment: course.Assessment{Kind: course.WelfareAssessment, From: f.on(2025, 9, 8), End: f.on(2025, 12, 9)},
		Purpose:    "At Villads får rolige morgener og kommer i skole, og at Camilla og Jonas får en fælles måde at hjælpe ham på.",
		DecisionOn: f.on(2025, 12, 12), Hours: 84, Months: 9, StartWanted: f.d(1, 26),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "Udvikling og adfærd", Origin: course.FromWelfareAssessment, On: f.on(2025, 12, 9)},
			{ID: areas[1], Text: "Familieforhold", Origin: course.FromWelfareAssessment, On: f.on(2025, 12, 9)},
			{ID: areas[2], Text: "Skoleforhold", Origin: course.FromWelfareAssessment, On: f.on(2025, 12, 9)},
		},
		Consents: []course.Consent{
			{PersonID: "camilla", Kind: course.ForService, Status: course.Given, At: f.on(2025, 12, 12).At(11, 0), How: course.Signed},
			{PersonID: "jonas", Kind: course.ForService, Status: course.Given, At: f.on(2025, 12, 12).At(11, 0), How: course.Signed},
			{PersonID: "camilla", Kind: course.ForDisclosure, Status: course.Given, At: f.on(2025, 12, 12).At(11, 0), How: course.Signed,
				Scope: "Birgitte må tale med klasselæreren om fremmøde og om, hvordan morgenen gik. Så længe forløbet varer."},
		},
	},
		someone{word: "villads", name: "Villads", role: person.Child, sex: person.Male, cpr: "740519-9941"},
		someone{word: "camilla", name: "Camilla", role: person.Parent, sex: person.Female, cpr: "631188-9998", phone: "00 00 00 31", email: "camilla@mail.invalid"},
		someone{word: "jonas", name: "Jonas", role: person.Parent, sex: person.Male, cpr: "820286-9999", phone: "00 00 00 32", note: "Bor en halv times kørsel væk. Villads er hos ham hver anden weekend."},
		someone{word: "lærer", name: "Klasselæreren", role: person.School, phone: "00 00 00 33"},
	)
	for _, who := range []string{"camilla", "villads"} {
		f.consent(f.d(2, 3).At(15, 40), HenrikID, who, course.Consent{
			ID: newID(), Kind: course.ForPsychologist, Status: course.Given, How: course.Oral,
			Scope: "Samtaler med Henrik om morgenerne. Det, Villads siger, bruges kun, når han har sagt ja.",
		})
	}
}

func (f *family) villadsPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(1, 14).At(13, 0), submitted: f.d(1, 16).At(10, 30), decided: f.d(1, 20).At(9, 15),
		words: "God og tydelig plan. Husk at aftale med skolen, hvem der tager imod om morgenen.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(1, 26)
			p.Steps = []plan.Step{
				{Weeks: 10, HoursPerWeek: 4, Reason: "To besøg om ugen, det ene om morgenen, mens det nye skal læres."},
				{Weeks: 12, HoursPerWeek: 2.5, Reason: "Camilla kan rækkefølgen. Nu øver familien selv mellem besøgene."},
				{Weeks: 14, HoursPerWeek: 1, Reason: "Morgenerne holder. Vi ser, om de også holder over en sommer og en skolestart."},
			}
			p.Reviews = []clock.Date{f.d(4, 22), f.d(8, 19)}
			p.RhythmReason = "Det næste kommer efter en skolestart, fordi det er dér, det plejer at blive svært."
			p.Activities = []string{"practical", "pedagogical", "therapeutic", "network", "psychologist"}
			p.ActivityNote = "Besøg om morgenen, når det sker. Samtaler om eftermiddagen, når der er ro. Skolen er med to gange."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["villads"], Resources: "Kan lide at bygge og at vide, hvad der kommer. Har en god ven i klassen.", Challenges: "Får ondt i maven, når der er uro om morgenen.", Needs: "At en voksen siger det samme hver dag."},
				{PersonID: f.who["camilla"], Resources: "Varm og vedholdende. Beder om hjælp.", Challenges: "Møder klokken halv otte og er alene om morgenerne.", Needs: "Besøg uden for arbejdstiden."},
				{PersonID: f.who["jonas"], Resources: "Rolig, og Villads glæder sig til weekenderne.", Challenges: "Ser ikke skolemorgenerne selv.", Needs: "At blive ringet op efter hver samtale."},
			}
			p.Goals = villadsGoals(f, areas, goals)
		},
	})
}

func villadsGoals(f *family, areas, goals []string) []plan.Goal {
	return []plan.Goal{
		{
			ID: goals[0], FocusAreaID: areas[1], Kind: plan.GoalDevelop, Title: "Rolige morgener", Rating: true,
			FamilyWords: "Vi vil gerne ud ad døren uden at råbe.", ChildWords: "At mor ikke er sur.", ResponsibleID: BirgitteID,
			RatingQuestion: "Hvor rolige har morgenerne været i denne uge?", Aims: []string{"interplay", "habits"},
			Signs:  []string{"Tøj og taske ligger fremme aftenen før", "Villads spiser morgenmad ved bordet", "Camilla og Villads siger farvel med et kram"},
			Levels: [5]string{"Råb og gråd hver morgen", "Råb tre til fire morgener om ugen", "Råb højst to morgener om ugen", "Højst én svær morgen, og den ender godt", "Rolige morgener hele ugen, også efter en ferie"},
		},
		{
			ID: goals[1], FocusAreaID: areas[2], Kind: plan.GoalDevelop, Title: "Fem dage i skole", Rating: true,
			FamilyWords: "At han kommer afsted hver dag, også mandag.", ChildWords: "At jeg når morgensangen.", ResponsibleID: f.who["camilla"],
			RatingQuestion: "Hvor mange dage kom Villads i skole i denne uge?", Aims: []string{"habits", "conditions"},
			Signs:  []string{"Villads går selv ind ad porten", "Læreren tager imod ved døren", "Han er med til morgensang"},
			Levels: [5]string{"Ingen eller én dag om ugen", "To dage", "Tre dage", "Fire dage", "Fem dage"},
		},
		{
			ID: goals[2], FocusAreaID: areas[0], Kind: plan.GoalDevelop, Title: "Jeg ved, hvad der sker i morgen", Rating: true,
			FamilyWords: "Villads bliver rolig, når han ved, hvad der skal ske.", ChildWords: "så ved jeg det godt", ResponsibleID: f.who["camilla"],
			RatingQuestion: "Hvor godt ved du, hvad der skal ske i morgen?", Aims: []string{"interplay", "knowledge"},
			Signs:  []string{"Camilla og Villads ser på planen ved sengetid", "Villads kan fortælle, hvem der henter ham"},
			Levels: [5]string{"Der er ingen plan", "Planen hænger der, men bliver ikke brugt", "De ser på den nogle aftener", "De ser på den de fleste aftener", "Villads henter den selv frem"},
		},
	}
}

// villadsVisits gives 46 activities: two a week for ten weeks, one a week for
// twelve, one short one a week for fourteen. One was called off; two were held
// by Mikkel, who stood in.
func (f *family) villadsVisits(goals []string) []*visit {
	start := f.d(1, 26)
	var list []*visit
	for week := range 36 {
		monday := start.AddDays(7 * week)
		switch {
		case week < 10:
			list = append(list, f.villadsVisit(monday.AddDays(1), 15, 90, 30), f.villadsVisit(monday.AddDays(3), 7, 90, 30))
		case week < 22:
			list = append(list, f.villadsVisit(monday.AddDays(1), 15, 120, 30))
		default:
			list = append(list, f.villadsVisit(monday.AddDays(2), 16, 45, 15))
		}
	}
	for i, v := range list {
		v.note = f.texts.Visits["visits"].Take(i)
		v.goals = map[string]string{goals[i%3]: f.texts.Line("goals", i)}
	}
	f.villadsSpecials(list, goals)
	return list
}

func (f *family) villadsVisit(day clock.Date, hour, direct, indirect int) *visit {
	v := &visit{
		kind: session.Pedagogical, start: f.weekday(day).At(hour, 0), direct: direct, indirect: indirect, travel: 30,
		staff: []string{BirgitteID}, with: []string{"camilla", "villads"}, place: "Hjemme hos Camilla og Villads", aims: []string{"interplay"},
	}
	if hour == 7 {
		v.kind, v.aims = session.Practical, []string{"habits"}
	}
	return v
}

// villadsSpecials makes some of the visits what they were: talks with Henrik,
// meetings at the school, the talk with Villads, a cancellation, a deputy.
func (f *family) villadsSpecials(list []*visit, goals []string) {
	for _, i := range []int{8, 43} {
		v := list[i]
		v.kind, v.staff, v.agreement = session.Psychologist, []string{HenrikID, BirgitteID}, "Camilla og Villads har begge sagt ja."
	}
	for n, i := range []int{4, 31} {
		v := list[i]
		v.kind, v.with, v.place, v.note = session.Network, []string{"camilla", "jonas", "lærer"}, "På skolen", f.texts.Notes["school"][n]
	}
	talk := list[39]
	talk.start, talk.with, talk.note = f.d(8, 19).At(16, 0), []string{"villads"}, f.texts.Notes["talk"][0]
	talk.goals = map[string]string{goals[2]: "»så ved jeg det godt«. Villads har sagt ja til, at det står her."}
	off := list[24]
	off.cancel = &session.Cancellation{
		Side: session.SideParent, Code: session.Ill, Reason: "Camilla havde feber.", NoticeAt: off.start.Add(-7 * time.Hour),
		ToldBy: "Camilla, på telefon", Informed: "Birgitte", Charged: false,
	}
	for _, i := range []int{27, 34} {
		v := list[i]
		v.staff = []string{MikkelID}
		f.deputy(clock.DateOf(v.start).At(6, 30), clock.DateOf(v.start).At(22, 0), MikkelID)
	}
	sleepless := list[13]
	sleepless.start, sleepless.attention, sleepless.note = f.d(3, 12).At(7, 0), true, f.texts.Notes["sleepless"][0]
}

func (f *family) villadsMeasured(goals []string) (mornings, school, ladder string) {
	a := rated("Rolige morgener", goals[0], singlecase.Parent, "Camilla, mor", 28)
	seen := values([]clock.Date{
		f.d(1, 5), f.d(1, 9), f.d(1, 14), f.d(1, 19), f.d(1, 23), f.d(2, 16), f.d(3, 9), f.d(3, 30), f.d(4, 20), f.d(5, 18), f.d(6, 15), f.d(8, 10), f.d(8, 31), f.d(9, 21),
	}, 3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7)
	f.measure(series{strand: a, rater: "camilla", points: append(seen, point{on: f.d(7, 13), missed: "Camilla var på ferie og glemte det."})})
	b := rated("Fem dage i skole", goals[1], singlecase.School, "Skolen", 42)
	b.Instrument, b.RaterID, b.Position = "school-days", "school", 1
	f.measure(series{strand: b, points: values([]clock.Date{
		f.d(1, 9), f.d(1, 14), f.d(1, 19), f.d(1, 23), f.d(2, 13), f.d(3, 6), f.d(3, 27), f.d(4, 24), f.d(5, 22), f.d(6, 19), f.d(8, 14), f.d(9, 4), f.d(9, 18),
	}, 2, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5, 5, 5)})
	c := rated("Jeg ved, hvad der sker i morgen", goals[2], singlecase.Child, "Villads", 42)
	c.Instrument, c.Position = "life-ladder", 2
	days := []clock.Date{f.d(1, 6), f.d(1, 12), f.d(1, 16), f.d(1, 22), f.d(2, 18), f.d(3, 18), f.d(4, 22), f.d(5, 27), f.d(6, 24), f.d(8, 19), f.d(9, 16)}
	f.measure(series{strand: c, rater: "villads", points: values(days, 4, 4, 5, 4, 5, 6, 6, 7, 6, 7, 7)})
	f.climbed(series{strand: rated("Rolige morgener, trin for trin", goals[0], singlecase.Parent, "Camilla, mor", 42), rater: "camilla"}, 3, days[3:], -2, -1, -1, 0, 0, 1, 1, 1)
	f.climbed(series{strand: rated("Planen for i morgen, trin for trin", goals[2], singlecase.Child, "Villads", 42), rater: "villads"}, 4, days[3:], -2, -1, 0, 0, 1, 1, 1, 2)
	return a.ID, b.ID, c.ID
}

// villadsAttention: in March Camilla did not sleep.
func (f *family) villadsAttention(list []*visit) {
	flag, told := newID(), newID()
	f.raise(f.d(3, 12).At(8, 57), BirgitteID, attention.Flag{
		ID: flag, SessionID: list[13].id,
		What: "Camilla fortæller, at hun har sovet to til tre timer om natten i ti dage. Hun siger selv, at hun ikke kan blive ved.",
	}, f.d(3, 18).At(10, 5), attention.Step{
		Outcome: attention.Tell, RefersTo: told,
		Reason: "Sundhedsplejersken har givet Camilla en tid hos sin læge, og Jonas tager de tre næste skolemorgener. Camilla har sovet to nætter.",
	})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: told, FlagID: flag, Kind: attention.Quick, Subject: "Camilla sover ikke",
			Body: "Camilla har sovet to til tre timer om natten i ti dage. Hun siger selv, at hun ikke kan blive ved. Hun vil gerne tale med sundhedsplejersken. Jeg beder dig hjælpe med en tid. Morgenerne har været roligere i denne uge, men hun er meget træt.",
		},
		by: BirgitteID, sent: f.d(3, 12).At(9, 0), read: f.d(3, 12).At(11, 25), taken: f.d(3, 12).At(11, 40),
	})
}
