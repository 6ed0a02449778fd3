package boris

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"samspil/internal/fault"
	"samspil/internal/lang"
)

// repeated is a file that goes on and on without lying anywhere.
type repeated struct {
	head, part string
	n          int64 // bytes of part
	at         int64
}

func (r *repeated) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		at := r.at - int64(len(r.head))
		switch {
		case at < 0:
			k := copy(b[n:], r.head[r.at:])
			n, r.at = n+k, r.at+int64(k)
		case at < r.n:
			k := copy(b[n:], r.part[at%int64(len(r.part)):])
			n, r.at = n+k, r.at+int64(k)
		default:
			return n, io.EOF
		}
	}
	return n, nil
}

func packed(t testing.TB, r io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return out.Bytes()
}

const gigabyte = 1 << 30

// Files made to hurt end in a fault that says what to do, within a second and
// 100 MB.
func TestHostileFilesEndInAFault(t *testing.T) {
	const inside = `{"observations":{"o":{"type":"LIVE","events":[`
	for name, c := range map[string]struct {
		file io.Reader
		want string
	}{
		"nothing":                  {strings.NewReader(""), "boris.not-a-project"},
		"another file":             {strings.NewReader("%PDF-1.7 ..."), "boris.not-a-project"},
		"another document":         {strings.NewReader(`{"a":1}`), "boris.not-a-project"},
		"a list":                   {strings.NewReader(`[1,2]`), "boris.not-a-project"},
		"UTF-16":                   {strings.NewReader("\xff\xfe{\x00\"\x00"), "boris.encoding"},
		"cut off":                  {strings.NewReader(`{"observations":{"o":{"type":"LI`), "boris.truncated.in"},
		"cut off in an event":      {strings.NewReader(inside + `[1.5,"a","b"`), "boris.truncated.in"},
		"cut off early":            {strings.NewReader(`{"time_format"`), "boris.truncated"},
		"text behind":              {strings.NewReader(`{"observations":{}} x`), "boris.unreadable"},
		"no quotes":                {strings.NewReader(`{observations:{}}`), "boris.unreadable"},
		"a word nobody knows":      {strings.NewReader(`{"observations":{},"a":nil}`), "boris.unreadable"},
		"brackets mixed":           {strings.NewReader(`{"observations":{},"a":[1}}`), "boris.unreadable"},
		"observations as a list":   {strings.NewReader(`{"observations":[]}`), "boris.unreadable"},
		"an event that is a text":  {strings.NewReader(inside + `"x"]}}}`), "boris.event"},
		"an event of two parts":    {strings.NewReader(inside + `[1,"a"]]}}}`), "boris.event"},
		"a time that is a list":    {strings.NewReader(inside + `[[1],"a","b","",""]]}}}`), "boris.event"},
		"a time that is a word":    {strings.NewReader(inside + `[soon,"a","b","",""]]}}}`), "boris.event"},
		"lists within lists":       {&repeated{head: `{"a":`, part: "[", n: gigabyte}, "boris.deep"},
		"objects within objects":   {&repeated{head: `{"a":`, part: `{"a":`, n: gigabyte}, "boris.deep"},
		"deep in an event":         {&repeated{head: inside + "[", part: "[", n: gigabyte}, "boris.deep"},
		"a text of 2 GB":           {&repeated{head: `{"a":"`, part: "x", n: 2 * gigabyte}, "boris.text"},
		"a comment of 2 GB":        {&repeated{head: inside + `[1,"","p","","`, part: "x", n: 2 * gigabyte}, "boris.text"},
		"a key of 2 GB":            {&repeated{head: `{"`, part: `\u00e6`, n: 2 * gigabyte}, "boris.text"},
		"a number of 2 GB":         {&repeated{head: `{"a":`, part: "1", n: 2 * gigabyte}, "boris.unreadable"},
		"blanks":                   {&repeated{head: `{`, part: " \n", n: 2 * gigabyte}, "boris.blanks"},
		"blanks between members":   {&repeated{head: `{"observations":{}`, part: `,"a":1` + strings.Repeat(" ", 600<<10), n: gigabyte}, "boris.too-large"},
		"members without end":      {&repeated{head: `{"observations":{}`, part: `,"a":1`, n: gigabyte}, "boris.too-much"},
		"observations without end": {&repeated{head: `{"observations":{"a":{}`, part: `,"b":{}`, n: gigabyte}, "boris.too-much"},
		"a billion events":         {&repeated{head: inside + `[1.5,"a","b","",""]`, part: `,[1.5,"a","b","",""]`, n: 20 * gigabyte}, "boris.events"},
		"a billion long events":    {&repeated{head: inside + `[1,"","b"]`, part: `,[1.5,"somebody","something that lasts","one|another","",12345,"picture.jpg"]`, n: 20 * gigabyte}, "boris.lines"},
		"a billion odd events":     {&repeated{head: inside + `[1,"","b"]`, part: `,[1,"","b"]`, n: 20 * gigabyte}, "boris.events"},
		"a billion comments":       {&repeated{head: inside + `[1,"","b","","c"]`, part: `,[1,"","b","","c"]`, n: 20 * gigabyte}, "boris.too-much"},
		"a bomb":                   {bytes.NewReader(packed(t, &repeated{head: `{"a":"`, part: " ", n: gigabyte / 16})), "boris.bomb"},
		"a bomb of events":         {bytes.NewReader(packed(t, &repeated{head: inside + `[1,"","b","",""]`, part: `,[1,"","b","",""]`, n: gigabyte / 8})), "boris.events"},
		"a broken gzip":            {strings.NewReader("\x1f\x8bxxxxxxxxxxxxxxxx"), "boris.gzip"},
		"a gzip cut off":           {bytes.NewReader(packed(t, strings.NewReader(seeds["states and points"]))[:200]), "boris.gzip"},
		"codes without end":        {&repeated{head: `{"observations":{},"behaviors_conf":{"":{}`, part: `,"":{}`, n: 1 << 20}, "boris.truncated"},
	} {
		t.Run(name, func(t *testing.T) {
			most, took := watched(t, func() {
				_, err := Read(c.file)
				wantFault(t, err, c.want)
				f, ok := fault.As(err)
				if !ok {
					return
				}
				for _, l := range lang.All {
					if text := lang.T(l, f.Key, f.Args); strings.ContainsAny(text, "{}‹") {
						t.Errorf("unfinished text: %s", text)
					}
				}
			})
			if most > 100<<20 {
				t.Errorf("took %d MB", most>>20)
			}
			if took > 20*time.Second { // under a second on a machine of its own
				t.Errorf("took %v", took)
			}
		})
	}
}

// watched runs do and tells how far the heap grew and how long the processor was at
// it; what else the machine does is not counted.
func watched(t *testing.T, do func()) (most uint64, took time.Duration) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var stop atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		var now runtime.MemStats
		for tick := time.NewTicker(2 * time.Millisecond); !stop.Load(); <-tick.C {
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapInuse-min(now.HeapInuse, before.HeapInuse))
		}
	}()
	start := worked(t)
	do()
	took = worked(t) - start
	stop.Store(true)
	<-done
	return most, took
}

// worked is the processor's time that this process has used so far.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func TestTooManyCodes(t *testing.T) {
	text := `{"observations":{},"behaviors_conf":{"0":{}` + strings.Repeat(`,"1":{}`, mostItems) + "}}"
	_, err := Read(strings.NewReader(text))
	wantFault(t, err, "boris.items")
}

func TestFaultsSayWhere(t *testing.T) {
	_, err := Read(strings.NewReader(`{"observations":{"a":{"events":[]},"o":{"events":[[1,"","p","",""],[2,3]]}}}`))
	f, _ := fault.As(err)
	if f == nil || f.Args["observation"] != 2 || f.Args["event"] != 2 || f.Args["byte"] != int64(67) {
		t.Errorf("got %v with %v", err, f.Args)
	}
}

// A reader's own failure is not a fault of the file.
func TestReadersFailurePasses(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := Read(io.MultiReader(strings.NewReader(`{"observations":`), failing{broken}))
	if _, isFault := fault.As(err); isFault || !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzRead: whatever comes in, Read answers, and what it takes comes out and goes
// in again the same.
func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Add(packed(f, strings.NewReader(seeds["oldest"])))
	f.Add([]byte(`{"observations":{"o":{"events":[[`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Read(bytes.NewReader(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		var first, second bytes.Buffer
		if err := Write(&first, p); err != nil {
			t.Fatal(err)
		}
		again, err := Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("its own text: %v\n%s", err, first.Bytes())
		}
		if err := Write(&second, again); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatalf("another text the second time:\n%s\n%s", first.Bytes(), second.Bytes())
		}
		sameStreamed(t, text)
		out, _ := FromSet(p.Set())
		if err := Write(io.Discard, out); err != nil {
			t.Fatal(err)
		}
	})
}
