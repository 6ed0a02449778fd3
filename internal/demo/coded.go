package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/training"
)

// coding is what was coded of one contact: how many times the child began, how
// many of these were answered, and how many of the answers came without help.
type coding struct {
	week                    int
	bids, answered, unaided int
}

// noahCodings are the sixteen contacts that were coded. The share of answers
// without help is what the curve of the first goal shows.
var noahCodings = []coding{
	{1, 48, 20, 6}, {3, 44, 20, 7}, {5, 50, 24, 8}, {7, 48, 24, 10}, {9, 38, 20, 9}, {11, 36, 20, 10}, {12, 43, 25, 13}, {14, 33, 20, 11},
	{16, 38, 24, 14}, {18, 32, 21, 13}, {19, 32, 20, 12}, {21, 43, 25, 12}, {22, 45, 25, 11}, {25, 40, 21, 8}, {26, 40, 20, 7}, {28, 45, 25, 9},
}

// twiceCoded are the weeks whose play a colleague coded too.
var twiceCoded = []int{5, 12, 19, 22, 26}

// noahCoded tells how the contacts were coded: eight minutes of play and ten of a
// meal each, by Lone, and in some weeks the play by Anders too.
func (f *family) noahCoded(list []*meeting) {
	for _, c := range noahCodings {
		m := list[c.week]
		at := m.written().Add(5 * time.Minute)
		dice := rand.New(rand.NewPCG(uint64(c.week), 28))
		play := c.part(4, 9)
		meal := coding{c.week, c.bids - play.bids, c.answered - play.answered, c.unaided - play.unaided}
		first := f.code(at, LoneID, interaction.Segment{SessionID: m.id, Part: "play", StartedAt: m.start.Add(12 * time.Minute)}, play.tell(8*60, dice))
		f.code(at.Add(2*time.Minute), LoneID, interaction.Segment{SessionID: m.id, Part: "meal", StartedAt: m.start.Add(62 * time.Minute)}, meal.tell(10*60, dice))
		if slices.Contains(twiceCoded, c.week) {
			f.codeAgain(at.Add(20*time.Hour), m, first, dice)
		}
	}
}

// part is a share of a coding.
func (c coding) part(num, of int) coding {
	return coding{c.week, c.bids * num / of, c.answered * num / of, c.unaided * num / of}
}

// codedPart is a stretch that was coded: who it belongs to and what was seen.
type codedPart struct {
	id     string
	events []recording.Event
	length int64
}

// code tells of a stretch coded at the desk.
func (f *family) code(at time.Time, by string, s interaction.Segment, seen codedPart) codedPart {
	seen.id = newID()
	s.ID, s.Scheme, s.Source, s.LiveSet = seen.id, scheme.Shipped().Ref(), interaction.Desk, true
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		if err := interaction.Open(ctx, w, s); err != nil {
			return err
		}
		if _, err := interaction.Append(ctx, w, s.ID, seen.entries()); err != nil {
			return err
		}
		return interaction.Close(ctx, w, s.ID, seen.length)
	})
	return seen
}

// entries are the taps that a stretch was coded with.
func (c codedPart) entries() []interaction.Entry {
	var out []interaction.Entry
	add := func(at int64, deed interaction.Deed, code string) {
		out = append(out, interaction.Entry{ID: db.NewID(), Device: interaction.FormDevice, Seq: len(out) + 1, At: at, Deed: deed, Code: code})
	}
	for _, e := range c.events {
		if e.Kind == recording.Point {
			add(e.Onset, interaction.Point, e.Code)
			continue
		}
		add(e.Onset, interaction.Start, e.Code)
		add(e.Offset, interaction.Stop, e.Code)
	}
	return out
}

// codeAgain tells how a colleague was asked, and coded the same minutes a little
// differently.
func (f *family) codeAgain(at time.Time, m *meeting, first codedPart, dice *rand.Rand) {
	f.at(at.Add(-10*time.Minute), LoneID, func(ctx context.Context, w *casefile.Writer) error {
		return interaction.Invite(ctx, w, newID(), first.id, AndersID)
	})
	other := codedPart{length: first.length}
	for _, e := range first.events {
		late := dice.Int64N(1500) - 400
		e.Onset, e.Offset = max(0, e.Onset+late), min(first.length, max(0, e.Offset+late))
		switch roll := dice.IntN(100); {
		case roll < 8:
			continue
		case roll < 12 && e.Code == "F-FØL":
			e.Code = "F-ORD"
		}
		if e.Kind == recording.State && e.Offset <= e.Onset {
			continue
		}
		other.events = append(other.events, e)
	}
	f.code(at, AndersID, interaction.Segment{SessionID: m.id, Part: "play", StartedAt: m.start.Add(12 * time.Minute), SecondOf: first.id}, other)
}

// tell makes a stretch of so many seconds in which the child begins as often, is
// answered as often and without help as often as the coding says. Each bid has a
// slot of its own, so that one answer never serves two and help given in one slot
// does not reach into the next.
func (c coding) tell(seconds int, dice *rand.Rand) codedPart {
	out := codedPart{length: int64(seconds) * 1000}
	slot := out.length / int64(c.bids+1)
	plan := make([]string, c.bids)
	for i := range plan {
		switch {
		case i < c.unaided:
			plan[i] = "alone"
		case i < c.answered:
			plan[i] = "helped"
		}
	}
	dice.Shuffle(len(plan), func(i, j int) { plan[i], plan[j] = plan[j], plan[i] })
	out.point(1500, "F-RAM")
	for i, kind := range plan {
		out.slot(slot*int64(i)+slot/2, slot, kind, dice)
	}
	out.point(out.length-4000, "F-RAM")
	slices.SortStableFunc(out.events, func(a, b recording.Event) int { return int(a.Onset - b.Onset) })
	return out
}

// slot tells one bid of the child and what came of it.
func (c *codedPart) slot(at, length int64, kind string, dice *rand.Rand) {
	bid := "B-INI"
	if dice.IntN(4) == 0 {
		bid = "B-KON"
	}
	c.point(at, bid)
	answer := at + 1200 + dice.Int64N(2200)
	if kind == "" {
		if dice.IntN(3) > 0 {
			c.point(at+2100+dice.Int64N(900), "F-OVE")
			if dice.IntN(4) == 0 {
				c.point(at+4300, "B-AFV")
			}
		}
		return
	}
	if kind == "helped" {
		c.point(answer-700, "K-STØ")
	}
	code := "F-FØL"
	if dice.IntN(4) == 0 {
		code = "F-ORD"
	}
	c.point(answer, code)
	if room := length - 6000 - (answer - at); dice.IntN(3) > 0 && room > 2000 {
		c.events = append(c.events, recording.Event{Code: "D-FÆL", Kind: recording.State, Onset: answer + 900, Offset: answer + 900 + 2000 + dice.Int64N(room)})
	}
}

func (c *codedPart) point(at int64, code string) {
	c.events = append(c.events, recording.Event{Code: code, Kind: recording.Point, Onset: at, Offset: at})
}

// noahShown are the moments that were chosen to show Sanne after yesterday's contact.
func (f *family) noahShown(m *meeting) {
	f.at(m.written().Add(30*time.Minute), LoneID, func(ctx context.Context, w *casefile.Writer) error {
		return interaction.Choose(ctx, w, interaction.Chosen{
			ID: newID(), SessionID: m.id, Practise: "Tæl stille til fem, før du siger noget. Så når Noah at kigge op.",
			NextTime: "Vi ses igen på onsdag. Lone er der.",
			Setback:  "Det er blevet lidt sværere at følge ham siden sommer.", TalkAbout: "Det taler vi om på torsdag.",
			Moments: []interaction.Moment{
				{Child: interaction.Step{Words: "Noah rakte en klods frem", Picture: "block"}, Parent: interaction.Step{Words: "Du kiggede og sagde, at den var rød", Picture: "speech"}, Then: interaction.Step{Words: "Han fandt én til", Picture: "block"}},
				{Child: interaction.Step{Words: "Noah kiggede op fra bogen", Picture: "eye"}, Parent: interaction.Step{Words: "Du ventede og smilede", Picture: "smile"}, Then: interaction.Step{Words: "Han bladrede videre", Picture: "book"}},
				{Child: interaction.Step{Words: "Noah nynnede med", Picture: "note"}, Parent: interaction.Step{Words: "Du sang farvelsangen", Picture: "note"}, Then: interaction.Step{Words: "Han vinkede", Picture: "hand"}},
			},
		})
	})
}

// trainingClip is a clip that new coders are held against, with two attempts.
func (s *story) trainingClip() {
	seen := coding{0, 16, 10, 6}.tell(5*60, rand.New(rand.NewPCG(5, 5)))
	clip := training.Clip{ID: newID(), Title: "Øveklip: de bygger et tårn", Scheme: scheme.Shipped().Ref(), Criterion: .7, Tolerance: 2, LiveSet: true, Recording: recorded(seen)}
	s.add(clock.NewDate(2026, 3, 2).AddDays(s.day.Sub(written)).At(10, 0), func(ctx context.Context, tx *casefile.Tx) error {
		return training.Add(ctx, tx, s.staff[EllenID], clip)
	})
	for i, who := range []string{LoneID, AndersID} {
		dice := rand.New(rand.NewPCG(7, uint64(i)))
		try := codedPart{length: seen.length}
		for _, e := range seen.events {
			if dice.IntN(100) < 4+i*30 {
				continue
			}
			late := dice.Int64N(900)
			e.Onset, e.Offset = min(seen.length, e.Onset+late), min(seen.length, e.Offset+late)
			try.events = append(try.events, e)
		}
		s.add(clock.NewDate(2026, 3, 4+i).AddDays(s.day.Sub(written)).At(14, 0), func(ctx context.Context, tx *casefile.Tx) error {
			return training.Try(ctx, tx, s.staff[who], training.Attempt{ID: newID(), ClipID: clip.ID, StaffID: who, Source: interaction.Desk, Recording: recorded(try)})
		})
	}
}

// recorded is a part as a recording, each code under its subject.
func recorded(c codedPart) recording.Recording {
	r := recording.Recording{ID: "klip", Clock: recording.Milliseconds, Segments: []recording.Span{{From: 0, To: c.length}}}
	for _, e := range c.events {
		if code, ok := scheme.Shipped().Code(e.Code); ok {
			e.Subject = string(code.Subject)
		}
		r.Events = append(r.Events, e)
	}
	r.Sort()
	return r
}
