package instrument

import (
	"slices"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/format/fhir"
)

// Wording is the text of a questionnaire as a file has it: a line for each question and
// for each answer, in our order. Labels are empty where the answers differ from
// question to question or have no words.
type Wording struct{ Questions, Labels []string }

// WordingOf takes the words of this questionnaire's questions out of a FHIR file that
// holds it, known by its canonical name or by its questions' ids. Nothing is kept: an
// administrator looks at them first and records them with the terms.
func (e Edition) WordingOf(text []byte) (Wording, error) {
	file, err := fhir.Parse(text)
	if err != nil {
		return Wording{}, err
	}
	if len(file.Questionnaires) == 0 {
		return Wording{}, fault.New(fault.Invalid, "instrument.wording.none")
	}
	for _, q := range file.Questionnaires {
		asked := map[string]fhir.Question{}
		gather(asked, q.Questions)
		lacking := 0
		for _, i := range e.Items {
			if strings.TrimSpace(asked[i.LinkID].Text) == "" {
				lacking++
			}
		}
		named := q.URL == e.canonical() || q.URL == ownCanonical+e.ID
		switch {
		case len(e.Items) == 0 || !named && lacking > 0:
			continue
		case lacking > 0:
			return Wording{}, fault.New(fault.Invalid, "instrument.wording.lacks", fault.Args{"n": lacking, "of": len(e.Items)})
		}
		return e.wording(asked), nil
	}
	return Wording{}, fault.New(fault.Invalid, "instrument.wording.other")
}

func (e Edition) wording(asked map[string]fhir.Question) Wording {
	var w Wording
	for n, i := range e.Items {
		w.Questions = append(w.Questions, oneLine(asked[i.LinkID].Text))
		if labels := labelsOf(i, asked[i.LinkID].Options); n == 0 {
			w.Labels = labels
		} else if !slices.Equal(labels, w.Labels) {
			w.Labels = nil
		}
	}
	return w
}

// labelsOf are the words of the answers from the least; nil where they are not just
// the answers of our question.
func labelsOf(i Item, options []fhir.Option) []string {
	choices := i.Choices()
	if len(options) != len(choices) {
		return nil
	}
	var out []string
	for _, c := range choices {
		k := slices.IndexFunc(options, func(o fhir.Option) bool { return o.Value != nil && *o.Value == c.Value })
		if k < 0 || strings.TrimSpace(options[k].Display) == "" {
			return nil
		}
		out = append(out, oneLine(options[k].Display))
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func gather(into map[string]fhir.Question, all []fhir.Question) {
	for _, q := range all {
		if _, twice := into[q.LinkID]; !twice {
			into[q.LinkID] = q
		}
		gather(into, q.Questions)
	}
}
