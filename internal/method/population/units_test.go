package population

import (
	"math"
	"testing"
)

func TestOverdispersion(t *testing.T) {
	for _, c := range []struct {
		name       string
		units      []Unit
		phi, widen float64
	}{
		{"at the target", []Unit{{100, 50}, {64, 32}}, 0, 1},
		{"within chance: z is 1 and -1", []Unit{{100, 55}, {100, 45}}, 1, 1},
		{"far apart: z is 4 and -4", []Unit{{100, 70}, {100, 30}}, 16, 4},
		{"the outer tenth at each end is pulled in", []Unit{{100, 100}, {100, 50}, {100, 50}, {100, 50}, {100, 50}, {100, 50}, {100, 50}, {100, 50}, {100, 50}, {100, 0}}, 0, 1},
		{"nobody", nil, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			phi, widen := Overdispersion(.5, c.units)
			if math.Abs(phi-c.phi) > 1e-9 || math.Abs(widen-c.widen) > 1e-9 {
				t.Errorf("got %v and %v, want %v and %v", phi, widen, c.phi, c.widen)
			}
		})
	}
	if got := (Limits{.4, .6}).Widen(.5, 2); math.Abs(got.Low-.3) > 1e-12 || math.Abs(got.High-.7) > 1e-12 {
		t.Errorf("widened to %v", got)
	}
	if got := (Limits{.4, .6}).Widen(.5, 9); got.Low != 0 || got.High != 1 {
		t.Errorf("widened beyond the scale: %v", got)
	}
}

func TestShrink(t *testing.T) {
	alike := Shrink([]Unit{{100, 50}, {100, 50}, {20, 10}})
	for _, s := range alike {
		if math.Abs(s-.5) > 1e-12 {
			t.Errorf("units that do not differ: %v", alike)
		}
	}
	// θ = .5, Σ n (p - θ)² = 100·.04 + 100·.04 = 8, less θ(1 - θ) = .25, over
	// 200 - 20000/200 - 1 = 99: τ² = 7.75/99, a + b = .25/τ² - 1, shares by hand.
	weight := .25/(7.75/99) - 1
	got := Shrink([]Unit{{100, 70}, {100, 30}})
	if want := (.5*weight + 70) / (weight + 100); math.Abs(got[0]-want) > 1e-12 || got[0] >= .7 || got[0] <= .5 {
		t.Errorf("got %v, want %v", got, want)
	}
	if Shrink(nil) != nil {
		t.Error("a share of nobody")
	}
}
