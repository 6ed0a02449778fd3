package interaction

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/method/indicator"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Counted are the indicators that can be followed as a strand: those whose figure
// for a contact is made by adding up its segments.
var Counted = []string{"I1", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11"}

// Sum is what adds up of one indicator: X of N, or X in T.
type Sum struct {
	X int64 `json:"x"`           // answered, named, turns, milliseconds of shared focus
	N int64 `json:"n"`           // the events it rests on
	T int64 `json:"t,omitempty"` // milliseconds observed, where the figure is by time
	// Reduced is set when codes that belong to the indicator were not at hand.
	Reduced bool `json:"reduced,omitempty"`
}

// Value of the sum: a share, or for I5 and I7 a number per minute; nil when there
// is nothing to divide by.
func (s Sum) Value(name string) *float64 {
	var v float64
	switch {
	case (name == "I5" || name == "I7") && s.T > 0:
		v = float64(s.X) / (float64(s.T) / 60000)
	case name == "I8" && s.T > 0:
		v = float64(s.X) / float64(s.T)
	case name != "I5" && name != "I7" && name != "I8" && s.N > 0:
		v = float64(s.X) / float64(s.N)
	default:
		return nil
	}
	return &v
}

func (s Sum) add(o Sum) Sum { return Sum{s.X + o.X, s.N + o.N, s.T + o.T, s.Reduced || o.Reduced} }

// Sums are the sums of a segment by indicator. It is pure. One that cannot be
// computed on the codes the coder had is left out.
func Sums(coded scheme.Scheme, s Segment) map[string]Sum {
	in := Indicators(coded, []Segment{s})
	out := map[string]Sum{}
	put := func(name string, b indicator.Basis, sum Sum) {
		if b.Missing == "" {
			sum.Reduced = len(b.Without) > 0
			out[name] = sum
		}
	}
	share := func(name string, v indicator.Share) { put(name, v.Basis, Sum{X: int64(v.X), N: int64(v.N)}) }
	share("I1", in.I1.Share)
	share("I4", in.I4)
	put("I5", in.I5.Basis, Sum{X: int64(in.I5.N), N: int64(in.I5.N), T: in.T})
	share("I6", in.I6)
	put("I7", in.I7.Basis, Sum{X: int64(in.I7.N), N: int64(in.I7.N), T: in.T})
	put("I8", in.I8.Basis, Sum{X: shared(coded, s.Recording), N: int64(in.I8.N), T: in.T})
	share("I9", in.I9.Share)
	share("I10", in.I10)
	share("I11", in.I11)
	return out
}

// shared is the observed time in shared focus, in milliseconds; bouts that overlap
// count as in I8, each with its own length.
func shared(coded scheme.Scheme, r recording.Recording) int64 {
	var sum int64
	for _, e := range r.Events {
		if c, ok := coded.Code(e.Code); ok && c.As == "D-FÆL" {
			sum += recording.Within(r.Observed(), e.Onset, e.Offset)
		}
	}
	return sum
}

// keepFigures writes down what adds up of a closed segment, in the transaction
// that changed it.
func keepFigures(ctx context.Context, f *casefile.Writer, segmentID string) error {
	content, text, err := figures(ctx, &f.Reader, segmentID)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO coded_figure (segment_id, course_id, content, figures) VALUES ($1,$2,$3,$4)
		ON CONFLICT (segment_id) DO UPDATE SET content = excluded.content, figures = excluded.figures`, segmentID, f.CourseID, content, text)
	if err != nil {
		return fmt.Errorf("keep figures of segment %s: %w", segmentID, err)
	}
	return keepPairs(ctx, f)
}

func figures(ctx context.Context, f *casefile.Reader, segmentID string) (content, text string, err error) {
	all, err := read(ctx, f, `s.id = $2`, segmentID)
	if err != nil || len(all) == 0 {
		return "", "", fmt.Errorf("figures of segment %s: %w", segmentID, cmp.Or(err, sql.ErrNoRows))
	}
	coded, err := SchemeNamed(ctx, f.Tx(), all[0].Scheme)
	if err != nil {
		return "", "", err
	}
	sums, err := json.Marshal(Sums(coded, all[0]))
	return contentOf(coded, all[0]), string(sums), err
}

// contentOf is the fingerprint of everything that figures are made from.
func contentOf(coded scheme.Scheme, s Segment) string {
	h := sha256.New()
	h.Write([]byte(coded.Fingerprint()))
	h.Write([]byte(strconv.FormatBool(s.LiveSet)))
	for _, e := range s.Folded.entries {
		h.Write([]byte(e.digest()))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Figures are the sums of one closed segment, for strands: no word and no single
// event of the coding is in them.
type Figures struct {
	CourseID  string
	SegmentID string
	SecondOf  string
	SessionID string
	// Pair is the line of contacts of its session, or of a session that is no contact a
	// Couple's pair, UnknownPair, or empty where nobody has looked.
	Pair      string
	CoderID   string
	Scheme    string
	StartedAt time.Time
	ClosedAt  time.Time
	Sums      map[string]Sum
}

const figureColumns = `g.course_id, g.segment_id, s.second_of, s.session_id, s.coder_id, s.scheme, s.started_at, s.closed_at, g.figures,
	COALESCE((SELECT k.strand_id FROM contact k WHERE k.session_id = s.session_id), g.pair)`

func scanFigures(r *sql.Rows) (g Figures, err error) {
	var at, closed int64
	var text string
	if err := r.Scan(&g.CourseID, &g.SegmentID, &g.SecondOf, &g.SessionID, &g.CoderID, &g.Scheme, &at, &closed, &text, &g.Pair); err != nil {
		return g, err
	}
	g.StartedAt, g.ClosedAt = db.Time(at), db.Time(closed)
	return g, json.Unmarshal([]byte(text), &g.Sums)
}

// FiguresOf returns the sums of the course's closed segments, in the order in which
// they begin. Whoever may see the measurements may see them.
func FiguresOf(ctx context.Context, f *casefile.Reader) ([]Figures, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT `+figureColumns+` FROM coded_figure g JOIN coded_segment s ON s.id = g.segment_id
		WHERE g.course_id = $1 ORDER BY s.started_at, g.segment_id`, f.CourseID)
	return db.Scan(rows, err, scanFigures)
}

// FiguresOfList returns the same of many courses for a list, in one statement;
// courses that are not the actor's are left out.
func FiguresOfList(ctx context.Context, l *casefile.List, ids ...string) ([]Figures, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	places, args := make([]string, len(ids)), []any{l.Actor.ID}
	for i, id := range ids {
		places[i] = "$" + strconv.Itoa(i+2)
		args = append(args, id)
	}
	rows, err := l.Query(ctx, `SELECT `+figureColumns+` FROM coded_figure g JOIN coded_segment s ON s.id = g.segment_id
		WHERE g.course_id IN (SELECT a.course_id FROM access_now a WHERE a.staff_id = $1) AND g.course_id IN (`+strings.Join(places, ",")+`)
		ORDER BY g.course_id, s.started_at, g.segment_id`, args...)
	return db.Scan(rows, err, scanFigures)
}

// SessionFigure is an indicator in one session: what a coder's segments of it give
// together.
type SessionFigure struct {
	SessionID string
	On        clock.Date
	CoderID   string
	Version   string    // the scheme's ref, with " live" where the phone's codes were too few for the whole indicator
	At        time.Time // when the last of its segments was closed
	Segments  []string
	Sum       Sum
}

// PerSession pools first codings of an indicator session by session, in order of
// time. Of several coders of one session the one given counts when she is among
// them, else the one whose segment begins first, and only segments by one version
// are pooled, that of the first of them.
func PerSession(all []Figures, name, coder string) []SessionFigure {
	bySession := map[string][]Figures{}
	var order []string
	for _, g := range all {
		if _, has := g.Sums[name]; !has || g.SecondOf != "" {
			continue
		}
		if bySession[g.SessionID] == nil {
			order = append(order, g.SessionID)
		}
		bySession[g.SessionID] = append(bySession[g.SessionID], g)
	}
	var out []SessionFigure
	for _, id := range order {
		list := bySession[id]
		lead := list[0]
		if i := slices.IndexFunc(list, func(g Figures) bool { return g.CoderID == coder }); i >= 0 {
			lead = list[i]
		}
		v := SessionFigure{SessionID: id, On: clock.DateOf(lead.StartedAt), CoderID: lead.CoderID, Version: lead.version(name)}
		for _, g := range list {
			if g.CoderID == v.CoderID && g.version(name) == v.Version {
				v.Sum = v.Sum.add(g.Sums[name])
				if g.ClosedAt.After(v.At) {
					v.At = g.ClosedAt
				}
				v.Segments = append(v.Segments, g.SegmentID)
			}
		}
		out = append(out, v)
	}
	return out
}

func (g Figures) version(name string) string {
	if g.Sums[name].Reduced {
		return g.Scheme + " live"
	}
	return g.Scheme
}
