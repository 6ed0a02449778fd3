// Package minutes makes up coded minutes of play for the demo: how often a child
// begins, how often the parent answers and how often without help is given, and
// the moments are laid out in time by a seed. No family played them.
package minutes

import (
	"math/rand/v2"
	"slices"

	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Count is what the minutes of a contact hold: how many times the child began, how
// many of these were answered, and how many of the answers came without help. With
// AllTaken the parent takes over each time the child is not answered, else often.
type Count struct {
	Bids, Answered, Unaided int
	AllTaken                bool
}

// Attuned is a count in which that share of what the parent does follows the child
// and the rest takes over: the fewest bids from 20 on whose share, in whole
// percent, is the one asked for. All answers come without help.
func Attuned(percent int) Count {
	for n := 20; ; n++ {
		if k := (percent*n + 50) / 100; (200*k+n)/(2*n) == percent {
			return Count{Bids: n, Answered: k, Unaided: k, AllTaken: true}
		}
	}
}

// Split divides a count into num of every of, and the rest.
func (c Count) Split(num, of int) (part, rest Count) {
	part = Count{c.Bids * num / of, c.Answered * num / of, c.Unaided * num / of, c.AllTaken}
	return part, Count{c.Bids - part.Bids, c.Answered - part.Answered, c.Unaided - part.Unaided, c.AllTaken}
}

// Part is a stretch that was coded.
type Part struct {
	Events []recording.Event
	Length int64 // milliseconds
}

// Of makes a stretch of so many seconds that holds the count. Each bid has a slot
// of its own, so that one answer never serves two, and help given in one slot does
// not reach into the next; so it takes at least 18 seconds a bid.
func Of(c Count, seconds int, dice *rand.Rand) Part {
	out := Part{Length: int64(seconds) * 1000}
	slot := out.Length / int64(c.Bids+1)
	kinds := make([]string, c.Bids)
	for i := range kinds {
		switch {
		case i < c.Unaided:
			kinds[i] = "alone"
		case i < c.Answered:
			kinds[i] = "helped"
		case c.AllTaken:
			kinds[i] = "taken"
		}
	}
	dice.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	out.point(1500, "F-RAM")
	for i, kind := range kinds {
		out.slot(slot*int64(i)+slot/2, slot, kind, dice)
	}
	out.point(out.Length-4000, "F-RAM")
	slices.SortStableFunc(out.Events, func(a, b recording.Event) int { return int(a.Onset - b.Onset) })
	return out
}

// slot tells one bid of the child and what came of it.
func (p *Part) slot(at, length int64, kind string, dice *rand.Rand) {
	bid := "B-INI"
	if dice.IntN(4) == 0 {
		bid = "B-KON"
	}
	p.point(at, bid)
	answer := at + 1200 + dice.Int64N(2200)
	if kind == "" || kind == "taken" {
		if kind == "taken" || dice.IntN(3) > 0 {
			p.point(at+2100+dice.Int64N(900), "F-OVE")
			if dice.IntN(4) == 0 {
				p.point(at+4300, "B-AFV")
			}
			return
		}
		p.Events = append(p.Events, shared(at+1500, 2000)) // they look at the same, and nobody says anything
		return
	}
	if kind == "helped" {
		p.point(answer-700, "K-STØ")
	}
	code := "F-FØL"
	if dice.IntN(4) == 0 {
		code = "F-ORD"
	}
	p.point(answer, code)
	if room := length - 6000 - (answer - at); dice.IntN(3) > 0 && room > 2000 {
		p.Events = append(p.Events, shared(answer+900, 2000+dice.Int64N(room)))
	}
}

// shared is a while in which both are at the same thing.
func shared(from, length int64) recording.Event {
	return recording.Event{Code: "D-FÆL", Kind: recording.State, Onset: from, Offset: from + length}
}

func (p *Part) point(at int64, code string) {
	p.Events = append(p.Events, recording.Event{Code: code, Kind: recording.Point, Onset: at, Offset: at})
}

// Seen is the same stretch as another person codes it: a little earlier or later,
// with some of a hundred events missed and some answers taken for words.
func (p Part) Seen(missed int, dice *rand.Rand) Part {
	other := Part{Length: p.Length}
	for _, e := range p.Events {
		late := dice.Int64N(1500) - 400
		e.Onset, e.Offset = min(p.Length, max(0, e.Onset+late)), min(p.Length, max(0, e.Offset+late))
		roll := dice.IntN(100)
		if roll < missed || e.Kind == recording.State && e.Offset <= e.Onset {
			continue
		}
		if roll < missed+4 && e.Code == "F-FØL" {
			e.Code = "F-ORD"
		}
		other.Events = append(other.Events, e)
	}
	return other
}

// Entries are the taps that the stretch is coded with at a desk.
func (p Part) Entries() []interaction.Entry {
	var out []interaction.Entry
	add := func(at int64, deed interaction.Deed, code string) {
		out = append(out, interaction.Entry{ID: db.NewID(), Device: interaction.FormDevice, Seq: len(out) + 1, At: at, Deed: deed, Code: code})
	}
	for _, e := range p.Events {
		if e.Kind == recording.Point {
			add(e.Onset, interaction.Point, e.Code)
			continue
		}
		add(e.Onset, interaction.Start, e.Code)
		add(e.Offset, interaction.Stop, e.Code)
	}
	return out
}

// Recording is the stretch with each code under its subject.
func (p Part) Recording() recording.Recording {
	r := recording.Recording{ID: "klip", Clock: recording.Milliseconds, Segments: []recording.Span{{From: 0, To: p.Length}}}
	for _, e := range p.Events {
		if code, ok := scheme.Shipped().Code(e.Code); ok {
			e.Subject = string(code.Subject)
		}
		r.Events = append(r.Events, e)
	}
	r.Sort()
	return r
}
