package interplay_test

import (
	"context"
	"io/fs"
	"net/url"
	"strings"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/interplay"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/testkit"
)

// visited is a visit at home on 29 September, with the child and its mother.
func (b *house) visited(deed func(context.Context, *casefile.Writer, session.Session) error) string {
	b.t.Helper()
	day := clock.NewDate(2026, 9, 29)
	s := session.Session{ID: db.NewID(), EntryID: db.NewID(), Kind: session.Practical, PlannedStart: day.At(10, 0), PlannedEnd: day.At(11, 30),
		Place: "Hjemme", Staff: []string{"lone"}, Persons: []string{b.child, b.mother}}
	b.write(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
		if err := session.Plan(ctx, f, s); err != nil {
			return err
		}
		now, err := session.Get(ctx, &f.Reader, s.ID)
		if err != nil {
			return err
		}
		now.EntryID = db.NewID()
		return deed(ctx, f, now)
	})
	return s.ID
}

func heldVisit(ctx context.Context, f *casefile.Writer, s session.Session) error {
	s.Start, s.End, s.DirectMinutes = s.PlannedStart, s.PlannedEnd, 90
	s.Observation = "De bagte boller."
	return session.Record(ctx, f, s)
}

func (b *house) visitList(id string, more ...string) string {
	return "/forloeb/" + b.course + "/aftaler/" + id + "/kodning" + strings.Join(more, "")
}

func TestAVisitIsCodedLikeAContact(t *testing.T) {
	b := newHouse(t)
	id := b.visited(heldVisit)
	list, v := b.visitList(id), b.walk.As(b.w.Lone)
	shown := v.Get(list)
	if !shown.Has("Praktisk støtte, 29. september", "kl. 10.00–11.30", "Hvilken del af besøget?", "Intet er kodet endnu") || shown.Has("samværet") {
		t.Errorf("list: %s", shown.Text())
	}
	if got := testkit.AttributeOf(t, shown, `name="started" type="text" value`); got != "10.00" {
		t.Errorf("the beginning is %q", got)
	}
	p := v.Post(list, url.Values{"id": {testkit.ValueOf(t, shown, "id")}, "part": {"meal"}, "set": {"live"}, "started": {"10.20"}})
	if p.Status != 303 {
		t.Fatalf("begin: %d %s", p.Status, p.Text())
	}
	desk := p.Location
	b.press(b.w.Lone, desk, "0:10", "code:B-INI")
	b.press(b.w.Lone, desk, "5:00", "end")
	p = v.Get(desk)
	if !p.Has("Samspillet, 5 minutter: måltid", "Se billedet af besøget", "Praktisk støtte, 29. september") ||
		!strings.Contains(p.Body, `href="/forloeb/`+b.course+"/aftaler/"+id+`"`) || strings.Contains(p.Body, "/samvaer/"+id) {
		t.Errorf("desk: %s", p.Text())
	}
	if p := v.Get(b.visitList(id, "/tal.csv")); p.Status != 200 || !strings.Contains(p.Body, "I1") {
		t.Errorf("figures: %d", p.Status)
	}
	if p := v.InEnglish().Get(list); !p.Has("Which part of the visit?") {
		t.Errorf("in English: %s", p.Text())
	}
}

func TestAFileIsBroughtInToAVisit(t *testing.T) {
	b := newHouse(t)
	to, v := b.visitList(b.visited(heldVisit), "/indlaes"), b.walk.As(b.w.Lone)
	id := testkit.ValueOf(t, v.Get(to), "id")
	body, kind := upload(url.Values{"id": {id}, "press": {"read"}}, "leg.csv", sheet)
	p := v.PostBody(to, kind, body)
	if p.Status != 200 || !p.Has("Hvilken del af besøget?") {
		t.Fatalf("read: %d %s", p.Status, p.Text())
	}
	form := url.Values{"id": {id}, "packed": {testkit.ValueOf(t, p, "packed")}, "name": {"leg.csv"}, "mapped": {testkit.ValueOf(t, p, "mapped")}, "observation": {"0"},
		"part": {"play"}, "set": {"full"}, "started": {"10.05"}, "press": {"import"}, "code-0": {"B-INI"}}
	if p = v.Post(to, form); p.Status != 303 || len(b.segment(p.Location).Recording.Events) != 1 {
		t.Errorf("import: %d %s", p.Status, p.Text())
	}
	form.Set("id", db.NewID())
	form.Set("started", "25.99")
	if p := v.Post(to, form); p.Status != 422 {
		t.Errorf("a time that is none: %d", p.Status)
	}
}

func TestWhoCodesAVisit(t *testing.T) {
	b := newHouse(t)
	id := b.visited(heldVisit)
	list := b.visitList(id)
	good := url.Values{"part": {"play"}, "set": {"live"}, "started": {"10.20"}}
	for name, c := range map[string]struct {
		who       *testkit.Visitor
		get, post int
	}{
		"the second consultant":                   {b.walk.As(b.w.Anders), 200, 303},
		"the psychologist":                        {b.walk.As(b.w.Ellen), 200, 303},
		"a consultant elsewhere":                  {b.walk.As(b.w.Karen), 404, 404},
		"the adviser":                             {b.walk.As(b.w.Dorthe), 404, 404},
		"the administrator":                       {b.walk.As(b.w.Admin), 404, 404},
		"the leader, who is asked for her reason": {b.walk.As(b.w.Gitte), 200, 404},
	} {
		form := url.Values{"id": {db.NewID()}}
		for k, x := range good {
			form[k] = x
		}
		if p := c.who.Get(list); p.Status != c.get || strings.HasPrefix(name, "the leader") != p.Has("Hvorfor åbner du forløbet?") {
			t.Errorf("%s reads: %d %s", name, p.Status, p.Text())
		}
		if p := c.who.Post(list, form); p.Status != c.post {
			t.Errorf("%s codes: %d", name, p.Status)
		}
	}
	v := b.walk.As(b.w.Lone)
	for path, why := range map[string]string{
		b.visitList(b.contact): "a contact among the other sessions", b.visitList(db.NewID()): "no session",
		strings.Replace(list, "/aftaler/", "/samvaer/", 1): "a visit among the contacts", b.visitList(b.contact, "/indlaes"): "a file for a contact there",
		b.visitList(b.contact, "/tal.csv"): "figures of a contact there",
	} {
		if p := v.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", why, p.Status)
		}
	}
	for name, form := range map[string]url.Values{
		"no part": {"set": {"live"}, "started": {"10.20"}}, "no time": {"part": {"play"}, "set": {"live"}}, "another part": {"part": {"party"}, "started": {"10.20"}},
	} {
		if p := v.Post(list, form); p.Status != 422 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
}

func TestAVisitThatNobodyCameToIsNotCoded(t *testing.T) {
	b := newHouse(t)
	id := b.visited(func(ctx context.Context, f *casefile.Writer, s session.Session) error {
		return session.Cancel(ctx, f, session.Signature{SessionID: s.ID, EntryID: s.EntryID, Version: s.Version},
			session.Cancellation{Side: session.SideParent, Code: session.Ill, NoticeAt: s.PlannedStart.Add(-time.Hour)})
	})
	v := b.walk.As(b.w.Lone)
	if p := v.Get(b.visitList(id)); p.Has("Begynd at kode") || !strings.Contains(p.Body, "locked") {
		t.Errorf("list: %s", p.Text())
	}
	if p := v.Post(b.visitList(id), url.Values{"id": {db.NewID()}, "part": {"play"}, "set": {"live"}, "started": {"10.20"}}); p.Status != 409 {
		t.Errorf("coded all the same: %d", p.Status)
	}
}

func TestTheMenuItemOfWhatIsCoded(t *testing.T) {
	b := newHouse(t)
	site := testkit.Site{Store: b.w.Store, Templates: interplay.Templates, More: []fs.FS{interplaypage.Templates}}
	site.Routes = func(k *web.Kit) []web.Route {
		nothing := func(*web.Visit, *casefile.Tx) (web.Response, error) { return web.Redirect("/", ""), nil }
		return append(interplay.Routes(k), web.Staff("GET /samvaer", web.Everyone, nothing), web.Staff("GET /forloeb", web.Everyone, nothing))
	}
	desk, id := b.begun(b.w.Lone, "live"), b.visited(heldVisit)
	v := testkit.New(t, site).As(b.w.Lone)
	p := v.Post(b.visitList(id), url.Values{"id": {db.NewID()}, "part": {"play"}, "set": {"live"}, "started": {"10.20"}})
	for path, want := range map[string]string{b.list(): "Samvær", desk: "Samvær", b.list("/indlaes"): "Samvær", b.visitList(id): "Forløb", p.Location: "Forløb"} {
		if got := lit(v.Get(path)); got != want {
			t.Errorf("%s lights %q, want %q", path, got, want)
		}
	}
}

// lit is the item of the menu that a page lights.
func lit(p testkit.Page) string {
	_, rest, _ := strings.Cut(p.Body, `aria-current="page"`)
	before, _, _ := strings.Cut(rest, "</a>")
	return before[strings.LastIndex(before, ">")+1:]
}
