package app

import (
	"fmt"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
	"samspil/internal/research"
)

type outcomeCommand struct {
	File      string  `arg:"" help:"Measurements of one family: a table (.csv) or JSON."`
	SEM       float64 `name:"sem" help:"Measurement error of strands whose lines tell none, in points of the scale. Without it such a strand gets grade 0." placeholder:"POINTS"`
	Since     string  `help:"Grade each strand from this date too. It must have been fixed before the measurements were made." placeholder:"DATE"`
	Judgement string  `help:"The professional's own written judgement, where there is one." enum:",development,no-change,setback" default:""`
	Format    string  `help:"How to write it." enum:"table,json" default:"table"`
}

// Run grades the strands of a file by the rule in force and draws the conclusion.
// The exit code is 0 when the file could be read, whatever came out, else 1.
func (c outcomeCommand) Run(r *run) error {
	o := research.OutcomeOptions{Judgement: singlecase.Judgement{Written: c.Judgement != "", Says: singlecase.Says(c.Judgement)}}
	if c.Since != "" {
		since, err := clock.ParseDate(c.Since)
		if err != nil {
			return inWords(fault.New(fault.Invalid, "research.outcome.since", fault.Args{"value": c.Since}))
		}
		o.Since = since
	}
	if c.SEM < 0 || c.SEM-c.SEM != 0 {
		return fmt.Errorf("--sem must be above 0")
	}
	file, err := openFile(r, c.File)
	if err != nil {
		return err
	}
	defer file.close()
	in, err := research.ReadOutcome(file, c.SEM)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, inWords(err))
	}
	document := research.Develop(file.name, in, o)
	if c.Format == "json" {
		err = document.WriteJSON(r.Out)
	} else {
		err = document.WriteText(r.Out)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errOutput, err)
	}
	return nil
}
