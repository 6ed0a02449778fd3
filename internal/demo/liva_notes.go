package demo

import "samspil/internal/analysis"

var livaWithTrine = talks{
	focus: []string{"Hils ved døren, og vent", "Trøst uden ord først", "Lad Liva vælge legen", "Et roligt farvel"},
	looks: []string{"»At se hendes ansigt.«", "»At høre, hvad hun har lært.«", "»At sidde ved siden af hende.«"},
	tries: []string{"At banke på og vente", "At lade tegningen ligge, til Liva tager den", "At sige farvel én gang"},
	helps: []string{"Ved at sige tiden højt", "Ved at sidde tæt på døren"},
	arrival: []string{
		"Trine bankede på. Liva sagde »du må godt«. De så på hinanden, og Liva viste sin nye tand.",
		"Liva sad i sin stol. Trine blev stående, til Liva rejste sig og tog hendes hånd.",
		"Liva var stille de første fem minutter. Trine fandt farverne frem og begyndte selv at tegne.",
	},
	seen: []string{
		"De tegnede en have sammen. Liva bestemte, hvor træerne skulle stå, og Trine farvede dem.",
		"Liva fik maling på ærmet og stivnede. Trine sagde »det kan vaskes« og malede lidt på sit eget. Liva grinede.",
		"Trine læste højt. Liva lænede sig ind mod hende på side fire og blev der til sidst.",
		"Liva spurgte, hvornår hun kommer hjem. Trine sagde »det ved jeg ikke, og det er de voksne, der bestemmer«. De byggede videre.",
		"De spillede vendespil. Trine lod Liva finde parrene og talte dem højt med hende.",
	},
	help:    []string{"Ingen ud over, at Mikkel sagde tiden.", "Mikkel sagde én gang »vi taler om noget andet«.", "Mikkel hentede vand, da Trine blev ked af det."},
	goodbye: []string{"Trine sagde farvel én gang og gik først. Liva vinkede.", "Liva ville have et kram mere og fik det.", "Liva gik ind til bøgerne, mens Trine gik."},
	own:     []string{"»Du må godt komme ind.«", "»Det skal være grønt.«", "»En side mere.«", "»Farvel mor.«"},
	parent:  []string{"»Jeg holdt igen med at græde, til hun var gået.«", "»Hun lænede sig ind mod mig.«", "»Det var godt, at I sagde tiden.«"},
	answer:  []string{"Hun ventede ved døren, til Liva sagde hej.", "Hun nåede at trøste, før hun sagde noget.", "Det gik roligt hele vejen."},
	next:    []string{"Trine tager bogen med igen.", "Vi bruger den samme dør.", "Trine siger farvel én gang."},
	meant:   []string{"Liva holder øje med døren de første minutter og slipper den så.", "Det ser ud til, at det kendte gør hende rolig. Det kan også være, at dagen i forvejen var god."},
	thought: []string{"Trine er stabil i sit samvær med Liva.", "Det er det samme fra gang til gang, og det er godt for Liva."},
}

var livaWithBrian = talks{
	focus: []string{"Samme stemme hele tiden", "Vent, når hun vender sig væk", "Bed om en pause, før du har brug for den"},
	looks: []string{"»At hun ikke er bange.«", "»At spille bold.«"},
	tries: []string{"At sætte sig ned, før hun kommer", "At tælle til ti, hvis hun siger nej"},
	helps: []string{"Ved at lægge hånden på bordet som tegn", "Ved at sige »pause« højt"},
	arrival: []string{
		"Brian sad ned. Liva blev i døren et minut og gik så hen til bolden.",
		"Liva holdt Mikkel i hånden. Brian sagde »hej Liva« én gang og ventede.",
		"Liva gik selv hen og satte sig over for Brian. Hun havde et kort med, hun havde lavet.",
	},
	seen: []string{
		"De trillede en bold. Da Liva vendte sig væk, kaldte Brian højere. Birgitte lagde hånden på bordet, og han sænkede stemmen.",
		"Liva byggede. Brian ville rette på tårnet og trak hånden til sig. »Det er dit,« sagde han.",
		"Brian bad om en pause efter tyve minutter. Han var væk i fem og kom tilbage med en kop vand. Liva havde gemt en brik til ham.",
		"De lagde puslespil. Liva sagde »nej, der«, og Brian flyttede brikken. Stemmen var den samme hele vejen.",
	},
	help:    []string{"Birgitte lagde hånden på bordet tre gange.", "Birgitte sagde »pause« én gang, og Brian gik.", "Ingen. Brian bad selv om sin pause."},
	goodbye: []string{"Liva sagde farvel fra døren.", "Liva gav ham kortet og gik uden at se sig tilbage.", "Brian blev siddende, til Liva var gået."},
	own:     []string{"»Ikke så højt.«", "»Det er mit tårn.«", "»Der er en brik til dig.«"},
	parent:  []string{"»Jeg mærkede det selv denne gang.«", "»Det er svært, når hun vender ryggen til.«"},
	answer:  []string{"Han synes, det gik halvvejs.", "Han bad selv om en pause.", "»Jeg holdt stemmen.«"},
	next:    []string{"Brian øver pausen hjemme.", "De begynder med puslespillet.", "Brian vil gerne have, at det er hver femte uge. Vi har sagt, at det ikke kan lade sig gøre, og hvorfor."},
	meant:   []string{"Når Brian holder stemmen, kommer Liva nærmere. Det kan også være, at hun er ved at vænne sig til rummet.", "Han ser ud til at opdage det tidligere nu."},
	thought: []string{"Det er trygt nok til at fortsætte, med to konsulenter.", "Brian bruger pausen. Det er det, der gør en forskel for Liva."},
}

var livaTrineTalks = pool{
	seen:    []string{"Trine fortalte om de sidste uger, før Liva flyttede. Hun holdt om koppen med begge hænder.", "Vi gik sidste samvær igennem minut for minut. Trine huskede mere, end hun troede.", "Trine spurgte, hvad hun må sige, når Liva spørger om at komme hjem. Vi skrev en sætning ned.", "Trine havde lavet en liste med lege, der kan være på et lille bord."},
	meant:   []string{"Hun vil gerne gøre det rigtige og bliver bange for at gøre noget forkert.", "Hun har brug for et sted at være ked af det, som ikke er samværet."},
	thought: []string{"Trine kan bruge sætningerne.", "Vi fortsætter med farvel."},
	next:    []string{"Hun øver sætningen højt.", "Hun tager et kvarter for sig selv efter næste samvær.", "Hun ringer til sin egen rådgiver."},
}

var livaBrianTalks = pool{
	seen:    []string{"Brian fortalte, hvornår han mærker det i kroppen: først i hænderne. Vi øvede at lægge dem på bordet.", "Brian blev vred over reglerne. Han rejste sig, satte sig igen og sagde »det var pausen«.", "Brian spurgte to gange til Livas hverdag. Begge gange sagde jeg, at det kan vi ikke tale om, og han standsede.", "Brian havde skrevet til sig selv, hvad han ville sige til Liva. Han læste det op med rolig stemme."},
	meant:   []string{"Han opdager det tidligere end før. Det kan også være, at det er lettere her end i samværet.", "Vreden ligger tæt på sorg."},
	thought: []string{"Brian arbejder med det, der er sværest for ham.", "Aftalerne skal være de samme hver gang."},
	next:    []string{"Han øver pausen tre gange.", "Han skriver, hvad der gik godt.", "Ingen spørgsmål om, hvor Liva er."},
}

var livaWithHenrik = note{
	seen: "Liva tegnede et hus med mange vinduer. Hun talte lavt og så mod døren to gange.", meant: "Hun holder stadig øje. Det kan også bare være et nyt rum.",
	thought: "Liva kan bruge at tegne, mens hun taler.", next: "Henrik er i huset, når hun har samvær med Brian.",
}

var livaGoalNotes = []string{"Ventede ved døren, til Liva sagde hej.", "Liva blev siddende hos Trine, da hun blev ked af det.", "Et kort og roligt farvel.", "Ingen spørgsmål om, hvor hun bor."}

var livaBrianNotes = []string{"Bad selv om en pause.", "Stemmen var den samme det meste af tiden.", "Standsede, da Birgitte lagde hånden på bordet."}

// livaAnalysed: Henrik's two analyses; the third is due in November.
func (f *family) livaAnalysed(list []*meeting, between []*visit, curve [2]string) {
	at := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	talk := func(i int) analysis.Citation {
		return analysis.Citation{Kind: analysis.CitesSession, ID: between[i].id}
	}
	strand := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesStrand, ID: curve[i]} }
	f.analyse(f.d(4, 10).At(9, 0), HenrikID, f.d(4, 13), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "En konsulent er til stede hele tiden, og Liva ved, hvem det er. Rammen er den samme hver gang.", at(0), at(1)),
		says(analysis.Service, analysis.Assessment, "Samværet med Trine er trygt. Samværet med Brian er trygt, når der er to konsulenter.", at(1), strand(1)),
		says(analysis.Structure, analysis.Observation, "Trine banker på og venter. Liva siger selv, at hun må komme ind.", at(0)),
		says(analysis.Care, analysis.Observation, "Da Liva stivnede, sagde Trine, at det kan vaskes, og malede på sit eget ærme.", at(2)),
		says(analysis.Care, analysis.Interpretation, "Liva holder øje med døren. Det kan være en vane, der har været nødvendig."),
		says(analysis.Ahead, analysis.Assessment, "Brian skal øve at bede om sin pause, før han har brug for den.", talk(0)),
	})
	f.analyse(f.d(7, 31).At(9, 30), HenrikID, f.d(8, 3), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Trines samvær ligner hinanden fra gang til gang. Hos Brian er der flere stykker, hvor de følges ad.", strand(0), strand(1)),
		says(analysis.Service, analysis.Assessment, "Det overvågede samvær giver Liva en tryg ramme. Den skal ikke blive mindre nu.", at(8), at(11)),
		says(analysis.Structure, analysis.Observation, "Brian sidder ned, før Liva kommer.", at(7)),
		says(analysis.Engagement, analysis.Observation, "Liva havde gemt en brik til Brian, da han kom tilbage fra sin pause.", at(10)),
		says(analysis.Care, analysis.Assessment, "Trine kan trøste. Brian er på vej til at kunne.", at(9), strand(0)),
		says(analysis.Challenge, analysis.Interpretation, "Liva siger til, når stemmen bliver høj. Det kan være et tegn på, at hun føler sig sikker nok til det."),
		says(analysis.Ahead, analysis.Assessment, "Hold fast i to konsulenter hos Brian."),
	})
}
