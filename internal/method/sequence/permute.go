package sequence

import (
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
	// no shuffles or a sequence already breaks the rule of NoRepeat.
	Upper, Lower [][]*float64
}

// chunks is the number of portions the work is cut into, each with random
// numbers of its own, so that the result does not depend on how many processors
// share it.
const chunks = 16

// Permute shuffles the codes of every sequence within that sequence and counts
// the transitions anew each time.
//
// With NoRepeat all orders without equal neighbours are equally likely. They are
// reached by a walk of two moves, exchanging two places and reversing a stretch,
// each made only if no equal neighbours come of it; ten times as many moves as
// there are codes are tried between one sample and the next. (A single pass of
// exchanges, as in Castellan 1992, reaches only a few of the orders.)
func Permute(sequences [][]string, codes []string, o PermuteOptions) Permutation {
	p := Permutation{Lag(sequences, codes, o.Lag), make([][]*float64, len(codes)), make([][]*float64, len(codes))}
	for i := range codes {
		p.Upper[i], p.Lower[i] = make([]*float64, len(codes)), make([]*float64, len(codes))
	}
	s := newShuffler(sequences, codes, o)
	if o.Lag < 1 || o.Permutations < 1 || o.NoRepeat && !s.valid() {
		return p
	}
	above, atLeast := s.run()
	for i, row := range p.Counts {
		for j, n := range row {
			if o.NoRepeat && o.Lag == 1 && i == j {
				continue
			}
			cell := int(s.place(codes[i]))*s.kinds + int(s.place(codes[j]))
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

// shuffler holds the sequences one after the other, as numbers of codes.
type shuffler struct {
	o        PermuteOptions
	ids      map[string]int32
	order    []int32 // the codes as they stand
	ends     []int   // where each sequence ends
	kinds    int     // different codes
	observed []int32 // count of a cell, kinds by kinds
	mu       sync.Mutex
	done     int
}

func newShuffler(sequences [][]string, codes []string, o PermuteOptions) *shuffler {
	s := &shuffler{o: o, ids: map[string]int32{}}
	for _, code := range codes {
		s.place(code)
	}
	for _, q := range sequences {
		for _, code := range q {
			s.order = append(s.order, s.place(code))
		}
		s.ends = append(s.ends, len(s.order))
	}
	s.kinds = len(s.ids)
	s.observed = make([]int32, s.kinds*s.kinds)
	s.each(s.order, func(cell int) { s.observed[cell]++ })
	return s
}

// place is the number of a code, a new one for one not met before.
func (s *shuffler) place(code string) int32 {
	n, ok := s.ids[code]
	if !ok {
		n = int32(len(s.ids))
		s.ids[code] = n
	}
	return n
}

// each calls f for the cell of every pair of a given order.
func (s *shuffler) each(order []int32, f func(cell int)) {
	from := 0
	for _, end := range s.ends {
		for i := from; i+s.o.Lag < end && s.o.Lag > 0; i++ {
			f(int(order[i])*s.kinds + int(order[i+s.o.Lag]))
		}
		from = end
	}
}

// valid tells that no code stands beside itself.
func (s *shuffler) valid() bool {
	from := 0
	for _, end := range s.ends {
		for i := from + 1; i < end; i++ {
			if s.order[i] == s.order[i-1] {
				return false
			}
		}
		from = end
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
			w := worker{s: s, order: make([]int32, len(s.order)), table: make([]int32, len(s.observed)),
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
	order          []int32
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
	for i := range n {
		from := 0
		for _, end := range w.s.ends {
			part := w.order[from:end]
			switch {
			case !w.s.o.NoRepeat:
				w.shuffle(part)
			case i == 0: // away from the order observed
				w.walk(part, 50)
			default:
				w.walk(part, 10)
			}
			from = end
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
func (w *worker) shuffle(s []int32) {
	for i := len(s) - 1; i > 0; i-- {
		j := w.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}

// count compares the pairs of this shuffle with those observed. Only cells that
// hold something are looked at.
func (w *worker) count() {
	s, lag := w.s, w.s.o.Lag
	from := 0
	for _, end := range s.ends {
		if part := w.order[from:end]; len(part) > lag {
			for i, to := range part[lag:] {
				w.table[int(part[i])*s.kinds+int(to)]++
			}
		}
		from = end
	}
	from = 0
	for _, end := range s.ends {
		if part := w.order[from:end]; len(part) > lag {
			for i, to := range part[lag:] {
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
		from = end
	}
}

// walk moves a sequence without equal neighbours to another one. Reversals are
// rarer in long sequences, where they take long; the walk stays uniform with any
// mixture. One in four reverses the whole, which is the only way out of a strict
// alternation of two codes.
func (w *worker) walk(s []int32, moves int) {
	n := len(s)
	if n < 2 {
		return
	}
	rarely := uint64(max(2, n/32)) // one in so many moves is a reversal
	for range max(moves*n, 100) {
		kind := w.random.Uint64()
		r := w.random.Uint64()
		i := int(uint64(uint32(r)) * uint64(n) >> 32)
		j := int((r >> 32) * uint64(n) >> 32)
		if i > j {
			i, j = j, i
		}
		if kind%rarely != 0 {
			exchange(s, i, j)
			continue
		}
		if kind>>62 == 0 {
			i, j = 0, n-1
		}
		reverse(s, i, j)
	}
}

// exchange the codes of two places i <= j unless equal neighbours come of it.
func exchange(s []int32, i, j int) {
	a, b := s[i], s[j]
	if a == b {
		return
	}
	s[i], s[j] = b, a
	if i > 0 && s[i-1] == b || s[i+1] == b || s[j-1] == a || j+1 < len(s) && s[j+1] == a {
		s[i], s[j] = a, b
	}
}

// reverse the stretch from i to j unless equal neighbours come of it.
func reverse(s []int32, i, j int) {
	if i > 0 && s[i-1] == s[j] || j+1 < len(s) && s[j+1] == s[i] {
		return
	}
	for ; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}
