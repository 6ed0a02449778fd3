package web_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/fault"
	"samspil/internal/web"
	"samspil/internal/wire"
)

// phoneRoutes are one page, one route of phones and one of phones not unlocked.
func phoneRoutes() []web.Route {
	return []web.Route{
		web.Staff("GET /min-dag", web.Everyone, func(*web.Visit, *casefile.Tx) (web.Response, error) {
			return web.File("", "text/plain", []byte("siden")), nil
		}),
		web.Phone("POST /v1/try", func(v *web.Visit) (web.Response, error) {
			var asked struct{ Fail string }
			if err := v.ReadJSON(&asked, 64); err != nil {
				return nil, err
			}
			switch asked.Fail {
			case "denied":
				return nil, fault.New(fault.Denied, "case.not-here")
			case "conflict":
				return nil, fault.New(fault.Conflict, "web.stale")
			case "often":
				return nil, fault.New(fault.Unavailable, web.PhoneTooOften)
			case "busy":
				return nil, fault.New(fault.Unavailable, "phones.api.later")
			case "broken":
				return nil, errors.New("the disk is gone")
			case "panic":
				panic("a defect")
			case "locked":
				return nil, web.ErrPhoneLocked
			}
			return web.JSON(http.StatusOK, v.Actor.ID+" "+v.Device), nil
		}),
		web.PhoneDoor("GET /v1/door", func(v *web.Visit) (web.Response, error) { return web.JSON(http.StatusOK, "door"), nil }),
	}
}

func phoneSite(t *testing.T) http.Handler {
	t.Helper()
	w := casefiletest.One(t)
	kit, err := web.NewKit(web.Config{
		Cases: w.Store, Clock: w.Now,
		Who: func(r *http.Request) (access.Actor, bool) {
			c, err := r.Cookie("samspil")
			return w.Lone, err == nil && c.Value == "desk"
		},
		Phone: func(r *http.Request) (access.Actor, string, error) {
			switch c, err := r.Cookie("samspil_phone"); {
			case err == nil && c.Value == "phone":
				return w.Lone, "dev-1", nil
			case err == nil && c.Value == "shut out":
				return access.Actor{}, "", fault.New(fault.Denied, "phones.revoked")
			}
			return access.Actor{}, "", web.ErrPhoneLocked
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := kit.Handler(phoneRoutes())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAPhoneOpensNoPageAndAPageNoPhone(t *testing.T) {
	h := phoneSite(t)
	for name, c := range map[string]struct {
		method, path, cookie, kind, body string
		status                           int
		why                              string
	}{
		"a phone at its route":       {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{}`, 200, ""},
		"nobody":                     {"POST", "/v1/try", "", "application/json", `{}`, 401, "phones.api.locked"},
		"the desk's log-in":          {"POST", "/v1/try", "samspil=desk", "application/json", `{}`, 401, "phones.api.locked"},
		"the desk's in the phone's":  {"POST", "/v1/try", "samspil_phone=desk", "application/json", `{}`, 401, "phones.api.locked"},
		"a phone at a page":          {"GET", "/min-dag", "samspil_phone=phone", "", "", 303, ""},
		"a phone's in the desk's":    {"GET", "/min-dag", "samspil=phone", "", "", 303, ""},
		"the desk at its page":       {"GET", "/min-dag", "samspil=desk", "", "", 200, ""},
		"a door":                     {"GET", "/v1/door", "", "", "", 200, ""},
		"a form":                     {"POST", "/v1/try", "samspil_phone=phone", "application/x-www-form-urlencoded", "a=b", 400, "phones.api.unreadable"},
		"no JSON":                    {"POST", "/v1/try", "samspil_phone=phone", "application/json", "{", 400, "phones.api.unreadable"},
		"too much":                   {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"` + strings.Repeat("x", 64) + `"}`, 413, "phones.api.large"},
		"what is not theirs":         {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"denied"}`, 403, "phones.api.not-yours"},
		"what was changed":           {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"conflict"}`, 409, "web.stale"},
		"too often":                  {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"often"}`, 429, "phones.api.often"},
		"busy":                       {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"busy"}`, 503, "phones.api.later"},
		"broken":                     {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"broken"}`, 503, "phones.api.later"},
		"a defect":                   {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"panic"}`, 503, "phones.api.later"},
		"a phone that was shut out":  {"POST", "/v1/try", "samspil_phone=shut out", "application/json", `{}`, 401, "phones.revoked"},
		"reading that has been shut": {"POST", "/v1/try", "samspil_phone=phone", "application/json", `{"fail":"locked"}`, 401, "phones.api.locked"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			r.Header.Set("Cookie", c.cookie)
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			if rec.Code != c.status {
				t.Fatalf("got %d %s, want %d", rec.Code, rec.Body, c.status)
			}
			if c.why == "" {
				return
			}
			var p wire.Problem
			if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || p.V != wire.Version || p.Why != c.why || p.Text == "" || strings.HasPrefix(p.Text, "‹") {
				t.Errorf("got %s: %v", rec.Body, err)
			}
			if kind := rec.Header().Get("Content-Type"); kind != "application/json" {
				t.Errorf("answered as %s", kind)
			}
		})
	}
}

// TestNobodyReadsByTheAddressLine: the phone's cookie goes with what is typed into the
// browser too, in whosever hands it is.
func TestNobodyReadsByTheAddressLine(t *testing.T) {
	h := phoneSite(t)
	for name, c := range map[string]struct {
		header, value string
		status        int
	}{
		"the program":     {"Sec-Fetch-Dest", "empty", 200},
		"a page":          {"Sec-Fetch-Dest", "document", 401},
		"a frame":         {"Sec-Fetch-Dest", "iframe", 401},
		"a navigation":    {"Sec-Fetch-Mode", "navigate", 401},
		"an older Safari": {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8", 401},
		"an older fetch":  {"Accept", "*/*", 200},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/v1/try", strings.NewReader(`{}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Cookie", "samspil_phone=phone")
			r.Header.Set(c.header, c.value)
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			if rec.Code != c.status {
				t.Errorf("got %d, want %d", rec.Code, c.status)
			}
		})
	}
}

func TestAPhoneIsAnsweredInItsLanguage(t *testing.T) {
	h := phoneSite(t)
	for want, wanted := range map[string]string{"Lås telefonen op med din pinkode": "da-DK,da;q=0.9,en;q=0.8", "Unlock the phone with your PIN": "en-GB,en;q=0.9"} {
		r := httptest.NewRequest("POST", "/v1/try", nil)
		r.Header.Set("Accept-Language", wanted)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: got %s", wanted, rec.Body)
		}
	}
	// What was chosen on the phone counts before what the browser, or the desk in it, speaks.
	r := httptest.NewRequest("POST", "/v1/try", nil)
	r.Header.Set("Accept-Language", "da-DK")
	r.Header.Set("Cookie", "sprog=da")
	r.Header.Set("Samspil-Language", "en")
	rec := httptest.NewRecorder()
	if h.ServeHTTP(rec, r); !strings.Contains(rec.Body.String(), "Unlock the phone") {
		t.Errorf("English chosen on the phone: got %s", rec.Body)
	}
}
