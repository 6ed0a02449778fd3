package programme_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/programme"
	"samspil/internal/rule"
)

func shipped(t *testing.T, id string) programme.Programme {
	t.Helper()
	p, ok := programme.Shipped().Get(id)
	if !ok {
		t.Fatalf("no programme %s", id)
	}
	return p
}

// keys returns every language key of a programme.
func keys(p programme.Programme) []string {
	all := []string{p.NameKey, p.ShortKey, p.ForKey, p.AimKey}
	for _, c := range p.Checks {
		all = append(all, c.Key, c.HintKey)
	}
	for _, b := range p.Bases {
		all = append(all, b.Key)
	}
	for _, s := range p.Seats {
		id := string(s.ID)
		all = append(all, s.Key, "programme.team.missing."+id, "programme.team.too_many."+id, "programme.team.profession."+id)
	}
	for _, a := range p.Activities {
		all = append(all, a.Key, a.HintKey)
	}
	for _, part := range p.ContactParts {
		all = append(all, part.Key)
	}
	for _, a := range p.Aims {
		all = append(all, a.Key, a.HintKey)
	}
	for _, s := range p.Strands {
		all = append(all, s.Key)
	}
	for _, c := range p.Closing {
		all = append(all, c.Key)
	}
	return all
}

func TestEveryTextOfTheShippedProgrammesIsWritten(t *testing.T) {
	used := map[string]bool{}
	for _, p := range programme.Shipped().All() {
		for _, key := range keys(p) {
			used[key] = true
			for _, l := range lang.All {
				if !lang.Has(l, key) {
					t.Errorf("%s: no text %q in %s", p.ID, key, l)
				}
			}
		}
	}
	findings := regexp.MustCompile(`^programme\.(steps|duration|team)\.`)
	for _, key := range lang.Keys(lang.Danish) {
		if strings.HasPrefix(key, "programme.") && !used[key] && !findings.MatchString(key) {
			t.Errorf("nothing uses the text %s", key)
		}
	}
}

func TestShippedProgrammesRestOnKnownRules(t *testing.T) {
	for _, p := range programme.Shipped().All() {
		if got := p.Duration; got.MinMonths != rule.Get("course.min").Months() || got.MaxMonths != rule.Get("course.max").Months() {
			t.Errorf("%s lasts %d to %d months", p.ID, got.MinMonths, got.MaxMonths)
		}
		if p.Review.FirstMonths != rule.Get("followup.first").Months() || p.Review.StatusLeadDays != rule.Get("status.lead").Days() {
			t.Errorf("%s: review %+v", p.ID, p.Review)
		}
		for _, b := range p.Bases {
			if _, ok := rule.All().Get(b.FollowUp); !ok || b.Section == "" || b.Law == "" || b.TextVersion == "" {
				t.Errorf("%s: basis %+v", p.ID, b)
			}
		}
		outside := 0
		for _, s := range p.Strands {
			if s.Outside {
				outside++
			}
		}
		if outside < 2 {
			t.Errorf("%s: %d strands from outside the team; documenting a development needs somebody outside", p.ID, outside)
		}
	}
}

func TestWhatTheTwoProgrammesHave(t *testing.T) {
	a, b := shipped(t, "preventive"), shipped(t, "contactsupport")
	if a.HasContact() || !b.HasContact() {
		t.Error("contacts belong to developmental contact only")
	}
	if _, ok := a.Activity(programme.Contact); ok {
		t.Error("the preventive programme has contacts")
	}
	if between, ok := b.Activity(programme.Between); !ok || !between.BuildsOn {
		t.Error("a session between contacts builds on a contact")
	}
	for _, p := range []programme.Programme{a, b} {
		talk, ok := p.Activity(programme.PsychologistsTalk)
		if !ok || talk.Agreement != programme.AgreementPsychologist || talk.Seat != programme.PsychologistSeat {
			t.Errorf("%s: the psychologist's talk is %+v", p.ID, talk)
		}
	}
	if len(a.Aims) != 5 || len(b.Aims) != 9 || len(b.ContactParts) != 3 {
		t.Errorf("%d and %d aims, %d parts", len(a.Aims), len(b.Aims), len(b.ContactParts))
	}
	if basis, _ := a.Basis("s30.1.1"); basis.Decision {
		t.Error("early help rests on no decision")
	}
	if basis, _ := b.Basis("s76"); !basis.Decision {
		t.Error("§ 76 rests on a decision")
	}
	if _, ok := a.Aim("micro"); ok {
		t.Error("an aim of the other programme")
	}
}

func member(who string, seat programme.SeatID, is programme.Profession) programme.Member {
	return programme.Member{StaffID: who, Seat: seat, Profession: is}
}

func TestTeamMissing(t *testing.T) {
	lone := member("lone", programme.Lead, programme.Consultant)
	anders := member("anders", programme.Second, programme.Consultant)
	ellen := member("ellen", programme.PsychologistSeat, programme.Psychologist)
	for _, c := range []struct {
		name, programme string
		team            []programme.Member
		want            []string
	}{
		{"complete", "contactsupport", []programme.Member{lone, anders, ellen}, nil},
		{"three consultants", "contactsupport", []programme.Member{lone, anders, member("karen", programme.Second, programme.Consultant), ellen}, nil},
		{"nobody", "contactsupport", nil, []string{"programme.team.missing.lead", "programme.team.missing.second", "programme.team.missing.psychologist"}},
		{"one consultant is no team", "contactsupport", []programme.Member{lone, ellen}, []string{"programme.team.missing.second"}},
		{"the same one twice", "contactsupport", []programme.Member{lone, member("lone", programme.Second, programme.Consultant), ellen}, []string{"programme.team.two_seats"}},
		{"two leads", "contactsupport", []programme.Member{lone, member("anders", programme.Lead, programme.Consultant), anders, ellen}, []string{"programme.team.too_many.lead", "programme.team.two_seats"}},
		{"one is enough at home", "preventive", []programme.Member{lone, ellen}, nil},
		{"no seat for a second", "preventive", []programme.Member{lone, anders, ellen}, []string{"programme.team.no_such_seat"}},
		{"no psychologist", "preventive", []programme.Member{lone}, []string{"programme.team.missing.psychologist"}},
		{"a consultant as psychologist", "preventive", []programme.Member{lone, member("anders", programme.PsychologistSeat, programme.Consultant)}, []string{"programme.team.profession.psychologist"}},
		{"a name that was never chosen", "preventive", []programme.Member{member("", programme.Lead, ""), ellen}, []string{"programme.team.missing.lead"}},
		{"profession unknown", "preventive", []programme.Member{member("x", programme.Lead, ""), ellen}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, n := range shipped(t, c.programme).TeamMissing(c.team) {
				got = append(got, n.Key)
				if !lang.Has(lang.Danish, n.Key) || !lang.Has(lang.English, n.Key) {
					t.Errorf("no text %s", n.Key)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	p := shipped(t, "preventive")
	all := func(change map[string]bool) map[string]bool {
		answers := map[string]bool{
			"vulnerable": false, "support_need": true, "illbeing": false, "consented": true, "heavier_need": false,
			"impartial": true, "capacity": true, "acute": false, "unsafe": false, "elsewhere": false,
		}
		for id, yes := range change {
			answers[id] = yes
		}
		return answers
	}
	for _, c := range []struct {
		name            string
		answers         map[string]bool
		accept, reasons bool
	}{
		{"in the target group", all(nil), true, false},
		{"nothing answered", nil, false, false},
		{"nothing qualifies", all(map[string]bool{"support_need": false}), false, false},
		{"no consent", all(map[string]bool{"consented": false}), false, false},
		{"no room", all(map[string]bool{"capacity": false}), false, false},
		{"something speaks against", all(map[string]bool{"elsewhere": true}), true, true},
	} {
		v := p.Judge(c.answers)
		if v.MayAccept() != c.accept || v.NeedsReason() != c.reasons {
			t.Errorf("%s: may accept %v, needs a reason %v", c.name, v.MayAccept(), v.NeedsReason())
		}
	}
	if got := len(p.Judge(nil).Unanswered); got != len(p.Checks) {
		t.Errorf("%d unanswered of %d", got, len(p.Checks))
	}
}

func TestClosingMissing(t *testing.T) {
	p := shipped(t, "preventive")
	met := map[string]bool{programme.ClosingAnalysis: true, programme.ClosingReport: true, programme.ClosingGoals: true, programme.ClosingFlags: true}
	ids := func(cs []programme.Condition) (out []string) {
		for _, c := range cs {
			out = append(out, c.ID)
		}
		return out
	}
	if diff := cmp.Diff([]string{programme.ClosingDevelopment}, ids(p.ClosingMissing(met, false))); diff != "" {
		t.Errorf("without a development: %s", diff)
	}
	if got := p.ClosingMissing(met, true); got != nil {
		t.Errorf("with the leader's exception: %v", got)
	}
	met[programme.ClosingFlags] = false
	if got := ids(p.ClosingMissing(met, true)); !slices.Equal(got, []string{programme.ClosingFlags}) {
		t.Errorf("no exception lets an open flag be: %v", got)
	}
}

func date(t *testing.T, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
