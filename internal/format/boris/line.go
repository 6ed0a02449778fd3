package boris

import (
	"math"
	"strconv"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// noTime stands for the bare NaN of pictures without a time, and for null.
const noTime = math.MinInt64

// tooFar stands for a time that milliseconds cannot hold; it counts as none.
const tooFar = noTime + 1

// furthest is the last millisecond that a double holds exactly.
const furthest = 1 << 53

// line is one event as it lies in the window; it holds until the next is read.
type line struct {
	time    []byte // as written
	span    []byte // subject, code and modifiers as written, blanks and all
	comment []byte // inside its quotes, as written
	rest    []byte // what follows the comment, from its comma on
	text    []byte // the whole event
	odd     bool   // of another shape than usual: kept as its text
}

// cut finds the parts of an event of the usual shape at the start of b. It takes
// n bytes; n = 0: b ends too early; ok = false: another shape.
func cut(b []byte) (l line, n int, ok bool) {
	i := blank(b, 1)
	start := i
	for i < len(b) && !ends(b[i]) {
		i++
	}
	l.time = b[start:i]
	if i = comma(b, i); i < 0 {
		return l, 0, false
	}
	start = i
	for field := range 4 {
		if i >= len(b) {
			return l, 0, true
		}
		if b[i] != '"' {
			return l, 0, false
		}
		quote := i
		if i = closing(b, i+1); i >= len(b) {
			return l, 0, true
		}
		i++
		switch field {
		case 2:
			l.span = b[start:i]
		case 3:
			l.comment = b[quote+1 : i-1]
			continue
		}
		if i = comma(b, i); i < 0 {
			return l, 0, false
		}
	}
	i = blank(b, i)
	start = i
	for ; i < len(b); i = blank(b, i) {
		switch b[i] {
		case ']':
			l.rest, l.text = b[start:i], b[:i+1]
			return l, i + 1, true
		case '"':
			if i = closing(b, i+1); i >= len(b) {
				return l, 0, true
			}
		case '[', '{', '}':
			return l, 0, false
		}
		i++
	}
	return l, 0, true
}

func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// comma steps over a comma and the blanks around it; -1 when something else
// stands there. At the end of b it returns len(b).
func comma(b []byte, i int) int {
	if i = blank(b, i); i >= len(b) {
		return len(b)
	}
	if b[i] != ',' {
		return -1
	}
	return blank(b, i+1)
}

// closing finds the quote that ends a text whose inside begins at i.
func closing(b []byte, i int) int {
	for i < len(b) && b[i] != '"' {
		if b[i] == '\\' {
			i++
		}
		i++
	}
	return i
}

// events takes a list of events and calls each with every one.
func (d *document) events(each func(line) error) error {
	s := d.scan
	if c, err := s.next(); err != nil {
		return err
	} else if c == 'n' { // null: none
		_, err := s.bare(nil)
		return err
	}
	if d.at = s.base + int64(s.pos); s.buf[s.pos] != '[' {
		return d.wrong()
	}
	s.pos++
	c, err := s.next()
	for s.event = 0; err == nil && c != ']'; c, err = s.next() {
		if s.event++; s.event > 1 {
			if _, err = s.take(","); err != nil {
				return err
			}
			if _, err = s.next(); err != nil {
				return err
			}
		}
		if err = d.event(each); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	s.pos, s.event = s.pos+1, 0
	return nil
}

// event takes one event, in the window when it has the usual shape.
func (d *document) event(each func(line) error) error {
	s := d.scan
	d.at = s.base + int64(s.pos)
	if s.buf[s.pos] != '[' {
		return d.wrong()
	}
	for {
		l, n, ok := cut(s.buf[s.pos:s.end])
		switch {
		case !ok:
			return d.oddEvent(each)
		case n > 0 && (!sound(l.time) || !soundRest(l.rest)):
			return d.wrong()
		case n > 0:
			s.pos += n
			return each(l)
		}
		if err := s.more(s.pos); err != nil {
			return err
		}
	}
}

// soundRest tells whether what follows the comment is texts, numbers and words.
func soundRest(rest []byte) bool {
	for i := 0; i < len(rest); {
		if i = comma(rest, i); i < 0 || i >= len(rest) {
			return false
		}
		from := i
		if rest[i] == '"' {
			i = closing(rest, i+1) + 1
		} else {
			for i < len(rest) && !ends(rest[i]) {
				i++
			}
			if !sound(rest[from:i]) {
				return false
			}
		}
		i = blank(rest, i)
	}
	return true
}

// oddEvent reads an event with parts missing, null or nested.
func (d *document) oddEvent(each func(line) error) error {
	kept := d.scan.kept
	whole, err := d.scan.value(nil, 4)
	if err != nil {
		return err
	}
	d.scan.kept = kept // counted as an event, not as text beside them
	var parts []raw
	raw(whole).array(mostItems, func(v raw) { parts = append(parts, v) })
	if len(parts) < 3 || !parts[2].isText() || len(parts[0]) > 0 && (parts[0][0] == '{' || parts[0][0] == '[') {
		return d.wrong()
	}
	l := line{time: parts[0], text: whole, odd: true}
	for i, quote := range []int{1, 2, 3} {
		part := quoted("")
		if quote < len(parts) && parts[quote].isText() {
			part = parts[quote]
		}
		if i > 0 {
			l.span = append(l.span, ',')
		}
		l.span = append(l.span, part...)
	}
	if len(parts) > 4 && parts[4].isText() {
		l.comment = parts[4][1 : len(parts[4])-1]
	}
	for _, part := range parts[min(5, len(parts)):] {
		l.rest = append(append(l.rest, ','), part...)
	}
	return each(l)
}

func (d *document) wrong() error {
	return d.scan.fail("boris.event", fault.Args{"observation": d.scan.observation, "event": d.scan.event, "byte": d.at})
}

// millis turns a number as written into milliseconds, by the rule of
// recording.Millis; noTime for what is none. Up to twelve digits before and three
// behind the point need no arithmetic: the nearest double rounds back to them.
func millis(b []byte) int64 {
	i, negative := 0, false
	if len(b) > 0 && b[0] == '-' {
		i, negative = 1, true
	}
	var whole int64
	first := i
	for i < len(b) && b[i]-'0' < 10 {
		whole = whole*10 + int64(b[i]-'0')
		if i++; i-first > 12 {
			return slowMillis(b)
		}
	}
	if i == first {
		return slowMillis(b)
	}
	whole *= 1000
	if i < len(b) && b[i] == '.' {
		i++
		for place := int64(100); i < len(b) && b[i]-'0' < 10; place /= 10 {
			if place == 0 {
				return slowMillis(b)
			}
			whole += place * int64(b[i]-'0')
			i++
		}
	}
	if i != len(b) {
		return slowMillis(b)
	}
	if negative {
		return -whole
	}
	return whole
}

func slowMillis(b []byte) int64 {
	v, err := strconv.ParseFloat(string(b), 64)
	switch {
	case math.Abs(v) > furthest/1000: // also what is out of a double's range
		return tooFar
	case err != nil || v != v:
		return noTime
	}
	return recording.Millis(v)
}
