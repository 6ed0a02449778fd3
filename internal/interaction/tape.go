package interaction

import (
	"cmp"
	"slices"

	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// tape is the work of folding one segment.
type tape struct {
	scheme  scheme.Scheme
	codes   map[string]scheme.Code
	counted []Entry // those that count, in order of truth, without undos
	merges  map[string]Entry
	pauses  []recording.Span
	running map[lane]*bout
	taps    map[lane]int64 // when a state was last begun or ended by hand
	bouts   []*bout
	out     Folded
}

// lane is one subject's one state.
type lane struct{ subject, code string }

// bout is an event on its way: a point, or a state that has begun.
type bout struct {
	lane
	start   Entry
	off     int64
	stop    string
	endedBy Deed
	open    bool
	merged  bool // into the one before
}

func newTape(s scheme.Scheme, entries []Entry) *tape {
	t := &tape{scheme: s, codes: map[string]scheme.Code{}, merges: map[string]Entry{}, running: map[lane]*bout{}, taps: map[lane]int64{}}
	for _, c := range s.Codes {
		t.codes[c.Code] = c
	}
	all := slices.Clone(entries)
	slices.SortStableFunc(all, byTruth)
	t.out.entries = all
	void := t.lifeAndDeath(all)
	for _, e := range all {
		if e.Reason != "" {
			t.out.Corrections = append(t.out.Corrections, e)
		}
		switch {
		case void[e.ID] != "":
			t.ignore(e, void[e.ID])
		case e.Deed == Undo || e.Deed == Redo:
		case !t.out.alive[e.ID]:
			t.out.Undone = append(t.out.Undone, e)
		case e.Deed == Merge:
			t.merges[e.Of] = e
		case e.Deed == Remark:
			t.out.Remarks = append(t.out.Remarks, e)
		case e.Deed != Anchor:
			t.counted = append(t.counted, e)
		}
	}
	return t
}

func (t *tape) ignore(e Entry, why string) {
	t.out.Ignored = append(t.out.Ignored, Ignored{e, "interaction.ignored." + why})
}

// lifeAndDeath finds which entries count. An entry counts unless an undo that is
// not taken back, or a replacement that itself counts, names it. It returns, for
// those that name something they cannot, why they are ignored.
func (t *tape) lifeAndDeath(all []Entry) (void map[string]string) {
	byID := make(map[string]Entry, len(all))
	for _, e := range all {
		byID[e.ID] = e
	}
	void = map[string]string{}
	against := map[string][]Entry{}
	for _, e := range all {
		if e.Of == "" {
			if e.Deed == Undo || e.Deed == Redo || e.Deed == Merge {
				void[e.ID] = "no-target"
			}
			continue
		}
		target, ok := byID[e.Of]
		switch {
		case !ok:
			void[e.ID] = "no-target"
		case e.Deed == Merge:
			if target.Deed != Start {
				void[e.ID] = "no-target"
			}
		case e.Deed == Undo && !undoable(target.Deed), e.Deed == Redo && target.Deed != Undo,
			e.Deed != Undo && e.Deed != Redo && !replaces(e, target), circular(byID, e):
			void[e.ID] = "no-target"
		default:
			against[e.Of] = append(against[e.Of], e)
		}
	}
	alive := make(map[string]bool, len(all))
	var lives func(e Entry) bool
	lives = func(e Entry) bool {
		if known, ok := alive[e.ID]; ok {
			return known
		}
		alive[e.ID] = !slices.ContainsFunc(against[e.ID], lives)
		return alive[e.ID]
	}
	for _, e := range all {
		lives(e)
	}
	t.out.alive = alive
	return void
}

// replaces reports whether an entry with Of may take the place of the target:
// an end only that of an end, the others each other's.
func replaces(e, target Entry) bool {
	event := func(d Deed) bool { return d == Point || d == Start || d == Stop || d == Pause || d == Resume }
	return e.Deed == End && target.Deed == End || event(e.Deed) && event(target.Deed)
}

// circular reports whether the entries that e replaces lead back to e.
func circular(byID map[string]Entry, e Entry) bool {
	for at, steps := e.Of, 0; at != "" && steps <= len(byID); steps++ {
		if at == e.ID {
			return true
		}
		at = byID[at].Of
	}
	return false
}

// spans finds the end and the stretches that were observed.
func (t *tape) spans() {
	for _, e := range t.counted {
		if e.Deed == End {
			t.out.Ended, t.out.EndAt = true, e.At
		}
	}
	for _, e := range t.counted {
		if !t.out.Ended {
			t.out.EndAt = max(t.out.EndAt, e.At)
		}
	}
	from, pausedAt := int64(0), int64(-1)
	for _, e := range t.counted {
		switch {
		case e.At > t.out.EndAt:
		case e.Deed == Pause && pausedAt < 0:
			pausedAt = e.At
			t.span(from, e.At)
		case e.Deed == Resume && pausedAt >= 0:
			t.pauses = append(t.pauses, recording.Span{From: pausedAt, To: e.At})
			from, pausedAt = e.At, -1
		}
	}
	if pausedAt >= 0 {
		t.pauses = append(t.pauses, recording.Span{From: pausedAt, To: t.out.EndAt + 1})
		t.out.Paused = !t.out.Ended
	} else {
		t.span(from, t.out.EndAt)
	}
}

func (t *tape) span(from, to int64) {
	if from < to {
		t.out.Recording.Segments = append(t.out.Recording.Segments, recording.Span{From: from, To: to})
	}
}

// outside says why nothing can happen at an instant; empty when it can.
func (t *tape) outside(at int64) string {
	if at > t.out.EndAt {
		return "after-end"
	}
	if recording.Segment(t.out.Recording.Segments, at) >= 0 {
		return ""
	}
	for _, p := range t.pauses {
		if p.From < at && at < p.To || p.From == at && t.out.Ended {
			return "paused"
		}
	}
	if t.out.Ended {
		return "after-end"
	}
	return ""
}

// frozen is when the pause began in which an instant lies: a state that is stopped
// in a pause ended when the pause began.
func (t *tape) frozen(at int64) int64 {
	for _, p := range t.pauses {
		if p.From <= at && at < p.To {
			return p.From
		}
	}
	return at
}

// play lets one entry happen.
func (t *tape) play(e Entry) {
	switch e.Deed {
	case Point, Start, Stop:
	case Pause, Resume:
		if e.At > t.out.EndAt {
			t.ignore(e, "after-end")
		}
		return
	default:
		return
	}
	code, ok := t.codes[e.Code]
	if !ok {
		t.ignore(e, "unknown-code")
		return
	}
	if (e.Deed == Point) != (code.Kind == recording.Point) {
		t.ignore(e, "wrong-kind")
		return
	}
	if why := t.outside(e.At); why == "paused" && e.Deed == Stop {
		e.At = t.frozen(e.At)
	} else if why != "" {
		t.ignore(e, why)
		return
	}
	at := lane{cmp.Or(e.Subject, string(code.Subject)), e.Code}
	switch e.Deed {
	case Point:
		t.bouts = append(t.bouts, &bout{lane: at, start: e, off: e.At})
	case Start:
		t.begin(at, e)
	case Stop:
		t.stop(at, e)
	}
}

// slip reports a second tap of a hand on the same state.
func (t *tape) slip(at lane, e Entry) bool {
	last, ok := t.taps[at]
	return ok && e.At-last < doubleTap && e.Device != FileDevice && e.Device != FormDevice
}

func (t *tape) begin(at lane, e Entry) {
	switch {
	case t.slip(at, e):
		t.ignore(e, "double-tap")
		return
	case t.running[at] != nil:
		t.ignore(e, "running")
		return
	}
	for _, other := range t.scheme.Ends(at.code) {
		for _, b := range t.inOrder() {
			if b.code == other {
				t.end(b, e.At, e.ID, Start)
			}
		}
	}
	b := &bout{lane: at, start: e, open: true}
	t.taps[at], t.running[at] = e.At, b
	t.bouts = append(t.bouts, b)
}

func (t *tape) stop(at lane, e Entry) {
	switch {
	case t.slip(at, e):
		t.ignore(e, "double-tap")
	case t.running[at] == nil:
		t.ignore(e, "not-running")
	default:
		t.taps[at] = e.At
		t.end(t.running[at], e.At, e.ID, Stop)
	}
}

func (t *tape) end(b *bout, at int64, by string, deed Deed) {
	b.open, b.off, b.stop, b.endedBy = false, at, by, deed
	delete(t.running, b.lane)
}

// inOrder are the running states in the order in which they began.
func (t *tape) inOrder() []*bout {
	var out []*bout
	for _, b := range t.bouts {
		if b.open && !b.merged {
			out = append(out, b)
		}
	}
	return out
}
