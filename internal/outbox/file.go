package outbox

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/device"
	"samspil/internal/fault"
	"samspil/internal/wire"
)

// mostUnclaimed is how many pictures of a phone may lie here that no entry names yet.
const mostUnclaimed = 40

// Piece is a piece of a picture's ciphertext.
type Piece struct {
	Digest []byte // SHA-256 of the whole
	Size   int    // of the whole, in bytes
	Offset int    // where the piece belongs
	Bytes  []byte
}

func (p Piece) check() error {
	switch {
	case len(p.Digest) != sha256.Size || p.Offset < 0 || p.Offset+len(p.Bytes) > p.Size || len(p.Bytes) == 0:
		return fault.New(fault.Invalid, "outbox.file.form")
	case p.Size > wire.MostFile || len(p.Bytes) > wire.Piece:
		return fault.New(fault.Invalid, "outbox.file.large", fault.Args{"max": wire.MostFile >> 20})
	}
	return nil
}

// PutPiece takes a piece of a picture and returns how much of it is here: the phone
// goes on from there. What is here already stays, so that a piece which comes twice
// changes nothing, and the same picture sent again is whole at once. A piece too far
// ahead changes nothing either. A picture whose bytes are not those of its name when
// it is whole is thrown away and begun anew: Invalid.
func PutPiece(ctx context.Context, store *casefile.Store, d device.Device, p Piece) (have int, err error) {
	if err := p.check(); err != nil {
		return 0, err
	}
	damaged := false
	err = store.Update(ctx, func(tx *casefile.Tx) (err error) {
		have, damaged = 0, false
		size, whole, err := file(ctx, tx, d, p)
		if err != nil || whole {
			have = size
			return err
		}
		if have, err = received(ctx, tx, d.ID, p.Digest); err != nil {
			return err
		}
		if size != p.Size {
			return fault.New(fault.Invalid, "outbox.file.form")
		}
		if p.Offset != have {
			return nil
		}
		if have, damaged, err = put(ctx, tx, d.ID, p); err != nil {
			return fmt.Errorf("store a piece of a picture of phone %s: %w", d.ID, err)
		}
		return nil
	})
	if err == nil && damaged {
		return 0, fault.New(fault.Invalid, "outbox.file.damaged")
	}
	return have, err
}

// file begins a picture, or finds it, and holds its row until the commit.
func file(ctx context.Context, tx *casefile.Tx, d device.Device, p Piece) (size int, whole bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE outbox_file SET begun_at = begun_at WHERE device_id = $1 AND digest = $2`, d.ID, p.Digest)
	if err == nil && n == 0 {
		open := 0
		err = tx.QueryRow(ctx, `SELECT COUNT(*) FROM outbox_file WHERE device_id = $1 AND claimed = 0`, d.ID).Scan(&open)
		if err == nil && open >= mostUnclaimed {
			return 0, false, fault.New(fault.Unavailable, "outbox.file.full")
		}
		if err == nil {
			_, err = tx.Exec(ctx, `INSERT INTO outbox_file (device_id, digest, size, have, whole, claimed, begun_at) VALUES ($1, $2, $3, 0, 0, 0, $4)
				ON CONFLICT (device_id, digest) DO UPDATE SET begun_at = outbox_file.begun_at`, d.ID, p.Digest, p.Size, db.Micros(tx.Now()))
		}
	}
	done := 0
	if err == nil {
		err = tx.QueryRow(ctx, `SELECT size, whole FROM outbox_file WHERE device_id = $1 AND digest = $2`, d.ID, p.Digest).Scan(&size, &done)
	}
	if err != nil {
		return 0, false, fmt.Errorf("begin a picture of phone %s: %w", d.ID, err)
	}
	return size, done == 1, nil
}

func received(ctx context.Context, tx *casefile.Tx, deviceID string, digest []byte) (have int, err error) {
	err = tx.QueryRow(ctx, `SELECT have FROM outbox_file WHERE device_id = $1 AND digest = $2`, deviceID, digest).Scan(&have)
	return have, err
}

// put stores the next piece, and looks at the whole when it is the last.
func put(ctx context.Context, tx *casefile.Tx, deviceID string, p Piece) (have int, damaged bool, err error) {
	_, err = tx.Exec(ctx, `INSERT INTO outbox_piece (device_id, digest, at, bytes) VALUES ($1, $2, $3, $4)`, deviceID, p.Digest, p.Offset, p.Bytes)
	if err != nil {
		return 0, false, err
	}
	have = p.Offset + len(p.Bytes)
	whole := 0
	if have == p.Size {
		all, err := pieces(ctx, tx.Tx, deviceID, p.Digest)
		if err != nil {
			return 0, false, err
		}
		if sum := sha256.Sum256(all); !bytes.Equal(sum[:], p.Digest) {
			_, err := tx.Exec(ctx, `DELETE FROM outbox_piece WHERE device_id = $1 AND digest = $2`, deviceID, p.Digest)
			if err != nil {
				return 0, false, err
			}
			have, damaged = 0, true
		} else {
			whole = 1
		}
	}
	_, err = tx.Exec(ctx, `UPDATE outbox_file SET have = $3, whole = $4 WHERE device_id = $1 AND digest = $2`, deviceID, p.Digest, have, whole)
	return have, damaged, err
}

func pieces(ctx context.Context, tx *db.Tx, deviceID string, digest []byte) ([]byte, error) {
	rows, err := tx.Query(ctx, `SELECT bytes FROM outbox_piece WHERE device_id = $1 AND digest = $2 ORDER BY at`, deviceID, digest)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (b []byte, err error) {
		err = rows.Scan(&b)
		return b, err
	})
	return bytes.Join(all, nil), err
}

// claim notes that an entry names a picture, whether its pieces have come or not.
func claim(ctx context.Context, f *casefile.Writer, w *row) error {
	if w.kind != wire.KindFile {
		return nil
	}
	p, err := picture(w.payload)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO outbox_file (device_id, digest, size, have, whole, claimed, begun_at) VALUES ($1, $2, $3, 0, 0, 1, $4)
		ON CONFLICT (device_id, digest) DO UPDATE SET claimed = 1`, w.device, []byte(p.Digest), p.Size, db.Micros(f.Now()))
	if err != nil {
		return fmt.Errorf("claim a picture of entry %s: %w", w.entryID, err)
	}
	return nil
}

// picture reads what an entry says of its picture.
func picture(payload []byte) (wire.Picture, error) {
	writing, err := wire.ReadWriting(payload)
	if err != nil {
		return wire.Picture{}, err
	}
	p := writing.Picture
	if p == nil || len(p.Digest) != sha256.Size || len(p.Key) != 32 || p.Size < 1 || p.Size > wire.MostFile || p.Type != "image/jpeg" {
		return wire.Picture{}, fault.New(fault.Invalid, "outbox.file.form")
	}
	return *p, nil
}

// Picture returns the picture of an entry of the case, by the id under which it is in
// its place: the one it got on the phone, or, where that was another's already, the
// one made of its fingerprint. It is JPEG without anything that a camera writes beside
// it. Whoever reads it must be allowed to read about contacts. NotFound while its
// pieces have not all come; Invalid when it is no picture.
func Picture(ctx context.Context, f *casefile.Reader, entryID string) ([]byte, wire.Picture, error) {
	var p wire.Picture
	if err := f.Need(access.Contact, access.Read); err != nil {
		return nil, p, err
	}
	rows, err := f.Query(ctx, `SELECT `+columns+` FROM outbox_entry WHERE course_id = $1 AND kind = $2 AND (entry_id = $3 OR settlement = $4) ORDER BY n`,
		f.CourseID, wire.KindFile, entryID, released)
	found, err := db.Scan(rows, err, scan)
	w, err := casefile.Pick(found, err, func(w row) bool { return w.entryID == entryID || standIn(w.hash) == entryID })
	if err != nil {
		return nil, p, err
	}
	if err := w.open(ctx, f); err != nil {
		return nil, p, err
	}
	if p, err = picture(w.payload); err != nil {
		return nil, p, err
	}
	sealed, err := pieces(ctx, f.Tx().Tx, w.device, p.Digest)
	if err != nil {
		return nil, p, fmt.Errorf("read the picture of entry %s: %w", entryID, err)
	}
	if len(sealed) != p.Size {
		return nil, p, fault.New(fault.NotFound, "outbox.file.waits")
	}
	plain, err := openPicture(p, sealed)
	if err != nil {
		return nil, p, err
	}
	clean, err := bare(plain)
	if err != nil {
		return nil, p, err
	}
	return clean, p, f.Record("read", "picture", entryID)
}

func openPicture(p wire.Picture, sealed []byte) ([]byte, error) {
	block, err := aes.NewCipher(p.Key)
	if err != nil {
		return nil, fault.New(fault.Invalid, "outbox.file.form")
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault.New(fault.Invalid, "outbox.file.form")
	}
	plain, err := gcm.Open(nil, make([]byte, gcm.NonceSize()), sealed, []byte(wire.FileWords))
	if err != nil {
		return nil, fault.New(fault.Invalid, "outbox.file.damaged")
	}
	return plain, nil
}

var errNoJPEG = errors.New("no JPEG")

// bare returns a JPEG without what cameras and programs write beside the picture:
// place, time, name, a small copy. It goes through the marked parts, keeps those that
// are needed to draw the picture, and nothing of what follows its end.
func bare(jpeg []byte) ([]byte, error) {
	const start, end, scanFrom, comment, app0, app14, app15 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xEE, 0xEF
	bad := &fault.Error{Kind: fault.Invalid, Key: "outbox.file.form", Err: errNoJPEG}
	if len(jpeg) < 4 || jpeg[0] != 0xFF || jpeg[1] != start {
		return nil, bad
	}
	out := append(make([]byte, 0, len(jpeg)), jpeg[:2]...)
	for rest := jpeg[2:]; len(rest) >= 2 && rest[0] == 0xFF; {
		mark := rest[1]
		if mark == end {
			return append(out, rest[:2]...), nil
		}
		if len(rest) < 4 {
			break
		}
		size := 2 + int(rest[2])<<8 + int(rest[3])
		if size < 4 || size > len(rest) {
			break
		}
		if mark == scanFrom {
			size += drawn(rest[size:])
		}
		if beside := mark == comment || mark > app0 && mark <= app15 && mark != app14; !beside {
			out = append(out, rest[:size]...)
		}
		rest = rest[size:]
	}
	return nil, bad
}

// drawn is how many bytes of the picture itself come before the next marked part.
func drawn(rest []byte) int {
	for i := 0; i+1 < len(rest); i++ {
		if next := rest[i+1]; rest[i] == 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7) {
			return i
		}
	}
	return len(rest)
}
