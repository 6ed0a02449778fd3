package instrument

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// How the answers came about.
const (
	Self        = "self"        // by the person alone
	ReadAloud   = "aloud"       // somebody read the questions aloud
	Interpreter = "interpreter" // through an interpreter
	Paper       = "paper"       // on paper, typed in afterwards
)

// Hows and Contexts list what can be said of how and when the answers were given.
var (
	Hows     = []string{Self, ReadAloud, Interpreter, Paper}
	Contexts = []string{"before-contact", "after-contact", "crisis", "holiday"}
)

// Answers are one person's answers to one questionnaire on one day. They never
// change: a correction is a new set that names the one it replaces.
type Answers struct {
	RatingID   string // the measurement they are behind
	StrandID   string
	On         clock.Date
	Hash       string // of the edition that was answered; empty for the one in force
	Version    string
	How        string
	Context    string             // empty: nothing special
	Values     map[string]float64 // by question; one that was skipped is not there
	Words      string
	SessionID  string
	Supersedes string
}

// Edition returns the questionnaire of a strand as it is used here; false where the
// strand is no questionnaire.
func (s Strand) Edition(ctx context.Context, tx *casefile.Tx) (Edition, bool, error) {
	scale, ok := ScaleNamed(s.Instrument)
	if !ok || scale.Definition == "" {
		return Edition{}, false, nil
	}
	all, err := Editions(ctx, tx)
	e, ok := all[scale.Definition]
	return e, ok, err
}

// RecordAnswers keeps the answers and the measurement they give. The figure is
// always worked out here. Too few answers for the rule are kept as a measurement
// that is missing. The same id twice counts once.
func RecordAnswers(ctx context.Context, f *casefile.Writer, a Answers) error {
	if err := f.Need(access.Measures, access.Write); err != nil {
		return err
	}
	s, err := find(ctx, &f.Reader, a.StrandID)
	if err != nil {
		return err
	}
	e, ok, err := s.Edition(ctx, f.Tx())
	if err != nil {
		return err
	}
	if ok && a.Hash != "" && a.Hash != e.Hash {
		if e, err = EditionWith(ctx, f.Tx(), e.ID, a.Hash); err != nil {
			return err
		}
	}
	if !ok || !e.Usable() {
		return fault.New(fault.Invalid, "instrument.not-usable")
	}
	if err := a.check(e.Definition); err != nil {
		return err
	}
	scale := s.Scale()
	r := Rating{ID: a.RatingID, StrandID: a.StrandID, On: a.On, Version: e.Version, SessionID: a.SessionID, Words: a.Words, Supersedes: a.Supersedes, computed: true}
	if v, scored := e.Score(scale.Part, a.given()); scored {
		r.Value = &v
	} else if strings.TrimSpace(r.Words) == "" {
		r.Words = a.tooFew(e.Definition, scale.Part)
	}
	if err := Record(ctx, f, r); err != nil {
		return err
	}
	text, err := json.Marshal(a.Values)
	if err != nil {
		return fmt.Errorf("write answers: %w", err)
	}
	_, err = f.Exec(ctx, `INSERT INTO answered (rating_id, course_id, strand_id, version, hash, how, context, answers)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (rating_id) DO NOTHING`, a.RatingID, f.CourseID, a.StrandID, e.Version, e.Hash, a.How, a.Context, string(text))
	if err != nil {
		return fmt.Errorf("keep answers of rating %s: %w", a.RatingID, err)
	}
	return nil
}

// tooFew stands in place of a reason where the answers were too few for a figure.
func (a Answers) tooFew(d Definition, part string) string {
	return fmt.Sprintf("%d/%d", len(a.Values), len(d.Rule(d.part(part)).Items))
}

func (d Definition) part(id string) Part {
	p, _ := d.Part(id)
	return p
}

// given are the answers as they are scored.
func (a Answers) given() map[string]*float64 {
	out := map[string]*float64{}
	for id, v := range a.Values {
		out[id] = &v
	}
	return out
}

func (a Answers) check(d Definition) error {
	var p fault.Problems
	if !slices.Contains(Hows, a.How) {
		p.Add("how", "instrument.how.choose")
	}
	if a.Context != "" && !slices.Contains(Contexts, a.Context) {
		p.Add("context", "instrument.how.choose")
	}
	if len(a.Values) == 0 {
		p.Add(firstItem(d), "instrument.answers.none")
	}
	for id, v := range a.Values {
		item, ok := d.Item(id)
		if !ok || math.IsNaN(v) || v < item.Min || v > item.Max {
			p.Add(id, "instrument.outside", fault.Args{"least": item.Min, "most": item.Max})
		} else if len(item.Options) > 0 && !slices.ContainsFunc(item.Options, func(o Answer) bool { return o.Value == v }) {
			p.Add(id, "instrument.outside", fault.Args{"least": item.Min, "most": item.Max})
		}
	}
	return p.Err()
}

func firstItem(d Definition) string {
	if len(d.Items) == 0 {
		return "value"
	}
	return d.Items[0].LinkID
}

// AnswersOf returns the answers that are kept behind a strand's measurements, by the
// measurement's id.
func AnswersOf(ctx context.Context, f *casefile.Reader, strandID string) (map[string]Answers, error) {
	s, err := find(ctx, f, strandID)
	if err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT rating_id, version, hash, how, context, answers FROM answered WHERE course_id = $1 AND strand_id = $2`, f.CourseID, strandID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (a Answers, err error) {
		var text string
		if err := r.Scan(&a.RatingID, &a.Version, &a.Hash, &a.How, &a.Context, &text); err != nil {
			return a, err
		}
		return a, json.Unmarshal([]byte(text), &a.Values)
	})
	if err != nil {
		return nil, fmt.Errorf("read answers of strand %s: %w", strandID, err)
	}
	out := map[string]Answers{}
	for _, a := range all {
		for _, r := range s.Ratings {
			if r.ID == a.RatingID {
				a.StrandID, a.On, a.Words, a.SessionID, a.Supersedes = strandID, r.On, r.Words, r.SessionID, r.Supersedes
			}
		}
		out[a.RatingID] = a
	}
	return out, nil
}
