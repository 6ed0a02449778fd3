package eaf

import (
	"strconv"
	"strings"
)

// resolve gives every annotation its times. Slots without a time are spread
// evenly between the nearest slots with one along the same tier; an annotation
// that refers has the times of the one it is about, through as many steps as it
// takes.
func (d *Document) resolve(note func(name, text string)) {
	at := map[string]int{}
	for i, s := range d.Slots {
		at[s.ID] = i
	}
	for _, t := range d.Tiers {
		d.spread(t.chain(at))
	}
	type place struct{ tier, number int }
	where := map[string]place{}
	for i := range d.Tiers {
		for j := range d.Tiers[i].Annotations {
			a := &d.Tiers[i].Annotations[j]
			where[a.ID] = place{i, j}
			if a.Aligned() {
				d.align(a, at, note)
			}
		}
	}
	for i := range d.Tiers {
		for j := range d.Tiers[i].Annotations {
			a := &d.Tiers[i].Annotations[j]
			// No chain of references is longer than there are tiers: each step goes to
			// the parent tier.
			about, ok := a, !a.Aligned()
			for step := 0; ok && !about.Aligned() && step <= len(d.Tiers); step++ {
				var p place
				p, ok = where[about.Refers]
				if ok {
					about = &d.Tiers[p.tier].Annotations[p.number]
				}
			}
			switch {
			case a.Aligned():
			case !ok || !about.Aligned():
				note("missing_reference", "The annotation "+strconv.Quote(short(a.ID))+" refers to none that has a time.")
			default:
				a.From, a.To, a.Timed, a.Estimated = about.From, about.To, about.Timed, about.Estimated
			}
		}
	}
}

// align gives an aligned annotation the times of its slots.
func (d *Document) align(a *Annotation, at map[string]int, note func(name, text string)) {
	i, ok1 := at[a.Slot1]
	j, ok2 := at[a.Slot2]
	if !ok1 || !ok2 {
		note("missing_slot", "The annotation "+strconv.Quote(short(a.ID))+" names a time that is not there.")
		return
	}
	from, to := d.Slots[i], d.Slots[j]
	a.From, a.To, a.Timed, a.Estimated = from.Time, to.Time, from.Timed && to.Timed, from.Estimated || to.Estimated
	if a.Timed && a.To < a.From {
		note("backwards", "The annotation "+strconv.Quote(short(a.ID))+" ends before it begins; its end is taken as its beginning.")
		a.To = a.From
	}
}

// chain lists the slots of a tier in the order of its annotations.
func (t Tier) chain(at map[string]int) []int {
	var out []int
	for _, a := range t.Annotations {
		for _, id := range [...]string{a.Slot1, a.Slot2} {
			if i, ok := at[id]; ok && (len(out) == 0 || out[len(out)-1] != i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// spread gives times to the slots of a chain that have none.
func (d *Document) spread(chain []int) {
	for i := 0; i < len(chain); i++ {
		if d.Slots[chain[i]].Timed {
			continue
		}
		n := i
		for n < len(chain) && !d.Slots[chain[n]].Timed {
			n++
		}
		var from, to int64
		var left, right bool
		if i > 0 {
			from, left = d.Slots[chain[i-1]].Time, true
		} else {
			from, left = d.timeBefore(chain[i])
		}
		if n < len(chain) {
			to, right = d.Slots[chain[n]].Time, true
		} else {
			to, right = d.timeAfter(chain[n-1])
		}
		switch {
		case !left && !right:
			return
		case !left:
			from = to
		case !right, to < from:
			to = from
		}
		steps := int64(n - i + 1)
		for k := i; k < n; k++ {
			s := &d.Slots[chain[k]]
			s.Time, s.Timed, s.Estimated = from+(to-from)*int64(k-i+1)/steps, true, true
		}
		i = n
	}
}

// timeBefore is the nearest time in the file's own order of slots: where a
// tier's chain has no earlier one.
func (d *Document) timeBefore(i int) (int64, bool) {
	for ; i >= 0; i-- {
		if d.Slots[i].Timed && !d.Slots[i].Estimated {
			return d.Slots[i].Time, true
		}
	}
	return 0, false
}

func (d *Document) timeAfter(i int) (int64, bool) {
	for ; i < len(d.Slots); i++ {
		if d.Slots[i].Timed && !d.Slots[i].Estimated {
			return d.Slots[i].Time, true
		}
	}
	return 0, false
}

// trim takes the blanks around a value away and joins lines.
func trim(value string) string { return strings.Join(strings.Fields(value), " ") }
