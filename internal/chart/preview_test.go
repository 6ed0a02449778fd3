package chart

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPreview writes all drawings into one page, for looking at them:
//
//	SAMSPIL_CHART_PREVIEW=/tmp/charts go test ./internal/chart -run Preview
func TestPreview(t *testing.T) {
	dir := os.Getenv("SAMSPIL_CHART_PREVIEW")
	if dir == "" {
		t.Skip("set SAMSPIL_CHART_PREVIEW to a folder to see the drawings")
	}
	css, err := os.ReadFile("../web/static/chart.css")
	if err != nil {
		t.Fatal(err)
	}
	page := "<!doctype html><html lang=da><meta charset=utf-8><style>body{margin:24px;background:#fff;font:17px 'IBM Plex Sans',sans-serif}" +
		"h2{font-size:15px;font-weight:400;color:#888;margin:28px 0 8px}" + string(css) + "</style>"
	for _, d := range drawings() {
		page += "<h2>" + d.name + "</h2>" + string(d.svg)
	}
	if err := os.WriteFile(filepath.Join(dir, "charts.html"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
}

type drawing struct {
	name string
	svg  SVG
}

func drawings() []drawing {
	return append(interplayDrawings(), []drawing{
		{"phase", phaseExample().Draw(Wide)},
		{"phase phone", phaseExample().Draw(Narrow)},
		{"phase few", fewExample().Draw(Column)},
		{"phase coinciding", coincidingExample().Draw(Column)},
		{"hours", hoursExample().Draw(Column)},
		{"hours phone", hoursExample().Draw(Narrow)},
		{"curve", curveExample().Draw(Goal)},
		{"curve phone", curveExample().Draw(Narrow)},
		{"spark parent", sparkExample(Parent).Spark(240)},
		{"spark other", sparkExample(Other).Spark(240)},
		{"spark child", sparkExample(Child).Spark(240)},
		{"spark consultant", sparkExample(Consultant).Spark(240)},
		{"spark dyad", sparkExample(Dyad).Spark(240)},
		{"stages", stagesExample().Draw(Wide)},
		{"stages column", stagesExample().Draw(Column)},
		{"stages phone", stagesExample().Draw(Narrow)},
		{"transition", transitionExample().Draw(Column)},
		{"transition phone", transitionExample().Draw(Narrow)},
		{"bars", GradeBars(3) + GradeBars(2) + GradeBars(1) + GradeBars(0) + Symbol(Child) + Symbol(Parent) + Symbol(Dyad) + Symbol(Consultant) + Symbol(Other)},
	}...)
}
