package interplay

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/recording"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// press is the desk without script: a time is typed and a key pressed. The key says
// what is done, as "code:B-INI", "drop:ID", "undo" or "end".
func press(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	page, err := desk(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	d := deed{v: v, f: f, page: page}
	verb, arg, _ := strings.Cut(v.Form.Value("press"), ":")
	toast, err := d.do(verb, arg)
	if err != nil {
		return coursepage.Again(v, f, deskPageOf, err)
	}
	return web.Redirect(page.To, toast), nil
}

// deed is one press of a key.
type deed struct {
	v    *web.Visit
	f    *casefile.Writer
	page deskPage
}

func (d *deed) do(verb, arg string) (toast string, err error) {
	switch verb {
	case "code":
		return "", d.code(arg)
	case "pause", "resume":
		return "", d.at(interaction.Deed(verb))
	case "undo":
		return "interplay.undone", d.undo()
	case "redo":
		return "", d.redo()
	case "drop":
		return "interplay.dropped", d.drop(arg)
	case "merge":
		return "interplay.merged", d.append(interaction.Entry{Deed: interaction.Merge, Of: arg, At: d.page.EndAt})
	case "fix":
		return "interplay.fixed", d.fix(arg)
	case "end":
		return d.end()
	}
	return "", problem("at", "interplay.press.nothing")
}

func problem(field, key string) error {
	var p fault.Problems
	p.Add(field, key)
	return p.Err()
}

// append hands the entries in under ids that the form has carried since it was
// shown, so that a form sent twice changes nothing the second time.
func (d *deed) append(entries ...interaction.Entry) error {
	reason := ""
	if d.page.S.Closed {
		var p fault.Problems
		if reason = d.v.Form.Needed(&p, "reason", "interplay.reason.missing", 500); p.Has() {
			return p.Err()
		}
	}
	seq, err := strconv.Atoi(d.v.Form.Value("seq"))
	if err != nil || seq < 1 {
		seq = d.page.Seq
	}
	for i := range entries {
		e := &entries[i]
		e.ID, e.Device, e.Seq, e.Reason = d.v.Form.ID()+"-"+strconv.Itoa(i), interaction.FormDevice, seq+i, reason
	}
	verdicts, err := interaction.Append(d.v.Context(), d.f, d.page.S.ID, entries)
	if err != nil {
		return err
	}
	for _, x := range verdicts {
		if x.Why != "" {
			return problem("at", x.Why)
		}
	}
	return nil
}

// time is what was typed in a field, in milliseconds.
func (d *deed) time(field string) (int64, error) {
	ms, ok := readRunning(d.v.Form.Value(field))
	if !ok {
		return 0, problem(field, "interplay.time.unreadable")
	}
	if ms > interaction.Longest {
		return 0, problem(field, "interaction.refused.time")
	}
	return ms, nil
}

// code sets a moment, or begins or ends a state.
func (d *deed) code(name string) error {
	at, err := d.time("at")
	if err != nil {
		return err
	}
	c, ok := d.page.Scheme.Code(name)
	if !ok {
		return problem("at", "interaction.refused.code")
	}
	what := interaction.Point
	if c.Kind == recording.State {
		what = interaction.Start
		for _, r := range d.page.S.Folded.Running {
			if r.Code == c.Code && at < r.Since {
				return problem("at", "interplay.time.before-start")
			}
			if r.Code == c.Code {
				what = interaction.Stop
			}
		}
	}
	return d.append(interaction.Entry{Deed: what, Code: c.Code, At: at})
}

func (d *deed) at(what interaction.Deed) error {
	at, err := d.time("at")
	if err != nil {
		return err
	}
	return d.append(interaction.Entry{Deed: what, At: at})
}

func (d *deed) undo() error {
	e, ok := d.page.S.Folded.CanUndo(interaction.FormDevice)
	if !ok {
		return problem("at", "interplay.undo.nothing")
	}
	return d.append(interaction.Entry{Deed: interaction.Undo, Of: e.ID, At: e.At})
}

func (d *deed) redo() error {
	e, ok := d.page.S.Folded.CanRedo(interaction.FormDevice)
	if !ok {
		return problem("at", "interplay.undo.nothing")
	}
	return d.append(interaction.Entry{Deed: interaction.Redo, Of: e.ID, At: e.At})
}

// drop takes a line of the list back.
func (d *deed) drop(entry string) error {
	for _, l := range d.page.Lines {
		if l.Entry != entry {
			continue
		}
		undo := []interaction.Entry{{Deed: interaction.Undo, Of: l.Entry, At: l.From}}
		if l.Stop != "" {
			undo = append(undo, interaction.Entry{Deed: interaction.Undo, Of: l.Stop, At: l.To})
		}
		return d.append(undo...)
	}
	return problem("at", "interplay.line.gone")
}

// fix puts another time or code in the place of a line.
func (d *deed) fix(entry string) error {
	for _, l := range d.page.Lines {
		if l.Entry != entry {
			continue
		}
		from, err := d.time("at")
		if err != nil {
			return err
		}
		c, ok := d.page.Scheme.Code(cmp.Or(d.v.Form.Value("code"), l.Code))
		if !ok || string(c.Kind) != l.Kind {
			return problem("code", "interaction.refused.code")
		}
		if l.Kind != string(recording.State) {
			return d.append(interaction.Entry{Deed: interaction.Point, Code: c.Code, At: from, Of: l.Entry})
		}
		until, err := d.time("until")
		if err != nil {
			return err
		}
		if until <= from {
			return problem("until", "interplay.time.order")
		}
		return d.append(interaction.Entry{Deed: interaction.Start, Code: c.Code, At: from, Of: l.Entry},
			interaction.Entry{Deed: interaction.Stop, Code: c.Code, At: until, Of: l.Stop})
	}
	return problem("at", "interplay.line.gone")
}

// end closes the stretch. A time before what was coded last is refused, for what
// lies after the end would count for nothing.
func (d *deed) end() (string, error) {
	at, err := d.time("at")
	if err != nil {
		return "", err
	}
	if at < d.page.EndAt {
		return "", problem("at", "interplay.end.early")
	}
	if at == 0 {
		return "", problem("at", "interplay.end.empty")
	}
	return "interplay.ended", interaction.Close(d.v.Context(), d.f, d.page.S.ID, at)
}

var runningTime = regexp.MustCompile(`^(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{2})(?:,(\d{1,3}))?$|^(\d{1,5})(?:,(\d{1,3}))?$`)

// readRunning reads running time: 4:31, 4.31, 1:04:31, 4:31,5, or seconds alone,
// 271 or 12,5.
func readRunning(text string) (ms int64, ok bool) {
	m := runningTime.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n := func(s string) int64 {
		v, _ := strconv.ParseInt(cmp.Or(s, "0"), 10, 64) // digits only
		return v
	}
	fraction := n((m[4] + m[6] + "000")[:3])
	if m[5] != "" {
		return n(m[5])*1000 + fraction, true
	}
	if n(m[3]) > 59 || m[1] != "" && n(m[2]) > 59 {
		return 0, false
	}
	return (n(m[1])*3600+n(m[2])*60+n(m[3]))*1000 + fraction, true
}
