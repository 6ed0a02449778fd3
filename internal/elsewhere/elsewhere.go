// Package elsewhere finds what tests hold Samspil against and what is not part of it:
// other people's programs, such as the one that checks a PDF, and other people's
// files, which may be read but not handed on. It is for tests alone.
package elsewhere

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Program is the path of a small program that ./check installs. Where it is not
// there, the test is skipped with its reason; under CI, where it ought to be, the
// test fails. pack is the Debian package that has it.
func Program(t testing.TB, name, pack string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed (package %s)", name, pack)
	}
	t.Skipf("skipped: %s is not installed (package %s)", name, pack)
	return ""
}

// Optional is the path of a program too large to be asked of everybody. Where it is
// not there, the test is skipped with its reason, always.
func Optional(t testing.TB, name, pack string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("skipped: %s is not installed (package %s)", name, pack)
	}
	return path
}

// Path is where a file of other people's lies when it is there at all: in a folder
// named shared beside the project.
func Path(t testing.TB, name string) string {
	t.Helper()
	root, err := os.Getwd()
	for err == nil {
		if _, lacks := os.Stat(filepath.Join(root, "go.mod")); lacks == nil {
			return filepath.Join(root, "..", "shared", name)
		}
		if filepath.Dir(root) == root {
			break
		}
		root = filepath.Dir(root)
	}
	t.Fatalf("no go.mod above this folder: %v", err)
	return ""
}

// File reads a file of other people's; where it is not there, the test is skipped
// with its reason.
func File(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(Path(t, name))
	if err != nil {
		t.Skipf("skipped: ../shared/%s not present", name)
	}
	return text
}
