package demo

import (
	"samspil/internal/plan"
	"samspil/internal/report"
)

// villadsClosing: the goals are concluded, and the closing report waits for the
// second reader.
func (f *family) villadsClosing(goals []string) {
	at := f.day.AddDays(-1)
	f.conclude(at.At(12, 30), plan.Conclusion{
		GoalID: goals[0], Outcome: plan.Reached, Next: plan.End,
		Reason:      "Morgenerne har været rolige siden sommeren, også efter skolestart. De få svære ender uden råb.",
		FamilyWords: "Camilla siger: »Sådan har vi ikke haft det før.«",
	})
	f.conclude(at.At(12, 35), plan.Conclusion{
		GoalID: goals[1], Outcome: plan.Reached, Next: plan.Continue,
		Reason:      "Villads har været i skole næsten alle dage siden sommerferien. Skolen holder øje i tre måneder.",
		FamilyWords: "Jonas siger, at han tager mandagene.",
	})
	f.conclude(at.At(12, 40), plan.Conclusion{
		GoalID: goals[2], Outcome: plan.Reached, Next: plan.End,
		Reason: "Villads henter selv planen frem og kan fortælle, hvem der henter ham.", FamilyWords: "Villads: »så ved jeg det godt«.",
	})
	f.draw(at.At(13, 30), paper{
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
