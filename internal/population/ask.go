package population

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/login"
	"samspil/internal/method/population"
)

// Asked is a question that was asked.
type Asked struct {
	By       string // name of the one who asked
	At       time.Time
	Question Question
	Answer   Answer
}

// Ask answers a question and writes it down, the refused ones too. A leader may, of
// the courses that she leads, and an adviser, of those that her own municipality has
// sent. Asked again, the same families get
// the same kind of answer; families that differ by fewer than five from those of an
// answered question get none, for the difference would tell about these few. Of a part
// of the house no more is told than what leaves the other parts untold.
func (m *Memory) Ask(ctx context.Context, tx *casefile.Tx, actor access.Actor, q Question) (Figures, error) {
	if !May(actor.Role) {
		return Figures{}, tx.Refuse(actor, "population", "")
	}
	if err := q.check(tx.Today()); err != nil {
		return Figures{}, err
	}
	if err := tx.Lock(ctx, "population"); err != nil { // two near questions at once
		return Figures{}, fmt.Errorf("wait for another question: %w", err)
	}
	all, err := m.gather(ctx, tx, actor, q)
	if err != nil {
		return Figures{}, err
	}
	house, chosen := make([]Family, len(all)), []member(nil)
	for i, m := range all {
		house[i] = m.Family
		if q.has(m.Family) {
			chosen = append(chosen, m)
		}
	}
	set := setOf(chosen)
	past, near, err := nearest(ctx, tx, actor, set)
	if err != nil {
		return Figures{}, err
	}
	f := Figures{Question: q, Answer: Near, Past: past}
	if !near {
		alone, err := stands(ctx, tx, actor, set, setOf(all))
		if err != nil {
			return Figures{}, err
		}
		if alone {
			house = q.of(house)
		}
		f = Figure(q, house)
	}
	return f, write(ctx, tx, actor, f, set)
}

// stands reports whether families were answered of before and all of the house are
// not: then there is nothing to subtract them from.
func stands(ctx context.Context, tx *casefile.Tx, actor access.Actor, s, house set) (bool, error) {
	if s.fingerprint == house.fingerprint {
		return false, nil
	}
	known := 0
	if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM population_set WHERE fingerprint = $1`, s.fingerprint).Scan(&known); err != nil {
		return false, fmt.Errorf("look for an answered question: %w", err)
	}
	if known == 0 {
		return false, nil
	}
	_, near, err := nearest(ctx, tx, actor, house)
	return near, err
}

// digest is the length of a shortened digest of one course.
const digest = 8

// set is the families of a question: sorted digests of their courses.
type set struct {
	families    int
	fingerprint string
	members     []byte
}

func setOf(all []member) set {
	each := make([][]byte, len(all))
	for i, m := range all {
		sum := sha256.Sum256([]byte(m.id))
		each[i] = sum[:digest]
	}
	slices.SortFunc(each, bytes.Compare)
	s := set{families: len(all), members: bytes.Join(each, nil)}
	sum := sha256.Sum256(s.members)
	s.fingerprint = hex.EncodeToString(sum[:])
	return s
}

// apart counts the families that are in one set and not in the other, up to
// enough.
func (s set) apart(other []byte, enough int) int {
	a, b, n := s.members, other, 0
	for len(a) > 0 && len(b) > 0 && n < enough {
		switch c := bytes.Compare(a[:digest], b[:digest]); {
		case c < 0:
			a, n = a[digest:], n+1
		case c > 0:
			b, n = b[digest:], n+1
		default:
			a, b = a[digest:], b[digest:]
		}
	}
	return n + (len(a)+len(b))/digest
}

// nearest finds an answered question whose families differ by one to four. Of too
// few families nothing is told anyway.
func nearest(ctx context.Context, tx *casefile.Tx, actor access.Actor, s set) (past *Asked, near bool, err error) {
	if s.families < population.LeastCount {
		return nil, false, nil
	}
	rows, err := tx.Query(ctx, `SELECT fingerprint, members FROM population_set WHERE families BETWEEN $1 AND $2 ORDER BY fingerprint`,
		s.families-population.LeastCount+1, s.families+population.LeastCount-1)
	fingerprint := ""
	_, err = db.Scan(rows, err, func(r *sql.Rows) (struct{}, error) {
		var print string
		var members []byte
		err := r.Scan(&print, &members)
		if n := s.apart(members, population.LeastCount); print != s.fingerprint && n < population.LeastCount {
			fingerprint = print
		}
		return struct{}{}, err
	})
	if err != nil || fingerprint == "" {
		return nil, false, err
	}
	all, err := asked(ctx, tx, actor, `q.of_set = $1`, fingerprint)
	if err != nil || len(all) == 0 {
		return nil, true, err
	}
	return &all[0], true, nil
}

func write(ctx context.Context, tx *casefile.Tx, actor access.Actor, f Figures, s set) error {
	if f.Answer == Full || f.Answer == Incomplete {
		if _, err := tx.Exec(ctx, `INSERT INTO population_set (fingerprint, families, members) VALUES ($1, $2, $3) ON CONFLICT (fingerprint) DO NOTHING`,
			s.fingerprint, s.families, s.members); err != nil {
			return fmt.Errorf("keep the families of a question: %w", err)
		}
	} else {
		s.fingerprint = ""
	}
	began := ""
	if f.Question.Began != 0 {
		began = fmt.Sprint(f.Question.Began)
	}
	_, err := tx.Exec(ctx, `INSERT INTO population_question (id, asked_by, asked_at, programme, began, as_of, form, answer, families, of_set)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		db.NewID(), actor.ID, db.Micros(tx.Now()), f.Question.Programme, began, f.Question.AsOf, f.Question.Form, f.Answer, s.families, s.fingerprint)
	if err != nil {
		return fmt.Errorf("write a question down: %w", err)
	}
	return nil
}

// shownQuestions is how many of the latest questions are listed.
const shownQuestions = 12

// History returns the latest questions asked in the reader's house, the newest
// first.
func History(ctx context.Context, tx *casefile.Tx, actor access.Actor) ([]Asked, error) {
	if !May(actor.Role) {
		return nil, tx.Refuse(actor, "population", "")
	}
	return asked(ctx, tx, actor, `q.of_set <> $1`, "-")
}

// asked reads questions of the reader's house.
func asked(ctx context.Context, tx *casefile.Tx, actor access.Actor, where, arg string) ([]Asked, error) {
	staff, err := login.Staff(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `SELECT q.asked_by, q.asked_at, q.programme, q.began, q.as_of, q.form, q.answer FROM population_question q
		JOIN account a ON a.id = q.asked_by WHERE a.organisation_id = $2 AND `+where+` ORDER BY q.asked_at DESC, q.id DESC LIMIT $3`,
		arg, staff[actor.ID].OrganisationID, shownQuestions)
	return db.Scan(rows, err, func(r *sql.Rows) (a Asked, err error) {
		var by, began string
		var at int64
		err = r.Scan(&by, &at, &a.Question.Programme, &began, &a.Question.AsOf, &a.Question.Form, &a.Answer)
		if began != "" && err == nil {
			_, err = fmt.Sscan(began, &a.Question.Began)
		}
		a.By, a.At = staff[by].Name, db.Time(at).In(clock.Copenhagen)
		return a, err
	})
}
