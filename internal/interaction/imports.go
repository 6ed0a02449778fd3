package interaction

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// From is a code of a file, with the subject that shows it there.
type From struct{ Subject, Code string }

// Reading is a recording from a file that is to become a segment.
type Reading struct {
	Segment   Segment // Source is File; StartedAt is the recording's beginning
	Recording recording.Recording
	// Codes says which code of the scheme each of the file's is. What is not named
	// stays out and is told.
	Codes map[From]string
}

// Guess proposes which code of the scheme each code of a recording is: the one of
// the same spelling, the ASCII spelling, or the same name, whatever the case.
func Guess(s scheme.Scheme, r recording.Recording) map[From]string {
	out := map[From]string{}
	for _, e := range r.Events {
		from := From{e.Subject, e.Code}
		if _, done := out[from]; done {
			continue
		}
		for _, c := range s.Codes {
			if strings.EqualFold(c.Code, e.Code) || strings.EqualFold(c.ASCII, e.Code) ||
				strings.EqualFold(c.Name("da"), e.Code) || strings.EqualFold(c.Name("en"), e.Code) {
				out[from] = c.Code
			}
		}
	}
	return out
}

// Import makes a closed segment of a recording read from a file, and returns it.
// What had no place in the scheme stands in its Left. Imported twice with the same
// id, it is one segment.
func Import(ctx context.Context, f *casefile.Writer, r Reading) (Segment, error) {
	if err := mayWrite(ctx, f, r.Segment.SessionID, f.Now()); err != nil {
		return Segment{}, err
	}
	coded, err := SchemeNamed(ctx, f.Tx(), r.Segment.Scheme)
	if err != nil {
		return Segment{}, err
	}
	entries, left, err := r.Entries(coded)
	if err != nil {
		return Segment{}, err
	}
	s := r.Segment
	s.Source, s.Left = File, left
	if err := Open(ctx, f, s); err != nil {
		return s, err
	}
	was, err := head(ctx, &f.Reader, s.ID)
	if err != nil || was.Closed {
		return was, err
	}
	for part := range slices.Chunk(entries, mostBatch) {
		results, err := store(ctx, f, part)
		if err != nil {
			return s, err
		}
		if slices.Contains(results, Clash) {
			return s, fault.New(fault.Conflict, "interaction.segment.other")
		}
	}
	if err := settle(ctx, f, was, true); err != nil {
		return s, err
	}
	return Get(ctx, &f.Reader, s.ID)
}

// Entries are the entries that make the recording, from its first observed moment
// on as time 0, its pauses as pauses, and what of it finds no place. Without
// writing anything it shows what an import would keep.
func (r Reading) Entries(coded scheme.Scheme) ([]Entry, []Left, error) {
	var p fault.Problems
	spans := r.Recording.Observed()
	switch {
	case r.Recording.Clock == recording.Order:
		p.Add("file", "interaction.import.no-times")
	case len(spans) == 0:
		p.Add("file", "interaction.import.empty")
	case spans[len(spans)-1].To-spans[0].From > Longest:
		p.Add("file", "interaction.import.too-long", fault.Args{"hours": Longest / 3600000})
	case len(r.Recording.Events) > MostEvents:
		p.Add("file", "interaction.import.too-many", fault.Args{"max": MostEvents})
	}
	if err := p.Err(); err != nil {
		return nil, nil, err
	}
	b := builder{reading: r, scheme: coded, from: spans[0].From, left: map[Left]int{}}
	b.events()
	b.pauses(spans)
	entries := b.number()
	for _, ignored := range Fold(coded, entries).Ignored {
		if ignored.Entry.Deed == Point || ignored.Entry.Deed == Start {
			b.leave(ignored.Entry.Subject, ignored.Entry.Code, ignored.Why)
		}
	}
	for _, m := range r.Recording.Unpaired {
		b.leave(m.Subject, m.Code, "interaction.left.unpaired")
	}
	return entries, b.told(), nil
}

// builder turns a recording into entries.
type builder struct {
	reading Reading
	scheme  scheme.Scheme
	from    int64
	entries []ranked
	left    map[Left]int
}

// ranked is an entry with its place among those of one instant: what ends comes
// before what begins.
type ranked struct {
	Entry
	rank int
}

func (b *builder) add(rank int, at int64, e Entry) {
	e.At, e.Device, e.SegmentID = at-b.from, FileDevice, b.reading.Segment.ID
	b.entries = append(b.entries, ranked{e, rank})
}

func (b *builder) leave(subject, code, why string) {
	b.left[Left{Subject: subject, Code: code, Why: why}]++
}

func (b *builder) events() {
	for _, e := range b.reading.Recording.Events {
		to := b.reading.Codes[From{e.Subject, e.Code}]
		c, ok := b.scheme.Code(to)
		switch {
		case to == "" || !ok:
			b.leave(e.Subject, e.Code, "interaction.left.no-code")
			continue
		case c.Kind == recording.State && e.Kind != recording.State:
			b.leave(e.Subject, e.Code, "interaction.left.no-length")
			continue
		}
		begin := Entry{Code: c.Code, Subject: string(c.Subject), Modifiers: cut(e.Modifiers), Comment: cut(e.Comment), Deed: Point}
		if begin.Modifiers != e.Modifiers || begin.Comment != e.Comment {
			b.leave(e.Subject, e.Code, "interaction.left.words")
		}
		if e.Onset = b.observed(e); e.Onset < 0 {
			b.leave(e.Subject, e.Code, "interaction.ignored.paused")
			continue
		}
		if c.Kind == recording.Point {
			if e.Kind == recording.State {
				b.leave(e.Subject, e.Code, "interaction.left.length")
			}
			b.add(2, e.Onset, begin)
			continue
		}
		begin.Deed = Start
		b.add(2, e.Onset, begin)
		b.add(1, e.Offset, Entry{Code: c.Code, Subject: string(c.Subject), Deed: Stop})
	}
}

// observed is when an event begins to be seen: a state that began in a pause or
// before the first observed moment does so when the next stretch begins. It is
// negative for what was never seen.
func (b *builder) observed(e recording.Event) int64 {
	spans := b.reading.Recording.Observed()
	if recording.Segment(spans, e.Onset) >= 0 {
		return e.Onset
	}
	for _, s := range spans {
		if e.Onset < s.From && s.From < e.Offset {
			return s.From
		}
	}
	return -1
}

func (b *builder) pauses(spans []recording.Span) {
	for i := 1; i < len(spans); i++ {
		b.add(3, spans[i-1].To, Entry{Deed: Pause})
		b.add(0, spans[i].From, Entry{Deed: Resume})
	}
	b.add(4, spans[len(spans)-1].To, Entry{Deed: End})
}

func (b *builder) number() []Entry {
	slices.SortStableFunc(b.entries, func(x, y ranked) int { return cmp.Or(cmp.Compare(x.At, y.At), x.rank-y.rank) })
	out := make([]Entry, len(b.entries))
	for i, e := range b.entries {
		e.Seq = i + 1
		e.ID = fmt.Sprintf("%s-%d", b.reading.Segment.ID, i+1)
		out[i] = e.Entry
	}
	return out
}

func (b *builder) told() []Left {
	var out []Left
	for l, n := range b.left {
		l.N = n
		out = append(out, l)
	}
	slices.SortFunc(out, func(x, y Left) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Code, y.Code), cmp.Compare(x.Why, y.Why))
	})
	return out
}

// cut keeps a file's words to what one entry may hold.
func cut(text string) string {
	if r := []rune(text); len(r) > mostWords {
		return string(r[:mostWords])
	}
	return text
}
