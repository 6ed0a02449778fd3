// What is being written, kept while it is written: sealed like all else, a moment
// after the last key, when the field is left, and when the page goes out of sight.
import type { Kept } from './core'
import type { Draft } from './wire'

const rest = 4000 // ms after the last change
const longest = 15_000 // ms after the first one

interface Open { course: string; session: string; draft: Draft; first: number; timer: ReturnType<typeof setTimeout> }

export class Drafts {
  private readonly open = new Map<string, Open>()
  private readonly last = new Map<string, { text: string; kept: Promise<Kept> }>()

  constructor(private readonly keep: (course: string, session: string, draft: Draft) => Promise<Kept>) {
    globalThis.document?.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.flush().catch(() => {}) })
    globalThis.addEventListener?.('pagehide', () => { this.flush().catch(() => {}) })
  }

  write(course: string, session: string, draft: Draft): void {
    const name = nameOf(course, session, draft.form)
    const was = this.open.get(name)
    if (was) clearTimeout(was.timer)
    const first = was?.first ?? Date.now()
    const wait = Math.max(0, Math.min(rest, first + longest - Date.now()))
    const copy = { ...draft, fields: { ...draft.fields } }
    this.open.set(name, { course, session, draft: copy, first, timer: setTimeout(() => { this.one(name)?.catch(() => {}) }, wait) })
  }

  // now keeps it at once, and tells when it lies on the phone.
  now(course: string, session: string, draft: Draft): Promise<Kept> | undefined {
    this.write(course, session, draft)
    return this.one(nameOf(course, session, draft.form))
  }

  // handedIn forgets the draft of what has been handed in.
  handedIn(course: string, session: string, form: string): void {
    const name = nameOf(course, session, form)
    clearTimeout(this.open.get(name)?.timer)
    this.open.delete(name)
    this.last.delete(name)
  }

  // flush keeps all at once, and tells when it lies on the phone.
  async flush(): Promise<void> {
    await Promise.all([...this.open.keys()].map((name) => this.one(name)))
  }

  private one(name: string): Promise<Kept> | undefined {
    const d = this.open.get(name)
    if (!d) return undefined
    clearTimeout(d.timer)
    this.open.delete(name)
    const text = JSON.stringify(d.draft), was = this.last.get(name)
    if (was?.text === text) return was.kept
    const made = { text, kept: this.keep(d.course, d.session, d.draft) }
    this.last.set(name, made)
    made.kept.catch(() => { if (this.last.get(name) === made) this.last.delete(name) })
    return made.kept
  }
}

const nameOf = (course: string, session: string, form: string): string => `${course} ${session} ${form}`
