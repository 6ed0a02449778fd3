package report

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// maxText is the longest text of one layer of a section, in characters.
const maxText = 20000

// reportText is what of a report is sealed.
type reportText struct {
	Content Content
	Remarks []Remark
	Writers []string
	// Readings tells which text the second reader has read.
	Readings []Reading `json:",omitempty"`
}

const columns = `id, kind, from_date, to_date, author_id, status, approver_id, approved_at, feedback_id, version, entered_at, fingerprint, sealed`

func scan(f *casefile.Reader, row interface{ Scan(...any) error }) (r Report, err error) {
	var approved, entered int64
	var sealed []byte
	if err := row.Scan(&r.ID, &r.Kind, &r.From, &r.To, &r.AuthorID, &r.State, &r.ApproverID, &approved, &r.FeedbackID, &r.Version, &entered,
		&r.Fingerprint, &sealed); err != nil {
		return r, err
	}
	var t reportText
	err = f.Unseal("report", r.ID, sealed, &t)
	r.CourseID, r.ApprovedAt, r.EnteredAt = f.CourseID, db.Time(approved), db.Time(entered)
	r.Content, r.Remarks, r.Writers, r.Readings = t.Content, t.Remarks, t.Writers, t.Readings
	return r, err
}

// All returns the course's reports, the newest first. Those who receive reports,
// the adviser and the deputy, see the ones that were sent.
func All(ctx context.Context, f *casefile.Reader) ([]Report, error) {
	if err := f.Need(access.Report, access.Read); err != nil {
		return nil, err
	}
	query := `SELECT ` + columns + ` FROM report WHERE course_id = $1`
	if receives(f) {
		query += ` AND status = 'sent'`
	}
	rows, err := f.Query(ctx, query+` ORDER BY entered_at DESC, id DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(row *sql.Rows) (Report, error) { return scan(f, row) })
	if err != nil {
		return nil, fmt.Errorf("read reports of course %s: %w", f.CourseID, err)
	}
	return all, addSignatures(ctx, f, all)
}

// receives reports whether the reader only gets what is sent.
func receives(f *casefile.Reader) bool {
	return !f.Can(access.Report, access.Write) && !f.Can(access.Report, access.Approve) && (f.Is(access.AdviserOn) || f.Is(access.DeputyOf))
}

func addSignatures(ctx context.Context, f *casefile.Reader, all []Report) error {
	rows, err := f.Query(ctx, `SELECT report_id, staff_id, role, signed_at, fingerprint FROM report_signature WHERE course_id = $1 ORDER BY signed_at, staff_id`, f.CourseID)
	_, err = db.Scan(rows, err, func(row *sql.Rows) (s Signature, err error) {
		var id string
		var at int64
		if err := row.Scan(&id, &s.StaffID, &s.Role, &at, &s.Fingerprint); err != nil {
			return s, err
		}
		s.At = db.Time(at)
		for i := range all {
			if all[i].ID == id {
				all[i].Signatures = append(all[i].Signatures, s)
			}
		}
		return s, nil
	})
	if err != nil {
		return fmt.Errorf("read signatures of course %s: %w", f.CourseID, err)
	}
	return nil
}

// Get returns one report of the course.
func Get(ctx context.Context, f *casefile.Reader, id string) (Report, error) {
	all, err := All(ctx, f)
	return casefile.Pick(all, err, func(r Report) bool { return r.ID == id })
}

// Begin keeps a new report drawn from the record. The lead and the psychologist
// may. The same id twice is one report; while a report of the kind is being
// written or waits, that one is kept and no second is begun: its id is returned.
func Begin(ctx context.Context, f *casefile.Writer, r Report) (string, error) {
	if err := f.Need(access.Report, access.Write); err != nil {
		return "", err
	}
	if err := r.checkPeriod(f.Today()); err != nil {
		return "", err
	}
	var open string
	err := f.QueryRow(ctx, `SELECT id FROM report WHERE course_id = $1 AND kind = $2 AND status <> 'sent'`, f.CourseID, r.Kind).Scan(&open)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return open, err
	}
	r.State, r.AuthorID, r.Writers = Draft, f.Actor.ID, []string{f.Actor.ID}
	sealed, err := f.Seal("report", r.ID, reportText{r.Content, nil, r.Writers, nil})
	if err != nil {
		return "", err
	}
	n, err := f.Exec(ctx, `INSERT INTO report (id, course_id, kind, from_date, to_date, author_id, status, version, entered_at, fingerprint, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,1,$8,$9,$10) ON CONFLICT (id) DO NOTHING`,
		r.ID, f.CourseID, r.Kind, r.From, r.To, r.AuthorID, r.State, db.Micros(f.Now()), r.Content.Fingerprint(), sealed)
	if err != nil {
		return "", fmt.Errorf("begin report %s: %w", r.ID, err)
	}
	if n == 0 {
		return r.ID, nil
	}
	return r.ID, keepText(ctx, f, r, 1)
}

func (r Report) checkPeriod(today clock.Date) error {
	var p fault.Problems
	if !slices.Contains(Kinds, r.Kind) {
		p.Add("kind", "report.no-kind")
	}
	switch {
	case r.From.IsZero():
		p.Add("from", "report.no-from")
	case r.To.IsZero():
		p.Add("to", "report.no-to")
	case r.To.Before(r.From):
		p.Add("to", "report.to-before")
	case r.From.After(today):
		p.Add("from", "report.from-ahead")
	}
	return p.Err()
}

// Write keeps what stands under one heading of a draft. version is the one the
// form was read at: when somebody wrote since, the answer is a Conflict and
// nothing is changed.
func Write(ctx context.Context, f *casefile.Writer, id string, version int64, s Section) error {
	r, err := forWriting(ctx, f, id)
	if err != nil {
		return err
	}
	if !r.Editable() {
		return fault.New(fault.Conflict, "report.locked")
	}
	var p fault.Problems
	if !slices.Contains(Questions(r.Kind), s.Question) {
		p.Add("question", "report.no-question")
	}
	clean := Section{Question: s.Question}
	for _, l := range LayersOf(s.Question) {
		text := strings.TrimSpace(s.Text(l))
		if len([]rune(text)) > maxText {
			p.Add(string(l), "report.too-long", fault.Args{"max": maxText})
		}
		clean = clean.With(l, text)
	}
	if err := p.Err(); err != nil {
		return err
	}
	r.Content.set(clean)
	return keep(ctx, f, r, version)
}

// Redraw puts freshly drawn facts, curves and sources into a draft. What was
// written under its headings stays.
func Redraw(ctx context.Context, f *casefile.Writer, id string, version int64, fresh Content) error {
	r, err := forWriting(ctx, f, id)
	if err != nil {
		return err
	}
	if !r.Editable() {
		return fault.New(fault.Conflict, "report.locked")
	}
	sections := slices.Clone(fresh.Sections)
	for i, s := range sections {
		old := r.Content.Section(s.Question)
		for _, l := range LayersOf(s.Question) {
			if l != Facts && old.Text(l) != "" {
				sections[i] = sections[i].With(l, old.Text(l))
			}
		}
	}
	for _, o := range r.Content.Origins { // of lines that stay as they were drawn before
		if !slices.ContainsFunc(fresh.Origins, func(n Origin) bool { return n.Line == o.Line }) {
			fresh.Origins = append(fresh.Origins, o)
		}
	}
	r.Content, r.Content.Sections = fresh, sections
	return keep(ctx, f, r, version)
}

func forWriting(ctx context.Context, f *casefile.Writer, id string) (Report, error) {
	if err := f.Need(access.Report, access.Write); err != nil {
		return Report{}, err
	}
	return Get(ctx, &f.Reader, id)
}

// keep stores a report read at a version, with the actor among its writers.
func keep(ctx context.Context, f *casefile.Writer, r Report, version int64) error {
	if !slices.Contains(r.Writers, f.Actor.ID) {
		r.Writers = append(r.Writers, f.Actor.ID)
	}
	return store(ctx, f, r, version)
}

func store(ctx context.Context, f *casefile.Writer, r Report, version int64) error {
	sealed, err := f.Seal("report", r.ID, reportText{r.Content, r.Remarks, r.Writers, r.Readings})
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `UPDATE report SET status = $1, approver_id = $2, approved_at = $3, feedback_id = $4, fingerprint = $5, sealed = $6,
		version = version + 1 WHERE id = $7 AND course_id = $8 AND version = $9`,
		r.State, r.ApproverID, db.Micros(r.ApprovedAt), r.FeedbackID, r.Content.Fingerprint(), sealed, r.ID, f.CourseID, version)
	if err != nil {
		return fmt.Errorf("keep report %s: %w", r.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return keepText(ctx, f, r, version+1)
}
