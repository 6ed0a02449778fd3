package eaf

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
)

// Write writes the document in format 3.0, in the order that the schema demands.
// Vocabularies from before 2.8 are turned into the present form. Characters that
// XML cannot hold are replaced by U+FFFD.
func Write(w io.Writer, d Document) error {
	out := writer{Writer: bufio.NewWriterSize(w, 64<<10)}
	out.text(xml.Header)
	out.open(0, "ANNOTATION_DOCUMENT", []Attribute{
		{"AUTHOR", d.Author}, {"DATE", d.Date}, {"FORMAT", "3.0"}, {"VERSION", "3.0"},
		{"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
		{"xsi:noNamespaceSchemaLocation", "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"},
	}, false)
	before, after := sorted(d.Before), sorted(modern(d.After))
	if !slices.ContainsFunc(before, func(e Element) bool { return e.Name == "HEADER" }) {
		before = append(before, Element{Name: "HEADER", Attributes: []Attribute{{"TIME_UNITS", "milliseconds"}}})
	}
	for _, e := range before {
		out.element(1, e)
	}
	out.open(1, "TIME_ORDER", nil, false)
	for _, s := range d.Slots {
		a := []Attribute{{"TIME_SLOT_ID", s.ID}}
		if s.Timed && !s.Estimated {
			a = append(a, Attribute{"TIME_VALUE", strconv.FormatInt(s.Time, 10)})
		}
		out.open(2, "TIME_SLOT", a, true)
	}
	out.close(1, "TIME_ORDER")
	for _, t := range d.Tiers {
		out.tier(t)
	}
	for _, e := range after {
		out.element(1, e)
	}
	out.close(0, "ANNOTATION_DOCUMENT")
	return out.Flush()
}

type writer struct{ *bufio.Writer }

// text goes out as it stands; errors stay in the buffered writer until Flush.
func (w writer) text(s string) { _, _ = w.WriteString(s) }

// escaped goes out so that it is read as the same text.
func (w writer) escaped(s string) { _ = xml.EscapeText(w.Writer, []byte(s)) }

func (w writer) indent(depth int) {
	for range depth {
		w.text("    ")
	}
}

// begin is a start tag up to where it is closed.
func (w writer) begin(depth int, name string, attributes []Attribute) {
	w.indent(depth)
	w.text("<" + name)
	for _, a := range attributes {
		w.text(" " + a.Name + `="`)
		w.escaped(a.Value)
		w.text(`"`)
	}
}

func (w writer) open(depth int, name string, attributes []Attribute, empty bool) {
	w.begin(depth, name, attributes)
	if empty {
		w.text("/")
	}
	w.text(">\n")
}

func (w writer) close(depth int, name string) {
	w.indent(depth)
	w.text("</" + name + ">\n")
}

// leaf is an element with text alone.
func (w writer) leaf(depth int, name string, attributes []Attribute, value string) {
	w.begin(depth, name, attributes)
	w.text(">")
	w.escaped(value)
	w.text("</" + name + ">\n")
}

func (w writer) element(depth int, e Element) {
	switch {
	case len(e.Children) > 0:
		w.open(depth, e.Name, e.Attributes, false)
		for _, child := range e.Children {
			w.element(depth+1, child)
		}
		w.close(depth, e.Name)
	case trim(e.Text) != "":
		w.leaf(depth, e.Name, e.Attributes, e.Text)
	default:
		w.open(depth, e.Name, e.Attributes, true)
	}
}

func (w writer) tier(t Tier) {
	attributes := slices.Clone(t.Kept)
	for _, a := range []Attribute{{"ANNOTATOR", t.Annotator}, {"LINGUISTIC_TYPE_REF", t.Type}, {"PARENT_REF", t.Parent}, {"PARTICIPANT", t.Participant}, {"TIER_ID", t.ID}} {
		if a.Value != "" || a.Name == "TIER_ID" || a.Name == "LINGUISTIC_TYPE_REF" {
			attributes = append(attributes, a)
		}
	}
	w.open(1, "TIER", attributes, len(t.Annotations) == 0)
	if len(t.Annotations) == 0 {
		return
	}
	for _, a := range t.Annotations {
		name, attributes := "ALIGNABLE_ANNOTATION", append([]Attribute{{"ANNOTATION_ID", a.ID}, {"TIME_SLOT_REF1", a.Slot1}, {"TIME_SLOT_REF2", a.Slot2}}, a.Kept...)
		if !a.Aligned() {
			name, attributes = "REF_ANNOTATION", append([]Attribute{{"ANNOTATION_ID", a.ID}, {"ANNOTATION_REF", a.Refers}}, a.Kept...)
			if a.Previous != "" {
				attributes = append(attributes, Attribute{"PREVIOUS_ANNOTATION", a.Previous})
			}
		}
		w.open(2, "ANNOTATION", nil, false)
		w.open(3, name, attributes, false)
		w.leaf(4, "ANNOTATION_VALUE", nil, a.Value)
		w.close(3, name)
		w.close(2, "ANNOTATION")
	}
	w.close(1, "TIER")
}

// sorted puts elements in the order of the schema.
func sorted(elements []Element) []Element {
	out := slices.Clone(elements)
	slices.SortStableFunc(out, func(a, b Element) int {
		return cmp.Compare(slices.Index(order, a.Name), slices.Index(order, b.Name))
	})
	return out
}

// undetermined is ELAN's own name for a language that nobody has said.
const undetermined = "und"

// modern turns vocabularies of the form before 2.8 into the present one, in which
// each value names its language.
func modern(elements []Element) []Element {
	out := slices.Clone(elements)
	changed, known := false, false
	for i, e := range out {
		known = known || e.Name == "LANGUAGE" && slices.Contains(e.Attributes, Attribute{"LANG_ID", undetermined})
		old := slices.ContainsFunc(e.Children, func(c Element) bool { return c.Name == "CV_ENTRY" })
		said := slices.IndexFunc(e.Attributes, func(a Attribute) bool { return a.Name == "DESCRIPTION" })
		if e.Name != "CONTROLLED_VOCABULARY" || !old && said < 0 {
			continue
		}
		changed = true
		vocabulary := Element{Name: e.Name}
		for j, a := range e.Attributes {
			if j != said {
				vocabulary.Attributes = append(vocabulary.Attributes, a)
			}
		}
		language := Attribute{"LANG_REF", undetermined}
		if said >= 0 {
			vocabulary.Children = append(vocabulary.Children, Element{Name: "DESCRIPTION", Attributes: []Attribute{language}, Text: e.Attributes[said].Value})
		}
		for j, c := range e.Children {
			if c.Name != "CV_ENTRY" {
				vocabulary.Children = append(vocabulary.Children, c)
				continue
			}
			entry := Element{Name: "CV_ENTRY_ML", Attributes: []Attribute{{"CVE_ID", "cveid" + strconv.Itoa(j)}}}
			value := Element{Name: "CVE_VALUE", Attributes: []Attribute{language}, Text: c.Text}
			for _, a := range c.Attributes {
				if a.Name == "EXT_REF" {
					entry.Attributes = append(entry.Attributes, a)
				} else if a.Name == "DESCRIPTION" {
					value.Attributes = append(value.Attributes, a)
				}
			}
			entry.Children = []Element{value}
			vocabulary.Children = append(vocabulary.Children, entry)
		}
		out[i] = vocabulary
	}
	if changed && !known {
		out = append(out, Element{Name: "LANGUAGE", Attributes: []Attribute{{"LANG_ID", undetermined}, {"LANG_LABEL", "undetermined (und)"}}})
	}
	return out
}
