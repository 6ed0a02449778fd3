package feedback

import (
	"samspil/internal/attention"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/web"
)

// reconciledDays is how far back sent is held against received.
const reconciledDays = 30

// reconciled is the count in a sentence, for the foot of the lists.
type reconciled struct {
	Good bool
	Text string
}

// counted holds what was sent against what lies in the receiver's own store.
func counted(v *web.Visit, tx *casefile.Tx) (reconciled, error) {
	days, err := attention.Reconcile(v.Context(), tx, v.Actor, reconciledDays)
	if err != nil {
		return reconciled{}, err
	}
	return countedOf(v, days), nil
}

func countedOf(v *web.Visit, days []attention.Day) reconciled {
	sent, received := sums(days)
	args := fault.Args{"sent": sent, "received": received, "at": lang.Clock(v.Lang, v.Now())}
	if sent == 0 {
		return reconciled{true, v.T("feedback.counted.none")}
	}
	if sent == received {
		return reconciled{true, v.TN("feedback.counted", sent, args)}
	}
	return reconciled{false, v.TN("feedback.counted.missing", sent-received, args)}
}

func sums(days []attention.Day) (sent, received int) {
	for _, d := range days {
		sent += d.Sent
		received += d.Received
	}
	return sent, received
}

type dayRow struct {
	On                           clock.Date
	Sent, Received, Acknowledged int
	Tag                          web.Tag
}

type reconcilePage struct {
	Counted reconciled
	Days    []dayRow
}

// reconciliation shows day by day that what was sent was received. Days on which
// nothing was sent are left out.
func reconciliation(v *web.Visit, tx *casefile.Tx) (web.Response, error) {
	days, err := attention.Reconcile(v.Context(), tx, v.Actor, reconciledDays)
	if err != nil {
		return nil, err
	}
	page := reconcilePage{Counted: countedOf(v, days)}
	for _, d := range days {
		if d.Sent == 0 {
			continue
		}
		row := dayRow{On: d.On, Sent: d.Sent, Received: d.Received, Acknowledged: d.Acknowledged, Tag: web.Tag{Kind: "done", Text: v.T("feedback.day.equal")}}
		if !d.Equal() {
			row.Tag = web.Tag{Kind: "broken", Text: v.TN("feedback.day.missing", d.Sent-d.Received)}
		}
		page.Days = append(page.Days, row)
	}
	return web.Page("feedback/reconciliation", page).Titled("feedback.reconciliation"), nil
}
