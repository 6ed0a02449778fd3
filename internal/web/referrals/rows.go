package referrals

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"samspil/internal/web"
)

// A step may hold several blocks of the same fields. Concerns and focus areas are
// numbered from 1 without gaps. People keep their number for as long as the referral
// is written, because other steps speak of "parent2": a number is never used again.

// mostRows is how many blocks of a kind a referral holds.
const mostRows = 12

// count is how many concerns or focus areas stand on the page; at least one.
func count(f web.Form, list string) int {
	n, err := strconv.Atoi(f.Value("rows." + list))
	if err != nil {
		return 1
	}
	return min(max(n, 1), mostRows)
}

// filled is the number of the last block in which something was typed; at least 1.
func filled(f web.Form, list string, fields ...string) int {
	n := count(f, list)
	for n > 1 && blank(f, fmt.Sprintf("%s%d.", list, n), fields...) {
		n--
	}
	return n
}

// numbers are the blocks of people that stand on the page: "1 2 4". At least least of
// them stand there, numbered from 1.
func numbers(f web.Form, list string, least int) []int {
	var out []int
	for _, word := range strings.Fields(f.Value("rows." + list)) {
		if n, err := strconv.Atoi(word); err == nil && n > 0 && n < 1000 && !slices.Contains(out, n) && len(out) < mostRows {
			out = append(out, n)
		}
	}
	for n := 1; len(out) < least; n++ {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// blank says whether nothing was typed or chosen in a block.
func blank(f web.Form, prefix string, fields ...string) bool {
	return !slices.ContainsFunc(fields, func(name string) bool { return strings.TrimSpace(f.Value(prefix+name)) != "" })
}

// numbered are the lists without gaps.
var numbered = []string{"c", "f"}

// addRow puts one more empty block on the page and gives its word.
func addRow(f web.Form, fields map[string]string, list string) string {
	if slices.Contains(numbered, list) {
		n := min(count(f, list)+1, mostRows)
		fields["rows."+list] = strconv.Itoa(n)
		return fmt.Sprintf("%s%d", list, n)
	}
	rows := numbers(f, list, least(list))
	if len(rows) == mostRows {
		return fmt.Sprintf("%s%d", list, rows[len(rows)-1])
	}
	next, _ := strconv.Atoi(f.Value("next." + list))
	next = max(next, slices.Max(append(rows, 0))+1)
	fields["rows."+list], fields["next."+list] = join(append(rows, next)), strconv.Itoa(next+1)
	return fmt.Sprintf("%s%d", list, next)
}

// removeRow takes a block away with everything in it.
func removeRow(f web.Form, fields map[string]string, word string) {
	list := strings.TrimRight(word, "0123456789")
	n, err := strconv.Atoi(strings.TrimPrefix(word, list))
	if err != nil {
		return
	}
	if slices.Contains(numbered, list) {
		removeNumbered(f, fields, list, n)
		return
	}
	rows := numbers(f, list, least(list))
	next, _ := strconv.Atoi(f.Value("next." + list))
	next = max(next, slices.Max(append(rows, 0))+1)
	rows = slices.DeleteFunc(rows, func(one int) bool { return one == n })
	if len(rows) < least(list) {
		rows = append(rows, next)
		next++
	}
	fields["rows."+list], fields["next."+list] = join(rows), strconv.Itoa(next)
	dropFields(fields, word+".")
}

// removeNumbered closes the gap that a block leaves.
func removeNumbered(f web.Form, fields map[string]string, list string, n int) {
	last := count(f, list)
	for ; n < last; n++ {
		dropFields(fields, fmt.Sprintf("%s%d.", list, n))
		from := fmt.Sprintf("%s%d.", list, n+1)
		for name, text := range f.All() {
			if rest, ok := strings.CutPrefix(name, from); ok {
				fields[fmt.Sprintf("%s%d.%s", list, n, rest)] = text
			}
		}
	}
	dropFields(fields, fmt.Sprintf("%s%d.", list, last))
	fields["rows."+list] = strconv.Itoa(max(last-1, 1))
}

func dropFields(fields map[string]string, prefix string) {
	for name := range fields {
		if strings.HasPrefix(name, prefix) {
			delete(fields, name)
		}
	}
}

// least is how many blocks of a kind of people always stand on the page.
func least(list string) int {
	if list == otherRows {
		return 0
	}
	return 1
}

func join(rows []int) string {
	words := make([]string, len(rows))
	for i, n := range rows {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}
