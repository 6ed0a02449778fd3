// What the line at the top of every screen is made of.
import type { Status } from './core'
import { lying } from './outbox'
import type { Phone } from './phone'
import type { Row } from './store'

const hour = 60 * 60 * 1000

export function statusOf(p: Phone): Status {
  const box = p.outbox
  // Once through, however much waits: this is asked after every tap.
  let waits = 0
  let former = 0
  let oldest: Row | undefined
  for (const row of box?.all() ?? []) {
    if (!lying(row)) continue
    waits++
    if (row.dev !== p.device?.id) former++
    if (!oldest || row.made < oldest.made) oldest = row
  }
  const age = oldest ? Date.now() - oldest.made : -1
  const stuck = box?.stuck() ?? []
  const storage = p.store === undefined ? 'none' : (box?.storage ?? 'ok')
  return {
    waits,
    oldest: oldest?.wall,
    age: !oldest ? 'none' : age > 72 * hour ? 'three-days' : age > 24 * hour ? 'day' : 'fresh',
    online: navigator.onLine,
    sending: p.sender?.sending ?? false,
    refused: stuck.map((r) => ({
      id: r.id, seq: r.seq, at: r.wall, kind: r.kind, session: r.contact, result: r.state as 'refused', text: r.text ?? '',
    })),
    clash: stuck.some((r) => r.state === 'clash'),
    memoryOnly: (box?.inMemory ?? 0) + p.loose.size,
    storage,
    otherTab: !p.writer,
    emptied: p.emptied || (box?.emptied ?? false),
    former,
    distrusted: p.sender?.distrusted ?? false,
    lastSync: p.sender?.lastSync,
    headSeq: box?.headSeq ?? 0,
    pictures: p.pictures.length,
    update: p.update,
    unlock: p.needsUnlock && waits > 0 && !p.closed,
    closed: p.closed,
    onlyOnline: storage === 'none' || p.checked?.good === false,
  }
}
