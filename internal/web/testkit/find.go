package testkit

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// ValueOf is the value of a hidden field; a page without it ends the test, as it does
// in all that look for something on a page.
func ValueOf(t *testing.T, p Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no field %q on the page (%d)", name, p.Status)
	}
	return html.UnescapeString(m[1])
}

// OptionOf is the first choice of a select.
func OptionOf(t *testing.T, p Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<select[^>]*name="` + name + `".*?<option value="([^"]+)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no choices for %q on the page (%d)", name, p.Status)
	}
	return m[1]
}

// LinkWith is the first link that holds the words.
func LinkWith(t *testing.T, p Page, words string) string {
	t.Helper()
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		if strings.Contains(m[1], words) {
			return html.UnescapeString(m[1])
		}
	}
	t.Fatalf("no link with %q on the page (%d)", words, p.Status)
	return ""
}

// AttributeOf is the value of the first attribute of that name.
func AttributeOf(t *testing.T, p Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no %q on the page (%d)", name, p.Status)
	}
	return html.UnescapeString(m[1])
}
