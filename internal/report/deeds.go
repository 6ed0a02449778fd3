package report

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Submit hands the draft to the second reader. It says heading by heading what is
// missing: whether the help goes on must be answered by a person, and a closing
// report says what the next people must know. Submitted twice, nothing happens
// the second time.
func Submit(ctx context.Context, f *casefile.Writer, id string, version int64) error {
	r, err := forWriting(ctx, f, id)
	if err != nil || r.State == Submitted {
		return err
	}
	if r.State != Draft {
		return fault.New(fault.Conflict, "report.locked")
	}
	var p fault.Problems
	for _, q := range r.Lacking() {
		p.Add(string(q), "report.lacks."+string(q))
	}
	if err := p.Err(); err != nil {
		return err
	}
	r.State = Submitted
	if err := keep(ctx, f, r, version); err != nil {
		return err
	}
	return f.Record("submit", "report", id)
}

// Lacking returns the headings that only a person can answer and nobody has.
func (r Report) Lacking() []Question {
	asked := []Question{Benefit, Next}
	if r.Kind == Closing {
		asked = []Question{Conclusion, Benefit, Next, Transitions}
	}
	return slices.DeleteFunc(asked, func(q Question) bool { return r.Content.Section(q).Assessment != "" })
}

// TakeBack makes a submitted report a draft again, so that its authors can go on.
// Signatures that were given fall when the text changes.
func TakeBack(ctx context.Context, f *casefile.Writer, id string, version int64) error {
	r, err := forWriting(ctx, f, id)
	if err != nil || r.State == Draft {
		return err
	}
	if r.State == Sent {
		return fault.New(fault.Conflict, "report.was-sent")
	}
	return reopen(ctx, f, r, version)
}

func reopen(ctx context.Context, f *casefile.Writer, r Report, version int64) error {
	r.State, r.ApproverID, r.ApprovedAt = Draft, "", time.Time{}
	return store(ctx, f, r, version)
}

// Return hands a submitted report back to its authors; words say what to mend and
// are asked for. Only who may approve may return.
func Return(ctx context.Context, f *casefile.Writer, id string, version int64, words string) error {
	if err := f.Need(access.Report, access.Approve); err != nil {
		return err
	}
	words = strings.TrimSpace(words)
	var p fault.Problems
	switch {
	case words == "":
		p.Add("words", "report.return.why")
	case len([]rune(words)) > maxText:
		p.Add("words", "report.too-long", fault.Args{"max": maxText})
	}
	if err := p.Err(); err != nil {
		return err
	}
	r, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	if r.State != Submitted && r.State != Approved {
		return fault.New(fault.Conflict, "report.locked")
	}
	r.read(f, false)
	r.Remarks = append(r.Remarks, Remark{By: f.Actor.ID, At: f.Now(), Text: words})
	return reopen(ctx, f, r, version)
}

// Approve is the second reader's yes. Nobody who has written in the report may
// give it. Approved twice, the first stays.
func Approve(ctx context.Context, f *casefile.Writer, id string, version int64) error {
	if err := f.Need(access.Report, access.Approve); err != nil {
		return err
	}
	r, err := Get(ctx, &f.Reader, id)
	if err != nil || r.State == Approved || r.State == Sent {
		return err
	}
	if r.State != Submitted {
		return fault.New(fault.Conflict, "report.not-submitted")
	}
	if r.AuthorID == f.Actor.ID || slices.Contains(r.Writers, f.Actor.ID) {
		return f.Tx().Refuse(f.Actor, string(access.Report), id)
	}
	r.read(f, true)
	r.State, r.ApproverID, r.ApprovedAt = Approved, f.Actor.ID, f.Now()
	if err := store(ctx, f, r, version); err != nil {
		return err
	}
	return f.Record("approve", "report", id)
}

// Sign puts the actor's name under a closing report that is no longer a draft: as
// lead consultant or as psychologist, whichever the actor is on the course.
// fingerprint is that of the text the actor has read; when another stands there
// now, the answer is a Conflict. Signed twice, the first stays.
func Sign(ctx context.Context, f *casefile.Writer, id, fingerprint string) error {
	if err := f.Need(access.Report, access.Write); err != nil {
		return err
	}
	r, err := Get(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	role := roleOf(&f.Reader)
	switch {
	case r.Kind != Closing || role == "":
		return f.Tx().Refuse(f.Actor, string(access.Report), id)
	case r.State == Draft:
		return fault.New(fault.Conflict, "report.sign.draft")
	case r.Fingerprint != fingerprint:
		return fault.New(fault.Conflict, "report.sign.changed")
	}
	if _, err := f.Exec(ctx, `DELETE FROM report_signature WHERE report_id = $1 AND course_id = $2 AND staff_id = $3 AND role = $4 AND fingerprint <> $5`,
		id, f.CourseID, f.Actor.ID, role, fingerprint); err != nil {
		return fmt.Errorf("sign report %s: %w", id, err)
	}
	if _, err := f.Exec(ctx, `INSERT INTO report_signature (report_id, course_id, staff_id, role, signed_at, fingerprint) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (report_id, staff_id, role) DO NOTHING`, id, f.CourseID, f.Actor.ID, role, db.Micros(f.Now()), fingerprint); err != nil {
		return fmt.Errorf("sign report %s: %w", id, err)
	}
	return f.Record("sign", "report", id)
}

func roleOf(f *casefile.Reader) Role {
	switch {
	case f.Is(access.Lead):
		return AsLead
	case f.Is(access.PsychologistOn):
		return AsPsychologist
	}
	return ""
}

// MaySign returns the capacity in which the reader can still sign the report, and
// false when there is nothing for the reader to sign.
func (r Report) MaySign(f *casefile.Reader) (Role, bool) {
	role := roleOf(f)
	if r.Kind != Closing || role == "" || r.State == Draft || !f.Can(access.Report, access.Write) {
		return "", false
	}
	_, signed := r.Signed(role)
	return role, !signed
}
