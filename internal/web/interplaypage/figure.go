package interplaypage

import (
	"math"
	"strconv"
	"strings"

	"samspil/internal/chart"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/method/indicator"
	"samspil/internal/scheme"
	"samspil/internal/web"
)

// Figure is one indicator as a page shows it: a question, an answer with how
// uncertain it is, how it was counted, and a sentence that a parent understands.
// With few events it has no figure but says so; without the codes it needs it
// says which are lacking.
type Figure struct {
	ID       string // "I1" … "I11"
	Question string
	Value    string    // "56 %"; empty when there is none to show
	Why      string    // instead of a value: "For få til at regne på"
	Range    string    // the interval in words, "mellem 37 og 73 %"; empty when unknown
	Drawing  chart.SVG // of a share; empty for other figures
	Count    string    // "14 af 25, svar inden for 5 sekunder"
	Sentence string
	Reduced  string // which codes of the indicator were not looked for
	Agreed   string // how alike two coders count it, where that is known
}

// Pictured are the indicators shown first; the others stand behind "Flere tal".
var Pictured = []string{"I1", "I10", "I4", "I8", "I5"}

// Basis is what figures are made from: the pooled indicators of the stretches, the
// scheme they were coded by, and what the people are called.
type Basis struct {
	Indicators indicator.Indicators
	Scheme     scheme.Scheme
	Who        Names
	ID         string // unique on the page, for the ids of the drawings
	// Highest is the highest value so far of the same two people, by indicator,
	// where one is to be drawn. Never that of another family.
	Highest map[string]Best
	// Agreed is how alike the coder and others count, by indicator, where it is to
	// be said.
	Agreed map[string]Reliable
}

// writer makes the figures of one basis.
type writer struct {
	v *web.Visit
	Basis
	heads map[string]indicator.Figure
}

// Figures are the five indicators of the picture and the other six.
func Figures(v *web.Visit, b Basis) (first, rest []Figure) {
	w := writer{v: v, Basis: b, heads: map[string]indicator.Figure{}}
	for _, f := range b.Indicators.Figures() {
		w.heads[f.Name] = f
	}
	for _, id := range Pictured {
		first = append(first, w.figure(id))
	}
	for _, id := range []string{"I2", "I3", "I6", "I7", "I9", "I11"} {
		rest = append(rest, w.figure(id))
	}
	return first, rest
}

func (w writer) figure(id string) Figure {
	head := w.heads[id]
	f := Figure{ID: id, Question: w.say("question", id, nil)}
	if head.Missing != "" {
		f.Why = w.v.T("interplay.not-coded")
		f.Count = w.missing(head.Basis)
		return f
	}
	args := w.args(id, head)
	if head.N > 0 {
		f.Sentence = strings.ReplaceAll(w.say("sentence", id, args), "..", ".") // "3 sek." ends a sentence too
	}
	if len(head.Without) > 0 {
		f.Reduced = w.v.Say("interplay.reduced", fault.Args{"codes": w.codes(head.Without)})
	}
	if head.Few || head.Value == nil {
		f.Why = w.v.T("interplay.few")
		f.Count = w.v.TN("interplay.few.count", head.N, fault.Args{"least": indicator.FewEvents})
		return f
	}
	f.Count, f.Agreed = w.say("count", id, args), w.agreement(id)
	w.value(&f, id, head)
	return f
}

// say is a text of an indicator: "interplay.count.I1".
func (w writer) say(kind, id string, args fault.Args) string {
	all := fault.Args{"child": w.Who.Child, "parent": w.Who.Parent}
	for k, x := range args {
		all[k] = x
	}
	return w.v.Say("interplay."+kind+"."+id, all)
}

// value writes the figure itself with its interval.
func (w writer) value(f *Figure, id string, head indicator.Figure) {
	low, high := 0.0, 0.0
	if head.CI != nil {
		low, high = head.CI.Low, head.CI.High
	}
	switch id {
	case "I2":
		f.Value = w.v.Say("interplay.value.seconds", fault.Args{"s": w.number(half(*head.Value))})
		if head.CI != nil {
			f.Range = w.v.Say("interplay.range.seconds", fault.Args{"low": w.number(half(low)), "high": w.number(half(high))})
		}
	case "I3":
		f.Value = w.v.T("interplay.value.beyond." + beyond(w.Indicators.I3))
	case "I5", "I7":
		f.Value = w.v.Say("interplay.value.rate", fault.Args{"r": w.number(*head.Value)})
		if head.CI != nil {
			f.Range = w.v.Say("interplay.range.rate", fault.Args{"low": w.number(low), "high": w.number(high)})
		}
	default:
		f.Value = w.v.Say("interplay.value.share", fault.Args{"p": percent(*head.Value)})
		if head.CI != nil {
			f.Range = w.v.Say("interplay.range.share", fault.Args{"low": percent(low), "high": percent(high)})
		}
		w.draw(f, *head.Value, low, high)
	}
}

func (w writer) draw(f *Figure, share, low, high float64) {
	desc := f.Value
	if f.Range != "" {
		desc = w.v.Say("interplay.interval.desc", fault.Args{"value": f.Value, "range": f.Range})
	}
	d := chart.Interval{Frame: chart.Frame{ID: "tal-" + w.ID + "-" + f.ID, Title: f.Question, Desc: desc, Lang: w.v.Lang},
		Share: share, Low: low, High: high, Highest: -1}
	if at, ok := w.Highest[f.ID]; ok {
		d.Highest = at.Share
		f.Count += ". " + w.highest(at, share)
	}
	f.Drawing = d.Draw(chart.IntervalWidth)
}

// highest tells what the line across the scale is: the highest so far, or where this
// value passes it, what was the highest before.
func (w writer) highest(at Best, share float64) string {
	key := "interplay.highest"
	if share > at.Share {
		key += ".passed"
	}
	when := lang.Month(w.v.Lang, at.On.Month())
	if at.On.Year() != w.v.Today().Year() {
		when = w.v.Say("interplay.highest.year", fault.Args{"month": at.On.Month(), "year": at.On.Year()})
	}
	return w.v.Say(key, fault.Args{"p": percent(at.Share), "when": when})
}

// beyond says how the answers lie to what would come by chance, by the interval of
// the odds ratio: "more", "less" or "unseen".
func beyond(c indicator.Contingency) string {
	switch {
	case c.CI == nil:
		return "unseen"
	case c.CI.Low > 0:
		return "more"
	case c.CI.High < 0:
		return "less"
	}
	return "unseen"
}

// args are the numbers that the count and the sentence of an indicator speak of.
func (w writer) args(id string, head indicator.Figure) fault.Args {
	in, set := w.Indicators, w.Scheme.Settings
	args := fault.Args{"n": head.N}
	share := func(s indicator.Share) { args["x"], args["rest"] = s.X, s.N-s.X }
	switch id {
	case "I1":
		share(in.I1.Share)
		args["s"] = w.seconds(set.Answer)
	case "I2":
		args["s"] = w.numberOr(head.Value, half)
	case "I3":
		args["q"], args["p"] = w.numberOr(in.I3.YulesQ, nil), w.numberOr(in.I3.PShift, nil)
		args["how"] = w.v.T("interplay.beyond." + beyond(in.I3))
	case "I4":
		share(in.I4)
	case "I5":
		args["length"] = Length(w.v, whole(in.T))
	case "I6":
		share(in.I6)
		args["s"] = w.seconds(set.Framing)
	case "I7":
		args["length"], args["chain"] = Length(w.v, whole(in.T)), w.numberOr(in.I7.MeanChain, nil)
	case "I8":
		together := int64(0)
		if in.I8.Share != nil {
			together = int64(math.Round(*in.I8.Share * float64(in.T)))
		}
		args["together"], args["length"] = Length(w.v, whole(together)), Length(w.v, whole(in.T))
	case "I9":
		share(in.I9.Share)
		args["s"] = w.seconds(set.Repair)
	case "I10":
		share(in.I10)
	case "I11":
		share(in.I11)
	}
	return args
}

func (w writer) missing(b indicator.Basis) string {
	if b.Missing == indicator.NoTimes {
		return w.v.T("interplay.no-times")
	}
	return w.v.Say("interplay.not-coded.why", fault.Args{"codes": w.codes(b.Without)})
}

// codes are the names of codes of the shipped scheme: »Trøster« og »Hård tone«.
func (w writer) codes(names []string) string {
	shipped := scheme.Shipped()
	var out []string
	for _, name := range names {
		c, _ := shipped.Code(name)
		out = append(out, w.v.Say("interplay.quoted", fault.Args{"text": c.Name(string(w.v.Lang))}))
	}
	return web.List(w.v.Lang, out)
}

func (w writer) seconds(ms int64) string { return w.number(float64(ms) / 1000) }

func (w writer) number(x float64) string { return lang.Number(w.v.Lang, x, 1) }

// numberOr writes a value with two decimals, changed by how; "–" for none.
func (w writer) numberOr(x *float64, how func(float64) float64) string {
	if x == nil {
		return "–"
	}
	if how != nil {
		return w.number(how(*x))
	}
	return lang.Number(w.v.Lang, *x, 2)
}

// half rounds to half a second: the hand of the coder has a lag of its own.
func half(s float64) float64 { return math.Round(s*2) / 2 }

// whole rounds a length to whole seconds.
func whole(ms int64) int64 { return (ms + 500) / 1000 * 1000 }

func percent(share float64) string { return strconv.Itoa(int(math.Round(share * 100))) }
