// The segment's clock. The monotonic clock counts; it stands still while a phone
// sleeps, and the wall clock can be set by hand, so both are looked at.
export interface Clocks {
  mono(): number // ms, never goes back
  wall(): number // ms since 1970, as the phone believes
}

export const phoneClocks: Clocks = { mono: () => performance.now(), wall: () => Date.now() }

// More than this between the two clocks is no drift.
const drift = 250

// No segment is longer, so no sleep within one is.
const longest = 4 * 60 * 60 * 1000

// The clock was set anew: what it was put forward by, and what the wall clock did.
export interface Anchored { by: number; apart: number }

export class SegmentClock {
  private from: number
  private mono: number
  private wall: number

  constructor(private readonly clocks: Clocks) {
    this.from = this.mono = clocks.mono()
    this.wall = clocks.wall()
  }

  // Whole milliseconds since the start.
  now(): number {
    return Math.max(0, Math.round(this.clocks.mono() - this.from))
  }

  // look compares the clocks with the last look. When they differ, the page was out
  // of sight and the wall clock is ahead, the phone slept: the time is put forward.
  // Else somebody set the wall clock, and the monotonic one stands.
  look(wasHidden: boolean): Anchored | undefined {
    const mono = this.clocks.mono()
    const wall = this.clocks.wall()
    const passed = wall - this.wall
    const apart = Math.round(passed - (mono - this.mono))
    this.mono = mono
    this.wall = wall
    if (Math.abs(apart) <= drift) return undefined
    const by = wasHidden && apart > 0 && passed <= longest ? apart : 0
    this.from -= by
    return { by, apart }
  }
}
