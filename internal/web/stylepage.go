package web

import (
	"samspil/internal/clock"
	"samspil/internal/fault"
)

// stylePageData shows each component once, with the demo's invented family.
type stylePageData struct {
	Form     Form
	Stages   Stages
	Next     NextStep
	Tags     []string
	Grades   []int
	Events   []Event
	Team     []Fact
	Figures  []Figure
	Track    Stages
	Steps    Stages
	Often    []Option
	Who      []Option
	Place    []Option
	Scale    []Option
	YesNo    []Option
	Asked    clock.Date
	Children []string
}

// stylePage is the page /stil of the demo. Its form can be sent, to see how
// problems look.
func stylePage(v *Visit) (Response, error) {
	v.Form.Fill("length", "1½")
	v.Form.Fill("purpose", v.T("style.form.purpose.default"))
	page := Page("web/style", stylePageOf(v)).Titled("style.title")
	if !v.Posted() {
		return page, nil
	}
	var p fault.Problems
	switch v.Form.OneOf(&p, "often", "1", "2", "4", "5") {
	case "":
		p.Add("often", "style.form.often.missing")
	case "5":
		p.Add("often", "style.form.often.wrong")
	}
	v.Form.Number(&p, "length")
	start := v.Form.NeededDate(&p, "start", "style.form.start.missing")
	v.Form.Time(&p, "at", start)
	v.Form.Needed(&p, "purpose", "style.form.purpose.missing", 200)
	if err := p.Err(); err != nil {
		return NotValid(page, err)
	}
	return Redirect("/stil", "style.form.saved"), nil
}

func stylePageOf(v *Visit) stylePageData {
	return stylePageData{
		Form: v.Form,
		Next: NextStep{
			Title: v.T("style.next.title"), Text: v.T("style.next.text"),
			Deed: Deed{To: "tel:00 00 00 12", Text: v.T("style.next.deed")},
			More: []Link{{"/stil", v.T("style.next.more")}},
		},
		Stages: Stages{
			Label: v.T("style.stages"), Sentence: v.T("style.stages.sentence"), Note: v.T("style.stages.note"),
			Steps: stagesOf(v, "style.stage.", map[string]string{"going": "now", "taper": "todo", "close": "todo"},
				"referred", "team", "start", "going", "taper", "close"),
		},
		Tags:   []string{"done", "waiting", "soon", "broken", "none"},
		Grades: []int{3, 2, 1, 0},
		Events: []Event{
			{When: v.T("style.stage.when.going"), Title: v.T("style.event.1"), Text: v.T("style.event.1.text"), Tag: Tag{"soon", v.T("style.tag.soon")}},
			{When: v.T("style.stage.when.start"), Title: v.T("style.event.2"), Text: v.T("style.event.2.text"), Tag: Tag{"broken", v.T("style.tag.broken")}, To: "/stil"},
			{When: v.T("style.stage.when.team"), Title: v.T("style.event.3"), Text: v.T("style.event.3.text"), Tag: Tag{"waiting", v.T("style.tag.waiting")}},
		},
		Team: []Fact{
			{Label: v.T("style.team.lead"), Text: v.T("style.team.lead.text")},
			{Label: v.T("style.team.psychologist"), Text: v.T("style.team.psychologist.text")},
		},
		Figures: []Figure{{"81,5", v.T("style.figures.hours")}, {"96 %", v.T("style.figures.share")}},
		Track: Stages{Label: v.T("style.track"), Steps: stagesOf(v, "style.track.",
			map[string]string{"read": "todo", "ack": "broken"}, "sent", "delivered", "read", "ack")},
		Steps: Stages{
			Label: v.T("style.form"), Sentence: v.T("style.form.steps"), Note: v.T("style.form.steps.note"),
			Steps: stagesOf(v, "style.form.step.", map[string]string{"4": "now", "5": "todo", "6": "todo"}, "1", "2", "3", "4", "5", "6"),
		},
		Often: Options("style.form.often.", "1", "2", "4", "5"),
		Who:   Options("style.form.who.", "foster", "consultant"),
		Place: Options("style.form.place.", "house", "home"),
		Scale: Scale(10), YesNo: YesNo(), Asked: v.Today().AddDays(-9),
		Children: []string{"Noah", "Emil", "Freja"},
	}
}

// stagesOf makes stages that are done unless states says otherwise.
func stagesOf(v *Visit, prefix string, states map[string]string, names ...string) []Stage {
	var out []Stage
	for _, name := range names {
		s := Stage{Name: v.T(prefix + name), State: "done"}
		if other, ok := states[name]; ok {
			s.State = other
		}
		if prefix == "style.stage." {
			s.Note = v.T(prefix + "when." + name)
		}
		out = append(out, s)
	}
	return out
}
