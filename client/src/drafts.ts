// What is being written, kept while it is written: sealed like all else, a moment
// after the last key, when the field is left, and when the page goes out of sight.
import type { DraftForm } from './core'

const rest = 4000 // ms after the last change
const longest = 15_000 // ms after the first one

interface Open { fields: Record<string, string>; first: number; timer: ReturnType<typeof setTimeout> }

export class Drafts {
  private readonly open = new Map<string, Open & { course: string; session: string; form: DraftForm }>()
  private readonly last = new Map<string, string>() // what was kept

  constructor(private readonly keep: (course: string, session: string, form: DraftForm, fields: Record<string, string>) => void) {
    globalThis.document?.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.flush() })
    globalThis.addEventListener?.('pagehide', () => this.flush())
  }

  write(course: string, session: string, form: DraftForm, fields: Record<string, string>, now: boolean): void {
    const name = session + ' ' + form
    const was = this.open.get(name)
    if (was) clearTimeout(was.timer)
    const first = was?.first ?? Date.now()
    const wait = Math.max(0, Math.min(rest, first + longest - Date.now()))
    this.open.set(name, { course, session, form, fields: { ...fields }, first, timer: setTimeout(() => this.one(name), wait) })
    if (now) this.one(name)
  }

  // handedIn forgets the draft of what has been handed in.
  handedIn(session: string, form: DraftForm): void {
    const name = session + ' ' + form
    clearTimeout(this.open.get(name)?.timer)
    this.open.delete(name)
    this.last.delete(name)
  }

  flush(): void {
    for (const name of [...this.open.keys()]) this.one(name)
  }

  private one(name: string): void {
    const d = this.open.get(name)
    if (!d) return
    clearTimeout(d.timer)
    this.open.delete(name)
    const text = JSON.stringify(d.fields)
    if (this.last.get(name) === text) return
    this.last.set(name, text)
    this.keep(d.course, d.session, d.form, d.fields)
  }
}
