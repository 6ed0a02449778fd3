package verify

import (
	"bytes"
	"fmt"
	"io"

	"samspil/internal/format/boris"
	"samspil/internal/format/eaf"
	"samspil/internal/format/opf"
	"samspil/internal/format/sdis"
	"samspil/internal/recording"
)

func imported(q question) (result, error) {
	in, err := read[struct {
		Format string
		File   string  `json:"file,omitempty"`
		Text   *string `json:"text,omitempty"`
	}](q)
	if err != nil {
		return nil, err
	}
	var text []byte
	switch {
	case in.Text != nil:
		text = []byte(*in.Text)
	case in.File == "":
		return nil, errMissing("input.file or input.text")
	default:
		if text, err = q.open(in.File); err != nil {
			return nil, err
		}
	}
	switch in.Format {
	case "sdis":
		return importSDIS(bytes.NewReader(text))
	case "boris":
		return importBORIS(bytes.NewReader(text))
	case "eaf":
		return importEAF(bytes.NewReader(text))
	case "opf":
		return importOPF(bytes.NewReader(text), in.Text != nil)
	}
	return nil, fmt.Errorf("the format %q is not known", in.Format)
}

func importBORIS(r io.Reader) (result, error) {
	p, err := boris.Read(r)
	if err != nil {
		return nil, err
	}
	subjects, variables := []string{}, []string{}
	behaviours, observations := map[string]recording.Kind{}, result{}
	for _, s := range p.Subjects {
		subjects = append(subjects, s.Name)
	}
	for _, b := range p.Behaviours {
		behaviours[b.Code] = b.Kind
	}
	for _, v := range p.Variables {
		variables = append(variables, v.Label)
	}
	for _, o := range p.Observations {
		observations[o.ID] = result{"type": o.Type, "events": o.Events, "paired": o.Paired}
	}
	return result{
		"version": p.Version, "subjects": subjects, "behaviors": behaviours, "variables": variables,
		"observations": observations, "warnings": append([]string{}, p.Warnings()...),
	}, nil
}

func importEAF(r io.Reader) (result, error) {
	d, err := eaf.Read(r)
	if err != nil {
		return nil, err
	}
	tiers, all := result{}, 0
	for _, t := range d.Tiers {
		tiers[t.ID] = result{"annotations": len(t.Annotations), "aligned": t.Aligned(), "parent": orNil(t.Parent), "type": t.Type}
		all += len(t.Annotations)
	}
	return result{
		"version": d.Format, "tiers": tiers, "annotations": all, "time_slots": len(d.Slots),
		"unaligned_slots": d.Unaligned(), "max_ms": d.Latest(),
	}, nil
}

// importOPF reads an archive, or the text that stands in one.
func importOPF(r io.Reader, plain bool) (result, error) {
	open := opf.Read
	if plain {
		open = opf.ReadText
	}
	file, err := open(r)
	if err != nil {
		return nil, err
	}
	columns := result{}
	for _, c := range file.Columns {
		arguments := []string{}
		for _, a := range c.Arguments {
			arguments = append(arguments, a.Name)
		}
		one := result{"type": c.Type, "visible": c.Visible, "arguments": arguments, "cells": len(c.Cells), "first": nil}
		if len(c.Cells) > 0 {
			one["first"] = c.Cells[0].Raw
		}
		columns[c.Name] = one
	}
	return result{"version": file.Version, "columns": columns}, nil
}

func importSDIS(r io.Reader) (result, error) {
	file, err := sdis.Read(r)
	if err != nil {
		return nil, err
	}
	units, ends := result{}, []float64{}
	sequences, count := 0, 0
	counts, lengths := map[string]int{}, map[string]int64{}
	for i, u := range file.Units {
		own := sdisUnit(file, u)
		name := u.Label
		if name == "" {
			name = fmt.Sprintf("#%d", i+1)
		}
		units[name] = own
		sequences += len(u.Sequences)
		count += own["events"].(int)
		ends = append(ends, own["ends"].([]float64)...)
		for code, n := range u.Counts() {
			counts[code] += n
		}
		for code, ms := range u.Durations() {
			lengths[code] += ms
		}
	}
	out := result{
		"type": file.Type, "units": len(file.Units), "sequences": sequences, "events": count, "code_counts": counts,
		"by_unit": units, "durations": nil, "intervals": nil,
	}
	switch file.Type {
	case sdis.Timed, sdis.State:
		out["durations"] = inSeconds(lengths)
	case sdis.Interval, sdis.Multievent:
		sum := 0.0
		for _, n := range ends {
			sum += n
		}
		out["intervals"] = sum
	}
	return out, nil
}

func sdisUnit(file sdis.File, u sdis.Unit) result {
	count, ends := 0, []float64{}
	for _, s := range u.Sequences {
		count += len(s.Events)
		switch {
		case file.Type.HasTimes():
			ends = append(ends, recording.Seconds(s.End))
		case file.Type != sdis.Event:
			ends = append(ends, float64(s.End))
		}
	}
	out := result{
		"conditions": append([]string{}, u.Conditions...), "sequences": len(u.Sequences), "events": count,
		"code_counts": u.Counts(), "durations": nil, "ends": ends,
	}
	if file.Type.HasTimes() {
		out["durations"] = inSeconds(u.Durations())
	}
	return out
}

func inSeconds(lengths map[string]int64) map[string]float64 {
	out := map[string]float64{}
	for code, ms := range lengths {
		out[code] = recording.Seconds(ms)
	}
	return out
}
