package lang

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

var place = regexp.MustCompile(`\{[a-z_A-Z]+\}`)

func TestLanguagesHaveTheSameKeysAndPlaces(t *testing.T) {
	for _, key := range Keys(Danish) {
		if !Has(English, key) {
			t.Errorf("%s has no English text", key)
			continue
		}
		da, en := place.FindAllString(T(Danish, key, nil), -1), place.FindAllString(T(English, key, nil), -1)
		slices.Sort(da)
		slices.Sort(en)
		if !slices.Equal(slices.Compact(da), slices.Compact(en)) {
			t.Errorf("%s: places differ: %v and %v", key, da, en)
		}
	}
	for _, key := range Keys(English) {
		if !Has(Danish, key) {
			t.Errorf("%s has no Danish text", key)
		}
	}
}

func TestPluralsComeInPairs(t *testing.T) {
	for _, key := range Keys(Danish) {
		if stem, ok := strings.CutSuffix(key, ".one"); ok && !Has(Danish, stem+".other") {
			t.Errorf("%s has no .other", stem)
		}
	}
}

func TestMissingTextIsSeen(t *testing.T) {
	if got := T(Danish, "no.such.key", nil); got != "‹no.such.key›" {
		t.Errorf("got %q", got)
	}
}

func TestFill(t *testing.T) {
	if got := fill(Danish, "{a} af {b}", fault.Args{"a": 1, "b": "to"}); got != "1 af to" {
		t.Errorf("got %q", got)
	}
}

func TestValuesAreWrittenAsPeopleDo(t *testing.T) {
	args := fault.Args{"d": clock.NewDate(2026, 10, 1), "t": clock.NewDate(2026, 10, 1).At(14, 30), "m": time.October, "h": 13.5, "n": 12.0}
	const text = "{d} {t} {m} {h} {n}"
	if got, want := fill(Danish, text, args), "torsdag 1. oktober 2026 14.30 oktober 13,5 12"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := fill(English, text, args), "Thursday 1 October 2026 14:30 October 13.5 12"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDatesAndNumbers(t *testing.T) {
	d := clock.NewDate(2026, 10, 1)
	for _, c := range []struct{ got, want string }{
		{LongDate(Danish, d), "torsdag 1. oktober 2026"}, {LongDate(English, d), "Thursday 1 October 2026"},
		{ShortDate(Danish, d), "tors. 1. okt."}, {ShortDate(English, d), "Thu 1 Oct"},
		{Clock(Danish, d.At(14, 30)), "14.30"}, {Clock(English, d.At(14, 30)), "14:30"},
		{Number(Danish, 81.5, 1), "81,5"}, {Number(Danish, 84, 1), "84"}, {Number(English, 0.25, 2), "0.25"},
		{PlainDate(Danish, clock.Date{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
