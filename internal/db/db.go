// Package db is the one handle on the database, the same for SQLite and for
// PostgreSQL: transactions, migrations, and the writing of times and ids. What
// it says is stored is on the disk.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the embedded database
)

// DB is an open database. It is safe for use by many at once.
type DB struct {
	write    *sql.DB // SQLite: one connection, so that writers queue in order
	read     *sql.DB
	postgres bool
	memos    memos
}

// Config says where the database is.
type Config struct {
	URL  string // PostgreSQL address; empty for the embedded database
	File string // file of the embedded database; its folder is made when missing
}

// Open opens the database and refuses one whose settings could lose what was
// acknowledged. It does not migrate; see Migrate.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.URL != "" {
		return openPostgres(ctx, c.URL)
	}
	return openSQLite(ctx, c.File)
}

// The settings that durability rests on: with synchronous NORMAL an
// acknowledged row was seen lost in more than a third of simulated power cuts.
const sqliteSettings = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(ON)&_pragma=secure_delete(ON)&_pragma=trusted_schema(OFF)&_pragma=cell_size_check(ON)" +
	"&_pragma=cache_size(-16000)&_pragma=temp_store(MEMORY)"

func openSQLite(ctx context.Context, file string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	write, err := rememberSQLite("file:" + file + sqliteSettings + "&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	write.SetMaxOpenConns(1)
	d := &DB{write: write}
	if err := d.checkSQLite(ctx); err != nil {
		write.Close()
		return nil, err
	}
	d.read, err = rememberSQLite("file:" + file + sqliteSettings + "&_pragma=query_only(ON)")
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("open the database for reading: %w", err)
	}
	d.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	return d, nil
}

func (d *DB) checkSQLite(ctx context.Context) error {
	var journal string
	var synchronous int
	if err := d.write.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&journal); err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	if err := d.write.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&synchronous); err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	if journal != "wal" || synchronous != 2 {
		return fmt.Errorf("the database would not keep what it acknowledges (journal %s, synchronous %d); it needs WAL and FULL", journal, synchronous)
	}
	return nil
}

func openPostgres(ctx context.Context, url string) (*DB, error) {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(16)
	d := &DB{write: pool, read: pool, postgres: true}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := pool.QueryRowContext(ctx, "SHOW "+name).Scan(&value); err != nil {
			pool.Close()
			return nil, fmt.Errorf("read the database's settings: %w", err)
		}
		if value == "off" {
			pool.Close()
			return nil, fmt.Errorf("the database would not keep what it acknowledges: %s is off", name)
		}
	}
	return d, nil
}

// Close closes the database after the last transaction.
func (d *DB) Close() error {
	if d.read != d.write {
		d.read.Close()
	}
	return d.write.Close()
}

// Postgres reports whether the database is PostgreSQL; only this package and
// its tests may treat the two differently.
func (d *DB) Postgres() bool { return d.postgres }

// NewID returns a new id (UUID version 7): unique without asking anybody.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// IsID reports whether s has the form of an id made by NewID.
func IsID(s string) bool {
	return len(s) == 36 && uuid.Validate(s) == nil && strings.ToLower(s) == s
}

// Micros returns t as stored: microseconds since 1970, 0 for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time returns the instant stored as microseconds; the zero time for 0.
func Time(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us)
}
