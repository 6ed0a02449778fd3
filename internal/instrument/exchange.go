package instrument

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/format/fhir"
	"samspil/internal/lang"
)

const (
	ownCanonical = "urn:samspil:questionnaire:"
	municipal    = "http://fhir.kl.dk/ffinst/CodeSystem/KLToolsCodes"
	snomed       = "http://snomed.info/sct"
)

// indexCodes are the codes that others know a scale's figure by, by the scale's id
// (SNOMED CT); a scale that is not here has none.
var indexCodes = map[string]string{"who-5": "1144665009"}

// canonical is what the questionnaire is called in FHIR.
func (d Definition) canonical() string {
	if d.Canonical != "" {
		return d.Canonical
	}
	return ownCanonical + d.ID
}

// Questionnaire is the definition as others read it. One whose words may not be
// passed on is its name and terms only.
func (d Definition) Questionnaire(language string) fhir.Questionnaire {
	q := fhir.Questionnaire{URL: d.canonical(), Version: d.Version, Title: d.Title.In(language), Status: "active", Copyright: d.Licence.Notice}
	if !d.Licence.ItemsIncluded {
		return q
	}
	for _, i := range d.Items {
		w := fhir.Question{LinkID: i.LinkID, Text: i.Text.In(language), Kind: "integer"}
		if len(i.Options) > 0 && i.Options[0].Code != "" {
			w.Kind = "choice"
			for _, o := range i.Options {
				w.Options = append(w.Options, fhir.Option{System: municipal, Code: o.Code, Display: o.Label.In(language), Value: &o.Value})
			}
		}
		q.Questions = append(q.Questions, w)
	}
	return q
}

// Export gives a strand's questionnaire, every set of answers that is kept, and the
// score of each. Who answered is told by role, never by name. An extract is written in
// the log.
func Export(ctx context.Context, f *casefile.Reader, strandID, language string) ([]byte, error) {
	s, err := find(ctx, f, strandID)
	if err != nil {
		return nil, err
	}
	e, ok, err := s.Edition(ctx, f.Tx())
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return nil, err
	}
	answers, err := AnswersOf(ctx, f, strandID)
	if err != nil {
		return nil, err
	}
	out := fhir.File{Questionnaires: []fhir.Questionnaire{e.Questionnaire(language)}}
	part := s.Scale().Part
	for _, r := range s.Ratings {
		a, ok := answers[r.ID]
		if !ok {
			continue
		}
		w := fhir.Response{ID: r.ID, Questionnaire: e.canonical(), Version: a.Version, Authored: r.On.String(), Source: string(s.RaterRole), Status: "completed"}
		if r.Supersedes != "" {
			w.Status = "amended"
		}
		if r.Superseded {
			w.Status = "entered-in-error"
		}
		for _, i := range e.Items {
			if v, given := a.Values[i.LinkID]; given {
				w.Answers = append(w.Answers, i.exported(v))
			}
		}
		out.Responses = append(out.Responses, w)
		if r.Value != nil && !r.Superseded {
			score := fhir.Score{ID: "score-" + r.ID, Response: r.ID, Title: s.Scale().ID, Method: e.ID + "." + part + " " + a.Version + " " + a.Hash, Value: r.Value}
			if code := indexCodes[s.Instrument]; code != "" {
				score.System, score.Code = snomed, code
			}
			out.Scores = append(out.Scores, score)
		}
	}
	if err := f.Record("extract", string(access.Measures), strandID); err != nil {
		return nil, err
	}
	return out.Write()
}

func (i Item) exported(v float64) fhir.Answer {
	for _, o := range i.Options {
		if o.Value == v && o.Code != "" {
			return fhir.Answer{LinkID: i.LinkID, Option: fhir.Option{System: municipal, Code: o.Code, Display: o.Label.In("da"), Value: &v}}
		}
	}
	return fhir.Answer{LinkID: i.LinkID, Number: &v}
}

// Imported is what came of a file: how many sets of answers were taken, and what was
// not, or not as it stood, each with the words for it.
type Imported struct {
	Taken int
	Notes []Note
}

// Note is one thing that is told of a file.
type Note struct {
	Key  string
	Args fault.Args
}

func (r *Imported) say(key string, args fault.Args) { r.Notes = append(r.Notes, Note{key, args}) }

// Import takes the answers to the strand's own questionnaire out of a FHIR file. The
// figure is worked out here; one that came with the file and disagrees is told. The
// same file twice adds nothing.
func Import(ctx context.Context, f *casefile.Writer, strandID string, text []byte) (Imported, error) {
	var out Imported
	if err := f.Need(access.Measures, access.Write); err != nil {
		return out, err
	}
	s, err := find(ctx, &f.Reader, strandID)
	if err != nil {
		return out, err
	}
	e, ok, err := s.Edition(ctx, f.Tx())
	if err == nil && (!ok || !e.Usable()) {
		err = fault.New(fault.Invalid, "instrument.not-usable")
	}
	if err != nil {
		return out, err
	}
	file, err := fhir.Parse(text)
	if err != nil {
		return out, err
	}
	for n, r := range file.Responses {
		if err := out.take(ctx, f, s, e, response{r, n + 1, file.Scores}); err != nil {
			return out, err
		}
	}
	if len(file.Responses) == 0 {
		out.say("instrument.import.nothing", nil)
	}
	left := 0
	for _, n := range file.LeftOut {
		left += n
	}
	if left > 0 {
		out.say("instrument.import.left-out", fault.Args{"n": left})
	}
	return out, nil
}

// response is one set of answers of a file, its place there, and the file's scores.
type response struct {
	fhir.Response
	n      int
	scores []fhir.Score
}

func (out *Imported) take(ctx context.Context, f *casefile.Writer, s Strand, e Edition, r response) error {
	skip := func(key string) error { out.say(key, fault.Args{"n": r.n}); return nil }
	on, err := r.day()
	switch {
	case r.Questionnaire != e.canonical() && r.Questionnaire != ownCanonical+e.ID:
		return skip("instrument.import.other")
	case r.Status != "completed" && r.Status != "amended":
		return skip("instrument.import.status")
	case err != nil || on.IsZero() || on.After(f.Today()) || on.Year() < 1990:
		return skip("instrument.import.date")
	case r.Version != "" && r.Version != e.Version && r.Questionnaire == ownCanonical+e.ID:
		return skip("instrument.import.version")
	}
	a := Answers{RatingID: r.key(s), StrandID: s.ID, On: on, How: Paper, Values: map[string]float64{}}
	if slices.ContainsFunc(s.Ratings, func(o Rating) bool { return o.ID == a.RatingID || o.ID == r.ID }) {
		return skip("instrument.import.twice")
	}
	if slices.ContainsFunc(s.Made(), func(o Rating) bool { return o.On == on }) {
		out.say("instrument.import.same-day", fault.Args{"n": r.n})
	}
	for _, answer := range r.Answers {
		item, ok := e.Item(answer.LinkID)
		if !ok {
			if answer.Text != "" && a.Words == "" {
				a.Words = string([]rune(answer.Text)[:min(maxWords, len([]rune(answer.Text)))])
			}
			continue
		}
		if v, ok := item.valueOf(answer); ok {
			a.Values[item.LinkID] = v
		} else {
			out.say("instrument.import.unknown", fault.Args{"n": r.n, "question": item.LinkID})
		}
	}
	if err := a.check(e.Definition); err != nil {
		return skip("instrument.import.answers")
	}
	if err := RecordAnswers(ctx, f, a); err != nil {
		return err
	}
	out.Taken++
	out.compare(r, e, s.Scale().Part, a)
	return nil
}

// day is the day in Denmark on which it was answered: an instant late in the evening
// by another zone's clock is the next day here.
func (r response) day() (clock.Date, error) {
	if len(r.Authored) <= len("2006-01-02") {
		return clock.ParseDate(r.Authored)
	}
	at, err := time.Parse(time.RFC3339, r.Authored)
	if err != nil {
		return clock.Date{}, fmt.Errorf("read the day of a response: %w", err)
	}
	return clock.DateOf(at), nil
}

// compare tells where a figure that came with the file is not the one worked out.
func (out *Imported) compare(r response, e Edition, part string, a Answers) {
	v, scored := e.Score(part, a.given())
	for _, score := range r.scores {
		if r.ID == "" || score.Response != r.ID || score.Value == nil {
			continue
		}
		if !scored || math.Abs(v-*score.Value) > 1e-9*max(1, math.Abs(*score.Value)) {
			out.say("instrument.import.disagrees", fault.Args{"n": r.n, "theirs": lang.Number(lang.Danish, *score.Value, 2), "ours": lang.Number(lang.Danish, v, 2)})
		}
	}
}

// key is the same for the same response of the same strand, so that a file can be
// taken twice.
func (r response) key(s Strand) string {
	id := r.ID
	if id == "" {
		id = r.Authored + fmt.Sprint(r.Answers)
	}
	sum := sha256.Sum256([]byte("fhir|" + s.CourseID + "|" + s.ID + "|" + id))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// valueOf reads an answer by its code, by its number, or by what the file says the
// option is worth.
func (i Item) valueOf(a fhir.Answer) (float64, bool) {
	for _, o := range i.Options {
		if a.Code != "" && strings.EqualFold(o.Code, a.Code) {
			return o.Value, true
		}
	}
	switch {
	case a.Number != nil:
		return *a.Number, true
	case a.Value != nil:
		return *a.Value, true
	}
	return 0, false
}
