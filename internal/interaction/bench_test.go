package interaction_test

import (
	"context"
	"fmt"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// thousand are a thousand entries of a contact: moments and stretches, some undone,
// one pause.
func thousand(n int) []interaction.Entry {
	codes := scheme.Shipped().Codes
	var list []interaction.Entry
	for i := range n - 3 {
		c := codes[i%len(codes)]
		e := interaction.Entry{At: int64(i) * 700, Deed: interaction.Point, Code: c.Code}
		if c.Kind == recording.State {
			e.Deed = interaction.Start
			if i/len(codes)%2 == 1 {
				e.Deed = interaction.Stop
			}
		}
		if i%50 == 49 {
			e = interaction.Entry{At: int64(i) * 700, Deed: interaction.Undo, Of: list[i-1].ID}
		}
		e.ID = fmt.Sprintf("e%d", i)
		list = append(list, e)
	}
	end := int64(n) * 700
	return taps(append(list, deed(end/2, interaction.Pause), deed(end/2+5000, interaction.Resume), deed(end, interaction.End))...)
}

func BenchmarkFold1000Entries(b *testing.B) {
	list, s := thousand(1000), scheme.Shipped()
	b.ReportAllocs()
	for b.Loop() {
		if got := interaction.Fold(s, list); len(got.Recording.Events) < 700 {
			b.Fatal(len(got.Recording.Events))
		}
	}
}

// The contact page reads, folds and counts; the law's questions are the page's own.
func BenchmarkSegmentsOfAContact1000(b *testing.B) {
	w := casefiletest.One(b)
	f := newFamily(b, w)
	s := f.segment()
	f.coded(w.Lone, s, thousand(1100)...)
	b.ReportAllocs()
	for b.Loop() {
		f.read(w.Lone, func(ctx context.Context, r *casefile.Reader) error {
			all, err := interaction.Segments(ctx, r, f.session)
			if err == nil && len(interaction.Indicators(scheme.Shipped(), all).Figures()) != 11 {
				b.Fatal("indicators are missing")
			}
			return err
		})
	}
}

func BenchmarkAppend100Entries(b *testing.B) {
	w := casefiletest.One(b)
	f := newFamily(b, w)
	n := 0
	for b.Loop() {
		s := f.segment()
		w.OK(b, f.open(w.Lone, s))
		list := thousand(100)
		for i := range list {
			list[i].ID = fmt.Sprintf("%d-%s", n, list[i].ID)
			if list[i].Of != "" {
				list[i].Of = fmt.Sprintf("%d-%s", n, list[i].Of)
			}
		}
		n++
		if _, err := f.append(w.Lone, s.ID, list); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBeside1000Events(b *testing.B) {
	s := interaction.Segment{Scheme: mikro, Closed: true, Recording: interaction.Fold(scheme.Shipped(), thousand(1100)).Recording}
	for b.Loop() {
		interaction.Beside(scheme.Shipped(), s, s)
	}
}
