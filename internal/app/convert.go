package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"samspil/internal/fault"
	"samspil/internal/format"
	"samspil/internal/recording"
)

type convertCommand struct {
	In           string   `arg:"" help:"File to read: BORIS, GSEQ, ELAN, Datavyu, or a table."`
	Out          string   `arg:"" help:"File to write; its name says the form: .boris, .boris.gz, .sds, .eaf or .csv. One that is there is replaced."`
	Observation  string   `help:"Write only this one."`
	Comments     bool     `help:"Take the free words along. They may tell of a family."`
	Labels       bool     `help:"In an .sds file, label each unit with its observation's id, which must not be a person's name."`
	Conditions   []string `help:"In an .sds file, write these labels of the observations as conditions."`
	PauseAsState bool     `help:"In a BORIS project, write pauses as a state instead of one observation for each stretch between them."`
}

// Run writes a file in another form. What that form has no place for is said on
// the error output, a line a thing. The exit code is 0 when the file was written
// whole; else 1, and what stood there before stands there still.
func (c convertCommand) Run(r *run) error {
	kind, ok := format.OfName(c.Out)
	if !ok {
		return inWords(fault.New(fault.Invalid, "format.target", fault.Args{"name": filepath.Base(c.Out)}))
	}
	file, err := openFile(r, c.In)
	if err != nil {
		return err
	}
	defer file.close()
	if same(c.In, c.Out) {
		return fmt.Errorf("%s would be written over itself; give another name", c.In)
	}
	read, err := format.Read(file.name, file.SectionReader)
	if err != nil {
		return fmt.Errorf("%s: %w", c.In, inWords(err))
	}
	o := format.Options{
		Observation: c.Observation, Comments: c.Comments, Labels: c.Labels, Conditions: c.Conditions, PauseAsState: c.PauseAsState, At: time.Now(),
	}
	var notes []recording.Note
	err = replace(c.Out, func(to *os.File) error {
		notes, err = read.Write(to, kind, o)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s was not written: %w", c.Out, inWords(err))
	}
	if !read.Whole(kind, o) {
		notes = append(slices.Clone(read.Set.Notes), notes...)
	}
	for _, line := range noted(notes) {
		fmt.Fprintln(r.Err, line)
	}
	fmt.Fprintf(r.Out, "%s: %s\n", c.Out, counted(len(read.Set.Recordings), "observation"))
	return nil
}

// noted are notes on one line each; of many of one name and text the first.
func noted(notes []recording.Note) []string {
	type kind struct{ name, text string }
	times := map[kind]int{}
	for _, n := range notes {
		times[kind{n.Name, n.Text}]++
	}
	var lines []string
	for _, n := range notes {
		k := kind{n.Name, n.Text}
		if times[k] == 0 {
			continue
		}
		line := strings.Join(strings.Fields(n.Text), " ")
		if n.Where != "" {
			line = n.Where + ": " + line
		}
		if times[k] > 1 {
			line += fmt.Sprintf(" (%d times; this is the first)", times[k])
		}
		times[k] = 0
		lines = append(lines, line)
	}
	return lines
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// same tells whether two paths lead to one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	two, err := os.Stat(b)
	return err == nil && os.SameFile(one, two)
}

// replace writes a file beside its place and moves it there when it is whole.
func replace(path string, write func(*os.File) error) error {
	beside, err := os.CreateTemp(filepath.Dir(path), ".samspil-*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name()) // gone already when all went well
	if err := errors.Join(write(beside), beside.Close()); err != nil {
		return err
	}
	return os.Rename(beside.Name(), path)
}
