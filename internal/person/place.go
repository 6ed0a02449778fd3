package person

import (
	"context"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// RevealFor is how long a shielded place stands on the page after somebody asked.
const RevealFor = 60 * time.Second

// revealsAnHour is how many shielded places one member of staff may ask to see in an
// hour, over all courses. More is a search, not a visit.
const revealsAnHour = 10

// tellsWhere are the kinds that tell where a placed child is, whoever they are of.
var tellsWhere = []PlaceKind{Placement, Carers, SchoolName, Leisure, Health, Transport, ContactBy}

// placeText is what of a place is sealed.
type placeText struct{ Where string }

// Keep writes where a person is or can be met. It is shielded while the person is
// protected or a placement on the course is hidden, whichever was written first.
// With an old place's id in supersedes it replaces that one. The same id twice is
// written once.
func Keep(ctx context.Context, f *casefile.Writer, personID string, n NewPlace, supersedes string) error {
	if err := needEntry(f); err != nil {
		return err
	}
	var bad fault.Problems
	if !slices.Contains(PlaceKinds, n.Kind) {
		bad.Add("kind", "person.place.kind.missing")
	}
	if n.Where.IsZero() {
		bad.Add("where", "person.place.missing")
	}
	tooLong(&bad, "where", n.Where.Open(), maxText)
	if bad.Has() {
		return bad.Err()
	}
	if _, err := cardOf(ctx, &f.Reader, personID); err != nil {
		return err
	}
	if n.ID == "" {
		n.ID = db.NewID()
	}
	sealed, err := f.Seal("whereabouts", n.ID, placeText{n.Where.Open()})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO whereabouts (id, course_id, person_id, kind, since, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		n.ID, f.CourseID, personID, n.Kind, n.Since, sealed, f.Actor.ID, db.Micros(f.Now()), supersedes)
	if err != nil {
		return fmt.Errorf("write place %s: %w", n.ID, err)
	}
	return nil
}

// hides says whether a place of that kind is shielded: the person is protected, or
// a placement on the course is hidden and the kind gives it away.
func hides(personID string, kind PlaceKind, shields []Protection) bool {
	if Shielded(personID, shields) {
		return true
	}
	hidden := slices.ContainsFunc(shields, func(p Protection) bool { return p.Kind == HiddenPlacement && !p.Lifted })
	return hidden && slices.Contains(tellsWhere, kind)
}

// Places gives what is kept about where people are. Words of shielded places are
// left out; Reveal brings them for a minute.
func Places(ctx context.Context, f *casefile.Reader) ([]Place, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return nil, err
	}
	places, err := readPlaces(ctx, f)
	for i := range places {
		if places[i].Shielded {
			places[i].Where = Whereabouts{}
		}
	}
	return places, err
}

// readPlaces gives all places with their words, for this package only. Shielded is
// decided here and nowhere else.
func readPlaces(ctx context.Context, f *casefile.Reader) ([]Place, error) {
	shields, err := readProtections(ctx, f)
	if err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT w.id, w.person_id, w.kind, w.since, w.sealed, w.entered_by, w.entered_at, w.supersedes
		FROM whereabouts w WHERE w.course_id = $1 AND NOT EXISTS (SELECT 1 FROM whereabouts n WHERE n.supersedes = w.id)
		ORDER BY w.entered_at, w.id`, f.CourseID)
	if err != nil {
		return nil, fmt.Errorf("read places of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Place
	for rows.Next() {
		var p Place
		var sealed []byte
		var at int64
		if err := rows.Scan(&p.ID, &p.PersonID, &p.Kind, &p.Since, &sealed, &p.EnteredBy, &at, &p.Supersedes); err != nil {
			return nil, fmt.Errorf("read places of %s: %w", f.CourseID, err)
		}
		var t placeText
		if err := f.Unseal("whereabouts", p.ID, sealed, &t); err != nil {
			return nil, err
		}
		p.Shielded, p.Where, p.EnteredAt = hides(p.PersonID, p.Kind, shields), NewWhereabouts(t.Where), db.Time(at)
		out = append(out, p)
	}
	return out, rows.Err()
}

// Reveal writes down that the actor asks to see a shielded place and why, and gives
// the id under which Revealed shows it for RevealFor: the form's own, so that asking
// twice is asking once. Denied to those the course gives no right to whereabouts;
// Unavailable after ten in an hour.
func Reveal(ctx context.Context, f *casefile.Writer, id, placeID, reason string) (string, error) {
	var bad fault.Problems
	if reason == "" {
		bad.Add("reason", "person.reveal.reason.missing")
	}
	tooLong(&bad, "reason", reason, maxLine)
	if bad.Has() {
		return "", bad.Err()
	}
	asking := f.Reader
	asking.Purpose = access.Purpose{Code: access.Release, Reason: reason}
	if err := asking.Need(access.Whereabouts, access.Read); err != nil {
		return "", err
	}
	if _, err := Revealed(ctx, &asking, id); err == nil {
		return id, nil
	}
	if err := withinLimit(ctx, f); err != nil {
		return "", err
	}
	places, err := readPlaces(ctx, &f.Reader)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(places, func(p Place) bool { return p.ID == placeID }) {
		return "", fault.New(fault.NotFound, "person.place.unknown")
	}
	sealed, err := f.Seal("reveal", id, reason)
	if err != nil {
		return "", err
	}
	if _, err := f.Exec(ctx, `INSERT INTO reveal (id, course_id, whereabouts_id, sealed, entered_by, entered_at) VALUES ($1,$2,$3,$4,$5,$6)`,
		id, f.CourseID, placeID, sealed, f.Actor.ID, db.Micros(f.Now())); err != nil {
		return "", fmt.Errorf("reveal %s: %w", placeID, err)
	}
	return id, asking.Record("reveal", "whereabouts", placeID)
}

func withinLimit(ctx context.Context, f *casefile.Writer) error {
	var n int
	err := f.QueryRow(ctx, `SELECT COUNT(*) FROM reveal WHERE entered_by = $1 AND entered_at > $2`,
		f.Actor.ID, db.Micros(f.Now().Add(-time.Hour))).Scan(&n)
	if err != nil {
		return fmt.Errorf("count reveals: %w", err)
	}
	if n >= revealsAnHour {
		return fault.New(fault.Unavailable, "person.reveal.limit", fault.Args{"limit": revealsAnHour})
	}
	return nil
}

// Revealed gives the place a Reveal was for, to the one who asked and within
// RevealFor; NotFound after that and to everybody else.
func Revealed(ctx context.Context, f *casefile.Reader, revealID string) (Place, error) {
	if err := f.Need(access.Order, access.Read); err != nil {
		return Place{}, err
	}
	rows, err := f.Query(ctx, `SELECT whereabouts_id FROM reveal WHERE id = $1 AND course_id = $2 AND entered_by = $3 AND entered_at >= $4`,
		revealID, f.CourseID, f.Actor.ID, db.Micros(f.Now().Add(-RevealFor)))
	if err != nil {
		return Place{}, fmt.Errorf("read reveal %s: %w", revealID, err)
	}
	placeID := ""
	for rows.Next() {
		if err := rows.Scan(&placeID); err != nil {
			rows.Close()
			return Place{}, err
		}
	}
	rows.Close()
	places, err := readPlaces(ctx, f)
	if err != nil {
		return Place{}, err
	}
	for _, p := range places {
		if p.ID == placeID {
			return p, nil
		}
	}
	return Place{}, fault.New(fault.NotFound, "person.place.unknown")
}
