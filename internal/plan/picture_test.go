package plan

import (
	"strings"
	"testing"

	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/lang"
)

func TestThePictureInWords(t *testing.T) {
	now := noahNow
	now.Status, now.Reason = StatusApproved, "De har brug for ro."
	week := map[clock.Date]float64{day("2026-09-28"): 3}
	draft := noahNow
	draft.Status = StatusDraft
	tests := []struct {
		name string
		pic  Picture
		want string
	}{
		{"extra hours wait", Picture{Plan: now, Frame: Frame{Granted: 156, Waiting: 16}, Held: Held{Total: 121, Weeks: week}},
			"**121 af 156 timer** er holdt. Der er 35 tilbage. Uden de 16 ekstra timer slutter de søndag 13. december 2026."},
		{"the hours last", Picture{Plan: now, Frame: Frame{Granted: 172}, Held: Held{Total: 121, Weeks: week}},
			"**121 af 172 timer** er holdt. Der er 51 tilbage."},
		{"nothing granted", Picture{Plan: now, Held: Held{Total: 2.5}},
			"**2,5 timer** er holdt. Der er ikke bevilget timer endnu."},
		{"more than granted", Picture{Plan: now, Frame: Frame{Granted: 100}, Held: Held{Total: 101.5}},
			"**101,5 af 100 timer** er holdt. Det er 1,5 mere end bevilget."},
		{"a draft above the frame", Picture{Plan: draft, Frame: Frame{Granted: 156}},
			"**172 timer** på 44 uger. Det er 16 mere end de 156, der er bevilget. Sidste dag er søndag 17. januar 2027."},
		{"an empty draft", Picture{Plan: Plan{Status: StatusDraft}, Frame: Frame{Granted: 156}},
			"**156 timer** er bevilget. Skriv trinene, så tegner vi dem her."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.pic.Today, tt.pic.Lang = day("2026-10-01"), lang.Danish
			if got := tt.pic.Lead(); got != tt.want {
				t.Errorf("Lead:\n got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestThePictureDrawn(t *testing.T) {
	now := noahNow
	now.Status = StatusApproved
	p := Picture{
		Plan: now, Before: &noahFirst, Frame: Frame{Granted: 156, Waiting: 16}, Today: day("2026-10-01"), Lang: lang.English,
		Held: Held{Total: 3, Weeks: map[clock.Date]float64{day("2026-09-28"): 3}, Absent: map[clock.Date]bool{day("2026-08-24"): true}},
	}
	c := p.Chart()
	if len(c.Plan) != 3 || len(c.Waiting) != 1 || len(c.Weeks) != 2 || c.Words.Today != "Today, week 29" || c.Words.Waiting != "16 hours waiting" {
		t.Errorf("drawn: %+v", c)
	}
	if svg := string(c.Draw(chart.Narrow)); !strings.Contains(svg, "<title") {
		t.Error("the drawing has no title")
	}
	if got, want := now.InWords(lang.Danish), "5 timer om ugen til 7. juni, 4 til 22. november, derefter 2."; got != want {
		t.Errorf("InWords: %s", got)
	}
}
