package population_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/population"
)

// rows inserts many rows of a table in few statements.
func rows(b *testing.B, tx *casefile.Tx, table, columns string, all [][]any) {
	b.Helper()
	n := strings.Count(columns, ",") + 1
	for from := 0; from < len(all); from += 20 {
		part := all[from:min(from+20, len(all))]
		var places []string
		var args []any
		for _, row := range part {
			var one []string
			for range n {
				one = append(one, fmt.Sprintf("$%d", len(args)+len(one)+1))
			}
			args = append(args, row...)
			places = append(places, "("+strings.Join(one, ",")+")")
		}
		if _, err := tx.Exec(context.Background(), `INSERT INTO `+table+` (`+columns+`) VALUES `+strings.Join(places, ","), args...); err != nil {
			b.Fatal(err)
		}
	}
}

// The page of a house with so many families, two strands of eight measurements and
// ten sessions each, by the leader of them all.
func BenchmarkFamilies(b *testing.B) {
	for _, families := range []int{1000, 10_000} {
		w := casefiletest.One(b)
		plant(b, w, families)
		b.Run(fmt.Sprint(families), func(b *testing.B) {
			for b.Loop() {
				askAll(b, w, new(population.Memory), families)
			}
		})
		b.Run(fmt.Sprint(families, " again"), func(b *testing.B) {
			var m population.Memory
			askAll(b, w, &m, families)
			for b.Loop() {
				askAll(b, w, &m, families)
			}
		})
	}
}

func plant(b *testing.B, w *casefiletest.World, families int) {
	b.Helper()
	var files, courses, relations, strands, ratings, sessions, staff [][]any
	for n := range families {
		id, began := fmt.Sprintf("course-%05d", n), clock.NewDate(2026, 1, 5).AddDays(n%90)
		files = append(files, []any{id, 0, "x"})
		courses = append(courses, []any{id, []string{"preventive", "contactsupport"}[n%2], "active", "dorthe", "gitte", began, "2027-01-17", 80, 1, []byte{}, "x", 0})
		relations = append(relations, []any{"gitte", id, "leader"})
		for s, rater := range []string{"parent", "school"} {
			strand := fmt.Sprintf("%s-%d", id, s)
			strands = append(strands, []any{strand, id, "goal-rating", "1", rater, rater, 14, 0, began, s, "x", 0, []byte{}})
			for i := range 8 {
				ratings = append(ratings, []any{fmt.Sprintf("%s-%d", strand, i), id, strand, began.AddDays(14 * i), 1, float64(2 + (i*(n%4))/4), "1", rater, "x", 0, []byte{}})
			}
		}
		for i := range 10 {
			session := fmt.Sprintf("%s-s%d", id, i)
			sessions = append(sessions, []any{session, id, "practical", "held", db.Micros(began.AddDays(7*i).At(10, 0)), 60, session, 1})
			staff = append(staff, []any{session, "lone", id, 0})
		}
	}
	w.OK(b, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		rows(b, tx, "casefile", "id, created_at, created_by", files)
		rows(b, tx, "course", "course_id, programme, status, adviser_id, leader_id, start_on, expected_end, hours_granted, version, sealed, entered_by, entered_at", courses)
		rows(b, tx, "access_now", "staff_id, course_id, relation", relations)
		rows(b, tx, "strand", "id, course_id, instrument, version, rater_role, rater_id, every_days, each_contact, opened_on, position, entered_by, entered_at, sealed", strands)
		rows(b, tx, "rating", "id, course_id, strand_id, on_date, answered, value, version, rater_id, entered_by, entered_at, sealed", ratings)
		rows(b, tx, "session", "id, course_id, kind, status, started, direct_minutes, entry_id, version", sessions)
		rows(b, tx, "session_staff", "session_id, staff_id, course_id, position", staff)
		return nil
	}))
}

func askAll(b *testing.B, w *casefiletest.World, m *population.Memory, families int) {
	b.Helper()
	w.OK(b, w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		f, err := m.Ask(context.Background(), tx, w.Gitte, population.Question{AsOf: october, Form: population.OnPage})
		if err == nil && (f.Families == nil || *f.Families != families || f.Low == nil) {
			b.Fatalf("got %+v", f)
		}
		return err
	}))
}
