package app

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/login"
)

// undoer stands beside a site's database, sees what every deed changes in it,
// and puts it back as it was.
type undoer struct {
	raw    *sql.DB // one connection, past the site
	tables []string
	folder string
	base   string // file that the database is a copy of at the moment
	kept   int
}

// apart are the tables that may change when a deed is refused: the log, what is
// being written, put-off work, and who is logged in.
var apart = []string{"draft", "job", "login_session", "login_attempt", "lock_row"}

func inLog(table string) bool {
	return strings.HasPrefix(table, "audit_") || strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "sqlite_")
}

// watch begins to note what is changed in the database of a file.
func watch(t *testing.T, file string) *undoer {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(20000)&_pragma=synchronous(OFF)&_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	raw.SetMaxOpenConns(1)
	u := &undoer{raw: raw, folder: filepath.Dir(file)}
	u.must(t, `CREATE TABLE IF NOT EXISTS changed (at TEXT, how TEXT)`)
	u.must(t, `CREATE TABLE IF NOT EXISTS watching (yes INTEGER)`)
	u.must(t, `INSERT INTO watching SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM watching)`)
	rows, err := raw.Query(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if name != "changed" && name != "watching" && !inLog(name) {
			u.tables = append(u.tables, name)
		}
	}
	rows.Close()
	for _, table := range u.tables {
		for _, how := range []string{"INSERT", "UPDATE", "DELETE"} {
			u.must(t, fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS note_%[1]s_%[2]s AFTER %[2]s ON %[1]s WHEN (SELECT yes FROM watching) BEGIN INSERT INTO changed VALUES ('%[1]s', '%[2]s'); END`, table, how))
		}
	}
	return u
}

func (u *undoer) must(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := u.raw.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// changes are the rows a deed added, changed and took away, by table.
type changes map[string]map[string]int

// counted leaves out the tables that may change at any time.
func (c changes) counted() changes {
	d := maps.Clone(c)
	for _, name := range apart {
		delete(d, name)
	}
	return d
}

// added is how many rows there are more than before.
func (c changes) added() (n int) {
	for _, how := range c {
		n += how["INSERT"] - how["DELETE"]
	}
	return n
}

func (c changes) String() string {
	var all []string
	for _, table := range slices.Sorted(maps.Keys(c)) {
		for _, how := range slices.Sorted(maps.Keys(c[table])) {
			all = append(all, fmt.Sprintf("%s %s ×%d", how, table, c[table][how]))
		}
	}
	return strings.Join(all, ", ")
}

// changed is what has changed since the database was put back.
func (u *undoer) changed(t *testing.T) changes {
	t.Helper()
	rows, err := u.raw.Query(`SELECT at, how, count(*) FROM changed GROUP BY at, how`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := changes{}
	for rows.Next() {
		var table, how string
		var n int
		if err := rows.Scan(&table, &how, &n); err != nil {
			t.Fatal(err)
		}
		if found[table] == nil {
			found[table] = map[string]int{}
		}
		found[table][how] = n
	}
	return found
}

// undo puts back what has changed; the log goes on.
func (u *undoer) undo(t *testing.T) {
	t.Helper()
	if have := u.changed(t); len(have) > 0 {
		u.copyBack(t, slices.Sorted(maps.Keys(have)))
	}
}

// stand makes the database a copy of the file.
func (u *undoer) stand(t *testing.T, file string) {
	t.Helper()
	if u.base == file {
		u.undo(t)
		return
	}
	if u.base != "" {
		u.must(t, `DETACH DATABASE kept`)
	}
	u.must(t, `ATTACH DATABASE $1 AS kept`, file)
	u.base = file
	u.copyBack(t, u.tables)
}

func (u *undoer) copyBack(t *testing.T, tables []string) {
	t.Helper()
	u.must(t, `BEGIN IMMEDIATE`)
	u.must(t, `UPDATE main.watching SET yes = 0`)
	for _, table := range tables {
		u.must(t, `DELETE FROM main.`+table)
		u.must(t, `INSERT INTO main.`+table+` SELECT * FROM kept.`+table)
	}
	u.must(t, `DELETE FROM main.changed`)
	u.must(t, `UPDATE main.watching SET yes = 1`)
	u.must(t, `COMMIT`)
}

// keep writes the database as it stands to a new file.
func (u *undoer) keep(t *testing.T) string {
	t.Helper()
	u.kept++
	file := filepath.Join(u.folder, fmt.Sprintf("kept-%d.db", u.kept))
	u.must(t, `VACUUM INTO $1`, file)
	return file
}

// twin is a site of its own on a copy of the file, with the keys of the first.
func twin(t *testing.T, of *station, file string) (*station, *undoer) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "samspil.db")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := db.Open(context.Background(), db.Config{File: copied})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	clock := &ticking{at: of.clock.now()}
	i := &installation{data: data, keyStore: of.keyStore, keys: of.keys}
	i.cases, i.gate = casefile.NewStore(data, i.keys, clock.now), login.NewGate(data, i.keys, clock.now)
	i.gate.Wait = of.gate.Wait
	s := newStation(t, i, clock)
	s.cookies = maps.Clone(of.cookies)
	return s, watch(t, copied)
}
