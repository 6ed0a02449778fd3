package demo

import (
	"context"
	"time"

	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// alma is the family where it is too early to say anything: two homes, few
// measurements, and a notification from the day-care.
func (s *story) alma() {
	f := s.family("alma", AlmaID, DortheID, SoerenID)
	areas := []string{newID(), newID(), newID()}
	goals := []string{newID(), newID(), newID()}
	f.almaReferred(areas)
	f.accept(f.d(6, 24).At(13, 30), map[string]string{
		"illbeing":     "Slår og bider i børnehaven og sover uroligt.",
		"support_need": "Begge forældre vil gerne have hjælp, hver for sig.",
	}, "")
	f.team(f.d(6, 26).At(10, 0), EllenID)
	f.almaPlanned(areas, goals)
	f.begin(f.d(7, 6).At(8, 15))
	f.consent(f.d(7, 9).At(16, 0), SoerenID, "kasper", course.Consent{
		ID: newID(), Kind: course.ForPsychologist, Status: course.Refused, How: course.Oral,
		Scope: "Kasper vil ikke tale med psykologen. Han siger, at han har nok i samtalerne med Søren.",
	})
	list := f.almaVisits(goals)
	f.visits(list)
	line := f.almaMeasured(goals)
	f.almaNotified()
	f.seen(f.d(8, 18), goals[0], "Den samme bog ligger i begge hjem")
	f.seen(f.d(9, 8), goals[1], "Kaninen er med hver gang")
	f.almaHeard()
	f.almaAnalysed(list, line)
}

func (f *family) almaReferred(areas []string) {
	source := "Oplyst af begge forældre og Familieretshuset"
	agreed := f.d(6, 18)
	f.refer(f.d(6, 22).At(14, 20), course.Referral{
		Relations: []person.Relation{
			{From: "line", To: "alma", Kind: person.MotherOf, Custody: yes, Together: yes, Source: source},
			{From: "kasper", To: "alma", Kind: person.FatherOf, Custody: yes, Together: yes, Source: source},
			{From: "line", To: "kasper", Kind: person.ExPartnerOf, Together: no},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedDaycare, Who: "Pædagogen på stuen", SeenOn: f.d(6, 8),
				What: "Alma har bidt tre børn på to uger. Det sker mest de dage, hvor hun har skiftet hjem. Bagefter vil hun sidde på skødet."},
			{Worried: course.WorriedParent, PersonID: "line", Who: "Line, mor", SeenOn: f.d(6, 15),
				What: "Alma vågner fire gange om natten og kalder. Jeg ser det først, når hun kommer ind til mig."},
			{Worried: course.WorriedParent, PersonID: "kasper", Who: "Kasper, far", SeenOn: f.d(6, 15),
				What: "Hun er træt, når hun kommer. Vi kan ikke blive enige om noget, og det mærker hun."},
		},
		Basis:   []string{"s30.1.1"},
		Purpose: "At Alma får rolige aftener og samme rytme i begge hjem, og at forældrene kan aftale det vigtigste om hende.",
		Hours:   48, Months: 6, StartWanted: f.d(7, 6),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "Aftenerne", Origin: course.FromAgreement, On: agreed},
			{ID: areas[1], Text: "Skiftet mellem de to hjem", Origin: course.FromAgreement, On: agreed},
			{ID: areas[2], Text: "Forældrenes samarbejde", Origin: course.FromAgreement, On: agreed},
		},
		Consents: []course.Consent{
			{PersonID: "line", Kind: course.ForService, Status: course.Given, At: agreed.At(9, 0), How: course.Signed, Interpreter: "Tolk i dansk tegnsprog"},
			{PersonID: "kasper", Kind: course.ForService, Status: course.Given, At: agreed.At(15, 0), How: course.Signed},
			{PersonID: "line", Kind: course.ForDisclosure, Status: course.Given, At: agreed.At(9, 0), How: course.Signed, Interpreter: "Tolk i dansk tegnsprog",
				Scope: "Søren må tale med børnehaven om dagene, hvor Alma har skiftet hjem. Så længe forløbet varer."},
		},
	},
		someone{word: "alma", name: "Alma", role: person.Child, sex: person.Female, cpr: "690322-9998", note: "Bor på skift en uge hos Line og en uge hos Kasper. Aftalt efter forældreansvarsloven."},
		someone{word: "line", name: "Line", role: person.Parent, sex: person.Female, cpr: "770894-9994", phone: "00 00 00 51", language: "dansk tegnsprog", interprets: true},
		someone{word: "kasper", name: "Kasper", role: person.Parent, sex: person.Male, cpr: "650192-9999", phone: "00 00 00 52"},
		someone{word: "tolk", name: "Tolken", role: person.Other, phone: "00 00 00 53"},
	)
}

func (f *family) almaPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(6, 30).At(10, 0), submitted: f.d(7, 1).At(11, 15), decided: f.d(7, 2).At(9, 40),
		words: "Godkendt. Bestil tolk til alle besøg hos Line med det samme.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(7, 6)
			p.Steps = []plan.Step{
				{Weeks: 6, HoursPerWeek: 3, Reason: "Et besøg i hvert hjem om ugen."},
				{Weeks: 10, HoursPerWeek: 2, Reason: "Aftenerne er kendt stof. Besøgene bliver kortere."},
				{Weeks: 10, HoursPerWeek: 1, Reason: "Hvert andet besøg falder væk, når rytmen er ens i begge hjem."},
			}
			p.Reviews = []clock.Date{p.StartOn.AddMonths(3)}
			p.Activities = []string{"pedagogical", "practical", "network"}
			p.ActivityNote = "Besøg om aftenen i begge hjem. Altid med tolk hos Line. Psykologen er med i analysen."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["alma"], Resources: "Sjov og opmærksom. Kan både tegn og tale.", Challenges: "Bliver urolig, når hun skifter hjem.", Needs: "Samme godnat begge steder."},
				{PersonID: f.who["line"], Resources: "Tydelig med ansigt og hænder. Alma følger hende let.", Challenges: "Hører ikke Alma om natten.", Needs: "Tolk i dansk tegnsprog hver gang."},
				{PersonID: f.who["kasper"], Resources: "Laver god mad med Alma og kender alle hendes venner.", Challenges: "Arbejder skiftehold.", Needs: "Aftaler, der passer til vagterne."},
			}
			p.Goals = almaGoals(f, areas, goals)
		},
	})
}

func almaGoals(f *family, areas, goals []string) []plan.Goal {
	return []plan.Goal{
		{
			ID: goals[0], FocusAreaID: areas[0], Kind: plan.GoalDevelop, Title: "Rolige aftener", Rating: true,
			FamilyWords: "At hun falder i søvn uden, at vi alle er slidt op.", ChildWords: "Bogen skal læses to gange.", ResponsibleID: SoerenID,
			RatingQuestion: "Hvor rolige har aftenerne med Alma været?", Aims: []string{"habits", "interplay"},
			Signs:  []string{"Alma er i nattøj klokken syv", "Den samme bog ligger i begge hjem", "Hun falder i søvn inden for en halv time"},
			Levels: [5]string{"Gråd de fleste aftener", "Gråd tre til fire aftener om ugen", "En til to svære aftener", "Rolige aftener i det ene hjem", "Rolige aftener i begge hjem"},
		},
		{
			ID: goals[1], FocusAreaID: areas[1], Kind: plan.GoalDevelop, Title: "Et let skifte",
			FamilyWords: "At hun ikke skal græde i døren.", ChildWords: "Kaninen skal med.", ResponsibleID: f.who["kasper"], Aims: []string{"conditions"},
			Signs: []string{"Tasken er pakket af begge", "Alma siger farvel og går selv ind", "Kaninen er med hver gang"},
		},
		{
			ID: goals[2], FocusAreaID: areas[2], Kind: plan.GoalDevelop, Title: "Én aftale om ugen",
			FamilyWords: "At vi kan aftale noget uden at skændes.", ChildWords: "Mor og far skal tale pænt.", ResponsibleID: SoerenID, Aims: []string{"knowledge", "interplay"},
			Signs: []string{"De skriver til hinanden i bogen", "Aftalen holder ugen ud"},
		},
	}
}

// almaVisits gives two visits a week, one in each home. Three were called off,
// and two lie ahead.
func (f *family) almaVisits(goals []string) []*visit {
	var list []*visit
	for week := range 13 {
		monday := f.d(7, 6).AddDays(7 * week)
		direct, indirect := 75, 15
		if week >= 6 {
			direct, indirect = 50, 10
		}
		home := &visit{
			kind: session.Pedagogical, start: f.weekday(monday.AddDays(1)).At(17, 30), direct: direct, indirect: indirect, travel: 40,
			staff: []string{SoerenID}, with: []string{"line", "alma", "tolk"}, place: "Hjemme hos Line, med tolk", aims: []string{"habits"},
		}
		other := &visit{
			kind: session.Practical, start: f.weekday(monday.AddDays(3)).At(17, 0), direct: direct, indirect: indirect, travel: 30,
			staff: []string{SoerenID}, with: []string{"kasper", "alma"}, place: "Hjemme hos Kasper", aims: []string{"interplay"},
		}
		home.note, other.note = f.texts.Visits["line"].Take(week), f.texts.Visits["kasper"].Take(week)
		home.goals, other.goals = map[string]string{goals[week%3]: f.texts.Line("goals", week)}, map[string]string{goals[(week+1)%3]: f.texts.Line("goals", week+2)}
		if week == 12 { // this week's lie ahead, whatever day it is
			home.start, other.start = f.day.AddDays(1).At(17, 30), f.day.AddDays(2).At(17, 0)
		}
		list = append(list, home, other)
	}
	f.callOff(list[5], session.SideParent, session.Work, "Kasper fik en ekstra vagt.", "Kasper, på sms")
	f.callOff(list[15], session.SideParent, session.Ill, "Kasper havde influenza.", "Kasper, på telefon")
	f.callOff(list[20], session.SideProvider, session.NoInterpreter, "Tolken var syg, og der kunne ikke findes en anden.", "Tolkeformidlingen")
	return list
}

// callOff makes a visit one that was called off some hours before.
func (f *family) callOff(v *visit, side session.Side, code session.Code, reason, told string) {
	v.cancel = &session.Cancellation{Side: side, Code: code, Reason: reason, NoticeAt: v.start.Add(-5 * time.Hour), ToldBy: told, Informed: "Familien og konsulenten"}
}

func (f *family) almaMeasured(goals []string) string {
	days := []clock.Date{f.d(6, 29), f.d(7, 20), f.d(8, 3), f.d(8, 17), f.d(9, 7), f.d(9, 21)}
	a := rated("Rolige aftener", goals[0], singlecase.Parent, "Line, mor", 14)
	f.measure(series{strand: a, rater: "line", points: values(days, 4, 5, 3, 5, 4, 5)})
	b := rated("Rolige aftener", goals[0], singlecase.Parent, "Kasper, far", 14)
	b.Position = 1
	const late = "Kasper var på arbejde og nåede det ikke."
	f.measure(series{strand: b, rater: "kasper", points: []point{
		{on: days[0], value: 5}, {on: days[1], value: 5}, {on: days[2], missed: late}, {on: days[3], missed: late}, {on: days[4], value: 6},
		{on: days[5], missed: "Kasper havde glemt skemaet."},
	}})
	f.almaAnswered(goals, days)
	return a.ID
}

// almaAnswered: both parents choose a step of the ladder they wrote together and do
// not see it alike; Line answers WHO-5 through the interpreter.
func (f *family) almaAnswered(goals []string, days []clock.Date) {
	on := []clock.Date{days[0], days[2], days[3].AddDays(9), days[5]}
	f.climbed(series{strand: rated("Rolige aftener, trin for trin", goals[0], singlecase.Parent, "Line, mor", 28), rater: "line"}, 2, on, -2, -1, 0, 0)
	f.climbed(series{strand: rated("Rolige aftener, trin for trin", goals[0], singlecase.Parent, "Kasper, far", 28), rater: "kasper"}, 3, on, -1, 0, 0, 1)
	s := series{strand: rated("Hvordan har Line det?", "", singlecase.Parent, "Line, mor", 21), rater: "line", how: instrument.Interpreter}
	s.strand.Instrument, s.strand.Position = "who-5", -1
	for i, v := range [][5]float64{{2, 2, 2, 1, 3}, {3, 2, 2, 2, 3}, {2, 2, 3, 1, 3}, {3, 2, 2, 2, 3}, {3, 3, 2, 2, 3}} {
		s.points = append(s.points, point{on: f.d(6, 30).AddDays(21 * i), sheet: map[string]float64{"happy": v[0], "calm": v[1], "active": v[2], "rested": v[3], "interest": v[4]}})
	}
	f.measure(s)
}

// almaNotified: the day-care notified the municipality, which judged it in time
// and still owes a receipt.
func (f *family) almaNotified() {
	id := newID()
	f.at(f.d(9, 24).At(9, 20), DortheID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.ReceiveNotification(ctx, w, attention.Notification{
			ID: id, Source: "daycare", Notifier: "Pædagogen på stuen", ReceivedAt: f.d(9, 24).At(8, 50),
			Facts: "Alma bed et barn i armen, så der var mærke. Hun havde sovet hos far. Hun sagde til pædagogen, at de råbte i telefonen.",
		})
	})
	f.at(f.d(9, 24).At(15, 10), DortheID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.Handle(ctx, w, id, attention.AssessedAcute)
	})
}

// almaAnalysed: Ellen's first analysis. She has met neither parent: Kasper has
// said no, and Line has not been asked yet.
func (f *family) almaAnalysed(list []*visit, line string) {
	at := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	f.analyse(f.d(8, 14).At(13, 0), EllenID, f.d(8, 17), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Søren kommer i begge hjem om aftenen. Hos Line er der tolk med hver gang.", at(0), at(1)),
		says(analysis.Service, analysis.Assessment, "Det er rigtigt at begynde med aftenerne. Samarbejdet må vente, til begge forældre har prøvet det samme.", at(2), at(3)),
		says(analysis.Structure, analysis.Observation, "De samme billeder og den samme bog er på vej ind i begge hjem.", at(4), at(7)),
		says(analysis.Care, analysis.Observation, "Da Alma bed i puden, satte Line sig foran hende og viste tegnet for vred.", at(2)),
		says(analysis.Care, analysis.Interpretation, "Biddene kan være et sprog for skiftet. De kan også komme af for lidt søvn."),
		says(analysis.Engagement, analysis.Observation, "Kasper og Alma laver mad sammen, og hun finder på.", at(1)),
		says(analysis.Ahead, analysis.Assessment, "Jeg har kun læst mig til det. Der skal flere målinger til, før vi kan sige noget.", analysis.Citation{Kind: analysis.CitesStrand, ID: line}),
	})
}
