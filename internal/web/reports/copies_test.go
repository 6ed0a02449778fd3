package reports_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"samspil/internal/db"
	"samspil/internal/report"
)

// finished is a status that was read and approved.
func finished(t *testing.T) *desk {
	t.Helper()
	d := begin(t, report.Status)
	d.assess(report.Next)
	if p := d.press(d.w.Birgitte, "til-anden-laeser"); p.Status != 303 {
		t.Fatalf("submitted: %d %s", p.Status, p.Text())
	}
	if p := d.press(d.w.Gitte, "godkend"); p.Status != 303 {
		t.Fatalf("approved: %d %s", p.Status, p.Text())
	}
	return d
}

func TestACopyForAParent(t *testing.T) {
	d := finished(t)
	mother := "parent:" + d.m.Mother
	copies := d.as(d.w.Birgitte).Get(d.at + "/udgaver")
	if !copies.Has("Udgaver", "Camilla", "Jonas", "skole eller dagtilbud", "Ingen har fået en udgave endnu.") {
		t.Errorf("who can be given one: %s", copies.Text())
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/fil/pdf?til=" + mother); p.Status == 200 {
		t.Error("fetched before it was made ready")
	}
	page := d.as(d.w.Birgitte).Get(d.at + "/udgaver/" + mother)
	if !page.Has("Udgave til Camilla", "Linjer med flueben kommer med", "Vi vurderer, at det holder.") {
		t.Errorf("what she will see: %s", page.Text())
	}
	form := url.Values{"id": {db.NewID()}, "version": {found(t, version, page)}}
	if p := d.as(d.w.Birgitte).Post(d.at+"/udgaver/"+mother, url.Values{"version": {"1"}}); p.Status != 409 {
		t.Errorf("made of another text: %d", p.Status)
	}
	for range 2 {
		if p := d.as(d.w.Birgitte).Post(d.at+"/udgaver/"+mother, form); p.Status != 303 {
			t.Fatalf("made ready: %d %s", p.Status, p.Text())
		}
	}
	if text := d.as(d.w.Gitte).Get(d.at + "/udgaver").Text(); strings.Count(text, "Gjort klar af Birgitte") != 1 {
		t.Errorf("given to: %s", text)
	}
	paper := d.as(d.w.Birgitte).Get(d.at + "/udskrift?til=" + mother)
	if !paper.Has("Lavet til Camilla", "Kladde") || paper.Has("Vi vurderer, at det holder.") || paper.Has("Camilla sover ikke") {
		t.Errorf("her copy: %s", paper.Text())
	}
	for form, begins := range map[string]string{"pdf": "%PDF-1.7", "html": "<!doctype html>", "docx": "PK", "odt": "PK"} {
		p := d.as(d.w.Birgitte).Get(d.at + "/fil/" + form + "?til=" + mother)
		if p.Status != 200 || !bytes.HasPrefix([]byte(p.Body), []byte(begins)) {
			t.Errorf("%s: %d %.20q", form, p.Status, p.Body)
		}
	}
	for _, path := range []string{"/fil/exe?til=adviser", "/fil/pdf?til=parent:nobody", "/udgaver/court:x", "/udgaver/adviser"} {
		if p := d.as(d.w.Birgitte).Get(d.at + path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := d.as(d.w.Birgitte).Post(d.at+"/udgaver/court", url.Values{"version": form["version"], "reason": {"fordi"}}); p.Status != 422 || !p.Has("mindst 20 tegn", "fordi") {
		t.Errorf("a court's copy without a reason: %d %s", p.Status, p.Text())
	}
	if p := d.press(d.w.Birgitte, "send"); p.Status != 303 {
		t.Fatalf("sent: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Dorthe).Get(d.at + "/fil/pdf?til=adviser"); p.Status != 200 {
		t.Errorf("the adviser's own: %d", p.Status)
	}
	if p := d.as(d.w.Dorthe).Get(d.at + "/fil/pdf?til=" + mother); p.Status != 404 {
		t.Errorf("the adviser got a parent's copy: %d", p.Status)
	}
	if p := d.as(d.w.Dorthe).Get(d.at + "/udgaver"); p.Has("Camilla") || p.Has("Udleveret") {
		t.Errorf("the adviser sees who was given copies: %s", p.Text())
	}
}

func TestTheChildsVersionOnThePage(t *testing.T) {
	d := finished(t)
	if p := d.as(d.w.Gitte).Get(d.at + "/barn"); p.Status == 200 {
		t.Error("the second reader was shown the form")
	}
	easyFor := d.at + "/udgaver/easy:" + d.m.Child
	if strings.Contains(d.as(d.w.Gitte).Get(easyFor).Body, "/barn\"") || !strings.Contains(d.as(d.w.Birgitte).Get(easyFor).Body, "/barn\"") {
		t.Error("the way to the form stands where it leads nowhere, or not where it leads")
	}
	page := d.as(d.w.Birgitte).Get(d.at + "/barn")
	if !page.Has("Hvad sker der nu?", "Det står der i rapporten") {
		t.Errorf("the form: %s", page.Text())
	}
	hard := "Familierådgivningen vurderer indsatsens sammenhængende foranstaltninger."
	if p := d.as(d.w.Birgitte).Post(d.at+"/barn", url.Values{"version": {"0"}, "now": {hard}, "then": {"confirm"}}); p.Status != 422 || !p.Has("for svær for et barn", hard) {
		t.Errorf("too hard: %d %s", p.Status, p.Text())
	}
	easy := url.Values{"version": {"0"}, "now": {"Vi ses på mandag."}, "then": {"confirm"}}
	if p := d.as(d.w.Birgitte).Post(d.at+"/barn", easy); p.Status != 303 {
		t.Fatalf("kept: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Henrik).Post(d.at+"/barn", url.Values{"version": {"0"}, "now": {"Vi ses aldrig."}}); p.Status != 409 || !p.Has("Vi ses på mandag.", "Vi ses aldrig.") {
		t.Errorf("two at once: %d %s", p.Status, p.Text())
	}
	to := d.at + "/udgaver/easy:" + d.m.Child
	if p := d.as(d.w.Birgitte).Post(to, url.Values{"id": {db.NewID()}}); p.Status != 303 {
		t.Fatalf("made ready: %d %s", p.Status, p.Text())
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/udskrift?til=easy:" + d.m.Child); !p.Has("Til Villads", "Vi ses på mandag.") || p.Has("Dorthe") {
		t.Errorf("the child's paper: %s", p.Text())
	}
}

func TestTheSourceStandsBesideTheText(t *testing.T) {
	d := begin(t, report.Status)
	p := d.as(d.w.Birgitte).Get(d.at + "/ret/thriving")
	if !p.Has("Det er hentet herfra", "Målingerne", "Mødet") || !strings.Contains(p.Body, "/aftaler/") {
		t.Errorf("the sources: %s", p.Text())
	}
	if !strings.Contains(p.Body, "/udvikling/maal/"+d.m.Strands[1]) {
		t.Error("no way to the measurements")
	}
}

// Somebody who takes out a PDF is told which words it cannot draw, and where they
// are right.
func TestAPDFSaysWhatItCannotDraw(t *testing.T) {
	d := begin(t, report.Status)
	d.assess(report.Next)
	if p := d.as(d.w.Birgitte).Get(d.at); p.Has("står som ¤") {
		t.Errorf("told of nothing: %s", p.Text())
	}
	if p := d.put(d.w.Birgitte, report.Next, "assessment", "Mor hilser med ordet ሰላም hver dag."); p.Status != 303 {
		t.Fatalf("written: %d %s", p.Status, p.Text())
	}
	for _, path := range []string{"", "/udgaver", "/udskrift"} {
		if p := d.as(d.w.Birgitte).Get(d.at + path); !p.Has("ikke alle bogstaverne i: ሰላም. De står som ¤ i PDF’en.") {
			t.Errorf("%s does not say what the PDF cannot draw: %s", path, p.Text())
		}
	}
	if p := d.as(d.w.Birgitte).Get(d.at + "/fil/html"); !strings.Contains(p.Body, "ordet ሰላም hver dag") {
		t.Error("the page for a browser lacks the word")
	}
}

// Beside what is written under the voices stands who was not asked about the
// conclusion, with the way to where somebody can ask.
func TestTheCommentOnTheConclusionHasASource(t *testing.T) {
	d := begin(t, report.Status)
	p := d.as(d.w.Birgitte).Get(d.at + "/ret/voices")
	if !p.Has("Camilla er ikke spurgt om konklusionen.", "Familiens ord om konklusionen") {
		t.Errorf("the source: %s", p.Text())
	}
}
