// Package outcome says what can be documented about the development of one
// family, and what cannot. Nothing here is stored as a result: grades and
// conclusion are computed from the measurements each time they are asked for, by
// a rule with a name, so that nothing goes stale.
//
// What is stored is the professionals' own judgement, with its reasons, and the
// statement that a closing report was signed on.
package outcome

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
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

// Graded is a strand with what the rule says of it.
type Graded struct {
	instrument.Strand
	Result singlecase.StrandResult
	// Missed are the days on which it was due and not measured.
	Missed []clock.Date
	// Turn is where it turned round after going well; zero when it has not.
	Turn Turn
	// Since is the last follow-up, zero where there was none, and Window the same
	// strand from that day on. It enters no conclusion.
	Since  clock.Date
	Window singlecase.StrandResult

	made []instrument.Rating // as Made gives them
}

// Made returns the measurements that count, as those of its strand.
func (g Graded) Made() []instrument.Rating {
	if g.made == nil {
		return g.Strand.Made()
	}
	return slices.Clip(g.made)
}

// Judgement is the professionals' own, beside the figures.
type Judgement struct {
	ID        string
	Says      singlecase.Says
	Reason    string
	EnteredBy string
	EnteredAt time.Time
}

// Development is all that can be said about a course's development on a day.
type Development struct {
	On clock.Date
	// Since is the last follow-up, from which each strand is also looked at alone;
	// zero where there was none.
	Since   clock.Date
	Strands []Graded
	// Talks are the questions about the meetings. They are of how the work is done and
	// enter no conclusion.
	Talks      []Graded
	Conclusion singlecase.Conclusion
	Judgement  Judgement // zero when none is written
}

// Documented reports whether the family's development is documented, which a
// course closes with.
func (d Development) Documented() bool {
	return d.Conclusion.Verdict == singlecase.FamilyDocumented
}

// Measurements counts those that were made.
func (d Development) Measurements() int {
	n := 0
	for _, s := range d.Strands {
		n += len(s.Made())
	}
	return n
}

// MissedCount counts those that were due and not made.
func (d Development) MissedCount() int {
	n := 0
	for _, s := range d.Strands {
		n += len(s.Missed)
	}
	return n
}

// Changes counts the measurements made by another person or with another
// version of the scale than the strand began with.
func (d Development) Changes() int {
	n := 0
	for _, s := range d.Strands {
		n += s.Result.LeftOut.OtherRater + s.Result.LeftOut.OtherVersion
	}
	return n
}

// Develop reads the measurements and the judgement and lets the rule speak.
func Develop(ctx context.Context, f *casefile.Reader) (Development, error) {
	strands, err := instrument.Strands(ctx, f)
	if err != nil {
		return Development{}, err
	}
	all, err := Judgements(ctx, f)
	if err != nil {
		return Development{}, err
	}
	d := Grade(strands, f.Today())
	if len(all) > 0 {
		d.Judgement = all[0]
	}
	d.conclude()
	since, err := LastReview(ctx, f)
	if err != nil {
		return Development{}, err
	}
	d.GradeSince(since)
	return d, nil
}

// Grade grades strands as on a day, without a conclusion's judgement.
func Grade(strands []instrument.Strand, on clock.Date) Development {
	d := Development{On: on}
	for _, s := range strands {
		if s.Scale().Talk {
			d.Talks = append(d.Talks, talkOf(s, on))
			continue
		}
		result := singlecase.GradeStrand(s.Method(clock.Date{}))
		d.Strands = append(d.Strands, Graded{Strand: s, Result: result, Missed: s.Missed(on), Turn: turnOf(s, result), made: s.Made()})
	}
	d.conclude()
	return d
}

func (d *Development) conclude() {
	graded := make([]singlecase.Graded, len(d.Strands))
	for i, s := range d.Strands {
		graded[i] = singlecase.Graded{ID: s.ID, Instrument: s.Instrument, Rater: singlecase.Rater{Role: s.RaterRole, Person: s.RaterID},
			Grade: s.Result.Grade, Direction: s.Result.Direction, N: s.Result.N}
	}
	d.Conclusion = singlecase.ConcludeFamily(graded, singlecase.Judgement{Written: d.Judgement.ID != "", Says: d.Judgement.Says})
}

// SaysAll lists what a judgement can say, in the order offered.
var SaysAll = []singlecase.Says{singlecase.SaysDevelopment, singlecase.SaysNoChange, singlecase.SaysSetback}

const maxReason = 5000

type judgementText struct{ Reason string }

// Judge writes down the professionals' judgement with its reasons. The lead and
// the psychologist may. A later one stands beside the earlier, which stays.
func Judge(ctx context.Context, f *casefile.Writer, j Judgement) error {
	if err := f.Need(access.Report, access.Write); err != nil {
		return err
	}
	var p fault.Problems
	j.Reason = strings.TrimSpace(j.Reason)
	if !slices.Contains(SaysAll, j.Says) {
		p.Add("says", "outcome.judgement.choose")
	}
	switch n := len([]rune(j.Reason)); {
	case n == 0:
		p.Add("reason", "outcome.judgement.why")
	case n > maxReason:
		p.Add("reason", "outcome.judgement.too-long", fault.Args{"max": maxReason})
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("judgement", j.ID, judgementText{j.Reason})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO judgement (id, course_id, says, entered_by, entered_at, sealed) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (id) DO NOTHING`,
		j.ID, f.CourseID, j.Says, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("judge course %s: %w", f.CourseID, err)
	}
	return nil
}

// Judgements returns the judgements of the course, the newest first.
func Judgements(ctx context.Context, f *casefile.Reader) ([]Judgement, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, says, entered_by, entered_at, sealed FROM judgement WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	return db.Scan(rows, err, func(r *sql.Rows) (j Judgement, err error) {
		var at int64
		var sealed []byte
		if err := r.Scan(&j.ID, &j.Says, &j.EnteredBy, &at, &sealed); err != nil {
			return j, err
		}
		var text judgementText
		err = f.Unseal("judgement", j.ID, sealed, &text)
		j.Reason, j.EnteredAt = text.Reason, db.Time(at)
		return j, err
	})
}
