package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// assets serves the embedded static folder under an address that holds the hash
// of its whole content, so that browsers may keep it for ever.
type assets struct {
	hash  string
	files map[string]asset
}

type asset struct {
	mediaType string
	plain     []byte
	zipped    []byte // nil where zipping gains nothing
}

func newAssets() *assets {
	a := &assets{files: map[string]asset{}}
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(content)
		a.files[strings.TrimPrefix(name, "static/")] = newAsset(name, content)
		return nil
	})
	if err != nil {
		panic(err) // an embedded file system does not fail
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:12]
	return a
}

func newAsset(name string, content []byte) asset {
	a := asset{mediaType: mime.TypeByExtension(path.Ext(name)), plain: content}
	switch path.Ext(name) {
	case ".css", ".js", ".svg", ".webmanifest":
	default:
		return a
	}
	if a.mediaType == "" || path.Ext(name) == ".webmanifest" {
		a.mediaType = "application/manifest+json"
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(content)
	_ = z.Close()
	if b.Len() < len(content) {
		a.zipped = b.Bytes()
	}
	return a
}

// url is the address of a static file.
func (a *assets) url(name string) string { return "/static/" + a.hash + "/" + name }

// serve answers GET /static/<hash>/<name>. An old hash gets today's file, not
// kept, so that a page opened before an update still looks right.
func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	f, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	if hash == a.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", f.mediaType)
	h.Set("Vary", "Accept-Encoding")
	if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(f.zipped)
		return
	}
	_, _ = w.Write(f.plain)
}
