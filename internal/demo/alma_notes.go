package demo

import "samspil/internal/analysis"

var almaAtLines = pool{
	seen: []string{
		"Line tegnede historien, mens tolken satte stemme på. Alma svarede med tegn for kanin og lagde sig ned af sig selv.",
		"Alma bed i puden. Line satte sig foran hende og lavede tegnet for »vred«. Alma lavede det samme tegn og slap puden.",
		"Line havde sat en lampe op, der blinker, når Alma kalder. Alma prøvede den fem gange og grinede.",
		"Alma ville ikke have nattøj på. Line ventede, til hun kiggede, og viste de to muligheder. Alma pegede.",
		"Der blev læst to gange. Tredje gang lukkede Line bogen og lavede tegnet for »færdig«. Alma græd kort.",
		"Alma havde lige skiftet hjem. Hun gik rundt om bordet i en halv time. Line gik med hende.",
	},
	meant: []string{
		"Alma ser ud til at falde til ro, når hun kan se, hvad der skal ske. Det kan også være, at Line er roligere om tirsdagen.",
		"Det første døgn efter et skift er sværest. Vi har ikke nok aftener til at vide det.",
		"Tegnene giver dem et fælles sprog for det, der er svært.",
	},
	thought: []string{"Rytmen er ved at ligne noget hos Line.", "Vi ved for lidt om nætterne endnu.", "Det hjælper Alma, at følelsen får et tegn."},
	next:    []string{"Samme bog hver aften.", "Line skriver op, hvor mange gange lampen blinker.", "Line viser tegnene til Kasper på video, hvis han vil.", "To billeder på køleskabet: først nattøj, så bog."},
}

var almaAtKaspers = pool{
	seen: []string{
		"Kasper og Alma lavede pandekager. Hun vendte selv den sidste. Aftensmaden blev sen, og hun faldt i søvn i sofaen.",
		"Alma spurgte efter sin kanin. Den var hos mor. Kasper lavede en af et viskestykke, og den kom med i seng.",
		"Kasper læste bogen én gang og blev spurgt om en gang til. Han læste den igen, selv om telefonen ringede.",
		"Alma slog Kasper på benet, da hun skulle af badet. Han satte sig på hug og sagde »du ville blive«. Hun nikkede.",
		"Kasper havde sovet tre timer efter en nattevagt. De spiste foran fjernsynet, og det var der ro til.",
		"Alma viste Kasper tegnet for »vred«. Han kunne det ikke. Hun lærte ham det og tre andre.",
	},
	meant: []string{
		"Alma prøver at få det samme til at gælde begge steder. Det kan også være, at hun bare savner kaninen.",
		"Vagterne bestemmer mere end viljen. Det er svært at se et mønster.",
		"Når han sætter sig ned, holder hun op med at slå. Det er set to gange.",
	},
	thought: []string{"Kasper kan det, når han er udhvilet. Der skal findes en plan til aftenerne efter nattevagt.", "Tegnene er en bro mellem de to hjem.", "Vi er ikke nået til samarbejdet endnu."},
	next:    []string{"Kaninen følger med i tasken.", "Kasper skriver én ting i bogen til Line.", "Samme bog i begge hjem. Søren tager et eksemplar med.", "Kasper ringer, når vagtplanen er ændret."},
}

var almaGoalNotes = []string{
	"Tre rolige aftener siden sidst.", "Kaninen var med i tasken.", "De har skrevet i bogen en gang.", "Faldt i søvn inden for en halv time.", "Gråd i døren ved skiftet.",
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
