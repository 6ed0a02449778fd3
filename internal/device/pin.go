package device

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"samspil/internal/fault"
)

// LeastPIN and MostPIN are the lengths of a PIN in digits.
const (
	LeastPIN = 6
	MostPIN  = 12
)

// The work of one argon2id computation: 32 MiB. A PIN is tried only after the
// phone's key has signed, so nobody else can make the server do it; and what is
// hashed is the PIN keyed by the key store, so that the data alone allows no guessing.
const (
	pinMemory  = 32 << 10 // KiB
	pinPasses  = 2
	pinThreads = 1
)

// checkPIN says what is wrong with a new PIN, if anything.
func checkPIN(problems *fault.Problems, field, pin string) {
	switch {
	case pin == "" || strings.Trim(pin, "0123456789") != "":
		problems.Add(field, "phones.pin.digits")
	case len(pin) < LeastPIN:
		problems.Add(field, "phones.pin.short", fault.Args{"min": LeastPIN})
	case len(pin) > MostPIN:
		problems.Add(field, "phones.pin.long", fault.Args{"max": MostPIN})
	case guessable(pin):
		problems.Add(field, "phones.pin.guessable")
	}
}

// guessable finds PINs in which each digit follows from the one before it.
func guessable(pin string) bool {
	for _, step := range []int{-1, 0, 1} {
		same := true
		for i := 1; i < len(pin); i++ {
			same = same && (int(pin[i])-int(pin[i-1])-step)%10 == 0
		}
		if same {
			return true
		}
	}
	return false
}

// keyer is a fingerprint that only whoever has the key store can make.
type keyer func(domain, value string) string

// hashPIN returns "argon2id$memory$passes$threads$salt$key".
func hashPIN(keyed keyer, pin string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("argon2id$%d$%d$%d$%s$%s", pinMemory, pinPasses, pinThreads, b64.EncodeToString(salt), b64.EncodeToString(derivePIN(keyed, pin, salt)))
}

func derivePIN(keyed keyer, pin string, salt []byte) []byte {
	return argon2.IDKey([]byte(keyed("phone pin", pin)), salt, pinPasses, pinMemory, pinThreads, 32)
}

// matchesPIN reports whether the PIN is the one that was hashed.
func matchesPIN(keyed keyer, pin, hashed string) bool {
	parts := strings.Split(hashed, "$")
	if len(parts) != 6 || len(pin) > MostPIN {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return err1 == nil && err2 == nil && subtle.ConstantTimeCompare(derivePIN(keyed, pin, salt), want) == 1
}
