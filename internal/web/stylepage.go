package web

type stylePageData struct {
	Form Form
}

func stylePage(v *Visit) (Response, error) { return Page("web/style", stylePageData{v.Form}), nil }
