package demo

import (
	"context"
	"time"

	"samspil/internal/access"
	"samspil/internal/analysis"
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
)

// message is one sent to the adviser, with the times of its way. Zero times have
// not come.
type message struct {
	attention.Feedback
	by                string
	sent, read, taken time.Time
	reader            string // the adviser unless told
}

// tellAdviser writes, sends and delivers a message, and lets the adviser read and
// acknowledge it.
func (f *family) tellAdviser(m message) {
	if m.ID == "" {
		m.ID = newID()
	}
	if m.reader == "" {
		m.reader = f.adviser
	}
	f.at(m.sent, m.by, func(ctx context.Context, w *casefile.Writer) error {
		if err := attention.Write(ctx, w, m.Feedback); err != nil {
			return err
		}
		return attention.Send(ctx, w, m.ID)
	})
	f.at(m.sent.Add(2*time.Second), access.System.ID, func(ctx context.Context, w *casefile.Writer) error {
		return attention.Deliver(ctx, w, m.ID)
	})
	if !m.read.IsZero() {
		f.at(m.read, m.reader, func(ctx context.Context, w *casefile.Writer) error { return attention.MarkRead(ctx, w, m.ID) })
	}
	if !m.taken.IsZero() {
		f.at(m.taken, m.reader, func(ctx context.Context, w *casefile.Writer) error { return attention.Acknowledge(ctx, w, m.ID) })
	}
}

// raise opens a flag; close says what came of it. A zero close leaves it open.
func (f *family) raise(at time.Time, by string, flag attention.Flag, closed time.Time, what attention.Step) {
	if flag.OwnerID == "" {
		flag.OwnerID = f.lead
	}
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error { return attention.Raise(ctx, w, flag) })
	if closed.IsZero() {
		return
	}
	what.ID, what.FlagID, what.Closes = newID(), flag.ID, true
	f.at(closed, flag.OwnerID, func(ctx context.Context, w *casefile.Writer) error { return attention.Resolve(ctx, w, what) })
}

// says is one statement of an analysis.
func says(p analysis.Part, l analysis.Layer, text string, rests ...analysis.Citation) analysis.Statement {
	return analysis.Statement{Part: p, Layer: l, Text: text, Cites: rests}
}

// analyse writes an analysis, and signs it an hour later.
func (f *family) analyse(at time.Time, by string, due clock.Date, statements []analysis.Statement) {
	id := newID()
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		return analysis.Save(ctx, w, analysis.Analysis{ID: id, DueOn: due, Statements: statements})
	})
	f.at(at.Add(time.Hour), by, func(ctx context.Context, w *casefile.Writer) error { return analysis.Sign(ctx, w, id) })
}
