package person

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// cardText is what of a card is sealed.
type cardText struct {
	Sex         Sex
	Name        string
	Birth       clock.Date
	CPR         string
	Phone       string
	Email       string
	Language    string
	Interpreter bool
	Note        string
}

func (c Card) text() cardText {
	return cardText{c.Sex, c.Name, c.Birth, c.CPR, c.Phone, c.Email, c.Language, c.Interpreter, c.Note}
}

func (c *Card) take(t cardText) {
	c.Sex, c.Name, c.Birth, c.CPR = t.Sex, t.Name, t.Birth, t.CPR
	c.Phone, c.Email, c.Language, c.Interpreter, c.Note = t.Phone, t.Email, t.Language, t.Interpreter, t.Note
}

// The longest texts, in characters.
const (
	maxName = 80
	maxLine = 200
	maxText = 4000
)

// Check says what is wrong with a card before it is entered. Fields are named
// prefix + "name", "birth", "cpr", "phone", "email", "note".
func (c Card) Check(p *fault.Problems, prefix string, today clock.Date) {
	if c.Name == "" {
		p.Add(prefix+"name", "person.name.missing")
	}
	tooLong(p, prefix+"name", c.Name, maxName)
	tooLong(p, prefix+"phone", c.Phone, maxLine)
	tooLong(p, prefix+"email", c.Email, maxLine)
	tooLong(p, prefix+"language", c.Language, maxLine)
	tooLong(p, prefix+"note", c.Note, maxText)
	if !slices.Contains(Roles, c.Role) {
		p.Add(prefix+"role", "person.role.missing")
	}
	switch {
	case c.Birth.IsZero() && c.Role == Child:
		p.Add(prefix+"birth", "person.birth.missing")
	case !c.Birth.IsZero() && c.Birth.After(today):
		p.Add(prefix+"birth", "person.birth.future")
	case c.Role == Child && c.Age(today) >= 18:
		p.Add(prefix+"birth", "person.birth.adult")
	case c.Role == Companion && c.Age(today) >= 0 && c.Age(today) < CompanionAge:
		p.Add(prefix+"birth", "person.companion.age")
	}
	if c.CPR == "" {
		return
	}
	_, birth, err := ParseCPR(c.CPR, true)
	if e, ok := fault.As(err); ok {
		p.Add(prefix+"cpr", e.Key)
	} else if !c.Birth.IsZero() && birth != c.Birth {
		p.Add(prefix+"cpr", "person.cpr.birth")
	}
}

func tooLong(p *fault.Problems, field, s string, limit int) {
	if n := utf8.RuneCountInString(s); n > limit {
		p.Add(field, "person.long", fault.Args{"limit": limit, "over": n - limit})
	}
}

// Add enters a person on the course and gives the id others point to. c.ID is made
// when the form was shown: the second time the same id changes nothing. A CPR number
// that is known finds the same identity, whoever may see it elsewhere, and says so to
// nobody. Without a number, c.PersonID may name somebody the actor knows from another
// course; an id from elsewhere is passed over. A person who is on the course already
// is a Conflict.
func Add(ctx context.Context, f *casefile.Writer, c Card) (string, error) {
	if err := needEntry(f); err != nil {
		return "", err
	}
	var p fault.Problems
	if c.Check(&p, "", f.Today()); p.Has() {
		return "", p.Err()
	}
	row := c.ID
	if row == "" {
		row = db.NewID()
	}
	before, err := rowPerson(ctx, f, row)
	if before != "" || err != nil {
		return before, err
	}
	if c.PersonID, err = identity(ctx, f, c.CPR, c.PersonID); err != nil {
		return "", err
	}
	if _, err = cardOf(ctx, &f.Reader, c.PersonID); fault.KindOf(err) != fault.NotFound {
		if err == nil {
			err = fault.New(fault.Conflict, "person.already")
		}
		return "", err
	}
	c.Row, c.Version, c.Supersedes = row, 1, ""
	return c.PersonID, insertCard(ctx, f, c)
}

// Revise corrects a card. c.Version is the version the form was read at; when
// somebody else has corrected it since, the answer is a Conflict and nothing is
// changed. The old version is kept. A number that belongs to another identity moves
// nobody: the card keeps its person.
func Revise(ctx context.Context, f *casefile.Writer, c Card) error {
	if err := needEntry(f); err != nil {
		return err
	}
	var p fault.Problems
	if c.Check(&p, "", f.Today()); p.Has() {
		return p.Err()
	}
	old, err := cardOf(ctx, &f.Reader, c.PersonID)
	if err != nil {
		return err
	}
	if old.Version != c.Version {
		return fault.New(fault.Conflict, "person.changed")
	}
	if old.text() == c.text() && old.Role == c.Role {
		return nil
	}
	if c.CPR != "" && old.CPR == "" {
		if err := claim(ctx, f, c.PersonID, c.CPR); err != nil {
			return err
		}
	}
	c.Row, c.Version, c.Supersedes = db.NewID(), old.Version+1, old.Row
	return insertCard(ctx, f, c)
}

// Cards gives everybody on the course as known now, children first.
func Cards(ctx context.Context, f *casefile.Reader) ([]Card, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	cards, err := readCards(ctx, f, `AND NOT EXISTS (SELECT 1 FROM card n WHERE n.supersedes = c.id)`)
	if err != nil {
		return nil, err
	}
	relations, err := readRelations(ctx, f)
	if err != nil {
		return nil, err
	}
	for i, c := range cards {
		cards[i].Custody = holdsCustody(c.PersonID, relations)
	}
	slices.SortStableFunc(cards, func(a, b Card) int {
		return slices.Index(Roles, a.Role) - slices.Index(Roles, b.Role)
	})
	return cards, nil
}

// History gives every version of one person's card on the course, newest first.
func History(ctx context.Context, f *casefile.Reader, personID string) ([]Card, error) {
	if err := f.Need(access.Card, access.Read); err != nil {
		return nil, err
	}
	cards, err := readCards(ctx, f, `AND c.person_id = $2`, personID)
	slices.SortFunc(cards, func(a, b Card) int { return int(b.Version - a.Version) })
	return cards, err
}

// CardOf gives one person's card as known now; NotFound when the person is not on
// the course.
func CardOf(ctx context.Context, f *casefile.Reader, personID string) (Card, error) {
	cards, err := Cards(ctx, f)
	if err != nil {
		return Card{}, err
	}
	for _, c := range cards {
		if c.PersonID == personID {
			return c, nil
		}
	}
	return Card{}, fault.New(fault.NotFound, "person.unknown")
}

func cardOf(ctx context.Context, f *casefile.Reader, personID string) (Card, error) {
	cards, err := readCards(ctx, f,
		`AND c.person_id = $2 AND NOT EXISTS (SELECT 1 FROM card n WHERE n.supersedes = c.id)`, personID)
	if err != nil {
		return Card{}, err
	}
	if len(cards) == 0 {
		return Card{}, fault.New(fault.NotFound, "person.unknown")
	}
	return cards[0], nil
}

func readCards(ctx context.Context, f *casefile.Reader, where string, args ...any) ([]Card, error) {
	rows, err := f.Query(ctx, `SELECT c.id, c.person_id, c.role, c.version, c.sealed, c.entered_by, c.entered_at, c.supersedes
		FROM card c WHERE c.course_id = $1 `+where+` ORDER BY c.entered_at, c.id`, append([]any{f.CourseID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read cards of %s: %w", f.CourseID, err)
	}
	defer rows.Close()
	var out []Card
	for rows.Next() {
		c := Card{CourseID: f.CourseID}
		var sealed []byte
		var at int64
		if err := rows.Scan(&c.Row, &c.PersonID, &c.Role, &c.Version, &sealed, &c.EnteredBy, &at, &c.Supersedes); err != nil {
			return nil, fmt.Errorf("read cards of %s: %w", f.CourseID, err)
		}
		var t cardText
		if err := f.Unseal("card", c.Row, sealed, &t); err != nil {
			return nil, err
		}
		c.take(t)
		c.ID, c.EnteredAt = c.PersonID, db.Time(at)
		out = append(out, c)
	}
	return out, rows.Err()
}

func insertCard(ctx context.Context, f *casefile.Writer, c Card) error {
	sealed, err := f.Seal("card", c.Row, c.text())
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO card (id, course_id, person_id, role, version, sealed, entered_by, entered_at, supersedes)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (course_id, person_id, version) DO NOTHING`,
		c.Row, f.CourseID, c.PersonID, c.Role, c.Version, sealed, f.Actor.ID, db.Micros(f.Now()), c.Supersedes)
	if err != nil {
		return fmt.Errorf("write card %s: %w", c.Row, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "person.changed")
	}
	return nil
}
