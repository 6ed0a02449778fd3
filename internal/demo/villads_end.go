package demo

import (
	"samspil/internal/analysis"
	"samspil/internal/plan"
	"samspil/internal/report"
)

// villadsAnalysed: Henrik's two analyses, in weeks 6 and 34.
func (f *family) villadsAnalysed(list []*visit, mornings, school, ladder string) {
	visit := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	strand := func(id string) analysis.Citation { return analysis.Citation{Kind: analysis.CitesStrand, ID: id} }
	f.analyse(f.d(3, 6).At(13, 10), HenrikID, f.d(3, 9), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Birgitte kommer to gange om ugen, den ene gang om morgenen. Camilla siger de samme sætninger, som de har øvet, og Villads kommer op ved andet kald.", visit(3), visit(7)),
		says(analysis.Service, analysis.Assessment, "Hjælpen ligger dér, hvor det er svært. Det er rigtigt at blive ved med morgenbesøgene endnu en måned.", visit(3), strand(mornings)),
		says(analysis.Structure, analysis.Observation, "Tegningen med fem ruder hænger på skabet, og begge ser på den.", visit(4), visit(7)),
		says(analysis.Engagement, analysis.Observation, "Camilla satte sig ned og ventede, da Villads kastede skoen. Han kom selv hen til hende.", visit(8)),
		says(analysis.Care, analysis.Interpretation, "Villads' mave kan være hans måde at vise, at noget er uklart. Den kan også hænge sammen med for lidt søvn."),
		says(analysis.Challenge, analysis.Assessment, "Camilla kan begynde at lade Villads gøre mere selv, et lille skridt ad gangen.", visit(9), strand(ladder)),
		says(analysis.Ahead, analysis.Assessment, "Skolen skal vide, hvad vi øver hjemme, og Jonas skal med."),
	})
	f.analyse(f.d(9, 17).At(12, 30), HenrikID, f.d(9, 20), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Besøgene er nu en time om ugen, og Birgitte ser mest til. Familien gør det meste, før hun kommer.", visit(37), visit(41)),
		says(analysis.Service, analysis.Assessment, "Trinene ned er kommet, når familien kunne bære dem. Indsatsen kan slutte som planlagt.", visit(41), strand(mornings), strand(school)),
		says(analysis.Structure, analysis.Observation, "Tøj og taske ligger fremme om aftenen. Villads kender rækkefølgen og pakker selv.", visit(37), visit(40)),
		says(analysis.Engagement, analysis.Observation, "Efter en svær morgen sagde Camilla undskyld, og Villads tog imod det.", visit(36)),
		says(analysis.Care, analysis.Assessment, "Camilla lægger mærke til, hvordan Villads har det, også når hun har travlt.", visit(36), visit(40)),
		says(analysis.Challenge, analysis.Observation, "Villads laver sin egen madpakke, og Camilla lader agurken være skæv.", visit(42)),
		says(analysis.Challenge, analysis.Interpretation, "Han ser ud til at være stolt af det, han selv kan. Det kan også være skolen, der giver ham mod."),
		says(analysis.Ahead, analysis.Assessment, "Hvordan det går hos Jonas, ved vi mindre om. Skolen følger fraværet.", strand(school)),
	})
}

// villadsClosing: the goals are concluded, and the closing report waits for the
// second reader.
func (f *family) villadsClosing(goals []string) {
	at := f.day.AddDays(-1)
	f.conclude(at.At(17, 20), plan.Conclusion{
		GoalID: goals[0], Outcome: plan.Reached, Next: plan.End,
		Reason:      "Morgenerne har været rolige siden sommeren, også efter skolestart. De få svære ender uden råb.",
		FamilyWords: "Camilla siger: »Sådan har vi ikke haft det før.«",
	})
	f.conclude(at.At(17, 25), plan.Conclusion{
		GoalID: goals[1], Outcome: plan.Reached, Next: plan.Continue,
		Reason:      "Villads har været i skole næsten alle dage siden sommerferien. Skolen holder øje i tre måneder.",
		FamilyWords: "Jonas siger, at han tager mandagene.",
	})
	f.conclude(at.At(17, 30), plan.Conclusion{
		GoalID: goals[2], Outcome: plan.Reached, Next: plan.End,
		Reason: "Villads henter selv planen frem og kan fortælle, hvem der henter ham.", FamilyWords: "Villads: »så ved jeg det godt«.",
	})
	f.draw(at.At(18, 10), paper{
		id: newID(), kind: report.Closing, from: f.d(1, 26), to: at,
		assessed: map[report.Question]string{
			report.Conclusion:  "Der er sket en udvikling i familien. Morgenerne er rolige, Villads kommer i skole, og han ved, hvad der skal ske.",
			report.Benefit:     "Villads har gavn af at vide, hvad der skal ske. Birgitte og Henrik.",
			report.Thriving:    "Villads er gladere om morgenen og fortæller selv om skolen. Om det også gælder hos Jonas, ved vi ikke.",
			report.Parents:     "Camilla lægger tøj og taske frem aftenen før og fortæller Villads, hvad der skal ske. Jonas har taget en fast del.",
			report.Next:        "Indsatsen slutter som planlagt. Der er ikke brug for en ny nu.",
			report.Transitions: "Skolen holder øje med fraværet i tre måneder og ringer til Camilla, hvis det stiger. Camilla og Jonas ringer til Familierådgivningen, hvis morgenerne igen bliver svære.",
		},
		words: map[report.Question]string{
			report.Family: "Camilla: »Vi råber næsten ikke mere. Jeg tør godt selv nu.« Villads: »Birgitte må gerne komme og sige farvel.«",
		},
	})
}
