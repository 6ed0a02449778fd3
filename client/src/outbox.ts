// What was entered and waits to be sent. An entry gets its number, is sealed, signed,
// chained to the one before and laid in storage; then, and only then, it is kept.
import { fromBase64, toBase64 } from './bytes'
import type { Kept } from './core'
import { noHash, wall, write } from './entry'
import type { Device, Pools } from './keys'
import { Emptied, type Head, Moved, NoRoom, type Row, type Store, inOrder, rowOf } from './store'
import { ulid } from './ulid'
import { type Header, type Kind, type PublicKey, Version } from './wire'

// What an entry is to say.
export interface Draft {
  id?: string
  case: string
  contact: string
  kind: Kind
  schema: string
  payload: object
  mono: number
  key: PublicKey // of the case
  // Written beside, in the same transaction; undefined takes away.
  meta?: Record<string, unknown>
}

interface Pending { row: Row; draft: Draft; done: (kept: Kept) => void; fail: (problem: unknown) => void }

export interface Making {
  app: string
  life: string
  pools: Pools
  now: () => Date
  refill: () => Record<string, unknown> // what else must lie in storage
}

// Where the number of the last entry is noted while storage takes nothing more, so
// that no number is ever given twice.
export const headMark = 'samspil-phone-head'

export class Outbox {
  storage: 'ok' | 'full' | 'none' = 'ok'
  onchange: () => void = () => {}
  emptied = false // the browser has emptied the storage while the program ran
  private stored = 0 // the number of the last entry that storage is known to hold
  private readonly waiting = new Map<string, Row>() // not receipted, or for a person to look at
  private memory: Row[] = [] // sealed, and not in storage
  private beside: Record<string, unknown> = {} // what goes into storage with them
  private pending: Pending[] = []
  private laying: Pending[] = [] // on their way into storage
  private draining: Promise<void> | undefined
  private chain: Promise<void> = Promise.resolve()

  private constructor(private readonly store: Store | undefined, readonly device: Device, private readonly making: Making, private head: Head) {
    if (!store) this.storage = 'none'
  }

  // open finds what waits, and the number that the next entry follows.
  static async open(store: Store | undefined, device: Device, making: Making): Promise<Outbox> {
    const box = new Outbox(store, device, making, { dev: device.id, seq: 0, hash: toBase64(noHash) })
    await box.load()
    return box
  }

  // load reads anew what lies in storage; another tab may have written.
  async load(): Promise<void> {
    if (!this.store) return
    const [head, rows] = await Promise.all([
      this.store.get<Head>('head:' + this.device.id),
      this.store.inState('sealed', 'sent', 'refused', 'clash', 'erased'),
    ])
    this.stored = head?.seq ?? 0
    for (const h of [head, noted()]) if (h && h.dev === this.device.id && h.seq > this.head.seq) this.head = h
    this.waiting.clear()
    for (const row of [...rows, ...this.memory]) this.waiting.set(row.id, row)
  }

  get headSeq(): number { return this.head.seq }

  // The last number whose entry has found its place: those after it are on their way
  // into storage, and no more is said of them.
  get placedSeq(): number {
    const first = this.laying[0] ?? this.pending[0]
    return first ? first.row.seq - 1 : this.head.seq
  }

  // What would be gone if the page closed now.
  get inMemory(): number { return this.memory.filter(lying).length }

  // all is what has no receipt yet, or waits for a person, in no order.
  all(): Iterable<Row> { return this.waiting.values() }

  // What lies on this phone alone, in order; also that of the phone's former key.
  unsent(): Row[] {
    return [...this.waiting.values()].filter(lying).sort(inOrder)
  }

  // What can be sent by this phone as it is known now.
  toSend(): Row[] {
    return this.unsent().filter((r) => r.dev === this.device.id)
  }

  // What a person must look at.
  stuck(): Row[] {
    return [...this.waiting.values()].filter((r) => r.state === 'refused' || r.state === 'clash' || r.state === 'erased').sort(inOrder)
  }

  append(draft: Draft): Promise<Kept> {
    return new Promise((done, fail) => {
      this.chain = this.chain.then(() => this.sealOne(draft, done, fail))
    })
  }

  private async sealOne(draft: Draft, done: (kept: Kept) => void, fail: (problem: unknown) => void): Promise<void> {
    try {
      const row = await this.make(draft)
      this.head = { dev: row.dev, seq: row.seq, hash: row.hash }
      this.pending.push({ row, draft, done, fail })
      void this.drain()
    } catch (problem) {
      fail(problem) // no number was given
    }
  }

  private async make(draft: Draft): Promise<Row> {
    const at = this.making.now()
    const header: Header = {
      v: Version, id: draft.id ?? ulid(at.getTime()), dev: this.device.id, seq: this.head.seq + 1, prev: this.head.hash,
      case: draft.case, contact: draft.contact, kind: draft.kind, wall: wall(at), life: this.making.life, mono: Math.round(draft.mono),
      app: this.making.app, sch: draft.schema, kid: draft.key.kid,
    }
    const made = await write(header, draft.payload, await this.making.pools.of(draft.key).take(), this.device.key)
    const hash = toBase64(made.hash)
    return rowOf(header, made.sealed, hash, at.getTime())
  }

  // drain lays what is sealed into storage, in order, all that has gathered at once.
  drain(): Promise<void> {
    this.draining ??= this.lay().finally(() => { this.draining = undefined })
    return this.draining
  }

  private async lay(): Promise<void> {
    do {
      const part = this.pending
      this.pending = []
      this.laying = part
      const rows = [...this.memory, ...part.map((p) => p.row)]
      const last = rows.at(-1)
      if (!last) return
      for (const p of part) Object.assign(this.beside, p.draft.meta)
      try {
        await this.keep(rows, { dev: last.dev, seq: last.seq, hash: last.hash })
      } catch (problem) {
        if (problem instanceof Moved && this.memory.length === 0) this.again(part)
        else this.holdInMemory(part, problem)
        this.laying = []
        continue
      }
      for (const p of part) this.kept(p, 'phone')
      this.laying = []
      this.onchange()
    } while (this.pending.length > 0)
  }

  private async keep(rows: Row[], head: Head): Promise<void> {
    if (!this.store) throw new NoRoom()
    const beside = this.beside
    this.beside = {}
    try {
      await this.store.add(rows, head, this.stored, beside)
    } catch (problem) {
      this.beside = { ...beside, ...this.beside }
      if (!(problem instanceof Emptied)) throw problem
      return this.refill(rows, head)
    }
    this.stored = head.seq
    this.memory = []
    this.storage = 'ok'
    note(undefined)
  }

  // refill lays into an emptied storage what is still in memory: the phone's key, what
  // waits, and what has just been entered.
  private async refill(rows: Row[], head: Head): Promise<void> {
    this.emptied = true
    this.stored = 0
    const all = new Map([...this.waiting.values(), ...rows].map((r) => [r.id, r]))
    this.beside = { ...this.making.refill(), ...this.beside }
    return this.keep([...all.values()].sort(inOrder), head)
  }

  private kept(p: Pending, where: Kept['where']): void {
    this.waiting.set(p.row.id, p.row)
    p.done({ id: p.row.id, seq: p.row.seq, at: p.row.wall, where })
  }

  // holdInMemory goes on without storage: nothing is refused, and it is said loudly.
  private holdInMemory(part: Pending[], problem: unknown): void {
    this.storage = problem instanceof NoRoom && this.store ? 'full' : 'none'
    this.memory.push(...part.map((p) => p.row))
    note(this.head)
    for (const p of part) this.kept(p, 'memory')
    this.onchange()
  }

  // again seals anew what another tab's numbers have overtaken.
  private again(part: Pending[]): void {
    this.chain = this.chain.then(async () => {
      const late = [...part, ...this.pending]
      this.pending = []
      this.head = (await this.store?.get<Head>('head:' + this.device.id)) ?? this.head
      for (const p of late) await this.sealOne(p.draft, p.done, p.fail)
    })
  }

  // settle writes what became of entries. One that is done with is forgotten here.
  async settle(rows: Row[]): Promise<void> {
    for (const row of rows) {
      if (row.state === 'receipted' || row.state === 'confirmed') this.waiting.delete(row.id)
      else this.waiting.set(row.id, row)
    }
    const lying = rows.filter((r) => !this.memory.includes(r))
    if (this.store && lying.length > 0) await this.store.update(lying).catch((problem: unknown) => { if (!(problem instanceof NoRoom)) throw problem })
    this.onchange()
  }

  // remove takes an entry away for good.
  async remove(id: string): Promise<void> {
    this.waiting.delete(id)
    this.memory = this.memory.filter((r) => r.id !== id)
    await this.store?.remove([id])
    this.onchange()
  }
}

// lying: on this phone alone, whatever became of a sending.
export const lying = (r: Row): boolean => r.state === 'sealed' || r.state === 'sent'

// What is noted outside of the database.
function noted(): Head | undefined {
  try {
    return JSON.parse(localStorage.getItem(headMark) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function note(head: Head | undefined): void {
  try {
    if (head) localStorage.setItem(headMark, JSON.stringify(head))
    else if (localStorage.getItem(headMark) !== null) localStorage.removeItem(headMark)
  } catch { /* there is no storage at all */ }
}

export const hashBytes = (row: Row): Uint8Array<ArrayBuffer> => fromBase64(row.hash)
