package fhir

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(v float64) *float64 { return &v }

// A response as municipal systems write it: choices by code, a remark, no total.
const municipal = `{"resourceType":"QuestionnaireResponse","id":"r1","questionnaire":"http://example.org/Questionnaire/five|2","status":"completed",
 "authored":"2026-09-01T10:00:00+02:00","source":{"reference":"Patient/p1"},"author":{"display":"En konsulent"},
 "item":[{"linkId":"happy","answer":[{"valueCoding":{"system":"urn:codes","code":"abc"}}]},{"linkId":"calm","answer":[{"valueInteger":3}]},
  {"linkId":"skipped"},{"linkId":"comment","answer":[{"valueString":"en god uge"}]}]}`

// Groups within groups, questions under an answer, a weight on the answer, answers
// that are of no use here.
const nested = `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:1","resource":
 {"resourceType":"QuestionnaireResponse","status":"amended","item":[{"linkId":"g","item":[{"linkId":"g.1","answer":[
   {"valueCoding":{"code":"often","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":2}]},"item":[{"linkId":"g.1.a","answer":[{"valueDecimal":0.5}]}]}]},
   {"linkId":"g.2","answer":[{"valueBoolean":true}]}]}]}},
 {"resource":{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://snomed.info/sct","code":"1144665009"}]},"valueInteger":48,"derivedFrom":[{"reference":"QuestionnaireResponse/r1"}]}},
 {"resource":{"resourceType":"Patient","name":[{"family":"x"}]}},{"fullUrl":"urn:uuid:2"}]}`

const form = `{"resourceType":"Questionnaire","url":"urn:q","version":"1","title":"Fem","status":"active","item":[{"linkId":"g","type":"group","item":[
 {"linkId":"a","text":"Glad?","type":"choice","answerOption":[{"valueCoding":{"code":"n","display":"Nej","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":0}]}},
  {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":1}],"valueCoding":{"code":"j","display":"Ja"}},{"valueInteger":7}]}]}]}`

func TestParse(t *testing.T) {
	got, err := Parse([]byte(municipal))
	want := File{LeftOut: map[string]int{}, Responses: []Response{{ID: "r1", Questionnaire: "http://example.org/Questionnaire/five", Version: "2", Status: "completed",
		Authored: "2026-09-01T10:00:00+02:00", Source: "Patient/p1", Author: "En konsulent", Answers: []Answer{
			{LinkID: "happy", Option: Option{System: "urn:codes", Code: "abc"}}, {LinkID: "calm", Number: at(3)}, {LinkID: "comment", Text: "en god uge"}}}}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	got, err = Parse([]byte(nested))
	want = File{LeftOut: map[string]int{"Patient": 1}, Responses: []Response{{Status: "amended", Answers: []Answer{
		{LinkID: "g.1", Option: Option{Code: "often", Value: at(2)}}, {LinkID: "g.1.a", Number: at(.5)}}}},
		Scores: []Score{{ID: "o", Response: "r1", System: "http://snomed.info/sct", Code: "1144665009", Value: at(48)}}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	got, err = Parse([]byte(form))
	if q := got.Questionnaires; err != nil || len(q) != 1 || len(q[0].Questions[0].Questions[0].Options) != 3 {
		t.Fatal(got, err)
	}
	for i, o := range got.Questionnaires[0].Questions[0].Questions[0].Options {
		if want := []float64{0, 1, 7}[i]; o.Value == nil || *o.Value != want {
			t.Errorf("option %d is worth %v", i, o.Value)
		}
	}
}

func TestWhatIsNotRead(t *testing.T) {
	deep := strings.Repeat(`{"linkId":"x","item":[`, 40) + strings.Repeat(`]}`, 40)
	for name, text := range map[string]string{
		"nothing":       "",
		"no resource":   `{"a":1}`,
		"a list":        `[1]`,
		"another shape": `{"resourceType":"QuestionnaireResponse","item":{"linkId":3}}`,
		"too deep":      `{"resourceType":"QuestionnaireResponse","item":[` + deep + `]}`,
		"too many":      `{"resourceType":"QuestionnaireResponse","item":[` + strings.TrimSuffix(strings.Repeat(`{"linkId":"x"},`, mostItems+1), ",") + `]}`,
		"entries":       `{"resourceType":"Bundle","entry":[` + strings.TrimSuffix(strings.Repeat(`{},`, mostEntries+1), ",") + `]}`,
		"too big":       strings.Repeat(" ", MostBytes+1),
	} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// What is written is read again as it was.
func TestThereAndBack(t *testing.T) {
	for i, text := range []string{municipal, nested, form} {
		f, err := Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		back(t, fmt.Sprint(i), f)
	}
}

func back(t *testing.T, name string, f File) {
	t.Helper()
	f.LeftOut = map[string]int{}
	whole, err := f.Write()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(whole)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if d := cmp.Diff(len(f.Responses), len(got.Responses)); d != "" {
		t.Error(name, d)
	}
	for i := range got.Responses {
		if d := cmp.Diff(f.Responses[i].Answers, got.Responses[i].Answers); d != "" {
			t.Error(name, d)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{municipal, nested, form} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Parse(text)
		if err != nil {
			return
		}
		if _, err := got.Write(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
