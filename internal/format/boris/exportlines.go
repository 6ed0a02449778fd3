package boris

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// mark is one line of an observation in the making.
type mark struct {
	at        int64
	subject   string
	code      *exported
	modifiers string
	comment   string
}

// recording turns one recording into an observation, or into one for each stretch
// between its pauses.
func (b *export) recording(r *recording.Recording) {
	where := fmt.Sprintf("recording %d", len(b.ids)+1)
	b.loses(r, where)
	if b.Pauses == PausesState || len(r.Segments) < 2 {
		whole := *r
		if len(r.Segments) > 1 {
			whole.Segments = []recording.Span{{From: r.Segments[0].From, To: r.Segments[len(r.Segments)-1].To}}
		}
		whole.Events = slices.Clone(r.Events)
		for i := 1; i < len(r.Segments); i++ {
			if from, to := r.Segments[i-1].To, r.Segments[i].From; from < to {
				whole.Events = append(whole.Events, recording.Event{Code: pauseCode, Kind: recording.State, Onset: from, Offset: to})
			}
		}
		b.observation(&whole, whole.ID, where)
		return
	}
	for i, s := range r.Segments {
		part := *r
		part.Segments = []recording.Span{s}
		part.Events, part.Unpaired = nil, nil
		for _, e := range r.Events {
			if piece, ok := b.piece(e, r.Segments, i, where); ok {
				part.Events = append(part.Events, piece)
			}
		}
		for _, m := range r.Unpaired {
			if home(r.Segments, m.At) == i {
				part.Unpaired = append(part.Unpaired, m)
			}
		}
		b.observation(&part, fmt.Sprintf("%s part %d", r.ID, i+1), where)
	}
}

// loses says what a project has no place for.
func (b *export) loses(r *recording.Recording, where string) {
	if r.Type == "MEDIA" || r.Type == images {
		b.say("media_lost", where, "the names of films and pictures are not kept; the observation goes out as a live one")
	}
	if r.Clock == recording.Order {
		b.say("order_as_seconds", where, "the recording has no times; the place in the order is written as seconds")
	}
	if len(r.Segments) > 1 {
		b.say("pauses", where, "a project has no place for pauses: "+b.how())
	}
	if len(r.Unpaired) > 0 {
		b.say("unpaired_state", where, "a state that starts and never stops goes out so; BORIS will ask for its end")
	}
	for _, e := range r.Events {
		if e.Comment != "" && !b.Comments {
			b.say("no_comments", where, "comments were left out, since they may tell of a family; ask for them if they are needed")
		}
		if e.Estimated {
			b.say("estimated", where, "a project does not tell a time that was worked out from one that was recorded")
		}
	}
}

// home is the stretch an instant belongs to: the first that holds it, else the
// last that begins before it, else the first.
func home(spans []recording.Span, at int64) int {
	if i := recording.Segment(spans, at); i >= 0 {
		return i
	}
	for i := len(spans) - 1; i > 0; i-- {
		if spans[i].From <= at {
			return i
		}
	}
	return 0
}

// piece is the part of an event that lies in stretch i; a state is cut at the pauses.
func (b *export) piece(e recording.Event, spans []recording.Span, i int, where string) (recording.Event, bool) {
	if e.Kind == recording.Point || recording.Within(spans, e.Onset, e.Offset) == 0 {
		return e, home(spans, e.Onset) == i
	}
	from, to := e.Onset, e.Offset
	if spans[i].From > from {
		from = spans[i].From
	}
	if spans[i].To < to {
		to = spans[i].To
	}
	if from >= to {
		return e, false
	}
	if from != e.Onset || to != e.Offset {
		b.say("state_cut", where, "a state that runs on through a pause is cut there into one for each observation")
	}
	e.Onset, e.Offset = from, to
	return e, true
}

// observation writes one.
func (b *export) observation(r *recording.Recording, id, where string) {
	id = free(b.ids, cmp.Or(strings.TrimSpace(id), "observation"), " ")
	if id != r.ID && len(r.Segments) < 2 && strings.TrimSpace(r.ID) != r.ID {
		b.say("id_renamed", where, "BORIS takes no blank at the ends of an observation's id")
	}
	o := Observation{ID: id, number: len(b.project.Observations) + 1}
	interval := raw("[0,0]")
	if len(r.Segments) > 0 && r.Clock != recording.Order {
		interval = append(seconds(raw{'['}, r.Segments[0].From), ',')
		interval = append(seconds(interval, r.Segments[0].To), ']')
	}
	no := raw("false")
	o.members = []member{
		{"file", raw("{}")}, {"type", quoted("LIVE")}, {"date", quoted(b.Date)}, {"description", quoted(r.Description)},
		{"time offset", raw("0.0")}, {key: "events"}, {"observation time interval", interval},
		{"independent_variables", b.values(r.Groups)}, {"visualize_spectrogram", no}, {"visualize_waveform", no},
		{"media_creation_date_as_offset", no}, {"media_scan_sampling_duration", raw("0")}, {"image_display_duration", raw("1")},
		{"close_behaviors_between_videos", no}, {"scan_sampling_time", raw("0")}, {"start_from_current_time", no},
		{"start_from_current_epoch_time", no},
	}
	var text []byte
	for _, m := range b.marks(r, where) {
		text = seconds(text[:0], m.at)
		t := b.triple(m)
		comment := quoted(m.comment)
		place := uint32(0)
		if m.comment != "" {
			place = uint32(len(b.project.comments))
			b.project.comments = append(b.project.comments, m.comment)
		}
		o.rows.add(row{at: m.at, triple: t, comment: place, image: -1})
		o.write(line{time: text, comment: comment[1 : len(comment)-1]}, b.project.triples[t].text)
		o.Events++
	}
	b.project.Observations = append(b.project.Observations, o)
}

// seconds writes milliseconds as Python writes a float.
func seconds(dst []byte, ms int64) []byte {
	if ms < 0 {
		dst, ms = append(dst, '-'), -ms
	}
	dst = append(strconv.AppendInt(dst, ms/1000, 10), '.', byte('0'+ms/100%10))
	if ms%100 > 0 {
		dst = append(dst, byte('0'+ms/10%10))
	}
	if ms%10 > 0 {
		dst = append(dst, byte('0'+ms%10))
	}
	return dst
}

func (b *export) triple(m mark) uint32 {
	key := [3]string{m.subject, m.code.name, m.modifiers}
	t, known := b.known[key]
	if !known {
		t = uint32(len(b.project.triples))
		b.known[key] = t
		text := texts(key[:])
		b.project.triples = append(b.project.triples, triple{subject: key[0], code: key[1], modifiers: key[2], text: text[1 : len(text)-1]})
	}
	return t
}

// marks are the lines of a recording in order of time, no two of one subject and
// code at one instant.
func (b *export) marks(r *recording.Recording, where string) []mark {
	scale := int64(1)
	if r.Clock == recording.Order {
		scale = 1000
	}
	var all []mark
	for _, e := range b.joined(r.Events, where) {
		m := mark{at: e.Onset * scale, subject: e.Subject, code: b.code(e.Code, e.Kind), modifiers: e.Modifiers}
		if b.Comments {
			m.comment = e.Comment
		}
		all = append(all, m)
		if e.Kind == recording.State {
			m.at, m.comment = e.Offset*scale, ""
			all = append(all, m)
		}
	}
	for _, u := range r.Unpaired {
		c := b.code(u.Code, recording.State)
		all = append(all, mark{at: u.At * scale, subject: u.Subject, code: c, modifiers: b.padded(u.Modifiers, c, where)})
	}
	// A stop stands before what starts at its instant: its state began earlier.
	slices.SortStableFunc(all, func(x, y mark) int { return cmp.Compare(x.at, y.at) })
	type owner struct {
		subject string
		code    *exported
	}
	last := map[owner]int64{}
	moved := false
	for i := range all {
		m := &all[i]
		who := owner{m.subject, m.code}
		if before, some := last[who]; some && m.at <= before {
			m.at, moved = before+1, true
			b.say("moved", where, "BORIS takes no two events of one subject and code at one instant; the later one was moved by a millisecond or more")
		}
		last[who] = m.at
	}
	if moved {
		slices.SortStableFunc(all, func(x, y mark) int { return cmp.Compare(x.at, y.at) })
	}
	return all
}

// joined gives every event the modifiers it goes out with and makes one of states
// that overlap in subject, code and modifiers: what starts twice before it stops
// cannot be told in a project.
func (b *export) joined(events []recording.Event, where string) []recording.Event {
	type owner struct{ subject, code, modifiers string }
	last := map[owner]int{}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(x, y recording.Event) int { return cmp.Compare(x.Onset, y.Onset) })
	out := events[:0]
	for _, e := range events {
		e.Modifiers = b.padded(e.Modifiers, b.code(e.Code, e.Kind), where)
		if e.Kind == recording.State {
			who := owner{e.Subject, e.Code, e.Modifiers}
			if at, some := last[who]; some && e.Onset < out[at].Offset {
				out[at].Offset = max(out[at].Offset, e.Offset)
				b.say("joined", where, "two states of one subject, code and modifiers overlap; a project can only tell them as one")
				continue
			}
			last[who] = len(out)
		}
		out = append(out, e)
	}
	return out
}

// padded gives a modifier text as many parts as the code has sets.
func (b *export) padded(text string, c *exported, where string) string {
	if text == "" {
		return ""
	}
	clean := b.modifiers(text)
	if n := parts(clean); n > 0 && n < len(c.sets) {
		b.say("modifiers_padded", where, "an event with fewer modifiers than others of its code was given None for the rest")
		clean += strings.Repeat("|None", len(c.sets)-n)
	}
	return clean
}
