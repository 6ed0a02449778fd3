import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Codes, type Entry, canRedo, canUndo, fold } from '../src/fold'
import golden from './fold.json'

type Case = (typeof golden.cases)[number]

for (const c of golden.cases as Case[]) {
  test(`means what the server means: ${c.name}`, () => {
    const entries = c.entries as Entry[]
    const got = fold(golden.scheme as unknown as Codes, entries)
    assert.deepEqual({
      events: got.events, running: got.running, closed: got.closed, ignored: got.ignored.map((i) => [i.id, i.why]).sort(),
      paused: got.paused, ended: got.ended, end_at: got.endAt,
    }, {
      events: c.events, running: c.running, closed: c.closed, ignored: [...c.ignored].sort(), paused: c.paused, ended: c.ended, end_at: c.end_at,
    })
    const own = entries.filter((e) => e.device === 'p')
    assert.equal(canUndo(own, got.alive)?.id ?? '', c.undo)
    assert.equal(canRedo(own, got.alive)?.id ?? '', c.redo)
  })
}

const byID = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

test('the order of arrival makes no difference', () => {
  for (const c of golden.cases as Case[]) {
    const entries = c.entries as Entry[]
    const turned = [...entries].reverse()
    const a = fold(golden.scheme as unknown as Codes, entries)
    const b = fold(golden.scheme as unknown as Codes, turned)
    assert.deepEqual(b.events, a.events, c.name)
    assert.deepEqual(b.ignored.sort(byID), a.ignored.sort(byID), c.name)
  }
})
