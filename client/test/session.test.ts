import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepable } from '../src/session'
import { type Day, KEPT } from '../src/wire'

const canary = 'CANARY'

// A day in which every field that is not marked as kept says CANARY, and further ones
// that no description knows.
function day(): Day {
  const full = (fields: readonly string[], kept: Record<string, unknown>): Record<string, unknown> => {
    const out: Record<string, unknown> = { surprise: canary }
    for (const f of fields) out[f] = f in kept ? kept[f] : canary
    return out
  }
  const visit = full(['number', 'persons', 'before', 'during', 'after', 'visit', 'last_time', 'points', 'segments', 'notes', 'drafts', 'next', ...KEPT.DayVisit], {
    case: 'c', session: 's', initials: 'N.', kind: 'contact', label: 'Samvær', start: '', end: '', status: 'planned', signed: false, describe: false, why: 'w', versions: {}, with: 'mor', coding: {},
  })
  const course = full(['goals', 'persons', 'strands', ...KEPT.DayCourse], { case: 'c', initials: 'N.', contacts: true, key: {}, kinds: [] })
  const whole = full(['receipts', 'held_back', ...KEPT.Day], { now: '', today: '', owner: 'Lone', scheme: {} })
  return { ...whole, visits: [visit], courses: [course] } as unknown as Day
}

test('only what the server marks as kept may lie on the phone', () => {
  const d = day()
  assert.ok(JSON.stringify(d).includes(canary))
  const kept = keepable(d)
  assert.equal(JSON.stringify(kept).includes(canary), false, JSON.stringify(kept))
  assert.deepEqual(Object.keys(kept).sort(), [...KEPT.Day, 'courses', 'visits'].sort())
  assert.deepEqual(Object.keys(kept.visits[0] ?? {}).sort(), [...KEPT.DayVisit].sort())
  assert.deepEqual(Object.keys(kept.courses[0] ?? {}).sort(), [...KEPT.DayCourse].sort())
})
