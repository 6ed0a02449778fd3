// Package phones is the part of the site about phones, seen from the desk: getting a
// code for a new one, shutting a lost one out, what to do when one is gone, handing in
// what still lies on one, and the shelf of entries that could not be put in their
// place by themselves. What the phone itself shows is in web/phone.
package phones

import (
	"embed"

	"samspil/internal/access"
	"samspil/internal/device"
	"samspil/internal/web"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

// area is what the pages share.
type area struct{ kit *web.Kit }

// Routes are the addresses of this area.
func Routes(k *web.Kit) []web.Route {
	a := area{k}
	admin := []access.Role{access.Administrator}
	return append(a.shelfRoutes(),
		web.Staff("GET /telefoner", device.Holders, overview),
		web.Staff("GET /telefoner/kode", device.Holders, codeGone),
		web.Staff("POST /telefoner/kode", device.Holders, code),
		web.Staff("GET /telefoner/mistet", device.Holders, lost),
		web.Staff("GET /telefoner/aflever", device.Holders, showHandIn),
		web.TakingFile(web.StaffAlone("POST /telefoner/aflever", device.Holders, a.handIn), mostFile),
		web.Staff("GET /telefoner/{device}", device.Holders, one),
		web.Staff("POST /telefoner/{device}/spaer", device.Holders, revoke),
		web.Staff("POST /telefoner/{device}/luk-op", device.Holders, reopen),
		web.Staff("POST /telefoner/{device}/set", []access.Role{access.Leader}, seen),
		web.Staff("GET /indstillinger/telefoner", admin, everyone),
		web.Staff("GET /indstillinger/telefoner/{device}", admin, one),
		web.Staff("POST /indstillinger/telefoner/{device}/spaer", admin, revoke),
	)
}

// home is where the person's list of phones is.
func home(v *web.Visit) string {
	if v.Actor.Role == access.Administrator {
		return "/indstillinger/telefoner"
	}
	return "/telefoner"
}
