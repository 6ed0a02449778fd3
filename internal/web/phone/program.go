package phone

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
)

// app is the program of the phone, made by the bundler in the folder client.
//
//go:embed app icon
var app embed.FS

//go:embed shell.html
var shellText string

// program is what a phone fetches to have the program on it: no name, no family, the
// same for everybody.
type program struct {
	files  map[string]file
	shells map[lang.Lang]file
}

// file is one file of the program with the mark by which a browser knows it again.
type file struct {
	mediaType string
	content   []byte
	zipped    []byte // nil where zipping gains nothing
	mark      string // ETag
}

var mediaTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
}

func newFile(mediaType string, content []byte) file {
	sum := sha256.Sum256(content)
	f := file{mediaType: mediaType, content: content, mark: `"` + hex.EncodeToString(sum[:12]) + `"`}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is one of its own
	_, _ = z.Write(content)
	if z.Close() == nil && b.Len() < len(content) {
		f.zipped = b.Bytes()
	}
	return f
}

func newProgram() program {
	p := program{files: map[string]file{}, shells: map[lang.Lang]file{}}
	for _, folder := range []string{"app", "icon"} {
		entries, err := fs.ReadDir(app, folder)
		if err != nil {
			panic(err) // an embedded folder does not fail
		}
		for _, e := range entries {
			content, err := app.ReadFile(path.Join(folder, e.Name()))
			if kind := mediaTypes[path.Ext(e.Name())]; err == nil && kind != "" {
				p.files[e.Name()] = newFile(kind, content)
			}
		}
	}
	shell := template.Must(template.New("shell").Parse(shellText))
	for _, l := range lang.All {
		var b bytes.Buffer
		words := shellWords{Lang: string(l), Title: lang.T(l, "phone.shell.title", nil), NoScript: lang.T(l, "phone.shell.noscript", nil),
			Waits: lang.T(l, "phone.shell.waits", nil)}
		if err := shell.Execute(&b, words); err != nil {
			panic(err) // the template is part of the program
		}
		p.shells[l] = newFile("text/html; charset=utf-8", b.Bytes())
	}
	p.files["manifest.webmanifest"] = newFile(mediaTypes[".webmanifest"], manifestFor(lang.Danish))
	p.files["manifest.en.webmanifest"] = newFile(mediaTypes[".webmanifest"], manifestFor(lang.English))
	return p
}

type shellWords struct{ Lang, Title, NoScript, Waits string }

// manifest is what makes the program one that can be installed.
type manifest struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	ShortName   string `json:"short_name"`
	Lang        string `json:"lang"`
	StartURL    string `json:"start_url"`
	Scope       string `json:"scope"`
	Display     string `json:"display"`
	Orientation string `json:"orientation"`
	Theme       string `json:"theme_color"`
	Background  string `json:"background_color"`
	Icons       []icon `json:"icons"`
}

type icon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

func manifestFor(l lang.Lang) []byte {
	text, err := json.MarshalIndent(manifest{
		ID: "/telefon", Name: lang.T(l, "phone.shell.title", nil), ShortName: lang.T(l, "phone.shell.short", nil), Lang: string(l),
		StartURL: "/telefon", Scope: "/telefon", Display: "standalone", Orientation: "portrait", Theme: "#0e1518", Background: "#0e1518",
		Icons: []icon{
			{"/telefon/icon-192.png", "192x192", "image/png", "any"},
			{"/telefon/icon-512.png", "512x512", "image/png", "any"},
			{"/telefon/icon-512.png", "512x512", "image/png", "maskable"},
		},
	}, "", "  ")
	if err != nil {
		panic(err) // a struct of texts
	}
	return text
}

// shell is the page that the program runs in, in the language of the visitor.
func (p program) shell(v *web.Visit) (web.Response, error) {
	return p.shells[spoken(v)].answer(v), nil
}

// spoken is the language that was chosen here, else English where the browser plainly
// asks for it, else Danish.
func spoken(v *web.Visit) lang.Lang {
	if _, err := v.Request.Cookie("sprog"); err == nil {
		return v.Lang
	}
	if strings.HasPrefix(strings.ToLower(v.Request.Header.Get("Accept-Language")), "en") {
		return lang.English
	}
	return lang.Danish
}

func (p program) file(v *web.Visit) (web.Response, error) {
	name := v.Param("file")
	f, ok := p.files[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "web.error.not-here")
	}
	answer := f.answer(v)
	if name == "sw.js" {
		answer = web.WithHeader(answer, "Service-Worker-Allowed", "/telefon")
	}
	return answer, nil
}

// answer gives the file, or says that the browser's own is still the one. A browser
// asks each time, so that an update comes whole.
func (f file) answer(v *web.Visit) web.Response {
	var r web.Response
	switch {
	case v.Request.Header.Get("If-None-Match") == f.mark:
		r = web.NotModified()
	case f.zipped != nil && strings.Contains(v.Request.Header.Get("Accept-Encoding"), "gzip"):
		r = web.WithHeader(web.File("", f.mediaType, f.zipped), "Content-Encoding", "gzip")
	default:
		r = web.File("", f.mediaType, f.content)
	}
	r = web.WithHeader(r, "Vary", "Accept-Encoding, Accept-Language, Cookie")
	return web.WithHeader(web.WithHeader(r, "ETag", f.mark), "Cache-Control", "no-cache")
}
