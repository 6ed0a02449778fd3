package contact

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/lang"
)

func on(s string) clock.Date {
	d, err := clock.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Copenhagen)
	if err != nil {
		panic(err)
	}
	return t
}

// found lists the findings as "V1 refuse too_seldom" and checks that each has
// its words in both languages and a source.
func found(t *testing.T, findings []Finding) []string {
	t.Helper()
	var out []string
	for _, f := range findings {
		for _, l := range lang.All {
			if !lang.Has(l, f.Key) {
				t.Errorf("%s has no text in %s", f.Key, l)
			}
		}
		if f.Source == "" {
			t.Errorf("%s has no source", f.Key)
		}
		out = append(out, fmt.Sprintf("%s %s %s", f.Rule, f.Severity, f.Key[strings.LastIndex(f.Key, ".")+1:]))
	}
	return out
}

// The arrangements of the invented families.
func noah() Proposal {
	return Proposal{
		Today: on("2026-10-01"),
		Arrangement: Arrangement{
			ID: "noah-sanne", State: Supported, DecidedBy: Municipality, Children: []string{"noah"}, Counterpart: "sanne",
			From: on("2026-03-16"), Frequency: Frequency{EveryWeeks: 1, Minutes: 120},
			Consents: []PersonConsent{{PersonID: "sanne", Given: true, On: on("2026-03-10")}},
		},
		CustodyHolders: []string{"sanne"},
		Children:       []Child{{"noah", on("2023-07-19")}},
	}
}

func liva(counterpart string, everyWeeks int) Arrangement {
	return Arrangement{
		ID: "liva-" + counterpart, State: Supervised, DecidedBy: Committee, DecidedOn: on("2026-02-24"),
		Document: "Afgørelse af 24. februar 2026", Children: []string{"liva"}, Counterpart: counterpart,
		From: on("2026-02-24"), To: on("2026-11-30"), Frequency: Frequency{EveryWeeks: everyWeeks, Minutes: 90},
	}
}

func emil(from, to string) Proposal {
	return Proposal{
		Today: on("2026-10-01"),
		Arrangement: Arrangement{
			ID: "emil-jesper-2", State: Suspended, DecidedBy: Municipality, DecidedOn: on("2026-08-14"),
			Children: []string{"emil"}, Counterpart: "jesper", From: on(from), To: on(to),
			ChildAsked: true, ChildViewOn: on("2026-08-10"),
		},
		CustodyHolders: []string{"tine", "jesper"},
		Children:       []Child{{"emil", on("2014-03-30")}},
	}
}

func TestFrequency(t *testing.T) {
	for _, c := range []struct {
		name string
		f    Frequency
		want []string
	}{
		{"every week", Frequency{EveryWeeks: 1}, nil},
		{"every four weeks gives 13 a year", Frequency{EveryWeeks: 4}, nil},
		{"every fifth week is refused", Frequency{EveryWeeks: 5}, []string{"V1 refuse too_seldom"}},
		{"every half year", Frequency{EveryWeeks: 26}, []string{"V1 refuse too_seldom"}},
		{"once a month", Frequency{PerMonth: 1}, nil},
		{"a negative figure", Frequency{EveryWeeks: -1}, []string{"V1 refuse negative"}},
		{"nothing planned", Frequency{}, nil},
	} {
		p := Proposal{Arrangement: liva("brian", 4)}
		p.Arrangement.Frequency = c.f
		if diff := cmp.Diff(c.want, found(t, CheckArrangement(p))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	cut := Proposal{Arrangement: liva("brian", 8)}
	cut.Arrangement.State = CutOff
	if got := CheckArrangement(cut); got != nil {
		t.Errorf("the committee may fix every eight weeks: %v", got)
	}
	cut.Arrangement.DecidedBy = Municipality
	if diff := cmp.Diff([]string{"V1 refuse too_seldom", "V2 refuse committee"}, found(t, CheckArrangement(cut))); diff != "" {
		t.Errorf("the municipality may not: %s", diff)
	}
}

func TestSingleDates(t *testing.T) {
	for _, c := range []struct {
		name  string
		dates []string
		empty string
	}{
		{"one in every month", []string{"2026-10-31", "2026-11-01", "2026-12-24"}, ""},
		{"none in November", []string{"2026-10-01", "2026-12-24"}, "November 2026"},
		{"in any order, over New Year", []string{"2027-02-10", "2026-12-02"}, "January 2027"},
		{"a single date", []string{"2026-10-01"}, ""},
	} {
		p := noah()
		p.Arrangement.Frequency = Frequency{}
		for i, d := range c.dates {
			p.Bookings = append(p.Bookings, Booking{ID: fmt.Sprint(i), Start: on(d).At(14, 0), End: on(d).At(16, 0)})
		}
		got := ""
		for _, f := range CheckArrangement(p) {
			got = fmt.Sprint(f.Args["month"], " ", f.Args["year"])
		}
		if got != c.empty {
			t.Errorf("%s: empty month %q, want %q", c.name, got, c.empty)
		}
	}
}

func TestCommitteeDecision(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Arrangement)
		want   []string
	}{
		{"as decided", func(*Arrangement) {}, nil},
		{"after a complaint", func(a *Arrangement) { a.DecidedBy = Appeal }, nil},
		{"by the municipality", func(a *Arrangement) { a.DecidedBy = Municipality }, []string{"V2 refuse committee"}},
		{"no document", func(a *Arrangement) { a.Document = " " }, []string{"V2 refuse document"}},
		{"no end", func(a *Arrangement) { a.To = clock.Date{} }, []string{"V2 refuse to"}},
		{"no beginning", func(a *Arrangement) { a.From = clock.Date{} }, []string{"V2 refuse from"}},
		{"ends before it begins", func(a *Arrangement) { a.To = on("2026-02-01") }, []string{"V2 refuse backwards"}},
		{"cut off without anything", func(a *Arrangement) {
			*a = Arrangement{State: CutOff, DecidedBy: Committee}
		}, []string{"V2 refuse document", "V2 refuse from", "V2 refuse to"}},
	} {
		a := liva("trine", 2)
		c.change(&a)
		if diff := cmp.Diff(c.want, found(t, CheckArrangement(Proposal{Arrangement: a}))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestSuspension(t *testing.T) {
	first := emil("2026-08-17", "2026-10-11").Arrangement
	first.ID = "emil-jesper-1"
	for _, c := range []struct {
		name   string
		p      Proposal
		change func(*Proposal)
		want   []string
	}{
		{"Emil's 56 days", emil("2026-08-17", "2026-10-11"), nil, nil},
		{"57 days", emil("2026-08-17", "2026-10-12"), nil, []string{"V3 refuse too_long"}},
		{"prolonged to 18 October", emil("2026-08-17", "2026-10-18"), nil, []string{"V3 refuse too_long"}},
		{"no end", emil("2026-08-17", ""), nil, []string{"V3 refuse to"}},
		{"no beginning", emil("", "2026-10-11"), nil, []string{"V3 refuse from"}},
		{"backwards", emil("2026-08-17", "2026-08-16"), nil, []string{"V3 refuse backwards"}},
		{"the child did not ask", emil("2026-08-17", "2026-10-11"), func(p *Proposal) { p.Arrangement.ChildAsked = false }, []string{"V4 refuse not_asked"}},
		{"a second one right after the first", emil("2026-10-12", "2026-10-18"), func(p *Proposal) { p.Others = []Arrangement{first} }, []string{"V3 refuse chain"}},
		{"the same, asked for anew", emil("2026-10-12", "2026-10-18"), func(p *Proposal) {
			p.Others, p.Arrangement.ChildViewOn = []Arrangement{first}, on("2026-10-08")
		}, []string{"V3 ask chain_asked"}},
		{"a second one after a day of contact", emil("2026-10-13", "2026-10-18"), func(p *Proposal) { p.Others = []Arrangement{first} }, nil},
		{"two short ones in a row", emil("2026-08-31", "2026-10-11"), func(p *Proposal) {
			short := first
			short.To = on("2026-08-30")
			p.Others = []Arrangement{short}
		}, nil},
		{"two short ones in a row, 57 days", emil("2026-08-31", "2026-10-12"), func(p *Proposal) {
			short := first
			short.To = on("2026-08-30")
			p.Others = []Arrangement{short}
		}, []string{"V3 refuse chain"}},
		{"towards somebody else", emil("2026-10-12", "2026-10-18"), func(p *Proposal) {
			other := first
			other.Counterpart = "tine"
			p.Others = []Arrangement{other}
		}, nil},
	} {
		if c.change != nil {
			c.change(&c.p)
		}
		if diff := cmp.Diff(c.want, found(t, CheckArrangement(c.p))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	args := CheckArrangement(emil("2026-08-17", "2026-10-18"))[0].Args
	if args["last"] != on("2026-10-11") || args["days"] != 56 {
		t.Errorf("it says %v", args)
	}
}

func TestConsents(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Proposal)
		want   []string
	}{
		{"Sanne agrees", func(*Proposal) {}, nil},
		{"she has withdrawn", func(p *Proposal) { p.Arrangement.Consents[0].Given = false }, []string{"V5 refuse custody"}},
		{"nobody was asked", func(p *Proposal) { p.Arrangement.Consents = nil }, []string{"V5 refuse custody"}},
		{"joint custody, one agrees", func(p *Proposal) { p.CustodyHolders = append(p.CustodyHolders, "mads") }, []string{"V5 refuse custody"}},
		{"custody not written", func(p *Proposal) { p.CustodyHolders = nil }, []string{"V5 refuse no_custody"}},
		{"12 years: no consent of the child's own", func(p *Proposal) { p.Children[0].Birth = on("2014-03-30") }, nil},
		{"15 today", func(p *Proposal) { p.Children[0].Birth = on("2011-10-01") }, []string{"V5 refuse youth"}},
		{"15 tomorrow", func(p *Proposal) { p.Children[0].Birth = on("2011-10-02") }, nil},
		{"15 when it begins", func(p *Proposal) {
			p.Children[0].Birth, p.Arrangement.From = on("2011-10-20"), on("2026-10-20")
		}, []string{"V5 refuse youth"}},
		{"15, and agrees", func(p *Proposal) {
			p.Children[0].Birth = on("2011-09-14")
			p.Arrangement.Consents = append(p.Arrangement.Consents, PersonConsent{PersonID: "noah", Given: true})
		}, nil},
		{"the child's support person, with a parent", func(p *Proposal) {
			p.Arrangement.State, p.Arrangement.Consents = SupportPerson, nil
		}, []string{"V5 refuse custody"}},
		{"the child's support person, with the network", func(p *Proposal) {
			p.Arrangement.State, p.Arrangement.Consents, p.Arrangement.Network = SupportPerson, nil, true
		}, nil},
		{"supervised contact asks for no consent", func(p *Proposal) { p.Arrangement = liva("trine", 2) }, nil},
	} {
		p := noah()
		c.change(&p)
		if diff := cmp.Diff(c.want, found(t, CheckArrangement(p))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestAbuseMark(t *testing.T) {
	for _, c := range []struct {
		name    string
		state   State
		special string
		warns   bool
	}{
		{"supervised", Supervised, "", false},
		{"cut off", CutOff, "", false},
		{"regulated", Regulated, "", true},
		{"regulated, special circumstances", Regulated, "The suspicion was disproved on 3 May", false},
	} {
		a := liva("brian", 4)
		a.State, a.Against105, a.Special = c.state, true, c.special
		got := CheckArrangement(Proposal{Arrangement: a})
		if (len(got) == 1) != c.warns {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.warns && (got[0].Rule != "V7" || got[0].Severity != Warn || got[0].Acknowledge != "adviser") {
			t.Errorf("%s: %+v", c.name, got[0])
		}
	}
}

func TestHours(t *testing.T) {
	trine, brian := liva("trine", 2), liva("brian", 4)
	step := func(from string, weeks int, hours float64) HourStep { return HourStep{on(from), weeks, hours} }
	plan := []HourStep{step("2026-03-02", 14, 4.5), step("2026-06-08", 14, 3.5), step("2026-09-14", 12, 2)}
	p := Proposal{Arrangement: brian, Others: []Arrangement{trine}, Hours: plan}
	if got := CheckHours(p); got != nil {
		t.Errorf("Liva's plan: %v", got)
	}
	p.Hours = append(plan[:2:2], step("2026-09-14", 12, 1))
	got := CheckHours(p)
	if len(got) != 1 || got[0].Rule != "V9" || got[0].Severity != Refuse {
		t.Fatalf("one hour a week in the last step: %v", got)
	}
	if got[0].Args["needed"] != 13.5 || got[0].Args["planned"] != 12.0 || got[0].Args["step"] != 3 {
		t.Errorf("it says %v", got[0].Args)
	}
	p.Arrangement.State, p.Others[0].State = Regulated, Supported
	if got := CheckHours(p); got != nil {
		t.Errorf("without supervision no presence is required: %v", got)
	}
	late := liva("trine", 1)
	late.From = on("2026-12-01")
	if got := CheckHours(Proposal{Arrangement: late, Hours: p.Hours}); got != nil {
		t.Errorf("not yet in force: %v", got)
	}
}
