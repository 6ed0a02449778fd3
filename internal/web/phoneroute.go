package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

// Phone is a route that phones alone use, below /v1/: it needs an unlocked phone's
// session, which opens no page, as no page's log-in opens it. Visit.Actor is the
// phone's owner and Visit.Device the phone. The handler opens its own transactions
// and reads the body itself, with Visit.ReadJSON or Visit.ReadBytes. Everything that
// goes wrong is answered as wire.Problem; 401 means that the phone must be unlocked.
func Phone(pattern string, h func(*Visit) (Response, error)) Route {
	return Route{Pattern: pattern, Right: Right{Phone: true}, answer: func(_ *Kit, v *Visit) (Response, error) { return h(v) }}
}

// PhoneDoor is a route of phones that are not unlocked yet: making a phone known,
// and unlocking it. It answers as Phone does and asks for nothing first.
func PhoneDoor(pattern string, h func(*Visit) (Response, error)) Route {
	return Route{Pattern: pattern, Right: Right{Phone: true, Public: true}, answer: func(_ *Kit, v *Visit) (Response, error) { return h(v) }}
}

// ErrPhoneLocked makes the phone ask for the PIN: 401.
var ErrPhoneLocked = errors.New("the phone must be unlocked")

// Reasons that a phone is given in words of their own.
const (
	phoneLocked   = "phones.api.locked"
	phoneTooLarge = "phones.api.large"
	phoneNotJSON  = "phones.api.unreadable"
	phoneBusy     = "phones.api.later"
	phoneNotYours = "phones.api.not-yours"
	phoneRevoked  = "phones.revoked"
	phoneEnded    = "phones.ended"
)

// phoneSpeaks is the header in which the phone's program names the language chosen
// there: "da" or "en".
const phoneSpeaks = "Samspil-Language"

// PhoneTooOften as the key of an Unavailable fault is answered by 429.
const PhoneTooOften = "phones.api.often"

// askPhone finds out which phone has sent the request. Who types an address of phones
// into the browser of an unlocked phone gets nothing: only the phone's program asks.
func (k *Kit) askPhone(v *Visit, r Right) error {
	v.Lang = phoneLang(v.Request)
	if r.Public {
		return nil
	}
	if k.Config.Phone == nil || asPage(v.Request) {
		return ErrPhoneLocked
	}
	var err error
	v.Actor, v.Device, err = k.Config.Phone(v.Request)
	v.SignedIn = err == nil
	return err
}

// asPage reports whether a browser asks for something to show: a page, a frame, a
// picture, a download.
func asPage(r *http.Request) bool {
	if to := r.Header.Get("Sec-Fetch-Dest"); to != "" && to != "empty" {
		return true
	}
	return r.Header.Get("Sec-Fetch-Mode") == "navigate" || strings.Contains(r.Header.Get("Accept"), "text/html")
}

// phoneLang is the language that is chosen on the phone, else the one chosen at the
// desk of this browser, else Danish unless the browser plainly asks for another.
func phoneLang(r *http.Request) lang.Lang {
	if chosen := r.Header.Get(phoneSpeaks); chosen != "" {
		return lang.Parse(chosen)
	}
	if c, err := r.Cookie(langCookie); err == nil {
		return lang.Parse(c.Value)
	}
	wanted := strings.ToLower(r.Header.Get("Accept-Language"))
	if strings.HasPrefix(wanted, "en") {
		return lang.English
	}
	return lang.Danish
}

// ReadJSON reads the request's JSON into value. Invalid when it is none, and 413
// when it is longer than most bytes.
func (v *Visit) ReadJSON(value any, most int64) error {
	if kind, _, err := mime.ParseMediaType(v.Request.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return fault.New(fault.Invalid, phoneNotJSON)
	}
	text, err := v.ReadBytes(most)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, value) != nil {
		return fault.New(fault.Invalid, phoneNotJSON)
	}
	return nil
}

// ReadBytes reads the request's body, at most most bytes of it; a longer one is
// answered by 413.
func (v *Visit) ReadBytes(most int64) ([]byte, error) {
	var b bytes.Buffer
	_, err := io.Copy(&b, http.MaxBytesReader(nil, v.Request.Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fault.New(fault.Invalid, phoneTooLarge)
	case err != nil:
		return nil, fault.New(fault.Invalid, phoneNotJSON)
	}
	return b.Bytes(), nil
}

// failPhone answers a phone. Why it failed inside is written in the server's log.
func (k *Kit) failPhone(v *Visit, w *recorder, err error) {
	if w.status != 0 {
		k.Log.Error("answer broke off", "reference", v.Reference, "error", err.Error())
		return
	}
	status, p := problemOf(v, err)
	if fault.KindOf(err) == fault.Internal && status != http.StatusUnauthorized {
		k.Log.Error("request failed", "reference", v.Reference, "route", v.Request.Pattern, "error", err.Error())
	}
	if err := JSON(status, p).write(k, v, w); err != nil {
		k.Log.Error("answer failed", "reference", v.Reference, "error", err.Error())
	}
}

// problemOf maps a failure to the statuses that a phone knows. What is broken here
// is answered like what is busy: the phone keeps what it has and tries again.
func problemOf(v *Visit, err error) (int, wire.Problem) {
	if errors.Is(err, ErrPhoneLocked) {
		return http.StatusUnauthorized, problem(v, phoneLocked, "")
	}
	e, ok := fault.As(err)
	if !ok {
		return http.StatusServiceUnavailable, problem(v, phoneBusy, "")
	}
	switch {
	case e.Key == phoneLocked || e.Key == phoneRevoked || e.Key == phoneEnded: // about the phone's session
		return http.StatusUnauthorized, problem(v, e.Key, "")
	case e.Kind == fault.Denied && strings.HasPrefix(e.Key, "phones."): // about the phone itself
		return http.StatusForbidden, problem(v, e.Key, explain(v, e))
	case e.Kind == fault.Denied || e.Kind == fault.NotFound:
		return http.StatusForbidden, problem(v, phoneNotYours, "")
	case e.Key == phoneTooLarge:
		return http.StatusRequestEntityTooLarge, problem(v, e.Key, explain(v, e))
	case e.Key == PhoneTooOften:
		return http.StatusTooManyRequests, problem(v, e.Key, explain(v, e))
	case e.Kind == fault.Invalid:
		return http.StatusBadRequest, problem(v, e.Key, explain(v, e))
	case e.Kind == fault.Conflict:
		return http.StatusConflict, problem(v, e.Key, explain(v, e))
	}
	return http.StatusServiceUnavailable, problem(v, e.Key, explain(v, e))
}

func problem(v *Visit, key, text string) wire.Problem {
	if text == "" {
		text = v.T(key)
	}
	return wire.Problem{V: wire.Version, Why: key, Text: text}
}
