package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
)

// How large things may grow. Most are far smaller: what cannot be read in one
// sitting cannot be trusted with a family's record.
const (
	mostFunctionLines = 80
	mostFileLines     = 500
	mostPackageLines  = 3000
	mostParameters    = 5
	leastPackageWords = 8
)

func checkSizes(packs []pack) []string {
	var found []string
	for _, p := range packs {
		total := 0
		for _, f := range p.files {
			if f.lines > mostFileLines {
				found = append(found, fmt.Sprintf("%s: %d lines, more than %d; split it by deed", f.path, f.lines, mostFileLines))
			}
			if f.test {
				continue
			}
			total += f.lines
			for _, d := range f.ast.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				if n := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1; n > mostFunctionLines {
					found = append(found, fmt.Sprintf("%s: %s is %d lines, more than %d; give its parts names of their own", f.at(fn.Pos()), fn.Name.Name, n, mostFunctionLines))
				}
			}
		}
		if total > mostPackageLines {
			found = append(found, fmt.Sprintf("%s: package %s is %d lines, more than %d; it holds more than one thing", p.files[0].path, p.name, total, mostPackageLines))
		}
	}
	return found
}

func checkParameters(packs []pack) []string {
	var found []string
	eachFunction(packs, func(f source, fn *ast.FuncDecl) {
		n := 0
		for _, field := range fn.Type.Params.List {
			if !isContext(field.Type) {
				n += max(1, len(field.Names))
			}
		}
		if n > mostParameters {
			found = append(found, fmt.Sprintf("%s: %s takes %d parameters, more than %d; make them a struct whose fields have names", f.at(fn.Pos()), fn.Name.Name, n, mostParameters))
		}
	})
	return found
}

// isContext spares the context, which every deed carries and nobody mixes up.
func isContext(t ast.Expr) bool {
	sel, ok := t.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	base, ok := sel.X.(*ast.Ident)
	return ok && base.Name == "context" && sel.Sel.Name == "Context"
}

// checkState finds variables that a package fills later. Errors, tables and
// embedded files have their value from the start.
func checkState(packs []pack) []string {
	var found []string
	for _, p := range packs {
		if p.isTestHelp() {
			continue
		}
		for _, f := range p.product() {
			for _, d := range f.ast.Decls {
				decl, ok := d.(*ast.GenDecl)
				if !ok || decl.Tok != token.VAR || embeds(decl.Doc) {
					continue
				}
				for _, spec := range decl.Specs {
					v := spec.(*ast.ValueSpec)
					if len(v.Values) == 0 && !embeds(v.Doc) {
						found = append(found, fmt.Sprintf("%s: %s is filled behind everybody's back; keep it in what app makes and hands on", f.at(v.Pos()), v.Names[0].Name))
					}
				}
			}
		}
	}
	return found
}

func embeds(comments *ast.CommentGroup) bool {
	if comments == nil {
		return false
	}
	for _, c := range comments.List {
		if strings.HasPrefix(c.Text, "//go:embed ") {
			return true
		}
	}
	return false
}

func checkInit(packs []pack) []string {
	var found []string
	eachFunction(packs, func(f source, fn *ast.FuncDecl) {
		if fn.Recv == nil && fn.Name.Name == "init" {
			found = append(found, f.at(fn.Pos())+": init runs behind everybody's back; let app call what must be prepared")
		}
	})
	return found
}

func checkPackageComment(packs []pack) []string {
	var found []string
	for _, p := range packs {
		files := p.product()
		if len(files) == 0 {
			files = p.files
		}
		var doc string
		for _, f := range files {
			if f.ast.Doc != nil {
				doc += f.ast.Doc.Text()
			}
		}
		start := "Package " + files[0].ast.Name.Name + " "
		if files[0].ast.Name.Name == "main" {
			start = "Samspil "
		}
		switch {
		case doc == "":
			found = append(found, fmt.Sprintf("%s: package %s has no comment; say what it is for so that a family consultant can follow", files[0].path, p.name))
		case !strings.HasPrefix(doc, start):
			found = append(found, fmt.Sprintf("%s: the comment of package %s starts with %q, not once with %q", files[0].path, p.name, firstWords(doc), start))
		case len(strings.Fields(doc)) < leastPackageWords:
			found = append(found, fmt.Sprintf("%s: the comment of package %s says too little", files[0].path, p.name))
		}
	}
	return found
}

func checkExportedComments(packs []pack) []string {
	var found []string
	missing := func(f source, p token.Pos, name string) {
		found = append(found, fmt.Sprintf("%s: %s is exported and unexplained; say what its type cannot: units, who may, what happens twice, the source of a rule", f.at(p), name))
	}
	for _, p := range packs {
		for _, f := range p.product() {
			for _, d := range f.ast.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !selfEvident(d.Name.Name) {
						missing(f, d.Pos(), d.Name.Name)
					}
				case *ast.GenDecl:
					for _, name := range unexplained(d) {
						missing(f, name.Pos(), name.Name)
					}
				}
			}
		}
	}
	return found
}

// unexplained are the exported names of a declaration without a comment. A
// comment on a group, before or behind a line serves.
func unexplained(d *ast.GenDecl) []*ast.Ident {
	if d.Doc != nil {
		return nil
	}
	var names []*ast.Ident
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			if s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
				names = append(names, s.Names[0])
			}
		}
	}
	return names
}

// selfEvident are the methods that the language itself asks for.
func selfEvident(name string) bool {
	switch name {
	case "Error", "Unwrap", "Is", "String", "Len", "Less", "Swap", "Scan", "Value", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "ServeHTTP":
		return true
	}
	return false
}

// exportedReceiver tells whether a function, or the type a method hangs on, can
// be seen from outside.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func checkLooseEnds(packs []pack) []string {
	var found []string
	marks := []string{"TO" + "DO", "FIX" + "ME", "X" + "XX"}
	for _, p := range packs {
		for _, f := range p.files {
			for _, group := range f.ast.Comments {
				for _, mark := range marks {
					if contains(strings.FieldsFunc(group.Text(), notLetter), mark) {
						found = append(found, fmt.Sprintf("%s: %s; do it, or write it down where the work is planned", f.at(group.Pos()), mark))
					}
				}
			}
		}
	}
	return found
}

func notLetter(r rune) bool { return r < 'A' || r > 'z' }

func eachFunction(packs []pack, do func(source, *ast.FuncDecl)) {
	for _, p := range packs {
		for _, f := range p.product() {
			for _, d := range f.ast.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					do(f, fn)
				}
			}
		}
	}
}

func firstWords(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(3, len(words))], " ")
}
