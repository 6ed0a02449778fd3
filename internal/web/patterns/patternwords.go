package patterns

import (
	"math"
	"strings"
	"unicode"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/probability"
	"samspil/internal/scheme"
)

// follows is one line of the table of what follows what.
type follows struct {
	First, Then scheme.Code
	N           int      // how often Then came after First
	Row         int      // how often anything came after First
	Expected    *float64 // how often by chance; nil where it cannot occur
	Probability *float64
	Residual    *float64
	Permuted    *float64 // by permutation, in the direction of the difference
	Q           *float64
	QLow, QHigh *float64
}

// finding is what can be said of a line.
type finding string

const (
	tooFew     finding = "few"    // too little was seen of what came first
	cannotBe   finding = "none"   // the two cannot follow each other
	byChance   finding = "chance" // about as often as by chance
	moreOften  finding = "more"
	moreSeldom finding = "less"
)

const (
	// leastFirst is how often the first thing must have been seen before a word is
	// said: the number under which Samspil never reckons.
	leastFirst = 10
	// Below these the residual is not read, and the permutation stands alone.
	leastRow      = 30
	leastExpected = 5.0
	// surprising is the share of shuffled orders, in the direction seen, below which
	// a line is called more often or more seldom.
	surprising = .025
)

// readable reports whether residual and its p may be read: below about thirty in
// the row and five expected they may not.
func (f follows) readable() bool {
	return f.Row >= leastRow && f.Expected != nil && *f.Expected >= leastExpected
}

// finding says what can be said. The permutation decides, since it holds for small
// counts too and compares each stretch with itself; where the residual may be read,
// it must stand out as well.
func (f follows) finding() finding {
	switch {
	case f.Expected == nil:
		return cannotBe
	case f.Row < leastFirst || f.Permuted == nil:
		return tooFew
	case *f.Permuted > surprising || f.readable() && f.Residual != nil && math.Abs(*f.Residual) < probability.Z95:
		return byChance
	case float64(f.N) > *f.Expected:
		return moreOften
	}
	return moreSeldom
}

// cast is what those who are spoken of are called.
type cast struct {
	Child, Parent string
	Lang          lang.Lang
}

func (c cast) of(s scheme.Subject) string {
	switch s {
	case scheme.Child:
		return c.Child
	case scheme.Parent:
		return c.Parent
	}
	return ""
}

// when is "Noah søger kontakt"; a code that counts as none of ours is named.
func (c cast) when(code scheme.Code) string {
	return c.phrase("when", code, "")
}

// then is "følger Sanne oftere efter".
func (c cast) then(code scheme.Code, how string) string {
	return c.phrase("then", code, how)
}

func (c cast) phrase(place string, code scheme.Code, how string) string {
	name := "other"
	if own, ok := scheme.Shipped().Code(code.As); ok {
		name = own.ASCII
	}
	return lang.T(c.Lang, "patterns."+place+"."+name, fault.Args{"name": c.of(code.Subject), "how": how, "code": code.Name(string(c.Lang))})
}

// sentence says a line in words, without a cause: "Når Noah søger kontakt, følger
// Sanne oftere efter, end man ville vente af tilfældighed: 31 gange mod 18 ventede."
func (c cast) sentence(f follows) string {
	if f.finding() == cannotBe {
		return lang.T(c.Lang, "patterns.say.none", nil)
	}
	how := lang.T(c.Lang, "patterns.how."+string(f.finding()), nil)
	return whole(lang.T(c.Lang, "patterns.say."+string(f.finding()), fault.Args{
		"when": c.when(f.First), "then": c.then(f.Then, how), "times": lang.TN(c.Lang, "patterns.times", f.N, nil),
		"expected": expectedCount(c.Lang, *f.Expected), "first": lang.TN(c.Lang, "patterns.times", f.Row, nil),
	}))
}

// whole is a sentence with single spaces and a capital letter.
func whole(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// expectedCount is a whole number from ten up, else with one decimal.
func expectedCount(l lang.Lang, v float64) string {
	if v >= 10 {
		return lang.Number(l, math.Round(v), 0)
	}
	return lang.Number(l, v, 1)
}
