package arch

import "strings"

// doc makes the head of a made-up file with a proper package comment.
func doc(name string) string {
	return "// Package " + name + " is made up so that a rule can be seen failing.\npackage " + name + "\n"
}

func importing(name, path string) string {
	return doc(name) + "import _ \"" + path + "\"\n"
}

const sqlSource = "func load(tx reader) { tx.Query(`SELECT id FROM plan`) }\ntype reader interface{ Query(string) }\n"

// breaches are small made-up sources. With want, the rule named finds exactly
// one thing; without, nothing. No other rule finds anything.
var breaches = []struct {
	rule, name string
	files      map[string]string
	want       string
}{
	{"every package stands on the ladder", "a package nobody placed", map[string]string{"internal/util/a.go": doc("util")}, "util is not on the ladder"},
	{"every package stands on the ladder", "too deep", map[string]string{"internal/web/courses/deep/a.go": doc("deep")}, "not on the ladder"},

	{"a package imports only from below it", "ground leans on trade", map[string]string{"internal/clock/a.go": importing("clock", "samspil/internal/course")}, "clock imports course"},
	{"a package imports only from below it", "a page leans on another", map[string]string{"internal/web/people/a.go": importing("people", "samspil/internal/web/courses")}, "web/people imports web/courses"},
	{"a package imports only from below it", "trade leans on the web", map[string]string{"internal/report/a.go": importing("report", "samspil/internal/web")}, "report imports web"},
	{"a package imports only from below it", "downwards is right", map[string]string{"internal/course/a.go": importing("course", "samspil/internal/casefile")}, ""},
	{"a package imports only from below it", "a test may look up", map[string]string{"internal/course/a.go": doc("course"), "internal/course/a_test.go": "package course\nimport _ \"samspil/internal/plan\"\n"}, ""},

	{"some imports are for a few only", "HTTP in the trade", map[string]string{"internal/course/a.go": importing("course", "net/http")}, "course imports net/http: only the faces"},
	{"some imports are for a few only", "HTTP in a page", map[string]string{"internal/web/courses/a.go": importing("courses", "net/http")}, ""},
	{"some imports are for a few only", "below a path that is closed", map[string]string{"internal/plan/a.go": importing("plan", "net/http/httptest")}, "net/http/httptest"},
	{"some imports are for a few only", "HTML in a report", map[string]string{"internal/report/a.go": importing("report", "html/template")}, "only web knows HTML"},
	{"some imports are for a few only", "a page with keys in its hand", map[string]string{"internal/web/people/a.go": importing("people", "samspil/internal/seal")}, "opening a case file"},
	{"some imports are for a few only", "the door has keys", map[string]string{"internal/casefile/a.go": importing("casefile", "samspil/internal/seal")}, ""},
	{"some imports are for a few only", "files in the trade", map[string]string{"internal/plan/a.go": importing("plan", "os")}, "plan imports os: only app and cmd"},
	{"some imports are for a few only", "files in app", map[string]string{"internal/app/a.go": importing("app", "os")}, ""},
	{"some imports are for a few only", "flags in the trade", map[string]string{"internal/plan/a.go": importing("plan", "flag")}, "flags"},
	{"some imports are for a few only", "a test in the product", map[string]string{"internal/plan/a.go": importing("plan", "testing")}, "is not a test"},
	{"some imports are for a few only", "a driver in the trade", map[string]string{"internal/plan/a.go": importing("plan", "modernc.org/sqlite")}, "which database"},

	{"some calls are for a few only", "the time in the trade", map[string]string{"internal/plan/a.go": doc("plan") + "import \"time\"\nfunc due() time.Time { return time.Now() }\n"}, "time.Now in plan: the clock is given"},
	{"some calls are for a few only", "the time as a value", map[string]string{"internal/plan/a.go": doc("plan") + "import wall \"time\"\nvar now = wall.Now\n"}, "time.Now in plan"},
	{"some calls are for a few only", "the time in clock", map[string]string{"internal/clock/a.go": doc("clock") + "import \"time\"\nvar now = time.Now\n"}, ""},
	{"some calls are for a few only", "a test that sleeps", map[string]string{"internal/plan/a_test.go": doc("plan") + "import \"time\"\nfunc wait() { time.Sleep(1) }\n"}, "time.Sleep in plan"},
	{"some calls are for a few only", "another Now", map[string]string{"internal/plan/a.go": doc("plan") + "type reader struct{}\nfunc (reader) Now() int { return 0 }\nfunc due(time reader) int { return time.Now() }\n"}, ""},

	{"help for tests stays in tests", "in the product", map[string]string{"internal/course/a.go": importing("course", "samspil/internal/casefile/casefiletest")}, "for tests only"},
	{"help for tests stays in tests", "in a test", map[string]string{"internal/course/a.go": doc("course"), "internal/course/a_test.go": "package course\nimport _ \"samspil/internal/casefile/casefiletest\"\n"}, ""},

	{"every package says what it is for", "no comment", map[string]string{"internal/plan/a.go": "package plan\n"}, "no comment"},
	{"every package says what it is for", "a comment of one word", map[string]string{"internal/plan/a.go": "// Package plan plans.\npackage plan\n"}, "says too little"},
	{"every package says what it is for", "another's comment", map[string]string{"internal/plan/a.go": "// Package course is made up so that a rule can be seen failing.\npackage plan\n"}, "starts with"},
	{"every package says what it is for", "the command", map[string]string{"cmd/samspil/main.go": "// Samspil is what two services for families are run with.\npackage main\n"}, ""},

	{"every exported name is explained", "a function", map[string]string{"internal/plan/a.go": doc("plan") + "func Taper() {}\n"}, "Taper is exported"},
	{"every exported name is explained", "a type", map[string]string{"internal/plan/a.go": doc("plan") + "type Step struct{}\n"}, "Step is exported"},
	{"every exported name is explained", "a method", map[string]string{"internal/plan/a.go": doc("plan") + "// Step is a step.\ntype Step struct{}\nfunc (s *Step) Hours() {}\n"}, "Hours is exported"},
	{"every exported name is explained", "a constant", map[string]string{"internal/plan/a.go": doc("plan") + "const Most = 1\n"}, "Most is exported"},
	{"every exported name is explained", "a group and a method of a hidden type", map[string]string{"internal/plan/a.go": doc("plan") + "// Kinds of step.\nconst (\n\tOne = 1\n\tTwo = 2\n)\ntype step struct{}\nfunc (step) Hours() {}\n"}, ""},

	{"functions, files and packages stay small", "a function", map[string]string{"internal/plan/a.go": doc("plan") + "func long() {" + strings.Repeat("\n", 80) + "}\n"}, "long is 81 lines"},
	{"functions, files and packages stay small", "a function at the cap", map[string]string{"internal/plan/a.go": doc("plan") + "func long() {" + strings.Repeat("\n", 79) + "}\n"}, ""},
	{"functions, files and packages stay small", "a file", map[string]string{"internal/plan/a.go": doc("plan") + strings.Repeat("\n", 499)}, "501 lines"},
	{"functions, files and packages stay small", "a package", manyFiles(7, 430), "is 3010 lines"},

	{"few parameters", "six", map[string]string{"internal/plan/a.go": doc("plan") + "func taper(a, b, c int, d, e, f string) {}\n"}, "6 parameters"},
	{"few parameters", "five and the context", map[string]string{"internal/plan/a.go": doc("plan") + "import \"context\"\nfunc taper(ctx context.Context, a, b, c int, d, e string) {}\n"}, ""},

	{"no init", "init", map[string]string{"internal/plan/a.go": doc("plan") + "func init() {}\n"}, "init runs behind"},
	{"no init", "a method of that name", map[string]string{"internal/plan/a.go": doc("plan") + "type step struct{}\nfunc (step) init() {}\n"}, ""},

	{"no state in a package", "a variable to fill", map[string]string{"internal/plan/a.go": doc("plan") + "var seen map[string]bool\n"}, "seen is filled"},
	{"no state in a package", "a table and a file", map[string]string{"internal/plan/a.go": doc("plan") + "import \"embed\"\nvar words = []string{\"a\"}\n//go:embed a.txt\nvar file embed.FS\n"}, ""},

	{"SQL is tested on both databases", "on none", map[string]string{"internal/plan/a.go": doc("plan") + sqlSource}, "plan speaks SQL"},
	{"SQL is tested on both databases", "on one", map[string]string{"internal/plan/a.go": doc("plan") + sqlSource, "internal/plan/a_test.go": "package plan\nfunc test() { dbtest.SQLite(nil) }\n"}, "plan speaks SQL"},
	{"SQL is tested on both databases", "on both", map[string]string{"internal/plan/a.go": doc("plan") + sqlSource, "internal/plan/a_test.go": "package plan\nfunc test() { dbtest.Each(nil, nil) }\n"}, ""},

	{"no loose ends", "a mark", map[string]string{"internal/plan/a.go": doc("plan") + "// TO" + "DO: later.\nvar a = 1\n"}, "TO" + "DO"},
	{"no loose ends", "a word that holds it", map[string]string{"internal/plan/a.go": doc("plan") + "// A METO" + "DOLOGY.\nvar a = 1\n"}, ""},
}

func manyFiles(n, lines int) map[string]string {
	files := map[string]string{}
	for i := range n {
		name := "internal/plan/" + string(rune('a'+i)) + ".go"
		if i == 0 {
			files[name] = doc("plan") + strings.Repeat("\n", lines-2)
			continue
		}
		files[name] = "package plan\n" + strings.Repeat("\n", lines-1)
	}
	return files
}
