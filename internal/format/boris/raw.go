package boris

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// raw is a JSON value that has been read and found sound, without blanks. It is
// looked into where it lies, so that a file of a million brackets costs no more
// than its length.
type raw []byte

// end returns where the value that begins at i ends.
func (r raw) end(i int) int {
	depth := 0
	for i < len(r) {
		switch r[i] {
		case '"':
			i = r.textEnd(i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 { // the end of a bare number in a list
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ':':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// textEnd returns the place behind the closing quote of the text that begins at i.
func (r raw) textEnd(i int) int {
	for i++; i < len(r); i++ {
		switch r[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(r)
}

// object calls each for every member in order, at most most times; false when
// there are more. A value that is no object has none.
func (r raw) object(most int, each func(key string, value raw)) bool {
	if len(r) == 0 || r[0] != '{' {
		return true
	}
	for i := 1; i < len(r) && r[i] != '}'; {
		if most--; most < 0 {
			return false
		}
		colon := r.textEnd(i)
		stop := r.end(colon + 1)
		each(r[i:colon].text(), r[colon+1:stop])
		if i = stop; i < len(r) && r[i] == ',' {
			i++
		}
	}
	return true
}

// array calls each for every element in order, like object.
func (r raw) array(most int, each func(value raw)) bool {
	if len(r) == 0 || r[0] != '[' {
		return true
	}
	for i := 1; i < len(r) && r[i] != ']'; {
		if most--; most < 0 {
			return false
		}
		stop := r.end(i)
		each(r[i:stop])
		if i = stop; i < len(r) && r[i] == ',' {
			i++
		}
	}
	return true
}

// get is the last member of that name, as Python keeps it; nil when there is none.
func (r raw) get(name string) raw {
	var found raw
	r.object(len(r), func(key string, value raw) {
		if key == name {
			found = value
		}
	})
	return found
}

// text is what a text says, a number as it is written, and "" for anything else.
func (r raw) text() string {
	switch {
	case len(r) == 0 || r[0] == '{' || r[0] == '[' || r[0] == 'n':
		return ""
	case r[0] != '"':
		return string(r)
	case bytes.IndexByte(r, '\\') < 0:
		return string(r[1 : len(r)-1])
	}
	var s string
	if json.Unmarshal(r, &s) != nil {
		return string(r[1 : len(r)-1])
	}
	return s
}

// number is false for what is no finite number.
func (r raw) number() (float64, bool) {
	v, err := strconv.ParseFloat(r.text(), 64)
	return v, err == nil && v-v == 0
}

func (r raw) isText() bool  { return len(r) > 0 && r[0] == '"' }
func (r raw) isArray() bool { return len(r) > 0 && r[0] == '[' }
func (r raw) isTrue() bool  { return string(r) == "true" }

// quoted writes a text as JSON in plain ASCII.
func quoted(text string) raw {
	b, err := json.Marshal(text)
	if err != nil { // a text always encodes
		return raw(`""`)
	}
	return escape(b)
}
