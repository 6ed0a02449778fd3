package paper

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// tied are the words that stay on the line of what comes after them.
var tied = map[string]bool{"§": true, "stk.": true, "nr.": true, "kl.": true}

// Bind ties together what must not be parted at the end of a line, with spaces at
// which no line is broken: "stk. 1", "30 %", "29. maj".
func Bind(s string) string {
	if !strings.ContainsAny(s, ".§%0123456789") {
		return s
	}
	words := strings.Split(s, " ")
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i, word := range words {
		switch {
		case i == 0:
		case bound(words[i-1], word):
			b.WriteString("\u00a0")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

func bound(before, after string) bool {
	before = strings.TrimLeft(before, "(»\"")
	first, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case tied[strings.ToLower(before)]:
		return unicode.IsDigit(first)
	case first == '%':
		return unicode.IsDigit(last)
	}
	return ordinal(before) && unicode.IsLower(first) || before != "" && len(before) <= 2 && strings.Trim(before, "0123456789") == "" && month(after)
}

// month reports a month as English writes it after its day: "2 October,".
func month(word string) bool {
	m, err := time.Parse("January", strings.TrimRight(word, ".,;:)"))
	return err == nil && m.Month() > 0
}

// ordinal reports a number with a full stop, as in a date: "29." and "2.–3.".
func ordinal(word string) bool {
	figures, ok := strings.CutSuffix(word, ".")
	if !ok || figures == "" || len(figures) > 8 {
		return false
	}
	return strings.Trim(figures, "0123456789.–") == ""
}
