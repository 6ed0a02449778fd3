package instrument

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAnswersInWordsAreReadInTheirOrder(t *testing.T) {
	d, _ := DefinitionNamed("cyrm-r")
	option := func(v float64) string {
		return fmt.Sprintf(`{"valueCoding":{"code":"c%v","display":"svar %v","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":%v}]}}`, v, v, v)
	}
	file := func(last string) []byte {
		var items []string
		for n, i := range d.Items {
			var options []string
			for v := i.Max; v >= i.Min; v-- {
				options = append(options, option(v))
			}
			if n == len(d.Items)-1 && last != "" {
				options[0] = last
			}
			items = append(items, fmt.Sprintf(`{"linkId":%q,"type":"choice","text":"Spørgsmål","answerOption":[%s]}`, i.LinkID, strings.Join(options, ",")))
		}
		return []byte(`{"resourceType":"Questionnaire","status":"active","item":[` + strings.Join(items, ",") + `]}`)
	}
	for name, c := range map[string]struct {
		last string
		want []string
	}{
		"the same for all": {"", []string{"svar 1", "svar 2", "svar 3", "svar 4", "svar 5"}},
		"one has another":  {strings.Replace(option(5), "svar 5", "noget andet", 1), nil},
		"one has no value": {`{"valueString":"svar 5"}`, nil},
	} {
		got, err := Edition{Definition: d}.WordingOf(file(c.last))
		if err != nil || len(got.Questions) != len(d.Items) || !slices.Equal(got.Labels, c.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}
