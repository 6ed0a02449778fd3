// Starting: a newer program is taken into use first, if there is one and nobody is
// coding; then what lies on the phone is found; then the one tab that writes is.
import type { Core } from './core'
import { Phone, codingLock } from './phone'
import { Store } from './store'

const writerLock = 'samspil-phone-writer'
const scope = '/telefon'

export async function launch(): Promise<Core> {
  if (await renewed()) return new Promise(() => {}) // the page is loaded anew
  const first = await writes()
  const phone = await found()
  if (first) await phone.own(false)
  else void whenOtherCloses(() => phone.own(true))
  void watchProgram(phone)
  // Nothing is fetched while the phone is in other hands.
  if (phone.device && !phone.handed) phone.refresh(false).catch(() => {})
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

const forever = new Promise<never>(() => {})

// writes makes this tab the one that writes, if no other is; it stays so until it closes.
function writes(): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true)
  return new Promise((known) => {
    void navigator.locks.request(writerLock, { ifAvailable: true }, (lock) => {
      known(lock !== null)
      return lock ? forever : undefined
    })
  })
}

const whenOtherCloses = (then: () => Promise<void>): Promise<unknown> =>
  navigator.locks.request(writerLock, async () => {
    await then().catch(() => {})
    return forever
  })

// renewed takes a newer program into use that was fetched earlier. The worker itself
// refuses while somebody is coding in any tab.
async function renewed(): Promise<boolean> {
  const container = navigator.serviceWorker
  const waiting = (await container?.getRegistration(scope).catch(() => undefined))?.waiting
  if (!waiting || !container.controller) return false
  if ((await navigator.locks?.query())?.held?.some((l) => l.name === codingLock || l.name === writerLock)) return false
  return new Promise((done) => {
    const taken = (): void => {
      clearTimeout(enough)
      done(true)
      location.reload()
    }
    const enough = setTimeout(() => {
      container.removeEventListener('controllerchange', taken) // somebody may be typing by then
      done(false)
    }, 1500)
    container.addEventListener('controllerchange', taken, { once: true })
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
