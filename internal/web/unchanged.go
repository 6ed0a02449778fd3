package web

import "net/http"

// NotModified answers that what the browser has is still the one: 304, with the
// headers that are set on it and no content.
func NotModified() Response { return unchanged{} }

type unchanged struct{}

func (unchanged) keeps() bool { return true }

func (unchanged) write(_ *Kit, _ *Visit, w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNotModified)
	return nil
}
