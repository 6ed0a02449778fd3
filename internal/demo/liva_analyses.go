package demo

import "samspil/internal/analysis"

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
