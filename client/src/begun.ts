// A visit that nobody had planned, and that was begun on this phone: its id and its
// time lie here, without a word, until the day that comes from the server has it.
import type { KeptDay, KeptVisit } from './core'
import type { Day } from './wire'

const byStart = (a: KeptVisit, b: KeptVisit): number => new Date(a.start).getTime() - new Date(b.start).getTime()

// addBegun puts it among the others, in the order of the day.
export function addBegun(visits: KeptVisit[], visit: KeptVisit): void {
  if (visits.some((v) => v.session === visit.session)) return
  visits.push({ ...visit })
  visits.sort(byStart)
}

// carryBegun takes those along that a day does not know yet, because what was written
// of them still waits here.
export function carryBegun(from: KeptDay | undefined, day: Day, waits: (session: string) => boolean): void {
  for (const v of from?.visits ?? []) if (v.kind === '' && waits(v.session)) addBegun(day.visits, v)
}
