package interaction

import (
	"context"
	"slices"

	"samspil/internal/casefile"
	"samspil/internal/method/indicator"
	"samspil/internal/scheme"
)

// Suggestion is a moment that may be worth showing, found in the coding. Nothing
// in it has words yet.
type Suggestion struct {
	Moment
	Prompted bool // the consultant helped shortly before
	Repair   bool // they lost each other and found back
}

// unkind are the codes that no suggested moment holds, whatever the scheme calls
// them.
var unkind = []string{"F-OVE", "F-NEG", "F-FRA", "B-AFV", "B-UTR"}

// Suggestions returns the moments of a session that went well, in order of time:
// the child began, the parent answered, and nothing hard followed; or they found
// each other again. Only the reader's visible codings count. A moment in which the
// parent took over or was harsh is never among them.
func Suggestions(ctx context.Context, f *casefile.Reader, sessionID string) ([]Suggestion, error) {
	all, err := Segments(ctx, f, sessionID)
	if err != nil {
		return nil, err
	}
	var out []Suggestion
	for _, s := range all {
		if s.Hidden || s.SecondOf != "" {
			continue
		}
		coded, err := SchemeNamed(ctx, f.Tx(), s.Scheme)
		if err != nil {
			return nil, err
		}
		out = append(out, suggest(coded, s)...)
	}
	return out, nil
}

func suggest(coded scheme.Scheme, s Segment) []Suggestion {
	found := Indicators(coded, []Segment{s})
	var out []Suggestion
	for _, kind := range []struct {
		chains []indicator.Chain
		repair bool
	}{{found.Answers, false}, {found.Repairs, true}} {
		for _, c := range kind.chains {
			if m, ok := good(coded, s, c); ok {
				m.Repair = kind.repair
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return int(a.Child.At - b.Child.At) })
	return out
}

// good makes a suggestion of a chain in which nobody took over, was harsh or
// turned away, neither in the answer nor in what followed.
func good(coded scheme.Scheme, s Segment, c indicator.Chain) (Suggestion, bool) {
	as := func(code string) string {
		k, _ := coded.Code(code)
		return k.As
	}
	if !c.Calm || c.Response.Code == "" || slices.Contains(unkind, as(c.Response.Code)) {
		return Suggestion{}, false
	}
	m := Moment{SegmentID: s.ID, Child: Step{Code: c.Bid.Code, At: c.Bid.Onset}, Parent: Step{Code: c.Response.Code, At: c.Response.Onset}}
	for _, e := range c.Then {
		if slices.Contains(unkind, as(e.Code)) {
			continue
		}
		m.Then = Step{Code: e.Code, At: e.Onset}
		break
	}
	return Suggestion{Moment: m, Prompted: c.Prompted}, true
}
