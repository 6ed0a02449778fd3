// Package admin holds the administrator's pages: who has an account and in which
// role, which schemes interplay is coded by, on what terms questionnaires are used, how the machine is doing, and whether
// the log is whole. Nothing here
// shows or leads to a family; the administrator has no relation to any course.
package admin

import (
	"context"
	"embed"
	"time"

	"samspil/internal/access"
	"samspil/internal/login"
	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Config is what the pages show besides the accounts.
type Config struct {
	Gate     *login.Gate
	Version  string
	Started  time.Time
	Postgres bool
	// Unlogged counts refusals that could not be written in the log since the start.
	Unlogged func() int64
	// Verify checks the audit log and returns its lines and what is wrong with it.
	Verify func(context.Context) (lines int64, findings int, err error)
}

// Routes are the addresses of this area; only administrators may.
func Routes(c Config) []web.Route {
	only := []access.Role{access.Administrator}
	return []web.Route{
		web.Staff("GET /indstillinger", only, c.accounts),
		web.Staff("GET /indstillinger/konti/ny", only, c.newAccount),
		web.Staff("POST /indstillinger/konti/ny", only, c.addAccount),
		web.Staff("GET /indstillinger/konti/{account}", only, c.showAccount),
		web.Staff("POST /indstillinger/konti/{account}", only, c.changeAccount),
		web.Staff("POST /indstillinger/konti/{account}/luk", only, c.endAccount),
		web.Staff("POST /indstillinger/konti/{account}/ny-start", only, c.resetAccount),
		web.Staff("GET /indstillinger/steder/nyt", only, newOrganisation),
		web.Staff("POST /indstillinger/steder/nyt", only, c.addOrganisation),
		web.Staff("GET /indstillinger/kodeskemaer", only, schemes),
		web.Staff("GET /indstillinger/kodeskemaer/nyt", only, newScheme),
		web.TakingFile(web.Staff("POST /indstillinger/kodeskemaer/nyt", only, addScheme), mostScheme),
		web.Staff("GET /indstillinger/kodeskemaer/{ref}/skema.json", only, schemeFile),
		web.Staff("GET /indstillinger/skemaer", only, instruments),
		web.Staff("GET /indstillinger/skemaer/{instrument}", only, showInstrument),
		web.TakingFile(web.Staff("POST /indstillinger/skemaer/{instrument}", only, recordInstrument), mostWording),
		web.TakingFile(web.Staff("POST /indstillinger/skemaer/{instrument}/ordlyd", only, readWording), mostWording),
		web.Staff("GET /indstillinger/drift", only, c.health),
		web.Staff("POST /indstillinger/drift/log", only, c.verify),
	}
}
