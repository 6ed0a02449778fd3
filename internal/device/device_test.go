package device_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/wire"
)

const pin = "271894"

// phone is a phone in its owner's hand.
type phone struct {
	t      *testing.T
	w      *casefiletest.World
	key    *ecdsa.PrivateKey
	public []byte
	device device.Device
}

func newPhone(t *testing.T, w *casefiletest.World) *phone {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return &phone{t: t, w: w, key: key, public: public}
}

func (p *phone) sign(message string) []byte {
	digest := sha256.Sum256([]byte(message))
	r, s, err := ecdsa.Sign(rand.Reader, p.key, digest[:])
	if err != nil {
		p.t.Fatal(err)
	}
	out := make([]byte, 64)
	r.FillBytes(out[:32])
	s.FillBytes(out[32:])
	return out
}

func (p *phone) enrolment(code string) device.Enrolment {
	return device.Enrolment{Code: code, Name: "Lones telefon", PIN: pin, App: "build-1", Public: p.public, Sign: p.sign(wire.EnrolWords + code)}
}

func (p *phone) unlock(pin string) (device.Token, error) {
	challenge := device.Challenge(p.w.Store)
	token, _, err := device.Unlock(context.Background(), p.w.Store,
		device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: pin, Sign: p.sign(wire.UnlockWords + challenge)})
	return token, err
}

func code(t *testing.T, w *casefiletest.World, owner access.Actor) string {
	t.Helper()
	var code string
	inTx(t, w, func(ctx context.Context, tx *casefile.Tx) (err error) {
		code, _, err = device.Code(ctx, tx, owner)
		return err
	})
	return code
}

func inTx(t *testing.T, w *casefiletest.World, f func(context.Context, *casefile.Tx) error) {
	t.Helper()
	if err := try(w, f); err != nil {
		t.Fatal(err)
	}
}

func try(w *casefiletest.World, f func(context.Context, *casefile.Tx) error) error {
	ctx := context.Background()
	return w.Store.Update(ctx, func(tx *casefile.Tx) error { return f(ctx, tx) })
}

// enrolled is a phone of the owner's, made known.
func enrolled(t *testing.T, w *casefiletest.World, owner access.Actor) *phone {
	t.Helper()
	p := newPhone(t, w)
	var err error
	if p.device, err = device.Enrol(context.Background(), w.Store, p.enrolment(code(t, w, owner))); err != nil {
		t.Fatal(err)
	}
	return p
}

// is reports an error that is not of the kind and key.
func is(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != kind || e.Key != key && !strings.Contains(e.Error(), key) {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
	if !lang.Has(lang.Danish, key) {
		t.Errorf("%s has no text", key)
	}
}

// lines counts the lines of the audit log about phones.
func lines(t *testing.T, w *casefiletest.World, act, result string) (n int) {
	t.Helper()
	inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
		return tx.QueryRow(ctx, `SELECT COUNT(*) FROM audit_line WHERE act = $1 AND result = $2`, act, result).Scan(&n)
	})
	return n
}

func TestAPhoneIsMadeKnownByACodeOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		p, given := newPhone(t, w), code(t, w, w.Lone)
		e := p.enrolment(strings.ToLower(strings.ReplaceAll(given, "-", " ")))
		first, err := device.Enrol(ctx, w.Store, e)
		if err != nil {
			t.Fatal(err)
		}
		if first.OwnerID != w.Lone.ID || first.Name != "Lones telefon" || first.App != "build-1" || !first.EnrolledAt.Equal(w.Now()) || first.Revoked() {
			t.Errorf("got %+v", first)
		}
		if again, err := device.Enrol(ctx, w.Store, e); err != nil || again.ID != first.ID {
			t.Errorf("the answer was lost and asked for again: got %s, %v; want %s", again.ID, err, first.ID)
		}
		_, err = device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(given))
		is(t, err, fault.Invalid, "phones.code.wrong")
		_, err = device.Enrol(ctx, w.Store, p.enrolment(code(t, w, w.Anders)))
		is(t, err, fault.Invalid, "phones.public") // one key, one person
		if n := lines(t, w, "phone-enrol", "done"); n != 1 {
			t.Errorf("%d lines of a phone made known", n)
		}
		if n := lines(t, w, "phone-enrol", "refused"); n != 1 {
			t.Errorf("%d lines of a refused code", n)
		}
	})
}

func TestWhatAPhoneMayNotBeMadeKnownWith(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := newPhone(t, w)
		for name, c := range map[string]struct {
			change func(*device.Enrolment)
			want   string
		}{
			"a code never given": {func(e *device.Enrolment) { e.Code = "ABCD-EFGH"; e.Sign = p.sign(wire.EnrolWords + e.Code) }, "phones.code.wrong"},
			"no code":            {func(e *device.Enrolment) { e.Code = ""; e.Sign = p.sign(wire.EnrolWords) }, "phones.code.wrong"},
			"another signature":  {func(e *device.Enrolment) { e.Sign = p.sign(wire.UnlockWords + e.Code) }, "phones.public"},
			"no signature":       {func(e *device.Enrolment) { e.Sign = nil }, "phones.public"},
			"no key":             {func(e *device.Enrolment) { e.Public = nil }, "phones.public"},
			"half a key":         {func(e *device.Enrolment) { e.Public = e.Public[:33] }, "phones.public"},
			"no name":            {func(e *device.Enrolment) { e.Name = "  " }, "phones.name.empty"},
			"a long name":        {func(e *device.Enrolment) { e.Name = strings.Repeat("æ", 61) }, "phones.name.long"},
			"five digits":        {func(e *device.Enrolment) { e.PIN = "27189" }, "phones.pin.short"},
			"thirteen digits":    {func(e *device.Enrolment) { e.PIN = "2718918275012" }, "phones.pin.long"},
			"letters":            {func(e *device.Enrolment) { e.PIN = "27189a" }, "phones.pin.digits"},
			"one digit":          {func(e *device.Enrolment) { e.PIN = "000000" }, "phones.pin.guessable"},
			"upwards":            {func(e *device.Enrolment) { e.PIN = "678901" }, "phones.pin.guessable"},
			"downwards":          {func(e *device.Enrolment) { e.PIN = "210987" }, "phones.pin.guessable"},
		} {
			t.Run(name, func(t *testing.T) {
				e := p.enrolment(code(t, w, w.Lone))
				c.change(&e)
				_, err := device.Enrol(context.Background(), w.Store, e)
				is(t, err, fault.Invalid, c.want)
			})
		}
	})
}

func TestCodes(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		for _, actor := range []access.Actor{w.Dorthe, w.Admin} {
			w.Denied(t, try(w, func(ctx context.Context, tx *casefile.Tx) error { _, _, err := device.Code(ctx, tx, actor); return err }))
		}
		start := w.Now()
		var codes []string
		for range 4 {
			w.SetNow(w.Now().Add(time.Minute))
			codes = append(codes, code(t, w, w.Lone))
		}
		others := code(t, w, w.Anders)
		_, err := device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(codes[0]))
		is(t, err, fault.Invalid, "phones.code.wrong") // the fourth took its place
		w.SetNow(start.Add(2 * time.Minute).Add(device.CodeLimit - time.Microsecond))
		if _, err := device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(codes[1])); err != nil {
			t.Errorf("a code just before its end: %v", err)
		}
		w.SetNow(start.Add(3 * time.Minute).Add(device.CodeLimit))
		_, err = device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(codes[2]))
		is(t, err, fault.Invalid, "phones.code.wrong") // ten minutes old
		if d, err := device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(others)); err != nil || d.OwnerID != w.Anders.ID {
			t.Errorf("another's code: %v", err)
		}
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			var n int
			err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM device_code WHERE code_hash LIKE $1 OR code_hash LIKE $2`, "%"+codes[3]+"%", "%"+strings.ReplaceAll(codes[3], "-", "")+"%").Scan(&n)
			if n != 0 {
				t.Error("a code lies in the clear")
			}
			return err
		})
	})
}

func TestGuessingCodesStops(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			for range 599 {
				if _, err := tx.Exec(ctx, `INSERT INTO device_wrong (id, at) VALUES ($1, $2)`, db.NewID(), db.Micros(w.Now())); err != nil {
					return err
				}
			}
			return nil
		})
		_, err := device.Enrol(ctx, w.Store, newPhone(t, w).enrolment("ABCD-EFGH"))
		is(t, err, fault.Invalid, "phones.code.wrong")
		given := code(t, w, w.Lone)
		_, err = device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(given))
		is(t, err, fault.Unavailable, "phones.api.often")
		w.SetNow(w.Now().Add(11 * time.Minute))
		if _, err = device.Enrol(ctx, w.Store, newPhone(t, w).enrolment(code(t, w, w.Lone))); err != nil {
			t.Error(err)
		}
	})
}

func TestUnlockedForAWorkingDay(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		p, start := enrolled(t, w, w.Lone), w.Now()
		token, err := p.unlock(pin)
		if err != nil {
			t.Fatal(err)
		}
		look := func(after time.Duration) (device.Session, error) {
			w.SetNow(start.Add(after))
			d, owner, s, err := device.Who(ctx, w.Store, token)
			if err == nil && (d.ID != p.device.ID || owner.ID != w.Lone.ID) {
				t.Errorf("it is %s's %s", owner.ID, d.ID)
			}
			return s, err
		}
		for _, c := range []struct {
			after   time.Duration
			touch   bool
			reading bool
		}{
			{0, false, true}, {29 * time.Minute, true, true}, {58 * time.Minute, false, true}, {59 * time.Minute, false, false},
			{60 * time.Minute, true, false}, {61 * time.Minute, false, false}, {10*time.Hour - time.Microsecond, false, false},
		} {
			s, err := look(c.after)
			if err != nil || s.Reading != c.reading {
				t.Fatalf("after %s: reading %v, %v", c.after, s.Reading, err)
			}
			if c.touch {
				if err := device.Touch(ctx, w.Store, s); err != nil {
					t.Fatal(err)
				}
			}
		}
		_, err = look(10 * time.Hour)
		is(t, err, fault.Denied, "phones.api.locked")

		second, err := p.unlock(pin)
		if err != nil {
			t.Fatal(err)
		}
		third, err := p.unlock(pin)
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, err = device.Who(ctx, w.Store, second)
		is(t, err, fault.Denied, "phones.api.locked") // one session at a time
		for range 2 {
			if err := device.Lock(ctx, w.Store, third); err != nil {
				t.Fatal(err)
			}
		}
		for _, token := range []device.Token{third, "", "never"} {
			_, _, _, err = device.Who(ctx, w.Store, token)
			is(t, err, fault.Denied, "phones.api.locked")
		}
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			var n int
			err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM device_session WHERE token_hash LIKE $1`, "%"+string(third)+"%").Scan(&n)
			if n != 0 {
				t.Error("a token lies in the clear")
			}
			return err
		})
	})
}

func TestWhatDoesNotUnlock(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		p, other := enrolled(t, w, w.Lone), enrolled(t, w, w.Anders)
		start, challenge := w.Now(), device.Challenge(w.Store)
		good := device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: pin, Sign: p.sign(wire.UnlockWords + challenge)}
		forged := challenge[:len(challenge)-4] + "AAAA"
		for name, c := range map[string]struct {
			at    device.Attempt
			after time.Duration
			kind  fault.Kind
			want  string
		}{
			"another phone's key":    {device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: pin, Sign: other.sign(wire.UnlockWords + challenge)}, 0, fault.Denied, "phones.unknown"},
			"another phone's id":     {device.Attempt{DeviceID: other.device.ID, Challenge: challenge, PIN: pin, Sign: good.Sign}, 0, fault.Denied, "phones.unknown"},
			"an id never given":      {device.Attempt{DeviceID: "never", Challenge: challenge, PIN: pin, Sign: good.Sign}, 0, fault.Denied, "phones.unknown"},
			"a signature of another": {device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: pin, Sign: p.sign(wire.EnrolWords + challenge)}, 0, fault.Denied, "phones.unknown"},
			"no signature":           {device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: pin}, 0, fault.Denied, "phones.unknown"},
			"an old challenge":       {good, device.ChallengeLimit + time.Microsecond, fault.Invalid, "phones.challenge"},
			"a challenge to come":    {good, -time.Second, fault.Invalid, "phones.challenge"},
			"an own challenge":       {device.Attempt{DeviceID: p.device.ID, Challenge: forged, PIN: pin, Sign: p.sign(wire.UnlockWords + forged)}, 0, fault.Invalid, "phones.challenge"},
			"no challenge":           {device.Attempt{DeviceID: p.device.ID, PIN: pin, Sign: p.sign(wire.UnlockWords)}, 0, fault.Invalid, "phones.challenge"},
		} {
			t.Run(name, func(t *testing.T) {
				w.SetNow(start.Add(c.after))
				_, _, err := device.Unlock(ctx, w.Store, c.at)
				is(t, err, c.kind, c.want)
			})
		}
		w.SetNow(start.Add(device.ChallengeLimit))
		if _, _, err := device.Unlock(ctx, w.Store, good); err != nil {
			t.Errorf("at the end of the challenge: %v", err)
		}
	})
}

func TestFiveWrongPINsLockThePhone(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := enrolled(t, w, w.Lone)
		wrong := func(want string, kind fault.Kind) {
			t.Helper()
			_, err := p.unlock("999991")
			is(t, err, kind, want)
		}
		for range 2 { // a good one begins the count anew
			wrong("phones.pin.wrong", fault.Invalid)
			if _, err := p.unlock(pin); err != nil {
				t.Fatal(err)
			}
		}
		wrong("phones.pin.wrong", fault.Invalid)
		wrong("phones.pin.wrong", fault.Invalid)
		_, err := p.unlock(pin)
		is(t, err, fault.Unavailable, "phones.api.often") // too soon, though right
		for _, wait := range []time.Duration{5 * time.Second, 15 * time.Second} {
			w.SetNow(w.Now().Add(wait - time.Second))
			wrong("phones.api.often", fault.Unavailable)
			w.SetNow(w.Now().Add(time.Second))
			wrong("phones.pin.wrong", fault.Invalid)
		}
		w.SetNow(w.Now().Add(30 * time.Second))
		wrong("phones.locked", fault.Denied)
		w.SetNow(w.Now().Add(48 * time.Hour))
		_, err = p.unlock(pin)
		is(t, err, fault.Denied, "phones.locked")
		if n := lines(t, w, "phone-unlock", "refused"); n != 7 {
			t.Errorf("%d refused attempts in the log, want 7", n)
		}
		if n := lines(t, w, "phone-lock", "done"); n != 1 {
			t.Errorf("%d lines of locking", n)
		}

		for _, actor := range []access.Actor{w.Anders, w.Gitte, w.Admin} { // nobody but the owner
			w.Denied(t, try(w, func(ctx context.Context, tx *casefile.Tx) error {
				return device.Reopen(ctx, tx, actor, device.Reopening{DeviceID: p.device.ID})
			}))
		}
		err = try(w, func(ctx context.Context, tx *casefile.Tx) error {
			return device.Reopen(ctx, tx, w.Lone, device.Reopening{DeviceID: p.device.ID, PIN: "111111"})
		})
		is(t, err, fault.Invalid, "phones.pin.guessable")
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			return device.Reopen(ctx, tx, w.Lone, device.Reopening{DeviceID: p.device.ID})
		})
		if _, err := p.unlock(pin); err != nil {
			t.Errorf("opened at the desk: %v", err)
		}
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			return device.Reopen(ctx, tx, w.Lone, device.Reopening{DeviceID: p.device.ID, PIN: "604418"})
		})
		_, err = p.unlock(pin)
		is(t, err, fault.Invalid, "phones.pin.wrong")
		if _, err := p.unlock("604418"); err != nil {
			t.Errorf("with the new PIN: %v", err)
		}
	})
}

func TestManyGuessesAtOnceAreCounted(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := enrolled(t, w, w.Lone)
		challenge := device.Challenge(w.Store)
		at := device.Attempt{DeviceID: p.device.ID, Challenge: challenge, PIN: "999991", Sign: p.sign(wire.UnlockWords + challenge)}
		tried := make(chan bool, 20)
		for range cap(tried) {
			go func() {
				_, _, err := device.Unlock(context.Background(), w.Store, at)
				e, ok := fault.As(err)
				tried <- ok && e.Key != "phones.api.often"
			}()
		}
		n := 0
		for range cap(tried) {
			if <-tried {
				n++
			}
		}
		if n > 2 { // the third must wait
			t.Errorf("%d of 20 guesses at once were tried", n)
		}
	})
}
