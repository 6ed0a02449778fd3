package contact

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
)

func booking(id, start, end string, persons ...string) Booking {
	return Booking{
		ID: id, Start: at(start), End: at(end), Persons: persons, PlaceID: "room-1",
		Staff: []Shift{{StaffID: "mikkel", Languages: []string{"da"}}},
	}
}

func TestBookingInTheState(t *testing.T) {
	suspended := emil("2026-08-17", "2026-10-11").Arrangement
	cut := liva("brian", 0)
	cut.State = CutOff
	residual := cut
	residual.Frequency = Frequency{EveryWeeks: 8, Minutes: 60}
	expired := noah().Arrangement
	expired.State = Expired
	dated := noah().Arrangement
	dated.To = on("2026-10-31")
	for _, c := range []struct {
		name string
		a    Arrangement
		day  string
		want []string
	}{
		{"supported, any day", noah().Arrangement, "2026-10-07", nil},
		{"before it begins", noah().Arrangement, "2026-03-15", []string{"V6 refuse too_early"}},
		{"the last day", dated, "2026-10-31", nil},
		{"after the last day", dated, "2026-11-01", []string{"V6 refuse too_late"}},
		{"suspended, first day", suspended, "2026-08-17", []string{"V6 refuse suspended"}},
		{"suspended, day 56", suspended, "2026-10-11", []string{"V6 refuse suspended"}},
		{"the day after: nobody has asked Emil", suspended, "2026-10-12", []string{"V6 refuse expired"}},
		{"cut off", cut, "2026-10-07", []string{"V6 refuse cut_off"}},
		{"cut off with a frequency of its own", residual, "2026-10-07", nil},
		{"supervised, last day", liva("trine", 2), "2026-11-30", nil},
		{"supervised, the day after", liva("trine", 2), "2026-12-01", []string{"V6 refuse expired"}},
		{"expired", expired, "2026-10-07", []string{"V6 refuse expired"}},
	} {
		b := booking("b", c.day+" 14:00", c.day+" 15:30", "child", "parent")
		got := CheckBooking(Proposal{Arrangement: c.a}, b)
		if diff := cmp.Diff(c.want, found(t, got)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, f := range got {
			if f.Booking != "b" {
				t.Errorf("%s: it does not say which booking", c.name)
			}
		}
	}
	b := booking("b", "2026-10-07 15:00", "2026-10-07 15:00")
	if diff := cmp.Diff([]string{"V6 refuse backwards"}, found(t, CheckBooking(noah(), b))); diff != "" {
		t.Errorf("no length: %s", diff)
	}
}

func TestSupervisedAllTheTime(t *testing.T) {
	shift := func(from, to string) Shift {
		return Shift{StaffID: "s", Start: at("2026-10-07 " + from), End: at("2026-10-07 " + to)}
	}
	for _, c := range []struct {
		name  string
		staff []Shift
		from  string // when nobody is there; empty: always staffed
	}{
		{"one all through", []Shift{{StaffID: "mikkel"}}, ""},
		{"relieved", []Shift{shift("14:45", "16:00"), shift("13:45", "14:45")}, ""},
		{"a gap between them", []Shift{shift("14:00", "14:30"), shift("14:40", "15:30")}, "14:30"},
		{"only at the start", []Shift{shift("14:00", "14:20")}, "14:20"},
		{"comes late", []Shift{shift("14:10", "15:30")}, "14:00"},
		{"nobody", nil, "14:00"},
	} {
		b := booking("b", "2026-10-07 14:00", "2026-10-07 15:30", "liva", "trine")
		b.Staff = c.staff
		got := CheckBooking(Proposal{Arrangement: liva("trine", 2)}, b)
		switch {
		case c.from == "" && got != nil:
			t.Errorf("%s: %v", c.name, got)
		case c.from != "" && (len(got) != 1 || got[0].Rule != "V8" || got[0].Args["from"] != at("2026-10-07 "+c.from)):
			t.Errorf("%s: %+v", c.name, got)
		}
		if got := CheckBooking(noah(), b); got != nil {
			t.Errorf("%s: supported contact may be staffed in part: %v", c.name, got)
		}
	}
}

func TestNeverMeet(t *testing.T) {
	own := booking("b", "2026-10-07 14:00", "2026-10-07 15:30", "liva", "brian")
	elsewhere := func(b Booking) Booking { b.PlaceID = "room-2"; return b }
	for _, c := range []struct {
		name   string
		other  Booking
		day    bool
		change func(*Booking)
		want   []string
	}{
		{"another day", booking("o", "2026-10-08 14:00", "2026-10-08 15:30", "liva", "trine"), true, nil, nil},
		{"the same day, where that is too close", booking("o", "2026-10-07 09:00", "2026-10-07 10:00", "liva", "trine"), true, nil, []string{"V10 refuse same_day"}},
		{"the same day, well apart", booking("o", "2026-10-07 09:00", "2026-10-07 10:00", "liva", "trine"), false, nil, nil},
		{"at the same time", booking("o", "2026-10-07 15:00", "2026-10-07 16:00", "trine"), false, nil, []string{"V10 refuse overlap"}},
		{"at the same time elsewhere", elsewhere(booking("o", "2026-10-07 15:00", "2026-10-07 16:00", "trine")), false, nil, []string{"V10 refuse overlap"}},
		{"just after, same place", booking("o", "2026-10-07 15:40", "2026-10-07 16:40", "trine"), false, nil, []string{"V10 warn too_close"}},
		{"just before, same place", booking("o", "2026-10-07 12:00", "2026-10-07 13:50", "trine"), false, nil, []string{"V10 warn too_close"}},
		{"just after, elsewhere", elsewhere(booking("o", "2026-10-07 15:40", "2026-10-07 16:40", "trine")), false, nil, nil},
		{"a quarter of an hour after", booking("o", "2026-10-07 15:45", "2026-10-07 16:40", "trine"), false, nil, nil},
		{"somebody else's", booking("o", "2026-10-07 15:00", "2026-10-07 16:00", "signe"), true, nil, nil},
		{"cancelled", func() Booking {
			b := booking("o", "2026-10-07 15:00", "2026-10-07 16:00", "trine")
			b.Cancelled = true
			return b
		}(), true, nil, nil},
		{"both on one contact", Booking{}, false, func(b *Booking) { b.Persons = append(b.Persons, "trine") }, []string{"V10 refuse together"}},
		{"one brings the child to the other", Booking{}, false, func(b *Booking) { b.BroughtBy = []string{"trine"} }, []string{"V10 warn stagger"}},
		{"the same, staggered", Booking{}, false, func(b *Booking) { b.BroughtBy, b.StaggerMinutes = []string{"trine"}, 20 }, nil},
	} {
		b := own
		if c.change != nil {
			c.change(&b)
		}
		p := Proposal{Arrangement: liva("brian", 4), Apart: []Apart{{A: "trine", B: "brian", NotSameDay: c.day}}, Bookings: []Booking{b, c.other}}
		if diff := cmp.Diff(c.want, found(t, CheckBooking(p, b))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPlaceAndLanguage(t *testing.T) {
	p := Proposal{Arrangement: liva("brian", 4)}
	for _, c := range []struct {
		name   string
		change func(*Booking)
		want   []string
	}{
		{"a place that everybody may know", func(*Booking) {}, nil},
		{"a place that gives the home away", func(b *Booking) { b.HiddenFrom = []string{"brian"} }, []string{"V11 refuse reveals"}},
		{"hidden from somebody who does not come", func(b *Booking) { b.HiddenFrom = []string{"trine"} }, nil},
		{"a language nobody of the staff speaks", func(b *Booking) { b.Languages = []string{"da", "so"} }, []string{"V12 warn language"}},
		{"one of two speaks it", func(b *Booking) {
			b.Languages = []string{"so"}
			b.Staff = append(b.Staff, Shift{StaffID: "x", Languages: []string{"so"}})
		}, nil},
	} {
		b := booking("b", "2026-10-07 14:00", "2026-10-07 15:30", "liva", "brian")
		c.change(&b)
		if diff := cmp.Diff(c.want, found(t, CheckBooking(p, b))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	b := booking("b", "2026-10-07 14:00", "2026-10-07 15:30", "noah", "sanne")
	b.Languages = []string{"so"}
	if got := CheckBooking(noah(), b); got != nil {
		t.Errorf("the language rule is for supervised contact: %v", got)
	}
}

func TestMonthsLeftEmpty(t *testing.T) {
	cancelled := func(b Booking) Booking { b.Cancelled = true; return b }
	october := booking("1", "2026-10-07 14:00", "2026-10-07 16:00")
	replacement := booking("2", "2026-10-30 14:00", "2026-10-30 16:00")
	november := booking("3", "2026-11-11 14:00", "2026-11-11 16:00")
	other := booking("4", "2026-10-20 14:00", "2026-10-20 16:00")
	other.ArrangementID = "noah-mads"
	suspended := emil("2026-08-17", "2026-10-11")
	for _, c := range []struct {
		name     string
		p        Proposal
		bookings []Booking
		want     []string
	}{
		{"nothing cancelled", noah(), []Booking{october, november}, nil},
		{"the only one of October", noah(), []Booking{cancelled(october), november}, []string{"V13 warn empty_month"}},
		{"with a replacement", noah(), []Booking{cancelled(october), replacement, november}, nil},
		{"a contact with somebody else does not count", noah(), []Booking{cancelled(october), other}, []string{"V13 warn empty_month"}},
		{"both months", noah(), []Booking{cancelled(november), cancelled(october)}, []string{"V13 warn empty_month", "V13 warn empty_month"}},
		{"while suspended", suspended, []Booking{cancelled(october)}, nil},
	} {
		c.p.Bookings = c.bookings
		got := CheckMonths(c.p)
		if diff := cmp.Diff(c.want, found(t, got)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if len(got) == 2 && (got[0].Booking != "1" || got[1].Booking != "3") {
			t.Errorf("%s: not in order: %v", c.name, got)
		}
	}
}

func TestCheckRunsEveryRule(t *testing.T) {
	p := Proposal{
		Today:       on("2026-10-01"),
		Arrangement: liva("brian", 5),
		Others:      []Arrangement{liva("trine", 2)},
		Apart:       []Apart{{A: "trine", B: "brian"}},
		Hours:       []HourStep{{on("2026-09-14"), 12, 0.5}},
	}
	p.Arrangement.To = clock.Date{}
	own := booking("b", "2026-10-07 14:00", "2026-10-07 15:30", "liva", "brian")
	own.Staff = nil
	trines := booking("o", "2026-10-07 15:00", "2026-10-07 16:00", "trine")
	trines.ArrangementID = "liva-trine"
	gone := booking("g", "2026-11-07 15:00", "2026-11-07 16:00", "brian")
	gone.Cancelled = true
	p.Bookings = []Booking{own, trines, gone}
	want := []string{
		"V1 refuse too_seldom", "V2 refuse to", "V9 refuse too_few", "V8 refuse part_time",
		"V10 refuse overlap", "V13 warn empty_month",
	}
	got := Check(p)
	if diff := cmp.Diff(want, found(t, got)); diff != "" {
		t.Error(diff)
	}
	if !Refused(got) {
		t.Error("nothing is refused")
	}
}
