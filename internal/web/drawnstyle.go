package web

// DrawnStyle is the style sheet that drawings are coloured by, on the pages and on
// paper alike.
func DrawnStyle() []byte {
	b, err := staticFiles.ReadFile("static/chart.css")
	if err != nil {
		panic(err) // an embedded file is there
	}
	return b
}
