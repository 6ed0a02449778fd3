package instrument

import (
	"context"
	"database/sql"
	"fmt"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/method/singlecase"
)

// Across returns the strands of all courses that a statement gives, by course, as
// the grading rule reads them: for counting over many families, without titles,
// names or words, and in one pass over the measurements. among selects the courses'
// ids by way of access_now, with its own arguments from $1 on.
func Across(ctx context.Context, l *casefile.List, among string, args ...any) (map[string][]singlecase.Strand, error) {
	rows, err := l.Query(ctx, `SELECT s.id, s.course_id, s.instrument, s.version, s.rater_role, s.rater_id, s.opened_on, s.stopped_on, s.pair
		FROM strand s WHERE s.course_id IN (`+among+`) ORDER BY s.course_id, s.position, s.entered_at, s.id`, args...)
	strands, err := db.Scan(rows, err, func(row *sql.Rows) (s Strand, err error) {
		return s, row.Scan(&s.ID, &s.CourseID, &s.Instrument, &s.Version, &s.RaterRole, &s.RaterID, &s.OpenedOn, &s.StoppedOn, &s.Pair)
	})
	if err != nil {
		return nil, fmt.Errorf("read strands across courses: %w", err)
	}
	if err := knownOfList(ctx, l, strands); err != nil {
		return nil, err
	}
	made := measured{at: map[string]int{}, series: make([][]singlecase.Measurement, len(strands)), words: map[string]string{}, superseded: map[string]bool{}}
	for i, s := range strands {
		made.at[s.ID] = i
	}
	rows, err = l.Query(ctx, `SELECT r.id, r.strand_id, r.on_date, r.answered, r.value, r.version, r.rater_id, r.supersedes FROM rating r
		WHERE r.course_id IN (`+among+`) ORDER BY r.strand_id, r.on_date, r.entered_at, r.id`, args...)
	if err := made.read(rows, err); err != nil {
		return nil, fmt.Errorf("read ratings across courses: %w", err)
	}
	counted, err := made.counted(ctx, l, strands, courses{among, args})
	if err != nil {
		return nil, err
	}
	out := map[string][]singlecase.Strand{}
	for i, s := range strands {
		if s.Scale().Talk {
			continue
		}
		method, coded := counted[s.ID]
		if !coded {
			method = s.Method(clock.Date{})
			method.Measurements = made.series[i]
		}
		out[s.CourseID] = append(out[s.CourseID], method)
	}
	return out, nil
}

// measured collects the measurements of many strands. Texts that stand in many rows,
// such as a version, are kept once.
type measured struct {
	at         map[string]int // strand by its id
	series     [][]singlecase.Measurement
	words      map[string]string
	values     []float64
	superseded map[string]bool
}

// word is a text of a row, kept once.
func (m *measured) word(raw sql.RawBytes) string {
	if kept, ok := m.words[string(raw)]; ok {
		return kept
	}
	s := string(raw)
	m.words[s] = s
	return s
}

// value keeps a number in a block with others.
func (m *measured) value(v float64) *float64 {
	const block = 4096
	if len(m.values) == cap(m.values) {
		m.values = make([]float64, 0, block)
	}
	m.values = append(m.values, v)
	return &m.values[len(m.values)-1]
}

func (m *measured) read(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	var id, strand, on, version, rater, supersedes sql.RawBytes
	for rows.Next() {
		var answered int
		var value float64
		if err := rows.Scan(&id, &strand, &on, &answered, &value, &version, &rater, &supersedes); err != nil {
			return err
		}
		if len(supersedes) > 0 {
			m.superseded[string(supersedes)] = true
		}
		i, ok := m.at[string(strand)]
		if !ok {
			continue
		}
		day, err := clock.ParseDate(m.word(on))
		if err != nil {
			return err
		}
		one := singlecase.Measurement{ID: string(id), Date: day, Version: m.word(version), Rater: m.word(rater)}
		if answered == 1 {
			one.Value = m.value(value)
		}
		m.series[i] = append(m.series[i], one)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	m.mark()
	return nil
}

// mark tells the measurements that were corrected.
func (m *measured) mark() {
	if len(m.superseded) == 0 {
		return
	}
	for _, all := range m.series {
		for k := range all {
			all[k].Superseded = m.superseded[all[k].ID]
		}
	}
}

// courses is a statement that gives ids of courses, with its arguments.
type courses struct {
	among string
	args  []any
}

// counted gives the strands that are counted from coded contacts, by their id.
func (m *measured) counted(ctx context.Context, l *casefile.List, strands []Strand, c courses) (map[string]singlecase.Strand, error) {
	if !anyCoded(strands) {
		return nil, nil
	}
	figures, err := interaction.FiguresAmong(ctx, l, c.among, c.args...)
	if err != nil {
		return nil, fmt.Errorf("read figures across courses: %w", err)
	}
	byCourse := map[string][]interaction.Figures{}
	for _, g := range figures {
		byCourse[g.CourseID] = append(byCourse[g.CourseID], g)
	}
	out := map[string]singlecase.Strand{}
	for i, s := range strands {
		if scale, _ := ScaleNamed(s.Instrument); !scale.Coded {
			continue
		}
		for _, one := range m.series[i] {
			s.Ratings = append(s.Ratings, Rating{ID: one.ID, StrandID: s.ID, On: one.Date, Value: one.Value, Version: one.Version, RaterID: one.Rater, Superseded: one.Superseded})
		}
		alone := []Strand{s}
		count(alone, byCourse[s.CourseID])
		out[s.ID] = alone[0].Method(clock.Date{})
	}
	return out, nil
}
