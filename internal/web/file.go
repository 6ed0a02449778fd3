package web

import (
	"io"
	"net/http"
	"strings"

	"samspil/internal/fault"
)

// TakingFile lets the form of a route carry a file of at most that many bytes, its
// other fields included. The file is held in memory and never laid on a disk.
func TakingFile(r Route, most int64) Route {
	r.most = most
	return r
}

// PlayingFilms lets a page play a film or a sound that the person has chosen on the
// own disk. The film stays in the browser; nothing else is let in by it.
func PlayingFilms(r Response) Response {
	const policy = "Content-Security-Policy"
	return &headed{r, func(h http.Header) {
		h.Set(policy, strings.Replace(h.Get(policy), "default-src 'none';", "default-src 'none'; media-src blob:;", 1))
	}}
}

// Upload is the file that was sent under that name with its name on the sender's
// disk; none gives no content and no error. Only a route of TakingFile takes files.
func (v *Visit) Upload(name string) (filename string, content []byte, err error) {
	if v.Request.MultipartForm == nil || len(v.Request.MultipartForm.File[name]) == 0 {
		return "", nil, nil
	}
	head := v.Request.MultipartForm.File[name][0]
	if head.Size == 0 {
		return head.Filename, nil, nil
	}
	f, err := head.Open()
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "web.error.form-unreadable")
	}
	defer f.Close()
	content, err = io.ReadAll(f)
	return head.Filename, content, err
}

// parse reads the fields of a form, and its file where the route takes one.
func parse(r *http.Request, most int64) error {
	if most > 0 && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.ParseMultipartForm(most)
	}
	return r.ParseForm()
}
