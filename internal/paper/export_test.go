package paper

import "testing"

// For the tests of the forms that are written elsewhere.
func Sample() Document { return sample() }

// PressForTests has the style sheet of the pages.
func PressForTests(t testing.TB) *Press { return newPress(t) }
