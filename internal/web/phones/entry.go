package phones

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/outbox"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/wire"
)

// words tell in people's words what an entry says.
type words struct {
	v      *web.Visit
	people coursepage.People
}

// codes are the fields whose values are words of a list, and where the list's texts
// stand.
var codes = map[string]string{
	"outcome": "contact.outcome.", "go_ahead": "contacts.go_ahead.", "authority": "contact.stop.authority.", "stop.reason": "contact.stop.reason.",
	"side": "session.side.", "cancel.code": "session.code.", "kind": "courses.kind.", "form": "phones.form.", "part": "interplay.part.name.",
}

// unsaid are fields that are no words of the consultant's.
var unsaid = []string{"v", "version", "id", "digest", "size", "key", "type", "session", "of", "feedback", "strand", "builds_on", "begun", "stands", "seen", "beside"}

// lines are the fields of an entry that were filled in, each with its label.
func (w words) lines(payload []byte, s outbox.Shelved) []web.Fact {
	switch s.Kind {
	case wire.KindStart:
		var opened wire.Segment
		if json.Unmarshal(payload, &opened) == nil && opened.V > 0 {
			return w.said(w.v.T("phones.field.part"), w.one("part", opened.Part), w.v.T("phones.field.start"), w.one("start", opened.Started))
		}
	case wire.KindVoid:
		var lost wire.Lost
		if json.Unmarshal(payload, &lost) == nil && lost.V > 0 {
			return w.said(w.v.T("phones.field.lost"), numbers(w.v, [][2]int64{{lost.From, lost.To}}), w.v.T("phones.field.reason"), lost.Reason)
		}
	}
	if tap, err := wire.Read(payload); err == nil && tap.Deed != "" {
		at := time.Duration(tap.At) * time.Millisecond
		return w.said(w.v.T("phones.field.code"), w.code(tap.Code), w.v.T("phones.field.at"), fmt.Sprintf("%d:%02d", int(at.Minutes()), int(at.Seconds())%60),
			w.v.T("phones.field.comment"), tap.Comment, w.v.T("phones.field.reason"), tap.Reason)
	}
	written, err := wire.ReadWriting(payload)
	if err != nil {
		return nil
	}
	return w.written(written)
}

// said pairs labels and texts and leaves out what is empty.
func (w words) said(pairs ...string) (all []web.Fact) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, web.Fact{Label: pairs[i], Text: pairs[i+1]})
		}
	}
	return all
}

// written tells the one part of a Writing that is set.
func (w words) written(written wire.Writing) []web.Fact {
	all := reflect.ValueOf(written)
	for i := range all.NumField() {
		part := all.Field(i)
		if part.Kind() == reflect.Pointer && !part.IsNil() {
			return w.part(nameOf(all.Type().Field(i)), part.Elem())
		}
	}
	return nil
}

// part tells the filled-in fields of a part.
func (w words) part(part string, value reflect.Value) (all []web.Fact) {
	for i := range value.NumField() {
		name := nameOf(value.Type().Field(i))
		field := value.Field(i)
		if slices.Contains(unsaid, name) || field.IsZero() {
			continue
		}
		if fields, ok := field.Interface().(map[string]string); ok {
			all = append(all, w.texts(fields)...)
			continue
		}
		if text := w.value(part, name, field); text != "" {
			all = append(all, web.Fact{Label: w.label(part, name), Text: text})
		}
	}
	return all
}

// label is what a field is called in its part, or else everywhere.
func (w words) label(part, name string) string {
	if key := "phones.field." + part + "." + name; lang.Has(w.v.Lang, key) {
		return w.v.T(key)
	}
	return w.v.T("phones.field." + name)
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// texts tells the texts of a draft, or the words beside goals.
func (w words) texts(fields map[string]string) (all []web.Fact) {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if fields[name] == "" {
			continue
		}
		label := w.v.T("phones.field.goal")
		if key := "phones.field." + name; lang.Has(w.v.Lang, key) {
			label = w.v.T(key)
		}
		all = append(all, web.Fact{Label: label, Text: fields[name]})
	}
	return all
}

// value is a field as people write it.
func (w words) value(part, name string, field reflect.Value) string {
	if field.Kind() == reflect.Pointer {
		field = field.Elem()
	}
	switch x := field.Interface().(type) {
	case bool:
		if x {
			return w.v.T("web.yes")
		}
		return w.v.T("web.no")
	case int:
		return fmt.Sprint(x)
	case float64:
		return lang.Number(w.v.Lang, x, 2)
	case string:
		return w.one(part+"."+name, x)
	case []string:
		return w.many(name, x)
	}
	return ""
}

// one is a text, a time or a word of a list.
func (w words) one(name, text string) string {
	_, plain, _ := strings.Cut(name, ".")
	for _, n := range []string{name, plain} {
		if key := codes[n] + text; codes[n] != "" && lang.Has(w.v.Lang, key) {
			return w.v.T(key)
		}
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return w.v.Say("phones.at", fault.Args{"day": shortDate(w.v, at), "time": at.In(clock.Copenhagen)})
	}
	return text
}

// many are the names of people, or the points that were ticked.
func (w words) many(name string, ids []string) string {
	var all []string
	for _, id := range ids {
		switch key := "phones.field." + id; {
		case name == "persons":
			all = append(all, w.person(id))
		case name == "points" && lang.Has(w.v.Lang, key):
			all = append(all, w.v.T(key))
		default:
			all = append(all, id)
		}
	}
	return web.List(w.v.Lang, all)
}

// person is what somebody on the cards of the course is called.
func (w words) person(id string) string {
	for _, c := range w.people.Cards {
		if id == c.PersonID || id == c.ID {
			return c.Name
		}
	}
	return w.v.T("phones.somebody")
}

// code is what a coder taps, by its name where it is one of ours.
func (w words) code(code string) string {
	if c, ok := scheme.Shipped().Code(code); ok {
		return c.Name(string(w.v.Lang))
	}
	return code
}
