package interaction

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// entryWords is what of an entry is sealed; an entry without words is not sealed.
type entryWords struct {
	Modifiers string `json:",omitempty"`
	Comment   string `json:",omitempty"`
	Reason    string `json:",omitempty"`
}

// Append adds entries to a segment; only its coder may. Each is judged by itself,
// in the order given, and a bad one stops none of its neighbours: an error means
// that none was stored. An entry handed in twice is the same entry; another one
// under the same id is kept aside and told. After the end of the segment an entry
// must say why, unless it was made before the end and comes late.
func Append(ctx context.Context, f *casefile.Writer, segmentID string, entries []Entry) ([]Verdict, error) {
	s, err := ownSegment(ctx, f, segmentID)
	if err != nil {
		return nil, err
	}
	if len(entries) > mostBatch {
		return nil, fault.New(fault.Invalid, "interaction.batch", fault.Args{"max": mostBatch})
	}
	if err := mayWrite(ctx, f, s.SessionID, madeAt(f, s, entries)); err != nil {
		return nil, err
	}
	coded, err := SchemeNamed(ctx, f.Tx(), s.Scheme)
	if err != nil {
		return nil, err
	}
	have, err := counts(ctx, &f.Reader, s)
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(entries))
	var good []Entry
	for i, e := range entries {
		e.SegmentID = s.ID
		verdicts[i] = Verdict{ID: e.ID, Result: Stored}
		if why := have.judge(coded, e); why != "" {
			verdicts[i].Result, verdicts[i].Why = Refused, "interaction.refused."+why
			continue
		}
		good = append(good, e)
	}
	results, err := store(ctx, f, good)
	if err != nil {
		return nil, err
	}
	fresh, n := false, 0
	for i := range verdicts {
		if verdicts[i].Result == Refused {
			continue
		}
		verdicts[i].Result = results[n]
		if results[n] == Clash {
			verdicts[i].Why = "interaction.clash"
		}
		fresh = fresh || results[n] == Stored
		n++
	}
	return verdicts, settle(ctx, f, s, fresh)
}

// settle does what follows from new entries: the end closes the segment, and its
// figures follow what it says now.
func settle(ctx context.Context, f *casefile.Writer, s Segment, fresh bool) error {
	if !fresh {
		return nil
	}
	if err := f.Record("code", "coded_segment", s.ID); err != nil {
		return err
	}
	n, err := f.Exec(ctx, `UPDATE coded_segment SET closed_at = $1 WHERE id = $2 AND course_id = $3 AND closed_at = 0
		AND EXISTS (SELECT 1 FROM coded_entry e WHERE e.segment_id = $2 AND e.course_id = $3 AND e.deed = 'end')`,
		db.Micros(f.Now()), s.ID, f.CourseID)
	if err != nil {
		return fmt.Errorf("close segment %s: %w", s.ID, err)
	}
	if n == 0 && !s.Closed {
		return nil
	}
	return keepFigures(ctx, f, s.ID)
}

// Close ends a segment at a time of its clock, from the desk. Ended twice, the
// first end stays.
func Close(ctx context.Context, f *casefile.Writer, segmentID string, at int64) error {
	s, err := ownSegment(ctx, f, segmentID)
	if err != nil || s.Closed {
		return err
	}
	got, err := Append(ctx, f, segmentID, []Entry{{ID: segmentID + "-end", Device: FormDevice, Seq: mostEntries, At: at, Deed: End}})
	if err == nil && got[0].Result == Refused {
		var p fault.Problems
		p.Add("end", got[0].Why)
		return p.Err()
	}
	return err
}

// ownSegment returns the segment to its coder and to nobody else.
func ownSegment(ctx context.Context, f *casefile.Writer, id string) (Segment, error) {
	if err := mayReadAny(&f.Reader); err != nil {
		return Segment{}, err
	}
	s, err := head(ctx, &f.Reader, id)
	if err != nil {
		return s, err
	}
	if s.CoderID != f.Actor.ID {
		return s, f.Tx().Refuse(f.Actor, "coded_segment", id)
	}
	return s, nil
}

// madeAt is the moment at which the law is asked whether the contact may be
// described: now, or for what a phone kept, when the last of it was tapped.
func madeAt(f *casefile.Writer, s Segment, entries []Entry) time.Time {
	at := f.Now()
	if s.Source != Phone {
		return at
	}
	var last time.Time
	for _, e := range entries {
		if e.Wall.After(last) {
			last = e.Wall
		}
	}
	if last.IsZero() || last.After(at) {
		return at
	}
	return last
}

// tally is what a segment holds so far, to judge the next entries by.
type tally struct {
	events, all int
	closed      bool
	end         Entry // the end that closed it
}

func counts(ctx context.Context, f *casefile.Reader, s Segment) (t tally, err error) {
	t.closed = s.Closed
	err = f.QueryRow(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN deed = 'point' OR deed = 'start' THEN 1 ELSE 0 END), 0) FROM coded_entry
		WHERE segment_id = $1 AND course_id = $2`, s.ID, f.CourseID).Scan(&t.all, &t.events)
	if err != nil || !s.Closed {
		return t, err
	}
	var wall int64
	err = f.QueryRow(ctx, `SELECT device, seq, wall FROM coded_entry WHERE segment_id = $1 AND course_id = $2 AND deed = 'end'
		ORDER BY entered_at, seq, id LIMIT 1`, s.ID, f.CourseID).Scan(&t.end.Device, &t.end.Seq, &wall)
	t.end.Wall = db.Time(wall)
	return t, err
}

// judge says why an entry can never be taken; empty when it can.
func (t *tally) judge(coded scheme.Scheme, e Entry) string {
	if why := e.flaw(coded); why != "" {
		return why
	}
	if t.closed && !t.late(e) && strings.TrimSpace(e.Reason) == "" {
		return "reason"
	}
	if t.all++; t.all > mostEntries {
		return "too-many"
	}
	if e.Deed == Point || e.Deed == Start {
		if t.events++; t.events > MostEvents {
			return "too-many"
		}
	}
	return ""
}

// late reports whether an entry was made before the end and only came after it.
func (t *tally) late(e Entry) bool {
	if e.Device == t.end.Device {
		return e.Seq <= t.end.Seq
	}
	return !e.Wall.IsZero() && !t.end.Wall.IsZero() && !e.Wall.After(t.end.Wall)
}

// flaw finds what is wrong with an entry looked at alone.
func (e Entry) flaw(coded scheme.Scheme) string {
	switch {
	case !idForm.MatchString(e.ID) || !idForm.MatchString(e.Device) || e.Seq < 0 || e.Seq > mostSeq:
		return "form"
	case !slices.Contains(Deeds, e.Deed):
		return "deed"
	case e.At < 0 || e.At > Longest:
		return "time"
	case utf8.RuneCountInString(e.Modifiers) > mostWords || utf8.RuneCountInString(e.Comment) > mostWords || utf8.RuneCountInString(e.Reason) > mostWords:
		return "words"
	case (e.Deed == Undo || e.Deed == Redo || e.Deed == Merge) && e.Of == "" || e.Of != "" && !idForm.MatchString(e.Of):
		return "target"
	case e.Deed != Point && e.Deed != Start && e.Deed != Stop:
		if e.Code != "" || e.Subject != "" {
			return "code"
		}
		return ""
	}
	c, ok := coded.Code(e.Code)
	switch {
	case !ok || c.Code != e.Code:
		return "code"
	case (c.Kind == recording.Point) != (e.Deed == Point):
		return "kind"
	case e.Subject != "" && !slices.Contains(scheme.Subjects, scheme.Subject(e.Subject)):
		return "subject"
	}
	return ""
}

// chunks are how many rows one statement writes, largest first: few different
// statements, so that each is prepared once.
var chunks = []int{100, 20, 5, 1}

// store writes entries that are in order and tells what became of each.
func store(ctx context.Context, f *casefile.Writer, entries []Entry) ([]Result, error) {
	results := make([]Result, 0, len(entries))
	seen := map[string]bool{}
	for from := 0; from < len(entries); {
		size := chunks[slices.IndexFunc(chunks, func(n int) bool { return n <= len(entries)-from })]
		part := entries[from : from+size]
		twice := slices.ContainsFunc(part, func(e Entry) bool { return seen[e.ID] })
		for _, e := range part {
			twice = twice || seen[e.ID]
			seen[e.ID] = true
		}
		n := int64(0)
		var err error
		if !twice {
			n, err = insert(ctx, f, part, true)
		}
		if err != nil {
			return nil, err
		}
		for _, e := range part {
			r := Stored
			if n != int64(size) {
				if r, err = storeOne(ctx, f, e); err != nil {
					return nil, err
				}
			}
			results = append(results, r)
		}
		from += size
	}
	return results, nil
}

// insert writes rows. With whole set it writes all or, where one is there already,
// none.
func insert(ctx context.Context, f *casefile.Writer, entries []Entry, whole bool) (int64, error) {
	if whole {
		there, err := present(ctx, f, entries)
		if err != nil || there {
			return 0, err
		}
	}
	var places []string
	var args []any
	for _, e := range entries {
		sealed, err := sealWords(f, e)
		if err != nil {
			return 0, err
		}
		row := []any{e.ID, f.CourseID, e.SegmentID, e.Device, e.Seq, e.At, e.Deed, e.Subject, e.Code, e.Of, db.Micros(e.Wall),
			f.Actor.ID, db.Micros(f.Now()), sealed}
		marks := make([]string, len(row))
		for i := range row {
			marks[i] = "$" + strconv.Itoa(len(args)+i+1)
		}
		places, args = append(places, "("+strings.Join(marks, ",")+")"), append(args, row...)
	}
	n, err := f.Exec(ctx, `INSERT INTO coded_entry (id, course_id, segment_id, device, seq, at_ms, deed, subject, code, of_id, wall, entered_by, entered_at, sealed)
		VALUES `+strings.Join(places, ",")+` ON CONFLICT (id) DO NOTHING`, args...)
	if err != nil {
		return n, fmt.Errorf("append to segment %s: %w", entries[0].SegmentID, err)
	}
	return n, nil
}

// present reports whether any of the ids is taken.
func present(ctx context.Context, f *casefile.Writer, entries []Entry) (bool, error) {
	marks, args := make([]string, len(entries)), make([]any, len(entries))
	for i, e := range entries {
		marks[i], args[i] = "$"+strconv.Itoa(i+1), e.ID
	}
	var n int
	err := f.QueryRow(ctx, `SELECT COUNT(*) FROM coded_entry WHERE id IN (`+strings.Join(marks, ",")+`)`, args...).Scan(&n)
	return n > 0, err
}

func storeOne(ctx context.Context, f *casefile.Writer, e Entry) (Result, error) {
	n, err := insert(ctx, f, []Entry{e}, false)
	if err != nil || n == 1 {
		return Stored, err
	}
	was, err := entry(ctx, &f.Reader, e.ID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("compare entry: %w", err)
	}
	if err == nil && was.digest() == e.digest() {
		return Same, nil
	}
	return Clash, keepAside(ctx, f, e)
}

// keepAside keeps an entry whose id is taken, once.
func keepAside(ctx context.Context, f *casefile.Writer, e Entry) error {
	id := db.NewID()
	sealed, err := f.Seal("coded_clash", id, e)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO coded_clash (id, course_id, segment_id, entry_id, digest, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT DO NOTHING`,
		id, f.CourseID, e.SegmentID, e.ID, e.digest(), f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("keep an entry aside: %w", err)
	}
	return nil
}

// digest of what the coder entered, to tell two entries apart.
func (e Entry) digest() string {
	e.EnteredAt, e.EnteredBy = time.Time{}, ""
	e.Wall = e.Wall.Truncate(time.Microsecond).UTC()
	text, err := json.Marshal(e)
	if err != nil { // a struct of texts, numbers and a time
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func sealWords(f *casefile.Writer, e Entry) ([]byte, error) {
	words := entryWords{e.Modifiers, e.Comment, e.Reason}
	if words == (entryWords{}) {
		return []byte{}, nil
	}
	return f.Seal("coded_entry", e.ID, words)
}
