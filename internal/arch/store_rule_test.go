package arch

import (
	"fmt"
	"go/ast"
	"strings"
)

// checkBothDatabases finds packages that speak SQL and are not tested on SQLite
// and on PostgreSQL: what one forgives, the other refuses.
func checkBothDatabases(packs []pack) []string {
	var found []string
	for _, p := range packs {
		// db is what the others stand on; its own tests choose the database.
		if p.isTestHelp() || p.name == "db" {
			continue
		}
		speaks, tested := "", false
		for _, f := range p.files {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				switch {
				case f.test && (sel.Sel.Name == "Each" || sel.Sel.Name == "EachKeys"):
					base, ok := sel.X.(*ast.Ident)
					tested = tested || ok && (base.Name == "dbtest" || base.Name == "casefiletest")
				case !f.test && speaks == "" && isSQL(call):
					speaks = f.at(call.Pos())
				}
				return true
			})
		}
		if speaks != "" && !tested {
			found = append(found, fmt.Sprintf("%s: %s speaks SQL and no test of it runs with dbtest.Each or casefiletest.Each; what SQLite forgives, PostgreSQL refuses", speaks, p.name))
		}
	}
	return found
}

// isSQL tells a call with a written statement among its arguments.
func isSQL(call *ast.CallExpr) bool {
	for _, arg := range call.Args {
		lit, ok := arg.(*ast.BasicLit)
		if !ok {
			continue
		}
		words := strings.Fields(strings.Trim(lit.Value, "`\""))
		if len(words) > 1 && contains([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, words[0]) {
			return true
		}
	}
	return false
}
