// The phone in a parent's or a child's hands. A mark says so, in the storage and once
// more beside it, from before the first question is drawn until a right PIN: whoever
// closes the program, opens another tab or loads the page anew meets the PIN. The
// server is told too, and gives no day meanwhile.
import { type Raw, random, same, utf8 } from './bytes'
import { Refused, call, failure } from './net'
import type { Store } from './store'

const name = 'samspil-handed-over' // beside the storage
const key = 'handed' // in it

export class Hands {
  out = false
  private told = false // the server knows
  private readonly pin = new RememberedPIN()

  // elsewhere is called when another tab has given the phone out, or taken it back.
  constructor(private readonly store: Store | undefined, elsewhere: () => void) {
    addEventListener('storage', (event) => {
      if (event.key !== name) return
      if (event.newValue !== null) this.out = true
      void this.load().then(elsewhere)
      if (this.out) elsewhere()
    })
    addEventListener('online', () => this.tell())
  }

  async load(): Promise<void> {
    this.out = beside() || (await this.store?.get<boolean>(key).catch(() => undefined)) === true
    this.tell()
  }

  // give fails where the phone could not remember it.
  async give(): Promise<void> {
    this.out = true
    this.told = false
    const kept = [write(true), await this.store?.put({ [key]: true }).then(() => true, () => false)]
    if (!kept.includes(true)) {
      this.out = false
      throw failure('storage')
    }
    this.tell()
  }

  // taken is called after a right PIN, and nothing else.
  async taken(): Promise<void> {
    this.out = false
    write(false)
    await this.store?.put({ [key]: undefined }).catch(() => {})
  }

  // tell closes reading at the server, as soon as it can be reached.
  tell(): void {
    if (!this.out || this.told) return
    call('POST', '/v1/handed', {}).then(() => { this.told = true }, (problem: unknown) => { this.told = problem instanceof Refused && problem.status === 401 })
  }

  learn(pin: string): void { void this.pin.learn(pin).catch(() => {}) }
  get judges(): boolean { return this.pin.left > 0 }

  // judge says without a network whether the PIN is right: it fails otherwise.
  async judge(pin: string): Promise<void> {
    if (!this.judges) throw failure('network')
    if (!(await this.pin.judge(pin))) throw failure('pin')
  }
}

function beside(): boolean {
  try {
    return localStorage.getItem(name) !== null
  } catch {
    return false
  }
}

function write(on: boolean): boolean {
  try {
    if (on) localStorage.setItem(name, '1')
    else localStorage.removeItem(name)
    return true
  } catch {
    return false
  }
}

const rounds = 600_000
const most = 5 // wrong ones; from then on the server alone judges
const pauses = [0, 0, 5, 15, 30] // s to wait after so many wrong ones, as at the server

// RememberedPIN tells the PIN that last unlocked from another. It keeps a slow hash of
// it, in memory alone: what lies on the phone lets nobody try PINs.
class RememberedPIN {
  private known: { salt: Raw; bits: Raw } | undefined
  private wrong = 0
  private until = 0

  get left(): number { return this.known ? most - this.wrong : 0 }

  async learn(pin: string): Promise<void> {
    const salt = random(16)
    this.known = { salt, bits: await slow(pin, salt) }
    this.wrong = 0
    this.until = 0
  }

  // judge counts the try as wrong before it is made, so that many at once count each other.
  async judge(pin: string): Promise<boolean> {
    const known = this.known
    if (!known || this.left <= 0) return false
    if (performance.now() < this.until) throw failure('often')
    this.wrong++
    this.until = performance.now() + (pauses[this.wrong] ?? 30) * 1000
    if (!same(await slow(pin, known.salt), known.bits)) return false
    this.wrong = 0
    this.until = 0
    return true
  }
}

async function slow(pin: string, salt: Raw): Promise<Raw> {
  const secret = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, secret, 256))
}
