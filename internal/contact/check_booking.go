package contact

// CheckBooking looks at one booking, saved or about to be: V6, V8 and V10 to V12.
func CheckBooking(p Proposal, b Booking) []Finding { return nil }

// CheckMonths warns where cancellations leave a calendar month without contact (V13).
func CheckMonths(p Proposal) []Finding { return nil }
