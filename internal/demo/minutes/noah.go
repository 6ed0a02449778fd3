package minutes

// Noah are the sixteen contacts that were coded, by week. The share of
// answers without help is what the curve of his first goal shows.
var Noah = []struct {
	Week int
	Count
}{
	{1, Count{Bids: 48, Answered: 20, Unaided: 6}}, {3, Count{Bids: 44, Answered: 20, Unaided: 7}},
	{5, Count{Bids: 50, Answered: 24, Unaided: 8}}, {7, Count{Bids: 48, Answered: 24, Unaided: 10}},
	{9, Count{Bids: 38, Answered: 20, Unaided: 9}}, {11, Count{Bids: 36, Answered: 20, Unaided: 10}},
	{12, Count{Bids: 43, Answered: 25, Unaided: 13}}, {14, Count{Bids: 33, Answered: 20, Unaided: 11}},
	{16, Count{Bids: 38, Answered: 24, Unaided: 14}}, {18, Count{Bids: 32, Answered: 21, Unaided: 13}},
	{19, Count{Bids: 32, Answered: 20, Unaided: 12}}, {21, Count{Bids: 43, Answered: 25, Unaided: 12}},
	{22, Count{Bids: 45, Answered: 25, Unaided: 11}}, {25, Count{Bids: 40, Answered: 21, Unaided: 8}},
	{26, Count{Bids: 40, Answered: 20, Unaided: 7}}, {28, Count{Bids: 45, Answered: 25, Unaided: 9}},
}

// NoahTwice are the weeks whose play a colleague coded too.
var NoahTwice = []int{5, 12, 19, 22, 26}
