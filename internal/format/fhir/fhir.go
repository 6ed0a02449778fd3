// Package fhir reads and writes questionnaires, the answers to them and their scores
// in the form that health and municipal systems exchange them in (HL7 FHIR R4:
// Questionnaire, QuestionnaireResponse and Observation, alone or in a Bundle).
//
// Only what a series of measurements is made of is kept; whatever else a file holds
// is told by name and left out. A score that came with the answers is handed on as it
// was said, to be compared and never used.
package fhir

import (
	"encoding/json"
	"strings"

	"samspil/internal/fault"
)

// What a file may hold at most.
const (
	MostBytes   = 8 << 20
	mostEntries = 5000
	mostItems   = 2000 // questions of one questionnaire, answers of one response
	mostDepth   = 12   // groups within groups
	longest     = 4000 // characters of one text
)

// Where a value of an answer is said: R4 and its successors.
var weights = []string{"http://hl7.org/fhir/StructureDefinition/ordinalValue", "http://hl7.org/fhir/StructureDefinition/itemWeight"}

// Option is one answer offered.
type Option struct {
	System, Code, Display string
	Value                 *float64
}

// Question is one question or a group of them.
type Question struct {
	LinkID, Text string
	Kind         string // "group", "choice", "integer", "decimal", "text" …
	Options      []Option
	Questions    []Question
}

// Questionnaire is a form. One without Questions tells only that it exists.
type Questionnaire struct {
	URL, Version, Title, Status, Copyright string
	Questions                              []Question
}

// Answer is what was answered to one question, flat: groups are left out.
type Answer struct {
	LinkID string
	Option          // of a choice; its Value where the file says one
	Number *float64 // of a number
	Text   string
}

// Response is one person's answers on one day.
type Response struct {
	ID            string
	Questionnaire string // canonical, without the version
	Version       string // "" where the file says none
	Status        string // completed, amended, entered-in-error, in-progress, stopped
	Authored      string // as written; a date or an instant
	Source        string // whose answers, as the file names them
	Author        string // who wrote them down
	Answers       []Answer
}

// Score is a figure that somebody has worked out from a response.
type Score struct {
	ID, Response        string // the response it is derived from
	System, Code, Title string
	Method              string // how it was worked out: definition and version
	Value               *float64
}

// File is what a file holds.
type File struct {
	Questionnaires []Questionnaire
	Responses      []Response
	Scores         []Score
	LeftOut        map[string]int // resources of other kinds, by name
}

// Parse reads a resource or a Bundle of them. A file that is none, or is larger than
// what is read, is an Invalid fault.
func Parse(text []byte) (File, error) {
	if len(text) > MostBytes {
		return File{}, fault.New(fault.Invalid, "instrument.fhir.too-big", fault.Args{"max": MostBytes >> 20})
	}
	var head wireHead
	if err := json.Unmarshal(text, &head); err != nil || head.ResourceType == "" {
		return File{}, fault.New(fault.Invalid, "instrument.fhir.not-fhir")
	}
	out := File{LeftOut: map[string]int{}}
	if head.ResourceType != "Bundle" {
		return out, out.add(text)
	}
	var bundle wireBundle
	if err := json.Unmarshal(text, &bundle); err != nil {
		return File{}, fault.New(fault.Invalid, "instrument.fhir.not-fhir")
	}
	if len(bundle.Entry) > mostEntries {
		return File{}, fault.New(fault.Invalid, "instrument.fhir.too-many", fault.Args{"max": mostEntries})
	}
	for _, e := range bundle.Entry {
		if len(e.Resource) == 0 {
			continue
		}
		if err := out.add(e.Resource); err != nil {
			return File{}, err
		}
	}
	return out, nil
}

func (f *File) add(text []byte) error {
	var head wireHead
	if err := json.Unmarshal(text, &head); err != nil {
		return fault.New(fault.Invalid, "instrument.fhir.not-fhir")
	}
	var err error
	switch head.ResourceType {
	case "Questionnaire":
		var w wireQuestionnaire
		if err = json.Unmarshal(text, &w); err == nil {
			var q Questionnaire
			if q, err = w.read(); err == nil {
				f.Questionnaires = append(f.Questionnaires, q)
			}
		}
	case "QuestionnaireResponse":
		var w wireResponse
		if err = json.Unmarshal(text, &w); err == nil {
			var r Response
			if r, err = w.read(); err == nil {
				f.Responses = append(f.Responses, r)
			}
		}
	case "Observation":
		var w wireObservation
		if err = json.Unmarshal(text, &w); err == nil {
			f.Scores = append(f.Scores, w.read())
		}
	default:
		f.LeftOut[cut(head.ResourceType, 64)]++
	}
	if err != nil && fault.KindOf(err) != fault.Invalid {
		return fault.New(fault.Invalid, "instrument.fhir.not-fhir")
	}
	return err
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// canonical divides "url|version".
func canonical(s string) (url, version string) {
	url, version, _ = strings.Cut(s, "|")
	return cut(url, 500), cut(version, 100)
}
