// The service worker keeps the program itself on the phone, so that it opens without
// a network: the page, its script, its style, its icons' list. It keeps nothing of
// any family and lets everything else pass by.
declare const self: ServiceWorkerGlobalScope

const build = 'build-000000'
const store = 'samspil-phone-' + build
const shell = '/telefon'
const manifest = '/telefon/manifest.webmanifest'

// What belongs to this build, by SHA-256: half an update is never kept.
const sums: Record<string, string> = {
  '/telefon/app.js': '0000000000000000000000000000000000000000000000000000000000000001',
  '/telefon/app.css': '0000000000000000000000000000000000000000000000000000000000000002',
}

self.addEventListener('install', (event) => event.waitUntil(install()))

async function install(): Promise<void> {
  const cache = await caches.open(store)
  for (const path of [shell, manifest, ...Object.keys(sums)]) {
    const answer = await fetch(path, { cache: 'no-cache', credentials: 'same-origin' })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    const wanted = sums[path]
    if (wanted !== undefined && wanted !== (await sum(answer.clone()))) throw new Error(`${path} is of another build`)
    await cache.put(path, answer)
  }
}

async function sum(answer: Response): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer()))
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
}

self.addEventListener('activate', (event) => event.waitUntil(activate()))

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('samspil-phone-') && name !== store) await caches.delete(name)
  await self.clients.claim()
}

// A newer program waits until a start asks for it, and never takes over while
// somebody is coding.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(takeOver())
})

async function takeOver(): Promise<void> {
  const { held } = await self.navigator.locks.query()
  if (!held?.some((l) => l.name === 'samspil-phone-coding')) await self.skipWaiting()
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname === shell || url.pathname === manifest || url.pathname in sums) event.respondWith(own(event.request, url.pathname))
})

async function own(request: Request, path: string): Promise<Response> {
  return (await (await caches.open(store)).match(path, { ignoreVary: true })) ?? fetch(request)
}

export {}
