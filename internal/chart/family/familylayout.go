package family

import (
	"math"
	"slices"

	"samspil/internal/chart"
)

// familyLayout holds everything with its place.
type familyLayout struct {
	people        []placed
	unions        []tie
	descents      []drop
	homes         []house
	width, height float64
}

// tie is the line of a couple: down from both, and across at y.
type tie struct {
	union           Union
	x1, x2, from, y float64
	apart           bool
	strokes, noteX  float64
	note            []string
}

// drop is the line from a couple or a parent to a child.
type drop struct{ x1, y1, bend, x2, y2 float64 }

// house is a home in the row of its children.
type house struct {
	x, y, from float64
	name, note []string
}

// coupleRoom is the least distance between the two of a couple.
const coupleRoom = 132.0

func (g Genogram) layout(width float64) familyLayout {
	k := g.kin()
	for i, row := range k.rows {
		k.place(row)
		for _, p := range row {
			p.y = float64(i) * generation
		}
	}
	left, right, top, bottom := k.bounds()
	f := familyLayout{width: math.Ceil(max(width, right-left)), height: math.Ceil(bottom - top)}
	dx, dy := (f.width-(left+right))/2, -top
	for _, row := range k.rows {
		for _, p := range row {
			p.x, p.y = p.x+dx, p.y+dy
		}
	}
	f.unions = k.ties()
	f.descents = k.drops(f.unions)
	for _, row := range k.rows {
		for _, p := range row {
			if p.home < 0 {
				f.people = append(f.people, *p)
				continue
			}
			f.homes = append(f.homes, k.house(p, row))
		}
	}
	return f
}

// slot is half the room a person or a house takes in the row, words included.
func (p *placed) slot() float64 {
	room := 1.2 * p.half()
	if p.home >= 0 {
		room = homeHalf
	}
	for _, line := range p.name {
		room = max(room, chart.TextWidth(line, nameSize)/2)
	}
	for _, line := range p.note {
		room = max(room, chart.TextWidth(line, fineSize)/2)
	}
	return room
}

// place sets x in a row: block after block, each as near as it can be to the
// middle under its parents.
func (k kinship) place(row []*placed) {
	reach := math.Inf(-1)
	for _, block := range k.blocks(row) {
		x := 0.0
		for i, p := range block {
			if i > 0 {
				step := block[i-1].slot() + p.slot() + figureGap/2
				if k.tied(block[i-1].ID, p.ID) {
					step = max(step, coupleRoom)
				}
				x += step
			}
			p.x = x
		}
		shift := max(k.wish(block), reach+figureGap-(block[0].x-block[0].slot()))
		if math.IsInf(shift, -1) {
			shift = 0
		}
		for _, p := range block {
			p.x += shift
			reach = max(reach, p.x+p.slot())
		}
	}
}

// blocks parts a row where two neighbours are neither a couple, nor sisters and
// brothers, nor a child and its house.
func (k kinship) blocks(row []*placed) [][]*placed {
	var all [][]*placed
	for i, p := range row {
		if i > 0 && k.together(row[:i], p) {
			all[len(all)-1] = append(all[len(all)-1], p)
			continue
		}
		all = append(all, []*placed{p})
	}
	return all
}

func (k kinship) together(before []*placed, p *placed) bool {
	last := before[len(before)-1]
	if p.home >= 0 {
		return true
	}
	for _, q := range before {
		if k.tied(q.ID, p.ID) {
			return true
		}
	}
	return len(p.Parents) > 0 && slices.Equal(last.Parents, p.Parents)
}

// wish is how far a block would like to move so that its children come to stand
// in the middle under their parents; far to the left without parents.
func (k kinship) wish(block []*placed) float64 {
	type group struct{ low, high, under float64 }
	groups := map[string]*group{}
	for _, p := range block {
		if len(p.Parents) == 0 {
			continue
		}
		key := p.Parents[0] + "+" + p.Parents[len(p.Parents)-1]
		under := (k.people[p.Parents[0]].x + k.people[p.Parents[len(p.Parents)-1]].x) / 2
		if g := groups[key]; g != nil {
			g.low, g.high = min(g.low, p.x), max(g.high, p.x)
			continue
		}
		groups[key] = &group{p.x, p.x, under}
	}
	if len(groups) == 0 {
		return math.Inf(-1)
	}
	sum := 0.0
	for _, g := range groups {
		sum += g.under - (g.low+g.high)/2
	}
	return sum / float64(len(groups))
}

// bounds of everything drawn.
func (k kinship) bounds() (left, right, top, bottom float64) {
	left, right, top, bottom = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, row := range k.rows {
		for _, p := range row {
			left, right = min(left, p.x-p.slot()-3), max(right, p.x+p.slot()+3)
			words := 18 * float64(len(p.name)+len(p.note))
			up, down := p.half()*1.2+4, max(p.half()*1.2, 30)+10+words
			if p.above {
				up, down = p.half()+12+words, p.half()+unionDrop+4
			}
			top, bottom = min(top, p.y-up), max(bottom, p.y+down)
		}
	}
	if left > right {
		return 0, 0, 0, 0
	}
	return left, right, top, bottom
}

// ties gives each couple its line; lines that would lie on one another hang lower.
func (k kinship) ties() []tie {
	var all []tie
	for _, u := range k.unions {
		a, b := k.people[u.A], k.people[u.B]
		if a.x > b.x {
			a, b = b, a
		}
		t := tie{union: u, x1: a.x, x2: b.x, from: a.y + min(a.half(), b.half()), apart: u.Apart}
		if len(k.partners(a.ID)) > 1 {
			t.x1 += 9
		}
		if len(k.partners(b.ID)) > 1 {
			t.x2 -= 9
		}
		t.y = a.y + max(a.half(), b.half()) + unionDrop
		for slices.ContainsFunc(all, func(o tie) bool { return o.y == t.y && o.x1 < t.x2 && t.x1 < o.x2 }) {
			t.y += 14
		}
		from := k.stem(t)
		t.strokes = (t.x1 + t.x2) / 2
		if math.Abs(from-t.strokes) < 18 {
			t.strokes = (from + t.x2) / 2
		}
		t.note = chart.Wrap(u.Note, fineSize, max(110, t.x2-from+24))
		for _, line := range t.note {
			t.noteX = max(t.noteX, from+10+chart.TextWidth(line, fineSize)/2)
		}
		all = append(all, t)
	}
	return all
}

// children of a couple in order of place.
func (k kinship) children(u Union) []*placed {
	var all []*placed
	for _, row := range k.rows {
		for _, p := range row {
			if p.home < 0 && len(p.Parents) == 2 && slices.Contains(p.Parents, u.A) && slices.Contains(p.Parents, u.B) {
				all = append(all, p)
			}
		}
	}
	return all
}

// stem is where the line to the children leaves the couple's line: straight
// above an only child where that is possible, else in the middle.
func (k kinship) stem(t tie) float64 {
	if kids := k.children(t.union); len(kids) == 1 && kids[0].x > t.x1+6 && kids[0].x < t.x2-6 {
		return kids[0].x
	}
	return (t.x1 + t.x2) / 2
}

// top of a person, words above included.
func (p *placed) top() float64 {
	switch {
	case p.above:
		return p.y - p.half() - 8 - 18*float64(len(p.name)+len(p.note))
	case p.Sex == NotStated:
		return p.y - 1.2*p.half()
	}
	return p.y - p.half()
}

// drops are the lines to the children. In one row all bend at the same height,
// above everything that stands there.
func (k kinship) drops(ties []tie) []drop {
	var all []drop
	bend := map[float64]float64{}
	for _, row := range k.rows {
		for _, p := range row {
			if at, ok := bend[p.y]; !ok || p.top()-14 < at {
				bend[p.y] = p.top() - 14
			}
		}
	}
	to := func(p *placed, x, y float64) {
		if slices.ContainsFunc(all, func(o drop) bool { return o.x1 == x && o.y1 == y }) {
			y = bend[p.y] // the common stem is drawn once
		}
		all = append(all, drop{x, y, bend[p.y], p.x, p.top()})
	}
	for _, t := range ties {
		for _, p := range k.children(t.union) {
			to(p, k.stem(t), t.y)
		}
	}
	for _, row := range k.rows {
		for _, p := range row {
			if p.home < 0 && len(p.Parents) == 1 {
				parent := k.people[p.Parents[0]]
				to(p, k.ownStem(parent), parent.y+.9*parent.half())
			}
		}
	}
	return all
}

// ownStem is where the line to the children of one parent alone leaves: beside
// the line to a partner, so that the two are not taken for one.
func (k kinship) ownStem(parent *placed) float64 {
	partners := k.partners(parent.ID)
	switch {
	case len(partners) == 0:
		return parent.x
	case k.people[partners[0]].x > parent.x:
		return parent.x - 11
	}
	return parent.x + 11
}

// house ties a home to the leftmost of its children; the figures between are
// painted over the line.
func (k kinship) house(p *placed, row []*placed) house {
	h := house{x: p.x, y: p.y, from: p.x, name: p.name, note: p.note}
	for _, q := range row {
		if q.home < 0 && slices.Contains(k.genogram.Homes[p.home].Children, q.ID) {
			h.from = min(h.from, q.x)
		}
	}
	return h
}
