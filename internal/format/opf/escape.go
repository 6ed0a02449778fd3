package opf

import "strings"

// escaped tells whether a backslash takes the next sign's meaning away: in all
// files but the oldest.
type escaped bool

func (f File) escaped() escaped { return f.Version != "" }

// find gives the place of a sign that is not escaped, from a place on; -1 when
// there is none.
func (e escaped) find(text string, sign byte, from int) int {
	for i := from; i < len(text); i++ {
		switch {
		case text[i] == '\\' && bool(e):
			i++
		case text[i] == sign:
			return i
		}
	}
	return -1
}

// count tells how often a sign stands there unescaped.
func (e escaped) count(text string, sign byte) int {
	n := 0
	for i := e.find(text, sign, 0); i >= 0; i = e.find(text, sign, i+1) {
		n++
	}
	return n
}

// split cuts a text at the signs that are not escaped.
func (e escaped) split(text string, sign byte) []string {
	var out []string
	for {
		i := e.find(text, sign, 0)
		if i < 0 {
			return append(out, text)
		}
		out, text = append(out, text[:i]), text[i+1:]
	}
}

// plain takes the escapes out.
func (e escaped) plain(text string) string {
	if !bool(e) || !strings.Contains(text, `\`) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && strings.IndexByte("\\,-()|\n", text[i+1]) >= 0 {
			i++
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// Values are what a cell says, without the signs that keep commas and brackets
// apart: one value, or in a matrix as many as are written, one per argument. A
// value of a matrix that only repeats its argument's name in angle brackets is
// empty.
func (f File) Values(c Column, cell Cell) []string {
	e := f.escaped()
	if c.Type != Matrix {
		return []string{e.plain(cell.Raw)}
	}
	inner := strings.TrimSpace(cell.Raw)
	if strings.HasPrefix(inner, "(") && strings.HasSuffix(inner, ")") {
		inner = inner[1 : len(inner)-1]
	}
	parts := e.split(inner, ',')
	for i := range parts {
		parts[i] = strings.TrimSpace(e.plain(parts[i]))
		if i < len(c.Arguments) && parts[i] == "<"+c.Arguments[i].Name+">" {
			parts[i] = ""
		}
	}
	return parts
}
