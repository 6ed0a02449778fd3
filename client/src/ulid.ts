// Names for entries: when, in 48 bits, and 80 random bits. Nothing is ever ordered
// by them, so a wrong clock does no harm; two never meet, because each draws its
// random part anew even within one millisecond.
import { random } from './bytes'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export function ulid(now: number = Date.now()): string {
  let out = ''
  let t = Math.min(Math.max(0, Math.floor(now)), 2 ** 48 - 1)
  for (let i = 0; i < 10; i++) {
    out = letters.charAt(t % 32) + out
    t = Math.floor(t / 32)
  }
  for (const b of random(16)) out += letters.charAt(b & 31)
  return out
}
