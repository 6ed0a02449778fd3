package paper

// element is a node of the tree that a screen reader walks: a heading, a
// paragraph, a cell, a picture.
type element struct {
	tag      string
	parent   *element
	kids     []any // *element, mark or *link
	alt      string
	actual   string // what is meant, where it is drawn with other letters
	language string
	summary  string // of a table: what it is about, read before its cells
	attrs    string // further attributes, as PDF text
	object   int    // its number in the file
}

// mark is a stretch of a page's content that belongs to an element.
type mark struct{ page, id int }

// link is a place on a page that leads to a heading.
type link struct {
	page   int
	rect   [4]float64
	anchor string
	words  string
	owner  *element
	object int
	key    int // its place in the tree of parents
}

// attributes are the further attributes with a table's summary.
func (e *element) attributes() string {
	if e.summary == "" {
		return e.attrs
	}
	return "/A <</O /Table /Summary " + literal(e.summary) + ">>"
}

func (e *element) child(tag string) *element {
	k := &element{tag: tag, parent: e}
	e.kids = append(e.kids, k)
	return k
}

// elements lists the tree, parents before children.
func (e *element) elements() []*element {
	out := []*element{e}
	for _, k := range e.kids {
		if sub, ok := k.(*element); ok {
			out = append(out, sub.elements()...)
		}
	}
	return out
}
