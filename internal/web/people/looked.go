package people

import (
	"samspil/internal/access"
	"samspil/internal/audit"
	"samspil/internal/casefile"
	"samspil/internal/clock"
	"samspil/internal/fault"
	"samspil/internal/lang"
	"samspil/internal/login"
	"samspil/internal/web"
	"samspil/internal/web/coursepage"
)

// lookedPage is who has opened the course, why, and what was refused.
type lookedPage struct {
	CourseID, Name string
	Lines          []lookedLine
	Who            []web.Fact
}

type lookedLine struct {
	Day, Time, Who, Deed, Why, Reason string
	Refused                           bool
	Times                             int // how often on that day; the newest time is shown
}

// mostLines is how many lines the page shows, the newest first.
const mostLines = 200

// deeds are the acts of the audit log that say that somebody looked, or tried to.
// Single changes stand with what was changed.
var deeds = map[string]bool{"open": true, "open-write": true, "phone-day": true, "reveal": true, "hear": true, "extract": true, "print": true, "refuse": true, "grant": true, "revoke": true}

func (a area) looked(v *web.Visit, f *casefile.Reader) (web.Response, error) {
	people, err := coursepage.Meet(v, f)
	if err != nil {
		return nil, err
	}
	staff := people.Staff
	lines, err := audit.OfCourse(v.Context(), f.Tx().Tx, f.CourseID, mostLines)
	if err != nil {
		return nil, err
	}
	p := lookedPage{CourseID: f.CourseID, Name: people.Name}
	for _, line := range lines {
		if deeds[line.Act] && (line.Act != "hear" || mayHearOf(f, line)) {
			p.add(lookedLineOf(v, f, line, staff))
		}
	}
	belongs, err := f.Who(v.Context())
	if err != nil {
		return nil, err
	}
	for _, b := range belongs {
		p.Who = append(p.Who, web.Fact{Label: v.T("people.relation." + string(b.Relation)), Text: staff[b.StaffID].Name})
	}
	return web.Page("people/looked", p).Titled("people.looked.title"), nil
}

// mayHearOf says whether the reader may know that a child's confidential words were
// opened: those who could open them, the leader who looks after it, and who did it.
func mayHearOf(f *casefile.Reader, line audit.Line) bool {
	return f.Can(access.ChildTalk, access.Read) || f.AsksReason(access.ChildTalk) || f.Is(access.LeaderOf) || line.Actor == f.Actor.ID
}

// add counts the same deed of the same person for the same purpose on one day as one
// line. What was refused or has a reason stands by itself.
func (p *lookedPage) add(one lookedLine) {
	for i := range p.Lines {
		same := &p.Lines[i]
		if same.Day == one.Day && same.Who == one.Who && same.Deed == one.Deed && same.Why == one.Why &&
			!one.Refused && one.Reason == "" && same.Reason == "" {
			same.Times++
			return
		}
	}
	one.Times = 1
	p.Lines = append(p.Lines, one)
}

func lookedLineOf(v *web.Visit, f *casefile.Reader, line audit.Line, staff map[string]login.Account) lookedLine {
	one := lookedLine{
		Day: lang.LongDate(v.Lang, clock.DateOf(line.At)), Time: lang.Clock(v.Lang, line.At), Who: staff[line.Actor].Name,
		Deed: v.T("people.act." + line.Act), Reason: f.Reason(line), Refused: line.Act == "refuse",
	}
	if line.Actor == access.System.ID {
		one.Who = v.T("people.system")
	}
	if line.Act == "grant" || line.Act == "revoke" {
		one.Deed = v.T("people.act."+line.Act, fault.Args{"name": staff[line.Object].Name})
	}
	if access.KnownPurpose(line.Purpose) {
		one.Why = v.T("people.purpose." + line.Purpose)
	}
	return one
}
