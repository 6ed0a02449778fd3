// What waits, as a file for the desk: the sealed entries, and the pictures whose pieces
// have not all been sent.
import { toBase64 } from './bytes'
import { wall } from './entry'
import type { Outbox } from './outbox'
import type { PictureRow } from './store'
import { type Batch, Version } from './wire'

// fileOf makes the file. It is of one phone: what the former key signed can go no
// other way, and goes first; whole says that nothing is left for another file.
export function fileOf(box: Outbox, pictures: PictureRow[], app: string): { file: Blob; whole: boolean } {
  const all = [...box.unsent(), ...box.stuck().filter((r) => r.state !== 'erased')]
  const dev = all.find((r) => r.dev !== box.device.id)?.dev ?? box.device.id
  const rows = all.filter((r) => r.dev === dev)
  const head = dev === box.device.id ? box.headSeq : Math.max(...rows.map((r) => r.seq))
  const batch: Batch = {
    v: Version, dev, head, waits: rows.length, app, now: wall(new Date()), entries: rows.map((r) => r.sealed),
    pictures: pictures.map((p) => ({ digest: p.digest, bytes: toBase64(p.bytes) })),
  }
  return { file: new Blob([JSON.stringify(batch)], { type: 'application/json' }), whole: rows.length === all.length }
}
