package login

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"
	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/db/dbtest"
	"samspil/internal/fault"
	"samspil/internal/seal"
)

// town is a gate on a fresh database with one provider, one municipality and an
// administrator; its clock is moved by hand and waiting is only written down.
type town struct {
	*Gate
	t      *testing.T
	now    time.Time
	waited []time.Duration
	house  Organisation
	city   Organisation
	asta   Account
}

func each(t *testing.T, f func(w *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		key, err := localsecrets.NewRandomKey()
		if err != nil {
			t.Fatal(err)
		}
		keys, err := seal.OpenKeys(context.Background(), dbtest.Keys(t), localsecrets.NewKeeper(key))
		if err != nil {
			t.Fatal(err)
		}
		w := &town{t: t, now: time.Date(2026, 10, 1, 8, 0, 0, 0, clock.Copenhagen)}
		w.Gate = NewGate(d, keys, func() time.Time { return w.now })
		w.cost = cost{memory: 64, passes: 1, threads: 1} // the full one is tried in TestFullCost
		w.Wait = func(_ context.Context, d time.Duration) error { w.waited = append(w.waited, d); return nil }
		w.update(func(ctx context.Context, tx *db.Tx) (err error) {
			if w.house, err = AddOrganisation(ctx, tx, w.Clock, Organisation{Kind: Provider, Name: "Familiehuset"}); err != nil {
				return err
			}
			w.city, err = AddOrganisation(ctx, tx, w.Clock, Organisation{Kind: Municipality, Name: "Fjordby Kommune"})
			return err
		})
		w.asta, _ = w.add("Asta", access.Administrator)
		f(w)
	})
}

func (w *town) update(f func(context.Context, *db.Tx) error) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.DB.Update(ctx, func(tx *db.Tx) error { return f(ctx, tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) add(name string, role access.Role) (a Account, password string) {
	w.t.Helper()
	w.update(func(ctx context.Context, tx *db.Tx) (err error) {
		o := w.house
		if role == access.Adviser {
			o = w.city
		}
		a, password, err = w.Add(ctx, tx, Command, Account{OrganisationID: o.ID, Email: name + "@huset.invalid", Name: name, Role: role})
		return err
	})
	return a, password
}

func (w *town) enter(email, password string) (Token, Stage, error) {
	return w.Enter(context.Background(), Attempt{Email: email, Password: password, Address: "192.0.2.1", Device: "Mozilla/5.0 (Windows) Firefox/130.0"})
}

func (w *town) code(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

const ownPassword = "fire små egern i et træ"

// settle takes a new person through first password, own password and second
// factor, and returns the token and the factor's secret.
func (w *town) settle(a Account, password string) (Token, string) {
	w.t.Helper()
	ctx := context.Background()
	token, stage, err := w.enter(a.Email, password)
	if err != nil || stage != Renew {
		w.t.Fatalf("first log-in: %s, %v", stage, err)
	}
	if token, stage, err = w.RenewPassword(ctx, token, "", ownPassword); err != nil || stage != Enrol {
		w.t.Fatalf("own password: %s, %v", stage, err)
	}
	e, err := w.Enrolment(ctx, token)
	if err != nil {
		w.t.Fatal(err)
	}
	again, err := w.Enrolment(ctx, token)
	if err != nil || again.Secret != e.Secret {
		w.t.Fatalf("the secret changed when the page was shown again: %v", err)
	}
	if token, stage, err = w.Confirm(ctx, token, w.code(e.Secret)); err != nil || stage != In {
		w.t.Fatalf("confirm: %s, %v", stage, err)
	}
	return token, e.Secret
}

func (w *town) isOut(token Token) {
	w.t.Helper()
	if _, _, err := w.Who(context.Background(), token); fault.KindOf(err) != fault.Denied {
		w.t.Errorf("still let in: %v", err)
	}
}

func wantKey(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	e, ok := fault.As(err)
	if !ok || e.Kind != kind || e.Key != key && (len(e.Fields) == 0 || e.Fields[0].Key != key) {
		t.Errorf("got %v; want %v %s", err, kind, key)
	}
}

func TestFirstLogInAndTheNext(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		token, secret := w.settle(lone, first)
		s, a, err := w.Who(ctx, token)
		if err != nil || s.Stage != In || a.Name != "Lone" || !a.HasFactor {
			w.t.Fatalf("got %v %v %v", s, a, err)
		}
		if diff := cmp.Diff("Firefox · Windows", s.Device); diff != "" {
			w.t.Error(diff)
		}
		if _, _, err := w.enter(lone.Email, first); fault.KindOf(err) != fault.Invalid {
			w.t.Errorf("the first password still works: %v", err)
		}
		w.now = w.now.Add(time.Minute)
		half, stage, err := w.enter(" LONE@huset.invalid", ownPassword)
		if err != nil || stage != Code {
			w.t.Fatalf("got %s, %v", stage, err)
		}
		in, _, err := w.Confirm(ctx, half, w.code(secret))
		if err != nil || in == half {
			w.t.Fatalf("the token did not change at the second factor: %v", err)
		}
		w.isOut(half)
		_, _, err = w.Confirm(ctx, in, w.code(secret))
		wantKey(w.t, err, fault.Denied, "login.out")
	})
}

func TestACodeWorksOnce(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		_, secret := w.settle(lone, first)
		half, _, err := w.enter(lone.Email, ownPassword)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _, err = w.Confirm(context.Background(), half, w.code(secret))
		wantKey(w.t, err, fault.Invalid, "login.code.wrong")
		w.now = w.now.Add(31 * time.Second)
		if _, stage, err := w.Confirm(context.Background(), half, w.code(secret)); err != nil || stage != In {
			w.t.Errorf("the next code: %s, %v", stage, err)
		}
	})
}

func TestFiveWrongCodesEndTheSession(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		w.settle(lone, first)
		half, _, err := w.enter(lone.Email, ownPassword)
		if err != nil {
			w.t.Fatal(err)
		}
		for range mostWrong {
			_, _, err := w.Confirm(context.Background(), half, "000000")
			wantKey(w.t, err, fault.Invalid, "login.code.wrong")
		}
		w.isOut(half)
	})
}

func TestWrongNameAndWrongPasswordLookTheSame(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		for name, c := range map[string][2]string{
			"unknown name": {"nobody@huset.invalid", first}, "wrong password": {lone.Email, "x"}, "empty": {"", ""},
		} {
			_, _, err := w.enter(c[0], c[1])
			e, _ := fault.As(err)
			if e == nil || e.Key != "login.wrong" || len(e.Fields) > 0 {
				w.t.Errorf("%s: got %v", name, err)
			}
		}
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, w.asta.Actor(), lone.ID) })
		_, _, err := w.enter(lone.Email, first)
		wantKey(w.t, err, fault.Invalid, "login.wrong")
	})
}

func TestFailuresWait(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		for range 9 {
			w.enter(lone.Email, "wrong")
		}
		s := time.Second
		want := []time.Duration{0, 0, 0, 1 * s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s}
		if diff := cmp.Diff(want, w.waited); diff != "" {
			w.t.Fatal(diff)
		}
		w.waited = nil
		if _, _, err := w.enter(lone.Email, first); err != nil {
			w.t.Fatalf("delayed, not locked out: %v", err)
		}
		w.now = w.now.Add(time.Second)
		w.enter(lone.Email, "wrong")
		if diff := cmp.Diff([]time.Duration{longestDelay, 0}, w.waited); diff != "" {
			w.t.Errorf("a good log-in clears the way: %s", diff)
		}
	})
}

func TestVeryManyFailuresAreRefused(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		for range mostPerPair {
			w.enter(lone.Email, "wrong")
		}
		_, _, err := w.enter(lone.Email, first)
		wantKey(w.t, err, fault.Unavailable, "login.toomany")
		if _, _, err := w.Enter(context.Background(), Attempt{Email: lone.Email, Password: first, Address: "198.51.100.7"}); err != nil {
			w.t.Errorf("from another address it must work: %v", err)
		}
		w.now = w.now.Add(attemptWindow + time.Minute)
		if _, _, err := w.enter(lone.Email, first); err != nil {
			w.t.Errorf("an hour later: %v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	cases := map[string]struct {
		every, until time.Duration // a request that often, for that long
		in           bool
	}{
		"29 minutes idle":       {29 * time.Minute, 29 * time.Minute, true},
		"30 minutes idle":       {30 * time.Minute, 30 * time.Minute, false},
		"busy just under 10 h":  {20 * time.Minute, 9*time.Hour + 40*time.Minute, true},
		"busy for 10 h":         {20 * time.Minute, 10 * time.Hour, false},
		"a request each second": {time.Second, 2 * time.Minute, true},
	}
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		_, secret := w.settle(lone, first)
		for name, c := range cases {
			w.now = w.now.Add(time.Hour)
			half, _, err := w.enter(lone.Email, ownPassword)
			if err != nil {
				w.t.Fatal(err)
			}
			token, _, err := w.Confirm(context.Background(), half, w.code(secret))
			if err != nil {
				w.t.Fatal(err)
			}
			for at := time.Duration(0); at < c.until; at += c.every {
				w.now = w.now.Add(c.every)
				_, _, err = w.Who(context.Background(), token)
			}
			if (err == nil) != c.in {
				w.t.Errorf("%s: got %v, want in %v", name, err, c.in)
			}
		}
	})
}

func TestOutAndEndAll(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		one, secret := w.settle(lone, first)
		w.now = w.now.Add(time.Minute)
		half, _, _ := w.enter(lone.Email, ownPassword)
		two, _, err := w.Confirm(ctx, half, w.code(secret))
		if err != nil {
			w.t.Fatal(err)
		}
		var list []Session
		w.update(func(ctx context.Context, tx *db.Tx) (err error) { list, err = w.Sessions(ctx, tx, lone.ID); return err })
		if len(list) != 2 || !list[0].CreatedAt.After(list[1].CreatedAt) {
			w.t.Fatalf("got %v, want two, newest first", list)
		}
		anders, _ := w.add("Anders", access.Consultant)
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.EndOne(ctx, tx, anders, list[0].ID) })
		if _, _, err := w.Who(ctx, two); err != nil {
			w.t.Errorf("somebody else ended it: %v", err)
		}
		if err := w.Out(ctx, two); err != nil {
			w.t.Fatal(err)
		}
		w.isOut(two)
		if err := w.Out(ctx, two); err != nil {
			w.t.Errorf("out twice: %v", err)
		}
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.EndAll(ctx, tx, lone) })
		w.isOut(one)
		w.isOut("")
		w.isOut("guess")
	})
}

func TestTokensAndSecretsAreNotInTheDatabase(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		token, secret := w.settle(lone, first)
		w.update(func(ctx context.Context, tx *db.Tx) error {
			var tokenHash, password, who, address string
			var factor []byte
			if err := tx.QueryRow(ctx, `SELECT s.token_hash, a.password, a.factor FROM login_session s JOIN account a ON a.id = s.account_id WHERE s.ended_at = 0`).Scan(&tokenHash, &password, &factor); err != nil {
				return err
			}
			if err := tx.QueryRow(ctx, `SELECT who, address FROM login_attempt LIMIT 1`).Scan(&who, &address); err != nil {
				return err
			}
			all := strings.Join([]string{tokenHash, password, string(factor), who, address}, "|")
			for _, s := range []string{string(token), ownPassword, strings.ReplaceAll(secret, " ", ""), lone.Email, "192.0.2.1"} {
				if strings.Contains(all, s) {
					w.t.Errorf("%q is readable in the database", s)
				}
			}
			return nil
		})
	})
}

func TestNewPasswords(t *testing.T) {
	cases := map[string]struct{ password, key string }{
		"empty":       {"", "login.password.empty"},
		"short":       {"elleve tegn", "login.password.short"},
		"own name":    {"lone fra fjordby", "login.password.guessable"},
		"own address": {"lone@huset.invalid", "login.password.guessable"},
		"one letter":  {"aaaaaaaaaaaaaaaa", "login.password.guessable"},
		"too long":    {strings.Repeat("lang ", 30), "login.password.long"},
		"good":        {"fire små egern", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var p fault.Problems
			checkPassword(&p, "new", c.password, Account{Name: "Lone", Email: "lone@huset.invalid"})
			if c.key == "" && !p.Has() {
				return
			}
			wantKey(t, p.Err(), fault.Invalid, c.key)
		})
	}
}

func TestFullCost(t *testing.T) {
	g := &Gate{cost: fullCost, hashing: make(chan struct{}, 1)}
	hashed, err := g.hash(context.Background(), ownPassword)
	if err != nil || !strings.HasPrefix(hashed, "argon2id$131072$2$") {
		t.Fatalf("got %q, %v; want 128 MiB", hashed, err)
	}
	for password, want := range map[string]bool{ownPassword: true, ownPassword + " ": false, "": false} {
		if got, err := g.matches(context.Background(), password, hashed); got != want || err != nil {
			t.Errorf("%q: got %v, %v", password, got, err)
		}
	}
	if got, _ := g.matches(context.Background(), "", ""); got {
		t.Error("an account without a password let somebody in")
	}
}

func TestDelay(t *testing.T) {
	for n, want := range map[int]time.Duration{0: 0, 2: 0, 3: time.Second, 8: 32 * time.Second, 9: longestDelay, 5000: longestDelay} {
		if got := Delay(n); got != want {
			t.Errorf("after %d failures: got %v, want %v", n, got, want)
		}
	}
}

func TestLogInsAreInTheAuditLog(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		w.enter(lone.Email, "wrong")
		w.enter("nobody@huset.invalid", "wrong")
		token, _ := w.settle(lone, first)
		if err := w.Out(ctx, token); err != nil {
			w.t.Fatal(err)
		}
		want := []string{
			"account-add by command on asta", "account-add by command on lone",
			"log-in-refused by  on lone", "log-in-refused by  on ",
			"password by lone on ", "factor by lone on ", "log-out by lone on ",
		}
		names := map[string]string{lone.ID: "lone", w.asta.ID: "asta", Command.ID: "command", "": ""}
		var got []string
		w.update(func(ctx context.Context, tx *db.Tx) error {
			lines, err := audit.OfCourse(ctx, tx, "", 100)
			for _, n := range lines {
				got = append([]string{n.Act + " by " + names[n.Actor] + " on " + names[n.Object]}, got...)
			}
			return err
		})
		if diff := cmp.Diff(want, got); diff != "" {
			w.t.Error(diff)
		}
		if lines, found, err := w.log.Verify(ctx, w.DB, w.Keys); lines != 7 || len(found) > 0 || err != nil {
			w.t.Errorf("verify: %d lines, %v, %v", lines, found, err)
		}
	})
}
