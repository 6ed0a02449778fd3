package opf

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// ReadText reads the text that stands in an archive under the name db.
func ReadText(r io.Reader) (File, error) {
	in := reader{r: bufio.NewReaderSize(r, 64<<10), noted: recording.Noticed{}}
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = in.read(line)
		}
		if err != nil {
			return File{}, err
		}
	}
	in.endCell()
	if !in.begun {
		return File{}, fault.New(fault.Invalid, "opf.empty")
	}
	if in.latin {
		in.note("latin1", "The file is not UTF-8; lines that are not were read as Latin-1.")
	}
	return in.file, nil
}

type reader struct {
	r     *bufio.Reader
	file  File
	line  int // the line that next gave, or the first of those it joined
	last  int
	bytes int
	cells int
	begun bool
	latin bool
	more  []string // lines that belong to the last cell
	size  int      // bytes of them
	noted recording.Noticed
}

func (in *reader) fail(key string, args fault.Args) error {
	all := fault.Args{"line": in.line}
	for k, v := range args {
		all[k] = v
	}
	return fault.New(fault.Invalid, key, all)
}

func (in *reader) note(name, text string) {
	if n, more := in.noted.Note(recording.Note{Name: name, Where: "line " + strconv.Itoa(in.line), Text: text}); more {
		in.file.Notes = append(in.file.Notes, n)
	}
}

// next gives the next line, joined with those after it that an escaped line
// break makes part of it.
func (in *reader) next() (string, error) {
	var all []byte
	in.line = in.last + 1
	for {
		part, err := in.r.ReadSlice('\n')
		all = append(all, part...)
		if in.bytes += len(part); in.bytes > MaxBytes {
			return "", fault.New(fault.Invalid, "opf.unpacked", fault.Args{"max": MaxBytes >> 20})
		}
		if len(all) > MaxLine {
			return "", in.fail("opf.long", fault.Args{"max": MaxLine >> 20})
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(all) == 0:
			return "", io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return "", err
		}
		in.last++
		text := bytes.TrimSuffix(bytes.TrimSuffix(all, []byte("\n")), []byte("\r"))
		if err == nil && in.file.Version != "" && goesOn(text) {
			all = append(text, '\n')
			continue
		}
		return in.decode(text)
	}
}

// goesOn tells whether a line ends in a backslash that is not itself escaped.
func goesOn(line []byte) bool {
	n := 0
	for n < len(line) && line[len(line)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

func (in *reader) decode(line []byte) (string, error) {
	if bytes.IndexByte(line, 0) >= 0 || bytes.HasPrefix(line, []byte{0xff, 0xfe}) || bytes.HasPrefix(line, []byte{0xfe, 0xff}) {
		return "", in.fail("opf.encoding", nil)
	}
	if in.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if utf8.Valid(line) {
		return string(line), nil
	}
	in.latin = true
	out := make([]rune, len(line))
	for i, c := range line {
		out[i] = rune(c)
	}
	return string(out), nil
}

// read takes one line: the version, a column, a cell, or a word list of old
// files.
func (in *reader) read(line string) error {
	blank := strings.TrimSpace(line) == ""
	switch {
	case !in.begun && strings.HasPrefix(line, "#"):
		in.begun = true
		in.file.Version = strings.TrimSpace(line[1:])
		if v := in.file.Version; v != "2" && v != "3" && v != "4" {
			return in.fail("opf.version", fault.Args{"found": short(v)})
		}
		return nil
	case blank:
		return nil
	case isCell(line):
		in.begun = true
		in.endCell()
		return in.cell(line)
	}
	first := !in.begun
	in.begun = true
	if c, ok := in.column(line); ok {
		if len(in.file.Columns) >= MaxColumns {
			return in.fail("opf.columns", fault.Args{"max": MaxColumns})
		}
		if len(c.Arguments) > MaxNamed {
			return in.fail("opf.columns", fault.Args{"max": MaxNamed})
		}
		in.endCell()
		in.file.Columns = append(in.file.Columns, c)
		return nil
	}
	if len(in.file.Columns) == 0 && isVocabulary(line) {
		return nil // what the words of old files may be; nothing depends on it
	}
	if first {
		return in.fail("opf.not", nil)
	}
	return in.stray(line)
}

// stray is a line that is neither a column nor a cell: old versions wrote line
// breaks in a text as they were, so it belongs to the cell before it.
func (in *reader) stray(line string) error {
	if len(in.file.Columns) == 0 {
		return in.fail("opf.line", nil)
	}
	if len(in.file.Columns[len(in.file.Columns)-1].Cells) == 0 {
		return in.fail("opf.line", nil)
	}
	if in.size += len(line) + 1; in.size > MaxLine {
		return in.fail("opf.long", fault.Args{"max": MaxLine >> 20})
	}
	in.more = append(in.more, line)
	in.note("stray_line", "The line is neither a column nor a cell; it was added to the cell before it.")
	return nil
}

// endCell adds the lines that belong to the last cell to it.
func (in *reader) endCell() {
	if len(in.more) == 0 {
		return
	}
	c := &in.file.Columns[len(in.file.Columns)-1]
	cell := &c.Cells[len(c.Cells)-1]
	cell.Raw += "\n" + strings.Join(in.more, "\n")
	in.more, in.size = nil, 0
}

// isVocabulary knows the first lines of old files: "0:name-arg|TYPE".
func isVocabulary(line string) bool {
	number, rest, ok := strings.Cut(line, ":")
	if !ok || number == "" || strings.Trim(number, "0123456789") != "" {
		return false
	}
	return strings.Contains(rest, "-")
}

// isCell tells whether a line begins as a time does.
func isCell(line string) bool {
	return len(line) > 2 && digit(line[0]) && digit(line[1]) && line[2] == ':'
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// column reads "name (TYPE,visible,comment)-argument|TYPE,…".
func (in *reader) column(line string) (Column, bool) {
	text := in.file.escaped()
	open := text.find(line, '(', 0)
	if open < 0 {
		return Column{}, false
	}
	shut := text.find(line, ')', open)
	if shut < 0 {
		return Column{}, false
	}
	parts := text.split(line[open+1:shut], ',')
	c := Column{Name: text.plain(strings.TrimSpace(line[:open])), Type: strings.TrimSpace(parts[0]), Visible: true}
	if c.Name == "" || c.Type == "" || strings.Trim(c.Type, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
		return Column{}, false
	}
	if len(parts) > 1 {
		c.Visible = strings.EqualFold(strings.TrimSpace(parts[1]), "true")
	}
	if len(parts) > 2 {
		c.Comment = text.plain(strings.Join(parts[2:], ","))
	}
	if rest, ok := strings.CutPrefix(line[shut+1:], "-"); ok {
		for _, argument := range text.split(rest, ',') {
			parts := text.split(argument, '|')
			a := Argument{Name: text.plain(parts[0])}
			if len(parts) > 1 {
				a.Type = parts[1]
			}
			c.Arguments = append(c.Arguments, a)
		}
	}
	return c, true
}

// cell reads "hh:mm:ss:mmm,hh:mm:ss:mmm,value".
func (in *reader) cell(line string) error {
	if len(in.file.Columns) == 0 {
		return in.fail("opf.line", nil)
	}
	if in.cells++; in.cells > MaxCells {
		return in.fail("opf.cells", fault.Args{"max": MaxCells})
	}
	first, rest, _ := strings.Cut(line, ",")
	second, raw, _ := strings.Cut(rest, ",")
	c := Cell{Raw: raw}
	var ok1, ok2 bool
	c.Onset, ok1 = clock(first)
	c.Offset, ok2 = clock(second)
	if !ok1 || !ok2 {
		return in.fail("opf.time", nil)
	}
	column := &in.file.Columns[len(in.file.Columns)-1]
	n := in.file.escaped().count(raw, ',') + 1
	switch {
	case column.Type != Matrix:
	case n > MaxNamed:
		return in.fail("opf.values", fault.Args{"max": MaxNamed})
	case n != len(column.Arguments):
		in.note("argument_count", "The cell has "+strconv.Itoa(n)+" values where the column has "+strconv.Itoa(len(column.Arguments))+" arguments.")
	}
	column.Cells = append(column.Cells, c)
	return nil
}

// clock reads hours, minutes, seconds and milliseconds.
func clock(text string) (int64, bool) {
	parts := strings.Split(strings.TrimSpace(text), ":")
	if len(parts) != 4 {
		return 0, false
	}
	var ms int64
	for i, part := range parts {
		if part == "" || len(part) > 6 || strings.Trim(part, "0123456789") != "" {
			return 0, false
		}
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return 0, false
		}
		ms = ms*[...]int64{1, 60, 60, 1000}[i] + n
	}
	return ms, true
}

// short keeps a stranger's text from bursting a message.
func short(text string) string {
	if r := []rune(text); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return text
}
