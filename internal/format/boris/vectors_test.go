package boris

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/recording"
)

// Imports whose answers BORIS 9.12.3 gave; the file is not part of the project.
func TestVectorsOfImport(t *testing.T) {
	const path = "../../../../shared/vectors/interaction.json"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("skipped: %s is not there", path)
	}
	var file struct {
		Vectors []struct {
			ID, Kind string
			Input    struct{ Format, File, Text, Observation string }
			Expected json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, v := range file.Vectors {
		timed := v.Kind == "timed-events" && strings.HasSuffix(v.Input.File, ".boris")
		if !timed && (v.Kind != "import" || v.Input.Format != "boris") {
			continue
		}
		ran++
		var want expected
		if err := json.Unmarshal(v.Expected, &want); err != nil {
			t.Fatal(err)
		}
		t.Run(v.ID, func(t *testing.T) {
			project := []byte(v.Input.Text)
			if v.Input.File != "" {
				project = fixture(t, filepath.Base(v.Input.File))
			}
			p := mustRead(t, project)
			if timed {
				if diff := cmp.Diff(want.Intervals, intervals(p, v.Input.Observation)); diff != "" && want.Intervals != nil {
					t.Error(diff)
				}
				return
			}
			got := told(p)
			if diff := cmp.Diff([]any{want.Version, want.Subjects, want.Behaviors, want.Variables, want.Observations, want.Warnings}, got); diff != "" {
				t.Error(diff)
			}
			sameBack(t, project)
		})
	}
	if ran < 9 {
		t.Errorf("only %d vectors were run", ran)
	}
}

type expected struct {
	Version      string
	Subjects     []string
	Behaviors    map[string]string
	Variables    []string
	Observations map[string]seen
	Warnings     []string
	Intervals    [][5]any
}

type seen struct {
	Type   string
	Events int
	Paired bool
}

func told(p Project) []any {
	subjects, kinds, labels, observations := []string{}, map[string]string{}, []string{}, map[string]seen{}
	for _, s := range p.Subjects {
		subjects = append(subjects, s.Name)
	}
	for _, b := range p.Behaviours {
		kinds[b.Code] = string(b.Kind)
	}
	for _, v := range p.Variables {
		labels = append(labels, v.Label)
	}
	for _, o := range p.Observations {
		observations[o.ID] = seen{o.Type, o.Events, o.Paired}
	}
	return []any{p.Version, subjects, kinds, labels, observations, p.Warnings()}
}

func intervals(p Project, observation string) [][5]any {
	var out [][5]any
	for _, r := range p.Set().Recordings {
		if r.ID != observation {
			continue
		}
		for _, e := range r.Events {
			subject := e.Subject
			if subject == "" {
				subject = recording.NoSubject
			}
			out = append(out, [5]any{subject, e.Code, e.Modifiers, recording.Seconds(e.Onset), recording.Seconds(e.Offset)})
		}
	}
	return out
}
