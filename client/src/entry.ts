// An entry as it lies and travels: a header in the clear, a sealed payload, and the
// phone's signature over both.
import { type Raw, bigEndian, fromBase64, join, sha256, text, toBase64, utf8 } from './bytes'
import { type Prepared, pad, seal } from './seal'
import { Block, EntryWords, type Header, MostHeader, MostPayload, type Sealed } from './wire'

export const noHash: Raw = new Uint8Array(32)

// What is signed, and whose SHA-256 names the entry.
export const message = (h: Raw, e: Raw, c: Raw): Raw => join(utf8(EntryWords), bigEndian(h.length, 4), h, e, c)

export const messageOf = (s: Sealed): Raw => message(fromBase64(s.h), fromBase64(s.e), fromBase64(s.c))

export const hashOf = (s: Sealed): Promise<Raw> => sha256(messageOf(s))

export const headerOf = (s: Sealed): Header => JSON.parse(text(fromBase64(s.h))) as Header

export class TooLarge extends Error {}

// write seals and signs an entry.
export async function write(header: Header, payload: object, to: Prepared, key: CryptoKey): Promise<{ sealed: Sealed; hash: Raw }> {
  const h = utf8(JSON.stringify(header))
  const plain = pad(JSON.stringify(payload), Block)
  if (h.length > MostHeader || plain.length > MostPayload) throw new TooLarge('more than one entry can hold')
  const c = await seal(to, plain, h)
  const m = message(h, to.e, c)
  const [s, hash] = await Promise.all([sign(key, m), sha256(m)])
  return { sealed: { h: toBase64(h), e: toBase64(to.e), c: toBase64(c), s: toBase64(s) }, hash }
}

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

export const sign = async (key: CryptoKey, m: Raw): Promise<Raw> => new Uint8Array(await crypto.subtle.sign(ecdsa, key, m))

export const verify = (key: CryptoKey, signature: Raw, m: Raw): Promise<boolean> => crypto.subtle.verify(ecdsa, key, signature, m)

// A time with milliseconds and offset, as Header.wall.
export function wall(at: Date): string {
  const two = (n: number): string => String(Math.floor(Math.abs(n))).padStart(2, '0')
  const off = -at.getTimezoneOffset()
  const local = new Date(at.getTime() + off * 60_000)
  return local.toISOString().slice(0, -1) + (off < 0 ? '-' : '+') + two(off / 60) + ':' + two(off % 60)
}
