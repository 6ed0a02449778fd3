// Client makes the program that runs on a consultant's phone out of its
// TypeScript sources: one script, one style sheet and one service worker, small
// enough to be fetched in a hallway. It also writes the TypeScript of what phone
// and server say to each other from the Go types of package wire, so that the two
// cannot come to mean different things.
//
//	go run ./client          writes internal/web/phone/app and client/src/wire.ts
//	go run ./client tests    writes the tests of the sources to .check/client
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	var tests bool
	if len(os.Args) > 1 {
		if os.Args[1] != "tests" || len(os.Args) > 2 {
			fail(fmt.Errorf("the only word understood is tests"))
		}
		tests = true
	}
	root, err := rootFolder()
	if err != nil {
		fail(err)
	}
	if tests {
		err = writeTests(root)
	} else {
		err = writeProgram(root)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "client:", err)
	os.Exit(1)
}

// rootFolder finds the folder of go.mod, from here upwards.
func rootFolder() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", fmt.Errorf("no go.mod here or above")
		}
		at = up
	}
}

func writeProgram(root string) error {
	text, err := wireScript(root)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(root, wireFile), text); err != nil {
		return err
	}
	files, err := bundle(root)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := writeFile(filepath.Join(root, appFolder, name), content); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes what is new, whole or not at all, and leaves what is the same alone.
func writeFile(path string, content []byte) error {
	if was, err := os.ReadFile(path); err == nil && string(was) == string(content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	if err := errors.Join(err, part.Chmod(0o644), part.Close()); err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return os.Rename(part.Name(), path)
}
