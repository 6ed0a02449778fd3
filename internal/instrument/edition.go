package instrument

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
)

// Edition is a questionnaire as it is used here: with the terms an administrator has
// recorded, and with the words of its questions where they have been added.
type Edition struct {
	Definition
	Number    int    // 0: as it came
	Hash      string // of this edition, which every answer to it keeps
	Reason    string // why its scores may stand beside those of the one before
	EnteredBy string
	EnteredAt time.Time
}

// Usable reports whether it may be measured with: it is free or our own, or somebody
// has confirmed on what terms.
func (e Edition) Usable() bool { return e.Licence.ItemsIncluded || e.Number > 0 }

// Basis is what an administrator records of a questionnaire.
type Basis struct {
	Instrument  string
	Number      int // of the edition the page showed; another in between is a Conflict
	Status      string
	Source      string // where the terms are said
	Notice      string // to be shown with it
	ConfirmedBy string
	Questions   map[string][]string // by language: one line for each question
	Labels      map[string][]string // by language: one for each answer, from the least
	Errors      []Change            // of the scales that came without one; nil leaves what was recorded
	// Same says that the questions ask the same as before, with the reason; without
	// it a changed word begins a new version.
	Same   bool
	Reason string
}

// LicenceStatuses are the terms that can be recorded.
var LicenceStatuses = []string{"licensed", "permission", "free"}

// Editions returns what is in force of every questionnaire, by id. It says nothing of
// a family, and everybody may.
func Editions(ctx context.Context, tx *casefile.Tx) (map[string]Edition, error) {
	out := map[string]Edition{}
	for _, d := range Definitions() {
		out[d.ID] = Edition{Definition: d, Hash: d.Hash()}
	}
	all, err := kept(ctx, tx, "")
	for _, e := range all {
		out[e.ID] = e // ordered by number: the last one stands
	}
	return out, err
}

// EditionWith returns the edition of that hash, which an answer was given to.
func EditionWith(ctx context.Context, tx *casefile.Tx, id, hash string) (Edition, error) {
	if d, ok := DefinitionNamed(id); ok && d.Hash() == hash {
		return Edition{Definition: d, Hash: hash}, nil
	}
	all, err := kept(ctx, tx, id)
	return casefile.Pick(all, err, func(e Edition) bool { return e.Hash == hash })
}

func kept(ctx context.Context, tx *casefile.Tx, id string) ([]Edition, error) {
	rows, err := tx.Query(ctx, `SELECT number, hash, definition, reason, entered_by, entered_at FROM questionnaire
		WHERE $1 = '' OR instrument = $1 ORDER BY instrument, number`, id)
	all, err := db.Scan(rows, err, func(r *sql.Rows) (e Edition, err error) {
		var text string
		var at int64
		if err := r.Scan(&e.Number, &e.Hash, &text, &e.Reason, &e.EnteredBy, &at); err != nil {
			return e, err
		}
		e.EnteredAt = db.Time(at)
		e.Definition, err = ParseDefinition([]byte(text))
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("read questionnaires: %w", err)
	}
	return all, nil
}

// Record keeps on what terms a questionnaire is used and the words of its questions.
// Only an administrator may. What was recorded before stays as it was answered by;
// the same said twice changes nothing.
func (b Basis) Record(ctx context.Context, tx *casefile.Tx, actor access.Actor) error {
	if actor.Role != access.Administrator {
		return tx.Refuse(actor, "questionnaire", b.Instrument)
	}
	all, err := Editions(ctx, tx)
	if err != nil {
		return err
	}
	was, ok := all[b.Instrument]
	if !ok {
		return fault.New(fault.NotFound, "instrument.none")
	}
	next, err := b.edition(was, tx.Today())
	if err != nil {
		return err
	}
	if was.Number > 0 && sameBut(was.Definition, next) {
		return nil
	}
	if b.Number != was.Number {
		return fault.New(fault.Conflict, "instrument.edition.changed")
	}
	text, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("write questionnaire: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO questionnaire (id, instrument, number, version, hash, definition, reason, entered_by, entered_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, db.NewID(), next.ID, was.Number+1, next.Version, next.Hash(), string(text), b.Reason, actor.ID, db.Micros(tx.Now()))
	if err != nil {
		return fmt.Errorf("keep questionnaire: %w", err)
	}
	tx.Log(audit.Line{Actor: actor.ID, Role: string(actor.Role), Act: "add", Kind: "questionnaire", Object: next.ID + " " + next.Version, Result: "done"})
	return nil
}

// sameBut tells whether two say the same but for the day they were confirmed.
func sameBut(a, b Definition) bool {
	a.Licence.ConfirmedOn, b.Licence.ConfirmedOn = "", ""
	return a.Hash() == b.Hash()
}

// edition is the questionnaire with what was recorded put in.
func (b Basis) edition(was Edition, today clock.Date) (Definition, error) {
	var p fault.Problems
	next := was.Definition
	needed := func(field, text string) string {
		text = strings.TrimSpace(text)
		if text == "" {
			p.Add(field, "instrument.edition.needed")
		}
		if len([]rune(text)) > longestText {
			p.Add(field, "instrument.too-long", fault.Args{"max": longestText})
		}
		return text
	}
	if was.Licence.ItemsIncluded {
		p.Add("status", "instrument.edition.ours")
	}
	if !slices.Contains(LicenceStatuses, b.Status) {
		p.Add("status", "instrument.edition.needed")
	}
	next.Licence.Status, next.Licence.Notice = b.Status, strings.TrimSpace(b.Notice)
	next.Licence.Source, next.Licence.ConfirmedBy = needed("source", b.Source), needed("confirmed", b.ConfirmedBy)
	next.Licence.ConfirmedOn = today.String()
	next.Items = b.items(was.Items, &p)
	if b.Errors != nil {
		next.Known = b.errors(was, &p)
	}
	if was.Shown() && changed(was.Items, next.Items) {
		if b.Same {
			needed("reason", b.Reason)
		} else {
			next.Version = was.base() + "-" + strconv.Itoa(was.Number+1)
		}
	}
	return next, p.Err()
}

// base is the version that came, which a text of one's own is counted on from.
func (e Edition) base() string {
	if d, ok := DefinitionNamed(e.ID); ok {
		return d.Version
	}
	return e.Version
}

func changed(a, b []Item) bool {
	return !slices.EqualFunc(a, b, func(x, y Item) bool {
		return maps.Equal(x.Text, y.Text) && slices.EqualFunc(x.Options, y.Options, func(o, q Answer) bool { return o.Value == q.Value && maps.Equal(o.Label, q.Label) })
	})
}

func (b Basis) items(was []Item, p *fault.Problems) []Item {
	out := slices.Clone(was)
	for i := range out {
		out[i].Text, out[i].Options = nil, nil
	}
	for language, lines := range b.Questions {
		if len(lines) == 0 {
			continue
		}
		if len(lines) != len(out) {
			p.Add("questions-"+language, "instrument.edition.count", fault.Args{"need": len(out), "got": len(lines)})
			continue
		}
		for i, line := range lines {
			if len([]rune(line)) > longestText {
				p.Add("questions-"+language, "instrument.too-long", fault.Args{"max": longestText})
			}
			out[i].Text = with(out[i].Text, language, line)
		}
	}
	if len(b.Questions["da"]) == 0 && len(b.Questions["en"]) > 0 {
		p.Add("questions-da", "instrument.edition.danish")
	}
	for language, labels := range b.Labels {
		b.label(out, language, labels, p)
	}
	return out
}

func (b Basis) label(items []Item, language string, labels []string, p *fault.Problems) {
	for i := range items {
		if len(labels) == 0 {
			return
		}
		if n := int(items[i].Max-items[i].Min) + 1; len(labels) != n || n > mostAnswers {
			p.Add("labels-"+language, "instrument.edition.count", fault.Args{"need": n, "got": len(labels)})
			return
		}
		if items[i].Options == nil {
			items[i].Options = items[i].Choices()
		}
		for j := range labels {
			items[i].Options[j].Label = with(items[i].Options[j].Label, language, labels[j])
		}
	}
}

func with(w Words, language, text string) Words {
	if w == nil {
		w = Words{}
	}
	w[language] = text
	return w
}
