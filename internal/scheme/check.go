package scheme

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

var (
	idForm      = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	versionForm = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,3}){1,2}$`)
	codeForm    = regexp.MustCompile(`^[A-ZÆØÅ0-9]{1,4}(-[A-ZÆØÅ0-9]{1,5})?$`)
	asciiForm   = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,8}$`)
	keyForm     = regexp.MustCompile(`^[a-zæøå0-9]$`)
)

// check finds everything that is wrong with a scheme.
func (s Scheme) check() error {
	var p fault.Problems
	if !idForm.MatchString(s.ID) {
		p.Add("id", "scheme.id")
	}
	if !versionForm.MatchString(s.Version) {
		p.Add("version", "scheme.version")
	}
	if s.Names["da"] == "" || s.Names["en"] == "" {
		p.Add("names", "scheme.names")
	}
	if len(s.Codes) == 0 || len(s.Codes) > mostCodes {
		p.Add("codes", "scheme.codes", fault.Args{"max": mostCodes})
	}
	s.checkCodes(&p)
	s.checkGroups(&p)
	s.checkSettings(&p)
	return p.Err()
}

func (s Scheme) checkCodes(p *fault.Problems) {
	seen := map[string]bool{}
	keys := map[string]bool{}
	for i, c := range s.Codes {
		args := fault.Args{"code": short(c.Code)}
		bad := func(key string) { p.Add("code-"+strconv.Itoa(i+1), key, args) }
		switch {
		case !codeForm.MatchString(c.Code) || !asciiForm.MatchString(c.ASCII):
			bad("scheme.code.form")
		case seen[c.Code] || seen[c.ASCII]:
			bad("scheme.code.twice")
		case c.Kind != recording.Point && c.Kind != recording.State:
			bad("scheme.code.kind")
		case !slices.Contains(Subjects, c.Subject):
			bad("scheme.code.subject")
		case !keyForm.MatchString(c.Key) || keys[c.Key]:
			bad("scheme.code.key")
		}
		seen[c.Code], seen[c.ASCII], keys[c.Key] = true, true, true
		for _, language := range []string{"da", "en"} {
			w := c.Words[language]
			if w.Name == "" || w.Meaning == "" || utf8.RuneCountInString(w.Name) > 40 || utf8.RuneCountInString(w.Meaning) > longest {
				bad("scheme.code.words")
				break
			}
		}
	}
}

func (s Scheme) checkGroups(p *fault.Problems) {
	for _, group := range s.Exclusive {
		for _, name := range group {
			if c, ok := s.Code(name); !ok || c.Kind != recording.State {
				p.Add("exclusive-"+short(name), "scheme.exclusive", fault.Args{"code": short(name)})
			}
		}
	}
}

func (s Scheme) checkSettings(p *fault.Problems) {
	if s.Settings.Answer < 2000 || s.Settings.Answer > 10000 {
		p.Add("settings", "scheme.answer")
	}
	for _, ms := range []int64{s.Settings.Framing, s.Settings.Repair, s.Settings.Soothe, s.Settings.Prompt, s.Settings.Turn} {
		if ms < 1000 || ms > 120000 {
			p.Add("settings", "scheme.times")
			return
		}
	}
}

// short keeps a stranger's text out of messages that would burst with it.
func short(text string) string {
	if r := []rune(text); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return text
}
