package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is a transaction. Everything in it happens, or nothing.
type Tx struct {
	tx      *sql.Tx
	db      *DB
	atEnd   []func(context.Context) error
	Request string // id of the request it serves, for the audit log; may be empty
}

// Update runs f in a transaction that may write, and commits. f may be run
// again from the start when the database asks for it, so it must not act on
// anything but the transaction. When Update returns nil, what f wrote is durable.
func (d *DB) Update(ctx context.Context, f func(*Tx) error) error {
	const tries = 5
	for try := 1; ; try++ {
		err := d.run(ctx, d.write, nil, f)
		if err == nil || try == tries || !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * 5 * time.Millisecond):
		}
	}
}

// View runs f in a transaction that can only read.
func (d *DB) View(ctx context.Context, f func(*Tx) error) error {
	return d.run(ctx, d.read, &sql.TxOptions{ReadOnly: true}, f)
}

func (d *DB) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, f func(*Tx) error) error {
	raw, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer raw.Rollback() // nothing to do after a commit
	tx := &Tx{tx: raw, db: d}
	if err := f(tx); err != nil {
		return err
	}
	for i := 0; i < len(tx.atEnd); i++ {
		if err := tx.atEnd[i](ctx); err != nil {
			return err
		}
	}
	if err := raw.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// again reports whether PostgreSQL asks for the transaction to be run anew
// (serialization failure, deadlock).
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// AtEnd has f run as the last thing before the commit; when f fails, nothing of
// the transaction happens. What is put off like this holds its locks shortest.
func (t *Tx) AtEnd(f func(context.Context) error) { t.atEnd = append(t.atEnd, f) }

// Exec runs a statement and returns how many rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query runs a statement that returns rows; the caller closes them before the
// next statement of this transaction.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, query, args...)
}

// QueryRow runs a statement that returns one row.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(ctx, query, args...)
}

// Lock holds the named row of table "lock_row" until the commit, so that what
// must happen one after the other does. SQLite has one writer anyway.
func (t *Tx) Lock(ctx context.Context, name string) error {
	if !t.db.postgres {
		return nil
	}
	var got string
	return t.tx.QueryRowContext(ctx, `SELECT name FROM lock_row WHERE name = $1 FOR UPDATE`, name).Scan(&got)
}

// SkipLocked is the end of a SELECT that takes free rows of a queue on
// PostgreSQL; empty on SQLite, which has one writer.
func (t *Tx) SkipLocked() string {
	if t.db.postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// Scan reads all rows of a query with one function and closes them.
func Scan[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
