package admin

import (
	"time"

	"samspil/internal/casefile"
	"samspil/internal/job"
	"samspil/internal/login"
	"samspil/internal/web"
)

// healthPage says how the machine is doing.
type healthPage struct {
	Version         string
	Started         time.Time
	Postgres        bool
	Waiting, Failed int
	Unlogged        int64
	NotReady        int // accounts that nobody has logged in with
	Checked         bool
	Lines           int64
	Findings        int
}

func (c Config) healthOf(v *web.Visit, tx *casefile.Tx) (healthPage, error) {
	page := healthPage{Version: c.Version, Started: c.Started, Postgres: c.Postgres, Unlogged: c.Unlogged()}
	var err error
	if page.Waiting, page.Failed, err = job.Waiting(v.Context(), tx.Tx); err != nil {
		return page, err
	}
	all, err := login.List(v.Context(), tx.Tx)
	for _, a := range all {
		if !a.Ended() && !a.Demo && !a.HasFactor {
			page.NotReady++
		}
	}
	return page, err
}

func (c Config) health(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := c.healthOf(v, tx)
	if err != nil {
		return nil, err
	}
	return web.Page("admin/health", page).Titled("admin.health.title"), nil
}

// verify checks the whole audit log and shows what was found.
func (c Config) verify(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	page, err := c.healthOf(v, tx)
	if err != nil {
		return nil, err
	}
	page.Checked = true
	if page.Lines, page.Findings, err = c.Verify(v.Context()); err != nil {
		return nil, err
	}
	return web.Page("admin/health", page).Titled("admin.health.title"), nil
}
