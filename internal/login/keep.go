package login

import "fmt"

// keyed returns a keyed hash of a log-in name or a network address: equal ones
// can be counted, and nobody without the keys can try values against it.
func (g *Gate) keyed(value string) string { return g.Keys.BlindIndex("log-in attempt", value) }

func (g *Gate) sealFactor(accountID, secret string) ([]byte, error) {
	sealed, err := g.Keys.Installation().Seal([]byte(secret), "account factor "+accountID)
	if err != nil {
		return nil, fmt.Errorf("seal second factor of %s: %w", accountID, err)
	}
	return sealed, nil
}

func (g *Gate) openFactor(accountID string, sealed []byte) (string, error) {
	secret, err := g.Keys.Installation().Open(sealed, "account factor "+accountID)
	if err != nil {
		return "", fmt.Errorf("open second factor of %s: %w", accountID, err)
	}
	return string(secret), nil
}
