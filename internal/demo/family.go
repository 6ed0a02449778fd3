package demo

import (
	"context"
	"fmt"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/course"
	"samspil/internal/db"
	"samspil/internal/demo/numbers"
	"samspil/internal/demo/texts"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/person"
	"samspil/internal/plan"
	"samspil/internal/programme"
)

func newID() string { return db.NewID() }

// yes and no for answers that can also be missing.
var yes, no = new(true), new(false)

// family is one course of the story.
type family struct {
	*story
	id        string
	programme programme.Programme
	adviser   string
	lead      string
	texts     texts.Texts
	began     time.Time    // when the course became active
	who       course.Words // word of a person to the person's id, from the referral on
}

// contactSupport and preventive are the ids of the two programmes.
const (
	contactSupport = "contactsupport"
	preventive     = "preventive"
)

// family begins the story of one; name is that of its texts.
func (s *story) family(name, id, adviser, lead string) *family {
	p, _ := programme.Shipped().Get(map[string]string{NoahID: contactSupport, LivaID: contactSupport, EmilID: contactSupport}[id])
	if p.ID == "" {
		p, _ = programme.Shipped().Get(preventive)
	}
	return &family{story: s, id: id, programme: p, adviser: adviser, lead: lead, texts: texts.Of(name)}
}

// write is something done in an opened case file.
type write func(ctx context.Context, f *casefile.Writer) error

// purposes says why somebody of a role usually opens the file.
var purposes = map[access.Role]string{
	access.Consultant: access.Document, access.Psychologist: access.Analyse, access.Leader: access.Supervise,
	access.Adviser: access.Respond, access.Machine: access.Respond,
}

// at tells what somebody did in the family's file at a time.
func (f *family) at(at time.Time, by string, do write) {
	f.atFor(purposes[f.staff[by].Role], at, by, do)
}

// atFor is at, with another purpose than the usual one.
func (f *family) atFor(purpose string, at time.Time, by string, do write) {
	f.add(at, func(ctx context.Context, tx *casefile.Tx) error {
		actor := f.staff[by]
		w, err := casefile.OpenWrite(ctx, tx, actor, f.id, access.Purpose{Code: purpose})
		if err == nil {
			err = do(ctx, w)
		}
		if err != nil {
			return fmt.Errorf("course %s, %s: %w", f.id, actor.Name, err)
		}
		return nil
	})
}

// ids gives the people's ids for their words.
func (f *family) ids(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, f.who[w])
	}
	return out
}

// someone is a person of a family. The birth date is in the number.
type someone struct {
	word, name string
	role       person.Role
	sex        person.Sex
	cpr        string
	phone      string
	email      string
	language   string
	interprets bool // an interpreter is needed
	note       string
}

// card gives the referred person, born as many days later as the story is moved,
// so that everybody has the same age on whatever day the demo is shown.
func (f *family) card(p someone) course.ReferredPerson {
	c := person.Card{Role: p.role, Sex: p.sex, Name: p.name, Phone: p.phone, Email: p.email, Language: p.language, Interpreter: p.interprets, Note: p.note}
	if p.cpr != "" {
		c.CPR, c.Birth = numbers.Moved(p.cpr, f.day.Sub(written))
	}
	return course.ReferredPerson{Word: p.word, Card: c}
}

// refer sends a referral at a time.
func (f *family) refer(at time.Time, r course.Referral, people ...someone) {
	for _, p := range people {
		r.People = append(r.People, f.card(p))
	}
	r.Programme, r.AdviserID, r.LeaderID = f.programme, f.adviser, GitteID
	f.add(at, func(ctx context.Context, tx *casefile.Tx) error {
		w, err := casefile.Create(ctx, tx, f.staff[f.adviser], f.id, access.AdviserOn)
		if err != nil {
			return err
		}
		if err := course.Begin(ctx, w, f.programme.ID, f.adviser); err != nil {
			return err
		}
		if f.who, err = course.ReferWords(ctx, w, r); err != nil {
			return fmt.Errorf("refer %s: %w", f.id, err)
		}
		return nil
	})
}

// accept takes the referral on. Notes say what the leader saw, by check; a check
// that qualifies or speaks against is answered yes when it has a note.
func (f *family) accept(at time.Time, notes map[string]string, reason string) {
	d := course.Decision{Programme: f.programme, Reason: reason}
	for _, c := range f.programme.Checks {
		d.Answers = append(d.Answers, course.Answer{CheckID: c.ID, Yes: c.Effect == programme.Required || notes[c.ID] != "", Note: notes[c.ID]})
	}
	f.atFor(access.Intake, at, GitteID, func(ctx context.Context, w *casefile.Writer) error { return course.Accept(ctx, w, d) })
}

// team names the fixed team.
func (f *family) team(at time.Time, psychologist string, seconds ...string) {
	members := []course.Member{{StaffID: f.lead, Role: course.Lead}, {StaffID: psychologist, Role: course.Psychologist}}
	for _, s := range seconds {
		members = append(members, course.Member{StaffID: s, Role: course.Second})
	}
	f.atFor(access.Intake, at, GitteID, func(ctx context.Context, w *casefile.Writer) error { return course.NameTeam(ctx, w, members) })
}

// begin makes the course active on the day of the time.
func (f *family) begin(at time.Time) {
	f.began = at
	f.atFor(access.Intake, at, GitteID, func(ctx context.Context, w *casefile.Writer) error {
		return course.Activate(ctx, w, f.programme, clock.DateOf(at))
	})
}

// deputy lets somebody stand in on the course for a day.
func (f *family) deputy(from, to time.Time, staff string) {
	f.at(from, GitteID, func(ctx context.Context, w *casefile.Writer) error { return w.Grant(ctx, staff, access.Second) })
	f.at(to, GitteID, func(ctx context.Context, w *casefile.Writer) error { return w.Revoke(ctx, staff, access.Second) })
}

// agreement is a plan on its way: written, handed in and approved.
type agreement struct {
	id                          string
	drafted, submitted, decided time.Time
	words                       string // of the leader
	write                       func(p *plan.Plan)
}

// agree tells how a plan was made, from draft to the expected end it gives.
func (f *family) agree(a agreement) {
	f.atFor(access.Planning, a.drafted, f.lead, func(ctx context.Context, w *casefile.Writer) error {
		p, err := plan.Draft(ctx, w, a.id)
		if err != nil {
			return err
		}
		a.write(&p)
		return plan.Revise(ctx, w, p)
	})
	f.atFor(access.Planning, a.submitted, f.lead, func(ctx context.Context, w *casefile.Writer) error {
		p, err := plan.Get(ctx, &w.Reader, a.id)
		if err != nil {
			return err
		}
		return plan.Submit(ctx, w, f.programme, a.id, p.Version)
	})
	f.atFor(access.Planning, a.decided, GitteID, func(ctx context.Context, w *casefile.Writer) error {
		if err := plan.Approve(ctx, w, a.id, a.words); err != nil {
			return err
		}
		p, err := plan.Get(ctx, &w.Reader, a.id)
		if err != nil {
			return err
		}
		return course.SetEnd(ctx, w, p.LastDay(), "")
	})
}

// follow tells of a follow-up that was held.
func (f *family) follow(at time.Time, u plan.FollowUp) {
	u.HeldOn = clock.DateOf(at)
	f.atFor(access.Planning, at, f.lead, func(ctx context.Context, w *casefile.Writer) error { return plan.Hold(ctx, w, f.programme, u) })
}

// consent writes down one answer at the moment it was given.
func (f *family) consent(at time.Time, by, word string, c course.Consent) {
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		c.PersonID, c.At = f.who[word], at
		return course.RecordConsent(ctx, w, c)
	})
}

// series is one strand with its measurements.
type series struct {
	strand instrument.Strand
	rater  string // word of the person who answers; empty when RaterID is set
	points []point
	how    string // how its questionnaire is answered, where it is one
}

// point is one measurement; with a word and no value it was missed, and why.
type point struct {
	on     clock.Date
	value  float64
	missed string
	visit  string             // id of the contact or visit
	sheet  map[string]float64 // the answers to a questionnaire, instead of a value
}

// measure opens a strand, with its first measurement unless told, and records its
// measurements, each on its own day.
func (f *family) measure(s series) {
	if s.strand.OpenedOn.IsZero() {
		s.strand.OpenedOn = s.points[0].on
	}
	f.at(s.strand.OpenedOn.At(11, 40), f.lead, func(ctx context.Context, w *casefile.Writer) error {
		if s.rater != "" {
			s.strand.RaterID = f.who[s.rater]
		}
		return instrument.Open(ctx, w, s.strand)
	})
	for _, p := range s.points {
		f.watch(p.on)
		f.at(p.on.At(17, 10), f.lead, func(ctx context.Context, w *casefile.Writer) error {
			if p.sheet != nil {
				return instrument.RecordAnswers(ctx, w, instrument.Answers{RatingID: newID(), StrandID: s.strand.ID, On: p.on, How: s.how, Values: p.sheet})
			}
			r := instrument.Rating{ID: newID(), StrandID: s.strand.ID, On: p.on, Words: p.missed, SessionID: p.visit}
			if p.missed == "" {
				r.Value = &p.value
			}
			return instrument.Record(ctx, w, r)
		})
	}
}

// watch lets the morning after a measurement look for setbacks, as the daily round does.
func (f *family) watch(on clock.Date) {
	if on = on.AddDays(1); on.Before(f.day) {
		f.atFor(access.Operations, on.At(5, 0), access.System.ID, func(ctx context.Context, w *casefile.Writer) error {
			_, err := outcome.RaiseSetbacks(ctx, w)
			return err
		})
	}
}

// climbed is a ladder: the step that somebody chose on each of those days.
func (f *family) climbed(s series, position int, days []clock.Date, steps ...float64) {
	s.strand.Instrument, s.strand.Position, s.how = instrument.GoalLadder, position, instrument.Self
	for i, step := range steps {
		s.points = append(s.points, point{on: days[i], sheet: map[string]float64{"step": step}})
	}
	f.measure(s)
}

// values puts measurements on their days.
func values(days []clock.Date, values ...float64) []point {
	out := make([]point, 0, len(values))
	for i, v := range values {
		out = append(out, point{on: days[i], value: v})
	}
	return out
}

// rated is a strand on a 0–10 scale.
func rated(title, goal string, role singlecase.Role, name string, every int) instrument.Strand {
	return instrument.Strand{
		ID: newID(), Instrument: "goal-rating", Title: title, GoalID: goal, RaterRole: role, RaterName: name, EveryDays: every,
	}
}
