package person

import (
	"samspil/internal/access"
	"samspil/internal/casefile"
)

// needEntry lets those enter people and their protections who may write the order
// (adviser, leader) or who write notes on the course (the fixed team): whoever is
// told a new phone number writes it down.
func needEntry(f *casefile.Writer) error {
	if f.Can(access.Order, access.Write) {
		return nil
	}
	return f.Need(access.Notes, access.Write)
}
