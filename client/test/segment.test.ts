import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Codes, fold } from '../src/fold'
import { Longest, Segment } from '../src/segment'
import golden from './fold.json'

const scheme = golden.scheme as unknown as Codes

function segment(): Segment {
  let n = 0
  return new Segment(scheme, () => 'e' + ++n)
}

// A small generator of its own, so that a failure can be had again.
function draws(seed: number): (n: number) => number {
  let s = seed
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * n)
  }
}

test('tapping on gives what folding everything gives', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const draw = draws(seed)
    const s = segment()
    let now = 0
    for (let i = 0; i < 80; i++) {
      now += draw(900)
      const deed = draw(20)
      if (deed === 0) s.pause(now)
      else if (deed === 1) s.resume(now)
      else if (deed <= 3) s.undo(now)
      else if (deed === 4) s.redo(now)
      else if (deed === 5) s.anchor(now, 'clock')
      else s.tap(scheme.codes[draw(scheme.codes.length)]?.code ?? '', now, draw(4) === 0)
      const whole = fold(scheme, s.entries)
      assert.deepEqual([...s.running].sort(byEntry), [...whole.running].sort(byEntry), `seed ${seed}, step ${i}`)
      assert.equal(s.paused, whole.paused)
      assert.equal(s.endAt, whole.endAt)
      assert.equal(s.count, whole.events.length + whole.running.length, `seed ${seed}, step ${i}`)
    }
    s.end(now + 1)
    const whole = fold(scheme, s.entries)
    assert.deepEqual(s.closed, whole.closed)
    assert.equal(whole.running.length, 0)
    assert.equal(whole.ended, true)
  }
})

const byEntry = (a: { entry: string }, b: { entry: string }): number => (a.entry < b.entry ? -1 : 1)

test('a second tap on a state within half a second enters nothing', () => {
  const s = segment()
  assert.equal(s.tap('D-FÆL', 1000).result, 'tapped')
  assert.equal(s.tap('D-FÆL', 1499).result, 'slip')
  assert.equal(s.entries.length, 1)
  assert.equal(s.tap('D-FÆL', 1500).entry?.deed, 'stop')
  assert.equal(s.tap('D-FÆL', 1900).result, 'slip')
})

test('moments may come close', () => {
  const s = segment()
  s.tap('B-INI', 1000)
  assert.equal(s.tap('B-INI', 1050).result, 'tapped')
  assert.equal(s.count, 2)
})

test('two seconds ago is two seconds ago, never before what it follows', () => {
  const s = segment()
  assert.equal(s.tap('B-INI', 1000, true).entry?.at, 0)
  assert.equal(s.tap('B-INI', 10_000, true).entry?.at, 8000)
  s.tap('D-FÆL', 11_000)
  assert.equal(s.tap('D-FÆL', 12_000, true).entry?.at, 11_500, 'the end of a state comes after its beginning')
  s.pause(20_000)
  s.resume(30_000)
  assert.equal(s.tap('B-KON', 31_000, true).entry?.at, 30_000, 'not into the pause')
})

test('nothing is entered in a pause, and nothing after the end', () => {
  const s = segment()
  s.tap('D-FÆL', 1000)
  s.pause(2000)
  assert.equal(s.tap('B-INI', 2500).result, 'paused')
  assert.equal(s.pause(2600).result, 'paused')
  s.resume(4000)
  assert.deepEqual(s.running.map((r) => r.code), ['D-FÆL'], 'a pause freezes states')
  s.end(9000)
  assert.deepEqual(s.closed.map((r) => r.code), ['D-FÆL'])
  assert.deepEqual([s.tap('B-INI', 9500).result, s.undo(9500).result, s.end(9500).result, s.resume(9500).result], ['ended', 'ended', 'ended', 'ended'])
})

test('undo takes back the latest, and redo gives it back', () => {
  const s = segment()
  s.tap('B-INI', 1000)
  s.tap('F-FØL', 2000)
  assert.equal(s.toUndo?.code, 'F-FØL')
  s.undo(2500)
  assert.equal(s.toUndo?.code, 'B-INI')
  assert.deepEqual(s.latest.map((e) => e.code), ['B-INI'])
  s.redo(2600)
  assert.deepEqual(s.latest.map((e) => e.code), ['F-FØL', 'B-INI'])
  assert.equal(s.redo(2700).result, 'nothing')
  s.undo(2800)
  s.tap('B-KON', 3000)
  assert.equal(s.toRedo, undefined, 'after a new tap nothing is taken back')
  assert.equal(s.entries.length, 6, 'nothing is ever removed')
})

test('one of a group ends the other', () => {
  const s = segment()
  s.tap('D-FÆL', 1000)
  s.tap('F-FRA', 5000)
  assert.deepEqual(s.running.map((r) => r.code), ['F-FRA'])
})

test('after four hours the segment is full', () => {
  const s = segment()
  assert.equal(s.tap('B-INI', Longest + 1).result, 'long')
  assert.equal(s.end(Longest + 5000).entry?.at, Longest)
})
