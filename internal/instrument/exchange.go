package instrument

import (
	"context"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/format/fhir"
	"samspil/internal/login"
)

const (
	ownCanonical = "urn:samspil:questionnaire:"
	municipal    = "http://fhir.kl.dk/ffinst/CodeSystem/KLToolsCodes"
	snomed       = "http://snomed.info/sct"
)

// indexCodes are the codes that others know a scale's figure by, by the scale's id
// (SNOMED CT); a scale that is not here has none.
var indexCodes = map[string]string{"who-5": "1144665009"}

// remarks are the questions that others ask for a remark by, by the canonical name of
// the questionnaire.
var remarks = map[string]string{"http://fhir.kl.dk/ffinst/Questionnaire/KLToolsCareWHO5": "who5comment"}

// SendsWords reports whether the remarks to the answers go out with them: the
// questionnaire has a place for them that others know.
func (d Definition) SendsWords() bool { return remarks[d.Canonical] != "" }

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
// score of each. Who answered and who wrote it down is told by role, never by name; what
// was remarked goes along where the questionnaire has a place for it that others know.
// An extract is written in the log.
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
	staff, err := login.Staff(ctx, f.Tx().Tx)
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
		w.Author = string(staff[r.EnteredBy].Role)
		if r.EnteredBy == f.Actor.ID {
			w.Author = string(f.Actor.Role)
		}
		for _, i := range e.Items {
			if v, given := a.Values[i.LinkID]; given {
				w.Answers = append(w.Answers, i.exported(v))
			}
		}
		if link := remarks[e.Canonical]; link != "" && r.Words != "" && r.Words != a.tooFew(e.Definition, part) {
			w.Answers = append(w.Answers, fhir.Answer{LinkID: link, Text: r.Words})
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
