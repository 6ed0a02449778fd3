package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Where things lie, from the module's root.
const (
	sources   = "client/src"
	wireFile  = "client/src/wire.ts"
	appFolder = "internal/web/phone/app"
	testsFrom = "client/test"
	testsTo   = ".check/client"
)

// Words in the sources that the bundler fills in. They are of one length with
// what takes their place, so that nothing else moves.
const (
	buildMark  = "build-000000" // the build: a hash of everything that is shipped
	scriptMark = "0000000000000000000000000000000000000000000000000000000000000001"
	styleMark  = "0000000000000000000000000000000000000000000000000000000000000002"
)

// engines are the oldest browsers the program runs in: those with Web Locks,
// AES-GCM and ECDH, durable IndexedDB transactions where they exist, and private
// class fields.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "100"},
	{Name: api.EngineFirefox, Version: "102"},
	{Name: api.EngineSafari, Version: "15.4"},
	{Name: api.EngineIOS, Version: "15.4"},
}

// bundle makes the files that a phone fetches, by name.
func bundle(root string) (map[string][]byte, error) {
	made := api.Build(api.BuildOptions{
		AbsWorkingDir:     root,
		EntryPoints:       []string{sources + "/app.ts"},
		Outdir:            appFolder,
		Bundle:            true,
		Format:            api.FormatIIFE,
		Charset:           api.CharsetUTF8,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		Engines:           engines,
		External:          []string{"/static/*", "/telefon/*"},
		LogLevel:          api.LogLevelSilent,
	})
	if err := problems(made); err != nil {
		return nil, err
	}
	files := outputs(made)
	if files["app.css"] == nil {
		files["app.css"] = []byte("")
	}
	worker, err := bundleWorker(root)
	if err != nil {
		return nil, err
	}
	files["sw.js"] = worker
	return stamp(files), nil
}

func bundleWorker(root string) ([]byte, error) {
	made := api.Build(api.BuildOptions{
		AbsWorkingDir:    root,
		EntryPoints:      []string{sources + "/worker.ts"},
		Outfile:          "sw.js",
		Bundle:           true,
		Format:           api.FormatIIFE,
		Charset:          api.CharsetUTF8,
		MinifySyntax:     true,
		MinifyWhitespace: true,
		LegalComments:    api.LegalCommentsNone,
		Engines:          engines,
		LogLevel:         api.LogLevelSilent,
	})
	if err := problems(made); err != nil {
		return nil, err
	}
	return made.OutputFiles[0].Contents, nil
}

// stamp names the build after its content, and tells the service worker by their
// hashes which script and style belong to it, so that it never keeps half an
// update.
func stamp(files map[string][]byte) map[string][]byte {
	all := sha256.New()
	for _, name := range []string{"app.js", "app.css", "sw.js"} {
		fmt.Fprintf(all, "%s %d\n", name, len(files[name]))
		all.Write(files[name])
	}
	build := hex.EncodeToString(all.Sum(nil))[:len(buildMark)]
	for name := range files {
		files[name] = bytes.ReplaceAll(files[name], []byte(buildMark), []byte(build))
	}
	files["sw.js"] = bytes.ReplaceAll(files["sw.js"], []byte(scriptMark), hashOf(files["app.js"]))
	files["sw.js"] = bytes.ReplaceAll(files["sw.js"], []byte(styleMark), hashOf(files["app.css"]))
	return files
}

func hashOf(content []byte) []byte {
	sum := sha256.Sum256(content)
	return []byte(hex.EncodeToString(sum[:]))
}

// writeTests bundles each test of the sources, and what tests run, into a module that node can run.
func writeTests(root string) error {
	entries, err := filepath.Glob(filepath.Join(root, testsFrom, "*.ts"))
	if err != nil {
		return err
	}
	made := api.Build(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   entries,
		Outdir:        testsTo,
		OutExtension:  map[string]string{".js": ".mjs"},
		Bundle:        true,
		Platform:      api.PlatformNode,
		Format:        api.FormatESModule,
		Target:        api.ES2022,
		Sourcemap:     api.SourceMapInline,
		LogLevel:      api.LogLevelSilent,
	})
	if err := problems(made); err != nil {
		return err
	}
	for _, f := range made.OutputFiles {
		if err := writeFile(f.Path, f.Contents); err != nil {
			return err
		}
	}
	worker, err := bundleWorker(root) // unstamped: a test says what belongs to it
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(root, testsTo, "sw.js"), worker)
}

func outputs(made api.BuildResult) map[string][]byte {
	files := map[string][]byte{}
	for _, f := range made.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	return files
}

func problems(made api.BuildResult) error {
	var found []error
	for _, line := range api.FormatMessages(append(made.Errors, made.Warnings...), api.FormatMessagesOptions{}) {
		found = append(found, errors.New(strings.TrimSpace(line)))
	}
	return errors.Join(found...)
}
