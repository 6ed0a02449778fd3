package phones

import (
	"time"

	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/web"
)

func shortDate(v *web.Visit, at time.Time) string { return lang.ShortDate(v.Lang, clock.DateOf(at)) }
