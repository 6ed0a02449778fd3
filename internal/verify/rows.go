package verify

import (
	"encoding/json"
	"errors"
	"fmt"

	"samspil/internal/recording"
)

// seconds are written as a number and kept as whole milliseconds.
type seconds int64

// UnmarshalJSON rounds as recording.Millis does.
func (s *seconds) UnmarshalJSON(raw []byte) error {
	var v *float64
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	if v == nil {
		return errors.New("a time is missing")
	}
	*s = seconds(recording.Millis(*v))
	return nil
}

// cells splits a row of mixed values into its places; fewer or more are refused.
func cells(raw []byte, into ...any) error {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	if len(list) != len(into) {
		return fmt.Errorf("a row of %d values, not %d", len(list), len(into))
	}
	for i, value := range list {
		if err := json.Unmarshal(value, into[i]); err != nil {
			return err
		}
	}
	return nil
}

// coded is [code, on, off]; without an off it is a point.
type coded struct{ recording.Event }

// UnmarshalJSON reads the row.
func (c *coded) UnmarshalJSON(raw []byte) error {
	var on seconds
	var off *seconds
	if err := cells(raw, &c.Code, &on, &off); err != nil {
		return err
	}
	c.set(on, off)
	return nil
}

func (c *coded) set(on seconds, off *seconds) {
	c.Kind, c.Onset, c.Offset = recording.Point, int64(on), int64(on)
	if off != nil {
		c.Kind, c.Offset = recording.State, int64(*off)
	}
}

// codedBy is [subject, code, on, off].
type codedBy struct{ coded }

// UnmarshalJSON reads the row.
func (c *codedBy) UnmarshalJSON(raw []byte) error {
	var on seconds
	var off *seconds
	if err := cells(raw, &c.Subject, &c.Code, &on, &off); err != nil {
		return err
	}
	c.set(on, off)
	return nil
}

// moment is [code, t].
type moment struct{ coded }

// UnmarshalJSON reads the row.
func (m *moment) UnmarshalJSON(raw []byte) error {
	var at seconds
	if err := cells(raw, &m.Code, &at); err != nil {
		return err
	}
	m.set(at, nil)
	return nil
}

// span is [from, to].
type span recording.Span

// UnmarshalJSON reads the pair.
func (s *span) UnmarshalJSON(raw []byte) error {
	var from, to seconds
	if err := cells(raw, &from, &to); err != nil {
		return err
	}
	*s = span{int64(from), int64(to)}
	return nil
}

// events of rows, in order of onset, then of entry.
func events[R interface{ event() recording.Event }](rows []R) []recording.Event {
	r := recording.Recording{Events: make([]recording.Event, len(rows))}
	for i, row := range rows {
		r.Events[i] = row.event()
	}
	r.Sort()
	return r.Events
}

func (c coded) event() recording.Event { return c.Event }
