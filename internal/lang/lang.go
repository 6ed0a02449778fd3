// Package lang holds every text that people meet, in Danish and in English, and
// writes dates, times and numbers as people in Denmark do.
//
// A text is found by a key such as "plan.hours.title". Places in it are written
// {name}. A text that depends on a number has two keys, ending in .one and .other.
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
)

// Lang is a language code.
type Lang string

const (
	// Danish comes first; every text is written in it.
	Danish Lang = "da"
	// English is complete as well.
	English Lang = "en"
)

// All lists the languages, Danish first.
var All = []Lang{Danish, English}

//go:embed da/*.json en/*.json
var files embed.FS

var catalogues = mustLoad()

// mustLoad reads the embedded catalogues; a broken one is found by every test.
func mustLoad() map[Lang]map[string]string {
	out := map[Lang]map[string]string{}
	for _, l := range All {
		texts, err := load(l)
		if err != nil {
			panic(err)
		}
		out[l] = texts
	}
	return out
}

func load(l Lang) (map[string]string, error) {
	entries, err := files.ReadDir(string(l))
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, e := range entries {
		name := path.Join(string(l), e.Name())
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts := map[string]string{}
		if err := json.Unmarshal(b, &texts); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for k, v := range texts {
			if _, twice := all[k]; twice {
				return nil, fmt.Errorf("read %s: key %s stands in another file too", name, k)
			}
			all[k] = v
		}
	}
	return all, nil
}

// Has reports whether the language has a text under the key.
func Has(l Lang, key string) bool {
	_, ok := catalogues[l][key]
	return ok
}

// Keys returns every key of the language.
func Keys(l Lang) []string {
	keys := make([]string, 0, len(catalogues[l]))
	for k := range catalogues[l] {
		keys = append(keys, k)
	}
	return keys
}

// T returns the text under key with its places filled in. A key without a text
// is returned between ‹ ›, so that the lack is seen and a test finds it.
func T(l Lang, key string, args fault.Args) string {
	text, ok := catalogues[l][key]
	if !ok {
		return "‹" + key + "›"
	}
	return fill(l, text, args)
}

// TN returns key.one for n = 1, else key.other; {n} is filled in with n.
func TN(l Lang, key string, n int, args fault.Args) string {
	with := fault.Args{"n": n}
	for k, v := range args {
		with[k] = v
	}
	if n == 1 {
		return T(l, key+".one", with)
	}
	return T(l, key+".other", with)
}

func fill(l Lang, text string, args fault.Args) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", say(l, value))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// say writes a value the way people of the language do: dates, times of the
// day, months and numbers; everything else as it is.
func say(l Lang, value any) string {
	switch v := value.(type) {
	case clock.Date:
		return LongDate(l, v)
	case time.Time:
		return Clock(l, v)
	case time.Month:
		return Month(l, v)
	case float64:
		return Number(l, v, 2)
	}
	return fmt.Sprint(value)
}

// Parse returns the language for a code such as "en" or "en-GB"; Danish when
// the code is not known.
func Parse(code string) Lang {
	if strings.HasPrefix(strings.ToLower(code), "en") {
		return English
	}
	return Danish
}
