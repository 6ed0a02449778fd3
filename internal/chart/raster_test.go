package chart

import (
	"strings"
	"testing"
	"time"

	"samspil/internal/clock"
	"samspil/internal/lang"

	"github.com/google/go-cmp/cmp"
)

// rasterExample is eight invented minutes of play with one pause.
func rasterExample() Raster {
	every := func(from, step int64, n int) []int64 {
		var at []int64
		for i := range n {
			at = append(at, from+int64(i)*step)
		}
		return at
	}
	return Raster{
		Frame: Frame{ID: "samspil", Title: "Samspillet, 8 minutters leg", Lang: lang.Danish, Desc: "15 initiativer og 9 svar."},
		To:    480_000, Start: clock.NewDate(2026, 9, 30).At(14, 42),
		Rows: []RasterRow{
			{Subject: Child, Name: "Initiativ", Points: every(12_000, 31_000, 15)},
			{Subject: Child, Name: "Søger kontakt", Points: every(58_000, 90_000, 5)},
			{Subject: Child, Name: "Trækker sig", Hollow: true, Points: []int64{149_000, 356_000}},
			{Subject: Parent, Name: "Følger", Points: every(15_000, 52_000, 9)},
			{Subject: Parent, Name: "Ikke til rådighed", Hollow: true, Stretches: []Stretch{{100_000, 118_000}}},
			{Subject: Dyad, Name: "Fælles fokus", Stretches: []Stretch{{14_000, 36_000}, {74_000, 88_000}, {412_000, 480_000}}},
			{Subject: Consultant, Name: "Konsulent støtter", Points: []int64{96_000, 226_000}},
		},
		Pauses: []Stretch{{240_000, 300_000}}, Words: RasterWords{Pause: "Pause"},
	}
}

func rasterEmpty() Raster {
	r := rasterExample()
	r.ID, r.To, r.Rows, r.Pauses = "tomt", 0, r.Rows[:1], nil
	r.Rows[0].Points = nil
	return r
}

func rasterRunning() Raster {
	r := rasterExample()
	r.ID, r.Start = "uden-ur", time.Time{}
	return r
}

func rasterHour() Raster {
	r := rasterExample()
	r.ID, r.To, r.Start = "time", 4_000_000, r.Start.Add(17*time.Second)
	return r
}

func intervalExample() Interval {
	return Interval{Frame: Frame{ID: "svar", Title: "Fik Noahs initiativer svar?", Desc: "56 %, usikkert fra 37 til 73 %.", Lang: lang.Danish},
		Share: .56, Low: .371, High: .733, Highest: .62}
}

func interplayDrawings() []drawing {
	bare := intervalExample()
	bare.ID, bare.Low, bare.High, bare.Highest = "faelles", 0, 0, -1
	edge := intervalExample()
	edge.ID, edge.Share, edge.Low, edge.High, edge.Highest = "kant", 1, .72, 1, 1
	return []drawing{
		{"raster", rasterExample().Draw(Wide)}, {"raster phone", rasterExample().Draw(Narrow)},
		{"raster empty", rasterEmpty().Draw(Wide)}, {"raster running time", rasterRunning().Draw(Column)},
		{"raster hour", rasterHour().Draw(Wide)},
		{"interval", intervalExample().Draw(IntervalWidth)}, {"interval bare", bare.Draw(IntervalWidth)}, {"interval edge", edge.Draw(IntervalWidth)},
	}
}

func TestRaster(t *testing.T) {
	classes := []string{"chart-mark", "chart-hollow", "chart-stretch", "chart-stretch-hollow", "chart-ring", "chart-pause", "chart-group"}
	// every row has one figure more, before its name
	want := map[string]int{}
	for i, n := range []int{15 + 5 + 9 + 2 + 4, 2 + 2, 3, 1, 2, 1, 3} {
		want[classes[i]] = n
	}
	for _, width := range []int{Wide, Narrow} {
		if d := cmp.Diff(want, parse(t, rasterExample().Draw(width)).counts(classes...)); d != "" {
			t.Errorf("%d px: %s", width, d)
		}
	}
}

func TestRasterStandsByTime(t *testing.T) {
	root := parse(t, rasterExample().Draw(Wide))
	grid := root.with("chart-grid")
	if len(grid) != 9 { // every whole minute of the clock, 14.42 to 14.50
		t.Fatalf("%d lines, want 9", len(grid))
	}
	minute := grid[1].number("x1") - grid[0].number("x1")
	first := root.with("chart-stretch")[0]
	if got, want := first.number("width"), minute*22/60; got < want-.2 || got > want+.2 {
		t.Errorf("22 s are %v px wide, want %v", got, want)
	}
	if got := root.with("chart-axis")[0].Text; got != "14.42" {
		t.Errorf("the first time is %q", got)
	}
}

func TestRasterTimes(t *testing.T) {
	for name, c := range map[string]struct {
		raster      Raster
		first, last string
	}{
		"clock":                   {rasterExample(), "14.42", "14.50"},
		"running":                 {rasterRunning(), "0:00", "8:00"},
		"begun between minutes":   {rasterHour(), "14.45", "15.45"},
		"nothing coded":           {rasterEmpty(), "", ""},
		"shorter than one step":   {Raster{To: 4000, Start: clock.NewDate(2026, 9, 30).At(14, 42).Add(3 * time.Second)}, "14.42:03", "14.42:03"},
		"a second look of twenty": {Raster{To: 20_000}, "0:00", "0:15"},
	} {
		t.Run(name, func(t *testing.T) {
			var names []string
			for _, at := range c.raster.ticks(c.raster.field(Wide)) {
				names = append(names, c.raster.timeName(at))
			}
			if len(names) == 0 {
				if c.first != "" {
					t.Error("no times")
				}
				return
			}
			if names[0] != c.first || names[len(names)-1] != c.last {
				t.Errorf("from %s to %s, want %s to %s", names[0], names[len(names)-1], c.first, c.last)
			}
		})
	}
}

func TestRasterTableIsInOrderOfTime(t *testing.T) {
	table := rasterExample().Table([3]string{"Kl.", "Hvad", "Hvor længe"}, func(ms int64) string { return Running(ms) })
	got := append(table.Rows[:3:3], table.Rows[len(table.Rows)-1])
	want := [][]string{
		{"14.42:12", "Initiativ", ""}, {"14.42:14", "Fælles fokus", "0:22"}, {"14.42:15", "Følger", ""}, {"14.49:26", "Initiativ", ""},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(table.Rows) != 38 {
		t.Errorf("%d rows, want 38: every mark and the pause", len(table.Rows))
	}
}

func TestRunning(t *testing.T) {
	for ms, want := range map[int64]string{0: "0:00", 999: "0:00", 271_000: "4:31", 3_871_000: "1:04:31", -5: "0:00"} {
		if got := Running(ms); got != want {
			t.Errorf("Running(%d) = %s, want %s", ms, got, want)
		}
	}
}

func TestInterval(t *testing.T) {
	for name, c := range map[string]struct {
		v             Interval
		band, highest int
	}{
		"with all":            {intervalExample(), 1, 1},
		"no uncertainty":      {Interval{Frame: Frame{ID: "a"}, Share: .3, Highest: -1}, 0, 0},
		"nothing so far: 0 %": {Interval{Frame: Frame{ID: "b"}, High: .2, Highest: 0}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			root := parse(t, c.v.Draw(IntervalWidth))
			if got := root.counts("chart-interval-band", "chart-interval-highest"); got["chart-interval-band"] != c.band || got["chart-interval-highest"] != c.highest {
				t.Errorf("got %v", got)
			}
			dot, scale := root.with("chart-mark")[0], root.with("chart-interval-scale")[0]
			want := scale.number("x1") + c.v.Share*(scale.number("x2")-scale.number("x1"))
			if d := dot.number("cx") - want; d < -.1 || d > .1 {
				t.Errorf("the dot stands at %v, want %v", dot.number("cx"), want)
			}
		})
	}
}

func TestRasterEscapesEveryWord(t *testing.T) {
	r := rasterExample()
	r.Rows[0].Name, r.Words.Pause = `<script>"`, `<b>&`
	s := r.Draw(Wide)
	parse(t, s)
	if strings.Contains(string(s), "<script") || strings.Contains(string(s), "<b>") {
		t.Error("a text came through as mark-up")
	}
}

func BenchmarkRaster(b *testing.B) {
	r := rasterExample()
	for i := range r.Rows {
		if len(r.Rows[i].Stretches) == 0 {
			for at := int64(0); len(r.Rows[i].Points) < 200; at += 2400 {
				r.Rows[i].Points = append(r.Rows[i].Points, at)
			}
		}
	}
	for b.Loop() {
		_ = ForPageAndPhone(r.Draw, Wide)
	}
}

func TestRasterOfAStretchThatBeginsLater(t *testing.T) {
	r := Raster{Frame: Frame{ID: "senere"}, From: 60_000, To: 120_000}
	f := r.field(Wide)
	if got := r.x(f, 60_000); got != f.left {
		t.Errorf("the beginning stands at %v, want %v", got, f.left)
	}
	if got, want := r.x(f, 90_000), (f.left+f.right)/2; got != want {
		t.Errorf("the middle stands at %v, want %v", got, want)
	}
	if got := r.x(f, 500_000); got != f.right {
		t.Errorf("what lies after the end stands at %v, want %v", got, f.right)
	}
}
