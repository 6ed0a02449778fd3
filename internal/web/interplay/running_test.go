package interplay

import "testing"

func TestReadRunning(t *testing.T) {
	for text, want := range map[string]int64{
		"4:31": 271_000, "4.31": 271_000, " 0:07 ": 7000, "1:04:31": 3_871_000, "1.04.31": 3_871_000, "4:31,5": 271_500, "4:31.25": 16_285_000,
		"271": 271_000, "12,5": 12_500, "0": 0, "12.50": 770_000, "90:00": 5_400_000,
	} {
		if got, ok := readRunning(text); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "4:61", "1:61:00", "-1", "4:3", "halv", "1e3", "4:31:", "NaN", "999999", "4:31,1234", "1:2:3:4"} {
		if got, ok := readRunning(text); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func TestTenths(t *testing.T) {
	for ms, want := range map[int64]string{271_000: "4:31", 271_500: "4:31,5", 271_560: "4:31,5", 3_871_100: "1:04:31,1"} {
		got := tenths(ms)
		if back, ok := readRunning(got); got != want || !ok || ms-back >= 100 {
			t.Errorf("%d is %q and back %d", ms, got, back)
		}
	}
}
