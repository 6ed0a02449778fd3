package seal

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"samspil/internal/db"
)

// signer is the installation's receipt key, read once.
type signer struct {
	mu      sync.Mutex
	id      string
	public  []byte
	private *ecdsa.PrivateKey
}

const receiptPlace = "receipt key"

// ReceiptKey returns the key by which phones know receipts of this installation: its
// id and the public half, an uncompressed point of P-256 of 65 bytes. It is made once
// and never replaced, since each phone keeps it from the day it was made known.
func (k *Keys) ReceiptKey(ctx context.Context) (id string, public []byte, err error) {
	s, err := k.signer(ctx)
	if err != nil {
		return "", nil, err
	}
	return s.id, s.public, nil
}

// Sign signs a message with the receipt key: ECDSA on P-256 over SHA-256, r and s in
// 64 bytes. Signing the same twice gives two signatures, both good.
func (k *Keys) Sign(ctx context.Context, message []byte) (sign []byte, keyID string, err error) {
	s, err := k.signer(ctx)
	if err != nil {
		return nil, "", err
	}
	digest := sha256.Sum256(message)
	r, t, err := ecdsa.Sign(rand.Reader, s.private, digest[:])
	if err != nil {
		return nil, "", fmt.Errorf("sign: %w", err)
	}
	sign = make([]byte, 64)
	r.FillBytes(sign[:32])
	t.FillBytes(sign[32:])
	return sign, s.id, nil
}

// signer reads the receipt key, or makes it.
func (k *Keys) signer(ctx context.Context) (*signer, error) {
	k.receipts.mu.Lock()
	defer k.receipts.mu.Unlock()
	if k.receipts.private != nil {
		return &k.receipts, nil
	}
	wrapped, err := k.readReceiptKey(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		if err = k.makeReceiptKey(ctx); err == nil {
			wrapped, err = k.readReceiptKey(ctx)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read the receipt key: %w", err)
	}
	plain, err := k.wrapping.Decrypt(wrapped, []byte(receiptPlace))
	if err != nil {
		return nil, fmt.Errorf("unwrap the receipt key: %w", err)
	}
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), plain)
	if err != nil {
		return nil, fmt.Errorf("read the receipt key: %w", err)
	}
	k.receipts.private = private
	return &k.receipts, nil
}

func (k *Keys) readReceiptKey(ctx context.Context) (wrapped []byte, err error) {
	err = k.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, `SELECT id, public, wrapped FROM receipt_key WHERE name = $1`, installation).Scan(&k.receipts.id, &k.receipts.public, &wrapped)
	})
	return wrapped, err
}

func (k *Keys) makeReceiptKey(ctx context.Context) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	plain, err := private.Bytes()
	if err != nil {
		return err
	}
	public, err := private.PublicKey.Bytes()
	if err != nil {
		return err
	}
	wrapped, err := k.wrapping.Encrypt(plain, []byte(receiptPlace))
	if err != nil {
		return err
	}
	return k.store.Update(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO receipt_key (name, id, generation, public, wrapped) VALUES ($1,$2,$3,$4,$5) ON CONFLICT (name) DO NOTHING`,
			installation, db.NewID(), k.generation, public, wrapped)
		return err
	})
}
