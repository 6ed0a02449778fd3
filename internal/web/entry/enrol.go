package entry

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/boombuler/barcode/qr"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/web"
)

// enrolPage sets up the phone as the second factor.
type enrolPage struct {
	Form    web.Form
	Key     string // to type where the picture cannot be read
	Picture string // the SVG
}

func (c Config) enrolPageOf(v *web.Visit) (*web.Rendered, error) {
	e, err := c.Gate.Enrolment(v.Context(), c.token(v.Request))
	if err != nil {
		return nil, err
	}
	picture, err := drawQR(e.URL, v.T("login.enrol.picture"))
	if err != nil {
		return nil, err
	}
	return web.Page("entry/enrol", enrolPage{v.Form, e.Secret, picture}).Titled("login.title").Bare(), nil
}

func (c Config) showEnrol(v *web.Visit) (web.Response, error) {
	page, err := c.enrolPageOf(v)
	if err != nil {
		return refused(v, nil, err)
	}
	return page, nil
}

func (c Config) enrol(v *web.Visit) (web.Response, error) {
	token, stage, err := c.Gate.Confirm(v.Context(), c.token(v.Request), v.Form.Value("code"))
	if err == nil {
		return c.goOn(v, token, stage), nil
	}
	page, perr := c.enrolPageOf(v)
	if perr != nil {
		return refused(v, nil, perr)
	}
	return refused(v, page, err)
}

// drawQR draws the text as a QR code, dark squares on white with the quiet rim
// that cameras need. Its colours hold in light and dark dress alike.
func drawQR(text, words string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("draw the picture of a second factor: %w", err)
	}
	const rim = 4
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+rim, y+rim)
			}
		}
	}
	whole := size + 2*rim
	return fmt.Sprintf(`<svg role="img" aria-label="%s" width="240" height="240" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<rect width="%d" height="%d" fill="#fff"/><path fill="#000" d="%s"/></svg>`,
		attribute.Replace(words), whole, whole, whole, whole, path.String()), nil
}

var attribute = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

// renewPage replaces a password.
type renewPage struct {
	Form  web.Form
	Own   bool   // by a person who is logged in, with the old one
	Email string // for the browser that remembers passwords
	Min   int
}

func (c Config) renewPage(v *web.Visit, own bool) *web.Rendered {
	page := renewPage{Form: v.Form, Own: own, Min: login.MinPassword}
	if _, a, err := c.Gate.Who(v.Context(), c.token(v.Request)); err == nil {
		page.Email = a.Email
	}
	if own {
		return web.Page("entry/renew", page).Titled("login.renew.own.title")
	}
	return web.Page("entry/renew", page).Titled("login.title").Bare()
}

func (c Config) showRenew(v *web.Visit) (web.Response, error) {
	return c.onlyAt(v, login.Renew, c.renewPage(v, false))
}

func (c Config) renew(v *web.Visit) (web.Response, error) {
	if err := sameTwice(v); err != nil {
		return refused(v, c.renewPage(v, false), err)
	}
	token, stage, err := c.Gate.RenewPassword(v.Context(), c.token(v.Request), "", v.Form.Value("new"))
	if err != nil {
		return refused(v, c.renewPage(v, false), err)
	}
	return c.goOn(v, token, stage), nil
}

func (c Config) showOwn(v *web.Visit) (web.Response, error) {
	if !v.SignedIn {
		return web.Redirect(onward("/log-ind", "/mine-log-ind/adgangskode"), ""), nil
	}
	return c.renewPage(v, true), nil
}

// changePassword is for a person who is logged in. Its addresses are public only
// in that they hold no transaction: trying the old password may wait, and
// nothing may wait for it.
func (c Config) changePassword(v *web.Visit) (web.Response, error) {
	if !v.SignedIn {
		return web.Redirect("/log-ind", "login.out"), nil
	}
	if err := sameTwice(v); err != nil {
		return refused(v, c.renewPage(v, true), err)
	}
	token, _, err := c.Gate.RenewPassword(v.Context(), c.token(v.Request), v.Form.Value("old"), v.Form.Value("new"))
	if err != nil {
		return refused(v, c.renewPage(v, true), err)
	}
	return web.WithCookie(web.Redirect("/mine-log-ind", "login.renew.done"), c.cookie(token)), nil
}

func sameTwice(v *web.Visit) error {
	var p fault.Problems
	if v.Form.Value("new") != v.Form.Value("again") {
		p.Add("again", "login.password.differ")
	}
	return p.Err()
}

func languageCookie(code string) *http.Cookie {
	return &http.Cookie{
		Name: "sprog", Value: string(lang.Parse(code)), Path: "/", MaxAge: 365 * 24 * 3600,
		SameSite: http.SameSiteLaxMode, HttpOnly: true,
	}
}
