package demo

import "samspil/internal/analysis"

var emilWithJesper = talks{
	focus: []string{"Sig hej, og vent", "Tal om det, I laver", "Slut til tiden", "Lyt, før du forklarer"},
	looks: []string{"»At lave noget sammen.«", "»At se, om han er blevet højere.«", "»At det ikke går galt.«"},
	tries: []string{"At lade Emil vælge først", "At skifte emne, når det bliver svært", "At sige tiden højt"},
	helps: []string{"Ved at se på uret", "Ved at spørge Emil om noget", "Ved at gå en tur med dem"},
	arrival: []string{
		"Emil kom med hænderne i lommen. Jesper sagde »hej« og rakte ham en pose boller. De satte sig.",
		"Jesper spurgte til skolen i døren. Emil svarede ikke og gik ind.",
		"Emil og Jesper kom samtidig og gik ind ved siden af hinanden.",
	},
	seen: []string{
		"De skar grøntsager. Emil viste, hvordan kniven skal holdes. Jesper gjorde efter.",
		"Jesper fortalte om et møde med Tine. Emil stoppede med at spise og så ned i bordet i fire minutter.",
		"De spillede skak. Emil vandt og grinede. Jesper ville forklare, hvad han havde tænkt, og Emil lyttede en tid.",
		"De gik om søen. Der blev ikke sagt meget. Emil pegede på en fiskehejre.",
		"Jesper blev vred over en besked på telefonen. Emil sagde »så gå dog« og satte sig i vindueskarmen.",
		"De samlede et skab til Emils værelse. Jesper rakte skruer, og Emil bestemte rækkefølgen.",
	},
	help:    []string{"Anders skiftede emne to gange.", "Anders spurgte Emil, om han ville have en pause. Det ville han.", "Ingen ud over tiden."},
	goodbye: []string{"De sagde hej i døren. Emil vendte sig om én gang.", "Farvel gik hurtigt.", "Emil gav hånd. Jesper holdt den lidt."},
	own:     []string{"»Du holder den forkert.«", "»Kan vi ikke bare spille?«", "»Tal ikke om mor.«", "»Det er fint.«"},
	parent:  []string{"»Jeg kom til det igen.«", "»Han grinede af noget, jeg sagde.«", "»Jeg ved ikke, hvad jeg skal sige, når han tier.«"},
	answer:  []string{"Det gik den første time.", "Han synes selv, at han lyttede mere.", "Det gik ikke i dag.", "Det gik, mens de lavede noget."},
	next:    []string{"De begynder med noget, de skal lave.", "Jesper lægger telefonen fra sig.", "Emil vælger maden."},
	meant:   []string{"Emil kan være sammen med Jesper om noget tredje. Når talen falder på de voksne, trækker han sig.", "Emils stilhed kan være modstand. Den kan også være en måde at passe på dem begge.", "Jesper vil gerne forstås. Det fylder, så han ikke når at forstå."},
	thought: []string{"Aktiviteten bærer mere end samtalen.", "Skænderierne er kortere, men Emil er ikke roligere.", "Emil skal have en måde at sige stop på, der virker."},
}

var emilWithEmil = pool{
	seen:    []string{"Emil fortalte om skak og om en dreng på gangen, der ikke kan sove heller.", "Emil sagde, at han ligger vågen, når der er samvær om to dage.", "Emil tegnede en skala over, hvor svært det er at sige noget til far. Den stod på otte.", "Emil spurgte, hvad han selv må bestemme. Vi læste det højt sammen."},
	meant:   []string{"Det, der er svært, begynder før samværet.", "Han vil ikke såre nogen og siger derfor ingenting."},
	thought: []string{"Emil skal have tid alene før hvert samvær.", "Emil ved godt, hvad han har brug for, når han bliver spurgt."},
	next:    []string{"Vi aftaler et tegn, han kan give.", "Mathias kommer med næste gang.", "Emil skriver til mig, hvis natten er dårlig."},
}

var emilJesperTalks = pool{
	seen:    []string{"Jesper fortalte om sin egen far og om at blive hørt på.", "Vi øvede at sige hej og vente. Jesper holdt i fire sekunder og grinede.", "Jesper skrev tre ting, Emil er god til. Han læste dem højt for sig selv.", "Jesper blev vred på systemet og brugte tyve minutter på det. Bagefter spurgte han til Emil."},
	meant:   []string{"Han har brug for, at nogen hører hans side, før han kan høre Emils.", "Vreden kan være en vej uden om at være ked af det."},
	thought: []string{"Jesper kan øvelserne her. Det svære er at bruge dem i døren.", "Vi tager det i mindre bidder."},
	next:    []string{"Han øver at vente i fire sekunder.", "Han skriver sin side ned og tager den med til mig i stedet for til Emil."},
}

var emilAsks = note{
	seen:    "Emil sagde, før jeg havde sat mig: »Jeg vil gerne have fri fra det et stykke tid.« Han så ned i gulvet og så op. Han fortalte, at han ikke sover to nætter før. Han ville gerne have, at Lars fik det at vide i dag.",
	meant:   "Han har tænkt over det længe. Det er ikke et nej til sin far.",
	thought: "Emil har ret til at blive hørt, og det haster, fordi næste samvær er om otte dage.",
	next:    "Jeg skriver til Lars nu. Emil og Mathias taler med Lars i morgen.",
}

var emilPause = pool{
	seen: []string{
		"Jesper sagde »så har jeg tabt ham«. Vi talte om, at en pause er noget, Emil har bedt om, fordi han vil kunne komme igen.",
		"Jesper læste Emils ord højt tre gange. Han sagde: »Et stykke tid. Det er jo ikke for altid.«",
		"Vi øvede at skrive et kort uden spørgsmål. Det fjerde var på to linjer.",
		"Jesper fortalte, at han er begyndt at lave mad på den måde, Emil viste ham.",
		"Vi talte om, hvad man siger, hvis Emil stadig ikke er klar.",
		"Jesper havde skrevet sin side ned på fire sider. Han lod mig beholde dem.",
	},
	meant:   []string{"Han begynder at kunne høre, hvad pausen betyder for Emil.", "Han er bange for at blive glemt. Det kan også være skam."},
	thought: []string{"Jesper bruger pausen til at lære noget.", "Emil skal spørges først, før noget begynder igen."},
	next:    []string{"Intet kort bliver sendt, før Emil har sagt ja.", "Han øver at sige hej uden at spørge.", "Vi taler om, hvordan den første gang kan være kort."},
}

var emilThemes = []string{"Hvad en pause betyder for et barn", "At vente uden at presse", "Ord, der ikke spørger", "Når man er vred på de voksne", "At sige hej igen", "Hvis svaret er: ikke endnu"}

var emilGoalNotes = []string{"Sagde hej og ventede.", "Skiftede selv emne.", "Talte om det, de lavede, det meste af tiden.", "Kom ind på Tine én gang."}

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
