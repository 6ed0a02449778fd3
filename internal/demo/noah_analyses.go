package demo

import "samspil/internal/analysis"

// noahAnalysed: Ellen's two analyses; the third is due in the new year.
func (f *family) noahAnalysed(list []*meeting, between []*visit, coded, own string) {
	at := func(i int) analysis.Citation { return analysis.Citation{Kind: analysis.CitesSession, ID: list[i].id} }
	talk := func(i int) analysis.Citation {
		return analysis.Citation{Kind: analysis.CitesSession, ID: between[i].id}
	}
	curve := func(id string) analysis.Citation { return analysis.Citation{Kind: analysis.CitesStrand, ID: id} }
	f.analyse(f.d(4, 24).At(11, 0), EllenID, f.d(4, 27), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Noah begynder på noget og prøver igen, når han ikke får svar. Sanne svarer oftere, når hun sidder på gulvet.", at(1), at(3), curve(coded)),
		says(analysis.Service, analysis.Assessment, "De korte stykker med fælles leg er et godt sted at begynde. Lone skal hjælpe lidt mindre, end hun har lyst til.", at(4), at(5)),
		says(analysis.Structure, analysis.Observation, "Samværet begynder og slutter på samme måde hver gang.", at(2), at(4)),
		says(analysis.Engagement, analysis.Observation, "De finder hinanden i sang og i det, de begge kan se.", at(5)),
		says(analysis.Care, analysis.Observation, "Da Noah faldt, stod han stille og ventede. Sanne kom til ham, da Lone satte sig.", at(3)),
		says(analysis.Care, analysis.Interpretation, "Han ved måske ikke endnu, om han kan regne med trøst. Det kan også være, at rummet var nyt."),
		says(analysis.Ahead, analysis.Assessment, "Arbejd med trøst. Lad Sanne fortælle om, hvem der trøstede hende.", talk(1)),
	})
	f.analyse(f.d(8, 14).At(10, 0), EllenID, f.d(8, 17), []analysis.Statement{
		says(analysis.Service, analysis.Observation, "Til midt på sommeren fulgte Sanne Noahs leg i lange stykker uden hjælp. De sidste to kodede gange er tallet faldet.", at(16), at(18), at(21), curve(coded)),
		says(analysis.Service, analysis.Assessment, "Samværet gavner Noah. Jeg beder om ro og de samme rammer, ikke om mindre samvær.", at(18), at(19), curve(own)),
		says(analysis.Structure, analysis.Observation, "Sanne siger til fem minutter før, og de synger farvelsangen.", at(12), at(14)),
		says(analysis.Engagement, analysis.Observation, "Noah henter Sanne, når hun sætter sig, og hun går med.", at(11)),
		says(analysis.Care, analysis.Observation, "Noah gik selv til Sanne, da han slog sig, og blev, til han var rolig.", at(9)),
		says(analysis.Challenge, analysis.Observation, "Hun lader ham sige slutningen på siderne og venter på hans ord.", at(12)),
		says(analysis.Challenge, analysis.Interpretation, "Når Sanne er presset, vil hun gerne vise ham noget. Det kan være hendes måde at holde fast på."),
		says(analysis.Ahead, analysis.Assessment, "Find ud af, hvad der fylder hos Sanne. Vent med trinet ned, til det går den rigtige vej igen.", talk(20)),
	})
}
