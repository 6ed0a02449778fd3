import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64, utf8 } from '../src/bytes'
import { SegmentClock } from '../src/clock'
import { message, sign, wall } from '../src/entry'
import { answered, importVerifier, receipted, within } from '../src/receipt'
import { carrySaid } from '../src/said'
import { ulid } from '../src/ulid'
import { EntryWords, type PublicKey, ReceiptWords, type Signed } from '../src/wire'
import { join } from '../src/bytes'

test('a hundred thousand names on a clock that stands still', () => {
  const seen = new Set<string>()
  for (let i = 0; i < 100_000; i++) seen.add(ulid(1_790_000_000_000))
  assert.equal(seen.size, 100_000)
  for (const id of seen) assert.match(id, /^[0-9A-HJKMNP-TV-Z]{26}$/)
})

test('names tell when, also on impossible clocks', () => {
  assert.ok(ulid(1000) < ulid(2000))
  for (const clock of [-5, 0, 2 ** 48, 2 ** 60]) assert.equal(ulid(clock).length, 26)
})

test('the wall clock is written with its offset', () => {
  const at = new Date(1_790_000_000_123)
  const text = wall(at)
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.123[+-]\d\d:\d\d$/)
  assert.equal(Date.parse(text), at.getTime())
})

test('the words of a use stand before what is signed', () => {
  const m = message(utf8('h'), utf8('ee'), utf8('ccc'))
  assert.equal(Buffer.from(m).toString(), EntryWords + '\u0000\u0000\u0000\u0001' + 'h' + 'ee' + 'ccc')
})

// Two clocks in the hand.
class Hand {
  m = 5000
  w = 1_790_000_000_000
  mono = (): number => this.m
  wall = (): number => this.w
  pass(ms: number): void { this.m += ms; this.w += ms }
}

test('durations are exact whatever is done to the wall clock', () => {
  for (const jump of [3_600_000, -3_600_000, 10 * 365 * 86_400_000, -10 * 365 * 86_400_000]) {
    const hand = new Hand()
    const clock = new SegmentClock(hand)
    hand.pass(60_000)
    assert.equal(clock.look(false), undefined)
    hand.w += jump
    hand.pass(1000)
    assert.deepEqual(clock.look(false), { by: 0, apart: jump })
    hand.pass(30_000)
    assert.equal(clock.look(false), undefined, 'told once')
    assert.equal(clock.now(), 91_000)
  }
})

test('sleep is counted, in which the monotonic clock stood still', () => {
  const hand = new Hand()
  const clock = new SegmentClock(hand)
  hand.pass(10_000)
  clock.look(false)
  hand.w += 90_000 // asleep
  hand.pass(200)
  assert.deepEqual(clock.look(true), { by: 90_000, apart: 90_000 })
  assert.equal(clock.now(), 100_200)
})

test('out of sight, but set back or further than any segment: the monotonic clock stands', () => {
  for (const jump of [-3_600_000, 10 * 365 * 86_400_000, -10 * 365 * 86_400_000]) {
    const hand = new Hand()
    const clock = new SegmentClock(hand)
    hand.pass(10_000)
    hand.w += jump
    assert.deepEqual(clock.look(true), { by: 0, apart: jump })
    assert.equal(clock.now(), 10_000)
  }
})

test('a quarter of a second is no reason', () => {
  const hand = new Hand()
  const clock = new SegmentClock(hand)
  hand.w += 250
  assert.equal(clock.look(true), undefined)
})

async function server(kid: string): Promise<{ pinned: PublicKey; say: (what: object) => Promise<Signed> }> {
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const pinned = { kid, public: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', key.publicKey))) }
  return {
    pinned,
    say: async (what) => {
      const b = utf8(JSON.stringify(what))
      return { b: toBase64(b), s: toBase64(await sign(key.privateKey, join(utf8(ReceiptWords), b))) }
    },
  }
}

test('only one\'s own receipt, signed by the key that was pinned, is believed', async () => {
  const one = await server('k1')
  const other = await server('k1')
  const hash = new Uint8Array(32).fill(7)
  const own = { id: 'A', hash, dev: 'd', seq: 3 }
  const r = { v: 1, id: 'A', hash: toBase64(hash), dev: 'd', seq: 3, shelf: 'case', at: '', n: 9, kid: 'k1' }
  assert.ok(await receipted(one.pinned, await one.say(r), own))
  const wrong: [string, Signed | undefined][] = [
    ['none', undefined],
    ['of another key', await other.say(r)],
    ['of another entry', await one.say({ ...r, id: 'B' })],
    ['of other content', await one.say({ ...r, hash: toBase64(new Uint8Array(32)) })],
    ['of another number', await one.say({ ...r, seq: 4 })],
    ['of another phone', await one.say({ ...r, dev: 'e' })],
    ['naming another key', await one.say({ ...r, kid: 'k2' })],
    ['garbled', { b: 'AAAA', s: 'AAAA' }],
    ['no text', { b: '!', s: '?' }],
  ]
  for (const [name, signed] of wrong) assert.equal(await receipted(one.pinned, signed, own), undefined, name)
  const changed = await one.say(r)
  changed.b = toBase64(utf8(JSON.stringify({ ...r, shelf: 'quarantine' })))
  assert.equal(await receipted(one.pinned, changed, own), undefined, 'changed after it was signed')
  assert.ok(await importVerifier(one.pinned))
})

test('an old answer about what is held is not taken for a new one', async () => {
  const one = await server('k1')
  const s = await one.say({ v: 1, dev: 'd', nonce: 'n1', held: [[1, 4]], lacks: [], holes: [], closed: false, kid: 'k1', at: '' })
  assert.ok(await answered(one.pinned, s, { dev: 'd', nonce: 'n1' }))
  assert.equal(await answered(one.pinned, s, { dev: 'd', nonce: 'n2' }), undefined)
  assert.equal(await answered(one.pinned, s, { dev: 'x', nonce: 'n1' }), undefined)
})

test('ranges', () => {
  assert.deepEqual([1, 2, 3, 4, 5].map((n) => within(n, [[1, 2], [4, 4]])), [true, true, false, true, false])
  assert.equal(within(1, null), false)
})

test('an answer given here is carried over a day that was asked for before it was sent', () => {
  const of = (agrees?: boolean): never => ({ visits: [{ session: 'a', ...(agrees === undefined ? {} : { coding: { agrees, at: '' } }) }] }) as never
  const carried = (here: boolean | undefined, there: boolean | undefined, waits: boolean): boolean | undefined => {
    const day = of(there) as { visits: { coding?: { agrees: boolean } }[] }
    carrySaid(of(here), day as never, () => waits)
    return day.visits[0]?.coding?.agrees
  }
  assert.deepEqual([carried(true, undefined, true), carried(false, true, true), carried(true, false, true), carried(undefined, true, true)], [true, false, false, true])
  assert.deepEqual([carried(true, undefined, false), carried(false, true, false), carried(true, false, false)], [undefined, true, false])
})
