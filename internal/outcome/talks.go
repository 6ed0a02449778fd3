package outcome

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/method/singlecase"
	"samspil/internal/person"
	"samspil/internal/programme"
)

// reasonTalk stands where a grade would: a question about a meeting is shown as it is
// answered and is no measure of a development.
const reasonTalk singlecase.Reason = "talk"

func talkOf(s instrument.Strand, on clock.Date) Graded {
	made := s.Made()
	return Graded{Strand: s, Result: singlecase.StrandResult{Reason: reasonTalk, N: len(made)}, Missed: s.Missed(on), made: made}
}

// All are the strands, and the questions about the meetings after them.
func (d Development) All() []Graded { return slices.Concat(d.Strands, d.Talks) }

// BeginTalks opens the questions that the programme asks after its meetings, one for
// each parent and each child that is old enough; in a programme with contacts only for
// parents who have contact. It is done when a plan is handed in, from the plan's first
// day on, and nobody has to choose them. Done again it changes nothing, so a question
// that somebody has said no to stays away.
func BeginTalks(ctx context.Context, f *casefile.Writer, p programme.Programme, from clock.Date, word func(key string) string) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	if from.Before(f.Today()) {
		from = f.Today()
	}
	people, err := Asked(ctx, &f.Reader, p)
	if err != nil {
		return err
	}
	standing := p
	standing.Strands = slices.DeleteFunc(slices.Clone(p.Strands), func(s programme.Strand) bool { return !s.Standing })
	for i, s := range instrument.Defaults(instrument.Ground{CourseID: f.CourseID, Programme: standing, People: people, On: from, Word: word}) {
		s.Position = afterOthers + i
		if err := instrument.Open(ctx, f, s); err != nil {
			return err
		}
	}
	return nil
}

// afterOthers is the first place of the questions about meetings among the strands.
const afterOthers = 100

// Asked are the people of the course who can be asked: all, without the parents who have no contact where the
// programme is about contact and the contacts are arranged.
func Asked(ctx context.Context, f *casefile.Reader, p programme.Programme) ([]person.Card, error) {
	cards, err := person.Cards(ctx, f)
	if err != nil || !p.HasContact() || !f.Can(access.Arrangement, access.Read) {
		return cards, err
	}
	all, err := contact.Arrangements(ctx, f)
	if err != nil || len(all) == 0 {
		return cards, err
	}
	return slices.DeleteFunc(cards, func(c person.Card) bool {
		return c.Role == person.Parent && !slices.ContainsFunc(all, func(a contact.Arrangement) bool { return a.Counterpart == c.PersonID })
	}), nil
}

// DeclineTalks writes down that somebody does not want to be asked after the meetings,
// and why, and asks no more. form is the id of the form: sent twice, it is one answer.
// NotFound where the person is not asked.
func DeclineTalks(ctx context.Context, f *casefile.Writer, form, raterID, reason string) error {
	if err := f.NeedOurs(access.Measures); err != nil {
		return err
	}
	all, err := instrument.Strands(ctx, &f.Reader)
	if err != nil {
		return err
	}
	known := false
	for _, s := range all {
		if !s.Scale().Talk || s.RaterID != raterID {
			continue
		}
		if known = true; !s.StoppedOn.IsZero() {
			continue
		}
		sum := sha256.Sum256([]byte(form + " " + s.ID))
		no := instrument.Rating{ID: hex.EncodeToString(sum[:16]), StrandID: s.ID, On: f.Today(), Words: reason}
		if err := instrument.Record(ctx, f, no); err != nil {
			return err
		}
		if err := instrument.Stop(ctx, f, s.ID); err != nil {
			return err
		}
	}
	if !known {
		return fault.New(fault.NotFound, "case.not-here")
	}
	return nil
}
