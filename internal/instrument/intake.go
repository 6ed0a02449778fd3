package instrument

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
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
	"samspil/internal/method/score"
)

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
// same file twice adds nothing; amended answers to a response that is here are kept
// as a correction of it.
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
	kept, err := AnswersOf(ctx, &f.Reader, strandID)
	if err != nil {
		return out, err
	}
	in := intake{strand: s, edition: e, kept: kept}
	for n, r := range file.Responses {
		if err := in.take(ctx, f, response{r, n + 1, file.Scores}); err != nil {
			return in.Imported, err
		}
	}
	out = in.Imported
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

// intake is a file being taken into one strand, whose measurements grow with it.
type intake struct {
	Imported
	strand  Strand
	edition Edition
	kept    map[string]Answers // by measurement
}

func (in *intake) take(ctx context.Context, f *casefile.Writer, r response) error {
	s, e := in.strand, in.edition
	skip := func(key string) error { in.say(key, fault.Args{"n": r.n}); return nil }
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
	unknown := a.read(e, r.Answers)
	if !in.amends(&a, r) {
		return skip("instrument.import.twice")
	}
	if a.Supersedes == "" && slices.ContainsFunc(s.Made(), func(o Rating) bool { return o.On == on }) {
		in.say("instrument.import.same-day", fault.Args{"n": r.n})
	}
	for _, question := range unknown {
		in.say("instrument.import.unknown", fault.Args{"n": r.n, "question": question})
	}
	if err := a.check(e.Definition); err != nil {
		return skip("instrument.import.answers")
	}
	if err := RecordAnswers(ctx, f, a); err != nil {
		return err
	}
	in.Taken++
	if a.Supersedes != "" {
		in.say("instrument.import.amended", fault.Args{"n": r.n})
	}
	if _, scored := e.Score(s.Scale().Part, a.given()); !scored {
		items := e.Rule(e.part(s.Scale().Part)).Items
		given := slices.DeleteFunc(slices.Clone(items), func(i score.Item) bool { _, ok := a.Values[i.ID]; return !ok })
		in.say("instrument.import.too-few", fault.Args{"n": r.n, "given": len(given), "of": len(items)})
	}
	in.keep(a)
	in.compare(r, e, s.Scale().Part, a)
	return nil
}

// read puts in the answers of a file and returns the questions whose answer is not
// one of the questionnaire's. Words to no question of ours are kept as a remark.
func (a *Answers) read(e Edition, all []fhir.Answer) (unknown []string) {
	for _, answer := range all {
		item, ok := e.Item(answer.LinkID)
		if !ok {
			if answer.Text != "" && a.Words == "" {
				a.Words = strings.TrimSpace(string([]rune(answer.Text)[:min(maxWords, len([]rune(answer.Text)))]))
			}
			continue
		}
		if v, ok := item.valueOf(answer); ok {
			a.Values[item.LinkID] = v
		} else {
			unknown = append(unknown, item.LinkID)
		}
	}
	return unknown
}

// amends tells whether the answers are to be taken: they are not here yet, or they are
// the amended answers of a response that is here and says something else. Then they
// are given a place of their own, as a correction of what stands now. What this
// strand itself sent out is never taken back in.
func (in *intake) amends(a *Answers, r response) bool {
	here := func(id string) bool {
		return slices.ContainsFunc(in.strand.Ratings, func(o Rating) bool { return o.ID == id })
	}
	if r.ID != "" && here(r.ID) {
		return false
	}
	if !here(a.RatingID) {
		return true
	}
	standing := in.standing(a.RatingID)
	was := in.kept[standing.ID]
	if r.Status != "amended" || standing.On == a.On && maps.Equal(was.Values, a.Values) && (a.Words == "" || standing.Words == a.Words) {
		return false
	}
	a.RatingID, a.Supersedes = r.amendment(in.strand), standing.ID
	return !here(a.RatingID)
}

// standing is the measurement that now stands for the one of that id.
func (in *intake) standing(id string) Rating {
	var out Rating
	for range in.strand.Ratings { // no longer chain than there are measurements
		i := slices.IndexFunc(in.strand.Ratings, func(o Rating) bool { return o.ID == id })
		if i >= 0 {
			out = in.strand.Ratings[i]
		}
		next := slices.IndexFunc(in.strand.Ratings, func(o Rating) bool { return o.Supersedes == id })
		if next < 0 {
			break
		}
		id = in.strand.Ratings[next].ID
	}
	return out
}

// keep counts what was recorded among the strand's measurements, for the rest of the file.
func (in *intake) keep(a Answers) {
	r := Rating{ID: a.RatingID, StrandID: a.StrandID, On: a.On, Words: a.Words, Supersedes: a.Supersedes}
	if v, scored := in.edition.Score(in.strand.Scale().Part, a.given()); scored {
		r.Value = &v
	}
	for i := range in.strand.Ratings {
		in.strand.Ratings[i].Superseded = in.strand.Ratings[i].Superseded || in.strand.Ratings[i].ID == a.Supersedes
	}
	in.strand.Ratings, in.kept[a.RatingID] = append(in.strand.Ratings, r), a
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
		id = r.Authored + r.said()
	}
	return keyOf(s, id)
}

// amendment is the same for the same amended answers to the same response.
func (r response) amendment(s Strand) string {
	return keyOf(s, "amended|"+r.ID+"|"+r.Authored+"|"+r.said())
}

// said is what was answered as one text that is the same every time.
func (r response) said() string {
	text, err := json.Marshal(r.Answers)
	if err != nil { // texts and numbers always encode
		return ""
	}
	return string(text)
}

func keyOf(s Strand, id string) string {
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
