package login

import (
	"context"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/db"
	"samspil/internal/fault"
)

func (w *town) lend(token Token) Token {
	w.t.Helper()
	var lent Token
	w.update(func(ctx context.Context, tx *db.Tx) (err error) {
		lent, err = w.Lend(ctx, tx, token)
		return err
	})
	return lent
}

// A lent screen opens nothing until the password is given; the session then goes on as
// the same one, and ends when it would have ended.
func TestALentScreenIsTakenBackByPassword(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		token, _ := w.settle(lone, first)
		was, _, err := w.Who(ctx, token)
		if err != nil {
			w.t.Fatal(err)
		}
		w.now = w.now.Add(20 * time.Minute)
		lent := w.lend(token)
		w.isOut(token)
		s, _, err := w.Who(ctx, lent)
		if err != nil || s.Stage != Lent || s.ID != was.ID {
			w.t.Fatalf("got %+v, %v", s, err)
		}
		if _, _, err := w.Confirm(ctx, lent, "000000"); fault.KindOf(err) != fault.Denied {
			w.t.Errorf("a lent session takes a code: %v", err)
		}
		if _, _, err := w.RenewPassword(ctx, lent, ownPassword, "en helt anden lang sætning"); fault.KindOf(err) != fault.Denied {
			w.t.Errorf("a lent session changes the password: %v", err)
		}
		_, err = w.TakeBack(ctx, lent, "forkert adgangskode")
		wantKey(w.t, err, fault.Invalid, "login.back.wrong")
		w.now = w.now.Add(50 * time.Minute) // longer than a session may idle
		back, err := w.TakeBack(ctx, lent, ownPassword)
		if err != nil {
			w.t.Fatal(err)
		}
		w.isOut(lent)
		s, a, err := w.Who(ctx, back)
		if err != nil || s.Stage != In || s.ID != was.ID || a.ID != lone.ID || !s.CreatedAt.Equal(was.CreatedAt) {
			w.t.Errorf("got %+v %v", s, err)
		}
		_, err = w.TakeBack(ctx, back, ownPassword)
		wantKey(w.t, err, fault.Denied, "login.out")
		lent = w.lend(back)
		err = w.DB.Update(ctx, func(tx *db.Tx) error { _, err := w.Lend(ctx, tx, lent); return err })
		wantKey(w.t, err, fault.Denied, "login.out")
	})
}

func TestALentScreenEnds(t *testing.T) {
	each(t, func(w *town) {
		ctx := context.Background()
		lone, first := w.add("Lone", access.Consultant)
		token, _ := w.settle(lone, first)
		lent := w.lend(token)
		for range mostWrong {
			_, err := w.TakeBack(ctx, lent, "forkert")
			wantKey(w.t, err, fault.Invalid, "login.back.wrong")
		}
		w.isOut(lent)
		if len(w.waited) == 0 || w.waited[len(w.waited)-1] == 0 {
			w.t.Errorf("guessing waits for nothing: %v", w.waited)
		}
		karen, first := w.add("Karen", access.Consultant)
		token, _ = w.settle(karen, first)
		lent = w.lend(token)
		w.now = w.now.Add(LentLimit)
		_, err := w.TakeBack(ctx, lent, ownPassword)
		wantKey(w.t, err, fault.Denied, "login.out")
	})
}
