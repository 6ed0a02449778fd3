package interaction

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
)

// finish joins what was merged, closes what runs when there is an end, and lays
// the events out in order.
func (t *tape) finish() {
	t.merge()
	if t.out.Ended {
		for _, b := range t.inOrder() {
			t.out.ClosedByEnd = append(t.out.ClosedByEnd, b.asRunning())
			t.end(b, t.out.EndAt, t.endID(), End)
		}
	}
	type placed struct {
		line Line
		n    int
	}
	var lines []placed
	for i, b := range t.bouts {
		code := t.codes[b.code]
		switch {
		case b.merged:
		case b.open:
			t.out.Running = append(t.out.Running, b.asRunning())
			t.out.Recording.Unpaired = append(t.out.Recording.Unpaired,
				recording.Mark{Subject: b.subject, Code: b.code, Modifiers: b.start.Modifiers, At: b.start.At})
		case code.Kind == recording.State && b.off == b.start.At:
			t.ignore(b.start, "nothing-left")
		default:
			e := recording.Event{Subject: b.subject, Code: b.code, Modifiers: b.start.Modifiers, Comment: b.start.Comment,
				Kind: code.Kind, Onset: b.start.At, Offset: b.off}
			lines = append(lines, placed{Line{Event: e, Entry: b.start.ID, Stop: b.stop, EndedBy: b.endedBy}, i})
		}
	}
	slices.SortStableFunc(lines, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.line.Event.Onset, b.line.Event.Onset), cmp.Compare(a.n, b.n))
	})
	for _, l := range lines {
		t.out.Lines = append(t.out.Lines, l.line)
		t.out.Recording.Events = append(t.out.Recording.Events, l.line.Event)
	}
	t.out.Recording.Clock, t.out.Recording.Type = recording.Milliseconds, "LIVE"
	slices.SortStableFunc(t.out.Ignored, func(a, b Ignored) int { return byTruth(a.Entry, b.Entry) })
}

func (b *bout) asRunning() Running { return Running{b.subject, b.code, b.start.At, b.start.ID} }

func (t *tape) endID() string {
	id := ""
	for _, e := range t.counted {
		if e.Deed == End {
			id = e.ID
		}
	}
	return id
}

// merge joins a stretch to the one before it in the same lane, unless a state
// that excludes it lies between the two.
func (t *tape) merge() {
	if len(t.merges) == 0 {
		return
	}
	before := map[lane]*bout{}
	for _, b := range t.bouts {
		if t.codes[b.code].Kind == recording.Point {
			continue
		}
		m, asked := t.merges[b.start.ID]
		last := before[b.lane]
		switch {
		case asked && (last == nil || t.between(last, b)):
			t.ignore(m, "cannot-merge")
			before[b.lane] = b
		case asked:
			b.merged = true
			last.off, last.stop, last.endedBy, last.open = b.off, b.stop, b.endedBy, b.open
		default:
			before[b.lane] = b
		}
		delete(t.merges, b.start.ID)
	}
	for _, m := range t.merges {
		t.ignore(m, "no-target")
	}
}

func (t *tape) between(last, next *bout) bool {
	for _, other := range t.scheme.Ends(last.code) {
		for _, b := range t.bouts {
			if b.code == other && b.start.At < next.start.At && (b.open || b.off > last.off) {
				return true
			}
		}
	}
	return false
}
