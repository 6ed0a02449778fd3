// Package interplay is the pages for coding and understanding the interplay of a
// child and a parent: the desk at which a stretch of a contact is coded key by
// key, recordings brought in from other programs, and what can be read from it
// afterwards. The scheme is not a validated test, and every page says so.
package interplay

import (
	"embed"

	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// Routes are the addresses of this area.
func Routes(_ *web.Kit) []web.Route {
	return append(deskRoutes(), segmentRoutes()...)
}

func deskRoutes() []web.Route    { return nil }
func segmentRoutes() []web.Route { return nil }
