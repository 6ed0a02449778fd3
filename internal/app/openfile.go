package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// progressFrom is the size of a file from which reading it is worth a line.
const progressFrom = 8 << 20

// opened is a file to be read, which may tell on the screen how far it is.
type opened struct {
	*io.SectionReader
	name string // without its folder
	size int64
	file *os.File
	told *progress
}

// openFile opens a file for reading.
func openFile(r *run, path string) (*opened, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the file: %w", err)
	}
	about, err := file.Stat()
	switch {
	case err != nil:
		file.Close()
		return nil, fmt.Errorf("cannot read the file: %w", err)
	case !about.Mode().IsRegular():
		file.Close()
		return nil, fmt.Errorf("%s is no file; name files, one by one", path)
	}
	o := &opened{name: filepath.Base(path), size: about.Size(), file: file}
	var from io.ReaderAt = file
	if about.Size() >= progressFrom {
		o.told = onTerminal(r.Err)
		if o.told != nil {
			from = &watched{file, about.Size(), o}
		}
	}
	o.SectionReader = io.NewSectionReader(from, 0, about.Size())
	return o, nil
}

// close ends the line about progress too.
func (o *opened) close() {
	o.told.end()
	o.file.Close()
}

// watched tells how far a file has been read.
type watched struct {
	*os.File
	size int64
	o    *opened
}

// ReadAt reads, and tells.
func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.File.ReadAt(p, at)
	w.o.told.say(fmt.Sprintf("reading %s", w.o.name), int(100*(at+int64(n))/w.size))
	return n, err
}

// progress is a line on a terminal that is written over; nil is nobody watching.
type progress struct {
	w    io.Writer
	last string
}

// onTerminal gives a line of progress when w is a terminal, else nil.
func onTerminal(w io.Writer) *progress {
	file, ok := w.(*os.File)
	if !ok {
		return nil
	}
	about, err := file.Stat()
	if err != nil || about.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &progress{w: w}
}

func (p *progress) say(what string, percent int) {
	if p == nil {
		return
	}
	if text := fmt.Sprintf("\r%s: %d %%", what, percent); text != p.last {
		p.last = text
		fmt.Fprint(p.w, text)
	}
}

// end takes the line away.
func (p *progress) end() {
	if p != nil && p.last != "" {
		fmt.Fprint(p.w, "\r\033[K")
		p.last = ""
	}
}
