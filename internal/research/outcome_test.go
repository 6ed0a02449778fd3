package research

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/method/singlecase"
)

const calm = `strand,rater_role,rater,date,value,phase,sem
calm mornings,parent,camilla,2026-01-05,3,before,1.2
calm mornings,parent,camilla,2026-01-12,2,before,
calm mornings,parent,camilla,19.1.2026,3,before,
calm mornings,parent,camilla,26-01-2026,4,before,
calm mornings,parent,camilla,2026-02-02,3,before,
calm mornings,parent,camilla,2026-02-09,NA,before,
calm mornings,parent,camilla,2026-02-16,5,work,
calm mornings,parent,camilla,2026-02-23,4,work,
calm mornings,parent,camilla,2026-03-02,6,work,
calm mornings,parent,camilla,2026-03-09,7,work,
calm mornings,school,anne,2026-01-05,4,,
`

func develop(t *testing.T, text string, sem float64, o OutcomeOptions) Outcome {
	t.Helper()
	in, err := ReadOutcome(strings.NewReader(text), sem)
	if err != nil {
		t.Fatal(err)
	}
	return Develop("f", in, o)
}

func TestDevelop(t *testing.T) {
	since, _ := clock.ParseDate("2026-01-25")
	got := develop(t, calm, 0, OutcomeOptions{Since: since, Judgement: singlecase.Judgement{Written: true, Says: singlecase.SaysSetback}})
	if len(got.Strands) != 2 {
		t.Fatalf("%d strands: one instrument seen by one rater is one", len(got.Strands))
	}
	s := got.Strands[0]
	if s.Whole.Grade != 3 || s.Whole.Direction != "up" || s.Whole.N != 9 || s.Whole.LeftOut.Missing != 1 || s.Whole.Counted[2] != "line 4" {
		t.Errorf("the strand: %+v", s.Whole)
	}
	if *s.Whole.ErrorLow != 1 || *s.Whole.ErrorHigh != 4 {
		t.Errorf("%d-%d of 100", *s.Whole.ErrorLow, *s.Whole.ErrorHigh)
	}
	if s.Since.N != 6 || s.Since.Grade != 2 || *s.Since.ErrorLow != 3 || *s.Since.ErrorHigh != 16 {
		t.Errorf("since: %+v", *s.Since)
	}
	if got.Strands[1].Whole.Grade != 0 || *got.Strands[1].Whole.Reason != "no-sem" {
		t.Errorf("without a measurement error: %+v", got.Strands[1].Whole)
	}
	if f := got.Family; f.Conclusion != "signs" || *f.Why != "one-person" || f.ErrorHigh != nil || !*f.JudgementDiffers {
		t.Errorf("the family: %+v", *f)
	}
	p := s.Phases
	if len(p) != 1 || p[0].Before != "before" || p[0].NBefore != 5 || p[0].NAfter != 4 {
		t.Fatalf("phases: %+v", p)
	}
	unfit := map[string]bool{"pnd": true, "pand": true, "pem": true, "ird": true, "tau_u": true, "tau_u_a_vs_b": true, "lrri": true, "randomisation": true}
	for _, i := range p[0].Indices {
		if unfit[i.Name] && !i.Unfit || i.Name == "nap" && i.Unfit || i.Unfit && i.Why == "" {
			t.Errorf("%s: unfit %v %q", i.Name, i.Unfit, i.Why)
		}
		delete(unfit, i.Name)
	}
	if len(unfit) > 0 {
		t.Errorf("not there: %v", unfit)
	}
}

func TestWaysToWriteATable(t *testing.T) {
	want := develop(t, calm, 1.2, OutcomeOptions{})
	semicolons := strings.ReplaceAll(strings.ReplaceAll(calm, ",", ";"), "1.2\n", "1,2\n")
	for name, text := range map[string]string{
		"semicolons and decimal commas": semicolons,
		"tabs":                          strings.ReplaceAll(calm, ",", "\t"),
		"a mark at the beginning":       "\ufeff" + calm,
		"lines of another system":       strings.ReplaceAll(calm, "\n", "\r\n"),
		"capitals in the head":          strings.Replace(calm, "strand,rater_role", "Strand, Rater_Role", 1),
	} {
		t.Run(name, func(t *testing.T) {
			var a, b bytes.Buffer
			if err := want.WriteJSON(&a); err != nil {
				t.Fatal(err)
			}
			if err := develop(t, text, 1.2, OutcomeOptions{}).WriteJSON(&b); err != nil {
				t.Fatal(err)
			}
			if a.String() != b.String() {
				t.Errorf("%s\n%s", a.String(), b.String())
			}
		})
	}
}

func TestDocumentsOfStrandsAndPhases(t *testing.T) {
	got := develop(t, `{"strands": [
	  {"rater": {"role": "child", "person": "c"}, "instrument": {"id": "who-5", "sd": 19.53, "reliability": 0.81},
	   "measurements": [{"date": "2026-01-05", "value": 40}, {"date": "2026-01-12", "value": null, "superseded": true}]}],
	 "comparisons": [{"id": "bids", "a": [1, 2, null], "b": [4, 5], "improvement": "decrease", "scale": "count", "goal": 0}]}`, 1, OutcomeOptions{})
	if s := got.Strands[0]; s.Strand != "who-5" || s.SEM < 8.5 || s.SEM > 8.52 || s.Whole.LeftOut.Superseded != 1 {
		t.Errorf("%+v", s)
	}
	c := got.Comparisons[0]
	if c.Before != "bids a" || c.NBefore != 2 || *c.Indices[0].Value != 0 {
		t.Errorf("%+v", c)
	}
	bare := develop(t, `[{"a": [1], "b": [2]}]`, 0, OutcomeOptions{})
	if bare.Family != nil || len(bare.Comparisons) != 1 || *bare.Comparisons[0].Indices[0].Low >= .5 {
		t.Errorf("one observation each: %+v", bare.Comparisons)
	}
	var text bytes.Buffer
	if err := got.WriteText(&text); err != nil || !strings.Contains(text.String(), "bids a (2) against bids b (2)") {
		t.Errorf("%v\n%s", err, text.String())
	}
}

func TestMistakesHaveAPlaceAndARemedy(t *testing.T) {
	one := func(instrument string) string {
		return `{"rater":{"role":"child"},"instrument":{` + instrument + `},"measurements":[{"date":"2026-01-05","value":1}]}`
	}
	head := "strand,rater_role,rater,date,value,sem,better,note\n"
	for _, c := range []struct{ name, text, key, place string }{
		{"nothing", "", "research.outcome.empty", ""},
		{"no lines", head, "research.outcome.empty", ""},
		{"a column is missing", "strand,rater,date,value\n", "research.outcome.columns", "rater_role"},
		{"a role", head + "s,mor,m,2026-01-05,3,,,\n", "research.outcome.role", "2"},
		{"a date", head + "s,parent,m,2026-01-05,3,,,\ns,parent,m,2026-02-30,3,,,\n", "research.outcome.date", "3"},
		{"a value", head + "s,parent,m,2026-01-05,three,,,\n", "research.outcome.number", "2"},
		{"no finite value", head + "s,parent,m,2026-01-05,Inf,,,\n", "research.outcome.number", "2"},
		{"a rater", head + "s,parent,,2026-01-05,3,,,\n", "research.outcome.missing", "2"},
		{"two errors in one strand", head + "s,parent,m,2026-01-05,3,1,,\ns,parent,m,2026-01-06,3,2,,\n", "research.outcome.sem", "3"},
		{"a direction", head + "s,parent,m,2026-01-05,3,,up,\n", "research.outcome.word", "2"},
		{"a comma too many", head + "s,parent,m,2026-01-05,3,,,a,b\n", "research.outcome.cells", "2"},
		{"a quote", head + "s,parent,\"m,2026-01-05,3,,,\n", "research.outcome.quote", ""},
		{"JSON cut off", "{\n\"measurements\": [\n", "research.outcome.json", "2"},
		{"JSON of the wrong kind", "{\n\"measurements\": [{\"date\": 7}]}", "research.outcome.field", "2"},
		{"JSON about something else", "{}", "research.outcome.nothing", ""},
		{"a role in JSON", `[{"measurements": []}]`, "research.outcome.rolejson", "[0]"},
		{"a date in JSON", `{"rater":{"role":"child"},"measurements":[{"date":"soon"}]}`, "research.outcome.datejson", "[0].measurements[0]"},
		{"one id twice", `{"rater":{"role":"child"},"measurements":[{"id":"a","date":"2026-01-05"},{"id":"a","date":"2026-01-06"}]}`, "research.outcome.twice", "[0].measurements[1]"},
		{"too great", `{"a":[1e300],"b":[2]}`, "research.outcome.numberjson", "[0]"},
		{"improvement", `{"a":[1],"b":[2],"improvement":"up"}`, "research.outcome.wordjson", "improvement"},
		{"a scale of two phases", `{"a":[1],"b":[2],"scale":"counts"}`, "research.outcome.wordjson", "[0]"},
		{"a direction in JSON", one(`"better":"Lower"`), "research.outcome.wordjson", "Lower"},
		{"a level in JSON", one(`"level":"Ordinal"`), "research.outcome.wordjson", "level"},
		{"a design in JSON", one(`"design":"prepost"`), "research.outcome.wordjson", "design"},
		{"no error in JSON", one(`"sem":0`), "research.outcome.semjson", "[0]"},
		{"an error below 0 in JSON", one(`"sem":-2`), "research.outcome.semjson", "[0]"},
		{"a number as programmers write it", head + "s,parent,m,2026-01-05,1_000,,,\n", "research.outcome.number", "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadOutcome(strings.NewReader(c.text), 0)
			e, ok := fault.As(err)
			if !ok || e.Key != c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			text, _ := json.Marshal(e.Args)
			if !strings.Contains(string(text), c.place) {
				t.Errorf("%s does not name %q", text, c.place)
			}
		})
	}
}

func FuzzReadOutcome(f *testing.F) {
	f.Add(calm)
	f.Add(`{"a":[1,null],"b":[2]}`)
	f.Add(`[{"rater":{"role":"child"},"measurements":[{"date":"2026-01-05","value":1,"phase":"x"}]}]`)
	f.Fuzz(func(t *testing.T, text string) {
		in, err := ReadOutcome(strings.NewReader(text), 1)
		if err != nil {
			if _, told := fault.As(err); !told {
				t.Fatalf("not in words: %v", err)
			}
			return
		}
		var out bytes.Buffer
		if err := Develop("f", in, OutcomeOptions{}).WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
	})
}
