// A segment being coded on the phone: the taps, their clock, and their way into
// storage.
import type { Coding, CodingView, Kept, KeptVisit, Part, Reach, Tap } from './core'
import { SegmentClock, type Clocks } from './clock'
import { wall } from './entry'
import type { Entry } from './fold'
import type { Draft, Outbox } from './outbox'
import { type Made, Segment } from './segment'
import { ulid } from './ulid'
import { type Kind, type Payload, type PublicKey, type Scheme, Schema, type Segment as Opening, Version } from './wire'

// What is noted beside the entries, so that a segment which was cut off is found.
export interface OpenMark { segment: string; case: string; session: string; started: string; dev: string; life: string }

export const openKey = (segment: string): string => 'open:' + segment

export interface Around {
  outbox: Outbox
  clocks: Clocks
  scheme: Scheme
  key: PublicKey
  life: string
  changed: () => void // the segment has begun or ended
}

// How a segment is named in the header of an entry, by its deed.
const kinds: Record<Entry['deed'], Kind> = {
  point: 'code', start: 'code', stop: 'code', pause: 'pause', resume: 'resume', undo: 'withdraw', redo: 'correct', anchor: 'note', remark: 'note', end: 'end',
}

export class Run implements Coding {
  readonly segment = ulid()
  readonly session: string
  readonly begun: Promise<Kept>
  onchange: (() => void) | undefined
  private readonly taps: Segment
  private readonly clock: SegmentClock
  private readonly unkept = new Set<string>()
  private hidden = false
  private ticking: ReturnType<typeof setInterval> | undefined

  constructor(private readonly around: Around, private readonly visit: KeptVisit, readonly part: Part, private readonly minutes: number) {
    this.session = visit.session
    this.taps = new Segment(around.scheme, () => ulid())
    this.clock = new SegmentClock(around.clocks)
    const started = wall(new Date(around.clocks.wall()))
    const opening: Opening = {
      v: Version, id: this.segment, session: visit.session, part, scheme: around.scheme.ref, fingerprint: around.scheme.fingerprint, live: true, started,
    }
    const mark: OpenMark = { segment: this.segment, case: visit.case, session: visit.session, started, dev: around.outbox.device.id, life: around.life }
    this.begun = around.outbox.append({ ...this.draft('start', opening, 0), id: this.segment, meta: { [openKey(this.segment)]: mark } })
    this.begun.catch(() => {})
    this.ticking = setInterval(() => this.look(), 1000)
  }

  get running(): boolean { return !this.taps.ended }

  get view(): CodingView {
    const s = this.taps
    const now = s.ended ? s.endAt : this.clock.now()
    const at = (since: number) => (since > now ? now : since)
    const until = s.paused ? s.endAt : now
    return {
      mode: s.ended ? 'ended' : s.paused ? 'paused' : 'running',
      paused: s.paused,
      running: s.running.map((r) => ({ code: r.code, subject: r.subject, since: r.since, for: Math.max(0, until - at(r.since)) })),
      last: s.latest.map((e) => ({
        id: e.id, code: e.code ?? '', subject: this.subject(e.code), deed: e.deed as 'point', at: e.at, kept: !this.unkept.has(e.id),
      })),
      elapsed: now,
      minutes: this.minutes,
      over: now >= this.minutes * 60_000,
      count: s.count,
      undo: reach(s.toUndo, s),
      redo: reach(s.toRedo, s),
      closed: s.closed.map((r) => ({ code: r.code, subject: r.subject, since: r.since, for: s.endAt - r.since })),
    }
  }

  tap(code: string, ago = false): Tap { return this.enter(this.taps.tap(code, this.clock.now(), ago)) }
  remark(text: string): Tap { return this.enter(this.taps.remark(this.clock.now(), text)) }
  undo(): Tap { return this.enter(this.taps.undo(this.clock.now())) }
  redo(): Tap { return this.enter(this.taps.redo(this.clock.now())) }
  pause(): Tap { return this.enter(this.taps.pause(this.clock.now())) }
  resume(): Tap { return this.enter(this.taps.resume(this.clock.now())) }

  end(): Tap {
    this.look()
    const tap = this.enter(this.taps.end(this.clock.now()), { [openKey(this.segment)]: undefined })
    if (this.taps.ended && this.ticking !== undefined) {
      clearInterval(this.ticking)
      this.ticking = undefined
      this.around.changed()
    }
    return tap
  }

  // shown is told when the page goes out of sight and comes back.
  shown(visible: boolean): void {
    if (!visible) this.hidden = true
    else this.look()
  }

  // look compares the clocks; what it finds becomes an entry of its own.
  private look(): void {
    if (this.taps.ended || (this.hidden && globalThis.document?.visibilityState === 'hidden')) return
    const found = this.clock.look(this.hidden)
    this.hidden = false
    if (found) this.enter(this.taps.anchor(this.clock.now(), `${found.by > 0 ? 'slept' : 'set'} ${found.apart} ms`))
  }

  private enter(made: Made, meta?: Record<string, unknown>): Tap {
    const e = made.entry
    if (!e) return { result: made.result, at: this.clock.now() }
    this.unkept.add(e.id)
    const payload: Payload = { v: Version, segment: this.segment, deed: e.deed, at: e.at }
    if (e.code !== undefined) payload.code = e.code
    if (e.of !== undefined) payload.of = e.of
    if (e.comment !== undefined) payload.comment = e.comment
    const kept = this.around.outbox.append({ ...this.draft(kinds[e.deed], payload, this.clock.now()), id: e.id, ...(meta ? { meta } : {}) })
    kept.then(() => { this.unkept.delete(e.id); this.onchange?.() }, () => {})
    this.onchange?.()
    return { result: 'tapped', id: e.id, at: e.at, deed: e.deed, kept, ...(e.code === undefined ? {} : { code: e.code }) }
  }

  private draft(kind: Kind, payload: object, mono: number): Draft {
    return { case: this.visit.case, contact: this.visit.session, kind, schema: Schema, payload, mono, key: this.around.key }
  }

  private subject(code: string | undefined): string {
    return this.around.scheme.codes.find((c) => c.code === code)?.subject ?? ''
  }
}

// What undoing or taking back would reach, named by what was tapped.
function reach(e: Entry | undefined, s: Segment): Reach | undefined {
  const what = e?.deed === 'undo' ? s.entry(e.of) : e
  return what && { id: what.id, deed: what.deed, at: what.at, ...(what.code === undefined ? {} : { code: what.code }) }
}
