package boris

import (
	"unicode/utf16"
	"unicode/utf8"
)

// windows1252 are the characters of the bytes 0x80 to 0x9f; the others are their
// own number. The five bytes without a character stand for the control codes of
// that number, as browsers read them.
var windows1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

const hex = "0123456789abcdef"

// appendText appends the inside of a JSON text in UTF-8. BORIS writes plain files
// in the computer's own encoding; what is no UTF-8 is taken as Windows-1252, text
// by text. Control characters become escapes.
func appendText(dst, inside []byte) []byte {
	valid := utf8.Valid(inside)
	for _, c := range inside {
		switch {
		case c < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < 0x80 || valid:
			dst = append(dst, c)
		case c < 0xa0:
			dst = utf8.AppendRune(dst, windows1252[c-0x80])
		default:
			dst = utf8.AppendRune(dst, rune(c))
		}
	}
	return dst
}

// escape writes everything outside ASCII as \u, so that no computer's encoding
// can spoil it.
func escape(text []byte) []byte {
	out := make([]byte, 0, len(text)+len(text)/8)
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			out = append(out, text[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		i += size
		if r > 0xffff {
			high, low := utf16.EncodeRune(r)
			out = appendEscape(appendEscape(out, high), low)
			continue
		}
		out = appendEscape(out, r)
	}
	return out
}

func appendEscape(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
