package entry

import (
	"time"

	"samspil/internal/casefile"
	"samspil/internal/login"
	"samspil/internal/web"
)

// minePage lists the browsers in which a person is logged in.
type minePage struct {
	Sessions    []mySession
	HasPassword bool
}

type mySession struct {
	ID, Device          string
	Since, Seen, EndsAt time.Time
	Here                bool
}

func (c Config) mine(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	here, account, err := c.Gate.Look(v.Context(), tx.Tx, c.token(v.Request))
	if err != nil {
		return nil, err
	}
	all, err := c.Gate.Sessions(v.Context(), tx.Tx, v.Actor.ID)
	if err != nil {
		return nil, err
	}
	page := minePage{HasPassword: account.HasPassword}
	for _, s := range all {
		page.Sessions = append(page.Sessions, mySession{
			ID: s.ID, Device: s.Device, Since: s.CreatedAt, Seen: s.SeenAt,
			EndsAt: s.CreatedAt.Add(login.SessionLimit), Here: s.ID == here.ID,
		})
	}
	return web.Page("entry/mine", page).Titled("login.mine.title"), nil
}

func (c Config) endOne(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	_, a, err := c.Gate.Look(v.Context(), tx.Tx, c.token(v.Request))
	if err != nil {
		return nil, err
	}
	if err := c.Gate.EndOne(v.Context(), tx.Tx, a, v.Param("session")); err != nil {
		return nil, err
	}
	return web.Redirect("/mine-log-ind", "login.mine.ended"), nil
}

func (c Config) endAll(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	_, a, err := c.Gate.Look(v.Context(), tx.Tx, c.token(v.Request))
	if err != nil {
		return nil, err
	}
	if err := c.Gate.EndAll(v.Context(), tx.Tx, a); err != nil {
		return nil, err
	}
	return web.WithCookie(web.Redirect("/log-ud?sprog="+string(v.Lang), ""), c.cookie("")), nil
}
