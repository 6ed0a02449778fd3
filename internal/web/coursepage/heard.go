package coursepage

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/voice"
	"samspil/internal/web"
)

// Unheard says which children nobody has written of since the last follow-up: what is
// to be done about it, and why. It is empty when every child has been heard, and for
// those who may not know.
type Unheard struct{ Title, Text string }

// Unheard looks for children who have not been heard before the next follow-up (rule
// child.voice_gap). Confidential entries count only for those who may know of them.
func (h Head) Unheard(v *web.Visit, f *casefile.Reader) (Unheard, error) {
	if !f.Can(access.Plan, access.Read) || !f.Can(access.Notes, access.Write) {
		return Unheard{}, nil
	}
	all, err := voice.All(v.Context(), f)
	if err != nil {
		return Unheard{}, err
	}
	held, err := plan.FollowUps(v.Context(), f)
	if err != nil {
		return Unheard{}, err
	}
	var since clock.Date
	if len(held) > 0 {
		since = held[0].HeldOn
	}
	var ids, names []string
	for _, c := range h.Children() {
		ids = append(ids, c.PersonID)
	}
	for _, id := range voice.Silent(all, ids, since) {
		names = append(names, h.WhoIs(id))
	}
	if len(names) == 0 {
		return Unheard{}, nil
	}
	due, err := plan.NextFollowUp(v.Context(), f, h.Programme)
	if err != nil {
		return Unheard{}, err
	}
	who := fault.Args{"names": web.List(v.Lang, names)}
	u := Unheard{v.T("voice.gap", who), v.T("voice.gap.ever")}
	if !due.On.IsZero() {
		who["date"] = lang.DayMonth(v.Lang, due.On)
		u.Title = v.T("voice.gap.before", who)
	}
	if !since.IsZero() {
		u.Text = v.T("voice.gap.since", fault.Args{"date": lang.LongDate(v.Lang, since)})
	}
	return u, nil
}
