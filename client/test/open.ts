// Opens what a phone sealed, as the server does; for tests that look into payloads.
import { type Raw, fromBase64, join, text, toBase64, utf8 } from '../src/bytes'
import { hashOf, headerOf, messageOf } from '../src/entry'
import { agree, schedule } from '../src/seal'
import { type Sealed, SealInfo } from '../src/wire'

export async function open(key: CryptoKey, point: Raw, s: Sealed): Promise<unknown> {
  const h = headerOf(s)
  const e = fromBase64(s.e)
  const sender = await crypto.subtle.importKey('raw', e, { name: 'ECDH', namedCurve: 'P-256' }, true, [])
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: sender }, key, 256))
  const made = await schedule(await agree(shared, join(e, point)), utf8(SealInfo + h.kid))
  const aes = await crypto.subtle.importKey('raw', made.key, 'AES-GCM', false, ['decrypt'])
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: made.nonce, additionalData: fromBase64(s.h) }, aes, fromBase64(s.c))
  return JSON.parse(text(new Uint8Array(plain)))
}

export { fromBase64, hashOf, headerOf, messageOf, toBase64, utf8, join }
