package instrument

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
)

// RaterRoles lists who can answer, in the order offered.
var RaterRoles = []singlecase.Role{singlecase.Parent, singlecase.Child, singlecase.School, singlecase.Daycare, singlecase.Foster, singlecase.Relative,
	singlecase.Consultant, singlecase.Psychologist, singlecase.Adviser, singlecase.Observation}

const maxWords = 2000

type strandText struct{ Title, RaterName string }

// Open begins a strand. The lead, the second consultants and the psychologist
// may. The same id twice is one strand.
func Open(ctx context.Context, f *casefile.Writer, s Strand) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	var p fault.Problems
	s.Title, s.RaterName = strings.TrimSpace(s.Title), strings.TrimSpace(s.RaterName)
	scale, ok := ScaleNamed(s.Instrument)
	switch {
	case !ok:
		p.Add("instrument", "instrument.none")
	case s.Title == "":
		p.Add("title", "instrument.no-title")
	case len([]rune(s.Title)) > 120:
		p.Add("title", "instrument.too-long", fault.Args{"max": 120})
	}
	if !slices.Contains(RaterRoles, s.RaterRole) || s.RaterID == "" {
		p.Add("rater", "instrument.no-rater")
	}
	if s.EveryDays < 0 || s.EveryDays > 366 || s.EveryDays == 0 && !s.EachContact {
		p.Add("every", "instrument.no-rhythm")
	}
	if scale.Coded {
		if err := pairOf(ctx, f, &s, &p); err != nil {
			return err
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	if s.OpenedOn.IsZero() {
		s.OpenedOn = f.Today()
	}
	version, err := versionNow(ctx, f.Tx(), scale)
	if err != nil {
		return err
	}
	sealed, err := f.Seal("strand", s.ID, strandText{s.Title, s.RaterName})
	if err != nil {
		return err
	}
	contact := 0
	if s.EachContact {
		contact = 1
	}
	_, err = f.Exec(ctx, `INSERT INTO strand (id, course_id, instrument, version, goal_id, rater_role, rater_id, every_days, each_contact, opened_on,
		position, entered_by, entered_at, sealed, pair) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15) ON CONFLICT (id) DO NOTHING`,
		s.ID, f.CourseID, s.Instrument, version, s.GoalID, s.RaterRole, s.RaterID, s.EveryDays, contact, s.OpenedOn,
		s.Position, f.Actor.ID, db.Micros(f.Now()), sealed, s.Pair)
	if err != nil {
		return fmt.Errorf("open strand %s: %w", s.ID, err)
	}
	return nil
}

// versionNow is the version that a strand opened today is measured by.
func versionNow(ctx context.Context, tx *casefile.Tx, scale Scale) (string, error) {
	if !scale.Licensed {
		return scale.Version, nil
	}
	all, err := Editions(ctx, tx)
	return all[scale.Definition].Version, err
}

// Stop ends the measuring of a strand today; what was measured still counts.
func Stop(ctx context.Context, f *casefile.Writer, strandID string) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	if _, err := find(ctx, &f.Reader, strandID); err != nil {
		return err
	}
	_, err := f.Exec(ctx, `UPDATE strand SET stopped_on = $1 WHERE id = $2 AND course_id = $3 AND stopped_on = ''`, f.Today(), strandID, f.CourseID)
	return err
}

type ratingText struct{ Words string }

// Record writes down a measurement, or with no value that it was due and not
// made. The team records for all raters; the adviser for the adviser's own
// strands. Recorded twice with the same id, it counts once. What is counted from coded
// contacts is never recorded here, whoever asks.
func Record(ctx context.Context, f *casefile.Writer, r Rating) error {
	if err := f.Need(access.Measures, access.Write); err != nil {
		return err
	}
	s, err := find(ctx, &f.Reader, r.StrandID)
	if err != nil {
		return err
	}
	if f.Actor.Role == access.Adviser && s.RaterRole != singlecase.Adviser {
		return f.Tx().Refuse(f.Actor, string(access.Measures), r.StrandID)
	}
	if s.Scale().Coded {
		return fault.New(fault.Invalid, "instrument.counted")
	}
	if r.RaterID == "" {
		r.RaterID = s.RaterID
	}
	if !r.computed {
		r.Version = s.Version
	}
	if err := check(f, s, &r); err != nil {
		return err
	}
	sealed, err := f.Seal("rating", r.ID, ratingText{r.Words})
	if err != nil {
		return err
	}
	answered, value := 0, 0.0
	if r.Value != nil {
		answered, value = 1, *r.Value
	}
	_, err = f.Exec(ctx, `INSERT INTO rating (id, course_id, strand_id, on_date, answered, value, version, rater_id, session_id, supersedes, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT (id) DO NOTHING`,
		r.ID, f.CourseID, r.StrandID, r.On, answered, value, r.Version, r.RaterID, r.SessionID, r.Supersedes, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("record rating %s: %w", r.ID, err)
	}
	return f.Enqueue(ctx, MeasuredJob, Ref{f.CourseID})
}

// MeasuredJob is the kind of the job that looks at what a new measurement shows. The
// work itself is done higher up.
const MeasuredJob = "measured"

// Ref is the payload of the job.
type Ref struct{ Course string }

func check(f *casefile.Writer, s Strand, r *Rating) error {
	var p fault.Problems
	r.Words = strings.TrimSpace(r.Words)
	switch {
	case r.On.IsZero():
		p.Add("on", "instrument.no-date")
	case r.On.After(f.Today()):
		p.Add("on", "instrument.future")
	}
	scale := s.Scale()
	if r.Value != nil && !scale.Holds(*r.Value) && !(r.computed && scale.within(*r.Value)) {
		p.Add("value", "instrument.outside", fault.Args{"least": scale.Least, "most": scale.Most})
	}
	if r.Value == nil && r.Words == "" {
		p.Add("words", "instrument.why-missed")
	}
	if len([]rune(r.Words)) > maxWords {
		p.Add("words", "instrument.too-long", fault.Args{"max": maxWords})
	}
	if r.Supersedes != "" && !slices.ContainsFunc(s.Ratings, func(o Rating) bool { return o.ID == r.Supersedes }) {
		p.Add("value", "instrument.corrects-nothing")
	}
	return p.Err()
}

func find(ctx context.Context, f *casefile.Reader, id string) (Strand, error) {
	all, err := Strands(ctx, f)
	return casefile.Pick(all, err, func(s Strand) bool { return s.ID == id })
}

// Strands returns the course's strands in order, each with its measurements by
// date; those of coded strands are counted from the coded contacts as they stand.
func Strands(ctx context.Context, f *casefile.Reader) ([]Strand, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, instrument, version, goal_id, rater_role, rater_id, every_days, each_contact, opened_on, stopped_on, position, sealed, pair
		FROM strand WHERE course_id = $1 ORDER BY position, entered_at, id`, f.CourseID)
	strands, err := db.Scan(rows, err, func(row *sql.Rows) (s Strand, err error) {
		var contact int
		var sealed []byte
		if err := row.Scan(&s.ID, &s.Instrument, &s.Version, &s.GoalID, &s.RaterRole, &s.RaterID, &s.EveryDays, &contact, &s.OpenedOn, &s.StoppedOn,
			&s.Position, &sealed, &s.Pair); err != nil {
			return s, err
		}
		var text strandText
		err = f.Unseal("strand", s.ID, sealed, &text)
		s.CourseID, s.EachContact, s.Title, s.RaterName = f.CourseID, contact == 1, text.Title, text.RaterName
		return s, err
	})
	if err != nil {
		return nil, fmt.Errorf("read strands of course %s: %w", f.CourseID, err)
	}
	if err := addRatings(ctx, f, strands); err != nil {
		return nil, err
	}
	if err := knownOf(ctx, f, strands); err != nil {
		return nil, err
	}
	return strands, addCounted(ctx, f, strands)
}

func addRatings(ctx context.Context, f *casefile.Reader, strands []Strand) error {
	if len(strands) == 0 {
		return nil
	}
	rows, err := f.Query(ctx, `SELECT id, strand_id, on_date, answered, value, version, rater_id, session_id, supersedes, entered_by, entered_at, sealed
		FROM rating WHERE course_id = $1 ORDER BY on_date, entered_at, id`, f.CourseID)
	all, err := db.Scan(rows, err, func(row *sql.Rows) (r Rating, err error) {
		var answered int
		var value float64
		var at int64
		var sealed []byte
		if err := row.Scan(&r.ID, &r.StrandID, &r.On, &answered, &value, &r.Version, &r.RaterID, &r.SessionID, &r.Supersedes, &r.EnteredBy, &at, &sealed); err != nil {
			return r, err
		}
		if answered == 1 {
			r.Value = &value
		}
		var text ratingText
		err = f.Unseal("rating", r.ID, sealed, &text)
		r.EnteredAt, r.Words = db.Time(at), text.Words
		return r, err
	})
	if err != nil {
		return fmt.Errorf("read ratings of course %s: %w", f.CourseID, err)
	}
	join(strands, all)
	return nil
}

// Named returns one strand with its measurements; one that is not in the course is
// NotFound.
func Named(ctx context.Context, f *casefile.Reader, id string) (Strand, error) {
	return find(ctx, f, id)
}
