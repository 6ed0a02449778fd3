// Writes what this release lays on a phone, for browser/phone-core-form1.json: later
// releases are held against it, so it is made once for each form and then kept.
import { toBase64 } from '../src/bytes'
import { noHash, wall, write } from '../src/entry'
import { Pool } from '../src/seal'
import { rowOf } from '../src/store'
import { type Header, Schema, SealInfo } from '../src/wire'
import { utf8 } from '../src/bytes'

const own = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
const case_ = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']) as CryptoKeyPair
const pool = new Pool(new Uint8Array(await crypto.subtle.exportKey('raw', case_.publicKey)), utf8(SealInfo + 'k1'))
const entries = []
let prev = toBase64(noHash)
for (let seq = 1; seq <= 4; seq++) {
  const at = new Date(1_790_000_000_000 + seq * 1000)
  const header: Header = {
    v: 1, id: `01KFORM100000000000000000${seq}`, dev: 'phone-1', seq, prev, case: 'case-1', contact: 'visit-1', kind: seq === 1 ? 'start' : 'code',
    wall: wall(at), life: 'life-1', mono: seq * 1000, app: 'first', sch: Schema, kid: 'k1',
  }
  const made = await write(header, { v: 1, segment: 'x', deed: 'point', at: seq * 1000, code: 'B-INI' }, await pool.take(), own.privateKey)
  prev = toBase64(made.hash)
  const row = rowOf(header, made.sealed, prev, at.getTime())
  if (seq === 2) row.state = 'sent'
  entries.push(row)
}
console.log(JSON.stringify({
  private: await crypto.subtle.exportKey('jwk', own.privateKey), public: await crypto.subtle.exportKey('jwk', own.publicKey),
  head: { dev: 'phone-1', seq: 4, hash: prev }, entries,
}, null, 1))
