// Package indicator turns a coded contact into eleven figures about the interplay
// of a child and a parent: how often the parent answers, how soon, whether the
// answers come because the child began, how much is named, how turns go back and
// forth, how they find together again.
//
// The figures are for following the same two people over time. No norms exist for
// any of them, there is no limit below which something is wrong, and they are never
// used to compare families. Each carries the number of events it rests on and, where
// there is one, an interval; under ten events it says so.
//
// Beside the figures stand the moments behind them: what the child did, what the
// parent did, and what followed.
package indicator

import (
	"encoding/json"
	"math"

	"samspil/internal/method/probability"
	"samspil/internal/recording"
)

// FewEvents is the n below which an indicator says that it rests on few events.
const FewEvents = 10

// Interval is a 95 per cent interval; in JSON [low, high].
type Interval probability.Interval

// MarshalJSON writes [low, high].
func (i Interval) MarshalJSON() ([]byte, error) { return json.Marshal([2]float64{i.Low, i.High}) }

// Why an indicator is missing.
const (
	NoCodes = "codes" // the coder did not have the codes it needs; Without lists them
	NoTimes = "times" // the recording has an order but no times
)

// Basis says on what an indicator does not rest.
type Basis struct {
	// Without are codes of the scheme that belong to the indicator and that the coder
	// did not have, as on the phone; the indicator is computed without them.
	Without []string `json:"without,omitempty"`
	// Missing is NoCodes or NoTimes when the indicator has not been computed, else "".
	Missing string `json:"missing,omitempty"`
}

// Share is a proportion with Wilson's interval. Of nothing there is no rate.
type Share struct {
	N    int       `json:"n"`
	X    int       `json:"x"`
	Rate *float64  `json:"rate"` // x/n, 0 to 1
	CI   *Interval `json:"ci95"`
	Few  bool      `json:"few"`
	Basis
}

// Rate is a number per minute of observed time with the exact Poisson interval.
// Without observed time there is none.
type Rate struct {
	N      int       `json:"n"`
	PerMin *float64  `json:"per_min"`
	CI     *Interval `json:"ci95"`
	Few    bool      `json:"few"`
	Basis
}

// Responses is I1.
type Responses struct {
	Share
	Censored int `json:"censored"` // bids too close to the end of their segment to count
}

// Latency is I2, in seconds; shown to half a second, since the coder's hand has a
// lag of its own.
type Latency struct {
	N      int       `json:"n"`      // answered bids that are not censored
	Median *float64  `json:"median"` // of their latencies
	CI     *Interval `json:"ci95"`   // none below six
	// KMMedian is the Kaplan-Meier median over all bids, the unanswered ones
	// censored: the smallest time by which half are answered; none when fewer ever
	// are.
	KMMedian *float64 `json:"km_median"`
	Few      bool     `json:"few"`
	Basis
}

// Contingency is I3: whether answers come after bids more often than at any time.
type Contingency struct {
	N      int       `json:"n"` // seconds with an answer
	A      int       `json:"a"` // seconds after a bid, with an answer
	B      int       `json:"b"` // after a bid, without
	C      int       `json:"c"` // not after a bid, with
	D      int       `json:"d"`
	YulesQ *float64  `json:"yules_q"`
	LnOR   *float64  `json:"ln_or"`
	SELnOR *float64  `json:"se_ln_or"`
	CI     *Interval `json:"ci95"` // of ln OR
	Z      *float64  `json:"z"`
	// PShift is how probable at least as many answers after bids are when the
	// answers are turned against the bids by every possible number of seconds.
	PShift *float64 `json:"p_shift"`
	Few    bool     `json:"few"`
	Basis
}

// Turns is I7.
type Turns struct {
	Rate
	MeanChain *float64 `json:"mean_chain"` // changes of speaker per chain with at least one
}

// Focus is I8. It has no interval.
type Focus struct {
	N        int      `json:"n"`         // bouts with any time inside the segments
	Share    *float64 `json:"share"`     // of the observed time, 0 to 1
	MeanBout *float64 `json:"mean_bout"` // seconds inside the segments
	Few      bool     `json:"few"`
	Basis
}

// Repair is I9.
type Repair struct {
	Share
	Median  *float64 `json:"median"`  // seconds from rupture to repair, of those repaired
	Soothed Share    `json:"soothed"` // ruptures with comfort soon after
}

// Indicators are the eleven figures of one recording or of several pooled.
type Indicators struct {
	T       int64   `json:"-"` // observed time in milliseconds, pauses left out
	Seconds float64 `json:"T"` // the same in seconds

	I1  Responses   `json:"I1"`  // contingent response rate
	I2  Latency     `json:"I2"`  // response latency
	I3  Contingency `json:"I3"`  // contingency beyond chance
	I4  Share       `json:"I4"`  // attunement balance
	I5  Rate        `json:"I5"`  // naming rate
	I6  Share       `json:"I6"`  // framing success
	I7  Turns       `json:"I7"`  // turn-taking
	I8  Focus       `json:"I8"`  // shared focus
	I9  Repair      `json:"I9"`  // repair
	I10 Share       `json:"I10"` // unprompted share: the evidence for tapering the support
	I11 Share       `json:"I11"` // initiative balance

	// The moments, in order of recording and time.
	Answers []Chain `json:"-"` // bids that were answered, censored ones too
	Repairs []Chain `json:"-"` // ruptures that were repaired
	Frames  []Chain `json:"-"` // frames that succeeded
}

// Chain is one moment: somebody began, somebody answered, something followed. It
// may be shown to a parent; nothing in it is a judgement.
type Chain struct {
	Recording int // place of the recording among those given
	Segment   int // place of its observed segment
	// Bid is what began it: the child's bid, the rupture, the parent's frame.
	Bid recording.Event
	// Response is the answer to a bid; after a rupture the parent's first kind act
	// up to the repair, with Code "" when none was coded; after a frame how the child
	// joined in.
	Response recording.Event
	// At is when it was completed, in milliseconds: the answer, the repair, the
	// joining in.
	At int64
	// Then is what was coded within ten seconds of At, in order; a repair begins with
	// the event that made it one, which may be the end of the distress itself.
	Then []recording.Event
	// Prompted is true when the consultant supported in the ten seconds before the
	// answer.
	Prompted bool
	// Calm is true when neither withdrawing, distress, taking over nor a harsh tone
	// is among what followed: only such a moment is offered as one that went well.
	Calm bool
}

// Figure is the headline of one indicator, for curves, tables and reliability.
type Figure struct {
	Name  string // "I1" … "I11"
	N     int
	Value *float64 // share, seconds (I2), Yule's Q (I3), per minute (I5, I7)
	CI    *Interval
	Few   bool
	Basis
}

// Figures are the eleven headlines in order.
func (i Indicators) Figures() []Figure {
	share := func(name string, s Share) Figure { return Figure{name, s.N, s.Rate, s.CI, s.Few, s.Basis} }
	return []Figure{
		share("I1", i.I1.Share),
		{"I2", i.I2.N, i.I2.Median, i.I2.CI, i.I2.Few, i.I2.Basis},
		{"I3", i.I3.N, i.I3.YulesQ, i.I3.qInterval(), i.I3.Few, i.I3.Basis},
		share("I4", i.I4),
		{"I5", i.I5.N, i.I5.PerMin, i.I5.CI, i.I5.Few, i.I5.Basis},
		share("I6", i.I6),
		{"I7", i.I7.N, i.I7.PerMin, i.I7.CI, i.I7.Few, i.I7.Basis},
		{"I8", i.I8.N, i.I8.Share, nil, i.I8.Few, i.I8.Basis},
		share("I9", i.I9.Share),
		share("I10", i.I10),
		share("I11", i.I11),
	}
}

// qInterval carries the interval of ln OR over to Yule's Q, which is
// tanh(ln OR / 2); none where an empty cell keeps the two apart.
func (c Contingency) qInterval() *Interval {
	if c.CI == nil || min(c.A, c.B, c.C, c.D) == 0 {
		return nil
	}
	return &Interval{Low: math.Tanh(c.CI.Low / 2), High: math.Tanh(c.CI.High / 2)}
}
