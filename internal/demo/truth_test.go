package demo_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/demo"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/report"
	"samspil/internal/session"
)

// TestSeries holds the measurements against the reference, value by value.
func TestSeries(t *testing.T) {
	store := demoStore(t)
	for _, c := range []struct {
		name, lead, course string
		want               [][]float64
		missed             []int
	}{
		{"Villads", demo.BirgitteID, demo.VilladsID, [][]float64{
			{3, 2, 3, 4, 3, 4, 5, 4, 6, 5, 6, 7, 6, 7}, {2, 1, 2, 2, 3, 3, 4, 4, 5, 4, 5, 5, 5}, {4, 4, 5, 4, 5, 6, 6, 7, 6, 7, 7},
			{-2, -1, -1, 0, 0, 1, 1, 1}, {-2, -1, 0, 0, 1, 1, 1, 2}, // the steps they wrote themselves
		}, []int{1, 0, 0, 0, 0}},
		{"Alma", demo.SoerenID, demo.AlmaID, [][]float64{
			{40, 48, 44, 48, 52}, {4, 5, 3, 5, 4, 5}, {5, 5, 6}, {-2, -1, 0, 0}, {-1, 0, 0, 1}, // WHO-5, and two see the ladder
		}, []int{0, 0, 3, 0, 0}},
		{"Freja", demo.KarenID, demo.FrejaID, [][]float64{{3, 4, 5, 5, 6, 6, 7}, {4, 4, 3, 4, 3, 4, 4}}, []int{0, 0}},
		{"Noah", demo.LoneID, demo.NoahID, [][]float64{
			{.30, .35, .33, .42, .45, .50, .52, .55, .58, .62, .60, .48, .44, .38, .35, .36}, {4, 4, 5, 5, 6, 6, 7, 7, 6, 7, 6, 5, 4, 4, 3, 4},
		}, []int{0, 0}},
		{"Liva", demo.MikkelID, demo.LivaID, [][]float64{
			{.52, .49, .55, .50, .53, .51, .54, .50, .52, .55, .51, .53, .52, .54}, {.41, .38, .45, .44, .50, .53, .55, .52},
		}, []int{0, 0}},
		{"Emil", demo.AndersID, demo.EmilID, [][]float64{{5, 5, 4, 5, 4, 3, 4, 3, 3, 4, 5, 5, 6}, nil}, []int{0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			read(t, store, c.lead, c.course, func(ctx context.Context, r *casefile.Reader) error {
				all, err := instrument.Strands(ctx, r)
				for i, s := range all {
					var got []float64
					for _, m := range s.Made() {
						got = append(got, math.Round(*m.Value*100)/100)
					}
					if c.want[i] != nil && !cmp.Equal(c.want[i], got) {
						t.Errorf("%s: got %v, want %v", s.Title, got, c.want[i])
					}
					if n := len(s.Missed(demoDay)); n != c.missed[i] {
						t.Errorf("%s: %d missed, want %d", s.Title, n, c.missed[i])
					}
				}
				return err
			})
		})
	}
}

// TestMessages holds the times of the messages against the reference.
func TestMessages(t *testing.T) {
	store := demoStore(t)
	for _, c := range []struct {
		course, lead, subject, sent, taken string
		open                               bool // an answer is still to come
	}{
		{demo.VilladsID, demo.BirgitteID, "Camilla sover ikke", "2026-03-12 09:00", "2026-03-12 11:40", false},
		{demo.NoahID, demo.LoneID, "To gange uden afbud", "2026-09-02 15:20", "2026-09-03 08:12", false},
		{demo.NoahID, demo.LoneID, "16 ekstra timer til Noah og Sanne", "2026-09-22 11:45", "2026-09-22 14:00", true},
		{demo.NoahID, demo.LoneID, "Sanne er flyttet ud af sin lejlighed", "2026-09-29 09:10", "", false},
		{demo.EmilID, demo.AndersID, "Emil vil gerne have fri fra samvær et stykke tid", "2026-08-10 13:05", "2026-08-10 14:00", false},
		{demo.EmilID, demo.AndersID, "Forlænge Emils forløb?", "2026-09-28 10:00", "2026-09-28 12:30", true},
		{demo.FrejaID, demo.KarenID, "Freja vil gerne fortsætte", "2026-09-17 16:10", "2026-09-18 08:35", true},
	} {
		read(t, store, c.lead, c.course, func(ctx context.Context, r *casefile.Reader) error {
			all, err := attention.All(ctx, r)
			for _, m := range all {
				if m.Subject != c.subject {
					continue
				}
				if got := minute(m.SentAt); got != c.sent {
					t.Errorf("%s sent %s, want %s", c.subject, got, c.sent)
				}
				if got := minute(m.AcknowledgedAt); got != c.taken {
					t.Errorf("%s acknowledged %s, want %s", c.subject, got, c.taken)
				}
				if m.AwaitsAnswer() != c.open {
					t.Errorf("%s awaits an answer: %v", c.subject, m.AwaitsAnswer())
				}
				if overdue := c.taken == ""; m.Overdue(r.Now()) != overdue || overdue && (m.EscalatedTo != demo.LarsID || minute(m.DueAt) != "2026-09-30 09:10") {
					t.Errorf("%s: due %s, told %s", c.subject, minute(m.DueAt), m.EscalatedTo)
				}
				return nil
			}
			t.Errorf("%s was not sent", c.subject)
			return err
		})
	}
}

func minute(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(clock.Copenhagen).Format("2006-01-02 15:04")
}

// TestNobodyElse: whoever does not belong to a family sees nothing of it.
func TestNobodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := filled(t, d, demoDay)
		belong := map[string][]string{
			demo.VilladsID: {demo.BirgitteID, demo.HenrikID, demo.GitteID, demo.DortheID},
			demo.AlmaID:    {demo.SoerenID, demo.EllenID, demo.GitteID, demo.DortheID},
			demo.FrejaID:   {demo.KarenID, demo.HenrikID, demo.GitteID, demo.LarsID},
			demo.NoahID:    {demo.LoneID, demo.AndersID, demo.EllenID, demo.GitteID, demo.DortheID, demo.LarsID},
			demo.LivaID:    {demo.MikkelID, demo.BirgitteID, demo.HenrikID, demo.GitteID, demo.LarsID},
			demo.EmilID:    {demo.AndersID, demo.LoneID, demo.EllenID, demo.GitteID, demo.LarsID},
		}
		ctx := context.Background()
		for course, in := range belong {
			for _, a := range demo.People() {
				want := strings.Contains(strings.Join(in, " "), a.ID)
				err := store.Update(ctx, func(tx *casefile.Tx) error {
					_, err := casefile.OpenRead(ctx, tx, a.Actor(), course, access.Purpose{Code: access.Deliver})
					return err
				})
				if (err == nil) != want || err != nil && fault.KindOf(err) != fault.Denied {
					t.Errorf("%s at %s: %v", a.Name, names[course], err)
				}
			}
		}
	})
}

// canaries are the words that must never be readable where they do not belong
// (domain reference 23.6).
var canaries = []string{
	"Rønnehøj 999", "Kanarieby", "Gudrun og Asger", "00 00 00 17", "Kanariesøskolen", "Klub Gulfinken", "Lægehuset Gulspurven", "bus 999X",
	"Trine@mail.invalid", "Lærkely 888", "den blå elefant", "nabo Inger",
}

// TestNothingLiesOpen looks for the canaries, for names and for texts in the raw
// bytes of the database, its log included.
func TestNothingLiesOpen(t *testing.T) {
	demoStore(t)
	search := append([]string{"Villads", "Sanne", "740519", "Rolige morgener", "flyttet ud"}, canaries...)
	files, _ := filepath.Glob(filepath.Join(shared.folder, "samspil.db*"))
	if len(files) < 2 {
		t.Fatalf("the database and its log are not there: %v", files)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range search {
			if bytes.Contains(raw, []byte(word)) {
				t.Errorf("%q lies open in %s", word, filepath.Base(file))
			}
		}
	}
}

// TestNoReportTells: what leaves the house about Liva names no place, no carers
// and nothing she said in confidence.
func TestNoReportTells(t *testing.T) {
	store := demoStore(t)
	read(t, store, demo.LarsID, demo.LivaID, func(ctx context.Context, r *casefile.Reader) error {
		all, err := report.All(ctx, r)
		if len(all) == 0 {
			t.Error("no status was sent")
		}
		messages, err2 := attention.All(ctx, r)
		var text strings.Builder
		for _, one := range all {
			for _, s := range one.Content.Sections {
				for _, l := range report.Layers {
					text.WriteString(s.Text(l) + "\n")
				}
			}
		}
		for _, m := range messages {
			text.WriteString(m.Subject + m.Body)
		}
		for _, word := range canaries {
			if strings.Contains(text.String(), word) {
				t.Errorf("the adviser reads %q in what was sent", word)
			}
		}
		if err == nil {
			err = err2
		}
		return err
	})
	read(t, store, demo.MikkelID, demo.LivaID, func(ctx context.Context, r *casefile.Reader) error {
		places, err := person.Places(ctx, r)
		for _, p := range places {
			if !p.Shielded || p.Where.Open() != "" {
				t.Errorf("a %s stands open", p.Kind)
			}
		}
		if len(places) != 9 {
			t.Errorf("%d places", len(places))
		}
		near, err2 := attention.NearMisses(ctx, r)
		if len(near) != 2 || err2 != nil {
			t.Errorf("%d near misses, %v", len(near), err2)
		}
		return err
	})
}

// TestTheLawRefuses tries on the families what the reference says is refused.
func TestTheLawRefuses(t *testing.T) {
	store := demoStore(t)
	read(t, store, demo.MikkelID, demo.LivaID, func(ctx context.Context, r *casefile.Reader) error {
		all, err := contact.Arrangements(ctx, r)
		if err != nil || len(all) != 2 {
			t.Fatalf("%d arrangements, %v", len(all), err)
		}
		brian := all[1]
		brian.Frequency.EveryWeeks = 5
		refused(t, ctx, r, brian, "V1", nil)
		brian.Frequency.EveryWeeks = 4
		refused(t, ctx, r, brian, "V9", func(p *contact.Proposal) { p.Hours[2].HoursPerWeek = 1 })
		return nil
	})
	read(t, store, demo.AndersID, demo.EmilID, func(ctx context.Context, r *casefile.Reader) error {
		all, err := contact.Arrangements(ctx, r)
		if err != nil || len(all) != 3 || all[2].State != contact.Suspended || all[2].To.Sub(all[2].From)+1 != 56 {
			t.Fatalf("%+v, %v", all, err)
		}
		longer := all[2]
		longer.To = longer.To.AddDays(7)
		refused(t, ctx, r, longer, "V3", nil)
		p, err := contact.ProposalFor(ctx, r, all[2])
		if err != nil {
			return err
		}
		at := demoDay.AddDays(3).At(10, 0)
		found := contact.CheckBooking(p, contact.Booking{ID: "new", Start: at, End: at.Add(time.Hour)})
		if len(found) == 0 || found[0].Rule != "V6" {
			t.Errorf("booked in the pause: %+v", found)
		}
		return nil
	})
}

func refused(t *testing.T, ctx context.Context, r *casefile.Reader, a contact.Arrangement, rule string, change func(*contact.Proposal)) {
	t.Helper()
	p, err := contact.ProposalFor(ctx, r, a)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&p)
	}
	for _, f := range contact.Check(p) {
		if f.Rule == rule && f.Severity == contact.Refuse {
			return
		}
	}
	t.Errorf("%s did not refuse", rule)
}

// TestToldAsItHappened: the audit log runs forward in time, unbroken, and nothing
// was written before it happened or long after.
func TestToldAsItHappened(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := filled(t, d, demoDay)
		lines, found, err := store.Log.Verify(context.Background(), d, store.Keys)
		if err != nil || len(found) > 0 || lines < 1000 {
			t.Fatalf("%d lines, %v, %v", lines, found, err)
		}
		err = d.View(context.Background(), func(tx *db.Tx) error {
			var back, jobs int
			if err := tx.QueryRow(context.Background(), `SELECT COUNT(*) FROM audit_line a JOIN audit_line b ON b.sequence = a.sequence + 1 WHERE b.at < a.at`).Scan(&back); err != nil {
				return err
			}
			var last int64
			if err := tx.QueryRow(context.Background(), `SELECT MAX(at) FROM audit_line`).Scan(&last); err != nil {
				return err
			}
			if back > 0 || !db.Time(last).Before(demoDay.At(0, 0)) {
				t.Errorf("the log goes back %d times and ends %v", back, db.Time(last))
			}
			err := tx.QueryRow(context.Background(), `SELECT COUNT(*) FROM job`).Scan(&jobs)
			if jobs != 0 {
				t.Errorf("%d jobs are left", jobs)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			read(t, store, f.lead, f.id, late(t, f.name))
		}
	})
}

func late(t *testing.T, name string) func(context.Context, *casefile.Reader) error {
	return func(ctx context.Context, r *casefile.Reader) error {
		all, err := session.All(ctx, r, session.Period{})
		unsigned := 0
		for _, s := range all {
			if s.Status == session.Held && (s.WroteAt.Before(s.End) || s.WroteAt.After(s.End.Add(time.Hour))) {
				t.Errorf("%s: held until %s, written %s", name, minute(s.End), minute(s.WroteAt))
			}
			if s.Status == session.Held && !s.Signed() {
				unsigned++
			}
		}
		if want := map[string]int{"Noah": 1}[name]; unsigned != want {
			t.Errorf("%s: %d unsigned, want %d", name, unsigned, want)
		}
		return err
	}
}

// TestLonesDay: what Lone meets in the morning.
func TestLonesDay(t *testing.T) {
	for _, day := range []clock.Date{demoDay, clock.NewDate(2025, 12, 25)} {
		store := demoStore(t)
		if day != demoDay {
			store = filled(t, dbtest.SQLite(t), day)
		}
		ctx := context.Background()
		err := store.Update(ctx, func(tx *casefile.Tx) error {
			l, err := casefile.OpenList(ctx, tx, actor(demo.LoneID), access.Purpose{Code: access.Deliver}, "day")
			if err != nil {
				return err
			}
			today, err := session.Agenda(ctx, l, session.Period{From: day.At(0, 0), To: day.AddDays(1).At(0, 0)})
			var got []string
			for _, s := range today {
				got = append(got, minute(s.PlannedStart)[11:]+" "+string(s.Kind))
			}
			if diff := cmp.Diff([]string{"10:00 teaching", "11:30 network", "13:00 between"}, got); diff != "" {
				t.Errorf("%s: %s", day, diff)
			}
			open, err2 := session.Unfinished(ctx, l, day.At(8, 0))
			if len(open) != 1 || open[0].CourseID != demo.NoahID {
				t.Errorf("%s: %d to finish", day, len(open))
			}
			if err == nil {
				err = err2
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAgesStay: on whatever day the demo is shown, everybody has the age of the
// reference, with a number that fits.
func TestAgesStay(t *testing.T) {
	want := map[string]int{"Noah": 3, "Sanne": 24, "Mads": 27}
	for _, day := range []clock.Date{clock.NewDate(2025, 2, 28), clock.NewDate(2028, 3, 1)} {
		store := filled(t, dbtest.SQLite(t), day)
		read(t, store, demo.LoneID, demo.NoahID, func(ctx context.Context, r *casefile.Reader) error {
			cards, err := person.Cards(ctx, r)
			for _, c := range cards {
				if age, ok := want[c.Name]; ok && c.Age(day) != age {
					t.Errorf("%s: %s is %d", day, c.Name, c.Age(day))
				}
				if c.CPR == "" {
					continue
				}
				if _, birth, err := person.ParseCPR(c.CPR, true); err != nil || birth != c.Birth || c.CPR[0] < '6' {
					t.Errorf("%s: the number of %s does not fit, %v", day, c.Name, err)
				}
			}
			p, _, err2 := plan.Current(ctx, r)
			if p.WeekOn(day) != 29 {
				t.Errorf("%s: week %d", day, p.WeekOn(day))
			}
			if err == nil {
				err = err2
			}
			return err
		})
	}
}

// TestTheRoundRaisedNoahsSetbacks: what the daily round does by itself, it has done in
// the demo too, on the morning after the measurement that showed it.
func TestTheRoundRaisedNoahsSetbacks(t *testing.T) {
	read(t, demoStore(t), demo.LoneID, demo.NoahID, func(ctx context.Context, r *casefile.Reader) error {
		all, err := attention.Flags(ctx, r)
		var got []string
		for _, flag := range all {
			if flag.RaisedBy == access.System.ID {
				got = append(got, minute(flag.RaisedAt))
				if flag.OwnerID != demo.LoneID || flag.Open() || flag.Steps[0].Outcome != attention.Adapt {
					t.Errorf("owned by %s, %+v", flag.OwnerID, flag.Steps)
				}
			}
		}
		if diff := cmp.Diff([]string{"2026-09-17 05:00", "2026-09-10 05:00"}, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
