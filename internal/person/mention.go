package person

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"samspil/internal/access"
	"samspil/internal/casefile"
)

// Mentioned says what sort of shielded places a text gives away, each once, without
// the words themselves. It is asked before anything leaves the house. Whoever may
// read reports may ask: the answer opens nothing.
//
// A place is given away by its whole words, and by any part of them that points to
// it alone: a name, a number with letters, a telephone number. Words that many
// places share, such as "skolen", do not count, nor do the names of the
// family: "Trine" in an e-mail address is no secret.
func Mentioned(ctx context.Context, f *casefile.Reader, texts ...string) ([]PlaceKind, error) {
	if err := f.Need(access.Report, access.Read); err != nil {
		return nil, err
	}
	places, err := readPlaces(ctx, f)
	if err != nil {
		return nil, err
	}
	cards, err := readCards(ctx, f, `AND NOT EXISTS (SELECT 1 FROM card n WHERE n.supersedes = c.id)`)
	if err != nil {
		return nil, err
	}
	shared := slices.Clone(common)
	for _, c := range cards {
		if c.Role == Foster || c.Role == School || c.Role == Other {
			continue // who cares for a child tells where it is
		}
		shared = append(shared, strings.Fields(strings.ToLower(c.Name))...)
	}
	said := plain(strings.Join(texts, "\n"))
	var out []PlaceKind
	for _, p := range places {
		if p.Shielded && !slices.Contains(out, p.Kind) && namesPlace(said, p.Where.Open(), shared) {
			out = append(out, p.Kind)
		}
	}
	return out, nil
}

// plain is a text in small letters with single spaces between words and figures
// only, and a space at either end, so that whole words can be looked for.
func plain(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range strings.ToLower(text) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return " " + strings.Join(strings.Fields(b.String()), " ") + " "
}

func namesPlace(said, place string, shared []string) bool {
	if whole := plain(place); len(whole) > 6 && strings.Contains(said, whole) {
		return true
	}
	if digits := onlyDigits(place); len(digits) >= 6 && strings.Contains(onlyDigits(said), digits) {
		return true
	}
	for _, word := range strings.FieldsFunc(place, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if telling(word, shared) && strings.Contains(said, " "+strings.ToLower(word)) {
			return true
		}
	}
	return false
}

// common are words with a capital letter that point to no one place.
var common = []string{
	"adresse", "afdelingen", "allé", "alle", "barnet", "bor", "børnehave", "børnehaven", "børnehjem", "børnehus", "daginstitution", "dagtilbud",
	"familie", "familien", "folkeskole", "folkeskolen", "fritidshjem", "gade", "gaden", "han", "hos", "hun", "hus", "huset", "klub", "klubben",
	"kommune", "læge", "lægehus", "lægehuset", "mobil", "nord", "plejefamilie", "plejefamilien", "privat", "skole", "skolen", "sfo", "stien",
	"syd", "tandlæge", "tandlægen", "telefon", "torvet", "toget", "vej", "vejen", "vest", "vuggestue", "vuggestuen", "øst", "www", "http",
}

// telling reports whether a word of a place points to it: it begins with a capital
// letter and is none of the shared ones, or mixes letters and figures.
func telling(word string, shared []string) bool {
	letters, digits := false, false
	for _, r := range word {
		letters, digits = letters || unicode.IsLetter(r), digits || unicode.IsDigit(r)
	}
	if letters && digits {
		return len([]rune(word)) >= 3
	}
	first := []rune(word)[0]
	return unicode.IsUpper(first) && len([]rune(word)) >= 4 && !slices.Contains(shared, strings.ToLower(word))
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
