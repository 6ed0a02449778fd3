package format

import (
	"io"
	"strings"
	"time"

	"samspil/internal/fault"
	"samspil/internal/format/boris"
	"samspil/internal/format/eaf"
	"samspil/internal/format/sdis"
	"samspil/internal/format/spreadsheet"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Options say how a file is written.
type Options struct {
	// Observation is the id of the only recording to write; "" writes all.
	Observation string
	// Comments take the free words along, which may tell of a family. Where Whole
	// is true everything goes along.
	Comments bool
	// Labels and Conditions are for SDIS files: the observations' ids as labels of
	// the units, and which of the recordings' groups become conditions.
	Labels     bool
	Conditions []string
	// PauseAsState writes pauses into a BORIS project as a state "Pause" instead of
	// one observation for each stretch between them.
	PauseAsState bool
	At           time.Time // the date written into the file; the zero time stands as 1970
}

// Whole tells that a file is written in its own form with everything it has, also
// what Samspil has no use for.
func (f File) Whole(kind Kind, o Options) bool {
	same := f.Kind == kind || isBORIS(f.Kind) && isBORIS(kind)
	return same && o.Observation == "" && (f.project != nil || f.document != nil || f.units != nil)
}

// Write writes a file in another form, or in its own. The notes say what that form
// has no place for. What cannot be written at all ends in a fault, before anything
// has been written.
func (f File) Write(w io.Writer, kind Kind, o Options) ([]recording.Note, error) {
	whole := f.Whole(kind, o)
	switch {
	case kind == Datavyu:
		return nil, fault.New(fault.Invalid, "format.readonly")
	case whole && f.project != nil:
		return nil, writeProject(w, kind, *f.project)
	case whole && f.document != nil:
		return nil, eaf.Write(w, *f.document)
	case whole:
		return nil, sdis.Write(w, *f.units)
	}
	set, err := f.chosen(o.Observation)
	if err != nil {
		return nil, err
	}
	switch kind {
	case BORIS, BORISPacked:
		export := boris.Export{Comments: o.Comments, Date: date(o.At)}
		if o.PauseAsState {
			export.Pauses = boris.PausesState
		}
		p, notes := export.FromSet(set)
		return notes, writeProject(w, kind, p)
	case SDIS:
		units := sdis.Options{Name: ascii(), Groups: o.Conditions}
		if o.Labels {
			units.Label = func(_ int, r recording.Recording) string { return r.ID }
		}
		file, notes, err := sdis.FromSet(set, units)
		if err != nil {
			return nil, err
		}
		return notes, sdis.Write(w, file)
	case ELAN:
		if len(set.Recordings) > 1 {
			return nil, fault.New(fault.Invalid, "format.several", fault.Args{"n": len(set.Recordings), "ids": IDs(set)})
		}
		d, notes, err := eaf.FromSet(set, eaf.Options{At: o.At, Comments: o.Comments})
		if err != nil {
			return nil, err
		}
		return notes, eaf.Write(w, d)
	}
	return writeTable(w, set, o.Comments)
}

func isBORIS(k Kind) bool { return k == BORIS || k == BORISPacked }

// chosen is the set, or the one recording of it that was asked for.
func (f File) chosen(id string) (recording.Set, error) {
	set := f.Set
	if len(set.Recordings) == 0 {
		return set, fault.New(fault.Invalid, "format.nothing")
	}
	if id == "" {
		return set, nil
	}
	for _, r := range set.Recordings {
		if r.ID == id {
			set.Recordings = []recording.Recording{r}
			return set, nil
		}
	}
	return set, fault.New(fault.Invalid, "format.observation", fault.Args{"id": id, "ids": IDs(set)})
}

// mostNamed ids stand in a message.
const mostNamed = 20

// IDs names the recordings of a set in one line, cut when there are many.
func IDs(set recording.Set) string {
	var all []string
	for _, r := range set.Recordings {
		if len(all) == mostNamed {
			return strings.Join(append(all, "…"), ", ")
		}
		all = append(all, r.ID)
	}
	return strings.Join(all, ", ")
}

func date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02T15:04:05")
}

// ascii is what a code of the shipped scheme is called where a file holds no
// Danish letters; any other code keeps its name as far as the format can hold it.
func ascii() func(code string) string {
	shipped := scheme.Shipped()
	return func(code string) string {
		if c, ok := shipped.Code(code); ok {
			return c.ASCII
		}
		return code
	}
}

func writeProject(w io.Writer, kind Kind, p boris.Project) error {
	if kind == BORISPacked {
		return boris.WritePacked(w, p)
	}
	return boris.Write(w, p)
}

func writeTable(w io.Writer, set recording.Set, comments bool) ([]recording.Note, error) {
	t := spreadsheet.NewWriter(w)
	t.Comments = comments
	var notes []recording.Note
	for _, r := range set.Recordings {
		notes = append(notes, t.Recording(r)...)
	}
	return notes, t.Close()
}
