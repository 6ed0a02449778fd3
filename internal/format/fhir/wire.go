package fhir

import (
	"encoding/json"
	"slices"

	"samspil/internal/fault"
)

type wireHead struct {
	ResourceType string `json:"resourceType"`
}

type wireBundle struct {
	ResourceType string      `json:"resourceType"`
	Type         string      `json:"type"`
	Entry        []wireEntry `json:"entry"`
}

type wireEntry struct {
	FullURL  string          `json:"fullUrl,omitempty"`
	Resource json.RawMessage `json:"resource,omitempty"`
}

type wireExtension struct {
	URL          string   `json:"url"`
	ValueDecimal *float64 `json:"valueDecimal,omitempty"`
	ValueInteger *float64 `json:"valueInteger,omitempty"`
}

type wireCoding struct {
	Extension []wireExtension `json:"extension,omitempty"`
	System    string          `json:"system,omitempty"`
	Code      string          `json:"code,omitempty"`
	Display   string          `json:"display,omitempty"`
}

type wireOption struct {
	Extension    []wireExtension `json:"extension,omitempty"`
	ValueCoding  *wireCoding     `json:"valueCoding,omitempty"`
	ValueInteger *float64        `json:"valueInteger,omitempty"`
	ValueString  string          `json:"valueString,omitempty"`
}

type wireItem struct {
	LinkID       string       `json:"linkId"`
	Text         string       `json:"text,omitempty"`
	Type         string       `json:"type"`
	AnswerOption []wireOption `json:"answerOption,omitempty"`
	Item         []wireItem   `json:"item,omitempty"`
}

type wireQuestionnaire struct {
	ResourceType string     `json:"resourceType"`
	URL          string     `json:"url,omitempty"`
	Version      string     `json:"version,omitempty"`
	Title        string     `json:"title,omitempty"`
	Status       string     `json:"status"`
	Copyright    string     `json:"copyright,omitempty"`
	Item         []wireItem `json:"item,omitempty"`
}

type wireAnswer struct {
	ValueCoding  *wireCoding    `json:"valueCoding,omitempty"`
	ValueInteger *float64       `json:"valueInteger,omitempty"`
	ValueDecimal *float64       `json:"valueDecimal,omitempty"`
	ValueString  string         `json:"valueString,omitempty"`
	Item         []wireAnswered `json:"item,omitempty"`
}

type wireAnswered struct {
	LinkID string         `json:"linkId"`
	Answer []wireAnswer   `json:"answer,omitempty"`
	Item   []wireAnswered `json:"item,omitempty"`
}

type wireReference struct {
	Reference string `json:"reference,omitempty"`
	Display   string `json:"display,omitempty"`
}

func (r *wireReference) words() string {
	switch {
	case r == nil:
		return ""
	case r.Display != "":
		return cut(r.Display, 200)
	}
	return cut(r.Reference, 200)
}

type wireResponse struct {
	ResourceType  string         `json:"resourceType"`
	ID            string         `json:"id,omitempty"`
	Questionnaire string         `json:"questionnaire,omitempty"`
	Status        string         `json:"status"`
	Authored      string         `json:"authored,omitempty"`
	Author        *wireReference `json:"author,omitempty"`
	Source        *wireReference `json:"source,omitempty"`
	Item          []wireAnswered `json:"item,omitempty"`
}

type wireConcept struct {
	Coding []wireCoding `json:"coding,omitempty"`
	Text   string       `json:"text,omitempty"`
}

type wireQuantity struct {
	Value *float64 `json:"value,omitempty"`
}

type wireObservation struct {
	ResourceType  string          `json:"resourceType"`
	ID            string          `json:"id,omitempty"`
	Status        string          `json:"status"`
	Code          wireConcept     `json:"code"`
	Method        *wireConcept    `json:"method,omitempty"`
	DerivedFrom   []wireReference `json:"derivedFrom,omitempty"`
	ValueInteger  *float64        `json:"valueInteger,omitempty"`
	ValueQuantity *wireQuantity   `json:"valueQuantity,omitempty"`
}

func weight(all []wireExtension) *float64 {
	for _, e := range all {
		if !slices.Contains(weights, e.URL) {
			continue
		}
		if e.ValueDecimal != nil {
			return e.ValueDecimal
		}
		return e.ValueInteger
	}
	return nil
}

func (c *wireCoding) option() Option {
	return Option{System: cut(c.System, 500), Code: cut(c.Code, 200), Display: cut(c.Display, longest), Value: weight(c.Extension)}
}

func (w wireQuestionnaire) read() (Questionnaire, error) {
	n := 0
	items, err := questions(w.Item, 0, &n)
	return Questionnaire{URL: cut(w.URL, 500), Version: cut(w.Version, 100), Title: cut(w.Title, longest), Status: cut(w.Status, 40),
		Copyright: cut(w.Copyright, longest), Questions: items}, err
}

// room counts one more and refuses what is too deep or too much.
func room(depth int, n *int) error {
	*n++
	if depth >= mostDepth || *n > mostItems {
		return fault.New(fault.Invalid, "instrument.fhir.too-many", fault.Args{"max": mostItems})
	}
	return nil
}

func questions(items []wireItem, depth int, n *int) ([]Question, error) {
	var out []Question
	for _, i := range items {
		if err := room(depth, n); err != nil {
			return nil, err
		}
		q := Question{LinkID: cut(i.LinkID, 200), Text: cut(i.Text, longest), Kind: cut(i.Type, 40)}
		for _, o := range i.AnswerOption {
			if err := room(depth, n); err != nil {
				return nil, err
			}
			option := Option{Display: cut(o.ValueString, longest), Value: o.ValueInteger}
			if o.ValueCoding != nil {
				option = o.ValueCoding.option()
			}
			if option.Value == nil {
				option.Value = weight(o.Extension)
			}
			q.Options = append(q.Options, option)
		}
		var err error
		if q.Questions, err = questions(i.Item, depth+1, n); err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

func (w wireResponse) read() (Response, error) {
	r := Response{ID: cut(w.ID, 100), Status: cut(w.Status, 40), Authored: cut(w.Authored, 60), Source: w.Source.words(), Author: w.Author.words()}
	r.Questionnaire, r.Version = canonical(w.Questionnaire)
	n := 0
	return r, r.flatten(w.Item, 0, &n)
}

// flatten takes the answers out of their groups, also those asked under an answer.
func (r *Response) flatten(items []wireAnswered, depth int, n *int) error {
	for _, i := range items {
		if err := room(depth, n); err != nil {
			return err
		}
		for _, a := range i.Answer {
			if err := room(depth, n); err != nil {
				return err
			}
			answer := Answer{LinkID: cut(i.LinkID, 200), Number: a.ValueInteger, Text: cut(a.ValueString, longest)}
			if a.ValueDecimal != nil {
				answer.Number = a.ValueDecimal
			}
			if a.ValueCoding != nil {
				answer.Option = a.ValueCoding.option()
			}
			if answer.Number != nil || answer.Text != "" || a.ValueCoding != nil {
				r.Answers = append(r.Answers, answer)
			}
			if err := r.flatten(a.Item, depth+1, n); err != nil {
				return err
			}
		}
		if err := r.flatten(i.Item, depth+1, n); err != nil {
			return err
		}
	}
	return nil
}

func (w wireObservation) read() Score {
	s := Score{ID: cut(w.ID, 100), Title: cut(w.Code.Text, longest), Value: w.ValueInteger}
	if len(w.Code.Coding) > 0 {
		s.System, s.Code = cut(w.Code.Coding[0].System, 500), cut(w.Code.Coding[0].Code, 200)
	}
	if w.ValueQuantity != nil && w.ValueQuantity.Value != nil {
		s.Value = w.ValueQuantity.Value
	}
	if w.Method != nil {
		s.Method = cut(w.Method.Text, 200)
	}
	for _, d := range w.DerivedFrom {
		const kind = "QuestionnaireResponse/"
		if len(d.Reference) > len(kind) && d.Reference[:len(kind)] == kind {
			s.Response = cut(d.Reference[len(kind):], 100)
		}
	}
	return s
}
