package phone

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNoTwoFamiliesReadAlike: two lines »N.« on a phone mean a note in the wrong family.
func TestNoTwoFamiliesReadAlike(t *testing.T) {
	for name, c := range map[string]struct {
		children map[string][]string
		want     map[string]string
	}{
		"one letter is enough":    {map[string][]string{"a": {"Noah"}, "b": {"Ellen Maria"}}, map[string]string{"a": "N.", "b": "E."}},
		"siblings":                {map[string][]string{"a": {"Noah", "Signe"}, "b": {"Noah"}}, map[string]string{"a": "N. S.", "b": "N."}},
		"the second letter":       {map[string][]string{"a": {"Noah"}, "b": {"Nikoline"}, "c": {"Åse"}}, map[string]string{"a": "No.", "b": "Ni.", "c": "Å."}},
		"the second letter, æøå":  {map[string][]string{"a": {"Åse"}, "b": {"Åge"}, "c": {"åøe"}}, map[string]string{"a": "Ås.", "b": "Åg.", "c": "Åø."}},
		"a number, the older one": {map[string][]string{"b": {"Noah"}, "a": {"Noa"}, "c": {"Nanna"}}, map[string]string{"a": "No. (1)", "b": "No. (2)", "c": "Na."}},
		"no name at all":          {map[string][]string{"a": nil, "b": {" "}}, map[string]string{"a": "(1)", "b": "(2)"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, apart(c.children)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
