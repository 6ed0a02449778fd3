package demo_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/demo"
	"samspil/internal/voice"
)

// TestTheChildrenAreHeard: every child has been heard since the last follow-up or
// shortly before it, Freja's and Emil's words stand, and Liva's secret does not.
func TestTheChildrenAreHeard(t *testing.T) {
	store := demoStore(t)
	for _, c := range []struct{ name, lead, course, words string }{
		{"Villads", demo.BirgitteID, demo.VilladsID, "så ved jeg det godt"},
		{"Alma", demo.SoerenID, demo.AlmaID, "to huse"},
		{"Freja", demo.KarenID, demo.FrejaID, "Jeg vil gerne blive ved"},
		{"Noah", demo.LoneID, demo.NoahID, "henter han klodserne"},
		{"Liva", demo.MikkelID, demo.LivaID, "Den samme dør"},
		{"Emil", demo.AndersID, demo.EmilID, "fri fra det et stykke tid"},
	} {
		read(t, store, c.lead, c.course, func(ctx context.Context, r *casefile.Reader) error {
			all, err := voice.All(ctx, r)
			said := fmt.Sprintf("%+v", all)
			if !strings.Contains(said, c.words) {
				t.Errorf("%s: %q was not written", c.name, c.words)
			}
			if strings.Contains(said, "elefant") {
				t.Errorf("%s: confidential words stand open", c.name)
			}
			return err
		})
	}
	for who, want := range map[string]int{demo.HenrikID: 2, demo.MikkelID: 2, demo.BirgitteID: 1} {
		read(t, store, who, demo.LivaID, func(ctx context.Context, r *casefile.Reader) error {
			all, err := voice.All(ctx, r)
			if len(all) != want {
				t.Errorf("%s sees %d entries, want %d", actor(who).Name, len(all), want)
			}
			return err
		})
	}
	read(t, store, demo.AndersID, demo.EmilID, func(ctx context.Context, r *casefile.Reader) error {
		all, err := voice.Requests(ctx, r)
		if len(all) != 1 || all[0].Stage() != "" || all[0].Answered.Reply != voice.Yes {
			t.Errorf("Emil's request: %+v", all)
		}
		return err
	})
}
