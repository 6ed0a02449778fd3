package interplay

import (
	"encoding/json"
	"net/http"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/web"
)

// tap is one entry as the script of the desk sends it. Codes and times only: no
// words of a family are ever on the coder's disk.
type tap struct {
	ID     string `json:"id"`
	Device string `json:"device"`
	Seq    int    `json:"seq"`
	At     int64  `json:"at"` // milliseconds on the segment's clock
	Deed   string `json:"deed"`
	Code   string `json:"code,omitempty"`
	Of     string `json:"of,omitempty"`
	Wall   int64  `json:"wall"` // milliseconds since 1970 by the coder's clock
}

// saved answers the script: what became of each entry, and where asked for what the
// coding is now.
type saved struct {
	Verdicts []tapVerdict `json:"verdicts"`
	State    *state       `json:"state,omitempty"`
}

type tapVerdict struct {
	ID     string `json:"id"`
	Result string `json:"result"`
	Why    string `json:"why,omitempty"` // in the reader's language
}

// state is what the coding is after all entries.
type state struct {
	Lines   []stateLine    `json:"lines"`
	Running []stateRunning `json:"running"`
	Paused  bool           `json:"paused"`
	EndAt   int64          `json:"end"`
	Closed  bool           `json:"closed"`
	Undo    *stateUndo     `json:"undo,omitempty"`
	Redo    *stateUndo     `json:"redo,omitempty"`
}

type stateLine struct {
	Entry string `json:"entry"`
	Stop  string `json:"stop,omitempty"`
	Code  string `json:"code"`
	From  int64  `json:"from"`
	To    int64  `json:"to"`
}

type stateRunning struct {
	Entry string `json:"entry"`
	Code  string `json:"code"`
	Since int64  `json:"since"`
}

type stateUndo struct {
	Entry string `json:"entry"`
	Deed  string `json:"deed"`
	Code  string `json:"code,omitempty"`
	At    int64  `json:"at"`
}

// keep takes entries from the script in the background. Each is judged by itself;
// the script keeps those it got no tapVerdict on and sends them again.
func keep(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	var taps []tap
	if text := v.Form.Value("entries"); text != "" {
		if err := json.Unmarshal([]byte(text), &taps); err != nil {
			return nil, fault.New(fault.Invalid, "interplay.save.unreadable")
		}
	}
	entries := make([]interaction.Entry, len(taps))
	for i, t := range taps {
		entries[i] = interaction.Entry{ID: t.ID, Device: t.Device, Seq: t.Seq, At: t.At, Deed: interaction.Deed(t.Deed), Code: t.Code, Of: t.Of}
		if t.Wall > 0 {
			entries[i].Wall = time.UnixMilli(t.Wall)
		}
	}
	id := v.Param("segment")
	out := saved{Verdicts: []tapVerdict{}}
	if len(entries) > 0 {
		got, err := interaction.Append(v.Context(), f, id, entries)
		if err != nil {
			return nil, err
		}
		for _, g := range got {
			x := tapVerdict{ID: g.ID, Result: string(g.Result)}
			if g.Why != "" {
				x.Why = v.T(g.Why)
			}
			out.Verdicts = append(out.Verdicts, x)
		}
	}
	if v.Form.Bool("state") {
		s, err := interaction.Get(v.Context(), &f.Reader, id)
		if err != nil {
			return nil, err
		}
		out.State = stateOf(s, v.Form.Value("device"))
	}
	return web.JSON(http.StatusOK, out), nil
}

func stateOf(s interaction.Segment, device string) *state {
	out := &state{Lines: []stateLine{}, Running: []stateRunning{}, Paused: s.Folded.Paused, EndAt: s.Folded.EndAt, Closed: s.Closed}
	for _, l := range s.Folded.Lines {
		line := stateLine{Entry: l.Entry, Code: l.Event.Code, From: l.Event.Onset, To: l.Event.Offset}
		if l.EndedBy == interaction.Stop && l.Event.Kind == recording.State {
			line.Stop = l.Stop
		}
		out.Lines = append(out.Lines, line)
	}
	for _, r := range s.Folded.Running {
		out.Running = append(out.Running, stateRunning{r.Entry, r.Code, r.Since})
	}
	if e, ok := s.Folded.CanUndo(device); ok {
		out.Undo = &stateUndo{e.ID, string(e.Deed), e.Code, e.At}
	}
	if e, ok := s.Folded.CanRedo(device); ok {
		out.Redo = &stateUndo{Entry: e.ID, Deed: string(e.Deed), At: e.At}
	}
	return out
}
