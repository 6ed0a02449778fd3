package eaf

import (
	"strconv"

	"samspil/internal/recording"
)

// Use says what the annotations of a tier are to count as.
type Use struct {
	Leave   bool   // not at all
	Subject string // whose they are; "" nobody's in particular
	// Code they all have, their value being a modifier; "" means that the value is
	// the code.
	Code string
}

// Set gives the file in the form that all methods work on: one recording with
// one event per annotation. Tiers that Samspil wrote become what they were, so
// that a point counts with its beginning only. Of any other tier the value is the
// code, or the tier's name where the value is empty, and the subject is the
// tier's participant, or the tier's name where it has none; see SetBy for other
// uses.
func (d Document) Set() recording.Set { return d.SetBy(nil) }

// SetBy is Set with the uses that somebody has chosen, by the tier's name.
func (d Document) SetBy(uses map[string]Use) recording.Set {
	b := builder{doc: d, set: recording.Set{Notes: d.Notes}, kinds: map[string]recording.Kind{}, subjects: map[string]bool{}, extra: map[string]*[2]string{}}
	b.recording = recording.Recording{ID: "1", Type: "ELAN", Clock: recording.Milliseconds}
	b.attach()
	for _, t := range d.Tiers {
		use, chosen := uses[t.ID]
		switch {
		case use.Leave, t.Type == ModifiersType, t.Type == CommentType:
		case t.Type == ObservedType && !chosen:
			b.observed(t)
		default:
			b.tier(t, use, chosen)
		}
	}
	b.recording.Sort()
	b.set.Recordings = []recording.Recording{b.recording}
	return b.set
}

type builder struct {
	doc       Document
	set       recording.Set
	recording recording.Recording
	kinds     map[string]recording.Kind
	subjects  map[string]bool
	extra     map[string]*[2]string // by annotation: modifiers and comment
}

// attach finds what Samspil's own tiers say of other annotations.
func (b *builder) attach() {
	for _, t := range b.doc.Tiers {
		which := map[string]int{ModifiersType: 0, CommentType: 1}
		i, ok := which[t.Type]
		if !ok {
			continue
		}
		for _, a := range t.Annotations {
			if b.extra[a.Refers] == nil {
				b.extra[a.Refers] = new([2]string)
			}
			b.extra[a.Refers][i] = a.Value
		}
	}
}

func (b *builder) observed(t Tier) {
	for _, a := range t.Annotations {
		if a.Timed && a.From < a.To {
			b.recording.Segments = append(b.recording.Segments, recording.Span{From: a.From, To: a.To})
		}
	}
}

func (b *builder) tier(t Tier, use Use, chosen bool) {
	ours := t.Type == StateType || t.Type == PointType
	if !chosen && ours {
		use.Subject = t.Participant
	} else if !chosen {
		if use.Subject = t.Participant; use.Subject == "" {
			use.Subject = t.ID
		}
	}
	untimed, empty := 0, 0
	for _, a := range t.Annotations {
		if !a.Timed {
			untimed++
			continue
		}
		e := recording.Event{Subject: use.Subject, Code: use.Code, Kind: recording.State, Onset: a.From, Offset: a.To, Estimated: a.Estimated}
		switch value := trim(a.Value); {
		case use.Code != "":
			e.Modifiers = value
		case ours:
			e.Code = a.Value
		case value != "":
			e.Code = value
		default:
			e.Code = t.ID
		}
		if x := b.extra[a.ID]; x != nil {
			e.Modifiers, e.Comment = x[0], x[1]
		}
		if e.Onset == e.Offset && t.Type != PointType {
			empty++
		}
		if e.Onset == e.Offset || t.Type == PointType {
			e.Kind, e.Offset = recording.Point, e.Onset
		}
		b.declare(e)
		b.recording.Events = append(b.recording.Events, e)
	}
	b.count("untimed", t, untimed, "annotations have no time and are left out.")
	b.count("no_length", t, empty, "annotations end where they begin and count as points.")
}

// count notes something of a tier. The tier's name may be a person's, so it is
// given by its place.
func (b *builder) count(name string, t Tier, n int, text string) {
	if n == 0 {
		return
	}
	for i, other := range b.doc.Tiers {
		if other.ID == t.ID {
			b.set.Notes = append(b.set.Notes, recording.Note{Name: name, Where: "tier " + strconv.Itoa(i+1), Text: strconv.Itoa(n) + " " + text})
			return
		}
	}
}

func (b *builder) declare(e recording.Event) {
	if _, known := b.kinds[e.Code]; !known {
		b.kinds[e.Code] = e.Kind
		b.set.Codes = append(b.set.Codes, recording.Code{Name: e.Code, Kind: e.Kind})
	}
	if e.Subject != "" && !b.subjects[e.Subject] {
		b.subjects[e.Subject] = true
		b.set.Subjects = append(b.set.Subjects, e.Subject)
	}
}
