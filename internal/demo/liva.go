package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/demo/minutes"
	"samspil/internal/instrument"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/session"
)

// liva is the family where nobody may learn where she lives, and where her mother
// has a protection of her own that her father must not know of.
func (s *story) liva() {
	f := s.family("liva", LivaID, LarsID, MikkelID)
	areas := []string{newID(), newID(), newID(), newID()}
	goals := []string{newID(), newID(), newID()}
	trine, brian := newID(), newID()
	f.livaReferred(areas)
	f.livaArranged(trine, brian)
	f.accept(f.d(2, 26).At(9, 0), map[string]string{
		"relation_support":   "Liva kender begge sine forældre og har været bange for det, der skete.",
		"parenthood_support": "Begge forældre vil lære at være sammen med hende på en tryg måde.",
		"unsafe":             "Brian har været voldelig. To konsulenter er med, og forældrene ses aldrig samme dag.",
	}, "Overvåget samvær i Familiehuset med to konsulenter. Vi har set lokalet og vejen dertil efter.")
	f.team(f.d(2, 26).At(9, 20), HenrikID, BirgitteID)
	f.livaPlanned(areas, goals)
	f.begin(f.d(3, 2).At(8, 10))
	list := f.livaMeetings(trine, brian, goals)
	f.meetings(list)
	talks := f.livaBetween(goals)
	f.visits(talks)
	f.livaHeard(talks[4].written().Add(5 * time.Minute))
	curve := f.livaMeasured(list, goals, []string{trine, brian})
	f.seen(f.d(3, 26), goals[0], "Liva rejser sig selv")
	f.seen(f.d(4, 23), goals[0], "Forælderen venter ved døren, til Liva siger hej")
	f.seen(f.d(6, 4), goals[1], "Liva bliver hos den, der trøster")
	f.seen(f.d(7, 7), goals[2], "Brian beder selv om en pause")
	f.livaNotified()
	f.status(f.d(5, 12).At(10, 0), f.d(3, 2),
		"Liva er rolig sammen med Trine og mere vågen sammen med Brian. Hun siger selv til, når noget er nok.",
		"Samværet skal fortsætte som besluttet. Rammen skal være den samme, og to konsulenter skal være med hos Brian.")
	f.follow(f.d(5, 28).At(13, 0), plan.FollowUp{
		ID: newID(), NextOn: f.d(11, 28), ToldOn: f.d(5, 28),
		Adjust:    "Samværet fortsætter som besluttet. Talen om, hvor Liva bor, er stadig lukket.",
		Reason:    "Seks måneder: så er der set på det igen, lige før afgørelsen om overvåget samvær udløber.",
		ChildWish: "Liva vil gerne have, at den samme dør bliver brugt hver gang.",
	})
	f.livaNearMisses()
	f.livaAnalysed(list, talks, curve)
}

func (f *family) livaReferred(areas []string) {
	source := "Oplyst af Familieretshuset"
	place := func(kind person.PlaceKind, words string) person.NewPlace {
		return person.NewPlace{ID: newID(), Kind: kind, Where: person.NewWhereabouts(words), Since: f.d(2, 24)}
	}
	liva := f.card(someone{word: "liva", name: "Liva", role: person.Child, sex: person.Female, cpr: "870220-9998"})
	liva.Places = []person.NewPlace{
		place(person.Placement, "Rønnehøj 999, 0000 Kanarieby"), place(person.Carers, "Gudrun og Asger"), place(person.ContactBy, "00 00 00 17"),
		place(person.SchoolName, "Kanariesøskolen"), place(person.Leisure, "Klub Gulfinken"), place(person.Health, "Lægehuset Gulspurven"),
		place(person.Transport, "bus 999X"),
	}
	trine := f.card(someone{word: "trine", name: "Trine", role: person.Parent, sex: person.Female, cpr: "730691-9940", phone: "00 00 00 71"})
	trine.Places = []person.NewPlace{place(person.Home, "Lærkely 888"), place(person.ContactBy, "Trine@mail.invalid")}
	f.refer(f.d(2, 25).At(8, 50), course.Referral{
		People: []course.ReferredPerson{liva, trine},
		Relations: []person.Relation{
			{From: "trine", To: "liva", Kind: person.MotherOf, Custody: yes, Together: no, Source: source},
			{From: "brian", To: "liva", Kind: person.FatherOf, Custody: yes, Together: no, Source: source},
			{From: "trine", To: "brian", Kind: person.ExPartnerOf, Together: no},
		},
		Concerns: []course.Concern{
			{Worried: course.WorriedDaycare, Who: "Børnehaven", SeenOn: f.d(2, 9),
				What: "Liva krøb ind under bordet, da en far råbte på gangen. Hun sagde, at man skal være helt stille."},
			{Worried: course.WorriedAdviser, Who: "Lars", SeenOn: f.d(2, 20), What: "Politiet har været i hjemmet to gange. Liva så det, der skete."},
		},
		Basis:        []string{"s76", "s32.1.8"},
		Purpose:      "At Liva kan være sammen med hver af sine forældre og være tryg, mens hun er der.",
		WhyNoConsent: "Liva er anbragt uden samtykke efter børne- og ungeudvalgets afgørelse. Støtten følger af afgørelsen.",
		DecisionOn:   f.d(2, 24), Hours: 136, Months: 10, StartWanted: f.d(3, 2),
		FocusAreas: []course.FocusArea{
			{ID: areas[0], Text: "En tryg hilsen", Origin: course.FromContactAgreement, On: f.d(2, 24)},
			{ID: areas[1], Text: "Ingen spørgsmål om, hvor hun bor", Origin: course.FromContactAgreement, On: f.d(2, 24)},
			{ID: areas[2], Text: "Trøst", Origin: course.FromContactAgreement, On: f.d(2, 24)},
			{ID: areas[3], Text: "Brians egen ro", Origin: course.FromContactAgreement, On: f.d(2, 24)},
		},
		Placements: []course.Placement{{
			PersonID: "liva", Consent: no, Kind: course.FosterFamily, Since: f.d(2, 24), DecidedBy: "committee", DecidedOn: f.d(2, 24),
		}},
		Protections: []person.Protection{
			{PersonID: "liva", Kind: person.HiddenPlacement, Basis: "barnets lov § 105, stk. 1, nr. 3", Against: []string{"trine", "brian"},
				From: f.d(2, 24), Until: f.on(2027, 2, 23), Document: "Afgørelse fra børne- og ungeudvalget", Source: "Børne- og ungeudvalget",
				Note: "Også over for Brians netværk."},
			{PersonID: "trine", Kind: person.CPRProtection, Basis: "CPR-loven § 28", From: f.on(2026, 10, 31).AddMonths(-12), Until: f.d(10, 31), Source: "CPR"},
		},
	},
		someone{word: "brian", name: "Brian", role: person.Parent, sex: person.Male, cpr: "680987-9999", phone: "00 00 00 72"},
		someone{word: "pleje", name: "Plejefamilien", role: person.Foster},
	)
}

// livaArranged enters the committee's decision about the contact with each of the
// parents.
func (f *family) livaArranged(trine, brian string) {
	decided := contact.Arrangement{
		State: contact.Supervised, Basis: "barnets lov § 105, stk. 1, nr. 1", DecidedBy: contact.Committee, DecidedOn: f.d(2, 24),
		Document: "Afgørelse fra børne- og ungeudvalget", From: f.d(2, 24), To: f.d(11, 30), PlaceRule: "I Familiehuset, med egen indgang",
		Conditions:  "Ingen spørgsmål om, hvor Liva bor, går i skole eller er til fritid. Ingen fotos. Forældrene kommer og går forskudt.",
		FocusPoints: []string{"En tryg hilsen", "Trøst", "Ingen spørgsmål om, hvor hun bor"}, StopRight: "Konsulenten, der er til stede",
		ChildView: "Liva vil gerne se mor. Hun vil gerne se far, hvis Mikkel sidder ved døren.", ChildViewOn: f.d(2, 20), ChildHow: "Samtale med Lars, mens de tegnede",
	}
	a, b := decided, decided
	a.ID, a.Frequency, a.NeverMeet = trine, contact.Frequency{EveryWeeks: 2, Minutes: 90}, []string{"brian"}
	b.ID, b.Frequency, b.NeverMeet, b.Against105 = brian, contact.Frequency{EveryWeeks: 4, Minutes: 90}, []string{"trine"}, true
	f.arrange(f.d(2, 25).At(10, 0), LarsID, "liva", "trine", a)
	f.arrange(f.d(2, 25).At(10, 5), LarsID, "liva", "brian", b)
}

func (f *family) livaPlanned(areas, goals []string) {
	f.agree(agreement{
		id: newID(), drafted: f.d(2, 26).At(12, 0), submitted: f.d(2, 26).At(15, 0), decided: f.d(2, 27).At(9, 30),
		words: "Godkendt. Alle breve bliver læst af to, før de sendes.",
		write: func(p *plan.Plan) {
			p.StartOn = f.d(3, 2)
			p.Steps = []plan.Step{
				{Weeks: 14, HoursPerWeek: 4.5, Reason: "Samvær med hver af forældrene og samtaler imellem."},
				{Weeks: 14, HoursPerWeek: 3.5, Reason: "Færre samtaler. Tilstedeværelsen under samvær er den samme."},
				{Weeks: 12, HoursPerWeek: 2, Reason: "Samværet er kendt. Vi holder os til det, afgørelsen kræver, og lidt til."},
			}
			p.Reviews = []clock.Date{f.d(5, 28), f.d(11, 28)}
			p.RhythmReason = "Den næste ligger lige før afgørelsens udløb."
			p.Activities = []string{"contact", "between", "therapeutic", "psychologist"}
			p.ActivityNote = "En konsulent er til stede hele tiden. Forældrene har hver deres samtaler og ses aldrig samme dag."
			p.Prerequisites = []plan.Prerequisite{
				{PersonID: f.who["liva"], Resources: "Tegner og fortæller. Siger til, når noget er nok.", Challenges: "Bliver stille ved høje stemmer.", Needs: "Samme dør, samme stol, samme voksen ved siden af."},
				{PersonID: f.who["trine"], Resources: "Kommer hver gang og har lege med.", Challenges: "Bliver ked af det ved farvel.", Needs: "Et kvarter til sig selv bagefter."},
				{PersonID: f.who["brian"], Resources: "Vil gerne lære. Holder aftalerne om tid.", Challenges: "Bliver hurtig i stemmen, når Liva vender sig væk.", Needs: "En pause, han selv kan bede om."},
			}
			p.Goals = livaGoals(f, areas, goals)
		},
	})
}

func livaGoals(f *family, areas, goals []string) []plan.Goal {
	return []plan.Goal{
		{
			ID: goals[0], FocusAreaID: areas[0], Kind: plan.GoalDevelop, Title: "En tryg hilsen", FamilyWords: "At hun ikke er bange, når jeg kommer ind.",
			ChildWords: "At I banker på først.", ResponsibleID: MikkelID, Aims: []string{"relation", "framing"},
			Signs: []string{"Liva rejser sig selv", "Forælderen venter ved døren, til Liva siger hej"},
		},
		{
			ID: goals[1], FocusAreaID: areas[2], Kind: plan.GoalDevelop, Title: "At blive trøstet", FamilyWords: "Jeg vil kunne trøste hende uden at græde selv.",
			ChildWords: "Man må gerne sidde på skødet.", ResponsibleID: MikkelID, Aims: []string{"emotional", "attunement"},
			Signs: []string{"Liva bliver hos den, der trøster", "Hun leger videre bagefter"},
		},
		{
			ID: goals[2], FocusAreaID: areas[3], Kind: plan.GoalDevelop, Title: "Brian holder sin egen ro", FamilyWords: "Jeg vil være den samme hele tiden.",
			ChildWords: "At far taler stille.", ResponsibleID: BirgitteID, Aims: []string{"understanding", "verbal"},
			Signs: []string{"Brian beder selv om en pause", "Stemmen er den samme hele samværet"},
		},
	}
}

// livaMeetings gives Trine every second week and Brian every fourth, on other
// days. One with Trine was called off because Liva was ill.
func (f *family) livaMeetings(trine, brian string, goals []string) []*meeting {
	var list []*meeting
	for week := range 34 {
		monday := f.d(3, 2).AddDays(7 * week)
		m := &meeting{
			id: newID(), minutes: 90, direct: 135, indirect: 15, child: "liva", place: "Familiehuset, stue 4", brought: "Plejefamilien",
			described: true, supervised: true, rating: -1, staff: []string{MikkelID},
		}
		if week >= 28 {
			m.direct, m.indirect = 110, 10
		}
		switch {
		case week%2 == 1:
			m.strand, m.parent, m.start, m.words = trine, "trine", monday.AddDays(3).At(10, 0), f.texts.Contacts["trine"].Take(week/2)
			m.goals = map[string]string{goals[week/2%2]: f.texts.Line("goals", week/2)}
		case week%4 == 2:
			m.strand, m.parent, m.start, m.words = brian, "brian", monday.AddDays(1).At(14, 0), f.texts.Contacts["brian"].Take(week/4)
			m.staff = []string{MikkelID, BirgitteID}
			m.goals = map[string]string{goals[2]: f.texts.Line("brian", week/4)}
		default:
			continue
		}
		if week == 19 {
			m.cancel = &session.Cancellation{
				Side: session.SidePlacement, Code: session.Ill, Reason: "Liva havde feber.", NoticeAt: m.start.Add(-3 * time.Hour),
				ToldBy: "Lars, på telefon", Informed: "Trine",
			}
		}
		list = append(list, m)
	}
	return list
}

// livaBetween gives the talks with each of the parents between the contacts, and
// one with Liva herself.
func (f *family) livaBetween(goals []string) []*visit {
	var list []*visit
	add := func(week, day, hour, direct, indirect int) *visit {
		v := &visit{
			kind: session.Between, start: f.d(3, 2).AddDays(7*week+day).At(hour, 0), direct: direct, indirect: indirect, staff: []string{MikkelID},
			with: []string{"trine"}, place: "Familiehuset, stue 2", note: f.texts.Visits["trine"].Take(week), goals: map[string]string{goals[1]: f.texts.Line("goals", week)},
			aims: []string{"understanding"},
		}
		if day == 0 {
			v.staff, v.with, v.note = []string{BirgitteID}, []string{"brian"}, f.texts.Visits["brian"].Take(week)
			v.goals = map[string]string{goals[2]: f.texts.Line("brian", week)}
		}
		list = append(list, v)
		return v
	}
	for week := range 30 {
		quiet := week%4 == 0 // a week without contact
		switch {
		case week < 14 && quiet:
			add(week, 0, 13, 105, 30)
			add(week, 2, 10, 105, 30)
		case week < 14:
			add(week, week%4/2*2, 13, 90, 30)
		case week < 28 && quiet:
			add(week, 0, 13, 85, 20)
			add(week, 2, 10, 85, 20)
		case week < 28 && week != 19:
			add(week, week%4/2*2, 13, 45, 15)
		case week == 28:
			add(week, 2, 10, 90, 30)
		}
	}
	f.livaOwnTalk(list)
	return list
}

// livaOwnTalk makes one of the talks the one that Henrik had with Liva.
func (f *family) livaOwnTalk(list []*visit) {
	v := list[4]
	v.kind, v.staff, v.with, v.note = session.Psychologist, []string{HenrikID, MikkelID}, []string{"liva"}, f.texts.Notes["henrik"][0]
	v.goals, v.agreement = nil, "Liva har sagt ja. Lars har givet samtykke for hende efter afgørelsen."
	f.consent(v.start.Add(-24*time.Hour), HenrikID, "liva", course.Consent{
		ID: newID(), Kind: course.ForPsychologist, Status: course.Given, How: course.Oral, Scope: "En samtale med Henrik, mens de tegner. Det, Liva siger, bliver hos Henrik og holdet.",
	})
	f.callOff(list[7], session.SideParent, session.Ill, "Migræne.", "På telefon")
}

// livaMeasured gives a curve with each of the parents, counted from what Mikkel
// coded of their contacts.
func (f *family) livaMeasured(list []*meeting, goals, pairs []string) (strands [2]string) {
	shares := [2][]int{
		{52, 49, 55, 50, 53, 51, 54, 50, 52, 55, 51, 53, 52, 54},
		{41, 38, 45, 44, 50, 53, 55, 52},
	}
	for i, who := range []string{"trine", "brian"} {
		title := []string{"Trines afstemning", "Brians afstemning"}[i]
		s := instrument.Strand{
			ID: newID(), Instrument: "attunement", GoalID: goals[1+i], Title: title, RaterRole: singlecase.Observation, Pair: pairs[i],
			RaterID: MikkelID, RaterName: "Samspilskodning", EachContact: true, OpenedOn: f.d(3, 2), Position: i,
		}
		f.measure(series{strand: s})
		strands[i] = s.ID
		n := 0
		for _, m := range list {
			if m.parent != who || m.cancel != nil || n == len(shares[i]) {
				continue
			}
			f.code(m.written().Add(5*time.Minute), MikkelID, interaction.Segment{SessionID: m.id, Part: "play", StartedAt: m.start.Add(20 * time.Minute)},
				minutes.Of(minutes.Attuned(shares[i][n]), 15*60, rand.New(rand.NewPCG(uint64(i), uint64(n)))))
			n++
		}
	}
	return strands
}

// livaNotified: a neighbour had notified, and the municipality did what it must.
func (f *family) livaNotified() {
	id := newID()
	f.at(f.d(6, 15).At(9, 30), LarsID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.ReceiveNotification(ctx, w, attention.Notification{
			ID: id, Source: "citizen", Notifier: "nabo Inger", ReceivedAt: f.d(6, 15).At(9, 10), Reassess: true,
			Facts: "Anmelderen har hørt råb fra Brians lejlighed om aftenen. Liva var der ikke.",
		})
	})
	handle := func(h attention.Handling) write {
		return func(ctx context.Context, w *casefile.Writer) error { return attention.Handle(ctx, w, id, h) }
	}
	f.at(f.d(6, 15).At(13, 0), LarsID, handle(attention.AssessedAcute))
	f.at(f.d(6, 17).At(8, 30), LarsID, func(ctx context.Context, w *casefile.Writer) error { return w.Grant(ctx, DortheID, access.DeputyOf) })
	f.at(f.d(6, 17).At(10, 0), DortheID, handle(attention.Reassessed))
	f.at(f.d(6, 17).At(16, 0), LarsID, func(ctx context.Context, w *casefile.Writer) error { return w.Revoke(ctx, DortheID, access.DeputyOf) })
	f.at(f.d(6, 19).At(9, 0), LarsID, handle(attention.GaveReceipt))
}

// livaNearMisses: two letters that would have told too much were stopped.
func (f *family) livaNearMisses() {
	near := func(at time.Time, by, stopped, what string) {
		f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
			return attention.NoteNearMiss(ctx, w, attention.NearMiss{ID: newID(), What: what, StoppedBy: stopped, At: at})
		})
	}
	near(f.d(4, 14).At(15, 0), BirgitteID, "person", "En mødeindkaldelse til Trine havde plejefamiliens fornavne i modtagerfeltet. Den blev set, før den blev sendt.")
	near(f.d(9, 10).At(11, 30), MikkelID, "check", "Et udkast til et brev til Brian nævnte navnet på Livas skole. Kontrollen stoppede det, og brevet blev skrevet om.")
}

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
