package chart

import (
	"time"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

// The drawings of the tests: invented families, in Danish as the pages ask for them.

func day(month time.Month, d int) clock.Date { return clock.NewDate(2026, month, d) }

func weeksFrom(first clock.Date, hours ...float64) []Week {
	var all []Week
	for i, h := range hours {
		all = append(all, Week{Of: first.AddDays(7 * i), Hours: h})
	}
	return all
}

func repeat(h float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = h
	}
	return all
}

func concat(parts ...[]float64) []float64 {
	var all []float64
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// points at those days of the year's start, with those values; a value below 0 is a missed one.
func points(first clock.Date, every int, values ...float64) []Point {
	var all []Point
	for i, v := range values {
		p := Point{On: first.AddDays(every * i), Value: v}
		if v < 0 {
			p.Missed, p.Value = true, 0
		}
		all = append(all, p)
	}
	return all
}

func phaseExample() Phase {
	return Phase{
		Frame: Frame{
			ID: "rolige-morgener", Title: "Rolige morgener, set af mor", Lang: lang.Danish,
			Desc: "Mors vurdering er steget fra omkring 3 til omkring 7. 14 målinger, én mangler.",
		},
		From: day(1, 5), To: day(10, 4), Scale: Scale{Max: 10, Step: 2}, Subject: Parent, Band: 2.352,
		Points: append(append(points(day(1, 5), 5, 3, 2, 3, 4, 3),
			points(day(2, 16), 21, 4, 5, 4, 6, 5, 6)...),
			Point{On: day(7, 12), Missed: true}, Point{On: day(8, 9), Value: 7},
			Point{On: day(8, 30), Value: 6}, Point{On: day(9, 20), Value: 7}),
		Borders: []Border{
			{day(1, 26), "4 timer om ugen"}, {day(4, 6), "2½ time"}, {day(6, 29), "1 time"},
		},
		Weeks: weeksFrom(day(1, 26), concat(repeat(4, 10), repeat(2.5, 12), repeat(1, 14))...),
		Words: PhaseWords{
			First: "Før start", End: "Mor: 7", Missed: "mangler", Hours: "Timer om ugen",
			Mark: "En måling, 0–10", Median: "Midterste måling i perioden",
			Band: "Så meget kan en enkelt måling svinge", Ends: "10 er en rolig morgen",
			TooFew: "3 ud af mindst 5 målinger",
		},
	}
}

func fewExample() Phase {
	p := phaseExample()
	p.ID, p.Points, p.Words.End = "for-faa", points(day(2, 1), 28, 4, -1, 6, 5), "Far: 5"
	return p
}

func coincidingExample() Phase {
	p := phaseExample()
	p.ID, p.Title, p.Subject, p.Band = "halvdelen", "Samspil i samværene", Dyad, .12
	p.From, p.To, p.Scale = day(3, 2), clock.NewDate(2027, 1, 20), Scale{Max: 1, Percent: true}
	p.Points = points(day(3, 25), 14, .3, .35, .33, .42, .45, .5, .52, .55, .58, .62, -1, .48, .44, .38)
	p.Borders = []Border{{day(3, 16), "5 timer om ugen"}, {day(6, 8), "4 timer om ugen, uden at trappe ned"}, {day(11, 23), "2 timer"}}
	p.Weeks = weeksFrom(day(3, 16), concat(repeat(5, 12), repeat(4, 16))...)
	p.Words.End, p.Words.Mark, p.Words.Ends = "38 %", "Et kodet samvær", ""
	return p
}

func hoursExample() Hours {
	weeks := weeksFrom(day(3, 16), concat(repeat(5, 12), repeat(4, 11), repeat(1, 2), repeat(4, 3), repeat(3, 1))...)
	weeks[23].Absent, weeks[24].Absent = true, true
	return Hours{
		Frame: Frame{
			ID: "timer", Title: "Timer om ugen", Lang: lang.Danish,
			Desc: "121 af 156 timer er holdt. Der er 35 tilbage.",
		},
		From: day(3, 16), To: clock.NewDate(2027, 1, 17), Weeks: weeks,
		Plan:    []Step{{day(3, 16), 5}, {day(6, 8), 4}, {day(11, 23), 2}},
		PlanEnd: clock.NewDate(2027, 1, 17),
		Waiting: []Waiting{{day(9, 28), day(11, 22), 2, 4}},
		Today:   day(10, 1), EndsOn: day(12, 13),
		Words: HoursWords{
			Axis: "Timer om ugen", Held: "Holdt", Plan: "Plan", Waiting: "16 timer venter", Absent: "Ikke mødt",
			Today: "I dag, uge 29", Ends: "Timerne slutter",
		},
	}
}

func curveExample() Curve {
	pts := points(day(3, 25), 12, .3, .35, .33, .42, .45, .5, .52, .55, .58, .62, .6, .48, .44)
	pts[9].Label = "62 %"
	pts = append(pts, Point{On: day(8, 26), Absent: true}, Point{On: day(9, 2), Absent: true})
	pts = append(pts, points(day(9, 9), 10, .38, .35, .36)...)
	return Curve{
		Frame: Frame{
			ID: "leg", Title: "Sanne følger Noahs leg", Lang: lang.Danish,
			Desc: "Steget til 62 % i juli og faldet til 36 % siden.",
		},
		From: day(3, 16), To: day(10, 1), Scale: Scale{Max: 1, Percent: true}, Subject: Dyad, Points: pts, End: "36 %",
	}
}

func sparkExample(s Subject) Curve {
	return Curve{
		Frame: Frame{ID: "spark-" + string(s), Title: "Rolige morgener", Desc: "Fra 3 til 7.", Lang: lang.Danish},
		From:  day(1, 5), To: day(10, 4), Scale: Scale{Max: 10}, Subject: s, End: "7",
		Points:  append(points(day(1, 5), 5, 3, 2, 3, 4, 3), points(day(2, 16), 24, 4, 5, 4, 6, 5, 6, -1, 7, 6, 7)...),
		Borders: []Border{{On: day(1, 26)}},
	}
}

func stagesExample() Stages {
	return Stages{
		Frame: Frame{ID: "trin", Title: "Hvor er vi", Desc: "I gang, uge 29 af 44. Så kommer nedtrapning.", Lang: lang.Danish},
		Steps: []Stage{
			{"Henvist", "februar", Done}, {"Hold sat", "marts", Done}, {"Opstart", "16. marts", Done},
			{"I gang", "uge 29 af 44", Now}, {"Nedtrapning", "fra 23. november", Later}, {"Afslutning", "17. januar 2027", Later},
		},
	}
}
