package verify

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// read puts the input of a question into a struct, all the way down. A field is
// required unless its tag says omitempty, and may be null only where it is a
// pointer: what is missing is said by its path, and never taken for 0. Names the
// struct does not have are let be.
func read[T any](q question) (T, error) {
	var in T
	if len(q.input) == 0 {
		return in, fmt.Errorf("no input")
	}
	return in, fill(q.input, reflect.ValueOf(&in).Elem(), "input")
}

// unmarshaler is what fills itself, such as a row of mixed values.
type unmarshaler interface{ UnmarshalJSON([]byte) error }

func fill(raw json.RawMessage, to reflect.Value, path string) error {
	if own, ok := to.Addr().Interface().(unmarshaler); ok {
		if err := own.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
	null := strings.TrimSpace(string(raw)) == "null"
	switch {
	case to.Kind() == reflect.Pointer && null:
		return nil
	case to.Kind() == reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return fill(raw, to.Elem(), path)
	case null:
		return fmt.Errorf("%s is null", path)
	}
	switch to.Kind() {
	case reflect.Struct:
		return fillStruct(raw, to, path)
	case reflect.Slice:
		return fillSlice(raw, to, path)
	case reflect.Map:
		return fillMap(raw, to, path)
	}
	if err := json.Unmarshal(raw, to.Addr().Interface()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func fillStruct(raw json.RawMessage, to reflect.Value, path string) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for i := range to.NumField() {
		field := to.Type().Field(i)
		name, rest, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		value, there := object[name]
		optional := rest == "omitempty"
		if there && optional && strings.TrimSpace(string(value)) == "null" {
			there = false
		}
		switch {
		case there:
			if err := fill(value, to.Field(i), path+"."+name); err != nil {
				return err
			}
		case !optional:
			return errMissing(path + "." + name)
		}
	}
	return nil
}

func fillSlice(raw json.RawMessage, to reflect.Value, path string) error {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	to.Set(reflect.MakeSlice(to.Type(), len(list), len(list)))
	for i, value := range list {
		if err := fill(value, to.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

func fillMap(raw json.RawMessage, to reflect.Value, path string) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	to.Set(reflect.MakeMap(to.Type()))
	for name, value := range object {
		v := reflect.New(to.Type().Elem()).Elem()
		if err := fill(value, v, path+"."+name); err != nil {
			return err
		}
		to.SetMapIndex(reflect.ValueOf(name), v)
	}
	return nil
}

func errMissing(path string) error { return fmt.Errorf("%s is missing", path) }
