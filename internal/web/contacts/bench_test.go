package contacts_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/web/contacts"
)

// coded codes a contact with so many events in eight minutes, states among them.
func (b *house) coded(id string, events int) {
	b.t.Helper()
	segment := db.NewID()
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		err := interaction.Open(ctx, f, interaction.Segment{ID: segment, SessionID: id, Part: "play", Scheme: "mikro 1.0", Source: interaction.Desk,
			StartedAt: clock.NewDate(2026, 9, 30).At(14, 42)})
		if err != nil {
			return err
		}
		codes := []string{"B-INI", "F-FØL", "B-KON", "F-ORD", "K-STØ", "F-OVE", "B-SVA", "F-RAM"}
		var entries []interaction.Entry
		add := func(at int64, d interaction.Deed, code string) {
			entries = append(entries, interaction.Entry{ID: fmt.Sprintf("%s-%d", segment[20:], len(entries)), Device: "d", Seq: len(entries) + 1, At: at, Deed: d, Code: code})
		}
		for i := range events {
			at := int64(i) * 480_000 / int64(events)
			switch i % 10 {
			case 8:
				add(at, interaction.Start, "D-FÆL")
			case 9:
				add(at, interaction.Stop, "D-FÆL")
			default:
				add(at, interaction.Point, codes[i%len(codes)])
			}
		}
		add(480_000, interaction.End, "")
		_, err = interaction.Append(ctx, f, segment, entries)
		return err
	})
}

// TestAThousandEvents draws the page of a contact with a thousand events. Its time is
// printed; the aim is at most 20 ms on a quiet machine, and a busy one gets ten times
// that before the test fails.
func TestAThousandEvents(t *testing.T) {
	b := newHouse(t)
	b.agree()
	id := b.booked("30.9.2026")
	b.sent(b.path("samvaer", id, "under"), b.attended())
	b.coded(id, 1000)
	lone, to := b.walk.As(b.w.Lone), b.path("samvaer", id)
	page := lone.Get(to)
	if page.Status != 200 || !page.Has("Samspillet, 8 minutter: leg", "Fik Noah svar", "Kodningen er ikke en test", "Flere tal") {
		t.Fatalf("%d %s", page.Status, page.Text())
	}
	h, err := b.walk.Kit.Handler(contacts.Routes(b.walk.Kit))
	if err != nil {
		t.Fatal(err)
	}
	took := testing.Benchmark(func(bench *testing.B) {
		for bench.Loop() {
			r := httptest.NewRequest(http.MethodGet, to, nil)
			r.Header.Set("X-Test-Actor", b.w.Lone.ID)
			rec := httptest.NewRecorder()
			if h.ServeHTTP(rec, r); rec.Code != http.StatusOK {
				bench.Fatal(rec.Code)
			}
		}
	})
	ms := float64(took.NsPerOp()) / 1e6
	t.Logf("the page with 1,000 events takes %.1f ms of server time and is %d KB", ms, len(page.Body)>>10)
	if ms > 200 {
		t.Errorf("took %.0f ms", ms)
	}
}
