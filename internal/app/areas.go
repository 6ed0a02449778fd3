package app

import (
	"embed"
	"io/fs"

	"samspil/internal/web"
	"samspil/internal/web/admin"
	"samspil/internal/web/analyses"
	"samspil/internal/web/answer"
	"samspil/internal/web/caseload"
	"samspil/internal/web/contacts"
	"samspil/internal/web/courses"
	"samspil/internal/web/development"
	"samspil/internal/web/draftpage"
	"samspil/internal/web/entry"
	"samspil/internal/web/feedback"
	"samspil/internal/web/interplay"
	"samspil/internal/web/interplaypage"
	"samspil/internal/web/patterns"
	"samspil/internal/web/people"
	"samspil/internal/web/phone"
	"samspil/internal/web/phonepage"
	"samspil/internal/web/phones"
	"samspil/internal/web/plans"
	"samspil/internal/web/population"
	"samspil/internal/web/practice"
	"samspil/internal/web/referrals"
	"samspil/internal/web/reports"
	"samspil/internal/web/voice"
)

// area is a part of the menu: its pages and their templates.
type area struct {
	routes    func(*web.Kit) []web.Route
	templates fs.FS
}

// areas are all pages of the site, in the order of the menu. A new area is one
// line here.
func (s *site) areas() []area {
	return []area{
		{func(*web.Kit) []web.Route { return entry.Routes(s.doors) }, entry.Templates},
		{caseload.Routes, caseload.Templates},
		{referrals.Routes, referrals.Templates},
		{courses.Routes, courses.Templates},
		{plans.Routes, plans.Templates},
		{development.Routes, development.Templates},
		{answer.Doors{Lend: s.doors.Lend, Secure: s.doors.Secure}.Routes, answer.Templates},
		{analyses.Routes, analyses.Templates},
		{reports.Routes, reports.Templates},
		{feedback.Routes, feedback.Templates},
		{contacts.Routes, contacts.Templates},
		{interplay.Routes, interplay.Templates},
		{patterns.Routes, patterns.Templates},
		{practice.Routes, practice.Templates},
		{func(*web.Kit) []web.Route { return nil }, interplaypage.Templates},
		{draftpage.Routes, embed.FS{}},
		{phonepage.Routes, phonepage.Templates},
		{population.Routes, population.Templates},
		{people.Routes, people.Templates},
		{voice.Routes, voice.Templates},
		{func(*web.Kit) []web.Route { return phone.Routes(s.phones()) }, embed.FS{}},
		{phones.Routes, phones.Templates},
		{func(*web.Kit) []web.Route { return admin.Routes(s.desk()) }, admin.Templates},
	}
}
