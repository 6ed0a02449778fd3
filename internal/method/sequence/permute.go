package sequence

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"sync"
)

// PermuteOptions choose a permutation test.
type PermuteOptions struct {
	Lag          int // as in Lag
	Permutations int // how many times to shuffle; 10,000 give p to about one hundredth
	// NoRepeat draws only orders in which no code stands beside itself.
	NoRepeat bool
	Seed     uint64 // the same seed gives the same p, on any machine
	// Progress is called now and then with the number of shuffles done, by one
	// goroutine at a time; nil for nobody watching.
	Progress func(done, of int)
}

// Permutation is how often chance alone gives as much.
type Permutation struct {
	Counts [][]int // as Lag counts them
	// Upper is (r + 1)/(B + 1) with r the shuffles, of B, in which the cell held at
	// least as many; Lower the same with at most as many. Nil where a cell cannot
	// occur (the diagonal with NoRepeat at lag 1), and everywhere when there were
	// no shuffles, when a sequence already breaks the rule of NoRepeat, and with
	// more than 2,048 different codes.
	Upper, Lower [][]*float64
}

// chunks is the number of portions the work is cut into, each with random
// numbers of its own, so that the result does not depend on how many processors
// share it.
const chunks = 16

// mostKinds of codes: the table of so many takes 16 MB.
const mostKinds = 2048

// nothing stands before, between and after the sequences, equal to no code.
const nothing = math.MaxUint16

// Permute shuffles the codes of every sequence within that sequence and counts
// the transitions anew each time. With NoRepeat all orders without equal
// neighbours are equally likely (see walk).
func Permute(sequences [][]string, codes []string, o PermuteOptions) Permutation {
	p := Permutation{Lag(sequences, codes, o.Lag), make([][]*float64, len(codes)), make([][]*float64, len(codes))}
	for i := range codes {
		p.Upper[i], p.Lower[i] = make([]*float64, len(codes)), make([]*float64, len(codes))
	}
	s := newShuffler(sequences, codes, o)
	if o.Lag < 1 || o.Permutations < 1 || s.kinds > mostKinds || o.NoRepeat && !s.valid() {
		return p
	}
	above, atLeast := s.run()
	for i, row := range p.Counts {
		for j, n := range row {
			if o.NoRepeat && o.Lag == 1 && i == j {
				continue
			}
			cell := s.place(codes[i])*s.kinds + s.place(codes[j])
			b := float64(o.Permutations)
			upper, lower := (float64(atLeast[cell])+1)/(b+1), (b-float64(above[cell])+1)/(b+1)
			if n == 0 {
				upper = 1
			}
			p.Upper[i][j], p.Lower[i][j] = &upper, &lower
		}
	}
	return p
}

// shuffler holds the sequences one after the other, as numbers of codes with
// nothing before, between and after them.
type shuffler struct {
	o        PermuteOptions
	ids      map[string]int
	order    []uint16 // the codes as they stand
	parts    [][2]int // where each sequence begins and ends
	kinds    int      // different codes
	observed []int32  // count of a cell, kinds by kinds
	mu       sync.Mutex
	done     int
}

func newShuffler(sequences [][]string, codes []string, o PermuteOptions) *shuffler {
	s := &shuffler{o: o, ids: map[string]int{}, order: []uint16{nothing}}
	for _, code := range codes {
		s.place(code)
	}
	for _, q := range sequences {
		from := len(s.order)
		for _, code := range q {
			s.order = append(s.order, uint16(s.place(code)))
		}
		s.parts = append(s.parts, [2]int{from, len(s.order)})
		s.order = append(s.order, nothing)
	}
	if s.kinds = len(s.ids); s.kinds <= mostKinds {
		s.observed = make([]int32, s.kinds*s.kinds)
		s.pairs(s.order, func(cell int) { s.observed[cell]++ })
	}
	return s
}

// place is the number of a code, a new one for one not met before.
func (s *shuffler) place(code string) int {
	n, ok := s.ids[code]
	if !ok {
		n = len(s.ids)
		s.ids[code] = n
	}
	return n
}

// pairs calls f for the cell of every pair of an order.
func (s *shuffler) pairs(order []uint16, f func(cell int)) {
	for _, p := range s.parts {
		for i := p[0]; i+s.o.Lag < p[1] && s.o.Lag > 0; i++ {
			f(int(order[i])*s.kinds + int(order[i+s.o.Lag]))
		}
	}
}

// valid tells that no code stands beside itself.
func (s *shuffler) valid() bool {
	for i, code := range s.order[1:] {
		if code == s.order[i] && code != nothing {
			return false
		}
	}
	return true
}

// run shares the shuffles among the processors. Above counts, for each cell, the
// shuffles that held more than was observed, atLeast those that held as many or
// more (for cells that were observed at all).
func (s *shuffler) run() (above, atLeast []int32) {
	above, atLeast = make([]int32, len(s.observed)), make([]int32, len(s.observed))
	var wait sync.WaitGroup
	next := make(chan int, chunks)
	for chunk := range chunks {
		next <- chunk
	}
	close(next)
	for range min(chunks, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			w := worker{s: s, order: make([]uint16, len(s.order)), table: make([]int32, len(s.observed)),
				above: make([]int32, len(s.observed)), atLeast: make([]int32, len(s.observed))}
			for chunk := range next {
				w.chunk(chunk)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			for cell := range above {
				above[cell] += w.above[cell]
				atLeast[cell] += w.atLeast[cell]
			}
		})
	}
	wait.Wait()
	return above, atLeast
}

func (s *shuffler) tell(more int) {
	if s.o.Progress == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done += more
	s.o.Progress(s.done, s.o.Permutations)
}

type worker struct {
	s              *shuffler
	random         rand.PCG
	order          []uint16
	table          []int32 // pairs of one shuffle; all 0 between shuffles
	above, atLeast []int32
}

// chunk does the shuffles of one portion.
func (w *worker) chunk(chunk int) {
	b := w.s.o.Permutations
	n := (chunk+1)*b/chunks - chunk*b/chunks
	if n == 0 {
		return
	}
	w.random.Seed(w.s.o.Seed, uint64(chunk))
	copy(w.order, w.s.order)
	tries := make([]int, len(w.s.parts))
	for i, p := range w.s.parts {
		tries[i] = w.settle(p[0], p[1])
	}
	for range n {
		for i, p := range w.s.parts {
			if w.s.o.NoRepeat {
				w.walk(p[0], p[1], tries[i])
			} else {
				w.shuffle(w.order[p[0]:p[1]])
			}
		}
		w.count()
	}
	w.s.tell(n)
}

// below draws a whole number from 0 to n - 1, all as likely as each other.
func (w *worker) below(n int) int {
	high, _ := bits.Mul64(w.random.Uint64(), uint64(n))
	return int(high)
}

// shuffle puts a sequence in any order (Fisher and Yates).
func (w *worker) shuffle(s []uint16) {
	for i := len(s) - 1; i > 0; i-- {
		j := w.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

// count compares the pairs of this shuffle with those observed. Only cells that
// hold something are looked at.
func (w *worker) count() {
	s, lag := w.s, w.s.o.Lag
	for _, p := range s.parts {
		part := w.order[p[0]:p[1]]
		for i, to := range part[min(lag, len(part)):] {
			w.table[int(part[i])*s.kinds+int(to)]++
		}
	}
	for _, p := range s.parts {
		part := w.order[p[0]:p[1]]
		for i, to := range part[min(lag, len(part)):] {
			cell := int(part[i])*s.kinds + int(to)
			n := w.table[cell]
			if n == 0 {
				continue
			}
			w.table[cell] = 0
			if o := s.observed[cell]; n > o {
				w.above[cell]++
				w.atLeast[cell]++
			} else if n == o {
				w.atLeast[cell]++
			}
		}
	}
}
