package demo

// noahTalks gives the words of a week's contact: a careful spring, a good summer,
// and an autumn that is harder.
func noahTalks(week int) talk {
	switch {
	case week < 8:
		return noahSpring.take(week)
	case week < 20:
		return noahSummer.take(week - 8)
	}
	return noahAutumn.take(week - 20)
}

var noahSpring = talks{
	focus: []string{"Se, hvad han kigger på", "Vent, til han begynder", "Sig det, han gør", "Trøst, før du forklarer"},
	looks: []string{"»At se ham.«", "»At han måske kender mig.«", "»At lege med klodserne.«", "»At holde ham.«"},
	tries: []string{"At sætte sig på gulvet fra starten", "At tælle til tre, før hun hjælper", "At sige tre ting, han gør"},
	helps: []string{"Ved at sidde ved siden af og pege stille", "Ved at sige det højt, når Noah viser noget"},
	arrival: []string{
		"Noah kom på armen og gemte ansigtet. Sanne satte sig på hug og sagde »hej Noah«. Efter et par minutter kiggede han frem.",
		"Noah gik selv ind og hen til kassen med klodser. Sanne satte sig på gulvet et stykke fra ham.",
		"Noah holdt plejemor i hånden til kassen med biler. Så slap han.",
		"Sanne var der i god tid og havde fundet bøgerne frem. Noah pegede på den med hunden.",
	},
	seen: []string{
		"Noah rakte en klods frem to gange. Sanne så ned i sin taske første gang og tog imod den anden gang. Så byggede de tre klodser oven på hinanden.",
		"Noah kørte en bil frem og tilbage. Sanne kørte sin egen bil ved siden af. Da Lone pegede, kørte hun efter hans. Noah så op og grinede.",
		"Noah sagde »vov« til billedet. Sanne bladrede videre. Han bladrede tilbage og sagde det igen. Så sagde hun »ja, der er vovsen«.",
		"Noah faldt over en skammel og græd. Han stod stille. Sanne sagde »op igen«. Lone satte sig, og så satte Sanne sig også. Noah kom hen til dem begge.",
		"Noah hældte perler fra kop til kop i ti minutter. Sanne holdt koppen for ham og sagde ikke så meget. De så på hinanden fire gange.",
		"Sanne sang, og Noah vuggede med. Da hun stoppede, lagde han hånden på hendes mund. Hun sang igen.",
		"Noah byggede, og Sanne rakte klodser. Hun nåede tre gange at sige, hvad han gjorde, før han selv var færdig.",
	},
	help: []string{
		"Lone pegede fire gange på det, Noah viste. De to gange fulgte Sanne ham bagefter.",
		"Lone sagde stille »nu kigger han på dig« tre gange. Sanne svarede hver gang.",
		"Et par stille ord. Mest sad vi bare med.",
	},
	goodbye: []string{
		"Noah græd, da plejemor kom. Sanne gik hurtigt ud.",
		"Sanne sagde farvel i døren. Noah så efter hende gennem ruden.",
		"Sanne sagde til, da der var fem minutter igen. Noah ville ikke stoppe.",
	},
	own:    []string{"»Bil.«", "»Vov.«", "»Mere.«", "»Nej tak.«"},
	parent: []string{"»Jeg når ikke at se det, før det er væk.«", "»Det var dejligt, da han grinede.«", "»Jeg blev helt varm, da han kom hen til mig.«"},
	answer: []string{"Hun synes, det gik nogle gange.", "Hun nåede det, når Lone sagde det.", "»Lidt bedre end sidst.«"},
	next:   []string{"Sanne sætter sig på gulvet, før Noah kommer.", "De begynder med bilerne.", "Sanne tæller til tre, før hun hjælper."},
	meant: []string{
		"Noah prøver igen, når han ikke får svar. Det kan være et tegn på, at han regner med, at hun kan.",
		"Sanne ser ud til at vente på at blive sagt til. Måske er hun bange for at gøre noget forkert.",
		"De finder hinanden lettest i det, de begge kan høre, som sang.",
	},
	thought: []string{
		"Sanne svarer oftere, når hun sidder på gulvet. Det skal hun have plads til at øve.",
		"Noah søger hende stadig mindst. Trøst er næste skridt.",
		"Der er korte stykker med fælles leg. Dem bygger vi på.",
	},
}

var noahSummer = talks{
	focus: []string{"Følg hans leg", "Sæt ord på det, han føler", "Lad ham vise vejen", "Sæt dig ned, når han bliver ked af det", "Gør farvel langsomt"},
	looks: []string{"»At se, hvad han finder på.«", "»At han løber hen til mig.«", "»At synge den nye sang.«"},
	tries: []string{"At lade ham begynde hver gang", "At vente fem sekunder", "At sige, hvad han føler, med ét ord", "At vise ham, hvor han kan sidde"},
	helps: []string{"Ved at holde sig i baggrunden", "Kun hvis Sanne kigger efter hende"},
	arrival: []string{
		"Noah kom løbende de sidste meter og stoppede foran Sanne. Hun bredte armene ud og ventede. Han gik ind i dem.",
		"Noah sagde »Sanne« i bilen på vejen, fortalte plejemor. Da han så hende, viste han hende sin sko.",
		"Noah gik lige til legen fra sidst. Sanne havde ladet den stå fremme.",
		"Noah var træt efter en urolig nat. Sanne satte sig med en bog, og han lænede sig op ad hende.",
	},
	seen: []string{
		"Noah byggede en garage og rakte Sanne bilen. Hun ventede, til han pegede, og kørte den ind. De gjorde det otte gange, og begge grinede højt.",
		"Noah slog hånden og gik selv hen til Sanne. Hun satte sig ned, holdt om hånden og sagde »av, det gjorde ondt«. Han blev der et minut og gik tilbage til togbanen.",
		"Noah hældte vand ved siden af. Sanne sagde »ups« i stedet for nej. Han hentede selv kluden.",
		"Sanne fulgte Noah rundt om bordet fire gange. Da hun satte sig, hentede han hende igen ved at trække i ærmet.",
		"De læste den samme bog tre gange. Noah sagde slutningen på siderne. Sanne stoppede op og ventede på hans ord.",
		"Noah lagde dukken i seng og tyssede på os. Sanne hviskede. Legen varede tyve minutter uden hjælp.",
		"Noah blev vred over en bro, der væltede. Sanne sagde »du blev vred« og blev siddende. Han byggede en ny sammen med hende.",
		"Noah viste, at han ville op. Sanne løftede ham og lod ham se ud ad vinduet. Han fortalte om en gravemaskine.",
	},
	help:    []string{"Ingen. Lone sad for sig selv det meste af tiden.", "En enkelt gang, da de begge ventede på hinanden.", "To stille ord i begyndelsen."},
	goodbye: []string{"De sang farvelsangen. Noah vinkede fra døren.", "Sanne sagde til fem minutter før. Noah ryddede klodserne op sammen med hende.", "Noah græd lidt. Sanne holdt om ham, og så gik han med plejemor."},
	own:     []string{"»Sanne se.«", "»En gang til.«", "»Jeg kan selv.«", "»Op.«", "»Farvel farvel.«"},
	parent:  []string{"»Jeg glemte helt, at I var der.«", "»Han kom hen til mig, da han slog sig. Til mig.«", "»Jeg ventede, og så kom det.«", "»Det er sjovt nu.«"},
	answer:  []string{"Hun synes selv, at hun fulgte ham det meste af tiden.", "»Næsten hele vejen.«", "Hun fik sat ord på, da han blev vred.", "»Bedre, end jeg troede.«"},
	next:    []string{"Samme leg igen, og Sanne lader ham begynde.", "Sanne tager den nye sang med.", "De prøver at spise frugt sammen.", "Sanne fortæller Noah, hvornår de ses næste gang."},
	meant: []string{
		"Noah ser ud til at regne med, at hun svarer. Han begynder på flere ting.",
		"Sanne får øje på det, han viser, før hun tænker over det. Det kan også hjælpe, at hun sover bedre.",
		"At han selv kommer, når han slår sig, er nyt. Vi har set det tre gange.",
	},
	thought: []string{
		"Sanne følger Noahs leg uden hjælp i lange stykker. Det er tydeligt bedre end i foråret.",
		"Noah finder trøst hos Sanne. Det skal vi passe på.",
		"Farvel er blevet noget, de begge kan være i.",
		"Samværet bærer nu en stor del af sig selv.",
	},
}

var noahAutumn = talks{
	focus: []string{"Vent, og følg hans leg", "Læg det fra dig, der fylder", "Én leg ad gangen", "Se på ham, før du siger noget"},
	looks: []string{"»At komme hjemmefra.«", "»At holde om ham.«", "»Bare at sidde lidt med ham.«"},
	tries: []string{"At lægge telefonen i skabet", "At trække vejret, før hun begynder", "At lade bilen ligge, til han vil have den"},
	helps: []string{"Med et stille ord, ikke ved at tage over", "Ved at sidde tæt på de første ti minutter"},
	arrival: []string{
		"Sanne kom lige til tiden og var forpustet. Noah stod ved vinduet. Hun sagde »hej skat« og tog jakken af, mens han ventede.",
		"Noah kom ind og så sig om. Sanne sad i sofaen. Hun rejste sig, da Lone sagde, at han var der.",
		"Noah gik forbi Sanne hen til klodserne. Efter lidt satte hun sig ved siden af.",
	},
	seen: []string{
		"Noah rakte et tårn frem. Sanne sagde »flot« og så mod døren. Han satte det fra sig. Lone sagde hans navn, og så byggede de videre sammen.",
		"Sanne ville vise ham et puslespil. Noah gav hende en bil to gange. Tredje gang lagde han bilen væk og vendte ryggen til.",
		"Noah slog sig og gik hen mod Sanne, stoppede og kom til Lone. Sanne sagde »kom her«, og han blev stående mellem os.",
		"De sang, og Noah smilte. Da Sanne begyndte at græde, klappede han hende på knæet. Lone tog over med legen et øjeblik.",
		"Noah fulgte Sanne med øjnene, mens hun gik rundt. Da hun satte sig, kom han med det samme.",
		"Sanne fulgte hans leg i et langt stykke, da de havde fundet togbanen frem. Det var Noah, der bestemte sporene.",
	},
	help:    []string{"Seks gange med et stille ord. De fire gange fulgte Sanne ham bagefter.", "Lone satte sig tæt på og sagde, hvad Noah viste.", "Lone holdt legen i gang, mens Sanne fik luft."},
	goodbye: []string{"Sanne glemte farvelsangen, til Noah begyndte på den.", "Noah ville ikke slippe hendes ærme. Plejemor ventede, til han var klar.", "Farvel gik hurtigt. Sanne græd, da han var kørt."},
	own:     []string{"»Mor se.«", "»Hvor er mor?«", "»Igen.«", "»Ikke gå.«"},
	parent:  []string{"»Jeg er der ikke rigtigt.«", "»Jeg ville så gerne, og så blev det forkert.«", "»Der er for meget derhjemme.«"},
	answer:  []string{"Hun synes ikke, det gik.", "»Kun da vi sang.«", "Det gik bedst til sidst."},
	next:    []string{"Sanne kommer et kvarter før, så hun kan nå at lande.", "De begynder med togbanen.", "Sanne øver at vente, til Noah kigger op."},
	meant: []string{
		"Noah begynder stadig, men giver hurtigere op. Det kan være, at han mærker, at hun er et andet sted.",
		"Sanne ser ud til at bære på noget, der ikke handler om Noah. Det kan også være, at hun frygter trinet ned.",
		"De korte gode stykker kommer, når rammen er kendt.",
	},
	thought: []string{
		"Det går tilbage på det, vi måler. Jeg tror ikke, at Sanne har glemt, hvordan man gør.",
		"Sanne og Noah har brug for ro og de samme rammer nu.",
		"Noah har stadig gavn af at se Sanne. Vi skal hjælpe mere i begyndelsen.",
	},
}

// noahYesterday is the contact of the day before, which is not signed yet.
var noahYesterday = talk{
	focus: "Vent, og følg hans leg", looks: "»At høre ham grine.«", tries: "At tælle til fem, før hun siger noget",
	helps:   "Med et stille ord, ikke ved at tage over",
	arrival: "Noah kom i hånden med plejemor. Sanne stod i døren og sagde »hej skat«. Han gik hen til kassen med klodser og så sig om efter hende.",
	seen:    "Noah rakte den røde klods frem og sagde »mor, se«. Sanne så på klodsen og sagde »ja, den er rød«. Da hun ville vise ham en bil, vendte han sig væk.",
	help:    "5 gange med et stille ord. Bagefter fulgte Sanne ham.",
	goodbye: "Sanne sagde til fem minutter før. De sang farvelsangen. Noah holdt fast i hendes ærme, til plejemor tog hans hånd.",
	own:     "»Mere klods.«", parent: "»Han kom selv over til mig. Det var rart.«",
	answer:  "»Jeg ville så gerne vise ham bilen. Så gik han.«",
	next:    "Sanne øver at vente, til Noah kigger op.",
	meant:   "Noah inviterer stadig. Når Sanne venter, kommer han. Det kan også være, at dagens leg bare var den rigtige.",
	thought: "Sanne svarer på over halvdelen af det, Noah begynder på, når hun får et stille ord. Uden hjælp er det færre end før sommer. Ro er vigtigere end nye øvelser nu.",
}

var noahGoalNotes = []string{
	"Ventede, til han kiggede op, flere gange i dag.", "Sagde det, han gjorde, med sine egne ord.", "Satte sig ned, da han blev ked af det.",
	"Lod ham vælge legen.", "Sagde til, da der var fem minutter igen.",
}

var noahAfterwards = []string{
	"Noah sov til middag som ellers. Han sagde »Sanne« to gange om eftermiddagen.",
	"Han ville bæres hele aftenen og faldt sent i søvn.",
	"En god aften. Han sang farvelsangen for hunden.",
	"Han spurgte, hvor hun var, da vi kørte.",
	"Urolig nat med gråd en enkelt gang. I dag er han glad.",
	"Han byggede garage hjemme hos os bagefter.",
	"Stille om aftenen. Han ville sidde på skødet.",
}

var noahThemes = []string{
	"Hvad et barn på to og tre år viser uden ord", "At følge i stedet for at vise", "Trøst: kroppen før ordene", "Overgange og farvel",
	"Søvn og overskud", "Når han siger nej", "At sætte ord på følelser", "Det, der gør samværet til vores", "Hvad gør jeg, når jeg selv er ked af det?",
}

var noahTakenIn = []string{
	"Sanne gav selv et eksempel fra sidste samvær.", "Hun tegnede det op og tog tegningen med hjem.", "Hun blev stille og sagde, at det gjorde ondt at tænke på.",
	"Hun vil prøve det næste gang.", "Det var meget på én gang. Vi tager halvdelen igen.",
}

var noahTalksBetween = pool{
	seen: []string{
		"Vi talte sidste samvær igennem. Sanne huskede selv to steder, hvor Noah viste noget, og hvad hun gjorde.",
		"Sanne fortalte om sin egen mor og om, hvem der trøstede hende.",
		"Vi øvede at vente: Sanne byggede, og jeg rakte klodser alt for hurtigt. Hun grinede og sagde »nu ved jeg, hvordan han har det«.",
		"Sanne skrev tre ting op, som Noah er glad for. Den sidste var »mig, tror jeg«.",
		"Vi lavede et billede af, hvordan et samvær begynder og slutter.",
		"Sanne spurgte, om han glemmer hende mellem gangene. Vi talte om, hvad han viser, når han kommer.",
		"Sanne havde taget et foto af togbanen med. Hun fortalte, hvad han havde sagt til hvert tog.",
		"Sanne var træt og ville helst tale om boligen. Vi brugte halvdelen af tiden på det.",
	},
	meant:   []string{"Hun lærer mest af at prøve det selv. Det kan også være, at hun har brug for at blive grinet med.", "Det, hun selv fik som barn, fylder, når Noah græder.", "Hun tvivler på, om hun betyder noget for ham."},
	thought: []string{"Sanne bruger det, vi taler om, i samværet ugen efter.", "Der er brug for, at nogen også hjælper Sanne med det derhjemme.", "Vi fortsætter med det samme, til det sidder."},
	next:    []string{"Hun lægger mærke til tre ting, Noah begynder på.", "Hun øver at vente hjemme, når nogen fortæller hende noget.", "Hun tager sangen med næste gang.", "Ingen øvelse. Hun skal sove."},
}

var noahMissed = []note{
	{seen: "Sanne tog telefonen dagen efter. Hun sagde, at hun ikke kunne komme ud ad døren. Hun græd og spurgte til Noah.", meant: "Det lyder, som om hun undgår det, hun er mest ked af. Det kan også være sygdom.", thought: "Vi skal gøre det let at komme igen.", next: "Jeg skriver til hende dagen før næste samvær."},
	{seen: "Vi talte i telefon. Sanne sagde »nu har jeg ødelagt det«. Jeg fortalte, at Noah stadig siger hendes navn.", meant: "Skam kan holde hende væk. Vi ved ikke, hvad der sker derhjemme.", thought: "Familierådgivningen skal vide det i dag.", next: "Dorthe ringer til hende. Vi holder pladsen til næste samvær."},
}
