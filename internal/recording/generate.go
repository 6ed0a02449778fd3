package recording

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Generated says how much invented data to make.
type Generated struct {
	Recordings int // how many recordings
	Events     int // marks in each: a point is one, a state's start and its end are one each
	Seed       uint64
}

// Generate invents recordings for measuring how fast something is and for trying
// it out; nobody was observed. Two subjects, ten point and six state codes, gaps
// between marks exponential with a mean of 1.5 s, states that are open at the end
// closed there. The same wish gives the same recordings. Codes are "P0" to "P9"
// and "S0" to "S5", subjects "child" and "parent".
func Generate(g Generated) Set {
	r := rand.New(rand.NewPCG(g.Seed, 0x5a3d))
	set := Set{Subjects: []string{"child", "parent"}}
	for i := range 16 {
		c := Code{Name: fmt.Sprintf("P%d", i), Kind: Point}
		if i >= 10 {
			c = Code{Name: fmt.Sprintf("S%d", i-10), Kind: State}
		}
		set.Codes = append(set.Codes, c)
	}
	for i := range g.Recordings {
		set.Recordings = append(set.Recordings, generateOne(fmt.Sprintf("made up %d", i+1), set, g.Events, r))
	}
	return set
}

func generateOne(id string, set Set, marks int, r *rand.Rand) Recording {
	rec := Recording{ID: id, Type: "LIVE", Clock: Milliseconds, Events: make([]Event, 0, marks)}
	running := make([]int, len(set.Subjects)*len(set.Codes)) // place of the running state plus one
	var at int64
	for range marks {
		at += 1 + int64(r.ExpFloat64()*1500)
		s, c := r.IntN(len(set.Subjects)), r.IntN(len(set.Codes))
		e := Event{Subject: set.Subjects[s], Code: set.Codes[c].Name, Kind: set.Codes[c].Kind, Onset: at, Offset: at}
		open := &running[s*len(set.Codes)+c]
		switch {
		case e.Kind == Point:
			rec.Events = append(rec.Events, e)
		case *open > 0:
			rec.Events[*open-1].Offset, *open = at, 0
		default:
			rec.Events = append(rec.Events, e)
			*open = len(rec.Events)
		}
	}
	end := at + 1000
	for _, place := range slices.Sorted(slices.Values(running)) {
		if place > 0 {
			rec.Events[place-1].Offset = end
		}
	}
	if end > 1000 {
		rec.Segments = []Span{{0, end}}
	}
	return rec
}
