package demo

import (
	"context"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// freja is the family that stopped early, while Freja herself wanted to go on.
func (s *story) freja() {
	f := s.family("freja", FrejaID, LarsID, KarenID)
	areas := []string{newID(), newID(), newID()}
	goals := []string{newID(), newID(), newID()}
	f.frejaReferred(areas)
	f.accept(f.d(5, 22).At(9, 10), map[string]string{
		"illbeing":   "Freja er væk fra skole og fra hjemmet om natten. Oskar er blevet stille.",
		"vulnerable": "To teenagere og en ny voksen i hjemmet.",
	}, "")
	f.team(f.d(5, 22).At(9, 25), HenrikID)
	f.frejaPlanned(areas, goals)
	f.begin(f.d(6, 8).At(9, 0))
	for _, who := range []string{"freja", "pernille"} {
		f.consent(f.d(6, 24).At(15, 30), HenrikID, who, course.Consent{
			ID: newID(), Kind: course.ForPsychologist, Status: course.Given, How: course.Oral, Scope: "To samtaler mellem Freja og Henrik. Freja bestemmer, hvad der må siges videre.",
		})
	}
	list := f.frejaVisits(goals)
	f.visits(list)
	mother, ladder := f.frejaMeasured(goals)
	f.status(f.d(8, 20).At(11, 0), f.d(6, 8),
		"Oskar har fået mere plads. Freja bruger samtalerne, men er ikke oftere i skole.",
		"Indsatsen skal fortsætte med mere tid til Freja alene.")
	f.follow(f.d(9, 3).At(14, 0), plan.FollowUp{
		ID: newID(), NextOn: f.d(12, 3), ToldOn: f.d(9, 3),
		Adjust:    "Freja får flere samtaler alene. Oskar får sin egen tid med Karen.",
		Reason:    "Tre måneder, fordi der er sket meget på kort tid.",
		ChildWish: "Freja vil gerne fortsætte og helst uden Morten. Oskar siger, at det er fint.",
	})
	f.frejaNotified()
	f.frejaEnded(list)
	f.frejaConcluded(goals)
	f.seen(f.d(8, 6), goals[0], "De spiser sammen to gange om ugen")
	f.seen(f.d(8, 20), goals[2], "Freja har fundet noget, hun vil gå til")
	f.frejaHeard()
	f.frejaAnalysed(list, mother, ladder)
}

func (f *family) frejaReferred(areas []string) {
	source := "Oplyst af CPR"
	f.refer(f.d(5, 20).At(11, 0), course.Referral{
		Relations: []person.Relation{
			{From: "pernille", To: "freja", Kind: person.MotherOf, Custody: yes, Together: yes, Source: source},
			{From: "pernille", To: "oskar", Kind: person.MotherOf, Custody: yes, Together: yes, Source: source},
			{From: "morten", To: "freja", Kind: person.BonusParentOf, Custody: no, Together: yes, Source: source},
			{From: "morten", To: "oskar", Kind: person.BonusParentOf, Custody: no, Together: yes, Source: source},
			{From: "pernille", To: "morten", Kind: person.PartnerOf, Together: yes},
			{From: "freja", To: "oskar", Kind: person.SiblingOf, Together: yes},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedSchool, Who: "Skolens AKT-vejleder", SeenOn: f.d(5, 6),
				What: "Freja har haft elleve hele fraværsdage på to måneder. De dage, hun er her, bliver hun længe efter skole."},
			{Worried: course.WorriedParent, PersonID: "pernille", Who: "Pernille, mor", SeenOn: f.d(5, 11),
				What: "Freja kommer ikke hjem om natten og svarer ikke. Hun og Morten skændes, så Oskar går ned i kælderen."},
			{Worried: course.WorriedChild, PersonID: "freja", Who: "Freja", SeenOn: f.d(5, 13), What: "Jeg kan ikke trække vejret derhjemme."},
		},
		Basis:      []string{"s32.1.8"},
		Assessment: course.Assessment{Kind: course.WelfareAssessment, From: f.d(2, 9), End: f.d(5, 12)},
		Purpose:    "At Freja igen kan være hjemme og i skole, at Oskar får plads, og at de voksne kan tale med begge børn uden at råbe.",
		DecisionOn: f.d(5, 18), Hours: 69, Months: 7, StartWanted: f.d(6, 8),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "Familieforhold", Origin: course.FromWelfareAssessment, On: f.d(5, 12)},
			{ID: areas[1], Text: "Skoleforhold", Origin: course.FromWelfareAssessment, On: f.d(5, 12)},
			{ID: areas[2], Text: "Frejas venner og fritid", Origin: course.FromWelfareAssessment, On: f.d(5, 12)},
		},
		Consents: []course.Consent{
			{PersonID: "pernille", Kind: course.ForService, Status: course.Given, At: f.d(5, 18).At(10, 0), How: course.Signed},
		},
	},
		someone{word: "freja", name: "Freja", role: person.Child, sex: person.Female, cpr: "740911-9950", phone: "00 00 00 63"},
		someone{word: "oskar", name: "Oskar", role: person.Child, sex: person.Male, cpr: "620615-9999"},
		someone{word: "pernille", name: "Pernille", role: person.Parent, sex: person.Female, cpr: "880483-9950", phone: "00 00 00 61"},
		someone{word: "morten", name: "Morten", role: person.Partner, sex: person.Male, cpr: "711280-9999", phone: "00 00 00 62", note: "Har ikke forældremyndighed. Bor i hjemmet."},
	)
}

func (f *family) frejaPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(5, 28).At(13, 0), submitted: f.d(5, 29).At(9, 0), decided: f.d(6, 2).At(10, 20),
		words: "Godkendt. Hvert barn skal have sin egen tid hver uge.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(6, 8)
			p.Steps = []plan.Step{
				{Weeks: 8, HoursPerWeek: 4, Reason: "To besøg om ugen, mens vi lærer hele familien at kende."},
				{Weeks: 10, HoursPerWeek: 2.5, Reason: "Et langt besøg. Børnene har hver deres tid."},
				{Weeks: 12, HoursPerWeek: 1, Reason: "Vi følger op og slipper."},
			}
			p.Reviews = []clock.Date{f.d(9, 3)}
			p.Activities = []string{"pedagogical", "therapeutic", "psychologist"}
			p.ActivityNote = "Freja og Oskar har hver deres tid. De voksne mødes med Karen alene hver anden uge."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["freja"], Resources: "Klar i sine ord. Har en veninde, hun stoler på.", Challenges: "Går, når der bliver råbt.", Needs: "At der bliver spurgt, før der bliver bestemt."},
				{PersonID: f.who["oskar"], Resources: "God til at bygge og til at trøste hunden.", Challenges: "Siger ikke, når noget er svært.", Needs: "Tid alene med en voksen."},
				{PersonID: f.who["pernille"], Resources: "Holder af begge børn og siger det.", Challenges: "Står midt imellem.", Needs: "At nogen holder med hende et øjeblik."},
			}
			p.Goals = frejaGoals(f, areas, goals)
		},
	})
}

func frejaGoals(f *family, areas, goals []string) []plan.Goal {
	return []plan.Goal{
		{
			ID: goals[0], FocusAreaID: areas[0], Kind: plan.GoalDevelop, Title: "Vi kan tale sammen hjemme", Rating: true,
			FamilyWords: "At vi kan spise sammen uden, at nogen går.", ChildWords: "At Morten ikke bestemmer over mig.", ResponsibleID: KarenID,
			RatingQuestion: "Hvor godt har I kunnet tale sammen i denne uge?", Aims: []string{"interplay", "knowledge"},
			Signs:  []string{"De spiser sammen to gange om ugen", "Freja siger til, når hun går", "Oskar bliver siddende"},
			Levels: [5]string{"Nogen går fra bordet hver gang", "De fleste gange", "Hver anden gang", "Sjældent", "De taler videre, også når de er uenige"},
		},
		{
			ID: goals[1], FocusAreaID: areas[1], Kind: plan.GoalDevelop, Title: "I skole igen",
			FamilyWords: "At hun går derhen om morgenen.", ChildWords: "Hvis jeg må komme ind ad bagdøren.", ResponsibleID: f.who["pernille"], Aims: []string{"conditions", "habits"},
			Signs: []string{"Freja møder tre dage om ugen", "Hun har en voksen på skolen, hun vil tale med"},
		},
		{
			ID: goals[2], FocusAreaID: areas[2], Kind: plan.GoalDevelop, Title: "Et sted, der er mit",
			FamilyWords: "At vi ved, hvor hun er.", ChildWords: "Et sted, hvor ingen spørger.", ResponsibleID: KarenID, Aims: []string{"focus"},
			Signs: []string{"Freja har fundet noget, hun vil gå til", "Hun skriver, når hun bliver ude"},
		},
	}
}

// frejaVisits: two visits a week for eight weeks, then one long one until it
// stopped. Three were called off, and two were Henrik's talks with Freja.
func (f *family) frejaVisits(goals []string) []*visit {
	var list []*visit
	for week := range 15 {
		monday := f.d(6, 8).AddDays(7 * week)
		long := &visit{
			kind: session.Pedagogical, start: f.weekday(monday.AddDays(3)).At(13, 0), direct: 120, indirect: 30, travel: 30,
			staff: []string{KarenID}, with: []string{"pernille", "morten", "freja", "oskar"}, place: "Hjemme hos familien", aims: []string{"interplay"},
			note: f.texts.Visits["family"].Take(week), goals: map[string]string{goals[week%3]: f.texts.Line("goals", week)},
			children: map[string]string{"freja": f.texts.Line("freja", week), "oskar": f.texts.Line("oskar", week)},
		}
		if week < 8 {
			list = append(list, &visit{
				kind: session.Therapeutic, start: f.weekday(monday.AddDays(1)).At(15, 30), direct: 75, indirect: 15, travel: 30,
				staff: []string{KarenID}, with: []string{"pernille", "freja"}, place: "Hjemme hos familien", aims: []string{"knowledge"},
				note: f.texts.Visits["talks"].Take(week), goals: map[string]string{goals[(week+1)%3]: f.texts.Line("goals", week+3)},
			})
		}
		list = append(list, long)
	}
	for n, i := range []int{6, 12} {
		v := list[i]
		v.kind, v.staff, v.with, v.place, v.note = session.Psychologist, []string{HenrikID}, []string{"freja"}, "Familiehuset, stue 3", f.texts.Notes["henrik"][n]
		v.agreement = "Freja og Pernille har begge sagt ja."
	}
	f.callOff(list[4], session.SideProvider, session.Ill, "Karen var syg.", "Familiehuset")
	f.callOff(list[9], session.SideChild, session.DoesNotWant, "Freja ville ikke være med.", "Freja, på sms")
	list[9].cancel.ChildWords = "»Ikke i dag. Jeg gider ikke sidde der sammen med ham.«"
	f.callOff(list[14], session.SideParent, session.Work, "Pernille skulle arbejde.", "Pernille, på telefon")
	last := list[len(list)-1]
	last.start, last.note, last.attention = f.d(9, 17).At(13, 0), f.texts.Notes["last"][0], true
	last.children = map[string]string{"freja": f.texts.Line("last", 0), "oskar": f.texts.Line("last", 1)}
	return list
}

func (f *family) frejaMeasured(goals []string) (mother, ladder string) {
	a := rated("Vi kan tale sammen hjemme", goals[0], singlecase.Parent, "Pernille, mor", 21)
	f.measure(series{strand: a, rater: "pernille", points: values([]clock.Date{
		f.d(5, 26), f.d(6, 2), f.d(6, 23), f.d(7, 14), f.d(8, 4), f.d(8, 25), f.d(9, 15),
	}, 3, 4, 5, 5, 6, 6, 7)})
	b := rated("Sådan har jeg det", "", singlecase.Child, "Freja", 21)
	b.Instrument, b.Position = "life-ladder", 1
	f.measure(series{strand: b, rater: "freja", points: values([]clock.Date{
		f.d(5, 27), f.d(6, 3), f.d(6, 24), f.d(7, 15), f.d(8, 5), f.d(8, 26), f.d(9, 16),
	}, 4, 4, 3, 4, 3, 4, 4)})
	return a.ID, b.ID
}

// frejaNotified: the school notified while the measure ran, so somebody new to
// the family looked at it again (barnets lov § 137(1)).
func (f *family) frejaNotified() {
	id := newID()
	f.at(f.d(9, 16).At(12, 5), LarsID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.ReceiveNotification(ctx, w, attention.Notification{
			ID: id, Source: "school", Notifier: "Skolens AKT-vejleder", ReceivedAt: f.d(9, 16).At(11, 40), Reassess: true,
			Facts: "Freja har været i skole én dag af otte. Hun fortalte en lærer, at hun har sovet hos forskellige venner i en uge.",
		})
	})
	handle := func(h attention.Handling) write {
		return func(ctx context.Context, w *casefile.Writer) error { return attention.Handle(ctx, w, id, h) }
	}
	f.at(f.d(9, 16).At(15, 30), LarsID, handle(attention.AssessedAcute))
	f.at(f.d(9, 21).At(8, 30), LarsID, func(ctx context.Context, w *casefile.Writer) error { return w.Grant(ctx, DortheID, access.DeputyOf) })
	f.at(f.d(9, 21).At(11, 0), DortheID, handle(attention.Reassessed))
	f.at(f.d(9, 22).At(8, 0), LarsID, func(ctx context.Context, w *casefile.Writer) error { return w.Revoke(ctx, DortheID, access.DeputyOf) })
	f.at(f.d(9, 22).At(10, 15), LarsID, handle(attention.GaveReceipt))
}

// frejaEnded: Pernille stopped, and Freja asked to go on.
func (f *family) frejaEnded(list []*visit) {
	flag, told := newID(), newID()
	f.raise(f.d(9, 17).At(15, 40), KarenID, attention.Flag{
		ID: flag, SessionID: list[len(list)-1].id, What: "Pernille siger, at familien er færdig nu. Freja siger, at hun gerne vil fortsætte.",
	}, f.d(9, 18).At(9, 0), attention.Step{Outcome: attention.Tell, RefersTo: told, Reason: "Lars har taget imod. Freja skal selv have svar fra Familierådgivningen."})
	f.tellAdviser(message{
		Feedback: attention.Feedback{
			ID: told, FlagID: flag, Kind: attention.Question, Subject: "Freja vil gerne fortsætte",
			Body: "Pernille sagde i dag: »vi er færdige nu«. Freja er 15 år og sagde bagefter til mig, at hun gerne vil blive ved. Jeg beder jer tale med Freja selv og give hende svar. Hvad skal jeg sige til hende, hvis hun ringer?",
		},
		by: KarenID, sent: f.d(9, 17).At(16, 10), read: f.d(9, 18).At(8, 20), taken: f.d(9, 18).At(8, 35),
	})
	f.consent(f.d(9, 18).At(10, 30), KarenID, "pernille", course.Consent{
		ID: newID(), Kind: course.ForService, Status: course.Withdrawn, How: course.Oral, Scope: "Pernille trækker sit samtykke. Hun siger tak for hjælpen.",
	})
	f.at(f.d(9, 18).At(12, 0), GitteID, func(ctx context.Context, w *casefile.Writer) error {
		return course.SetEnd(ctx, w, f.d(9, 18), "Pernille har trukket sit samtykke. Freja vil gerne fortsætte og skal have svar fra Familierådgivningen.")
	})
}

// frejaConcluded tells how the goals of a course that stopped early stand.
func (f *family) frejaConcluded(goals []string) {
	f.conclude(f.d(9, 24).At(13, 0), plan.Conclusion{
		GoalID: goals[0], Outcome: plan.Partly, Next: plan.Refer,
		Reason:      "Pernille oplever, at de kan tale bedre sammen. Freja oplever det ikke.",
		FamilyWords: "Pernille: »Der er mere ro nu.«", Disagreement: "Freja: »Der er ro, fordi jeg ikke er der.«",
	})
	f.conclude(f.d(9, 24).At(13, 5), plan.Conclusion{
		GoalID: goals[1], Outcome: plan.NotYet, Next: plan.Refer, Reason: "Freja har været i skole enkelte dage. Skolen har skrevet til kommunen.",
		FamilyWords: "Pernille mener, at det må være skolens opgave nu.",
	})
	f.conclude(f.d(9, 24).At(13, 10), plan.Conclusion{
		GoalID: goals[2], Outcome: plan.Partly, Next: plan.Continue, Reason: "Freja har fundet et øvelokale og skriver oftere, når hun bliver ude.",
		FamilyWords: "Freja vil gerne blive ved med at komme der.",
	})
}

// frejaAnalysed: Henrik's two analyses, the second after the course had stopped.
func (f *family) frejaAnalysed(list []*visit, mother, ladder string) {
	at := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	curve := func(id string) analysis.Citation { return analysis.Citation{Kind: analysis.CitesStrand, ID: id} }
	f.analyse(f.d(7, 17).At(12, 0), HenrikID, f.d(7, 20), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Karen ser børnene hver for sig og de voksne alene. Freja kommer til de fleste besøg.", at(1), at(5), at(7)),
		says(analysis.Service, analysis.Assessment, "Det er godt, at Pernille og Freja har tid uden andre.", at(0), at(2)),
		says(analysis.Structure, analysis.Observation, "Der bliver spist sammen nogle gange. Aftaler bliver ændret undervejs.", at(3), at(5)),
		says(analysis.Engagement, analysis.Observation, "Da Pernille hørte på Frejas veninde uden at spørge ind, blev Freja ved at fortælle.", at(0)),
		says(analysis.Care, analysis.Interpretation, "Oskars stilhed kan være hans måde at passe på de andre. Den kan også bare være hans."),
		says(analysis.Ahead, analysis.Assessment, "Spørg Freja, før der bliver aftalt noget om hende.", at(6)),
	})
	f.analyse(f.d(9, 25).At(10, 0), HenrikID, f.d(9, 4), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Pernille oplever, at de kan tale bedre sammen. Freja sætter selv tallet lige så lavt som i begyndelsen.", curve(mother), curve(ladder)),
		says(analysis.Service, analysis.Assessment, "Indsatsen stoppede, før den var færdig. De to ser forskelligt på, hvad der er sket.", at(len(list)-1), curve(ladder)),
		says(analysis.Structure, analysis.Observation, "Pernille fortæller nu oftere børnene, hvad der er aftalt, før de spørger.", at(11), at(17)),
		says(analysis.Engagement, analysis.Observation, "Freja og Pernille havde to gode dage på begge deres lister.", at(10)),
		says(analysis.Care, analysis.Assessment, "Oskar har fået lidt mere plads. Vi ved ikke, hvordan han selv har det, for han er ikke målt.", at(15)),
		says(analysis.Ahead, analysis.Assessment, "Freja har bedt om at fortsætte. Hun skal have svar."),
	})
}
