package person

import (
	"testing"

	"samspil/internal/fault"
)

func TestParseCPR(t *testing.T) {
	tests := []struct {
		name, in     string
		demo         bool
		digits, born string
		key          string
	}{
		{"demo child, check digit fits", "740519-9941", true, "7405199941", "2019-05-14", ""},
		{"demo child, check digit does not fit", "690322-9998", true, "6903229998", "2022-03-09", ""},
		{"demo parent of the last century", "631188 9998", true, "6311889998", "1988-11-03", ""},
		{"without hyphen", "6311889998", true, "6311889998", "1988-11-03", ""},
		{"seventh digit 4, year 36", "0101364000", false, "0101364000", "2036-01-01", ""},
		{"seventh digit 4, year 37", "0101374000", false, "0101374000", "1937-01-01", ""},
		{"seventh digit 5, year 58", "0101585000", false, "0101585000", "1858-01-01", ""},
		{"seventh digit 3", "010120-3000", false, "0101203000", "1920-01-01", ""},
		{"no demo days outside the demo", "740519-9941", false, "", "", "person.cpr.date"},
		{"the 30th of February", "300290-1234", true, "", "", "person.cpr.date"},
		{"month 13", "011390-1234", true, "", "", "person.cpr.date"},
		{"nine digits", "010190-123", true, "", "", "person.cpr.form"},
		{"letters", "010190-12a4", true, "", "", "person.cpr.form"},
		{"nothing", "", true, "", "", "person.cpr.form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			digits, born, err := ParseCPR(tt.in, tt.demo)
			key := ""
			if e, ok := fault.As(err); ok {
				key = e.Key
			}
			if digits != tt.digits || born.String() != tt.born || key != tt.key {
				t.Errorf("got %q, %q, %q", digits, born, key)
			}
		})
	}
}

func TestShowCPR(t *testing.T) {
	if got := ShowCPR("7405199941"); got != "740519-9941" {
		t.Errorf("got %q", got)
	}
}
