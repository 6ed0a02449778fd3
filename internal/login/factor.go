package login

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"samspil/internal/db"
	"samspil/internal/fault"
)

// The second factor is a code of six digits from an app on the person's phone
// (TOTP, RFC 6238): a new one every 30 seconds, each good once. A phone's clock
// may be one step ahead or behind.
const (
	stepSeconds = 30
	codeIssuer  = "Samspil"
)

// Enrolment is what a person needs to set up the second factor. It is shown
// once, to that person, and never logged.
type Enrolment struct {
	Secret string // to type where a picture cannot be read, in groups of four
	URL    string // otpauth://…, for the picture
}

// newFactor makes a secret for the account and keeps it sealed, not yet confirmed.
func (g *Gate) newFactor(ctx context.Context, tx *db.Tx, a Account) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: codeIssuer, AccountName: a.Email, SecretSize: 20})
	if err != nil {
		return Enrolment{}, fmt.Errorf("make second factor: %w", err)
	}
	sealed, err := g.sealFactor(a.ID, key.Secret())
	if err != nil {
		return Enrolment{}, err
	}
	if _, err := tx.Exec(ctx, `UPDATE account SET factor = $2, factor_at = 0, factor_step = 0 WHERE id = $1`, a.ID, sealed); err != nil {
		return Enrolment{}, fmt.Errorf("keep second factor of %s: %w", a.ID, err)
	}
	return Enrolment{Secret: inFours(key.Secret()), URL: key.URL()}, nil
}

// pendingFactor returns the secret that waits to be confirmed, making one when
// there is none, so that reloading the page does not change the picture.
func (g *Gate) pendingFactor(ctx context.Context, tx *db.Tx, a Account) (Enrolment, error) {
	secret, _, err := g.readFactor(ctx, tx, a.ID)
	if err != nil {
		return Enrolment{}, err
	}
	if secret == "" {
		return g.newFactor(ctx, tx, a)
	}
	url := fmt.Sprintf("otpauth://totp/%s:%s?algorithm=SHA1&digits=6&issuer=%s&period=%d&secret=%s", codeIssuer, a.Email, codeIssuer, stepSeconds, secret)
	return Enrolment{Secret: inFours(secret), URL: url}, nil
}

func (g *Gate) readFactor(ctx context.Context, tx *db.Tx, accountID string) (secret string, lastStep int64, err error) {
	var sealed []byte
	if err := tx.QueryRow(ctx, `SELECT factor, factor_step FROM account WHERE id = $1`, accountID).Scan(&sealed, &lastStep); err != nil {
		return "", 0, fmt.Errorf("read second factor of %s: %w", accountID, err)
	}
	if len(sealed) == 0 {
		return "", lastStep, nil
	}
	secret, err = g.openFactor(accountID, sealed)
	return secret, lastStep, err
}

// useCode reports whether the code is right now and was not used before, and
// notes that it is used.
func (g *Gate) useCode(ctx context.Context, tx *db.Tx, accountID, code string, confirm bool) (bool, error) {
	secret, last, err := g.readFactor(ctx, tx, accountID)
	if err != nil || secret == "" {
		return false, err
	}
	now := g.Clock()
	step, ok := matchStep(secret, code, now, last)
	if !ok {
		return false, nil
	}
	changed, err := tx.Exec(ctx, `UPDATE account SET factor_step = $2, factor_at = CASE WHEN $3 = 1 THEN $4 ELSE factor_at END
		WHERE id = $1 AND factor_step < $2`, accountID, step, bit(confirm), db.Micros(now))
	if err != nil {
		return false, fmt.Errorf("use code of %s: %w", accountID, err)
	}
	return changed == 1, nil
}

// matchStep returns the 30-second step that the code belongs to, among the
// step before, now and after, and later than the last one used.
func matchStep(secret, code string, now time.Time, last int64) (int64, bool) {
	code = strings.Join(strings.Fields(code), "")
	current := now.Unix() / stepSeconds
	found, ok := int64(0), false
	for step := current - 1; step <= current+1; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found, ok = step, true
		}
	}
	return found, ok
}

func inFours(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

var errWrongCode = fault.New(fault.Invalid, "login.code.wrong")
