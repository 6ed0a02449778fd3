package phonepage

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/phone"
	"samspil/internal/session"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Routes are the addresses behind the section.
func Routes(*web.Kit) []web.Route {
	const kind = access.Contact
	return []web.Route{
		web.ReadCase("GET /forloeb/{course}/telefon/{id}/billede/{picture}", kind, access.Document, picture),
		web.WriteCase("POST /forloeb/{course}/telefon/{id}/tilbageholdt/{words}/plads", kind, access.Write, access.Document, place),
		web.WriteCase("POST /forloeb/{course}/telefon/{id}/tilbageholdt/{words}/til-side", kind, access.Write, access.Document, setAside),
	}
}

// picture is shown in its place on the page and nowhere else: it runs nothing and
// asks for nothing.
func picture(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	content, p, err := phone.PictureOf(v.Context(), f, v.Param("id"), v.Param("picture"))
	if err != nil {
		return nil, err
	}
	shown := web.WithHeader(web.File("", p.Type, content), "Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	return web.WithHeader(shown, "Content-Disposition", "inline"), nil
}

// place puts words into the record that it did not take when they came.
func place(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return back(v, f, phone.Place(v.Context(), f, v.Param("id"), v.Param("words")), "phone.page.placed")
}

func setAside(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return back(v, f, phone.SetAside(v.Context(), f, v.Param("id"), v.Param("words"), v.Form.Value("reason")), "phone.page.aside")
}

// back goes to the page of the session and tells what came of the deed. What the
// record does not take stays where it is.
func back(v *web.Visit, f *casefile.Writer, err error, toast string) (web.Response, error) {
	e, ok := fault.As(err)
	switch {
	case err == nil:
	case ok && e.Kind == fault.Conflict:
		toast = e.Key
	case ok && e.Kind == fault.Invalid && len(e.Fields) > 0:
		toast = e.Fields[0].Key
	default:
		return nil, err
	}
	s, err := session.Get(v.Context(), &f.Reader, v.Param("id"))
	if err != nil {
		return nil, err
	}
	under := "aftaler"
	if s.Kind == session.Contact {
		under = "samvaer"
	}
	return web.Redirect(coursepage.Path(f.CourseID, under, s.ID), toast), nil
}
