package answer

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/instrument"
	"samspil/internal/login"
	"samspil/internal/outcome/handed"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// screens answers on the screen that was handed over. Nobody is logged in there: the
// token in the browser says which screen it is, and the case is opened in the name of
// whoever handed it over, who must still have the right to it.
type screens struct {
	Doors
	kit *web.Kit
}

// screenPage is one question, large and alone.
type screenPage struct {
	Form         web.Form
	Child        bool
	Topic, Quote string
	Intro        string
	Notice       string
	Text         string
	Hint         string
	Progress     string
	Key          string
	Shape        string // words, steps, ladder or number; sees, say at the end
	Options      []screenOption
	Least, Most  string
	MaySkip      bool
	MayBack      bool
	Answered     string // said where the question was answered before
	To           string
}

// screenOption is one answer as a key to press.
type screenOption struct {
	Value, Label string
	On           bool
	Mouth        string // of the face beside it, as the path of a drawing
	Wide         int    // of a step of the ladder: 1 at the bottom to 5 at the top
}

// thanksPage is the end: thanks, and the screen goes back.
type thanksPage struct{ Title, Text, Back string }

// open finds the screen of the request and opens the case for do, in one transaction.
// A screen that is not there, or whose giver may no longer open the case, is NotFound.
func (s screens) open(v *web.Visit, do func(f *casefile.Writer, screen handed.Screen) error) error {
	ctx := v.Context()
	return s.kit.Cases.UpdateFor(ctx, v.Reference, func(tx *casefile.Tx) error {
		f, ref, err := s.enter(ctx, tx, v.Request)
		if err != nil {
			return err
		}
		screen, err := handed.Get(ctx, &f.Reader, ref.Screen)
		if err != nil {
			return err
		}
		v.Lang = screen.Language
		return do(f, screen)
	})
}

func (s screens) enter(ctx context.Context, tx *casefile.Tx, r *http.Request) (*casefile.Writer, handed.Ref, error) {
	var token handed.Token
	if c, err := r.Cookie(screenCookie); err == nil {
		token = handed.Token(c.Value)
	}
	ref, staffID, err := handed.Find(ctx, tx, token)
	if err != nil {
		return nil, ref, err
	}
	staff, err := login.Get(ctx, tx.Tx, staffID)
	if err != nil {
		return nil, ref, err
	}
	if staff.Ended() {
		return nil, ref, fault.New(fault.NotFound, "case.not-here")
	}
	f, err := casefile.OpenWrite(ctx, tx, staff.Actor(), ref.Course, access.Purpose{Code: access.Document})
	return f, ref, err
}

// show is the question that is next, or the thanks.
func (s screens) show(v *web.Visit) (web.Response, error) {
	var page *web.Rendered
	err := s.open(v, func(f *casefile.Writer, screen handed.Screen) (err error) {
		page, err = s.pageOf(v, &f.Reader, screen)
		return err
	})
	if gone(err) {
		return s.thanks(v, "handed.gone").Status(http.StatusGone), nil
	}
	if err != nil {
		return nil, err
	}
	return page, nil
}

// gone tells whether there is no screen to show, for whatever reason.
func gone(err error) bool {
	kind := fault.KindOf(err)
	return err != nil && (kind == fault.NotFound || kind == fault.Denied)
}

func (s screens) thanks(v *web.Visit, key string) *web.Rendered {
	d := thanksPage{Title: v.T(key + ".title"), Text: v.T(key), Back: "/log-ind/igen?til=" + screenPath + "/igen"}
	return web.Page("answer/thanks", d).Titled("handed.screen").Alone().Script("screen.js")
}

func (s screens) pageOf(v *web.Visit, f *casefile.Reader, screen handed.Screen) (*web.Rendered, error) {
	switch {
	case !screen.DoneAt.IsZero():
		return s.thanks(v, "handed.thanks"), nil
	case !screen.ClosedAt.IsZero():
		return s.thanks(v, "handed.stopped"), nil
	case !screen.Open(v.Now()):
		return s.thanks(v, "handed.late"), nil
	}
	steps, err := handed.Steps(v.Context(), f, screen)
	if err != nil {
		return nil, err
	}
	at := min(screen.Place, len(steps)-1)
	d := s.stepOf(v, screen, steps[at])
	d.MayBack, d.Progress = at > 0, progress(v, at, len(steps))
	return web.Page("answer/screen", d).Titled("handed.screen").Alone().Script("reading.js").Script("screen.js"), nil
}

// progress says in words how far one has come.
func progress(v *web.Visit, at, all int) string {
	if left := all - at - 1; left > 0 {
		return v.T("handed.progress", fault.Args{"n": at + 1, "of": all}) + " " + v.TN("handed.progress.left", left)
	}
	return v.T("handed.progress", fault.Args{"n": at + 1, "of": all}) + " " + v.T("handed.progress.last")
}

func (s screens) stepOf(v *web.Visit, screen handed.Screen, step handed.Step) screenPage {
	d := screenPage{Form: v.Form, Child: screen.Dress == handed.ForChild, Topic: step.Topic, Quote: step.Quote, Intro: step.Intro, Notice: step.Notice, Text: step.Question.Text,
		Key: step.Key.StrandID + "/" + step.Key.Item, Shape: string(step.Question.Shape), Least: step.Question.Least, Most: step.Question.Most, MaySkip: step.MaySkip(), To: screenPath}
	if step.Answered {
		d.Answered = v.T("handed.answered")
		v.Form.Fill("words", step.Answer.Words)
	}
	if step.Answered && step.Answer.Skipped {
		d.Answered = v.T("handed.was-skipped")
	}
	switch step.Key {
	case handed.Words:
		d.Shape, d.Text, d.Hint, d.MaySkip, d.Answered = "say", v.T("handed.say"), v.T("handed.say.who"), false, ""
		return d
	case handed.Sees:
		d.Shape, d.Text, d.Quote, d.Hint = "sees", v.T("handed.sees"), step.Said, v.T("handed.say.who")
		for i, key := range []string{"same", "other", "unsure"} {
			o := screenOption{Value: strconv.Itoa(i), Label: v.T("handed.sees." + key)}
			o.On = step.Answered && step.Answer.Value != nil && int(*step.Answer.Value) == i
			d.Options = append(d.Options, o)
		}
		return d
	}
	d.options(step)
	return d
}

// options are the keys of a question: a ladder from the top down, numbers from the
// least up, and for a child faces beside words and a ladder instead of numbers.
func (d *screenPage) options(step handed.Step) {
	q := step.Question
	n := len(q.Options)
	least, most := ends(q)
	for i, o := range q.Options {
		k := screenOption{Value: strconv.FormatFloat(o.Value, 'f', -1, 64), Label: o.Label, Wide: i + 1}
		k.On = step.Answered && step.Answer.Value != nil && *step.Answer.Value == o.Value
		if d.Child && most > least {
			share := (o.Value - least) / (most - least)
			if q.Falls {
				share = 1 - share
			}
			if q.Shape == instrument.InWords && n <= 7 || q.Shape == instrument.AsNumber && (o.Value == least || o.Value == most) {
				k.Mouth = mouth(share)
			}
		}
		d.Options = append(d.Options, k)
	}
	if q.Shape == instrument.AsNumber && d.Child {
		d.Shape = "ladder"
	}
	if q.Shape == instrument.AsSteps || d.Shape == "ladder" {
		for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
			d.Options[i], d.Options[j] = d.Options[j], d.Options[i]
		}
	}
}

func ends(q instrument.Question) (least, most float64) {
	for i, o := range q.Options {
		if i == 0 || o.Value < least {
			least = o.Value
		}
		if i == 0 || o.Value > most {
			most = o.Value
		}
	}
	return least, most
}

// mouth draws the mouth of a face in a square of 48: 0 is the saddest, 1 the happiest.
func mouth(share float64) string {
	bend := strconv.FormatFloat(20+22*share, 'f', 1, 64)
	rest := strconv.FormatFloat(34.5-3*share, 'f', 1, 64)
	return "M14 " + rest + "Q24 " + bend + " 34 " + rest
}

// answer keeps what was pressed, and shows the step that comes then.
func (s screens) answer(v *web.Visit) (web.Response, error) {
	deed := v.Form.Value("do")
	var page *web.Rendered
	err := s.open(v, func(f *casefile.Writer, screen handed.Screen) (err error) {
		if page, err = s.pageOf(v, &f.Reader, screen); err != nil {
			return err
		}
		return s.do(v, f, screen, deed)
	})
	switch {
	case gone(err), fault.KindOf(err) == fault.Conflict:
		return web.Redirect(screenPath, ""), nil
	case err != nil:
		return web.NotValid(page, err)
	case deed == "keep":
		return web.JSON(http.StatusOK, keptAnswer{true}), nil
	}
	return web.Redirect(screenPath, ""), nil
}

type keptAnswer struct {
	Kept bool `json:"kept"`
}

func (s screens) do(v *web.Visit, f *casefile.Writer, screen handed.Screen, deed string) error {
	ctx := v.Context()
	switch deed {
	case "back":
		return handed.Show(ctx, f, screen.ID, screen.Place-1)
	case "stop":
		if err := s.keepWords(v, f, screen); err != nil {
			return err
		}
		return handed.Close(ctx, f, screen.ID, false)
	}
	strand, item, _ := strings.Cut(v.Form.Value("key"), "/")
	key, a := handed.Key{StrandID: strand, Item: item}, handed.Answer{Words: v.Form.Value("words"), Skipped: deed == "skip"}
	if value, err := strconv.ParseFloat(v.Form.Value("value"), 64); err == nil && !a.Skipped {
		a.Value = &value
	}
	if deed == "keep" {
		if a.Value == nil && key == handed.Sees {
			return nil
		}
		return handed.Put(ctx, f, screen.ID, key, a, false)
	}
	if err := handed.Put(ctx, f, screen.ID, key, a, true); err != nil || key != handed.Words {
		return err
	}
	return handed.Close(ctx, f, screen.ID, true)
}

// keepWords keeps what was being written when the screen is given back at once.
func (s screens) keepWords(v *web.Visit, f *casefile.Writer, screen handed.Screen) error {
	if v.Form.Value("key") != "/"+handed.Words.Item || v.Form.Value("words") == "" {
		return nil
	}
	return handed.Put(v.Context(), f, screen.ID, handed.Words, handed.Answer{Words: v.Form.Value("words")}, false)
}

// back leads the member of staff, who has taken the screen back, to where it began.
func (s screens) back(v *web.Visit) (web.Response, error) {
	if !v.SignedIn {
		return web.Redirect("/log-ind?til="+screenPath+"/igen", ""), nil
	}
	to, toast := "/", ""
	language := v.Lang
	err := s.open(v, func(_ *casefile.Writer, screen handed.Screen) error {
		to, toast = coursepage.Path(screen.CourseID, "udvikling"), "handed.back"
		if screen.ClosedAt.IsZero() {
			to, toast = coursepage.Path(screen.CourseID, "udvikling", "skaerm"), ""
		}
		return nil
	})
	v.Lang = language
	if err != nil && !gone(err) {
		return nil, err
	}
	return web.WithCookie(web.Redirect(to, toast), s.cookie("")), nil
}
