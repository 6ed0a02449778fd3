package demo

import "samspil/internal/analysis"

var frejaNotes = pool{
	seen: []string{
		"Alle fire sad ved bordet. Morten spurgte Freja, hvor hun havde været. Hun rejste sig. Pernille sagde »bliv lige«, og Freja satte sig igen i fem minutter.",
		"Oskar viste sit rum frem. Han fortalte om en lampe, han har bygget af et gammelt modem.",
		"Freja kom en halv time inde i besøget. Hun sagde hej til alle og satte sig ved siden af Pernille.",
		"Morten og Freja blev uenige om en nøgle. Morten gik selv ud på terrassen og kom tilbage efter lidt.",
		"De lavede mad sammen. Oskar skar løg og græd, og Freja grinede for første gang, mens jeg var der.",
		"Pernille fortalte begge børn, hvad der var aftalt, før de spurgte. Det tog to minutter.",
		"Freja var ikke hjemme. Oskar ville gerne spille kort, og vi talte om, hvem han sidder ved siden af i bussen.",
	},
	meant: []string{
		"Freja bliver, når hun bliver bedt og ikke befalet. Det kan også være, at hun var mindre træt den dag.",
		"Oskar holder øje med stemningen og går, før det bliver højt.",
		"Pernille begynder at sige tingene selv i stedet for at lade Morten gøre det.",
	},
	thought: []string{"Aftensmaden er et godt sted at øve.", "Oskar har brug for sin egen tid, også når han siger, at det er fint.", "Der er langt mellem, hvad Pernille og Freja oplever."},
	next:    []string{"De spiser sammen to gange.", "Oskar og jeg går tur med hunden.", "Pernille spørger Freja, før hun aftaler noget.", "Morten siger, hvad han selv har brug for, uden at nævne Freja."},
}

var frejaTalks = pool{
	seen: []string{
		"Pernille og Freja gik en tur med mig. Freja fortalte om sin veninde, og Pernille hørte på det uden at spørge ind.",
		"Freja sagde »du vælger altid ham«. Pernille blev stille og sagde så »det kan jeg godt se, at det ligner«.",
		"De skrev hver en liste over gode dage. To af dagene stod på begge lister.",
		"Freja ville ikke sige noget. Hun tegnede på bordet, mens Pernille fortalte om dengang, de var tre.",
		"Freja fortalte, at hun sover bedst hos sin veninde. Pernille spurgte, om hun måtte få nummeret.",
	},
	meant:   []string{"De når hinanden, når der ikke skal løses noget.", "Det kan være sorg over en tid, der er forbi. Det kan også være frygt for den, der kommer."},
	thought: []string{"Mor og datter har brug for tid uden Morten.", "Freja siger mere, når hun selv har valgt stedet."},
	next:    []string{"En tur igen om en uge.", "Pernille skriver én god ting til Freja om dagen.", "Freja bestemmer, hvor vi mødes."},
}

var frejaWithHenrik = []note{
	{seen: "Freja valgte stolen ved vinduet. Hun talte om at blive spurgt til råds. Hun ville gerne komme igen.", meant: "Hun er vant til, at aftaler bliver lavet hen over hovedet på hende.", thought: "Freja kan bruge samtalerne.", next: "Vi mødes igen om tre uger."},
	{seen: "Freja fortalte, at hun tæller dage, til hun er 18. Hun spurgte, hvad hun selv må bestemme nu.", meant: "Det kan være et tegn på, at hun leder efter et sted at stå. Det kan også være en måde at holde ud på.", thought: "Hun skal have at vide, hvilke rettigheder hun får, når hun fylder 15.", next: "Karen fortæller Freja om post til hende selv og om, at hun selv bliver spurgt."},
}

var frejaOnFreja = []string{
	"Freja sad ved enden af bordet og svarede, når hun blev spurgt.", "»Jeg siger det kun, fordi du spørger pænt.«", "Freja havde været i skole to dage.", "Freja viste et billede fra en øvelokale, hvor hun har prøvet at spille bas.",
	"Freja sagde ikke noget om nætterne.", "»Må jeg gå, når jeg har spist?« Det måtte hun.",
}

var frejaOnOskar = []string{
	"Oskar byggede videre på lampen, mens vi talte.", "Oskar sagde, at det er bedst, når alle er hjemme, og ingen råber.", "Oskar og Karen gik tur med hunden. Han talte hele vejen.", "Oskar gik ned i kælderen, da stemmerne blev høje.",
	"»Det er fint.« Han så ned, da han sagde det.",
}

var frejaGoalNotes = []string{
	"Spiste sammen to gange.", "Freja sagde til, da hun gik.", "To skoledage i denne uge.", "Oskar blev siddende.", "Freja har spurgt om øvelokalet.",
}

var frejaLast = note{
	seen:    "Pernille sagde: »Vi er færdige nu.« Morten nikkede. Freja sagde »det er jeg ikke« og gik med mig ud til bilen. Oskar vinkede fra vinduet.",
	meant:   "De voksne er lettede over, at der er mere ro. Freja er bange for, at det hele bliver glemt.",
	thought: "Freja og Pernille ser forskelligt på det. Begges ord skal stå.",
	next:    "Jeg skriver til Lars i dag. Freja har mit nummer og Familierådgivningens.",
}

var frejaLastWords = map[string]string{
	"freja": "»Jeg vil gerne blive ved. Det er det eneste sted, hvor nogen spørger mig først.« Sagt til Karen alene. Freja har sagt ja til, at Lars får det at vide.",
	"oskar": "Oskar sagde »okay« og spurgte, om Karen stadig ville se lampen en dag.",
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
