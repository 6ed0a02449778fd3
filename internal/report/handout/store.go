package handout

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/person"
	"samspil/internal/report"
)

// Handout is that a copy was made ready for somebody.
type Handout struct {
	ID, ReportID string
	Kind         Kind
	PersonID     string
	Name         string   // of the recipient, as it was then
	Reason       string   // why the recipient may have it, where that is asked
	Lines        []string // the lines that were chosen
	Fingerprint  string   // of the text it was made of
	By           string
	At           time.Time
}

// LeastReason is the fewest characters of a reason.
const LeastReason = 20

type handoutText struct {
	Name, Reason string
	Lines        []string
}

// mayMake says whether somebody may make copies: who writes reports and who
// approves them.
func mayMake(f *casefile.Reader) bool {
	return f.Can(access.Report, access.Write) || f.Can(access.Report, access.Approve)
}

// Recipients returns who a copy of a report can be made for, the adviser first. A
// reader who receives reports gets the adviser alone.
func Recipients(ctx context.Context, f *casefile.Reader) ([]Recipient, error) {
	if err := f.Need(access.Report, access.Read); err != nil {
		return nil, err
	}
	c, err := course.Get(ctx, f)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(ctx, f.Tx().Tx)
	if err != nil {
		return nil, err
	}
	out := []Recipient{{Kind: Adviser, Name: staff[c.AdviserID].Name}}
	if !mayMake(f) {
		return out, nil
	}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return nil, err
	}
	shields, err := person.Protections(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, p := range cards {
		one := Recipient{PersonID: p.PersonID, Name: p.Name, Hidden: hidden(p.PersonID, cards, shields)}
		switch {
		case p.Role == person.Parent:
			one.Kind, one.Reasoned = Parent, !p.Custody
			out = append(out, one)
		case p.Role == person.Child:
			if p.IsParty(f.Today()) {
				one.Kind = Child
				out = append(out, one)
			}
			one.Kind = Easy
			out = append(out, one)
		}
	}
	return append(out, Recipient{Kind: Foster, Reasoned: true}, Recipient{Kind: School, Reasoned: true}, Recipient{Kind: Court, Reasoned: true}), nil
}

// hidden reports whether a place of somebody in the course is kept from a person:
// by a shield against them, or by one that names nobody and so holds for all.
func hidden(personID string, cards []person.Card, shields []person.Protection) bool {
	for _, s := range shields {
		if s.Lifted || s.PersonID == personID {
			continue
		}
		if slices.Contains(s.Against, personID) || len(s.Against) == 0 {
			return true
		}
	}
	return false
}

// Find returns the recipient of that id among those a copy can be made for; others
// are not found.
func Find(ctx context.Context, f *casefile.Reader, id string) (Recipient, error) {
	all, err := Recipients(ctx, f)
	return casefile.Pick(all, err, func(r Recipient) bool { return r.ID() == id })
}

// Make notes that a copy is made ready and for whom. The report must have been
// approved, and carry its signatures; the version for a child must have been
// confirmed. Nothing is kept when the copy would name a shielded place or hold
// somebody's telephone number, e-mail address or civil registration number. The
// same id twice is one.
func Make(ctx context.Context, f *casefile.Writer, h Handout) error {
	if !mayMake(&f.Reader) {
		return f.Need(access.Report, access.Write)
	}
	r, to, err := about(ctx, &f.Reader, h)
	if err != nil {
		return err
	}
	if r.State != report.Approved && r.State != report.Sent || len(r.Unsigned()) > 0 {
		return fault.New(fault.Conflict, "report.to.not-approved")
	}
	var p fault.Problems
	h.Reason = strings.TrimSpace(h.Reason)
	if to.Reasoned && len([]rune(h.Reason)) < LeastReason {
		p.Add("reason", "report.to.why", fault.Args{"least": LeastReason})
	}
	if len([]rune(h.Reason)) > 1000 {
		p.Add("reason", "report.too-long", fault.Args{"max": 1000})
	}
	offered := Offer(r.Content, to, nil)
	for _, id := range h.Lines {
		if !slices.ContainsFunc(offered, func(o Offered) bool { return o.ID == id }) {
			p.Add("line", "report.to.stray")
			break
		}
	}
	o, fingerprint, err := copyOf(ctx, &f.Reader, r, to, h.Lines)
	if err != nil {
		return err
	}
	if to.Kind != Adviser && len(o.Texts()) > 0 {
		if err := safe(ctx, &f.Reader, o, &p); err != nil {
			return err
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	sealed, err := f.Seal("report_handout", h.ID, handoutText{to.Name, h.Reason, h.Lines})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO report_handout (id, report_id, course_id, kind, person_id, fingerprint, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		h.ID, h.ReportID, f.CourseID, h.Kind, h.PersonID, fingerprint, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("make copy %s of report %s: %w", h.ID, h.ReportID, err)
	}
	return f.Record("handout", "report", h.ReportID)
}

func about(ctx context.Context, f *casefile.Reader, h Handout) (report.Report, Recipient, error) {
	r, err := report.Get(ctx, f, h.ReportID)
	if err != nil {
		return r, Recipient{}, err
	}
	to, err := Find(ctx, f, Recipient{Kind: h.Kind, PersonID: h.PersonID}.ID())
	return r, to, err
}

// copyOf is the copy as it would be, with the fingerprint of the text it is made of.
func copyOf(ctx context.Context, f *casefile.Reader, r report.Report, to Recipient, lines []string) (Rendering, string, error) {
	if to.Kind != Easy {
		o, err := signed(ctx, f, r, Render(r, to, lines))
		return o, r.Fingerprint, err
	}
	c, err := report.ChildOf(ctx, f, r.ID)
	if err != nil {
		return Rendering{}, "", err
	}
	if !c.Confirmed {
		return Rendering{}, "", fault.New(fault.Conflict, "report.child.not-confirmed")
	}
	return EasyCopy(r, to, c), c.Fingerprint, nil
}

// EasyCopy is the version for a child: its headings, its texts and nothing else.
func EasyCopy(r report.Report, to Recipient, c report.ChildVersion) Rendering {
	o := Rendering{Kind: r.Kind, To: to, Title: to.Name, DrawnOn: clock.DateOf(c.At), State: r.State}
	if len(c.Fingerprint) >= 8 {
		o.Mark = c.Fingerprint[:4] + " " + c.Fingerprint[4:8]
	}
	for _, q := range report.ChildQuestions {
		o.Easy = append(o.Easy, Answer{q, c.Texts[q]})
	}
	return o
}

func signed(ctx context.Context, f *casefile.Reader, r report.Report, o Rendering) (Rendering, error) {
	if r.Kind != report.Closing || o.To.Kind == Foster || o.To.Kind == School {
		return o, nil
	}
	staff, err := login.Staff(ctx, f.Tx().Tx)
	for _, role := range report.Roles {
		if s, ok := r.Signed(role); ok {
			o.Signatures = append(o.Signatures, Signed{role, staff[s.StaffID].Name, s.At})
		}
	}
	return o, err
}

// safe holds a copy against the shielded places and against the numbers and
// addresses by which people of the course are reached.
func safe(ctx context.Context, f *casefile.Reader, o Rendering, p *fault.Problems) error {
	kinds, err := person.Mentioned(ctx, f, o.Texts()...)
	if err != nil {
		return err
	}
	if len(kinds) > 0 {
		p.Add("text", "report.gives-away")
	}
	cards, err := person.Cards(ctx, f)
	if err != nil {
		return err
	}
	text := strings.ToLower(strings.Join(o.Texts(), "\n"))
	figures := digits(text)
	for _, c := range cards {
		if c.Email != "" && strings.Contains(text, strings.ToLower(c.Email)) || tells(figures, c.Phone) || tells(figures, c.CPR) {
			p.Add("text", "report.to.reaches")
			return nil
		}
	}
	return nil
}

func tells(figures, number string) bool {
	n := digits(number)
	if len(n) > 8 && strings.HasPrefix(n, "45") {
		n = n[2:]
	}
	return len(n) >= 8 && strings.Contains(figures, n)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// GivenOf returns the copies of a report that were made ready, the newest first; none
// for those who only receive reports.
func GivenOf(ctx context.Context, f *casefile.Reader, reportID string) ([]Handout, error) {
	if err := f.Need(access.Report, access.Read); err != nil {
		return nil, err
	}
	if !mayMake(f) {
		return nil, nil
	}
	rows, err := f.Query(ctx, `SELECT id, kind, person_id, fingerprint, entered_by, entered_at, sealed FROM report_handout
		WHERE course_id = $1 AND report_id = $2 ORDER BY entered_at DESC, id DESC`, f.CourseID, reportID)
	all, err := db.Scan(rows, err, func(row *sql.Rows) (h Handout, err error) {
		var at int64
		var sealed []byte
		if err := row.Scan(&h.ID, &h.Kind, &h.PersonID, &h.Fingerprint, &h.By, &at, &sealed); err != nil {
			return h, err
		}
		var t handoutText
		err = f.Unseal("report_handout", h.ID, sealed, &t)
		h.ReportID, h.At, h.Name, h.Reason, h.Lines = reportID, db.Time(at), t.Name, t.Reason, t.Lines
		return h, err
	})
	if err != nil {
		return nil, fmt.Errorf("read copies of report %s: %w", reportID, err)
	}
	return all, nil
}

// Fetch returns the copy for a recipient and writes in the log that it was taken
// out. The adviser's can be fetched by whoever may read the report, as a draft too;
// every other copy only as it was made ready, and of the text that stands now.
func Fetch(ctx context.Context, f *casefile.Reader, reportID, recipient string) (Rendering, error) {
	r, err := report.Get(ctx, f, reportID)
	if err != nil {
		return Rendering{}, err
	}
	to, err := Find(ctx, f, recipient)
	if err != nil {
		return Rendering{}, err
	}
	var lines []string
	if to.Kind != Adviser {
		h, err := ready(ctx, f, r, to)
		if err != nil {
			return Rendering{}, err
		}
		lines = h.Lines
	}
	o, _, err := copyOf(ctx, f, r, to, lines)
	if err != nil {
		return o, err
	}
	if to.Kind != Adviser { // a place may have been shielded since
		var p fault.Problems
		if err := safe(ctx, f, o, &p); err != nil {
			return Rendering{}, err
		}
		if p.Has() {
			return Rendering{}, fault.New(fault.Conflict, "report.to.shielded")
		}
	}
	return o, f.Record("extract", "report", r.ID)
}

// IsReady reports whether a copy was made ready for a recipient of the text that
// stands now.
func IsReady(ctx context.Context, f *casefile.Reader, r report.Report, to Recipient) (bool, error) {
	_, err := ready(ctx, f, r, to)
	if fault.KindOf(err) == fault.Conflict {
		return false, nil
	}
	return err == nil, err
}

// ready is the newest copy that was made ready for a recipient of the present text.
func ready(ctx context.Context, f *casefile.Reader, r report.Report, to Recipient) (Handout, error) {
	all, err := GivenOf(ctx, f, r.ID)
	if err != nil {
		return Handout{}, err
	}
	now := r.Fingerprint
	if to.Kind == Easy {
		c, err := report.ChildOf(ctx, f, r.ID)
		if err != nil {
			return Handout{}, err
		}
		now = c.Fingerprint
	}
	for _, h := range all {
		if h.Kind == to.Kind && h.PersonID == to.PersonID && h.Fingerprint == now {
			return h, nil
		}
	}
	return Handout{}, fault.New(fault.Conflict, "report.to.not-made")
}
