package admin

import (
	"encoding/json"
	"net/url"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/scheme"
	"samspil/internal/web"
)

const (
	schemesAt  = "/indstillinger/kodeskemaer"
	mostScheme = 3 << 20 // bytes of the form: a scheme of a megabyte, sent and typed
)

// schemesPage lists the versions that interplay can be coded by.
type schemesPage struct {
	Rows []schemeRow
	Only bool // the shipped one is the only one
}

// schemeRow is one version.
type schemeRow struct {
	Name, Ref, From, To string
	Codes               string
	Tag                 web.Tag
}

func schemes(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	all, err := interaction.Schemes(v.Context(), tx)
	if err != nil {
		return nil, err
	}
	staff, err := login.Staff(v.Context(), tx.Tx)
	if err != nil {
		return nil, err
	}
	page := schemesPage{Only: len(all) == 1}
	for _, k := range all {
		live := 0
		for _, c := range k.Codes {
			if c.Live {
				live++
			}
		}
		r := schemeRow{Name: k.Name(string(v.Lang)), Ref: k.Ref(), To: fileOf(k.Ref()), From: v.T("admin.schemes.shipped"),
			Codes: v.T("admin.schemes.codes.text", fault.Args{"n": len(k.Codes), "live": live}), Tag: web.Tag{Kind: "none", Text: v.T("admin.schemes.unused")}}
		if !k.Shipped {
			r.From = v.T("admin.schemes.added", fault.Args{"who": staff[k.EnteredBy].Name, "date": lang.PlainDate(v.Lang, clock.DateOf(k.EnteredAt))})
		}
		if k.Used > 0 {
			r.Tag = web.Tag{Kind: "done", Text: v.TN("admin.schemes.uses", k.Used)}
		}
		page.Rows = append(page.Rows, r)
	}
	return web.Page("admin/schemes", page).Titled("admin.schemes.title"), nil
}

func fileOf(ref string) string { return schemesAt + "/" + url.PathEscape(ref) + "/skema.json" }

// newSchemePage adds a version. Faults are all that is wrong with what was sent.
type newSchemePage struct {
	Form    web.Form
	Faults  []string
	Shipped string
}

func newSchemePageOf(v *web.Visit, faults []string) *web.Rendered {
	return web.Page("admin/newscheme", newSchemePage{Form: v.Form, Faults: faults, Shipped: fileOf(scheme.Shipped().Ref())}).Titled("admin.schemes.new")
}

func newScheme(v *web.Visit, _ *casefile.Tx) (web.Response, error) {
	return newSchemePageOf(v, nil), nil
}

func addScheme(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	_, file, err := v.Upload("file")
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(v.Form.Value("text"))
	if len(file) > 0 {
		text = string(file)
		v.Form.Put("text", text) // so that it can be mended here
	}
	var p fault.Problems
	if text == "" {
		p.Add("text", "admin.schemes.nothing")
		return web.NotValid(newSchemePageOf(v, nil), p.Err())
	}
	_, err = interaction.AddScheme(v.Context(), tx, v.Actor, []byte(text))
	if e, ok := fault.As(err); ok && (e.Kind == fault.Invalid || e.Kind == fault.Conflict) {
		var faults []string
		for _, f := range e.Fields {
			faults = append(faults, v.T(f.Key, f.Args))
		}
		if len(e.Fields) > 0 {
			p.Add("text", "admin.schemes.not-added")
		} else {
			p.Add("text", e.Key, e.Args)
		}
		return web.NotValid(newSchemePageOf(v, faults), p.Err())
	}
	if err != nil {
		return nil, err
	}
	return web.Redirect(schemesAt, "admin.schemes.done"), nil
}

// schemeFile is a version as it was added, to be read or to make the next one from.
func schemeFile(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	s, err := interaction.SchemeNamed(v.Context(), tx, v.Param("ref"))
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	return web.File(strings.ReplaceAll(s.Ref(), " ", "-")+".json", "application/json", append(text, '\n')), nil
}
