package family

import (
	"cmp"
	"slices"

	"samspil/internal/chart"
)

// placed is a person with a place in the drawing, or a house standing in the row
// of its children.
type placed struct {
	Relative
	x, y       float64
	name, note []string
	above      bool // the words stand above the figure
	home       int  // index of the home that stands here, or -1
}

// kinship is a family in rows, the oldest first; within a row in blocks of people
// who are tied as couples or as sisters and brothers.
type kinship struct {
	genogram Genogram
	unions   []Union
	people   map[string]*placed
	rows     [][]*placed
}

// kin sorts the family into rows. Two parents of a child who are not named as a
// couple are tied by a plain line.
func (g Genogram) kin() kinship {
	k := kinship{genogram: g, people: map[string]*placed{}}
	for i := range g.People {
		r := g.People[i]
		k.people[r.ID] = &placed{Relative: r, home: -1, name: chart.Wrap(r.Name, nameSize, 124), note: chart.Wrap(r.Note, fineSize, 124)}
	}
	for _, p := range k.people {
		p.Parents = slices.DeleteFunc(slices.Clone(p.Parents), func(id string) bool { return k.people[id] == nil })
	}
	for _, u := range g.Unions {
		if k.people[u.A] != nil && k.people[u.B] != nil {
			k.unions = append(k.unions, u)
		}
	}
	for _, r := range g.People {
		if par := k.people[r.ID].Parents; len(par) == 2 && !k.tied(par[0], par[1]) {
			k.unions = append(k.unions, Union{A: par[0], B: par[1]})
		}
	}
	k.sortIntoRows()
	for _, row := range k.rows {
		above := slices.ContainsFunc(row, func(p *placed) bool { return len(k.partners(p.ID)) > 0 || k.hasChildren(p.ID) })
		for _, p := range row {
			p.above = above && p.home < 0
		}
	}
	return k
}

func (k kinship) tied(a, b string) bool {
	return slices.ContainsFunc(k.unions, func(u Union) bool { return u.A == a && u.B == b || u.A == b && u.B == a })
}

// partners of a person in the order of the unions.
func (k kinship) partners(id string) []string {
	var all []string
	for _, u := range k.unions {
		switch id {
		case u.A:
			all = append(all, u.B)
		case u.B:
			all = append(all, u.A)
		}
	}
	return all
}

func (k kinship) hasChildren(id string) bool {
	return slices.ContainsFunc(k.genogram.People, func(r Relative) bool { return slices.Contains(k.people[r.ID].Parents, id) })
}

// generations counts from the oldest: a child stands one below its parents, a
// couple stands side by side, and a parent one above the child.
func (k kinship) generations() map[string]int {
	gen := map[string]int{}
	for range len(k.people) { // enough rounds for any family; a circle of parents ends too
		for _, r := range k.genogram.People {
			for _, parent := range k.people[r.ID].Parents {
				gen[r.ID] = max(gen[r.ID], gen[parent]+1)
			}
			for _, partner := range k.partners(r.ID) {
				gen[r.ID] = max(gen[r.ID], gen[partner])
			}
		}
	}
	for _, r := range k.genogram.People { // a grandparent without a couple stands close to the child
		for _, parent := range k.people[r.ID].Parents {
			if len(k.people[parent].Parents) == 0 && len(k.partners(parent)) == 0 && gen[parent] < gen[r.ID]-1 {
				gen[parent] = gen[r.ID] - 1
			}
		}
	}
	return gen
}

func (k *kinship) sortIntoRows() {
	gen := k.generations()
	byRow := map[int][]*placed{}
	for _, r := range k.genogram.People {
		byRow[gen[r.ID]] = append(byRow[gen[r.ID]], k.people[r.ID])
	}
	order := map[string]int{} // place in the row above
	for _, g := range sortedKeys(byRow) {
		row := byRow[g]
		slices.SortStableFunc(row, func(a, b *placed) int {
			return cmp.Or(cmp.Compare(k.parentPlace(a, order), k.parentPlace(b, order)),
				cmp.Compare(k.inCare(a.ID), k.inCare(b.ID)))
		})
		row = k.couplesTogether(row)
		for i, p := range row {
			order[p.ID] = i
		}
		k.rows = append(k.rows, k.withHomes(row))
	}
}

// parentPlace is the place of the parents in the row above, doubled and summed,
// so that children of two couples fall in order; the partner's where there are
// no parents.
func (k kinship) parentPlace(p *placed, order map[string]int) int {
	for _, id := range append([]string{p.ID}, k.partners(p.ID)...) {
		parents := k.people[id].Parents
		switch len(parents) {
		case 2:
			return order[parents[0]] + order[parents[1]]
		case 1:
			return 2 * order[parents[0]]
		}
	}
	return -1
}

// inCare is 1 for a child with a home, so that these stand beside their house.
func (k kinship) inCare(id string) int {
	for _, h := range k.genogram.Homes {
		if slices.Contains(h.Children, id) {
			return 1
		}
	}
	return 0
}

// couplesTogether puts partners beside each other, beginning with those who
// have one partner only.
func (k kinship) couplesTogether(row []*placed) []*placed {
	var out []*placed
	var walk func(p *placed)
	walk = func(p *placed) {
		if slices.Contains(out, p) || !slices.Contains(row, p) {
			return
		}
		out = append(out, p)
		for _, id := range k.partners(p.ID) {
			walk(k.people[id])
		}
	}
	for _, p := range row {
		if first := k.endOfChain(p); !slices.Contains(out, p) {
			walk(first)
		}
		walk(p)
	}
	return out
}

// endOfChain follows the couples to the left until somebody with one partner.
func (k kinship) endOfChain(p *placed) *placed {
	seen := map[string]bool{}
	for !seen[p.ID] {
		seen[p.ID] = true
		partners := k.partners(p.ID)
		if len(partners) < 2 {
			return p
		}
		for _, id := range partners {
			if !seen[id] {
				p = k.people[id]
				break
			}
		}
	}
	return p
}

// withHomes puts each house after the last of its children.
func (k kinship) withHomes(row []*placed) []*placed {
	for i, h := range k.genogram.Homes {
		last := -1
		for j, p := range row {
			if slices.Contains(h.Children, p.ID) {
				last = j
			}
		}
		if last < 0 {
			continue
		}
		house := &placed{home: i, name: chart.Wrap(h.Name, nameSize, 124), note: chart.Wrap(h.Note, fineSize, 124)}
		house.Parents = row[last].Parents
		row = slices.Insert(row, last+1, house)
	}
	return row
}

func sortedKeys(m map[int][]*placed) []int {
	keys := make([]int, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
