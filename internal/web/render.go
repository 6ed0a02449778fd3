package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"samspil/internal/lang"
)

//go:embed *.html
var templateFiles embed.FS

// compile reads all templates once for each language. Two templates of one name
// are an error, for the later would silently replace the earlier.
func compile(k *Kit, folders []fs.FS) (map[lang.Lang]*template.Template, error) {
	out := map[lang.Lang]*template.Template{}
	for _, l := range lang.All {
		root := template.New("").Funcs(k.functions(l)).Option("missingkey=error")
		seen := map[string]string{}
		for _, folder := range folders {
			names, err := fs.Glob(folder, "*.html")
			if err != nil {
				return nil, err
			}
			for _, name := range names {
				if err := parseFile(root, folder, name, seen); err != nil {
					return nil, err
				}
			}
		}
		out[l] = root
	}
	return out, nil
}

var defined = regexp.MustCompile(`\{\{-?\s*define\s+"([^"]+)"`)

func parseFile(root *template.Template, folder fs.FS, name string, seen map[string]string) error {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	for _, m := range defined.FindAllStringSubmatch(string(text), -1) {
		if other, twice := seen[m[1]]; twice {
			return fmt.Errorf("template %q stands in %s and in %s", m[1], other, name)
		}
		seen[m[1]] = name
	}
	if _, err := root.New("file:" + name).Parse(string(text)); err != nil {
		return fmt.Errorf("parse %s: %w", name, err)
	}
	return nil
}

// frame is what the page around the page knows.
type frame struct {
	Lang      lang.Lang
	Title     string
	Layout    string
	Menu      []menuLine
	Own       []menuLine // under the person's name
	Name      string     // of the person signed in; empty for nobody
	RoleName  string
	Home      string
	Logout    string
	Toast     string
	Demo      bool
	Logged    bool
	Here      string // this page's address, to come back to after the language switch
	OtherLang lang.Lang
	Scripts   []string
	Body      template.HTML
}

// render draws the page into memory.
func (k *Kit) render(v *Visit, p *Rendered) ([]byte, error) {
	t := k.templates[v.Lang]
	var body bytes.Buffer
	if err := t.ExecuteTemplate(&body, p.name, p.data); err != nil {
		return nil, fmt.Errorf("draw %s: %w", p.name, err)
	}
	f := k.frameOf(v, p)
	f.Body = template.HTML(body.String()) // escaped by its own template
	var page bytes.Buffer
	if err := t.ExecuteTemplate(&page, "frame", f); err != nil {
		return nil, fmt.Errorf("draw frame of %s: %w", p.name, err)
	}
	return page.Bytes(), nil
}

func (k *Kit) frameOf(v *Visit, p *Rendered) frame {
	title := p.title
	if title == "" {
		title = menuKey(v.Request.URL.Path)
	}
	f := frame{
		Lang: v.Lang, Layout: p.layout, Title: v.T(title), Toast: takeToast(v),
		Demo: k.Demo, Logged: v.logged, Here: v.Request.URL.RequestURI(),
		OtherLang: lang.English, Scripts: p.scripts, Logout: k.LogoutPath, Home: "/",
	}
	if v.Posted() {
		f.Here = v.Request.URL.Path
	}
	if v.Lang == lang.English {
		f.OtherLang = lang.Danish
	}
	if v.SignedIn {
		f.Name, f.RoleName = v.Actor.Name, v.T("web.role."+string(v.Actor.Role))
		f.Home = homeOf(v.Actor.Role)
		if f.Menu, f.Own = k.menus(v, p.under); p.layout != "" {
			f.Menu = nil
		}
	}
	return f
}

const toastCookie = "besked"

// setToast keeps the key of the words to show after a redirect. A key holds
// nothing about a family, which a cookie must not.
func setToast(w http.ResponseWriter, key string) {
	http.SetCookie(w, &http.Cookie{
		Name: toastCookie, Value: url.QueryEscape(key), Path: "/", MaxAge: 30,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func takeToast(v *Visit) string {
	c, err := v.Request.Cookie(toastCookie)
	if err != nil || v.Posted() {
		return ""
	}
	key, err := url.QueryUnescape(c.Value)
	if err != nil || !lang.Has(v.Lang, key) {
		return ""
	}
	return v.T(key)
}

// dropToast forgets the words once they have been shown.
func dropToast(v *Visit, w http.ResponseWriter) {
	if _, err := v.Request.Cookie(toastCookie); err == nil {
		http.SetCookie(w, &http.Cookie{Name: toastCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
}

func queryEscape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "%2F", "/") }
