package handout_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/elsewhere"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
	"samspil/internal/report"
	"samspil/internal/report/handout"
)

// long is a report of ten pages and more, with eight curves.
func long() report.Report {
	r := report.Report{Kind: report.Closing, State: report.Approved, Fingerprint: "7f3a91c2aa"}
	c := &r.Content
	c.Child, c.Lead, c.Summary = "Villads, 7 år", "Forebyggende og udviklende indsats, 26. januar–4. oktober 2026", "Der er dokumenteret en udvikling i familien."
	start := clock.NewDate(2026, 1, 26)
	c.DrawnOn = start.AddDays(260)
	text := strings.Repeat("Tøj og taske ligger klar. Villads ser på planen og henter selv skoletasken. ", 6)
	for _, q := range report.Questions(report.Closing) {
		s := report.Section{Question: q}
		for _, l := range report.LayersOf(q) {
			s = s.With(l, strings.TrimSpace(strings.Repeat(text+"\n", 3)))
		}
		c.Sections = append(c.Sections, s)
	}
	for i := range 8 {
		k := report.Curve{ID: string(rune('a' + i)), Title: "Rolige morgener", Rater: "Camilla, mor", Role: singlecase.Parent, Scale: "goal-rating", Sentence: text, Count: "30", FromTo: "3 til 7 af 10", Says: "Dokumenteret udvikling"}
		for n := range 30 {
			k.Points = append(k.Points, report.Point{On: start.AddDays(8 * n), Value: float64(3 + n/7)})
		}
		c.Curves = append(c.Curves, k)
	}
	for n := range 36 {
		c.Weeks = append(c.Weeks, report.Week{Of: start.AddDays(7 * n), Hours: float64(4 - n/12)})
	}
	c.Borders = []report.Border{{On: start.AddDays(20), Name: "4 timer om ugen"}, {On: start.AddDays(100), Name: "2½ time"}}
	return r
}

func TestWordProcessorsAndPDFSayTheSame(t *testing.T) {
	dir := t.TempDir()
	o := handout.Render(long(), handout.Recipient{Kind: handout.Adviser, Name: "Dorthe"}, nil)
	var paths []string
	for _, form := range handout.Forms {
		f, err := handout.Print(press(t), o.Document(sheet()), o.Mark, form)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != "rapport-7F3A91."+form {
			t.Errorf("the file is called %s", f.Name)
		}
		path := filepath.Join(dir, form+"."+form)
		if err := writeFile(path, f.Content); err != nil {
			t.Fatal(err)
		}
		if form == "docx" || form == "odt" {
			paths = append(paths, path)
		}
	}
	saysAll(t, filepath.Join(dir, "pdf.pdf"))
	office := elsewhere.Optional(t, "soffice", "libreoffice-writer-nogui")
	args := append([]string{"--headless", "-env:UserInstallation=file://" + dir + "/profile", "--convert-to", "pdf", "--outdir", filepath.Join(dir, "office")}, paths...)
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		saysAll(t, filepath.Join(dir, "office", name+".pdf"))
	}
}

// saysAll looks for the parts of the long report in the pages of a PDF, in order.
func saysAll(t *testing.T, path string) {
	t.Helper()
	out, err := exec.Command(elsewhere.Program(t, "pdftotext", "poppler-utils"), path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	at := 0
	for _, want := range []string{"Villads, 7 år", "Konklusion.", "1. Bidrager indsatsen", "5. Hvordan har forældrene", "12. Samspillet", "14. Det ser vi forskelligt på", "Bilag: målinger og kilder"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Errorf("%s lacks %q after what stands before it", filepath.Base(path), want)
			continue
		}
		at += i
	}
	if n := strings.Count(text, "Kladde – ikke sendt endnu"); n < 10 {
		t.Errorf("%s says on %d pages that it is a draft", filepath.Base(path), n)
	}
}

// A report of ten pages with charts is to be ready within 150 ms.
func BenchmarkReportOfTenPagesWithCharts(b *testing.B) {
	r, p := long(), press(b)
	for b.Loop() {
		o := handout.Render(r, handout.Recipient{Kind: handout.Adviser, Name: "Dorthe"}, nil)
		if _, err := handout.Print(p, o.Document(sheet()), o.Mark, "pdf"); err != nil {
			b.Fatal(err)
		}
	}
}

// The version for a child is made ready when somebody has confirmed it, and falls
// when its text changes.
func TestTheChildsCopy(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r := m.approved()
		to := handout.Recipient{Kind: handout.Easy, PersonID: m.Child}
		if err := m.make(r, to, nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("made before anybody wrote it: %v", err)
		}
		write := func(number int64, now string) {
			m.birgitte(func(ctx context.Context, f *casefile.Writer) error {
				return report.WriteChild(ctx, f, r.ID, report.ChildVersion{Number: number, Texts: map[report.ChildQuestion]string{report.ChildNow: now}}, true)
			})
		}
		write(0, "Vi ses på mandag.")
		m.w.OK(t, m.make(r, to, nil))
		o, err := m.fetch(r, to.ID())
		m.w.OK(t, err)
		if text := strings.Join(o.Texts(), ""); text != "VilladsVi ses på mandag." {
			t.Errorf("the copy holds %q", text)
		}
		write(1, "Vi ses på tirsdag.")
		if _, err := m.fetch(r, to.ID()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the earlier word holds for another text: %v", err)
		}
		var given []handout.Handout
		m.w.OK(t, m.w.Read(t, m.w.Gitte, m.ID, func(ctx context.Context, f *casefile.Reader) (err error) {
			given, err = handout.GivenOf(ctx, f, r.ID)
			return err
		}))
		if len(given) != 1 || given[0].Kind != handout.Easy || given[0].By != m.w.Birgitte.ID || given[0].At.Sub(casefiletest.Start) > time.Hour {
			t.Errorf("given: %+v", given)
		}
	})
}

func TestCopiesWaitForTheSecondReaderAndAReason(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r := m.approved()
		err := m.w.Write(t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
			return handout.Make(ctx, f, handout.Handout{ID: "h", ReportID: r.ID, Kind: handout.Court, Reason: "derfor"})
		})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("a court's copy without a reason: %v", err)
		}
		m.birgitte(func(ctx context.Context, f *casefile.Writer) error { return report.TakeBack(ctx, f, r.ID, r.Version) })
		if err := m.make(r, handout.Recipient{Kind: handout.Parent, PersonID: m.Mother}, nil); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a copy of a draft: %v", err)
		}
		if err := m.w.Write(t, m.w.Soeren, m.ID, func(ctx context.Context, f *casefile.Writer) error { return nil }); err == nil {
			t.Error("somebody without a relation opened the course")
		}
	})
}

func writeFile(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }
