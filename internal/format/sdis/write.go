package sdis

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// lineWidth is about where a written line ends.
const lineWidth = 76

// Write writes a file of any type in UTF-8, so that Read gives the same units,
// sequences and codes. Remarks of a file that was read are not kept.
func Write(w io.Writer, f File) error {
	out := writer{Writer: bufio.NewWriterSize(w, 64<<10), file: f}
	out.head()
	for _, u := range f.Units {
		out.unit(u)
	}
	return out.Flush()
}

type writer struct {
	*bufio.Writer
	file   File
	column int
}

// text goes out as it stands; errors stay in the buffered writer until Flush.
func (w *writer) text(s string) {
	_, _ = w.WriteString(s)
	w.column += len(s)
}

func (w *writer) line() {
	w.text("\n")
	w.column = 0
}

// word goes out with a blank or a new line before it.
func (w *writer) word(s string) {
	switch {
	case w.column+len(s) >= lineWidth:
		w.line()
	case w.column > 0:
		w.text(" ")
	}
	w.text(s)
}

func (w *writer) head() {
	h := w.file.Head
	if h.GroupsAreSubjects {
		w.text("% " + groupsMark + " %\n")
	}
	w.text(strings.ToUpper(string(h.Type[:1])) + string(h.Type[1:]))
	if h.Unit != "" {
		w.text(" <" + h.Unit + ">")
	}
	if h.IntervalLength != "" {
		w.text(" = " + h.IntervalLength)
	}
	w.line()
	for i, c := range h.Codes {
		first := c.Set > 0 && (i == 0 || h.Codes[i-1].Set != c.Set)
		if first {
			if w.column > 0 {
				w.line()
			}
			w.text("(")
			if c.Group != "" {
				w.text("$" + c.Group + " =")
			}
		}
		name := c.Name
		if c.Long != "" {
			name = c.Long + " = " + c.Name
		}
		if first && c.Group == "" {
			w.text(name)
		} else {
			w.word(name)
		}
		if c.Set > 0 && (i == len(h.Codes)-1 || h.Codes[i+1].Set != c.Set) {
			w.text(")")
		}
	}
	for i, f := range h.Factors {
		if i == 0 {
			w.line()
			w.text("*")
		}
		w.word(named(f.Name, f.Short))
		levels := make([]string, len(f.Levels))
		for i, l := range f.Levels {
			levels[i] = named(l.Name, l.Short)
		}
		w.text(" (" + strings.Join(levels, " ") + ")")
	}
	w.text(";")
	w.line()
}

func named(name, short string) string {
	if short == "" {
		return name
	}
	return name + " = " + short
}

func (w *writer) unit(u Unit) {
	w.line()
	if u.Label != "" {
		w.text("<" + strings.NewReplacer(">", "", "\n", " ", "\r", " ").Replace(u.Label) + ">")
		w.line()
	}
	for i, s := range u.Sequences {
		if i > 0 {
			w.text(";")
			w.line()
			w.line()
		}
		switch w.file.Type {
		case Timed, State:
			w.timed(s)
		case Interval:
			w.intervals(s)
		case Multievent:
			w.moments(s)
		default:
			for _, e := range s.Events {
				w.word(e.Code)
			}
		}
	}
	if len(u.Conditions) > 0 {
		w.text(" (" + strings.Join(u.Conditions, ", ") + ")")
	}
	w.text("/")
	w.line()
}

// timed writes the streams of a sequence: its start before the first code, its
// end after the last.
func (w *writer) timed(s Sequence) {
	last := int32(0)
	for _, e := range s.Events {
		last = max(last, e.Stream)
	}
	if s.Start > 0 {
		w.word("," + w.time(s.Start))
	} else if len(s.Events) == 0 {
		w.word(",0")
	}
	rest := s.Events
	for stream := range last + 1 {
		if stream > 0 {
			w.text(" &")
			w.line()
		}
		n := 0
		for n < len(rest) && rest[n].Stream <= stream {
			n++
		}
		var events []Happening
		events, rest = rest[:n], rest[n:]
		for i, e := range events {
			next := s.End
			if i+1 < len(events) {
				next = events[i+1].Onset
			}
			token := e.Code + "," + w.time(e.Onset)
			open := w.file.Type == State && e.Offset == next
			if !e.Momentary && !open {
				token += "-" + w.time(e.Offset)
			}
			w.word(token)
		}
	}
	w.word("," + w.time(s.End))
}

// time in the unit of the head where that is seconds or milliseconds, else as
// minutes and seconds.
func (w *writer) time(ms int64) string {
	unit, known := w.file.unitMillis()
	switch {
	case known && unit == 1:
		return strconv.FormatInt(ms, 10)
	case unit == 1000:
		return strconv.FormatInt(ms/1000, 10) + decimals(ms%1000)
	}
	return fmt.Sprintf("%d:%02d%s", ms/60_000, ms/1000%60, decimals(ms%1000))
}

func decimals(ms int64) string {
	if ms == 0 {
		return ""
	}
	return strings.TrimRight(fmt.Sprintf(".%03d", ms), "0")
}

// slots gathers the codes of each moment or interval.
func slots(s Sequence) []string {
	out := make([]string, s.End)
	for _, e := range s.Events {
		if e.Onset < 0 || e.Onset >= s.End {
			continue
		}
		if out[e.Onset] != "" {
			out[e.Onset] += " "
		}
		out[e.Onset] += e.Code
	}
	return out
}

func (w *writer) moments(s Sequence) {
	all := slots(s)
	for i, codes := range all {
		if i < len(all)-1 {
			codes += "."
		}
		w.word(codes)
	}
}

// intervals writes equal neighbours once, with their number.
func (w *writer) intervals(s Sequence) {
	all := slots(s)
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n] == all[i] {
			n++
		}
		token := all[i]
		if n > 1 || token == "" {
			token += "*" + strconv.Itoa(n)
		}
		if i += n; i < len(all) {
			token += ","
		}
		w.word(token)
	}
}
