package sdis

import (
	"strings"

	"samspil/internal/fault"
)

// headReader reads what stands before the first semicolon.
type headReader struct {
	*scanner
	head  Head
	words int
	sets  int
}

func readHead(s *scanner) (Head, error) {
	h := headReader{scanner: s}
	s.signs("()<=;*,")
	if err := h.kind(); err != nil {
		return Head{}, err
	}
	for {
		token, err := h.token()
		if err != nil {
			return Head{}, err
		}
		switch token {
		case ';':
			h.head.GroupsAreSubjects = s.marked
			return h.head, nil
		case end:
			return Head{}, s.fail("sdis.head", nil)
		case ',':
		case '(':
			err = h.group()
		case '*':
			err = h.factors()
		case word:
			err = h.code("", 0)
		default:
			err = s.unexpected(token)
		}
		if err != nil {
			return Head{}, err
		}
	}
}

// token counts, so that a head without end is not read for ever.
func (h *headReader) token() (byte, error) {
	if h.words++; h.words > MaxHead {
		return end, h.fail("sdis.head", nil)
	}
	return h.scanner.token()
}

// kind reads the word for the data type, the unit of time and the length of
// intervals.
func (h *headReader) kind() error {
	token, err := h.token()
	if err != nil {
		return err
	}
	if token == end {
		return fault.New(fault.Invalid, "sdis.empty")
	}
	found := h.decode(h.text)
	if token != word {
		found = string(token)
	}
	switch t := Type(strings.ToLower(found)); t {
	case Event, Multievent, Timed, State, Interval:
		h.head.Type = t
	default:
		return h.fail("sdis.type", fault.Args{"found": short(found)})
	}
	for {
		token, err := h.token()
		switch {
		case err != nil:
			return err
		case token == '<':
			unit, err := h.until('>', "sdis.label")
			if err != nil {
				return err
			}
			h.head.Unit = strings.TrimSpace(unit)
		case token == '=':
			if token, err = h.token(); err != nil {
				return err
			}
			if token != word {
				return h.unexpected(token)
			}
			h.head.IntervalLength = h.decode(h.text)
		default:
			h.putBack(token)
			return nil
		}
	}
}

// group reads a parenthesis of codes, with a name or without.
func (h *headReader) group() error {
	h.sets++
	set, name := h.sets, ""
	first := true
	for {
		token, err := h.token()
		if err != nil {
			return err
		}
		switch {
		case token == ')':
			return nil
		case token == ',':
		case token == word && first && h.text[0] == '$':
			if name, err = h.groupName(); err != nil {
				return err
			}
		case token == word:
			if err := h.code(name, set); err != nil {
				return err
			}
		default:
			return h.unexpected(token)
		}
		first = false
	}
}

// groupName reads the words up to the sign of equality.
func (h *headReader) groupName() (string, error) {
	var words []string
	if len(h.text) > 1 {
		words = append(words, h.decode(h.text[1:]))
	}
	for {
		token, err := h.token()
		switch {
		case err != nil:
			return "", err
		case token == word:
			words = append(words, h.decode(h.text))
		case token == '=':
			return strings.Join(words, " "), nil
		default:
			return "", h.unexpected(token)
		}
	}
}

// code reads one code, the present word, or a long name and the short one that
// the data use.
func (h *headReader) code(group string, set int) error {
	if len(h.head.Codes) >= MaxCodes {
		return h.fail("sdis.codes", fault.Args{"max": MaxCodes})
	}
	name, short, err := h.pair()
	if err != nil {
		return err
	}
	c := Code{Name: name, Group: group, Set: set}
	if short != "" {
		c.Name, c.Long = short, name
	}
	h.head.Codes = append(h.head.Codes, c)
	return nil
}

// pair gives the present word and, where a sign of equality follows, the word
// after it.
func (h *headReader) pair() (string, string, error) {
	first := h.decode(h.text)
	token, err := h.token()
	if err != nil {
		return "", "", err
	}
	if token != '=' {
		return first, "", h.keep(token)
	}
	if token, err = h.token(); err != nil {
		return "", "", err
	}
	if token != word {
		return "", "", h.unexpected(token)
	}
	return first, h.decode(h.text), nil
}

// keep puts a token back that belongs to what follows.
func (h *headReader) keep(token byte) error {
	h.putBack(token)
	return nil
}

// factors reads the conditions that units differ in, up to the semicolon.
func (h *headReader) factors() error {
	for {
		token, err := h.token()
		if err != nil {
			return err
		}
		switch token {
		case ',', '*':
		case word:
			var f Factor
			if f.Name, f.Short, err = h.pair(); err != nil {
				return err
			}
			h.head.Factors = append(h.head.Factors, f)
		case '(':
			if len(h.head.Factors) == 0 {
				return h.unexpected(token)
			}
			if err := h.levels(&h.head.Factors[len(h.head.Factors)-1]); err != nil {
				return err
			}
		default:
			return h.keep(token)
		}
	}
}

func (h *headReader) levels(f *Factor) error {
	for {
		token, err := h.token()
		if err != nil {
			return err
		}
		switch token {
		case ')':
			return nil
		case ',':
		case word:
			var l Level
			if l.Name, l.Short, err = h.pair(); err != nil {
				return err
			}
			f.Levels = append(f.Levels, l)
		default:
			return h.unexpected(token)
		}
	}
}

// levelOf resolves one condition of a unit, such as "Low", "2" or "Skill=Low",
// to the level's name; ok is false when no factor has that level.
func (h Head) levelOf(factor, level string) (string, bool) {
	for _, f := range h.Factors {
		if factor != "" && factor != f.Name && factor != f.Short {
			continue
		}
		for _, l := range f.Levels {
			if level == l.Name || level == l.Short {
				return l.Name, true
			}
		}
	}
	return level, false
}

// conditions reads what stood in the parenthesis before the end of a unit.
func (h Head) conditions(text string) (levels, unknown []string) {
	text = strings.NewReplacer("=", " = ", ",", " ").Replace(text)
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		factor, level := "", words[i]
		if i+2 < len(words) && words[i+1] == "=" {
			factor, level = words[i], words[i+2]
			i += 2
		}
		if level == "=" {
			continue
		}
		name, ok := h.levelOf(factor, level)
		if !ok && len(h.Factors) > 0 {
			unknown = append(unknown, name)
		}
		levels = append(levels, name)
	}
	return levels, unknown
}

// unitMillis is one unit of time in milliseconds: a second unless the head says
// otherwise; ok is false for a unit that is not known, which is taken as seconds.
func (h Head) unitMillis() (int64, bool) {
	switch strings.ToLower(strings.TrimSuffix(h.Unit, ".")) {
	case "", "seconds", "second", "secs", "sec", "s":
		return 1000, true
	case "milliseconds", "millisecond", "ms", "msec":
		return 1, true
	case "minutes", "minute", "min":
		return 60_000, true
	case "hours", "hour", "h":
		return 3_600_000, true
	}
	return 1000, false
}
