package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

// unlocked is an unlocked phone of somebody's: its id and the token of its session.
func (w *world) unlocked(name string) (deviceID string, token device.Token) {
	w.t.Helper()
	ctx := context.Background()
	p, err := outboxtest.New(w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	var code string
	err = w.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, w.person(name).Actor())
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := device.Enrol(ctx, w.cases, device.Enrolment{Code: code, Name: "telefon", PIN: "271894", Public: p.Public(), Sign: p.Sign([]byte(wire.EnrolWords + code))})
	if err != nil {
		w.t.Fatal(err)
	}
	challenge := device.Challenge(w.cases)
	token, _, err = device.Unlock(ctx, w.cases, device.Attempt{DeviceID: d.ID, Challenge: challenge, PIN: "271894", Sign: p.Sign([]byte(wire.UnlockWords + challenge))})
	if err != nil {
		w.t.Fatal(err)
	}
	return d.ID, token
}

// knock asks an address with just these cookies, and follows no redirect.
func (w *world) knock(method, path, cookies string) (status int, kind, body string) {
	w.t.Helper()
	w.clock = w.clock.Add(200 * time.Millisecond) // nobody asks faster than the pace
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(""))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Cookie", cookies)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(text)
}

// TestAPhoneOpensNoPage asks every page with the session of an unlocked phone, in its
// own cookie and in that of the pages, and compares with asking without any.
func TestAPhoneOpensNoPage(t *testing.T) {
	w := newWorld(t, true)
	course := w.course()
	_, token := w.unlocked("Lone")
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range w.routes(kit) {
		if r.Right.Phone || r.Right.Public {
			continue
		}
		asked++
		method, path := address(r, course)
		status, _, _ := w.knock(method, path, "")
		for _, name := range []string{"samspil_phone", "samspil", "__Host-samspil"} {
			if got, _, _ := w.knock(method, path, name+"="+string(token)); got != status || got == http.StatusOK {
				t.Errorf("%s with a phone's session as %s: %d, and %d with none", r.Pattern, name, got, status)
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d pages were asked", asked)
	}
}

// TestNoLogInOpensAPhonesAddress asks every address of phones as people who are logged
// in at a desk, as nobody, and with an unlocked phone.
func TestNoLogInOpensAPhonesAddress(t *testing.T) {
	w := newWorld(t, true)
	id, token := w.unlocked("Lone")
	kit, err := w.kit()
	if err != nil {
		t.Fatal(err)
	}
	b := w.as("Lone")
	at, err := http.NewRequest(http.MethodGet, w.server.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	desk := ""
	for _, c := range b.Jar.Cookies(at.URL) {
		if c.Name == "samspil" {
			desk = c.Value
		}
	}
	if status, _, _ := w.knock(http.MethodGet, "/min-dag", "samspil="+desk); desk == "" || status != http.StatusOK {
		t.Fatalf("the log-in at the desk is not one: %d", status)
	}
	asked := 0
	for _, r := range w.routes(kit) {
		if !r.Right.Phone {
			continue
		}
		method, path := address(r, db.NewID())
		if !strings.HasPrefix(path, "/v1/") || r.Right.OpensCase() || len(r.Right.Roles) > 0 {
			t.Errorf("%s: an address of phones lies below /v1/ and asks for nothing but a phone: %+v", r.Pattern, r.Right)
		}
		if r.Right.Public {
			continue // making a phone known, and unlocking it
		}
		asked++
		for name, cookies := range map[string]string{"nobody": "", "a log-in": "samspil=" + desk, "a log-in as a phone": "samspil_phone=" + desk, "a made-up phone": "samspil_phone=" + id} {
			status, kind, body := w.knock(method, path, cookies)
			var p wire.Problem
			if err := json.Unmarshal([]byte(body), &p); err != nil || status != http.StatusUnauthorized || kind != "application/json" || p.Why != "phones.api.locked" {
				t.Errorf("%s as %s: %d %s %s", r.Pattern, name, status, kind, body)
			}
		}
		if status, _, _ := w.knock(method, path, "samspil_phone="+string(token)); status == http.StatusUnauthorized && !strings.Contains(r.Pattern, "/lock") {
			w.t.Errorf("%s: an unlocked phone is not let in", r.Pattern)
		}
		if strings.Contains(r.Pattern, "/lock") || strings.Contains(r.Pattern, "/handed") {
			_, token = w.unlocked("Lone") // that one was locked just now
		}
	}
	if asked < 4 {
		t.Errorf("only %d addresses of phones were asked", asked)
	}
}

// TestARevokedPhoneIsRefusedAtItsNextRequest is the whole way over HTTP.
func TestARevokedPhoneIsRefusedAtItsNextRequest(t *testing.T) {
	w := newWorld(t, true)
	id, token := w.unlocked("Lone")
	cookie := "samspil_phone=" + string(token)
	if status, _, body := w.knock(http.MethodGet, "/v1/day", cookie); status != http.StatusOK {
		t.Fatalf("the day of an unlocked phone: %d %s", status, body)
	}
	lone := w.as("Lone")
	lone.post("/telefoner/"+id+"/spaer", "reason", "Glemt i toget").has(t, http.StatusOK, "/telefoner/"+id, "Spærret af Lone")
	if status, _, body := w.knock(http.MethodGet, "/v1/day", cookie); status != http.StatusUnauthorized || !strings.Contains(body, `"phones.revoked"`) {
		t.Errorf("after it was shut out: %d %s", status, body)
	}
}
