package app

import (
	"time"

	"samspil/internal/clock"
)

// demoMorning is a morning that the demo can be shown on.
var demoMorning = time.Date(2026, time.October, 1, 8, 0, 0, 0, clock.Copenhagen)
