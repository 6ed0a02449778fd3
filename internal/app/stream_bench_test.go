package app

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// writeLong writes a table or an SDIS file of invented events, nobody's: 50
// recordings, ten codes of moments and six of states.
func writeLong(b *testing.B, path string, events int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	table := filepath.Ext(path) == ".csv"
	if table {
		fmt.Fprintln(w, "recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment")
	} else {
		fmt.Fprintln(w, "Event (P0 P1 P2 P3 P4 P5 P6 P7 P8 P9 S0 S1 S2 S3 S4 S5);")
	}
	at := 0
	for i := range events {
		code := r.IntN(16)
		at += r.IntN(3000)
		if i%(events/50) == 0 {
			at = 0
			if !table && i > 0 {
				fmt.Fprintln(w, "/")
			}
		}
		switch {
		case !table && code < 10:
			fmt.Fprintf(w, "P%d ", code)
		case !table:
			fmt.Fprintf(w, "S%d ", code-10)
		case code < 10:
			fmt.Fprintf(w, "o%d,child,P%d,point,,%d.%03d,%d.%03d,,\n", i/(events/50), code, at/1000, at%1000, at/1000, at%1000)
		default:
			stop := at + 1 + r.IntN(9000)
			fmt.Fprintf(w, "o%d,parent,S%d,state,,%d.%03d,%d.%03d,,\n", i/(events/50), code-10, at/1000, at%1000, stop/1000, stop%1000)
		}
	}
	fmt.Fprintln(w, map[bool]string{false: "/"}[table])
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// Ten million events from the file to the result. To be done in 3 s and 200 MB.
func BenchmarkTenMillion(b *testing.B) {
	for _, ending := range []string{"csv", "sds"} {
		b.Run(ending, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "long."+ending)
			writeLong(b, path, 10_000_000)
			for b.Loop() {
				if code := Main([]string{"analyse", "interaction", "--format", "json", path}, Streams{Out: io.Discard, Err: os.Stderr}); code != 0 {
					b.Fatal("exit code ", code)
				}
			}
		})
	}
}
