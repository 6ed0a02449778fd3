// How long has been written on each note, in milliseconds: it goes on after a restart,
// and names nobody.
import type { Store } from './store'

const key = 'spent'
const between = 5000 // ms of writing that may be lost

export class Spent {
  private ms: Record<string, number> = {}
  private kept: Record<string, number> = {}

  constructor(private readonly store: Store | undefined) {}

  async load(): Promise<void> {
    this.kept = (await this.store?.get<Record<string, number>>(key).catch(() => undefined)) ?? {}
    this.ms = { ...this.kept }
  }

  of(session: string): number { return this.ms[session] ?? 0 }

  // keep lets go what is of sessions that are no longer known.
  keep(session: string, ms: number, known: string[]): void {
    this.ms[session] = ms
    if (Math.abs(ms - (this.kept[session] ?? 0)) < between) return
    this.ms = Object.fromEntries(Object.entries(this.ms).filter(([s]) => s === session || known.includes(s)))
    this.kept = { ...this.ms }
    void this.store?.put({ [key]: this.kept }).catch(() => {})
  }
}
