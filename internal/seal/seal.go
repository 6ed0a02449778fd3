// Package seal keeps what families said unreadable to whoever steals a disk.
// Every case has a key of its own. The keys lie in a key store apart from the
// data, wrapped by a key that lies in neither.
package seal

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"gocloud.dev/secrets"

	"samspil/internal/db"
)

// ErrNoKey means that the key store has no key for the case: it was never made,
// or it was destroyed on purpose.
var ErrNoKey = errors.New("the case has no key")

// Key opens what lies under it.
type Key struct{ aead tink.AEAD }

// Seal encrypts plain and binds it to place, so that it opens nowhere else.
func (k *Key) Seal(plain []byte, place string) ([]byte, error) {
	return k.aead.Encrypt(pad(plain), []byte(place))
}

// Open decrypts what Seal made for the same place; an error when a byte or the
// place differs.
func (k *Key) Open(sealed []byte, place string) ([]byte, error) {
	padded, err := k.aead.Decrypt(sealed, []byte(place))
	if err != nil {
		return nil, fmt.Errorf("open a sealed row: %w", err)
	}
	return unpad(padded)
}

// pad hides the length of short texts: a mark and zeros up to a multiple of 64 bytes.
func pad(plain []byte) []byte {
	size := (len(plain)/64 + 1) * 64
	out := make([]byte, size)
	copy(out, plain)
	out[len(plain)] = 0x80
	return out
}

func unpad(padded []byte) ([]byte, error) {
	i := bytes.LastIndexByte(padded, 0x80)
	if i < 0 || len(bytes.Trim(padded[i+1:], "\x00")) > 0 {
		return nil, errors.New("open a sealed row: its end is damaged")
	}
	return padded[:i], nil
}

// Keys is an open key store.
type Keys struct {
	store      *db.DB
	wrapping   tink.AEAD // the newest generation
	generation int64
	secret     []byte // from which the keys of the installation are derived
	own        *Key
	receipts   signer
}

// OpenKeys opens the key store; keeper holds the master key and is asked once.
// An empty store gets its wrapping key now.
func OpenKeys(ctx context.Context, store *db.DB, keeper *secrets.Keeper) (*Keys, error) {
	k := &Keys{store: store, generation: 1}
	var wrapped []byte
	err := store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT generation, wrapped FROM wrapping_key ORDER BY generation DESC LIMIT 1`).Scan(&k.generation, &wrapped)
	})
	if errors.Is(err, sql.ErrNoRows) {
		wrapped, err = k.begin(ctx, keeper)
	}
	if err != nil {
		return nil, fmt.Errorf("open the key store: %w", err)
	}
	plain, err := keeper.Decrypt(ctx, wrapped)
	if err != nil {
		return nil, errors.New("open the key store: the master key does not fit it; give the key that this installation was made with")
	}
	if k.wrapping, err = fromBytes(plain); err != nil {
		return nil, fmt.Errorf("open the key store: %w", err)
	}
	k.secret = plain
	return k, k.ownKey(ctx)
}

func (k *Keys) begin(ctx context.Context, keeper *secrets.Keeper) ([]byte, error) {
	plain, err := newKey()
	if err != nil {
		return nil, err
	}
	wrapped, err := keeper.Encrypt(ctx, plain)
	if err != nil {
		return nil, err
	}
	return wrapped, k.store.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO wrapping_key (generation, wrapped) VALUES ($1, $2)`, k.generation, wrapped)
		return err
	})
}

const installation = "installation"

func (k *Keys) ownKey(ctx context.Context) error {
	own, err := k.CaseKey(ctx, installation)
	if errors.Is(err, ErrNoKey) {
		if err = k.Create(ctx, installation); err == nil {
			own, err = k.CaseKey(ctx, installation)
		}
	}
	k.own = own
	return err
}

// Installation is the key for what belongs to no case: second factors, the
// criteria of searches.
func (k *Keys) Installation() *Key { return k.own }

// Create makes the key of a case. It must be durable before anything is sealed
// under it, so it is made in the key store first; made twice, the first stays.
func (k *Keys) Create(ctx context.Context, caseID string) error {
	return k.CreateMany(ctx, []string{caseID})
}

// CreateMany makes the keys of many cases, durable together: one wait for the
// disk instead of one for each.
func (k *Keys) CreateMany(ctx context.Context, caseIDs []string) error {
	wrapped := make([][]byte, len(caseIDs))
	for i, id := range caseIDs {
		plain, err := newKey()
		if err != nil {
			return err
		}
		if wrapped[i], err = k.wrapping.Encrypt(plain, []byte("case "+id)); err != nil {
			return fmt.Errorf("wrap the key of case %s: %w", id, err)
		}
	}
	return k.store.Update(ctx, func(tx *db.Tx) error {
		for i, id := range caseIDs {
			if _, err := tx.Exec(ctx, `INSERT INTO case_key (case_id, generation, wrapped) VALUES ($1, $2, $3) ON CONFLICT (case_id) DO NOTHING`,
				id, k.generation, wrapped[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// CaseKey unwraps the key of one case; ErrNoKey when there is none. Keys are
// not remembered, so that a destroyed one is gone at once.
func (k *Keys) CaseKey(ctx context.Context, caseID string) (*Key, error) {
	keys, err := k.CaseKeys(ctx, []string{caseID})
	if err != nil {
		return nil, err
	}
	if keys[caseID] == nil {
		return nil, ErrNoKey
	}
	return keys[caseID], nil
}

// CaseKeys unwraps many keys in one question to the store; a case without a key
// is left out.
func (k *Keys) CaseKeys(ctx context.Context, caseIDs []string) (map[string]*Key, error) {
	out := make(map[string]*Key, len(caseIDs))
	for start := 0; start < len(caseIDs); start += 500 {
		if err := k.unwrap(ctx, caseIDs[start:min(start+500, len(caseIDs))], out); err != nil {
			return nil, fmt.Errorf("read case keys: %w", err)
		}
	}
	return out, nil
}

func (k *Keys) unwrap(ctx context.Context, ids []string, out map[string]*Key) error {
	if len(ids) == 0 {
		return nil
	}
	args := make([]any, len(ids))
	places := make([]string, len(ids))
	for i, id := range ids {
		args[i], places[i] = id, fmt.Sprintf("$%d", i+1)
	}
	return k.store.View(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT case_id, wrapped FROM case_key WHERE case_id IN (`+strings.Join(places, ",")+`)`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var wrapped []byte
			if err := rows.Scan(&id, &wrapped); err != nil {
				return err
			}
			plain, err := k.wrapping.Decrypt(wrapped, []byte("case "+id))
			if err != nil {
				return fmt.Errorf("unwrap the key of case %s: %w", id, err)
			}
			opened, err := fromBytes(plain)
			if err != nil {
				return err
			}
			out[id] = &Key{opened}
		}
		return rows.Err()
	})
}

// BlindIndex returns a keyed fingerprint of a value, equal for equal values of
// one domain. Without the key store nobody can try values against it.
func (k *Keys) BlindIndex(domain, value string) string {
	mac := hmac.New(sha256.New, k.derive("blind index "+domain))
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))
}

// ChainKey is the key with which the lines of the audit log are bound together.
func (k *Keys) ChainKey() []byte { return k.derive("audit chain") }

func (k *Keys) derive(purpose string) []byte {
	out, err := hkdf.Key(sha256.New, k.secret, nil, "samspil "+purpose, 32)
	if err != nil {
		panic(err) // only for a length out of range
	}
	return out
}

// Store gives the audit log a place for its checkpoints beside the keys.
func (k *Keys) Store() *db.DB { return k.store }

func newKey() ([]byte, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	var buf bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&buf)); err != nil {
		return nil, fmt.Errorf("write a key: %w", err)
	}
	return buf.Bytes(), nil
}

func fromBytes(plain []byte) (tink.AEAD, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(plain)))
	if err != nil {
		return nil, fmt.Errorf("read a key: %w", err)
	}
	return aead.New(handle)
}
