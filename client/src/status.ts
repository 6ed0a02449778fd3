// What the line at the top of every screen is made of.
import type { Status } from './core'
import type { Phone } from './phone'

const hour = 60 * 60 * 1000

export function statusOf(p: Phone): Status {
  const box = p.outbox
  const unsent = box?.unsent() ?? []
  const oldest = unsent.reduce<(typeof unsent)[number] | undefined>((a, b) => (a && a.made <= b.made ? a : b), undefined)
  const age = oldest ? Date.now() - oldest.made : -1
  const stuck = box?.stuck() ?? []
  const storage = p.store === undefined ? 'none' : (box?.storage ?? 'ok')
  return {
    waits: unsent.length,
    oldest: oldest?.wall,
    age: !oldest ? 'none' : age > 72 * hour ? 'three-days' : age > 24 * hour ? 'day' : 'fresh',
    online: navigator.onLine,
    sending: p.sender?.sending ?? false,
    refused: stuck.map((r) => ({
      id: r.id, seq: r.seq, at: r.wall, kind: r.kind, session: r.contact, result: r.state as 'refused', text: r.text ?? '',
    })),
    clash: stuck.some((r) => r.state === 'clash'),
    memoryOnly: box?.inMemory ?? 0,
    storage,
    otherTab: !p.writer,
    emptied: p.emptied || (box?.emptied ?? false),
    former: unsent.filter((r) => r.dev !== p.device?.id).length,
    distrusted: p.sender?.distrusted ?? false,
    lastSync: p.sender?.lastSync,
    headSeq: box?.headSeq ?? 0,
    pictures: p.pictures.length,
    update: p.update,
    unlock: p.needsUnlock && unsent.length > 0,
    closed: p.closed,
    onlyOnline: storage === 'none' || p.checked?.good === false,
  }
}
