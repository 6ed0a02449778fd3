package sdis

import (
	"io"
	"strconv"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Place tells where in a file something stands; all numbers from 0.
type Place struct {
	Unit, Sequence int
	Number         int // of the code in its sequence, in the order of the file
	Line           int // from 1
}

// Visitor is told what a file holds while it is read. Functions that are nil are
// not called; an error from one of them ends the reading and comes back.
type Visitor struct {
	Head func(Head) error
	// Event is called once per code. In timed data a state without an end is told
	// when its end is known, so Place.Number need not rise.
	Event func(Place, Happening) error
	// Sequence is called after its last event with its start and end, see
	// Sequence.
	Sequence func(p Place, start, end int64) error
	// Unit is called after its last sequence, with its own conditions only: those
	// that it takes from a later unit are not known yet.
	Unit func(p Place, label string, conditions []string) error
	Note func(recording.Note)
}

// Stream reads a file of any length and tells on about it. It holds the present
// block, the codes' names and the states waiting for their end, so its memory
// does not grow with the file. Faults are those of Read.
func Stream(r io.Reader, on Visitor) error { return stream(newScanner(r), on) }

func stream(s *scanner, on Visitor) error {
	head, err := readHead(s)
	if err != nil {
		return err
	}
	d := data{scanner: s, head: head, on: on, declared: map[string]bool{}, noted: recording.Noticed{}}
	var known bool
	if d.unit, known = head.unitMillis(); !known {
		d.note("unknown_unit", 1, "The unit of time "+strconv.Quote(short(head.Unit))+" is not known; plain numbers are read as seconds.")
	}
	for _, c := range head.Codes {
		d.declared[c.Name] = true
	}
	if on.Head != nil {
		if err := on.Head(head); err != nil {
			return err
		}
	}
	if err := d.read(); err != nil {
		return err
	}
	if s.mixed {
		d.note("mixed_encoding", s.line, "The file holds both UTF-8 and Latin-1; each word was read as what it is.")
	} else if s.latin {
		d.note("latin1", s.line, "The file is not UTF-8 and was read as Latin-1.")
	}
	return nil
}

// data reads what stands after the head.
type data struct {
	*scanner
	head     Head
	on       Visitor
	unit     int64
	declared map[string]bool
	noted    recording.Noticed

	place      Place
	label      string
	labelled   bool
	begun      bool // the unit holds something
	conditions []string

	filled  bool // the sequence holds something
	streams streams
	entry   []string // codes of the present interval or moment
	repeat  int64
	held    int   // codes of the present moment
	slots   int64 // intervals or moments of the sequence so far
	all     int64 // intervals of the file
	copies  int   // codes that came from repeats
}

func (d *data) note(name string, line int, text string) {
	if d.on.Note == nil {
		return
	}
	if n, more := d.noted.Note(recording.Note{Name: name, Where: "line " + strconv.Itoa(line), Text: text}); more {
		d.on.Note(n)
	}
}

// read goes through units and sequences; what is in a sequence depends on the
// type.
func (d *data) read() error {
	own := map[Type]string{Multievent: ".", Interval: "*"}[d.head.Type]
	d.signs("();/<>&," + own)
	d.repeat = 1
	for {
		token, err := d.token()
		if err != nil {
			return err
		}
		switch token {
		case end:
			return d.endOfFile()
		case ';':
			err = d.endSequence()
		case '/':
			err = d.endUnit()
		case '<':
			err = d.readLabel()
		case '(':
			err = d.readConditions()
		default:
			err = d.content(token)
		}
		if err != nil {
			return err
		}
	}
}

func (d *data) content(token byte) error {
	if token == ')' || token == '>' {
		return d.unexpected(token)
	}
	d.filled, d.begun = true, true
	switch d.head.Type {
	case Timed, State:
		return d.timed(token)
	case Interval:
		return d.interval(token)
	case Multievent:
		return d.moment(token)
	}
	if token != word {
		return d.unexpected(token)
	}
	code, err := d.code()
	if err != nil {
		return err
	}
	d.slots++
	return d.tell(Happening{Code: code, Onset: d.slots - 1, Offset: d.slots - 1}, d.from)
}

func (d *data) readLabel() error {
	line := d.line
	label, err := d.until('>', "sdis.label")
	if err != nil {
		return err
	}
	if d.labelled {
		d.note("second_label", line, "The unit already has a label; the first one is kept.")
		return nil
	}
	d.label, d.labelled, d.begun = label, true, true
	return nil
}

func (d *data) readConditions() error {
	line := d.line
	text, err := d.until(')', "sdis.conditions")
	if err != nil {
		return err
	}
	levels, unknown := d.head.conditions(text)
	for _, l := range unknown {
		d.note("undeclared_level", line, "The condition "+strconv.Quote(short(l))+" is not declared in the head.")
	}
	if d.conditions != nil {
		d.note("second_conditions", line, "The unit already has conditions; the last ones are kept.")
	}
	d.conditions, d.begun = levels, true
	return nil
}

func (d *data) endOfFile() error {
	if !d.begun {
		return nil
	}
	d.note("unit_not_ended", d.line, "The last unit does not end with a slash; it was read as if it did.")
	return d.endUnit()
}

func (d *data) endUnit() error {
	if err := d.endSequence(); err != nil {
		return err
	}
	if !d.begun {
		return nil
	}
	if d.on.Unit != nil {
		if err := d.on.Unit(d.place, d.label, d.conditions); err != nil {
			return err
		}
	}
	d.label, d.labelled, d.begun, d.conditions = "", false, false, nil
	d.place = Place{Unit: d.place.Unit + 1}
	return nil
}

func (d *data) endSequence() error {
	if !d.filled {
		return nil
	}
	start, last := int64(0), d.slots
	var err error
	switch d.head.Type {
	case Timed, State:
		start, last, err = d.endStreams()
	case Interval:
		err = d.endInterval()
		last = d.slots
	case Multievent:
		d.endMoment()
		last = d.slots
	}
	if err != nil {
		return err
	}
	if d.on.Sequence != nil {
		if err := d.on.Sequence(d.place, start, last); err != nil {
			return err
		}
	}
	d.place.Sequence++
	d.place.Number, d.slots, d.filled = 0, 0, false
	return nil
}

// code is the present word as a code; one that was not declared is noted once.
func (d *data) code() (string, error) {
	name, first, err := d.name()
	if first && len(d.declared) > 0 && !d.declared[name] {
		d.note("undeclared_code", d.from, "The code "+strconv.Quote(short(name))+" is not declared in the head.")
	}
	return name, err
}

// tell passes the next code of the sequence on.
func (d *data) tell(h Happening, line int) error {
	p := d.place
	p.Line = line
	d.place.Number++
	if d.on.Event == nil {
		return nil
	}
	return d.on.Event(p, h)
}

// moment reads multievent data: words, and full stops between the moments.
func (d *data) moment(token byte) error {
	if token == '.' {
		d.endMoment()
		return nil
	}
	if token != word {
		return d.unexpected(token)
	}
	code, err := d.code()
	if err != nil {
		return err
	}
	if d.held++; d.held > MaxTogether {
		return d.fail("sdis.together", fault.Args{"max": MaxTogether})
	}
	return d.tell(Happening{Code: code, Onset: d.slots, Offset: d.slots}, d.from)
}

func (d *data) endMoment() {
	if d.held > 0 {
		d.slots++
	}
	d.held = 0
}

// interval reads interval data: the codes of one interval, how often it is
// repeated, and commas between.
func (d *data) interval(token byte) error {
	switch token {
	case ',':
		return d.endInterval()
	case '*':
		token, err := d.token()
		if err != nil {
			return err
		}
		if token != word {
			return d.unexpected(token)
		}
		n, err := strconv.ParseInt(string(d.text), 10, 64)
		if err != nil || n < 1 || n > MaxIntervals || d.repeat != 1 {
			return d.fail("sdis.repeat", fault.Args{"found": short(d.decode(d.text)), "max": MaxIntervals})
		}
		d.repeat = n
		return nil
	case '&':
		return d.unexpected(token)
	}
	code, err := d.code()
	if err != nil {
		return err
	}
	if d.repeat != 1 {
		return d.unexpected(word)
	}
	if d.entry = append(d.entry, code); len(d.entry) > MaxTogether {
		return d.fail("sdis.together", fault.Args{"max": MaxTogether})
	}
	return nil
}

// endInterval tells what stood between two commas, as often as it was repeated.
func (d *data) endInterval() error {
	d.all += d.repeat
	d.copies += int(d.repeat-1) * len(d.entry)
	if d.all > MaxIntervals || d.copies > MaxRepeated {
		return d.fail("sdis.repeated", fault.Args{"max": MaxIntervals, "codes": MaxRepeated})
	}
	for range d.repeat {
		for _, code := range d.entry {
			if err := d.tell(Happening{Code: code, Onset: d.slots, Offset: d.slots}, d.line); err != nil {
				return err
			}
		}
		d.slots++
	}
	d.entry, d.repeat = d.entry[:0], 1
	return nil
}
