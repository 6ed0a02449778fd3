package patterns

import (
	"math/rand/v2"
	"strings"
	"testing"

	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

func ptr(v float64) *float64 { return &v }

func code(t *testing.T, name string) scheme.Code {
	t.Helper()
	c, ok := scheme.Shipped().Code(name)
	if !ok {
		t.Fatalf("no code %s", name)
	}
	return c
}

func TestALineInWords(t *testing.T) {
	noah := cast{Child: "Noah", Parent: "Sanne", Lang: lang.Danish}
	for _, c := range []struct {
		name, first, then string
		f                 follows
		want              string
	}{
		{"more often", "B-KON", "F-FØL", follows{N: 31, Row: 42, Expected: ptr(18.2), Permuted: ptr(.0001)},
			"Når Noah søger kontakt, følger Sanne oftere efter, end man ville vente af tilfældighed: 31 gange mod 18 ventede."},
		{"more seldom", "B-KON", "F-OVE", follows{N: 1, Row: 42, Expected: ptr(6.26), Permuted: ptr(.004)},
			"Når Noah søger kontakt, tager Sanne sjældnere over, end man ville vente af tilfældighed: 1 gang mod 6,3 ventede."},
		{"as by chance", "F-ORD", "B-INI", follows{N: 9, Row: 20, Expected: ptr(8), Permuted: ptr(.41)},
			"Når Sanne sætter ord på, tager Noah omtrent så ofte et initiativ, som man ville vente af tilfældighed: 9 gange mod 8 ventede."},
		{"too few", "K-STØ", "F-FØL", follows{N: 4, Row: 6, Expected: ptr(2), Permuted: ptr(.01)},
			"Konsulenten støtter, og så følger Sanne efter: 4 gange ud af 6 gange. For få til at sige noget."},
		{"cannot be", "B-KON", "B-KON", follows{Row: 40}, "Kan ikke komme efter sig selv her."},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.f.First, c.f.Then = code(t, c.first), code(t, c.then)
			if got := noah.sentence(c.f); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestVerdictAtTheBorders(t *testing.T) {
	for _, c := range []struct {
		name     string
		f        follows
		want     finding
		readable bool
	}{
		{"nine are too few", follows{N: 9, Row: 9, Expected: ptr(2), Permuted: ptr(.001)}, tooFew, false},
		{"ten are enough for the permutation", follows{N: 9, Row: 10, Expected: ptr(2), Permuted: ptr(.001)}, moreOften, false},
		{"just surprising", follows{N: 9, Row: 30, Expected: ptr(5), Permuted: ptr(.025)}, moreOften, true},
		{"just not", follows{N: 9, Row: 30, Expected: ptr(5), Permuted: ptr(.0251)}, byChance, true},
		{"a small cell is not read", follows{N: 9, Row: 30, Expected: ptr(4.9), Permuted: ptr(.02)}, moreOften, false},
		{"a short row is not read", follows{N: 1, Row: 29, Expected: ptr(6), Permuted: ptr(.02)}, moreSeldom, false},
		{"the residual does not stand out", follows{N: 38, Row: 60, Expected: ptr(32), Permuted: ptr(.001), Residual: ptr(1.4)}, byChance, true},
		{"both stand out", follows{N: 48, Row: 60, Expected: ptr(32), Permuted: ptr(.001), Residual: ptr(4.4)}, moreOften, true},
		{"a residual that may not be read", follows{N: 9, Row: 12, Expected: ptr(3), Permuted: ptr(.001), Residual: ptr(1.4)}, moreOften, false},
		{"without a permutation nothing is said", follows{N: 31, Row: 42, Expected: ptr(18)}, tooFew, true},
	} {
		if got := c.f.finding(); got != c.want || c.f.readable() != c.readable {
			t.Errorf("%s: %s, readable %v", c.name, got, c.f.readable())
		}
	}
}

// Every pair of codes makes a whole sentence in both languages, with names in it and
// no word of a cause.
func TestEveryPairHasWords(t *testing.T) {
	other := scheme.Code{Code: "X-1", Subject: scheme.Child, Words: map[string]scheme.Words{"da": {Name: "Bygger"}, "en": {Name: "Builds"}}}
	codes := append(scheme.Shipped().Codes, other)
	for _, l := range lang.All {
		who := cast{Child: "Noah", Parent: "Sanne", Lang: l}
		for _, first := range codes {
			for _, then := range codes {
				for _, p := range []float64{.001, .5} {
					got := who.sentence(follows{First: first, Then: then, N: 12, Row: 40, Expected: ptr(6), Permuted: ptr(p)})
					if strings.ContainsAny(got, "{}‹›") || strings.Contains(got, "  ") || !strings.HasSuffix(got, ".") {
						t.Errorf("%s, %s: %q", first.Code, then.Code, got)
					}
					for _, word := range []string{"fordi", "derfor", "skyldes", "because", "causes", "leads to", "får"} {
						if strings.Contains(got, " "+word+" ") {
							t.Errorf("%q names a cause", got)
						}
					}
				}
			}
		}
	}
}

// Nine contacts of eight minutes, as a psychologist pools them.
func BenchmarkAsk(b *testing.B) {
	codes := scheme.Shipped().Codes
	var recs []recording.Recording
	r := rand.New(rand.NewPCG(1, 2))
	for range 9 {
		rec := recording.Recording{Segments: []recording.Span{{From: 0, To: 480_000}}}
		for at := int64(1000); at < 479_000; at += 2000 + r.Int64N(5000) {
			c := codes[r.IntN(len(codes))]
			rec.Events = append(rec.Events, recording.Event{Code: c.Code, Subject: string(c.Subject), Kind: recording.Point, Onset: at, Offset: at})
		}
		recs = append(recs, rec)
	}
	var names []string
	for _, c := range codes {
		names = append(names, c.Code)
	}
	q := inquiry{Codes: names, Firsts: names, Thens: names, Seed: 1}
	for name, how := range map[string]inquiry{"order": {Lag: 1}, "time": {Window: 5000}} {
		b.Run(name, func(b *testing.B) {
			q.Lag, q.Window = how.Lag, how.Window
			for b.Loop() {
				if a := ask(recs, scheme.Shipped(), q); len(a.Lines) == 0 {
					b.Fatal("nothing was counted")
				}
			}
		})
	}
}
