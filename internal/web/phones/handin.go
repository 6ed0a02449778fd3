package phones

import (
	"context"
	"encoding/json"

	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/phone"
	"samspil/internal/web"
	"samspil/internal/wire"
)

// mostFile is how large a file with waiting entries may be, in bytes: some ten
// thousand entries, and the pictures of a day.
const mostFile = 64 << 20

// handInPage takes a file from a phone.
type handInPage struct {
	Form   web.Form
	Crumbs []web.Link
	Done   bool
	Phone  string
	Lines  []web.Fact // what became of the entries
	Shelf  bool       // some lie on the shelf
	Good   bool       // nothing is left for a person to do
}

func handInPageOf(v *web.Visit) *web.Rendered {
	return web.Page("phones/hand-in", handInPage{Form: v.Form, Crumbs: crumbs(v, v.T("phones.hand-in.title"))}).Titled("phones.hand-in.title")
}

func showHandIn(v *web.Visit, _ *casefile.Tx) (web.Response, error) { return handInPageOf(v), nil }

// handIn receives what waits on a phone from a file instead of the network. Whoever
// may see the phone may hand it in: each entry is signed by the phone, so that the
// hand it comes through changes nothing of it.
func (a area) handIn(v *web.Visit) (web.Response, error) {
	_, content, err := v.Upload("file")
	if err != nil {
		return nil, err
	}
	b, err := readBatch(content)
	if err != nil {
		return web.NotValid(handInPageOf(v), err)
	}
	from, err := a.sender(v, b.Device)
	if fault.KindOf(err) == fault.Denied || fault.KindOf(err) == fault.NotFound {
		return web.NotValid(handInPageOf(v), wrong("phones.hand-in.not-yours"))
	}
	if err != nil {
		return nil, err
	}
	became, err := a.receive(v.Context(), from, b)
	if err != nil {
		return nil, err
	}
	if err := a.pictures(v.Context(), from.Device, b.Pictures, became); err != nil {
		return nil, err
	}
	return web.Page("phones/hand-in", a.result(v, from.Device, became)).Titled("phones.hand-in.title"), nil
}

func wrong(key string) error {
	var p fault.Problems
	p.Add("file", key)
	return p.Err()
}

// readBatch reads the file: a Batch of any number of entries.
func readBatch(content []byte) (b wire.Batch, err error) {
	switch {
	case len(content) == 0:
		return b, wrong("phones.hand-in.none")
	case json.Unmarshal(content, &b) != nil || b.V < 1 || b.Device == "":
		return b, wrong("phones.hand-in.unreadable")
	case b.V > wire.Version:
		return b, wrong("phones.hand-in.newer")
	case len(b.Entries) == 0 && len(b.Pictures) == 0:
		return b, wrong("phones.hand-in.empty")
	}
	return b, nil
}

// sender is the phone and its owner, if the person may hand in for them. It is
// written down who did.
func (a area) sender(v *web.Visit, deviceID string) (from outbox.Sender, err error) {
	err = a.kit.Cases.UpdateFor(v.Context(), v.Reference, func(tx *casefile.Tx) error {
		d, err := device.See(v.Context(), tx, v.Actor, deviceID)
		if err != nil {
			return err
		}
		owner, err := login.Get(v.Context(), tx.Tx, d.OwnerID)
		if err != nil {
			return err
		}
		from = outbox.Sender{Device: d, Actor: owner.Actor(), Lang: v.Lang}
		tx.Log(audit.Line{Actor: v.Actor.ID, Role: string(v.Actor.Role), Act: "phone-hand-in", Kind: "device", Object: d.ID, Purpose: "deliver", Result: "done"})
		return nil
	})
	return from, err
}

// receive takes the entries in as many sendings as they need, and counts what became
// of them by result; those that lie on the shelf are counted as "shelf".
func (a area) receive(ctx context.Context, from outbox.Sender, b wire.Batch) (map[string]int, error) {
	became := map[string]int{}
	entries := b.Entries
	for len(entries) > 0 {
		n := min(len(entries), wire.MostBatch)
		part := b
		part.Entries, part.Waits = entries[:n], len(entries)
		entries = entries[n:]
		answer, err := outbox.Receive(ctx, a.kit.Cases, from, part, phone.Apply)
		if err != nil {
			return nil, err
		}
		for _, verdict := range answer.Verdicts {
			became[placeOf(verdict)]++
		}
	}
	return became, nil
}

// pictures takes the pictures of a file, in the pieces that the network would bring,
// and counts them as "picture", those that are not whole as "damaged".
func (a area) pictures(ctx context.Context, d device.Device, all []wire.SealedPicture, became map[string]int) error {
	for _, p := range all {
		have, err := a.picture(ctx, d, p)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		if err == nil && have > 0 && have == len(p.Bytes) {
			became["picture"]++
		} else {
			became["damaged"]++
		}
	}
	return nil
}

// picture takes one, from where its pieces stopped, and returns how much of it is here.
func (a area) picture(ctx context.Context, d device.Device, p wire.SealedPicture) (have int, err error) {
	for have < len(p.Bytes) {
		end := min(have+wire.Piece, len(p.Bytes))
		now, err := outbox.PutPiece(ctx, a.kit.Cases, d, outbox.Piece{Digest: p.Digest, Size: len(p.Bytes), Offset: have, Bytes: p.Bytes[have:end]})
		if err != nil || now <= have {
			return have, err
		}
		have = now
	}
	return have, nil
}

func placeOf(verdict wire.Verdict) string {
	if verdict.Result == wire.Stored && verdict.Receipt != nil {
		var r wire.Receipt
		if json.Unmarshal(verdict.Receipt.B, &r) == nil && r.Shelf == wire.Quarantine {
			return "shelf"
		}
	}
	return string(verdict.Result)
}

// outcomes are what can become of an entry, in the order they are told.
var outcomes = []string{"stored", "shelf", "same", "clash", "refused", "erased", "later"}

func (a area) result(v *web.Visit, d device.Device, became map[string]int) handInPage {
	page := handInPage{Form: v.Form, Crumbs: crumbs(v, v.T("phones.hand-in.title")), Done: true, Phone: d.Name, Shelf: became["shelf"]+became["clash"] > 0}
	page.Good = !page.Shelf && became["refused"]+became["later"]+became["damaged"] == 0
	for _, what := range outcomes {
		if n := became[what]; n > 0 {
			page.Lines = append(page.Lines, web.Fact{Label: v.T("phones.hand-in." + what), Text: v.TN("phones.entries", n)})
		}
	}
	for _, what := range []string{"picture", "damaged"} {
		if n := became[what]; n > 0 {
			page.Lines = append(page.Lines, web.Fact{Label: v.T("phones.hand-in." + what), Text: v.TN("phones.pictures", n)})
		}
	}
	return page
}
