package fhir

import (
	"encoding/json"
	"fmt"
)

// Write gives a Bundle of everything in the file, questionnaires first. LeftOut is
// not written.
func (f File) Write() ([]byte, error) {
	bundle := wireBundle{ResourceType: "Bundle", Type: "collection", Entry: []wireEntry{}}
	add := func(resource any) error {
		text, err := json.Marshal(resource)
		if err != nil {
			return fmt.Errorf("write FHIR: %w", err)
		}
		bundle.Entry = append(bundle.Entry, wireEntry{Resource: text})
		return nil
	}
	for _, q := range f.Questionnaires {
		if err := add(wireQuestionnaire{"Questionnaire", q.URL, q.Version, q.Title, q.Status, q.Copyright, items(q.Questions)}); err != nil {
			return nil, err
		}
	}
	for _, r := range f.Responses {
		if err := add(r.wire()); err != nil {
			return nil, err
		}
	}
	for _, s := range f.Scores {
		if err := add(s.wire()); err != nil {
			return nil, err
		}
	}
	text, err := json.MarshalIndent(bundle, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write FHIR: %w", err)
	}
	return append(text, '\n'), nil
}

func items(all []Question) []wireItem {
	var out []wireItem
	for _, q := range all {
		w := wireItem{LinkID: q.LinkID, Text: q.Text, Type: q.Kind, Item: items(q.Questions)}
		for _, o := range q.Options {
			w.AnswerOption = append(w.AnswerOption, wireOption{ValueCoding: o.wire()})
		}
		out = append(out, w)
	}
	return out
}

func (o Option) wire() *wireCoding {
	c := wireCoding{System: o.System, Code: o.Code, Display: o.Display}
	if o.Value != nil {
		c.Extension = []wireExtension{{URL: weights[0], ValueDecimal: o.Value}}
	}
	return &c
}

func (r Response) wire() wireResponse {
	w := wireResponse{ResourceType: "QuestionnaireResponse", ID: r.ID, Questionnaire: r.Questionnaire, Status: r.Status, Authored: r.Authored}
	if r.Version != "" {
		w.Questionnaire += "|" + r.Version
	}
	if r.Source != "" {
		w.Source = &wireReference{Display: r.Source}
	}
	if r.Author != "" {
		w.Author = &wireReference{Display: r.Author}
	}
	for _, a := range r.Answers {
		answer := wireAnswer{ValueString: a.Text}
		if a.Code != "" {
			answer.ValueCoding = a.wire()
		} else if a.Number != nil && *a.Number == float64(int64(*a.Number)) {
			answer.ValueInteger = a.Number
		} else {
			answer.ValueDecimal = a.Number
		}
		w.Item = append(w.Item, wireAnswered{LinkID: a.LinkID, Answer: []wireAnswer{answer}})
	}
	return w
}

func (s Score) wire() wireObservation {
	w := wireObservation{ResourceType: "Observation", ID: s.ID, Status: "final", Code: wireConcept{Text: s.Title}, ValueQuantity: &wireQuantity{s.Value},
		DerivedFrom: []wireReference{{Reference: "QuestionnaireResponse/" + s.Response}}}
	if s.Code != "" {
		w.Code.Coding = []wireCoding{{System: s.System, Code: s.Code}}
	}
	if s.Method != "" {
		w.Method = &wireConcept{Text: s.Method}
	}
	return w
}
