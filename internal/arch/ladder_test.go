package arch

import "strings"

// ladder lists every package of Samspil, lowest first. A package imports only
// packages that stand before it; a name ending in /* stands for a whole row
// whose packages do not import each other. An effect that must go upwards is a
// job in the same transaction, handled in app; it is never an import.
var ladder = []string{
	// Ground: knows nothing of families.
	"fault",
	"clock",
	"lang",
	"db",
	"db/dbtest",
	"seal",
	"access",
	"job",
	"elsewhere",

	// What is coded, and what it is coded by.
	"recording",
	"scheme",

	// Method: pure computation, knows no database and no family. What counts
	// interplay builds on the tables, and the indicators on both.
	"method/probability",
	"method/contingency",
	"method/sequence",
	"method/*",
	"method/indicator",
	"method/simulation",
	"format/*",
	"format",
	"research",
	"verify",
	"chart",
	"chart/family",
	"chart/share",
	"paper",
	"paper/office",

	// The door to a family's record.
	"audit",
	"login",
	"casefile",
	"casefile/casefiletest",
	"device",
	"draft",

	// The trade, in the order of its story.
	"person",
	"rule",
	"programme",
	"programme/*",
	"course",
	"voice",
	"plan",
	"session",
	"contact",
	"interaction",
	"training",
	"attention",
	"instrument",
	"analysis",
	"outcome",
	"outcome/handed",
	"population",
	"report",
	"report/handout",
	"report/reporttest",
	"deadline",

	// The faces.
	"wire",
	"outbox",
	"outbox/outboxtest",
	"phone",
	"web",
	"web/testkit",
	"web/coursepage",
	"web/coursepage/coursepagetest",
	"web/draftpage",
	"web/interplaypage",
	"web/phonepage",
	"web/*",
	"demo/*",
	"demo",
	"load",
	"app",
	"cmd/samspil",

	// The rules themselves.
	"arch",
}

// testHelp are the packages that only tests may import.
var testHelp = []string{"elsewhere", "db/dbtest", "casefile/casefiletest", "report/reporttest", "web/testkit", "web/coursepage/coursepagetest"}

// rung tells the place of a package on the ladder, -1 if it has none. A name
// written out wins over a row that would take it in too.
func rung(name string) int {
	row := -1
	for i, step := range ladder {
		if step == name {
			return i
		}
		parent, ok := strings.CutSuffix(step, "/*")
		if rest, within := strings.CutPrefix(name, parent+"/"); ok && within && !strings.Contains(rest, "/") {
			row = i
		}
	}
	return row
}

// import bans: who alone may import a package, and why. A path ending in /*
// means the path and everything below it.
type ban struct {
	path  string
	allow []string
	why   string
}

var bans = []ban{
	{"net/http/*", []string{"web", "web/*", "wire", "app", "cmd/samspil"}, "only the faces and app know HTTP, so that a rule of the trade can be tested and reused without a browser"},
	{"html/template", []string{"web", "web/*"}, "only web knows HTML"},
	{"samspil/internal/seal", []string{"audit", "login", "casefile", "outbox", "demo", "app"}, "keys are reached by opening a case file, which also asks for the right and writes the audit line"},
	{"os/*", []string{"db", "app", "cmd/samspil"}, "only app and cmd know files, environment and flags (db makes the folder of its file); others are given what they need"},
	{"flag", []string{"app", "cmd/samspil"}, "only app and cmd know flags"},
	{"github.com/alecthomas/kong", []string{"app", "cmd/samspil"}, "only app and cmd know flags"},
	{"modernc.org/sqlite/*", []string{"db"}, "only db knows which database stands behind it"},
	{"github.com/jackc/pgx/v5/*", []string{"db"}, "only db knows which database stands behind it"},
	{"github.com/tink-crypto/tink-go/v2/*", []string{"seal"}, "encryption lives in seal alone"},
	{"testing/*", nil, "what runs for a family is not a test"},
	{"unsafe", nil, "nothing here is worth giving up memory safety"},
	{"math/rand", nil, "use math/rand/v2 with a seed for computation, crypto/rand for secrets"},
	{"log", nil, "log with log/slog, which writes fields and not sentences with names in them"},
}

// calls that only some packages may make, and why.
var callBans = []ban{
	{"time.Now", []string{"clock", "app", "cmd/samspil"}, "the clock is given, so that a deadline can be tested and a demo has its own today"},
	{"time.Since", []string{"clock", "app", "cmd/samspil"}, "the clock is given, so that a deadline can be tested and a demo has its own today"},
	{"time.Sleep", nil, "wait for the thing itself, not for some time to pass"},
	{"fmt.Println", []string{"app", "cmd/samspil"}, "only the command writes to the screen"},
	{"fmt.Printf", []string{"app", "cmd/samspil"}, "only the command writes to the screen"},
}
