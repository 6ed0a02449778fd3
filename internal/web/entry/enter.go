package entry

import (
	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/web"
)

// enterPage asks for name and password, or in the demo whom to be.
type enterPage struct {
	Form   web.Form
	Groups []group // the demo's people; empty on a real server
	Today  clock.Date
}

// group is the people of one role.
type group struct {
	Role   access.Role
	People []login.Account
}

func (c Config) enterPage(v *web.Visit) (*web.Rendered, error) {
	page := enterPage{Form: v.Form, Today: v.Today()}
	if c.Demo != nil {
		var err error
		if page.Groups, err = c.groups(v); err != nil {
			return nil, err
		}
		return web.Page("entry/choose", page).Titled("login.title").Bare(), nil
	}
	return web.Page("entry/enter", page).Titled("login.title").Bare(), nil
}

func (c Config) groups(v *web.Visit) (all []group, err error) {
	err = c.Gate.DB.View(v.Context(), func(tx *db.Tx) error {
		all = nil
		for _, role := range access.Roles {
			people, err := login.ByRole(v.Context(), tx, role)
			if err != nil {
				return err
			}
			if len(people) > 0 {
				all = append(all, group{role, people})
			}
		}
		return nil
	})
	return all, err
}

func (c Config) showEnter(v *web.Visit) (web.Response, error) {
	if c.lentNow(v) {
		return web.Redirect(onward(lentPath, v.Form.Value("til")), ""), nil
	}
	if v.SignedIn && v.Form.Value("til") == "" && c.Demo == nil {
		return web.Redirect("/", ""), nil
	}
	return c.enterPage(v)
}

func (c Config) enter(v *web.Visit) (web.Response, error) {
	page, err := c.enterPage(v)
	if err != nil {
		return nil, err
	}
	token, stage, err := c.Gate.Enter(v.Context(), login.Attempt{
		Email: v.Form.Value("email"), Password: v.Form.Value("password"),
		Address: c.address(v.Request), Device: v.Request.UserAgent(),
	})
	if err != nil {
		return refused(v, page, err)
	}
	return c.goOn(v, token, stage), nil
}

// choose logs in as an invented person.
func (c Config) choose(v *web.Visit) (web.Response, error) {
	token, err := c.Demo.Choose(v.Context(), v.Form.Value("person"), v.Request.UserAgent())
	if err != nil {
		return nil, err
	}
	if old := c.token(v.Request); old != "" {
		if err := c.Gate.Out(v.Context(), old); err != nil {
			return nil, err
		}
	}
	return c.goOn(v, token, login.In), nil
}

// codePage asks for the code from the phone.
type codePage struct{ Form web.Form }

func codePageOf(v *web.Visit) *web.Rendered {
	return web.Page("entry/code", codePage{v.Form}).Titled("login.title").Bare()
}

func (c Config) showCode(v *web.Visit) (web.Response, error) {
	return c.onlyAt(v, login.Code, codePageOf(v))
}

// onlyAt shows the page to somebody who has come that far and no further.
func (c Config) onlyAt(v *web.Visit, stage login.Stage, page web.Response) (web.Response, error) {
	s, _, err := c.Gate.Who(v.Context(), c.token(v.Request))
	if err == nil && s.Stage != stage {
		err = fault.New(fault.Denied, "login.out")
	}
	if err != nil {
		return refused(v, page, err)
	}
	return page, nil
}

func (c Config) code(v *web.Visit) (web.Response, error) {
	token, stage, err := c.Gate.Confirm(v.Context(), c.token(v.Request), v.Form.Value("code"))
	if err != nil {
		return refused(v, codePageOf(v), err)
	}
	return c.goOn(v, token, stage), nil
}

// logOut ends the session and has the browser forget the pages it kept. The
// chosen language outlives it, by way of the address.
func (c Config) logOut(v *web.Visit) (web.Response, error) {
	if err := c.Gate.Out(v.Context(), c.token(v.Request)); err != nil {
		return nil, err
	}
	back := web.WithCookie(web.Redirect("/log-ud?sprog="+string(v.Lang), ""), c.cookie(""))
	return web.WithHeader(back, "Clear-Site-Data", `"cache", "cookies"`), nil
}

func loggedOut(v *web.Visit) (web.Response, error) {
	return web.WithCookie(web.Redirect("/log-ind", "login.bye"), languageCookie(v.Form.Value("sprog"))), nil
}
