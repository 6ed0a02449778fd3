package demo

import (
	"context"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/voice"
)

// hear tells that a child was heard, by who held the talk.
func (f *family) hear(at time.Time, by, child string, e voice.Entry) {
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		e.ID, e.ChildID, e.On = newID(), f.who[child], clock.DateOf(at)
		return voice.Write(ctx, w, e)
	})
}

// said is what a child said and let be told.
func said(how voice.How, about voice.Subject, words, weight, outcome string) voice.Entry {
	return voice.Entry{How: how, Subject: about, Words: words, Weight: weight, Outcome: outcome, Tell: voice.TellAll}
}

// shown is what was seen of a child too young to be asked what may be told.
func shown(how voice.How, about voice.Subject, words, weight, outcome string) voice.Entry {
	e := said(how, about, words, weight, outcome)
	e.Tell = voice.TellUnasked
	return e
}

func (f *family) villadsHeard() {
	f.hear(f.d(4, 21).At(17, 20), BirgitteID, "villads", said(voice.Play, voice.OnService,
		"»Det er sjovt, når du kommer om morgenen. Men jeg kan godt selv tage sko på.«",
		"Villads vil selv mere. Det skal han have lov til.", "Han tager sko og jakke på, før Birgitte kommer."))
	f.hear(f.d(8, 19).At(17, 15), BirgitteID, "villads", said(voice.Talk, voice.OnService,
		"»Når den hænger der, så ved jeg det godt.«", "Villads siger selv, at planen hjælper ham.", "Planen bliver hængende. Hans ord må stå i rapporten."))
}

func (f *family) almaHeard() {
	f.hear(f.d(9, 8).At(19, 10), SoerenID, "alma", shown(voice.Drawing, voice.OnOther,
		"Alma tegnede to huse med den samme kanin i begge. Hun pegede på vejen imellem og sagde »langt«.",
		"Skiftet fylder for hende.", "Kaninen følger med i tasken hver gang."))
}

func (f *family) frejaHeard() {
	f.hear(f.d(9, 1).At(16, 0), KarenID, "freja", said(voice.Talk, voice.OnService,
		"»Det er bedst, når det kun er dig og mig.«", "Freja bruger tiden alene.", "Hun får mere tid alene med Karen."))
	f.hear(f.d(9, 1).At(16, 30), KarenID, "oskar", said(voice.Play, voice.OnService,
		"»Det er fint nok. Jeg kan godt lide at gå tur.«", "Oskar siger ikke så meget. Han kommer gerne.", "Tur med hunden hver uge."))
	f.hear(f.d(9, 17).At(15, 45), KarenID, "freja", said(voice.Talk, voice.OnService,
		"»Jeg vil gerne blive ved. Det er det eneste sted, hvor nogen spørger mig først.«",
		"Freja er 15 år. Hendes ord skal veje tungt.", "Skrevet til Familierådgivningen samme dag. Freja skal selv have svar."))
	f.hear(f.d(9, 17).At(15, 50), KarenID, "oskar", said(voice.Talk, voice.OnService,
		"»Okay. Vil du se lampen en dag alligevel?«", "Oskar tager det roligt udenpå.", "Karen kommer forbi og ser lampen."))
}

func (f *family) noahHeard() {
	f.hear(f.d(6, 10).At(17, 30), LoneID, "noah", voice.Entry{
		NotAsked: true, Why: voice.Age, OtherWay: "Noah er to år. Lone og plejemor har set på, hvad han gør, når Sanne kommer, og når hun går.",
		Subject: voice.OnContact, Outcome: "Det, de har set, er taget med til opfølgningen.",
	})
	f.hear(f.d(9, 23).At(17, 30), LoneID, "noah", shown(voice.Observation, voice.OnContact,
		"Noah ser efter Sanne ved vinduet før hvert samvær. Når hun sætter sig på gulvet, henter han klodserne til hende.",
		"Han vil gerne have hende med.", "Samværet fortsætter hver uge."))
}

func (f *family) livaHeard(talk time.Time) {
	f.hear(f.d(5, 20).At(12, 0), MikkelID, "liva", said(voice.Drawing, voice.OnContact,
		"»Den samme dør. Så ved jeg, hvor I er.«", "Det giver hende ro, at rammen er ens.", "Den samme dør bliver brugt hver gang."))
	f.hear(talk, HenrikID, "liva", voice.Entry{
		How: voice.Drawing, Subject: voice.OnPlacement, Words: "»Jeg sover kun, når den blå elefant ligger ved døren.«",
		Weight: "Liva holder øje om natten.", Tell: voice.TellNone, Confidential: true,
	})
}

// emilHeard: what Emil said, and the pause he asked for and was given.
func (f *family) emilHeard() {
	f.hear(f.d(4, 29).At(15, 0), AndersID, "emil", said(voice.Talk, voice.OnContact,
		"»Det er okay, når vi laver noget. Det er snakken, der ikke er.«", "Emil ved, hvad der hjælper.", "Samværet begynder med noget, de skal lave."))
	f.hear(f.d(8, 10).At(12, 45), AndersID, "emil", said(voice.Talk, voice.OnContact,
		"»Jeg vil gerne have fri fra det et stykke tid.«", "Det er hans egen beslutning, og han har tænkt over det.", "Han har fået en pause på otte uger."))
	f.hear(f.d(9, 24).At(15, 30), AndersID, "emil", said(voice.Talk, voice.OnContact,
		"»Jeg sover bedre. I må godt spørge mig igen, men ikke før jeg har sagt til.«", "Han vil gerne spørges, men ikke presses.", "Anders spørger ham, før pausen slutter."))
	id := newID()
	f.at(f.d(8, 10).At(12, 55), AndersID, func(ctx context.Context, w *casefile.Writer) error {
		return voice.Ask(ctx, w, voice.Request{
			ID: id, ChildID: f.who["emil"], Kind: voice.Pause, On: f.d(8, 10), Weeks: 8, ReceivedBy: "Anders, familiekonsulent",
			Words: "»Jeg vil gerne have fri fra det et stykke tid.«", Tell: voice.TellAll,
		})
	})
	step := func(at time.Time, by string, s voice.Step) {
		f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
			s.ID, s.RequestID, s.On = newID(), id, clock.DateOf(at)
			return voice.Note(ctx, w, s)
		})
	}
	step(f.d(8, 10).At(13, 6), AndersID, voice.Step{Deed: voice.Send})
	step(f.d(8, 14).At(13, 50), LarsID, voice.Step{Deed: voice.Answer, Reply: voice.Yes, Words: "Emil får en pause på otte uger. Han bliver spurgt, før den slutter."})
	step(f.d(8, 14).At(16, 0), AndersID, voice.Step{
		Deed: voice.TellChild, Words: "Du har fået fri i otte uger. Ingen begynder igen uden at spørge dig. Far kommer stadig og taler med mig imens.",
	})
}
