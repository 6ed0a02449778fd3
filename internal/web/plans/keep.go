package plans

import (
	"strconv"
	"strings"

	"samspil/internal/casefile"
	"samspil/internal/draft"
	"samspil/internal/web"
)

// keeping tells a page where its script keeps what is being written.
type keeping struct {
	To, Key string
	drafted *string
}

// Version of the kept text that the window has seen; "0" for none.
func (k keeping) Version() string { return *k.drafted }

// draftKey names what is being written: a part of this plan, or one of its goals.
func (e *editing) draftKey(object string) draft.Key {
	return draft.Key{Form: "plan." + object, Object: e.Plan.ID}
}

func (e *editing) keep(object string) keeping {
	k := e.draftKey(object)
	return keeping{To: "/kladde/" + e.Course.ID, Key: k.Form + ":" + k.Object, drafted: &e.drafted}
}

// restore brings back what was typed and not saved. many are the fields with
// several values, which are kept a line each.
func (e *editing) restore(v *web.Visit, f *casefile.Reader, object string, many ...string) error {
	d, ok, err := draft.Get(v.Context(), f, e.draftKey(object))
	if err != nil || !ok {
		return err
	}
	e.drafted = strconv.FormatInt(d.Version, 10)
	v.Form.Restore(d.Fields)
	for _, name := range many {
		v.Form.Fill(name, strings.Split(d.Fields[name], "\n")...)
	}
	return nil
}
