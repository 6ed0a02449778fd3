// What lies on the phone: sealed entries, the phone's own key, and what of the day may
// be kept. Each write is on the disk before it is reported, where the browser can say
// so. A handle that the browser has killed is opened again.
import type { Raw } from './bytes'
import { type Header, type Kind, Schema, type Sealed, type Signed } from './wire'

// An entry's way: sealed (on this phone), sent (on its way; whether it came is not
// known, so a new start finds it sealed), receipted (the server's receipt was verified), confirmed (the server has
// said since that it holds it). The others wait for a person.
export type RowState = 'sealed' | 'sent' | 'receipted' | 'confirmed' | 'refused' | 'clash' | 'erased'

export interface Row {
  id: string
  dev: string
  seq: number
  hash: string
  sealed: Sealed
  state: RowState
  made: number // ms since 1970, by the phone
  // From the header, so that nothing has to be read to find it.
  wall: string
  kind: Kind
  case: string
  contact: string
  life: string
  mono: number
  coding: boolean // a tap, not a text
  receipt?: Signed
  receipted?: number // ms since 1970
  text?: string // the server's words to a refusal
}

export const rowOf = (h: Header, sealed: Sealed, hash: string, made: number): Row => ({
  id: h.id, dev: h.dev, seq: h.seq, hash, sealed, state: 'sealed', made,
  wall: h.wall, kind: h.kind, case: h.case, contact: h.contact, life: h.life, mono: h.mono, coding: h.sch === Schema,
})

export interface Head { dev: string; seq: number; hash: string }

// The ciphertext of a picture on its way.
export interface PictureRow { digest: string; bytes: Raw; have: number }

// No room, or no storage at all.
export class NoRoom extends Error {}
export class NoStorage extends Error {}
// Another tab has written in between.
export class Moved extends Error {}
// What lay here is gone: the browser has emptied the storage.
export class Emptied extends Error {}

// A later form of what lies on the phone adds to it. Nothing that waits is ever taken
// away or written anew.
export const form = 1
export const databaseName = 'samspil-phone'

function grow(db: IDBDatabase, tx: IDBTransaction, from: number): void {
  if (from < 1) {
    const entries = db.createObjectStore('entries', { keyPath: 'id' })
    entries.createIndex('order', ['dev', 'seq'], { unique: true })
    entries.createIndex('state', 'state')
    entries.createIndex('life', ['dev', 'life'])
    db.createObjectStore('meta')
    db.createObjectStore('pictures', { keyPath: 'digest' })
  }
  void tx
}

type Mode = 'readonly' | 'readwrite'

const pauses = [0, 20, 100, 400]

// A browser whose storage hangs says nothing at all.
const patience = 5000

function inTime<T>(work: Promise<T>): Promise<T> {
  let bell: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, fail) => { bell = setTimeout(() => fail(new DOMException('no answer', 'TimeoutError')), patience) })
  return Promise.race([work, late]).finally(() => clearTimeout(bell))
}

const resting = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export class Store {
  private handle: IDBDatabase | undefined
  private opening: Promise<IDBDatabase> | undefined
  reopened = 0 // how often a killed handle was opened again

  constructor(private readonly name = databaseName, private readonly version: number | undefined = form) {}

  private open(): Promise<IDBDatabase> {
    if (this.handle) return Promise.resolve(this.handle)
    this.opening ??= openDatabase(this.name, this.version)
      .then((db) => {
        this.handle = db
        const gone = (): void => { if (this.handle === db) this.handle = undefined }
        db.onclose = gone
        db.onversionchange = () => { gone(); db.close() } // a later program wants in
        return db
      })
      .finally(() => { this.opening = undefined })
    return this.opening
  }

  // run does work in one transaction and waits until it is on the disk. What the
  // browser broke is done again on a new handle.
  async run<T>(stores: string[], mode: Mode, work: (tx: IDBTransaction) => Promise<T> | T): Promise<T> {
    let last: unknown
    for (const pause of pauses) {
      if (pause > 0) await resting(pause)
      try {
        return await this.attempt(stores, mode, work)
      } catch (problem) {
        last = problem
        if (!broken(problem)) throw problem
        this.drop()
        this.reopened++
      }
    }
    throw new NoStorage(String(last))
  }

  private async attempt<T>(stores: string[], mode: Mode, work: (tx: IDBTransaction) => Promise<T> | T): Promise<T> {
    const db = await this.open()
    const tx = db.transaction(stores, mode, { durability: 'strict' })
    const ended = finished(tx)
    ended.catch(() => {})
    let result: T
    try {
      result = await inTime(Promise.resolve(work(tx)))
    } catch (problem) {
      try { tx.abort() } catch { /* it has ended by itself */ }
      await ended.catch((why: unknown) => { if (isQuota(why)) throw new NoRoom() })
      throw isQuota(problem) ? new NoRoom() : problem
    }
    await inTime(ended).catch((why: unknown) => { throw isQuota(why) ? new NoRoom() : why })
    return result
  }

  drop(): void {
    const db = this.handle
    this.handle = undefined
    try { db?.close() } catch { /* dead already */ }
  }

  // add keeps new entries, in order, and the head after them, all or none. What was
  // kept by an attempt whose answer was lost is not kept twice.
  // follows is the number that the storage is known to hold; it is Emptied if it
  // holds none.
  add(rows: Row[], head: Head, follows: number, meta: Record<string, unknown> = {}): Promise<void> {
    return this.run(['entries', 'meta'], 'readwrite', async (tx) => {
      const entries = tx.objectStore('entries')
      const first = rows[0]
      const was = await asked<Head | undefined>(tx.objectStore('meta').get('head:' + head.dev))
      if (!was && follows > 0) throw new Emptied()
      if (first && was && was.seq >= first.seq) {
        const there = await asked<Row | undefined>(entries.get(first.id))
        if (there?.hash !== first.hash) throw new Moved()
      }
      for (const row of rows) entries.put(row)
      tx.objectStore('meta').put(head, 'head:' + head.dev)
      putAll(tx, meta)
    })
  }

  // update writes what has become of entries.
  update(rows: Row[]): Promise<void> {
    return this.run(['entries'], 'readwrite', (tx) => { for (const row of rows) tx.objectStore('entries').put(row) })
  }

  remove(ids: string[]): Promise<void> {
    return this.run(['entries'], 'readwrite', (tx) => { for (const id of ids) tx.objectStore('entries').delete(id) })
  }

  inState(...states: RowState[]): Promise<Row[]> {
    return this.run(['entries'], 'readonly', async (tx) => {
      const index = tx.objectStore('entries').index('state')
      const found = await Promise.all(states.map((s) => asked<Row[]>(index.getAll(s))))
      return found.flat().sort(inOrder)
    })
  }

  // from returns the entries of a phone from a number on, in order.
  from(dev: string, seq: number, most?: number): Promise<Row[]> {
    return this.run(['entries'], 'readonly', (tx) =>
      asked<Row[]>(tx.objectStore('entries').index('order').getAll(IDBKeyRange.bound([dev, seq], [dev, Infinity]), most)))
  }

  // ofLife returns what was entered for a session while one page lived, in order.
  ofLife(dev: string, life: string, contact: string): Promise<Row[]> {
    return this.run(['entries'], 'readonly', async (tx) => {
      const index = tx.objectStore('entries').index('life')
      const rows = await asked<Row[]>(index.getAll([dev, life]))
      return rows.filter((r) => r.contact === contact).sort(inOrder)
    })
  }

  get<T>(key: string): Promise<T | undefined> {
    return this.run(['meta'], 'readonly', (tx) => asked<T | undefined>(tx.objectStore('meta').get(key)))
  }

  put(values: Record<string, unknown>): Promise<void> {
    return this.run(['meta'], 'readwrite', (tx) => putAll(tx, values))
  }

  // withPrefix returns what lies under keys that begin so.
  withPrefix<T>(prefix: string): Promise<T[]> {
    return this.run(['meta'], 'readonly', (tx) => asked<T[]>(tx.objectStore('meta').getAll(IDBKeyRange.bound(prefix, prefix + '\uffff'))))
  }

  putPicture(row: PictureRow): Promise<void> {
    return this.run(['pictures'], 'readwrite', (tx) => { tx.objectStore('pictures').put(row) })
  }

  pictures(): Promise<PictureRow[]> {
    return this.run(['pictures'], 'readonly', (tx) => asked<PictureRow[]>(tx.objectStore('pictures').getAll()))
  }

  removePicture(digest: string): Promise<void> {
    return this.run(['pictures'], 'readwrite', (tx) => { tx.objectStore('pictures').delete(digest) })
  }

  // destroy takes everything off the phone.
  destroy(): Promise<void> {
    this.drop()
    return new Promise((done, fail) => {
      const r = indexedDB.deleteDatabase(this.name)
      r.onsuccess = () => done()
      r.onerror = () => fail(r.error)
      r.onblocked = () => {} // other tabs close their handle when told
    })
  }
}

// putAll writes what is given; undefined takes away.
function putAll(tx: IDBTransaction, values: Record<string, unknown>): void {
  const meta = tx.objectStore('meta')
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) meta.delete(key)
    else meta.put(value, key)
  }
}

export const inOrder = (a: Row, b: Row): number => (a.dev < b.dev ? -1 : a.dev > b.dev ? 1 : a.seq - b.seq)

export function asked<T>(r: IDBRequest): Promise<T> {
  return new Promise((done, fail) => {
    r.onsuccess = () => done(r.result as T)
    r.onerror = () => fail(r.error)
  })
}

function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    tx.oncomplete = () => done()
    tx.onabort = () => fail(tx.error ?? new DOMException('aborted', 'AbortError'))
    tx.onerror = () => {} // onabort follows
  })
}

const nameOf = (problem: unknown): string => (problem instanceof Error || problem instanceof DOMException ? problem.name : '')

const isQuota = (problem: unknown): boolean => nameOf(problem) === 'QuotaExceededError'

// What a browser says when it has killed the handle or the process behind it.
const broken = (problem: unknown): boolean =>
  ['InvalidStateError', 'AbortError', 'UnknownError', 'TransactionInactiveError', 'TimeoutError'].includes(nameOf(problem))

// openDatabase opens in the form of this program, or, where a later one has been here,
// in that later form, which holds all that this one knows.
export function openDatabase(name: string, version: number | undefined): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    let r: IDBOpenDBRequest
    try {
      r = indexedDB.open(name, version)
    } catch (problem) {
      fail(problem)
      return
    }
    r.onupgradeneeded = (e) => { if (r.transaction) grow(r.result, r.transaction, e.oldVersion) }
    r.onsuccess = () => done(r.result)
    r.onerror = () => {
      if (nameOf(r.error) === 'VersionError') openDatabase(name, undefined).then(done, fail)
      else fail(r.error)
    }
  })
}
