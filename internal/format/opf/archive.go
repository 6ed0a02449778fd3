package opf

import (
	"archive/zip"
	"bytes"
	"io"

	"samspil/internal/fault"
)

// Read reads an archive of at most MaxArchive. An archive that cannot be read, has
// no cells in it or unpacks to more than MaxBytes ends in an Invalid fault.
func Read(r io.Reader) (File, error) {
	packed, err := io.ReadAll(io.LimitReader(r, MaxArchive+1))
	if err != nil {
		return File{}, err
	}
	if len(packed) > MaxArchive {
		return File{}, fault.New(fault.Invalid, "opf.size", fault.Args{"max": MaxArchive >> 20})
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return File{}, &fault.Error{Kind: fault.Invalid, Key: "opf.archive", Err: err}
	}
	for _, entry := range archive.File {
		if entry.Name != "db" {
			continue
		}
		// What the archive says of its size may be a lie, so the text is counted too.
		if entry.UncompressedSize64 > MaxBytes {
			return File{}, fault.New(fault.Invalid, "opf.unpacked", fault.Args{"max": MaxBytes >> 20})
		}
		text, err := entry.Open()
		if err != nil {
			return File{}, &fault.Error{Kind: fault.Invalid, Key: "opf.archive", Err: err}
		}
		f, err := ReadText(text)
		_ = text.Close() // only read from
		if _, said := fault.As(err); err != nil && !said {
			// All of it is in memory: what fails now is the packing.
			return File{}, &fault.Error{Kind: fault.Invalid, Key: "opf.archive", Err: err}
		}
		return f, err
	}
	return File{}, fault.New(fault.Invalid, "opf.no-db")
}
