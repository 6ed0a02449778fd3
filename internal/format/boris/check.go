package boris

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"samspil/internal/recording"
)

// The names under which a reader's notes are the ones that BORIS itself reports
// when it checks a project.
var warnings = []string{
	"missing_media_info", "modifier_count", "modifier_spaces", "observation_id_spaces", "timestamp_range", "undefined_behavior",
	"undefined_subject", "undefined_variable", "unknown_category", "unpaired_state", "value_outside_set",
}

// Warnings are the names of what BORIS would report about the project, sorted,
// each once.
func (p Project) Warnings() []string {
	out := []string{}
	for _, name := range warnings {
		if p.notes[name] > 0 {
			out = append(out, name)
		}
	}
	return out
}

// note keeps at most mostNotes of a name; tally says how many there were.
func (p *Project) note(name, where, text string) {
	if p.notes == nil {
		p.notes = map[string]int{}
	}
	if p.notes[name]++; p.notes[name] <= mostNotes {
		p.Notes = append(p.Notes, recording.Note{Name: name, Where: where, Text: text})
	}
}

func (p *Project) tally() {
	for _, name := range slices.Sorted(maps.Keys(p.notes)) {
		if more := p.notes[name] - mostNotes; more > 0 {
			p.Notes = append(p.Notes, recording.Note{Name: name, Text: fmt.Sprintf("and %d more of these", more)})
		}
	}
}

// check notes everything that is odd about a project.
func (p *Project) check() {
	if newer(p.Version) {
		p.note("newer_version", "", fmt.Sprintf("the file is of version %.20s, newer than what is known here (%s); what is known of it was read", p.Version, newest))
	}
	p.checkCodes()
	labels, sets := map[string]bool{}, map[string][]string{}
	for _, v := range p.Variables {
		labels[v.Label] = true
		if v.Type == "value from set" {
			sets[v.Label] = v.Possible
		}
	}
	for i := range p.Observations {
		o := &p.Observations[i]
		if strings.TrimFunc(o.ID, pythonSpace) != o.ID {
			p.note("observation_id_spaces", o.where(), "the observation's id begins or ends with a space")
		}
		o.get("independent_variables").object(mostItems, func(label string, value raw) {
			possible, set := sets[label]
			switch {
			case !labels[label]:
				p.note("undefined_variable", o.where(), "the observation has a variable that the project does not declare")
			case set && !slices.Contains(possible, value.text()) && !(value.text() == "" && len(possible) == 0):
				p.note("value_outside_set", o.where(), "the value of a variable is not among the possible ones")
			}
		})
		p.checkMedia(o)
	}
	p.checkEvents()
	p.tally()
}

func (p *Project) checkCodes() {
	for i, b := range p.Behaviours {
		where := fmt.Sprintf("behaviour %d", i)
		if b.Category != "" && !slices.Contains(p.Categories, b.Category) {
			p.note("unknown_category", where, "the behaviour belongs to a category that is not in the list of categories")
		}
		for _, set := range b.Modifiers {
			for _, value := range set.Values {
				// A shortcut key stands behind as " (k)".
				if plain, _, _ := strings.Cut(value, " ("); strings.TrimFunc(plain, pythonSpace) != plain {
					p.note("modifier_spaces", where, "a modifier begins or ends with a space; it is kept so, and is another than the one without")
				}
			}
		}
	}
}

func (p *Project) checkMedia(o *Observation) {
	if o.Type != "MEDIA" {
		return
	}
	info := o.get("media_info")
	var have [4]map[string]bool
	for i, name := range []string{"length", "fps", "hasVideo", "hasAudio"} {
		have[i] = map[string]bool{}
		info.get(name).object(mostItems, func(path string, _ raw) { have[i][path] = true })
	}
	o.media(func(_, path string) {
		for _, paths := range have {
			if !paths[path] {
				p.note("missing_media_info", o.where(), "the file does not say how long a film is, its frame rate, or whether it has picture and sound")
				return
			}
		}
	})
}

// fault of a triple that is the same for every event that carries it.
type oddity struct{ name, text string }

// checkEvents looks at every event once.
func (p *Project) checkEvents() {
	odd := p.oddTriples()
	told := make([]int, len(p.triples)) // the observation in which a triple was last told
	open := make([]bool, len(p.triples))
	for i := range p.Observations {
		o := &p.Observations[i]
		o.Paired = true
		starts := map[uint32]int{}
		for j, r := range o.rows.each {
			if outside(r.at) {
				p.note("timestamp_range", fmt.Sprintf("%s, event %d", o.where(), j+1), "the time is further from 0 than 2147483647 seconds")
			}
			if len(odd[r.triple]) > 0 && told[r.triple] != i+1 {
				told[r.triple] = i + 1
				for _, f := range odd[r.triple] {
					p.note(f.name, fmt.Sprintf("%s, event %d", o.where(), j+1), f.text)
				}
			}
			if p.triples[r.triple].state && (r.at > tooFar || o.Type == images) {
				if open[r.triple] = !open[r.triple]; open[r.triple] {
					starts[r.triple] = j + 1
				} else {
					delete(starts, r.triple)
				}
			}
		}
		for _, t := range slices.SortedFunc(maps.Keys(starts), func(a, b uint32) int { return starts[a] - starts[b] }) {
			o.Paired, open[t] = false, false
			p.note("unpaired_state", fmt.Sprintf("%s, event %d", o.where(), starts[t]), "a state starts and never stops; it is left out until somebody says where it ends")
		}
	}
}

// outside the range of times that the program takes.
func outside(at int64) bool {
	return at > noTime && (at > math.MaxInt32*1000 || at < -math.MaxInt32*1000)
}

func (p *Project) oddTriples() [][]oddity {
	subjects, sets := map[string]bool{"": true}, map[string]int{}
	for _, s := range p.Subjects {
		subjects[s.Name] = true
	}
	for _, b := range p.Behaviours {
		sets[b.Code] = len(b.Modifiers)
	}
	out := make([][]oddity, len(p.triples))
	for i, t := range p.triples {
		if !t.declared {
			out[i] = append(out[i], oddity{"undefined_behavior", "the code is not declared; its events are kept and enter no analysis"})
		} else if n := parts(t.modifiers); n > 0 && n != sets[t.code] {
			out[i] = append(out[i], oddity{"modifier_count", "the event does not have as many modifiers as the code has sets of them"})
		}
		if !subjects[t.subject] {
			out[i] = append(out[i], oddity{"undefined_subject", "the subject is not in the list of subjects"})
		}
	}
	return out
}

// parts counts the sets that a modifier text answers; none at all is 0.
func parts(modifiers string) int {
	if modifiers == "" || modifiers == "None" {
		return 0
	}
	return strings.Count(modifiers, "|") + 1
}

// newer compares as the program does: part by part, padded with zeros, as text.
func newer(version string) bool {
	return slices.Compare(padded(version), padded(newest)) > 0
}

func padded(version string) []string {
	out := strings.Split(version, ".")
	for i, part := range out {
		if len(part) < 8 {
			out[i] = strings.Repeat("0", 8-len(part)) + part
		}
	}
	return out
}

// pythonSpace are the blanks that the program strips.
func pythonSpace(r rune) bool {
	return strings.ContainsRune(" \t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", r) || r >= 0x1c && r <= 0x1f || r >= 0x2000 && r <= 0x200a
}
