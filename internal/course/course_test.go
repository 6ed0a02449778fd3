package course_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/fault"
	"samspil/internal/person"
	"samspil/internal/programme"
)

func shipped(t testing.TB, id string) programme.Programme {
	t.Helper()
	p, ok := programme.Shipped().Get(id)
	if !ok {
		t.Fatalf("no programme %s", id)
	}
	return p
}

func ptr(b bool) *bool { return &b }

// villads is a referral to the preventive programme with nothing wrong in it.
func villads(t testing.TB) course.Referral {
	return course.Referral{
		Programme: shipped(t, "preventive"), AdviserID: "dorthe", LeaderID: "gitte",
		People: []course.ReferredPerson{
			{Word: "p1", Card: person.Card{Role: person.Child, Sex: person.Male, Name: "Villads", Birth: clock.NewDate(2019, 5, 14), CPR: "7405199941"}},
			{Word: "p2", Card: person.Card{Role: person.Parent, Sex: person.Female, Name: "Camilla", CPR: "6311889998"}},
		},
		Relations: []person.Relation{{From: "p2", To: "p1", Kind: person.MotherOf, Custody: ptr(true), Source: "CPR"}},
		Concerns: []course.Concern{
			{Worried: course.WorriedSchool, Who: "klasselærer", What: "Ondt i maven om morgenen siden jul", SeenOn: clock.NewDate(2026, 1, 8)},
			{Worried: course.WorriedParent, PersonID: "p2", What: "Råb derhjemme"},
		},
		Basis: []string{"s32.1.5"}, Purpose: "Rolige morgener", DecisionOn: clock.NewDate(2026, 9, 20),
		Assessment: course.Assessment{Kind: course.WelfareAssessment, From: clock.NewDate(2026, 5, 1), End: clock.NewDate(2026, 8, 28)},
		FocusAreas: []course.FocusArea{{Text: "Skoleforhold", Origin: course.FromWelfareAssessment}, {Text: "Familieforhold", Origin: course.FromWelfareAssessment}},
		Consents:   []course.Consent{{PersonID: "p2", Kind: course.ForService, Status: course.Given, How: course.Signed}},
		Hours:      84, Months: 8,
	}
}

// liva is a referral to contact support with a hidden placement.
func liva(t testing.TB) course.Referral {
	r := villads(t)
	r.Programme, r.Basis = shipped(t, "contactsupport"), []string{"s76"}
	r.Placements = []course.Placement{{PersonID: "p1", Consent: ptr(false), Kind: course.FosterFamily, Since: clock.NewDate(2026, 2, 24)}}
	r.Protections = []person.Protection{{
		PersonID: "p1", Kind: person.HiddenPlacement, Against: []string{"p2"}, From: clock.NewDate(2026, 2, 24),
		Until: clock.NewDate(2027, 2, 23), Document: "afgørelse", Source: "udvalget",
	}}
	r.People[0].Places = []person.NewPlace{{Kind: person.Placement, Where: person.NewWhereabouts("Rønnehøj 999")}}
	return r
}

func refer(t *testing.T, w *casefiletest.World, r course.Referral) string {
	t.Helper()
	id := w.File(t)
	w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error { return course.Refer(ctx, f, r) }))
	return id
}

func get(t *testing.T, w *casefiletest.World, actor access.Actor, id string) course.Course {
	t.Helper()
	var c course.Course
	w.OK(t, w.Read(t, actor, id, func(ctx context.Context, f *casefile.Reader) (err error) {
		c, err = course.Get(ctx, f)
		return err
	}))
	return c
}

func keysOf(err error) []string {
	var out []string
	if e, ok := fault.As(err); ok {
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return out
}

func TestReferralBecomesTheFirstRecord(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		r := liva(t)
		id := refer(t, w, r)
		c := get(t, w, w.Gitte, id)
		if c.Status != course.Referred || c.HoursGranted != 84 || c.Purpose != "Rolige morgener" || c.ReferredOn != clock.DateOf(w.Now()) ||
			!slices.Equal(c.Basis, []string{"s76"}) || c.Assessment.End != clock.NewDate(2026, 8, 28) {
			t.Errorf("got %+v", c)
		}
		w.OK(t, w.Read(t, w.Gitte, id, func(ctx context.Context, f *casefile.Reader) error {
			people, err := person.Cards(ctx, f)
			if err != nil || len(people) != 2 || !people[1].Custody {
				t.Fatalf("people: %v %+v", err, people)
			}
			concerns, err := course.Concerns(ctx, f)
			if err != nil || len(concerns) != 2 || concerns[0].PersonID != people[1].PersonID || concerns[1].Who != "klasselærer" {
				t.Errorf("concerns: %v %+v", err, concerns)
			}
			areas, err := course.FocusAreas(ctx, f)
			if err != nil || len(areas) != 2 || areas[0].Text != "Skoleforhold" {
				t.Errorf("focus areas: %v %+v", err, areas)
			}
			placed, err := course.Placements(ctx, f)
			if err != nil || len(placed) != 1 || placed[0].PersonID != people[0].PersonID || *placed[0].Consent {
				t.Errorf("placements: %v %+v", err, placed)
			}
			consents, err := course.Consents(ctx, f)
			if err != nil || !course.Agreed(consents, people[1].PersonID, course.ForService, w.Now()) {
				t.Errorf("consents: %v %+v", err, consents)
			}
			places, err := person.Places(ctx, f)
			if err != nil || len(places) != 1 || !places[0].Shielded || !places[0].Where.IsZero() {
				t.Errorf("places: %v, %d", err, len(places))
			}
			shields, err := person.Protections(ctx, f)
			if err != nil || !slices.Equal(person.HiddenFrom(shields, f.Today()), []string{people[1].PersonID}) {
				t.Errorf("protections: %v %+v", err, shields)
			}
			return nil
		}))
	})
}

func TestReferredTwiceIsOnce(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		id := refer(t, w, villads(t))
		w.OK(t, w.Write(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Writer) error { return course.Refer(ctx, f, villads(t)) }))
		w.OK(t, w.Read(t, w.Dorthe, id, func(ctx context.Context, f *casefile.Reader) error {
			people, err := person.Cards(ctx, f)
			if len(people) != 2 {
				t.Errorf("got %d people", len(people))
			}
			return err
		}))
	})
}

func TestReferralsThatCannotBeSent(t *testing.T) {
	tests := []struct {
		name   string
		change func(*course.Referral)
		want   []string
	}{
		{"nothing wrong", func(*course.Referral) {}, nil},
		{"no child", func(r *course.Referral) { r.People = r.People[1:]; r.Relations = nil }, []string{"people course.child.missing", "why_no_consent"}},
		{"no custody holder known", func(r *course.Referral) { r.Relations = nil }, []string{"custody course.custody.missing"}},
		{"custody without source", func(r *course.Referral) { r.Relations[0].Source = "" }, []string{"p2.custody_source person.custody.source"}},
		{"two people, one number", func(r *course.Referral) { r.People[1].Card.CPR = r.People[0].Card.CPR }, []string{"p2.cpr course.cpr.twice"}},
		{"no concern", func(r *course.Referral) { r.Concerns = nil }, []string{"c1.what course.concern.none"}},
		{"a concern without a sight", func(r *course.Referral) { r.Concerns[1].What = " " }, []string{"c2.what course.concern.what.missing"}},
		{"a basis of another programme", func(r *course.Referral) { r.Basis = []string{"s76"} }, []string{"basis course.basis.other"}},
		{"a decision without its date", func(r *course.Referral) { r.DecisionOn = clock.Date{} }, []string{"decision_on course.decision.missing"}},
		{"early help needs no decision", func(r *course.Referral) {
			r.Basis, r.DecisionOn, r.Consents = []string{"s30.1.1"}, clock.Date{}, nil
		}, nil},
		{"a decision tomorrow", func(r *course.Referral) { r.DecisionOn = clock.NewDate(2026, 10, 2) }, []string{"decision_on course.decision.future"}},
		{"no purpose", func(r *course.Referral) { r.Purpose = "" }, []string{"purpose course.purpose.missing"}},
		{"a custody holder said no", func(r *course.Referral) { r.Consents[0].Status = course.Refused }, []string{"why_no_consent course.consent.why"}},
		{"said no, and the reason stands", func(r *course.Referral) {
			r.Consents[0].Status, r.WhyNoConsent = course.Refused, "§ 37: nødvendigt af hensyn til barnet"
		}, nil},
		{"no focus area", func(r *course.Referral) { r.FocusAreas = nil }, []string{"f1.text course.focus.none"}},
		{"no hours", func(r *course.Referral) { r.Hours = 0 }, []string{"hours course.hours.missing"}},
		{"one month", func(r *course.Referral) { r.Months = 1 }, []string{"duration_reason course.duration.reason"}},
		{"thirteen months", func(r *course.Referral) { r.Months = 13 }, []string{"duration_reason course.duration.reason"}},
		{"thirteen months with a reason", func(r *course.Referral) { r.Months, r.DurationReason = 13, "fødsel undervejs" }, nil},
		{"twelve months", func(r *course.Referral) { r.Months = 12 }, nil},
		{"two months", func(r *course.Referral) { r.Months = 2 }, nil},
		{"no leader", func(r *course.Referral) { r.LeaderID = "" }, []string{"leader course.leader.missing"}},
		{"contact, and nobody is placed", func(r *course.Referral) { *r = liva(t); r.Placements = nil }, []string{"p1.since course.placement.since.missing"}},
		{"placed, consent not answered", func(r *course.Referral) { *r = liva(t); r.Placements[0].Consent = nil }, []string{"p1.consent course.placement.consent.missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := villads(t)
			tt.change(&r)
			var p fault.Problems
			r.Check(&p, clock.NewDate(2026, 10, 1))
			got := keysOf(p.Err())
			if tt.name == "no child" {
				got, tt.want = got[:1], tt.want[:1]
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
