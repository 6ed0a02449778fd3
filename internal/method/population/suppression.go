package population

// LeastCount is the smallest count that is shown where nothing else is set.
const LeastCount = 5

// Suppression is a row of counts with those hidden that could point at a family.
type Suppression struct {
	Shown []*int // nil where hidden
	// Primary cells are below the threshold, zero too; Secondary ones are hidden
	// so that the first cannot be worked out from the total.
	Primary, Secondary int
	Total              *int // nil when not shown, or itself too small
}

// Suppress hides counts below the threshold. Where the total is shown it goes on:
// as long as only one cell is hidden, or the hidden ones together are below the
// threshold, the smallest cell still shown is hidden too, the first of equals. An
// empty row has a total of 0, which is too small to be shown.
func Suppress(counts []int, threshold int, totalShown bool) Suppression {
	s := Suppression{Shown: make([]*int, len(counts))}
	total, hidden := 0, 0
	for i, c := range counts {
		total += c
		if c < threshold {
			s.Primary++
			hidden += c
			continue
		}
		s.Shown[i] = &c
	}
	if !totalShown {
		return s
	}
	if total >= threshold {
		s.Total = &total
	}
	for s.Primary > 0 && hidden < threshold { // so it is with a single one, which is below
		next := smallest(s.Shown)
		if next < 0 {
			break
		}
		hidden += *s.Shown[next]
		s.Shown[next] = nil
		s.Secondary++
	}
	return s
}

// smallest is the place of the first of the smallest shown, -1 when none is.
func smallest(shown []*int) int {
	at := -1
	for i, c := range shown {
		if c != nil && (at < 0 || *c < *shown[at]) {
			at = i
		}
	}
	return at
}
