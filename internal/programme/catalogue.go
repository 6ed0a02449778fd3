package programme

import "fmt"

// Catalogue is the programmes that an installation offers, in the order in
// which they are shown.
type Catalogue struct{ list []Programme }

// Shipped returns the programmes that come with Samspil.
func Shipped() Catalogue {
	c, err := NewCatalogue(preventive(), contactSupport())
	if err != nil {
		panic(err) // a test reads every shipped description
	}
	return c
}

// NewCatalogue returns a catalogue of the programmes given. It refuses two of
// one id and a description that contradicts itself.
func NewCatalogue(list ...Programme) (Catalogue, error) {
	seen := map[string]bool{}
	for _, p := range list {
		if seen[p.ID] {
			return Catalogue{}, fmt.Errorf("programme %s is there twice", p.ID)
		}
		seen[p.ID] = true
		if err := p.check(); err != nil {
			return Catalogue{}, fmt.Errorf("programme %q: %w", p.ID, err)
		}
	}
	return Catalogue{list}, nil
}

// All returns the programmes.
func (c Catalogue) All() []Programme { return append([]Programme(nil), c.list...) }

// Get returns the programme with that id.
func (c Catalogue) Get(id string) (Programme, bool) {
	for _, p := range c.list {
		if p.ID == id {
			return p, true
		}
	}
	return Programme{}, false
}
