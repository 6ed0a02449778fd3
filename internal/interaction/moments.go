package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/session"
)

// Pictures are the drawings a part of a moment can have; the closed list keeps
// everything else off the page.
var Pictures = []string{"block", "ball", "book", "drawing", "meal", "speech", "eye", "smile", "note", "hand", "hug", "door", "walk", "rest"}

// Step is one part of a moment: who did what, said by the consultant in plain
// words.
type Step struct {
	Code    string // as coded; empty when nothing was
	At      int64  // milliseconds on the segment's clock
	Words   string
	Picture string // one of Pictures, or empty
}

// Moment is something that went well: the child did something, the parent did
// something, and something followed.
type Moment struct {
	SegmentID string // empty when it was not coded
	Child     Step
	Parent    Step
	Then      Step
}

// Chosen are the moments of a session that the consultant has chosen to show to the
// parents, with what else stands on that page. All of it is sealed.
type Chosen struct {
	ID        string // of this saving
	SessionID string
	Version   int64 // 0: nothing has been chosen yet; a form carries the one it was read at
	Moments   []Moment
	Practise  string // one thing to practise
	NextTime  string
	Words     string // what the consultant wants to say otherwise
	Setback   string // one sentence, only if the consultant chooses so
	TalkAbout string // when the setback will be talked about
	ChosenBy  string
	ChosenAt  time.Time
}

const (
	mostMoments     = 12
	mostMomentWords = 300
)

// Choose saves the chosen moments of a session; each saving is a new one, and the
// one before stays. The same ID again changes nothing; a version that was not the
// newest is a Conflict.
func Choose(ctx context.Context, f *casefile.Writer, c Chosen) error {
	if err := mayReadAny(&f.Reader); err != nil {
		return err
	}
	s, err := session.Get(ctx, &f.Reader, c.SessionID)
	if err != nil {
		return err
	}
	if err := f.Need(rightOf(s.Kind), access.Write); err != nil {
		return err
	}
	if err := c.check(ctx, &f.Reader); err != nil {
		return err
	}
	all, err := chosen(ctx, &f.Reader, c.SessionID)
	if err != nil {
		return err
	}
	before := ""
	for _, was := range all {
		if was.ID == c.ID {
			return nil
		}
		before = was.ID
	}
	if int64(len(all)) != c.Version {
		return fault.New(fault.Conflict, "form.stale")
	}
	words := c
	words.ID, words.Version, words.ChosenBy, words.ChosenAt = "", 0, "", time.Time{}
	sealed, err := f.Seal("chosen_moments", c.ID, words)
	if err != nil {
		return err
	}
	n, err := f.Exec(ctx, `INSERT INTO chosen_moments (id, course_id, session_id, version, entered_by, entered_at, supersedes, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT DO NOTHING`,
		c.ID, f.CourseID, c.SessionID, c.Version+1, f.Actor.ID, db.Micros(f.Now()), before, sealed)
	if err != nil {
		return fmt.Errorf("choose moments of session %s: %w", c.SessionID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "form.stale")
	}
	return nil
}

func (c Chosen) check(ctx context.Context, f *casefile.Reader) error {
	var p fault.Problems
	if len(c.Moments) > mostMoments {
		p.Add("moments", "interaction.moment.many", fault.Args{"max": mostMoments})
	}
	for i, m := range c.Moments {
		words := 0
		for _, s := range []Step{m.Child, m.Parent, m.Then} {
			words += utf8.RuneCountInString(strings.TrimSpace(s.Words))
			if utf8.RuneCountInString(s.Words) > mostMomentWords {
				p.Add(fmt.Sprintf("moment-%d", i), "interaction.too-long", fault.Args{"max": mostMomentWords})
			}
			if s.Picture != "" && !slices.Contains(Pictures, s.Picture) {
				p.Add(fmt.Sprintf("moment-%d", i), "interaction.moment.picture")
			}
		}
		if words == 0 {
			p.Add(fmt.Sprintf("moment-%d", i), "interaction.moment.empty")
		}
		if m.SegmentID == "" {
			continue
		}
		if of, err := head(ctx, f, m.SegmentID); fault.KindOf(err) == fault.NotFound || err == nil && of.SessionID != c.SessionID {
			p.Add(fmt.Sprintf("moment-%d", i), "interaction.segment.none")
		} else if err != nil {
			return err
		}
	}
	for field, text := range map[string]string{"practise": c.Practise, "next": c.NextTime, "words": c.Words, "setback": c.Setback, "talk": c.TalkAbout} {
		if utf8.RuneCountInString(text) > mostWords {
			p.Add(field, "interaction.too-long", fault.Args{"max": mostWords})
		}
	}
	if strings.TrimSpace(c.Setback) != "" && strings.TrimSpace(c.TalkAbout) == "" {
		p.Add("talk", "interaction.moment.talk")
	}
	return p.Err()
}

// ChosenOf returns what has been chosen of a session as it stands now; Version 0
// when nothing has.
func ChosenOf(ctx context.Context, f *casefile.Reader, sessionID string) (Chosen, error) {
	if err := mayReadAny(f); err != nil {
		return Chosen{}, err
	}
	s, err := session.Get(ctx, f, sessionID)
	if err != nil {
		return Chosen{}, err
	}
	if err := f.Need(rightOf(s.Kind), access.Read); err != nil {
		return Chosen{}, err
	}
	all, err := chosen(ctx, f, sessionID)
	if err != nil || len(all) == 0 {
		return Chosen{SessionID: sessionID}, err
	}
	return all[len(all)-1], nil
}

// chosen are all savings, oldest first.
func chosen(ctx context.Context, f *casefile.Reader, sessionID string) ([]Chosen, error) {
	rows, err := f.Query(ctx, `SELECT id, version, entered_by, entered_at, sealed FROM chosen_moments
		WHERE course_id = $1 AND session_id = $2 ORDER BY version`, f.CourseID, sessionID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (Chosen, error) {
		var c Chosen
		var id, by string
		var version, at int64
		var sealed []byte
		if err := r.Scan(&id, &version, &by, &at, &sealed); err != nil {
			return c, err
		}
		err := f.Unseal("chosen_moments", id, sealed, &c)
		c.ID, c.Version, c.ChosenBy, c.ChosenAt = id, version, by, db.Time(at)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("read chosen moments of session %s: %w", sessionID, err)
	}
	return all, nil
}
