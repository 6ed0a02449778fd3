package interplaypage

import (
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/method/indicator"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Best is the highest value of an indicator before, and when that was.
type Best struct {
	Share float64
	On    clock.Date
}

// Reliable is how alike two coders counted an indicator, as known of one of them.
type Reliable = interaction.Reliability

// history is what the coded figures of the course say about those of one session,
// read in one statement.
type history struct {
	highest map[string]Best
	agreed  map[string]Reliable
	pairs   int // stretches that the coder and somebody else both have coded
}

// historyOf reads it. Who may not read the measurements gets none.
func historyOf(v *web.Visit, f *casefile.Reader, shown []interaction.Segment) (history, error) {
	if !f.Can(access.Measures, access.Read) {
		return history{}, nil
	}
	all, err := interaction.FiguresOf(v.Context(), f)
	if err != nil {
		return history{}, err
	}
	now := shown[0]
	h := history{highest: map[string]Best{}, agreed: map[string]Reliable{}}
	both := codedWith(all, now.CoderID)
	for _, g := range both {
		if g.SecondOf != "" {
			h.pairs++
		}
	}
	for _, g := range (indicator.Indicators{}).Figures() {
		h.agreed[g.Name] = interaction.PairsOf(both, g.Name)
		if best, ok := highestBefore(all, now, g.Name); ok {
			h.highest[g.Name] = best
		}
	}
	return h, nil
}

// highestBefore is the highest value of an indicator in earlier contacts of the same
// child and parent, counted by the same coder and the same version of the scheme.
// Contacts with too few events to count on, and sessions that are no contacts, are
// left out.
func highestBefore(all []interaction.Figures, now interaction.Segment, name string) (best Best, ok bool) {
	if now.Pair == "" {
		return best, false
	}
	own := slices.DeleteFunc(slices.Clone(all), func(g interaction.Figures) bool { return g.Pair != now.Pair })
	sessions := interaction.PerSession(own, name, now.CoderID)
	i := slices.IndexFunc(sessions, func(s interaction.SessionFigure) bool { return s.SessionID == now.SessionID })
	if i < 0 {
		return best, false
	}
	for _, s := range sessions[:i] { // in order of time
		value := s.Sum.Value(name)
		if value == nil || s.Sum.N < indicator.FewEvents || s.CoderID != now.CoderID || s.Version != sessions[i].Version {
			continue
		}
		if !ok || *value > best.Share {
			best, ok = Best{*value, s.On}, true
		}
	}
	return best, ok
}

// codedWith keeps the stretches that the coder and somebody else both have coded.
func codedWith(all []interaction.Figures, coder string) []interaction.Figures {
	first := map[string]interaction.Figures{}
	for _, g := range all {
		first[g.SegmentID] = g
	}
	var out []interaction.Figures
	for _, g := range all {
		one, ok := first[g.SecondOf]
		if ok && (g.CoderID == coder || one.CoderID == coder) {
			out = append(out, one, g)
		}
	}
	return out
}

// agreement is said where enough is known: "Enighed, når to koder de samme 5 stykker:
// 0,58, usikkert mellem −0,09 og 0,94".
func (w writer) agreement(id string) string {
	r, ok := w.Agreed[id]
	if !ok || r.N < interaction.LeastPairs || r.ICC == nil || r.ICCCI == nil {
		return ""
	}
	return w.v.Say("interplay.agreed", fault.Args{"n": r.N, "icc": signed(w.v, *r.ICC), "low": signed(w.v, r.ICCCI[0]), "high": signed(w.v, r.ICCCI[1])})
}

// signed is a number of two decimals with a minus of full width.
func signed(v *web.Visit, x float64) string {
	return strings.Replace(lang.Number(v.Lang, x, 2), "-", "−", 1)
}

// agreed says under the figures how far it is known that two would count alike, and
// leads to where the two codings are held beside each other.
func (w *View) agreed(v *web.Visit, s Session, now interaction.Segment, h history) {
	if h.agreed == nil {
		return
	}
	w.AgreedDeed = v.T("interplay.agreed.to")
	w.Agreed.To = coursepage.Path(now.CourseID, "kodning", now.ID, "enighed")
	switch {
	case h.pairs == 0:
		w.AgreedDeed = v.T("interplay.agreed.ask")
		w.Agreed.Text = v.Say("patterns.over.alone", fault.Args{"name": s.Staff.Name(now.CoderID)})
	case h.pairs < interaction.LeastPairs:
		w.Agreed.Text = v.TN("patterns.over.pairs.few", h.pairs, fault.Args{"need": interaction.LeastPairs})
	default:
		w.Agreed.Text = v.T("interplay.agreed.note")
	}
}
