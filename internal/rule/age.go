package rule

import "samspil/internal/clock"

// Reaches returns the day on which somebody born on birth becomes that many
// years old; rights change at midnight, Danish time. Born on 29 February, it
// is 1 March in a year without that day.
func Reaches(birth clock.Date, years int) clock.Date {
	if birth.IsZero() {
		return birth
	}
	return clock.NewDate(birth.Year()+years, birth.Month(), birth.Day())
}

// Has reports whether somebody born on birth has reached the age of the rule
// on a day: Has("age.party", birth, today). Without a birth date it is false.
func Has(id string, birth, on clock.Date) bool {
	return !birth.IsZero() && birth.Age(on) >= Get(id).Years()
}

// AgeChange is a birthday that changes somebody's rights.
type AgeChange struct {
	Rule   Rule
	On     clock.Date // the birthday
	TaskOn clock.Date // the day from which the team is told
}

// birthdays are the ages that come by themselves, not those that are asked
// about when something is chosen.
var birthdays = []string{"age.selfreport", "age.party", "age.mitid", "age.supported_consent", "age.digital_post", "age.youth_plan", "age.adult"}

// AgeChangesAhead returns the changes of rights that the team should know of
// today: told some days before the birthday, and on the day. Nothing opens for
// anybody because a child grows older.
func AgeChangesAhead(birth, today clock.Date) []AgeChange {
	if birth.IsZero() {
		return nil
	}
	var changes []AgeChange
	for _, id := range birthdays {
		r := Get(id)
		on := Reaches(birth, r.Years())
		task := Get("age.task_lead").After(on)
		if !today.Before(task) && !today.After(on) {
			changes = append(changes, AgeChange{r, on, task})
		}
	}
	return changes
}
