package report

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// ChildQuestion is a heading of the version that the child can read.
type ChildQuestion string

// The headings, in their order. Their words are the keys "report.child." + id.
const (
	ChildWhy    ChildQuestion = "why"    // why we met
	ChildSaid   ChildQuestion = "said"   // what you told us
	ChildBetter ChildQuestion = "better" // what is different now
	ChildHard   ChildQuestion = "hard"   // what is still hard
	ChildNow    ChildQuestion = "now"    // what happens now
)

// ChildQuestions lists them.
var ChildQuestions = []ChildQuestion{ChildWhy, ChildSaid, ChildBetter, ChildHard, ChildNow}

// EasyReading is the readability index (LIX) that a text for a child stays under.
const EasyReading = 35

// ChildVersion is a report in words that the child can read. It is written by a
// person, and given to nobody before that person has confirmed it.
type ChildVersion struct {
	Texts       map[ChildQuestion]string
	Number      int64 // 0 before anything was written
	Confirmed   bool
	By          string
	At          time.Time
	Fingerprint string
}

// Text is everything that was written, heading by heading.
func (c ChildVersion) Text() string {
	var out []string
	for _, q := range ChildQuestions {
		out = append(out, c.Texts[q])
	}
	return lines(out...)
}

func (c ChildVersion) print() string {
	b, err := json.Marshal(c.Texts)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Readability is the LIX of a text: words to a sentence, plus words of more than
// six letters in a hundred (Björnsson 1968). A text without words has none, 0.
func Readability(text string) int {
	words, long, ends := 0, 0, 0
	for _, line := range strings.Split(text, "\n") {
		pending := false
		for _, w := range strings.Fields(line) {
			letters := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if letters != "" {
				words, pending = words+1, true
				if len([]rune(letters)) > 6 {
					long++
				}
			}
			if pending && strings.ContainsAny(strings.TrimRight(w, "»«\")"), ".!?:") && strings.ContainsRune(".!?:", last(strings.TrimRight(w, "»«\")"))) {
				ends, pending = ends+1, false
			}
		}
		if pending {
			ends++
		}
	}
	if words == 0 {
		return 0
	}
	return int(float64(words)/float64(ends) + 100*float64(long)/float64(words) + .5)
}

func last(s string) rune {
	var out rune
	for _, r := range s {
		out = r
	}
	return out
}

// ChildOf returns the version that the child can read as it stands now; an empty one
// when nobody has written it. Those who receive reports get it only when it was
// confirmed and the report was sent.
func ChildOf(ctx context.Context, f *casefile.Reader, id string) (ChildVersion, error) {
	c := ChildVersion{Texts: map[ChildQuestion]string{}}
	if _, err := Get(ctx, f, id); err != nil {
		return c, err
	}
	var row string
	var at int64
	var sealed []byte
	err := f.QueryRow(ctx, `SELECT id, number, confirmed, fingerprint, entered_by, entered_at, sealed FROM report_child
		WHERE course_id = $1 AND report_id = $2 ORDER BY number DESC LIMIT 1`, f.CourseID, id).Scan(&row, &c.Number, &c.Confirmed, &c.Fingerprint, &c.By, &at, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read child's version of report %s: %w", id, err)
	}
	if receives(f) && !c.Confirmed {
		return ChildVersion{Texts: map[ChildQuestion]string{}}, nil
	}
	c.At = db.Time(at)
	return c, f.Unseal("report_child", row, sealed, &c.Texts)
}

// WriteChild keeps a new text of the version that the child can read; the one
// before is kept too. confirm is the writer's word that a child may be given it:
// it takes at least what happens now, and a readability under EasyReading. c.Number
// is the one the form was read at; when somebody wrote since, it is a Conflict.
func WriteChild(ctx context.Context, f *casefile.Writer, id string, c ChildVersion, confirm bool) error {
	if err := f.Need(access.Report, access.Write); err != nil {
		return err
	}
	now, err := ChildOf(ctx, &f.Reader, id)
	if err != nil {
		return err
	}
	clean := map[ChildQuestion]string{}
	var p fault.Problems
	for _, q := range ChildQuestions {
		clean[q] = strings.TrimSpace(c.Texts[q])
		if len([]rune(clean[q])) > maxChildText {
			p.Add(string(q), "report.too-long", fault.Args{"max": maxChildText})
		}
	}
	next := ChildVersion{Texts: clean, Number: now.Number + 1}
	if confirm {
		if clean[ChildNow] == "" {
			p.Add(string(ChildNow), "report.child.lacks-now")
		}
		if lix := Readability(next.Text()); lix >= EasyReading {
			p.Add(string(ChildWhy), "report.child.too-hard", fault.Args{"lix": lix, "most": EasyReading})
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	if now.Fingerprint == next.print() && now.Confirmed == confirm {
		return nil
	}
	if c.Number != now.Number {
		return fault.New(fault.Conflict, "form.stale")
	}
	return keepChild(ctx, f, id, next, confirm)
}

// maxChildText is the longest answer for a child, in characters.
const maxChildText = 1500

func keepChild(ctx context.Context, f *casefile.Writer, id string, c ChildVersion, confirm bool) error {
	row, flag := db.NewID(), 0
	if confirm {
		flag = 1
	}
	sealed, err := f.Seal("report_child", row, c.Texts)
	if err != nil {
		return err
	}
	_, err = f.Exec(ctx, `INSERT INTO report_child (id, report_id, course_id, number, confirmed, fingerprint, entered_by, entered_at, sealed)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, row, id, f.CourseID, c.Number, flag, c.print(), f.Actor.ID, db.Micros(f.Now()), sealed)
	if err != nil {
		return fmt.Errorf("keep child's version of report %s: %w", id, err)
	}
	if confirm {
		return f.Record("confirm", "report", id)
	}
	return nil
}
