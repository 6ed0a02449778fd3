package person

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// A place must not come out by being printed, logged or written as JSON, alone or
// inside something else.
func TestWhereaboutsSaysNothing(t *testing.T) {
	const secret = "Rønnehøj 999"
	w := NewWhereabouts(secret)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("place", "where", w, "place", Place{Where: w})
	js, err := json.Marshal(Place{Where: w})
	if err == nil {
		t.Error("written as JSON")
	}
	all := fmt.Sprintf("%v %s %+v %#v %q %x %v %+v", w, w, w, w, w, w, Place{Where: w}, []NewPlace{{Where: w}}) +
		log.String() + string(js) + fmt.Sprint(err)
	if strings.Contains(all, "nneh") || strings.Contains(all, "52c3b86e") {
		t.Errorf("told the place: %s", all)
	}
	if w.Open() != secret || w.IsZero() || !(Whereabouts{}).IsZero() {
		t.Error("the words are lost")
	}
}
