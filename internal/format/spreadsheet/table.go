package spreadsheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"samspil/internal/fault"
)

// table takes a text with separators apart, line by line.
type table struct {
	src       io.Reader
	buf       []byte
	pos, end  int
	done      bool
	separator byte
	line      int // lines of the table so far; a cell with a break in it counts once
	cells     [][]byte
	scratch   []byte
}

func newTable(src io.Reader) *table {
	return &table{src: src, buf: make([]byte, 128<<10), separator: ','}
}

func (t *table) fail(key string, args ...fault.Args) error {
	all := fault.Args{"line": t.line + 1}
	for _, more := range args {
		for k, v := range more {
			all[k] = v
		}
	}
	return fault.New(fault.Invalid, key, all)
}

// more reads on, keeping what has not been taken.
func (t *table) more() error {
	if t.pos > 0 {
		copy(t.buf, t.buf[t.pos:t.end])
		t.pos, t.end = 0, t.end-t.pos
	}
	if t.end == len(t.buf) {
		if t.end >= mostLine {
			return t.fail("spreadsheet.line", fault.Args{"max": mostLine >> 10})
		}
		grown := make([]byte, min(2*len(t.buf), mostLine))
		copy(grown, t.buf[:t.end])
		t.buf = grown
	}
	for range 100 {
		n, err := t.src.Read(t.buf[t.end:])
		t.end += n
		switch {
		case err == io.EOF:
			t.done = true
			return nil
		case err != nil:
			return err
		case n > 0:
			return nil
		}
	}
	return io.ErrNoProgress
}

// next returns the cells of the next line that is not empty, nil at the end. They
// hold until the next call.
func (t *table) next() ([][]byte, error) {
	for {
		for t.pos < t.end && (t.buf[t.pos] == '\n' || t.buf[t.pos] == '\r') {
			t.pos++
		}
		if t.pos < t.end || t.done {
			n, ok := t.cut(t.buf[t.pos:t.end])
			switch {
			case !ok:
				return nil, t.fail("spreadsheet.quote")
			case n > 0:
				t.pos += n
				t.line++
				return t.cells, nil
			case t.done:
				return nil, nil
			}
		}
		if err := t.more(); err != nil {
			return nil, err
		}
	}
}

// cut takes one line from the start of b, which has none of its line breaks
// before it. n = 0: b ends before the line does. ok = false: a quote that nothing
// closes, or something behind one.
func (t *table) cut(b []byte) (n int, ok bool) {
	t.cells, t.scratch = t.cells[:0], t.scratch[:0]
	i := 0
	for i < len(b) {
		if len(t.cells) > mostColumn {
			return i, true // more than anybody takes; see reader.next
		}
		start := i
		if b[i] == '"' {
			cell, stop, ok := t.quoted(b, i+1)
			if !ok {
				return 0, !t.done
			}
			if stop == len(b) && !t.done {
				return 0, true
			}
			if stop < len(b) && b[stop] != t.separator && b[stop] != '\n' && b[stop] != '\r' {
				return 0, false
			}
			t.cells, i = append(t.cells, cell), stop
		} else {
			for i < len(b) && b[i] != t.separator && b[i] != '\n' && b[i] != '\r' {
				i++
			}
			if i == len(b) && !t.done {
				return 0, true
			}
			t.cells = append(t.cells, b[start:i])
		}
		if i == len(b) {
			return i, true
		}
		if b[i] != t.separator {
			return i + 1, true
		}
		if i++; i == len(b) {
			if !t.done {
				return 0, true
			}
			t.cells = append(t.cells, nil)
			return i, true
		}
	}
	return 0, true
}

// quoted takes a cell in quotes whose inside begins at i; stop is behind the
// closing quote, ok = false when there is none yet.
func (t *table) quoted(b []byte, i int) (cell []byte, stop int, ok bool) {
	from := i
	doubled := false
	for {
		quote := bytes.IndexByte(b[i:], '"')
		if quote < 0 {
			return nil, 0, false
		}
		i += quote + 1
		if i < len(b) && b[i] == '"' {
			doubled = true
			i++
			continue
		}
		break
	}
	cell = b[from : i-1]
	if !doubled {
		return cell, i, true
	}
	at := len(t.scratch)
	for j := 0; j < len(cell); j++ {
		if cell[j] == '"' {
			j++
		}
		t.scratch = append(t.scratch, cell[j])
	}
	return t.scratch[at:len(t.scratch):len(t.scratch)], i, true
}

// head reads the first line and finds out what separates the columns.
func (t *table) head() ([][]byte, error) {
	for t.end < 3 && !t.done {
		if err := t.more(); err != nil {
			return nil, err
		}
	}
	b := t.buf[:t.end]
	if bytes.HasPrefix(b, []byte("\ufeff")) {
		t.pos = 3
	}
	if len(b) >= 2 && (b[0] >= 0xfe && b[1] >= 0xfe || b[0] == 0 || b[1] == 0) {
		return nil, t.fail("spreadsheet.encoding")
	}
	for bytes.IndexByte(t.buf[t.pos:t.end], '\n') < 0 && !t.done {
		if err := t.more(); err != nil {
			return nil, err
		}
	}
	first, _, _ := bytes.Cut(t.buf[t.pos:t.end], []byte{'\n'})
	most := 0
	for _, c := range []byte{',', ';', '\t'} {
		if n := bytes.Count(first, []byte{c}); n > most {
			most, t.separator = n, c
		}
	}
	return t.next()
}

// windows1252 are the characters of the bytes 0x80 to 0x9f.
var windows1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

// decode reads a cell as UTF-8, else as Windows-1252, in which older spreadsheets
// save.
func decode(cell []byte) string {
	if utf8.Valid(cell) {
		return string(cell)
	}
	out := make([]rune, len(cell))
	for i, c := range cell {
		if out[i] = rune(c); c >= 0x80 && c < 0xa0 {
			out[i] = windows1252[c-0x80]
		}
	}
	return string(out)
}
