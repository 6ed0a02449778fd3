package plans_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"samspil/internal/web/testkit"
)

// valueOf is the value of a hidden field.
func valueOf(t *testing.T, p testkit.Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no field %q on the page (%d)", name, p.Status)
	}
	return html.UnescapeString(m[1])
}

// optionOf is the first choice of a select.
func optionOf(t *testing.T, p testkit.Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<select[^>]*name="` + name + `".*?<option value="([^"]+)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no choices for %q on the page (%d)", name, p.Status)
	}
	return m[1]
}

// linkWith is the first link that holds the words.
func linkWith(t *testing.T, p testkit.Page, words string) string {
	t.Helper()
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		if strings.Contains(m[1], words) {
			return html.UnescapeString(m[1])
		}
	}
	t.Fatalf("no link with %q on the page (%d)", words, p.Status)
	return ""
}

// goalLinks are the addresses of the draft's goals, each once.
func goalLinks(p testkit.Page) []string {
	var all []string
	for _, m := range regexp.MustCompile(`<h2><a href="([^"]+/maal/[^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}

// attributeOf is the value of the first attribute of that name.
func attributeOf(t *testing.T, p testkit.Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatalf("no %q on the page (%d)", name, p.Status)
	}
	return html.UnescapeString(m[1])
}
