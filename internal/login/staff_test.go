package login

import (
	"context"
	"errors"
	"testing"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

func (w *town) try(f func(context.Context, *db.Tx) error) error {
	ctx := context.Background()
	return w.DB.Update(ctx, func(tx *db.Tx) error { return f(ctx, tx) })
}

func TestWhatANewAccountMustBe(t *testing.T) {
	each(t, func(w *town) {
		good := Account{OrganisationID: w.house.ID, Email: "ny@huset.invalid", Name: "Ny", Role: access.Consultant}
		lars, _ := w.add("Lars", access.Adviser)
		cases := map[string]struct {
			change func(*Account)
			key    string
		}{
			"no name":                    {func(a *Account) { a.Name = "  " }, "login.name.empty"},
			"no email":                   {func(a *Account) { a.Email = "" }, "login.email.form"},
			"email with a name":          {func(a *Account) { a.Email = "Ny <ny@huset.invalid>" }, "login.email.form"},
			"email taken":                {func(a *Account) { a.Email = "ASTA@huset.invalid" }, "login.email.taken"},
			"no role":                    {func(a *Account) { a.Role = "king" }, "login.role.none"},
			"machine":                    {func(a *Account) { a.Role = access.Machine }, "login.role.none"},
			"adviser at the provider":    {func(a *Account) { a.Role = access.Adviser }, "login.role.organisation"},
			"no organisation":            {func(a *Account) { a.OrganisationID = "x" }, "login.organisation.none"},
			"leader elsewhere":           {func(a *Account) { a.LeaderID = lars.ID }, "login.leader.none"},
			"deputy unknown":             {func(a *Account) { a.DeputyID = "x" }, "login.deputy.none"},
			"away until before it began": {func(a *Account) { a.AbsentFrom, a.AbsentTo = clock.NewDate(2026, 10, 2), clock.NewDate(2026, 10, 1) }, "login.absent.order"},
			"away without a beginning":   {func(a *Account) { a.AbsentTo = clock.NewDate(2026, 10, 1) }, "login.absent.order"},
		}
		for name, c := range cases {
			a := good
			c.change(&a)
			err := w.try(func(ctx context.Context, tx *db.Tx) error { _, _, err := w.Add(ctx, tx, w.asta.Actor(), a); return err })
			if w.t.Run(name, func(t *testing.T) { wantKey(t, err, fault.Invalid, c.key) }); err == nil {
				return
			}
		}
		if err := w.try(func(ctx context.Context, tx *db.Tx) error {
			_, _, err := w.Add(ctx, tx, w.asta.Actor(), good)
			return err
		}); err != nil {
			w.t.Error(err)
		}
	})
}

func TestOnlyAnAdministratorChangesAccounts(t *testing.T) {
	each(t, func(w *town) {
		lone, _ := w.add("Lone", access.Consultant)
		gitte, _ := w.add("Gitte", access.Leader)
		for _, by := range []access.Actor{lone.Actor(), gitte.Actor(), {}, access.System} {
			for name, deed := range map[string]func(context.Context, *db.Tx) error{
				"add":    func(ctx context.Context, tx *db.Tx) error { _, _, err := w.Add(ctx, tx, by, Account{}); return err },
				"change": func(ctx context.Context, tx *db.Tx) error { return w.Change(ctx, tx, by, lone) },
				"end":    func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, by, lone.ID) },
				"reset":  func(ctx context.Context, tx *db.Tx) error { _, err := w.Reset(ctx, tx, by, lone.ID); return err },
			} {
				if err := w.try(deed); fault.KindOf(err) != fault.Denied {
					w.t.Errorf("%s by %q: got %v, want denied", name, by.Role, err)
				}
			}
		}
	})
}

func TestNobodyRaisesOrEndsThemselves(t *testing.T) {
	each(t, func(w *town) {
		asta := w.asta
		asta.Role = access.Leader
		err := w.try(func(ctx context.Context, tx *db.Tx) error { return w.Change(ctx, tx, w.asta.Actor(), asta) })
		wantKey(w.t, err, fault.Invalid, "login.role.own")
		err = w.try(func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, w.asta.Actor(), w.asta.ID) })
		wantKey(w.t, err, fault.Invalid, "login.end.own")
		err = w.try(func(ctx context.Context, tx *db.Tx) error {
			_, err := w.Reset(ctx, tx, w.asta.Actor(), w.asta.ID)
			return err
		})
		wantKey(w.t, err, fault.Invalid, "login.reset.not")
		err = w.try(func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, Command, w.asta.ID) })
		wantKey(w.t, err, fault.Invalid, "login.administrator.last")
	})
}

func TestAStaleChangeIsAConflict(t *testing.T) {
	each(t, func(w *town) {
		lone, _ := w.add("Lone", access.Consultant)
		change := func(a Account) error {
			return w.try(func(ctx context.Context, tx *db.Tx) error { return w.Change(ctx, tx, w.asta.Actor(), a) })
		}
		a := lone
		a.Phone = "00 00 00 01"
		if err := change(a); err != nil {
			w.t.Fatal(err)
		}
		wantKey(w.t, change(a), fault.Conflict, "login.account.changed")
	})
}

func TestANewRoleEndsThePersonsSessions(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		token, _ := w.settle(lone, first)
		_, a, err := w.Who(ctx, token)
		if err != nil {
			w.t.Fatal(err)
		}
		a.Phone = "00 00 00 01"
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.Change(ctx, tx, w.asta.Actor(), a) })
		if _, a, err = w.Who(ctx, token); err != nil || a.Phone != "00 00 00 01" {
			w.t.Fatalf("a new number threw her out: %v", err)
		}
		a.Role = access.Psychologist
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.Change(ctx, tx, w.asta.Actor(), a) })
		w.isOut(token)
	})
}

func TestResetStartsAfresh(t *testing.T) {
	each(t, func(w *town) {
		lone, first := w.add("Lone", access.Consultant)
		token, _ := w.settle(lone, first)
		var fresh string
		w.update(func(ctx context.Context, tx *db.Tx) (err error) {
			fresh, err = w.Reset(ctx, tx, w.asta.Actor(), lone.ID)
			return err
		})
		w.isOut(token)
		_, _, err := w.enter(lone.Email, ownPassword)
		wantKey(w.t, err, fault.Invalid, "login.wrong")
		w.settle(lone, fresh)
	})
}

func TestChoosingIsForInventedPeopleOnly(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		demo := Demo{w.Gate}
		lone, _ := w.add("Lone", access.Consultant)
		if _, err := demo.Choose(ctx, lone.ID, ""); fault.KindOf(err) != fault.Denied {
			w.t.Fatalf("a real person could be chosen: %v", err)
		}
		var berit Account
		w.update(func(ctx context.Context, tx *db.Tx) error {
			o, err := AddOrganisation(ctx, tx, w.Clock, Organisation{Kind: Provider, Name: "Opfundet", Demo: true})
			if err != nil {
				return err
			}
			var password string
			berit, password, err = w.Add(ctx, tx, Command, Account{OrganisationID: o.ID, Email: "berit@huset.invalid", Name: "Berit", Role: access.Consultant})
			if password != "" {
				w.t.Error("an invented person got a password")
			}
			return err
		})
		token, err := demo.Choose(ctx, berit.ID, "")
		if err != nil {
			w.t.Fatal(err)
		}
		if s, a, err := w.Who(ctx, token); err != nil || s.Stage != In || a.Name != "Berit" {
			w.t.Errorf("got %v %v %v", s, a, err)
		}
	})
}

func TestStaffByRole(t *testing.T) {
	each(t, func(w *town) {
		lone, _ := w.add("Lone", access.Consultant)
		anders, _ := w.add("Anders", access.Consultant)
		w.update(func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, w.asta.Actor(), lone.ID) })
		w.update(func(ctx context.Context, tx *db.Tx) error {
			working, err := ByRole(ctx, tx, access.Consultant, access.Psychologist)
			if err != nil || len(working) != 1 || working[0].ID != anders.ID {
				w.t.Errorf("got %v, %v; want Anders", working, err)
			}
			all, err := Staff(ctx, tx)
			if err != nil || len(all) != 3 || !all[lone.ID].Ended() || all[lone.ID].Name != "Lone" {
				w.t.Errorf("who has left must still have a name: %v, %v", all, err)
			}
			return nil
		})
	})
}

func TestAbsent(t *testing.T) {
	day := func(n int) clock.Date { return clock.NewDate(2026, 10, n) }
	cases := map[string]struct {
		from, to clock.Date
		want     bool
	}{
		"present":              {clock.Date{}, clock.Date{}, false},
		"away today":           {day(5), day(5), true},
		"from tomorrow":        {day(6), day(9), false},
		"until yesterday":      {day(1), day(4), false},
		"until further notice": {day(1), clock.Date{}, true},
	}
	for name, c := range cases {
		if got := (Account{AbsentFrom: c.from, AbsentTo: c.to}).Absent(day(5)); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestStaffIsReadAnewWhenAnAccountChanges(t *testing.T) {
	each(t, func(w *town) {
		lone, _ := w.add("Lone", access.Consultant)
		look := func() (a Account) {
			err := w.try(func(ctx context.Context, tx *db.Tx) error {
				all, err := Staff(ctx, tx)
				a = all[lone.ID]
				return err
			})
			if err != nil {
				w.t.Fatal(err)
			}
			return a
		}
		if got := look(); got.Name != "Lone" || got.HasPassword {
			w.t.Errorf("got %+v", got)
		}
		stop := errors.New("stop")
		undone := w.try(func(ctx context.Context, tx *db.Tx) error {
			a := lone
			a.Name = "Undone"
			if err := w.Change(ctx, tx, w.asta.Actor(), a); err != nil {
				return err
			}
			if all, err := Staff(ctx, tx); err != nil || all[lone.ID].Name != "Undone" {
				w.t.Errorf("within its own transaction the change is not seen: %v, %v", all[lone.ID], err)
			}
			return stop
		})
		if got := look(); !errors.Is(undone, stop) || got.Name != "Lone" {
			w.t.Errorf("a change that was undone is seen: %q, %v", got.Name, undone)
		}
		if err := w.try(func(ctx context.Context, tx *db.Tx) error {
			a := lone
			a.Name = "Lone Ny"
			return w.Change(ctx, tx, w.asta.Actor(), a)
		}); err != nil {
			w.t.Fatal(err)
		}
		if got := look(); got.Name != "Lone Ny" {
			w.t.Errorf("got %q after the change", got.Name)
		}
		if err := w.try(func(ctx context.Context, tx *db.Tx) error { return w.End(ctx, tx, w.asta.Actor(), lone.ID) }); err != nil {
			w.t.Fatal(err)
		}
		if got := look(); !got.Ended() {
			w.t.Error("the end is not seen")
		}
	})
}
