package device_test

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
)

func TestWhoIsShutOutIsRefusedAtOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		ctx := context.Background()
		for name, actor := range map[string]access.Actor{"owner": w.Lone, "leader": w.Gitte, "administrator": w.Admin} {
			t.Run(name, func(t *testing.T) {
				p := enrolled(t, w, w.Lone)
				token, err := p.unlock(pin)
				if err != nil {
					t.Fatal(err)
				}
				for _, stranger := range []access.Actor{w.Anders, w.Ellen, w.Dorthe, {ID: "another", Role: access.Leader, Organisation: "provider"},
					{ID: "another", Role: access.Administrator, Organisation: "municipality"}} {
					w.Denied(t, try(w, func(ctx context.Context, tx *casefile.Tx) error {
						return device.Revoke(ctx, tx, stranger, p.device.ID, "væk")
					}))
				}
				err = try(w, func(ctx context.Context, tx *casefile.Tx) error {
					return device.Revoke(ctx, tx, actor, p.device.ID, " ")
				})
				is(t, err, fault.Invalid, "phones.reason.empty")
				for _, reason := range []string{"Glemt i toget", "den anden gang"} {
					inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
						return device.Revoke(ctx, tx, actor, p.device.ID, reason)
					})
				}
				var d device.Device
				inTx(t, w, func(ctx context.Context, tx *casefile.Tx) (err error) {
					d, err = device.Get(ctx, tx, p.device.ID)
					return err
				})
				if d.Reason != "Glemt i toget" || d.RevokedBy != actor.ID || !d.RevokedAt.Equal(w.Now()) || d.Name != "Lones telefon" {
					t.Errorf("got %+v", d)
				}
				_, _, _, err = device.Who(ctx, w.Store, token)
				is(t, err, fault.Denied, "phones.revoked")
				_, err = p.unlock(pin)
				is(t, err, fault.Denied, "phones.revoked")
				w.Denied(t, try(w, func(ctx context.Context, tx *casefile.Tx) error {
					return device.Reopen(ctx, tx, w.Lone, device.Reopening{DeviceID: p.device.ID})
				}))
			})
		}
	})
}

func TestOneCodeIsForOnePhoneThoughManyTryAtOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		given := code(t, w, w.Lone)
		var all []device.Enrolment
		for range 8 {
			all = append(all, newPhone(t, w).enrolment(given))
		}
		got := make(chan error, len(all))
		for _, e := range all {
			go func() {
				_, err := device.Enrol(context.Background(), w.Store, e)
				got <- err
			}()
		}
		good := 0
		for range all {
			if err := <-got; err == nil {
				good++
			} else {
				is(t, err, fault.Invalid, "phones.code.wrong")
			}
		}
		if good != 1 {
			t.Errorf("%d phones were made known by one code", good)
		}
	})
}

func TestOneRequestIsOneCode(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		start, id := w.Now(), db.NewID()
		ask := func(actor access.Actor, id string) (code string, until time.Time) {
			inTx(t, w, func(ctx context.Context, tx *casefile.Tx) (err error) {
				code, until, err = device.CodeFor(ctx, tx, actor, id)
				return err
			})
			return code, until
		}
		first, _ := ask(w.Lone, id)
		w.SetNow(start.Add(time.Minute))
		if again, until := ask(w.Lone, id); again != first || !until.Equal(start.Add(device.CodeLimit)) {
			t.Errorf("asked again: %s until %s, first %s", again, until, first)
		}
		if other, _ := ask(w.Lone, db.NewID()); other == first {
			t.Error("two requests got one code")
		}
		w.Denied(t, try(w, func(ctx context.Context, tx *casefile.Tx) error {
			_, _, err := device.CodeFor(ctx, tx, w.Anders, id)
			return err
		}))
		if n := lines(t, w, "phone-code", "done"); n != 2 {
			t.Errorf("%d codes stand in the log, want 2", n)
		}
	})
}

// TestAShutOutPhoneHasNoSession holds though its session were left alive.
func TestAShutOutPhoneHasNoSession(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := enrolled(t, w, w.Lone)
		token, err := p.unlock(pin)
		if err != nil {
			t.Fatal(err)
		}
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE device SET revoked_at = 1 WHERE id = $1`, p.device.ID)
			return err
		})
		_, _, _, err = device.Who(context.Background(), w.Store, token)
		is(t, err, fault.Denied, "phones.revoked")
	})
}

func TestWhoHasLeftIsRefusedAtOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		p := enrolled(t, w, w.Lone)
		token, err := p.unlock(pin)
		if err != nil {
			t.Fatal(err)
		}
		given := code(t, w, w.Lone)
		inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE account SET ended_at = 1 WHERE id = 'lone'`)
			return err
		})
		_, _, _, err = device.Who(context.Background(), w.Store, token)
		is(t, err, fault.Denied, "phones.ended")
		_, err = p.unlock(pin)
		is(t, err, fault.Denied, "phones.ended")
		_, err = device.Enrol(context.Background(), w.Store, newPhone(t, w).enrolment(given))
		is(t, err, fault.Invalid, "phones.code.wrong")
	})
}

func TestListsAndReports(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		lones, anders := enrolled(t, w, w.Lone), enrolled(t, w, w.Anders)
		w.SetNow(w.Now().Add(25 * time.Hour))
		for _, r := range []device.Report{
			{DeviceID: lones.device.ID, App: "build-2\n<b>", Head: 41, Waits: 3, Offset: -2500 * time.Millisecond, OnlyOnline: true},
			{DeviceID: lones.device.ID, App: "build-2\n<b>", Head: 12, Waits: 3, Offset: -2500 * time.Millisecond, OnlyOnline: true},
		} {
			inTx(t, w, func(ctx context.Context, tx *casefile.Tx) error { return device.Saw(ctx, tx, r) })
		}
		list := func(f func(context.Context, *casefile.Tx, access.Actor) ([]device.Device, error), actor access.Actor) (all []device.Device) {
			inTx(t, w, func(ctx context.Context, tx *casefile.Tx) (err error) { all, err = f(ctx, tx, actor); return err })
			return all
		}
		mine := list(device.Mine, w.Lone)
		if len(mine) != 1 || mine[0].Head != 41 || mine[0].Waits != 3 || mine[0].Offset != -2500*time.Millisecond || !mine[0].OnlyOnline || mine[0].App != "build-2<b>" || !mine[0].SeenAt.Equal(w.Now()) {
			t.Errorf("got %+v", mine)
		}
		team := list(device.OfTeam, w.Gitte)
		if len(team) != 2 || team[0].ID != anders.device.ID || team[0].Silent(w.Now()) != 25*time.Hour || team[1].ID != lones.device.ID {
			t.Errorf("the leader sees %+v", team)
		}
		if all := list(device.OfTeam, w.Admin); len(all) != 2 {
			t.Errorf("the administrator sees %d", len(all))
		}
		for _, actor := range []access.Actor{w.Lone, w.Ellen, w.Dorthe} {
			if all := list(device.OfTeam, actor); len(all) != 0 {
				t.Errorf("%s sees %d phones of others", actor.Name, len(all))
			}
		}
	})
}
