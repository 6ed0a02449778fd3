package research

import (
	"bytes"
	"io"
	"testing"

	"samspil/internal/format"
	"samspil/internal/format/boris"
	"samspil/internal/recording"
)

// A project of 50 observations and 20,000 marks: read, budgets, all transitions with
// running states, written as JSON. To be done in 100 ms.
func BenchmarkProject(b *testing.B) {
	p, _ := boris.FromSet(recording.Generate(recording.Generated{Recordings: 50, Events: 400, Seed: 1}))
	var text bytes.Buffer
	if err := boris.Write(&text, p); err != nil {
		b.Fatal(err)
	}
	file := io.NewSectionReader(bytes.NewReader(text.Bytes()), 0, int64(text.Len()))
	b.Run("read and analyse", func(b *testing.B) {
		for b.Loop() {
			if len(analyse(b, file)) != 50 {
				b.Fatal("observations are missing")
			}
		}
	})
	b.Run("read, analyse and write", func(b *testing.B) {
		for b.Loop() {
			w := JSONWriter(io.Discard, "mikro 1.0")
			for _, o := range analyse(b, file) {
				if err := w.Observation(o); err != nil {
					b.Fatal(err)
				}
			}
			if err := w.Close(nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func analyse(b *testing.B, file *io.SectionReader) []Observation {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		b.Fatal(err)
	}
	read, err := format.Read("made-up.boris", file)
	if err != nil {
		b.Fatal(err)
	}
	return Interaction("made-up.boris", string(read.Kind), read.Set, options())
}

// Two codings of a thousand marks each, compared in every way.
func BenchmarkCompare(b *testing.B) {
	set := recording.Generate(recording.Generated{Recordings: 2, Events: 1000, Seed: 2})
	one, two := Coding{ID: "1", Recording: set.Recordings[0]}, Coding{ID: "2", Recording: set.Recordings[1]}
	for b.Loop() {
		Compare(one, two, AgreementOptions{Unit: 1000, Tolerance: 2000})
	}
}
