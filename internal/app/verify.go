package app

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"samspil/internal/verify"
)

// exitCode ends the command with that code; what there was to say has been said.
type exitCode int

// Error names the code; it is never shown.
func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

type vectorsCommand struct {
	Fixtures []string `help:"Folder with the files that vectors name; can be given several times. After these, fixtures, ../fixtures and ../shared/fixtures beside the vector file are tried." sep:"none" placeholder:"DIR" type:"path"`
	Files    []string `arg:"" name:"file" help:"Files with vectors."`
}

// Run puts the vectors of all files to Samspil's own code. The exit code is 0 when
// all passed, 1 when one failed and 2 when a file could not be read.
func (c vectorsCommand) Run(r *run) error {
	out := bufio.NewWriter(r.Out)
	var all verify.Tally
	for _, name := range c.Files {
		text, err := os.ReadFile(name)
		if err != nil {
			all.Unreadable++
			fmt.Fprintf(r.Err, "samspil: cannot read the vectors: %s\n", oneLine(err))
			continue
		}
		t, err := verify.File(out, text, c.beside(name))
		all.Passed, all.Failed, all.Skipped = all.Passed+t.Passed, all.Failed+t.Failed, all.Skipped+t.Skipped
		all.Unreadable += t.Unreadable
		if err != nil {
			fmt.Fprintf(r.Err, "samspil: %s is no vector file: %s\n", name, oneLine(err))
		}
	}
	fmt.Fprintln(out, all)
	if err := out.Flush(); err != nil {
		return err
	}
	if code := all.Exit(); code != 0 {
		return exitCode(code)
	}
	return nil
}

// beside opens the files that the vectors of one file name.
func (c vectorsCommand) beside(vectors string) verify.Open {
	folder := filepath.Dir(vectors)
	places := append([]string{}, c.Fixtures...)
	for _, p := range []string{"fixtures", "../fixtures", "../shared/fixtures"} {
		places = append(places, filepath.Join(folder, p))
	}
	return func(name string) ([]byte, error) {
		if !filepath.IsLocal(name) {
			return nil, fmt.Errorf("the file %q is named by a path that leaves its folder", name)
		}
		for _, place := range places {
			text, err := os.ReadFile(filepath.Join(place, name))
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return text, err
			}
		}
		return nil, fmt.Errorf("%s is not among the fixtures; say where with --fixtures: %w", name, fs.ErrNotExist)
	}
}
