package arch

import (
	"fmt"
	"go/ast"
	"strconv"
	"strings"
)

// A rule looks at all packages and tells what breaks it, one finding a line:
// where, what, and why it matters.
type rule struct {
	name  string
	check func([]pack) []string
}

var rules = []rule{
	{"every package stands on the ladder", checkOnLadder},
	{"a package imports only from below it", checkLadder},
	{"some imports are for a few only", checkBans},
	{"some calls are for a few only", checkCalls},
	{"help for tests stays in tests", checkTestHelp},
	{"every package says what it is for", checkPackageComment},
	{"every exported name is explained", checkExportedComments},
	{"functions, files and packages stay small", checkSizes},
	{"few parameters", checkParameters},
	{"no init", checkInit},
	{"no state in a package", checkState},
	{"SQL is tested on both databases", checkBothDatabases},
	{"no loose ends", checkLooseEnds},
}

func checkOnLadder(packs []pack) []string {
	var found []string
	for _, p := range packs {
		if rung(p.name) < 0 {
			found = append(found, fmt.Sprintf("%s: package %s is not on the ladder; give it a place in internal/arch/ladder_test.go, above everything it needs and below everything that needs it", p.files[0].path, p.name))
		}
	}
	return found
}

func checkLadder(packs []pack) []string {
	var found []string
	for _, p := range packs {
		here := rung(p.name)
		if here < 0 {
			continue
		}
		for _, f := range p.product() {
			for _, spec := range f.ast.Imports {
				name, ok := ours(spec)
				if !ok || p.name == name {
					continue
				}
				if there := rung(name); there >= here {
					found = append(found, fmt.Sprintf("%s: %s imports %s, which stands higher or beside it; an effect that must go upwards is a job in the same transaction, handled in app", f.at(spec.Pos()), p.name, name))
				}
			}
		}
	}
	return found
}

func checkBans(packs []pack) []string {
	var found []string
	for _, p := range packs {
		if p.isTestHelp() {
			continue
		}
		for _, f := range p.product() {
			for _, spec := range f.ast.Imports {
				for _, b := range bans {
					if covers(b.path, imported(spec)) && !allowed(b.allow, p.name) && imported(spec) != module+"/internal/"+p.name {
						found = append(found, fmt.Sprintf("%s: %s imports %s: %s", f.at(spec.Pos()), p.name, imported(spec), b.why))
					}
				}
			}
		}
	}
	return found
}

func checkCalls(packs []pack) []string {
	var found []string
	for _, p := range packs {
		for _, f := range p.files {
			names := importNames(f.ast)
			ast.Inspect(f.ast, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				base, ok := sel.X.(*ast.Ident)
				if !ok || base.Obj != nil {
					return true
				}
				called := names[base.Name] + "." + sel.Sel.Name
				for _, b := range callBans {
					// A test may ask for the time and print; it may not sleep.
					free := (f.test || p.isTestHelp()) && b.path != "time.Sleep"
					if b.path == called && !free && !allowed(b.allow, p.name) {
						found = append(found, fmt.Sprintf("%s: %s in %s: %s", f.at(sel.Pos()), called, p.name, b.why))
					}
				}
				return true
			})
		}
	}
	return found
}

func checkTestHelp(packs []pack) []string {
	var found []string
	for _, p := range packs {
		if p.isTestHelp() {
			continue
		}
		for _, f := range p.product() {
			for _, spec := range f.ast.Imports {
				if name, ok := ours(spec); ok && contains(testHelp, name) {
					found = append(found, fmt.Sprintf("%s: %s imports %s, which is for tests only", f.at(spec.Pos()), p.name, name))
				}
			}
		}
	}
	return found
}

func imported(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return name
}

// ours gives the short name of an imported package of Samspil.
func ours(spec *ast.ImportSpec) (string, bool) {
	name, ok := strings.CutPrefix(imported(spec), module+"/")
	return strings.TrimPrefix(name, "internal/"), ok
}

// importNames maps the name a file uses for a package to its path.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		full := imported(spec)
		name := full[strings.LastIndex(full, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = full
	}
	return names
}

// covers tells whether a pattern (a path, or a path with /*) takes in a path.
func covers(pattern, full string) bool {
	parent, tree := strings.CutSuffix(pattern, "/*")
	return full == parent || tree && strings.HasPrefix(full, parent+"/")
}

func allowed(allow []string, name string) bool {
	for _, a := range allow {
		if covers(a, name) && (a == name || strings.HasSuffix(a, "/*")) {
			return true
		}
	}
	return false
}

func contains(list []string, name string) bool {
	for _, s := range list {
		if s == name {
			return true
		}
	}
	return false
}

func itoa(n int) string { return strconv.Itoa(n) }
