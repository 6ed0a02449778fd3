package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/demo/minutes"
	"samspil/internal/interaction"
	"samspil/internal/scheme"
	"samspil/internal/training"
)

// noahCoded tells how the contacts were coded: eight minutes of play and ten of a
// meal each, by Lone, and in some weeks the play by Anders too.
func (f *family) noahCoded(list []*meeting) {
	for _, c := range minutes.Noah {
		m := list[c.Week]
		at := m.written().Add(5 * time.Minute)
		dice := rand.New(rand.NewPCG(uint64(c.Week), 28))
		first, second := c.Split(4, 9)
		play := minutes.Of(first, 8*60, dice)
		id := f.code(at, LoneID, interaction.Segment{SessionID: m.id, Part: "play", StartedAt: m.start.Add(12 * time.Minute)}, play)
		f.code(at.Add(2*time.Minute), LoneID, interaction.Segment{SessionID: m.id, Part: "meal", StartedAt: m.start.Add(62 * time.Minute)}, minutes.Of(second, 10*60, dice))
		if !slices.Contains(minutes.NoahTwice, c.Week) {
			continue
		}
		f.at(at.Add(19*time.Hour), LoneID, func(ctx context.Context, w *casefile.Writer) error {
			return interaction.Invite(ctx, w, newID(), id, AndersID)
		})
		f.code(at.Add(20*time.Hour), AndersID, interaction.Segment{SessionID: m.id, Part: "play", StartedAt: m.start.Add(12 * time.Minute), SecondOf: id}, play.Seen(8, rand.New(rand.NewPCG(uint64(c.Week), 9))))
	}
}

// code tells of a stretch coded at the desk.
func (f *family) code(at time.Time, by string, s interaction.Segment, seen minutes.Part) string {
	s.ID, s.Scheme, s.Source, s.LiveSet = newID(), scheme.Shipped().Ref(), interaction.Desk, true
	f.at(at, by, func(ctx context.Context, w *casefile.Writer) error {
		if err := interaction.Open(ctx, w, s); err != nil {
			return err
		}
		if _, err := interaction.Append(ctx, w, s.ID, seen.Entries()); err != nil {
			return err
		}
		return interaction.Close(ctx, w, s.ID, seen.Length)
	})
	return s.ID
}

// noahShown are the moments that were chosen to show Sanne after yesterday's contact.
func (f *family) noahShown(m *meeting) {
	step := func(words, picture string) interaction.Step {
		return interaction.Step{Words: words, Picture: picture}
	}
	f.at(m.written().Add(30*time.Minute), LoneID, func(ctx context.Context, w *casefile.Writer) error {
		return interaction.Choose(ctx, w, interaction.Chosen{
			ID: newID(), SessionID: m.id, Practise: "Tæl stille til fem, før du siger noget. Så når Noah at kigge op.",
			NextTime: "Vi ses igen på onsdag. Lone er der.",
			Setback:  "Det er blevet lidt sværere at følge ham siden sommer.", TalkAbout: "Det taler vi om på torsdag.",
			Moments: []interaction.Moment{
				{Child: step("Noah rakte en klods frem", "block"), Parent: step("Du kiggede og sagde, at den var rød", "speech"), Then: step("Han fandt én til", "block")},
				{Child: step("Noah kiggede op fra bogen", "eye"), Parent: step("Du ventede og smilede", "smile"), Then: step("Han bladrede videre", "book")},
				{Child: step("Noah nynnede med", "note"), Parent: step("Du sang farvelsangen", "note"), Then: step("Han vinkede", "hand")},
			},
		})
	})
}

// trainingClip is a clip that new coders are held against, with two attempts.
func (s *story) trainingClip() {
	seen := minutes.Of(minutes.Count{Bids: 16, Answered: 10, Unaided: 6}, 5*60, rand.New(rand.NewPCG(5, 5)))
	clip := training.Clip{ID: newID(), Title: "Øveklip: de bygger et tårn", Scheme: scheme.Shipped().Ref(), Criterion: .7, Tolerance: 2, LiveSet: true, Recording: seen.Recording()}
	first := clock.NewDate(2026, 3, 2).AddDays(s.day.Sub(written))
	s.add(first.At(10, 0), func(ctx context.Context, tx *casefile.Tx) error { return training.Add(ctx, tx, s.staff[EllenID], clip) })
	for i, who := range []string{LoneID, AndersID} {
		try := seen.Seen(3+25*i, rand.New(rand.NewPCG(7, uint64(i))))
		s.add(first.AddDays(2+i).At(14, 0), func(ctx context.Context, tx *casefile.Tx) error {
			return training.Try(ctx, tx, s.staff[who], training.Attempt{ID: newID(), ClipID: clip.ID, StaffID: who, Source: interaction.Desk, Recording: try.Recording()})
		})
	}
}
