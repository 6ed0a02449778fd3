package outbox_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/outbox"
	"samspil/internal/outbox/outboxtest"
	"samspil/internal/wire"
)

// drawing is a JPEG of about so many bytes, with what a camera writes beside it.
func drawing(t *testing.T, side int) (plain, dirty []byte) {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i*i>>3 ^ i)
	}
	picture.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	plain = b.Bytes()
	dirty = append([]byte{0xFF, 0xD8}, segment(0xE1, "Exif\x00\x00 55.6761N 12.5683E Lones telefon")...)
	dirty = append(dirty, segment(0xFE, "taget hos mor")...)
	dirty = append(dirty, segment(0xED, "Photoshop 3.0")...)
	dirty = append(dirty, plain[2:]...)
	return plain, append(dirty, "bagefter: Strandvejen 4\xFF\xD9"...)
}

func segment(mark byte, text string) []byte {
	n := len(text) + 2
	return append([]byte{0xFF, mark, byte(n >> 8), byte(n)}, text...)
}

// sealedPicture seals a picture as a phone does.
func sealedPicture(t *testing.T, plain []byte) (wire.Picture, []byte) {
	t.Helper()
	p := wire.Picture{Key: make([]byte, 32), Type: "image/jpeg", Words: "Tårnet"}
	rand.Read(p.Key)
	block, err := aes.NewCipher(p.Key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	sealed := gcm.Seal(nil, make([]byte, 12), plain, []byte(wire.FileWords))
	digest := sha256.Sum256(sealed)
	p.Digest, p.Size = digest[:], len(sealed)
	return p, sealed
}

// put sends a picture in pieces of a size, and returns how many it took.
func (r *rig) put(p wire.Picture, sealed []byte, size int) (sent int) {
	r.t.Helper()
	for have := 0; have < len(sealed); sent++ {
		next, err := outbox.PutPiece(context.Background(), r.Store, r.from.Device, outbox.Piece{Digest: p.Digest, Size: len(sealed), Offset: have,
			Bytes: sealed[have:min(have+size, len(sealed))]})
		r.OK(r.t, err)
		have = next
	}
	return sent
}

func (r *rig) picture(entryID string) (plain []byte, err error) {
	r.t.Helper()
	err = r.Read(r.t, r.Lone, r.course, func(ctx context.Context, f *casefile.Reader) (err error) {
		plain, _, err = outbox.Picture(ctx, f, entryID)
		return err
	})
	return plain, err
}

func (r *rig) fileEntry(p wire.Picture) string {
	r.t.Helper()
	s, err := r.phone.Seal(r.place, wire.KindFile, wire.Writing{V: 1, Session: "visit", Picture: &p, Note: &wire.Note{Text: "billede " + r.phone.Header(r.place, wire.KindFile).ID}})
	r.OK(r.t, err)
	if v := r.send(s)[0]; v.Result != wire.Stored || v.Why != "" {
		r.t.Fatalf("%+v", v)
	}
	return r.phone.Entries[len(r.phone.Entries)-1].Head.ID
}

func TestO16Pictures(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		plain, dirty := drawing(t, 500)
		p, sealed := sealedPicture(t, dirty)
		id := r.fileEntry(p) // the entry before its pieces
		if _, err := r.picture(id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("before its pieces came: %v", err)
		}
		if n := r.put(p, sealed, wire.Piece); n < 2 {
			t.Fatalf("%d bytes went in %d pieces", len(sealed), n)
		}
		got, err := r.picture(id)
		r.OK(t, err)
		if !bytes.Equal(got, plain) {
			t.Errorf("%d bytes came of %d", len(got), len(plain))
		}
		for _, told := range []string{"Exif", "Lones", "hos mor", "Photoshop", "Strandvejen"} {
			if bytes.Contains(got, []byte(told)) {
				t.Errorf("the picture still says %q", told)
			}
		}
		if _, err := jpeg.Decode(bytes.NewReader(got)); err != nil {
			t.Errorf("it is no picture any more: %v", err)
		}
		if n := r.put(p, sealed, wire.Piece); n != 1 {
			t.Errorf("the same picture again took %d pieces", n)
		}
		again := r.fileEntry(p) // equal bytes, and equal words
		if got, err := r.picture(again); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("the second entry of the same picture: %v", err)
		}
		other, otherSealed := sealedPicture(t, plain) // equal words, other bytes
		r.put(other, otherSealed, wire.Piece)
		if got, err := r.picture(r.fileEntry(other)); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("another picture of the same words: %v", err)
		}
		if got, err := r.picture(id); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("the first one, after it: %v", err)
		}
		r.Denied(t, r.Read(t, r.Gitte, r.course, func(ctx context.Context, f *casefile.Reader) error {
			_, _, err := outbox.Picture(ctx, f, id)
			return err
		}))
	})
}

// TestO16CutAtEveryPiece cuts the sending at each piece, sends each twice, and too
// early, and goes on from where the server says it is.
func TestO16CutAtEveryPiece(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		plain, _ := drawing(t, 60)
		p, sealed := sealedPicture(t, plain)
		size := len(sealed)/12 + 1
		ctx := context.Background()
		put := func(at int) int {
			have, err := outbox.PutPiece(ctx, r.Store, r.from.Device, outbox.Piece{Digest: p.Digest, Size: len(sealed), Offset: at, Bytes: sealed[at:min(at+size, len(sealed))]})
			r.OK(t, err)
			return have
		}
		for at := 0; at < len(sealed); at += size {
			if ahead := at + size; ahead < len(sealed) {
				if have := put(ahead); have != at {
					t.Fatalf("a piece too early: %d, want %d", have, at)
				}
			}
			want := min(at+size, len(sealed))
			if have := put(at); have != want {
				t.Fatalf("at %d: %d", at, have)
			}
			if have := put(at); have != want { // the answer was lost
				t.Fatalf("at %d again: %d", at, have)
			}
		}
		if got, err := r.picture(r.fileEntry(p)); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%v", err)
		}
	})
}

// TestO16APictureOutOfAClash gives one id to two pictures. The second, when a person
// has laid it in its place, is found by the id it has there, and the first by its own.
func TestO16APictureOutOfAClash(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		one, _ := drawing(t, 60)
		two, _ := drawing(t, 90)
		p, sealed := sealedPicture(t, one)
		r.put(p, sealed, wire.Piece)
		id := r.fileEntry(p)
		p, sealed = sealedPicture(t, two)
		r.put(p, sealed, wire.Piece)
		payload, err := json.Marshal(wire.Writing{V: 1, Session: "visit", Picture: &p, Note: &wire.Note{Text: "det andet"}})
		r.OK(t, err)
		other, err := r.phone.Close(r.phone.Entries[0].Head, r.place.Key.Public, outboxtest.Padded(payload))
		r.OK(t, err)
		if got := results(r.send(other)); got[0] != "clash outbox.why.clash" {
			t.Fatal(got)
		}
		r.OK(t, r.release(r.Gitte, r.waiting(r.Gitte)[0].ID))
		var released string
		r.OK(t, r.Store.DB.View(context.Background(), func(tx *db.Tx) error {
			return tx.QueryRow(context.Background(), `SELECT entry_id FROM placed WHERE text = 'det andet'`).Scan(&released)
		}))
		for at, want := range map[string][]byte{id: one, released: two} {
			if got, err := r.picture(at); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %d bytes, want %d: %v", at, len(got), len(want), err)
			}
		}
		if _, err := r.picture("nothing"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("one that is not there: %v", err)
		}
	})
}

func TestPicturesThatCannotBeTaken(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		ctx := context.Background()
		digest := make([]byte, 32)
		for name, p := range map[string]outbox.Piece{
			"no name":          {Size: 1, Bytes: []byte{1}},
			"nothing":          {Digest: digest, Size: 1},
			"before the start": {Digest: digest, Size: 1, Offset: -1, Bytes: []byte{1}},
			"past the end":     {Digest: digest, Size: 1, Offset: 1, Bytes: []byte{1}},
			"too large":        {Digest: digest, Size: wire.MostFile + 1, Bytes: []byte{1}},
			"a large piece":    {Digest: digest, Size: wire.MostFile, Bytes: make([]byte, wire.Piece+1)},
		} {
			if _, err := outbox.PutPiece(ctx, r.Store, r.from.Device, p); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		plain, _ := drawing(t, 20)
		p, sealed := sealedPicture(t, plain)
		wrong := append([]byte{}, sealed...)
		wrong[3] ^= 1
		_, err := outbox.PutPiece(ctx, r.Store, r.from.Device, outbox.Piece{Digest: p.Digest, Size: len(wrong), Bytes: wrong})
		if e, ok := fault.As(err); !ok || e.Key != "outbox.file.damaged" {
			t.Errorf("changed on the way: %v", err)
		}
		r.put(p, sealed, wire.Piece) // from the beginning
		id := r.fileEntry(p)
		if got, err := r.picture(id); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("after it was sent anew: %v", err)
		}
		_, err = outbox.PutPiece(ctx, r.Store, r.from.Device, outbox.Piece{Digest: p.Digest, Size: len(sealed) + 1, Bytes: []byte{1}})
		if err != nil {
			t.Errorf("a whole one stays whole: %v", err)
		}
		page, pageSealed := sealedPicture(t, []byte("<html><script>alert(1)</script>"))
		r.put(page, pageSealed, wire.Piece)
		if _, err := r.picture(r.fileEntry(page)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a page called a picture: %v", err)
		}
		for i := range 41 {
			digest[0] = byte(i)
			_, err = outbox.PutPiece(ctx, r.Store, r.from.Device, outbox.Piece{Digest: digest, Size: 2, Bytes: []byte{1}})
			if full := fault.KindOf(err) == fault.Unavailable; full != (i == 40) {
				t.Errorf("picture %d that no entry names: %v", i, err)
			}
		}
		if v := r.send(mustSeal(r, wire.Picture{Type: "text/html", Digest: digest, Key: make([]byte, 32), Size: 1})); !strings.HasPrefix(v[0].Why, "outbox.file.form") {
			t.Errorf("%+v", v)
		}
	})
}

func mustSeal(r *rig, p wire.Picture) wire.Sealed {
	r.t.Helper()
	s, err := r.phone.Seal(r.place, wire.KindFile, wire.Writing{V: 1, Picture: &p})
	r.OK(r.t, err)
	return s
}
