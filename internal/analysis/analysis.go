// Package analysis holds the psychologist's analysis of a course: of the help
// that is given, or of the contact, and of the parents' capacity. It is a
// document of its own. Each statement says whether it is an observation, an
// interpretation or an assessment, and names the sessions, contacts and
// measurements it rests on, which can be opened from it.
package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Part is what a statement is about.
type Part string

// The parts, in the order they stand: the help or the contact itself, then the
// four dimensions of parental capacity, then what to work on.
const (
	Service    Part = "service"
	Structure  Part = "structure"  // makes the situation safe, clear and manageable
	Engagement Part = "engagement" // they find each other and come back after a miss
	Care       Part = "care"       // need for comfort and calm is noticed and met
	Challenge  Part = "challenge"  // one small step further, at the child's level
	Ahead      Part = "ahead"      // what to work on
)

// Parts lists them.
var Parts = []Part{Service, Structure, Engagement, Care, Challenge, Ahead}

// Layer keeps what was seen apart from what is thought of it.
type Layer string

// The layers.
const (
	Observation    Layer = "observation"
	Interpretation Layer = "interpretation"
	Assessment     Layer = "assessment"
)

// Layers lists them.
var Layers = []Layer{Observation, Interpretation, Assessment}

// Cited is the kind of thing that a statement rests on.
type Cited string

// What can be cited.
const (
	CitesSession Cited = "session" // contacts are sessions too
	CitesStrand  Cited = "strand"
	CitesSegment Cited = "segment" // minutes that were coded
	CitesPattern Cited = "pattern" // a question asked of coded minutes, which can be asked again
)

// citedIn are the tables where what is cited stands.
var citedIn = map[Cited]string{CitesSession: "session", CitesStrand: "strand", CitesSegment: "coded_segment", CitesPattern: "coded_pattern"}

// Citation names one thing of the same course.
type Citation struct {
	Kind Cited
	ID   string
}

// Statement is one thing said.
type Statement struct {
	Part  Part
	Layer Layer
	Text  string
	Cites []Citation
}

// Analysis is one document.
type Analysis struct {
	ID, CourseID string
	DueOn        clock.Date // the due day it answers; none when written unasked
	AuthorID     string
	SignedAt     time.Time
	EnteredAt    time.Time
	Version      int64
	Supersedes   string // a signed analysis that this one corrects
	Statements   []Statement
}

// Signed reports whether it is locked.
func (a Analysis) Signed() bool { return !a.SignedAt.IsZero() }

const maxText = 10000

// Save keeps a draft. Only the course's psychologist may. version is the one the
// form was read at, 0 for a new one; a signed analysis is never changed.
func Save(ctx context.Context, f *casefile.Writer, a Analysis) error {
	if err := f.Need(access.Analysis, access.Write); err != nil {
		return err
	}
	if err := checkTexts(a); err != nil {
		return err
	}
	if err := checkCitations(ctx, f, a); err != nil {
		return err
	}
	sealed, err := f.Seal("analysis", a.ID, texts(a))
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO analysis (id, course_id, due_on, author_id, version, supersedes, entered_at, sealed)
		VALUES ($1,$2,$3,$4,1,$5,$6,$7)
		ON CONFLICT (id) DO UPDATE SET entered_at = excluded.entered_at, version = analysis.version + 1, sealed = excluded.sealed
		WHERE analysis.version = $8 AND analysis.signed_at = 0 AND analysis.course_id = excluded.course_id`,
		a.ID, f.CourseID, a.DueOn, f.Actor.ID, a.Supersedes, db.Micros(f.Now()), sealed, a.Version)
	if err != nil {
		return fmt.Errorf("save analysis %s: %w", a.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return cite(ctx, f, a)
}

func texts(a Analysis) []Statement {
	out := slices.Clone(a.Statements)
	for i := range out {
		out[i].Cites = nil // citations lie in a table of their own
	}
	return out
}

func cite(ctx context.Context, f *casefile.Writer, a Analysis) error {
	if _, err := f.Exec(ctx, `DELETE FROM analysis_citation WHERE analysis_id = $1 AND course_id = $2`, a.ID, f.CourseID); err != nil {
		return fmt.Errorf("cite in analysis %s: %w", a.ID, err)
	}
	for i, s := range a.Statements {
		for _, c := range s.Cites {
			_, err := f.Exec(ctx, `INSERT INTO analysis_citation (analysis_id, course_id, statement, kind, target_id) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING`,
				a.ID, f.CourseID, i, c.Kind, c.ID)
			if err != nil {
				return fmt.Errorf("cite in analysis %s: %w", a.ID, err)
			}
		}
	}
	return nil
}

func checkTexts(a Analysis) error {
	var p fault.Problems
	for i, s := range a.Statements {
		field := fmt.Sprintf("text-%d", i)
		switch {
		case !slices.Contains(Parts, s.Part) || !slices.Contains(Layers, s.Layer):
			p.Add(field, "analysis.no-part")
		case strings.TrimSpace(s.Text) == "":
			p.Add(field, "analysis.empty")
		case len([]rune(s.Text)) > maxText:
			p.Add(field, "analysis.too-long", fault.Args{"max": maxText})
		}
	}
	return p.Err()
}

// checkCitations refuses a citation of something that is not in this course, so
// that no link is ever broken.
func checkCitations(ctx context.Context, f *casefile.Writer, a Analysis) error {
	var p fault.Problems
	for i, s := range a.Statements {
		for _, c := range s.Cites {
			table := citedIn[c.Kind]
			if table == "" {
				p.Add(fmt.Sprintf("cites-%d", i), "analysis.no-such-source")
				continue
			}
			var n int
			if err := f.QueryRow(ctx, `SELECT COUNT(*) FROM `+table+` WHERE id = $1 AND course_id = $2`, c.ID, f.CourseID).Scan(&n); err != nil {
				return fmt.Errorf("check citations: %w", err)
			}
			if n == 0 {
				p.Add(fmt.Sprintf("cites-%d", i), "analysis.no-such-source")
			}
		}
	}
	return p.Err()
}

// Sign locks the analysis. It needs at least one statement about the help or the
// contact and one about parental capacity, and every observation and assessment
// names what it rests on. Signed twice, the first stays.
func Sign(ctx context.Context, f *casefile.Writer, id string) error {
	if err := f.Need(access.Analysis, access.Write); err != nil {
		return err
	}
	a, err := Get(ctx, &f.Reader, id)
	if err != nil || a.Signed() {
		return err
	}
	if a.AuthorID != f.Actor.ID {
		return f.Tx().Refuse(f.Actor, string(access.Analysis), id)
	}
	var p fault.Problems
	about := map[bool]int{}
	for i, s := range a.Statements {
		about[s.Part == Service]++
		if s.Layer != Interpretation && s.Part != Ahead && len(s.Cites) == 0 {
			p.Add(fmt.Sprintf("cites-%d", i), "analysis.rests-on-nothing")
		}
	}
	if about[true] == 0 {
		p.Add("statements", "analysis.lacks-service")
	} else if about[false] == 0 {
		p.Add("statements", "analysis.lacks-capacity")
	}
	if err := p.Err(); err != nil {
		return err
	}
	if _, err := f.Exec(ctx, `UPDATE analysis SET signed_at = $1, version = version + 1 WHERE id = $2 AND course_id = $3 AND signed_at = 0`,
		db.Micros(f.Now()), id, f.CourseID); err != nil {
		return fmt.Errorf("sign analysis %s: %w", id, err)
	}
	return f.Record("sign", "analysis", id)
}

// Get returns one analysis of the course.
func Get(ctx context.Context, f *casefile.Reader, id string) (Analysis, error) {
	all, err := All(ctx, f)
	return casefile.Pick(all, err, func(a Analysis) bool { return a.ID == id })
}

// All returns the course's analyses, the newest first.
func All(ctx context.Context, f *casefile.Reader) ([]Analysis, error) {
	if err := f.Need(access.Analysis, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, due_on, author_id, signed_at, version, supersedes, entered_at, sealed FROM analysis
		WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (a Analysis, err error) {
		var signed, entered int64
		var sealed []byte
		if err := r.Scan(&a.ID, &a.DueOn, &a.AuthorID, &signed, &a.Version, &a.Supersedes, &entered, &sealed); err != nil {
			return a, err
		}
		err = f.Unseal("analysis", a.ID, sealed, &a.Statements)
		a.CourseID, a.SignedAt, a.EnteredAt = f.CourseID, db.Time(signed), db.Time(entered)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("read analyses of course %s: %w", f.CourseID, err)
	}
	return all, addCitations(ctx, f, all)
}

func addCitations(ctx context.Context, f *casefile.Reader, all []Analysis) error {
	rows, err := f.Query(ctx, `SELECT analysis_id, statement, kind, target_id FROM analysis_citation WHERE course_id = $1 ORDER BY analysis_id, statement, kind, target_id`, f.CourseID)
	_, err = db.Scan(rows, err, func(r *sql.Rows) (c Citation, err error) {
		var id string
		var statement int
		if err := r.Scan(&id, &statement, &c.Kind, &c.ID); err != nil {
			return c, err
		}
		for i := range all {
			if all[i].ID == id && statement < len(all[i].Statements) {
				all[i].Statements[statement].Cites = append(all[i].Statements[statement].Cites, c)
			}
		}
		return c, nil
	})
	if err != nil {
		return fmt.Errorf("read citations of course %s: %w", f.CourseID, err)
	}
	return nil
}
