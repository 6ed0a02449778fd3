package reports

import (
	"strconv"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/report"
	"samspil/internal/report/handout"
	"samspil/internal/web"
)

// showPage is one report: how far it has come, what is next, and its text.
type showPage struct {
	Form       web.Form
	Crumbs     []web.Link
	Title      string
	Lead       string
	Next       *web.NextStep
	Quiet      web.Tag
	Track      web.Stages
	Body       body
	Head       []report.Line
	Print      string
	Files      []web.Link
	Undrawn    string // the words that the PDF cannot draw
	Copies     string // to the copies for others; empty for those who may make none
	Child      string // to the version for the child
	Changed    []changed
	Since      string // since which reading
	Remarks    []remark
	Stopped    string // what the check found, in words; empty when nothing
	Return     string // where the form of handing back goes; empty for those who may not
	TakeBack   web.Deed
	Redraw     web.Deed
	Signatures []web.Fact
	Mark       string
	Closing    string
}

type remark struct{ By, Text string }

func (a area) open(v *web.Visit, f *casefile.Reader) (*file, report.Report, error) {
	x, err := a.load(v, f)
	if err != nil {
		return nil, report.Report{}, err
	}
	r, err := report.Get(v.Context(), f, v.Param("id"))
	return x, r, err
}

func (a area) show(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, r, err := a.open(v, f)
	if err != nil {
		return nil, err
	}
	return x.showPageOf(v, r)
}

func (x *file) showPageOf(v *web.Visit, r report.Report) (*web.Rendered, error) {
	f := x.reader
	copied := handout.Render(r, handout.Recipient{Kind: handout.Adviser}, nil)
	d := showPage{
		Form: v.Form, Title: v.T("report.kind." + string(r.Kind)), Lead: r.Content.Child + " · " + r.Content.Lead, Body: bodyOf(v, copied), Head: r.Content.Head,
		Print: x.Path("rapporter", r.ID, "udskrift"), Track: x.track(v, r), Mark: r.Mark(), Signatures: x.signatures(v, r),
	}
	d.Crumbs = x.crumbs(v, web.Link{Text: d.Title})
	d.Files, d.Undrawn = x.files(v, r, copied.To), undrawn(v, copied.Document(x.sheet(v, r)))
	if f.Can(access.Report, access.Write) || f.Can(access.Report, access.Approve) {
		d.Copies = x.Path("rapporter", r.ID, "udgaver")
	}
	if f.Can(access.Report, access.Write) {
		d.Child = x.Path("rapporter", r.ID, "barn")
	}
	if err := x.sinceRead(v, r, &d); err != nil {
		return nil, err
	}
	for _, m := range r.Remarks {
		d.Remarks = append(d.Remarks, remark{
			By: v.T("reports.remark", fault.Args{"name": x.StaffName(m.By), "date": lang.LongDate(v.Lang, clock.DateOf(m.At))}), Text: m.Text,
		})
	}
	if f.Can(access.Report, access.Write) && r.Editable() {
		for i := range d.Body.Sections {
			d.Body.Sections[i].Edit = x.Path("rapporter", r.ID, "ret", string(d.Body.Sections[i].Question))
		}
		if r.Kind == report.Closing {
			d.Body.Edit = x.Path("rapporter", r.ID, "ret", string(report.Conclusion))
		}
		d.Redraw = x.deed(v, r, "hent", "reports.redraw")
	}
	if f.Can(access.Report, access.Approve) && (r.State == report.Submitted || r.State == report.Approved) {
		d.Return = x.Path("rapporter", r.ID, "giv-tilbage")
	}
	if f.Can(access.Report, access.Write) && (r.State == report.Submitted || r.State == report.Approved) {
		d.TakeBack = x.deed(v, r, "tag-tilbage", "reports.take-back")
	}
	if r.State != report.Sent && (f.Can(access.Report, access.Write) || f.Can(access.Report, access.Approve)) {
		kinds, err := r.GivesAway(v.Context(), f)
		if err != nil {
			return nil, err
		}
		var names []string
		for _, k := range kinds {
			names = append(names, v.T("reports.place."+string(k)))
		}
		if len(names) > 0 {
			d.Stopped = v.T("reports.stopped", fault.Args{"places": web.List(v.Lang, names)})
		}
	}
	if r.Kind == report.Closing && r.State == report.Sent && f.Can(access.Report, access.Approve) {
		d.Closing = x.Path("afslutning")
	}
	d.Next, d.Quiet = x.next(v, r, d.Stopped != "")
	if r.State == report.Sent && r.FeedbackID != "" {
		var err error
		if d.Next, d.Quiet, err = x.received(v, r); err != nil {
			return nil, err
		}
	}
	v.Form.Put("version", strconv.FormatInt(r.Version, 10))
	return web.Page("reports/show", d).Titled("report.kind." + string(r.Kind)), nil
}

// changed is a layer that changed since the last reading, word by word.
type changed struct {
	Title     string
	Stretches []report.Stretch
}

// sinceRead shows what changed since the report was last read, while it is being written and read.
func (x *file) sinceRead(v *web.Visit, r report.Report, d *showPage) error {
	if r.State != report.Draft && r.State != report.Submitted {
		return nil
	}
	all, last, ok, err := report.SinceRead(v.Context(), x.reader, r)
	if err != nil || !ok {
		return err
	}
	d.Since = v.T("reports.since", fault.Args{"name": x.StaffName(last.By), "date": lang.LongDate(v.Lang, clock.DateOf(last.At)), "at": lang.Clock(v.Lang, last.At)})
	for _, c := range all {
		one := changed{Title: v.T("reports.since.head"), Stretches: shortened(c.Stretches)}
		if c.Question != "" {
			one.Title = v.T("report.short."+string(c.Question)) + ": " + v.T("report.layer."+string(c.Layer))
		}
		d.Changed = append(d.Changed, one)
	}
	return nil
}

// around is how much of an unchanged text stands on each side of a change.
const around = 160

// shortened keeps what is unchanged only near a change.
func shortened(all []report.Stretch) []report.Stretch {
	out := make([]report.Stretch, 0, len(all))
	for i, s := range all {
		runes := []rune(s.Text)
		if !s.New && !s.Gone && len(runes) > 2*around {
			head, tail := string(runes[:around])+" …", "… "+string(runes[len(runes)-around:])
			switch i {
			case 0:
				s.Text = tail
			case len(all) - 1:
				s.Text = head
			default:
				s.Text = head + " " + tail
			}
		}
		out = append(out, s)
	}
	return out
}

// deed is a button that sends the version that was read.
func (x *file) deed(v *web.Visit, r report.Report, where, key string) web.Deed {
	return web.Deed{
		To: x.Path("rapporter", r.ID, where), Text: v.T(key, fault.Args{"name": x.StaffName(x.Course.AdviserID)}), Post: true,
		Fields: []web.Hidden{{Name: "version", Value: strconv.FormatInt(r.Version, 10)}, {Name: "fingerprint", Value: r.Fingerprint}, {Name: "id", Value: v.Form.ID()}},
	}
}

// next is the one thing the reader can do with the report, or the word for what
// is waited for.
func (x *file) next(v *web.Visit, r report.Report, stopped bool) (*web.NextStep, web.Tag) {
	f := x.reader
	args := fault.Args{"name": x.StaffName(x.Course.AdviserID), "reader": x.StaffName(x.Course.LeaderID)}
	step := func(key string, d web.Deed) (*web.NextStep, web.Tag) {
		return &web.NextStep{Title: v.T(key, args), Text: v.T(key+".text", args), Deed: d}, web.Tag{}
	}
	_, maySign := r.MaySign(f)
	lacking := r.Lacking()
	switch {
	case r.State == report.Draft && f.Can(access.Report, access.Write) && len(lacking) > 0:
		args["question"] = v.T("report.short." + string(lacking[0]))
		return step("reports.next.write", web.Deed{To: x.Path("rapporter", r.ID, "ret", string(lacking[0])), Text: v.T("reports.next.write.deed")})
	case r.State == report.Draft && f.Can(access.Report, access.Write):
		return step("reports.next.submit", x.deed(v, r, "til-anden-laeser", "reports.submit"))
	case maySign:
		return step("reports.next.sign", x.deed(v, r, "skriv-under", "reports.sign"))
	case r.State == report.Submitted && f.Can(access.Report, access.Approve):
		return step("reports.next.approve", x.deed(v, r, "godkend", "reports.approve"))
	case r.State == report.Approved && len(r.Unsigned()) == 0 && !stopped && (f.Can(access.Report, access.Write) || f.Can(access.Report, access.Approve)):
		return step("reports.next.send", x.deed(v, r, "send", "reports.send"))
	}
	return nil, stateTag(v, r.Kind, r.State, len(report.Roles)-len(r.Unsigned()))
}

// received says whether the adviser has taken the report, and lets the adviser do it.
func (x *file) received(v *web.Visit, r report.Report) (*web.NextStep, web.Tag, error) {
	m, err := attention.Get(v.Context(), x.reader, r.FeedbackID)
	if fault.KindOf(err) == fault.NotFound { // the message is still on its way to the adviser
		return nil, stateTag(v, r.Kind, r.State, 0), nil
	}
	if err != nil {
		return nil, web.Tag{}, err
	}
	switch {
	case !m.AcknowledgedAt.IsZero():
		on := clock.DateOf(m.AcknowledgedAt)
		return nil, web.Tag{Kind: "done", Text: v.T("reports.acknowledged", fault.Args{"date": lang.LongDate(v.Lang, on), "at": lang.Clock(v.Lang, m.AcknowledgedAt)})}, nil
	case x.reader.Is(access.AdviserOn) || x.reader.Is(access.DeputyOf):
		return &web.NextStep{
			Title: v.T("reports.next.acknowledge"), Text: v.T("reports.next.acknowledge.text"),
			Deed: web.Deed{To: x.Path("tilbagemeldinger", m.ID), Text: v.T("reports.next.acknowledge.deed")},
		}, web.Tag{}, nil
	case m.Overdue(x.reader.Now()):
		return nil, web.Tag{Kind: "broken", Text: v.T("reports.overdue")}, nil
	}
	return nil, web.Tag{Kind: "waiting", Text: v.T("reports.sent.waiting", fault.Args{"date": lang.LongDate(v.Lang, clock.DateOf(m.DueAt)), "at": lang.Clock(v.Lang, m.DueAt)})}, nil
}

// track shows the way of a report: written, read, signed, sent.
func (x *file) track(v *web.Visit, r report.Report) web.Stages {
	s := web.Stages{Label: v.T("reports.track")}
	add := func(key, note string, done, now bool) {
		state := "todo"
		if done {
			state = "done"
		} else if now {
			state = "now"
		}
		s.Steps = append(s.Steps, web.Stage{Name: v.T("reports.track." + key), Note: note, State: state})
	}
	handed := r.State != report.Draft
	read := r.State == report.Approved || r.State == report.Sent
	note := ""
	if read {
		note = v.T("reports.track.by", fault.Args{"name": x.StaffName(r.ApproverID), "date": lang.DayMonth(v.Lang, clock.DateOf(r.ApprovedAt))})
	}
	add("written", v.T("reports.track.author", fault.Args{"name": x.StaffName(r.AuthorID)}), handed, true)
	add("read", note, read, handed)
	signed := len(r.Unsigned()) == 0
	if r.Kind == report.Closing {
		add("signed", v.T("reports.track.signatures", fault.Args{"n": len(report.Roles) - len(r.Unsigned()), "of": len(report.Roles)}), signed, read)
	}
	add("sent", "", r.State == report.Sent, read && signed)
	return s
}

func (x *file) signatures(v *web.Visit, r report.Report) []web.Fact {
	if r.Kind != report.Closing || r.State == report.Draft {
		return nil
	}
	var out []web.Fact
	for _, role := range report.Roles {
		fact := web.Fact{Label: v.T("reports.role." + string(role)), Tag: web.Tag{Kind: "waiting", Text: v.T("reports.not-signed")}}
		if s, ok := r.Signed(role); ok {
			fact.Text = x.StaffName(s.StaffID)
			fact.Tag = web.Tag{Kind: "done", Text: v.T("reports.signed", fault.Args{"date": lang.LongDate(v.Lang, clock.DateOf(s.At)), "at": lang.Clock(v.Lang, s.At)})}
		}
		out = append(out, fact)
	}
	return out
}
