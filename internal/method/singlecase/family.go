package singlecase

import "slices"

// Role of the person who measured.
type Role string

// The roles of raters. Consultant and psychologist are the team; an observation
// (coded interaction) counts as outside it, with the coder as its person.
const (
	Parent       Role = "parent"
	Child        Role = "child"
	Relative     Role = "relative"
	School       Role = "school"
	Daycare      Role = "daycare"
	Foster       Role = "foster"
	Adviser      Role = "adviser"
	Consultant   Role = "consultant"
	Psychologist Role = "psychologist"
	Observation  Role = "observation"
)

// Team reports whether the role belongs to the team, which cannot carry a
// conclusion alone.
func (r Role) Team() bool { return r == Consultant || r == Psychologist }

// Graded is one strand of a family with its grade. Every strand ever opened in
// the course is handed over, also those stopped early: a strand that shows
// nothing counts against the conclusion.
type Graded struct {
	ID         string
	Instrument string
	Rater      Rater
	Grade      Grade
	Direction  Direction
	// N measurements that count in it; used only for the figures printed beside.
	N int
}

// Says is the direction of a written professional judgement.
type Says string

// What a judgement can say.
const (
	SaysDevelopment Says = "development"
	SaysNoChange    Says = "no-change"
	SaysSetback     Says = "setback"
)

// Judgement is the professional's own, with reasons in writing. The zero
// Judgement means that there is none.
type Judgement struct {
	Written bool
	Says    Says
}

// Verdict is the conclusion about a family in one word.
type Verdict string

// The conclusions, in the order in which they are tried.
const (
	FamilyTooFew        Verdict = "too-few"
	FamilyMixed         Verdict = "mixed"
	FamilyDocumented    Verdict = "documented"
	FamilySigns         Verdict = "signs"
	FamilySetback       Verdict = "setback"
	FamilySetbackSigns  Verdict = "signs-of-setback"
	FamilyNotDocumented Verdict = "not-documented"
)

// Basis says what a documented conclusion rests on.
type Basis string

// The two bases; the first is tried first.
const (
	TwoSources   Basis = "two-sources"
	OneAndJudged Basis = "one-strong-with-judgement"
)

// Why says what signs lack to be documented, the first that applies.
type Why string

// What may be lacking.
const (
	TeamOnly    Why = "team-only"
	NotClear    Why = "not-clear"
	TooFewAreas Why = "too-few-areas"
	OnePerson   Why = "one-person"
)

// Conclusion is what may be said about the development of one family.
type Conclusion struct {
	Rule    string
	Verdict Verdict
	// Basis is empty unless the verdict is documented or setback.
	Basis Basis
	// Why is empty unless the verdict is signs or signs of setback.
	Why Why
	// Strands handed over, those with a grade of at least 1, those of grade 2–3 up and down.
	Strands, StrandsGraded, StrandsUp, StrandsDown int
	// Raters are the different persons behind the graded strands, and behind those up and down.
	Raters, RatersUp, RatersDown int
	// GreatestN is the most measurements in any graded strand, for the figures printed beside.
	GreatestN int
	// Clearest is the id of the first strand of grade 3 from outside the team
	// that moved the way of the verdict; empty without one.
	Clearest string
	// Attention is true as soon as one strand shows signs of a setback.
	Attention bool
	// JudgementDiffers compares a written judgement with the verdict; nil when
	// there is nothing to compare. A judgement that differs changes nothing and
	// is always shown.
	JudgementDiffers *bool
}

// ConcludeFamily draws the family's conclusion by the rule in force.
//
// In words: nothing measured has become worse, and at least two people, one of
// them outside the team, have seen something become better (where only one
// person sees it, a written judgement must say the same). Either more than half
// of the measured areas have become better, one of them documented, or at least
// a third are documented; the latter only with two people. A setback is
// concluded by the same rule.
func ConcludeFamily(strands []Graded, judgement Judgement) Conclusion {
	c := Conclusion{Rule: RuleName, Strands: len(strands)}
	var graded, up, down set
	for _, s := range strands {
		if s.Grade < NotDocumented {
			continue
		}
		graded = append(graded, s)
		c.GreatestN = max(c.GreatestN, s.N)
		switch {
		case s.Grade >= Signs && s.Direction == Up:
			up = append(up, s)
		case s.Grade >= Signs && s.Direction == Down:
			down = append(down, s)
		}
	}
	c.StrandsGraded, c.StrandsUp, c.StrandsDown = len(graded), len(up), len(down)
	c.Raters, c.RatersUp, c.RatersDown = graded.persons(), up.persons(), down.persons()
	c.Attention = len(down) > 0
	c.conclude(up, down, judgement)
	c.JudgementDiffers = c.differs(judgement)
	return c
}

func (c *Conclusion) conclude(up, down set, judgement Judgement) {
	switch {
	case c.StrandsGraded == 0:
		c.Verdict = FamilyTooFew
	case len(up) > 0 && len(down) > 0:
		c.Verdict = FamilyMixed
	case len(up) > 0:
		c.settle(up, FamilyDocumented, FamilySigns, judgement.Written && judgement.Says == SaysDevelopment)
	case len(down) > 0:
		c.settle(down, FamilySetback, FamilySetbackSigns, judgement.Written && judgement.Says == SaysSetback)
	default:
		c.Verdict = FamilyNotDocumented
	}
}

// settle chooses between the strong verdict and mere signs, and says what the
// latter lack.
func (c *Conclusion) settle(x set, strong, signs Verdict, agrees bool) {
	clearest, clear := x.clearest()
	c.Clearest = clearest.ID
	broad, sure := x.broad(c.StrandsGraded), x.sure(c.StrandsGraded)
	switch {
	case (broad || sure) && x.persons() >= 2 && x.outside():
		c.Verdict, c.Basis = strong, TwoSources
		return
	case broad && clear && agrees:
		c.Verdict, c.Basis = strong, OneAndJudged
		return
	}
	c.Verdict = signs
	switch {
	case !x.outside():
		c.Why = TeamOnly
	case x.documented() == 0:
		c.Why = NotClear
	case !broad && !sure:
		c.Why = TooFewAreas
	default:
		c.Why = OnePerson
	}
}

// differs compares a written judgement with the verdict.
func (c *Conclusion) differs(j Judgement) *bool {
	if !j.Written {
		return nil
	}
	var same Says
	switch c.Verdict {
	case FamilyDocumented, FamilySigns:
		same = SaysDevelopment
	case FamilySetback, FamilySetbackSigns:
		same = SaysSetback
	case FamilyNotDocumented:
		same = SaysNoChange
	default:
		return nil
	}
	differ := j.Says != same
	return &differ
}

// set is some of the strands of a family.
type set []Graded

// broad: more than half of the graded strands, at least one of them documented.
func (x set) broad(graded int) bool { return 2*len(x) > graded && x.documented() > 0 }

// sure: documented strands are at least a third of the graded ones.
func (x set) sure(graded int) bool { return 3*x.documented() >= graded }

func (x set) documented() (n int) {
	for _, s := range x {
		if s.Grade == Documented {
			n++
		}
	}
	return n
}

// outside reports whether somebody outside the team is among the raters.
func (x set) outside() bool {
	for _, s := range x {
		if !s.Rater.Role.Team() {
			return true
		}
	}
	return false
}

// clearest is the first documented strand from outside the team.
func (x set) clearest() (Graded, bool) {
	for _, s := range x {
		if s.Grade == Documented && !s.Rater.Role.Team() {
			return s, true
		}
	}
	return Graded{}, false
}

// persons counts the different people; few enough to be compared with each other.
func (x set) persons() (n int) {
	for i, s := range x {
		if !slices.ContainsFunc(x[:i], func(o Graded) bool { return o.Rater.Person == s.Rater.Person }) {
			n++
		}
	}
	return n
}
