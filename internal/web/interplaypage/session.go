package interplaypage

import (
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// RightOf is the kind of information that the coding of a session is: that of a
// contact, or that of the notes.
func RightOf(kind session.Kind) access.Kind {
	if kind == session.Contact {
		return access.Contact
	}
	return access.Notes
}

// SessionPath is the page of a contact, or of another session.
func SessionPath(courseID string, s session.Session) string {
	if s.Kind == session.Contact {
		return coursepage.Path(courseID, "samvaer", s.ID)
	}
	return coursepage.Path(courseID, "aftaler", s.ID)
}

// Word is a text about coding that speaks of a contact; of another session it says
// what that is: "besøget", "samtalen".
func Word(v *web.Visit, kind session.Kind, key string) string {
	if kind == session.Contact {
		return v.T(key)
	}
	return v.Say(key+".session", fault.Args{"the": v.T("interplay.the." + string(kind))})
}

// parents are the roles of a grown-up whose interplay with the child is coded.
var parents = []person.Role{person.Parent, person.Partner, person.Foster, person.Relative}

// Present names the child and the parent of a session that is no contact, by who
// was there: the course's children where none of them is named, "forælderen" where
// no grown-up is. pair is the same for every session of the same people and never
// that of a line of contacts; what is counted of one is never added to another.
func Present(v *web.Visit, people coursepage.People, persons []string) (n Names, pair string) {
	there := func(roles ...person.Role) (names, ids []string) {
		for _, c := range people.InRole(roles...) {
			if slices.Contains(persons, c.PersonID) {
				names, ids = append(names, c.Name), append(ids, c.PersonID)
			}
		}
		slices.Sort(ids)
		return names, ids
	}
	children, childIDs := there(person.Child)
	grown, grownIDs := there(person.Parent)
	if len(grown) == 0 {
		grown, grownIDs = there(parents[1:]...)
	}
	n = Names{Child: web.List(v.Lang, children), Parent: web.List(v.Lang, grown)}
	if len(children) == 0 {
		n.Child = people.Name
	}
	if len(grown) == 0 {
		n.Parent = v.T("patterns.parent")
	}
	return n, strings.Join(childIDs, ".") + pairMark + strings.Join(grownIDs, ".")
}

// pairMark stands in the pair of a session that is no contact, and in no other.
const pairMark = "~"

// LineOf is the line of contacts that a pair is; empty for one of other sessions.
func LineOf(pair string) string {
	if strings.Contains(pair, pairMark) {
		return ""
	}
	return pair
}
