package web_test

import (
	"net/url"
	"testing"
	"time"

	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/web"
)

func typed(value string) web.Form { return web.NewForm(url.Values{"x": {value}}) }

func TestDatesAsPeopleWriteThem(t *testing.T) {
	first := clock.NewDate(2026, 10, 1)
	for value, want := range map[string]clock.Date{
		"1.10.2026": first, "01-10-2026": first, "1/10 2026": first, "1. oktober 2026": first, " 2026-10-01 ": first,
		"1. okt. 26": first, "1 Oct 2026": first, "": {}, "29.2.2024": clock.NewDate(2024, 2, 29),
	} {
		var p fault.Problems
		if got := typed(value).Date(&p, "x"); got != want || p.Has() {
			t.Errorf("%q: got %s, problems %v", value, got, p.Err())
		}
	}
	for _, value := range []string{"31.2.2026", "1.13.2026", "0.1.2026", "i morgen", "1.10", "1.10.20226", "2026-13-01", "1.1.1", "--", "1.x.2026"} {
		var p fault.Problems
		if typed(value).Date(&p, "x"); !p.Has() {
			t.Errorf("%q was taken for a date", value)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	day := clock.NewDate(2026, 10, 1)
	for value, want := range map[string]time.Time{
		"14.30": day.At(14, 30), "14:30": day.At(14, 30), "1430": day.At(14, 30), "9": day.At(9, 0), "kl. 9.05": day.At(9, 5), "": {},
	} {
		var p fault.Problems
		if got := typed(value).Time(&p, "x", day); !got.Equal(want) || p.Has() {
			t.Errorf("%q: got %s, problems %v", value, got, p.Err())
		}
	}
	for _, value := range []string{"24.00", "12.60", "nu", "123456", "-1"} {
		var p fault.Problems
		if typed(value).Time(&p, "x", day); !p.Has() {
			t.Errorf("%q was taken for a time", value)
		}
	}
}

func TestNumbers(t *testing.T) {
	for value, want := range map[string]float64{"1,5": 1.5, "1.5": 1.5, "1½": 1.5, "½": 0.5, "2 ¼": 2.25, "81": 81, "-3": -3} {
		var p fault.Problems
		if got, given := typed(value).Number(&p, "x"); got != want || !given || p.Has() {
			t.Errorf("%q: got %v %v, problems %v", value, got, given, p.Err())
		}
	}
	for _, value := range []string{"mange", "1,2,3", "NaN", "Inf", "1e9", "0x10", "1_000"} {
		var p fault.Problems
		if _, given := typed(value).Number(&p, "x"); given || !p.Has() {
			t.Errorf("%q was taken for a number", value)
		}
	}
	var p fault.Problems
	if _, given := typed("").Int(&p, "x"); given || p.Has() {
		t.Error("an empty number is not a problem and not given")
	}
	if _, given := typed("1,5").Int(&p, "x"); given || !p.Has() {
		t.Error("1,5 was taken for a whole number")
	}
}

func TestAQuestionIsUnansweredUntilAnswered(t *testing.T) {
	for value, want := range map[string]string{"ja": "yes", "nej": "no", "": "open", "måske": "open"} {
		got := "open"
		if b := typed(value).Bool3("x"); b != nil {
			got = map[bool]string{true: "yes", false: "no"}[*b]
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

func TestWhatWasTypedWinsOverWhatWasFilledIn(t *testing.T) {
	sent := web.NewForm(url.Values{"x": {"typed"}})
	sent.Fill("x", "filled")
	sent.Fill("box", "ja")
	if sent.Value("x") != "typed" || sent.Value("box") != "" {
		t.Errorf("sent form shows %q and box %q", sent.Value("x"), sent.Value("box"))
	}
	fresh := web.NewForm(nil)
	fresh.Fill("x", "filled")
	fresh.Restore(map[string]string{"x": "draft"})
	if fresh.Value("x") != "draft" {
		t.Errorf("fresh form shows %q", fresh.Value("x"))
	}
}

func TestTheIDStaysAndAForeignOneIsReplaced(t *testing.T) {
	f := web.NewForm(nil)
	id := f.ID()
	if f.ID() != id || f.Value("id") != id {
		t.Error("the id changes")
	}
	if got := web.NewForm(url.Values{"id": {id}}).ID(); got != id {
		t.Errorf("sent id %s became %s", id, got)
	}
	if got := web.NewForm(url.Values{"id": {"'; DROP TABLE"}}).ID(); len(got) != 36 {
		t.Errorf("id %q was taken", got)
	}
}
