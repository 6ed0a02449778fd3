package outcome

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// Statement is what could be said about a family's development on a day, written
// down with everything it was computed from: strand by strand and rater by rater,
// every measurement that counted and every one that was left out with its reason,
// the rule with all its constants, and the professionals' judgement. It is never
// changed. It can be computed again at any time and must come out equal; where a
// measurement was corrected afterwards, Changes says so.
type Statement struct {
	ID          string
	Content     Content
	Fingerprint string // of the content; what is signed
	MadeBy      string
	MadeAt      time.Time
	Signatures  []Signature
}

// Signature is the lead's or the psychologist's.
type Signature struct {
	StaffID string
	Role    access.Relation // access.Lead or access.PsychologistOn
	At      time.Time
}

// Content is the sealed part of a statement. Its field names are stored, so they stay.
type Content struct {
	On, Since  clock.Date
	Rule       singlecase.Rule // with every constant
	Hours      float64         // delivered up to the day
	Strands    []StatedStrand
	Conclusion StatedConclusion
	Judgement  Judgement // zero where none was written
	// Comments are the last that each of the family had said to the figures, agreeing or
	// not. Nothing is computed from them.
	Comments []Comment `json:",omitempty"`
	// Said is the conclusion in words and Beside what stands beside it, by language,
	// as they were read on the day.
	Said, Beside map[lang.Lang]string
}

// StatedStrand is one strand as it stood.
type StatedStrand struct {
	ID, Title             string
	RaterRole             singlecase.Role
	RaterID, RaterName    string
	Instrument            singlecase.Instrument // version, design, direction, sem
	SEMSource             string
	Definition            string // fingerprint of all the program knew of the scale
	Percent               bool   // shown in percent
	Step, Least, Most     float64
	Missed                int
	Measurements          []StatedMeasurement
	Whole, Window         Figures // Window is zero where there was no follow-up
	ErrorLow, ErrorHigh   int     // of 100 families in whom nothing has changed; 0 where there is no figure
	WindowLow, WindowHigh int
	// Said is what the rule found, and SaidSince what it found since the last follow-up.
	Said, SaidSince map[lang.Lang]string
}

// StatedMeasurement is one measurement as it stood.
type StatedMeasurement struct {
	ID      string
	On      clock.Date
	Value   *float64
	Version string
	RaterID string
	// LeftOut says why it does not count; empty when it does.
	LeftOut Omission
}

// Omission says why a measurement does not count.
type Omission string

// The omissions, in the order in which they are tried.
const (
	OmitSuperseded Omission = "superseded"
	OmitMissing    Omission = "missing"
	OmitRater      Omission = "rater"
	OmitVersion    Omission = "version"
	OmitDay        Omission = "day"
)

// Figures are a grade with what it was computed from.
type Figures struct {
	Grade             singlecase.Grade
	Direction         singlecase.Direction
	Reason            singlecase.Reason
	N, SpanDays       int
	From, To          clock.Date
	First, Last       float64
	Change, Threshold float64
	S                 int
	P                 *float64
	Without           *FiguresWithout
}

// FiguresWithout are those of the series without its first measurement.
type FiguresWithout struct {
	N, S              int
	Change, Threshold float64
	P                 *float64
}

// StatedConclusion is what the rule said of the family.
type StatedConclusion struct {
	Verdict                                        singlecase.Verdict
	Basis                                          singlecase.Basis
	Why                                            singlecase.Why
	Strands, StrandsGraded, StrandsUp, StrandsDown int
	Raters, RatersUp, RatersDown, GreatestN        int
	ErrorLow, ErrorHigh                            int
	JudgementDiffers                               *bool
}

// Stated puts a development into the form in which it is kept. Hours are those
// delivered up to the day; name gives the name of a member of staff.
func Stated(d Development, hours float64, name func(staffID string) string) (Content, error) {
	c := Content{On: d.On, Since: d.Since, Rule: ruleInForce(), Hours: hours, Judgement: d.Judgement}
	said := func(in func(Words) string) map[lang.Lang]string {
		out := map[lang.Lang]string{}
		for _, l := range lang.All {
			out[l] = in(Words{Lang: l, Name: name})
		}
		return out
	}
	c.Said = said(func(w Words) string { return w.Conclusion(d) })
	c.Beside = said(func(w Words) string { return w.Beside(d, hours) })
	for _, g := range d.Strands {
		s := StatedStrand{ID: g.ID, Title: g.Title, RaterRole: g.RaterRole, RaterID: g.RaterID, RaterName: g.RaterName, Missed: len(g.Missed)}
		scale, method := g.Scale(), g.Method(clock.Date{})
		s.Instrument, s.SEMSource, s.Definition = method.Instrument, scale.SEMSource, Definition(scale)
		s.Percent, s.Step, s.Least, s.Most = scale.Percent, scale.Step, scale.Least, scale.Most
		s.Said = said(func(w Words) string { return w.Sentence(g) })
		s.SaidSince = said(func(w Words) string { return w.WindowSentence(g) })
		for i, m := range method.Measurements {
			s.Measurements = append(s.Measurements, StatedMeasurement{
				ID: m.ID, On: m.Date, Value: m.Value, Version: m.Version, RaterID: m.Rater, LeftOut: omission(method, i),
			})
		}
		c.Strands = append(c.Strands, s)
	}
	return compute(c)
}

// Definition is a short fingerprint of all that is known of a scale, so that a
// changed one is seen.
func Definition(s instrument.Scale) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])[:12]
}

// omission says why the measurement does not count, in the order of the rule.
func omission(s singlecase.Strand, i int) Omission {
	m := s.Measurements[i]
	if o := omits(s, m); o != "" {
		return o
	}
	for _, later := range s.Measurements[i+1:] {
		if later.Date == m.Date && omits(s, later) == "" {
			return OmitDay
		}
	}
	return ""
}

func omits(s singlecase.Strand, m singlecase.Measurement) Omission {
	switch {
	case m.Superseded:
		return OmitSuperseded
	case m.Value == nil:
		return OmitMissing
	case m.Rater != "" && m.Rater != s.Rater.Person:
		return OmitRater
	case m.Version != "" && m.Version != s.Instrument.Version && !slices.Contains(s.Instrument.ComparableVersions, m.Version):
		return OmitVersion
	}
	return ""
}

// ErrUnknownRule is returned when a statement was made by a rule that this program
// does not have. It is then not computed by another.
var ErrUnknownRule = errors.New("the statement's rule is not known here")

// Recompute computes a statement again from what is stored in it, by its own rule
// and never by a later one, and reports whether it comes out equal.
func Recompute(c Content) (again Content, equal bool, err error) {
	rule, ok := singlecase.RuleNamed(c.Rule.Name)
	if !ok {
		return Content{}, false, ErrUnknownRule
	}
	again = c
	again.Rule = rule
	again.Strands = slices.Clone(c.Strands)
	if again, err = compute(again); err != nil {
		return again, false, err
	}
	before, err := Fingerprint(c)
	if err != nil {
		return again, false, err
	}
	after, err := Fingerprint(again)
	return again, before == after, err
}

// Fingerprint of a content: the same content always gives the same.
func Fingerprint(c Content) (string, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("write a statement: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// compute fills in the results from the measurements.
func compute(c Content) (Content, error) {
	var graded []singlecase.Graded
	for i := range c.Strands {
		s := &c.Strands[i]
		method := s.method()
		whole := c.Rule.GradeStrand(method)
		s.Whole = figuresOf(whole)
		s.ErrorLow, s.ErrorHigh = errorRange(singlecase.ErrorRange, s.Instrument, whole)
		s.Window, s.WindowLow, s.WindowHigh = Figures{}, 0, 0
		if !c.Since.IsZero() {
			window := c.Rule.GradeWindow(method, c.Since)
			s.Window = figuresOf(window)
			s.WindowLow, s.WindowHigh = errorRange(singlecase.WindowErrorRange, s.Instrument, window)
		}
		graded = append(graded, singlecase.Graded{ID: s.ID, Instrument: s.Instrument.ID, Rater: method.Rater, Grade: whole.Grade, Direction: whole.Direction, N: whole.N})
	}
	v := singlecase.ConcludeFamily(graded, singlecase.Judgement{Written: c.Judgement.ID != "", Says: c.Judgement.Says})
	c.Conclusion = StatedConclusion{
		Verdict: v.Verdict, Basis: v.Basis, Why: v.Why, Strands: v.Strands, StrandsGraded: v.StrandsGraded, StrandsUp: v.StrandsUp, StrandsDown: v.StrandsDown,
		Raters: v.Raters, RatersUp: v.RatersUp, RatersDown: v.RatersDown, GreatestN: v.GreatestN, JudgementDiffers: v.JudgementDiffers,
	}
	if v.Verdict == singlecase.FamilyDocumented {
		c.Conclusion.ErrorLow, c.Conclusion.ErrorHigh = singlecase.FamilyErrorRange(v.StrandsGraded, v.GreatestN)
	}
	return c, nil
}

func errorRange(of func(singlecase.Grade, int) (int, int), in singlecase.Instrument, r singlecase.StrandResult) (lo, hi int) {
	if in.Design == singlecase.PrePost {
		return 0, 0
	}
	return of(r.Grade, r.N)
}

// Scale is what is needed to write a value of the strand.
func (s StatedStrand) Scale() instrument.Scale {
	return instrument.Scale{ID: s.Instrument.ID, Percent: s.Percent, Step: s.Step, Least: s.Least, Most: s.Most}
}

// Counted returns how many measurements count, and how many were left out for each reason.
func (s StatedStrand) Counted() (n int, left map[Omission]int) {
	left = map[Omission]int{}
	for _, m := range s.Measurements {
		if m.LeftOut == "" {
			n++
		} else {
			left[m.LeftOut]++
		}
	}
	return n, left
}

// method is the strand as the rule reads it.
func (s StatedStrand) method() singlecase.Strand {
	out := singlecase.Strand{ID: s.ID, Rater: singlecase.Rater{Role: s.RaterRole, Person: s.RaterID}, Instrument: s.Instrument}
	for _, m := range s.Measurements {
		out.Measurements = append(out.Measurements, singlecase.Measurement{
			ID: m.ID, Date: m.On, Value: m.Value, Version: m.Version, Rater: m.RaterID, Superseded: m.LeftOut == OmitSuperseded,
		})
	}
	return out
}

func figuresOf(r singlecase.StrandResult) Figures {
	f := Figures{Grade: r.Grade, Direction: r.Direction, Reason: r.Reason, N: r.N, SpanDays: r.SpanDays, From: r.From, To: r.To}
	if t := r.Whole; t != nil {
		f.First, f.Last, f.Change, f.Threshold, f.S, f.P = t.First, t.Last, t.Change, t.Threshold, t.S, t.P
	}
	if t := r.WithoutIntake; t != nil {
		f.Without = &FiguresWithout{N: t.N, S: t.S, Change: t.Change, Threshold: t.Threshold, P: t.P}
	}
	return f
}
