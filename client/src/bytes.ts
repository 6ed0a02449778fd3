// Bytes, and how they are written as text.

// Bytes that a browser's cryptography takes.
export type Raw = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const utf8 = (text: string): Raw => encoder.encode(text)
export const text = (bytes: Raw): string => decoder.decode(bytes)

export function join(...parts: Raw[]): Raw {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export const same = (a: Raw, b: Raw): boolean => a.length === b.length && a.every((x, i) => x === b[i])

// As package wire writes bytes: base64url without padding.
export function toBase64(bytes: Raw): string {
  let s = ''
  for (let at = 0; at < bytes.length; at += 0x8000) s += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(s).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function fromBase64(s: string): Raw {
  const plain = atob(s.replaceAll('-', '+').replaceAll('_', '/'))
  const out = new Uint8Array(plain.length)
  for (let i = 0; i < plain.length; i++) out[i] = plain.charCodeAt(i)
  return out
}

// A number in so many bytes, most significant first.
export function bigEndian(n: number, size: number): Raw {
  const out = new Uint8Array(size)
  for (let i = size - 1; i >= 0; i--) {
    out[i] = n % 256
    n = Math.floor(n / 256)
  }
  return out
}

export const random = (n: number): Raw => crypto.getRandomValues(new Uint8Array(n))

export const sha256 = async (bytes: Raw): Promise<Raw> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
