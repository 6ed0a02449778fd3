// What the server signs: receipts, and which entries it holds. The phone believes
// nothing else.
import { type Raw, fromBase64, join, same, text, utf8 } from './bytes'
import { verify } from './entry'
import { type PublicKey, type Receipt, ReceiptWords, type Signed, type State } from './wire'

export const importVerifier = (k: PublicKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64(k.public), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])

// opened returns what was signed, if it was signed by the key that was pinned when
// the phone was enrolled.
export async function opened<T extends { kid: string }>(pinned: PublicKey, signed: Signed): Promise<T | undefined> {
  try {
    const b = fromBase64(signed.b)
    const good = await verify(await importVerifier(pinned), fromBase64(signed.s), join(utf8(ReceiptWords), b))
    const said = JSON.parse(text(b)) as T
    return good && said.kid === pinned.kid ? said : undefined
  } catch {
    return undefined
  }
}

// Whose receipt it must be.
export interface Own { id: string; hash: Raw; dev: string; seq: number }

// receipted tells whether a receipt is that of one's own entry.
export async function receipted(pinned: PublicKey, signed: Signed | undefined, own: Own): Promise<Receipt | undefined> {
  const r = signed && (await opened<Receipt>(pinned, signed))
  if (!r || r.id !== own.id || r.dev !== own.dev || r.seq !== own.seq) return undefined
  return same(fromBase64(r.hash), own.hash) ? r : undefined
}

// answered tells what the server holds, if the answer is to this very question.
export async function answered(pinned: PublicKey, signed: Signed, asked: { dev: string; nonce: string }): Promise<State | undefined> {
  const s = await opened<State>(pinned, signed)
  return s && s.dev === asked.dev && s.nonce === asked.nonce ? s : undefined
}

export const within = (n: number, ranges: [number, number][] | null | undefined): boolean =>
  (ranges ?? []).some(([from, to]) => from <= n && n <= to)
