package deadline

import (
	"context"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/person"
)

// recorded is a course with something of everything that the board reads.
func recorded(t *testing.T, w *casefiletest.World) string {
	t.Helper()
	id := w.Course(t)
	w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error {
		_, err := person.Add(ctx, f, person.Card{ID: db.NewID(), Role: person.Child, Name: "Noah", Birth: day("2023-07-19")})
		return err
	}))
	at := db.Micros(day("2026-09-29").At(9, 10))
	due := db.Micros(day("2026-09-30").At(9, 10))
	w.OK(t, w.Write(t, w.Gitte, id, func(ctx context.Context, f *casefile.Writer) error {
		for _, row := range [][]any{
			{`INSERT INTO course (course_id, programme, status, adviser_id, leader_id, basis, start_on, expected_end, version, sealed, entered_by, entered_at)
				VALUES ($1, 'contactsupport', 'active', 'dorthe', 'gitte', 's76', '2026-03-16', '2026-10-20', 1, $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO team_member (id, course_id, staff_id, role, from_on, entered_by, entered_at) VALUES ('t1', $1, 'lone', 'lead', '2026-03-01', 'x', 0)`, id},
			{`INSERT INTO follow_up (id, course_id, held_on, next_on, sealed, entered_by, entered_at) VALUES ('u1', $1, '2026-06-11', '2026-10-15', $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO feedback (id, course_id, kind, urgent, author_id, to_id, written_at, sent_at, due_at, version, sealed)
				VALUES ('m1', $1, 'quick', 0, 'lone', 'dorthe', $2, $2, $3, 1, $4)`, id, at, due, []byte{}},
			{`INSERT INTO feedback (id, course_id, kind, urgent, author_id, to_id, written_at, sent_at, due_at, acknowledged_at, version, sealed)
				VALUES ('m2', $1, 'extension', 0, 'lone', 'dorthe', $2, $2, $3, $3, 1, $4)`, id, at, due, []byte{}},
			{`INSERT INTO advice (id, course_id, asked_by, asked_at, due_on, question, answer) VALUES ('q1', $1, 'dorthe', $2, '2026-10-02', $3, $3)`, id, at, []byte{}},
			{`INSERT INTO notification (id, course_id, direction, received_at, acute_at, entered_by, entered_at, version, sealed)
				VALUES ('n1', $1, 'in', $2, $2, 'dorthe', $2, 1, $3)`, id, at, []byte{}},
			{`INSERT INTO plan (id, course_id, number, status, author_id, version, sealed, entered_by, entered_at) VALUES ('p1', $1, 1, 'approved', 'lone', 1, $2, 'lone', 0)`, id, []byte{}},
			{`INSERT INTO hours_request (id, course_id, plan_id, hours, asked_on, sealed, entered_by, entered_at) VALUES ('h1', $1, 'p1', 16, '2026-09-22', $2, 'lone', 0)`, id, []byte{}},
			{`INSERT INTO arrangement (id, course_id, strand_id, number, state, to_on, sealed, entered_by, entered_at) VALUES ('v1', $1, 's1', 1, 'overvaaget', '2026-10-05', $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO arrangement (id, course_id, strand_id, number, state, to_on, sealed, entered_by, entered_at) VALUES ('v2', $1, 's1', 2, 'suspenderet', '2026-10-11', $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO protection (id, course_id, person_id, kind, from_on, until_on, sealed, entered_by, entered_at)
				VALUES ('r1', $1, 'p', 'cpr', '2025-10-31', '2026-10-31', $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO protection (id, course_id, person_id, kind, from_on, until_on, sealed, entered_by, entered_at)
				VALUES ('r2', $1, 'p', 'threat', '2025-10-31', '2026-10-20', $2, 'x', 0)`, id, []byte{}},
			{`INSERT INTO protection_lift (id, course_id, protection_id, sealed, entered_by, entered_at) VALUES ('l1', $1, 'r2', $2, 'lone', 0)`, id, []byte{}},
			{`INSERT INTO protection_lift (id, course_id, protection_id, sealed, entered_by, entered_at) VALUES ('l2', $1, 'r2', $2, 'gitte', 0)`, id, []byte{}},
		} {
			if _, err := f.Exec(ctx, row[0].(string), row[1:]...); err != nil {
				return err
			}
		}
		return nil
	}))
	return id
}

func board(t *testing.T, w *casefiletest.World, a access.Actor) (out []row) {
	t.Helper()
	ctx := context.Background()
	w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
		items, err := Board(ctx, tx, a)
		for _, i := range items {
			r := row{Kind: i.Kind, On: i.On.String(), State: i.State, RuleID: i.RuleID}
			if len(i.Children) != 1 || i.Children[0] != "Noah" {
				t.Errorf("%s is about %v", i.Kind, i.Children)
			}
			out = append(out, r)
		}
		return err
	}))
	return out
}

func TestBoardReadsWhatWasRecorded(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		recorded(t, w)
		want := []row{
			{"", Acknowledge, "2026-09-30", Overdue, "", "feedback.ack"},
			{"", Hours, "2026-09-22", Open, "", ""},
			{"", Reply, "2026-10-02", Soon, "", "msg.reply"},
			{"", Status, "2026-10-05", Soon, "", "status.lead"},
			{"", Receipt, "2026-10-07", Soon, "", "notif.receipt"},
			{"", Suspension, "2026-10-11", Soon, "", "contact.suspend_max"},
			{"", FollowUp, "2026-10-15", Soon, "", "followup.next"},
			{"", Ends, "2026-10-20", Soon, "", "course.end_warn"},
			{"", Register, "2026-10-31", Soon, "", "cpr.reminder"},
		}
		if diff := gocmp.Diff(want, board(t, w, w.Gitte)); diff != "" {
			t.Errorf("Gitte's board (-want +got):\n%s", diff)
		}
		if diff := gocmp.Diff(want, board(t, w, w.Lone)); diff != "" {
			t.Errorf("Lone's board (-want +got):\n%s", diff)
		}
		for _, a := range []access.Actor{w.Birgitte, w.Lars, w.Admin} {
			if got := board(t, w, a); len(got) != 0 {
				t.Errorf("%s sees %v of a course that is not theirs", a.ID, got)
			}
		}
	})
}

func TestQuietCoursesAndAnalyses(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := recorded(t, w)
		ctx := context.Background()
		w.OK(t, w.Store.Update(ctx, func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(ctx, tx, w.Ellen, access.Purpose{Code: access.Deliver}, "deadlines")
			if err != nil {
				return err
			}
			quiet, err := QuietCourses(ctx, l)
			if err != nil {
				return err
			}
			if len(quiet) != 1 || quiet[0].CourseID != id || quiet[0].Days != 199 {
				t.Errorf("quiet courses: %+v", quiet)
			}
			due, err := Analyses(ctx, l)
			if len(due) != 1 || due[0].Number != 1 || due[0].On != day("2026-04-27") {
				t.Errorf("analyses due: %+v", due)
			}
			return err
		}))
	})
}
