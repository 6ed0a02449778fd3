package verify

// kinds is the closed list of what can be asked, by part.
var kinds = map[string]func(question) (result, error){
	// Outcomes: one series or two phases.
	"phase-comparison":  phaseComparison,
	"tau-u":             tauU,
	"rank-correlation":  rankCorrelation,
	"trend":             trend,
	"run-chart":         runChart,
	"run-chart-limits":  runChartLimits,
	"randomisation":     randomisation,
	"piecewise":         piecewise,
	"describe":          describe,
	"gas":               goals,
	"score":             scored,
	"measurement-error": measurementError,

	// Outcomes: a change, a strand, a family, many families.
	"reliable-change":       reliableChange,
	"reliable-change-means": reliableMeans,
	"cutoffs":               cutoffs,
	"change-categories":     categories,
	"strand-grade":          strandGrade,
	"family-conclusion":     familyConclusion,
	"sdq-added-value":       addedValue,
	"survival":              survival,
	"funnel":                funnel,
	"suppression":           suppression,
	"completeness":          completeness,

	// Interplay: tables.
	"kappa-table":        kappaTable,
	"kappa-accuracy":     kappaAccuracy,
	"fleiss-kappa":       fleissKappa,
	"krippendorff-alpha": krippendorff,
	"icc":                intraclass,
	"contingency-table":  contingencyTable,
	"two-by-two":         twoByTwo,

	// Interplay: sequences, time and indicators.
	"lag-sequence":   lagSequence,
	"permutation":    permutation,
	"circular-shift": circularShift,
	"time-window":    timeWindow,
	"timed-events":   timedEvents,
	"latency":        latency,
	"turn-count":     turnCount,
	"dominance":      dominance,
	"indicators":     indicators,

	// Interplay: two coders.
	"unit-kappa":      unitKappa,
	"timed-kappa":     timedKappa,
	"duration-kappa":  durationKappa,
	"event-match":     eventMatch,
	"alignment-kappa": alignmentKappa,
	"scan-kappa":      scanKappa,

	// Other programs' files.
	"import": imported,
}
