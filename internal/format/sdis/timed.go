package sdis

import (
	"slices"
	"strconv"

	"samspil/internal/fault"
)

// streams is what is known of the present sequence of timed data.
type streams struct {
	stream  int32
	code    string // a code whose time is still to come
	coded   bool
	line    int  // where it stands
	begun   bool // the stream has a code
	comma   bool // a comma came last
	start   int64
	started bool
	latest  int64
	open    []opened // of this stream, the latest onset last
	waiting []opened // of streams that are over: they last to the end of the sequence
}

// opened is a state whose end is not known yet.
type opened struct {
	what  Happening
	place Place
}

// timed reads timed and state data: codes with a comma and times, times alone,
// and the sign between streams.
func (d *data) timed(token byte) error {
	t := &d.streams
	switch {
	case token == '&':
		return d.nextStream()
	case token == ',' && !t.comma:
		t.comma = true
		return nil
	case token != word:
		return d.unexpected(token)
	case !t.comma:
		if t.coded {
			return d.noTime()
		}
		var err error
		t.code, err = d.code()
		t.coded, t.line = true, d.from
		return err
	case t.coded:
		t.comma, t.coded = false, false
		return d.timedCode()
	}
	t.comma = false
	return d.bareTime()
}

func (d *data) noTime() error {
	return failAt(d.streams.line, "sdis.no-time", fault.Args{"found": short(d.streams.code)})
}

// timedCode reads the times of a code: "on", "on-" or "on-off".
func (d *data) timedCode() error {
	t := &d.streams
	on, off, dash := cut(d.text, '-')
	onset, err := d.time(on)
	if err != nil {
		return err
	}
	h := Happening{Code: t.code, Onset: onset, Offset: onset, Stream: t.stream}
	if err := d.closeBefore(onset); err != nil {
		return err
	}
	t.begun = true
	p := d.place
	p.Line = t.line
	d.place.Number++
	switch {
	case len(off) > 0:
		if h.Offset, err = d.time(off); err != nil {
			return err
		}
		if h.Offset < h.Onset {
			return d.fail("sdis.backwards", fault.Args{"found": short(d.decode(d.text))})
		}
	case dash || d.head.Type == State:
		if len(t.open)+len(t.waiting) >= MaxOpen {
			return d.fail("sdis.order", nil)
		}
		t.open = append(t.open, opened{h, p})
		return nil
	default:
		h.Offset, h.Momentary = onset+d.unit, true
	}
	return d.pass(p, h)
}

// pass tells of a code whose times are known.
func (d *data) pass(p Place, h Happening) error {
	if h.Offset == h.Onset {
		d.note("no_length", p.Line, "The code "+strconv.Quote(short(h.Code))+" ends where it begins.")
	}
	if d.on.Event == nil {
		return nil
	}
	return d.on.Event(p, h)
}

// closeBefore ends the open states of the stream that began no later than at.
func (d *data) closeBefore(at int64) error {
	t := &d.streams
	for n := len(t.open) - 1; n >= 0; n-- {
		o := t.open[n]
		if o.what.Onset > at {
			d.note("out_of_order", d.line, "The times of a stream do not rise here.")
			return nil
		}
		t.open = t.open[:n]
		o.what.Offset = at
		if err := d.pass(o.place, o.what); err != nil {
			return err
		}
	}
	return nil
}

// bareTime reads a time without a code: the start of the sequence when nothing
// stands before it in its stream, else an end.
func (d *data) bareTime() error {
	t := &d.streams
	at, err := d.time(d.text)
	if err != nil {
		return err
	}
	if t.begun {
		return d.closeBefore(at)
	}
	if !t.started || at < t.start {
		t.start, t.started = at, true
	}
	t.begun = true
	return nil
}

func (d *data) nextStream() error {
	t := &d.streams
	if t.coded {
		return d.noTime()
	}
	if t.comma {
		return d.unexpected('&')
	}
	if t.stream++; t.stream >= MaxStreams {
		return d.fail("sdis.streams", fault.Args{"max": MaxStreams})
	}
	t.waiting = append(t.waiting, t.open...)
	t.open, t.begun = t.open[:0], false
	return nil
}

// endStreams ends what is still open at the latest time of the sequence.
func (d *data) endStreams() (start, last int64, err error) {
	t := &d.streams
	if t.coded {
		return 0, 0, d.noTime()
	}
	if t.comma {
		return 0, 0, d.unexpected(',')
	}
	for _, o := range slices.Concat(t.waiting, t.open) {
		o.what.Offset = t.latest
		if err := d.pass(o.place, o.what); err != nil {
			return 0, 0, err
		}
	}
	start, last = t.start, t.latest
	*t = streams{open: t.open[:0], waiting: t.waiting[:0]}
	return start, last, nil
}

// time reads "mm:ss", "h:mm:ss" or a number, each perhaps with decimals, as
// milliseconds: the written digits, rounded to three, halves to the even one.
func (d *data) time(text []byte) (int64, error) {
	whole, decimals, _ := cut(text, '.')
	var sum int64
	parts, digits := 1, 0
	var part int64
	for _, c := range whole {
		switch {
		case c >= '0' && c <= '9' && part <= MaxSeconds:
			part, digits = part*10+int64(c-'0'), digits+1
		case c == ':' && digits > 0 && parts < 3:
			sum, part, digits = (sum+part)*60, 0, 0
			parts++
		default:
			return 0, d.badTime(text)
		}
	}
	thousandths, ok := fraction(decimals)
	if !ok || digits == 0 {
		return 0, d.badTime(text)
	}
	unit := d.unit
	if parts > 1 {
		unit = 1000
	}
	sum += part
	if sum > MaxSeconds*1000/unit {
		return 0, d.badTime(text)
	}
	ms := sum*unit + roundThousandths(thousandths, unit)
	d.streams.latest = max(d.streams.latest, ms)
	return ms, nil
}

func (d *data) badTime(text []byte) error {
	return d.fail("sdis.time", fault.Args{"found": short(d.decode(text))})
}

// fraction reads decimals as millionths of a unit; further digits only break a
// tie.
func fraction(decimals []byte) (int64, bool) {
	var millionths int64
	for i, c := range decimals {
		if c < '0' || c > '9' {
			return 0, false
		}
		switch {
		case i < 6:
			millionths = millionths*10 + int64(c-'0')
		case c != '0':
			millionths |= 1
		}
	}
	for i := len(decimals); i < 6; i++ {
		millionths *= 10
	}
	return millionths, true
}

// roundThousandths gives so many millionths of a unit in whole milliseconds.
func roundThousandths(millionths, unit int64) int64 {
	n := millionths * unit
	whole, rest := n/1_000_000, n%1_000_000
	if rest > 500_000 || rest == 500_000 && whole%2 == 1 {
		whole++
	}
	return whole
}
