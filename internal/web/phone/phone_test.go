package phone_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/person"
	"samspil/internal/phone"
	"samspil/internal/web"
	webphone "samspil/internal/web/phone"
	"samspil/internal/wire"
)

// hall is a server with one course, and Lone's phone.
type hall struct {
	t              *testing.T
	w              *casefiletest.World
	course, mother string
	server         *httptest.Server
	client         *http.Client
	phone          *outboxtest.Phone
}

const pin = "194827"

func newHall(t *testing.T, w *casefiletest.World) *hall {
	h := &hall{t: t, w: w, course: w.Course(t)}
	w.OK(t, w.Write(t, w.Dorthe, h.course, func(ctx context.Context, f *casefile.Writer) (err error) {
		if err = course.Begin(ctx, f, "preventive", "dorthe"); err != nil {
			return err
		}
		if h.mother, err = person.Add(ctx, f, person.Card{Role: person.Parent, Name: "Sanne"}); err != nil {
			return err
		}
		if _, err = person.Add(ctx, f, person.Card{Role: person.Child, Name: "Noah", Birth: clock.NewDate(2018, 7, 19)}); err != nil {
			return err
		}
		_, err = f.Exec(ctx, `UPDATE course SET status = $1 WHERE course_id = $2`, course.Active, h.course)
		return err
	}))
	c := webphone.Config{Cases: w.Store}
	kit, err := web.NewKit(web.Config{Cases: w.Store, Clock: w.Now, Phone: c.Who, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	w.OK(t, err)
	handler, err := kit.Handler(webphone.Routes(c))
	w.OK(t, err)
	h.server = httptest.NewServer(handler)
	t.Cleanup(h.server.Close)
	jar, err := cookiejar.New(nil)
	w.OK(t, err)
	h.client = &http.Client{Jar: jar}
	h.phone, err = outboxtest.New(w.Now)
	w.OK(t, err)
	return h
}

func eachHall(t *testing.T, f func(h *hall)) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) { f(newHall(t, w)) })
}

// ask sends a request and reads the answer into out, or the problem; it returns the
// status and why.
func (h *hall) ask(method, path string, in, out any) (int, string) {
	h.t.Helper()
	var body io.Reader
	kind := "application/json"
	switch x := in.(type) {
	case nil:
	case []byte:
		body, kind = bytes.NewReader(x), "application/octet-stream"
	default:
		text, err := json.Marshal(in)
		h.w.OK(h.t, err)
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequest(method, h.server.URL+path, body)
	h.w.OK(h.t, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := h.client.Do(r)
	h.w.OK(h.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	h.w.OK(h.t, err)
	if answer.StatusCode != http.StatusOK {
		var p wire.Problem
		if err := json.Unmarshal(text, &p); err != nil || p.V != 1 || p.Text == "" {
			h.t.Errorf("%s %s: %d with no problem in it: %s", method, path, answer.StatusCode, text)
		}
		return answer.StatusCode, p.Why
	}
	if out != nil {
		h.w.OK(h.t, json.Unmarshal(text, out))
	}
	return answer.StatusCode, ""
}

func (h *hall) good(method, path string, in, out any) {
	h.t.Helper()
	if status, why := h.ask(method, path, in, out); status != http.StatusOK {
		h.t.Fatalf("%s %s: %d %s", method, path, status, why)
	}
}

// enrol makes the phone Lone's and unlocks it.
func (h *hall) enrol() {
	h.t.Helper()
	var code string
	h.w.OK(h.t, h.w.Store.Update(context.Background(), func(tx *casefile.Tx) (err error) {
		code, _, err = device.Code(context.Background(), tx, h.w.Lone)
		return err
	}))
	var got wire.Enrolled
	h.good("POST", "/v1/enrol", wire.Enrol{V: 1, Code: code, Name: "Min telefon", Public: h.phone.Public(), PIN: pin, App: "proeve",
		Sign: h.phone.Sign([]byte(wire.EnrolWords + code))}, &got)
	h.phone.ID, h.phone.Receipts, h.phone.App = got.Device, got.Receipts.Public, "proeve"
	if status, why := h.unlock(pin); status != http.StatusOK {
		h.t.Fatalf("unlock: %d %s", status, why)
	}
}

func (h *hall) unlock(pin string) (int, string) {
	h.t.Helper()
	var c wire.Challenge
	h.good("GET", "/v1/challenge", nil, &c)
	return h.ask("POST", "/v1/unlock", wire.Unlock{V: 1, Device: h.phone.ID, Challenge: c.Challenge, PIN: pin,
		Sign: h.phone.Sign([]byte(wire.UnlockWords + c.Challenge))}, nil)
}

// TestADayOfAPhone walks the whole way: made known, unlocked, the day, an entry with
// its receipt, what the server holds, a picture in pieces, locked.
func TestADayOfAPhone(t *testing.T) {
	eachHall(t, func(h *hall) {
		if status, _ := h.ask("GET", "/v1/day", nil, nil); status != http.StatusUnauthorized {
			h.t.Errorf("a day without a phone: %d", status)
		}
		h.enrol()
		var day wire.Day
		h.good("GET", "/v1/day?by=person", nil, &day)
		if len(day.Courses) != 1 || !bytes.Equal(day.Receipts.Public, h.phone.Receipts) {
			h.t.Fatalf("%+v", day)
		}
		visit := db.NewID()
		at := outboxtest.Place{Case: h.course, Contact: visit, Key: day.Courses[0].Key}
		h.seal(at, wire.KindNote, wire.Writing{V: 1, Session: visit, Visit: &wire.Visit{Kind: "practical", Start: "2026-10-01T07:00:00+02:00",
			End: "2026-10-01T07:45:00+02:00", Direct: 45, Persons: []string{h.mother}, Observation: "De spiste"}})
		h.seal(at, wire.KindNote, wire.Writing{V: 1, Session: visit, Note: &wire.Note{At: "2026-10-01T07:10:00+02:00", Text: "Godt humør"}})
		content, drawn := h.drawn(at)
		batch := h.phone.Batch(100)
		var answer wire.Answer
		h.good("POST", "/v1/outbox", batch, &answer)
		h.w.OK(h.t, h.phone.Take(batch, answer))
		for _, k := range h.phone.Entries {
			if k.Receipt.Shelf != wire.InCase {
				h.t.Errorf("entry %d: %+v", k.Head.Seq, k.Verdict)
			}
		}
		var signed wire.Signed
		h.good("POST", "/v1/outbox/state", h.phone.Ask(), &signed)
		h.w.OK(h.t, outboxtest.Genuine(h.phone.Receipts, signed))
		h.pieces(content)
		h.w.OK(h.t, h.w.Read(h.t, h.w.Lone, h.course, func(ctx context.Context, f *casefile.Reader) error {
			notes, err := phone.Notes(ctx, f, visit)
			if err != nil || len(notes) != 1 || notes[0].Text != "Godt humør" {
				h.t.Errorf("%+v: %v", notes, err)
			}
			seen, p, err := phone.PictureOf(ctx, f, visit, drawn)
			if err != nil || !bytes.HasPrefix(seen, []byte{0xff, 0xd8}) || p.Words != "Bordet" {
				h.t.Errorf("%d bytes of %+v: %v", len(seen), p, err)
			}
			return nil
		}))
		for range 2 {
			h.good("POST", "/v1/handed", nil, nil)
		}
		for _, day := range []string{"/v1/day", "/v1/day?by=person"} {
			if status, why := h.ask("GET", day, nil, nil); status != http.StatusUnauthorized || why != "phones.api.locked" {
				h.t.Errorf("in other hands %s answers %d %s", day, status, why)
			}
		}
		h.good("POST", "/v1/outbox", h.phone.Sending(), nil) // what was kept is taken all the same
		h.good("POST", "/v1/lock", nil, nil)
		if status, why := h.ask("POST", "/v1/outbox", h.phone.Sending(), nil); status != http.StatusUnauthorized || why != "phones.api.locked" {
			h.t.Errorf("after locking: %d %s", status, why)
		}
	})
}

func (h *hall) seal(at outboxtest.Place, kind wire.Kind, payload any) {
	h.t.Helper()
	_, err := h.phone.Seal(at, kind, payload)
	h.w.OK(h.t, err)
}

// drawn makes a picture and the entry that names it, and returns its ciphertext and
// the entry's id.
func (h *hall) drawn(at outboxtest.Place) (sealed []byte, entry string) {
	h.t.Helper()
	var plain bytes.Buffer
	h.w.OK(h.t, jpeg.Encode(&plain, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil))
	key := bytes.Repeat([]byte{7}, 32)
	block, err := aes.NewCipher(key)
	h.w.OK(h.t, err)
	gcm, err := cipher.NewGCM(block)
	h.w.OK(h.t, err)
	sealed = gcm.Seal(nil, make([]byte, 12), plain.Bytes(), []byte(wire.FileWords))
	sum := sha256.Sum256(sealed)
	h.seal(at, wire.KindFile, wire.Writing{V: 1, Session: at.Contact, Picture: &wire.Picture{Digest: sum[:], Size: len(sealed), Key: key, Type: "image/jpeg", Words: "Bordet"}})
	return sealed, h.phone.Entries[len(h.phone.Entries)-1].Head.ID
}

// pieces sends a picture in pieces, one of them twice.
func (h *hall) pieces(content []byte) {
	h.t.Helper()
	sum := sha256.Sum256(content)
	path := "/v1/files/" + base64.RawURLEncoding.EncodeToString(sum[:])
	half := len(content) / 2
	for _, p := range []struct{ from, to, have int }{{0, half, half}, {0, half, half}, {half, len(content), len(content)}} {
		var got struct{ Have int }
		h.good("PUT", path+"?offset="+strconv.Itoa(p.from)+"&size="+strconv.Itoa(len(content)), content[p.from:p.to], &got)
		if got.Have != p.have {
			h.t.Errorf("after %d to %d: %d bytes are here, want %d", p.from, p.to, got.Have, p.have)
		}
	}
}

// TestWhatAPhoneMayNot asks for what must be refused, and how.
func TestWhatAPhoneMayNot(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		for name, c := range map[string]struct {
			method, path string
			in           any
			status       int
		}{
			"a body that is no JSON":          {"POST", "/v1/outbox", []byte("x"), 400},
			"of a newer form":                 {"POST", "/v1/outbox", wire.Batch{V: 2}, 400},
			"too large":                       {"POST", "/v1/outbox", wire.Batch{V: 1, App: strings.Repeat("x", wire.MostBody)}, 413},
			"an enrolment of a newer form":    {"POST", "/v1/enrol", wire.Enrol{V: 2}, 400},
			"a code that was never given":     {"POST", "/v1/enrol", wire.Enrol{V: 1, Code: "ABCD-2345", Name: "x", PIN: pin, Public: h.phone.Public()}, 400},
			"a phone that was never known":    {"POST", "/v1/unlock", wire.Unlock{V: 1, Device: "x"}, 403},
			"a state of a newer form":         {"POST", "/v1/outbox/state", wire.Ask{V: 2}, 400},
			"a picture by no name":            {"PUT", "/v1/files/%2A?offset=0&size=1", []byte("x"), 400},
			"a picture without a size":        {"PUT", "/v1/files/AAAA", []byte("x"), 400},
			"a piece that is larger than one": {"PUT", "/v1/files/AAAA?offset=0&size=1", bytes.Repeat([]byte("x"), wire.Piece+1), 413},
		} {
			if status, why := h.ask(c.method, c.path, c.in, nil); status != c.status {
				h.t.Errorf("%s: %d %s, want %d", name, status, why, c.status)
			}
		}
		if status, why := h.unlock("000000"); status != 400 || why != "phones.pin.wrong" {
			h.t.Errorf("a wrong PIN: %d %s", status, why)
		}
		h.w.OK(h.t, h.w.Store.Update(context.Background(), func(tx *casefile.Tx) error {
			return device.Revoke(context.Background(), tx, h.w.Lone, h.phone.ID, "Tabt i bussen")
		}))
		if status, _ := h.ask("GET", "/v1/day", nil, nil); status != 401 {
			h.t.Errorf("a phone that was shut out reads on: %d", status)
		}
		if status, why := h.unlock(pin); status != 403 || why != "phones.revoked" {
			h.t.Errorf("a phone that was shut out: %d %s", status, why)
		}
	})
}

// TestReadingClosesAndSendingDoesNot: half an hour after anybody read, the day asks
// for the PIN; what was recorded is taken all the same.
func TestReadingClosesAndSendingDoesNot(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.enrol()
		start := h.w.Now()
		h.w.SetNow(start.Add(20 * time.Minute))
		h.good("GET", "/v1/day?by=person", nil, nil)
		h.w.SetNow(start.Add(45 * time.Minute))
		h.good("GET", "/v1/day", nil, nil)
		h.w.SetNow(start.Add(51 * time.Minute))
		if status, _ := h.ask("GET", "/v1/day", nil, nil); status != 401 {
			h.t.Errorf("31 minutes after reading: %d", status)
		}
		h.good("POST", "/v1/outbox", h.phone.Sending(), nil)
		h.w.SetNow(start.Add(device.SessionLimit))
		if status, _ := h.ask("POST", "/v1/outbox", h.phone.Sending(), nil); status != 401 {
			h.t.Errorf("after a working day: %d", status)
		}
	})
}

// TestTheProgramIsTheSameForAll fetches the program as anybody does.
func TestTheProgramIsTheSameForAll(t *testing.T) {
	h := newHall(t, casefiletest.One(t))
	get := func(path, mark, language string) *http.Response {
		t.Helper()
		r, err := http.NewRequest("GET", h.server.URL+path, nil)
		h.w.OK(t, err)
		r.Header.Set("If-None-Match", mark)
		r.Header.Set("Accept-Language", language)
		answer, err := h.client.Do(r)
		h.w.OK(t, err)
		t.Cleanup(func() { answer.Body.Close() })
		return answer
	}
	for path, kind := range map[string]string{
		"/telefon": "text/html; charset=utf-8", "/telefon/app.js": "text/javascript; charset=utf-8", "/telefon/app.css": "text/css; charset=utf-8",
		"/telefon/sw.js": "text/javascript; charset=utf-8", "/telefon/manifest.webmanifest": "application/manifest+json", "/telefon/icon-512.png": "image/png",
	} {
		answer := get(path, "", "da")
		head := answer.Header
		if answer.StatusCode != 200 || head.Get("Content-Type") != kind || head.Get("Cache-Control") != "no-cache" || head.Get("ETag") == "" ||
			!strings.Contains(head.Get("Content-Security-Policy"), "require-trusted-types-for 'script'") {
			t.Errorf("%s: %d %v", path, answer.StatusCode, head)
		}
		if (head.Get("Service-Worker-Allowed") == "/telefon") != (path == "/telefon/sw.js") {
			t.Errorf("%s: may serve %q", path, head.Get("Service-Worker-Allowed"))
		}
		if again := get(path, head.Get("ETag"), "da"); again.StatusCode != 304 {
			t.Errorf("%s, unchanged: %d", path, again.StatusCode)
		}
	}
	if plain := get("/telefon/app.js", "", "da"); !plain.Uncompressed {
		t.Error("the program is not sent zipped to a browser that takes it")
	}
	for language, want := range map[string]string{"da": `<html lang="da">`, "en-GB,en;q=0.9": `<html lang="en">`, "": `<html lang="da">`} {
		text, err := io.ReadAll(get("/telefon", "", language).Body)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("in %q: %s", language, text)
		}
	}
	if answer := get("/telefon/..%2fphone.go", "", "da"); answer.StatusCode != 404 {
		t.Errorf("a file that is none: %d", answer.StatusCode)
	}
}

// TestNobodyElsesPhone: the phone's cookie is its owner's, wherever it comes from.
func TestNobodyElsesPhone(t *testing.T) {
	h := newHall(t, casefiletest.One(t))
	h.enrol()
	d := device.Device{ID: h.phone.ID, OwnerID: h.w.Lone.ID}
	_, err := outbox.Receive(context.Background(), h.w.Store, outbox.Sender{Device: d, Actor: access.Actor{ID: "anders"}}, h.phone.Sending(), phone.Apply)
	h.w.Denied(t, err)
}
