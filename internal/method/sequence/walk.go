package sequence

// A walk through the orders of a sequence in which no code stands beside itself.
// Its two moves are exchanging two places and reversing a stretch, each made only
// if no equal neighbours come of it. Which places are tried does not depend on
// what stands there, so each move is as likely as its undoing and every order as
// likely as every other; with both moves every order is reached (exchanges alone
// leave a strict alternation of two codes as it is). A single pass of exchanges,
// as in Castellan 1992, reaches only a few of the orders.

const (
	// perPlace is how often each place takes part in a move made between two samples:
	// each changes up to four pairs, so that hardly any is left as it was.
	perPlace = 2
	// settling is the number of tries per place from the order observed to the first
	// sample, from which also is seen how many tries are refused.
	settling             = 40
	leastTries           = 2   // per place
	mostTries            = 40  // per place
	leastTriesInSequence = 100 // short sequences cost nothing
)

// settle walks away from the order observed and tells how many tries to make
// between samples: enough that each place takes part in perPlace moves made.
func (w *worker) settle(from, to int) int {
	n := to - from
	if !w.s.o.NoRepeat || n < 2 {
		return 0
	}
	tries := settling * n
	made := w.walk(from, to, tries)
	perTry := 2 * float64(made) / float64(tries) // places
	each := mostTries
	if perTry*mostTries > perPlace {
		each = max(leastTries, int(perPlace/perTry)+1)
	}
	return max(leastTriesInSequence, each*n)
}

// walk makes that many tries on the stretch from from to to and tells how many
// were made. First the whole is reversed or not by the toss of a coin, which
// nothing can refuse and which alone leads out of an alternation. Then one try in
// about n/8 is a reversal, which takes long in a long sequence.
func (w *worker) walk(from, to, tries int) (made int) {
	n := to - from
	if n < 2 {
		return 0
	}
	if w.random.Uint64()>>63 == 1 {
		w.reverse(from, to-1)
	}
	for exchanges := max(1, n/8); tries > 0; tries -= exchanges + 1 {
		made += w.exchange(from, n, min(tries, exchanges))
		i, j := pick(w.random.Uint64(), n)
		made += w.reverse(from+min(i, j), from+max(i, j))
	}
	return made
}

// pick two places of n from the two halves of random bits. The slight favour it
// has for some places does no harm: it is the same whatever stands there.
func pick(r uint64, n int) (i, j int) {
	return int(r & 0xffffffff * uint64(n) >> 32), int(r >> 32 * uint64(n) >> 32)
}

// exchange tries as many times to exchange two of the n places from from on. Next
// to each other they are left to reverse. Written without branches, because the
// processor cannot guess which tries are refused.
func (w *worker) exchange(from, n, times int) (made int) {
	order := w.order
	for range times {
		i, j := pick(w.random.Uint64(), n)
		i, j = i+from, j+from
		a, b := order[i], order[j]
		// Not 0 when neither place gets a neighbour equal to it; i+1 == j makes it 0.
		apart := uint64(order[i-1]^b) * uint64(order[i+1]^b) * uint64(order[j-1]^a) * uint64(order[j+1]^a)
		bit := (apart | -apart) >> 63
		change := (a ^ b) & -uint16(bit)
		made += int((uint64(change) + nothing) >> 16) // 1 unless nothing changed
		order[i] = a ^ change
		order[j] = b ^ change
	}
	return made
}

// reverse the stretch from i to j unless equal neighbours come of it.
func (w *worker) reverse(i, j int) (made int) {
	s := w.order
	if s[i-1] == s[j] || s[j+1] == s[i] {
		return 0
	}
	for ; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
	return 1
}
