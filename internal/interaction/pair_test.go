package interaction_test

import (
	"testing"

	"samspil/internal/interaction"
	"samspil/internal/person"
)

func TestPairOf(t *testing.T) {
	card := func(id string, role person.Role) person.Card { return person.Card{PersonID: id, Role: role} }
	one := []person.Card{card("c", person.Child), card("m", person.Parent), card("g", person.Relative)}
	two := append([]person.Card{card("d", person.Child), card("f", person.Parent)}, one...)
	placed := []person.Card{card("c", person.Child), card("p", person.Foster), card("q", person.Foster)}
	for _, c := range []struct {
		name    string
		cards   []person.Card
		present []string
		want    string
	}{
		{"the two", two, []string{"c", "m"}, "c~m"},
		{"the other parent", two, []string{"c", "f"}, "c~f"},
		{"both parents", two, []string{"c", "m", "f"}, interaction.UnknownPair},
		{"two children", two, []string{"c", "d", "m"}, interaction.UnknownPair},
		{"nobody named, several", two, nil, interaction.UnknownPair},
		{"nobody named, one of each", one, nil, "c~m"},
		{"the child alone named", one, []string{"c"}, "c~m"},
		{"with the grandmother", one, []string{"c", "g"}, "c~g"},
		{"the parent counts before a relative", one, []string{"c", "m", "g"}, "c~m"},
		{"one foster parent of two", placed, []string{"c", "q"}, "c~q"},
		{"foster parents, none named", placed, []string{"c"}, interaction.UnknownPair},
		{"nobody known", nil, []string{"noah"}, "~"},
	} {
		if got := interaction.PairOf(c.present, c.cards); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := interaction.Couples(two); len(got) != 4 || got[0].Pair() != "d~f" {
		t.Errorf("%d couples, first %q", len(got), got[0].Pair())
	}
}
