package eaf

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// Read reads a whole file. A file that cannot be read ends in an Invalid fault
// that names the line and what to do; what was odd but could be read is in
// Notes. A file that brings rules of its own (DOCTYPE), and with them entities
// that could be made to grow without end, is not read at all.
func Read(r io.Reader) (Document, error) {
	g, err := newGuard(r)
	if err != nil {
		return Document{}, err
	}
	in := reader{Decoder: xml.NewDecoder(g), frame: 1, noted: recording.Noticed{}}
	in.CharsetReader = charset
	if err := in.document(); err != nil {
		return Document{}, in.explain(g, err)
	}
	in.over = true
	in.doc.resolve(in.note)
	return in.doc, nil
}

// charset reads the two encodings of one byte a letter that old files come in.
func charset(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "iso-8859-1", "latin1", "windows-1252", "us-ascii", "ascii":
		return &oneByte{r: r}, nil
	}
	return nil, fault.New(fault.Invalid, "eaf.encoding")
}

// oneByte turns Latin-1 into UTF-8.
type oneByte struct {
	r    io.Reader
	rest []byte
}

// Read implements io.Reader.
func (o *oneByte) Read(p []byte) (int, error) {
	for len(o.rest) == 0 {
		raw := make([]byte, 4096)
		n, err := o.r.Read(raw)
		for _, c := range raw[:n] {
			o.rest = append(o.rest, string(rune(c))...)
		}
		if n == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(p, o.rest)
	o.rest = o.rest[n:]
	return n, nil
}

type reader struct {
	*xml.Decoder
	doc         Document
	frame       float64 // milliseconds of one unit of time
	depth       int
	tokens      int
	annotations int
	kept        int
	noted       recording.Noticed
	over        bool // the file has been read
}

// explain turns the decoder's complaint into a fault with the line.
func (in *reader) explain(g *guard, err error) error {
	if g.err != nil {
		return g.err
	}
	if _, ok := fault.As(err); ok {
		return err
	}
	line, _ := in.InputPos()
	if errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "eaf.ends", fault.Args{"line": line})
	}
	if syntax := new(xml.SyntaxError); errors.As(err, &syntax) {
		line = syntax.Line
	}
	// The decoder's own words may hold a piece of the file, so they stay here.
	return fault.New(fault.Invalid, "eaf.syntax", fault.Args{"line": line})
}

func (in *reader) fail(key string, args fault.Args) error {
	line, _ := in.InputPos()
	all := fault.Args{"line": line}
	for k, v := range args {
		all[k] = v
	}
	return fault.New(fault.Invalid, key, all)
}

func (in *reader) note(name, text string) {
	where := ""
	if line, _ := in.InputPos(); !in.over {
		where = "line " + strconv.Itoa(line)
	}
	if n, more := in.noted.Note(recording.Note{Name: name, Where: where, Text: text}); more {
		in.doc.Notes = append(in.doc.Notes, n)
	}
}

// next gives the next token that matters, and whether it ends the element that
// is being read.
func (in *reader) next() (xml.Token, error) {
	for {
		token, err := in.Token()
		if err != nil {
			return nil, err
		}
		if in.tokens++; in.tokens > MaxTokens {
			return nil, in.fail("eaf.many", fault.Args{"max": MaxTokens})
		}
		switch t := token.(type) {
		case xml.StartElement:
			if in.depth++; in.depth > MaxDepth {
				return nil, in.fail("eaf.deep", fault.Args{"max": MaxDepth})
			}
			return t, nil
		case xml.EndElement:
			in.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

// each reads the elements inside the present one up to its end.
func (in *reader) each(with func(xml.StartElement) error) error {
	for {
		token, err := in.next()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := with(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (in *reader) document() error {
	for {
		token, err := in.next()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local != "ANNOTATION_DOCUMENT" {
			return in.fail("eaf.root", fault.Args{"found": short(start.Name.Local)})
		}
		a := attributes(start)
		in.doc.Format, in.doc.Author, in.doc.Date = a["FORMAT"], a["AUTHOR"], a["DATE"]
		if in.doc.Format == "" {
			in.doc.Format = a["VERSION"]
		}
		if major, _, _ := strings.Cut(in.doc.Format, "."); major != "2" && major != "3" {
			in.note("format", "The format "+strconv.Quote(short(in.doc.Format))+" is not known; what is known of it was read.")
		}
		break
	}
	if err := in.each(in.part); err != nil {
		return err
	}
	for {
		if _, err := in.next(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// order is the order of elements that the schema demands.
var order = []string{"LICENSE", "HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE", "LOCALE", "LANGUAGE", "CONSTRAINT", "CONTROLLED_VOCABULARY", "LEXICON_REF", "REF_LINK_SET", "EXTERNAL_REF"}

// part reads one element of the document.
func (in *reader) part(start xml.StartElement) error {
	switch name := start.Name.Local; name {
	case "TIME_ORDER":
		return in.each(in.slot)
	case "TIER":
		return in.tier(start)
	case "LICENSE", "HEADER":
		e, err := in.element(start)
		if err != nil {
			return err
		}
		if name == "HEADER" {
			in.units(&e)
		}
		in.doc.Before = append(in.doc.Before, e)
	default:
		e, err := in.element(start)
		if err != nil {
			return err
		}
		if !slices.Contains(order, name) {
			in.note("unknown_element", "The element "+strconv.Quote(short(name))+" is not part of the format and is not kept.")
			return nil
		}
		in.doc.After = append(in.doc.After, e)
	}
	return nil
}

// units finds what the times are counted in, and turns the header to
// milliseconds.
func (in *reader) units(header *Element) {
	for i, a := range header.Attributes {
		if a.Name != "TIME_UNITS" {
			continue
		}
		switch a.Value {
		case "PAL-frames":
			in.frame = 40
		case "NTSC-frames":
			in.frame = 1001.0 / 30
		}
		if in.frame != 1 {
			in.note("frames", "The times are counted in "+a.Value+" and were turned into milliseconds.")
		}
		header.Attributes[i].Value = "milliseconds"
	}
}

// element reads an element that is only kept.
func (in *reader) element(start xml.StartElement) (Element, error) {
	if in.kept++; in.kept > MaxKept {
		return Element{}, in.fail("eaf.many", fault.Args{"max": MaxKept})
	}
	e := Element{Name: start.Name.Local, Attributes: keep(start)}
	var text strings.Builder
	for {
		token, err := in.next()
		if err != nil {
			return e, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			child, err := in.element(t)
			if err != nil {
				return e, err
			}
			e.Children = append(e.Children, child)
		case xml.CharData:
			if text.Write(t); text.Len() > MaxPiece {
				return e, in.fail("eaf.long", fault.Args{"max": MaxPiece >> 20})
			}
		case xml.EndElement:
			if e.Text = text.String(); len(e.Children) > 0 {
				e.Text = ""
			}
			return e, nil
		}
	}
}

// attributes by name.
func attributes(start xml.StartElement) map[string]string {
	out := make(map[string]string, len(start.Attr))
	for _, a := range start.Attr {
		out[a.Name.Local] = a.Value
	}
	return out
}

// keep lists the attributes except those named and those of other name spaces.
func keep(start xml.StartElement, except ...string) []Attribute {
	var out []Attribute
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local != "xmlns" && !slices.Contains(except, a.Name.Local) {
			out = append(out, Attribute{a.Name.Local, a.Value})
		}
	}
	return out
}

func (in *reader) slot(start xml.StartElement) error {
	if start.Name.Local == "TIME_SLOT" {
		if len(in.doc.Slots) >= MaxSlots {
			return in.fail("eaf.many", fault.Args{"max": MaxSlots})
		}
		a := attributes(start)
		s := Slot{ID: a["TIME_SLOT_ID"]}
		if value, ok := a["TIME_VALUE"]; ok {
			n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			if err != nil || n < 0 || n > latest {
				return in.fail("eaf.time", fault.Args{"found": short(value)})
			}
			s.Time, s.Timed = int64(float64(n)*in.frame+0.5), true
		}
		in.doc.Slots = append(in.doc.Slots, s)
	}
	return in.each(in.nothing)
}

// nothing reads past an element.
func (in *reader) nothing(xml.StartElement) error { return in.each(in.nothing) }

func (in *reader) tier(start xml.StartElement) error {
	if len(in.doc.Tiers) >= MaxTiers {
		return in.fail("eaf.many", fault.Args{"max": MaxTiers})
	}
	a := attributes(start)
	t := Tier{ID: a["TIER_ID"], Type: a["LINGUISTIC_TYPE_REF"], Participant: a["PARTICIPANT"], Annotator: a["ANNOTATOR"], Parent: a["PARENT_REF"]}
	t.Kept = keep(start, "TIER_ID", "LINGUISTIC_TYPE_REF", "PARTICIPANT", "ANNOTATOR", "PARENT_REF")
	err := in.each(func(start xml.StartElement) error {
		return in.each(func(start xml.StartElement) error {
			if in.annotations++; in.annotations > MaxAnnotations {
				return in.fail("eaf.many", fault.Args{"max": MaxAnnotations})
			}
			an, err := in.annotation(start)
			t.Annotations = append(t.Annotations, an)
			return err
		})
	})
	in.doc.Tiers = append(in.doc.Tiers, t)
	return err
}

func (in *reader) annotation(start xml.StartElement) (Annotation, error) {
	a := attributes(start)
	out := Annotation{ID: a["ANNOTATION_ID"], Slot1: a["TIME_SLOT_REF1"], Slot2: a["TIME_SLOT_REF2"], Refers: a["ANNOTATION_REF"], Previous: a["PREVIOUS_ANNOTATION"]}
	out.Kept = keep(start, "ANNOTATION_ID", "TIME_SLOT_REF1", "TIME_SLOT_REF2", "ANNOTATION_REF", "PREVIOUS_ANNOTATION")
	if start.Name.Local == "REF_ANNOTATION" == (out.Refers == "") {
		return out, in.fail("eaf.annotation", nil)
	}
	var value strings.Builder
	err := in.each(func(xml.StartElement) error {
		for {
			token, err := in.next()
			if err != nil {
				return err
			}
			switch t := token.(type) {
			case xml.StartElement:
				return in.fail("eaf.annotation", nil)
			case xml.CharData:
				if value.Write(t); value.Len() > MaxPiece {
					return in.fail("eaf.long", fault.Args{"max": MaxPiece >> 20})
				}
			case xml.EndElement:
				return nil
			}
		}
	})
	out.Value = value.String()
	return out, err
}

// short keeps a stranger's text from bursting a message.
func short(text string) string {
	if r := []rune(text); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return text
}
