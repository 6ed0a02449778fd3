// Package web is the frame around every page: it asks who you are and whether
// you may, opens the family's case file through its one door, writes the reason
// in the audit log, and only when everything has been kept safely does it draw
// the page. It also holds the look: the style sheet, the form fields, the status
// tags and the panel that says what to do next. The pages themselves are in the
// areas below this folder.
package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/lang"
)

// Config is what the kit is made of.
type Config struct {
	Cases *casefile.Store
	Clock clock.Clock
	// Who says which person has sent the request; false when nobody is signed in.
	Who func(*http.Request) (access.Actor, bool)
	// Phone says which unlocked phone has sent the request, and whose it is; or why it
	// is none: ErrPhoneLocked, or Denied with what became of the phone. It looks at the phone's own cookie and at nothing else. Where
	// it is nil no phone gets in.
	Phone func(*http.Request) (owner access.Actor, deviceID string, err error)
	// LoginPath is where people who are not signed in are sent, "/log-ind".
	LoginPath string
	// LogoutPath receives the POST of the log-out button, "/log-ud".
	LogoutPath string
	// Counts gives the numbers in the menu by path ("/tilbagemeldinger"), each
	// counting only what the person must act on. It may be nil.
	Counts func(ctx context.Context, actor access.Actor) (map[string]int, error)
	// Templates are the areas' embedded folders, each with its *.html.
	Templates []fs.FS
	// Demo says at the foot of every page that all people are invented.
	Demo bool
	Log  *slog.Logger
}

// Kit holds what all pages share.
type Kit struct {
	Config
	templates map[lang.Lang]*template.Template
	assets    *assets
	menu      []menuItem // those that have a route
	own       []menuItem // those under the person's name
	reasons   *reasons
}

// NewKit reads the templates and static files; a broken template is an error here.
func NewKit(c Config) (*Kit, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.LoginPath == "" {
		c.LoginPath = "/log-ind"
	}
	if c.LogoutPath == "" {
		c.LogoutPath = "/log-ud"
	}
	k := &Kit{Config: c, assets: newAssets(), reasons: newReasons()}
	var err error
	if k.templates, err = compile(k, append([]fs.FS{templateFiles}, c.Templates...)); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *Kit) now() time.Time {
	if k.Clock == nil {
		return clock.System()
	}
	return k.Clock()
}

// Handler serves the routes and the kit's own. A route without a right is an error.
func (k *Kit) Handler(routes []Route) (http.Handler, error) {
	mux := http.NewServeMux()
	all := append(k.ownRoutes(), routes...)
	for _, r := range all {
		if !r.Right.Given() || r.answer == nil {
			return nil, fmt.Errorf("route %q names no right", r.Pattern)
		}
		mux.Handle(r.Pattern, k.serve(r))
	}
	mux.HandleFunc("GET /static/", k.assets.serve)
	mux.Handle("/", k.serve(Route{Pattern: "/", Right: Right{Public: true}, answer: nothingHere}))
	k.menu, k.own = menuFor(all, menuOrder), menuFor(all, ownOrder)
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(k.serve(Route{Pattern: "cross-origin", Right: Right{Public: true}, answer: foreignForm}))
	return secured(guard.Handler(mux)), nil
}

// inTransaction runs do in one transaction. Where the response is a refusal the
// changes are rolled back, but a case that was opened stays written in the log.
func (k *Kit) inTransaction(v *Visit, do func(*casefile.Tx) (Response, error)) (Response, error) {
	var resp Response
	err := k.Cases.UpdateFor(v.Context(), v.Reference, func(tx *casefile.Tx) (err error) {
		if resp, err = do(tx); err != nil {
			return err
		}
		if resp == nil {
			return errNoResponse
		}
		if !resp.keeps() {
			return errNotKept
		}
		return nil
	})
	switch {
	case errors.Is(err, errNotKept):
		if err := k.logOpening(v); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	}
	return resp, nil
}

var (
	errNotKept    = errors.New("nothing is kept")
	errNoResponse = errors.New("handler gave no response")
)

// logOpening writes the line of the audit log that was rolled back together with
// a refused change: the page that is shown again holds what the case file says.
func (k *Kit) logOpening(v *Visit) error {
	if !v.right.opens {
		return nil
	}
	return k.Cases.UpdateFor(v.Context(), v.Reference, func(tx *casefile.Tx) error {
		_, err := casefile.OpenRead(v.Context(), tx, v.Actor, v.CourseID(), k.purpose(v))
		return err
	})
}

func (k *Kit) readCase(v *Visit, tx *casefile.Tx, r Right, h func(*Visit, *casefile.Reader) (Response, error)) (Response, error) {
	f, err := casefile.OpenRead(v.Context(), tx, v.Actor, v.CourseID(), k.purpose(v))
	if err != nil {
		return nil, fmt.Errorf("open case %s: %w", v.CourseID(), err)
	}
	if err := f.Need(r.Kind, r.Mode); err != nil {
		return k.askReason(v, f.AsksReason(r.Kind), err)
	}
	v.logged = true
	return h(v, f)
}

func (k *Kit) writeCase(v *Visit, tx *casefile.Tx, r Right, h func(*Visit, *casefile.Writer) (Response, error)) (Response, error) {
	f, err := casefile.OpenWrite(v.Context(), tx, v.Actor, v.CourseID(), k.purpose(v))
	if err != nil {
		return nil, fmt.Errorf("open case %s: %w", v.CourseID(), err)
	}
	if err := f.Need(r.Kind, r.Mode); err != nil {
		return k.askReason(v, f.AsksReason(r.Kind), err)
	}
	v.logged = true
	return h(v, f)
}

func (k *Kit) purpose(v *Visit) access.Purpose {
	return access.Purpose{Code: v.right.Purpose, Reason: k.reasons.given(v, k.now())}
}
