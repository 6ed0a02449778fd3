package eaf

import (
	"bufio"
	"bytes"
	"io"

	"samspil/internal/fault"
)

// guard passes a file on to the XML decoder and stops it before one piece of it
// grows so large that holding it would hurt: the decoder keeps a whole text, a
// whole comment or all attributes of an element in memory.
type guard struct {
	r     *bufio.Reader
	read  int
	line  int    // before the present one
	piece int    // bytes since the last mark
	until string // inside a comment or the like: what ends it
	seen  []byte // the first bytes of a mark, or the last of a comment
	err   error
}

func newGuard(r io.Reader) (*guard, error) {
	g := &guard{r: bufio.NewReaderSize(r, 64<<10)}
	start, err := g.r.Peek(4)
	if len(start) == 0 {
		if err == io.EOF {
			return nil, fault.New(fault.Invalid, "eaf.empty")
		}
		return nil, err
	}
	if bytes.HasPrefix(start, []byte{0xff, 0xfe}) || bytes.HasPrefix(start, []byte{0xfe, 0xff}) || bytes.IndexByte(start, 0) >= 0 {
		return nil, fault.New(fault.Invalid, "eaf.encoding")
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		_, _ = g.r.Discard(3)
	}
	return g, nil
}

// Read implements io.Reader.
func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.r.Read(p)
	if err != nil && err != io.EOF {
		g.err = err
	}
	if g.read += n; g.read > MaxBytes {
		g.err = fault.New(fault.Invalid, "eaf.size", fault.Args{"max": MaxBytes >> 20})
		return 0, g.err
	}
	for _, c := range p[:n] {
		g.step(c)
		if c == '\n' {
			g.line++
		}
		if g.err != nil {
			return 0, g.err
		}
		if g.piece++; g.piece > MaxPiece {
			g.err = fault.New(fault.Invalid, "eaf.long", fault.Args{"max": MaxPiece >> 20})
			return 0, g.err
		}
	}
	return n, err
}

// pieces that may hold marks of the markup themselves, by how they begin and end.
var pieces = [...]struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}

// step follows the markup just closely enough to know where a piece ends.
func (g *guard) step(c byte) {
	if g.until != "" {
		if g.seen = append(g.seen, c); len(g.seen) > 3 {
			g.seen = append(g.seen[:0], g.seen[1:]...)
		}
		if bytes.HasSuffix(g.seen, []byte(g.until)) {
			g.until, g.piece, g.seen = "", 0, g.seen[:0]
		}
		return
	}
	if c == '<' {
		g.piece, g.seen = 0, append(g.seen[:0], c)
		return
	}
	if len(g.seen) == 0 {
		return
	}
	g.seen = append(g.seen, c)
	may := false
	if string(g.seen) == "<!D" {
		g.err = fault.New(fault.Invalid, "eaf.doctype", fault.Args{"line": g.line + 1})
		return
	}
	for _, p := range pieces {
		if string(g.seen) == p.begin {
			g.until, g.seen = p.end, g.seen[:0]
			return
		}
		may = may || len(g.seen) < len(p.begin) && p.begin[:len(g.seen)] == string(g.seen)
	}
	if !may {
		g.seen = g.seen[:0]
	}
}
