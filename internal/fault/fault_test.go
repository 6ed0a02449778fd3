package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("record contact 1: %w", New(Conflict, "form.stale"))
	if got := KindOf(err); got != Conflict {
		t.Errorf("KindOf = %v, want conflict", got)
	}
	if got := KindOf(errors.New("disk")); got != Internal {
		t.Errorf("KindOf(other) = %v, want internal", got)
	}
}

func TestProblemsKeepTheFirstOfAField(t *testing.T) {
	var p Problems
	if p.Err() != nil || p.Has() {
		t.Fatal("empty problems are an error")
	}
	p.Add("start", "form.empty")
	p.Add("start", "form.date")
	p.Add("end", "form.date")
	e, ok := As(p.Err())
	if !ok || e.Kind != Invalid || len(e.Fields) != 2 || e.Fields[0].Key != "form.empty" {
		t.Errorf("got %+v", e)
	}
}

func TestErrorTextHoldsNothingEntered(t *testing.T) {
	var p Problems
	p.Add("name", "form.too-long", Args{"value": "Sanne"})
	if strings.Contains(p.Err().Error(), "Sanne") {
		t.Error("an entered value stands in the error's text")
	}
}
