// Segments that were cut off: begun, and never ended. What is told of them is read
// from the headers, the only part that the phone can read.
import type { Interrupted } from './core'
import type { OpenMark } from './coding'
import type { Store } from './store'

export async function interruptedBy(store: Store | undefined, running: string | undefined): Promise<Interrupted[]> {
  const out: Interrupted[] = []
  for (const mark of (await store?.withPrefix<OpenMark>('open:')) ?? []) {
    if (mark.segment === running) continue
    const rows = (await store?.ofLife(mark.dev, mark.life, mark.session)) ?? []
    const begin = rows.findIndex((r) => r.id === mark.segment)
    const later = rows.slice(begin + 1)
    const next = later.findIndex((r) => r.kind === 'start' || r.kind === 'end')
    const own = (next < 0 ? later : later.slice(0, next)).filter((r) => r.coding)
    out.push({
      segment: mark.segment, case: mark.case, session: mark.session, started: mark.started,
      last: own.at(-1)?.wall ?? mark.started,
      at: own.reduce((at, r) => Math.max(at, r.mono), 0),
      taps: own.filter((r) => r.kind === 'code').length,
    })
  }
  return out
}
