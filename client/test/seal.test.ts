import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Raw, bigEndian, fromBase64, join, toBase64, utf8 } from '../src/bytes'
import { Pool, encapsulate, expand, extract, importRecipient, pad, prepare, seal } from '../src/seal'

const hex = (s: string): Raw => new Uint8Array(Buffer.from(s, 'hex'))

// From the test vectors published with RFC 9180: mode base, DHKEM(P-256,
// HKDF-SHA256), HKDF-SHA256, AES-256-GCM. What was encrypted is the accumulated
// form of the same vectors: a thousand messages drawn from SHAKE128 of nothing, and
// sixteen bytes of SHAKE128 over all ciphertexts.
const vector = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  ikmE: 'a90d3417c3da9cb6c6ae19b4b5dd6cc9529a4cc24efb7ae0ace1f31887a8cd6c',
  pkRm: '04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c',
  enc: '04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0',
  accumulated: '8d3263541fc1695b6e88ff3a1208577c',
}

// The sender's own key from its seed, by DeriveKeyPair of the RFC; the first
// candidate is one of the curve in all but one of four billion cases.
async function own(): Promise<CryptoKeyPair> {
  const kem = join(utf8('KEM'), bigEndian(0x0010, 2))
  const prk = await extract(kem, new Uint8Array(0), 'dkp_prk', hex(vector.ikmE))
  const d = await expand(kem, prk, 'candidate', bigEndian(0, 1), 32)
  const point = hex(vector.enc)
  const jwk = { kty: 'EC', crv: 'P-256', d: toBase64(d), x: toBase64(point.slice(1, 33)), y: toBase64(point.slice(33)) }
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, curve, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('raw', point, curve, true, []),
  }
}

test('the published vectors of RFC 9180', async () => {
  const p = hex(vector.pkRm)
  const to = await encapsulate(await own(), await importRecipient(p), p, hex(vector.info))
  assert.equal(Buffer.from(to.e).toString('hex'), vector.enc)
  const source = new Uint8Array(createHash('shake128', { outputLength: 1_000_000 }).digest())
  let at = 0
  const draw = (): Raw => {
    const n = source[at] ?? 0
    at += 1 + n
    return source.slice(at - n, at)
  }
  const sink = createHash('shake128', { outputLength: 16 })
  for (let i = 0; i < 1000; i++) {
    const aad = draw()
    const plain = draw()
    const nonce = to.nonce.map((b, place) => b ^ (bigEndian(i, 12)[place] ?? 0))
    sink.update(await seal({ ...to, nonce }, plain, aad))
  }
  assert.equal(sink.digest('hex'), vector.accumulated)
})

test('each entry has a key of its own', async () => {
  const p = hex(vector.pkRm)
  const recipient = await importRecipient(p)
  const seen = new Set<string>()
  for (let i = 0; i < 50; i++) seen.add(toBase64((await prepare(recipient, p, utf8('x'))).e))
  assert.equal(seen.size, 50)
})

test('a pool never gives the same twice, however many ask at once', async () => {
  const pool = new Pool(hex(vector.pkRm), utf8('x'), 4)
  await pool.fill()
  const all = await Promise.all(Array.from({ length: 40 }, () => pool.take()))
  assert.equal(new Set(all.map((p) => toBase64(p.e))).size, 40)
})

test('what is sealed is padded to blocks', () => {
  assert.equal(pad('', 256).length, 256)
  assert.equal(pad('x'.repeat(256), 256).length, 256)
  assert.equal(pad('æ'.repeat(200), 256).length, 512)
  assert.deepEqual(JSON.parse(new TextDecoder().decode(pad('{"a":1}', 256))), { a: 1 })
})

test('bytes are written as the server writes them', () => {
  for (let n = 0; n < 70; n++) {
    const b = new Uint8Array(Array.from({ length: n }, (_, i) => (i * 37 + n) % 256))
    assert.equal(toBase64(b), Buffer.from(b).toString('base64url'))
    assert.deepEqual(fromBase64(toBase64(b)), b)
  }
})
