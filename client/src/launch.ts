// Starting: a newer program is taken into use first, if there is one and nobody is
// coding; then what lies on the phone is found; then the one tab that writes is.
import type { Core } from './core'
import { Phone, codingLock } from './phone'
import { Store } from './store'

const writerLock = 'samspil-phone-writer'
const scope = '/telefon'

export async function launch(): Promise<Core> {
  if (await renewed()) return new Promise(() => {}) // the page is loaded anew
  const phone = await found()
  await become(phone)
  void watchProgram(phone)
  if (phone.device) phone.refresh(false).catch(() => {})
  return phone
}

// found opens the storage; a browser that has none for us still gets a phone.
async function found(): Promise<Phone> {
  const phone = new Phone(new Store())
  try {
    await phone.load()
    return phone
  } catch {
    const without = new Phone(undefined)
    await without.load()
    return without
  }
}

// become makes this tab the one that writes, now or when the other one closes.
async function become(phone: Phone): Promise<void> {
  if (!navigator.locks) return phone.own()
  const forever = new Promise<never>(() => {})
  await new Promise<void>((known) => {
    void navigator.locks.request(writerLock, { ifAvailable: true }, async (lock) => {
      if (!lock) {
        known()
        void navigator.locks.request(writerLock, async () => { await phone.own().catch(() => {}); return forever })
        return
      }
      await phone.own().catch(() => {})
      known()
      await forever
    })
  })
}

// renewed takes a newer program into use that was fetched earlier. The worker itself
// refuses while somebody is coding in any tab.
async function renewed(): Promise<boolean> {
  const container = navigator.serviceWorker
  const waiting = (await container?.getRegistration(scope).catch(() => undefined))?.waiting
  if (!waiting || !container.controller) return false
  if ((await navigator.locks?.query())?.held?.some((l) => l.name === codingLock || l.name === writerLock)) return false
  return new Promise((done) => {
    const enough = setTimeout(() => done(false), 1500)
    container.addEventListener('controllerchange', () => {
      clearTimeout(enough)
      done(true)
      location.reload()
    }, { once: true })
    waiting.postMessage('take over')
  })
}

// watchProgram keeps the program itself on the phone, and tells of a newer one.
async function watchProgram(phone: Phone): Promise<void> {
  const container = navigator.serviceWorker
  if (!container) return
  try {
    const registration = await container.register(trusted('/telefon/sw.js'), { scope, updateViaCache: 'none' })
    const look = (): void => {
      if (!registration.waiting || !container.controller) return
      phone.update = true
      phone.changed()
    }
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    look()
  } catch { /* without it the program needs the network to start */ }
}

interface Policies { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): unknown } }

// The page may run no script but its own; the browser wants to be told which.
function trusted(url: string): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  return policies ? policies.createPolicy('samspil-phone', { createScriptURL: (u) => (u === url ? u : '') }).createScriptURL(url) as string : url
}
