package login

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"samspil/internal/fault"
)

// MinPassword and MaxPassword are the lengths of a password in characters.
// There is no rule about which characters: length is what protects.
const (
	MinPassword = 12
	MaxPassword = 128
)

// cost is the work of one argon2id computation. Memory is in KiB.
type cost struct {
	memory  uint32
	passes  uint32
	threads uint8
}

// fullCost is 128 MiB: guessing at stolen hashes takes that much memory a guess.
var fullCost = cost{memory: 128 << 10, passes: 2, threads: 2}

// checkPassword says what is wrong with a new password, if anything.
func checkPassword(problems *fault.Problems, field, password string, a Account) {
	n := utf8.RuneCountInString(password)
	low := strings.ToLower(password)
	switch {
	case n == 0:
		problems.Add(field, "login.password.empty")
	case n < MinPassword:
		problems.Add(field, "login.password.short", fault.Args{"min": MinPassword, "n": n})
	case n > MaxPassword:
		problems.Add(field, "login.password.long", fault.Args{"max": MaxPassword})
	case low == a.Email || strings.Contains(low, strings.ToLower(a.Name)) || strings.Count(low, low[:1]) == len(low):
		problems.Add(field, "login.password.guessable")
	}
}

// hash returns "argon2id$memory$passes$threads$salt$key". It waits its turn:
// few computations run at once, since each takes 128 MiB.
func (g *Gate) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	key, err := g.derive(ctx, password, salt, g.cost)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("argon2id$%d$%d$%d$%s$%s", g.cost.memory, g.cost.passes, g.cost.threads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// matches reports whether the password is the one that was hashed. Without a
// hash it does the same work and says no, so that the time tells nothing.
func (g *Gate) matches(ctx context.Context, password, hashed string) (bool, error) {
	c, salt, want, ok := parseHash(hashed)
	if !ok {
		c, salt, want = g.cost, make([]byte, 16), make([]byte, 32)
	}
	got, err := g.derive(ctx, password, salt, c)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && ok, nil
}

func (g *Gate) derive(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	select {
	case g.hashing <- struct{}{}:
		defer func() { <-g.hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, 32), nil
}

func parseHash(s string) (c cost, salt, key []byte, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "argon2id" {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(strings.Join(parts[1:4], " "), "%d %d %d", &c.memory, &c.passes, &c.threads); err != nil {
		return c, nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, key, err1 == nil && err2 == nil && len(key) == 32 && c.passes > 0 && c.threads > 0
}

// firstPassword makes a password for a new account: 80 random bits in groups
// that can be read aloud. It must be renewed at the first log-in.
func firstPassword() string {
	s := strings.ToLower(rand.Text())[:16] // 5 bits a character
	return strings.Join([]string{s[:4], s[4:8], s[8:12], s[12:]}, "-")
}
