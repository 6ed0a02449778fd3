package reports

import (
	"context"

	"samspil/internal/casefile"
	"samspil/internal/fault"
	"samspil/internal/report"
	"samspil/internal/web"
)

// do carries out a deed on the report of the address and goes back to it. What is
// missing is said on the report's page; what somebody changed meanwhile as well.
func (a area) do(v *web.Visit, f *casefile.Writer, toast string, deed func(context.Context, report.Report) error) (web.Response, error) {
	x, r, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	err = deed(v.Context(), r)
	if err == nil {
		return web.Redirect(x.Path("rapporter", r.ID), toast), nil
	}
	now, gerr := report.Get(v.Context(), &f.Reader, r.ID)
	if gerr != nil {
		return nil, gerr
	}
	page, perr := x.showPageOf(v, now)
	if perr != nil {
		return nil, perr
	}
	if e, ok := fault.As(err); ok && e.Kind == fault.Conflict && e.Key == "form.stale" {
		return web.Stale(page, nil, now.Version), nil
	}
	if fault.KindOf(err) == fault.Conflict {
		return nil, err
	}
	return web.NotValid(page, err)
}

func (a area) submit(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.do(v, f, "reports.submit.done", func(ctx context.Context, r report.Report) error {
		return report.Submit(ctx, f, r.ID, v.Form.Version())
	})
}

func (a area) takeBack(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.do(v, f, "reports.take-back.done", func(ctx context.Context, r report.Report) error {
		return report.TakeBack(ctx, f, r.ID, v.Form.Version())
	})
}

func (a area) approve(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.do(v, f, "reports.approve.done", func(ctx context.Context, r report.Report) error {
		return report.Approve(ctx, f, r.ID, v.Form.Version())
	})
}

func (a area) giveBack(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.do(v, f, "reports.return.done", func(ctx context.Context, r report.Report) error {
		return report.Return(ctx, f, r.ID, v.Form.Version(), v.Form.Value("words"))
	})
}

func (a area) sign(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	return a.do(v, f, "reports.sign.done", func(ctx context.Context, r report.Report) error {
		return report.Sign(ctx, f, r.ID, v.Form.Value("fingerprint"))
	})
}

// redraw fetches facts, curves and sources anew; what the authors wrote stays.
func (a area) redraw(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, err := a.load(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	return a.do(v, f, "reports.redraw.done", func(ctx context.Context, r report.Report) error {
		fresh, err := report.Draw(ctx, &f.Reader, report.Drawing{Kind: r.Kind, From: r.From, To: r.To, Programme: x.Programme, Lang: r.Content.Language()})
		if err != nil {
			return err
		}
		return report.Redraw(ctx, f, r.ID, v.Form.Version(), fresh)
	})
}

// send sends the report. Where the check stops it, that is kept as a near miss,
// and the page says what sort of place the text names.
func (a area) send(v *web.Visit, f *casefile.Writer) (web.Response, error) {
	x, r, err := a.open(v, &f.Reader)
	if err != nil {
		return nil, err
	}
	if r.State == report.Approved && v.Form.Version() != r.Version {
		return a.do(v, f, "", func(context.Context, report.Report) error { return fault.New(fault.Conflict, "form.stale") })
	}
	err = report.Send(v.Context(), f, r.ID, r.Content.Language())
	if report.WasStopped(err) {
		what := v.T("reports.stopped.note", fault.Args{"kind": v.T("report.kind." + string(r.Kind))})
		if err := report.NoteStopped(v.Context(), f, v.Form.ID(), what); err != nil {
			return nil, err
		}
		return web.Redirect(x.Path("rapporter", r.ID), "reports.stopped.toast"), nil
	}
	return a.do(v, f, "reports.send.done", func(context.Context, report.Report) error { return err })
}
