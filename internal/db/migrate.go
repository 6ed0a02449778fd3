package db

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var caseMigrations embed.FS

//go:embed keymigrations/*.sql
var keyMigrations embed.FS

// Migrate brings the data up to the newest form. Several instances may start at
// once; each step happens once.
func (d *DB) Migrate(ctx context.Context) error { return d.migrate(ctx, caseMigrations, "migrations") }

// MigrateKeys does the same for a database that holds the key store.
func (d *DB) MigrateKeys(ctx context.Context) error {
	return d.migrate(ctx, keyMigrations, "keymigrations")
}

func (d *DB) migrate(ctx context.Context, files embed.FS, folder string) error {
	set, err := fs.Sub(files, folder)
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if d.postgres {
		dialect, set = goose.DialectPostgres, postgresWords{set}
		if err := d.waitForTurn(ctx); err != nil {
			return err
		}
		defer d.endTurn()
	}
	p, err := goose.NewProvider(dialect, d.write, set)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

// waitForTurn lets one instance migrate at a time; the turn is a table that
// only one can make, given up on after a minute by whoever died holding it.
func (d *DB) waitForTurn(ctx context.Context) error {
	for range 600 {
		if _, err := d.write.ExecContext(ctx, `CREATE TABLE migration_turn (held SMALLINT)`); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("another instance has held the turn to migrate for a minute; if none is running, drop the table migration_turn")
}

func (d *DB) endTurn() {
	// The connection may be gone; the next start says what to do then.
	_, _ = d.write.ExecContext(context.Background(), `DROP TABLE migration_turn`)
}

// postgresWords gives the migrations with the words that PostgreSQL has for the
// same things.
type postgresWords struct{ fs.FS }

func (w postgresWords) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	text = bytes.ReplaceAll(text, []byte(" BLOB"), []byte(" BYTEA"))
	return &wordFile{Reader: bytes.NewReader(text), info: sized{info, int64(len(text))}}, nil
}

// ReadDir lists the migrations.
func (w postgresWords) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(w.FS, name) }

type wordFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f *wordFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *wordFile) Close() error               { return nil }

type sized struct {
	fs.FileInfo
	size int64
}

func (s sized) Size() int64 { return s.size }
