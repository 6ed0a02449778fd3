package web

import (
	"fmt"
	"slices"

	"samspil/internal/lang"
)

// control is a form field as the partials draw it.
type control struct {
	ID, Name           string
	Label, Hint        string
	Value              string
	Problem            string
	Theirs             string
	HasTheirs          bool
	Type, Width        string
	Suffix             string
	Autocomplete, Mode string // the browser's autocomplete and inputmode
	Rows, Max          int
	Optional           bool
	Inline             bool
	Quiet              bool // the label is for those who hear the page only
	LabelledBy         string
	Big                bool
	Choices            []choice
}

type choice struct {
	ID, Value, Label, Hint string
	On                     bool
}

// DescribedBy are the ids of what explains the field.
func (c control) DescribedBy() string {
	s := ""
	if c.Hint != "" {
		s = c.ID + "-hint"
	}
	if c.Problem != "" {
		s += " " + c.ID + "-error"
	}
	return s
}

func newControl(l lang.Lang, f Form, name, key string, opts []any) (control, error) {
	c := control{ID: "f-" + name, Name: name, Type: "text", Value: f.Value(name), Rows: 4, Width: "l"}
	if key != "" {
		c.Label = lang.T(l, key, nil)
	}
	if p := f.Problem(name); p.Key != "" {
		c.Problem = lang.T(l, p.Key, local(l, p.Args))
	}
	c.Theirs, c.HasTheirs = f.Theirs(name)
	if len(opts)%2 != 0 {
		return c, fmt.Errorf("field %s: options need pairs", name)
	}
	for i := 0; i < len(opts); i += 2 {
		option, _ := opts[i].(string)
		if err := c.set(l, f, option, opts[i+1]); err != nil {
			return c, fmt.Errorf("field %s: %w", name, err)
		}
	}
	return c, nil
}

// set takes one option of the template function field.
func (c *control) set(l lang.Lang, f Form, option string, value any) error {
	texts := map[string]*string{
		"label": &c.Label, "hinttext": &c.Hint, "type": &c.Type, "width": &c.Width, "id": &c.ID,
		"suffix": &c.Suffix, "autocomplete": &c.Autocomplete, "inputmode": &c.Mode,
	}
	numbers := map[string]*int{"rows": &c.Rows, "max": &c.Max}
	switches := map[string]*bool{"optional": &c.Optional, "inline": &c.Inline, "quiet": &c.Quiet, "big": &c.Big}
	switch v := value.(type) {
	case string:
		if option == "hint" {
			c.Hint = lang.T(l, v, nil)
			return nil
		}
		if option == "default" {
			if c.Value == "" && !f.Sent() {
				c.Value = v
			}
			return nil
		}
		if p := texts[option]; p != nil {
			*p = v
			return nil
		}
	case int:
		if p := numbers[option]; p != nil {
			*p = v
			return nil
		}
	case bool:
		if p := switches[option]; p != nil {
			*p = v
			return nil
		}
	case []Option:
		if option == "options" {
			c.choose(l, f, v)
			return nil
		}
	}
	return fmt.Errorf("option %q with %T is not known", option, value)
}

func (c *control) choose(l lang.Lang, f Form, options []Option) {
	chosen := f.Values(c.Name)
	for i, o := range options {
		label := o.Label
		if o.Key != "" {
			label = lang.T(l, o.Key, nil)
		}
		c.Choices = append(c.Choices, choice{
			ID: choiceID(c.ID, i), Value: o.Value, Label: label, Hint: o.Hint,
			On: slices.Contains(chosen, o.Value),
		})
	}
}

// summary is the box at the top of a form that must be mended.
type summary struct {
	Heading  string
	Problems []summaryLine
	Stale    bool
}

type summaryLine struct{ Target, Text string }

// Any reports whether there is anything to mend.
func (s summary) Any() bool { return s.Heading != "" }

func newSummary(l lang.Lang, f Form) summary {
	if f.state == nil {
		return summary{}
	}
	if f.state.summary != "" {
		return summary{Heading: lang.T(l, f.state.summary, local(l, f.state.args)), Stale: f.state.theirs != nil}
	}
	problems := f.Problems()
	if len(problems) == 0 {
		return summary{}
	}
	s := summary{Heading: lang.TN(l, "web.form.mend", len(problems), nil)}
	for _, p := range problems {
		s.Problems = append(s.Problems, summaryLine{"f-" + p.Name, lang.T(l, p.Key, local(l, p.Args))})
	}
	return s
}

// choiceID gives the first choice the field's own id, where the summary's link leads.
func choiceID(field string, i int) string {
	if i == 0 {
		return field
	}
	return fmt.Sprintf("%s-%d", field, i+1)
}
