package interplay

import "samspil/internal/web"

// patternRoutes are the pages for understanding what was coded: over the contacts,
// between two coders, in training, and with the parents.
func patternRoutes() []web.Route { return nil }
