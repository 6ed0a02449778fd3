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
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
)

// View is how somebody sees the conclusion.
type View string

// The views.
const (
	SeesSame   View = "same"
	SeesOther  View = "other"
	SeesUnsure View = "unsure"
)

// Views lists them in the order offered.
var Views = []View{SeesSame, SeesOther, SeesUnsure}

// How a comment came about.
const (
	BySelf   = "self"   // written by the person
	BehalfOf = "behalf" // told, and written down by a member of staff
)

// CommentWays lists them.
var CommentWays = []string{BySelf, BehalfOf}

// CommentRoles are those whose comments are asked for.
var CommentRoles = []singlecase.Role{singlecase.Parent, singlecase.Child, singlecase.Relative, singlecase.Foster}

const maxComment = 2000

// Comment is what a parent, a child or another of the family says to what the
// figures show. It stands beside the professional judgement, changes no conclusion,
// and is shown whether it agrees or not. It is never changed: a new one stands
// beside the earlier, and a correction names the one it corrects.
type Comment struct {
	ID         string
	RaterRole  singlecase.Role
	RaterID    string // the person's id
	RaterName  string // as shown, "Camilla, mor"
	Sees       View
	Words      string             // may be empty where a view was chosen
	Verdict    singlecase.Verdict // the conclusion as it stood when it was asked
	Way        string             // BySelf or BehalfOf
	On         clock.Date
	Supersedes string
	EnteredBy  string
	EnteredAt  time.Time
	Superseded bool
}

type commentText struct{ Name, Words string }

// Say keeps a comment on the conclusion as it stands now. Those of the provider who
// record measurements may. Twice with the same id, it is one.
func Say(ctx context.Context, f *casefile.Writer, c Comment) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	if err := c.check(ctx, f); err != nil {
		return err
	}
	d, err := Develop(ctx, &f.Reader)
	if err != nil {
		return err
	}
	sealed, err := f.Seal("family_comment", c.ID, commentText{c.RaterName, strings.TrimSpace(c.Words)})
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO family_comment (id, course_id, rater_role, rater_id, says, verdict, way, on_date, supersedes, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (id) DO NOTHING`,
		c.ID, f.CourseID, c.RaterRole, c.RaterID, c.Sees, d.Conclusion.Verdict, c.Way, c.On, c.Supersedes, f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("keep comment %s: %w", c.ID, err)
	}
	return nil
}

func (c *Comment) check(ctx context.Context, f *casefile.Writer) error {
	var p fault.Problems
	if !slices.Contains(CommentRoles, c.RaterRole) || c.RaterID == "" || strings.TrimSpace(c.RaterName) == "" {
		p.Add("who", "outcome.comment.who")
	}
	if !slices.Contains(Views, c.Sees) {
		p.Add("sees", "outcome.comment.choose")
	}
	if c.Sees == SeesOther && strings.TrimSpace(c.Words) == "" && c.Way == BehalfOf {
		p.Add("words", "outcome.comment.how")
	}
	if len([]rune(c.Words)) > maxComment {
		p.Add("words", "outcome.judgement.too-long", fault.Args{"max": maxComment})
	}
	if !slices.Contains(CommentWays, c.Way) {
		p.Add("way", "outcome.comment.choose")
	}
	switch {
	case c.On.IsZero():
		p.Add("on", "instrument.no-date")
	case c.On.After(f.Today()):
		p.Add("on", "instrument.future")
	}
	if c.Supersedes != "" {
		all, err := Comments(ctx, &f.Reader)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(o Comment) bool { return o.ID == c.Supersedes && o.RaterID == c.RaterID }) {
			p.Add("words", "instrument.corrects-nothing")
		}
	}
	return p.Err()
}

// Comments returns every comment of the course, the newest first, corrected ones
// marked.
func Comments(ctx context.Context, f *casefile.Reader) ([]Comment, error) {
	if err := f.Need(access.Measures, access.Read); err != nil {
		return nil, err
	}
	rows, err := f.Query(ctx, `SELECT id, rater_role, rater_id, says, verdict, way, on_date, supersedes, entered_by, entered_at, sealed
		FROM family_comment WHERE course_id = $1 ORDER BY entered_at DESC, id DESC`, f.CourseID)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (c Comment, err error) {
		var at int64
		var sealed []byte
		if err := r.Scan(&c.ID, &c.RaterRole, &c.RaterID, &c.Sees, &c.Verdict, &c.Way, &c.On, &c.Supersedes, &c.EnteredBy, &at, &sealed); err != nil {
			return c, err
		}
		var text commentText
		err = f.Unseal("family_comment", c.ID, sealed, &text)
		c.RaterName, c.Words, c.EnteredAt = text.Name, text.Words, db.Time(at)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("read comments of course %s: %w", f.CourseID, err)
	}
	for i := range all {
		all[i].Superseded = slices.ContainsFunc(all, func(o Comment) bool { return o.Supersedes == all[i].ID })
	}
	return all, nil
}

// Latest keeps of comments, the newest first, the last that each person made.
func Latest(all []Comment) []Comment {
	var out []Comment
	for _, c := range all {
		if !c.Superseded && !slices.ContainsFunc(out, func(o Comment) bool { return o.RaterID == c.RaterID }) {
			out = append(out, c)
		}
	}
	return out
}

// Comment says in a sentence how somebody sees the conclusion: "Camilla, mor, ser
// det anderledes." The words stand beside it.
func (w Words) Comment(c Comment) string {
	who := c.RaterName
	if strings.Contains(who, ", ") {
		who += "," // "Camilla, mor, ser …"
	}
	return w.t("outcome.comment."+string(c.Sees), fault.Args{"who": who})
}

// CommentBy says when it was said, by which way it came, and what the figures showed
// then.
func (w Words) CommentBy(c Comment) string {
	args := fault.Args{"date": lang.PlainDate(w.Lang, c.On), "entered": lang.PlainDate(w.Lang, clock.DateOf(c.EnteredAt)), "verdict": w.Verdict(c.Verdict), "staff": ""}
	if w.Name != nil {
		args["staff"] = w.Name(c.EnteredBy)
	}
	return w.t("outcome.comment.by."+c.Way, args)
}
