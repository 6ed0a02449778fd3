package demo

// pool is what a family's notes are made of. Each list is walked at its own
// pace, so that the same note does not come twice.
type pool struct{ seen, meant, thought, next []string }

// take gives note number i.
func (p pool) take(i int) note {
	return note{
		seen:    p.seen[i%len(p.seen)],
		meant:   p.meant[i%len(p.meant)],
		thought: p.thought[i%len(p.thought)],
		next:    p.next[i%len(p.next)],
	}
}

// talks is what the words of a family's contacts are made of.
type talks struct {
	focus, looks, tries, helps        []string
	arrival, seen, help, goodbye, own []string
	parent, answer, next              []string
	meant, thought                    []string
}

// take gives the words of contact number i.
func (p talks) take(i int) talk {
	of := func(list []string) string { return list[i%len(list)] }
	return talk{
		focus: of(p.focus), looks: of(p.looks), tries: of(p.tries), helps: of(p.helps),
		arrival: of(p.arrival), seen: of(p.seen), help: of(p.help), goodbye: of(p.goodbye), own: of(p.own),
		parent: of(p.parent), answer: of(p.answer), next: of(p.next), meant: of(p.meant), thought: of(p.thought),
	}
}
