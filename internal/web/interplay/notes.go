package interplay

import (
	"regexp"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/web"
)

// noteWords is what a reader of files noticed, in the reader's language, with where
// in the file. A note that has no words here keeps its own in English, and english
// is set.
func noteWords(v *web.Visit, n recording.Note) (words string, english bool) {
	key := "interplay.note." + n.Name
	if !lang.Has(v.Lang, key) {
		words, english = n.Text, true
		if n.Where != "" {
			words = n.Where + ": " + n.Text
		}
		return words, english
	}
	args := fault.Args{"what": v.T(key), "where": whereWords(v, n.Where)}
	switch {
	case n.Where != "":
		return v.Say("interplay.noteline.at", args), false
	case more.MatchString(n.Text): // the same was told before, one by one
		return v.Say("interplay.noteline.more", args), false
	}
	return v.T(key), false
}

var (
	more     = regexp.MustCompile(`^(and \d+ more|There are more)`)
	byNumber = regexp.MustCompile(`^(observation|event|line|tier|column|behaviour|code) (\d+)$`)
)

// whereWords is a place in a file: "optagelse 3, hændelse 12". What is not a place by
// number is the name of a recording and stays.
func whereWords(v *web.Visit, where string) string {
	parts := strings.Split(where, ", ")
	for i, p := range parts {
		if m := byNumber.FindStringSubmatch(p); m != nil {
			parts[i] = v.Say("interplay.notewhere."+m[1], fault.Args{"n": m[2]})
		}
	}
	return strings.Join(parts, ", ")
}

// noteLine is one note on the page.
type noteLine struct {
	Text    string
	English bool // it has no words in the reader's language
}

func noteOf(v *web.Visit, n recording.Note) noteLine {
	text, english := noteWords(v, n)
	return noteLine{text, english}
}
