package boris

import (
	"bytes"
	"io"
	"strings"

	"samspil/internal/fault"
)

// scanner walks through JSON as it comes in, with a window on it that grows only
// for a text that is longer.
type scanner struct {
	src         io.Reader
	buf         []byte
	pos, end    int
	base        int64 // bytes before the window
	kept        int   // charged so far against mostKept
	observation int   // where we are, for faults; 0 outside
	event       int
}

func newScanner(src io.Reader) *scanner {
	return &scanner{src: src, buf: make([]byte, 128<<10)}
}

// fail names the place in the file.
func (s *scanner) fail(key string, args ...fault.Args) error {
	all := fault.Args{"byte": s.base + int64(s.pos)}
	if s.observation > 0 && (key == "boris.unreadable" || key == "boris.truncated") {
		key += ".in"
		all["observation"] = s.observation
	}
	for _, more := range args {
		for k, v := range more {
			all[k] = v
		}
	}
	return fault.New(fault.Invalid, key, all)
}

// more reads on, keeping the window from keep, which moves to its start.
func (s *scanner) more(keep int) error {
	if keep > 0 {
		copy(s.buf, s.buf[keep:s.end])
		s.base += int64(keep)
		s.pos, s.end = s.pos-keep, s.end-keep
	}
	if s.end == len(s.buf) {
		if s.end >= mostText {
			return s.fail("boris.text", fault.Args{"max": mostText >> 20})
		}
		grown := make([]byte, min(2*len(s.buf), mostText))
		copy(grown, s.buf[:s.end])
		s.buf = grown
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if n > 0 {
			return nil
		}
		if err == io.EOF {
			return s.fail("boris.truncated")
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// next skips blanks and returns the byte that follows, without taking it.
func (s *scanner) next() (byte, error) {
	for blanks := 0; ; {
		for s.pos < s.end {
			if c := s.buf[s.pos]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, nil
			}
			s.pos++
			if blanks++; blanks > mostSpace {
				return 0, s.fail("boris.blanks")
			}
		}
		if err := s.more(s.pos); err != nil {
			return 0, err
		}
	}
}

// take expects one of these bytes next and takes it.
func (s *scanner) take(these string) (byte, error) {
	c, err := s.next()
	if err != nil {
		return 0, err
	}
	if strings.IndexByte(these, c) < 0 {
		return 0, s.fail("boris.unreadable")
	}
	s.pos++
	return c, nil
}

// charge counts what will stay in memory, of which one value has so many bytes.
func (s *scanner) charge(bytes, value int) error {
	s.kept += bytes
	switch {
	case s.kept > mostKept:
		return s.fail("boris.too-much", fault.Args{"max": mostKept >> 20})
	case value > mostText:
		return s.fail("boris.too-much", fault.Args{"max": mostText >> 20})
	}
	return nil
}

// text takes a text and returns its inside as written; it holds until the next call.
func (s *scanner) text() ([]byte, error) {
	if _, err := s.take(`"`); err != nil {
		return nil, err
	}
	start := s.pos
	for {
		for s.pos < s.end {
			switch s.buf[s.pos] {
			case '"':
				s.pos++
				return s.buf[start : s.pos-1], nil
			case '\\':
				if s.pos+1 < s.end {
					s.pos++
				} else if err := s.refill(&start); err != nil {
					return nil, err
				} else {
					continue
				}
			}
			s.pos++
		}
		if err := s.refill(&start); err != nil {
			return nil, err
		}
	}
}

// refill reads on without losing what has been taken since start.
func (s *scanner) refill(start *int) error {
	err := s.more(*start)
	*start = 0
	return err
}

// key takes a key and its colon.
func (s *scanner) key() (string, error) {
	inside, err := s.text()
	if err != nil {
		return "", err
	}
	name := raw(append(appendText([]byte{'"'}, inside), '"')).text()
	_, err = s.take(":")
	return name, err
}

// value takes the next value and appends it to dst without its blanks.
func (s *scanner) value(dst []byte, depth int) ([]byte, error) {
	if depth > mostDepth {
		return nil, s.fail("boris.deep", fault.Args{"max": mostDepth})
	}
	c, err := s.next()
	if err != nil {
		return nil, err
	}
	before := len(dst)
	switch c {
	case '{', '[':
		return s.inside(dst, c, depth)
	case '"':
		inside, err := s.text()
		if err != nil {
			return nil, err
		}
		dst = append(appendText(append(dst, '"'), inside), '"')
	default:
		if dst, err = s.bare(dst); err != nil {
			return nil, err
		}
	}
	return dst, s.charge(len(dst)-before+1, len(dst))
}

// inside takes an object or a list.
func (s *scanner) inside(dst []byte, open byte, depth int) ([]byte, error) {
	stop := open + 2 // } behind {, ] behind [
	s.pos++
	dst = append(dst, open)
	c, err := s.next()
	if err != nil {
		return nil, err
	}
	for first := true; c != stop; first = false {
		if !first {
			if _, err = s.take(","); err != nil {
				return nil, err
			}
			dst = append(dst, ',')
		}
		if open == '{' {
			inside, err := s.text()
			if err != nil {
				return nil, err
			}
			dst = append(appendText(append(dst, '"'), inside), '"', ':')
			if err := s.charge(len(inside)+3, len(dst)); err != nil {
				return nil, err
			}
			if _, err := s.take(":"); err != nil {
				return nil, err
			}
		}
		if dst, err = s.value(dst, depth+1); err != nil {
			return nil, err
		}
		if c, err = s.next(); err != nil {
			return nil, err
		}
	}
	s.pos++
	return append(dst, stop), s.charge(3, len(dst))
}

// bare takes a number or a word.
func (s *scanner) bare(dst []byte) ([]byte, error) {
	start := s.pos
	for {
		for s.pos < s.end && !ends(s.buf[s.pos]) {
			s.pos++
		}
		if s.pos < s.end || s.pos-start > mostNumber {
			break
		}
		if err := s.refill(&start); err != nil {
			return nil, err
		}
	}
	word := s.buf[start:s.pos]
	if len(word) > mostNumber || !sound(word) {
		return nil, s.fail("boris.unreadable")
	}
	return append(dst, word...), nil
}

// ends tells whether a number or word ends before c.
func ends(c byte) bool {
	switch c {
	case ',', ']', '}', ':', ' ', '\n', '\r', '\t', '"', '[', '{':
		return true
	}
	return false
}

// sound tells whether a bare word is JSON, or one of the three that Python writes
// beside it.
func sound(word []byte) bool {
	switch string(word) {
	case "true", "false", "null", "NaN", "Infinity", "-Infinity":
		return true
	}
	return isNumber(word)
}

func isNumber(b []byte) bool {
	i := 0
	digits := func() bool {
		from := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(b) && b[i] == '-' {
		i++
	}
	if lead := i; !digits() || b[lead] == '0' && i-lead > 1 {
		return false
	}
	if i < len(b) && b[i] == '.' {
		if i++; !digits() {
			return false
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(b)
}

// start leaves out a byte order mark and tells other encodings and files apart.
func (s *scanner) start() error {
	for s.end < 4 {
		if err := s.more(0); err != nil {
			break // a short file: what is there will tell
		}
	}
	head := s.buf[:s.end]
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		s.pos = 3
	}
	if len(head) >= 2 && (head[0] >= 0xfe && head[1] >= 0xfe || head[0] == 0 || head[1] == 0) {
		return s.fail("boris.encoding")
	}
	return nil
}

// finish makes sure that nothing but blanks follows.
func (s *scanner) finish() error {
	s.observation = 0
	_, err := s.next()
	if err == nil {
		return s.fail("boris.unreadable")
	}
	if f, ok := fault.As(err); ok && f.Key == "boris.truncated" {
		return nil
	}
	return err
}
