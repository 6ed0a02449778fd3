package phone_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

// knock is a request made by hand.
type knock struct{ method, path, kind, body, site string }

// tries sends a request by hand and returns the status and the answer.
func (h *hall) tries(k knock) (int, string) {
	h.t.Helper()
	r, err := http.NewRequest(k.method, h.server.URL+k.path, strings.NewReader(k.body))
	h.w.OK(h.t, err)
	if k.kind != "" {
		r.Header.Set("Content-Type", k.kind)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if k.site != "" {
		r.Header.Set("Sec-Fetch-Site", k.site)
		r.Header.Set("Origin", "https://elsewhere.example")
	}
	answer, err := h.client.Do(r)
	h.w.OK(h.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	h.w.OK(h.t, err)
	return answer.StatusCode, string(text)
}

// turnedAway is tries that must be refused in words.
func (h *hall) turnedAway(name string, k knock) {
	h.t.Helper()
	status, text := h.tries(k)
	var p wire.Problem
	if status < 400 || status > 499 || k.method != http.MethodHead && (json.Unmarshal([]byte(text), &p) != nil || p.Text == "" || strings.Contains(p.Text, "{")) {
		h.t.Errorf("%s: %s %s is answered %d %.200s", name, k.method, k.path, status, text)
	}
}

// stored counts all that a phone can make the server keep.
func (h *hall) stored() (out string) {
	h.t.Helper()
	ctx := context.Background()
	h.w.OK(h.t, h.w.Store.DB.View(ctx, func(tx *db.Tx) error {
		for _, table := range []string{"outbox_entry", "outbox_refused", "outbox_spent", "outbox_file", "outbox_piece", "device", "device_code", "device_session",
			"phone_note", "phone_picture", "phone_withheld", "session", "draft", "flag", "rating"} {
			n := 0
			if err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
				return err
			}
			out += fmt.Sprintf("%s %d; ", table, n)
		}
		return nil
	}))
	return out
}

const asJSON = "application/json"

// TestWhatNoPhoneSends asks every address below /v1/ for what no phone of ours would:
// each is turned away in words, and nothing is kept of it.
func TestWhatNoPhoneSends(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		before := h.stored()
		bodies := map[string]string{
			"nothing": "", "a list": "[]", "a text": `"x"`, "a number": "7", "none": "null", "half a document": `{"v":1,"entr`, "two documents": `{"v":1}{"v":1}`,
			"no form": "{}", "form nought": `{"v":0}`, "a form below nought": `{"v":-1}`, "a form as text": `{"v":"1"}`, "a form too large": `{"v":1e400}`,
			"a newer form": `{"v":2}`, "bytes": "\xff\xfe\x00\x01", "nested": strings.Repeat("[", 60_000), "nested to the end": strings.Repeat(`{"v":`, 9000) + "1" + strings.Repeat("}", 9000),
			"nested beyond": strings.Repeat(`{"v":`, 11_000) + "1" + strings.Repeat("}", 11_000), "no base64": `{"v":1,"entries":[{"h":"***"}],"sign":"***","have":[{"hash":"***"}],"public":"***"}`,
		}
		for _, path := range []string{"/v1/enrol", "/v1/unlock", "/v1/outbox", "/v1/outbox/state"} {
			for name, body := range bodies {
				h.turnedAway(name, knock{method: "POST", path: path, kind: asJSON, body: body})
			}
			for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream", "application/jsonp", "/;;"} {
				h.turnedAway("as "+kind, knock{method: "POST", path: path, kind: kind, body: `{"v":1}`})
			}
			h.turnedAway("far too large", knock{method: "POST", path: path, kind: asJSON, body: `{"v":1,"app":"` + strings.Repeat("x", wire.MostBody) + `"}`})
			if status, _ := h.tries(knock{method: "POST", path: path, kind: asJSON, body: `{"v":1}`, site: "cross-site"}); status != http.StatusForbidden {
				t.Errorf("%s from another site: %d", path, status)
			}
		}
		for _, query := range []string{"", "?offset=0", "?size=1", "?offset=-1&size=1", "?offset=1&size=1", "?offset=0&size=0", "?offset=0&size=99999999999999999999", "?offset=x&size=y",
			"?offset=0&size=4194305", "?offset=9223372036854775807&size=9223372036854775807"} {
			for _, name := range []string{"AAAA", "%00", "***", strings.Repeat("A", 43), strings.Repeat("A", 5000)} {
				if query != "?offset=0&size=1" {
					h.turnedAway("a piece", knock{method: "PUT", path: "/v1/files/" + name + query, kind: "application/octet-stream", body: "xx"})
				}
			}
		}
		h.turnedAway("an empty piece", knock{method: "PUT", path: "/v1/files/" + strings.Repeat("A", 43) + "?offset=0&size=1", kind: "application/octet-stream"})
		if after := h.stored(); after != before {
			t.Errorf("something was kept:\n%s\n%s", before, after)
		}
	})
}

// TestOtherMethodsAndAddresses: an address answers to its own method and to no other.
func TestOtherMethodsAndAddresses(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		for path, own := range map[string]string{"/v1/enrol": "POST", "/v1/challenge": "GET", "/v1/unlock": "POST", "/v1/lock": "POST", "/v1/handed": "POST", "/v1/day": "GET",
			"/v1/outbox": "POST", "/v1/outbox/state": "POST", "/v1/files/AAAA": "PUT", "/v1/none": "", "/v1/": "", "/v1/outbox/": "", "/v1/files/": "", "/v1/files/a/b": ""} {
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} {
				if method == own || own == "GET" && method == "HEAD" {
					continue
				}
				if status, text := h.tries(knock{method: method, path: path, kind: asJSON, body: `{"v":1}`}); status < 400 || status > 499 {
					t.Errorf("%s %s: %d %.100s", method, path, status, text)
				}
			}
		}
	})
}

// hostile are values that stand where another belongs.
var hostile = []string{"null", "true", "-1", "1.5", "1e400", "9223372036854775807", "9223372036854775808", `""`, `"\u0000"`, `"\ud800"`, "\"\xff\"", `"AAAA"`, `"' OR 1=1 --"`, "[]", "{}",
	`[[[[]]]]`, `{"v":{"v":{}}}`, `"` + strings.Repeat("A", 30_000) + `"`, strings.Repeat("[", 12_000) + strings.Repeat("]", 12_000)}

// spoilt are copies of a document, each with one value that is another.
func spoilt(t *testing.T, document any) (out [][]byte) {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var each func(prefix, text, suffix []byte)
	each = func(prefix, text, suffix []byte) {
		for _, h := range hostile {
			out = append(out, slices.Concat(prefix, []byte(h), suffix))
		}
		var object map[string]json.RawMessage
		var list []json.RawMessage
		if json.Unmarshal(text, &object) == nil {
			for _, value := range object {
				at := bytes.Index(text, value)
				each(slices.Concat(prefix, text[:at]), value, slices.Concat(text[at+len(value):], suffix))
			}
		} else if json.Unmarshal(text, &list) == nil && len(list) > 0 {
			at := bytes.Index(text, list[0])
			each(slices.Concat(prefix, text[:at]), list[0], slices.Concat(text[at+len(list[0]):], suffix))
		}
	}
	each(nil, text, nil)
	return out
}

// TestOneWrongValue puts something else in the place of each value of each document: the
// server never breaks down, and an entry that is not as it was signed is never taken.
func TestOneWrongValue(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		var day wire.Day
		h.good("GET", "/v1/day", nil, &day)
		at := outboxtest.Place{Case: h.course, Contact: db.NewID(), Key: day.Courses[0].Key}
		h.seal(at, wire.KindNote, wire.Writing{V: 1, Session: at.Contact, Note: &wire.Note{At: "2026-10-01T07:10:00+02:00", Text: "Godt humør"}})
		batch := h.phone.Batch(1)
		batch.Entries[0].S[5] ^= 1
		documents := map[string]any{
			"/v1/enrol":        wire.Enrol{V: 1, Code: "ABCD-2345", Name: "x", Public: h.phone.Public(), PIN: pin, App: "x", Sign: h.phone.Sign([]byte(wire.EnrolWords + "ABCD-2345"))},
			"/v1/unlock":       wire.Unlock{V: 1, Device: h.phone.ID, Challenge: "x", PIN: pin, Sign: h.phone.Sign([]byte(wire.UnlockWords + "x"))},
			"/v1/outbox":       batch,
			"/v1/outbox/state": wire.Ask{V: 1, Device: h.phone.ID, Nonce: "x", Head: 1, Have: []wire.Have{{Seq: 1, Hash: make([]byte, 32)}}},
		}
		for path, document := range documents {
			for i, body := range spoilt(t, document) {
				if i%100 == 0 {
					h.forgiven()
				}
				status, text := h.tries(knock{method: "POST", path: path, kind: asJSON, body: string(body)})
				if status >= 500 || path == "/v1/enrol" && status < 400 || path == "/v1/unlock" && status < 400 || strings.Contains(text, `"stored"`) {
					t.Errorf("%s of %.150s: %d %.150s", path, body, status, text)
				}
			}
		}
		if kept := h.stored(); !strings.HasPrefix(kept, "outbox_entry 0;") || !strings.Contains(kept, "; device 1;") || !strings.Contains(kept, "phone_note 0;") {
			t.Error(kept)
		}
		h.w.OK(t, h.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			d, err := device.Get(context.Background(), tx, h.phone.ID)
			if d.Head > 1<<43 || d.Waits > 1<<43 {
				t.Errorf("it believes that the phone has given %d numbers and holds %d", d.Head, d.Waits)
			}
			return err
		}))
	})
}

// forgiven forgets wrong attempts, which are counted and would stop all others.
func (h *hall) forgiven() {
	h.w.OK(h.t, h.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
		_, err := tx.Exec(context.Background(), `DELETE FROM device_wrong`)
		return err
	}))
}

// TestReplayedAndFromAnotherPhone: the same sending again is the same; by another's
// phone it is refused, entry for entry, and so is asking about somebody else's.
func TestReplayedAndFromAnotherPhone(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		var day wire.Day
		h.good("GET", "/v1/day", nil, &day)
		visit := db.NewID()
		at := outboxtest.Place{Case: h.course, Contact: visit, Key: day.Courses[0].Key}
		h.seal(at, wire.KindNote, wire.Writing{V: 1, Session: visit, Note: &wire.Note{At: "2026-10-01T07:10:00+02:00", Text: "Godt humør"}})
		batch, ask := h.phone.Batch(1), h.phone.Ask()
		want := wire.Stored
		for range 3 {
			var answer wire.Answer
			h.good("POST", "/v1/outbox", batch, &answer)
			if answer.Verdicts[0].Result != want {
				t.Errorf("got %+v, want %s", answer.Verdicts[0], want)
			}
			want = wire.Same
		}
		if kept := h.stored(); !strings.HasPrefix(kept, "outbox_entry 1;") || !strings.Contains(kept, "phone_note 1;") {
			t.Error(kept)
		}

		lones := h.phone
		jar, err := cookiejar.New(nil)
		h.w.OK(t, err)
		h.client = &http.Client{Jar: jar}
		h.phone, err = outboxtest.New(h.w.Now)
		h.w.OK(t, err)
		h.enrol()
		var answer wire.Answer
		h.good("POST", "/v1/outbox", batch, &answer)
		if v := answer.Verdicts[0]; v.Result != wire.Refused || v.Why != "outbox.refused.device" || v.Receipt != nil {
			t.Errorf("an entry of another phone: %+v", v)
		}
		if status, _ := h.ask("POST", "/v1/outbox/state", ask, nil); status != 400 {
			t.Errorf("asking about another phone: %d", status)
		}
		var c wire.Challenge
		h.good("GET", "/v1/challenge", nil, &c)
		if status, why := h.ask("POST", "/v1/unlock", wire.Unlock{V: 1, Device: lones.ID, Challenge: c.Challenge, PIN: pin,
			Sign: h.phone.Sign([]byte(wire.UnlockWords + c.Challenge))}, nil); status != 403 || why != "phones.unknown" {
			t.Errorf("unlocking another phone: %d %s", status, why)
		}
	})
}
