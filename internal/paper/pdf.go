package paper

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"html"
	"slices"
	"strings"
)

// Press prints documents; it is made once and may be used by many at a time.
type Press struct {
	style *Style
	sheet string
}

// NewPress takes the style sheet that the drawings are drawn by.
func NewPress(sheet []byte) *Press {
	return &Press{NewStyle(sheet), strings.ReplaceAll(string(sheet), "<", "")}
}

// PDF is the document as a tagged PDF 1.7 that says it follows PDF/UA-1. The same
// document gives the same bytes.
func (p *Press) PDF(d Document) ([]byte, error) {
	l := set(told(d), p.style)
	if l.failed != nil {
		return nil, l.failed
	}
	f := &file{}
	f.write(l)
	return f.finish(), nil
}

// file collects the numbered objects of a PDF.
type file struct {
	objects [][]byte // object i+1
}

// keep takes a number for an object that is written later.
func (f *file) keep() int {
	f.objects = append(f.objects, nil)
	return len(f.objects)
}

func (f *file) put(number int, format string, args ...any) {
	f.objects[number-1] = fmt.Appendf(nil, format, args...)
}

func (f *file) add(format string, args ...any) int {
	i := f.keep()
	f.put(i, format, args...)
	return i
}

// stream adds a compressed stream with further entries of its dictionary.
func (f *file) stream(entries string, content []byte) int {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(content); err == nil {
		err = z.Close()
		_ = err // a buffer takes everything
	}
	return f.packed(entries, packed.Bytes())
}

func (f *file) packed(entries string, content []byte) int {
	i := f.keep()
	f.objects[i-1] = append(fmt.Appendf(nil, "<<%s /Filter /FlateDecode /Length %d>>\nstream\n", entries, len(content)), append(content, "\nendstream"...)...)
	return i
}

// finish puts the objects behind each other, with the table of where each begins.
func (f *file) finish() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := make([]int, len(f.objects))
	for i, o := range f.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	id := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R /Info 2 0 R /ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, id[:16], id[:16], start)
	return b.Bytes()
}

func (f *file) write(l *layout) {
	catalogue, info, pages := f.keep(), f.keep(), f.keep()
	d := l.doc
	f.put(info, "<</Title %s /Author %s /Subject %s /Producer (Samspil) /CreationDate (%s)>>",
		literal(d.Title), literal(d.Provider), literal(d.Subject), d.Made.UTC().Format("D:20060102150405Z"))
	resources := f.resources(l)
	tree := f.keep()
	sheets := make([]int, len(l.pages))
	for i := range sheets {
		sheets[i] = f.keep()
	}
	f.links(l, sheets)
	for i, s := range l.pages {
		f.page(pagePlan{number: sheets[i], parent: pages, resources: resources, index: i}, s)
	}
	refs := make([]string, len(sheets))
	for i, n := range sheets {
		refs[i] = ref(n)
	}
	f.put(pages, "<</Type /Pages /Count %d /Kids [%s]>>", len(sheets), strings.Join(refs, " "))
	f.structure(l, tree, sheets)
	outline := f.outline(l, sheets)
	f.put(catalogue, "<</Type /Catalog /Pages %s /Lang %s /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot %s /Metadata %s%s>>",
		ref(pages), literal(Region(d.Language)), ref(tree), ref(f.metadata(d)), outline)
}

func ref(n int) string { return fmt.Sprintf("%d 0 R", n) }

// Region is the full tag of a language: "da-DK".
func Region(language string) string {
	switch language {
	case "da":
		return "da-DK"
	case "en":
		return "en-GB"
	}
	return language
}

type pagePlan struct{ number, parent, resources, index int }

func (f *file) page(p pagePlan, s *sheet) {
	content := f.stream("", s.content.Bytes())
	var notes strings.Builder
	if len(s.links) > 0 {
		notes.WriteString(" /Annots [")
		for _, k := range s.links {
			notes.WriteString(ref(k.object) + " ")
		}
		notes.WriteString("]")
	}
	f.put(p.number, "<</Type /Page /Parent %s /MediaBox [0 0 %s %s] /Resources %s /Contents %s /StructParents %d /Tabs /S%s>>",
		ref(p.parent), n(pageWidth), n(pageHeight), ref(p.resources), ref(content), p.index, notes.String())
}

// links writes the places that lead elsewhere. One whose heading is not there
// stays plain text.
func (f *file) links(l *layout, sheets []int) {
	key := len(l.pages)
	for _, s := range l.pages {
		s.links = slices.DeleteFunc(s.links, func(k *link) bool {
			to, ok := l.places[k.anchor]
			if !ok {
				k.owner.tag = "Span"
				k.owner.kids = slices.DeleteFunc(k.owner.kids, func(x any) bool { return x == k })
				return true
			}
			k.key = key
			key++
			k.object = f.add("<</Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /Contents %s /StructParent %d /Dest [%s /XYZ 0 %s null]>>",
				n(k.rect[0]), n(k.rect[1]), n(k.rect[2]), n(k.rect[3]), literal(k.words), k.key, ref(sheets[to.page]), n(to.y))
			return false
		})
	}
}

// structure writes the tree of elements and the way back to it from the pages.
func (f *file) structure(l *layout, tree int, sheets []int) {
	all := l.root.elements()
	for _, e := range all {
		e.object = f.keep()
	}
	for _, e := range all {
		f.element(e, tree, sheets)
	}
	var nums strings.Builder
	for i, s := range l.pages {
		fmt.Fprintf(&nums, "%d [", i)
		for _, o := range s.owners {
			nums.WriteString(ref(o.object) + " ")
		}
		nums.WriteString("] ")
	}
	for _, s := range l.pages {
		for _, k := range s.links {
			fmt.Fprintf(&nums, "%d %s ", k.key, ref(k.owner.object))
		}
	}
	f.put(tree, "<</Type /StructTreeRoot /K %s /ParentTree <</Nums [%s]>>>>", ref(l.root.object), nums.String())
}

func (f *file) element(e *element, tree int, sheets []int) {
	parent := tree
	if e.parent != nil {
		parent = e.parent.object
	}
	var kids strings.Builder
	for _, k := range e.kids {
		switch k := k.(type) {
		case *element:
			kids.WriteString(ref(k.object) + " ")
		case mark:
			fmt.Fprintf(&kids, "<</Type /MCR /Pg %s /MCID %d>> ", ref(sheets[k.page]), k.id)
		case *link:
			fmt.Fprintf(&kids, "<</Type /OBJR /Pg %s /Obj %s>> ", ref(sheets[k.page]), ref(k.object))
		}
	}
	var more strings.Builder
	if e.alt != "" {
		more.WriteString(" /Alt " + literal(e.alt))
	}
	if e.actual != "" {
		more.WriteString(" /ActualText " + literal(e.actual))
	}
	if e.language != "" {
		more.WriteString(" /Lang " + literal(Region(e.language)))
	}
	if attrs := e.attributes(); attrs != "" {
		more.WriteString(" " + attrs)
	}
	f.put(e.object, "<</Type /StructElem /S /%s /P %s%s /K [%s]>>", e.tag, ref(parent), more.String(), kids.String())
}

// outline writes the table of contents beside the page; "" without headings.
func (f *file) outline(l *layout, sheets []int) string {
	if len(l.outline) == 0 {
		return ""
	}
	root := f.keep()
	b := outliner{f: f, entries: l.outline, sheets: sheets}
	first, last, count := b.level(0, len(l.outline), root)
	f.put(root, "<</Type /Outlines /First %s /Last %s /Count %d>>", ref(first), ref(last), count)
	return " /Outlines " + ref(root) + " /PageMode /UseOutlines"
}

type outliner struct {
	f       *file
	entries []entry
	sheets  []int
}

// level writes the entries from..to, of which those of the first one's level are
// siblings and the others lie beneath them.
func (b outliner) level(from, to, parent int) (first, last, count int) {
	var at []int
	for i := from; i < to; i++ {
		if len(at) == 0 || b.entries[i].level <= b.entries[at[0]].level {
			at = append(at, i)
		}
	}
	numbers := make([]int, len(at))
	for i := range at {
		numbers[i] = b.f.keep()
	}
	for i, k := range at {
		end := to
		if i+1 < len(at) {
			end = at[i+1]
		}
		var more strings.Builder
		if i > 0 {
			more.WriteString(" /Prev " + ref(numbers[i-1]))
		}
		if i+1 < len(at) {
			more.WriteString(" /Next " + ref(numbers[i+1]))
		}
		if k+1 < end {
			f, l, c := b.level(k+1, end, numbers[i])
			fmt.Fprintf(&more, " /First %s /Last %s /Count %d", ref(f), ref(l), c)
			count += c
		}
		e := b.entries[k]
		b.f.put(numbers[i], "<</Title %s /Parent %s%s /Dest [%s /XYZ 0 %s null]>>", literal(e.text), ref(parent), more.String(), ref(b.sheets[e.at.page]), n(e.at.y))
	}
	return numbers[0], numbers[len(numbers)-1], count + len(at)
}

// metadata says what the document is, in the form other programs read.
func (f *file) metadata(d Document) int {
	x := func(s string) string { return html.EscapeString(s) }
	when := d.Made.UTC().Format("2006-01-02T15:04:05Z")
	text := `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + x(d.Title) + `</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>` + x(d.Provider) + `</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + x(d.Subject) + `</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>` + x(Region(d.Language)) + `</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>` + when + `</xmp:CreateDate><pdf:Producer>Samspil</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
	i := f.keep()
	f.put(i, "<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(text), text)
	return i
}
