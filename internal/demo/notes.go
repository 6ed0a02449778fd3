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
