package interplay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web/interplay"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/testkit"
)

// house is a course with one contact held on 30 September, which may be described.
type house struct {
	t                             *testing.T
	w                             *casefiletest.World
	walk                          *testkit.Walk
	course, child, mother, strand string
	contact                       string
}

func newHouse(t *testing.T) *house {
	t.Helper()
	w := casefiletest.One(t)
	b := &house{t: t, w: w, course: w.Course(t), strand: db.NewID(), contact: db.NewID()}
	b.walk = testkit.New(t, testkit.Site{Store: w.Store, Routes: interplay.Routes, Templates: interplay.Templates, More: []fs.FS{interplaypage.Templates}})
	w.SetNow(clock.NewDate(2026, 3, 16).At(9, 0))
	b.write(w.Dorthe, b.begin)
	b.write(w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return b.consent(ctx, f, course.ForRecord, course.Given)
	})
	w.SetNow(casefiletest.Start)
	b.write(w.Lone, b.held)
	return b
}

func (b *house) begin(ctx context.Context, f *casefile.Writer) (err error) {
	if err = course.Begin(ctx, f, "contactsupport", "dorthe"); err != nil {
		return err
	}
	if b.child, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2023, 7, 19)}); err != nil {
		return err
	}
	if b.mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne"}); err != nil {
		return err
	}
	yes := true
	if err = person.Relate(ctx, f, person.Relation{From: b.mother, To: b.child, Kind: person.MotherOf, Custody: &yes, Source: "henvisningen"}); err != nil {
		return err
	}
	if err = b.consent(ctx, f, course.ForSupportedContact, course.Given); err != nil {
		return err
	}
	return contact.Arrange(ctx, f, contact.Arrangement{
		ID: b.strand, Children: []string{b.child}, Counterpart: b.mother, State: contact.Supported, Basis: "barnets lov § 104, stk. 3",
		DecidedBy: contact.Municipality, DecidedOn: clock.NewDate(2026, 3, 16), From: clock.NewDate(2026, 3, 16), Document: "Afgørelse",
		Frequency: contact.Frequency{EveryWeeks: 1, Minutes: 120}, Purpose: "Støtte til Sanne",
	})
}

func (b *house) consent(ctx context.Context, f *casefile.Writer, k course.ConsentKind, s course.ConsentStatus) error {
	return course.RecordConsent(ctx, f, course.Consent{ID: db.NewID(), PersonID: b.mother, Kind: k, Status: s, At: f.Now(), How: course.Signed, Scope: "Noter om samvær"})
}

func (b *house) held(ctx context.Context, f *casefile.Writer) error {
	day := clock.NewDate(2026, 9, 30)
	_, err := contact.Book(ctx, f, b.strand, session.Session{ID: b.contact, EntryID: db.NewID(), PlannedStart: day.At(14, 30), PlannedEnd: day.At(16, 30),
		Place: "Familiehuset", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}})
	if err != nil {
		return err
	}
	return contact.Record(ctx, f, b.contact, contact.During{
		Entry: contact.Entry{ID: db.NewID()}, Start: day.At(14, 30), End: day.At(16, 30), BroughtBy: "Plejemor", FetchedBy: "Plejemor",
		Staff: []string{"lone"}, Persons: []string{b.child, b.mother}, Outcome: contact.AsAgreed, Place: "Familiehuset", DirectMinutes: 150,
	})
}

func (b *house) write(who access.Actor, f func(context.Context, *casefile.Writer) error) {
	b.t.Helper()
	b.w.OK(b.t, b.w.Write(b.t, who, b.course, f))
}

func (b *house) list(more ...string) string {
	return "/forloeb/" + b.course + "/samvaer/" + b.contact + "/kodning" + strings.Join(more, "")
}

// begun opens a stretch through the form and returns its desk.
func (b *house) begun(who access.Actor, set string) string {
	b.t.Helper()
	v := b.walk.As(who)
	p := v.Post(b.list(), url.Values{"id": {testkit.ValueOf(b.t, v.Get(b.list()), "id")}, "part": {"play"}, "set": {set}, "started": {"14.42"}})
	if p.Status != 303 {
		b.t.Fatalf("begin: %d %s", p.Status, p.Text())
	}
	return p.Location
}

// press sends the desk's form as it was shown, with a time and a key.
func (b *house) press(who access.Actor, desk, at, key string, more ...string) testkit.Page {
	b.t.Helper()
	v := b.walk.As(who)
	shown := v.Get(desk)
	form := url.Values{"id": {testkit.ValueOf(b.t, shown, "id")}, "seq": {testkit.ValueOf(b.t, shown, "seq")}, "at": {at}, "press": {key}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return v.Post(strings.TrimSuffix(desk, "/"), form)
}

func (b *house) segment(desk string) interaction.Segment {
	b.t.Helper()
	var s interaction.Segment
	b.w.OK(b.t, b.w.Read(b.t, b.w.Lone, b.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		s, err = interaction.Get(ctx, f, desk[strings.LastIndex(desk, "/")+1:])
		return err
	}))
	return s
}

func TestCodingWithoutScript(t *testing.T) {
	b := newHouse(t)
	if p := b.walk.As(b.w.Lone).Get(b.list()); !p.Has("Intet er kodet endnu", "Begynd at kode", "Kodningen er ikke en test") {
		t.Errorf("empty list: %s", p.Text())
	}
	desk := b.begun(b.w.Lone, "full")
	for _, x := range [][2]string{{"0:12", "code:B-INI"}, {"0.15", "code:F-FØL"}, {"20", "code:D-FÆL"}, {"0:42,5", "code:D-FÆL"}, {"1:00", "code:B-KON"}, {"1:10", "pause"}, {"1:30", "resume"}, {"2:00", "code:B-UTR"}} {
		if p := b.press(b.w.Lone, desk, x[0], x[1]); p.Status != 303 {
			t.Fatalf("%v: %d %s", x, p.Status, p.Text())
		}
	}
	p := b.walk.As(b.w.Lone).Get(desk)
	if !p.Has("Barnets initiativ", "0:12", "Fælles fokus", "22 sek.", "i gang 2:00") {
		t.Errorf("desk: %s", p.Text())
	}
	if p := b.press(b.w.Lone, desk, "2:00", "undo"); p.Status != 303 || strings.Contains(b.walk.As(b.w.Lone).Get(desk).Text(), "i gang 2:00") {
		t.Errorf("undo: %d", p.Status)
	}
	if p := b.press(b.w.Lone, desk, "2:00", "redo"); p.Status != 303 || !b.walk.As(b.w.Lone).Get(desk).Has("i gang 2:00") {
		t.Errorf("redo: %d", p.Status)
	}
	if p := b.press(b.w.Lone, desk, "8:00", "end"); p.Status != 303 {
		t.Fatalf("end: %d %s", p.Status, p.Text())
	}
	p = b.walk.As(b.w.Lone).Get(desk)
	if !p.Has("Samspillet, 7 minutter: leg", "Det her var i gang, da stykket sluttede ved 8:00", "Uro, i gang siden 2:00", "Pause") {
		t.Errorf("closed: %s", p.Text())
	}
	s := b.segment(desk)
	if got := s.Recording.Length(); got != 460_000 || len(s.Recording.Events) != 5 || !s.Closed {
		t.Errorf("observed %d ms, %d events, closed %v", got, len(s.Recording.Events), s.Closed)
	}
	if p := b.walk.As(b.w.Lone).Get(b.list()); !p.Has("Leg, kl. 14.42–14.50", "Afsluttet", "5 øjeblikke, hele skemaet") {
		t.Errorf("list: %s", p.Text())
	}
}

func TestTheDeskTellsWhatIsWrong(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "live")
	b.press(b.w.Lone, desk, "1:00", "code:D-FÆL")
	for name, c := range map[string]struct{ at, key, says string }{
		"no key":             {"0:10", "nothing", "Tryk på det, du så"},
		"no time":            {"", "code:B-INI", "Skriv tiden som 4:31"},
		"words for a time":   {"halv fem", "code:B-INI", "Skriv tiden som 4:31"},
		"61 seconds":         {"1:61", "code:B-INI", "Skriv tiden som 4:31"},
		"five hours":         {"5:00:00", "code:B-INI", "4 timer"},
		"a code of nobody":   {"0:10", "code:X-XXX", "kode"},
		"an end too early":   {"0:30", "code:D-FÆL", "Det begyndte senere"},
		"the end before all": {"0:30", "end", "Der er kodet noget senere"},
		"undoing too much":   {"0:30", "redo", "ikke noget at fortryde"},
		"a line that is not": {"0:30", "drop:nobody", "er der ikke mere"},
	} {
		t.Run(name, func(t *testing.T) {
			if p := b.press(b.w.Lone, desk, c.at, c.key); p.Status != 422 || !p.Has(c.says) {
				t.Errorf("%d %s", p.Status, p.Text())
			}
		})
	}
	v := b.walk.As(b.w.Lone)
	for name, form := range map[string]url.Values{
		"no part":     {"set": {"live"}, "started": {"14.42"}},
		"no time":     {"part": {"play"}, "set": {"live"}},
		"other part":  {"part": {"party"}, "started": {"14.42"}},
		"tomorrow":    {"part": {"play"}, "started": {"14.42"}, "scheme": {"none 9.9"}},
		"no such set": {"part": {"play"}, "started": {"14.42"}, "set": {"half"}},
	} {
		if p := v.Post(b.list(), form); p.Status != 422 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
}

func TestTheSameFormTwiceCodesOnce(t *testing.T) {
	b := newHouse(t)
	desk, v := b.begun(b.w.Lone, "live"), b.walk.As(b.w.Lone)
	shown := v.Get(desk)
	form := url.Values{"id": {testkit.ValueOf(t, shown, "id")}, "seq": {testkit.ValueOf(t, shown, "seq")}, "at": {"0:10"}, "press": {"code:B-INI"}}
	for range 2 {
		if p := v.Post(desk, form); p.Status != 303 {
			t.Errorf("%d %s", p.Status, p.Text())
		}
	}
	if n := len(b.segment(desk).Recording.Events); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestCorrectingALine(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "full")
	b.press(b.w.Lone, desk, "0:10", "code:B-INI")
	b.press(b.w.Lone, desk, "0:20", "code:D-FÆL")
	b.press(b.w.Lone, desk, "0:40", "code:D-FÆL")
	lines := b.segment(desk).Folded.Lines
	fix := desk + "?ret=" + lines[0].Entry
	if p := b.walk.As(b.w.Lone).Get(fix); !p.Has("Ret: Barnets initiativ, 0:10") {
		t.Errorf("form: %s", p.Text())
	}
	if p := b.press(b.w.Lone, fix, "0:11,5", "fix:"+lines[0].Entry, "code", "B-KON"); p.Status != 303 {
		t.Errorf("fix a moment: %d %s", p.Status, p.Text())
	}
	state := desk + "?ret=" + lines[1].Entry
	if p := b.press(b.w.Lone, state, "0:30", "fix:"+lines[1].Entry, "code", "D-FÆL", "until", "0:30"); p.Status != 422 || !p.Has("Slutningen skal ligge efter") {
		t.Errorf("a state without length: %d", p.Status)
	}
	if p := b.press(b.w.Lone, state, "0:22", "fix:"+lines[1].Entry, "code", "D-FÆL", "until", "0:39"); p.Status != 303 {
		t.Errorf("fix a state: %d %s", p.Status, p.Text())
	}
	got := b.segment(desk).Recording.Events
	if len(got) != 2 || got[0].Code != "B-KON" || got[0].Onset != 11_500 || got[1].Onset != 22_000 || got[1].Offset != 39_000 {
		t.Errorf("got %+v", got)
	}
	b.press(b.w.Lone, desk, "1:00", "end")
	last := b.segment(desk).Folded.Lines[0].Entry
	if p := b.press(b.w.Lone, desk+"?ret="+last, "0:12", "fix:"+last, "code", "B-KON"); p.Status != 422 || !p.Has("Skriv, hvorfor du retter") {
		t.Errorf("a correction without a reason: %d", p.Status)
	}
	if p := b.press(b.w.Lone, desk+"?ret="+last, "0:12", "fix:"+last, "code", "B-KON", "reason", "Så det igen på filmen"); p.Status != 303 {
		t.Errorf("a correction: %d %s", p.Status, p.Text())
	}
	if p := b.walk.As(b.w.Lone).Get(desk); !p.Has("Rettet bagefter", "Så det igen på filmen") {
		t.Errorf("after: %s", p.Text())
	}
}

func TestASlipOfTheFingerIsJoined(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "live")
	for _, at := range []string{"0:10", "0:20", "0:20,8", "0:30", "0:31", "0:40"} {
		b.press(b.w.Lone, desk, at, "code:D-FÆL")
	}
	p := b.walk.As(b.w.Lone).Get(desk)
	if n := strings.Count(p.Body, `value="merge:`); n != 1 {
		t.Fatalf("%d offers to join; want that of the gap under a second and not of a whole one", n)
	}
	key := strings.Split(strings.Split(p.Body, `value="merge:`)[1], `"`)[0]
	if p := b.press(b.w.Lone, desk, "0:40", "merge:"+key); p.Status != 303 {
		t.Errorf("join: %d %s", p.Status, p.Text())
	}
	if got := b.segment(desk).Recording.Events; len(got) != 2 || got[0].Onset != 10_000 || got[0].Offset != 30_000 {
		t.Errorf("got %+v", got)
	}
}

func TestTheScriptSendsInTheBackground(t *testing.T) {
	b := newHouse(t)
	desk, v := b.begun(b.w.Lone, "live"), b.walk.As(b.w.Lone)
	taps := `[{"id":"a1","device":"d1","seq":1,"at":1000,"deed":"point","code":"B-INI","wall":1},
		{"id":"a2","device":"d1","seq":2,"at":2000,"deed":"start","code":"D-FÆL","wall":2},
		{"id":"a3","device":"d1","seq":3,"at":2100,"deed":"stop","code":"D-FÆL","wall":3},
		{"id":"a4","device":"d1","seq":4,"at":3000,"deed":"point","code":"Q-Q","wall":4}]`
	var got struct {
		Verdicts []struct{ ID, Result, Why string }
		State    *struct {
			Lines   []struct{ Code string }
			Running []struct{ Code string }
			Undo    *struct{ Entry string }
		}
	}
	send := func(form url.Values) int {
		got.Verdicts, got.State = nil, nil
		p := v.PostJSON(desk+"/gem", form)
		if p.Status == 200 {
			if err := json.Unmarshal([]byte(p.Body), &got); err != nil {
				t.Fatal(err)
			}
		}
		return p.Status
	}
	send(url.Values{"entries": {taps}, "device": {"d1"}, "state": {"1"}})
	if len(got.Verdicts) != 4 || got.Verdicts[0].Result != "stored" || got.Verdicts[3].Result != "refused" || got.Verdicts[3].Why == "" {
		t.Errorf("verdicts %+v", got.Verdicts)
	}
	if got.State == nil || len(got.State.Lines) != 1 || len(got.State.Running) != 1 || got.State.Undo == nil {
		t.Errorf("state %+v", got.State) // the stop 100 ms after the start is a slip
	}
	send(url.Values{"entries": {taps}})
	if got.Verdicts[0].Result != "same" || got.State != nil {
		t.Errorf("sent again: %+v", got)
	}
	if status := send(url.Values{"entries": {"{"}}); status != 422 {
		t.Errorf("no list: %d", status)
	}
	if status := send(url.Values{}); status != 200 {
		t.Errorf("nothing to send: %d", status)
	}
}

func TestWhoSeesAndWhoCodes(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "live")
	b.press(b.w.Lone, desk, "0:10", "code:B-INI")
	if p := b.walk.As(b.w.Anders).Get(desk); p.Status != 200 || strings.Contains(p.Body, "data-desk-form") || !p.Has("Barnets initiativ") {
		t.Errorf("a colleague: %d, keys %v", p.Status, strings.Contains(p.Body, "data-desk-form"))
	}
	taps := url.Values{"entries": {`[{"id":"b1","device":"d2","seq":1,"at":1,"deed":"point","code":"B-INI"}]`}}
	for name, who := range map[string]access.Actor{"colleague": b.w.Anders, "adviser": b.w.Dorthe, "stranger": b.w.Mikkel, "psychologist": b.w.Ellen} {
		if p := b.walk.As(who).PostJSON(desk+"/gem", taps); p.Status != 404 {
			t.Errorf("%s codes in Lone's place: %d", name, p.Status)
		}
	}
	for name, who := range map[string]access.Actor{"adviser": b.w.Dorthe, "stranger": b.w.Mikkel} {
		for _, to := range []string{b.list(), desk, desk + "/oejeblikke.csv", b.list("/tal.csv"), b.list("/indlaes")} {
			if p := b.walk.As(who).Get(to); p.Status != 404 {
				t.Errorf("%s opens %s: %d", name, to[strings.LastIndex(to, "/"):], p.Status)
			}
		}
	}
}

func TestCodersAreBlindToEachOther(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "live")
	b.press(b.w.Lone, desk, "0:10", "code:B-INI")
	b.press(b.w.Lone, desk, "1:00", "end")
	first := b.segment(desk)
	b.write(b.w.Anders, func(ctx context.Context, f *casefile.Writer) error {
		return interaction.Open(ctx, f, interaction.Segment{ID: db.NewID(), SessionID: b.contact, Part: "play", Scheme: first.Scheme, Source: interaction.Desk,
			StartedAt: first.StartedAt, SecondOf: first.ID, LiveSet: true})
	})
	p := b.walk.As(b.w.Anders).Get(desk)
	if p.Status != 200 || !p.Has("I ser hinandens kodning, når I begge er færdige") || p.Has("Barnets initiativ") {
		t.Errorf("the first coding before the second has ended: %s", p.Text())
	}
	if p := b.walk.As(b.w.Anders).Get(desk + "/oejeblikke.csv"); p.Status != 404 {
		t.Errorf("its moments as a file: %d", p.Status)
	}
	if p := b.walk.As(b.w.Anders).Get(b.list()); !p.Has("Skjult for dig") {
		t.Errorf("the list: %s", p.Text())
	}
}

func TestAContactThatMayNotBeDescribedIsNotCoded(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "live")
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		return b.consent(ctx, f, course.ForRecord, course.Withdrawn)
	})
	v := b.walk.As(b.w.Lone)
	if p := v.Get(b.list()); p.Has("Begynd at kode") || !strings.Contains(p.Body, "locked") {
		t.Errorf("list: %s", p.Text())
	}
	if p := v.Get(desk); strings.Contains(p.Body, "data-desk-form") {
		t.Error("the keys are still there")
	}
	if p := v.PostJSON(desk+"/gem", url.Values{"entries": {`[{"id":"b1","device":"d2","seq":1,"at":1,"deed":"point","code":"B-INI"}]`}}); p.Status != 409 {
		t.Errorf("a tap: %d", p.Status)
	}
	if p := v.Post(b.list(), url.Values{"part": {"play"}, "set": {"live"}, "started": {"14.42"}}); p.Status != 409 {
		t.Errorf("a new stretch: %d", p.Status)
	}
}

const sheet = "recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment\r\n" +
	"leg,barn,BINI,point,,1.5,1.5,0,\r\nleg,mor,FFOL,point,,3,3,0,\r\nleg,dyade,DFAL,state,,4,9.5,5.5,\r\nleg,barn,hopper,point,,12,12,0,\r\n"

// upload is the form of a file as a browser sends it.
func upload(fields url.Values, name, content string) (body *bytes.Buffer, kind string) {
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for k := range fields {
		_ = w.WriteField(k, fields.Get(k))
	}
	if name != "" {
		part, _ := w.CreateFormFile("file", name)
		_, _ = part.Write([]byte(content))
	}
	_ = w.Close()
	return body, w.FormDataContentType()
}

func TestBringingInAFile(t *testing.T) {
	b := newHouse(t)
	to, v := b.list("/indlaes"), b.walk.As(b.w.Lone)
	shown := v.Get(to)
	if !shown.Has("Vælg filen", "BORIS") {
		t.Errorf("form: %s", shown.Text())
	}
	id := testkit.ValueOf(t, shown, "id")
	for name, c := range map[string]struct{ file, content, says string }{
		"no file":      {"", "", "Vælg en fil først"},
		"no recording": {"a.csv", "code;start_s\r\n", "fil"},
		"a picture":    {"a.png", "\x89PNG", "ikke en, Samspil kan læse"},
	} {
		body, kind := upload(url.Values{"id": {id}, "press": {"read"}}, c.file, c.content)
		if p := v.PostBody(to, kind, body); p.Status != 422 || !p.Has(c.says) {
			t.Errorf("%s: %d %s", name, p.Status, p.Text())
		}
	}
	body, kind := upload(url.Values{"id": {id}, "press": {"read"}}, "leg.csv", sheet)
	p := v.PostBody(to, kind, body)
	if p.Status != 200 || !p.Has("3 øjeblikke kommer med", "hopper (barn), 1 gange") || testkit.AttributeOf(t, p, `name="started" type="text" value`) != "14.30" {
		t.Fatalf("read: %d %s", p.Status, p.Text())
	}
	form := url.Values{"id": {id}, "packed": {testkit.ValueOf(t, p, "packed")}, "name": {"leg.csv"}, "mapped": {testkit.ValueOf(t, p, "mapped")}, "observation": {"0"},
		"part": {"play"}, "set": {"full"}, "started": {"14.42"}, "press": {"import"},
		"code-0": {"B-INI"}, "code-1": {"B-KON"}, "code-2": {"D-FÆL"}, "code-3": {"F-FØL"}}
	for range 2 {
		if p = v.Post(to, form); p.Status != 303 {
			t.Fatalf("import: %d %s", p.Status, p.Text())
		}
	}
	if got := b.segment(p.Location).Recording.Events; len(got) != 4 || got[0].Code != "B-INI" || got[0].Onset != 0 {
		t.Errorf("got %+v", got)
	}
	form.Set("id", db.NewID())
	for _, code := range []string{"code-0", "code-1", "code-2", "code-3"} {
		form.Set(code, "")
	}
	if p := v.Post(to, form); p.Status != 422 || !p.Has("Ingen af filens koder") {
		t.Errorf("nothing chosen: %d", p.Status)
	}
	form.Set("packed", "AAAA")
	if p := v.Post(to, form); p.Status != 422 {
		t.Errorf("a spoilt file: %d", p.Status)
	}
}

func TestFilesCarryNoNames(t *testing.T) {
	b := newHouse(t)
	desk, v := b.begun(b.w.Lone, "live"), b.walk.As(b.w.Lone)
	b.press(b.w.Lone, desk, "0:10", "code:B-INI")
	b.press(b.w.Lone, desk, "1:00", "end")
	for _, to := range []string{desk + "/oejeblikke.csv", b.list("/tal.csv")} {
		p := v.Get(to)
		if p.Status != 200 || strings.Contains(p.Body, "Noah") || strings.Contains(p.Body, "Sanne") || len(p.Body) < 40 {
			t.Errorf("%s: %d %q", to, p.Status, p.Body)
		}
	}
}

func TestInEnglish(t *testing.T) {
	b := newHouse(t)
	desk := b.begun(b.w.Lone, "full")
	v := b.walk.As(b.w.Lone).InEnglish()
	for _, to := range []string{b.list(), desk, b.list("/indlaes")} {
		if p := v.Get(to); p.Status != 200 {
			t.Errorf("%s: %d", to, p.Status)
		}
	}
}
