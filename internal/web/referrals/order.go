package referrals

import (
	"slices"
	"strings"

	"samspil/internal/fault"
)

// fieldOrder is the order in which fields stand on the pages, within a block.
var fieldOrder = []string{
	"people", "name", "kin", "custody", "custody_source", "birth", "cpr", "sex", "worried", "who", "what", "seen", "phone", "language",
	"where", "protected", "protected_from", "protected_until", "protected_source", "note", "together",
	"basis", "decision_on", "purpose", "assessment", "assessment_from", "assessment_to", "text", "origin",
	"consent_status", "consent_how", "consent_on", "why_no_consent",
	"consent", "since", "kind", "hidden", "against", "hidden_from", "hidden_until", "hidden_document",
	"state", "decided_by", "decided_on", "document", "from", "to", "every", "length", "child_view", "child_view_on", "support", "child_asked", "special",
	"hours", "months", "duration_reason", "start", "adviser", "leader",
}

// blockOrder is the order of the blocks of people; what belongs to no block comes where
// its field stands.
var blockOrder = []string{childRows, "custody", parentRows, "together", otherRows, "why_no_consent"}

// inOrder sorts problems as the page shows their fields, so that the summary can be
// worked through from the top.
func inOrder(err error) error {
	e, ok := fault.As(err)
	if !ok || len(e.Fields) < 2 {
		return err
	}
	sorted := *e
	sorted.Fields = slices.Clone(e.Fields)
	slices.SortStableFunc(sorted.Fields, func(a, b fault.Field) int { return compareFields(a.Name, b.Name) })
	return &sorted
}

func compareFields(a, b string) int {
	blockA, fieldA := splitField(a)
	blockB, fieldB := splitField(b)
	kindA, kindB := strings.TrimRight(blockA, "0123456789"), strings.TrimRight(blockB, "0123456789")
	if n := slices.Index(blockOrder, kindA) - slices.Index(blockOrder, kindB); n != 0 {
		return n
	}
	if kindA == kindB && blockA != blockB {
		if n := len(blockA) - len(blockB); n != 0 {
			return n
		}
		return strings.Compare(blockA, blockB)
	}
	return slices.Index(fieldOrder, fieldA) - slices.Index(fieldOrder, fieldB)
}

// splitField gives "parent2" and "kin" of "parent2.kin". A problem of nobody in
// particular is its own block where it stands between the blocks of people.
func splitField(name string) (block, field string) {
	if block, field, ok := strings.Cut(name, "."); ok {
		return block, field
	}
	if slices.Contains(blockOrder, name) {
		return name, name
	}
	return "", name
}
