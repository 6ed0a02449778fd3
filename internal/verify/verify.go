// Package verify checks Samspil from outside. A vector is a question with the
// answer that must come out: a published example, what another program gives, or
// plain arithmetic. Each is put to the product's own code, the very functions that
// compute for a family, and what comes out is held against the answer.
//
// A vector that the product cannot take, because its kind is not known, a part of
// the question is missing or the computation breaks down, has failed; the others
// still run.
package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"samspil/internal/fault"
	"samspil/internal/lang"
)

// Format is the only form of vector file that is read.
const Format = "samspil-vectors/1"

// usualTolerance is taken where a vector gives none.
const usualTolerance = 1e-9

// Tally counts vectors. Unreadable counts files that could not be read at all.
type Tally struct{ Passed, Failed, Skipped, Unreadable int }

// String is the last line of a run.
func (t Tally) String() string {
	s := fmt.Sprintf("%d passed, %d failed", t.Passed, t.Failed)
	if t.Skipped > 0 {
		s += fmt.Sprintf(", %d skipped", t.Skipped)
	}
	return s
}

// Exit is the exit code: 0 without failures, 1 with, 2 when a file could not be
// read, whatever the others gave.
func (t Tally) Exit() int {
	switch {
	case t.Unreadable > 0:
		return 2
	case t.Failed > 0:
		return 1
	}
	return 0
}

// Open gives the text of a file that a vector names. An error that is
// fs.ErrNotExist makes the vector skipped; any other one failed.
type Open func(name string) ([]byte, error)

// vector is one question. What is only for people is not read.
type vector struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	Input     json.RawMessage `json:"input"`
	Expected  json.RawMessage `json:"expected"`
	Tolerance *float64        `json:"tolerance"`
}

// File runs every vector of one file and writes a line for each difference and
// each one skipped. The error says that the text is no vector file; no vector has
// run then.
func File(w io.Writer, text []byte, open Open) (Tally, error) {
	var file struct {
		Format  string            `json:"format"`
		Vectors []json.RawMessage `json:"vectors"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return Tally{Unreadable: 1}, err
	}
	if file.Format != Format || file.Vectors == nil {
		return Tally{Unreadable: 1}, fmt.Errorf("it must have the format %q and a list of vectors", Format)
	}
	var t Tally
	for i, raw := range file.Vectors {
		if err := one(w, &t, i, raw, open); err != nil {
			return t, err
		}
	}
	return t, nil
}

// one runs a vector and counts it; the error is one of writing.
func one(w io.Writer, t *Tally, i int, raw json.RawMessage, open Open) error {
	var v vector
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Failed++
		_, err = fmt.Fprintf(w, "FAIL #%d: vector: want a vector, got %s\n", i+1, line(err.Error()))
		return err
	}
	if v.ID == "" {
		v.ID = fmt.Sprintf("#%d", i+1)
	}
	differences, err := v.run(open)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		t.Skipped++
		_, err = fmt.Fprintf(w, "SKIP %s: %s\n", v.ID, line(err.Error()))
		return err
	case err != nil:
		t.Failed++
		_, err = fmt.Fprintf(w, "FAIL %s: %s: want a result, got %s\n", v.ID, v.Kind, inWords(err))
		return err
	case len(differences) == 0:
		t.Passed++
		return nil
	}
	t.Failed++
	for _, d := range differences {
		if _, err := fmt.Fprintf(w, "FAIL %s: %s\n", v.ID, d); err != nil {
			return err
		}
	}
	return nil
}

// run puts the vector to the product and returns what differs.
func (v vector) run(open Open) (differences []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a breakdown: %v", r)
		}
	}()
	answer, known := kinds[v.Kind]
	if !known {
		return nil, errors.New("an unknown kind")
	}
	if len(v.Expected) == 0 {
		return nil, errors.New("no expected values")
	}
	got, err := answer(question{v.Input, open})
	if err != nil {
		return nil, err
	}
	tolerance := usualTolerance
	if v.Tolerance != nil {
		tolerance = *v.Tolerance
	}
	return compare(got, v.Expected, tolerance)
}

// question is the input of a vector and the way to the files it may name.
type question struct {
	input json.RawMessage
	open  Open
}

// result holds what came out by the names of the kind. A value that cannot be
// computed is nil and stands there all the same.
type result map[string]any

// inWords is what went wrong on one line, in English.
func inWords(err error) string {
	if e, ok := fault.As(err); ok {
		return line(lang.T(lang.English, e.Key, e.Args))
	}
	return line(err.Error())
}
