package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"samspil/internal/method/simulation"
	"samspil/internal/research"
)

// mostSeries keeps a slip of the finger from running for weeks.
const mostSeries = 10_000_000

type simulateOutcomeCommand struct {
	Series int    `help:"Made-up series for each figure, and half as many families for each figure of the conclusion. The published figures were found with 200,000." default:"20000"`
	Seed   uint64 `help:"The same seed and number of series give the same figures." default:"1"`
	Part   string `help:"Which tables to find: of a strand, of a strand since a date, of the conclusion about a family." enum:"all,strand,window,family" default:"all"`
	Format string `help:"How to write it." enum:"table,json" default:"table"`
}

// Run finds the published error rates again. The exit code is 1 when a false alarm
// comes out higher than published by more than chance explains.
func (c simulateOutcomeCommand) Run(r *run) error {
	if c.Series < 100 || c.Series > mostSeries {
		return errors.New("--series must be from 100 to 10,000,000")
	}
	o := simulation.Options{Series: c.Series, Seed: c.Seed}
	if c.Part != "all" {
		o.Parts = []simulation.Part{simulation.Part(c.Part)}
	}
	p := onTerminal(r.Err)
	if p != nil {
		var one sync.Mutex
		o.Progress = func(done, of int) {
			one.Lock()
			defer one.Unlock()
			p.say("simulating", 100*done/of)
		}
	}
	got, err := simulation.ErrorRates(r.ctx, o)
	p.end()
	if err != nil {
		return err
	}
	off := simulation.Differences(got)
	if c.Format == "json" {
		encoder := json.NewEncoder(r.Out)
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(got)
	} else {
		err = research.WriteErrorRates(r.Out, got, off)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	if off.Alarms > 0 {
		return exitCode(1)
	}
	return nil
}
