// Package load makes large invented installations, to find out how Samspil
// behaves when it is full: thousands of families, each with cards, a team, an
// approved plan, sessions that were held and signed, and ratings. Everything
// is told through the trade's own functions by the people who would do it, so
// that it is encrypted, bound to its readers and written in the audit log like
// anything else. It is for measuring only; nothing in it is about anybody.
package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"samspil/internal/access"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/login"
	"samspil/internal/programme"
)

// Size says how much is made.
type Size struct {
	Courses  int // at least 1
	Sessions int // held and signed, in each course
	Long     int // held and signed in the one long course
	Ratings  int // in each course
	Workers  int // how many write at once; 1 where the database has one writer
	Families int // a consultant's; PerConsultant when 0
}

// The shares of the work that one person has: ten families a consultant, the
// caseload of a leader and of an adviser as counted in Denmark.
const (
	PerConsultant   = 10
	PerLeader       = 250
	PerAdviser      = 31
	PerPsychologist = 50
)

// World is what was made, and whom to look at it as. Each of the people has a
// full load; the consultant leads the long course.
type World struct {
	Consultant, Psychologist, Leader, Adviser access.Actor

	LongCourse string
	Courses    []string
	Leads      []access.Actor // who leads each of Courses
}

// filler is the work of filling.
type filler struct {
	store *casefile.Store
	gate  *login.Gate
	size  Size
	today clock.Date
	staff staff

	mu    sync.Mutex
	world World
}

// together is how many courses are made in one transaction.
const together = 25

// Fill makes the installation in an empty database. The clock of the store is
// the day it is made for; what lies before it is entered on that day.
func Fill(ctx context.Context, store *casefile.Store, gate *login.Gate, size Size) (World, error) {
	if size.Families == 0 {
		size.Families = PerConsultant
	}
	f := &filler{store: store, gate: gate, size: size, today: clock.DateOf(store.Clock())}
	if err := f.hire(ctx); err != nil {
		return World{}, fmt.Errorf("hire staff: %w", err)
	}
	f.world = World{
		Consultant: f.staff.consultants[0], Psychologist: f.staff.psychologists[0],
		Leader: f.staff.leaders[0], Adviser: f.staff.advisers[0], Courses: make([]string, size.Courses), Leads: make([]access.Actor, size.Courses),
	}
	err := f.courses(ctx)
	return f.world, err
}

// courses makes all courses, some transactions at a time.
func (f *filler) courses(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	var writers sync.WaitGroup
	for range max(1, f.size.Workers) {
		writers.Go(func() {
			for from := range next {
				if err := f.batch(ctx, from, min(from+together, f.size.Courses)); err != nil {
					stop(fmt.Errorf("make courses from %d: %w", from, err))
				}
			}
		})
	}
	for from := 0; from < f.size.Courses && ctx.Err() == nil; from += together {
		next <- from
	}
	close(next)
	writers.Wait()
	return context.Cause(ctx)
}

// batch makes courses [from, to) in one transaction.
func (f *filler) batch(ctx context.Context, from, to int) error {
	made := make([]family, 0, to-from)
	ids := make([]string, 0, to-from)
	for n := from; n < to; n++ {
		made = append(made, f.family(n))
		ids = append(ids, made[n-from].course)
	}
	if err := f.store.Keys.CreateMany(ctx, ids); err != nil {
		return err
	}
	err := f.store.Update(ctx, func(tx *casefile.Tx) error {
		for _, one := range made {
			if err := one.tell(ctx, tx); err != nil {
				return fmt.Errorf("course %d: %w", one.number, err)
			}
		}
		return nil
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range made {
		f.world.Courses[one.number], f.world.Leads[one.number] = one.course, one.lead
		if one.number == 0 {
			f.world.LongCourse = one.course
		}
	}
	return err
}

// chance gives the same choices for the same course each time.
func chance(n int) *rand.Rand { return rand.New(rand.NewPCG(2026, uint64(n))) }

// programmeOf is the programme of the n-th course: every fifth is for a placed child.
func programmeOf(n int) programme.Programme {
	id := "preventive"
	if n%5 == 4 {
		id = "contactsupport"
	}
	p, _ := programme.Shipped().Get(id)
	return p
}
