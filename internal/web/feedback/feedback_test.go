package feedback_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/job"
	"samspil/internal/person"
	"samspil/internal/web/feedback"
	"samspil/internal/web/testkit"
)

// story is a course with a child, and the site of this area to walk through.
type story struct {
	*casefiletest.World
	*testkit.Walk
	t      *testing.T
	course string
}

func tell(t *testing.T) *story {
	t.Helper()
	w := casefiletest.One(t)
	s := &story{World: w, t: t, course: w.Course(t)}
	w.OK(t, w.Write(t, w.Dorthe, s.course, func(ctx context.Context, f *casefile.Writer) error {
		_, err := person.Add(ctx, f, person.Card{ID: db.NewID(), Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)})
		return err
	}))
	w.OK(t, w.Store.DB.Update(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE account SET phone = '00 00 00 21' WHERE id = 'lone'`)
		if err == nil {
			_, err = tx.Exec(context.Background(), `UPDATE account SET phone = '00 00 00 11' WHERE id = 'dorthe'`)
		}
		if err == nil {
			_, err = tx.Exec(context.Background(), `INSERT INTO course (course_id, programme, status, adviser_id, leader_id, start_on, version, sealed, entered_by, entered_at)
				VALUES ($1, 'contactsupport', 'active', 'dorthe', 'gitte', '2026-09-01', 1, $2, 'dorthe', 0)`, s.course, []byte{})
		}
		return err
	}))
	s.Walk = testkit.New(t, testkit.Site{Store: w.Store, Routes: feedback.Routes, Templates: feedback.Templates})
	return s
}

func (s *story) path(parts ...string) string {
	return "/forloeb/" + s.course + "/" + strings.Join(parts, "/")
}

// jobs does everything that is due.
func (s *story) jobs() {
	s.t.Helper()
	runner := &job.Runner{DB: s.Store.DB, Clock: s.Store.Clock, Handlers: attention.Jobs(s.Store)}
	for {
		did, err := runner.Once(context.Background())
		s.OK(s.t, err)
		if !did {
			return
		}
	}
}

var hiddenID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// fill opens a form and sends it with the fields given; it returns the answer
// and what was sent.
func (s *story) fill(a access.Actor, path string, fields ...string) (testkit.Page, url.Values) {
	s.t.Helper()
	form := s.As(a).Get(path)
	if form.Status != 200 {
		s.t.Fatalf("%s opens %s: status %d", a.Name, path, form.Status)
	}
	values := url.Values{}
	if id := hiddenID.FindStringSubmatch(form.Body); id != nil {
		values.Set("id", id[1])
	}
	for _, name := range []string{"version", "session", "flag"} {
		if m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(form.Body); m != nil {
			values.Set(name, m[1])
		}
	}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return s.As(a).Post(path, values), values
}

func (s *story) leads(p testkit.Page, to string) {
	s.t.Helper()
	if p.Status != 303 || !strings.HasPrefix(p.Location, to) {
		s.t.Fatalf("got %d to %q, want to be led to %s\n%s", p.Status, p.Location, to, p.Text())
	}
}

func (s *story) shows(a access.Actor, path string, words ...string) testkit.Page {
	s.t.Helper()
	p := s.As(a).Get(path)
	if p.Status != 200 || !p.Has(words...) {
		s.t.Fatalf("%s sees at %s (%d) not all of %q:\n%s", a.Name, path, p.Status, words, p.Text())
	}
	return p
}

// sent writes and sends a message; it returns its path.
func (s *story) sent(kind, subject string) string {
	s.t.Helper()
	p, _ := s.fill(s.Lone, s.path("tilbagemeldinger", "ny"), "kind", kind, "subject", subject, "body", "Sanne ringede i morges.")
	s.leads(p, s.path("tilbagemeldinger"))
	to := strings.Split(p.Location, "?")[0]
	s.leads(s.As(s.Lone).Post(to+"/send", nil), to)
	s.jobs()
	return to
}

func TestAFlagIsRaisedToldAndAcknowledged(t *testing.T) {
	s := tell(t)
	p, values := s.fill(s.Lone, s.path("opmaerksomhed", "ny"), "what", "Sanne er flyttet", "danger", "nej", "owner", "lone")
	s.leads(p, s.path("opmaerksomhed"))
	flag := strings.Split(p.Location, "?")[0]
	s.leads(s.As(s.Lone).Post(s.path("opmaerksomhed", "ny"), values), flag) // sent twice
	s.shows(s.Lone, "/tilbagemeldinger", "Noah, 3 år", "Sanne er flyttet", "Venter på en beslutning")

	id := flag[strings.LastIndex(flag, "/")+1:]
	p, _ = s.fill(s.Lone, s.path("tilbagemeldinger", "ny")+"?flag="+id, "kind", "quick", "subject", "Sanne er flyttet ud af sin lejlighed", "body", "Hun bor hos en veninde.")
	s.leads(p, s.path("tilbagemeldinger"))
	message := strings.Split(p.Location, "?")[0]
	s.shows(s.Lone, message, "Send til Dorthe", "Dorthe skal kvittere senest fredag 2. okt. 08.00")
	if got := s.As(s.Dorthe).Get(message); got.Status != 404 {
		t.Errorf("the adviser sees what was not sent: %d", got.Status)
	}
	s.leads(s.As(s.Lone).Post(message+"/send", nil), message)
	s.leads(s.As(s.Lone).Post(message+"/send", nil), message)
	s.shows(s.Lone, message, "er på vej")
	s.jobs()
	s.shows(s.Lone, flag, "Familierådgivningen har fået besked")
	s.shows(s.Dorthe, "/indbakke", "Én besked skal kvitteres", "Hun bor hos en veninde", "Læst , kommer ikke før nu", "Ring til Lone, 00 00 00 21")
	s.shows(s.Lone, message, "Læst , gjort torsdag 1. okt. 08.00")
	s.leads(s.As(s.Dorthe).Post(message+"/kvitter", nil), "/indbakke")
	s.shows(s.Dorthe, "/indbakke", "Ingen beskeder venter på din kvittering", "Intet er gået tabt")
	s.shows(s.Lone, "/tilbagemeldinger", "Kvitteret", "Noah · Lone")
	s.shows(s.Lone, s.path("tilbagemeldinger"), "Krævede opmærksomhed", "Hurtig tilbagemelding: Sanne er flyttet ud")
	adviser := s.shows(s.Dorthe, s.path("tilbagemeldinger"), "Spørg om råd")
	if adviser.Has("Krævede opmærksomhed") || s.As(s.Dorthe).Get(flag).Status != 404 {
		t.Error("the adviser sees the provider's own mark")
	}
}

func TestABrokenPromiseIsLoudOnBothSides(t *testing.T) {
	s := tell(t)
	s.SetNow(clock.NewDate(2026, 9, 29).At(9, 10))
	to := s.sent("quick", "Sanne er flyttet")
	s.SetNow(clock.NewDate(2026, 10, 1).At(8, 0))
	s.jobs()
	s.shows(s.Lone, "/tilbagemeldinger", "Ring til Familierådgivningen: Sanne er flyttet", "fristen var onsdag 30. sept. 09.10", "Stedfortræderen for Dorthe er varslet", "Fristen er overskredet")
	s.shows(s.Lone, to, "Ring til Familierådgivningen", "Lars er varslet")
	s.shows(s.Dorthe, "/indbakke", "Fristen er overskredet", "Ikke kvitteret")
	s.shows(s.Lars, "/indbakke", "Fristen er overskredet", "Sanne er flyttet")
	s.leads(s.As(s.Lars).Post(to+"/kvitter", url.Values{"then": {"svar"}}), to+"/svar")
	p, values := s.fill(s.Lars, to+"/svar", "text", "Jeg ringer til Sanne i dag.")
	s.leads(p, to)
	s.leads(s.As(s.Lars).Post(to+"/svar", values), to)
	if got := strings.Count(s.shows(s.Lone, to, "Jeg ringer til Sanne i dag.").Text(), "Jeg ringer til Sanne"); got != 1 {
		t.Errorf("the answer stands %d times", got)
	}
	if s.As(s.Birgitte).Get(to).Status != 404 || s.As(s.Admin).Get("/indbakke").Status != 404 {
		t.Error("somebody without a relation sees the message")
	}
}

func TestDangerNeedsTwoPeopleOrANotification(t *testing.T) {
	s := tell(t)
	raised := func() string {
		p, _ := s.fill(s.Lone, s.path("opmaerksomhed", "ny"), "what", "Blå mærker på armen", "danger", "ja", "owner", "lone")
		s.leads(p, s.path("opmaerksomhed"))
		return strings.Split(p.Location, "?")[0]
	}
	flag := raised()
	s.shows(s.Lone, flag, "Kan barnet være i fare?", "opfylder ikke underretningspligten")
	p, _ := s.fill(s.Lone, flag+"/luk", "reason", "Lægen har set dem")
	s.leads(p, flag)
	s.shows(s.Lone, flag, "En kollega eller din leder skal også tage stilling")
	if p, _ := s.fill(s.Lone, flag+"/luk", "reason", "Stadig"); p.Status != 422 || !p.Has("To personer skal skrive") {
		t.Errorf("one person closed it: %d", p.Status)
	}
	p, _ = s.fill(s.Gitte, flag+"/luk", "reason", "Enig, lægen har skrevet det")
	s.leads(p, flag)
	s.shows(s.Lone, flag, "Ikke mere nu, med begrundelse")

	flag = raised()
	id := flag[strings.LastIndex(flag, "/")+1:]
	p, values := s.fill(s.Lone, s.path("underretninger", "ny")+"?flag="+id, "facts", "Torsdag kl. 8 så jeg tre blå mærker.")
	s.leads(p, s.path("underretninger"))
	note := strings.Split(p.Location, "?")[0]
	s.leads(s.As(s.Lone).Post(s.path("underretninger", "ny"), values), note)
	s.shows(s.Lone, flag, "Gør underretningen færdig")
	if s.As(s.Dorthe).Get(note).Status != 404 {
		t.Error("the adviser sees a draft that was not given")
	}
	give := func(fields url.Values) testkit.Page { return s.As(s.Lone).Post(note+"/givet", fields) }
	if p := give(url.Values{"to": {"Modtagelsen"}, "on": {"2.10.2026"}, "time": {"9.00"}}); p.Status != 422 || !p.Has("kan ikke ligge ude i fremtiden") {
		t.Errorf("given tomorrow: %d %s", p.Status, p.Text())
	}
	s.leads(give(url.Values{"to": {"Modtagelsen"}, "on": {"1.10.2026"}, "time": {"7.30"}}), note)
	s.shows(s.Lone, flag, "Der er underrettet", "Givet til Modtagelsen")
}

func TestTheServiceIsChangedByADecision(t *testing.T) {
	s := tell(t)
	p, _ := s.fill(s.Lone, s.path("opmaerksomhed", "ny"), "what", "To gange uden afbud", "danger", "nej", "owner", "anders")
	flag := strings.Split(p.Location, "?")[0]
	if p, _ := s.fill(s.Lone, flag+"/aendr", "what", "Vi ringer dagen før"); p.Status != 422 || !p.Has("Vælg, hvad der ændres", "Vi ringer dagen før") {
		t.Errorf("half a decision: %d", p.Status)
	}
	p, values := s.fill(s.Lone, flag+"/aendr", "changes", "form", "what", "Vi ringer dagen før", "reason", "Så husker hun det")
	s.leads(p, flag)
	if again := s.As(s.Lone).Post(flag+"/aendr", values); again.Status >= 500 {
		t.Errorf("sent twice: %d", again.Status)
	}
	s.shows(s.Lone, flag, "Indsatsen er ændret", "Så husker hun det")
}

func TestAdviceIsAskedAndAnswered(t *testing.T) {
	s := tell(t)
	p, values := s.fill(s.Dorthe, s.path("raad", "ny"), "question", "Kan Noah sove hos Sanne?")
	s.leads(p, s.path("tilbagemeldinger"))
	s.leads(s.As(s.Dorthe).Post(s.path("raad", "ny"), values), s.path("tilbagemeldinger"))
	s.shows(s.Lone, "/tilbagemeldinger", "Rådgiveren spørger om råd", "Kan Noah sove hos Sanne?", "Svar senest 6. oktober")
	to := s.path("raad", values.Get("id"))
	p, answer := s.fill(s.Lone, to, "answer", "Vent, til hun har en lejlighed.")
	s.leads(p, to)
	s.leads(s.As(s.Lone).Post(to, answer), to)
	s.shows(s.Dorthe, "/indbakke", "Besvaret", "Vent, til hun har en lejlighed.")
	if p, _ := s.fill(s.Dorthe, s.path("raad", "ny"), "question", " "); p.Status != 422 {
		t.Errorf("an empty question was sent: %d", p.Status)
	}
}

func TestTheMunicipalityHandlesANotification(t *testing.T) {
	s := tell(t)
	p, values := s.fill(s.Dorthe, s.path("underretninger", "modtaget"), "source", "daycare", "notifier", "nabo Inger", "on", "24.9.2026", "time", "9.00",
		"facts", "Han slog et andet barn.", "reassess", "ja")
	s.leads(p, s.path("underretninger"))
	to := s.path("underretninger", values.Get("id"))
	s.shows(s.Dorthe, to, "nabo Inger", "Vurderet for akut fare", "Fristen er overskredet", "En anden end forløbets rådgiver")
	if p := s.shows(s.Lone, to, "Daginstitutionen"); p.Has("Inger") {
		t.Error("the provider sees who notified")
	}
	s.leads(s.As(s.Dorthe).Post(to+"/gjort", url.Values{"what": {"receipt"}}), to)
	s.shows(s.Dorthe, to, "torsdag 1. oktober 2026")
	if p := s.As(s.Dorthe).Post(to+"/gjort", url.Values{"what": {"reassess"}}); p.Status < 400 {
		t.Error("the same adviser looked again")
	}
	s.shows(s.Dorthe, "/indbakke", "En ny person skal se på underretningen")
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := tell(t)
	long := strings.Repeat("æ", 10001)
	for name, c := range map[string]struct {
		path   string
		fields []string
		words  []string
	}{
		"an empty message":        {s.path("tilbagemeldinger", "ny"), []string{"subject", "Flyttet"}, []string{"Skriv, hvad der er sket, og hvad du beder om"}},
		"a message too long":      {s.path("tilbagemeldinger", "ny"), []string{"kind", "quick", "subject", "Flyttet", "body", long}, []string{"for lang"}},
		"an unknown kind":         {s.path("tilbagemeldinger", "ny"), []string{"kind", "report", "subject", "Flyttet", "body", "x"}, []string{"Vælg"}},
		"danger not answered":     {s.path("opmaerksomhed", "ny"), []string{"what", "Noget", "owner", "lone"}, []string{"Svar ja eller nej"}},
		"an owner from elsewhere": {s.path("opmaerksomhed", "ny"), []string{"what", "Noget", "owner", "birgitte", "danger", "nej"}, []string{"Vælg én fra forløbets hold"}},
	} {
		p, values := s.fill(s.Lone, c.path, c.fields...)
		if p.Status != 422 || !p.Has(c.words...) {
			t.Errorf("%s: status %d, not all of %q in\n%s", name, p.Status, c.words, p.Text())
		}
		for _, field := range []string{"subject", "what"} {
			if typed := values.Get(field); typed != "" && !strings.Contains(p.Body, typed) {
				t.Errorf("%s: what was typed in %s is lost", name, field)
			}
		}
	}
}

func TestTwoWhoWriteTheSameMessageSeeBoth(t *testing.T) {
	s := tell(t)
	p, values := s.fill(s.Lone, s.path("tilbagemeldinger", "ny"), "kind", "quick", "subject", "Flyttet", "body", "Første")
	s.leads(p, s.path("tilbagemeldinger"))
	to := strings.Split(p.Location, "?")[0]
	s.leads(s.As(s.Lone).Post(s.path("tilbagemeldinger", "ny"), values), to) // sent twice
	stale := url.Values{"id": values["id"], "version": {"1"}, "kind": {"quick"}, "subject": {"Flyttet"}, "body": {"Anden"}}
	s.leads(s.As(s.Lone).Post(to+"/ret", stale), to)
	stale.Set("body", "Tredje")
	if p := s.As(s.Lone).Post(to+"/ret", stale); p.Status != 409 || !p.Has("Anden", "Tredje") {
		t.Errorf("status %d:\n%s", p.Status, p.Text())
	}
}

func TestReconciliationIsSeenByBothSides(t *testing.T) {
	s := tell(t)
	to := s.sent("quick", "Flyttet")
	s.sent("question", "Må Noah få besøg?")
	s.shows(s.Dorthe, "/afstemning", "Intet er gået tabt", "Alt er modtaget")
	s.shows(s.Lone, "/afstemning", "2 beskeder er sendt")
	s.OK(t, s.Store.DB.Update(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `DELETE FROM feedback_received WHERE feedback_id = $1`, to[strings.LastIndex(to, "/")+1:])
		return err
	}))
	for _, a := range []access.Actor{s.Lone, s.Dorthe, s.Gitte} {
		s.shows(a, "/afstemning", "Én besked er ikke nået frem", "Én mangler")
	}
	if p := s.As(s.Dorthe).InEnglish().Get("/indbakke"); p.Status != 200 || !p.Has("One message has not arrived") {
		t.Errorf("in English: %d", p.Status)
	}
}
