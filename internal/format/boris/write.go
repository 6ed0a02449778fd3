package boris

import (
	"bufio"
	"compress/gzip"
	"io"
)

// Write writes a project as BORIS can open it: one JSON document in plain ASCII,
// so that no computer's encoding can spoil it. A project that was read comes out
// with everything it had, keys in the same order and numbers as they were written.
// The error is the writer's own.
func Write(w io.Writer, p Project) error {
	out := &printer{w: bufio.NewWriterSize(w, 64<<10)}
	out.text("{")
	for i, m := range p.members {
		if i > 0 {
			out.text(",")
		}
		out.text("\n ")
		out.raw(quoted(m.key))
		out.text(":")
		if m.key == "observations" && m.value == nil {
			out.observations(p.Observations)
			continue
		}
		out.raw(m.value)
	}
	out.text("\n}\n")
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

// WritePacked writes the project gzipped, as .boris.gz.
func WritePacked(w io.Writer, p Project) error {
	packed := gzip.NewWriter(w)
	if err := Write(packed, p); err != nil {
		return err
	}
	return packed.Close()
}

// printer remembers the first error.
type printer struct {
	w   *bufio.Writer
	err error
}

func (o *printer) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}

func (o *printer) raw(b []byte) {
	for _, c := range b {
		if c >= 0x80 {
			b = escape(b)
			break
		}
	}
	if o.err == nil {
		_, o.err = o.w.Write(b)
	}
}

func (o *printer) observations(all []Observation) {
	o.text("{")
	for i, one := range all {
		if i > 0 {
			o.text(",")
		}
		o.text("\n  ")
		o.raw(quoted(one.ID))
		o.text(":{")
		for j, m := range one.members {
			if j > 0 {
				o.text(",")
			}
			o.text("\n   ")
			o.raw(quoted(m.key))
			o.text(":")
			if m.key == "events" && m.value == nil {
				o.events(one)
				continue
			}
			o.raw(m.value)
		}
		o.text("\n  }")
	}
	o.text("\n }")
}

func (o *printer) events(one Observation) {
	o.text("[")
	for i, b := range one.chunks {
		if i == len(one.chunks)-1 {
			b = b[:len(b)-1] // the last comma
		}
		o.raw(b)
	}
	o.text("]")
}
