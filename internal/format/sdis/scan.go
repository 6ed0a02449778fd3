package sdis

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"samspil/internal/fault"
)

// groupsMark stands in a remark of files that Samspil writes.
const groupsMark = "samspil: groups are subjects"

// end and word are the kinds of token that are not a sign of the format itself.
const (
	end  = 0
	word = 'w'
)

// scanner cuts a file into words and signs and leaves out the remarks. It holds
// one block of the file and the present word.
type scanner struct {
	r       io.Reader
	block   []byte
	pos, n  int
	done    bool
	read    int64
	limit   int64 // 0: none
	line    int
	text    []byte // the word last found
	from    int    // the line it stands on
	sign    [256]bool
	back    byte // a token put back; 255 means the end of the file
	hasBack bool
	remark  []byte // the beginning of the present remark
	marked  bool   // a remark said that groups are subjects
	latin   bool
	wide    bool // a word held letters beyond ASCII as UTF-8
	mixed   bool
	names   map[string]string
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: r, block: make([]byte, 64<<10), line: 1, names: map[string]string{}}
}

// signs sets what ends a word besides blanks and remarks.
func (s *scanner) signs(of string) {
	s.sign = [256]bool{}
	for i := range len(of) {
		s.sign[of[i]] = true
	}
}

func (s *scanner) encoding() string {
	if s.latin {
		return "Latin-1"
	}
	return "UTF-8"
}

// fail is a fault at the present line.
func (s *scanner) fail(key string, args fault.Args) error { return failAt(s.line, key, args) }

func failAt(line int, key string, args fault.Args) error {
	all := fault.Args{"line": line}
	for k, v := range args {
		all[k] = v
	}
	return fault.New(fault.Invalid, key, all)
}

// unexpected is the fault for a token that cannot stand where it does.
func (s *scanner) unexpected(token byte) error {
	found := string(token)
	switch token {
	case word:
		found = short(s.decode(s.text))
	case end:
		return s.fail("sdis.ends", nil)
	}
	return s.fail("sdis.unexpected", fault.Args{"found": found})
}

// short keeps a stranger's text from bursting a message.
func short(text string) string {
	if r := []rune(text); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return text
}

// fill reads the next block; false at the end of the file.
func (s *scanner) fill() (bool, error) {
	if s.done {
		return false, nil
	}
	first := s.read == 0
	n, err := io.ReadAtLeast(s.r, s.block, len(s.block))
	s.pos, s.n = 0, n
	s.read += int64(n)
	if err != nil {
		s.done = true
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
	}
	if s.limit > 0 && s.read > s.limit {
		return false, fault.New(fault.Invalid, "sdis.size", fault.Args{"max": s.limit >> 20})
	}
	if first && n >= 2 && (s.block[0] == 0xff && s.block[1] == 0xfe || s.block[0] == 0xfe && s.block[1] == 0xff) {
		return false, fault.New(fault.Invalid, "sdis.encoding", fault.Args{"line": 1})
	}
	if first && n >= 3 && string(s.block[:3]) == "\ufeff" {
		s.pos = 3
	}
	return s.pos < s.n, nil
}

// get gives the next byte as it stands; end and false after the last.
func (s *scanner) get() (byte, bool, error) {
	if s.pos == s.n {
		if more, err := s.fill(); !more || err != nil {
			return end, false, err
		}
	}
	c := s.block[s.pos]
	s.pos++
	if c == '\n' {
		s.line++
	} else if c == 0 {
		return end, false, s.fail("sdis.encoding", nil)
	}
	return c, true, nil
}

// unget puts the byte just gotten back.
func (s *scanner) unget(c byte) {
	s.pos--
	if c == '\n' {
		s.line--
	}
}

// token gives the next word or sign. A word stands in s.text until the next call.
func (s *scanner) token() (byte, error) {
	if s.hasBack {
		s.hasBack = false
		return s.back, nil
	}
	s.text = s.text[:0]
	blanks := 0
	for {
		c, ok, err := s.get()
		switch {
		case err != nil:
			return end, err
		case !ok:
			return s.wordOr(end), nil
		case c == '%' || c == '!':
			if len(s.text) > 0 {
				s.unget(c)
				return word, nil
			}
			if err := s.skip(c); err != nil {
				return end, err
			}
		case s.sign[c]:
			if len(s.text) > 0 {
				s.unget(c)
				return word, nil
			}
			return c, nil
		case c <= ' ':
			if len(s.text) > 0 {
				return word, nil
			}
			if blanks++; blanks > MaxRemark {
				return end, s.fail("sdis.blank", nil)
			}
		default:
			if len(s.text) == 0 {
				s.from = s.line
			}
			if s.text = append(s.text, c); len(s.text) > MaxWord {
				return end, s.fail("sdis.long", fault.Args{"max": MaxWord})
			}
		}
	}
}

func (s *scanner) wordOr(other byte) byte {
	if len(s.text) > 0 {
		return word
	}
	return other
}

// putBack makes the next call of token give this one again.
func (s *scanner) putBack(token byte) { s.back, s.hasBack = token, true }

// skip leaves out a remark that began with c: from % to the next % on the line or
// the line's end, from ! to the next !.
func (s *scanner) skip(c byte) error {
	began := s.line
	s.remark = s.remark[:0]
	for n := 0; ; n++ {
		d, ok, err := s.get()
		switch {
		case err != nil:
			return err
		case !ok && c == '%':
			return nil
		case !ok:
			return failAt(began, "sdis.remark", nil)
		case d == c:
			s.marked = s.marked || string(s.remark) == groupsMark
			return nil
		case c == '%' && (d == '\n' || d == '\r'):
			return nil
		case n > MaxRemark:
			return failAt(began, "sdis.remark", nil)
		case len(s.remark) < len(groupsMark) && (len(s.remark) > 0 || d > ' '):
			s.remark = append(s.remark, d)
		}
	}
}

// until gives what stands before the sign to as it is written; remarks in a
// parenthesis are left out.
func (s *scanner) until(to byte, key string) (string, error) {
	began := s.line
	var text []byte
	for {
		c, ok, err := s.get()
		switch {
		case err != nil:
			return "", err
		case !ok || len(text) > MaxLabel || c == '\n' && to == '>':
			return "", failAt(began, key, fault.Args{"max": MaxLabel})
		case c == to:
			return s.decode(text), nil
		case c == '%' && to != '>':
			if err := s.skip(c); err != nil {
				return "", err
			}
			text = append(text, ' ')
		default:
			text = append(text, c)
		}
	}
}

// name gives the present word as text, the same string for the same word, and
// whether it is the first time.
func (s *scanner) name() (string, bool, error) {
	if known, ok := s.names[string(s.text)]; ok {
		return known, false, nil
	}
	if len(s.names) >= MaxCodes {
		return "", false, s.fail("sdis.codes", fault.Args{"max": MaxCodes})
	}
	text := s.decode(s.text)
	s.names[string(s.text)] = text
	return text, true, nil
}

// cut parts a text at the first sign.
func cut(text []byte, sign byte) (before, after []byte, found bool) {
	if i := bytes.IndexByte(text, sign); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, nil, false
}

// decode takes UTF-8 where it is valid and Latin-1 from the first place where it
// is not.
func (s *scanner) decode(raw []byte) string {
	ascii := true
	for _, c := range raw {
		ascii = ascii && c < utf8.RuneSelf
	}
	switch {
	case ascii:
		return string(raw)
	case !s.latin && utf8.Valid(raw):
		s.wide = true
		return string(raw)
	}
	s.latin, s.mixed = true, s.mixed || s.wide
	out := make([]rune, len(raw))
	for i, c := range raw {
		out[i] = rune(c)
	}
	return string(out)
}
