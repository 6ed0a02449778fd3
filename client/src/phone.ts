// The phone as its screens see it: one object that holds what is known, and through
// which everything is done.
import { addBegun, carryBegun } from './begun'
import { enough, checkPhone } from './check'
import { phoneClocks } from './clock'
import { Run, openKey } from './coding'
import type {
  Check, Coding, Core, DraftForm, Failure, Interrupted, Kept, KeptDay, KeptVisit, Part, Phase, Status, WritingPart,
} from './core'
import { Drafts } from './drafts'
import { wall } from './entry'
import { fileOf } from './filed'
import { Hands } from './hands'
import { type Device, type FreshKey, Pools, newKey, newLife } from './keys'
import { Refused, call, explained, failure } from './net'
import { Outbox } from './outbox'
import { redraw, sealPicture, sendPicture } from './picture'
import { enrol, fetchDay, keepable, unlock } from './session'
import { interruptedBy } from './interrupted'
import { forgetMark, leaveMark, wasHere } from './marker'
import { carrySaid } from './said'
import { Spent } from './spent'
import { statusOf } from './status'
import type { PictureRow, Store } from './store'
import { Sync } from './sync'
import { ulid } from './ulid'
import { Wake, buzz } from './wake'
import { type CodingAnswer, type Day, type Draft, type Kind, type Lost, type PublicKey, Schema, Version, WritingSchema } from './wire'

// The build, filled in when the program is made.
export const app = 'build-000000'

const idle = 30 * 60 * 1000 // reading locks
const freshEnough = 5 * 60 * 1000 // the day is fetched again

export class Phone implements Core {
  phase: Phase = 'new'
  kept: KeptDay | undefined
  day: Day | undefined
  interrupted: Interrupted[] = []
  checked: { at: string; good: boolean } | undefined
  onstatus: (() => void) | undefined
  hidden = false
  update = false
  writer = false
  closed = false
  emptied = false
  needsUnlock = false
  outbox: Outbox | undefined
  sender: Sync | undefined
  pictures: PictureRow[] = []
  readonly loose = new Set<string>() // pictures in memory alone, by digest
  device: Device | undefined
  private run: Run | undefined
  private fresh: FreshKey | undefined
  private filed = '' // what was in the file that was made last
  private touched = Date.now()
  private fetched = 0
  private readonly saidLost = new Set<string>()
  private freeCoding: (() => void) | undefined
  private readonly life = newLife()
  private readonly pools = new Pools()
  private readonly wake = new Wake()
  private readonly hands: Hands
  private readonly drafts = new Drafts((course, session, draft) => this.write(course, session, 'note', { draft }))
  private readonly times: Spent

  constructor(readonly store: Store | undefined) {
    this.times = new Spent(store)
    this.hands = new Hands(store, () => { if (this.handed) this.lockReading(); else this.changed() })
    setInterval(() => this.tick(), 30_000)
    document.addEventListener('visibilitychange', () => this.run?.shown(document.visibilityState === 'visible'))
    // A page that the browser puts aside must not keep others from the storage.
    addEventListener('pagehide', () => this.store?.drop())
  }

  get name(): string { return this.device?.name ?? '' }
  get handed(): boolean { return this.hands.out && !this.closed }
  get judges(): boolean { return this.hands.judges }
  get coding(): Coding | undefined { return this.run?.running ? this.run : undefined }
  get status(): Status { return statusOf(this) }

  readonly changed = (): void => this.onstatus?.()

  // load finds what lies on the phone.
  async load(): Promise<void> {
    const [device, kept, checked, fresh, closed, pictures] = await Promise.all([
      this.store?.get<Device>('device'), this.store?.get<KeptDay>('kept'), this.store?.get<{ at: string; good: boolean }>('checked'),
      this.store?.get<FreshKey>('fresh'), this.store?.get<boolean>('closed'), this.store?.pictures(), this.hands.load(), this.times.load(),
    ])
    this.kept = kept
    this.checked = checked
    this.fresh = fresh
    this.pictures = pictures ?? []
    if (device) {
      await this.become(device)
      this.closed = closed === true
    } else this.emptied = wasHere()
  }

  private async become(device: Device): Promise<void> {
    this.sender?.stop()
    this.device = device
    this.phase = 'locked'
    this.closed = false
    const outbox = await Outbox.open(this.store, device, {
      app, life: this.life, pools: this.pools, now: () => new Date(), refill: () => ({ device, kept: this.kept, checked: this.checked }),
    })
    outbox.onchange = this.changed
    this.outbox = outbox
    this.sender = new Sync({
      outbox, store: this.store, app,
      now: () => new Date(),
      onlyOnline: () => this.status.onlyOnline,
      may: () => this.writer && !this.needsUnlock && !this.closed,
      locked: () => { this.needsUnlock = true; this.lockReading() },
      closed: () => this.shutOut(),
      changed: () => { leaveMark(device.id, outbox.headSeq); this.changed() },
      pictures: () => this.sendPictures(),
      lost: (ranges) => this.giveLost(ranges),
    })
  }

  // own is called when this tab is the one that writes; anew, when another has written
  // since this one was loaded.
  async own(anew: boolean): Promise<void> {
    if (this.outbox) {
      if (anew) await this.outbox.load()
      this.interrupted = await interruptedBy(this.store, this.run?.segment).catch(() => [])
    }
    this.writer = true
    this.warm()
    this.sender?.begin()
    this.changed()
  }

  // warm prepares sealing, so that the first tap is as fast as the next.
  private warm(): void {
    for (const c of this.kept?.courses ?? []) void this.pools.of(c.key).fill()
  }

  // --- Making known, unlocking, reading ------------------------------------------

  async enrol(code: string, name: string, pin: string): Promise<void> {
    if (!this.writer) throw failure('other-tab')
    if (this.outbox && !this.closed && !this.status.clash && this.outbox.toSend().length > 0) throw failure('waits')
    this.fresh ??= await newKey()
    const lasting = await this.store?.put({ fresh: this.fresh }).then(() => true, () => false)
    let device: Device
    try {
      device = await enrol({ code, name, pin, app, key: this.fresh })
    } catch (problem) {
      throw explained(problem)
    }
    if (lasting) await this.store?.put({ device, fresh: undefined, closed: undefined })
    this.fresh = undefined
    this.emptied = false
    await this.become(device)
    if (!lasting && this.outbox) this.outbox.storage = 'none'
    leaveMark(device.id, 0)
    await this.unlock(pin)
    this.sender?.begin()
  }

  async unlock(pin: string): Promise<void> {
    if (!this.device) throw failure('revoked')
    try {
      await unlock(this.device, pin)
    } catch (problem) {
      const why = explained(problem)
      if (why.why === 'revoked') this.shutOut()
      throw why
    }
    this.hands.learn(pin)
    await this.hands.taken()
    this.needsUnlock = false
    if (this.closed) await this.store?.put({ closed: undefined }).catch(() => {})
    this.closed = false
    await this.refresh()
    this.sender?.nudge()
  }

  giveOut(): Promise<void> { return this.hands.give() }

  async takeBack(pin: string): Promise<void> {
    try {
      return await this.unlock(pin)
    } catch (problem) {
      if ((problem as Partial<Failure>).why !== 'network') throw problem
    }
    try {
      await this.hands.judge(pin)
    } catch (problem) {
      if (!this.judges) this.lockReading()
      throw problem
    }
    await this.hands.taken()
    this.changed()
  }

  // shutOut is told by the server: from now on only a file and a new key help.
  private shutOut(): void {
    if (!this.closed) void this.store?.put({ closed: true }).catch(() => {})
    this.closed = true
    this.lockReading()
  }

  async lock(): Promise<void> {
    this.lockReading()
    await this.sender?.now().catch(() => {})
    this.needsUnlock = true
    await call('POST', '/v1/lock', {}).catch(() => {})
    this.changed()
  }

  lockReading(): void {
    this.drafts.flush().catch(() => {})
    this.day = undefined
    if (this.phase === 'open') this.phase = 'locked'
    this.changed()
  }

  async refresh(byPerson = true): Promise<void> {
    if (!this.device || this.handed) throw failure('unlock')
    const waited = new Set(this.outbox?.unsent().map((r) => r.contact))
    let day: Day
    try {
      day = await fetchDay(byPerson)
    } catch (problem) {
      const why = explained(problem)
      if (why.why === 'unlock') this.lockReading()
      if (why.why === 'revoked') this.shutOut()
      throw why
    }
    if (this.handed) throw failure('unlock') // given out while it was on its way
    carrySaid(this.kept, day, (session) => waited.has(session))
    const waiting = new Set(this.outbox?.unsent().map((r) => r.contact))
    carryBegun(this.kept, day, (session) => waiting.has(session))
    this.day = day
    this.kept = keepable(day)
    this.fetched = Date.now()
    if (byPerson) this.touched = this.fetched
    this.phase = 'open'
    this.needsUnlock = false
    this.warm()
    if (this.writer) await this.store?.put({ kept: this.kept }).catch(() => {})
    this.changed()
  }

  touch(): void { this.touched = Date.now() }

  private tick(): void {
    if (document.visibilityState === 'visible') void this.outbox?.drain()
    this.hands.tell()
    for (const row of this.pictures) if (this.loose.has(row.digest)) void this.keepPicture(row)
    if (this.phase !== 'open') return
    const now = Date.now()
    if (!this.coding && now - this.touched > idle) this.lockReading()
    else if (!this.coding && document.visibilityState === 'visible' && now - this.fetched > freshEnough) {
      this.refresh(this.touched > this.fetched).catch(() => {})
    }
    this.changed() // ages grow
  }

  sync(): Promise<void> {
    return this.sender?.now().catch((problem: unknown) => { throw explained(problem) }) ?? Promise.resolve()
  }

  // --- Entering --------------------------------------------------------------------

  private keyOf(course: string): PublicKey {
    const key = (this.day?.courses ?? this.kept?.courses)?.find((c) => c.case === course)?.key
      ?? this.kept?.courses.find((c) => c.case === course)?.key
    if (!key) throw failure('unknown-course')
    return key
  }

  private box(): Outbox {
    if (!this.outbox) throw failure('storage')
    if (!this.writer) throw failure('other-tab')
    return this.outbox
  }

  async write(course: string, session: string, kind: Kind, writing: WritingPart): Promise<Kept> {
    const box = this.box()
    const form = writing.draft?.form as DraftForm | undefined
    if (form && writing[form]) this.drafts.handedIn(course, session, form)
    const payload = { v: Version, ...(session ? { session } : {}), ...writing }
    return this.entered(await box.append({
      case: course, contact: session, kind, schema: WritingSchema, payload, mono: performance.now(), key: this.keyOf(course),
    }))
  }

  private entered(kept: Kept): Kept {
    this.sender?.soon()
    return kept
  }

  draft(course: string, session: string, draft: Draft): void { this.drafts.write(course, session, draft) }

  draftNow(course: string, session: string, draft: Draft): Promise<Kept> {
    return this.drafts.now(course, session, draft) ?? Promise.reject(failure('storage'))
  }

  begun(visit: KeptVisit): void {
    for (const visits of [this.day?.visits, this.kept?.visits]) if (visits) addBegun(visits, visit)
    if (this.writer) void this.store?.put({ kept: this.kept }).catch(() => {})
    this.changed()
  }

  spent(session: string): number { return this.times.of(session) }

  spend(session: string, ms: number): void { this.times.keep(session, ms, this.kept?.visits.map((v) => v.session) ?? []) }

  answerCoding(visit: KeptVisit, agrees: boolean, at = new Date()): Promise<Kept> {
    const box = this.box(), key = this.keyOf(visit.case), coding = { agrees, at: wall(at) }
    for (const v of this.visitsKept(visit)) v.coding = coding
    const kept = box.append({
      case: visit.case, contact: visit.session, kind: 'note', schema: WritingSchema, payload: { v: Version, session: visit.session, coding },
      mono: performance.now(), key, meta: { kept: this.kept },
    })
    if (!agrees && this.coding?.session === visit.session) this.coding.end()
    this.changed()
    return kept.then((k) => this.entered(k))
  }

  // The day as it is known now counts, not how it was when a screen was drawn.
  answerOf(visit: KeptVisit): CodingAnswer | undefined { return (this.visitsKept(visit)[1] ?? visit).coding }

  // visitsKept is one visit wherever it lies.
  private visitsKept(visit: KeptVisit): KeptVisit[] {
    return [visit, ...(this.day?.visits ?? []), ...(this.kept?.visits ?? [])].filter((v) => v.session === visit.session)
  }

  startCoding(visit: KeptVisit, part: Part, minutes: number): Coding {
    const outbox = this.box()
    const scheme = this.kept?.scheme
    if (!scheme) throw failure('unknown-course')
    if (this.answerOf(visit)?.agrees === false) throw failure('declined')
    if (this.coding) this.coding.end()
    const run = new Run({
      outbox, clocks: phoneClocks, scheme, key: this.keyOf(visit.case), life: this.life,
      changed: () => { this.freeCoding?.(); this.sender?.soon(); this.changed() },
    }, visit, part, minutes)
    this.run = run
    // Held while coding: a newer program is not taken into use.
    void navigator.locks?.request(codingLock, () => new Promise<void>((free) => { this.freeCoding = free; if (!run.running) free() }))
    this.changed()
    return run
  }

  async endInterrupted(segment: string): Promise<Kept> {
    const was = this.interrupted.find((i) => i.segment === segment)
    if (!was) throw failure('unknown-course')
    const kept = await this.box().append({
      case: was.case, contact: was.session, kind: 'end', schema: Schema, payload: { v: Version, segment, deed: 'end', at: was.at },
      mono: was.at, key: this.keyOf(was.case), meta: { [openKey(segment)]: undefined },
    })
    this.interrupted = this.interrupted.filter((i) => i !== was)
    this.changed()
    return this.entered(kept)
  }

  async picture(course: string, session: string, photo: Blob, words: string): Promise<Kept> {
    this.box()
    const { row, picture } = await sealPicture(await redraw(photo), words)
    this.pictures.push(row)
    const kept = await this.keepPicture(row)
    const entry = await this.write(course, session, 'file', { picture })
    return kept ? entry : { ...entry, where: 'memory' }
  }

  // keepPicture lays a picture on the phone; one that finds no room is tried again.
  private async keepPicture(row: PictureRow): Promise<boolean> {
    const kept = this.store !== undefined && (await this.store.putPicture(row).then(() => true, () => false))
    if (kept) this.loose.delete(row.digest)
    else this.loose.add(row.digest)
    this.changed()
    return kept
  }

  private async sendPictures(): Promise<void> {
    for (const row of [...this.pictures]) {
      try {
        await sendPicture(row, async () => { await this.keepPicture(row) })
      } catch (problem) {
        if (problem instanceof Refused && problem.status === 400) continue // the others go on
        throw problem
      }
      if (row.have < row.bytes.length) continue
      this.pictures = this.pictures.filter((p) => p !== row)
      this.loose.delete(row.digest)
      await this.store?.removePicture(row.digest)
    }
  }

  // giveLost says of numbers that lie nowhere any more that they are lost.
  private async giveLost(ranges: [number, number][]): Promise<void> {
    const course = this.kept?.courses[0]
    if (!course) return
    for (const [from, to] of ranges) {
      const said = `lost:${this.device?.id}:${from}-${to}`
      if (this.saidLost.has(said) || (await this.store?.get(said))) continue
      this.saidLost.add(said)
      const payload: Lost = { v: Version, from, to, reason: 'memory' }
      await this.box().append({
        case: course.case, contact: '', kind: 'void', schema: WritingSchema, payload, mono: performance.now(), key: course.key, meta: { [said]: true },
      })
      this.sender?.soon()
    }
  }

  newID(): string { return ulid() }

  // --- The phone itself --------------------------------------------------------------

  async check(): Promise<Check[]> {
    const found = await checkPhone()
    this.checked = { at: wall(new Date()), good: enough(found) }
    await this.store?.put({ checked: this.checked }).catch(() => {})
    this.changed()
    return found
  }

  async handOver(): Promise<Blob> {
    const box = this.outbox
    if (!box) throw failure('storage')
    const { file, whole } = fileOf(box, this.pictures, app)
    this.filed = whole ? this.lies() : ''
    return file
  }

  // lies names what lies here, so that what came after the file was made is not taken
  // off with it.
  private lies(): string {
    return [this.outbox?.headSeq, ...this.pictures.map((p) => p.digest)].join(' ')
  }

  async leaveWithFile(): Promise<void> {
    if (this.filed === '' || this.filed !== this.lies() || this.coding) throw failure('waits')
    await this.wipe()
  }

  async handedIn(): Promise<void> {
    this.owners()
    for (const row of this.outbox?.unsent() ?? []) if (row.dev !== this.device?.id) await this.outbox?.remove(row.id)
  }

  // owners refuses what takes something off the phone while it is in other hands.
  private owners(): void { if (this.handed) throw failure('unlock') }

  async giveUp(id: string): Promise<void> {
    this.owners()
    if (!this.outbox?.stuck().some((r) => r.id === id)) throw failure('waits')
    await this.outbox.remove(id)
  }

  async forget(): Promise<void> {
    this.owners()
    await this.drafts.flush().catch(() => { throw failure('waits') })
    await this.sender?.now().catch(() => {})
    const s = this.status
    if (s.waits > 0 || s.refused.some((r) => r.result !== 'erased') || s.pictures > 0 || this.coding) throw failure('waits')
    await this.wipe()
  }

  async wipe(): Promise<void> {
    this.owners()
    if (!this.writer) throw failure('other-tab')
    this.sender?.stop()
    if (this.coding) this.coding.end()
    await call('POST', '/v1/lock', {}).catch(() => {})
    await this.hands.taken()
    await this.store?.destroy()
    forgetMark()
    this.device = this.outbox = this.sender = this.day = this.kept = this.checked = this.run = undefined
    this.pictures = []
    this.loose.clear()
    this.interrupted = []
    this.phase = 'new'
    this.emptied = this.closed = this.needsUnlock = false
    this.changed()
  }

  hideScreen(hidden: boolean): void {
    this.hidden = hidden
    this.changed()
  }

  keepAwake(on: boolean): Promise<boolean> { return this.wake.keep(on) }
  buzz(): void { buzz() }
}

export const codingLock = 'samspil-phone-coding'
