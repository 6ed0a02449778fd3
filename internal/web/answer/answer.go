// Package answer is the pages on which a questionnaire is filled in: on the screen by
// whoever sits with the family, on paper to be typed in afterwards, and as a file from
// another system. Earlier answers are never shown beside the questions.
package answer

import (
	"embed"
	"net/http"
	"slices"
	"strconv"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/course"
	"samspil/internal/draft"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/lang"
	"samspil/internal/outcome"
	"samspil/internal/outcome/handed"
	"samspil/internal/plan"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// Templates are the pages of this area.
//
//go:embed *.html
var Templates embed.FS

const (
	mostWords = 2000
	mostFile  = 9 << 20 // bytes of the form with a file
)

// Doors is what handing a screen over needs of the log-in.
type Doors struct {
	// Lend puts the session of the request to sleep in the transaction, and gives the
	// cookie that takes it back. Without it no screen can be handed over.
	Lend   func(*http.Request, *casefile.Tx) (*http.Cookie, error)
	Secure bool // the pages are served by TLS
}

// Routes are the addresses of this area.
func (d Doors) Routes(k *web.Kit) []web.Route {
	const root = "/forloeb/{course}/udvikling/maal/{strand}/skema"
	read := func(pattern string, h coursepage.Reading) web.Route {
		return web.ReadCase("GET "+root+pattern, access.Measures, access.Deliver, h)
	}
	write := func(pattern string, h coursepage.Writing) web.Route {
		return web.WriteCase("POST "+root+pattern, access.Measures, access.Write, access.Document, h)
	}
	screen := screens{d, k}
	return []web.Route{
		web.ReadCase("GET "+handPath, access.Measures, access.Deliver, coursepage.Show(handPageOf)),
		web.WriteCase("POST "+handPath, access.Measures, access.Write, access.Document, d.handOver),
		web.WriteCase("POST "+handPath+"/{screen}/luk", access.Measures, access.Write, access.Document, shut),
		web.ReadCase("GET "+commentPath, access.Measures, access.Deliver, coursepage.Show(commentPageOf)),
		web.WriteCase("POST "+commentPath, access.Measures, access.Write, access.Document, comment),
		web.Public("GET "+screenPath, screen.show),
		web.Public("POST "+screenPath, screen.answer),
		web.Public("GET "+screenPath+"/igen", screen.back),
		read("", coursepage.Show(formPage)),
		write("", fill),
		read("/papir", blank),
		read("/fhir.json", export),
		read("/ind", coursepage.Show(importPageOf)),
		web.TakingFile(write("/ind", take), mostFile),
	}
}

// sheet is the questionnaire of one strand.
type sheet struct {
	instrument.Strand
	Edition instrument.Edition
	Part    instrument.Part
	goal    plan.Goal // that it rates, whose words are on the ladder
	at      string    // the strand's own page
}

// open finds the strand and the questionnaire it is measured by. A strand that is no
// questionnaire, or whose questions cannot be shown, has no such page.
func open(v *web.Visit, f *casefile.Reader) (sheet, error) {
	s, err := instrument.Named(v.Context(), f, v.Param("strand"))
	if err != nil {
		return sheet{}, err
	}
	e, ok, err := s.Edition(v.Context(), f.Tx())
	if err == nil && (!ok || !e.Usable() || len(e.Items) == 0) {
		err = fault.New(fault.NotFound, "case.not-here")
	}
	if err != nil {
		return sheet{}, err
	}
	part, _ := e.Part(s.Scale().Part)
	p, _, err := plan.Current(v.Context(), f)
	if err != nil {
		return sheet{}, err
	}
	goal, _ := p.Goal(s.GoalID)
	return sheet{Strand: s, Edition: e, Part: part, goal: goal, at: "/forloeb/" + f.CourseID + "/udvikling/maal/" + s.ID}, nil
}

func (s sheet) draftKey() draft.Key { return draft.Key{Form: "questionnaire", Object: s.ID} }

// crumbs lead back to the strand.
func (s sheet) crumbs(v *web.Visit, f *casefile.Reader, here string) []web.Link {
	return []web.Link{{Text: v.T("answer.development"), To: "/forloeb/" + f.CourseID + "/udvikling"}, {Text: s.Title, To: s.at}, {Text: here}}
}

// question is one question as it is shown.
type question struct {
	ID, Text string
	Keys     bool // as a row of figures, not as words
	Options  []web.Option
}

func (s sheet) questions(v *web.Visit) []question {
	var out []question
	for _, asked := range s.Asks(s.Edition, s.goal, v.Lang) {
		q := question{ID: asked.Item, Text: asked.Text, Keys: asked.Shape == instrument.AsNumber}
		for _, o := range asked.Options {
			q.Options = append(q.Options, web.Option{Value: strconv.FormatFloat(o.Value, 'f', -1, 64), Label: o.Label})
		}
		if asked.Shape == instrument.AsSteps {
			slices.Reverse(q.Options) // a ladder is read from the top
		}
		out = append(out, q)
	}
	return out
}

// page fills in a questionnaire.
type page struct {
	Form               web.Form
	Crumbs             []web.Link
	Title, Lead, Rater string
	Intro, Notice      string
	Subject            string
	Questions          []question
	Hows, Contexts     []web.Option
	Partial            bool // answers are missing: asked whether that is so
	Corrects           string
	Hash               string
	Kept               coursepage.Kept
	Rhythm             []string // when it is due, and whether there will be enough
	Paper, File, In    string
	Remarks            bool   // go out with the file
	Hand               string // where the screen is handed over; empty when correcting
	Left               []web.Link
	Taken              string // said where the answers come from a screen
	Back               string
}

func formPage(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	s, err := open(v, f)
	if err != nil {
		return nil, err
	}
	return s.page(v, f, false)
}

func (s sheet) page(v *web.Visit, f *casefile.Reader, partial bool) (*web.Rendered, error) {
	l := string(v.Lang)
	title := s.Edition.Title.In(l)
	d := page{
		Form: v.Form, Crumbs: s.crumbs(v, f, title), Title: title, Lead: s.Title, Rater: s.RaterName, Subject: string(coursepage.SubjectName(s.RaterRole)),
		Intro: s.Edition.Lead.In(l), Notice: s.Edition.Licence.Notice, Questions: s.questions(v), Partial: partial, Hash: s.Edition.Hash,
		Hows: web.Options("answer.how.", instrument.Hows...), Contexts: web.Options("answer.context.", instrument.Contexts...),
		Paper: s.at + "/skema/papir", File: s.at + "/skema/fhir.json", Remarks: s.Edition.SendsWords(), In: s.at + "/skema/ind", Back: s.at,
	}
	var err error
	if d.Rhythm, err = s.rhythm(v, f); err != nil {
		return nil, err
	}
	v.Form.Fill("on", v.Today().String())
	v.Form.Fill("how", instrument.Self)
	if ret := v.Form.Value("ret"); ret != "" {
		if d.Corrects, err = s.correct(v, f, ret); err != nil {
			return nil, err
		}
		d.Kept = coursepage.Keep(f.CourseID, draft.Key{Form: "questionnaire", Object: ret})
		return web.Page("answer/fill", d).Titled("answer.title"), nil
	}
	d.Hand = handTo(f.CourseID, s.Strand)
	if d.Left, err = s.leftOf(v, f); err != nil {
		return nil, err
	}
	if from := v.Form.Value("skaerm"); from != "" && !v.Posted() {
		d.Taken, err = s.takeFrom(v, f, from)
		return web.Page("answer/fill", d).Titled("answer.title"), err
	}
	if d.Kept, err = coursepage.Restore(v, f, s.draftKey()); err != nil {
		return nil, err
	}
	return web.Page("answer/fill", d).Titled("answer.title"), nil
}

// correct fills in what was answered, to be put right. Where only a figure was written,
// there are no answers to show.
func (s sheet) correct(v *web.Visit, f *casefile.Reader, ret string) (string, error) {
	i := slices.IndexFunc(s.Ratings, func(r instrument.Rating) bool { return r.ID == ret })
	if i < 0 {
		return "", fault.New(fault.NotFound, "case.not-here")
	}
	old, err := instrument.AnswersOf(v.Context(), f, s.ID)
	if err != nil {
		return "", err
	}
	r := s.Ratings[i]
	v.Form.Fill("on", r.On.String())
	v.Form.Fill("words", r.Words)
	if a, ok := old[ret]; ok {
		v.Form.Fill("how", a.How)
		v.Form.Fill("context", a.Context)
		s.fillIn(v, a.Values)
		return v.T("answer.corrects", fault.Args{"date": lang.PlainDate(v.Lang, a.On)}), nil
	}
	return v.T("answer.corrects.figure", fault.Args{"date": lang.PlainDate(v.Lang, r.On)}), nil
}

func (s sheet) fillIn(v *web.Visit, values map[string]float64) {
	for id, value := range values {
		v.Form.Fill(id, strconv.FormatFloat(value, 'f', -1, 64))
	}
}

// takeFrom fills in what was answered on a screen that was given back too soon.
func (s sheet) takeFrom(v *web.Visit, f *casefile.Reader, id string) (string, error) {
	all, err := handed.Left(v.Context(), f, s.ID)
	screen, err := casefile.Pick(all, err, func(o handed.Screen) bool { return o.ID == id })
	if err != nil {
		return "", err
	}
	for _, part := range screen.Parts {
		if part.StrandID == s.ID {
			v.Form.Fill("id", part.RatingID)
		}
	}
	v.Form.Fill("on", screen.On.String())
	v.Form.Fill("how", screen.How)
	v.Form.Fill("words", screen.Answers[handed.Words].Words)
	s.fillIn(v, screen.Given(s.ID))
	return v.T("handed.left.taken"), nil
}

// rhythm tells the staff member when the strand is due, and when the measurements
// that are left before the end are too few to say anything.
func (s sheet) rhythm(v *web.Visit, f *casefile.Reader) ([]string, error) {
	c, err := course.Get(v.Context(), f)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	r, words := outcome.RhythmOf(s.Strand, v.Today(), c.ExpectedEnd), outcome.Words{Lang: v.Lang}
	out := words.Lacks(r)
	if due := words.Due(r, v.Today()); due != "" {
		out = append([]string{due}, out...)
	}
	return out, nil
}

func fill(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	s, err := open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	a := instrument.Answers{RatingID: v.Form.ID(), StrandID: s.ID, On: v.Form.NeededDate(&p, "on", "instrument.no-date"), Hash: v.Form.Value("hash"),
		How: v.Form.Value("how"), Context: v.Form.Value("context"), Words: v.Form.Text(&p, "words", mostWords), Supersedes: v.Form.Value("ret"), Values: map[string]float64{}}
	first := ""
	for _, item := range s.Edition.Items {
		value, given := v.Form.Number(&p, item.LinkID)
		if given {
			a.Values[item.LinkID] = value
		} else if first == "" && slices.Contains(s.Part.LinkIDs, item.LinkID) {
			first = item.LinkID
		}
	}
	partial := s.tooFew(a.Values)
	if partial && len(a.Values) > 0 && !v.Form.Bool("partial") {
		p.Add(first, "answer.missing")
	}
	if err = p.Err(); err == nil {
		err = instrument.RecordAnswers(v.Context(), f, a)
	}
	if err != nil {
		return coursepage.Again(v, f, func(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) { return s.page(v, f, partial) }, err)
	}
	if a.Supersedes == "" {
		if err := draft.Drop(v.Context(), f, s.draftKey()); err != nil {
			return nil, err
		}
	}
	return web.Redirect(s.at, "answer.done"), nil
}

// tooFew tells whether the answers give no figure.
func (s sheet) tooFew(values map[string]float64) bool {
	given := map[string]*float64{}
	for id, v := range values {
		given[id] = &v
	}
	_, scored := s.Edition.Score(s.Part.ID, given)
	return !scored
}

// blankPage is the questionnaire on paper.
type blankPage struct {
	Title, Topic, Rater, Intro, Notice, Mark string
	Questions                                []question
	Back                                     string
}

func blank(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	s, err := open(v, f)
	if err != nil {
		return nil, err
	}
	l := string(v.Lang)
	d := blankPage{Title: s.Edition.Title.In(l), Topic: s.Title, Rater: s.RaterName, Intro: s.Edition.Lead.In(l), Notice: s.Edition.Licence.Notice,
		Mark: s.Edition.Version + " · " + s.Edition.Hash[:12], Questions: s.questions(v), Back: s.at + "/skema"}
	if err := f.Record("print", string(access.Measures), s.ID); err != nil {
		return nil, err
	}
	return web.Page("answer/paper", d).Titled("answer.paper").Document(), nil
}
