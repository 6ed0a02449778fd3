// Package training lets a coder practise before coding a family. A training clip is
// a stretch of play, made for training, with the coding that the organisation holds
// to be right. A coder codes the clip and sees how far the two agree; who reaches
// the level the organisation has set is ready to code by that version of the scheme.
//
// Clips belong to the provider. No family and no person of a record is in them. The
// level is the organisation's own choice and no norm.
package training

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/method/agreement"
	"samspil/internal/recording"
	"samspil/internal/scheme"
)

// Clip is a training clip with the coding that the organisation holds to be right.
// It belongs to the provider: it is made for training, of no family and no person
// in the record, and neither title nor coding may name one.
type Clip struct {
	ID        string
	Title     string
	Scheme    string  // version
	Criterion float64 // the kappa the organisation asks for, over 0 and under 1: its own choice, no norm
	Tolerance int     // seconds within which two codings agree, 0 to 5
	LiveSet   bool
	Withdrawn bool // no longer offered; attempts at it still count
	Recording recording.Recording
	EnteredBy string
	EnteredAt time.Time
}

// Attempt is one coding of a clip by a member of staff.
type Attempt struct {
	ID, ClipID string
	StaffID    string
	Source     interaction.Source
	Recording  recording.Recording
	EnteredAt  time.Time
	// Kappa and Kappa2 are with tolerance, the clip and the attempt as reference;
	// nil when there is none.
	Kappa, Kappa2 *float64
	Passed        bool // both reach the criterion
}

// maxClip is how much a clip's coding may hold, in bytes of JSON.
const maxClip = 4 << 20

func trainer(actor access.Actor) bool {
	return actor.Role == access.Psychologist || actor.Role == access.Administrator
}

func codes(actor access.Actor) bool {
	return actor.Role == access.Consultant || trainer(actor) || actor.Role == access.Leader
}

// Add keeps a training clip; a psychologist or an administrator may. The same
// ID again changes nothing. A clip is never changed: withdraw it and add another.
func Add(ctx context.Context, tx *casefile.Tx, actor access.Actor, g Clip) error {
	if !trainer(actor) {
		return tx.Refuse(actor, "gold-clip", g.ID)
	}
	var p fault.Problems
	g.Title = strings.TrimSpace(g.Title)
	switch {
	case g.Title == "":
		p.Add("title", "training.title")
	case utf8.RuneCountInString(g.Title) > 120:
		p.Add("title", "interaction.too-long", fault.Args{"max": 120})
	}
	if !(g.Criterion > 0 && g.Criterion < 1) {
		p.Add("criterion", "training.criterion")
	}
	if g.Tolerance < 0 || g.Tolerance > 5 {
		p.Add("tolerance", "training.tolerance")
	}
	coded, err := interaction.SchemeNamed(ctx, tx, g.Scheme)
	if fault.KindOf(err) == fault.NotFound {
		p.Add("scheme", "schemes.none")
	} else if err != nil {
		return err
	}
	text, err := plain(g.Recording)
	if err != nil {
		return err
	}
	if why := fits(coded, g.Recording, text); coded.ID != "" && why != "" {
		p.Add("recording", why)
	}
	if err := p.Err(); err != nil {
		return err
	}
	live := 0
	if g.LiveSet {
		live = 1
	}
	n, err := tx.Exec(ctx, `INSERT INTO gold_clip (id, title, scheme, criterion, tolerance, live_set, recording, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO NOTHING`,
		g.ID, g.Title, g.Scheme, g.Criterion, g.Tolerance, live, text, actor.ID, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("add training clip %s: %w", g.ID, err)
	}
	if n == 1 {
		tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: "add", Kind: "gold-clip", Object: g.ID, Result: "done"})
	}
	return nil
}

// plain writes a recording without free words: comments have no place in training.
func plain(r recording.Recording) (string, error) {
	r.Description, r.Groups = "", nil
	events := make([]recording.Event, len(r.Events))
	for i, e := range r.Events {
		e.Comment, e.Modifiers = "", ""
		events[i] = e
	}
	r.Events = events
	text, err := json.Marshal(r)
	return string(text), err
}

// fits says why a recording cannot be a coding by the scheme; empty when it can.
func fits(coded scheme.Scheme, r recording.Recording, text string) string {
	switch {
	case len(text) > maxClip || len(r.Events) > interaction.MostEvents:
		return "training.large"
	case r.Clock == recording.Order:
		return "interaction.import.no-times"
	case len(r.Events) == 0 || r.Length() == 0:
		return "interaction.import.empty"
	case r.Length() > interaction.Longest:
		return "training.large"
	}
	for _, e := range r.Events {
		if c, ok := coded.Code(e.Code); !ok || c.Code != e.Code || c.Kind != e.Kind {
			return "training.code"
		}
	}
	return ""
}

// Withdraw stops offering a clip; a psychologist or an administrator may.
func Withdraw(ctx context.Context, tx *casefile.Tx, actor access.Actor, id string) error {
	if !trainer(actor) {
		return tx.Refuse(actor, "gold-clip", id)
	}
	n, err := tx.Exec(ctx, `UPDATE gold_clip SET withdrawn = 1 WHERE id = $1`, id)
	if err != nil {
		return fmt.Errorf("withdraw training clip %s: %w", id, err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "training.none")
	}
	tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: "withdraw", Kind: "gold-clip", Object: id, Result: "done"})
	return nil
}

// Clips returns the training clips, the newest first, withdrawn ones last. To
// people who code, their coding is left empty: who has not tried must not see it.
func Clips(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Clip, error) {
	if !codes(actor) {
		return nil, tx.Refuse(actor, "gold-clip", "")
	}
	all, err := clips(ctx, tx)
	for i := range all {
		if !trainer(actor) {
			all[i].Recording = recording.Recording{Segments: all[i].Recording.Observed()}
		}
	}
	return all, err
}

func clips(ctx context.Context, tx *casefile.Tx) ([]Clip, error) {
	rows, err := tx.Query(ctx, `SELECT id, title, scheme, criterion, tolerance, live_set, withdrawn, recording, entered_by, entered_at FROM gold_clip
		ORDER BY withdrawn, entered_at DESC, id`)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (g Clip, err error) {
		var live, withdrawn int
		var text string
		var at int64
		if err := r.Scan(&g.ID, &g.Title, &g.Scheme, &g.Criterion, &g.Tolerance, &live, &withdrawn, &text, &g.EnteredBy, &at); err != nil {
			return g, err
		}
		g.LiveSet, g.Withdrawn, g.EnteredAt = live == 1, withdrawn == 1, db.Time(at)
		return g, json.Unmarshal([]byte(text), &g.Recording)
	})
	if err != nil {
		return nil, fmt.Errorf("read training clips: %w", err)
	}
	return all, nil
}

func clip(ctx context.Context, tx *casefile.Tx, id string) (Clip, error) {
	all, err := clips(ctx, tx)
	if err != nil {
		return Clip{}, err
	}
	for _, g := range all {
		if g.ID == id {
			return g, nil
		}
	}
	return Clip{}, fault.New(fault.NotFound, "training.none")
}

// Try hands in the actor's own coding of a clip; r is by the clip's scheme. Each
// attempt is kept. The same ID again changes nothing.
func Try(ctx context.Context, tx *casefile.Tx, actor access.Actor, a Attempt) error {
	if !codes(actor) {
		return tx.Refuse(actor, "gold-clip", a.ClipID)
	}
	g, err := clip(ctx, tx, a.ClipID)
	if err != nil {
		return err
	}
	coded, err := interaction.SchemeNamed(ctx, tx, g.Scheme)
	if err != nil {
		return err
	}
	text, err := plain(a.Recording)
	if err != nil {
		return err
	}
	var p fault.Problems
	if why := fits(coded, a.Recording, text); why != "" {
		p.Add("recording", why)
	}
	if g.Withdrawn {
		p.Add("clip", "training.withdrawn")
	}
	if err := p.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO gold_attempt (id, clip_id, staff_id, source, recording, entered_at) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (id) DO NOTHING`,
		a.ID, a.ClipID, actor.ID, a.Source, text, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("try training clip %s: %w", a.ClipID, err)
	}
	return nil
}

// Attempts returns attempts, the newest first: the actor's own, or for a
// psychologist, an administrator and a leader everybody's.
func Attempts(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Attempt, error) {
	if !codes(actor) {
		return nil, tx.Refuse(actor, "gold-clip", "")
	}
	who := actor.ID
	if actor.Role != access.Consultant {
		who = ""
	}
	return attempts(ctx, tx, who)
}

func attempts(ctx context.Context, tx *casefile.Tx, who string) ([]Attempt, error) {
	known, err := clips(ctx, tx)
	if err != nil {
		return nil, err
	}
	byID := map[string]Clip{}
	for _, g := range known {
		byID[g.ID] = g
	}
	rows, err := tx.Query(ctx, `SELECT id, clip_id, staff_id, source, recording, entered_at FROM gold_attempt
		WHERE staff_id = $1 OR $1 = '' ORDER BY entered_at DESC, id DESC`, who)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (a Attempt, err error) {
		var text string
		var at int64
		if err := r.Scan(&a.ID, &a.ClipID, &a.StaffID, &a.Source, &text, &at); err != nil {
			return a, err
		}
		a.EnteredAt = db.Time(at)
		if err := json.Unmarshal([]byte(text), &a.Recording); err != nil {
			return a, err
		}
		a.mark(byID[a.ClipID])
		return a, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read attempts at training clips: %w", err)
	}
	return all, nil
}

// mark holds an attempt against its clip.
func (a *Attempt) mark(g Clip) {
	k := agreement.OfTime(g.Recording.Events, a.Recording.Events, agreement.Stream{Observed: g.Recording.Observed()}, interaction.Unit, g.Tolerance)
	a.Kappa, a.Kappa2 = k.Kappa, k.Kappa2
	a.Passed = k.Kappa != nil && k.Kappa2 != nil && min(*k.Kappa, *k.Kappa2) >= g.Criterion
}

// Against holds an attempt beside its clip, for its maker and for trainers: the
// clip as the first coding, the attempt as the second.
func Against(ctx context.Context, tx *casefile.Tx, actor access.Actor, attemptID string) (interaction.Comparison, Clip, error) {
	all, err := Attempts(ctx, tx, actor)
	if err != nil {
		return interaction.Comparison{}, Clip{}, err
	}
	for _, a := range all {
		if a.ID != attemptID {
			continue
		}
		g, err := clip(ctx, tx, a.ClipID)
		if err != nil {
			return interaction.Comparison{}, g, err
		}
		coded, err := interaction.SchemeNamed(ctx, tx, g.Scheme)
		if err != nil {
			return interaction.Comparison{}, g, err
		}
		one := interaction.Segment{ID: g.ID, Scheme: g.Scheme, LiveSet: g.LiveSet, Closed: true, Recording: g.Recording}
		two := interaction.Segment{ID: a.ID, Scheme: g.Scheme, LiveSet: g.LiveSet, Closed: true, Recording: a.Recording, CoderID: a.StaffID, Source: a.Source}
		return interaction.BesideWithin(coded, one, two, g.Tolerance), g, nil
	}
	return interaction.Comparison{}, Clip{}, fault.New(fault.NotFound, "training.none")
}

// Trained reports whether a member of staff has reached the criterion of a clip by
// that version of the scheme, and when first.
func Trained(ctx context.Context, tx *casefile.Tx, staffID, ref string) (time.Time, bool, error) {
	var first time.Time
	if staffID == "" {
		return first, false, nil
	}
	known, err := clips(ctx, tx)
	if err != nil {
		return first, false, err
	}
	all, err := attempts(ctx, tx, staffID)
	for _, a := range all { // newest first
		if a.Passed && slices.ContainsFunc(known, func(g Clip) bool { return g.ID == a.ClipID && g.Scheme == ref }) {
			first = a.EnteredAt
		}
	}
	return first, !first.IsZero(), err
}
