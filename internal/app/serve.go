package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/login"
)

type serveCommand struct {
	place
	Listen      string `help:"Address to listen on." default:"127.0.0.1:8080" env:"SAMSPIL_LISTEN"`
	TLSCert     string `name:"tls-cert" help:"Certificate file, with --tls-key." env:"SAMSPIL_TLS_CERT" type:"path"`
	TLSKey      string `name:"tls-key" help:"The certificate's key file." env:"SAMSPIL_TLS_KEY" type:"path"`
	BehindProxy bool   `help:"A proxy in front ends TLS and adds X-Forwarded-For." env:"SAMSPIL_BEHIND_PROXY"`
	PlainHTTP   bool   `name:"plain-http-across-the-network" help:"Serve without TLS to other machines; everybody on the way can read along." env:"SAMSPIL_PLAIN_HTTP_ACROSS_THE_NETWORK"`
}

// Run serves until it is told to stop.
func (c serveCommand) Run(r *run) error {
	if err := c.check(); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(r.Err, nil))
	i, err := c.open(r.ctx, clock.System)
	if err != nil {
		return err
	}
	defer i.close()
	if err := c.refuseDemo(r, i); err != nil {
		return err
	}
	s := newSite(i, clock.System, log, false)
	s.doors.Secure = c.TLSCert != "" || c.BehindProxy
	s.doors.BehindProxy = c.BehindProxy
	pages, err := s.handler()
	if err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	if c.TLSCert != "" {
		if l, err = withTLS(l, c.TLSCert, c.TLSKey); err != nil {
			return err
		}
	}
	s.sayEmpty(r.ctx)
	log.Info("serving", "address", l.Addr().String(), "version", version())
	var working sync.WaitGroup
	working.Go(func() { s.work(r.ctx) })
	err = serve(r.ctx, l, pages, log)
	working.Wait()
	return err
}

// check refuses settings that would send what families say in the clear.
func (c serveCommand) check() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("give both --tls-cert and --tls-key, or neither")
	}
	if c.TLSCert == "" && !c.BehindProxy && !c.PlainHTTP && !loopback(c.Listen) {
		return fmt.Errorf("%s is reached from other machines and there is no TLS; give --tls-cert and --tls-key, or --behind-proxy", c.Listen)
	}
	return nil
}

func (c serveCommand) refuseDemo(r *run, i *installation) error {
	return i.data.View(r.ctx, func(tx *db.Tx) error {
		has, err := login.HasDemo(r.ctx, tx)
		if err == nil && has {
			return errors.New("this database holds the invented people of the demo, whom anybody can choose to be; a real server needs one of its own")
		}
		return err
	})
}

// sayEmpty tells the operator of an installation that nobody can log in to.
func (s *site) sayEmpty(ctx context.Context) {
	err := s.data.View(ctx, func(tx *db.Tx) error {
		all, err := login.ByRole(ctx, tx, access.Administrator)
		if err == nil && len(all) == 0 {
			s.log.Warn("nobody can log in yet; add the first administrator with samspil user add --role administrator")
		}
		return err
	})
	if err != nil {
		s.log.Error("count administrators", "err", err)
	}
}
