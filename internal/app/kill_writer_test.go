package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/draft"
	"samspil/internal/login"
	"samspil/internal/session"
)

// writer is one person who writes the note of one session over and over, and
// drafts in between, and remembers what was answered with a yes.
type writer struct {
	who     access.Actor
	course  string
	token   login.Token
	session session.Session

	count   int               // of everything tried
	notes   map[string]string // entry id to the text that was acknowledged
	draft   int               // number of the last draft that was acknowledged
	drafted int64             // its version
	drafts  int               // how many were acknowledged
	refused string            // an answer that should not have come
}

// find looks up the planned session of the course and who takes part in it.
func (w *writer) find(t *testing.T, i *installation) {
	t.Helper()
	w.open(t, i, func(ctx context.Context, f *casefile.Reader) error {
		all, err := session.All(ctx, f, session.Period{})
		for _, s := range all {
			if s.Status == session.Planned {
				w.session = s
			}
		}
		return err
	})
	if w.session.ID == "" {
		t.Fatal("the course has no planned session")
	}
	w.notes = map[string]string{}
}

func (w *writer) open(t *testing.T, i *installation, f func(context.Context, *casefile.Reader) error) {
	t.Helper()
	ctx := context.Background()
	err := i.cases.Update(ctx, func(tx *casefile.Tx) error {
		r, err := casefile.OpenRead(ctx, tx, w.who, w.course, access.Purpose{Code: access.Document})
		if err != nil {
			return err
		}
		return f(ctx, r)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// write goes on until the server is gone. begun is called after the first note
// and the first draft have been acknowledged.
func (w *writer) write(ctx context.Context, address string, begun func()) {
	client := &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for n := 0; ; n++ {
		w.count++
		deed := w.writeNote
		if n%3 == 1 {
			deed = w.writeDraft
		}
		if !deed(ctx, client, address) {
			if n < 2 {
				begun() // whoever waits for it shall not wait for ever
			}
			return
		}
		if n == 1 {
			begun()
		}
	}
}

func (w *writer) writeNote(ctx context.Context, client *http.Client, address string) bool {
	id, text := db.NewID(), fmt.Sprintf("Note %d. %s", w.count, strings.Repeat("Vi talte om morgenen. ", 20))
	status, body, ok := w.post(ctx, client, address+"/forloeb/"+w.course+"/aftaler/"+w.session.ID+"/note", url.Values{
		"id": {id}, "version": {strconv.FormatInt(w.session.Version, 10)}, "date": {"2026-09-30"}, "start": {"10:00"}, "end": {"11:30"},
		"staff": {w.who.ID}, "persons": w.session.Persons, "observation": {text}, "direct": {"90"},
	})
	switch {
	case !ok:
		return false
	case status != http.StatusSeeOther:
		w.refused = fmt.Sprintf("note: %d %.2000s", status, body)
		return false
	}
	w.notes[id] = text
	w.session.Version++
	return true
}

func (w *writer) writeDraft(ctx context.Context, client *http.Client, address string) bool {
	status, body, ok := w.post(ctx, client, address+"/kladde/"+w.course, url.Values{
		"_key": {"load:" + w.session.ID}, "_version": {strconv.FormatInt(w.drafted, 10)}, "_tab": {"one"},
		"observation": {strconv.Itoa(w.count)},
	})
	var saved struct{ Version string }
	switch {
	case !ok:
		return false
	case status != http.StatusOK || json.Unmarshal(body, &saved) != nil:
		w.refused = fmt.Sprintf("draft: %d %.300s", status, body)
		return false
	}
	w.draft = w.count
	w.drafts++
	w.drafted, _ = strconv.ParseInt(saved.Version, 10, 64)
	return true
}

// post sends a form; not ok when the server is gone.
func (w *writer) post(ctx context.Context, client *http.Client, to string, form url.Values) (status int, body []byte, ok bool) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil, false
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "samspil", Value: string(w.token)})
	resp, err := client.Do(r)
	if err != nil {
		return 0, nil, false
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	// An answer that was cut off is none, but its first line was a yes already.
	return resp.StatusCode, body, err == nil || resp.StatusCode == http.StatusSeeOther
}

// checkWritten opens the installation again and looks for everything that was
// acknowledged. It returns how much that was.
func checkWritten(t *testing.T, at place, writers []*writer) (notes, drafts int) {
	t.Helper()
	i := openKilled(t, at)
	defer i.close()
	for _, w := range writers {
		for _, lost := range w.lost(t, i) {
			t.Error(lost)
		}
		notes += len(w.notes)
		drafts += w.drafts
	}
	lines, found, err := i.cases.Log.Verify(context.Background(), i.data, i.keys)
	if err != nil || len(found) > 0 || lines == 0 {
		t.Errorf("the audit log has %d lines and these findings: %v, %v", lines, found, err)
	}
	checkLogged(t, i)
	return notes, drafts
}

// lost says what was acknowledged and is not there. What was never answered may
// or may not be; the writer goes on from what there is.
func (w *writer) lost(t *testing.T, i *installation) (lost []string) {
	t.Helper()
	w.open(t, i, func(ctx context.Context, f *casefile.Reader) error {
		entries, err := session.History(ctx, f, w.session.ID)
		if err != nil {
			return err
		}
		there := map[string]string{}
		for _, e := range entries {
			there[e.Session.EntryID] = e.Session.Observation
		}
		for id, text := range w.notes {
			if there[id] != text {
				lost = append(lost, fmt.Sprintf("note %s was acknowledged and is not there as it was written (%d entries are)", id, len(entries)))
			}
		}
		w.session.Version = int64(len(entries))
		d, _, err := draft.Get(ctx, f, draft.Key{Form: "load", Object: w.session.ID})
		if n, _ := strconv.Atoi(d.Fields["observation"]); err == nil && n < w.draft {
			lost = append(lost, fmt.Sprintf("draft %d was acknowledged, and the one kept is %d", w.draft, n))
		}
		w.drafted = d.Version
		return err
	})
	return lost
}

// checkLogged sees that no note is kept without its line in the audit log, and
// that no line speaks of a note that is not kept.
func checkLogged(t *testing.T, i *installation) {
	t.Helper()
	ctx := context.Background()
	digests := map[string][]byte{}
	err := i.data.View(ctx, func(tx *db.Tx) error {
		lines, err := tx.Query(ctx, `SELECT object, digest FROM audit_line WHERE act = 'change' AND kind = 'session_entry'`)
		if err != nil {
			return err
		}
		defer lines.Close()
		for lines.Next() {
			var id string
			var digest []byte
			if err := lines.Scan(&id, &digest); err != nil {
				return err
			}
			digests[id] = digest
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	err = i.data.View(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id, sealed FROM session_entry`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var sealed []byte
			if err := rows.Scan(&id, &sealed); err != nil {
				return err
			}
			if sum := sha256.Sum256(sealed); !bytes.Equal(sum[:], digests[id]) {
				t.Errorf("note %s is not what its line in the audit log says", id)
			}
			delete(digests, id)
		}
		return rows.Err()
	})
	if err != nil || len(digests) > 0 {
		t.Errorf("%d notes in the audit log are not kept, %v", len(digests), err)
	}
}

// control shows that the check finds a note that was acknowledged and is not there.
func control(t *testing.T, at place, writers []*writer) {
	t.Helper()
	i := openKilled(t, at)
	defer i.close()
	w := writers[0]
	w.notes[db.NewID()] = "never written"
	w.draft = w.count + 1
	if lost := w.lost(t, i); len(lost) != 2 {
		t.Errorf("a note and a draft were lost on purpose, and the check found %d", len(lost))
	}
}
