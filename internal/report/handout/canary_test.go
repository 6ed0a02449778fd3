package handout_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"html"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/paper"
	"samspil/internal/person"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/report/reporttest"
	"samspil/internal/voice"
)

// What is planted in the family, and who alone may find it in a copy.
const (
	motherSaid  = "Kanariemorsord"     // beside her measurement
	fatherSaid  = "Kanariefarsord"     // beside his
	childSaid   = "Kanariebarnsord"    // in the open
	inSecret    = "blå kanarieelefant" // in confidence
	secretPlace = "Kanariesøskolen"
	assessed    = "Kanarievurdering" // written by hand
	rewritten   = "Kanarieudkast"    // stood in an earlier version only
)

type family struct {
	*reporttest.Family
	t *testing.T
	w *casefiletest.World
}

func each(t *testing.T, f func(t *testing.T, m *family)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		m := &family{reporttest.Villads(t, w), t, w}
		m.plant()
		f(t, m)
	})
}

func (m *family) birgitte(f func(context.Context, *casefile.Writer) error) {
	m.t.Helper()
	m.w.OK(m.t, m.w.Write(m.t, m.w.Birgitte, m.ID, f))
}

func (m *family) plant() {
	m.t.Helper()
	value := 5.0
	for _, r := range []struct{ who, name, words string }{{m.Mother, "Camilla, mor", motherSaid}, {m.Father, "Jonas, far", fatherSaid}} {
		id := db.NewID()
		m.birgitte(func(ctx context.Context, f *casefile.Writer) error {
			s := instrument.Strand{ID: id, Instrument: "goal-rating", GoalID: m.Goals[0].ID, Title: "Aftener med " + r.words, RaterRole: singlecase.Parent, RaterID: r.who, RaterName: r.name, EveryDays: 28}
			if err := instrument.Open(ctx, f, s); err != nil {
				return err
			}
			return instrument.Record(ctx, f, instrument.Rating{ID: db.NewID(), StrandID: id, On: f.Today(), Value: &value, Words: "Hun sagde " + r.words})
		})
	}
	// The same words stand in their comments on the conclusion, and one more each.
	for _, c := range []outcome.Comment{
		{RaterRole: singlecase.Parent, RaterID: m.Mother, RaterName: "Camilla, mor", Words: "Svar: " + motherSaid},
		{RaterRole: singlecase.Parent, RaterID: m.Father, RaterName: "Jonas, far", Words: "Svar: " + fatherSaid},
		{RaterRole: singlecase.Child, RaterID: m.Child, RaterName: "Villads", Words: "Svar: " + childSaid},
	} {
		c.ID, c.On, c.Sees, c.Way = db.NewID(), clock.NewDate(2026, 9, 30), outcome.SeesOther, outcome.BySelf
		m.birgitte(func(ctx context.Context, f *casefile.Writer) error { return outcome.Say(ctx, f, c) })
	}
	for _, e := range []voice.Entry{
		{Words: childSaid, How: voice.Talk, Tell: voice.TellAll},
		{Words: inSecret, How: voice.Talk, Tell: voice.TellAll, Confidential: true},
	} {
		e.ID, e.Row, e.ChildID, e.On, e.Subject = db.NewID(), db.NewID(), m.Child, clock.NewDate(2026, 8, 19), voice.OnService
		m.birgitte(func(ctx context.Context, f *casefile.Writer) error { return voice.Write(ctx, f, e) })
	}
}

// approved draws a status, writes in it twice and has it approved.
func (m *family) approved() report.Report { return m.approvedWith(assessed) }

func (m *family) approvedWith(assessment string) report.Report {
	m.t.Helper()
	id := db.NewID()
	m.birgitte(func(ctx context.Context, f *casefile.Writer) error {
		d := report.Drawing{Kind: report.Status, From: clock.NewDate(2026, 1, 26), To: clock.NewDate(2026, 10, 1), Programme: m.Programme, Lang: lang.Danish}
		content, err := report.Draw(ctx, &f.Reader, d)
		if err != nil {
			return err
		}
		if id, err = report.Begin(ctx, f, report.Report{ID: id, Kind: d.Kind, From: d.From, To: d.To, Content: content}); err != nil {
			return err
		}
		next := content.Section(report.Next)
		for i, text := range []string{rewritten, assessment} {
			if err := report.Write(ctx, f, id, int64(i+1), next.With(report.Assessment, text)); err != nil {
				return err
			}
		}
		return report.Submit(ctx, f, id, 3)
	})
	m.w.OK(m.t, m.w.Write(m.t, m.w.Gitte, m.ID, func(ctx context.Context, f *casefile.Writer) error { return report.Approve(ctx, f, id, 4) }))
	var r report.Report
	m.w.OK(m.t, m.w.Read(m.t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Reader) (err error) {
		r, err = report.Get(ctx, f, id)
		return err
	}))
	return r
}

// everything chooses each line that can be chosen and more that cannot.
func everything(r report.Report, to handout.Recipient) []string {
	var out []string
	for _, o := range handout.Offer(r.Content, to, nil) {
		out = append(out, o.ID)
	}
	return out
}

func (m *family) make(r report.Report, to handout.Recipient, lines []string) error {
	m.t.Helper()
	return m.w.Write(m.t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		return handout.Make(ctx, f, handout.Handout{ID: db.NewID(), ReportID: r.ID, Kind: to.Kind, PersonID: to.PersonID, Reason: "Samtykke fra begge forældre 1. oktober", Lines: lines})
	})
}

func (m *family) fetch(r report.Report, to string) (o handout.Rendering, err error) {
	m.t.Helper()
	err = m.w.Read(m.t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Reader) error {
		o, err = handout.Fetch(ctx, f, r.ID, to)
		return err
	})
	return o, err
}

func press(t testing.TB) *paper.Press {
	t.Helper()
	sheet, err := os.ReadFile("../../web/static/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	return paper.NewPress(sheet)
}

func sheet() handout.Sheet {
	return handout.Sheet{Lang: lang.Danish, Provider: "Familiehuset Demo", Organisation: "Fjordby Kommune", Number: "00FA01", Made: casefiletest.Start}
}

var streams = regexp.MustCompile(`(?s)/FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)

// bytesOf is everything in a file: as it lies, and unpacked.
func bytesOf(t *testing.T, form string, b []byte) string {
	t.Helper()
	all := string(b)
	if form == "pdf" {
		for _, m := range streams.FindAllSubmatch(b, -1) {
			z, err := zlib.NewReader(bytes.NewReader(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			plain, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			all += "\n" + string(plain)
		}
		return all + "\n" + shown(all)
	}
	if form == "html" {
		return all + "\n" + html.UnescapeString(all)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all += "\n" + f.Name + "\n" + string(plain)
	}
	return all
}

var glyphs = regexp.MustCompile(`/F(\d) [\d.]+ Tf[^<]*<([0-9A-F]+)> Tj`)
var mapped = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]{4})>`)
var units = regexp.MustCompile(`<FEFF([0-9A-F]+)>`)

// shown is the text of a PDF's pages, outline and metadata as somebody reads it: the
// fonts' own tables tell which glyph is which letter. A word drawn alone and a word
// within a line are both found.
func shown(all string) string {
	letters := []map[string]string{}
	for _, part := range strings.Split(all, "begincmap")[1:] {
		table, _, _ := strings.Cut(part, "endcmap")
		one := map[string]string{}
		for _, m := range mapped.FindAllStringSubmatch(table, -1) {
			one[m[1]] = wide(m[2])
		}
		letters = append(letters, one)
	}
	var out strings.Builder
	for _, font := range letters {
		for _, m := range glyphs.FindAllStringSubmatch(all, -1) {
			for i := 0; i+4 <= len(m[2]); i += 4 {
				out.WriteString(font[m[2][i:i+4]])
			}
			out.WriteString(" ")
		}
		out.WriteString("\n")
	}
	for _, m := range units.FindAllStringSubmatch(all, -1) {
		out.WriteString(wide(m[1]) + "\n")
	}
	return out.String()
}

func wide(text string) string {
	b, err := hex.DecodeString(text)
	if err != nil {
		return ""
	}
	var all []uint16
	for i := 0; i+1 < len(b); i += 2 {
		all = append(all, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(all))
}

// Every copy in every form, with every line chosen that can be chosen and every id of
// a line that cannot.
func TestACopyHoldsNothingOfOthers(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r := m.approved()
		p := press(t)
		for _, c := range []struct {
			to           handout.Recipient
			there, never []string
		}{
			{handout.Recipient{Kind: handout.Adviser}, []string{motherSaid, fatherSaid, childSaid, assessed, "Svar: " + motherSaid, "Svar: " + fatherSaid, "Svar: " + childSaid}, nil},
			{handout.Recipient{Kind: handout.Parent, PersonID: m.Mother}, []string{motherSaid, childSaid, assessed, "Svar: " + motherSaid}, []string{fatherSaid}},
			{handout.Recipient{Kind: handout.Parent, PersonID: m.Father}, []string{fatherSaid, childSaid, assessed}, []string{motherSaid}},
			{handout.Recipient{Kind: handout.School}, []string{assessed}, []string{motherSaid, fatherSaid, childSaid}},
			{handout.Recipient{Kind: handout.Foster}, []string{assessed}, []string{motherSaid, fatherSaid, childSaid}},
			{handout.Recipient{Kind: handout.Court}, []string{motherSaid, fatherSaid, childSaid, assessed}, nil},
		} {
			if c.to.Kind != handout.Adviser {
				m.w.OK(t, m.make(r, c.to, everything(r, c.to)))
			}
			o, err := m.fetch(r, c.to.ID())
			m.w.OK(t, err)
			for _, form := range handout.Forms {
				f, err := handout.Print(p, o.Document(sheet()), o.Mark, form)
				if err != nil {
					t.Fatal(err)
				}
				all := bytesOf(t, form, f.Content)
				for _, want := range c.there {
					if !strings.Contains(all, want) {
						t.Errorf("%s as %s lacks %s: the search is blind, or the line is lost", c.to.Kind, form, want)
					}
				}
				for _, no := range append(c.never, inSecret, "kanarieelefant", secretPlace, rewritten) {
					if strings.Contains(all, no) {
						t.Errorf("%s as %s gives away %s", c.to.Kind, form, no)
					}
				}
				if strings.Contains(f.Name, "Villads") || strings.Contains(f.Name, m.ID) {
					t.Errorf("the name of the file tells whose it is: %s", f.Name)
				}
			}
		}
	})
}

// What somebody wrote by hand and chose is held against the places and numbers too,
// when the copy is made ready and again when it is fetched.
func TestWhatIsWrittenByHandIsHeldAgainstPlacesAndNumbers(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		m.birgitte(func(ctx context.Context, f *casefile.Writer) error {
			c, err := person.CardOf(ctx, &f.Reader, m.Father)
			if err != nil {
				return err
			}
			c.Row, c.Supersedes, c.Phone, c.Email = db.NewID(), c.Row, "+45 00 00 42 17", "jonas@kanarie.example"
			return person.Revise(ctx, f, c)
		})
		mother := handout.Recipient{Kind: handout.Parent, PersonID: m.Mother}
		for _, text := range []string{"Ring til Jonas på 00004217.", "Skriv til JONAS@kanarie.example"} {
			r := m.approvedWith(text)
			if err := m.make(r, mother, everything(r, mother)); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q was let through: %v", text, err)
			}
			m.w.OK(t, m.make(r, mother, nil))
			m.w.OK(t, m.w.Write(t, m.w.Gitte, m.ID, func(ctx context.Context, f *casefile.Writer) error { return report.Send(ctx, f, r.ID, lang.Danish) }))
		}
		r := m.approvedWith("Han går på " + secretPlace + ".")
		m.w.OK(t, m.make(r, mother, everything(r, mother)))
		m.hide()
		if _, err := m.fetch(r, mother.ID()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a copy made before the place was shielded was fetched after: %v", err)
		}
		if err := m.make(r, mother, everything(r, mother)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a copy that names the place was made: %v", err)
		}
	})
}

// hide shields the child's school.
func (m *family) hide() {
	m.t.Helper()
	m.w.OK(m.t, m.w.Write(m.t, m.w.Dorthe, m.ID, func(ctx context.Context, f *casefile.Writer) error {
		err := person.Protect(ctx, f, person.Protection{ID: db.NewID(), PersonID: m.Child, Kind: person.Threat, From: clock.NewDate(2026, 2, 1), Source: "kommunen"})
		if err != nil {
			return err
		}
		return person.Keep(ctx, f, m.Child, person.NewPlace{ID: db.NewID(), Kind: person.SchoolName, Where: person.NewWhereabouts(secretPlace)}, "")
	}))
}

// Without a choice, a parent's copy holds only what is common and what is theirs.
func TestNothingIsInACopyByItself(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		r := m.approved()
		to := handout.Recipient{Kind: handout.Parent, PersonID: m.Mother, Hidden: true}
		text := strings.Join(handout.Render(r, to, nil).Texts(), "\n")
		for _, no := range []string{fatherSaid, childSaid, assessed, "Jonas", "Skolen", "sover ikke", "Familien gør det meste selv"} {
			if strings.Contains(text, no) {
				t.Errorf("%s is in the copy and nobody chose it", no)
			}
		}
		if !strings.Contains(text, motherSaid) || !strings.Contains(text, "af 84 timer") {
			t.Errorf("her own and the common are not there: %s", text)
		}
		to.Hidden = false
		if text := strings.Join(handout.Render(r, to, nil).Texts(), "\n"); !strings.Contains(text, "Fem dage i skole") {
			t.Error("the school's measurements are kept from somebody they are not hidden from")
		}
		unknown := r
		unknown.Content.Origins = append([]report.Origin{{Line: "Ny slags linje", Kind: "new", Class: "new", Of: []string{m.Mother}}}, r.Content.Origins...)
		unknown.Content.Sections = append([]report.Section{}, r.Content.Sections...)
		unknown.Content.Sections[0].Facts += "\nNy slags linje"
		for _, k := range []handout.Kind{handout.Parent, handout.Child, handout.Foster, handout.School, handout.Court} {
			to := handout.Recipient{Kind: k, PersonID: m.Mother}
			if text := strings.Join(handout.Render(unknown, to, everything(unknown, to)).Texts(), "\n"); strings.Contains(text, "Ny slags linje") {
				t.Errorf("a new sort of line is in the copy for %s before anybody allowed it", k)
			}
		}
	})
}

func TestACopyIsHeldAgainstPlacesAndNumbers(t *testing.T) {
	each(t, func(t *testing.T, m *family) {
		m.hide()
		r := m.approved()
		r.Content.Sections = append([]report.Section{}, r.Content.Sections...)
		to := handout.Recipient{Kind: handout.Parent, PersonID: m.Mother}
		m.w.OK(t, m.w.Read(t, m.w.Birgitte, m.ID, func(ctx context.Context, f *casefile.Reader) error {
			all, err := handout.Recipients(ctx, f)
			for _, one := range all {
				if one.Kind == handout.Parent && !one.Hidden {
					t.Errorf("%s is not known as somebody a place is hidden from", one.Name)
				}
			}
			return err
		}))
		if err := m.make(r, to, nil); err != nil {
			t.Errorf("a copy that names nothing: %v", err)
		}
		if _, err := m.fetch(r, handout.Recipient{Kind: handout.Parent, PersonID: m.Father}.ID()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a copy that nobody made ready was fetched: %v", err)
		}
		if err := m.w.Read(t, m.w.Dorthe, m.ID, func(ctx context.Context, f *casefile.Reader) error {
			_, err := handout.Fetch(ctx, f, r.ID, to.ID())
			return err
		}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the adviser fetched a parent's copy: %v", err)
		}
	})
}
