package coursepage

import (
	"samspil/internal/session"
	"samspil/internal/web"
)

// StateTag shows how far a session has come by now.
func StateTag(v *web.Visit, s session.Session) web.Tag {
	switch {
	case s.Status == session.Cancelled:
		return web.Tag{Kind: "none", Text: v.T("contacts.state.cancelled")}
	case s.Status == session.NoShow:
		return web.Tag{Kind: "none", Text: v.T("contacts.state.noshow")}
	case s.Signed():
		return web.Tag{Kind: "done", Text: v.T("contacts.state.signed")}
	case s.Status == session.Held:
		return web.Tag{Kind: "soon", Text: v.T("contacts.state.sign")}
	case s.Open(v.Now()):
		return web.Tag{Kind: "soon", Text: v.T("contacts.state.write")}
	}
	return web.Tag{Kind: "waiting", Text: v.T("contacts.state.planned")}
}
