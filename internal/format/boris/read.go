package boris

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strconv"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

// document is a project being read.
type document struct {
	scan    *scanner
	project *Project
	spans   map[string]uint32 // the triple of a span as written
	keys    map[string]string // texts and short values that recur, kept once
	values  map[string]raw
	short   [24]byte
	known   map[[3]string]uint32
	total   int   // events so far
	lines   int   // bytes of them as text
	at      int64 // the byte at which the present event begins
	skim    bool  // keep no events
	// flow takes the events of an observation instead of keeping them.
	flow func(o *Observation) error
}

// Read reads a project, plain or gzipped, whatever its name. It keeps all of it,
// within MostBytes and MostEvents; longer files are for Stream. The error is a
// fault that names the byte, and the observation and event where there is one.
func Read(r io.Reader) (Project, error) {
	d, err := newDocument(r, MostBytes)
	if err != nil {
		return Project{}, err
	}
	if err := d.read(); err != nil {
		return Project{}, fmt.Errorf("read a BORIS project: %w", err)
	}
	return *d.project, nil
}

func newDocument(r io.Reader, most int64) (*document, error) {
	src, err := unpack(r, most)
	if err != nil {
		return nil, err
	}
	return &document{
		scan: newScanner(src), project: &Project{comments: []string{""}, notes: map[string]int{}},
		spans: map[string]uint32{}, known: map[[3]string]uint32{}, keys: map[string]string{}, values: map[string]raw{},
	}, nil
}

func (d *document) read() error {
	if err := d.scan.start(); err != nil {
		return err
	}
	if c, err := d.scan.next(); err != nil || c != '{' {
		return d.scan.fail("boris.not-a-project")
	}
	err := d.object(func(key string) error {
		if key == "observations" {
			if d.project.has(key) {
				return d.scan.fail("boris.unreadable")
			}
			d.project.members = append(d.project.members, member{key: key})
			return d.observations()
		}
		value, err := d.value(1)
		d.project.members = append(d.project.members, member{key, value})
		return err
	})
	if err != nil {
		return err
	}
	if err := d.scan.finish(); err != nil {
		return err
	}
	if !d.project.has("observations") && !d.project.has("behaviors_conf") {
		return d.scan.fail("boris.not-a-project")
	}
	if !d.project.view() {
		return d.scan.fail("boris.items", fault.Args{"max": mostItems})
	}
	d.project.check()
	return nil
}

func (p *Project) has(key string) bool     { return holds(p.members, key) }
func (o *Observation) has(key string) bool { return holds(o.members, key) }

func holds(members []member, key string) bool {
	return slices.ContainsFunc(members, func(m member) bool { return m.key == key })
}

// value takes a value. Short ones recur in every observation and are kept once.
func (d *document) value(depth int) (raw, error) {
	before := d.scan.kept
	value, err := d.scan.value(d.short[:0], depth)
	if err != nil || len(value) > cap(d.short) {
		return value, err
	}
	if said, known := d.values[string(value)]; known {
		d.scan.kept = before
		return said, nil
	}
	said := raw(slices.Clone(value))
	d.values[string(said)] = said
	return said, d.scan.charge(128, 0)
}

// object takes an object and calls each behind every key. Each member is charged
// for what keeping it costs beside its text.
func (d *document) object(each func(key string) error) error {
	s := d.scan
	if _, err := s.take("{"); err != nil {
		return err
	}
	c, err := s.next()
	for first := true; err == nil && c != '}'; first = false {
		if !first {
			if _, err = s.take(","); err != nil {
				return err
			}
		}
		key, err := s.key()
		if err != nil {
			return err
		}
		cost := 64
		if said, known := d.keys[key]; known {
			key = said
		} else {
			d.keys[key] = key
			cost += 128 + 2*len(key)
		}
		if err := s.charge(cost, 0); err != nil {
			return err
		}
		if err := each(key); err != nil {
			return err
		}
		if c, err = s.next(); err != nil {
			return err
		}
	}
	s.pos++
	return err
}

func (d *document) observations() error {
	return d.object(func(id string) error {
		o := Observation{ID: id, number: d.scan.observation + 1}
		d.scan.observation++
		if err := d.scan.charge(512, 0); err != nil {
			return err
		}
		if c, err := d.scan.next(); err != nil {
			return err
		} else if c != '{' {
			return d.scan.fail("boris.unreadable")
		}
		if err := d.object(func(key string) error { return d.part(&o, key) }); err != nil {
			return err
		}
		d.project.Observations = append(d.project.Observations, o)
		if d.flow != nil && !o.has("events") {
			return d.flow(&o)
		}
		return nil
	})
}

// part takes one member of an observation.
func (d *document) part(o *Observation, key string) error {
	if key != "events" {
		value, err := d.value(3)
		o.members = append(o.members, member{key, value})
		return err
	}
	if o.has(key) {
		return d.scan.fail("boris.unreadable")
	}
	o.members = append(o.members, member{key: key})
	if d.flow != nil {
		return d.flow(o)
	}
	return d.events(func(l line) error {
		o.Events++
		if d.total++; d.total > MostEvents && !d.skim {
			return d.scan.fail("boris.events", fault.Args{"max": MostEvents})
		}
		if d.skim {
			o.stretch(millis(l.time))
			return nil
		}
		return d.keep(o, l)
	})
}

// stretch notes how far the times reach.
func (o *Observation) stretch(at int64) {
	switch {
	case at <= tooFar:
	case !o.reached:
		o.reach, o.reached = recording.Span{From: at, To: at}, true
	default:
		o.reach.From, o.reach.To = min(o.reach.From, at), max(o.reach.To, at)
	}
}

// keep stores an event.
func (d *document) keep(o *Observation, l line) error {
	t, err := d.triple(l.span)
	if err != nil {
		return err
	}
	r := row{at: millis(l.time), triple: t, image: -1}
	if len(l.rest) > 0 {
		r.image = image(l.rest)
	}
	if len(l.comment) > 0 {
		r.comment = uint32(len(d.project.comments))
		text := raw(append(appendText([]byte{'"'}, l.comment), '"')).text()
		d.project.comments = append(d.project.comments, text)
		if err := d.scan.charge(len(text)+64, 0); err != nil {
			return err
		}
	}
	o.rows.add(r)
	if d.lines += o.write(l, d.project.triples[t].text); d.lines > mostLines {
		return d.scan.fail("boris.lines", fault.Args{"max": mostLines >> 20})
	}
	return nil
}

const mostChunk = 256 << 10

// write keeps the event as it was written, without blanks.
func (o *Observation) write(l line, triple []byte) (bytes int) {
	need := len(l.text) + len(l.time) + len(triple) + 6*len(l.comment) + 6*len(l.rest) + 8
	if last := len(o.chunks) - 1; last < 0 || cap(o.chunks[last])-len(o.chunks[last]) < need {
		o.chunks = append(o.chunks, make([]byte, 0, max(min(4<<10<<len(o.chunks), mostChunk), need)))
	}
	last := len(o.chunks) - 1
	b := o.chunks[last]
	if l.odd {
		o.chunks[last] = append(append(b, l.text...), ',')
		return len(l.text) + 1
	}
	before := len(b)
	b = append(append(append(b, '['), l.time...), ',')
	b = append(append(b, triple...), ',', '"')
	b = append(appendText(b, l.comment), '"')
	o.chunks[last] = append(appendRest(b, l.rest), ']', ',')
	return len(o.chunks[last]) - before
}

// appendRest appends what follows the comment without its blanks.
func appendRest(dst, rest []byte) []byte {
	for i := 0; i < len(rest); {
		switch c := rest[i]; {
		case c == '"':
			stop := closing(rest, i+1) + 1
			dst = append(appendText(append(dst, '"'), rest[i+1:stop-1]), '"')
			i = stop
			continue
		case c != ' ' && c != '\n' && c != '\r' && c != '\t':
			dst = append(dst, c)
		}
		i++
	}
	return dst
}

// image is the number of the picture or frame behind the comment, -1 none.
func image(rest []byte) int32 {
	i := max(comma(rest, 0), 0)
	stop := i
	for stop < len(rest) && !ends(rest[stop]) {
		stop++
	}
	n, err := strconv.ParseInt(string(rest[i:stop]), 10, 32)
	if err != nil || n < 0 {
		return -1
	}
	return int32(n)
}

// triple finds the number of the subject, code and modifiers that a span holds.
func (d *document) triple(span []byte) (uint32, error) {
	if t, ok := d.spans[string(span)]; ok {
		return t, nil
	}
	whole := append([]byte{'['}, appendRest(nil, span)...)
	var parts []raw
	raw(append(whole, ']')).array(3, func(v raw) { parts = append(parts, v) })
	if len(parts) < 3 {
		return 0, d.wrong()
	}
	key := [3]string{parts[0].text(), parts[1].text(), parts[2].text()}
	t, ok := d.known[key]
	if !ok {
		t = uint32(len(d.project.triples))
		d.known[key] = t
		d.project.triples = append(d.project.triples, triple{subject: key[0], code: key[1], modifiers: key[2], text: whole[1:]})
	}
	d.spans[string(span)] = t
	return t, d.scan.charge(4*len(span)+320, 0)
}

// unpack opens a gzipped file and sets the limits on what may come out.
func unpack(r io.Reader, most int64) (io.Reader, error) {
	head := bufio.NewReaderSize(r, 64<<10)
	g := &guard{src: head, most: most}
	if magic, _ := head.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return g, nil
	}
	packed := &counter{src: head}
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Key: "boris.gzip", Err: err}
	}
	g.src, g.packed = plain, packed
	return g, nil
}

type counter struct {
	src *bufio.Reader
	n   int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.src.Read(b)
	c.n += int64(n)
	return n, err
}

// ReadByte keeps gzip from reading ahead through a buffer of its own.
func (c *counter) ReadByte() (byte, error) {
	b, err := c.src.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// guard stops a file that is too long, or that unpacks to far more than it holds.
type guard struct {
	src    io.Reader
	packed *counter
	n      int64
	most   int64 // 0 none
}

func (g *guard) Read(b []byte) (int, error) {
	n, err := g.src.Read(b)
	g.n += int64(n)
	switch {
	case g.most > 0 && g.n > g.most:
		return 0, fault.New(fault.Invalid, "boris.too-large", fault.Args{"max": g.most >> 20})
	case g.packed != nil && g.n > packFree && g.n > packRatio*g.packed.n:
		return 0, fault.New(fault.Invalid, "boris.bomb")
	case err != nil && err != io.EOF && g.packed != nil:
		return n, &fault.Error{Kind: fault.Invalid, Key: "boris.gzip", Err: err}
	}
	return n, err
}
