package plan

import "slices"

// Turn says what became of a goal from one version to the next.
type Turn string

// Values of Turn.
const (
	Kept    Turn = "kept"
	Altered Turn = "altered"
	Added   Turn = "added"
	Removed Turn = "removed"
)

// GoalPair is a goal in two versions of the plan, side by side. The side where
// it is missing is the zero Goal.
type GoalPair struct {
	Old, New Goal
	Turn     Turn
}

// Pair lays the goals of two versions side by side: those of the newer in their
// order, then those that are gone.
func Pair(old, new Plan) []GoalPair {
	var pairs []GoalPair
	for _, g := range new.Goals {
		before, ok := old.Goal(g.ID)
		switch {
		case !ok:
			pairs = append(pairs, GoalPair{New: g, Turn: Added})
		case before.sameWords(g):
			pairs = append(pairs, GoalPair{before, g, Kept})
		default:
			pairs = append(pairs, GoalPair{before, g, Altered})
		}
	}
	for _, g := range old.Goals {
		if _, ok := new.Goal(g.ID); !ok {
			pairs = append(pairs, GoalPair{Old: g, Turn: Removed})
		}
	}
	return pairs
}

func (g Goal) sameWords(o Goal) bool {
	return g.Title == o.Title && g.FamilyWords == o.FamilyWords && g.ChildWords == o.ChildWords &&
		g.FocusAreaID == o.FocusAreaID && g.Kind == o.Kind && g.ResponsibleID == o.ResponsibleID &&
		g.Agreements == o.Agreements && g.Levels == o.Levels && g.Rating == o.Rating &&
		g.RatingQuestion == o.RatingQuestion && slices.Equal(g.Signs, o.Signs) && slices.Equal(g.Aims, o.Aims)
}
