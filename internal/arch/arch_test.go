package arch

import (
	"strings"
	"testing"
)

// TestHouse holds the whole product against every rule.
func TestHouse(t *testing.T) {
	packs := readProduct(t)
	if len(packs) < 2 {
		t.Fatalf("found %d packages; is this run from its own folder?", len(packs))
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, finding := range r.check(packs) {
				t.Error(finding)
			}
		})
	}
}

// TestRulesAreSeenFailing shows each rule catching a small breach, and nothing
// but that breach.
func TestRulesAreSeenFailing(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range breaches {
		t.Run(c.rule+"/"+c.name, func(t *testing.T) {
			seen[c.rule] = true
			files := map[string][]byte{}
			for name, text := range c.files {
				files[name] = []byte(text)
			}
			packs := parseAll(t, files)
			for _, r := range rules {
				got := r.check(packs)
				switch {
				case r.name != c.rule && len(got) > 0:
					t.Errorf("rule %q found %q in what breaks %q only", r.name, got, c.rule)
				case r.name == c.rule && c.want == "" && len(got) > 0:
					t.Errorf("found %q in what is right", got)
				case r.name == c.rule && c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
					t.Errorf("found %q, want one finding with %q", got, c.want)
				}
			}
		})
	}
	for _, r := range rules {
		if !seen[r.name] {
			t.Errorf("rule %q has not been seen failing", r.name)
		}
	}
}

// TestRung places packages on the ladder.
func TestRung(t *testing.T) {
	for _, c := range []struct {
		name, below, above string
	}{
		{"ground before trade", "fault", "person"},
		{"the door before the trade", "casefile", "course"},
		{"trade before faces", "report", "web"},
		{"a page after the kit", "web", "web/courses"},
		{"a named package wins over its row", "web/testkit", "web/courses"},
		{"the command last of what runs", "app", "cmd/samspil"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if rung(c.below) < 0 || rung(c.below) >= rung(c.above) {
				t.Errorf("%s is at %d, %s at %d", c.below, rung(c.below), c.above, rung(c.above))
			}
		})
	}
	for _, stranger := range []string{"util", "web/courses/deep", "person/deep", "methodology"} {
		if got := rung(stranger); got != -1 {
			t.Errorf("%s is at %d, want no place", stranger, got)
		}
	}
}
