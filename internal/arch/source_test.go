package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

const module = "samspil"

// source is one parsed Go file.
type source struct {
	path  string // from the module's root, with slashes
	test  bool
	lines int
	ast   *ast.File
	set   *token.FileSet
}

// at writes where something stands, as file:line.
func (s source) at(p token.Pos) string {
	return s.path + ":" + itoa(s.set.Position(p).Line)
}

// pack is one package: its short name (the path without internal/) and files.
type pack struct {
	name  string
	files []source
}

// product are the files that are built into the program.
func (p pack) product() []source {
	var out []source
	for _, f := range p.files {
		if !f.test {
			out = append(out, f)
		}
	}
	return out
}

// isTestHelp tells a package that serves tests only.
func (p pack) isTestHelp() bool { return contains(testHelp, p.name) }

func parseAll(t *testing.T, files map[string][]byte) []pack {
	t.Helper()
	byName := map[string]*pack{}
	for name, text := range files {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, name, text, parser.ParseComments)
		if err != nil {
			t.Errorf("%s does not parse: %v", name, err)
			continue
		}
		short := strings.TrimPrefix(path.Dir(name), "internal/")
		if byName[short] == nil {
			byName[short] = &pack{name: short}
		}
		byName[short].files = append(byName[short].files, source{
			path:  name,
			test:  strings.HasSuffix(name, "_test.go"),
			lines: bytes.Count(text, []byte("\n")),
			ast:   tree,
			set:   set,
		})
	}
	var packs []pack
	for _, p := range byName {
		sort.Slice(p.files, func(i, j int) bool { return p.files[i].path < p.files[j].path })
		packs = append(packs, *p)
	}
	sort.Slice(packs, func(i, j int) bool { return packs[i].name < packs[j].name })
	return packs
}

// readProduct reads every Go file under internal and cmd.
func readProduct(t *testing.T) []pack {
	t.Helper()
	root := filepath.Join("..", "..")
	files := map[string][]byte{}
	for _, top := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if d.IsDir() || filepath.Ext(name) != ".go" {
				return nil
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			files[filepath.ToSlash(rel)] = text
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return parseAll(t, files)
}
