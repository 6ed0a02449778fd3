// What the taps of a segment mean: the same as interaction.Fold on the server, for
// the deeds that a phone makes.
import type { Scheme } from './wire'

export type Deed = 'point' | 'start' | 'stop' | 'pause' | 'resume' | 'undo' | 'redo' | 'anchor' | 'remark' | 'end'

export interface Entry {
  id: string
  device: string
  seq: number
  at: number // ms on the segment's clock
  deed: Deed
  code?: string
  subject?: string
  of?: string
  comment?: string
}

export interface Event { subject: string; code: string; state: boolean; onset: number; offset: number }
export interface Running { subject: string; code: string; since: number; entry: string }
export interface Ignored { id: string; why: string }

export interface Folded {
  events: Event[]
  running: Running[]
  closed: Running[] // by the end
  ignored: Ignored[]
  paused: boolean
  pausedAt: number // start of the open pause
  ended: boolean
  endAt: number // of the end, or of the last entry
  taps: Map<string, number> // when a state was last begun or ended by hand, by lane
  alive: Set<string>
}

export type Codes = Pick<Scheme, 'codes' | 'exclusive'>

// Within this many milliseconds a second tap on the same state is a slip.
export const doubleTap = 500

const undoables: readonly Deed[] = ['point', 'start', 'stop', 'pause', 'resume', 'remark']

export const laneOf = (subject: string, code: string): string => subject + '\u0000' + code

interface Bout { lane: string; subject: string; code: string; since: number; entry: string; offset: number; open: boolean; state: boolean }

export function fold(scheme: Codes, entries: readonly Entry[]): Folded {
  return new Tape(scheme, entries).out
}

// The order in which entries count.
function byTruth(a: Entry, b: Entry): number {
  return a.at - b.at || compare(a.device, b.device) || a.seq - b.seq || compare(a.id, b.id)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

// latest returns the entry of the highest number that fits.
function latest(entries: readonly Entry[], fits: (e: Entry) => boolean): Entry | undefined {
  let best: Entry | undefined
  for (const e of entries) if ((best === undefined || e.seq > best.seq) && fits(e)) best = e
  return best
}

// What undoing would reach: the latest that still counts. An end is never undone.
export const canUndo = (entries: readonly Entry[], alive: ReadonlySet<string>): Entry | undefined =>
  latest(entries, (e) => undoables.includes(e.deed) && alive.has(e.id))

// The latest undo, when nothing else was entered since.
export function canRedo(entries: readonly Entry[], alive: ReadonlySet<string>): Entry | undefined {
  const undo = latest(entries, (e) => e.deed === 'undo' && alive.has(e.id))
  const last = latest(entries, (e) => undoables.includes(e.deed))
  return undo && (!last || undo.seq > last.seq) ? undo : undefined
}

class Tape {
  readonly out: Folded = {
    events: [], running: [], closed: [], ignored: [], paused: false, pausedAt: -1, ended: false, endAt: 0, taps: new Map(), alive: new Set(),
  }
  private readonly codes = new Map<string, Scheme['codes'][number]>()
  private readonly counted: Entry[] = []
  private readonly pauses: { from: number; to: number }[] = []
  private readonly spans: { from: number; to: number }[] = []
  private readonly bouts: Bout[] = []
  private readonly running = new Map<string, Bout>()

  constructor(private readonly scheme: Codes, entries: readonly Entry[]) {
    for (const c of scheme.codes) this.codes.set(c.code, c)
    const all = [...entries].sort(byTruth)
    const astray = this.lifeAndDeath(all)
    for (const e of all) {
      if (astray.has(e.id)) this.ignore(e.id, 'no-target')
      else if (e.deed !== 'undo' && e.deed !== 'redo' && e.deed !== 'anchor' && e.deed !== 'remark' && this.out.alive.has(e.id)) this.counted.push(e)
    }
    this.observe()
    for (const e of this.counted) this.play(e)
    this.finish()
    const place = new Map(all.map((e, i) => [e.id, i]))
    this.out.ignored.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
  }

  // An entry counts unless an undo names it that was not itself taken back. What
  // names something it cannot is returned.
  private lifeAndDeath(all: Entry[]): Set<string> {
    const byID = new Map(all.map((e) => [e.id, e]))
    const astray = new Set<string>()
    const against = new Map<string, Entry[]>()
    for (const e of all) {
      if (e.deed !== 'undo' && e.deed !== 'redo') continue
      const target = byID.get(e.of ?? '')
      if (!target || (e.deed === 'undo' ? !undoables.includes(target.deed) : target.deed !== 'undo')) astray.add(e.id)
      else against.set(target.id, [...(against.get(target.id) ?? []), e])
    }
    const known = new Map<string, boolean>()
    const lives = (e: Entry): boolean => {
      let l = known.get(e.id)
      if (l === undefined) {
        l = !(against.get(e.id) ?? []).some(lives)
        known.set(e.id, l)
      }
      return l
    }
    for (const e of all) if (lives(e)) this.out.alive.add(e.id)
    return astray
  }

  // observe finds the end and the stretches that were observed.
  private observe(): void {
    const out = this.out
    for (const e of this.counted) if (e.deed === 'end') { out.ended = true; out.endAt = e.at }
    if (!out.ended) for (const e of this.counted) out.endAt = Math.max(out.endAt, e.at)
    let from = 0
    let pausedAt = -1
    for (const e of this.counted) {
      if (e.at > out.endAt) continue
      if (e.deed === 'pause' && pausedAt < 0) {
        pausedAt = e.at
        this.span(from, e.at)
      } else if (e.deed === 'resume' && pausedAt >= 0) {
        this.pauses.push({ from: pausedAt, to: e.at })
        from = e.at
        pausedAt = -1
      }
    }
    if (pausedAt < 0) {
      this.span(from, out.endAt)
      return
    }
    this.pauses.push({ from: pausedAt, to: out.endAt + 1 })
    out.paused = !out.ended
    if (out.paused) out.pausedAt = pausedAt
  }

  private span(from: number, to: number): void {
    if (from < to) this.spans.push({ from, to })
  }

  // Why nothing can happen at an instant; empty when it can.
  private outside(at: number): string {
    if (at > this.out.endAt) return 'after-end'
    if (this.spans.some((s) => s.from <= at && at <= s.to)) return ''
    if (this.pauses.some((p) => (p.from < at && at < p.to) || (p.from === at && this.out.ended))) return 'paused'
    return this.out.ended ? 'after-end' : ''
  }

  private play(e: Entry): void {
    if (e.deed === 'pause' || e.deed === 'resume') {
      if (e.at > this.out.endAt) this.ignore(e.id, 'after-end')
      return
    }
    if (e.deed !== 'point' && e.deed !== 'start' && e.deed !== 'stop') return
    const code = this.codes.get(e.code ?? '')
    if (!code) return this.ignore(e.id, 'unknown-code')
    if ((e.deed === 'point') === code.state) return this.ignore(e.id, 'wrong-kind')
    let at = e.at
    const why = this.outside(at)
    if (why === 'paused' && e.deed === 'stop') at = this.pauses.find((p) => p.from <= at && at < p.to)?.from ?? at
    else if (why !== '') return this.ignore(e.id, why)
    const subject = e.subject || code.subject
    const bout = { lane: laneOf(subject, code.code), subject, code: code.code, since: at, entry: e.id, offset: at, open: false, state: code.state }
    if (e.deed === 'point') this.bouts.push(bout)
    else if (e.deed === 'start') this.begin(bout)
    else this.stop(bout.lane, at, e.id)
  }

  private slip(lane: string, at: number): boolean {
    const last = this.out.taps.get(lane)
    return last !== undefined && at - last < doubleTap
  }

  private begin(b: Bout): void {
    if (this.slip(b.lane, b.since)) return this.ignore(b.entry, 'double-tap')
    if (this.running.has(b.lane)) return this.ignore(b.entry, 'running')
    for (const other of rivals(this.scheme, b.code)) {
      for (const r of [...this.running.values()]) if (r.code === other) this.close(r, b.since)
    }
    b.open = true
    this.out.taps.set(b.lane, b.since)
    this.running.set(b.lane, b)
    this.bouts.push(b)
  }

  private stop(lane: string, at: number, id: string): void {
    const b = this.running.get(lane)
    if (this.slip(lane, at)) return this.ignore(id, 'double-tap')
    if (!b) return this.ignore(id, 'not-running')
    this.out.taps.set(lane, at)
    this.close(b, at)
  }

  private close(b: Bout, at: number): void {
    b.open = false
    b.offset = at
    this.running.delete(b.lane)
  }

  private finish(): void {
    const out = this.out
    const asRunning = (b: Bout): Running => ({ subject: b.subject, code: b.code, since: b.since, entry: b.entry })
    if (out.ended) {
      for (const b of [...this.running.values()]) {
        out.closed.push(asRunning(b))
        this.close(b, out.endAt)
      }
    }
    for (const b of this.bouts) {
      if (b.open) out.running.push(asRunning(b))
      else if (b.state && b.offset === b.since) this.ignore(b.entry, 'nothing-left')
      else out.events.push({ subject: b.subject, code: b.code, state: b.state, onset: b.since, offset: b.offset })
    }
    out.events.sort((a, b) => a.onset - b.onset)
  }

  private ignore(id: string, why: string): void {
    this.out.ignored.push({ id, why })
  }
}

// rivals are the states that a state ends when it begins.
export function rivals(scheme: Codes, code: string): string[] {
  return scheme.exclusive.filter((g) => g.includes(code)).flatMap((g) => g.filter((c) => c !== code))
}
