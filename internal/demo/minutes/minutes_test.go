package minutes

import (
	"math/rand/v2"
	"testing"

	"samspil/internal/method/indicator"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// What is made up holds exactly what it was made up to hold.
func TestMinutesHoldTheCount(t *testing.T) {
	coding := indicator.CodingOf(scheme.Shipped(), true)
	for _, c := range []Count{{48, 20, 6, false}, {32, 21, 13, false}, {45, 25, 9, true}, {20, 20, 20, false}, {10, 0, 0, false}} {
		dice := rand.New(rand.NewPCG(1, 2))
		a, b := c.Split(4, 9)
		got := indicator.Pool([]recording.Recording{Of(a, 480, dice).Recording(), Of(b, 600, dice).Recording()}, coding)
		if got.I1.N != c.Bids || got.I1.X != c.Answered || got.I10.N != c.Answered || got.I10.X != c.Unaided {
			t.Errorf("%+v: %d of %d answered, %d of %d without help", c, got.I1.X, got.I1.N, got.I10.X, got.I10.N)
		}
	}
}

func TestSeenIsALittleDifferent(t *testing.T) {
	first := Of(Count{20, 12, 6, false}, 480, rand.New(rand.NewPCG(3, 4)))
	second := first.Seen(8, rand.New(rand.NewPCG(5, 6)))
	if len(second.Events) >= len(first.Events) || len(second.Events) < len(first.Events)/2 {
		t.Errorf("%d of %d events", len(second.Events), len(first.Events))
	}
}

func TestAttuned(t *testing.T) {
	coding := indicator.CodingOf(scheme.Shipped(), true)
	for percent := 30; percent < 70; percent++ {
		got := indicator.Pool([]recording.Recording{Of(Attuned(percent), 900, rand.New(rand.NewPCG(1, uint64(percent)))).Recording()}, coding)
		if share := (200*got.I4.X + got.I4.N) / (2 * got.I4.N); share != percent {
			t.Errorf("%d of %d is %d %%, want %d", got.I4.X, got.I4.N, share, percent)
		}
	}
}
