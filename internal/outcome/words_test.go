package outcome_test

import (
	"strings"
	"testing"

	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
)

// Two measurements have no share of true changes found that anybody looked up, and the
// rule asks for two, not five.
func TestBeforeAndAfterIsSaidInItsOwnWords(t *testing.T) {
	some := 0
	for _, l := range []lang.Lang{lang.Danish, lang.English} {
		w := outcome.Words{Lang: l, Name: func(id string) string { return id }}
		for _, scale := range instrument.Scales() {
			if scale.Design != singlecase.PrePost {
				continue
			}
			some++
			few := outcome.Graded{Strand: instrument.Strand{Instrument: scale.ID, Title: "x", RaterName: "y"}, Result: singlecase.StrandResult{Reason: singlecase.ReasonTooFew, N: 1}}
			if got := w.Sentence(few); !strings.Contains(got, "2") || strings.Contains(got, "5") {
				t.Errorf("%s: two are asked for, not five: %q", scale.ID, got)
			}
			alike := few
			alike.Result = singlecase.StrandResult{Grade: singlecase.NotDocumented, Direction: singlecase.None, N: 2, Whole: &singlecase.Test{First: 3, Last: 3}}
			if got := w.Sentence(alike); strings.Contains(got, "10") {
				t.Errorf("%s: a figure that nobody looked up: %q", scale.ID, got)
			}
		}
	}
	if some == 0 {
		t.Error("no scale is used before and after alone")
	}
}
