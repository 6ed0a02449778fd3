package phone

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/phone"
	"samspil/internal/web"
	"samspil/internal/wire"
)

// mostSmall is how large a sending without entries may be, in bytes.
const mostSmall = 64 << 10

// mostAsk is how large a question of what the server holds may be.
const mostAsk = 256 << 10

func newer(v int) error {
	switch {
	case v < 1:
		return fault.New(fault.Invalid, "interaction.wire.unreadable")
	case v > wire.Version:
		return fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": v})
	}
	return nil
}

// enrol makes a phone known.
func (c Config) enrol(v *web.Visit) (web.Response, error) {
	var in wire.Enrol
	if err := v.ReadJSON(&in, mostSmall); err != nil {
		return nil, err
	}
	if err := newer(in.V); err != nil {
		return nil, err
	}
	d, err := device.Enrol(v.Context(), c.Cases, device.Enrolment{Code: in.Code, Name: in.Name, PIN: in.PIN, App: in.App, Public: in.Public, Sign: in.Sign})
	if err != nil {
		return told(v, err)
	}
	id, public, err := c.Cases.Keys.ReceiptKey(v.Context())
	if err != nil {
		return nil, err
	}
	return web.JSON(http.StatusOK, wire.Enrolled{V: wire.Version, Device: d.ID, Receipts: wire.PublicKey{Key: id, Public: public}}), nil
}

// told answers a refusal at the door in its own words: whoever holds a phone is told
// that it was shut out or locked, which an unlocked phone is never asked about.
func told(v *web.Visit, err error) (web.Response, error) {
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Denied {
		return nil, err
	}
	return web.JSON(http.StatusForbidden, wire.Problem{V: wire.Version, Why: e.Key, Text: v.T(e.Key, e.Args)}), nil
}

func (c Config) challenge(*web.Visit) (web.Response, error) {
	return web.JSON(http.StatusOK, wire.Challenge{V: wire.Version, Challenge: device.Challenge(c.Cases)}), nil
}

// unlock begins a phone's session.
func (c Config) unlock(v *web.Visit) (web.Response, error) {
	var in wire.Unlock
	if err := v.ReadJSON(&in, mostSmall); err != nil {
		return nil, err
	}
	if err := newer(in.V); err != nil {
		return nil, err
	}
	t, _, err := device.Unlock(v.Context(), c.Cases, device.Attempt{DeviceID: in.Device, Challenge: in.Challenge, PIN: in.PIN, Sign: in.Sign})
	if err != nil {
		return told(v, err)
	}
	return web.WithCookie(web.JSON(http.StatusOK, done{V: wire.Version}), c.cookie(t)), nil
}

// done is the answer to what needs none.
type done struct {
	V int `json:"v"`
}

func (c Config) lock(v *web.Visit) (web.Response, error) {
	if err := device.Lock(v.Context(), c.Cases, token(v.Request)); err != nil {
		return nil, err
	}
	return web.WithCookie(web.JSON(http.StatusOK, done{V: wire.Version}), c.cookie("")), nil
}

// handed closes reading while the phone is in a parent's or a child's hands: whatever
// is then asked from it, the day is not given before the PIN.
func (c Config) handed(v *web.Visit) (web.Response, error) {
	_, s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	if err := device.CloseReading(v.Context(), c.Cases, s); err != nil {
		return nil, err
	}
	return web.JSON(http.StatusOK, done{V: wire.Version}), nil
}

// day is the owner's day. With ?by=person somebody asks to see it, which counts as
// reading; without, the phone renews by itself what it shows. A phone on which nobody
// has read for half an hour is asked for the PIN first.
func (c Config) day(v *web.Visit) (web.Response, error) {
	_, s, err := c.session(v)
	if err != nil {
		return nil, err
	}
	if !s.Reading {
		return nil, web.ErrPhoneLocked
	}
	var day wire.Day
	err = c.Cases.UpdateFor(v.Context(), v.Reference, func(tx *casefile.Tx) (err error) {
		day, err = phone.Today(v.Context(), tx, v.Actor, v.Device, v.Lang)
		return err
	})
	if err != nil {
		return nil, err
	}
	if v.Request.URL.Query().Get("by") == "person" {
		if err := device.Touch(v.Context(), c.Cases, s); err != nil {
			return nil, err
		}
	}
	return web.JSON(http.StatusOK, day), nil
}

// outbox takes what the phone has kept. It asks for no reading: what was recorded is
// taken as long as the phone's session lasts.
func (c Config) outbox(v *web.Visit) (web.Response, error) {
	var in wire.Batch
	if err := v.ReadJSON(&in, wire.MostBody); err != nil {
		return nil, err
	}
	d, _, err := c.session(v)
	if err != nil {
		return nil, err
	}
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	case <-v.Context().Done():
		return nil, v.Context().Err() // the phone has gone, and sends again
	}
	answer, err := outbox.Receive(v.Context(), c.Cases, outbox.Sender{Device: d, Actor: v.Actor, Lang: v.Lang}, in, phone.Apply)
	if err != nil {
		return nil, err
	}
	return web.JSON(http.StatusOK, answer), nil
}

// state tells the phone, signed, what the server holds of what it asks about.
func (c Config) state(v *web.Visit) (web.Response, error) {
	var in wire.Ask
	if err := v.ReadJSON(&in, mostAsk); err != nil {
		return nil, err
	}
	d, _, err := c.session(v)
	if err != nil {
		return nil, err
	}
	answer, err := outbox.State(v.Context(), c.Cases, d, in)
	if err != nil {
		return nil, err
	}
	return web.JSON(http.StatusOK, answer), nil
}

// piece takes one piece of a picture, at ?offset= of ?size= bytes, and answers how
// many bytes from the beginning are here.
func (c Config) piece(v *web.Visit) (web.Response, error) {
	q := v.Request.URL.Query()
	offset, wrong := strconv.Atoi(q.Get("offset"))
	size, wrongSize := strconv.Atoi(q.Get("size"))
	digest, wrongDigest := base64.RawURLEncoding.DecodeString(v.Param("digest"))
	if wrong != nil || wrongSize != nil || wrongDigest != nil {
		return nil, fault.New(fault.Invalid, "interaction.wire.unreadable")
	}
	bytes, err := v.ReadBytes(wire.Piece)
	if err != nil {
		return nil, err
	}
	d, _, err := c.session(v)
	if err != nil {
		return nil, err
	}
	have, err := outbox.PutPiece(v.Context(), c.Cases, d, outbox.Piece{Digest: digest, Size: size, Offset: offset, Bytes: bytes})
	if err != nil {
		return nil, err
	}
	return web.JSON(http.StatusOK, received{V: wire.Version, Have: have}), nil
}

// received says how much of a picture is here.
type received struct {
	V    int `json:"v"`
	Have int `json:"have"`
}
