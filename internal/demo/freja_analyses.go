package demo

import "samspil/internal/analysis"

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
