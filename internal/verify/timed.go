package verify

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"samspil/internal/format/boris"
	"samspil/internal/method/sequence"
	"samspil/internal/recording"
)

// mark is [t, subject, code, modifiers]: of states every other one starts.
type mark struct {
	at                       json.Number
	subject, code, modifiers string
}

// UnmarshalJSON reads the row and keeps the time as it is written.
func (m *mark) UnmarshalJSON(raw []byte) error {
	return cells(raw, &m.at, &m.subject, &m.code, &m.modifiers)
}

type timedInput struct {
	Types         map[string]recording.Kind `json:"types,omitempty"`
	Events        []mark                    `json:"events,omitempty"`
	File          string                    `json:"file,omitempty"`
	Observation   string                    `json:"observation,omitempty"`
	Codes         []string                  `json:"codes,omitempty"`
	Subjects      []string                  `json:"subjects,omitempty"`
	WithModifiers bool                      `json:"with_modifiers,omitempty"`
	Clip          *span                     `json:"clip,omitempty"`
	Observed      seconds                   `json:"observed,omitempty"`
}

func timedEvents(q question) (result, error) {
	in, err := read[timedInput](q)
	if err != nil {
		return nil, err
	}
	r, err := q.timedRecording(in)
	if err != nil {
		return nil, err
	}
	r = only(r, in.Subjects, in.Codes)
	clipped := r
	if in.Clip != nil {
		clipped = sequence.Clip(r, in.Clip.From, in.Clip.To)
	}
	o := sequence.BudgetOptions{WithModifiers: in.WithModifiers, Observed: int64(in.Observed)}
	out := result{
		"paired": len(r.Unpaired) == 0, "unpaired": unpaired(r), "intervals": intervals(clipped),
		"budget":  budget(sequence.Budget([]recording.Recording{clipped}, o), in.WithModifiers),
		"strings": nil, "transitions": nil,
	}
	if len(r.Unpaired) > 0 {
		return out, nil
	}
	read := sequence.BehaviourStrings(r, sequence.Reading{}) // modifiers are for the budget alone
	strings := map[string]string{}
	for _, s := range read {
		strings[focal(s.Subject)] = s.Text()
	}
	counts := sequence.BehaviourTransitions(read)
	out["strings"] = strings
	out["transitions"] = result{"codes": append([]string{}, counts.Codes()...), "counts": counts.Dense()}
	return out, nil
}

// timedRecording is the observation of a BORIS project, or the marks of the vector
// put into one, since only its reader knows how marks pair.
func (q question) timedRecording(in timedInput) (recording.Recording, error) {
	if in.File != "" {
		return q.observation(in.File, in.Observation)
	}
	if in.Types == nil || in.Events == nil {
		return recording.Recording{}, errMissing("input.types and input.events, or input.file,")
	}
	text, err := in.project()
	if err != nil {
		return recording.Recording{}, err
	}
	return observation(text, "marks")
}

// project writes the marks as the program BORIS would.
func (in timedInput) project() ([]byte, error) {
	type behaviour struct {
		Type string `json:"type"`
		Code string `json:"code"`
	}
	behaviours := map[string]behaviour{}
	for code, kind := range in.Types {
		name, ok := map[recording.Kind]string{recording.Point: "Point event", recording.State: "State event"}[kind]
		if !ok {
			return nil, fmt.Errorf("input.types: %q is neither point nor state", kind)
		}
		behaviours[strconv.Itoa(len(behaviours))] = behaviour{name, code}
	}
	rows := make([][]any, len(in.Events))
	for i, m := range in.Events {
		rows[i] = []any{m.at, m.subject, m.code, m.modifiers, ""}
	}
	type observed struct {
		Type   string  `json:"type"`
		Events [][]any `json:"events"`
	}
	return json.Marshal(struct {
		Version    string               `json:"project_format_version"`
		Behaviours map[string]behaviour `json:"behaviors_conf"`
		Marks      map[string]observed  `json:"observations"`
	}{"7.0", behaviours, map[string]observed{"marks": {"LIVE", rows}}})
}

func (q question) observation(file, id string) (recording.Recording, error) {
	text, err := q.open(file)
	if err != nil {
		return recording.Recording{}, err
	}
	return observation(text, id)
}

func observation(project []byte, id string) (recording.Recording, error) {
	p, err := boris.Read(bytes.NewReader(project))
	if err != nil {
		return recording.Recording{}, err
	}
	for _, r := range p.Set().Recordings {
		if r.ID == id {
			return r, nil
		}
	}
	return recording.Recording{}, fmt.Errorf("there is no observation %q", id)
}

// focal names nobody in particular.
func focal(subject string) string { return cmp.Or(subject, recording.NoSubject) }

// only keeps some subjects and codes; none named keeps all.
func only(r recording.Recording, subjects, codes []string) recording.Recording {
	keep := func(subject, code string) bool {
		return (len(subjects) == 0 || slices.Contains(subjects, focal(subject)) || slices.Contains(subjects, subject)) &&
			(len(codes) == 0 || slices.Contains(codes, code))
	}
	r.Events = slices.DeleteFunc(slices.Clone(r.Events), func(e recording.Event) bool { return !keep(e.Subject, e.Code) })
	r.Unpaired = slices.DeleteFunc(slices.Clone(r.Unpaired), func(m recording.Mark) bool { return !keep(m.Subject, m.Code) })
	return r
}

func unpaired(r recording.Recording) [][3]string {
	rows := [][3]string{}
	for _, m := range r.Unpaired {
		rows = append(rows, [3]string{focal(m.Subject), m.Code, m.Modifiers})
	}
	slices.SortFunc(rows, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	return rows
}

func intervals(r recording.Recording) [][]any {
	events := slices.Clone(r.Events)
	for i := range events {
		events[i].Subject = focal(events[i].Subject)
	}
	slices.SortFunc(events, func(a, b recording.Event) int {
		return cmp.Or(cmp.Compare(a.Onset, b.Onset), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Modifiers, b.Modifiers), cmp.Compare(a.Offset, b.Offset))
	})
	rows := [][]any{}
	for _, e := range events {
		rows = append(rows, []any{e.Subject, e.Code, e.Modifiers, recording.Seconds(e.Onset), recording.Seconds(e.Offset)})
	}
	return rows
}

func budget(lines []sequence.BudgetLine, withModifiers bool) result {
	out := result{}
	for _, l := range lines {
		name := focal(l.Subject) + "/" + l.Code
		if withModifiers {
			name += "/" + l.Modifiers
		}
		if l.Unpaired {
			out[name] = "UNPAIRED"
			continue
		}
		out[name] = result{
			"number": l.Number, "duration": l.Total, "mean": l.Mean, "sd": l.SD, "inter_mean": l.GapMean, "inter_sd": l.GapSD,
			"rate_per_min": l.PerMinute, "proportion": l.Share,
		}
	}
	return out
}
