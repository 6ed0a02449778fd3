package rule

import (
	"regexp"
	"strings"

	"samspil/internal/lang"
)

var (
	further    = regexp.MustCompile(`, og stk\. (\d+)`)
	subsection = regexp.MustCompile(`, stk\. (\d+)`)
	number     = regexp.MustCompile(`,? nr\. (\d+)`)
)

// Cite writes the source for a reader: Danish law as Danes cite it, in English
// as "§ 95(2)".
func (r Rule) Cite(l lang.Lang) string {
	if r.originKey != "" {
		return lang.T(l, r.originKey, nil)
	}
	return Cite(l, r.Source)
}

// Cite writes a citation of Danish law, such as "barnets lov § 104, stk. 5",
// for a reader of the language: "barnets lov § 104(5)" in English.
func Cite(l lang.Lang, source string) string {
	if l != lang.English {
		return source
	}
	source = further.ReplaceAllString(source, " and ($1)")
	source = subsection.ReplaceAllString(source, "($1)")
	source = number.ReplaceAllString(source, " no. $1")
	for _, w := range [][2]string{{", og ", " and "}, {"artikel ", "article "}} {
		source = strings.ReplaceAll(source, w[0], w[1])
	}
	return source
}
