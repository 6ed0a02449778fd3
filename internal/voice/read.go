package voice

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/db"
	"samspil/internal/fault"
	"samspil/internal/rule"
)

// All returns the entries of the course as they stand, the newest day first, with
// their earlier rows. Confidential words are never among them: who may come to read
// them sees that the entry is there, with Withheld; for everybody else it is not.
func All(ctx context.Context, f *casefile.Reader) ([]Entry, error) {
	if err := f.Need(access.Notes, access.Read); err != nil {
		return nil, err
	}
	all, err := read(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, t := range all {
		if t.confidential() && !mayKnow(f, t.now().Entry) {
			continue
		}
		e, err := t.entry(f, !t.confidential())
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		if d := b.On.Sub(a.On); d != 0 {
			return d
		}
		return cmp.Compare(b.EnteredAt.UnixMicro(), a.EnteredAt.UnixMicro())
	})
	return out, nil
}

// Get returns one entry. Confidential words are in it only for the one who held the
// talk; Opened gives them to those who said why.
func Get(ctx context.Context, f *casefile.Reader, id string) (Entry, error) {
	if err := f.Need(access.Notes, access.Read); err != nil {
		return Entry{}, err
	}
	return get(ctx, f, id, false)
}

// get reads an entry; with words also confidential ones of others.
func get(ctx context.Context, f *casefile.Reader, id string, words bool) (Entry, error) {
	all, err := read(ctx, f)
	if err != nil {
		return Entry{}, err
	}
	for _, t := range all {
		if t.now().ID != id {
			continue
		}
		if t.confidential() && !mayKnow(f, t.now().Entry) {
			break
		}
		return t.entry(f, words || !t.confidential() || t.now().Mine(f.Actor.ID))
	}
	return Entry{}, fault.New(fault.NotFound, "voice.notfound")
}

// mayKnow says whether the reader may know that a confidential entry is there: who
// held the talk, and whom the access matrix lets open it with a reason.
func mayKnow(f *casefile.Reader, e Entry) bool {
	return e.Mine(f.Actor.ID) || f.Can(access.ChildTalk, access.Read) || f.AsksReason(access.ChildTalk)
}

// row is an entry's row as stored; thread is all rows of one entry, the first first.
type row struct {
	Entry
	sealed []byte
}

type thread []row

func (t thread) now() row { return t[len(t)-1] }

// confidential holds for the whole thread, whichever row made it so.
func (t thread) confidential() bool {
	return slices.ContainsFunc(t, func(r row) bool { return r.Confidential })
}

// entry puts the thread's last row together with those before it.
func (t thread) entry(f *casefile.Reader, words bool) (Entry, error) {
	var earlier []Entry
	for i, r := range t {
		e := r.Entry
		e.CourseID, e.Confidential, e.Withheld = f.CourseID, t.confidential(), !words
		if words {
			var text entryText
			if err := f.Unseal("voice", e.Row, r.sealed, &text); err != nil {
				return Entry{}, err
			}
			e.take(text)
		}
		if i == len(t)-1 {
			slices.Reverse(earlier)
			e.Earlier = earlier
			return e, nil
		}
		earlier = append(earlier, e)
	}
	return Entry{}, nil
}

// read gives the course's threads without opening any words.
func read(ctx context.Context, f *casefile.Reader) ([]thread, error) {
	rows, err := f.Query(ctx, `SELECT id, thread, person_id, on_day, confidential, held_by, deed, sealed, entered_by, entered_at, supersedes
		FROM voice WHERE course_id = $1 ORDER BY entered_at, id`, f.CourseID)
	all, err := db.Scan(rows, err, func(rows *sql.Rows) (r row, err error) {
		var at int64
		err = rows.Scan(&r.Row, &r.ID, &r.ChildID, &r.On, &r.Confidential, &r.HeldBy, &r.Deed, &r.sealed, &r.EnteredBy, &at, &r.Supersedes)
		r.EnteredAt = db.Time(at)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("read what children said on %s: %w", f.CourseID, err)
	}
	var out []thread
	for _, first := range all {
		if first.Supersedes != "" {
			continue
		}
		t := thread{first}
		for i := 0; i < len(all); i++ {
			if all[i].Supersedes == t.now().Row {
				t, i = append(t, all[i]), -1
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// Silent returns those of the children of whom too little has been written after a
// day: before each follow-up each child is to be heard anew (rule child.voice_gap,
// barnets lov § 5). With no day, entries of any day count.
func Silent(all []Entry, children []string, after clock.Date) []string {
	needed := rule.Get("child.voice_gap").Count()
	return slices.DeleteFunc(slices.Clone(children), func(id string) bool {
		n := 0
		for _, e := range all {
			if e.ChildID == id && (after.IsZero() || e.On.After(after)) {
				n++
			}
		}
		return n >= needed
	})
}
