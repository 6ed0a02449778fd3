package interplay

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/base64"
	"io"
	"slices"
	"strconv"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/format"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
	"samspil/internal/web/interplaypage"
)

// mostFile is the largest file taken, in bytes; mostForm the form that carries it
// back and forth until it is brought in.
const (
	mostFile = 8 << 20
	mostForm = 12 << 20
)

// importPage brings a recording in from a file: choose the file, then the
// observation and what each of its codes is, see what will be kept, and bring it in.
// Nothing is stored before that; until then the page itself carries the file.
type importPage struct {
	place
	Form         web.Form
	Lead         string
	Parts        []web.Option
	Sets         []web.Option
	Schemes      []web.Option
	Read         bool   // a file has been read
	FileName     string // as it is called on the sender's disk
	Packed       string // the file, packed
	Kind         string
	Observations []web.Option
	Codes        []codeRow
	Choices      []web.Option
	Kept         int // moments that will be kept
	Left         []string
	Notes        []noteLine
	Length       string
}

// codeRow is a code of the file and what it becomes.
type codeRow struct {
	Field, From string
	N           int
}

// sent is the file of the form, read, with what was chosen.
type sent struct {
	name     string
	file     format.File
	chosen   recording.Recording
	codes    []interaction.From
	counts   map[interaction.From]int
	scheme   scheme.Scheme
	packed   string
	problems error
}

func importForm(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	page, _, err := importOf(v, f)
	return page.shown(web.Page("interplay/import", page).Titled("interplay.import.tab")), err
}

func importOf(v *web.Visit, f *casefile.Reader) (importPage, sent, error) {
	p, err := listed(v, f)
	page := importPage{place: p, Form: v.Form, Lead: v.T("interplay.import.lead")}
	if err != nil {
		return page, sent{}, err
	}
	schemes, err := interaction.Schemes(v.Context(), f.Tx())
	if err != nil {
		return page, sent{}, err
	}
	if len(schemes) > 1 {
		for _, s := range schemes {
			page.Schemes = append(page.Schemes, web.Option{Value: s.Ref(), Label: s.Name(string(v.Lang)) + " " + s.Version})
		}
	}
	page.Parts = web.Options("interplay.part.name.", interaction.Parts...)
	page.Sets = web.Options("interplay.set.", "full", "live")
	if v.Form.Value("mapped") == "" { // the page that asks for these has not been shown yet
		v.Form.Put("part", "play")
		v.Form.Put("set", "full")
		v.Form.Put("scheme", schemes[0].Ref())
		v.Form.Put("started", lang.Clock(lang.Danish, p.Session.When().In(clock.Copenhagen)))
	}
	in := sent{scheme: schemes[0].Scheme}
	for _, s := range schemes {
		if s.Ref() == v.Form.Value("scheme") {
			in.scheme = s.Scheme
		}
	}
	if v.Form.Sent() {
		in.read(v)
		page.show(v, &in)
	}
	return page, in, nil
}

// read finds the file, newly sent or carried by the form, and reads it.
func (in *sent) read(v *web.Visit) {
	name, content, err := v.Upload("file")
	if err == nil && len(content) == 0 && v.Form.Value("packed") != "" {
		name = v.Form.Value("name")
		content, err = unpack(v.Form.Value("packed"))
	}
	switch {
	case err != nil:
		in.problems = problem("file", "interplay.import.unreadable")
		return
	case len(content) == 0:
		in.problems = problem("file", "interplay.import.none")
		return
	case len(content) > mostFile:
		in.problems = tooLarge()
		return
	}
	in.name = name
	in.file, err = format.Read(name, io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))))
	if e, ok := fault.As(err); ok && e.Kind == fault.Invalid {
		var p fault.Problems
		p.Add("file", e.Key, e.Args)
		in.problems = p.Err()
		return
	}
	if err != nil {
		in.problems = problem("file", "interplay.import.unreadable")
		return
	}
	if len(in.file.Set.Recordings) == 0 {
		in.problems = problem("file", "format.nothing")
		return
	}
	in.packed = pack(content)
	in.choose(v)
}

func tooLarge() error {
	var p fault.Problems
	p.Add("file", "interplay.import.too-large", fault.Args{"mb": mostFile >> 20})
	return p.Err()
}

// choose finds the observation and its codes, those most often seen first.
func (in *sent) choose(v *web.Visit) {
	in.chosen = in.file.Set.Recordings[0]
	if i, err := strconv.Atoi(v.Form.Value("observation")); err == nil && i >= 0 && i < len(in.file.Set.Recordings) {
		in.chosen = in.file.Set.Recordings[i]
	}
	in.counts = map[interaction.From]int{}
	for _, e := range in.chosen.Events {
		from := interaction.From{Subject: e.Subject, Code: e.Code}
		if in.counts[from]++; in.counts[from] == 1 {
			in.codes = append(in.codes, from)
		}
	}
	slices.SortFunc(in.codes, func(a, b interaction.From) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Code, b.Code))
	})
}

// mapping is what each code becomes: what was chosen for this observation, else a guess.
func (in *sent) mapping(v *web.Visit) map[interaction.From]string {
	guess := interaction.Guess(in.scheme, in.chosen)
	chosen := v.Form.Value("mapped") == in.key()
	for i, from := range in.codes {
		field := "code-" + strconv.Itoa(i)
		if chosen {
			guess[from] = v.Form.Value(field)
		} else {
			v.Form.Put(field, guess[from])
		}
	}
	return guess
}

// key tells which observation and scheme a mapping was made for.
func (in *sent) key() string { return in.chosen.ID + " " + in.scheme.Ref() }

// reading is the import that the form asks for.
func (in *sent) reading(v *web.Visit, s interaction.Segment) interaction.Reading {
	s.FileName = in.name
	return interaction.Reading{Segment: s, Recording: in.chosen, Codes: in.mapping(v)}
}

// show sets out what the file holds and what would be kept of it.
func (p *importPage) show(v *web.Visit, in *sent) {
	if in.problems != nil {
		return
	}
	p.Read, p.FileName, p.Packed, p.Kind = true, in.name, in.packed, v.T("interplay.format."+string(in.file.Kind))
	v.Form.Put("name", in.name)
	for i, r := range in.file.Set.Recordings {
		p.Observations = append(p.Observations, web.Option{Value: strconv.Itoa(i), Label: r.ID})
	}
	if v.Form.Value("observation") == "" {
		v.Form.Put("observation", "0")
	}
	for _, c := range in.scheme.Codes {
		p.Choices = append(p.Choices, web.Option{Value: c.Code, Label: c.Name(string(v.Lang))})
	}
	p.Length = interplaypage.Length(v, in.chosen.Length())
	reading := in.reading(v, interaction.Segment{ID: v.Form.ID()})
	v.Form.Put("mapped", in.key())
	for i, from := range in.codes {
		p.Codes = append(p.Codes, codeRow{Field: "code-" + strconv.Itoa(i), From: fromWords(v, from), N: in.counts[from]})
	}
	for _, n := range in.file.Set.Notes {
		if n.Where == "" || n.Where == in.chosen.ID || len(in.file.Set.Recordings) == 1 {
			p.Notes = append(p.Notes, noteOf(v, n))
		}
	}
	entries, left, err := reading.Entries(in.scheme)
	if err != nil {
		in.problems = err
		return
	}
	for _, e := range entries {
		if e.Deed == interaction.Point || e.Deed == interaction.Start {
			p.Kept++
		}
	}
	for _, l := range left {
		p.Left = append(p.Left, v.Say("interplay.import.left", fault.Args{"code": fromWords(v, interaction.From{Subject: l.Subject, Code: l.Code}), "n": l.N, "why": v.T(l.Why)}))
	}
}

// fromWords names a code of the file with its subject.
func fromWords(v *web.Visit, from interaction.From) string {
	if from.Subject == "" {
		return from.Code
	}
	return v.Say("interplay.import.from", fault.Args{"code": from.Code, "subject": from.Subject})
}

// importFile reads the file and shows what it holds, or brings it in.
func importFile(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	page, in, err := importOf(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	shown := page.shown(web.Page("interplay/import", page).Titled("interplay.import.tab"))
	if in.problems != nil {
		return web.NotValid(shown, in.problems)
	}
	if v.Form.Value("press") != "import" {
		return shown, nil
	}
	var bad fault.Problems
	s := interaction.Segment{ID: v.Form.ID(), SessionID: page.Session.ID, Part: v.Form.OneOf(&bad, "part", interaction.Parts...),
		LiveSet: v.Form.OneOf(&bad, "set", "full", "live") == "live", Scheme: in.scheme.Ref(),
		StartedAt: v.Form.Time(&bad, "started", clock.DateOf(page.Session.When()))}
	if s.StartedAt.IsZero() && !bad.Has() {
		bad.Add("started", "interplay.started.missing")
	}
	if page.Kept == 0 && !bad.Has() {
		bad.Add("code-0", "interplay.import.nothing")
	}
	if err = bad.Err(); err == nil {
		s, err = interaction.Import(v.Context(), f, in.reading(v, s))
	}
	if err != nil {
		return coursepage.Again(v, f, func(*web.Visit, *casefile.Reader) (*web.Rendered, error) { return shown, nil }, err)
	}
	return web.Redirect(page.DeskPath(s.ID), "interplay.imported"), nil
}

// pack and unpack carry a file in a field of the form.
func pack(content []byte) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(content)
	if err := cmp.Or(err, w.Close()); err != nil { // a buffer takes everything
		return ""
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func unpack(text string) ([]byte, error) {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, mostFile+1))
}

// Trail is the way back.
func (p importPage) Trail() []web.Link {
	return p.Crumbs(web.Link{Text: p.v.T("interplay.list.title"), To: p.ListPath()}, web.Link{Text: p.v.T("interplay.import.title")})
}
