package demo_test

import (
	"testing"

	"samspil/internal/db/dbtest"
)

// BenchmarkFill is how long an empty demo takes to fill, people and all.
func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		filled(b, dbtest.SQLite(b), demoDay)
	}
}
