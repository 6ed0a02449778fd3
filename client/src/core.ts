// The phone's program without its screens: what a screen may ask for, and what it
// is told. Nothing here knows a page's elements.
import type {
  Attention, Choice, CodingAnswer, Colleague, Day, DayCourse, DayVisit, Draft, Kind, KEPT, Rating, Scheme, Writing,
} from './wire'
import { launch } from './launch'

export type Phase =
  | 'new' // the phone is not enrolled
  | 'locked' // nothing can be read; recording and writing go on
  | 'open' // the day is in memory

export type KeptVisit = Pick<DayVisit, (typeof KEPT.DayVisit)[number]>
export type KeptCourse = Pick<DayCourse, (typeof KEPT.DayCourse)[number]>

// What may lie on the phone in the clear, and is there without a network.
export interface KeptDay {
  now: string
  today: string // 2026-10-01; older than today: yesterday's, say so
  owner: string
  leader?: Colleague // whom to call
  scheme: Scheme
  visits: KeptVisit[]
  courses: KeptCourse[]
}

// An entry that was made.
export interface Kept {
  id: string
  seq: number
  at: string // the phone's clock, as Header.wall
  // Where it lies now: in the phone's storage, or in memory alone, because there is
  // no room or no storage. Memory is gone when the page closes: say so loudly.
  where: 'phone' | 'memory'
}

export type Why =
  | 'network' // no connection: what can be done without goes on
  | 'unlock' // the phone's session is over: ask for the PIN
  | 'revoked' // the phone has been locked from the desk
  | 'code' // the code from the desk is wrong, used or older than ten minutes
  | 'pin' // wrong PIN
  | 'locked' // too many wrong PINs: its owner opens it at the desk
  | 'often' // PINs were tried too fast: wait a little
  | 'waits' // refused while something waits on the phone
  | 'other-tab' // another tab writes; this one only shows
  | 'unknown-course' // there is no key for that course on this phone
  | 'storage' // the phone cannot keep anything
  | 'declined' // whoever the contact is with said no to being coded
  | 'server' // the server could not; try again

// What a deed of the core fails with. text is the server's own words where it gave any.
export interface Failure extends Error { why: Why; text: string }

// An entry that a person must act on: it is never sent again by itself.
export interface RefusedEntry {
  id: string
  seq: number
  at: string
  kind: Kind
  session: string
  result: 'refused' | 'clash' | 'erased'
  text: string // the server's words, in the language they came in
}

export interface Status {
  waits: number // entries that lie on this phone alone
  oldest?: string // Header.wall of the oldest of them
  age: 'none' | 'fresh' | 'day' | 'three-days' // of the oldest: > 24 h is amber, > 72 h red
  online: boolean
  sending: boolean
  refused: RefusedEntry[]
  clash: boolean // two entries with one number: enrol the phone anew
  memoryOnly: number // entries and pictures in memory alone, right now
  storage: 'ok' | 'full' | 'none' // none: the phone is "kun online"
  otherTab: boolean // another tab writes
  // The browser has taken away what lay on this phone. What was not sent is gone; the
  // page about phones at the desk shows what is missing.
  emptied: boolean
  former: number // of waits: entries of this phone's former key; only handing over helps
  distrusted: boolean // a receipt came that is not signed as it should be: nothing is let go
  lastSync?: string
  headSeq: number
  pictures: number // pictures whose pieces are still on their way
  update: boolean // a newer program is ready and taken into use at the next start
  unlock: boolean // something waits, and sending it asks for the PIN
  closed: boolean // the phone has been shut out from the desk: hand over what waits
  onlyOnline: boolean // the phone's check failed, or it has no storage
}

// A segment that was never ended, found when the program started.
export interface Interrupted {
  segment: string
  case: string
  session: string
  started: string // wall clock of the start
  last: string // wall clock of its last entry
  at: number // the segment's clock at its last entry, ms
  taps: number // moments and states that were tapped
}

export type Part = 'arrival' | 'play' | 'meal' | 'farewell' | 'other'

export interface RunningState { code: string; subject: string; since: number /* ms */; for: number /* ms so far */ }
export interface LastEvent {
  id: string
  code: string
  subject: string
  deed: 'point' | 'start' | 'stop'
  at: number // ms
  kept: boolean // it lies on the phone; drawn differently until then
}
export interface Reach { id: string; deed: string; code?: string; at: number }

export interface CodingView {
  mode: 'running' | 'paused' | 'ended'
  paused: boolean
  running: RunningState[] // in the order they began
  last: LastEvent[] // at most five, the newest first
  elapsed: number // ms on the segment's clock, pauses included
  minutes: number // the length chosen: 5, 8 or 10
  over: boolean // the length is reached; it is not ended by itself
  count: number // events so far
  undo?: Reach // what undoing would take back
  redo?: Reach
  closed: RunningState[] // after the end: the states that it closed
}

export interface Tap {
  // slip: a second tap on the same state within half a second; nothing was entered.
  result: 'tapped' | 'slip' | 'paused' | 'ended' | 'long' | 'nothing'
  id?: string
  at: number
  deed?: string
  code?: string
  kept?: Promise<Kept> // resolves when it lies on the phone
}

// A segment being coded.
export interface Coding {
  readonly segment: string
  readonly session: string
  readonly part: Part
  readonly begun: Promise<Kept>
  readonly view: CodingView // worked out anew at each reading; read it each second
  onchange: (() => void) | undefined
  tap(code: string, ago?: boolean): Tap // ago: two seconds ago
  remark(text: string): Tap // a note at the moment, in the coding itself
  undo(): Tap
  redo(): Tap
  pause(): Tap
  resume(): Tap
  end(): Tap
}

export interface Check {
  name: 'persist' | 'installed' | 'storage' | 'keys' | 'locks'
  good: boolean
  needed: boolean // without it the phone is "kun online"
  took?: number // ms
}

export type DraftForm = 'before' | 'during' | 'after' | 'visit' | 'stop' | 'attention' | 'note'
export type WritingPart = Omit<Writing, 'v' | 'session'>

export interface Core {
  readonly phase: Phase
  readonly kept: KeptDay | undefined
  readonly day: Day | undefined
  readonly name: string // what the owner called the phone
  readonly status: Status
  readonly interrupted: Interrupted[]
  readonly coding: Coding | undefined // the one that runs
  onstatus: (() => void) | undefined // status, phase, day or interrupted changed

  enrol(code: string, name: string, pin: string): Promise<void>
  unlock(pin: string): Promise<void> // asks the server; fails with 'network' without one
  lock(): Promise<void> // forgets the day; goes on recording
  lockReading(): void // the same, and asks nobody
  // In a parent's or a child's hands: from giveOut until a right PIN, whatever is closed
  // or loaded anew in between. The day is not fetched, nothing is taken off the phone.
  readonly handed: boolean
  giveOut(): Promise<void> // fails with 'storage' where the phone could not remember it
  // takeBack asks the server for the PIN; without a network the phone judges it where it
  // can, and locks reading after five wrong ones. 'network': it cannot be judged now.
  takeBack(pin: string): Promise<void>
  readonly judges: boolean // the PIN can be judged without a network
  refresh(): Promise<void> // fetches the day
  sync(): Promise<void> // sends now what waits
  touch(): void // the person is there: reading is not locked for another half hour

  // write resolves when the entry lies on the phone, or when it is clear that it
  // can only be in memory. session may be '' for what concerns none. kind is 'note'
  // for all but a picture ('file').
  write(course: string, session: string, kind: Kind, writing: WritingPart): Promise<Kept>
  // draft keeps what is being written, at most every few seconds, and when the page is
  // hidden; draftNow at once, and tells when it lies on the phone.
  draft(course: string, session: string, draft: Draft): void
  draftNow(course: string, session: string, draft: Draft): Promise<Kept>
  // begun puts a visit that nobody had planned on the day of this phone.
  begun(visit: KeptVisit): void
  // How long has been written on the note of a session, in ms; kept over a restart.
  spent(session: string): number
  spend(session: string, ms: number): void
  // picture takes a photo of the phone: its metadata is taken off, it is sealed, kept
  // and sent in pieces.
  picture(course: string, session: string, photo: Blob, words: string): Promise<Kept>

  answerOf(visit: KeptVisit): CodingAnswer | undefined // about being coded; none: nobody has asked
  // answerCoding keeps what whoever the contact is with said about being coded; it
  // holds at once. A no ends what is being coded of the contact. at: when it was said.
  answerCoding(visit: KeptVisit, agrees: boolean, at?: Date): Promise<Kept>
  // startCoding fails with 'declined' where the answer in force is no.
  startCoding(visit: KeptVisit, part: Part, minutes: number): Coding
  // endInterrupted ends an interrupted segment at its last tap.
  endInterrupted(segment: string): Promise<Kept>

  newID(): string // a ULID, for Rating.id, Attention.id, Stop.id and a session that was not planned
  check(): Promise<Check[]> // the day-one check
  readonly checked: { at: string; good: boolean } | undefined
  // handOver makes a file of what waits, to be handed in at the desk. What the phone's
  // former key signed goes first, in a file of its own.
  handOver(): Promise<Blob>
  // handedIn lets go what the former key signed, when the desk has taken the file: it
  // can never be sent from here. What is of the phone as it is now stays and is sent.
  handedIn(): Promise<void>
  // leaveWithFile takes everything off the phone once the desk has taken the file that
  // was made last; 'waits' where something has been entered since.
  leaveWithFile(): Promise<void>
  giveUp(id: string): Promise<void> // a refused or clashing entry was dealt with at the desk: it may go
  forget(): Promise<void> // takes the phone out of use; 'waits' while something waits
  wipe(): Promise<void> // takes everything off the phone, also what waits: it is lost

  hideScreen(hidden: boolean): void // a plain screen in front; the clock and the coding go on
  readonly hidden: boolean
  keepAwake(on: boolean): Promise<boolean> // whether the screen stays awake
  buzz(): void // where the phone can vibrate
}

export type { Attention, Choice, CodingAnswer, Day, DayCourse, DayVisit, Draft, Kind, Rating, Scheme, Writing }

// start opens what lies on the phone, becomes the one tab that writes if there is
// none, and begins to send. It never asks the network for anything first.
export function start(): Promise<Core> {
  return launch()
}
