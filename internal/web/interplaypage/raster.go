package interplaypage

import (
	"slices"
	"strings"
	"time"

	"samspil/internal/chart"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
)

// Names are what the people of a contact are called on the page, in first names.
type Names struct{ Child, Parent string }

// Coded is one coded stretch as a page shows it.
type Coded struct {
	ID        string // unique on the page
	Part      string // "arrival", "play", "meal", "farewell", "other"
	Recording recording.Recording
	Scheme    scheme.Scheme
	Live      bool      // only the codes of the live set were looked for
	StartedAt time.Time // the clock time of millisecond 0; zero: not known
	Coder     string    // name of who coded
	How       string    // lang key of how it was coded: "interplay.source.desk"
}

// Panel is the picture of one coded stretch with its words and its table.
type Panel struct {
	ID, Title, Lead, Note string
	Drawing               chart.SVG
	Table                 chart.Table
	Empty                 bool // nothing was seen in it
}

// Picture draws one coded stretch: rows by whose behaviour it is, for a page and
// for a phone, with the sentence that says the same and the table of everything
// in it. A code that is not in the scheme is left out, for nobody has said what it
// means; the import tells of it.
func Picture(v *web.Visit, c Coded, who Names) Panel {
	spans := c.Recording.Observed()
	r := chart.Raster{
		Frame: chart.Frame{ID: "raster-" + c.ID, Lang: v.Lang},
		Rows:  rows(v, c), Start: c.StartedAt, Words: chart.RasterWords{Pause: v.T("interplay.pause")},
	}
	if len(spans) > 0 {
		r.From, r.To = spans[0].From, spans[len(spans)-1].To
	}
	for i := 1; i < len(spans); i++ {
		r.Pauses = append(r.Pauses, chart.Stretch{From: spans[i-1].To, To: spans[i].From})
	}
	length := Minutes(v, c.Recording.Length())
	p := Panel{ID: c.ID, Empty: len(c.Recording.Events) == 0}
	p.Title = v.Say("interplay.raster.title", fault.Args{"length": length, "part": v.T("interplay.part." + c.Part)})
	p.Lead = v.Say("interplay.raster.lead", fault.Args{"child": who.Child})
	r.Title, r.Desc = p.Title, p.sentence(v, c)
	p.Note = note(v, c)
	p.Drawing = chart.ForPageAndPhone(r.Draw, chart.Wide)
	p.Table = r.Table([3]string{v.T("interplay.table.time"), v.T("interplay.table.code"), v.T("interplay.table.length")},
		func(ms int64) string { return Length(v, ms) })
	return p
}

// rows are the codes that were looked for, and those seen beside them, grouped by
// subject in the order of the scheme.
func rows(v *web.Visit, c Coded) []chart.RasterRow {
	used := map[string]bool{}
	for _, e := range c.Recording.Events {
		used[e.Code] = true
	}
	var out []chart.RasterRow
	place := map[string]int{}
	for _, subject := range scheme.Subjects {
		for _, code := range c.Scheme.Codes {
			if code.Subject == subject && (!c.Live || code.Live || used[code.Code]) {
				place[code.Code] = len(out)
				out = append(out, chart.RasterRow{Subject: chart.Subject(subject), Name: code.Name(string(v.Lang)), Hollow: code.Hollow})
			}
		}
	}
	for _, e := range c.Recording.Events {
		i, ok := place[e.Code]
		if !ok {
			continue
		}
		row := &out[i]
		switch e.Kind {
		case recording.State:
			row.Stretches = append(row.Stretches, chart.Stretch{From: e.Onset, To: e.Offset})
		default:
			row.Points = append(row.Points, e.Onset)
		}
	}
	return out
}

// sentence counts what was seen, for those who do not see the drawing.
func (p Panel) sentence(v *web.Visit, c Coded) string {
	if p.Empty {
		return v.T("interplay.raster.nothing")
	}
	var parts []string
	for _, code := range c.Scheme.Codes {
		n := 0
		for _, e := range c.Recording.Events {
			if e.Code == code.Code {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, v.Say("interplay.raster.count", fault.Args{"code": code.Name(string(v.Lang)), "n": n}))
		}
	}
	return v.Say("interplay.raster.desc", fault.Args{"counts": web.List(v.Lang, parts)})
}

// note says who coded and when, and what the empty figures are.
func note(v *web.Visit, c Coded) string {
	args := fault.Args{"who": c.Coder, "how": v.T(c.How)}
	key := "interplay.raster.note"
	if !c.StartedAt.IsZero() {
		until := c.StartedAt
		if spans := c.Recording.Observed(); len(spans) > 0 {
			until = until.Add(time.Duration(spans[len(spans)-1].To) * time.Millisecond)
		}
		key, args["span"] = "interplay.raster.note-span", lang.Clock(v.Lang, c.StartedAt)+"–"+lang.Clock(v.Lang, until)
	}
	text := v.Say(key, args)
	var hollow []string
	for _, code := range c.Scheme.Codes {
		if code.Hollow && (!c.Live || code.Live) {
			hollow = append(hollow, v.Say("interplay.quoted", fault.Args{"text": strings.ToLower(code.Name(string(v.Lang)))}))
		}
	}
	if len(hollow) > 0 {
		text += " " + v.Say("interplay.raster.hollow", fault.Args{"codes": web.List(v.Lang, slices.Compact(hollow))})
	}
	return text
}

// Minutes writes an observed time as people say it: "8 minutter", "45 sekunder";
// minutes are rounded down to whole ones from one minute on.
func Minutes(v *web.Visit, ms int64) string {
	if ms < 60_000 {
		return v.TN("interplay.seconds", int(ms/1000))
	}
	return v.TN("interplay.minutes", int(ms/60_000))
}

// Length writes a length exactly: "5 min. 24 sek.", "12 sek.", "1,4 sek.".
func Length(v *web.Visit, ms int64) string {
	switch {
	case ms < 10_000:
		return v.Say("interplay.length.seconds", fault.Args{"s": lang.Number(v.Lang, float64(ms)/1000, 1)})
	case ms < 60_000:
		return v.Say("interplay.length.seconds", fault.Args{"s": ms / 1000})
	case ms/1000%60 == 0:
		return v.Say("interplay.length.minutes", fault.Args{"m": ms / 60_000})
	}
	return v.Say("interplay.length.both", fault.Args{"m": ms / 60_000, "s": ms / 1000 % 60})
}
