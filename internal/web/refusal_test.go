package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/fault"
	"samspil/internal/web"
	"samspil/internal/web/testkit"
)

// writeThenRefuse gives Mikkel access and then refuses in the way the form asks for.
func writeThenRefuse(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	if err := f.Grant(v.Context(), "mikkel", access.Second); err != nil {
		return nil, err
	}
	page := web.Page("test/form", struct{ Form web.Form }{v.Form})
	switch v.Form.Value("how") {
	case "not valid":
		var p fault.Problems
		p.Add("text", "web.form.number")
		return web.NotValid(page, p.Err())
	case "stale":
		return web.Stale(page, map[string]string{"text": "Dorthes tekst"}, 7), nil
	case "denied":
		return web.NotValid(page, fault.New(fault.Denied, "case.not-here"))
	case "json":
		return web.JSON(http.StatusConflict, []string{"nej"}), nil
	case "error":
		return nil, errors.New("broken")
	}
	return web.Redirect("/stil", "web.save"), nil
}

func TestARefusalKeepsNothingButTheOpening(t *testing.T) {
	form := fstest.MapFS{"form.html": {Data: []byte(`{{define "test/form"}}<h1>x</h1>{{template "summary" (errors .Form)}}<form method="post">
{{template "hidden" .Form}}{{template "textarea" (field .Form "text" "web.name")}}</form>{{end}}`)}}
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		s := testkit.New(t, testkit.Site{Store: w.Store, Templates: form, Routes: func(*web.Kit) []web.Route {
			return []web.Route{web.WriteCase("POST /forloeb/{course}/hold", access.Plan, access.Write, access.Planning, writeThenRefuse)}
		}})
		for how, status := range map[string]int{"not valid": 422, "stale": 409, "denied": 404, "json": 409, "error": 500, "": 303} {
			course := w.Course(t)
			p := s.As(w.Lone).Post("/forloeb/"+course+"/hold", url.Values{"how": {how}, "text": {"Lones tekst"}, "version": {"3"}})
			if p.Status != status {
				t.Errorf("%q: status %d, want %d", how, p.Status, status)
			}
			if got, want := count(t, w, "access_now WHERE staff_id = 'mikkel' AND course_id = $1", course), map[bool]int{true: 1}[how == ""]; got != want {
				t.Errorf("%q: %d rows kept, want %d", how, got, want)
			}
			shown := how == "not valid" || how == "stale" || how == "json" || how == ""
			if got := count(t, w, "audit_line WHERE act LIKE 'open%' AND actor = 'lone' AND course_id = $1", course); shown && got == 0 {
				t.Errorf("%q: the opening is not written down", how)
			}
			if how == "stale" && (!strings.Contains(p.Body, "Lones tekst") || !strings.Contains(p.Body, "Dorthes tekst") || !strings.Contains(p.Body, `name="version" value="7"`)) {
				t.Errorf("stale page lacks a text: %s", p.Body)
			}
		}
	})
}

func count(t *testing.T, w *casefiletest.World, where, course string) (n int) {
	t.Helper()
	err := w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		return tx.QueryRow(context.Background(), "SELECT count(*) FROM "+where, course).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTemplatesThatStandTwiceAreRefused(t *testing.T) {
	one := fstest.MapFS{"a.html": {Data: []byte(`{{define "area/page"}}a{{end}}`)}}
	two := fstest.MapFS{"b.html": {Data: []byte(`{{define "area/page"}}b{{end}}`)}}
	cfg := web.Config{}
	cfg.Templates = append(cfg.Templates, one, two)
	if _, err := web.NewKit(cfg); err == nil || !strings.Contains(err.Error(), "area/page") {
		t.Errorf("got %v", err)
	}
}
