package interaction_test

import (
	"bytes"
	"context"
	"testing"

	"samspil/internal/casefile"
	"samspil/internal/db"
	"samspil/internal/interaction"
)

func TestFreeWordsAreSealed(t *testing.T) {
	const canary = "kanariefugl i klart vejr"
	each(t, func(b *family) {
		s := b.segment()
		s.Note = canary
		e := point(1000, "B-INI")
		e.Modifiers, e.Comment, e.Reason = canary, canary, canary
		b.coded(b.w.Lone, s, e, deed(2000, interaction.End))
		clash := point(1500, "B-KON")
		clash.ID, clash.Comment, clash.Reason = s.ID+"-0", canary, canary
		clash.Device, clash.Seq = "p", 1
		_, err := b.append(b.w.Lone, s.ID, []interaction.Entry{clash})
		b.w.OK(b.t, err)
		b.do(b.w.Lone, func(ctx context.Context, f *casefile.Writer) error {
			if err := interaction.Choose(ctx, f, interaction.Chosen{ID: db.NewID(), SessionID: b.session, Practise: canary,
				Moments: []interaction.Moment{{SegmentID: s.ID, Child: interaction.Step{Words: canary}}}}); err != nil {
				return err
			}
			return nil
		})
		b.w.OK(b.t, b.w.Store.DB.View(context.Background(), func(tx *db.Tx) error {
			for _, table := range []string{"coded_segment", "coded_entry", "coded_clash", "chosen_moments", "coded_figure"} {
				if n := count(b.t, tx, table); n == 0 {
					b.t.Errorf("%s is empty", table)
				}
				rows, err := tx.Query(context.Background(), `SELECT * FROM `+table)
				if err != nil {
					return err
				}
				columns, err := rows.Columns()
				if err != nil {
					return err
				}
				for rows.Next() {
					cells := make([]any, len(columns))
					for i := range cells {
						cells[i] = new([]byte)
					}
					if err := rows.Scan(cells...); err != nil {
						return err
					}
					for i, cell := range cells {
						if raw := *cell.(*[]byte); bytes.Contains(raw, []byte(canary)) {
							b.t.Errorf("%s.%s holds the words in clear", table, columns[i])
						}
					}
				}
				rows.Close()
			}
			return nil
		}))
	})
}

func count(t testing.TB, tx *db.Tx, table string) (n int) {
	t.Helper()
	if err := tx.QueryRow(context.Background(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
