package paper

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page parses a file and gives every element, with its text.
func page(t *testing.T, b []byte) (all []*html.Node) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func webPage(t *testing.T, d Document) []byte {
	t.Helper()
	b, err := newPress(t).HTML(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// full is the sample with what only a screen shows.
func full() Document {
	d := sample()
	d.Mark, d.Page = "Fingeraftryk 7F3A", "Fingeraftryk 7F3A · side %d af %d"
	for i, b := range d.Blocks {
		if f, ok := b.(Figure); ok {
			f.Narrow, f.Numbers = curve(), &Table{Caption: "Se som tabel", Head: []string{"Dag", "Tal"}, Rows: [][]string{{"5. jan.", "3"}}}
			d.Blocks[i] = f
		}
	}
	d.Blocks = append(d.Blocks, Paragraph{Spans: Text(`</style><script src="https://x.example/a.js">alert(1)</script>`)},
		Facts{Paired: true, Caption: "Om", Rows: []Fact{{"Barn", "Villads"}, {"Timer", "84"}, {"Konsulent", "Birgitte"}}},
		Facts{Caption: `"><img src=x onerror=alert(1)>`, Rows: []Fact{{"<b>", "\x00&\n"}}})
	long := Table{Caption: "Over flere sider", Head: []string{"Dag", "Tal"}}
	for i := range 80 {
		long.Rows = append(long.Rows, []string{strconv.Itoa(i), "3"})
	}
	d.Blocks = append(d.Blocks, long)
	d.Draft = `Kladde"} </style><script>1</script>`
	return d
}

// The file stands alone: nothing is fetched, nothing runs, and nothing that was
// written in a report becomes a part of the page.
func TestAPageStandsAlone(t *testing.T) {
	d := full()
	d.Page = `side"; } </style><script>2</script> %d af %d`
	b := webPage(t, d)
	for _, n := range page(t, b) {
		switch n.Data {
		case "b", "script", "link", "img", "iframe", "object", "embed", "form", "base", "audio", "video", "source", "use", "image":
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "style", a.Key == "srcset":
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("a link leads out: %q", a.Val)
			}
		}
	}
	all := string(b)
	for _, no := range []string{"@import", "@font-face", "//x.example/a.js\">alert"} {
		if strings.Contains(all, no) {
			t.Errorf("it holds %q", no)
		}
	}
	if m := regexp.MustCompile(`url\([^#)]*\)`).FindString(all); m != "" {
		t.Errorf("it fetches %s", m)
	}
	if n := strings.Count(all, "</style>"); n != 1 {
		t.Errorf("the style sheet ends %d times", n)
	}
	if !strings.Contains(all, "default-src 'none'") && !strings.Contains(all, "default-src &#39;none&#39;") {
		t.Error("nothing keeps it from fetching")
	}
	if again := webPage(t, d); string(again) != all {
		t.Error("the same document gives another file")
	}
}

func TestAPageForAScreenReader(t *testing.T) {
	all := page(t, webPage(t, full()))
	level, ids, h1 := 0, map[string]int{}, 0
	for _, n := range all {
		if id := attribute(n, "id"); id != "" {
			ids[id]++
		}
		switch n.Data {
		case "html":
			if attribute(n, "lang") != "da" {
				t.Errorf("the language is %q", attribute(n, "lang"))
			}
		case "h1", "h2", "h3":
			now := int(n.Data[1] - '0')
			if now > level+1 {
				t.Errorf("from heading %d to %d", level, now)
			}
			if level = now; now == 1 {
				h1++
			}
		case "svg":
			if p := n.Parent; attribute(p, "role") != "img" || attribute(p, "aria-label") == "" {
				t.Error("a drawing without words")
			}
		case "th":
			if attribute(n, "scope") == "" {
				t.Error("a head of a table without a scope")
			}
		case "blockquote":
			if attribute(n, "lang") != "en" {
				t.Errorf("the quote is in %q", attribute(n, "lang"))
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%d main headings", h1)
	}
	for _, n := range all {
		if to, ok := strings.CutPrefix(attribute(n, "href"), "#"); ok && ids[to] != 1 {
			t.Errorf("a link leads to %q, which is there %d times", to, ids[to])
		}
	}
	text := string(webPage(t, full()))
	for _, want := range []string{`dir="auto">عمر`, `Fingeraftryk 7F3A</span>`, `content: "side " counter(page) " af " counter(pages) ""`, `<summary>Se som tabel</summary>`, `data-label="Tal"`, `156 timer &amp; mere &lt;end&gt; det`} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %s", want)
		}
	}
	if strings.Contains(text, `#nowhere`) {
		t.Error("it leads to a heading that is not there")
	}
}
