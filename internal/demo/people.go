// Package demo fills an empty installation with invented people and families,
// so that anybody can see Samspil at work without meeting a real family.
package demo

import (
	"context"

	"samspil/internal/access"
	"samspil/internal/db"
	"samspil/internal/login"
)

// The two invented organisations.
const (
	FamiliehusetID = "00000000-0000-7000-8000-00000000f001"
	FjordbyID      = "00000000-0000-7000-8000-00000000f002"
)

// The ids of the invented people; their names are in People.
const (
	LoneID     = "00000000-0000-7000-8000-0000000000a1"
	AndersID   = "00000000-0000-7000-8000-0000000000a2"
	BirgitteID = "00000000-0000-7000-8000-0000000000a3"
	SoerenID   = "00000000-0000-7000-8000-0000000000a4"
	KarenID    = "00000000-0000-7000-8000-0000000000a5"
	MikkelID   = "00000000-0000-7000-8000-0000000000a6"
	EllenID    = "00000000-0000-7000-8000-0000000000b1"
	HenrikID   = "00000000-0000-7000-8000-0000000000b2"
	GitteID    = "00000000-0000-7000-8000-0000000000c1"
	DortheID   = "00000000-0000-7000-8000-0000000000d1"
	LarsID     = "00000000-0000-7000-8000-0000000000d2"
	AstaID     = "00000000-0000-7000-8000-0000000000e1"
)

// Organisations returns the invented provider and municipality.
func Organisations() []login.Organisation {
	return []login.Organisation{
		{ID: FamiliehusetID, Kind: login.Provider, Name: "Familiehuset Demo", Demo: true},
		{ID: FjordbyID, Kind: login.Municipality, Name: "Fjordby Kommune", Demo: true},
	}
}

// People returns the invented staff in the order they are shown: those who meet
// families first. Telephone numbers begin with 00 and belong to nobody.
func People() []login.Account {
	person := func(id, email, name, title string, role access.Role, phone, leader, deputy string) login.Account {
		a := login.Account{
			ID: id, OrganisationID: FamiliehusetID, Email: email + "@familiehuset.invalid", Name: name, Title: title,
			Role: role, Phone: phone, LeaderID: leader, DeputyID: deputy,
		}
		if role == access.Adviser {
			a.OrganisationID, a.Email = FjordbyID, email+"@fjordby.invalid"
		}
		return a
	}
	const consultant, psychologist, adviser = "familiekonsulent", "psykolog", "børne- og ungerådgiver"
	return []login.Account{
		person(LoneID, "lone", "Lone", consultant, access.Consultant, "00 00 00 01", GitteID, AndersID),
		person(AndersID, "anders", "Anders", consultant, access.Consultant, "00 00 00 02", GitteID, LoneID),
		person(BirgitteID, "birgitte", "Birgitte", consultant, access.Consultant, "00 00 00 03", GitteID, MikkelID),
		person(SoerenID, "soeren", "Søren", consultant, access.Consultant, "00 00 00 04", GitteID, KarenID),
		person(KarenID, "karen", "Karen", consultant, access.Consultant, "00 00 00 05", GitteID, SoerenID),
		person(MikkelID, "mikkel", "Mikkel", consultant, access.Consultant, "00 00 00 06", GitteID, BirgitteID),
		person(EllenID, "ellen", "Ellen", psychologist, access.Psychologist, "00 00 00 07", GitteID, HenrikID),
		person(HenrikID, "henrik", "Henrik", psychologist, access.Psychologist, "00 00 00 08", GitteID, EllenID),
		person(GitteID, "gitte", "Gitte", "faglig leder", access.Leader, "00 00 00 09", "", ""),
		person(DortheID, "dorthe", "Dorthe", adviser, access.Adviser, "00 00 00 11", "", LarsID),
		person(LarsID, "lars", "Lars", adviser, access.Adviser, "00 00 00 12", "", DortheID),
		person(AstaID, "asta", "Asta", "administrator", access.Administrator, "00 00 00 13", "", ""),
	}
}

// AddPeople adds the invented organisations and people, in one transaction. It
// is for an empty installation; twice, it refuses the log-in names as taken.
func AddPeople(ctx context.Context, tx *db.Tx, gate *login.Gate) error {
	for _, o := range Organisations() {
		if _, err := login.AddOrganisation(ctx, tx, gate.Clock, o); err != nil {
			return err
		}
	}
	people := People()
	for _, a := range people {
		bare := a
		bare.LeaderID, bare.DeputyID = "", "" // who may not be there yet
		if _, _, err := gate.Add(ctx, tx, login.Command, bare); err != nil {
			return err
		}
	}
	for _, a := range people {
		a.Version = 1
		if err := gate.Change(ctx, tx, login.Command, a); err != nil {
			return err
		}
	}
	return nil
}
