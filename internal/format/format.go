// Package format reads and writes the files of every program that coded interplay
// is exchanged with, without asking anybody which program it was: a file says so
// itself by how it begins, and where it does not, by its name.
//
// Whatever cannot be kept on the way from one form to another is said, one note a
// thing; nothing is left out in silence.
package format

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/format/boris"
	"samspil/internal/format/eaf"
	"samspil/internal/format/opf"
	"samspil/internal/format/sdis"
	"samspil/internal/format/spreadsheet"
	"samspil/internal/recording"
)

// Kind is a form of file, named as its files end.
type Kind string

// The kinds. Datavyu files are read only.
const (
	BORIS       Kind = "boris"
	BORISPacked Kind = "boris.gz"
	SDIS        Kind = "sds"
	ELAN        Kind = "eaf"
	Datavyu     Kind = "opf"
	Table       Kind = "csv"
)

// Kinds lists them.
var Kinds = []Kind{BORIS, BORISPacked, SDIS, ELAN, Datavyu, Table}

// endings by which a name tells the kind; the longest comes first.
var endings = []struct {
	ending string
	kind   Kind
}{
	{".boris.gz", BORISPacked}, {".boris", BORIS}, {".sdis", SDIS}, {".sds", SDIS}, {".eaf", ELAN}, {".opf", Datavyu}, {".csv", Table}, {".tsv", Table},
}

// OfName is the kind that a file's name tells, false when it tells none.
func OfName(name string) (Kind, bool) {
	name = strings.ToLower(name)
	for _, e := range endings {
		if strings.HasSuffix(name, e.ending) {
			return e.kind, true
		}
	}
	return "", false
}

// sniffed is how much of a file is looked at to tell its kind.
const sniffed = 64 << 10

// Of is the kind of a file by its beginning, and by its name where that tells
// nothing. A file that neither tells ends in an Invalid fault.
func Of(name string, file *io.SectionReader) (Kind, error) {
	start := make([]byte, min(sniffed, file.Size()))
	if _, err := file.ReadAt(start, 0); err != nil && err != io.EOF {
		return "", err
	}
	if kind, ok := sniff(start); ok {
		return kind, nil
	}
	if kind, ok := OfName(name); ok {
		return kind, nil
	}
	return "", fault.New(fault.Invalid, "format.unknown")
}

func sniff(start []byte) (Kind, bool) {
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		return BORISPacked, true
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return Datavyu, true
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return BORIS, true
	case bytes.HasPrefix(text, []byte("<")):
		return ELAN, true
	case tableHead(text):
		return Table, true
	case sdisHead(text):
		return SDIS, true
	}
	return "", false
}

// tableHead tells whether the first line names the columns of a table.
func tableHead(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	cells := strings.FieldsFunc(strings.ToLower(string(line)), func(r rune) bool { return strings.ContainsRune(",;\t\r\" ", r) })
	found := 0
	for _, c := range cells {
		if c == "recording" || c == "code" || c == "start_s" {
			found++
		}
	}
	return found >= 2
}

// sdisHead tells whether the first word after any remarks is a type of SDIS data.
func sdisHead(text []byte) bool {
	r := bufio.NewReader(bytes.NewReader(text))
	for {
		c, err := r.ReadByte()
		switch {
		case err != nil:
			return false
		case c == ' ', c == '\t', c == '\r', c == '\n':
			continue
		case c == '%':
			for c, err = r.ReadByte(); err == nil && c != '%' && c != '\n'; c, err = r.ReadByte() {
			}
		case c == '!':
			if _, err := r.ReadBytes('!'); err != nil {
				return false
			}
		default:
			word := []byte{c}
			for c, err = r.ReadByte(); err == nil && (c|0x20) >= 'a' && (c|0x20) <= 'z'; c, err = r.ReadByte() {
				word = append(word, c)
			}
			switch sdis.Type(strings.ToLower(string(word))) {
			case sdis.Event, sdis.Multievent, sdis.Timed, sdis.State, sdis.Interval:
				return true
			}
			return false
		}
	}
}

// File is a file that has been read.
type File struct {
	Kind Kind
	Set  recording.Set
	// project keeps a BORIS project whole, so that it comes out as it went in.
	project *boris.Project
	// document and units do the same for ELAN and SDIS.
	document *eaf.Document
	units    *sdis.File
}

// Read reads a whole file of any kind, within the limits of its kind; longer ones
// are for Stream. Faults name the place in the file and what to do.
func Read(name string, file *io.SectionReader) (File, error) {
	kind, err := Of(name, file)
	if err != nil {
		return File{}, err
	}
	f := File{Kind: kind}
	switch kind {
	case BORIS, BORISPacked:
		p, err := boris.Read(file)
		if err != nil {
			return File{}, err
		}
		f.project, f.Set = &p, p.Set()
	case SDIS:
		s, err := sdis.Read(file)
		if err != nil {
			return File{}, err
		}
		f.units, f.Set = &s, s.Set()
	case ELAN:
		d, err := eaf.Read(file)
		if err != nil {
			return File{}, err
		}
		f.document, f.Set = &d, d.Set()
	case Datavyu:
		d, err := opf.Read(file)
		if err != nil {
			return File{}, err
		}
		f.Set = d.Set()
	case Table:
		t, err := spreadsheet.Read(file)
		if err != nil {
			return File{}, err
		}
		f.Set = t.Set()
	}
	return f, nil
}
