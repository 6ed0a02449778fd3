package boris

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/recording"
)

// project makes one with a point p (and q in category leg), states s and r, subject
// barn and one observation "o".
func project(events string, more ...string) string {
	parts := []string{`"type":"LIVE"`, `"events":[` + events + `]`}
	return `{"project_format_version":"7.0","subjects_conf":{"0":{"name":"barn"}},"behavioral_categories":["leg"],
 "behaviors_conf":{"0":{"type":"Point event","code":"p"},"1":{"type":"STATE EVENT","code":"s"},"2":{"type":"State event with coding map","code":"r","excluded":"s,p"},
 "3":{"type":"Point event","code":"q","category":"leg","modifiers":{"0":{"values":["a (a)","b"]},"1":{"values":["c"]}}}},
 "independent_variables":{"0":{"label":"sted","type":"value from set","possible values":"hjem,ude"},"1":{"label":"vejr","type":"text"}},
 "observations":{"o":{` + strings.Join(append(parts, more...), ",") + `}}}`
}

// The rules of import, each with what it gives.
func TestRulesOfImport(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		events   []string // subject code kind on-off modifiers
		unpaired []string
		warnings []string
		notes    []string // beside the warnings
	}{
		"states take turns in order of time, whatever the file's": {
			project(`[5,"","s","",""],[1,"","s","",""],[3,"","s","",""],[2,"","p","",""],[9,"","s","",""]`),
			[]string{" s state 1000-3000 ", " p point 2000-2000 ", " s state 5000-9000 "}, nil, []string{}, nil},
		"each subject, code and modifiers by itself": {
			project(`[1,"","s","x",""],[2,"barn","s","",""],[3,"","r","",""],[4,"","s","y",""],[5,"","s","x",""],[6,"barn","s","",""],[7,"","r","",""],[8,"","s","y",""]`),
			[]string{" s state 1000-5000 x", "barn s state 2000-6000 ", " r state 3000-7000 ", " s state 4000-8000 y"}, nil, []string{"modifier_count"}, nil},
		"None and nothing are two texts": {
			project(`[1,"","s","",""],[2,"","s","None",""],[3,"","s","",""],[4,"","s","None",""]`),
			[]string{" s state 1000-3000 ", " s state 2000-4000 None"}, nil, []string{}, nil},
		"the last of an odd number is left over": {
			project(`[1,"barn","s","",""],[2,"barn","s","",""],[3,"barn","s","",""]`),
			[]string{"barn s state 1000-2000 "}, []string{"barn s 3000"}, []string{"unpaired_state"}, nil},
		"at one instant by subject and code": {
			project(`[1,"barn","q","",""],[1,"","q","",""],[1,"","p","",""],[1,"barn","p","",""]`),
			[]string{" p point 1000-1000 ", " q point 1000-1000 ", "barn p point 1000-1000 ", "barn q point 1000-1000 "}, nil, []string{}, nil},
		"three decimals, halves to even": {
			project(`[1.0005,"","p","",""],[1.0015,"","p","",""],[-1.25,"","p","",""],[1e3,"","p","",""],[123456789.1239,"","p","",""],[-0.0009,"","p","",""]`),
			[]string{" p point -1250--1250 ", " p point -1--1 ", " p point 1000-1000 ", " p point 1002-1002 ", " p point 1000000-1000000 ", " p point 123456789124-123456789124 "}, nil, []string{}, nil},
		"a state without extent": {
			project(`[1,"","s","",""],[1,"","s","",""]`), nil, nil, []string{}, []string{"empty_state"}},
		"no time": {
			project(`[null,"","p","",""],[NaN,"","p","",""],["x","","p","",""],[2,"","p","",""]`),
			[]string{" p point 2000-2000 "}, nil, []string{}, []string{"no_time"}},
		"further than can be told": {
			project(`[1e300,"","p","",""],[-1e999,"","p","",""],[2,"","p","",""]`),
			[]string{" p point 2000-2000 "}, nil, []string{"timestamp_range"}, []string{"no_time"}},
		"too far from zero": {
			project(`[2147483647,"","p","",""],[-2147483647.001,"","p","",""]`),
			[]string{" p point -2147483647001--2147483647001 ", " p point 2147483647000-2147483647000 "}, nil, []string{"timestamp_range"}, nil},
		"too far by a little": {
			project(`[2147483647.001,"","p","",""]`),
			[]string{" p point 2147483647001-2147483647001 "}, nil, []string{"timestamp_range"}, nil},
		"pictures keep the file's order": {
			project(`[5,"","s","",""],[1,"","s","",""],[2,"","s","",""],[9,"","s","",""]`, `"type":"IMAGES"`),
			[]string{" s state 2000-9000 "}, nil, []string{}, []string{"empty_state"}},
		"pictures without times too": {
			project(`[NaN,"","s","","",7],[NaN,"","s","","",3],[NaN,"","s","","",5],[NaN,"","s","","",9]`, `"type":"IMAGES"`),
			[]string{" s state 5-9 "}, nil, []string{}, []string{"empty_state"}},
		"not declared": {
			project(`[1,"far","p","",""],[2,"","zz","",""]`),
			[]string{"far p point 1000-1000 "}, nil, []string{"undefined_behavior", "undefined_subject"}, nil},
		"modifiers that answer each set": {
			project(`[1,"","q","a|c",""],[2,"","q","a,b|None",""],[3,"","q","None|None",""],[4,"","q","",""]`),
			[]string{" q point 1000-1000 a|c", " q point 2000-2000 a,b|None", " q point 3000-3000 None|None", " q point 4000-4000 "}, nil, []string{}, nil},
		"modifiers that do not": {
			project(`[1,"","q","a",""]`), []string{" q point 1000-1000 a"}, nil, []string{"modifier_count"}, nil},
		"variables": {
			project(``, `"independent_variables":{"sted":"skov","ny":"x","vejr":"sol"}`), nil, nil, []string{"undefined_variable", "value_outside_set"}, nil},
		"variables as they should be": {
			project(``, `"independent_variables":{"sted":"ude","vejr":""}`), nil, nil, []string{}, nil},
		"media of which something is not known": {
			project(``, `"type":"MEDIA"`, `"file":{"1":["a"],"2":["b"]}`, `"media_info":{"length":{"a":1,"b":1},"fps":{"a":1,"b":1},"hasVideo":{"a":true,"b":true},"hasAudio":{"a":true}}`),
			nil, nil, []string{"missing_media_info"}, nil},
		"media of which all is known": {
			project(``, `"type":"MEDIA"`, `"file":{"1":["a"],"2":["b"]}`, `"media_info":{"length":{"a":1,"b":1},"fps":{"a":1,"b":1},"hasVideo":{"a":true,"b":true},"hasAudio":{"a":true,"b":false}}`),
			nil, nil, []string{}, nil},
		"a category that is gone": {
			strings.Replace(project(``), `["leg"]`, `[]`, 1), nil, nil, []string{"unknown_category"}, nil},
		"blanks in a modifier's value": {
			strings.Replace(project(``), `"b"]`, `"b "]`, 1), nil, nil, []string{"modifier_spaces"}, nil},
		"blanks before a shortcut": {
			strings.Replace(project(``), `"a (a)"`, `"a  (a)"`, 1), nil, nil, []string{"modifier_spaces"}, nil},
		"blanks around an id": {
			strings.Replace(project(``), `"o":`, `"o\u00a0":`, 1), nil, nil, []string{"observation_id_spaces"}, nil},
		"newer than is known": {
			strings.Replace(project(``), `"7.0"`, `"9.12.4"`, 1), nil, nil, []string{}, []string{"newer_version"}},
		"as new as is known": {
			strings.Replace(project(``), `"7.0"`, `"9.12.3"`, 1), nil, nil, []string{}, nil},
		"a version of many digits": {
			strings.Replace(project(``), `"7.0"`, `"10.0"`, 1), nil, nil, []string{}, []string{"newer_version"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := mustRead(t, []byte(c.text))
			set := p.Set()
			r := set.Recordings[0]
			if diff := cmp.Diff(c.events, lines(r)); diff != "" {
				t.Error(diff)
			}
			var unpaired []string
			for _, m := range r.Unpaired {
				unpaired = append(unpaired, fmt.Sprintf("%s %s %d", m.Subject, m.Code, m.At))
			}
			if diff := cmp.Diff(c.unpaired, unpaired); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.warnings, p.Warnings()); diff != "" {
				t.Error(diff)
			}
			var notes []string
			for _, n := range set.Notes {
				if !slices.Contains(warnings, n.Name) {
					notes = append(notes, n.Name)
				}
			}
			if diff := cmp.Diff(c.notes, notes); diff != "" {
				t.Error(diff)
			}
			if p.Observations[0].Paired != (unpaired == nil) {
				t.Error("paired")
			}
			sameBack(t, []byte(c.text))
			sameStreamed(t, []byte(c.text))
		})
	}
}

func lines(r recording.Recording) []string {
	var out []string
	for _, e := range r.Events {
		out = append(out, fmt.Sprintf("%s %s %s %d-%d %s", e.Subject, e.Code, e.Kind, e.Onset, e.Offset, e.Modifiers))
	}
	return out
}

func TestWhatIsReadBesideTheEvents(t *testing.T) {
	p := mustRead(t, []byte(seeds["states and points"]))
	set := p.Set()
	want := recording.Set{
		Codes: []recording.Code{
			{Name: "p", Kind: recording.Point, Category: "leg"}, {Name: "s", Kind: recording.State, Excludes: []string{"p", "q"}},
		},
		Subjects: []string{"barn", "forælder"},
	}
	if diff := cmp.Diff(want, recording.Set{Codes: set.Codes, Subjects: set.Subjects}); diff != "" {
		t.Error(diff)
	}
	first, second := set.Recordings[0], set.Recordings[1]
	if first.Groups["sted"] != "skov" || first.Segments != nil || first.Events[1].Comment != "slut" || first.Events[2].Comment != "så" {
		t.Errorf("first: %+v", first)
	}
	// 60.5 s of film, widened over a time before it and one far behind it.
	if diff := cmp.Diff([]recording.Span{{From: -1250, To: 5_000_000_000_000}}, second.Segments); diff != "" || second.Type != "MEDIA" {
		t.Error(diff)
	}
	if got := p.Behaviours[1].Modifiers; len(got) != 1 || got[0].Type != "1" || got[0].Values[0] != " a (x)" {
		t.Errorf("modifiers %+v", got)
	}
	if v := p.Variables[0]; v.Label != "sted" || !slices.Equal(v.Possible, []string{"hjem", "ude"}) {
		t.Errorf("variable %+v", v)
	}
}

func TestBothCommentsOfAState(t *testing.T) {
	p := mustRead(t, []byte(project(`[1,"","s","","begin"],[2,"","s","","end"],[3,"","s","","same"],[4,"","s","","same"]`)))
	for range 2 { // a set changes nothing in the project
		e := p.Set().Recordings[0].Events
		if e[0].Comment != "begin\nend" || e[1].Comment != "same" {
			t.Errorf("got %q and %q", e[0].Comment, e[1].Comment)
		}
	}
}

// What was observed: the time interval, else the film, else nothing is said.
func TestObserved(t *testing.T) {
	film := `"media_info":{"length":{"a":10,"b":5.5,"c":100}}`
	for name, c := range map[string]struct {
		text string
		want []recording.Span
	}{
		"nothing said":       {project(`[1,"","p","",""]`), nil},
		"an interval":        {project(`[1,"","p","",""]`, `"observation time interval":[0.5,20]`), []recording.Span{{From: 500, To: 20_000}}},
		"no interval":        {project(`[1,"","p","",""]`, `"observation time interval":[0,0]`), nil},
		"films in a row":     {project(`[1,"","p","",""]`, `"type":"MEDIA"`, `"file":{"1":["a","b"],"2":["c"]}`, film), []recording.Span{{From: 0, To: 15_500}}},
		"films, moved":       {project(`[31,"","p","",""]`, `"type":"MEDIA"`, `"time offset":30.0`, `"file":{"1":["a"]}`, film), []recording.Span{{From: 30_000, To: 40_000}}},
		"films of the past":  {project(`[1,"","p","",""]`, `"type":"MEDIA"`, `"file":["a","c"]`, film), []recording.Span{{From: 0, To: 10_000}}},
		"a film not known":   {project(`[1,"","p","",""]`, `"type":"MEDIA"`, `"file":{"1":["a","x"]}`, film), nil},
		"the clock's time":   {project(`[1,"","p","",""]`, `"type":"MEDIA"`, `"media_creation_date_as_offset":true`, `"file":{"1":["a"]}`, film), nil},
		"events beyond it":   {project(`[-1,"","p","",""],[9,"","s","",""],[12,"","s","",""]`, `"type":"MEDIA"`, `"file":{"1":["a"]}`, film), []recording.Span{{From: -1000, To: 12_000}}},
		"an interval turned": {project(`[1,"","p","",""]`, `"observation time interval":[20,5]`), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := mustRead(t, []byte(c.text)).Set().Recordings[0].Segments
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			sameStreamed(t, []byte(c.text))
		})
	}
}

func TestPictures(t *testing.T) {
	set := mustRead(t, []byte(seeds["pictures"])).Set()
	i, j := set.Recordings[0], set.Recordings[1]
	if i.Clock != recording.Order {
		t.Errorf("clock %q", i.Clock)
	}
	// Without times the number of the picture is the place; the last has no number
	// and takes its place in the file.
	if diff := cmp.Diff([]string{"barn s state 3-7 ", " p point 5-5 "}, lines(i)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]recording.Mark{{Code: "s", At: 3}}, i.Unpaired); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{" p point 1000-1000 ", " s state 5000-9500 "}, lines(j)); diff != "" {
		t.Error(diff)
	}
}

// The oldest files and other encodings say the same.
func TestOldAndForeign(t *testing.T) {
	old := mustRead(t, []byte(seeds["oldest"]))
	if old.Version != "" || old.Observations[0].Type != "MEDIA" || !slices.Equal(old.Warnings(), []string{"missing_media_info", "modifier_count"}) {
		t.Errorf("%q, %s, %v", old.Version, old.Observations[0].Type, old.Warnings())
	}
	if diff := cmp.Diff([]Subject{{Key: "b", Name: "barn"}, {Key: "f", Name: "forælder"}}, old.Subjects); diff != "" {
		t.Error(diff)
	}
	if got := old.Behaviours[0].Modifiers; len(got) != 2 || !slices.Equal(got[0].Values, []string{"a", "b (b)"}) {
		t.Errorf("modifiers %+v", got)
	}
	foreign := mustRead(t, []byte(seeds["windows characters"])).Set().Recordings[0]
	if e := foreign.Events[0]; foreign.ID != "spørg" || e.Subject != "forælder" || e.Comment != "“ja”" {
		t.Errorf("%q %+v", foreign.ID, e)
	}
	twice := mustRead(t, []byte(seeds["twice the same id"]))
	if len(twice.Observations) != 1 || twice.Set().Recordings[0].Events[0].Onset != 2000 || twice.Notes[0].Name != "double_observation" {
		t.Errorf("%+v", twice.Notes)
	}
	ordered := mustRead(t, []byte(`{"observations":{},"subjects_conf":{"10":{"name":"c"},"2":{"name":"b"},"x":{"name":"d"},"0":{"name":"a"}}}`))
	if got := ordered.Set().Subjects; !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("subjects %q", got)
	}
}

func TestNotesDoNotGrowWithoutEnd(t *testing.T) {
	var events []string
	for i := range 3 * mostNotes {
		events = append(events, fmt.Sprintf(`[%d,"","s","%d",""]`, i, i))
	}
	p := mustRead(t, []byte(project(strings.Join(events, ","))))
	if last := p.Notes[len(p.Notes)-1]; len(p.Notes) > 2*mostNotes+4 || !strings.Contains(last.Text, "400 more") {
		t.Errorf("%d notes, the last %q", len(p.Notes), last.Text)
	}
}

func TestTextsOfTwoEncodings(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb": `a\u0009b`, "\x00\x1f": `\u0000\u001f`, "æ": "æ", "\xe6": "æ", "\x80\x81\x93\x9f": "€\u0081“Ÿ", `\ud83d`: `\ud83d`,
	} {
		if got := string(appendText(nil, []byte(in))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := string(quoted("å😀\"")); got != `"\u00e5\ud83d\ude00\""` {
		t.Error(got)
	}
}

func TestSecondsAsPythonWritesThem(t *testing.T) {
	for ms, want := range map[int64]string{0: "0.0", 1000: "1.0", 1500: "1.5", 10: "0.01", 1: "0.001", -1: "-0.001", 61_005: "61.005", -2250: "-2.25", 120: "0.12"} {
		if got := string(seconds(nil, ms)); got != want || millis([]byte(got)) != ms {
			t.Errorf("%d: %s, want %s", ms, got, want)
		}
	}
}
