// Package app puts Samspil together and runs it: it reads the settings, opens
// the database and the keys, lets all pages be served, does the work that was
// put off, and stops without losing anything. It is also the command line with
// which the operator looks after accounts, keys and the audit log.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Streams are where the command writes: what was asked for, and what went wrong.
type Streams struct{ Out, Err io.Writer }

// commands is the command line. Every flag can be given in the environment.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"Show Samspil with invented people and families. Nothing to set up."`
	Serve   serveCommand   `cmd:"" help:"Serve Samspil for real use."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to the newest form, and stop."`
	Key     keyCommand     `cmd:"" help:"Make a new master key in a file that only you can read."`
	User    struct {
		Add   userAddCommand   `cmd:"" help:"Add an account and print its first password."`
		List  userListCommand  `cmd:"" help:"List all accounts."`
		End   userEndCommand   `cmd:"" help:"Take an account out of use."`
		Reset userResetCommand `cmd:"" help:"Give a new first password and forget the second factor."`
	} `cmd:"" help:"Look after accounts."`
	Audit struct {
		Verify verifyCommand `cmd:"" help:"Check that no line of the audit log was changed, removed or inserted."`
	} `cmd:"" help:"Look after the audit log."`
	Analyse struct {
		Interaction interactionCommand `cmd:"" help:"What is in coded files: how long, how often, what follows what, and the indicators."`
		Agreement   agreementCommand   `cmd:"" help:"How two people who coded the same agree: kappas, matrix, pairs."`
		Outcome     outcomeCommand     `cmd:"" help:"What measurements of one family show: grades, conclusion, error rates, and the indices of single-case research."`
	} `cmd:"" help:"Analyse coded interplay and repeated measures, for psychologists and researchers."`
	Convert convertCommand `cmd:"" help:"Write a coded file in another program's form."`
	Check   struct {
		Vectors vectorsCommand `cmd:"" help:"Run questions with known answers through Samspil's own code."`
	} `cmd:"" name:"verify" help:"Check what Samspil computes."`
	Simulate struct {
		Outcome simulateOutcomeCommand `cmd:"" help:"How often the rule about development is wrong, found again on made-up families."`
	} `cmd:"" help:"Try the rules on made-up families."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// run is what a command is given besides its flags.
type run struct {
	ctx context.Context
	Streams
}

// Main runs the command line and returns the exit code: 0 when all went well, 1
// when it did not, 2 when the command itself could not be understood or a file of
// vectors could not be read. What went wrong is one line.
func Main(args []string, to Streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	done := false
	parser, err := kong.New(&c, kong.Name("samspil"), kong.Writers(to.Out, to.Err),
		kong.Description("Samspil: the system for family work and developmental contact."),
		kong.UsageOnError(), kong.Exit(func(int) { done = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(to.Err, "samspil:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if done {
		return 0 // the help was printed
	}
	if err != nil {
		fmt.Fprintf(to.Err, "samspil: %s (samspil --help shows what can be asked)\n", oneLine(err))
		return 2
	}
	err = parsed.Run(&run{ctx, to})
	if code := exitCode(0); errors.As(err, &code) {
		return int(code)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(to.Err, "samspil:", oneLine(err))
		return 1
	}
	return 0
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

type versionCommand struct{}

// Run prints the version that was built: of the module, or of the source.
func (versionCommand) Run(r *run) error {
	_, err := fmt.Fprintln(r.Out, "samspil", version())
	return err
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "unversioned"
}
