package load

import "strings"

var (
	children = []string{"Alma", "Bertil", "Clara", "Ditlev", "Ebba", "Frida", "Gustav", "Hedda", "Ivar", "Johan", "Karla", "Ludvig", "Merle", "Nora", "Otto", "Petra"}
	adults   = []string{"Anja", "Bente", "Connie", "Dorte", "Eva", "Flemming", "Gert", "Hanne", "Inge", "Jonas", "Kim", "Lasse", "Mette", "Niels", "Ole", "Pia"}
	last     = []string{"Agerbo", "Bjerrehøj", "Dalbæk", "Engtoft", "Fuglsang", "Grønlykke", "Højholt", "Krogsgaard", "Lindeskov", "Mosevang", "Nørlund", "Skovbo"}
)

// sentences are what notes are put together from.
var sentences = []string{
	"Moren sad på gulvet ved siden af barnet, da vi kom, og de byggede en bane sammen.",
	"Barnet viste sin tegning frem, og moren spurgte, hvem de forskellige personer var.",
	"Vi talte om morgenen i går, hvor de nåede ud ad døren uden skænderi for anden gang i denne uge.",
	"Da barnet blev vredt, ventede moren et øjeblik, før hun svarede, og sagde så, hvad hun så.",
	"Faren fortalte, at han havde læst højt tre aftener, og at det ikke altid lykkedes at få ro på.",
	"Der var stille i køkkenet, mens de spiste, og barnet bad om mere mælk.",
	"Moren virkede træt og sagde selv, at hun havde sovet dårligt siden weekenden.",
	"Barnet gik til og fra, men kom tilbage hver gang moren kaldte.",
	"Vi øvede, hvordan man siger nej én gang og bliver ved det uden at hæve stemmen.",
	"Skolen havde ringet om en konflikt i frikvarteret, og forældrene talte roligt om den.",
	"Det kan være, at barnet søger ro på værelset, når der er mange stemmer på en gang.",
	"Aftalen er, at tasken bliver pakket om aftenen, og at telefonen ligger i køkkenet.",
}

func (o *family) name(first []string) string {
	return first[o.rand.IntN(len(first))] + " " + last[o.rand.IntN(len(last))]
}

// text is some sentences of a note.
func (o *family) text(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = sentences[o.rand.IntN(len(sentences))]
	}
	return strings.Join(all, " ")
}
