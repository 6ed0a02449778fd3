package patterns

import (
	"slices"
	"strconv"

	"samspil/internal/analysis"
	"samspil/internal/casefile"
	"samspil/internal/chart"
	"samspil/internal/fault"
	"samspil/internal/interaction"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// insert puts a line, as a sentence with its evidence, into the analysis that the
// psychologist is writing, and begins one where there is none. The page that follows
// is the statement itself, ready to be put in other words.
func (u understanding) insert(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := u.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if !x.offered() {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	var p fault.Problems
	q := x.ask(&p)
	a := ask(q.recordings(), q.scheme, q.inquiry)
	n, err := strconv.Atoi(v.Form.Value("linje"))
	if err != nil || n < 0 || n >= len(a.Lines) || p.Has() {
		return nil, fault.New(fault.NotFound, "case.not-here")
	}
	pattern := q.pattern(v.Form.ID())
	if err := interaction.KeepPattern(v.Context(), f, pattern); err != nil {
		return nil, err
	}
	one, err := ownDraft(v, f)
	if err != nil {
		return nil, err
	}
	cite := analysis.Citation{Kind: analysis.CitesPattern, ID: pattern.ID}
	text := x.castOf(q.segments).sentence(a.Lines[n]) + " " + v.T("patterns.in-analysis")
	at := slices.IndexFunc(one.Statements, func(s analysis.Statement) bool { return s.Text == text && slices.Contains(s.Cites, cite) })
	if at < 0 {
		one.Statements = append(one.Statements, analysis.Statement{Part: analysis.Service, Layer: analysis.Observation, Text: text, Cites: []analysis.Citation{cite}})
		at = len(one.Statements) - 1
		if err := analysis.Save(v.Context(), f, one); err != nil {
			return nil, err
		}
	}
	return web.Redirect(coursepage.Path(f.CourseID, "analyser", one.ID, "udsagn", strconv.Itoa(at)), "patterns.inserted"), nil
}

// offered reports whether the pair and the pieces named are ones the page offers: an
// analysis must not cite another question than the one that was seen.
func (x *insight) offered() bool {
	known := x.counted()
	for _, id := range x.v.Form.Values("stykke") {
		if !slices.ContainsFunc(known, func(s interaction.Segment) bool { return s.ID == id }) {
			return false
		}
	}
	pair := x.v.Form.Value("par")
	return pair == "" || pair == x.pair()
}

// ownDraft is the analysis that the actor is writing, or a new one. A new one takes
// the id of the form, so that sending twice begins one.
func ownDraft(v *web.Visit, f *casefile.Writer) (analysis.Analysis, error) {
	all, err := analysis.All(v.Context(), &f.Reader)
	if err != nil {
		return analysis.Analysis{}, err
	}
	for _, a := range all {
		if !a.Signed() && a.AuthorID == f.Actor.ID {
			return a, nil
		}
	}
	return analysis.Analysis{ID: v.Form.ID()}, nil
}

// file is the table of the page, every line of it, for a spreadsheet.
func (u understanding) patternFile(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	x, err := u.load(v, f)
	if err != nil {
		return nil, err
	}
	var p fault.Problems
	q := x.ask(&p)
	if err := p.Err(); err != nil {
		return nil, err
	}
	if err := f.Record("extract", "coded_pattern", f.CourseID); err != nil {
		return nil, err
	}
	t := chart.Table{}
	for _, key := range []string{"first", "then", "n", "expected", "share", "residual", "p", "permuted", "q", "q-range", "says"} {
		t.Head = append(t.Head, v.T("patterns.head."+key))
	}
	who := x.castOf(q.segments)
	for _, line := range ask(q.recordings(), q.scheme, q.inquiry).Lines {
		if line.finding() == cannotBe {
			continue
		}
		r := x.lineRow(line, who)
		t.Rows = append(t.Rows, []string{r.First, r.Then, r.N, r.Expected, r.Share, r.Residual, r.P, r.Permuted, r.Q, r.QRange, r.Says})
	}
	return web.File("moenstre.csv", "text/csv; charset=utf-8", t.CSV()), nil
}
