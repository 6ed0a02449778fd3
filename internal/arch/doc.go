// Package arch holds the rules of the house as tests: which part of Samspil may
// lean on which, who may touch the web, the keys and the files, how long a
// function may grow, and that every part says in words what it is for.
//
// It has no code that runs for a family. A rule that a change breaks is shown
// with its reason, so that whoever broke it knows what to do instead.
package arch
