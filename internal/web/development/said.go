package development

import (
	"samspil/internal/method/singlecase"
	"samspil/internal/outcome"
	"samspil/internal/web"
)

// saidPanel is what the family says to what the figures show, beside the judgement.
type saidPanel struct {
	Rows []saidRow
	None string
	Both string // said where somebody sees it differently
	To   string // where it is written, and all of it can be read
	May  bool
}

type saidRow struct{ Look, Says, Words, By string }

// said is the last that each of the family has said to the figures.
func (x *file) said(v *web.Visit) (saidPanel, error) {
	all, err := outcome.Comments(v.Context(), x.reader)
	if err != nil {
		return saidPanel{}, err
	}
	p := x.saidOf(v, outcome.Latest(all))
	p.To, p.May = x.Path("udvikling", "familien-siger"), x.ours() && x.running()
	return p, nil
}

func (x *file) saidOf(v *web.Visit, all []outcome.Comment) saidPanel {
	var p saidPanel
	words := x.words(v)
	for _, c := range all {
		row := saidRow{"parent", words.Comment(c), c.Words, words.CommentBy(c)}
		if c.RaterRole == singlecase.Child {
			row.Look = "child"
		}
		if c.Sees == outcome.SeesOther {
			p.Both = v.T("comment.both")
		}
		p.Rows = append(p.Rows, row)
	}
	if len(p.Rows) == 0 {
		p.None = v.T("comment.beside.none")
	}
	return p
}
