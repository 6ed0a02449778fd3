package interplay

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/web"
	"samspil/internal/web/testkit"
)

// named finds the names of notes in the readers and writers of files: in a call
// that notes something, in a note written out, and in a row of a table of them.
var named = regexp.MustCompile(`(?:\b(?:note|count|say|lose)\((?:[^"\n]*, )?|\bNote\{Name: |\boddity\{|\{m\.\w+, )"([a-z][a-z0-9_]*)"`)

func TestEveryNoteOfAReaderHasWords(t *testing.T) {
	n := 0
	err := fs.WalkDir(os.DirFS("../../format"), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile("../../format/" + path)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			n++
			for _, l := range []lang.Lang{lang.Danish, lang.English} {
				if !lang.Has(l, "interplay.note."+m[1]) {
					t.Errorf("%s: the note %q has no words in %s", path, m[1], l)
				}
			}
		}
		return err
	})
	if err != nil || n < 40 {
		t.Errorf("%d notes found, %v", n, err)
	}
}

func TestNotesInTheReadersLanguage(t *testing.T) {
	w := casefiletest.One(t)
	walk := testkit.New(t, testkit.Site{Store: w.Store, Routes: func(*web.Kit) []web.Route {
		return []web.Route{web.Staff("GET /proev", []access.Role{access.Consultant}, func(v *web.Visit, _ *casefile.Tx) (web.Response, error) {
			for _, c := range []struct {
				note    recording.Note
				want    string
				english bool
			}{
				{recording.Note{Name: "unpaired_state", Where: "observation 3, event 12", Text: "a state starts"}, "Noget begynder og slutter aldrig. Det er ikke taget med (optagelse 3, hændelse 12)", false},
				{recording.Note{Name: "latin1", Where: "line 4", Text: "The file"}, "Filen er i en ældre tegnkode. Se efter, om æ, ø og å står rigtigt (linje 4)", false},
				{recording.Note{Name: "no_time", Where: "leg 2", Text: "3 events"}, "Hændelser uden tid er ikke taget med (leg 2)", false},
				{recording.Note{Name: "unknown_column", Text: "2 columns"}, "Kolonner med ukendte navne er ikke læst", false},
				{recording.Note{Name: "undeclared_code", Text: "There are more of the same kind, which are not listed."}, "En kode står ikke i filens liste over koder. Der er flere af samme slags", false},
				{recording.Note{Name: "from_tomorrow", Where: "line 4", Text: "Something new."}, "line 4: Something new.", true},
				{recording.Note{Name: "from_tomorrow", Text: "Something new."}, "Something new.", true},
			} {
				if got := noteOf(v, c.note); got.Text != c.want || got.English != c.english {
					t.Errorf("%+v: got %+v", c.note, got)
				}
			}
			return web.Redirect("/", ""), nil
		})}
	}})
	if p := walk.As(w.Lone).Get("/proev"); p.Status != 303 {
		t.Errorf("status %d", p.Status)
	}
}
