package app

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"samspil/internal/format"
	"samspil/internal/recording"
	"samspil/internal/research"
	"samspil/internal/scheme"
)

// streamFrom are the sizes from which files are not held but read as a stream: none
// of fewer bytes holds more events than its reader keeps. Other kinds are held.
var streamFrom = map[format.Kind]int64{
	format.BORIS: 32 << 20, format.BORISPacked: 4 << 20, format.Table: 20 << 20, format.SDIS: 2 << 20,
}

// shownTransitions is how many of an observation stand in a table on the screen.
const shownTransitions = 20

type interactionCommand struct {
	Files        []string `arg:"" name:"file" help:"Coded files: BORIS, GSEQ, ELAN, Datavyu, or tables."`
	Format       string   `help:"How to write it." enum:"table,json,csv" default:"table"`
	Table        string   `help:"Which table to write with --format csv." enum:"time_budget,events,transitions,indicators" default:"time_budget"`
	Scheme       string   `help:"File with the coding scheme to map codes by; the one that comes with Samspil unless told." type:"path"`
	Transitions  string   `help:"What follows what: situations of each subject, onsets of everybody, or BORIS' own strings." enum:"situations,onsets,boris" default:"situations"`
	Lag          int      `help:"How many places after." default:"1"`
	NoRepeat     bool     `help:"A code cannot follow itself: repeats are left out and expected counts fitted without them."`
	Permutations int      `help:"Shuffle so many times for p where counts are small." default:"0"`
	Seed         uint64   `help:"The same seed gives the same p." default:"1"`
	Events       bool     `help:"List the events of long files too, which are otherwise only counted. Memory then grows with the file."`
}

// Run analyses the files one after the other. The exit code is 0 when all could be
// read, 1 when one could not; the others are analysed all the same.
func (c interactionCommand) Run(r *run) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(r.Out)
	w := c.writer(out, o.Scheme)
	files := []research.File{}
	failed := false
	for _, path := range c.Files {
		file, err := c.analyse(r, path, o, w)
		if errors.Is(err, errOutput) {
			return err
		}
		if err != nil {
			failed = true
			fmt.Fprintf(r.Err, "samspil: %s: %s\n", path, oneLine(inWords(err)))
			continue
		}
		files = append(files, file)
	}
	if err := w.Close(files); err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	if failed {
		return exitCode(1)
	}
	return nil
}

// errOutput is that nothing more can be written.
var errOutput = errors.New("cannot write the result")

func (c interactionCommand) options() (research.Options, error) {
	o := research.Options{
		Scheme: scheme.Shipped(), Following: research.Following(c.Transitions), Lag: c.Lag, NoRepeat: c.NoRepeat,
		Permutations: c.Permutations, Seed: c.Seed,
	}
	if c.Lag < 1 || c.Permutations < 0 || c.Permutations > 1_000_000 {
		return o, errors.New("--lag must be 1 or more, and --permutations from 0 to 1,000,000")
	}
	if c.Scheme == "" {
		return o, nil
	}
	text, err := os.ReadFile(c.Scheme)
	if err != nil {
		return o, fmt.Errorf("cannot read the scheme: %w", err)
	}
	if o.Scheme, err = scheme.Parse(text); err != nil {
		return o, fmt.Errorf("%s: %w", c.Scheme, inWords(err))
	}
	return o, nil
}

func (c interactionCommand) writer(out io.Writer, s scheme.Scheme) research.Writer {
	switch c.Format {
	case "json":
		return research.JSONWriter(out, s.Ref())
	case "csv":
		return research.CSVWriter(out, research.CSVTable(c.Table))
	}
	return research.TableWriter(out, shownTransitions)
}

// analyse one file, held when it is small and as a stream when it is long.
func (c interactionCommand) analyse(r *run, path string, o research.Options, w research.Writer) (research.File, error) {
	file, err := openFile(r, path)
	if err != nil {
		return research.File{}, err
	}
	defer file.close()
	put := func(x research.Observation) error {
		if err := w.Observation(x); err != nil {
			return fmt.Errorf("%w: %w", errOutput, err)
		}
		return r.ctx.Err()
	}
	if file.long() {
		return c.stream(file, put)
	}
	read, err := format.Read(file.name, file.SectionReader)
	if err != nil {
		return research.File{}, err
	}
	if o.Permutations > 0 {
		if p := onTerminal(r.Err); p != nil {
			defer p.end()
			o.Progress = func(done, of int) { p.say("shuffling", 100*done/of) }
		}
	}
	for _, x := range research.Interaction(file.name, string(read.Kind), read.Set, o) {
		if err := put(x); err != nil {
			return research.File{}, err
		}
	}
	return research.File{File: file.name, Kind: string(read.Kind), Notes: research.Notes(read.Set.Notes)}, nil
}

// long tells that a file is to be read as a stream.
func (o *opened) long() bool {
	kind, err := format.Of(o.name, o.SectionReader)
	from, streams := streamFrom[kind]
	return err == nil && streams && o.size >= from
}

func (c interactionCommand) stream(file *opened, put func(research.Observation) error) (research.File, error) {
	s := &research.Stream{File: file.name, Keep: c.Events || c.Format == "csv" && c.Table == "events", Each: put}
	defer s.Stop()
	read, err := format.Stream(file.name, file.SectionReader, format.Visitor{
		Begin: s.Begin, Event: s.Event, End: s.End, Named: func(r recording.Recording) error { return s.Named(r) },
	})
	if err != nil {
		return research.File{}, err
	}
	return research.File{File: file.name, Kind: string(read.Kind), Streamed: true, Notes: research.Notes(read.Set.Notes)}, nil
}
