// Package handed is a screen that is handed to a parent or a child, who answers alone:
// what is asked, what has been answered so far, and until when.
//
// Each answer is kept as it is given, sealed. What is answered whole becomes a
// measurement when the screen is given back, or when its time is over; what is half
// answered stays, and the member of staff who handed the screen over can go on with it.
package handed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/plan"
)

// Lasts is how long a screen can be answered on.
const Lasts = 45 * time.Minute

// CloseJob is the kind of the job that closes a screen whose time is over.
const CloseJob = "screen-close"

// Dress is how the questions are drawn.
type Dress string

// The dresses: for grown-ups, and for children with faces and steps.
const (
	Plain    Dress = "plain"
	ForChild Dress = "child"
)

// Dresses lists them.
var Dresses = []Dress{Plain, ForChild}

// Hows lists how somebody can answer on a screen.
var Hows = []string{instrument.Self, instrument.ReadAloud, instrument.Interpreter}

// Raters are those whom a screen is handed to.
var Raters = []singlecase.Role{singlecase.Parent, singlecase.Child, singlecase.Relative, singlecase.Foster, singlecase.School, singlecase.Daycare}

// Token is what the browser keeps: 256 random bits. Here is only its hash.
type Token string

func (t Token) hash() string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:])
}

// Screen is one handing over.
type Screen struct {
	ID, CourseID string
	StaffID      string // who handed it over, and in whose name the answers are entered
	RaterRole    singlecase.Role
	RaterID      string
	RaterName    string
	Language     lang.Lang
	How          string
	Dress        Dress
	Asks         bool // also asks what they say to what the figures show
	On           clock.Date
	GivenAt      time.Time
	EndsAt       time.Time
	Place        int       // the step that is shown, counted from 0
	DoneAt       time.Time // answered to the end
	ClosedAt     time.Time // given back, or its time is over and what was answered is kept
	Parts        []Part
	Answers      map[Key]Answer
}

// Part is one strand that is asked, the measurement its answers become, and the
// edition of the questionnaire that was shown; empty where it is none.
type Part struct{ StrandID, RatingID, Hash string }

// Key names a question: of a strand, or of none.
type Key struct{ StrandID, Item string }

// The questions of no strand.
var (
	Sees  = Key{Item: "sees"}  // how they see the conclusion
	Words = Key{Item: "words"} // what they want to say
)

// Answer is what was answered: a number, words, or nothing because it was skipped.
type Answer struct {
	Value   *float64
	Words   string
	Skipped bool
}

// Open reports whether it can be answered on at that moment.
func (s Screen) Open(now time.Time) bool { return s.ClosedAt.IsZero() && now.Before(s.EndsAt) }

type screenText struct{ RaterName string }

// Give hands a screen over. The strands are the rater's own, and can be answered on
// the spot. Whoever records measurements may. The token is known to the caller alone.
func Give(ctx context.Context, f *casefile.Writer, s Screen, strands []string) (Token, error) {
	if err := f.NeedOurs(access.Measures); err != nil {
		return "", err
	}
	all, err := instrument.Strands(ctx, &f.Reader)
	if err != nil {
		return "", err
	}
	var p fault.Problems
	s.check(&p, len(strands))
	for _, id := range strands {
		i := slices.IndexFunc(all, func(o instrument.Strand) bool {
			return o.ID == id && o.RaterID == s.RaterID && o.RaterRole == s.RaterRole && o.StoppedOn.IsZero()
		})
		if i < 0 {
			p.Add("strands", "handed.strand")
			continue
		}
		s.RaterName = all[i].RaterName
		asked, e, err := asks(ctx, &f.Reader, all[i], plan.Plan{}, s.Language)
		if err != nil {
			return "", err
		}
		if len(asked) == 0 {
			p.Add("strands", "handed.strand")
		}
		s.Parts = append(s.Parts, Part{StrandID: id, RatingID: db.NewID(), Hash: e.Hash})
	}
	if err := p.Err(); err != nil {
		return "", err
	}
	bits := make([]byte, 32)
	_, _ = rand.Read(bits)
	token := Token(base64.RawURLEncoding.EncodeToString(bits))
	return token, s.insert(ctx, f, token)
}

func (s Screen) check(p *fault.Problems, strands int) {
	if !slices.Contains(Raters, s.RaterRole) || s.RaterID == "" {
		p.Add("who", "handed.who")
	}
	if strands == 0 && !s.Asks {
		p.Add("strands", "handed.nothing")
	}
	if s.Asks && !slices.Contains(outcome.CommentRoles, s.RaterRole) {
		p.Add("asks", "handed.who")
	}
	if !slices.Contains(lang.All, s.Language) {
		p.Add("language", "handed.language")
	}
	if !slices.Contains(Hows, s.How) {
		p.Add("how", "instrument.how.choose")
	}
	if !slices.Contains(Dresses, s.Dress) {
		p.Add("dress", "handed.dress")
	}
}

func (s Screen) insert(ctx context.Context, f *casefile.Writer, token Token) error {
	sealed, err := f.Seal("handed", s.ID, screenText{s.RaterName})
	if err != nil {
		return err
	}
	asks := 0
	if s.Asks {
		asks = 1
	}
	ends := f.Now().Add(Lasts)
	n, err := f.Exec(ctx, `INSERT INTO handed (id, course_id, token_hash, staff_id, rater_role, rater_id, language, how, dress, asks, on_date, given_at, ends_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) ON CONFLICT (id) DO NOTHING`,
		s.ID, f.CourseID, token.hash(), f.Actor.ID, s.RaterRole, s.RaterID, string(s.Language), s.How, string(s.Dress), asks, f.Today(), db.Micros(f.Now()), db.Micros(ends), sealed)
	if err != nil {
		return fmt.Errorf("hand over screen %s: %w", s.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "handed.twice")
	}
	for i, part := range s.Parts {
		if _, err := f.Exec(ctx, `INSERT INTO handed_strand (handed_id, course_id, strand_id, rating_id, hash, position) VALUES ($1,$2,$3,$4,$5,$6)`,
			s.ID, f.CourseID, part.StrandID, part.RatingID, part.Hash, i); err != nil {
			return fmt.Errorf("hand over screen %s: %w", s.ID, err)
		}
	}
	return f.EnqueueAt(ctx, CloseJob, s.ID, Ref{s.ID, f.CourseID}, ends)
}

// Ref names a screen without opening anything.
type Ref struct{ Screen, Course string }

// asks are the questions of a strand and the edition that was shown.
func asks(ctx context.Context, f *casefile.Reader, s instrument.Strand, p plan.Plan, l lang.Lang) ([]instrument.Question, instrument.Edition, error) {
	e, _, err := s.Edition(ctx, f.Tx())
	if err != nil {
		return nil, e, err
	}
	goal, _ := p.Goal(s.GoalID)
	return s.Asks(e, goal, l), e, nil
}
