package session

import (
	"context"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
)

// Hours is what has been delivered. Total is what counts against the hours
// granted: direct and indirect time. Travel is shown beside it and is not
// counted in Total. PerWeek gives Total for each week, by its Monday.
type Hours struct {
	Direct, Indirect, Travel, Total float64
	PerWeek                         map[clock.Date]float64
}

// Delivered counts the hours of the course so far.
func Delivered(ctx context.Context, f *casefile.Reader) (Hours, error) {
	all, err := Facts(ctx, f, Period{})
	if err != nil {
		return Hours{}, err
	}
	return Count(all), nil
}

// Count is the one definition of delivered hours: the sum over held sessions,
// signed or not. Planned, cancelled and not attended ones count nothing.
func Count(sessions []Session) Hours {
	direct, indirect, travel := 0, 0, 0
	week := map[clock.Date]int{}
	for _, s := range sessions {
		if s.Status != Held {
			continue
		}
		direct += s.DirectMinutes
		indirect += s.IndirectMinutes
		travel += s.TravelMinutes
		week[Monday(clock.DateOf(s.Start))] += s.DirectMinutes + s.IndirectMinutes
	}
	h := Hours{PerWeek: make(map[clock.Date]float64, len(week))}
	h.Direct, h.Indirect, h.Travel = hours(direct), hours(indirect), hours(travel)
	h.Total = hours(direct + indirect)
	for monday, minutes := range week {
		h.PerWeek[monday] = hours(minutes)
	}
	return h
}

func hours(minutes int) float64 { return float64(minutes) / 60 }

// Monday is the first day of the week a day lies in.
func Monday(d clock.Date) clock.Date {
	return d.AddDays(-(int(d.Weekday()) + 6) % 7)
}

// Share is so many of so many. Of is 0 when there is nothing to count yet.
type Share struct{ N, Of int }

// Known reports whether there is anything to count.
func (s Share) Known() bool { return s.Of > 0 }

// Percent is the share in whole percent, rounded; 0 when nothing is known.
func (s Share) Percent() int {
	if s.Of == 0 {
		return 0
	}
	return (s.N*200 + s.Of) / (2 * s.Of)
}

// Continuity is the share of held sessions in which someone of the fixed team
// took part: one who was named to the team on that very day. Deputies do not
// count, however often they come.
func Continuity(sessions []Session, team []course.Member) Share {
	var share Share
	for _, s := range sessions {
		if s.Status != Held {
			continue
		}
		share.Of++
		if fixedThere(s, team) {
			share.N++
		}
	}
	return share
}

func fixedThere(s Session, team []course.Member) bool {
	day := clock.DateOf(s.Start)
	for _, m := range team {
		for _, who := range s.Staff {
			if m.StaffID == who && m.On(day) {
				return true
			}
		}
	}
	return false
}

// By is the share of held sessions one of the staff took part in.
func By(sessions []Session, staffID string) Share {
	var share Share
	for _, s := range sessions {
		if s.Status != Held {
			continue
		}
		share.Of++
		for _, who := range s.Staff {
			if who == staffID {
				share.N++
				break
			}
		}
	}
	return share
}
