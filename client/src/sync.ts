// Sending: when the program opens, when there is a network again, when the page comes
// into view, every half minute while it is seen, and again after a failure, for ever.
// Nothing is let go before the server's signed receipt for just that entry was
// verified, and nothing is removed before the server has said a month later that it
// still holds it.
import { random, toBase64 } from './bytes'
import { wall } from './entry'
import { NoAnswer, Refused, call, explained } from './net'
import { type Outbox, hashBytes } from './outbox'
import { answered, receipted, within } from './receipt'
import type { Row, Store } from './store'
import { type Answer, type Ask, type Batch, MostAsked, MostBatch, MostBody, type Signed, type State, type Verdict, Version } from './wire'

export const month = 30 * 24 * 60 * 60 * 1000
const every = 30_000
const askEvery = 6 * 60 * 60 * 1000
const soonest = 1000
const latest = 5 * 60 * 1000

export interface Sender {
  outbox: Outbox
  store: Store | undefined
  app: string
  now: () => Date
  onlyOnline: () => boolean
  may: () => boolean // this tab writes, and the phone is unlocked as far as is known
  locked: (problem: Refused) => void // the server asks for the PIN
  closed: () => void // the phone has been shut out
  changed: () => void
  pictures: () => Promise<void> // sends the pieces of pictures
  lost: (ranges: [number, number][]) => Promise<void> // numbers that lie nowhere any more
}

export class Sync {
  lastSync: string | undefined
  sending = false
  distrusted = false // a receipt came that is not signed by the pinned key
  private failures = 0
  private asked = -Infinity // when everything was asked about
  private due = 0
  private resting = false // a failure is being waited out
  private timer: ReturnType<typeof setTimeout> | undefined
  private under: Promise<void> | undefined
  private next: Promise<void> | undefined // the round after it, where somebody waits for that
  private again = false
  private most = MostBatch
  private stopped = false

  constructor(private readonly of: Sender) {}

  // begin listens to what can make sending possible.
  begin(): void {
    addEventListener('online', this.nudge)
    document.addEventListener('visibilitychange', this.seen)
    this.nudge()
  }

  stop(): void {
    this.stopped = true
    removeEventListener('online', this.nudge)
    document.removeEventListener('visibilitychange', this.seen)
    this.rest()
  }

  // seen begins nothing while the page goes out of view: WebKit puts a page aside with
  // its transactions open, and the next one would wait for them in vain.
  private readonly seen = (): void => {
    if (document.visibilityState === 'visible') this.nudge()
  }

  // nudge tries now, whatever failed before.
  readonly nudge = (): void => {
    this.failures = 0
    this.resting = false
    void this.now().catch(() => {})
  }

  // soon tries in a moment, unless a failure is being waited out.
  soon(): void {
    if (!this.resting) this.wake(soonest)
  }

  // wake tries in so long; what is to be tried sooner stays.
  private wake(ms: number): void {
    const due = performance.now() + ms
    if (this.stopped || (this.timer !== undefined && this.due <= due)) return
    this.rest()
    this.due = due
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.now().catch(() => {})
    }, ms)
  }

  private rest(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  // now sends all that waits. The round under way may be past what was entered since it
  // began, so those who ask meanwhile wait for the next one, and share it; where the
  // round under way fails, its failure is their answer.
  now(): Promise<void> {
    if (this.under) {
      this.next ??= this.under.finally(() => { this.next = undefined }).then(() => this.now())
      return this.next
    }
    this.under = this.round().finally(() => {
      this.under = undefined
      if (this.again && this.failures === 0) this.wake(0)
      this.again = false
    })
    return this.under
  }

  private async round(): Promise<void> {
    this.rest()
    if (this.stopped || !this.of.may()) return this.wake(every)
    this.sending = true
    this.of.changed()
    try {
      await this.of.outbox.drain()
      await this.send()
      this.resting = false // the server takes what is sent
      await this.of.pictures()
      await this.ask()
      this.failures = 0
      this.lastSync = wall(this.of.now())
      this.wake(every)
    } catch (problem) {
      this.failed(problem)
      throw problem
    } finally {
      this.sending = false
      this.of.changed()
    }
  }

  // failed waits a little longer each time, up to five minutes, and never gives up.
  private failed(problem: unknown): void {
    if (explained(problem).why === 'revoked') this.of.closed()
    else if (problem instanceof Refused && problem.status === 401) this.of.locked(problem)
    const wait = Math.min(latest, soonest * 2 ** Math.min(this.failures, 12))
    this.failures++
    this.resting = true
    this.rest()
    this.wake(wait * (0.5 + Math.random() / 2))
  }

  private async send(): Promise<void> {
    const tried = new Set<string>()
    let put = false // something is to be tried later
    for (;;) {
      const part = this.part(this.of.outbox.toSend().filter((r) => !tried.has(r.id)))
      if (part.length === 0) break
      // On their way; written down only when it is known what became of them.
      for (const row of part) row.state = 'sent'
      let answer: Answer
      try {
        answer = await call<Answer>('POST', '/v1/outbox', this.batch(part))
      } catch (problem) {
        if (!(problem instanceof Refused) || (problem.status !== 400 && problem.status !== 413)) throw problem
        // Something in it stops the whole: in smaller parts, its neighbours get by.
        if (part.length === 1) tried.add(part[0]?.id ?? '')
        else this.most = Math.max(1, Math.floor(part.length / 2))
        put = true
        continue
      }
      this.most = Math.min(MostBatch, this.most * 2)
      for (const row of part) tried.add(row.id)
      if (await this.judge(part, answer)) put = true
    }
    if (put) throw new NoAnswer('some are to be tried again')
  }

  // part is what goes into one sending.
  private part(rows: Row[]): Row[] {
    let size = 1000
    const out: Row[] = []
    for (const row of rows) {
      const s = row.sealed
      size += s.h.length + s.e.length + s.c.length + s.s.length + 60
      if (out.length > 0 && (out.length >= this.most || size > MostBody)) break
      out.push(row)
    }
    return out
  }

  private batch(part: Row[]): Batch {
    const { outbox, app, now, onlyOnline } = this.of
    return {
      v: Version, dev: outbox.device.id, head: outbox.placedSeq, waits: outbox.unsent().length, app, now: wall(now()),
      entries: part.map((r) => r.sealed), ...(onlyOnline() ? { only_online: true } : {}),
    }
  }

  // judge takes note of what became of each; whether some are to be tried again.
  private async judge(part: Row[], answer: Answer): Promise<boolean> {
    let later = false
    for (const [i, row] of part.entries()) {
      const v = answer.verdicts?.[i]
      if (!v || !(await this.verdict(row, v))) later = true
    }
    await this.of.outbox.settle(part)
    return later
  }

  private async verdict(row: Row, v: Verdict): Promise<boolean> {
    switch (v.result) {
      case 'stored':
      case 'same':
      case 'erased':
        return this.receipted(row, v)
      case 'refused':
      case 'clash':
        row.state = v.result
        row.text = v.text ?? ''
        return true
      default:
        return false
    }
  }

  private async receipted(row: Row, v: Verdict): Promise<boolean> {
    const r = await receipted(this.of.outbox.device.receipts, v.receipt, { id: row.id, hash: hashBytes(row), dev: row.dev, seq: row.seq })
    if (!r || (r.shelf === 'erased') !== (v.result === 'erased')) {
      this.distrusted = true
      return false
    }
    row.receipted = this.of.now().getTime()
    if (v.receipt) row.receipt = v.receipt
    row.text = v.text ?? ''
    if (v.result === 'erased') {
      // The case is gone on purpose: what was sealed to it goes too.
      row.state = 'erased'
      row.sealed = { h: row.sealed.h, e: '', c: '', s: '' }
    } else {
      row.state = 'receipted'
    }
    return true
  }

  // ask lets the server say, signed, what it holds: what was receipted since, and now
  // and then everything that still lies here.
  private async ask(): Promise<void> {
    const { store } = this.of
    if (!store) return
    const all = this.of.now().getTime() - this.asked > askEvery
    const rows = (await store.inState('receipted', ...(all ? ['confirmed' as const] : []))).filter((r) => r.dev === this.of.outbox.device.id)
    for (let at = 0; at < rows.length || (all && at === 0); at += MostAsked) await this.askAbout(rows.slice(at, at + MostAsked))
    if (all) this.asked = this.of.now().getTime()
  }

  private async askAbout(rows: Row[]): Promise<void> {
    const { outbox } = this.of
    const question: Ask = {
      v: Version, dev: outbox.device.id, nonce: toBase64(random(18)), head: outbox.placedSeq, have: rows.map((r) => ({ seq: r.seq, hash: r.hash })),
    }
    const said = await answered(outbox.device.receipts, await call<Signed>('POST', '/v1/outbox/state', question), question)
    if (!said) {
      this.distrusted = true
      throw new NoAnswer('the answer is not signed as it should be')
    }
    if (said.closed) this.of.closed()
    await this.heed(rows, said, question.head)
  }

  private async heed(rows: Row[], said: State, head: number): Promise<void> {
    const { outbox, store } = this.of
    const now = this.of.now().getTime()
    const changed: Row[] = []
    const old: string[] = []
    for (const row of rows) {
      if (within(row.seq, said.lacks)) changed.push({ ...row, state: 'sealed' }) // a backup was put back: offered again
      else if (!within(row.seq, said.held)) continue
      else if (now - (row.receipted ?? now) > month) old.push(row.id)
      else if (row.state !== 'confirmed') changed.push({ ...row, state: 'confirmed' })
    }
    if (changed.length > 0) await outbox.settle(changed)
    if (old.length > 0) await store?.remove(old)
    if (changed.some((r) => r.state === 'sealed')) this.again = true
    await this.of.lost(await this.missing(said.holes ?? [], head))
  }

  // missing are those of the server's holes that this phone can never fill.
  private async missing(holes: [number, number][], head: number): Promise<[number, number][]> {
    const { outbox, store } = this.of
    const out: [number, number][] = []
    for (const [from, to] of holes) {
      if (to > head || to - from > 5000) continue
      const there = new Set(outbox.unsent().concat(outbox.stuck()).map((r) => r.seq))
      for (const r of (await store?.from(outbox.device.id, from, to - from + 1)) ?? []) there.add(r.seq)
      for (let n = from; n <= to; n++) {
        if (there.has(n)) continue
        const last = out.at(-1)
        if (last && last[1] === n - 1) last[1] = n
        else out.push([n, n])
      }
    }
    return out
  }
}
