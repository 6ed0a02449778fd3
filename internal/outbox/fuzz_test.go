package outbox_test

import (
	"context"
	"strings"
	"testing"

	"samspil/internal/casefile/casefiletest"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

// FuzzReceive gives the server headers and payloads of any kind, signed and sealed as
// they should be. Whatever they say, each is answered, none breaks the program, none
// is put off for ever, and what is stored has a receipt that holds.
func FuzzReceive(f *testing.F) {
	const head = `{"v":1,"id":"ID","dev":"DEV","seq":7,"prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","case":"CASE","contact":"visit","kind":"KIND",` +
		`"wall":"2026-10-01T14:40:03.702+02:00","life":"x","mono":1234,"app":"1f3a9c","sch":"samspil-writing/1","kid":"KEY"}`
	for kind, payload := range map[wire.Kind]string{
		wire.KindNote: `{"v":1,"note":{"at":"","text":"note"}}`, wire.KindVoid: `{"v":1,"from":1,"to":2,"reason":"x"}`,
		wire.KindFile:  `{"v":1,"picture":{"digest":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","size":1,"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","type":"image/jpeg","words":"x"},"note":{"text":"x"}}`,
		wire.KindStart: `{"v":1,"note":{"text":"after:never"}}`, wire.KindEnd: `{"v":2}`, wire.KindCode: "{\"v\":1,\"note\":{\"text\":\"\\u0000\"}}",
	} {
		f.Add(strings.Replace(head, "KIND", string(kind), 1), []byte(payload))
	}
	f.Add(strings.Replace(head, `"seq":7`, `"seq":9223372036854775807`, 1), []byte("\x00"))
	f.Add(strings.Replace(head, "visit", `\u0000\ud800`, 1), []byte("[]"))
	f.Add(strings.Replace(head, "2026-10-01", "9999-99-99", 1), []byte(`{"v":1,"from":1,"to":9223372036854775807}`))
	f.Add("null", []byte("null"))
	r := newRig(f, casefiletest.One(f))
	f.Fuzz(func(t *testing.T, header string, payload []byte) {
		header = strings.NewReplacer(`"ID"`, `"`+outboxtest.ULID(r.Now())+`"`, `"DEV"`, `"`+r.phone.ID+`"`, `"CASE"`, `"`+r.course+`"`, `"KEY"`, `"`+r.place.Key.Key+`"`).Replace(header)
		s, err := r.phone.CloseUnder([]byte(header), r.place.Key, payload)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := outbox.Receive(context.Background(), r.Store, r.from, r.phone.Sending(s), apply)
		if err != nil || len(answer.Verdicts) != 1 {
			t.Fatalf("%+v: %v", answer, err)
		}
		switch v := answer.Verdicts[0]; v.Result {
		case wire.Stored, wire.Clash:
			if _, err := r.phone.Verify(*v.Receipt); err != nil {
				t.Error(err)
			}
		case wire.Refused:
			if v.Why == "" || strings.Contains(v.Text, "‹") {
				t.Errorf("%+v", v)
			}
		case wire.Later:
			if v.Why != "interaction.wire.newer" && !strings.Contains(string(payload), "later") {
				t.Errorf("put off for ever: %+v", v)
			}
		default:
			t.Errorf("%+v", v)
		}
	})
}
