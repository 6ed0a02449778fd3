package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/outcome"
	"samspil/internal/plan"
	"samspil/internal/programme"
)

// Readiness is what closing a course asks for and what of it is there.
type Readiness struct {
	Missing     []programme.Condition
	Report      *Report // the closing report, when one has been begun
	Analyses    int     // signed
	AnalysisDue clock.Date
	OpenGoals   []plan.Goal
	OpenFlags   int
	Documented  bool
	Development outcome.Development
	Exception   string // the leader's reason to close without documented development
	ExceptionBy string
	SignedBy    []string
}

// Ready gathers what closing the course demands: the last analysis that was due,
// every goal concluded, no open flag, the development documented or the leader's
// reason, and the closing report signed by lead and psychologist.
func Ready(ctx context.Context, f *casefile.Reader, prog programme.Programme) (Readiness, error) {
	var x Readiness
	if err := f.Need(access.Report, access.Read); err != nil {
		return x, err
	}
	for _, read := range []func(context.Context, *casefile.Reader) error{x.readReport, x.readGoals, x.readFlags, x.readException} {
		if err := read(ctx, f); err != nil {
			return x, err
		}
	}
	c, err := course.Get(ctx, f)
	if err != nil {
		return x, err
	}
	signed, err := analysis.SignedOn(ctx, f)
	if err != nil {
		return x, err
	}
	x.Analyses = len(signed)
	if due := prog.NextAnalysis(c.StartOn, c.ExpectedEnd, len(signed)); !due.IsZero() && !due.After(f.Today()) {
		x.AnalysisDue = due
	}
	if x.Development, err = outcome.Develop(ctx, f); err != nil {
		return x, err
	}
	x.Documented = x.Development.Documented()
	x.Missing = prog.ClosingMissing(map[string]bool{
		programme.ClosingAnalysis: x.Analyses > 0 && x.AnalysisDue.IsZero(), programme.ClosingGoals: len(x.OpenGoals) == 0,
		programme.ClosingFlags: x.OpenFlags == 0, programme.ClosingDevelopment: x.Documented,
		programme.ClosingReport: len(x.SignedBy) >= len(Roles),
	}, x.Exception != "")
	return x, nil
}

func (x *Readiness) readReport(ctx context.Context, f *casefile.Reader) error {
	all, err := All(ctx, f)
	for _, r := range all {
		if r.Kind != Closing || x.Report != nil {
			continue
		}
		x.Report = &r
		for _, role := range Roles {
			if s, ok := r.Signed(role); ok {
				x.SignedBy = append(x.SignedBy, s.StaffID)
			}
		}
	}
	return err
}

func (x *Readiness) readGoals(ctx context.Context, f *casefile.Reader) error {
	p, ok, err := plan.Current(ctx, f)
	if ok {
		x.OpenGoals = p.Open()
	}
	return err
}

func (x *Readiness) readFlags(ctx context.Context, f *casefile.Reader) error {
	flags, err := attention.Flags(ctx, f)
	for _, g := range flags {
		if g.Open() {
			x.OpenFlags++
		}
	}
	return err
}

type exceptionText struct{ Reason string }

func (x *Readiness) readException(ctx context.Context, f *casefile.Reader) error {
	rows, err := f.Query(ctx, `SELECT id, entered_by, sealed FROM closing_exception WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	if err != nil {
		return fmt.Errorf("read closing exception of course %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var sealed []byte
		if err := rows.Scan(&id, &x.ExceptionBy, &sealed); err != nil {
			return err
		}
		var t exceptionText
		if err := f.Unseal("closing_exception", id, sealed, &t); err != nil {
			return err
		}
		x.Exception = t.Reason
	}
	return rows.Err()
}

// Except writes the leader's reason to close a course whose development is not
// documented. Only the leader may. A later reason stands instead of an earlier
// one, which is kept; the same id twice is one.
func Except(ctx context.Context, f *casefile.Writer, id, reason string) error {
	if err := f.Need(access.Report, access.Approve); err != nil {
		return err
	}
	var p fault.Problems
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		p.Add("exception", "report.exception.why")
	case len([]rune(reason)) > maxText:
		p.Add("exception", "report.too-long", fault.Args{"max": maxText})
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("closing_exception", id, exceptionText{reason})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO closing_exception (id, course_id, entered_by, entered_at, sealed) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (id) DO NOTHING`,
		id, f.CourseID, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("except course %s: %w", f.CourseID, err)
	}
	return nil
}

// Close ends the course when nothing is missing any more; otherwise it says, field
// by field, what is. Only the leader closes. Closed twice, nothing happens the
// second time.
func Close(ctx context.Context, f *casefile.Writer, prog programme.Programme, cl course.Closing) error {
	if err := f.Need(access.Report, access.Approve); err != nil {
		return err
	}
	x, err := Ready(ctx, &f.Reader, prog)
	if err != nil {
		return err
	}
	c, err := course.Get(ctx, &f.Reader)
	if err != nil || c.Status == course.Closed {
		return err
	}
	var p fault.Problems
	for _, m := range x.Missing {
		p.Add(m.ID, m.Key)
	}
	if cl.Ending == "" || !slices.Contains(course.Endings, cl.Ending) {
		p.Add("ending", "course.close.ending")
	}
	if err := p.Err(); err != nil {
		return err
	}
	cl.SignedBy, cl.OpenGoals, cl.OpenFlags = x.SignedBy, len(x.OpenGoals), x.OpenFlags
	cl.Documented, cl.Exception = x.Documented, x.Exception
	return course.Close(ctx, f, cl)
}
