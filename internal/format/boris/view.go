package boris

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/recording"
)

// view reads what Samspil understands out of what the file says; false when a
// list is longer than mostItems.
func (p *Project) view() bool {
	ok := true
	for _, m := range p.members {
		switch m.key {
		case "project_format_version":
			p.Version = m.value.text()
		case "project_name":
			p.Name = m.value.text()
		case "project_date":
			p.Date = m.value.text()
		case "project_description":
			p.Description = m.value.text()
		case "subjects_conf":
			p.Subjects = nil
			ok = indexed(m.value, func(v raw) { p.Subjects = append(p.Subjects, subject(v)) }) && ok
		case "behaviors_conf":
			p.Behaviours = nil
			ok = indexed(m.value, func(v raw) {
				b, fits := behaviour(v)
				p.Behaviours, ok = append(p.Behaviours, b), ok && fits
			}) && ok
		case "behavioral_categories":
			p.Categories = nil
			ok = m.value.array(mostItems, func(v raw) { p.Categories = append(p.Categories, v.text()) }) && ok
		case "independent_variables":
			p.Variables = nil
			ok = indexed(m.value, func(v raw) { p.Variables = append(p.Variables, variable(v)) }) && ok
		}
	}
	declare(p.triples, p.states())
	for i := range p.Observations {
		p.Observations[i].view()
	}
	p.dropDoubles()
	return ok
}

// indexed calls each for the members "0", "1", … in order of their numbers, as the
// program shows them; other keys follow in the file's order.
func indexed(r raw, each func(v raw)) bool {
	type entry struct {
		place int
		value raw
	}
	var all []entry
	ok := r.object(mostItems, func(key string, value raw) {
		place, err := strconv.Atoi(key)
		if err != nil {
			place = mostItems * mostItems
		}
		all = append(all, entry{place, value})
	})
	slices.SortStableFunc(all, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	for _, e := range all {
		each(e.value)
	}
	return ok
}

// subject of the oldest files is a list of key and name.
func subject(v raw) Subject {
	if v.isArray() {
		var parts [3]string
		i := 0
		v.array(len(parts), func(e raw) { parts[i] = e.text(); i++ })
		return Subject{Key: parts[0], Name: parts[1], Description: parts[2]}
	}
	return Subject{Key: v.get("key").text(), Name: v.get("name").text(), Description: v.get("description").text()}
}

func behaviour(v raw) (Behaviour, bool) {
	b := Behaviour{
		Code: v.get("code").text(), Type: v.get("type").text(), Key: v.get("key").text(),
		Description: v.get("description").text(), Category: v.get("category").text(), Kind: recording.Point,
	}
	if strings.Contains(strings.ToUpper(b.Type), "STATE") {
		b.Kind = recording.State
	}
	if list := v.get("excluded").text(); list != "" {
		b.Excludes = strings.Split(list, ",")
	}
	modifiers := v.get("modifiers")
	if modifiers.isText() {
		b.Modifiers = textModifiers(modifiers.text())
		return b, true
	}
	ok := indexed(modifiers, func(v raw) {
		set := ModifierSet{Name: v.get("name").text(), Type: v.get("type").text()}
		v.get("values").array(mostItems, func(e raw) { set.Values = append(set.Values, e.text()) })
		b.Modifiers = append(b.Modifiers, set)
	})
	return b, ok
}

// textModifiers reads the form before version 4: sets by |, values by comma.
func textModifiers(text string) []ModifierSet {
	if text == "" {
		return nil
	}
	var sets []ModifierSet
	for set := range strings.SplitSeq(text, "|") {
		sets = append(sets, ModifierSet{Type: "0", Values: strings.Split(set, ",")})
	}
	return sets
}

func variable(v raw) Variable {
	out := Variable{Label: v.get("label").text(), Type: v.get("type").text()}
	if list := v.get("possible values").text(); list != "" {
		out.Possible = strings.Split(list, ",")
	}
	return out
}

// states tells of every declared code whether it is a state. One declared twice is
// a state when one of the two is.
func (p *Project) states() map[string]bool {
	all := map[string]bool{}
	for _, b := range p.Behaviours {
		all[b.Code] = all[b.Code] || b.Kind == recording.State
	}
	return all
}

// declare tells every triple what its code is declared as.
func declare(triples []triple, states map[string]bool) {
	for i := range triples {
		triples[i].state, triples[i].declared = states[triples[i].code]
	}
}

func (o *Observation) view() {
	for _, m := range o.members {
		switch m.key {
		case "type":
			if o.Type = m.value.text(); o.Type == "VIDEO" || o.Type == "AUDIO" {
				o.Type = "MEDIA"
			}
		case "date":
			o.Date = m.value.text()
		case "description":
			o.Description = m.value.text()
		}
	}
}

func (o *Observation) get(key string) raw {
	for i := len(o.members) - 1; i >= 0; i-- {
		if o.members[i].key == key {
			return o.members[i].value
		}
	}
	return nil
}

// dropDoubles keeps the last of several observations with one id, as the program
// does when it opens the file, and says so.
func (p *Project) dropDoubles() {
	last := map[string]int{}
	for i, o := range p.Observations {
		last[o.ID] = i
	}
	if len(last) == len(p.Observations) {
		return
	}
	kept := p.Observations[:0]
	for i, o := range p.Observations {
		if last[o.ID] == i {
			kept = append(kept, o)
			continue
		}
		p.note("double_observation", o.where(), "another observation further down has the same id; BORIS keeps that one, and so is done here")
	}
	p.Observations = kept
}

func (o *Observation) where() string { return "observation " + strconv.Itoa(o.number) }

// span of the observation where the file gives it: its time interval, else the
// length of the films. Events outside widen it, so that none is left out.
func (o *Observation) span() (recording.Span, bool) {
	var ends []float64
	o.get("observation time interval").array(2, func(v raw) {
		if n, ok := v.number(); ok && max(n, -n) < furthest/1000 {
			ends = append(ends, n)
		}
	})
	if len(ends) == 2 && ends[1] > ends[0] {
		return recording.Span{From: recording.Millis(ends[0]), To: recording.Millis(ends[1])}, true
	}
	if o.Type != "MEDIA" || o.get("media_creation_date_as_offset").isTrue() {
		return recording.Span{}, false
	}
	offset, _ := o.get("time offset").number()
	lengths := o.get("media_info").get("length")
	total, known := 0.0, true
	o.media(func(player, path string) {
		if player == "1" {
			n, ok := lengths.get(path).number()
			total, known = total+n, known && ok && n > 0
		}
	})
	if !known || total <= 0 || total+max(offset, -offset) > furthest/1000 {
		return recording.Span{}, false
	}
	from := recording.Millis(offset)
	return recording.Span{From: from, To: from + recording.Millis(total)}, true
}

// media calls each for the files of every player. In the oldest files they are a
// list, one player each.
func (o *Observation) media(each func(player, path string)) bool {
	file := o.get("file")
	if file.isArray() {
		n := 0
		return file.array(mostItems, func(v raw) {
			n++
			each(strconv.Itoa(n), v.text())
		})
	}
	ok := true
	fits := file.object(mostItems, func(player string, paths raw) {
		ok = paths.array(mostItems, func(v raw) { each(player, v.text()) }) && ok
	})
	return fits && ok
}
