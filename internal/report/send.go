package report

import (
	"context"
	"slices"
	"strings"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/person"
)

// GivesAway says what sort of shielded places the text of the report names. A
// report that names one is never sent.
func (r Report) GivesAway(ctx context.Context, f *casefile.Reader) ([]person.PlaceKind, error) {
	return person.Mentioned(ctx, f, r.texts()...)
}

func (r Report) texts() []string {
	c := r.Content
	out := []string{c.Child, c.Lead, c.Summary}
	for _, l := range c.Head {
		out = append(out, l.Text)
	}
	for _, s := range c.Sections {
		for _, l := range Layers {
			out = append(out, s.Text(l))
		}
	}
	for _, v := range c.Curves {
		out = append(out, v.Title, v.Rater, v.Sentence)
	}
	for _, s := range c.Sources {
		out = append(out, s.Text)
	}
	return out
}

// Stopped is the error of a report that names a shielded place: it says which
// sorts, never which place.
const stoppedKey = "report.gives-away"

// Send sends an approved report to the course's adviser as a message with a
// promised time, and locks it for ever. A closing report carries both signatures
// first. Where the text names a shielded place nothing is sent and the answer is
// Invalid with the field "text": the caller notes the near miss with NoteStopped.
// Sent twice, it is sent once.
func Send(ctx context.Context, f *casefile.Writer, id string, l lang.Lang) error {
	if !f.Can(access.Report, access.Write) {
		if err := f.Need(access.Report, access.Approve); err != nil {
			return err
		}
	}
	r, err := Get(ctx, &f.Reader, id)
	if err != nil || r.State == Sent {
		return err
	}
	if r.State != Approved {
		return fault.New(fault.Conflict, "report.not-approved")
	}
	if one, ok := r.Approval(); !ok && one.By != "" {
		return fault.New(fault.Conflict, "report.not-approved")
	}
	var p fault.Problems
	for _, role := range r.Unsigned() {
		p.Add("signature."+string(role), "report.unsigned."+string(role))
	}
	kinds, err := r.GivesAway(ctx, &f.Reader)
	if err != nil {
		return err
	}
	if len(kinds) > 0 {
		p.Add("text", stoppedKey)
	}
	if err := p.Err(); err != nil {
		return err
	}
	args := fault.Args{"child": r.Content.Child}
	message := attention.Feedback{
		ID: r.ID, Kind: attention.Report, RefersTo: r.ID, Subject: cut(lang.T(l, "report.message."+string(r.Kind), args)),
		Body: lang.T(l, "report.message.body", args) + "\n\n" + r.Content.Summary,
	}
	if err := attention.Write(ctx, f, message); err != nil {
		return err
	}
	if err := attention.Send(ctx, f, message.ID); err != nil {
		return err
	}
	r.State, r.FeedbackID = Sent, message.ID
	if err := store(ctx, f, r, r.Version); err != nil {
		return err
	}
	return f.Record("send", "report", id)
}

func cut(subject string) string {
	if runes := []rune(subject); len(runes) > attention.MaxSubject {
		return string(runes[:attention.MaxSubject])
	}
	return subject
}

// WasStopped reports whether err is Send's refusal because of a shielded place.
func WasStopped(err error) bool {
	e, ok := fault.As(err)
	return ok && slices.ContainsFunc(e.Fields, func(f fault.Field) bool { return f.Key == stoppedKey })
}

// NoteStopped writes down, as a near miss, that the check stopped a report. The
// same id twice is one near miss. what is in words and names no place.
func NoteStopped(ctx context.Context, f *casefile.Writer, id, what string) error {
	return attention.NoteNearMiss(ctx, f, attention.NearMiss{ID: id, What: strings.TrimSpace(what), StoppedBy: "check", At: f.Now()})
}
