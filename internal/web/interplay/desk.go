package interplay

import (
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/lang"
	"samspil/internal/recording"
	"samspil/internal/scheme"
	"samspil/internal/web"
	"samspil/internal/web/interplaypage"
)

// deskPage is where one stretch is coded: the keys, what runs, and everything
// coded so far. It is a form that works as it is; the script makes it faster.
type deskPage struct {
	place
	Form    web.Form
	S       interaction.Segment
	Scheme  scheme.Scheme
	Heading string
	Lead    string
	Next    *web.NextStep
	Mine    bool // the reader codes this stretch and it is not closed
	Mends   bool // the reader may correct it after it was closed
	Columns []keyColumn
	Lines   []deskLine
	Running []string
	Paused  bool
	Undo    string // what undoing would take back; empty when there is nothing
	Redo    string
	Seq     int   // of the next entry made without script
	EndAt   int64 // where the coding has come to, in milliseconds
	Fix     *fixing
	Closing []string // what the end closed
	Left    []string // what an import left out
	Changed []string // corrections made after the end
	Panel   *interplaypage.Panel
	To      string
	Day     clock.Date
}

// keyColumn are the keys of one subject.
type keyColumn struct {
	Subject string
	Name    string
	Keys    []deskKey
}

// deskKey codes one behaviour.
type deskKey struct {
	Code, Name, Meaning, Letter, Ends string
	State                             bool
	Running                           string // since when, "0:12"; empty when it is not
	Since                             int64
}

// deskLine is one thing coded, in the list.
type deskLine struct {
	Entry, Stop, Code, Name, At, Length string
	Subject                             string
	Kind                                string
	From, To                            int64
	Merge                               bool // it goes on from one that ended less than a second before
}

// fixing is the form that corrects one line.
type fixing struct {
	Line  deskLine
	Codes []web.Option
}

// showDesk lets a film from the coder's own disk be played beside the keys.
func showDesk(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	page, err := deskPageOf(v, f)
	if err != nil {
		return nil, err
	}
	return web.PlayingFilms(page), nil
}

func deskPageOf(v *web.Visit, f *casefile.Reader) (*web.Rendered, error) {
	page, err := desk(v, f)
	if err != nil {
		return nil, err
	}
	r := page.shown(web.Page("interplay/desk", page).Titled("interplay.desk.tab"))
	if page.Mine {
		r = r.Script("coding.js")
	}
	return r, nil
}

func desk(v *web.Visit, f *casefile.Reader) (deskPage, error) {
	s, err := interaction.Get(v.Context(), f, v.Param("segment"))
	if err != nil {
		return deskPage{}, err
	}
	pl, err := placeOf(v, f, s.SessionID)
	if err != nil {
		return deskPage{}, err
	}
	page := deskPage{place: pl, Form: v.Form, S: s, Heading: pl.partAt(s), To: pl.DeskPath(s.ID), Day: clock.DateOf(pl.Session.When())}
	if page.Scheme, err = interaction.SchemeNamed(v.Context(), f.Tx(), s.Scheme); err != nil {
		return page, err
	}
	own := s.CoderID == v.Actor.ID && pl.mayCode(f)
	page.Mine, page.Mends = own && !s.Closed, own && s.Closed
	lead := "interplay.desk.lead"
	if s.Closed {
		lead += ".closed"
	}
	page.Lead = v.Say(lead, fault.Args{"who": pl.StaffName(s.CoderID), "scheme": page.Scheme.Name(string(v.Lang)) + " " + page.Scheme.Version})
	if s.Hidden {
		return page, nil
	}
	page.fill()
	if id := v.Request.URL.Query().Get("ret"); id != "" && own {
		page.fix(id)
	}
	if s.Closed {
		page.closed()
	}
	return page, nil
}

// fill sets out what was coded so far.
func (p *deskPage) fill() {
	folded, language := p.S.Folded, string(p.v.Lang)
	p.Paused, p.EndAt, p.Seq = folded.Paused, folded.EndAt, nextSeq(folded)
	for _, l := range folded.Lines {
		p.Lines = append(p.Lines, p.line(l))
	}
	p.mergeable()
	since := map[string]int64{}
	for _, r := range folded.Running {
		since[r.Code] = r.Since + 1
		c, _ := p.Scheme.Code(r.Code)
		p.Running = append(p.Running, p.v.Say("interplay.running", fault.Args{"code": c.Name(language), "since": chart.Running(r.Since)}))
	}
	if p.Mine {
		p.columns(since)
	}
	if e, ok := folded.CanUndo(interaction.FormDevice); ok {
		p.Undo = p.entryWords(e)
	}
	if e, ok := folded.CanRedo(interaction.FormDevice); ok {
		p.Redo = p.v.Say("interplay.at", fault.Args{"at": chart.Running(e.At)})
	}
	p.Form.Fill("at", chart.Running(p.EndAt))
}

func (p *deskPage) line(l interaction.Line) deskLine {
	c, _ := p.Scheme.Code(l.Event.Code)
	out := deskLine{Entry: l.Entry, Stop: l.Stop, Code: l.Event.Code, Name: c.Name(string(p.v.Lang)), Subject: l.Event.Subject,
		Kind: string(l.Event.Kind), At: chart.Running(l.Event.Onset), From: l.Event.Onset, To: l.Event.Offset}
	if l.EndedBy != interaction.Stop {
		out.Stop = ""
	}
	if l.Event.Kind == recording.State {
		out.Length = interplaypage.Length(p.v, l.Event.Duration())
	}
	return out
}

// mergeable finds stretches that begin again within a second of where they ended:
// a slip of the finger makes such gaps.
func (p *deskPage) mergeable() {
	ended := map[string]int64{}
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.Kind != string(recording.State) {
			continue
		}
		if before, ok := ended[l.Subject+" "+l.Code]; ok && l.From-before < 1000 {
			l.Merge = p.Mine
		}
		ended[l.Subject+" "+l.Code] = l.To
	}
}

// columns are the keys: the child's to the left, the parent's to the right, then
// what they do together and the consultant's support.
func (p *deskPage) columns(since map[string]int64) {
	for _, subject := range scheme.Subjects {
		col := keyColumn{Subject: string(subject), Name: p.v.T("interplay.subject." + string(subject))}
		for _, c := range p.Scheme.Codes {
			if c.Subject != subject || p.S.LiveSet && !c.Live {
				continue
			}
			words := c.Words[string(p.v.Lang)]
			key := deskKey{Code: c.Code, Name: words.Name, Meaning: words.Meaning, Letter: c.Key, State: c.Kind == recording.State, Ends: strings.Join(p.Scheme.Ends(c.Code), " ")}
			if at, ok := since[c.Code]; ok {
				key.Running, key.Since = chart.Running(at-1), at-1
			}
			col.Keys = append(col.Keys, key)
		}
		if len(col.Keys) > 0 {
			p.Columns = append(p.Columns, col)
		}
	}
}

// entryWords names an entry: "Sætter ord på, 4:29".
func (p *deskPage) entryWords(e interaction.Entry) string {
	name := p.v.T("interplay.deed." + string(e.Deed))
	if c, ok := p.Scheme.Code(e.Code); ok {
		name = c.Name(string(p.v.Lang))
	}
	return p.v.Say("interplay.entry", fault.Args{"what": name, "at": chart.Running(e.At)})
}

// nextSeq is the number of the next entry made without script. An undone undo is
// no longer seen; two entries then share a number, which their ids tell apart.
func nextSeq(f interaction.Folded) int {
	most := 0
	see := func(e interaction.Entry, ok bool) {
		if ok && e.Device == interaction.FormDevice {
			most = max(most, e.Seq)
		}
	}
	see(f.CanUndo(interaction.FormDevice))
	see(f.CanRedo(interaction.FormDevice))
	for _, e := range f.Undone {
		see(e, true)
	}
	for _, i := range f.Ignored {
		see(i.Entry, true)
	}
	return most + 1
}

// fix opens the form that corrects one line.
func (p *deskPage) fix(entry string) {
	for _, l := range p.Lines {
		if l.Entry != entry {
			continue
		}
		p.Fix = &fixing{Line: l}
		for _, c := range p.Scheme.Codes {
			if string(c.Kind) == l.Kind && (!p.S.LiveSet || c.Live || c.Code == l.Code) {
				p.Fix.Codes = append(p.Fix.Codes, web.Option{Value: c.Code, Label: c.Name(string(p.v.Lang))})
			}
		}
		p.Form.Fill("code", l.Code)
		p.Form.Fill("at", tenths(l.From))
		p.Form.Fill("until", tenths(l.To))
	}
}

// closed shows what came of it: the picture, what the end closed, what was
// corrected since and what an import left out.
func (p *deskPage) closed() {
	for _, r := range p.S.Folded.ClosedByEnd {
		c, _ := p.Scheme.Code(r.Code)
		p.Closing = append(p.Closing, p.v.Say("interplay.running", fault.Args{"code": c.Name(string(p.v.Lang)), "since": chart.Running(r.Since)}))
	}
	for _, e := range p.S.Folded.Corrections {
		p.Changed = append(p.Changed, p.v.Say("interplay.correction", fault.Args{
			"who": p.StaffName(e.EnteredBy), "date": clock.DateOf(e.EnteredAt), "what": p.entryWords(e), "why": e.Reason}))
	}
	for _, l := range p.S.Left {
		p.Left = append(p.Left, p.v.Say("interplay.left", fault.Args{"code": l.Code, "subject": l.Subject, "n": l.N, "why": p.v.T(l.Why)}))
	}
	panel := interplaypage.Picture(p.v, interplaypage.CodedOf(p.S, p.Scheme, p.StaffName(p.S.CoderID)), p.Who)
	p.Panel = &panel
	if p.Mends {
		p.Next = &web.NextStep{Title: p.Word("interplay.next.see"), Text: p.v.T("interplay.caution"), Beside: true,
			Deed: web.Deed{To: p.SessionPath(), Text: p.Word("interplay.next.see.deed")}}
	}
}

// EndWords is where the coding ended, as running time.
func (p deskPage) EndWords() string { return chart.Running(p.EndAt) }

// Limit tells the script how long a stretch may be, in milliseconds.
func (p deskPage) Limit() int { return interaction.Longest }

// Started is the clock time of the beginning.
func (p deskPage) Started() string { return lang.Clock(p.v.Lang, p.S.StartedAt) }

// tenths is running time with tenths of a second where there are any: "4:31,5".
func tenths(ms int64) string {
	s := chart.Running(ms)
	if t := ms % 1000 / 100; t > 0 {
		s += "," + strconv.FormatInt(t, 10)
	}
	return s
}

// Trail is the way back.
func (p deskPage) Trail() []web.Link {
	return p.Crumbs(web.Link{Text: p.v.T("interplay.list.title"), To: p.ListPath()}, web.Link{Text: p.Heading})
}
