package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"
)

// keptMark finds the comment by which a field may lie on the phone in the clear.
var keptMark = regexp.MustCompile(`(^|; )kept(;|\n|$)`)

// wireScript writes the types and the constants of package wire as TypeScript,
// with their comments, in the order of the sources.
func wireScript(root string) ([]byte, error) {
	w := wireReader{files: token.NewFileSet(), docs: map[token.Pos]string{}, lines: map[token.Pos]string{}}
	scope, err := w.read(filepath.Join(root, "internal/wire"))
	if err != nil {
		return nil, err
	}
	w.scope = scope
	fmt.Fprintf(&w.out, "// Made by \"go run ./client\" from internal/wire; change it there.\n")
	names := scope.Names()
	sort.Slice(names, func(i, j int) bool { return scope.Lookup(names[i]).Pos() < scope.Lookup(names[j]).Pos() })
	for _, name := range names {
		if !token.IsExported(name) {
			continue
		}
		switch o := scope.Lookup(name).(type) {
		case *types.Const:
			w.constant(o)
		case *types.TypeName:
			if err := w.typeName(o); err != nil {
				return nil, err
			}
		}
	}
	fmt.Fprintf(&w.out, "\n// KEPT lists the fields that are marked \"kept\": they alone may lie on the phone in\n// the clear.\nexport const KEPT = {\n%s} as const\n", w.kept.String())
	return w.out.Bytes(), nil
}

type wireReader struct {
	files *token.FileSet
	scope *types.Scope
	docs  map[token.Pos]string // comment above, by place of the name
	lines map[token.Pos]string // comment beside
	out   bytes.Buffer
	kept  bytes.Buffer // the list of fields that may lie on the phone
}

// read parses the package and works out its types; what it imports is not looked
// at, since no field of the wire is of a foreign type.
func (w *wireReader) read(folder string) (*types.Scope, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(w.files, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		w.comments(f)
		parsed = append(parsed, f)
	}
	config := types.Config{Importer: emptyImporter{}, Error: func(error) {}}
	pkg, _ := config.Check("samspil/internal/wire", w.files, parsed, nil)
	return pkg.Scope(), nil
}

// emptyImporter knows every package and nothing in it.
type emptyImporter struct{}

func (emptyImporter) Import(at string) (*types.Package, error) {
	p := types.NewPackage(at, path.Base(at))
	p.MarkComplete()
	return p, nil
}

func (w *wireReader) comments(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			for _, spec := range n.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					w.docs[t.Name.Pos()] = n.Doc.Text()
				}
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				w.docs[name.Pos()], w.lines[name.Pos()] = n.Doc.Text(), n.Comment.Text()
			}
		case *ast.Field:
			for _, name := range n.Names {
				w.docs[name.Pos()], w.lines[name.Pos()] = n.Doc.Text(), n.Comment.Text()
			}
		}
		return true
	})
}

func (w *wireReader) comment(indent string, at token.Pos) {
	text := strings.TrimSpace(w.docs[at] + w.lines[at])
	if text == "" {
		return
	}
	for _, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&w.out, "%s// %s\n", indent, line)
	}
}

func (w *wireReader) constant(o *types.Const) {
	if _, named := o.Type().(*types.Named); named {
		return // a word of a type, which lists it
	}
	w.comment("", o.Pos())
	value := o.Val().ExactString()
	fmt.Fprintf(&w.out, "export const %s = %s\n", o.Name(), value)
}

func (w *wireReader) typeName(o *types.TypeName) error {
	fmt.Fprintln(&w.out)
	w.comment("", o.Pos())
	switch t := o.Type().Underlying().(type) {
	case *types.Struct:
		return w.structure(o.Name(), t)
	case *types.Basic:
		fmt.Fprintf(&w.out, "export type %s = %s\n", o.Name(), strings.Join(w.words(o.Type()), " | "))
	case *types.Slice: // bytes, written as text
		fmt.Fprintf(&w.out, "export type %s = string\n", o.Name())
	default:
		return fmt.Errorf("wire.%s: no TypeScript for %s", o.Name(), t)
	}
	return nil
}

// words lists the constants of a type, in order.
func (w *wireReader) words(t types.Type) []string {
	var found []*types.Const
	for _, name := range w.scope.Names() {
		if c, ok := w.scope.Lookup(name).(*types.Const); ok && types.Identical(c.Type(), t) {
			found = append(found, c)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Pos() < found[j].Pos() })
	var out []string
	for _, c := range found {
		out = append(out, fmt.Sprintf("%q", constant.StringVal(c.Val())))
	}
	return out
}

func (w *wireReader) structure(name string, s *types.Struct) error {
	tagged := false
	for i := range s.NumFields() {
		tagged = tagged || s.Tag(i) != ""
	}
	if !tagged { // never travels
		fmt.Fprintf(&w.out, "export type %s = never\n", name)
		return nil
	}
	var kept []string
	fmt.Fprintf(&w.out, "export interface %s {\n", name)
	for i := range s.NumFields() {
		field, tag, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get("json"), ",")
		written, err := scriptType(s.Field(i).Type())
		if err != nil || field == "" {
			return fmt.Errorf("wire.%s.%s: %w", name, s.Field(i).Name(), err)
		}
		w.comment("  ", s.Field(i).Pos())
		if keptMark.MatchString(w.lines[s.Field(i).Pos()]) {
			kept = append(kept, fmt.Sprintf("%q", field))
		}
		mark := ""
		if strings.Contains(tag, "omitempty") {
			mark = "?"
		}
		fmt.Fprintf(&w.out, "  %s%s: %s\n", field, mark, written)
	}
	fmt.Fprintln(&w.out, "}")
	if kept != nil {
		fmt.Fprintf(&w.kept, "  %s: [%s],\n", name, strings.Join(kept, ", "))
	}
	return nil
}

func scriptType(t types.Type) (string, error) {
	switch t := t.(type) {
	case *types.Named:
		return t.Obj().Name(), nil
	case *types.Pointer:
		return scriptType(t.Elem())
	case *types.Slice:
		of, err := scriptType(t.Elem())
		return of + "[]", err
	case *types.Array:
		of, err := scriptType(t.Elem())
		return "[" + strings.TrimSuffix(strings.Repeat(of+", ", int(t.Len())), ", ") + "]", err
	case *types.Map:
		of, err := scriptType(t.Elem())
		return "Record<string, " + of + ">", err
	case *types.Basic:
		switch {
		case t.Info()&types.IsString != 0:
			return "string", nil
		case t.Info()&types.IsNumeric != 0:
			return "number", nil
		case t.Info()&types.IsBoolean != 0:
			return "boolean", nil
		}
	}
	return "", fmt.Errorf("no TypeScript for %s", t)
}
