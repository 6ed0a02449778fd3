package boris

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// Pauses says how pauses go into a project, which has no place for them.
type Pauses string

// The two ways.
const (
	PausesApart Pauses = ""      // each stretch between pauses is an observation of its own
	PausesState Pauses = "state" // a state "Pause" of no subject
)

// Export says how a set becomes a project. The zero value will do.
type Export struct {
	Name     string
	Date     string // of the project and its observations, 2026-10-01T14:30:00; "" is 1970-01-01T00:00:00, since a set has none
	Pauses   Pauses
	Comments bool // take the free words along; they may tell of a family
}

// FromSet turns recordings into a project that BORIS opens without a message,
// with pauses apart and without comments. The notes say what a project has no
// place for and what was changed to fit.
func FromSet(set recording.Set) (Project, []recording.Note) { return Export{}.FromSet(set) }

// FromSet is FromSet with choices. A state becomes two events with the same
// modifiers. Two events of one subject and code never share an instant: the later
// is moved by a millisecond, again until it is free.
func (x Export) FromSet(set recording.Set) (Project, []recording.Note) {
	b := &export{Export: x, set: set, notes: map[string]int{}, known: map[[3]string]uint32{}, ids: map[string]bool{}}
	b.Date = cmp.Or(b.Date, "1970-01-01T00:00:00")
	b.project.comments = []string{""}
	b.name()
	for i := range set.Recordings {
		b.recording(&set.Recordings[i])
	}
	b.project.members = []member{
		{"time_format", quoted("hh:mm:ss")}, {"project_date", quoted(b.Date)}, {"project_name", quoted(x.Name)},
		{"project_description", quoted(b.how())}, {"project_format_version", quoted("7.0")},
		{"subjects_conf", b.subjects()}, {"behaviors_conf", b.behaviours()}, {key: "observations"},
		{"behavioral_categories", b.categories()}, {"behavioral_categories_config", raw("{}")},
		{"independent_variables", b.variables()},
		{"coding_map", raw("{}")}, {"behaviors_coding_map", raw("[]")}, {"converters", raw("{}")},
	}
	b.project.view()
	b.project.check()
	return b.project, b.said()
}

// export is a project in the making.
type export struct {
	Export
	set     recording.Set
	project Project
	codes   []exported
	labels  []string
	known   map[[3]string]uint32
	ids     map[string]bool
	notes   map[string]int
	first   []recording.Note
}

// exported is a code as it goes out. One that the set uses both for moments and
// for stretches goes out as two.
type exported struct {
	from recording.Code
	kind recording.Kind
	name string
	sets [][]string // modifier values in use
	many []bool     // several of a set were chosen at once
}

// say counts a note; the place of the first is kept.
func (b *export) say(name, where, text string) {
	if b.notes[name]++; b.notes[name] == 1 {
		b.first = append(b.first, recording.Note{Name: name, Where: where, Text: text})
	}
}

func (b *export) said() []recording.Note {
	for i, n := range b.first {
		if of := b.notes[n.Name]; of > 1 {
			b.first[i].Text = fmt.Sprintf("%s (%d times; this is the first)", n.Text, of)
		}
	}
	return b.first
}

func (b *export) how() string {
	if b.Pauses == PausesState {
		return "Pauses are the state Pause, without a subject."
	}
	return "What lies between two pauses is an observation of its own."
}

// name gathers the codes and modifiers in use and finds names that BORIS takes.
func (b *export) name() {
	type use struct {
		code string
		kind recording.Kind
	}
	places := map[use]int{}
	find := func(c recording.Code) int {
		u := use{c.Name, c.Kind}
		at, known := places[u]
		if !known {
			at = len(b.codes)
			places[u] = at
			b.codes = append(b.codes, exported{from: c, kind: c.Kind})
		}
		return at
	}
	for _, c := range b.set.Codes {
		find(c)
	}
	seen := map[[2]string]bool{}
	for _, r := range b.set.Recordings {
		for _, e := range r.Events {
			at := find(recording.Code{Name: e.Code, Kind: e.Kind})
			if e.Modifiers != "" && !seen[[2]string{strconv.Itoa(at), e.Modifiers}] {
				seen[[2]string{strconv.Itoa(at), e.Modifiers}] = true
				b.codes[at].modifiers(b.modifiers(e.Modifiers))
			}
		}
		for _, m := range r.Unpaired {
			find(recording.Code{Name: m.Code, Kind: recording.State})
		}
		for label := range r.Groups {
			if !slices.Contains(b.labels, label) {
				b.labels = append(b.labels, label)
			}
		}
	}
	slices.Sort(b.labels)
	if b.Pauses == PausesState {
		find(recording.Code{Name: pauseCode, Kind: recording.State})
	}
	taken := map[string]bool{}
	for i := range b.codes {
		c := &b.codes[i]
		c.name = free(taken, cmp.Or(strings.NewReplacer(",", "_", "|", "_").Replace(strings.TrimSpace(c.from.Name)), "_"), "_")
		if c.name != c.from.Name {
			b.say("code_renamed", "code "+strconv.Itoa(i), "a code was given another name: BORIS takes no comma, | or blank end in one, and has no code that is both a moment and a stretch")
		}
	}
}

const pauseCode = "Pause"

// free finds a name that is not taken, with a number behind it if need be.
func free(taken map[string]bool, name, between string) string {
	out := name
	for n := 2; taken[out]; n++ {
		out = name + between + strconv.Itoa(n)
	}
	taken[out] = true
	return out
}

func (c *exported) modifiers(text string) {
	if text == "None" {
		return
	}
	for i, set := range strings.Split(text, "|") {
		if i == len(c.sets) {
			c.sets, c.many = append(c.sets, nil), append(c.many, false)
		}
		values := strings.Split(set, ",")
		c.many[i] = c.many[i] || len(values) > 1
		for _, v := range values {
			if v != "None" && v != "" && len(c.sets[i]) < mostItems && !slices.Contains(c.sets[i], v) {
				c.sets[i] = append(c.sets[i], v)
			}
		}
	}
}

// modifiers takes out the signs that BORIS has its own use for. The bar and the
// comma are kept: between sets and between values they are its form.
func (b *export) modifiers(text string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune("()[]{}`~", r) {
			return '_'
		}
		return r
	}, text)
	if clean != text {
		b.say("modifier_signs", "", "brackets, backtick and ~ in modifiers became _; BORIS does not take them")
	}
	return clean
}

func (b *export) code(name string, kind recording.Kind) *exported {
	for i := range b.codes {
		if b.codes[i].from.Name == name && b.codes[i].kind == kind {
			return &b.codes[i]
		}
	}
	return nil // every code in use was gathered by name
}

// object writes members as JSON.
func object(members []member) raw {
	out := raw{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, quoted(m.key)...), ':'), m.value...)
	}
	return append(out, '}')
}

// list writes values as a JSON list.
func list(values []raw) raw {
	out := raw{'['}
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, v...)
	}
	return append(out, ']')
}

func texts(values []string) raw {
	var all []raw
	for _, v := range values {
		all = append(all, quoted(v))
	}
	return list(all)
}

// numbered writes values under "0", "1", ….
func numbered(values []raw) raw {
	var all []member
	for i, v := range values {
		all = append(all, member{strconv.Itoa(i), v})
	}
	return object(all)
}

func (b *export) subjects() raw {
	names := slices.Clone(b.set.Subjects)
	known := map[string]bool{"": true}
	for _, n := range names {
		known[n] = true
	}
	for _, t := range b.project.triples {
		if !known[t.subject] {
			known[t.subject] = true
			names = append(names, t.subject)
		}
	}
	var all []raw
	for _, n := range names {
		all = append(all, object([]member{{"key", quoted("")}, {"name", quoted(n)}, {"description", quoted("")}}))
	}
	return numbered(all)
}

func (b *export) behaviours() raw {
	var all []raw
	for _, c := range b.codes {
		kind := "Point event"
		if c.kind == recording.State {
			kind = "State event"
		}
		var excluded []string
		for _, other := range c.from.Excludes {
			if x := b.code(other, recording.State); x != nil {
				excluded = append(excluded, x.name)
			}
		}
		var sets []raw
		for i, values := range c.sets {
			several := raw("0")
			if c.many[i] {
				several = raw("1")
			}
			sets = append(sets, object([]member{
				{"name", quoted("")}, {"description", quoted("")}, {"type", several}, {"ask at stop", raw("false")}, {"values", texts(values)},
			}))
		}
		all = append(all, object([]member{
			{"type", quoted(kind)}, {"key", quoted("")}, {"code", quoted(c.name)}, {"description", quoted(c.from.Description)},
			{"color", quoted("")}, {"category", quoted(c.from.Category)}, {"modifiers", numbered(sets)},
			{"excluded", quoted(strings.Join(excluded, ","))}, {"coding map", quoted("")},
		}))
	}
	return numbered(all)
}

func (b *export) categories() raw {
	var names []string
	for _, c := range b.codes {
		if c.from.Category != "" && !slices.Contains(names, c.from.Category) {
			names = append(names, c.from.Category)
		}
	}
	return texts(names)
}

func (b *export) variables() raw {
	var all []raw
	for _, label := range b.labels {
		all = append(all, object([]member{
			{"label", quoted(label)}, {"description", quoted("")}, {"type", quoted("text")},
			{"default value", quoted("")}, {"possible values", quoted("")},
		}))
	}
	return numbered(all)
}

// values of the variables in one observation.
func (b *export) values(groups map[string]string) raw {
	var all []member
	for _, label := range slices.Sorted(maps.Keys(groups)) {
		all = append(all, member{label, quoted(groups[label])})
	}
	return object(all)
}
