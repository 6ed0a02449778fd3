// Package caseload is each person's first page: what is next, what today brings,
// what waits to be written, what to keep an eye on, and what waits for others. For
// the leader it is the team: what waits for a decision, hours, continuity, courses
// gone quiet. And it is the board of all deadlines, and the reader's contacts over
// all courses.
package caseload

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Routes returns the pages of the area. The adviser's first page is the inbox and
// the administrator's is the settings, so they have none here.
func Routes(_ *web.Kit) []web.Route {
	return []web.Route{
		web.Staff("GET /min-dag", []access.Role{access.Consultant, access.Psychologist, access.Leader}, myDay),
		web.Staff("GET /frister", []access.Role{access.Consultant, access.Psychologist, access.Leader, access.Adviser}, board),
		web.Staff("GET /samvaer", []access.Role{access.Consultant, access.Psychologist}, contacts),
	}
}
