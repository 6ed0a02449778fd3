// Samspil is the system with which two services for families are run: preventive
// and developmental family work, and developmental contact between parents and
// the child who lives elsewhere. This is its command: it serves the pages, shows
// the demo, and looks after accounts, keys and the log.
package main

import (
	"os"

	"samspil/internal/app"
)

func main() { os.Exit(app.Main(os.Args[1:], app.Streams{Out: os.Stdout, Err: os.Stderr})) }
