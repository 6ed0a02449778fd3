package demo

// villadsNotes grow with the family: the first are from a winter with loud
// mornings, the last from a September in which Villads packs his own lunch.
var villadsNotes = pool{
	seen: []string{
		"Camilla kaldte fire gange fra køkkenet. Villads lå under dynen og sagde »jeg kan ikke«. Da hun satte sig på sengekanten, satte han sig op.",
		"Villads holdt sig på maven og spiste to bidder. Camilla så på uret og sagde »nu skal vi altså«. Villads begyndte at græde i entréen.",
		"Vi fandt tøj, taske og støvler frem sammen aftenen før. Villads lagde selv huen øverst. »Så skal jeg ikke lede,« sagde han.",
		"Camilla prøvede at sige det samme tre gange med rolig stemme i stedet for at råbe. Anden gang kom Villads ud af sengen.",
		"De tegnede morgenen i fem ruder. Villads farvede ruden med tandbørsten gul og sagde, at den var den kedeligste.",
		"Villads fortalte, at maven gør mindst ondt, når han ved, hvem der står ved døren. Camilla skrev lærerens navn på tegningen.",
		"Der lå en sok i vejen og en bold i bruseren, og de kom for sent ud. Camilla sagde »vi kom dog afsted«, og Villads grinede.",
		"Villads stod op ved første kald. Han glemte madkassen, og Camilla bar den ud til ham uden at skælde ud.",
		"Camilla satte sig ned på gulvet, da Villads kastede skoen. Hun ventede to minutter. Han kom selv og lænede sig op ad hende.",
		"De øvede farvel i døren: et kram, et klap på tasken, og så går man. Villads ville øve det seks gange.",
		"Jonas var med på telefonen. Han læste planen for ugen op, og Villads rettede ham to steder.",
		"Villads spiste ved bordet, mens Camilla smurte mad. De talte om en fødselsdag i klassen. Der blev ikke set på ur.",
		"Villads ville først ikke med ud. Camilla sagde »vi tager en rude ad gangen« og pegede på tegningen. De gik ti minutter senere.",
		"Camilla fortalte om en mandag, hvor alt gik galt. Villads sagde: »Men tirsdag gik.« De så begge på kalenderen og talte tre gode dage.",
		"Villads havde selv lagt tøjet frem. Strømperne passede ikke sammen, og det lod Camilla være.",
		"Camilla fortalte Villads ved sengetid, hvem der henter, og hvad de skal spise. Han gentog det for mig uden at blive spurgt.",
		"De havde haft en svær morgen. Camilla sagde undskyld for at have råbt. Villads sagde »det er okay, du var træt«.",
		"Villads pakkede tasken alene, mens Camilla og jeg talte. Han kom ind med den på ryggen og ventede ved døren.",
		"Efter ferien var den første morgen langsom. Camilla tog tegningen ned fra skabet igen, og Villads flyttede magneten selv.",
		"Villads lavede sin egen madpakke med rugbrød og agurk. Han viste mig, hvordan låget skal trykkes ned.",
		"Camilla sad med kaffen, da jeg kom. Villads var i gang med skoene. Hun sagde lavt: »Sådan har vi ikke haft det før.«",
		"Villads fortalte, at han havde holdt en dreng fra nulte i hånden ind til morgensang.",
		"De kom op at skændes om en jakke. Begge tog en pause i hvert sit rum, og de sagde pænt farvel bagefter.",
	},
	meant: []string{
		"Det ser ud til, at ventetiden er sværere for Villads end selve skolen. Det kan også være, at han mærker, når Camilla får travlt.",
		"Måske hjælper det ham, at rækkefølgen er den samme hver dag. En anden mulighed er, at det er Camillas rolige stemme, der gør forskellen.",
		"Maven kan være hans måde at sige, at noget er uklart. Den kan også bare være tom så tidligt om morgenen.",
		"Det kan betyde, at de to er begyndt at være på samme hold om morgenen. Det kan også være en god uge.",
		"Villads bruger tegningen, når noget går galt, og ikke kun, når det går godt. Det tyder på, at den er blevet hans.",
		"Camilla når at tænke, før hun svarer. Om det holder, når hun er træt, ved vi ikke endnu.",
		"Når Jonas siger det samme som Camilla, ser Villads ud til at slappe af. Vi har kun set det få gange.",
	},
	thought: []string{
		"Målet om rolige morgener er stadig langt væk, men de har fundet en måde at begynde på.",
		"Camilla kan rækkefølgen nu. Næste skridt er, at hun også bruger den, når hun selv er presset.",
		"Villads har gavn af at vide, hvad der skal ske. Det er værd at gøre til en fast vane om aftenen.",
		"Der er færre råb, og farvel er blevet kort og varmt. Vi holder fast.",
		"Familien gør det meste selv. Jeg ser kun til og spørger.",
	},
	next: []string{
		"Camilla lægger tøj og taske frem hver aften i denne uge.",
		"Villads flytter selv magneten på tegningen.",
		"Camilla siger én besked ad gangen og venter, til Villads har hørt den.",
		"De øver farvel i døren tre gange.",
		"Jonas ringer søndag aften og læser ugens plan med Villads.",
		"Vi taler om, hvad de gør, når en morgen alligevel går skævt.",
		"Villads viser mig sin madpakke.",
		"Camilla skriver ned, hvilke morgener der gik godt, og hvad de gjorde.",
		"Ingen ny aftale. De fortsætter, som de gør.",
	},
}

var villadsGoalNotes = []string{
	"To rolige morgener siden sidst.",
	"Kom i skole alle de dage, vi har aftalt.",
	"Planen for i morgen blev læst de fleste aftener.",
	"Tøj og taske lå fremme, da jeg kom.",
	"En svær mandag, resten gik.",
	"Villads gik selv ind ad porten.",
	"De så på planen ved sengetid.",
}

var villadsSchool = []note{
	{
		seen:    "Læreren fortalte, at Villads går glad ind, når nogen står ved døren. Camilla og Jonas hørte begge efter og stillede spørgsmål. Villads' plads i klassen er ved siden af en god ven.",
		meant:   "Det kan være, at de første fem minutter er dem, der tæller.",
		thought: "En fast voksen ved døren er en lille ting, som alle tre tror på.",
		next:    "Læreren står ved døren klokken otte de næste fire uger og skriver til os, hvor mange dage han kom.",
	},
	{
		seen:    "Læreren fortalte, at Villads har været der næsten alle dage, og at han siger til, når noget er svært. Jonas foreslog selv, at han tager mandagene efter ferien.",
		meant:   "Skolen og begge forældre ser det samme. Det er nyt.",
		thought: "Skolen kan nu følge fraværet uden os.",
		next:    "Skolen holder øje med fraværet i tre måneder efter, at vi er stoppet, og ringer til Camilla, hvis det stiger.",
	},
}

var villadsTalk = note{
	seen:    "Villads og jeg byggede et hus af klodser, mens vi talte. Han sagde om tegningen: »Når den hænger der, så ved jeg det godt.« Han fortalte, at han glæder sig til at vise den til sin fætter.",
	meant:   "Han taler om planen, som om den er hans egen.",
	thought: "Villads har selv sagt, at det hjælper ham at vide, hvad der skal ske.",
	next:    "Jeg har spurgt, om hans ord må stå i rapporten. Han sagde ja.",
}

var villadsSleepless = note{
	seen:    "Morgenen gik stille. Camilla smurte mad med lukkede øjne et øjeblik og sagde, at hun har sovet to til tre timer om natten i ti dage. Villads klappede hende på armen.",
	meant:   "Hun holder morgenen oppe på vilje. Det kan også hænge sammen med, at hun har fået nye vagter.",
	thought: "Camilla har brug for hjælp til søvnen nu, før vi øver mere.",
	next:    "Jeg skriver til Dorthe i dag og ringer til Camilla i morgen tidlig.",
}
