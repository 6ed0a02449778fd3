package demo

import (
	"embed"
	"encoding/json"
)

//go:embed texts/*.json
var textFiles embed.FS

// texts is what was written about one family: the words of its contacts and
// visits, which are walked through at their own pace, single notes, and lines.
type texts struct {
	Contacts map[string]talks
	Visits   map[string]pool
	Notes    map[string][]note
	Lines    map[string][]string
}

// textsOf reads the texts of a family.
func textsOf(name string) texts {
	var t texts
	data, err := textFiles.ReadFile("texts/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err != nil {
		panic(err) // a misspelling in this package
	}
	return t
}

// line gives number i of the lines of a name.
func (t texts) line(name string, i int) string { return nth(t.Lines[name], i) }

// note is what was written about a visit: seen, understood, thought, agreed.
type note struct{ Seen, Meant, Thought, Next string }

// pool is what a family's notes are made of. Each list is walked at its own
// pace, so that the same note does not come twice.
type pool struct{ Seen, Meant, Thought, Next []string }

// take gives note number i.
func (p pool) take(i int) note {
	return note{Seen: nth(p.Seen, i), Meant: nth(p.Meant, i), Thought: nth(p.Thought, i), Next: nth(p.Next, i)}
}

// talk is what was said and seen before, during and after a contact.
type talk struct {
	focus, looks, tries, helps        string // before
	arrival, seen, help, goodbye, own string // during; own are the child's words
	parent, answer, next              string // after
	meant, thought                    string
}

// talks is what the words of a family's contacts are made of.
type talks struct {
	Focus, Looks, Tries, Helps        []string
	Arrival, Seen, Help, Goodbye, Own []string
	Parent, Answer, Next              []string
	Meant, Thought                    []string
}

// take gives the words of contact number i.
func (p talks) take(i int) talk {
	return talk{
		focus: nth(p.Focus, i), looks: nth(p.Looks, i), tries: nth(p.Tries, i), helps: nth(p.Helps, i),
		arrival: nth(p.Arrival, i), seen: nth(p.Seen, i), help: nth(p.Help, i), goodbye: nth(p.Goodbye, i), own: nth(p.Own, i),
		parent: nth(p.Parent, i), answer: nth(p.Answer, i), next: nth(p.Next, i), meant: nth(p.Meant, i), thought: nth(p.Thought, i),
	}
}

// nth walks a list round and round.
func nth(list []string, i int) string { return list[i%len(list)] }
