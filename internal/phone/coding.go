package phone

import (
	"cmp"
	"context"
	"slices"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/contact"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/person"
	"samspil/internal/wire"
)

// coding writes down what was said about being coded. It takes no other answer away,
// so that answers of two phones can come in any order.
func (d deed) coding(ctx context.Context, w wire.CodingAnswer) error {
	if w.Agrees == nil {
		return fault.New(fault.Invalid, "phone.coding.answer")
	}
	at, err := moment(w.At)
	if err != nil {
		return err
	}
	if at.IsZero() {
		at = d.e.Header.At()
	}
	return contact.AnswerCoding(ctx, d.f, contact.CodingAnswer{ID: d.e.Header.ID, SessionID: d.session, Agrees: *w.Agrees, At: corrected(at, d.e.Offset)})
}

// agreed refuses a stretch that was begun while the answer in force was no. Phones do
// not begin one; it comes from a phone that had not heard of the answer. A stretch
// that is in the record already stays there.
func agreed(ctx context.Context, f *casefile.Writer, s interaction.Segment) error {
	c, err := contact.Get(ctx, &f.Reader, s.SessionID)
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Denied {
		return nil // no contact: interaction.Open knows what to say
	}
	if err != nil {
		return err
	}
	if said := c.CodingAt(s.StartedAt); said == nil || *said {
		return nil
	}
	all, err := interaction.Segments(ctx, &f.Reader, c.ID)
	if err != nil || slices.ContainsFunc(all, func(was interaction.Segment) bool { return was.ID == s.ID }) {
		return err
	}
	return fault.New(fault.Conflict, "phone.coding.no")
}

// codingOf is the answer that stands last; none where nobody has asked.
func codingOf(c contact.Contact) *wire.CodingAnswer {
	if len(c.Coding) == 0 {
		return nil
	}
	last := c.Coding[len(c.Coding)-1]
	return &wire.CodingAnswer{Agrees: &last.Agrees, At: last.At.Format(time.RFC3339Nano)}
}

// kin are the words by which the person whom a contact is with is called on a phone,
// which is never a name.
var kin = map[person.Kinship]string{
	person.MotherOf: "mother", person.FatherOf: "father", person.ParentOf: "parent", person.BonusParentOf: "parent", person.GrandparentOf: "grandparent",
}

func (d *day) with(o *opened, c contact.Contact) string {
	word := ""
	for _, r := range o.relations {
		if r.From == c.Arrangement.Counterpart && slices.Contains(c.Arrangement.Children, r.To) {
			word = cmp.Or(word, kin[r.Kind])
		}
	}
	for _, card := range o.cards {
		if card.PersonID == c.Arrangement.Counterpart && card.Role == person.Parent {
			word = cmp.Or(word, "parent")
		}
	}
	return d.say("phone.with." + cmp.Or(word, "other"))
}
