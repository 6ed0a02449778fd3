package wire

import (
	"encoding/json"

	"samspil/internal/fault"
)

// Writing is what the consultant wrote, sealed. One of its parts is set. Times are
// RFC 3339 with offset; empty where there is none. A part carries the version it
// was written on, so that two who wrote at once are both kept.
type Writing struct {
	V       int    `json:"v"`
	Session string `json:"session,omitempty"` // the contact or session; a new id for one that was not planned
	Of      string `json:"of,omitempty"`      // the entry that this one takes the place of

	Before    *Before       `json:"before,omitempty"`
	Coding    *CodingAnswer `json:"coding,omitempty"`
	During    *During       `json:"during,omitempty"`
	After     *After        `json:"after,omitempty"`
	Stop      *Stop         `json:"stop,omitempty"`
	Visit     *Visit        `json:"visit,omitempty"`
	Cancel    *Cancel       `json:"cancel,omitempty"`
	Rating    *Rating       `json:"rating,omitempty"`
	Attention *Attention    `json:"attention,omitempty"`
	Note      *Note         `json:"note,omitempty"`
	Draft     *Draft        `json:"draft,omitempty"` // may stand beside another part
	Picture   *Picture      `json:"picture,omitempty"`
}

// Before is the talk ahead of a contact.
type Before struct {
	Version      int64    `json:"version"`
	Held         *bool    `json:"held,omitempty"`
	NotHeld      string   `json:"not_held,omitempty"`
	Start        string   `json:"start,omitempty"`
	End          string   `json:"end,omitempty"`
	Points       []string `json:"points,omitempty"` // those that were ticked, by the name of their field: "focus", "child_sign"
	Focus        string   `json:"focus,omitempty"`
	LooksForward string   `json:"looks_forward,omitempty"`
	WillTry      string   `json:"will_try,omitempty"`
	WatchFor     string   `json:"watch_for,omitempty"`
	HelpHow      string   `json:"help_how,omitempty"`
	SinceLast    string   `json:"since_last,omitempty"`
	ChildSign    string   `json:"child_sign,omitempty"`
	ChildWish    string   `json:"child_wish,omitempty"`
	GoAhead      string   `json:"go_ahead,omitempty"` // as contact.GoAhead
	GoAheadNote  string   `json:"go_ahead_note,omitempty"`
}

// CodingAnswer is what the person whom a contact is with said about being coded at
// it. It holds until the next one.
type CodingAnswer struct {
	Agrees *bool  `json:"agrees"`
	At     string `json:"at"` // when it was said
}

// During is the contact itself.
type During struct {
	Version       int64    `json:"version"`
	Start         string   `json:"start"`
	End           string   `json:"end"`
	Outcome       string   `json:"outcome"` // as contact.Outcome
	OutcomeReason string   `json:"outcome_reason,omitempty"`
	Persons       []string `json:"persons,omitempty"`
	Unplanned     string   `json:"unplanned,omitempty"`
	BroughtBy     string   `json:"brought_by,omitempty"`
	FetchedBy     string   `json:"fetched_by,omitempty"`
	Place         string   `json:"place,omitempty"`
	Arrival       string   `json:"arrival,omitempty"`
	Observation   string   `json:"observation,omitempty"`
	Help          string   `json:"help,omitempty"`
	Goodbye       string   `json:"goodbye,omitempty"`
	ChildWords    string   `json:"child_words,omitempty"`
	ChildNextWish string   `json:"child_next_wish,omitempty"`
	Incident      string   `json:"incident,omitempty"`
	IncidentTold  string   `json:"incident_told,omitempty"`
	Direct        int      `json:"direct"` // minutes
	Travel        int      `json:"travel"`
	Throughout    *bool    `json:"throughout,omitempty"` // supervised contact: somebody was there all the time
	Conditions    *bool    `json:"conditions,omitempty"` // supervised contact: the decision's conditions were kept
	ConditionsOn  string   `json:"conditions_comment,omitempty"`
}

// After is the talk when the contact is over, and what the consultant thinks.
type After struct {
	Version        int64             `json:"version"`
	Held           *bool             `json:"held,omitempty"`
	NotHeld        string            `json:"not_held,omitempty"`
	Start          string            `json:"start,omitempty"`
	End            string            `json:"end,omitempty"`
	ParentWords    string            `json:"parent_words,omitempty"`
	FocusRating    *int              `json:"focus_rating,omitempty"` // the parent's 0 to 10
	FocusAnswer    string            `json:"focus_answer,omitempty"`
	ParentRemark   string            `json:"parent_remark,omitempty"`
	Disagreement   string            `json:"disagreement,omitempty"`
	NextTime       string            `json:"next_time,omitempty"`
	Interpretation string            `json:"interpretation,omitempty"`
	Assessment     string            `json:"assessment,omitempty"`
	GoalNotes      map[string]string `json:"goal_notes,omitempty"`
	Attention      *bool             `json:"attention,omitempty"`
	Indirect       int               `json:"indirect"` // minutes
	Writing        int               `json:"writing"`  // minutes used on the phone, begun ones counted
}

// Stop is a contact ended before its time.
type Stop struct {
	ID            string `json:"id"`
	At            string `json:"at"`
	Minute        int    `json:"minute"`
	Authority     string `json:"authority"` // as contact.StopAuthority
	Reason        string `json:"reason"`    // as contact.StopReason
	What          string `json:"what"`
	TriedFirst    string `json:"tried_first,omitempty"`
	ChildReaction string `json:"child_reaction,omitempty"`
	ParentTold    string `json:"parent_told,omitempty"`
	Informed      string `json:"informed,omitempty"`
	Resumed       bool   `json:"resumed,omitempty"`
	Notification  bool   `json:"notification,omitempty"`
}

// Visit is a session that is no contact: a visit or a talk.
type Visit struct {
	Version        int64             `json:"version"`
	Kind           string            `json:"kind"` // as session.Kind
	Start          string            `json:"start"`
	End            string            `json:"end"`
	Place          string            `json:"place,omitempty"`
	Direct         int               `json:"direct"` // minutes
	Indirect       int               `json:"indirect"`
	Travel         int               `json:"travel"`
	Persons        []string          `json:"persons,omitempty"`
	Observation    string            `json:"observation,omitempty"`
	Interpretation string            `json:"interpretation,omitempty"`
	Assessment     string            `json:"assessment,omitempty"`
	GoalNotes      map[string]string `json:"goal_notes,omitempty"`
	NextTime       string            `json:"next_time,omitempty"`
	Attention      *bool             `json:"attention,omitempty"`
	Aims           []string          `json:"aims,omitempty"`
	Theme          string            `json:"theme,omitempty"`
	TakenIn        string            `json:"taken_in,omitempty"`
	Agreement      string            `json:"agreement,omitempty"`
	BuildsOn       string            `json:"builds_on,omitempty"`
}

// Cancel says that a session did not take place.
type Cancel struct {
	Version    int64  `json:"version"`
	NoShow     bool   `json:"no_show,omitempty"` // nobody came
	Side       string `json:"side"`              // as session.Side
	Code       string `json:"code"`              // as session.Code
	Reason     string `json:"reason,omitempty"`
	ChildWords string `json:"child_words,omitempty"`
	NoticeAt   string `json:"notice_at,omitempty"`
	ToldBy     string `json:"told_by,omitempty"`
	Informed   string `json:"informed,omitempty"`
	Charged    bool   `json:"charged,omitempty"`
}

// Rating is one measurement of a strand, tapped by whoever rates.
type Rating struct {
	ID     string   `json:"id"`
	Strand string   `json:"strand"`
	On     string   `json:"on"`              // 2026-10-01
	Value  *float64 `json:"value,omitempty"` // none: missed, Words says why
	Words  string   `json:"words,omitempty"`
}

// Attention raises a flag, and begins the quick feedback to the adviser where
// Subject is given.
type Attention struct {
	ID       string `json:"id"`
	Danger   bool   `json:"danger"`
	What     string `json:"what"`
	Feedback string `json:"feedback,omitempty"` // id of the quick feedback
	Subject  string `json:"subject,omitempty"`
	Body     string `json:"body,omitempty"`
	Urgent   bool   `json:"urgent,omitempty"`
	Send     bool   `json:"send,omitempty"` // at once; else it waits as written
}

// Note is a few words at a moment.
type Note struct {
	At   string `json:"at"`
	Goal string `json:"goal,omitempty"`
	Text string `json:"text"`
}

// Draft is what is being written and not yet handed in, so that a closed lid takes
// nothing. The newest of a form counts. One whose author has not seen the text that
// stands takes nothing of its place: both are kept, and the author chooses. Beside a
// part that is handed in it says, without fields, of which draft the part came.
type Draft struct {
	Form   string            `json:"form"` // "before", "during", "after", "visit", "stop", "attention", "note"
	Fields map[string]string `json:"fields"`
	// Begun is the phone's own id of the writing: new each time a form is begun.
	Begun string `json:"begun,omitempty"`
	// Stands names a text as it stands with the server. In a day: this one. In a writing:
	// the one that was before its author's eyes; empty when there was none to be seen.
	Stands string `json:"stands,omitempty"`
	// Seen are the texts beside the draft that its author has taken in or put away.
	Seen []string `json:"seen,omitempty"`
	// Beside, in a day: it lies beside the draft that stands.
	Beside bool `json:"beside,omitempty"`
}

// Picture is a picture whose pieces travel by themselves: AES-256-GCM under a key
// of its own, nonce of twelve zeros since the key seals nothing else, associated
// data FileWords.
type Picture struct {
	Digest Bytes  `json:"digest"` // SHA-256 of the ciphertext
	Size   int    `json:"size"`   // of the ciphertext
	Key    Bytes  `json:"key"`    // 32 bytes
	Type   string `json:"type"`   // "image/jpeg"
	Words  string `json:"words"`  // what it shows
}

// ReadWriting reads a payload of WritingSchema, as Read reads a tap.
func ReadWriting(text []byte) (Writing, error) {
	var w Writing
	switch {
	case len(text) > MostPayload:
		return w, fault.New(fault.Invalid, "interaction.wire.large", fault.Args{"max": MostPayload >> 10})
	case json.Unmarshal(text, &w) != nil || w.V < 1:
		return Writing{}, fault.New(fault.Invalid, "interaction.wire.unreadable")
	case w.V > Version:
		return w, fault.New(fault.Invalid, "interaction.wire.newer", fault.Args{"v": w.V})
	}
	return w, nil
}
