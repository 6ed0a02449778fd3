package db

import "sync"

// memos hold, while the database is open, what was made from rows.
type memos struct {
	mu   sync.Mutex
	kept map[string]memo
}

type memo struct {
	stamp string
	value any
}

// Memo returns what from made when the rows had this stamp, and makes it now
// where they have another. A stamp must be unlike every stamp before it, those of
// transactions that were undone too (NewID is). The value is shared: nobody may
// change it. It is for what is not about a family.
func Memo[T any](t *Tx, name, stamp string, from func() (T, error)) (T, error) {
	m := &t.db.memos
	m.mu.Lock()
	have, ok := m.kept[name]
	m.mu.Unlock()
	if value, fits := have.value.(T); ok && fits && have.stamp == stamp {
		return value, nil
	}
	value, err := from()
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]memo{}
	}
	m.kept[name] = memo{stamp, value}
	return value, nil
}
