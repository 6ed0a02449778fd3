package population

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
)

// Memory keeps what the measurements of each course said when they were last read,
// so that the next question reads only those courses to which something was added.
// It holds no words, is not written down, and is gone when the program stops. What a
// reader may count is found anew for every question. The zero value is ready; one is
// used by many at a time.
type Memory struct {
	mu   sync.Mutex
	kept map[occasion]remembered
}

// occasion is a course as of a day.
type occasion struct {
	course string
	asOf   clock.Date
}

// rows counts what a course's conclusion rests on. Measurements, strands and
// judgements are never changed and never taken away singly, a correction being a row
// of its own: as long as there are as many rows, they are the same.
type rows struct{ strands, ratings, judgements int }

// remembered is what came of so many rows.
type remembered struct {
	rows
	measured int
	verdict  singlecase.Verdict
	first    clock.Date // the zero date where nothing was documented
}

const (
	// mostRemembered keeps the memory from growing for ever.
	mostRemembered = 200_000
	// mostAlone is how many courses are read by their ids; more are read all together.
	mostAlone = 500
)

// recall fills in what is known and returns the places of the others.
func (m *Memory) recall(all []member, asOf clock.Date, now map[string]rows) []int {
	m.mu.Lock()
	defer m.mu.Unlock()
	var missing []int
	for i := range all {
		if known, ok := m.kept[occasion{all[i].id, asOf}]; ok && known.rows == now[all[i].id] {
			all[i].say(known)
		} else {
			missing = append(missing, i)
		}
	}
	return missing
}

func (m *Memory) keep(one member, asOf clock.Date, r remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) >= mostRemembered {
		m.kept = map[occasion]remembered{}
	}
	m.kept[occasion{one.id, asOf}] = r
}

func (one *member) say(r remembered) {
	one.Measured, one.Verdict = r.measured, r.verdict
	if !r.first.IsZero() {
		one.First = max(0, r.first.Sub(one.started))
	}
}

// develop adds what the measurements say to each.
func (m *Memory) develop(ctx context.Context, l *casefile.List, asOf clock.Date, all []member) error {
	now, err := counted(ctx, l)
	if err != nil {
		return err
	}
	missing := m.recall(all, asOf, now)
	if len(missing) == 0 {
		return nil
	}
	says, err := judgements(ctx, l)
	if err != nil {
		return err
	}
	among, args := reach(l.Actor.Role), []any{l.Actor.ID}
	if len(missing) <= mostAlone {
		var places []string
		for _, i := range missing {
			args = append(args, all[i].id)
			places = append(places, "$"+strconv.Itoa(len(args)))
		}
		among += ` AND a.course_id IN (` + strings.Join(places, ",") + `)`
	}
	strands, err := instrument.Across(ctx, l, among, args...)
	if err != nil {
		return err
	}
	for _, i := range missing {
		one := &all[i]
		r := concluded(strands[one.id], says[one.id], asOf)
		r.rows = now[one.id]
		one.say(r)
		if !coded(strands[one.id]) {
			m.keep(*one, asOf, r)
		}
	}
	return nil
}

// coded reports a strand that is counted from coded contacts. Those can be coded
// again, and are read every time.
func coded(all []singlecase.Strand) bool {
	for _, s := range all {
		if scale, ok := instrument.ScaleNamed(s.Instrument.ID); !ok || scale.Coded {
			return true
		}
	}
	return false
}

// concluded goes through the measurements of a course.
func concluded(strands []singlecase.Strand, says []judged, asOf clock.Date) remembered {
	var out remembered
	for _, s := range strands {
		n := 0
		for _, r := range s.Measurements {
			if r.Value != nil && !r.Superseded && r.Date.Before(asOf) {
				n++
			}
		}
		out.measured = max(out.measured, n)
	}
	out.verdict, out.first = follow(strands, says, asOf)
	return out
}

// counted counts the rows of each course that may be counted.
func counted(ctx context.Context, l *casefile.List) (map[string]rows, error) {
	out := map[string]rows{}
	among := reach(l.Actor.Role)
	for _, of := range []struct {
		sql string
		put func(*rows, int)
	}{
		{`SELECT x.course_id, COUNT(*) FROM strand x WHERE x.course_id IN (` + among + `) GROUP BY x.course_id`, func(r *rows, n int) { r.strands = n }},
		{`SELECT x.course_id, COUNT(*) FROM rating x WHERE x.course_id IN (` + among + `) GROUP BY x.course_id`, func(r *rows, n int) { r.ratings = n }},
		{`SELECT x.course_id, COUNT(*) FROM judgement x WHERE x.course_id IN (` + among + `) GROUP BY x.course_id`, func(r *rows, n int) { r.judgements = n }},
	} {
		found, err := l.Query(ctx, of.sql, l.Actor.ID)
		_, err = db.Scan(found, err, func(r *sql.Rows) (struct{}, error) {
			var id string
			var n int
			err := r.Scan(&id, &n)
			one := out[id]
			of.put(&one, n)
			out[id] = one
			return struct{}{}, err
		})
		if err != nil {
			return nil, fmt.Errorf("count what a question rests on: %w", err)
		}
	}
	return out, nil
}
