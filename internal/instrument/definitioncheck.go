package instrument

import (
	"regexp"
	"slices"

	"samspil/internal/fault"
	"samspil/internal/method/score"
	"samspil/internal/method/singlecase"
)

const (
	mostItems   = 200
	mostAnswers = 20
	longestText = 600 // characters of a question
)

var (
	definitionForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,40}$`)
	versionForm    = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,20}$`)
	linkForm       = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$`)
)

// check finds what is wrong with a definition.
func (d Definition) check() error {
	var p fault.Problems
	wrong := func(field string, is bool) {
		if is {
			p.Add(field, "instrument.definition.broken")
		}
	}
	wrong("id", !definitionForm.MatchString(d.ID))
	wrong("version", !versionForm.MatchString(d.Version))
	wrong("title", d.Title["da"] == "" || d.Title["en"] == "")
	wrong("licence", !slices.Contains([]string{"free", "permission", "licensed", "own"}, d.Licence.Status) || d.Licence.Source == "")
	wrong("design", d.Design != singlecase.Repeated && d.Design != singlecase.PrePost)
	wrong("items", len(d.Items) > mostItems)
	wrong("scales", len(d.Parts) == 0 || len(d.Parts) > mostAnswers)
	wrong("respondents", len(d.Respondents) == 0)
	for _, role := range d.Respondents {
		wrong("respondents", !slices.Contains(RaterRoles, role))
	}
	d.checkItems(wrong)
	d.checkParts(wrong)
	if c := d.Change; c != nil {
		wrong("change", c.Source == "" || c.SEM < 0 || c.SD < 0 || c.Reliability < 0 || c.Reliability >= 1)
		wrong("change", c.Reliability > 0 && c.ReliabilityType != "test-retest") // an alpha is no retest
	}
	for _, c := range d.Known {
		_, known := d.Part(c.Scale)
		wrong("known_here", !known || c.Source == "" || !(c.error() > 0) || !(c.Reliability < 1))
	}
	for _, b := range d.Bands {
		_, known := d.Part(b.Scale)
		wrong("bands", !known || b.Source == "" || b.From > b.To || b.Label["da"] == "" || b.Label["en"] == "")
	}
	for _, c := range d.Comparable {
		wrong("comparable_versions", c.Version == "" || c.Reason == "")
	}
	return p.Err()
}

func (d Definition) checkItems(wrong func(string, bool)) {
	seen := map[string]bool{}
	for _, i := range d.Items {
		wrong("items", !linkForm.MatchString(i.LinkID) || seen[i.LinkID] || !(i.Min < i.Max) || len(i.Options) > mostAnswers)
		seen[i.LinkID] = true
		for _, text := range i.Text {
			wrong("items", len([]rune(text)) > longestText)
		}
		values := map[float64]bool{}
		for _, o := range i.Options {
			wrong("items", !(i.Min <= o.Value && o.Value <= i.Max) || values[o.Value])
			values[o.Value] = true
		}
	}
}

func (d Definition) checkParts(wrong func(string, bool)) {
	seen := map[string]bool{}
	for _, s := range d.Parts {
		wrong("scales", !definitionForm.MatchString(s.ID) || seen[s.ID] || !(s.Min < s.Max) || !(s.Step > 0) || !(s.Multiplier > 0))
		wrong("scales", s.Op != score.Sum && s.Op != score.Mean || s.Missing != "none" && s.Missing != "prorate")
		wrong("scales", s.Better != "higher" && s.Better != "lower" || s.Level != "ordinal" && s.Level != "interval")
		wrong("scales", s.MinAnswered < 0 || s.MinAnswered > len(s.LinkIDs) || s.Source == "")
		seen[s.ID] = true
		for _, id := range s.LinkIDs {
			_, ok := d.Item(id)
			wrong("scales", !ok)
		}
	}
}
