import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepable } from '../src/session'
import { type Day, KEPT } from '../src/wire'

const canary = 'CANARY'

// A day in which every field that is not marked as kept says CANARY, and further ones
// that no description knows.
function day(): Day {
  const full = (kept: readonly string[], ...others: string[]): Record<string, unknown> => ({
    surprise: canary, ...Object.fromEntries(others.map((f) => [f, canary])), ...Object.fromEntries(kept.map((f) => [f, 'kept'])),
  })
  const visit = full(KEPT.DayVisit, 'number', 'persons', 'before', 'during', 'after', 'visit', 'last_time', 'points', 'segments', 'notes', 'drafts', 'next')
  const course = full(KEPT.DayCourse, 'goals', 'persons', 'strands')
  return { ...full(KEPT.Day, 'receipts', 'held_back'), visits: [visit], courses: [course] } as unknown as Day
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
