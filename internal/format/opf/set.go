package opf

import (
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// Use says what the cells of a column are to count as.
type Use struct {
	Leave   bool   // not at all
	Subject string // whose they are; "" nobody's in particular
	// Coded means that the cell's value is the code, in a matrix its first one; else
	// the column's name is.
	Coded bool
}

// Set gives the file in the form that all methods work on: one recording, every
// column a code of nobody in particular. Words and the values of a matrix become
// modifiers, joined by a bar; free text becomes the comment. A cell that ends
// where it begins, or before, is a point.
func (f File) Set() recording.Set { return f.SetBy(nil) }

// SetBy is Set with the uses that somebody has chosen, by the column's name. A
// cell without a value in a column whose values are codes is left out, which
// Notes say.
func (f File) SetBy(uses map[string]Use) recording.Set {
	set := recording.Set{Notes: f.Notes}
	r := recording.Recording{ID: "1", Type: "Datavyu", Clock: recording.Milliseconds}
	kinds, subjects := map[string]bool{}, map[string]bool{}
	for i, c := range f.Columns {
		use := uses[c.Name]
		if use.Leave {
			continue
		}
		backwards, empty := 0, 0
		for _, cell := range c.Cells {
			e, ok := c.event(cell, f.Values(c, cell), use)
			if !ok {
				empty++
				continue
			}
			if cell.Offset < cell.Onset {
				backwards++
			}
			if !kinds[e.Code] {
				kinds[e.Code] = true
				set.Codes = append(set.Codes, recording.Code{Name: e.Code, Kind: e.Kind})
			}
			r.Events = append(r.Events, e)
		}
		if use.Subject != "" && !subjects[use.Subject] {
			subjects[use.Subject] = true
			set.Subjects = append(set.Subjects, use.Subject)
		}
		note := func(name string, n int, text string) {
			if n > 0 {
				set.Notes = append(set.Notes, recording.Note{Name: name, Where: "column " + strconv.Itoa(i+1), Text: strconv.Itoa(n) + " " + text})
			}
		}
		note("backwards", backwards, "cells end before they begin and count as points.")
		note("empty_value", empty, "cells have no value and are left out.")
	}
	r.Sort()
	set.Recordings = []recording.Recording{r}
	return set
}

func (c Column) event(cell Cell, values []string, use Use) (recording.Event, bool) {
	e := recording.Event{Subject: use.Subject, Code: c.Name, Kind: recording.State, Onset: cell.Onset, Offset: cell.Offset}
	if cell.Offset <= cell.Onset {
		e.Kind, e.Offset = recording.Point, cell.Onset
	}
	if use.Coded {
		if e.Code = strings.TrimSpace(values[0]); e.Code == "" {
			return e, false
		}
		values = values[1:]
	}
	switch text := strings.Join(values, "|"); {
	case strings.Trim(text, "|") == "":
	case c.Type == Text && !use.Coded:
		e.Comment = text
	default:
		e.Modifiers = text
	}
	return e, true
}
