package web

import (
	"cmp"
	"slices"
	"strings"

	"samspil/internal/access"
)

// menuItem is a line of the menu. It is shown to the roles that its page lets in.
type menuItem struct {
	Path  string
	Key   string
	roles []access.Role
}

// menuOrder is the menu from left to right; each person sees their part of it.
var menuOrder = []menuItem{
	{Path: "/min-dag", Key: "web.menu.day"},
	{Path: "/indbakke", Key: "web.menu.inbox"},
	{Path: "/forloeb", Key: "web.menu.courses"},
	{Path: "/henvisninger", Key: "web.menu.referrals"},
	{Path: "/samvaer", Key: "web.menu.contacts"},
	{Path: "/udvikling", Key: "web.menu.development"},
	{Path: "/tilbagemeldinger", Key: "web.menu.feedback"},
	{Path: "/rapporter", Key: "web.menu.reports"},
	{Path: "/personer", Key: "web.menu.people"},
	{Path: "/tal", Key: "web.menu.population"},
	{Path: "/indstillinger", Key: "web.menu.settings"},
}

// ownOrder is what stands under the person's own name: what is about them and not
// about the work. It is shown to the roles that its page lets in.
var ownOrder = []menuItem{
	{Path: "/mine-log-ind", Key: "web.menu.sessions"},
	{Path: "/telefoner", Key: "phones.menu"},
}

// menuFor keeps the items whose page is among the routes, with the roles of it.
func menuFor(routes []Route, order []menuItem) []menuItem {
	var menu []menuItem
	for _, item := range order {
		for _, r := range routes {
			if r.Pattern == "GET "+item.Path {
				item.roles = r.Right.Roles
				menu = append(menu, item)
			}
		}
	}
	return menu
}

// menuLine is one item as it is drawn for one person.
type menuLine struct {
	Path, Text string
	Count      int
	Here       bool
}

// menus draws the person's menu, with the item lit that under names (empty: that of
// the address), and what stands under the person's name.
func (k *Kit) menus(v *Visit, under string) (menu, own []menuLine) {
	var counts map[string]int
	if k.Counts != nil {
		var err error
		if counts, err = k.Counts(v.Context(), v.Actor); err != nil {
			k.Log.Error("menu counts failed", "reference", v.Reference, "error", err.Error())
		}
	}
	lines := func(items []menuItem) (lines []menuLine) {
		for _, item := range items {
			if slices.Contains(item.roles, v.Actor.Role) {
				lines = append(lines, menuLine{item.Path, v.T(item.Key), counts[item.Path], item.Path == cmp.Or(under, section(v.Request.URL.Path))})
			}
		}
		return lines
	}
	return lines(k.menu), lines(k.own)
}

// section is the menu item that a path belongs to. What lies inside a course
// under a name of the menu, as /forloeb/…/udvikling, belongs to that item.
func section(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "forloeb" && len(parts) > 2 {
		inside := "/" + parts[2]
		if inside == "/tilbagemelding" {
			inside = "/tilbagemeldinger"
		}
		for _, item := range menuOrder {
			if item.Path == inside {
				return inside
			}
		}
	}
	return "/" + parts[0]
}

// menuKey is the lang key of the item a path belongs to, for the browser's tab.
func menuKey(path string) string {
	here := section(path)
	for _, item := range menuOrder {
		if item.Path == here {
			return item.Key
		}
	}
	return "web.name"
}
