package admin

import (
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/login"
	"samspil/internal/web"
)

// accountsPage lists who has an account, by place.
type accountsPage struct {
	Places []place
	Ended  []login.Account
	Count  int
}

type place struct {
	Name     string
	Kind     login.OrganisationKind
	Accounts []row
}

// row is one account in the list.
type row struct {
	login.Account
	Absent bool
	State  string // kind of status tag
	Key    string // its words
}

func (c Config) accounts(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	organisations, err := login.Organisations(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	all, err := login.List(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	page := accountsPage{}
	for _, o := range organisations {
		p := place{Name: o.Name, Kind: o.Kind}
		for _, a := range all {
			if a.OrganisationID == o.ID && !a.Ended() {
				p.Accounts = append(p.Accounts, newRow(v, a))
			}
		}
		page.Count += len(p.Accounts)
		page.Places = append(page.Places, p)
	}
	for _, a := range all {
		if a.Ended() {
			page.Ended = append(page.Ended, a)
		}
	}
	return web.Page("admin/accounts", page).Titled("admin.accounts.title"), nil
}

func newRow(v *web.Visit, a login.Account) row {
	r := row{Account: a, Absent: a.Absent(v.Today()), State: "done", Key: "admin.state.ready"}
	if !a.Demo && !a.HasFactor {
		r.State, r.Key = "waiting", "admin.state.waiting"
	}
	return r
}

// accountPage shows or makes one account.
type accountPage struct {
	Form          web.Form
	Account       login.Account
	New           bool
	Own           bool
	Roles         []web.Option
	Organisations []web.Option
	Colleagues    []web.Option
}

func (c Config) accountPage(v *web.Visit, tx *casefile.Tx, a login.Account) (*web.Rendered, error) {
	page := accountPage{Form: v.Form, Account: a, New: a.ID == "", Own: a.ID == v.Actor.ID}
	for _, role := range access.Roles {
		page.Roles = append(page.Roles, web.Option{Value: string(role), Label: v.T("web.role."+string(role)) + ". " + v.T("admin.role."+string(role))})
	}
	organisations, err := login.Organisations(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	for _, o := range organisations {
		page.Organisations = append(page.Organisations, web.Option{Value: o.ID, Label: o.Name})
	}
	all, err := login.List(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	page.Colleagues = []web.Option{{Value: "", Key: "admin.account.nobody"}}
	for _, other := range all {
		if other.OrganisationID == a.OrganisationID && other.ID != a.ID && !other.Ended() {
			page.Colleagues = append(page.Colleagues, web.Option{Value: other.ID, Label: other.Name})
		}
	}
	title := "admin.account.title"
	if page.New {
		title = "admin.new.title"
		v.Form.ID()
	}
	return web.Page("admin/account", page).Titled(title), nil
}

func (c Config) newAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	return c.accountPage(v, tx, login.Account{})
}

// startedPage shows a first password, once.
type startedPage struct {
	Account  login.Account
	Password string
	Again    bool // a new start for an account that was there
}

func (c Config) addAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	a, err := readAccount(v)
	a.ID, a.Email, a.OrganisationID = v.Form.ID(), v.Form.Value("email"), v.Form.Value("organisation")
	var password string
	if err == nil {
		a, password, err = c.Gate.Add(v.Context(), tx.Tx, v.Actor, a)
	}
	if err != nil {
		page, perr := c.accountPage(v, tx, login.Account{})
		if perr != nil {
			return nil, perr
		}
		return web.NotValid(page, err)
	}
	if password == "" { // sent twice, or an invented person
		return web.Redirect("/indstillinger", "admin.added"), nil
	}
	return web.Page("admin/started", startedPage{a, password, false}).Titled("admin.started.title"), nil
}

// readAccount reads what can be changed of an account.
func readAccount(v *web.Visit) (login.Account, error) {
	var p fault.Problems
	a := login.Account{
		Name: v.Form.Value("name"), Title: v.Form.Value("title"), Phone: v.Form.Value("phone"),
		Role: access.Role(v.Form.Value("role")), LeaderID: v.Form.Value("leader"), DeputyID: v.Form.Value("deputy"),
		AbsentFrom: v.Form.Date(&p, "absent_from"), AbsentTo: v.Form.Date(&p, "absent_to"),
		Version: v.Form.Version(),
	}
	return a, p.Err()
}

func (c Config) showAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	a, err := login.Get(v.Context(), tx.Tx, v.Param("account"))
	if err != nil {
		return nil, err
	}
	return c.filled(v, tx, a)
}

func (c Config) filled(v *web.Visit, tx *casefile.Tx, a login.Account) (*web.Rendered, error) {
	for name, value := range values(a) {
		v.Form.Fill(name, value)
	}
	v.Form.Fill("version", fmt.Sprint(a.Version))
	return c.accountPage(v, tx, a)
}

func values(a login.Account) map[string]string {
	return map[string]string{
		"name": a.Name, "title": a.Title, "phone": a.Phone, "role": string(a.Role), "leader": a.LeaderID,
		"deputy": a.DeputyID, "absent_from": a.AbsentFrom.String(), "absent_to": a.AbsentTo.String(),
	}
}

func (c Config) changeAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	now, err := login.Get(v.Context(), tx.Tx, v.Param("account"))
	if err != nil {
		return nil, err
	}
	a, err := readAccount(v)
	if err == nil {
		a.ID = now.ID
		err = c.Gate.Change(v.Context(), tx.Tx, v.Actor, a)
	}
	if err == nil {
		return web.Redirect("/indstillinger", "admin.changed"), nil
	}
	page, perr := c.filled(v, tx, now)
	if perr != nil {
		return nil, perr
	}
	if fault.KindOf(err) == fault.Conflict {
		return web.Stale(page, values(now), now.Version), nil
	}
	return web.NotValid(page, err)
}

func (c Config) endAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	if err := c.Gate.End(v.Context(), tx.Tx, v.Actor, v.Param("account")); err != nil {
		return nil, err
	}
	return web.Redirect("/indstillinger", "admin.ended"), nil
}

func (c Config) resetAccount(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	password, err := c.Gate.Reset(v.Context(), tx.Tx, v.Actor, v.Param("account"))
	if err != nil {
		return nil, err
	}
	a, err := login.Get(v.Context(), tx.Tx, v.Param("account"))
	if err != nil {
		return nil, err
	}
	return web.Page("admin/started", startedPage{a, password, true}).Titled("admin.started.title"), nil
}

// organisationPage adds a place where people are employed.
type organisationPage struct {
	Form  web.Form
	Kinds []web.Option
}

func organisationPageOf(v *web.Visit) *web.Rendered {
	kinds := web.Options("admin.place.", string(login.Municipality), string(login.Provider))
	return web.Page("admin/organisation", organisationPage{v.Form, kinds}).Titled("admin.place.title")
}

func newOrganisation(v *web.Visit, _ *casefile.Tx) (web.Response, error) {
	v.Form.Fill("kind", string(login.Municipality))
	return organisationPageOf(v), nil
}

func (c Config) addOrganisation(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	o := login.Organisation{Kind: login.OrganisationKind(v.Form.Value("kind")), Name: v.Form.Value("name"), Demo: c.inDemo(v, tx)}
	_, err := login.AddOrganisation(v.Context(), tx.Tx, c.Gate.Clock, o)
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid && len(e.Fields) == 0 {
		var p fault.Problems
		p.Add(map[bool]string{true: "kind", false: "name"}[e.Key == "login.organisation.kind"], e.Key)
		err = p.Err()
	}
	if err != nil {
		return web.NotValid(organisationPageOf(v), err)
	}
	return web.Redirect("/indstillinger", "admin.place.added"), nil
}

// inDemo reports whether the administrator is invented; then so is what they add.
func (c Config) inDemo(v *web.Visit, tx *casefile.Tx) bool {
	a, err := login.Get(v.Context(), tx.Tx, v.Actor.ID)
	return err == nil && a.Demo
}
