package entry

import (
	"net/http"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/web"
)

// The address at which a lent screen is taken back.
const lentPath = "/log-ind/igen"

// Lend puts the session of the request to sleep in the transaction of the deed that
// hands the screen over, and gives the cookie that takes it back.
func (c Config) Lend(r *http.Request, tx *casefile.Tx) (*http.Cookie, error) {
	token, err := c.Gate.Lend(r.Context(), tx.Tx, c.token(r))
	if err != nil {
		return nil, err
	}
	return c.cookie(token), nil
}

// lentPage asks whoever lent the screen out for the password.
type lentPage struct {
	Form    web.Form
	Name    string
	Email   string // for the browser that remembers passwords
	Demo    bool
	Onwards string
}

func (c Config) lentPageOf(v *web.Visit) (*web.Rendered, error) {
	s, a, err := c.Gate.Who(v.Context(), c.token(v.Request))
	if err == nil && s.Stage != login.Lent {
		err = fault.New(fault.Denied, "login.out")
	}
	if err != nil {
		return nil, err
	}
	page := lentPage{Form: v.Form, Name: a.Name, Email: a.Email, Demo: c.Demo != nil && a.Demo, Onwards: v.Form.Value("til")}
	return web.Page("entry/lent", page).Titled("login.back.title").Alone(), nil
}

// lentNow reports whether the browser's session sleeps.
func (c Config) lentNow(v *web.Visit) bool {
	s, _, err := c.Gate.Who(v.Context(), c.token(v.Request))
	return err == nil && s.Stage == login.Lent
}

func (c Config) showLent(v *web.Visit) (web.Response, error) {
	page, err := c.lentPageOf(v)
	if err != nil {
		return refused(v, nil, err)
	}
	return page, nil
}

// takeBack wakes the session. The browser then forgets what it kept of the screen.
func (c Config) takeBack(v *web.Visit) (web.Response, error) {
	page, err := c.lentPageOf(v)
	if err != nil {
		return refused(v, nil, err)
	}
	token := c.token(v.Request)
	if c.Demo != nil {
		token, err = c.Demo.TakeBack(v.Context(), token)
	} else {
		token, err = c.Gate.TakeBack(v.Context(), token, v.Form.Value("password"))
	}
	if err != nil {
		return refused(v, page, err)
	}
	return web.WithHeader(c.goOn(v, token, login.In), "Clear-Site-Data", `"cache"`), nil
}
