package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
)

// mostStatements is how many read statements a connection remembers.
const mostStatements = 400

// rememberSQLite opens a pool whose connections read each SQL text once. SQLite
// takes longer to read most of our statements than to run them; PostgreSQL's
// driver remembers by itself.
func rememberSQLite(address string) (*sql.DB, error) {
	plain, err := sql.Open("sqlite", address)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return sql.OpenDB(connector{plain.Driver(), address}), nil
}

// connector opens connections that remember.
type connector struct {
	driver  driver.Driver
	address string
}

// Connect opens one connection.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.address)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(plainConn)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver lacks what is needed of it"), conn.Close())
	}
	return &rememberConn{plainConn: full, known: map[string]*statement{}}, nil
}

// Driver is SQLite's.
func (c connector) Driver() driver.Driver { return c.driver }

// plainConn is what a connection of the SQLite driver can do.
type plainConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// rememberConn is a connection with the statements it has read. Like every
// connection it is used by one at a time.
type rememberConn struct {
	plainConn
	known map[string]*statement
}

// statement is a read statement; while its rows are open nobody else may use it.
type statement struct {
	driver.Stmt
	busy bool
}

// ExecContext runs a statement that returns no rows.
func (c *rememberConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if s := c.statement(ctx, query, args); s != nil {
		if run, ok := s.Stmt.(driver.StmtExecContext); ok {
			return run.ExecContext(ctx, args)
		}
	}
	return c.plainConn.ExecContext(ctx, query, args)
}

// QueryContext runs a statement that returns rows.
func (c *rememberConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := c.statement(ctx, query, args)
	if s == nil {
		return c.plainConn.QueryContext(ctx, query, args)
	}
	run, ok := s.Stmt.(driver.StmtQueryContext)
	if !ok {
		return c.plainConn.QueryContext(ctx, query, args)
	}
	rows, err := run.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &rememberRows{rows, s}, nil
}

// statement is the text as it was read; nil for what is not worth remembering,
// is under way already, or cannot be read: then it is run as it stands.
func (c *rememberConn) statement(ctx context.Context, query string, args []driver.NamedValue) *statement {
	if s := c.known[query]; s != nil {
		if s.busy {
			return nil
		}
		return s
	}
	if !worthKnowing(query) {
		return nil
	}
	if len(c.known) >= mostStatements {
		c.forget()
	}
	read, err := c.plainConn.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	if n := read.NumInput(); n >= 0 && n > len(args) {
		_ = read.Close()
		return nil
	}
	s := &statement{Stmt: read}
	c.known[query] = s
	return s
}

// worthKnowing reports whether a text is asked again and again.
func worthKnowing(query string) bool {
	for _, verb := range []string{"SELECT", "INSERT", "UPDATE", "DELETE"} {
		if strings.HasPrefix(query, verb) {
			return true
		}
	}
	return false
}

// forget drops the statements nobody is using.
func (c *rememberConn) forget() {
	for query, s := range c.known {
		if !s.busy {
			_ = s.Close() // it holds nothing but memory
			delete(c.known, query)
		}
	}
}

// Close closes the statements and the connection.
func (c *rememberConn) Close() error {
	for _, s := range c.known {
		_ = s.Close()
	}
	c.known = map[string]*statement{}
	return c.plainConn.Close()
}

// rememberRows gives the statement back when the rows have been read.
type rememberRows struct {
	driver.Rows
	statement *statement
}

// Close ends the reading.
func (r *rememberRows) Close() error {
	r.statement.busy = false
	return r.Rows.Close()
}
