// A segment while it is coded: which entry a tap makes, and what is shown. It knows
// no clock and no storage; each deed is given its time.
import { type Codes, type Deed, type Entry, type Folded, canRedo, canUndo, doubleTap, fold, laneOf, rivals } from './fold'
import type { Code } from './wire'

// Longest is the last millisecond a tap can have, as interaction.Longest.
export const Longest = 4 * 60 * 60 * 1000

// How far back "two seconds ago" reaches.
const twoSeconds = 2000

const shown = 5

export type Result = 'tapped' | 'slip' | 'paused' | 'ended' | 'long' | 'nothing'
export type Made = { result: 'tapped'; entry: Entry } | { result: Exclude<Result, 'tapped'>; entry?: undefined }

export class Segment {
  readonly entries: Entry[] = []
  private folded: Folded
  private readonly codes = new Map<string, Code>()
  private last: Entry[] = [] // the latest taps that count, the newest first
  private floor = 0 // nothing can be put before it: the last return from a pause
  private reached: { undo?: Entry | undefined; redo?: Entry | undefined } | undefined // until the next entry
  private n = 0 // moments, and states begun

  constructor(private readonly scheme: Codes, private readonly newID: () => string, private readonly device = 'p') {
    for (const c of scheme.codes) this.codes.set(c.code, c)
    this.folded = fold(scheme, [])
  }

  get paused(): boolean { return this.folded.paused }
  get ended(): boolean { return this.folded.ended }
  get endAt(): number { return this.folded.endAt }
  get running(): Folded['running'] { return this.folded.running }
  get closed(): Folded['closed'] { return this.folded.closed }
  get count(): number { return this.n }
  get latest(): readonly Entry[] { return this.last }
  get toUndo(): Entry | undefined { return this.reach().undo }
  get toRedo(): Entry | undefined { return this.reach().redo }
  entry(id: string | undefined): Entry | undefined { return this.entries.find((e) => e.id === id) }

  private reach(): { undo?: Entry | undefined; redo?: Entry | undefined } {
    const { alive } = this.folded
    this.reached ??= this.ended ? {} : { undo: canUndo(this.entries, alive), redo: canRedo(this.entries, alive) }
    return this.reached
  }

  // tap is a moment, or begins the state, or ends it when it runs.
  tap(name: string, now: number, ago = false): Made {
    const code = this.codes.get(name)
    const refusal = code ? this.refusal(now) : 'nothing'
    if (!code || refusal) return { result: refusal || 'nothing' }
    const from = ago ? Math.max(0, now - twoSeconds) : now
    if (!code.state) return this.put('point', Math.max(from, this.floor), name)
    const lane = laneOf(code.subject, name)
    const tapped = this.folded.taps.get(lane)
    if (tapped !== undefined && now - tapped < doubleTap) return { result: 'slip' }
    // Put back in time, it still comes after what it follows.
    let at = Math.max(from, this.floor, tapped === undefined ? 0 : tapped + doubleTap)
    for (const r of this.folded.running) if (rivals(this.scheme, name).includes(r.code)) at = Math.max(at, r.since + 1)
    const runs = this.folded.running.some((r) => laneOf(r.subject, r.code) === lane)
    return this.put(runs ? 'stop' : 'start', Math.min(at, now), name)
  }

  undo(now: number): Made {
    const target = this.toUndo
    return target ? this.put('undo', now, undefined, target.id) : { result: this.ended ? 'ended' : 'nothing' }
  }

  redo(now: number): Made {
    const target = this.toRedo
    return target ? this.put('redo', now, undefined, target.id) : { result: this.ended ? 'ended' : 'nothing' }
  }

  pause(now: number): Made {
    const refusal = this.refusal(now)
    return refusal ? { result: refusal } : this.put('pause', Math.max(now, this.folded.endAt))
  }

  resume(now: number): Made {
    if (this.ended) return { result: 'ended' }
    return this.paused ? this.put('resume', Math.max(now, this.folded.endAt)) : { result: 'nothing' }
  }

  remark(now: number, comment: string): Made {
    return this.ended ? { result: 'ended' } : this.put('remark', now, undefined, undefined, comment)
  }

  // anchor notes that the clock was set anew.
  anchor(now: number, comment: string): Made {
    return this.ended ? { result: 'ended' } : this.put('anchor', now, undefined, undefined, comment)
  }

  end(now: number): Made {
    return this.ended ? { result: 'ended' } : this.put('end', Math.max(now, this.folded.endAt))
  }

  private refusal(now: number): Exclude<Result, 'tapped'> | '' {
    if (this.ended) return 'ended'
    if (this.paused) return 'paused'
    return now > Longest ? 'long' : ''
  }

  private put(deed: Deed, at: number, code?: string, of?: string, comment?: string): Made {
    const entry: Entry = { id: this.newID(), device: this.device, seq: this.entries.length + 1, at: Math.min(at, Longest), deed }
    if (code !== undefined) entry.code = code
    if (of !== undefined) entry.of = of
    if (comment !== undefined) entry.comment = comment
    const inOrder = entry.at >= this.folded.endAt
    this.entries.push(entry)
    this.reached = undefined
    if (inOrder && (deed === 'point' || deed === 'start' || deed === 'stop')) this.play(entry)
    else if (deed === 'remark' || deed === 'anchor') this.folded.alive.add(entry.id)
    else this.foldAnew()
    return { result: 'tapped', entry }
  }

  // play lets one tap happen that comes after all others; what foldAnew would find,
  // without going through everything.
  private play(e: Entry): void {
    const f = this.folded
    const name = e.code ?? ''
    const subject = this.codes.get(name)?.subject ?? ''
    const lane = laneOf(subject, name)
    f.endAt = e.at
    f.alive.add(e.id)
    if (e.deed === 'stop') {
      f.running = f.running.filter((r) => laneOf(r.subject, r.code) !== lane)
    } else if (e.deed === 'start') {
      const ends = rivals(this.scheme, name)
      f.running = [...f.running.filter((r) => !ends.includes(r.code)), { subject, code: name, since: e.at, entry: e.id }]
    }
    if (e.deed !== 'stop') this.n++
    if (e.deed !== 'point') f.taps.set(lane, e.at)
    this.last = [e, ...this.last].slice(0, shown)
  }

  private foldAnew(): void {
    this.folded = fold(this.scheme, this.entries)
    const f = this.folded
    const none = new Set(f.ignored.map((i) => i.id))
    const counts = this.entries.filter((e) => (e.deed === 'point' || e.deed === 'start' || e.deed === 'stop') && f.alive.has(e.id) && !none.has(e.id))
    this.last = counts.slice(-shown).reverse()
    this.n = counts.filter((e) => e.deed !== 'stop').length
    this.floor = this.entries.reduce((at, e) => (e.deed === 'resume' && f.alive.has(e.id) ? Math.max(at, e.at) : at), 0)
  }
}
