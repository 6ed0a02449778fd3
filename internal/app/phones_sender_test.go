package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/interaction"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/phone"
	"samspil/internal/wire"
)

// sender is a consultant's phone, and what the record should say of it.
type sender struct {
	*outboxtest.Phone
	owner  access.Actor
	cookie *http.Cookie
	place  outboxtest.Place
	scheme wire.Scheme
	from   outbox.Sender
	rounds []round
	chance *rand.Rand
}

// round is what a phone made in one round.
type round struct {
	segment string
	taps    []wire.Payload
	notes   []string
}

// code makes the entries of one round: a coded stretch, with a note now and then.
func (p *sender) code(t *testing.T, entries int) {
	t.Helper()
	p.Reload() // a new life of the page, as after a crash
	r := round{segment: outboxtest.ULID(p.Now())}
	keep := func(kind wire.Kind, payload any) {
		if _, err := p.Seal(p.place, kind, payload); err != nil {
			t.Fatal(err)
		}
	}
	keep(wire.KindStart, wire.Segment{V: 1, ID: r.segment, Session: p.place.Contact, Part: "play", Scheme: p.scheme.Ref, Fingerprint: p.scheme.Fingerprint,
		Live: true, Started: p.Now().Format(time.RFC3339)})
	moments := slices.DeleteFunc(slices.Clone(p.scheme.Codes), func(c wire.Code) bool { return c.State })
	at := int64(0)
	for i := range entries - 2 {
		at += 200 + p.chance.Int64N(3000)
		if i%10 == 9 {
			text := fmt.Sprintf("Note %d af %s", len(p.Entries), p.ID)
			r.notes = append(r.notes, text)
			keep(wire.KindNote, wire.Writing{V: 1, Session: p.place.Contact, Note: &wire.Note{At: p.Now().Format(time.RFC3339Nano), Text: text}})
			continue
		}
		c := moments[p.chance.IntN(len(moments))]
		tap := wire.Payload{V: 1, Segment: r.segment, Deed: string(interaction.Point), At: at, Subject: c.Subject, Code: c.Code}
		r.taps = append(r.taps, tap)
		keep(wire.KindCode, tap)
	}
	keep(wire.KindEnd, wire.Payload{V: 1, Segment: r.segment, Deed: string(interaction.End), At: at + 1000})
	p.rounds = append(p.rounds, r)
}

// sendAll sends until nothing waits, parts of any size, in order or not, and
// sometimes two at once. What it is answered must be true whenever it is an answer.
func (p *sender) sendAll(ctx context.Context, address string) error {
	client := &http.Client{Timeout: 30 * time.Second}
	for pause := time.Millisecond; ; {
		waiting := p.Waiting()
		if len(waiting) == 0 {
			return nil
		}
		batches := []wire.Batch{p.part(waiting)}
		if p.chance.IntN(4) == 0 {
			batches = append(batches, p.part(waiting))
		}
		answers := make([]wire.Answer, len(batches))
		errs := make([]error, len(batches))
		var both sync.WaitGroup
		for i, b := range batches {
			both.Go(func() { answers[i], errs[i] = p.post(ctx, client, address, b) })
		}
		both.Wait()
		pause = min(2*pause, 200*time.Millisecond)
		for i, b := range batches {
			if errors.Is(errs[i], errWrong) {
				return errs[i]
			}
			if errs[i] != nil {
				continue
			}
			pause = time.Millisecond
			if err := p.Take(b, answers[i]); err != nil {
				return err
			}
			for _, v := range answers[i].Verdicts {
				if v.Result != wire.Stored && v.Result != wire.Same && v.Result != wire.Later {
					return fmt.Errorf("%s is %s: %s", v.ID, v.Result, v.Why)
				}
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d entries wait still", len(p.Waiting()))
		case <-time.After(pause):
		}
	}
}

// part is a sending of some of what waits: mostly the oldest, sometimes any.
func (p *sender) part(waiting []*outboxtest.Kept) wire.Batch {
	some := slices.Clone(waiting)
	if p.chance.IntN(3) == 0 {
		p.chance.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	}
	some = some[:min(len(some), 1+p.chance.IntN(wire.MostBatch))]
	b := p.Sending()
	for _, k := range some {
		b.Entries = append(b.Entries, k.Sealed)
	}
	return b
}

var errWrong = errors.New("an answer that no fault of the network explains")

func (p *sender) post(ctx context.Context, client *http.Client, address string, b wire.Batch) (a wire.Answer, err error) {
	text, err := json.Marshal(b)
	if err != nil {
		return a, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/v1/outbox", bytes.NewReader(text))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(p.cookie)
	resp, err := client.Do(r)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return a, err
	case resp.StatusCode == http.StatusServiceUnavailable || resp.StatusCode == http.StatusInternalServerError:
		return a, fmt.Errorf("status %d", resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return a, fmt.Errorf("%w: %d %.200s", errWrong, resp.StatusCode, body)
	}
	return a, json.Unmarshal(body, &a)
}

// wrong says what of a phone is missing in the record, is there twice, or stands in
// another order than it was made in.
func (p *sender) wrong(t *testing.T, i *installation) (wrong []string) {
	t.Helper()
	ctx := context.Background()
	err := i.cases.Update(ctx, func(tx *casefile.Tx) error {
		f, err := casefile.OpenRead(ctx, tx, p.owner, p.place.Case, access.Purpose{Code: access.Document})
		if err != nil {
			return err
		}
		var notes []string
		for _, r := range p.rounds {
			s, err := interaction.Get(ctx, f, r.segment)
			if err != nil {
				return err
			}
			var got []wire.Payload
			for _, e := range s.Recording.Events {
				got = append(got, wire.Payload{V: 1, Segment: r.segment, Deed: string(interaction.Point), At: e.Onset, Subject: e.Subject, Code: e.Code})
			}
			if !s.Closed || !slices.Equal(got, r.taps) {
				wrong = append(wrong, fmt.Sprintf("%d taps in the record of %d, ended %v", len(got), len(r.taps), s.Closed))
			}
			notes = append(notes, r.notes...)
		}
		there, err := phone.Notes(ctx, f, p.place.Contact)
		if err != nil {
			return err
		}
		var texts []string
		for _, n := range there {
			texts = append(texts, n.Text)
		}
		if !slices.Equal(texts, notes) {
			wrong = append(wrong, fmt.Sprintf("%d notes in the record of %d", len(texts), len(notes)))
		}
		holes, err := outbox.Holes(ctx, tx, p.ID)
		if len(holes) > 0 {
			wrong = append(wrong, fmt.Sprintf("holes %v", holes))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := outbox.State(ctx, i.cases, p.from.Device, p.Ask())
	var state wire.State
	if err == nil {
		err = json.Unmarshal(signed.B, &state)
	}
	if err != nil || len(state.Lacks)+len(state.Holes) > 0 {
		wrong = append(wrong, fmt.Sprintf("the server says it lacks %v, holes %v: %v", state.Lacks, state.Holes, err))
	}
	return wrong
}
