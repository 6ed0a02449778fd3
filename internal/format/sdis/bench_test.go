package sdis

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// long is a file of n codes that is made while it is read: units of 1,000 codes.
type long struct {
	n, made int
	timed   bool
	random  *rand.Rand
	rest    []byte
	at      int
}

func newLong(n int, timed bool) *long {
	head := "Event ($A = A1 A2 A3 A4) ($B = B1 B2 B3 B4);\n"
	if timed {
		head = "Timed" + strings.TrimPrefix(head, "Event")
	}
	return &long{n: n, timed: timed, random: rand.New(rand.NewPCG(1, 2)), rest: []byte(head)}
}

func (l *long) Read(p []byte) (int, error) {
	for len(l.rest) < len(p) && l.made < l.n {
		l.made++
		l.rest = append(l.rest, "AB"[l.random.IntN(2)], byte('1'+l.random.IntN(4)))
		if l.timed {
			l.at += 1 + l.random.IntN(3)
			l.rest = fmt.Appendf(l.rest, ",%d:%02d-", l.at/60, l.at%60)
		}
		if l.made%1000 == 0 {
			l.rest = append(l.rest, "/\n"...)
			l.at = 0
		} else {
			l.rest = append(l.rest, ' ')
		}
	}
	n := copy(p, l.rest)
	l.rest = append(l.rest[:0], l.rest[n:]...)
	if n == 0 && l.made == l.n {
		return 0, io.EOF
	}
	return n, nil
}

// Streaming holds one block and the names, whatever the length of the file.
func TestStreamingHoldsNoFile(t *testing.T) {
	for _, timed := range []bool{false, true} {
		held := func(n int) uint64 {
			runtime.GC()
			var before, m runtime.MemStats
			runtime.ReadMemStats(&before)
			var most uint64
			events := 0
			err := Stream(newLong(n, timed), Visitor{Event: func(Place, Happening) error {
				if events++; events%20_000 == 0 {
					runtime.GC()
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapAlloc)
				}
				return nil
			}})
			if err != nil || events != n {
				t.Fatalf("%d events, %v", events, err)
			}
			return most - min(most, before.HeapAlloc)
		}
		if short, long := held(20_000), held(400_000); long > short+1<<20 {
			t.Errorf("timed %v: %d bytes held for 20,000 codes, %d for 400,000", timed, short, long)
		}
	}
}

// BenchmarkStream reads ten million codes; ns/op divided by that is the time of
// one.
func BenchmarkStream(b *testing.B) {
	for _, c := range []struct {
		name  string
		timed bool
	}{{"event", false}, {"timed", true}} {
		b.Run(c.name, func(b *testing.B) {
			const n = 10_000_000
			// The file is made beforehand, a hundredth of it, and read over and over.
			part, err := io.ReadAll(newLong(n/100, c.timed))
			if err != nil {
				b.Fatal(err)
			}
			head, body, _ := strings.Cut(string(part), ";\n")
			b.ReportAllocs()
			for b.Loop() {
				counts := map[string]int{}
				parts := []io.Reader{strings.NewReader(head + ";\n")}
				for range 100 {
					parts = append(parts, strings.NewReader(body))
				}
				events := 0
				if err := Stream(io.MultiReader(parts...), Visitor{Event: func(_ Place, h Happening) error { events++; counts[h.Code]++; return nil }}); err != nil || events != n {
					b.Fatal(events, err)
				}
			}
		})
	}
}
