package load

import (
	"context"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/login"
)

// staff are the people of the invented provider and municipality.
type staff struct {
	consultants, psychologists, leaders, advisers []access.Actor
}

// hire makes as many accounts as the courses need. They are people of invented
// organisations, so that one can choose to be any of them.
func (f *filler) hire(ctx context.Context) error {
	return f.store.Update(ctx, func(tx *casefile.Tx) error {
		here, err := f.organisation(ctx, tx, login.Provider, "Familiehuset Stor")
		if err != nil {
			return err
		}
		there, err := f.organisation(ctx, tx, login.Municipality, "Storby Kommune")
		if err != nil {
			return err
		}
		hire := func(to *[]access.Actor, role access.Role, word, organisation string, each int) error {
			n := max(2, (f.size.Courses+each-1)/each)
			for i := range n {
				a, _, err := f.gate.Add(ctx, tx.Tx, login.Command, login.Account{
					ID: db.NewID(), OrganisationID: organisation, Role: role, Name: fmt.Sprintf("%s %04d", word, i+1),
					Email: fmt.Sprintf("%s%04d@stor.invalid", role, i+1),
				})
				if err != nil {
					return err
				}
				*to = append(*to, a.Actor())
			}
			return nil
		}
		f.staff = staff{}
		for _, h := range []struct {
			to           *[]access.Actor
			role         access.Role
			word         string
			organisation string
			each         int
		}{
			{&f.staff.consultants, access.Consultant, "Konsulent", here, f.size.Families},
			{&f.staff.psychologists, access.Psychologist, "Psykolog", here, PerPsychologist},
			{&f.staff.leaders, access.Leader, "Leder", here, PerLeader},
			{&f.staff.advisers, access.Adviser, "Rådgiver", there, PerAdviser},
		} {
			if err := hire(h.to, h.role, h.word, h.organisation, h.each); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *filler) organisation(ctx context.Context, tx *casefile.Tx, kind login.OrganisationKind, name string) (string, error) {
	o, err := login.AddOrganisation(ctx, tx.Tx, f.gate.Clock, login.Organisation{Kind: kind, Name: name, Demo: true})
	return o.ID, err
}
