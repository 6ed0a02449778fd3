package demo

import (
	"context"
	"time"

	"samspil/internal/access"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/lang"
	"samspil/internal/plan"
	"samspil/internal/report"
)

// paper is a report on its way: drawn from the record, written in by the lead and
// handed in.
type paper struct {
	id       string
	kind     report.Kind
	from, to clock.Date
	assessed map[report.Question]string
	words    map[report.Question]string // what the family said
}

// draw makes a report and hands it to the second reader.
func (f *family) draw(at time.Time, p paper) {
	f.atFor(access.Reporting, at, f.lead, func(ctx context.Context, w *casefile.Writer) error {
		content, err := report.Draw(ctx, &w.Reader, report.Drawing{Kind: p.kind, From: p.from, To: p.to, Programme: f.programme, Lang: lang.Danish})
		if err != nil {
			return err
		}
		id, err := report.Begin(ctx, w, report.Report{ID: p.id, Kind: p.kind, From: p.from, To: p.to, Content: content})
		if err != nil {
			return err
		}
		version := int64(1)
		for _, q := range report.Questions(p.kind) {
			s := content.Section(q)
			if p.assessed[q] == "" && p.words[q] == "" {
				continue
			}
			if text := p.assessed[q]; text != "" {
				s = s.With(report.Assessment, text)
			}
			if text := p.words[q]; text != "" {
				s = s.With(report.Words, text)
			}
			if err := report.Write(ctx, w, id, version, s); err != nil {
				return err
			}
			version++
		}
		return report.Submit(ctx, w, id, version)
	})
}

// status tells of a status report ahead of a follow-up: drawn, approved by the
// leader next day, sent, and acknowledged by the adviser some hours later.
func (f *family) status(at time.Time, from clock.Date, benefit, next string) {
	id := newID()
	f.draw(at, paper{
		id: id, kind: report.Status, from: from, to: clock.DateOf(at),
		assessed: map[report.Question]string{report.Benefit: benefit, report.Next: next},
	})
	read := at.AddDate(0, 0, 1)
	f.atFor(access.Reporting, read, GitteID, func(ctx context.Context, w *casefile.Writer) error {
		r, err := report.Get(ctx, &w.Reader, id)
		if err != nil {
			return err
		}
		return report.Approve(ctx, w, id, r.Version)
	})
	sent := read.Add(25 * time.Minute)
	f.atFor(access.Reporting, sent, f.lead, func(ctx context.Context, w *casefile.Writer) error {
		return report.Send(ctx, w, id, lang.Danish)
	})
	f.at(sent.Add(2*time.Second), access.System.ID, func(ctx context.Context, w *casefile.Writer) error { return attention.Deliver(ctx, w, id) })
	f.at(sent.Add(3*time.Hour), f.adviser, func(ctx context.Context, w *casefile.Writer) error { return attention.Acknowledge(ctx, w, id) })
}

// conclude tells how a goal ended.
func (f *family) conclude(at time.Time, c plan.Conclusion) {
	c.ID, c.On = newID(), clock.DateOf(at)
	f.atFor(access.Planning, at, f.lead, func(ctx context.Context, w *casefile.Writer) error { return plan.Conclude(ctx, w, c) })
}

// seen notes that an everyday sign of a goal was seen.
func (f *family) seen(on clock.Date, goal, sign string) {
	f.atFor(access.Planning, on.At(18, 5), f.lead, func(ctx context.Context, w *casefile.Writer) error {
		return plan.NoteSign(ctx, w, newID(), plan.Sign{GoalID: goal, Text: sign, Seen: true, On: on})
	})
}
