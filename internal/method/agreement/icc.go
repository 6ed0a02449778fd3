package agreement

import (
	"math"

	"samspil/internal/method/probability"
)

// ICC are the intraclass correlations of Shrout & Fleiss 1979. The first number
// says the model: 1 each unit has coders of its own; 2 the same coders rated every
// unit and stand for coders in general; 3 these coders are the only ones of
// interest. A trailing K is for the mean of the k coders instead of one of them.
//
// For indicator values of segments that two people coded, ICC2 is the one.
type ICC struct {
	ICC1    *float64    `json:"icc1"`
	ICC1CI  *[2]float64 `json:"icc1_ci95"`
	ICC2    *float64    `json:"icc2"`
	ICC2CI  *[2]float64 `json:"icc2_ci95"`
	ICC3    *float64    `json:"icc3"`
	ICC3CI  *[2]float64 `json:"icc3_ci95"`
	ICC1K   *float64    `json:"icc1k"`
	ICC1KCI *[2]float64 `json:"icc1k_ci95"`
	ICC2K   *float64    `json:"icc2k"`
	ICC3K   *float64    `json:"icc3k"`
	ICC3KCI *[2]float64 `json:"icc3k_ci95"`
	F1      *float64    `json:"f1"` // between units against within units
	DF1     [2]int      `json:"df1"`
	F3      *float64    `json:"f3"` // between units against what units and coders leave
	DF3     [2]int      `json:"df3"`
	DF2     *[2]float64 `json:"df2"` // of the interval of ICC2: n − 1 and Satterthwaite's v
	Units   int         `json:"units"`
	Coders  int         `json:"coders"`
}

// OfScores computes the intraclass correlations of ratings[unit][coder] with 95 %
// intervals (McGraw & Wong 1996). At least two units and two coders, every row
// complete; otherwise nothing has a value. Without any variation there is none
// either; with identical coders the correlations are 1 and F and the intervals have
// no value. A correlation may be negative.
func OfScores(ratings [][]float64) ICC {
	s, ok := meanSquares(ratings)
	if !ok {
		return ICC{}
	}
	n, k := float64(s.n), float64(s.k)
	out := ICC{Units: s.n, Coders: s.k, DF1: [2]int{s.n - 1, s.n * (s.k - 1)}, DF3: [2]int{s.n - 1, (s.n - 1) * (s.k - 1)}}
	out.ICC1 = over(s.row-s.within, s.row, (k-1)*s.within)
	out.ICC2 = over(s.row-s.rest, s.row, (k-1)*s.rest, k*s.column/n, -k*s.rest/n)
	out.ICC3 = over(s.row-s.rest, s.row, (k-1)*s.rest)
	out.ICC1K = over(s.row-s.within, s.row)
	out.ICC2K = over(s.row-s.rest, s.row, s.column/n, -s.rest/n)
	out.ICC3K = over(s.row-s.rest, s.row)
	out.F1, out.F3 = over(s.row, s.within), over(s.row, s.rest)
	out.ICC1CI, out.ICC1KCI = ratioInterval(out.F1, out.DF1, k)
	out.ICC3CI, out.ICC3KCI = ratioInterval(out.F3, out.DF3, k)
	out.ICC2CI, out.DF2 = s.twoWayInterval(out.ICC2)
	return out
}

// squares are the mean squares of a two-way table.
type squares struct {
	n, k                      int
	row, column, rest, within float64
}

func meanSquares(ratings [][]float64) (squares, bool) {
	if len(ratings) < 2 || len(ratings[0]) < 2 {
		return squares{}, false
	}
	s := squares{n: len(ratings), k: len(ratings[0])}
	n, k := float64(s.n), float64(s.k)
	rows, columns := make([]float64, s.n), make([]float64, s.k)
	var grand, size float64
	for i, row := range ratings {
		if len(row) != s.k {
			return squares{}, false
		}
		for j, x := range row {
			rows[i] += x / k
			columns[j] += x / n
			grand += x / (n * k)
			size += x * x
		}
	}
	if math.IsNaN(size) || math.IsInf(size, 0) {
		return squares{}, false
	}
	for i, row := range ratings {
		s.row += k * (rows[i] - grand) * (rows[i] - grand)
		for j, x := range row {
			rest := x - rows[i] - columns[j] + grand
			s.rest += rest * rest
			s.within += (x - rows[i]) * (x - rows[i])
		}
	}
	for j := range columns {
		s.column += n * (columns[j] - grand) * (columns[j] - grand)
	}
	for _, sum := range []*float64{&s.row, &s.column, &s.rest, &s.within} {
		if *sum <= 1e-24*size { // nothing but rounding
			*sum = 0
		}
	}
	s.row /= n - 1
	s.column /= k - 1
	s.rest /= (n - 1) * (k - 1)
	s.within /= n * (k - 1)
	return s, true
}

// over divides by a sum; no value when the sum is 0 but for rounding.
func over(a float64, sum ...float64) *float64 {
	var b, size float64
	for _, x := range sum {
		b += x
		size += math.Abs(x)
	}
	if math.Abs(b) <= tiny*size {
		return nil
	}
	q := a / b
	return &q
}

// ratioInterval turns the interval of a ratio of mean squares into those of a
// single rating and of the mean of k.
func ratioInterval(f *float64, df [2]int, k float64) (single, mean *[2]float64) {
	if f == nil {
		return nil, nil
	}
	up, ok1 := probability.FQuantile(0.975, float64(df[0]), float64(df[1]))
	down, ok2 := probability.FQuantile(0.975, float64(df[1]), float64(df[0]))
	if !ok1 || !ok2 {
		return nil, nil
	}
	low, high := *f/up, *f*down
	if low > 0 {
		mean = &[2]float64{1 - 1/low, 1 - 1/high}
	}
	return &[2]float64{(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)}, mean
}

// twoWayInterval is the interval of ICC(2,1) with its degrees of freedom.
func (s squares) twoWayInterval(icc *float64) (ci, df *[2]float64) {
	if icc == nil || *icc == 1 {
		return nil, nil
	}
	n, k := float64(s.n), float64(s.k)
	share := k * *icc / (n * (1 - *icc))
	a, b := share, 1+share*(n-1)
	v := over((a*s.column+b*s.rest)*(a*s.column+b*s.rest), a*s.column*(a*s.column)/(k-1), b*s.rest*(b*s.rest)/((n-1)*(k-1)))
	if v == nil || !(*v > 0) {
		return nil, nil
	}
	df = &[2]float64{n - 1, *v}
	fl, ok1 := probability.FQuantile(0.975, n-1, *v)
	fu, ok2 := probability.FQuantile(0.975, *v, n-1)
	if !ok1 || !ok2 {
		return nil, df
	}
	both := k*s.column + (k*n-k-n)*s.rest
	low := over(n*(s.row-fl*s.rest), fl*both, n*s.row)
	high := over(n*(fu*s.row-s.rest), both, n*fu*s.row)
	if low == nil || high == nil {
		return nil, df
	}
	return &[2]float64{*low, *high}, df
}
