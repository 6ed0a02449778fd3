package boris

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"samspil/internal/fault"
	"samspil/internal/recording"
)

func streamed(t testing.TB, text []byte) ([]recording.Recording, Project) {
	t.Helper()
	var out []recording.Recording
	p, err := Stream(bytes.NewReader(text), func(f *Flow) error {
		var events []recording.Event
		for e := range f.Events {
			events = append(events, e)
		}
		f.Recording.Events = events
		out = append(out, f.Recording)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, p
}

// Both ways of reading give the same recordings, but for the comments and, where
// codes are not declared, for the stretch observed.
func sameStreamed(t testing.TB, text []byte) {
	t.Helper()
	got, head := streamed(t, text)
	p := mustRead(t, text)
	want := p.Set().Recordings
	alike := cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(recording.Event{}, "Comment")}
	if slices.Contains(p.Warnings(), "undefined_behavior") {
		alike = append(alike, cmpopts.IgnoreFields(recording.Recording{}, "Segments"))
	}
	if diff := cmp.Diff(want, got, alike); diff != "" {
		t.Errorf("streamed and read whole differ: %s", diff)
	}
	if diff := cmp.Diff(p.Warnings(), head.Warnings()); diff != "" {
		t.Errorf("warnings differ: %s", diff)
	}
	for i, o := range head.Observations {
		if o.Paired != p.Observations[i].Paired || o.Events != p.Observations[i].Events {
			t.Errorf("observation %d: %d events, paired %v", i, o.Events, o.Paired)
		}
	}
}

func TestStreamGivesWhatReadGives(t *testing.T) {
	for _, name := range projects {
		t.Run(name, func(t *testing.T) { sameStreamed(t, fixture(t, name+".boris")) })
	}
	for name, text := range seeds {
		t.Run(name, func(t *testing.T) { sameStreamed(t, []byte(text)) })
	}
}

func TestStreamGivesUpWhereItsReaderDoes(t *testing.T) {
	text := []byte(seeds["states and points"])
	stop := errors.New("enough")
	n := 0
	_, err := Stream(bytes.NewReader(text), func(*Flow) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("got %v after %d observations", err, n)
	}
	_, err = Stream(bytes.NewReader(text), func(f *Flow) error {
		for range f.Events {
			return nil // the rest is skipped
		}
		return nil
	})
	if err != nil {
		t.Errorf("an observation left in the middle: %v", err)
	}
}

// endless makes a project of any length as it is read.
type endless struct {
	head, tail string
	part       func(n int) string
	n, of      int
	at         int64
	done       int64 // bytes
	rest       string
}

func (e *endless) Read(b []byte) (int, error) {
	if e.rest == "" {
		switch {
		case e.at == 0:
			e.rest = e.head
		case e.n < e.of:
			e.rest = e.part(e.n)
			e.n++
		case e.n == e.of:
			e.rest = e.tail
			e.n++
		default:
			return 0, io.EOF
		}
		e.at++
	}
	n := copy(b, e.rest)
	e.rest = e.rest[n:]
	e.done += int64(n)
	return n, nil
}

func (e *endless) Seek(int64, int) (int64, error) {
	e.n, e.at, e.rest = 0, 0, ""
	return 0, nil
}

// flood is a project with one observation of n thousand events in order of time.
func flood(thousands int, line string) *endless {
	part := strings.Repeat(","+line, 1000)
	return &endless{
		head: `{"project_format_version":"7.0","behaviors_conf":{"0":{"type":"Point event","code":"p"},"1":{"type":"State event","code":"s"}},"observations":{"o":{"type":"LIVE","events":[[0.0,"","p","",""]`,
		part: func(int) string { return part }, of: thousands, tail: `]}}}`,
	}
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: short")
	}
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	var most uint64
	n := 0
	_, err := Stream(flood(3000, `[1.5,"child","p","",""]`), func(f *Flow) error {
		for range f.Events {
			if n++; n%500_000 == 0 {
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapSys-min(before.HeapSys, now.HeapSys))
			}
		}
		return nil
	})
	if err != nil || n != 3_000_001 {
		t.Fatalf("%d events, %v", n, err)
	}
	if most > 150<<20 {
		t.Errorf("the heap grew by %d MB", most>>20)
	}
}

func TestStreamSaysWhatItCannotHold(t *testing.T) {
	for name, c := range map[string]struct {
		file *endless
		want string
	}{
		"a state that never stops": {flood(1100, `[2.5,"","p","",""]`), "boris.held"},
		"time runs backwards":      {flood(1100, `[2.5,"","p","",""]`), "boris.order"},
	} {
		t.Run(name, func(t *testing.T) {
			switch c.want {
			case "boris.held":
				c.file.head += `,[1.0,"","s","",""]`
			default:
				c.file.tail = `,[0.5,"","p","",""]` + c.file.tail
			}
			_, err := Stream(c.file, func(f *Flow) error {
				for range f.Events {
				}
				return nil
			})
			wantFault(t, err, c.want)
		})
	}
}

func wantFault(t testing.TB, err error, key string) {
	t.Helper()
	f, ok := fault.As(err)
	if !ok || f.Key != key || f.Kind != fault.Invalid {
		t.Errorf("got %v, want %s", err, key)
	}
}

// A state that begins before the window is emptied and ends after it is one event.
func TestStreamPairsAcrossItsWindow(t *testing.T) {
	file := flood(1500, `[2.5,"","p","",""]`)
	usual := file.part
	file.part = func(n int) string {
		if n == 700 {
			return `,[2.5,"","s","",""]` + usual(n)
		}
		return usual(n)
	}
	file.tail = `,[3.0,"","s","",""],[3.0,"barn","s","",""],[4.5,"barn","s","",""]` + file.tail
	n := 0
	var states [][2]int64
	_, err := Stream(file, func(f *Flow) error {
		for e := range f.Events {
			if n++; e.Kind == recording.State {
				states = append(states, [2]int64{e.Onset, e.Offset})
			}
		}
		return nil
	})
	if err != nil || n != 1_500_003 {
		t.Errorf("%d events, %v", n, err)
	}
	if diff := cmp.Diff([][2]int64{{2500, 3000}, {3000, 4500}}, states); diff != "" {
		t.Error(diff)
	}
}

// What every observation says alike is kept once.
func TestManyObservations(t *testing.T) {
	e := manyObservations("", 8000)
	e.part = func(n int) string {
		return fmt.Sprintf(`,"o%d":{"type":"LIVE","date":"2026-01-01T10:00:00","description":"","time offset":0.0,"events":[[1.5,"","p","",""]],
 "observation time interval":[0,0],"independent_variables":{},"visualize_spectrogram":false,"visualize_waveform":false,"media_creation_date_as_offset":false,
 "media_scan_sampling_duration":0,"image_display_duration":1,"close_behaviors_between_videos":false,"scan_sampling_time":0,"start_from_current_time":false,
 "start_from_current_epoch_time":false,"file":{}}`, n)
	}
	n := 0
	p, err := Stream(e, func(f *Flow) error {
		for range f.Events {
			n++
		}
		return nil
	})
	if err != nil || n != 8000 || len(p.Observations) != 8001 {
		t.Errorf("%d events of %d observations, %v", n, len(p.Observations), err)
	}
}

func generated(observations, marks int) []byte {
	p, _ := FromSet(recording.Generate(recording.Generated{Recordings: observations, Events: marks, Seed: 7}))
	var out bytes.Buffer
	if err := Write(&out, p); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func BenchmarkRead(b *testing.B) {
	for _, c := range []struct{ observations, marks int }{{50, 406}, {100, 1006}} {
		text := generated(c.observations, c.marks)
		b.Run(fmt.Sprintf("%d observations", c.observations), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				p := mustRead(b, text)
				if set := p.Set(); len(set.Recordings) != c.observations {
					b.Fatal(len(set.Recordings))
				}
			}
			p := mustRead(b, text)
			n := 0
			for _, o := range p.Observations {
				n += o.Events
			}
			b.ReportMetric(float64(n), "events")
		})
	}
}

func BenchmarkStreamTenMillion(b *testing.B) {
	var part strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&part, `,[%d.%03d,"%s","%s","",""]`, 1000+i, i, []string{"child", "parent"}[i%2], []string{"p", "s", "s"}[i/2%3])
	}
	for b.Loop() {
		n := 0
		_, err := Stream(manyObservations(part.String(), 10_000), func(f *Flow) error {
			for range f.Events {
				n++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n), "paired")
	}
}

// manyObservations puts each part into an observation of its own.
func manyObservations(part string, n int) *endless {
	e := flood(n, "")
	e.head = strings.TrimSuffix(e.head, `"o":{"type":"LIVE","events":[[0.0,"","p","",""]`) + `"first":{"type":"LIVE","events":[]}`
	e.tail = "}}"
	e.part = func(n int) string { return fmt.Sprintf(`,"o%d":{"type":"LIVE","events":[%s]}`, n, part[1:]) }
	return e
}
