package practice

import (
	"bytes"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/fault"
	"samspil/internal/format"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
)

// coding is what somebody handed in: a file of any kind that is read, or lines typed
// by hand.
func coding(v *web.Visit, s scheme.Scheme) (recording.Recording, interaction.Source, error) {
	name, content, err := v.Upload("file")
	if err != nil {
		return recording.Recording{}, "", problem("file", "practice.file")
	}
	if len(content) > 0 {
		r, err := fromFile(s, name, content)
		return r, interaction.File, err
	}
	if strings.TrimSpace(v.Form.Value("lines")) == "" {
		return recording.Recording{}, "", problem("lines", "practice.lines.none")
	}
	r, err := typed(s, v.Form.Value("lines"), v.Form.Value("length"))
	return r, interaction.Desk, err
}

func problem(field, key string, args ...fault.Args) error {
	var p fault.Problems
	p.Add(field, key, args...)
	return p.Err()
}

// fromFile reads the first recording of a file and takes its codes for those of the
// scheme by their spelling. A code that finds no place is told: in training nothing
// is left out in silence.
func fromFile(s scheme.Scheme, name string, content []byte) (recording.Recording, error) {
	file, err := format.Read(name, io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))))
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid {
		return recording.Recording{}, problem("file", e.Key, e.Args)
	}
	if err != nil || len(file.Set.Recordings) == 0 {
		return recording.Recording{}, problem("file", "practice.file")
	}
	reading := interaction.Reading{Recording: file.Set.Recordings[0]}
	reading.Codes = interaction.Guess(s, reading.Recording)
	for _, e := range reading.Recording.Events {
		if _, ok := reading.Codes[interaction.From{Subject: e.Subject, Code: e.Code}]; !ok {
			return recording.Recording{}, problem("file", "practice.file.code", fault.Args{"code": e.Code})
		}
	}
	entries, _, err := reading.Entries(s)
	if err != nil {
		return recording.Recording{}, err
	}
	return interaction.Fold(s, entries).Recording, nil
}

// typed reads a line for each thing seen: a time, a code or its key, and for a
// stretch the time it ended, such as "0:05 B-KON" or "1:10 d 1:25". The length of
// the whole ends what has no end.
func typed(s scheme.Scheme, text, length string) (recording.Recording, error) {
	var p fault.Problems
	end, ok := clockOf(length)
	if !ok || end <= 0 {
		p.Add("length", "practice.length.wrong")
	}
	var entries []interaction.Entry
	add := func(d interaction.Deed, code string, at int64) {
		entries = append(entries, interaction.Entry{ID: strconv.Itoa(len(entries)), Device: interaction.FormDevice, Seq: len(entries) + 1, At: at, Deed: d, Code: code})
	}
	for n, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if why := lineOf(s, words, end, add); why != "" {
			p.Add("lines", why, fault.Args{"n": n + 1})
			break
		}
	}
	if err := p.Err(); err != nil {
		return recording.Recording{}, err
	}
	add(interaction.End, "", end)
	folded := interaction.Fold(s, entries)
	if len(folded.Ignored) > 0 {
		return recording.Recording{}, problem("lines", "practice.lines.ignored", fault.Args{"n": len(folded.Ignored)})
	}
	return folded.Recording, nil
}

// lineOf reads the words of one line; it returns what is wrong with it, or nothing.
func lineOf(s scheme.Scheme, words []string, end int64, add func(interaction.Deed, string, int64)) string {
	at, ok := clockOf(words[0])
	if !ok || len(words) < 2 || len(words) > 3 || end > 0 && at > end {
		return "practice.lines.form"
	}
	i := slices.IndexFunc(s.Codes, func(c scheme.Code) bool {
		return strings.EqualFold(c.Code, words[1]) || strings.EqualFold(c.ASCII, words[1]) || strings.EqualFold(c.Key, words[1])
	})
	if i < 0 {
		return "practice.lines.code"
	}
	code := s.Codes[i]
	if code.Kind == recording.Point {
		if len(words) == 3 {
			return "practice.lines.form"
		}
		add(interaction.Point, code.Code, at)
		return ""
	}
	add(interaction.Start, code.Code, at)
	if len(words) == 3 {
		until, ok := clockOf(words[2])
		if !ok || until <= at {
			return "practice.lines.form"
		}
		add(interaction.Stop, code.Code, until)
	}
	return ""
}

// clockOf reads "1:05", "1:05,5" or "65,5" in milliseconds.
func clockOf(text string) (int64, bool) {
	minutes, seconds, both := strings.Cut(strings.TrimSpace(text), ":")
	if !both {
		minutes, seconds = "0", minutes
	}
	m, err := strconv.Atoi(minutes)
	s, err2 := strconv.ParseFloat(strings.Replace(seconds, ",", ".", 1), 64)
	if err != nil || err2 != nil || m < 0 || m > 240 || !(s >= 0) || s > 14400 || both && s >= 60 || math.IsNaN(s) {
		return 0, false
	}
	return int64(m)*60000 + recording.Millis(s), true
}
