package web

// KeptJSON answers a script as JSON does, but what the handler wrote is kept
// whatever the status: a conflict of two windows in which both texts were
// stored is still a conflict to the script.
func KeptJSON(status int, v any) Response { return &keptAnswer{jsonAnswer{status, v}} }

type keptAnswer struct{ jsonAnswer }

func (*keptAnswer) keeps() bool { return true }
