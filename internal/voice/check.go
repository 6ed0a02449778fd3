package voice

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/person"
)

// MaxText is how many characters a text may have, MaxLine a line.
const (
	MaxText = 4000
	MaxLine = 200
)

// tidy takes the space around every text away, and what does not belong to a child
// that was asked, or was not.
func (e Entry) tidy() Entry {
	for _, text := range []*string{&e.OtherWay, &e.Through, &e.Words, &e.Weight, &e.Outcome, &e.Alone, &e.TellWords, &e.Correction} {
		*text = strings.TrimSpace(*text)
	}
	if e.How != Through {
		e.Through = ""
	}
	if e.Tell != TellSome {
		e.TellWords = ""
	}
	if e.NotAsked {
		e.How, e.Tell, e.Alone, e.ParentsOn = "", "", "", clock.Date{}
	} else {
		e.Why, e.OtherWay = "", ""
	}
	return e
}

func (e Entry) check(today clock.Date) error {
	var bad fault.Problems
	checkDay(&bad, "on", e.On, today)
	if e.NotAsked {
		e.checkNotAsked(&bad)
	} else {
		e.checkSaid(&bad, today)
	}
	for _, one := range []struct{ field, text string }{
		{"otherway", e.OtherWay}, {"words", e.Words}, {"tellwords", e.TellWords}, {"weight", e.Weight}, {"outcome", e.Outcome},
		{"alone", e.Alone}, {"correction", e.Correction},
	} {
		tooLong(&bad, one.field, one.text, MaxText)
	}
	tooLong(&bad, "through", e.Through, MaxLine)
	return bad.Err()
}

// checkNotAsked: the reason and the other way are both compulsory (barnets lov § 5).
func (e Entry) checkNotAsked(bad *fault.Problems) {
	if !slices.Contains(WhyNots, e.Why) {
		bad.Add("why", "voice.why.missing")
	}
	if e.OtherWay == "" {
		bad.Add("otherway", "voice.otherway.missing")
	}
	if e.Confidential {
		bad.Add("confidential", "voice.notasked.confidential")
	}
}

func (e Entry) checkSaid(bad *fault.Problems, today clock.Date) {
	if !slices.Contains(Ways, e.How) {
		bad.Add("how", "voice.how.missing")
	}
	if e.How == Through && e.Through == "" {
		bad.Add("through", "voice.through.missing")
	}
	if e.Words == "" {
		bad.Add("words", "voice.words.missing")
	}
	if !slices.Contains(Subjects, e.Subject) {
		bad.Add("subject", "voice.subject.missing")
	}
	switch {
	case !slices.Contains(Tells, e.Tell):
		bad.Add("tell", "voice.tell.missing")
	case e.Tell == TellSome && e.TellWords == "":
		bad.Add("tellwords", "voice.tellwords.missing")
	case e.Tell == TellNone && !e.Confidential:
		bad.Add("confidential", "voice.tell.none-open")
	}
	if e.ParentsOn.After(today) {
		bad.Add("parentson", "voice.day.future")
	}
}

func checkDay(bad *fault.Problems, field string, on, today clock.Date) {
	switch {
	case on.IsZero():
		bad.Add(field, "voice.day.missing")
	case on.After(today):
		bad.Add(field, "voice.day.future")
	}
}

func tooLong(bad *fault.Problems, field, text string, limit int) {
	if utf8.RuneCountInString(text) > limit {
		bad.Add(field, "voice.too-long", fault.Args{"max": limit})
	}
}

// needChild asks that the person is a child of the course.
func needChild(ctx context.Context, f *casefile.Reader, personID string) error {
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return err
	}
	var bad fault.Problems
	if !slices.ContainsFunc(cards, func(c person.Card) bool { return c.PersonID == personID && c.Role == person.Child }) {
		bad.Add("child", "voice.child.missing")
	}
	return bad.Err()
}
