package demo

import "samspil/internal/analysis"

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
