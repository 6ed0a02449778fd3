package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"samspil/internal/access"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/demo"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
)

type demoCommand struct {
	Listen  string `help:"Address to listen on." default:"127.0.0.1:8080"`
	Data    string `help:"Folder to keep the demo in; without it everything is forgotten at the end." type:"path"`
	Day     string `help:"Day to show the families on, as 2026-10-01; without it, today by the machine's clock."`
	Verbose bool   `help:"Write a line for each request."`
}

// Run shows the demo until it is told to stop.
func (c demoCommand) Run(r *run) error {
	day, err := c.day()
	if err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	folder, forget, err := c.folder()
	if err != nil {
		return err
	}
	defer forget()
	i, err := openDemo(r.ctx, folder, day)
	if err != nil {
		return err
	}
	defer i.close()
	s := newSite(i, day.now, c.logger(r), true)
	pages, err := s.handler()
	if err != nil {
		return err
	}
	c.greet(r.Out, "http://"+l.Addr().String())
	var working sync.WaitGroup
	working.Go(func() { s.work(r.ctx) })
	err = serve(r.ctx, l, pages, s.log)
	working.Wait()
	return err
}

// day gives the demo's clock: the machine's own, or one that begins in the
// morning of the day that was asked for.
func (c demoCommand) day() (*demoDay, error) {
	began := time.Now()
	if c.Day == "" {
		return &demoDay{began: began, from: began}, nil
	}
	on, err := clock.ParseDate(c.Day)
	if err != nil || on.IsZero() {
		return nil, fmt.Errorf("--day %s is not a day; write it as 2026-10-01", c.Day)
	}
	return &demoDay{began: began, from: on.At(8, 0), last: on.At(23, 59)}, nil
}

func (c demoCommand) logger(r *run) *slog.Logger {
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(r.Err, &slog.HandlerOptions{Level: level}))
}

// folder returns where the demo lives, and what takes it away at the end.
func (c demoCommand) folder() (string, func(), error) {
	if c.Data != "" {
		return c.Data, func() {}, nil
	}
	folder, err := os.MkdirTemp("", "samspil-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the demo: %w", err)
	}
	return folder, func() { os.RemoveAll(folder) }, nil
}

// openDemo opens the demo's installation, and fills it when it is empty.
func openDemo(ctx context.Context, folder string, day *demoDay) (*installation, error) {
	key := filepath.Join(folder, "demo.key")
	if _, err := os.Stat(key); err != nil {
		if err := writeKey(key); err != nil {
			return nil, err
		}
	}
	i, err := place{Data: folder, KeyFile: key}.open(ctx, day.now)
	if err != nil {
		return nil, err
	}
	if err := fillDemo(ctx, i, day); err != nil {
		i.close()
		return nil, err
	}
	return i, nil
}

func fillDemo(ctx context.Context, i *installation, day *demoDay) error {
	var filled bool
	on := clock.DateOf(day.now())
	// Everybody was employed before the first family came.
	gate := login.NewGate(i.data, i.keys, clock.Fixed(on.AddMonths(-14).At(9, 0)))
	err := i.data.Update(ctx, func(tx *db.Tx) (err error) {
		if filled, err = login.HasDemo(ctx, tx); err != nil || filled {
			return err
		}
		return demo.AddPeople(ctx, tx, gate)
	})
	if err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	if filled {
		return day.goOnAfter(ctx, i.data)
	}
	return demo.Fill(ctx, i.cases, on)
}

// demoDay is the demo's clock. It goes as fast as any other; with a day that was
// asked for it stops before midnight, so that the day never changes.
type demoDay struct {
	began time.Time // by the machine's clock
	from  time.Time // by the demo's
	last  time.Time // where it stops; zero: nowhere
}

func (d *demoDay) now() time.Time {
	t := d.from.Add(time.Since(d.began))
	if !d.last.IsZero() && t.After(d.last) {
		return d.last
	}
	return t
}

// goOnAfter sets the clock to the last thing that was done in a demo that was
// kept, so that time does not run backwards in it.
func (d *demoDay) goOnAfter(ctx context.Context, data *db.DB) error {
	return data.View(ctx, func(tx *db.Tx) error {
		var last int64
		if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(at), 0) FROM audit_line`).Scan(&last); err != nil {
			return fmt.Errorf("read the demo's last hour: %w", err)
		}
		if t := db.Time(last); t.After(d.from) {
			d.from, d.began = t, time.Now()
		}
		return nil
	})
}

// greet prints the address and whom one can be, in the language of the machine.
func (c demoCommand) greet(w io.Writer, address string) {
	l := lang.Parse(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LANG")))
	fmt.Fprintf(w, "\n  %s\n\n  %s\n\n", lang.T(l, "command.demo.open", fault.Args{"address": address}), lang.T(l, "command.demo.choose", nil))
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, role := range access.Roles {
		var names []string
		for _, a := range demo.People() {
			if a.Role == role {
				names = append(names, a.Name)
			}
		}
		fmt.Fprintf(table, "  %s\t%s\n", lang.T(l, "login.demo.role."+string(role), nil), strings.Join(names, ", "))
	}
	table.Flush()
	kept := "command.demo.forgotten"
	if c.Data != "" {
		kept = "command.demo.kept"
	}
	fmt.Fprintf(w, "\n  %s\n\n", lang.T(l, kept, fault.Args{"folder": c.Data}))
}
