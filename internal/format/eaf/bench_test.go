package eaf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRead reads a file of 10,000 annotations on ten tiers.
func BenchmarkRead(b *testing.B) {
	const n = 10_000
	var line, tiers strings.Builder
	for i := range n {
		fmt.Fprintf(&line, "b%d=%d e%d=%d ", i, i*50, i, i*50+40)
	}
	for t := range 10 {
		var annotations []string
		for i := t; i < n; i += 10 {
			annotations = append(annotations, aligned(fmt.Sprint("a", i), fmt.Sprint("b", i), fmt.Sprint("e", i), "F-FØL"))
		}
		tiers.WriteString(tier(fmt.Sprint("tier ", t), "", annotations...))
	}
	text := []byte(top + slots(line.String()) + tiers.String() + foot)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := Read(bytes.NewReader(text))
		if err != nil || len(d.Set().Recordings[0].Events) != n {
			b.Fatal(err)
		}
	}
}
