package app

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"samspil/internal/fault"
	"samspil/internal/format"
	"samspil/internal/recording"
	"samspil/internal/research"
)

// span is a length of time on the command line: 1s, 500ms, or a number of seconds.
type span int64

// UnmarshalText reads it, to whole milliseconds.
func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		seconds, bad := strconv.ParseFloat(strings.Replace(string(text), ",", ".", 1), 64)
		if bad != nil || math.IsNaN(seconds) || math.Abs(seconds) > 1e9 {
			return inWords(fault.New(fault.Invalid, "research.time", fault.Args{"value": string(text)}))
		}
		d = time.Duration(recording.Millis(seconds)) * time.Millisecond
	}
	if d < 0 {
		return inWords(fault.New(fault.Invalid, "research.time", fault.Args{"value": string(text)}))
	}
	*s = span(d.Milliseconds())
	return nil
}

type agreementCommand struct {
	Files        []string `arg:"" name:"file" help:"File with both observations, or one file for each."`
	Observations []string `help:"The two observations to compare, as A,B; give it twice when an id has a comma." required:"" sep:"none" placeholder:"A,B"`
	Unit         span     `help:"Unit of time." default:"1s"`
	Tolerance    span     `help:"How far apart two events may lie and still be the same." default:"2s"`
	Codes        []string `help:"Compare only these codes."`
	Modifiers    bool     `help:"Two codes are the same only when their modifiers are."`
	Format       string   `help:"How to write it; csv has the pairs of events." enum:"table,json,csv" default:"table"`
}

// Run compares two observations. The exit code is 0 when they could be, else 1.
func (c agreementCommand) Run(r *run) error {
	if c.Unit <= 0 {
		return inWords(fault.New(fault.Invalid, "research.unit"))
	}
	var all []research.Coding
	for _, path := range c.Files {
		more, err := codings(r, path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, inWords(err))
		}
		all = append(all, more...)
	}
	one, two, err := pick(all, c.Observations)
	if err != nil {
		return inWords(err)
	}
	a := research.Compare(one, two, research.AgreementOptions{
		Unit: int64(c.Unit), Tolerance: int64(c.Tolerance), Codes: c.Codes, WithModifiers: c.Modifiers,
	})
	switch c.Format {
	case "json":
		err = a.WriteJSON(r.Out)
	case "csv":
		err = a.WriteCSV(r.Out)
	default:
		err = a.WriteText(r.Out)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	return nil
}

// codings of a file.
func codings(r *run, path string) ([]research.Coding, error) {
	file, err := openFile(r, path)
	if err != nil {
		return nil, err
	}
	defer file.close()
	read, err := format.Read(file.name, file.SectionReader)
	if err != nil {
		return nil, err
	}
	var out []research.Coding
	for _, x := range read.Set.Recordings {
		id := x.ID
		if id == "" {
			id = file.name
		}
		out = append(out, research.Coding{File: file.name, ID: id, Recording: x})
	}
	return out, nil
}

// pick finds the two that are named; two of one name stand in two files.
func pick(all []research.Coding, named []string) (one, two research.Coding, err error) {
	at := func(id string, not int) int {
		for i, c := range all {
			if c.ID == id && i != not {
				return i
			}
		}
		return -1
	}
	var ids recording.Set
	for _, c := range all {
		ids.Recordings = append(ids.Recordings, recording.Recording{ID: c.ID})
	}
	there := fault.Args{"ids": format.IDs(ids)}
	if len(named) == 1 {
		named = divide(named[0], func(id string) bool { return at(id, -1) >= 0 })
	}
	if len(named) != 2 {
		return one, two, fault.New(fault.Invalid, "research.two", there)
	}
	first := at(named[0], -1)
	second := at(named[1], first)
	for i, found := range []int{first, second} {
		if found < 0 {
			there["id"] = named[i]
			return one, two, fault.New(fault.Invalid, "research.observation", there)
		}
		if all[found].Recording.Clock == recording.Order {
			return one, two, fault.New(fault.Invalid, "research.order", fault.Args{"id": named[i]})
		}
	}
	return all[first], all[second], nil
}

// divide a list of two at the comma that leaves two ids, else at every comma.
func divide(list string, known func(string) bool) []string {
	parts := strings.Split(list, ",")
	for i := 1; i < len(parts); i++ {
		one, two := strings.Join(parts[:i], ","), strings.Join(parts[i:], ",")
		for _, second := range []string{two, strings.TrimSpace(two)} {
			if known(one) && known(second) {
				return []string{one, second}
			}
		}
	}
	return parts
}
