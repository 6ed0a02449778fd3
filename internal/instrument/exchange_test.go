package instrument_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/casefile/casefiletest"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/instrument"
)

// fives is WHO-5 as municipal systems send it: answers by code, no total.
func fives(id, day string, codes ...string) string {
	var items []string
	for i, link := range []string{"happy", "calm", "active", "rested", "interest"} {
		items = append(items, fmt.Sprintf(`{"linkId":%q,"answer":[{"valueCoding":{"system":"http://fhir.kl.dk/ffinst/CodeSystem/KLToolsCodes","code":%q}}]}`, link, codes[i]))
	}
	return fmt.Sprintf(`{"resourceType":"QuestionnaireResponse","id":%q,"questionnaire":"http://fhir.kl.dk/ffinst/Questionnaire/KLToolsCareWHO5","status":"completed","authored":%q,
		"item":[%s,{"linkId":"who5comment","answer":[{"valueString":"sov godt"}]}]}`, id, day, strings.Join(items, ","))
}

// 5, 3, 5, 5, 5 is 92.
var published = []string{"0e5aa952-d470-4219-b275-5e8204d96987", "1ab11c78-6258-4069-9065-0f076833b133", "3d3c13a6-befa-4a52-aef0-7e775ca11fdd",
	"7aaccc2e-ead3-41f0-a9ba-091f2e539753", "2ca88533-c048-4b2a-9ac2-2206b63a25ac"}

func bundle(resources ...string) []byte {
	for i := range resources {
		resources[i] = `{"resource":` + resources[i] + `}`
	}
	return []byte(`{"resourceType":"Bundle","type":"collection","entry":[` + strings.Join(resources, ",") + `]}`)
}

func taken(t *testing.T, w *casefiletest.World, course, strand string, text []byte) (got instrument.Imported, err error) {
	t.Helper()
	err = w.Write(t, w.Lone, course, func(ctx context.Context, f *casefile.Writer) (err error) {
		got, err = instrument.Import(ctx, f, strand, text)
		return err
	})
	return got, err
}

func TestAnswersComeInAndGoOut(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "who-5")
		wrong := append([]string(nil), published...)
		wrong[0] = "not-a-code"
		file := func() []byte {
			return bundle(fives("a", "2026-09-01T10:00:00+02:00", published...), fives("b", "2026-12-24", published...), fives("c", "2026-09-15", wrong...),
				`{"resourceType":"QuestionnaireResponse","questionnaire":"urn:other","status":"completed","authored":"2026-09-01"}`,
				`{"resourceType":"Observation","derivedFrom":[{"reference":"QuestionnaireResponse/a"}],"valueQuantity":{"value":48}}`, `{"resourceType":"Patient"}`)
		}
		got, err := taken(t, w, course, strand, file())
		w.OK(t, err)
		var keys []string
		for _, n := range got.Notes {
			keys = append(keys, strings.TrimPrefix(n.Key, "instrument.import."))
		}
		if got.Taken != 2 || strings.Join(keys, " ") != "disagrees date unknown too-few other left-out" {
			t.Errorf("%d taken, %v", got.Taken, keys)
		}
		if s := strands(t, w, course)[0]; len(s.Made()) != 1 || *s.Made()[0].Value != 92 || s.Made()[0].Words != "sov godt" || len(s.Ratings) != 2 {
			t.Errorf("%+v", s.Ratings)
		}
		if got, err = taken(t, w, course, strand, file()); err != nil || got.Taken != 0 {
			t.Errorf("the same file twice: %+v %v", got, err)
		}
		var out []byte
		w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) (err error) {
			out, err = instrument.Export(ctx, f, strand, "da")
			return err
		}))
		for _, part := range []string{`KLToolsCareWHO5|1"`, published[1], `"value": 92`, `"display": "parent"`, `"display": "consultant"`, `"who5comment"`, `"sov godt"`, `"http://snomed.info/sct"`, `"1144665009"`} {
			if !strings.Contains(string(out), part) {
				t.Errorf("the file lacks %s", part)
			}
		}
		if strings.Contains(string(out), "Camilla") || strings.Contains(string(out), w.Lone.Name) {
			t.Error("the file names somebody")
		}
		second, empty := answering(t, w, "who-5")
		if got, err := taken(t, w, second, empty, out); err != nil || got.Taken != 2 {
			t.Errorf("our own file is not read: %+v %v", got, err)
		} else if made := strands(t, w, second)[0].Made(); len(made) != 1 || made[0].Words != "sov godt" {
			t.Errorf("the remark is lost on the way: %+v", made)
		}
		if _, err := taken(t, w, course, strand, []byte("x")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
}

func TestWordsThatAreNotOursAreNotSent(t *testing.T) {
	w := casefiletest.One(t)
	course, strand := answering(t, w, "cyrm-r")
	w.OK(t, recordTerms(w, w.Admin, instrument.Basis{Instrument: "cyrm-r", Status: "permission", Source: "Brev", ConfirmedBy: "Gitte", Questions: map[string][]string{"da": lines(17, "Ordlyd")}}))
	a := instrument.Answers{RatingID: db.NewID(), StrandID: strand, On: clock.NewDate(2026, 9, 1), How: instrument.Self, Values: map[string]float64{}}
	for i := range 17 {
		a.Values[fmt.Sprintf("q%d", i+1)] = 3
	}
	w.OK(t, answer(t, w, course, a))
	w.OK(t, w.Read(t, w.Lone, course, func(ctx context.Context, f *casefile.Reader) error {
		out, err := instrument.Export(ctx, f, strand, "da")
		if strings.Contains(string(out), "Ordlyd") || strings.Contains(string(out), "Spørgsmål") || !strings.Contains(string(out), `"value": 51`) {
			t.Errorf("%s", out)
		}
		return err
	}))
}

func TestDayOfAResponseIsTheDayInDenmark(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		for authored, want := range map[string]string{"2026-08-14T22:30:00Z": "2026-08-15", "2026-08-14T21:30:00Z": "2026-08-14",
			"2026-08-15T00:30:00.000+02:00": "2026-08-15", "2026-08-15T03:00:00+09:00": "2026-08-14", "2026-08-14": "2026-08-14", "2026-08-14T22:30": ""} {
			course, strand := answering(t, w, "who-5")
			got, err := taken(t, w, course, strand, bundle(fives("a", authored, published...)))
			w.OK(t, err)
			if want == "" {
				if got.Taken != 0 || len(got.Notes) != 1 || got.Notes[0].Key != "instrument.import.date" {
					t.Errorf("%s: %+v", authored, got)
				}
				continue
			}
			if made := strands(t, w, course)[0].Made(); got.Taken != 1 || len(made) != 1 || made[0].On.String() != want {
				t.Errorf("%s is kept as %+v, not %s", authored, made, want)
			}
		}
	})
}

func TestAmendedAnswersStandInPlaceOfTheFirst(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "who-5")
		first := fives("a", "2026-09-01T10:00:00+02:00", published...)
		less := append([]string(nil), published...)
		less[0] = "a3779fc5-d7b3-4d03-bdaf-5ae5a40b0899" // 3 in place of 5
		amended := strings.Replace(fives("a", "2026-09-01T10:00:00+02:00", less...), "completed", "amended", 1)
		same := strings.Replace(first, "completed", "amended", 1)
		for _, step := range []struct {
			name  string
			files []string
			taken int
			notes string
			value float64
			rows  int
		}{
			{"the first", []string{first}, 1, "", 92, 1},
			{"amended, but says the same", []string{same}, 0, "twice", 92, 1},
			{"amended", []string{amended}, 1, "amended", 84, 2},
			{"the whole file again", []string{first, amended}, 0, "twice twice", 84, 2},
		} {
			got, err := taken(t, w, course, strand, bundle(step.files...))
			w.OK(t, err)
			var keys []string
			for _, n := range got.Notes {
				keys = append(keys, strings.TrimPrefix(n.Key, "instrument.import."))
			}
			s := strands(t, w, course)[0]
			if made := s.Made(); got.Taken != step.taken || strings.Join(keys, " ") != step.notes || len(made) != 1 || *made[0].Value != step.value || len(s.Ratings) != step.rows {
				t.Errorf("%s: %d taken, %v, %+v", step.name, got.Taken, keys, s.Ratings)
			}
		}
		second, empty := answering(t, w, "who-5")
		got, err := taken(t, w, second, empty, bundle(first, amended))
		if s := strands(t, w, second)[0]; err != nil || got.Taken != 2 || len(s.Made()) != 1 || *s.Made()[0].Value != 84 {
			t.Errorf("both in one file: %+v %v %+v", got, err, s.Ratings)
		}
	})
}

func TestTooFewAnswersAreTold(t *testing.T) {
	casefiletest.Each(t, func(t *testing.T, w *casefiletest.World) {
		course, strand := answering(t, w, "who-5")
		four := strings.Replace(fives("a", "2026-09-01", published...), `"linkId":"calm"`, `"linkId":"another"`, 1)
		got, err := taken(t, w, course, strand, bundle(four))
		w.OK(t, err)
		s := strands(t, w, course)[0]
		if got.Taken != 1 || len(got.Notes) != 1 || got.Notes[0].Key != "instrument.import.too-few" || got.Notes[0].Args["given"] != 4 || got.Notes[0].Args["of"] != 5 ||
			len(s.Made()) != 0 || len(s.Ratings) != 1 {
			t.Errorf("%+v %+v", got, s.Ratings)
		}
		if got, err = taken(t, w, course, strand, bundle(fives("b", "2026-09-02", published...))); err != nil || got.Taken != 1 || len(got.Notes) != 0 {
			t.Errorf("all five: %+v %v", got, err)
		}
	})
}
