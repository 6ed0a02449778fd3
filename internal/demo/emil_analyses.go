package demo

import "samspil/internal/analysis"

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
