// Seals and signs as the phone does, for the server's side to open.
import { fromBase64, toBase64, utf8 } from '../src/bytes'
import { noHash, wall, write } from '../src/entry'
import { Pool } from '../src/seal'
import { ulid } from '../src/ulid'
import { type Header, type Payload, type Sealed, Schema, SealInfo } from '../src/wire'

const point = fromBase64(process.env['POINT'] ?? '')
const kid = 'key-1'
const pool = new Pool(point, utf8(SealInfo + kid), 2)
const own = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
const entries: Sealed[] = []
const hashes: string[] = []
let prev = noHash
for (let seq = 1; seq <= 20; seq++) {
  const header: Header = {
    v: 1, id: ulid(), dev: 'phone', seq, prev: toBase64(prev), case: 'case', contact: 'contact', kind: 'code',
    wall: wall(new Date()), life: 'life', mono: 5, app: 'test', sch: Schema, kid,
  }
  const payload: Payload = { v: 1, segment: 'seg', deed: 'start', at: (seq - 1) * 1000, code: 'D-FÆL' }
  const made = await write(header, payload, await pool.take(), own.privateKey)
  entries.push(made.sealed)
  hashes.push(toBase64(made.hash))
  prev = made.hash
}
const pub = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
console.log(JSON.stringify({ Public: toBase64(pub), Entries: entries, Hashes: hashes }))
