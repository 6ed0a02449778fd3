// The check of a phone's first day: can it keep what is laid into it, and its key?
import { random, same } from './bytes'
import type { Check } from './core'
import { sign, verify } from './entry'
import { newKey } from './keys'
import { asked, form, openDatabase } from './store'

const scratch = 'samspil-phone-check'
const rounds = 100

export async function checkPhone(): Promise<Check[]> {
  return [
    await timed('storage', true, keepsEntries),
    await timed('keys', true, keepsKeys),
    await timed('locks', true, async () => typeof navigator.locks?.request === 'function'),
    await timed('persist', false, staysKept),
    await timed('installed', false, async () => matchMedia('(display-mode: standalone)').matches || 'standalone' in navigator && navigator.standalone === true),
  ]
}

// Whether what was found is enough to trust the phone while it has no connection.
export const enough = (found: Check[]): boolean => found.every((c) => c.good || !c.needed)

async function timed(name: Check['name'], needed: boolean, look: () => Promise<boolean>): Promise<Check> {
  const began = performance.now()
  const good = await look().catch(() => false)
  return { name, needed, good, took: Math.round(performance.now() - began) }
}

async function staysKept(): Promise<boolean> {
  return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false
}

// keepsEntries writes a hundred, closes, opens again and reads them.
async function keepsEntries(): Promise<boolean> {
  try {
    const wrote = Array.from({ length: rounds }, () => random(900))
    let db = await openDatabase(scratch, form)
    for (const [i, bytes] of wrote.entries()) {
      const tx = db.transaction('meta', 'readwrite', { durability: 'strict' })
      tx.objectStore('meta').put(bytes, i)
      await ended(tx)
    }
    db.close()
    db = await openDatabase(scratch, form)
    const read = await asked<Uint8Array<ArrayBuffer>[]>(db.transaction('meta').objectStore('meta').getAll())
    db.close()
    return read.length === rounds && read.every((bytes, i) => same(bytes, wrote[i] ?? new Uint8Array(0)))
  } finally {
    await away()
  }
}

// keepsKeys keeps a key that cannot be taken out, finds it again, and signs with it.
async function keepsKeys(): Promise<boolean> {
  try {
    const key = await newKey()
    let db = await openDatabase(scratch, form)
    const tx = db.transaction('meta', 'readwrite', { durability: 'strict' })
    tx.objectStore('meta').put({ key: key.private }, 'key')
    await ended(tx)
    db.close()
    db = await openDatabase(scratch, form)
    const found = await asked<{ key: CryptoKey } | null | undefined>(db.transaction('meta').objectStore('meta').get('key'))
    db.close()
    if (!found?.key || found.key.extractable) return false
    const what = random(64)
    const own = await crypto.subtle.importKey('raw', key.point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    return await verify(own, await sign(found.key, what), what)
  } finally {
    await away()
  }
}

function ended(tx: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    tx.oncomplete = () => done()
    tx.onabort = () => fail(tx.error)
  })
}

function away(): Promise<void> {
  return new Promise((done) => {
    try {
      const r = indexedDB.deleteDatabase(scratch)
      r.onsuccess = r.onerror = r.onblocked = () => done()
    } catch {
      done()
    }
  })
}
