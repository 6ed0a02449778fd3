// Package texts is what was written about the invented families of the demo: the
// words of their contacts and visits, in Danish, as data.
package texts

import (
	"embed"
	"encoding/json"

	"samspil/internal/plan"
)

//go:embed *.json
var textFiles embed.FS

// Texts is what was written about one family: the words of its contacts and
// visits, which are walked through at their own pace, single notes, lines and goals.
type Texts struct {
	Contacts map[string]Talks
	Visits   map[string]Pool
	Notes    map[string][]Note
	Lines    map[string][]string
	Goals    []plan.Goal // without the ids
}

// Of reads the texts of a family.
func Of(name string) Texts {
	var t Texts
	data, err := textFiles.ReadFile(name + ".json")
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err != nil {
		panic(err) // a misspelling in this package
	}
	return t
}

// Line gives number i of the lines of a name.
func (t Texts) Line(name string, i int) string { return nth(t.Lines[name], i) }

// Note is what was written about a visit: seen, understood, thought, agreed.
type Note struct{ Seen, Meant, Thought, Next string }

// Pool is what a family's notes are made of. Each list is walked at its own
// pace, so that the same note does not come twice.
type Pool struct{ Seen, Meant, Thought, Next []string }

// Take gives note number i.
func (p Pool) Take(i int) Note {
	return Note{Seen: nth(p.Seen, i), Meant: nth(p.Meant, i), Thought: nth(p.Thought, i), Next: nth(p.Next, i)}
}

// Talk is what was said and seen before, during and after a contact.
type Talk struct {
	Focus, Looks, Tries, Helps        string // before
	Arrival, Seen, Help, Goodbye, Own string // during; Own are the child's words
	Parent, Answer, Next              string // after
	Meant, Thought                    string
}

// Talks is what the words of a family's contacts are made of.
type Talks struct {
	Focus, Looks, Tries, Helps        []string
	Arrival, Seen, Help, Goodbye, Own []string
	Parent, Answer, Next              []string
	Meant, Thought                    []string
}

// Take gives the words of contact number i.
func (p Talks) Take(i int) Talk {
	return Talk{
		Focus: nth(p.Focus, i), Looks: nth(p.Looks, i), Tries: nth(p.Tries, i), Helps: nth(p.Helps, i),
		Arrival: nth(p.Arrival, i), Seen: nth(p.Seen, i), Help: nth(p.Help, i), Goodbye: nth(p.Goodbye, i), Own: nth(p.Own, i),
		Parent: nth(p.Parent, i), Answer: nth(p.Answer, i), Next: nth(p.Next, i), Meant: nth(p.Meant, i), Thought: nth(p.Thought, i),
	}
}

// nth walks a list round and round.
func nth(list []string, i int) string { return list[i%len(list)] }
