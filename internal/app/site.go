package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/job"
	"samspil/internal/login"
	"samspil/internal/outbox"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
	"samspil/internal/web"
	"samspil/internal/web/admin"
	"samspil/internal/web/entry"
	"samspil/internal/web/phone"
)

// site is an installation with its pages.
type site struct {
	*installation
	now     clock.Clock
	log     *slog.Logger
	doors   entry.Config
	demo    bool
	started time.Time
}

// newSite prepares the pages of a real server; with demo, of one where people
// are chosen.
func newSite(i *installation, now clock.Clock, log *slog.Logger, demo bool) *site {
	s := &site{installation: i, now: now, log: log, demo: demo, started: now()}
	s.doors = entry.Config{Gate: i.gate}
	if demo {
		s.doors.Demo = &login.Demo{Gate: i.gate}
	}
	return s
}

// desk is what the administrator's pages show of the machine.
func (s *site) desk() admin.Config {
	return admin.Config{
		Gate: s.gate, Version: version(), Started: s.started, Postgres: s.data.Postgres(),
		Unlogged: s.cases.UnloggedRefusals,
		Verify: func(ctx context.Context) (int64, int, error) {
			lines, found, err := s.cases.Log.Verify(ctx, s.data, s.keys)
			return lines, len(found), err
		},
	}
}

// phones is what the addresses of phones need.
func (s *site) phones() phone.Config {
	return phone.Config{Cases: s.cases, Secure: s.doors.Secure}
}

// handler puts all pages together.
func (s *site) handler() (http.Handler, error) {
	kit, err := s.kit()
	if err != nil {
		return nil, err
	}
	pages, err := kit.Handler(s.routes(kit))
	if err != nil {
		return nil, err
	}
	p := newPace(s.now)
	p.behindProxy = s.doors.BehindProxy
	return p.limit(pages), nil
}

func (s *site) kit() (*web.Kit, error) {
	config := web.Config{
		Cases: s.cases, Clock: s.now, Who: s.doors.Who, LoginPath: "/log-ind", LogoutPath: "/log-ud",
		Demo: s.demo, Log: s.log, Counts: s.counts, Phone: s.phones().Who,
	}
	for _, a := range s.areas() {
		config.Templates = append(config.Templates, a.templates)
	}
	return web.NewKit(config)
}

// routes are all addresses of the site.
func (s *site) routes(kit *web.Kit) []web.Route {
	routes := []web.Route{web.Public("GET /sundhed", s.health)}
	for _, a := range s.areas() {
		routes = append(routes, a.routes(kit)...)
	}
	return routes
}

// health answers whether the data can be read, for whoever watches the machine.
func (s *site) health(v *web.Visit) (web.Response, error) {
	ctx, stop := context.WithTimeout(v.Context(), 5*time.Second)
	defer stop()
	err := s.data.View(ctx, func(tx *db.Tx) error {
		_, _, err := job.Waiting(ctx, tx)
		return err
	})
	if err != nil {
		s.log.Error("health", "err", err)
		return web.JSON(http.StatusServiceUnavailable, healthAnswer{"down"}), nil
	}
	return web.JSON(http.StatusOK, healthAnswer{"up"}), nil
}

type healthAnswer struct {
	Status string `json:"status"`
}

// work does put-off jobs and notes checkpoints of the audit log until ctx ends.
func (s *site) work(ctx context.Context) {
	runner := &job.Runner{DB: s.data, Clock: s.now, Handlers: s.jobs()}
	if err := s.data.Update(ctx, func(tx *db.Tx) error { return outcome.PlanRound(ctx, tx, s.now()) }); err != nil {
		s.log.Error("plan the daily round", "err", err)
	}
	go runner.Run(ctx, time.Second)
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			s.checkpoint(context.WithoutCancel(ctx))
			return
		case <-ticker.C:
			s.checkpoint(ctx)
		}
	}
}

func (s *site) checkpoint(ctx context.Context) {
	if err := s.cases.Log.Checkpoint(ctx, s.data, s.keys, s.now()); err != nil {
		s.log.Error("checkpoint of the audit log", "err", err)
	}
}

// jobs are the hands for work that was put off in a deed's transaction.
func (s *site) jobs() map[string]job.Handler {
	all := map[string]job.Handler{}
	maps.Copy(all, attention.Jobs(s.cases))
	maps.Copy(all, outcome.Jobs(s.cases))
	maps.Copy(all, handed.Jobs(s.cases))
	return all
}

// counts are the numbers in the menu: what the person must act on.
func (s *site) counts(ctx context.Context, actor access.Actor) (map[string]int, error) {
	if actor.Role == access.Administrator {
		return nil, nil
	}
	var waiting attention.Waiting
	referrals, phones := 0, 0
	err := s.cases.Update(ctx, func(tx *casefile.Tx) (err error) {
		if waiting, err = attention.Count(ctx, tx, actor); err != nil {
			return err
		}
		shelf, err := outbox.Waiting(ctx, tx, actor)
		if err != nil {
			return err
		}
		gone, err := device.ShutOut(ctx, tx, actor)
		phones = len(shelf) + len(gone)
		if err != nil || actor.Role != access.Leader {
			return err
		}
		referrals, err = course.Waiting(ctx, tx, actor)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count what waits: %w", err)
	}
	n := waiting.Messages + waiting.Questions
	return map[string]int{"/indbakke": n, "/tilbagemeldinger": n, "/henvisninger": referrals, "/telefoner": phones}, nil
}
