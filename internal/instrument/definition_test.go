package instrument

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"samspil/internal/lang"
)

// golden holds each version's hash. A version that has been shipped never changes: a
// change of it fails here, and is to be a new version.
var golden = map[string]string{
	"cors 1":             "a3d423a4057cb2e69d80f0798e0dbf3057a53ea7be9b7a715c7255466440ff71",
	"cyrm-r 1":           "27af37d1e3880b6976283b1001507776bef7434f45f63e8a99e1bd5eab621c96",
	"goal-ladder 1":      "79145b959d2e763c50479961d8e07ce38c61bb2ddb4a182a82775f66babef474",
	"goal-rating 1":      "09c5b81408f61e672f299798786e9fd866ed06e3ee0cffbe102e34e02ab2b374",
	"kidscreen-10 1":     "7a53b399e085fa31079d600ba9be168a286a6c4a8443859943ff6186ceea4b5c",
	"life-ladder 1":      "eeb743df076f49d03b123bd58b6f51b42c679bf6d413bc4675fdc731d33346e4",
	"maaps 1":            "db45835fbcc8fcf2d17d4ef331d92c60f70a137e9cc0b88257cc4200ba5ba6c4",
	"ors 1":              "49310f58d1c0eb6a5424d0506100371f107241aa672bd1492dd996d2900cd3b5",
	"pss-dk 1":           "3a67bff69685811b6dadd9a6278eca8ab66520ad22339d6dd3401539afff8fd3",
	"score-15 1":         "c6de8cc15907e603eaed5e4fe2f7024cbe892472e1f1de62d596620968e5c1e6",
	"sdq 1":              "c4f85fc0b5e45fc4c05cea21690926631cd8e08fa65a5c5328543a20e519299f",
	"session-forward 1":  "43225cc420addc19381fd42b2aefa923938b8368719e33ebb7ad8480e428cc43",
	"session-heard 1":    "a74bcc680a90d8fbfb49754d5a765ff6304a0216afec8956dc7aa4df83eefcfb",
	"srs 1":              "9abbc41b15c79fba400b2766dc34ac583fabe33fbc8c55f18eb2f04be35edb51",
	"topse 1":            "5b8ae0b4fc212441d1da450778d1b8c62e0493fbe9f642540d03aa3cbf7b1604",
	"trivselslinealen 1": "957843cf115c3a98472abcf8c92c366b981f9c200e9589b336697102127aa71c",
	"who-5 1":            "34472797d0bce8a69a694588af7dc83e8f03d34afa02ca7f6e8da1c938092cce",
}

func TestAShippedVersionNeverChanges(t *testing.T) {
	if len(Definitions()) != len(golden) {
		t.Errorf("%d definitions, %d known", len(Definitions()), len(golden))
	}
	for _, d := range Definitions() {
		if ref := d.ID + " " + d.Version; golden[ref] != d.Hash() {
			t.Errorf("\t%q: %q,", ref, d.Hash())
		}
	}
}

// What may not be passed on is not in the repository.
func TestOnlyOurOwnAndFreeTextIsShipped(t *testing.T) {
	free := map[string]bool{"goal-rating": true, "life-ladder": true, "session-heard": true, "session-forward": true, "goal-ladder": true, "who-5": true}
	for _, d := range Definitions() {
		if d.Shown() != free[d.ID] || d.Licence.ItemsIncluded != free[d.ID] {
			t.Errorf("%s shows its questions: %v", d.ID, d.Shown())
		}
		for _, i := range d.Items {
			for _, o := range i.Options {
				if !free[d.ID] && (len(i.Text) > 0 || len(o.Label) > 0) {
					t.Errorf("%s holds the text of %s", d.ID, i.LinkID)
				}
			}
			if free[d.ID] && (i.Text["da"] == "" || i.Text["en"] == "") {
				t.Errorf("%s lacks words in %s", d.ID, i.LinkID)
			}
		}
		for _, s := range d.scalesOf() {
			if !lang.Has(lang.Danish, s.Key) || !lang.Has(lang.English, s.Key) {
				t.Errorf("%s has no name", s.Key)
			}
			if math.IsNaN(s.SEM) || s.SEM > 0 && strings.Contains(s.SEMSource, "ikke set") {
				t.Errorf("%s: error %v from %q", s.ID, s.SEM, s.SEMSource)
			}
		}
	}
}

// all gives each item the same answer.
func (d Definition) all(v func(Item) float64) map[string]*float64 {
	out := map[string]*float64{}
	for _, i := range d.Items {
		a := v(i)
		out[i.LinkID] = &a
	}
	return out
}

// least answers throughout, greatest throughout, and 1, 2, 3 … in turn: worked out
// by hand from each rule.
func TestScoresOfEachDefinition(t *testing.T) {
	type three struct{ least, greatest, turn float64 }
	want := map[string]three{
		"goal-rating total": {0, 10, 1}, "life-ladder total": {0, 10, 1}, "session-heard total": {0, 10, 1}, "session-forward total": {0, 10, 1},
		"goal-ladder total": {-2, 2, -1}, "who-5 total": {0, 100, 60},
		"sdq total": {10, 30, 17}, "sdq emotional": {0, 10, 4}, "sdq conduct": {2, 8, 4}, "sdq hyperactivity": {4, 6, 6}, "sdq peer": {4, 6, 3}, "sdq prosocial": {0, 10, 6},
		"pss-dk stress": {9, 45, 30}, "pss-dk satisfaction": {35, 7, 23}, "score-15 total": {35.0 / 15, 55.0 / 15, 55.0 / 15},
		"score-15 strengths": {5, 1, 4}, "score-15 difficulties": {1, 5, 3.2}, "score-15 communication": {1, 5, 3.8},
		"kidscreen-10 raw": {18, 42, 24}, "ors total": {0, 40, 10}, "cors total": {0, 40, 10}, "srs total": {0, 40, 10},
		"trivselslinealen total": {1, 5, 2}, "maaps total": {32, 64, 43}, "cyrm-r total": {17, 85, 50},
	}
	for _, d := range Definitions() {
		n := -1
		turn := d.all(func(i Item) float64 {
			n++
			return i.Min + math.Mod(float64(n+1), i.Max-i.Min+1)
		})
		for _, p := range d.Parts {
			if len(p.LinkIDs) == 0 {
				if _, scored := d.Score(p.ID, turn); scored {
					t.Errorf("%s %s is scored without questions", d.ID, p.ID)
				}
				continue
			}
			least, _ := d.Score(p.ID, d.all(func(i Item) float64 { return i.Min }))
			greatest, _ := d.Score(p.ID, d.all(func(i Item) float64 { return i.Max }))
			middle, _ := d.Score(p.ID, turn)
			got := three{least, greatest, middle}
			if w := want[d.ID+" "+p.ID]; got != w {
				t.Errorf("\t%q: %v, not %v", d.ID+" "+p.ID, got, w)
			}
			for _, v := range []float64{least, greatest, middle} {
				if v < p.Min || v > p.Max {
					t.Errorf("%s %s: %v lies outside", d.ID, p.ID, v)
				}
			}
			best := d.all(func(i Item) float64 {
				if i.Reverse {
					return i.Min
				}
				return i.Max
			})
			if top, _ := d.Score(p.ID, best); top != p.Max {
				t.Errorf("%s %s: all the way is %v, not %v", d.ID, p.ID, top, p.Max)
			}
		}
	}
}

func TestConstants(t *testing.T) {
	for id, want := range map[string]float64{"goal-rating": 1.2, "life-ladder": 1.2, "who-5": 8.51, "kidscreen-10-t-score": 5.477, "kidscreen-10-raw": 0, "sdq-total": 0, "score-15-total": 0} {
		if s, ok := ScaleNamed(id); !ok || math.Abs(s.SEM-want) > 5e-4 {
			t.Errorf("%s: %v, not %v", id, s.SEM, want)
		}
	}
	who5, _ := DefinitionNamed("who-5")
	if b, ok := who5.BandOf("total", 48); !ok || b.Source == "" {
		t.Errorf("48 is %v", b)
	}
	if _, ok := who5.BandOf("total", 52); ok {
		t.Error("52 is low")
	}
}

func TestWhatIsNoDefinition(t *testing.T) {
	who5, _ := DefinitionNamed("who-5")
	whole, err := json.Marshal(who5)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := ParseDefinition(whole); err != nil || back.Hash() != who5.Hash() {
		t.Errorf("%v", err)
	}
	for name, change := range map[string][2]string{
		"an alpha":             {`"reliability_type":"test-retest"`, `"reliability_type":"alpha"`},
		"a field not known":    {`"recall_days"`, `"recalled_days"`},
		"a scale of no item":   {`"link_ids":["happy"`, `"link_ids":["glad"`},
		"a band with no words": {`"source":"corc.uk.net: under`, `"unknown":"`},
		"no licence":           {`"status":"free"`, `"status":"whatever"`},
		"two of one":           {`"link_id":"calm"`, `"link_id":"happy"`},
		"something after":      {`{"id":"who-5"`, `{}{"id":"who-5"`},
	} {
		text := strings.Replace(string(whole), change[0], change[1], 1)
		if _, err := ParseDefinition([]byte(text)); err == nil || text == string(whole) {
			t.Errorf("%s was taken", name)
		}
	}
}

// With questions skipped there is a figure only where the rule allows it.
func TestScoresWithAnswersMissing(t *testing.T) {
	for _, c := range []struct {
		id, part string
		values   map[string]float64
		want     float64
		scored   bool
	}{
		{"sdq", "emotional", map[string]float64{"q3": 1, "q8": 2, "q13": 0}, 5, true},
		{"sdq", "emotional", map[string]float64{"q3": 1, "q8": 2}, 0, false},
		{"sdq", "conduct", map[string]float64{"q5": 1, "q7": 2, "q12": 2, "q18": 0}, 3.75, true},
		{"score-15", "communication", map[string]float64{"q2": 1, "q4": 2, "q8": 3, "q12": 4}, 2.5, true},
		{"who-5", "total", map[string]float64{"happy": 5, "calm": 3, "active": 5, "rested": 5}, 0, false},
	} {
		d, _ := DefinitionNamed(c.id)
		if got, scored := d.Score(c.part, Answers{Values: c.values}.given()); got != c.want || scored != c.scored {
			t.Errorf("%s %s of %v: %v %v", c.id, c.part, c.values, got, scored)
		}
	}
}
