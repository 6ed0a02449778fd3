// The program without its screens, for tests in a browser: what tests reach lies on
// the window.
import { fromBase64, toBase64 } from '../src/bytes'
import { start } from '../src/core'
import { Store } from '../src/store'

const reach = globalThis as unknown as Record<string, unknown>
reach['Store'] = Store
reach['bytes'] = { fromBase64, toBase64 }
start().then((core) => {
  reach['core'] = core
  document.documentElement.dataset['ready'] = core.phase
}, (problem: unknown) => { document.documentElement.dataset['failed'] = String(problem) })
