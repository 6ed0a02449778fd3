package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"gocloud.dev/secrets"
	"gocloud.dev/secrets/localsecrets"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/login"
	"samspil/internal/seal"
)

// place says where an installation's data, keys and master key are. The three
// are kept apart: whoever has the data reads nothing without the key store, and
// neither opens without the master key.
type place struct {
	Data        string `help:"Folder of the embedded database." default:"data" env:"SAMSPIL_DATA" type:"path"`
	DatabaseURL string `help:"PostgreSQL database to use instead, as postgres://…" env:"SAMSPIL_DATABASE_URL,DATABASE_URL"`
	Keys        string `help:"Folder of the key store; DATA/keys unless told." env:"SAMSPIL_KEYS" type:"path"`
	KeysURL     string `help:"PostgreSQL database of the key store, another than that of the data." env:"SAMSPIL_KEYS_URL"`
	KeyFile     string `help:"File with the master key; make one with samspil key." env:"SAMSPIL_KEY_FILE" type:"path" xor:"key"`
	KeyURL      string `help:"Master key as an address: awskms://…, azurekeyvault://…, gcpkms://…, or base64key://… for a key that the machine hands over when starting." env:"SAMSPIL_KEY_URL" xor:"key"`
}

// installation is an opened place.
type installation struct {
	data, keyStore *db.DB
	keys           *seal.Keys
	cases          *casefile.Store
	gate           *login.Gate
}

// open opens and migrates a place.
func (p place) open(ctx context.Context, now clock.Clock) (*installation, error) {
	keeper, err := p.keeper(ctx)
	if err != nil {
		return nil, err
	}
	defer keeper.Close()
	if p.KeysURL != "" && p.KeysURL == p.DatabaseURL {
		return nil, errors.New("keys and data may not lie in the same database; give another with --keys-url")
	}
	keysFolder := p.Keys
	if keysFolder == "" {
		keysFolder = filepath.Join(p.Data, "keys")
	}
	i := &installation{}
	if i.data, err = db.Open(ctx, db.Config{URL: p.DatabaseURL, File: filepath.Join(p.Data, "samspil.db")}); err != nil {
		return nil, err
	}
	if i.keyStore, err = db.Open(ctx, db.Config{URL: p.KeysURL, File: filepath.Join(keysFolder, "keys.db")}); err != nil {
		i.close()
		return nil, err
	}
	if err := i.ready(ctx, keeper, now); err != nil {
		i.close()
		return nil, err
	}
	return i, nil
}

func (i *installation) ready(ctx context.Context, keeper *secrets.Keeper, now clock.Clock) (err error) {
	if err := i.data.Migrate(ctx); err != nil {
		return err
	}
	if err := i.keyStore.MigrateKeys(ctx); err != nil {
		return err
	}
	if i.keys, err = seal.OpenKeys(ctx, i.keyStore, keeper); err != nil {
		return err
	}
	i.cases = casefile.NewStore(i.data, i.keys, now)
	i.gate = login.NewGate(i.data, i.keys, now)
	return nil
}

func (i *installation) close() {
	if i.data != nil {
		i.data.Close()
	}
	if i.keyStore != nil {
		i.keyStore.Close()
	}
}

// keeper holds the master key while the key store is opened.
func (p place) keeper(ctx context.Context) (*secrets.Keeper, error) {
	switch {
	case p.KeyURL != "":
		k, err := secrets.OpenKeeper(ctx, p.KeyURL)
		if err != nil {
			return nil, errors.New("the master key's address cannot be used; give awskms://…, azurekeyvault://…, gcpkms://… or base64key://…, or --key-file")
		}
		return k, nil
	case p.KeyFile != "":
		return readKey(p.KeyFile)
	}
	return nil, errors.New("no master key: make one with samspil key FILE, keep it apart from the data, and give --key-file FILE")
}

func readKey(file string) (*secrets.Keeper, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("read the master key: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others than you can read the master key; say chmod 600 %s", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the master key: %w", err)
	}
	key, err := localsecrets.Base64Key(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("there is no master key in %s", file)
	}
	return localsecrets.NewKeeper(key), nil
}

type keyCommand struct {
	File string `arg:"" help:"File to write; it must not be there yet." type:"path"`
}

// Run makes a master key. A file that is there is never overwritten: the key in
// it may be all that opens an installation.
func (k keyCommand) Run(r *run) error {
	if err := writeKey(k.File); err != nil {
		return err
	}
	_, err := fmt.Fprintf(r.Out, "A master key is in %s. Without it nothing can be read: keep a copy in another hand, and never beside the data.\n", k.File)
	return err
}

func writeKey(file string) error {
	var key [32]byte
	rand.Read(key[:])
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make the key's folder: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and was not touched", file)
	}
	if err != nil {
		return fmt.Errorf("write the master key: %w", err)
	}
	defer f.Close()
	if _, err := f.WriteString(base64.URLEncoding.EncodeToString(key[:]) + "\n"); err != nil {
		return fmt.Errorf("write the master key: %w", err)
	}
	return f.Sync()
}

type migrateCommand struct{ place }

// Run migrates and stops.
func (m migrateCommand) Run(r *run) error {
	i, err := m.open(r.ctx, clock.System)
	if err != nil {
		return err
	}
	defer i.close()
	_, err = fmt.Fprintln(r.Out, "The database has the newest form.")
	return err
}
