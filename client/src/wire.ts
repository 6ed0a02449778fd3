// Made by "go run ./client" from internal/wire; change it there.

// Day is what a phone is given: today's and tomorrow's sessions of its owner, and
// the owner's living courses. Never a surname, a CPR number or a place. What is
// marked "kept" may lie on the phone in the clear; all else lives in memory only.
export interface Day {
  v: number
  // kept
  now: string
  // kept; 2026-10-01
  today: string
  // first name of the phone's owner, a member of staff; kept
  owner: string
  // kept; whom the owner calls when a child may be in danger
  leader?: Colleague
  receipts: PublicKey
  // kept
  scheme: Scheme
  visits: DayVisit[]
  courses: DayCourse[]
  // own entries on the shelf, that a person must look at
  held_back: HeldBack[]
}

// Colleague is a member of staff, by first name, and where to call.
export interface Colleague {
  name: string
  // as it is written; empty when it is not known
  phone: string
}

// DayCourse is a course of the owner's, without a name.
export interface DayCourse {
  // kept
  case: string
  // kept; "N."
  initials: string
  // kept; the programme has contacts
  contacts: boolean
  // kept; the outbox key
  key: PublicKey
  // kept; of sessions
  kinds: Choice[]
  goals: Choice[]
  // Note is the relation in words
  persons: Choice[]
  strands: DayStrand[]
  // of what belongs to no session
  drafts?: Draft[]
}

// Choice is something to choose.
export interface Choice {
  id: string
  label: string
  note?: string
}

// DayStrand is a scale that somebody rates.
export interface DayStrand {
  id: string
  // the question, as it is asked of the rater
  label: string
  // "child", "parent", "consultant" …
  rater: string
  // first name or role of the rater
  who: string
  low: number
  high: number
  step: number
  // words for each value from Low, where it has them
  steps?: string[]
  due: boolean
}

// DayVisit is one session of the owner's.
export interface DayVisit {
  // kept
  case: string
  // kept
  session: string
  // kept
  initials: string
  // kept; as session.Kind
  kind: string
  // kept; the kind in words
  label: string
  // kept
  start: string
  // kept
  end: string
  // kept; as session.Status
  status: string
  // kept
  signed: boolean
  // kept; what happens may be described and coded
  describe: boolean
  // kept; if not, why, in words without a name
  why?: string
  // kept
  versions: Versions
  // Who the contact is with, by role and never by name: "mor"; empty when the session is
  // no contact.
  // kept
  with?: string
  // Coding is the answer about being coded that is in force; none: nobody has asked.
  // kept
  coding?: CodingAnswer
  // Supervised: the law asks whether somebody was there all the time. None when the
  // session is no contact.
  supervised?: boolean
  // of the contact
  number?: number
  persons?: string[]
  // as it stands
  before?: Before
  during?: During
  after?: After
  visit?: Visit
  // what was agreed for this time
  last_time?: string
  // of the talk ahead: ID is the field of Before
  points?: Choice[]
  segments?: DaySegment[]
  notes?: Note[]
  drafts?: Draft[]
  // start of the next one with the same people
  next?: string
}

// Versions are the numbers of the parts as they stand; 0: not written.
export interface Versions {
  session: number
  before: number
  during: number
  after: number
}

// DaySegment is a coded stretch of the contact.
export interface DaySegment {
  id: string
  part: string
  started: string
  closed: boolean
  mine: boolean
  // Phone is what the owner calls the phone that her own stretch was coded on, where
  // that is another than this.
  phone?: string
  // milliseconds
  length: number
  events: number
}

// HeldBack is an entry that lies on the shelf.
export interface HeldBack {
  entry: string
  session: string
  at: string
  // in words
  why: string
}
// before what is signed of an entry
export const EntryWords = "samspil entry v1"
// HPKE info, followed by the key id
export const SealInfo = "samspil outbox v1"
// before what the server signs
export const ReceiptWords = "samspil receipt v1"
// before the code that a phone signs when it is enrolled
export const EnrolWords = "samspil enrol v1"
// before the challenge that a phone signs when it is unlocked
export const UnlockWords = "samspil unlock v1"
// associated data of a picture
export const FileWords = "samspil file v1"
export const MostHeader = 1024
// of one sending
export const MostBody = 1048576
// of a picture
export const Piece = 262144
// of a picture, sealed
export const MostFile = 4194304
export const WritingSchema = "samspil-writing/1"

// Bytes are bytes written as base64url without padding.
export type Bytes = string

// Header is the part of an entry that lies in the clear. It never says which code,
// no name and no word.
export interface Header {
  v: number
  // ULID made on the phone
  id: string
  dev: string
  // 1, 2, 3 … on this phone, without holes
  seq: number
  // Hash of this phone's entry before; 32 zeros for the first
  prev: Bytes
  case: string
  // id of the session; empty for what concerns none
  contact: string
  // compartment; none is used yet
  comp?: string
  kind: Kind
  // RFC 3339 with milliseconds and offset, as the phone believed it
  wall: string
  // random, new each time the page is loaded
  life: string
  // milliseconds since the contact's or segment's start, in that life
  mono: number
  // build of the phone's program
  app: string
  // Schema or WritingSchema
  sch: string
  // the outbox key it is sealed to
  kid: string
}

// Sealed is an entry as it lies on the phone and travels. The header's text is
// opaque once written: what was signed are its bytes.
export interface Sealed {
  // JSON of a Header
  h: Bytes
  // HPKE encapsulated key, 65 bytes
  e: Bytes
  // ciphertext; associated data is H
  c: Bytes
  // ECDSA P-256 over Message, r and s in 64 bytes
  s: Bytes
}

// Batch is one sending.
export interface Batch {
  v: number
  dev: string
  // the highest number given on the phone so far
  head: number
  // how many entries the phone still holds unsent, these included
  waits: number
  app: string
  // the phone's clock at sending, as Header.Wall
  now: string
  entries: Sealed[]
  // OnlyOnline says that the phone's own check failed: it may not be trusted to
  // keep anything while it has no connection.
  only_online?: boolean
  // Pictures stand in a file that is handed in at the desk, and in no other sending.
  pictures?: SealedPicture[]
}

// SealedPicture is the ciphertext of a picture whose pieces have not all been sent.
export interface SealedPicture {
  // SHA-256 of the ciphertext
  digest: Bytes
  bytes: Bytes
}

// Result is what became of an entry.
export type Result = "stored" | "same" | "clash" | "refused" | "erased" | "later"

// Answer is what became of a batch, one verdict an entry in the order sent.
export interface Answer {
  v: number
  // the server's clock
  now: string
  verdicts: Verdict[]
}

// Verdict is what became of one entry. The phone lets an entry go only when the
// receipt's signature holds and its hash is the entry's own.
export interface Verdict {
  // as the header says; empty when it cannot be read
  id: string
  result: Result
  // language key
  why?: string
  // the same in the person's language
  text?: string
  receipt?: Signed
}

// Signed is a statement by the server: JSON text and the signature over
// ReceiptWords and that text.
export interface Signed {
  b: Bytes
  // ECDSA P-256, 64 bytes
  s: Bytes
}

// Shelf is where a stored entry lies.
export type Shelf = "case" | "quarantine" | "erased"

// Receipt is what a signed receipt says.
export interface Receipt {
  v: number
  id: string
  hash: Bytes
  dev: string
  seq: number
  shelf: Shelf
  // the server's clock when it was stored
  at: string
  // the server's own number
  n: number
  // the receipt key that signed
  kid: string
}

// Have is one entry that a phone believes the server holds.
export interface Have {
  seq: number
  hash: Bytes
}

// Ask asks which of these the server holds, at most MostAsked at a time.
export interface Ask {
  v: number
  dev: string
  // random; stands in the answer, so that an old answer cannot be played again
  nonce: string
  head: number
  have: Have[]
}
export const MostAsked = 2000

// State is what a signed answer to Ask says.
export interface State {
  v: number
  dev: string
  nonce: string
  at: string
  // ranges of the asked numbers that are held with just that hash
  held: [number, number][]
  // ranges of the asked numbers that are not: offer them again
  lacks: [number, number][]
  // numbers up to Head that never came
  holes: [number, number][]
  // the phone has been revoked
  closed: boolean
  kid: string
}

// Lost is the payload of KindVoid: numbers whose entries are gone from the phone.
export interface Lost {
  v: number
  from: number
  to: number
  reason: string
}

// PublicKey is a key that may be known.
export interface PublicKey {
  kid: string
  // uncompressed point of P-256, 65 bytes
  public: Bytes
}

// Enrol makes a phone known, with a code from the owner's desk.
export interface Enrol {
  v: number
  code: string
  // what its owner calls the phone
  name: string
  public: Bytes
  // six digits or more, chosen by the owner
  pin: string
  app: string
  // over EnrolWords and the code, to show that the phone holds the key
  sign: Bytes
}

// Enrolled is the answer.
export interface Enrolled {
  v: number
  dev: string
  // what receipts are verified by
  receipts: PublicKey
}

// Challenge is what a phone signs to be unlocked.
export interface Challenge {
  v: number
  // good for two minutes
  challenge: string
}

// Unlock begins a phone's session of a working day.
export interface Unlock {
  v: number
  dev: string
  challenge: string
  pin: string
  // over UnlockWords and the challenge
  sign: Bytes
}

// Problem is the answer to what cannot be done.
export interface Problem {
  v: number
  // language key
  why: string
  // in the person's language
  text: string
}
export const Version = 1
export const Schema = "samspil-coding/1"
// Block is what a payload is padded to a multiple of, so that its size says
// little of what is in it. A tap without words fits in one.
export const Block = 256
// MostPayload is the largest payload taken: three texts of 2,000 characters.
export const MostPayload = 32768
// MostScheme is the largest scheme sent to a phone.
export const MostScheme = 262144
// MostBatch is how many entries one sending holds at most.
export const MostBatch = 100

// Kind is what an envelope's header may say of an entry in the clear: never which
// code, and nothing from which a child's behaviour could be read.
export type Kind = "start" | "pause" | "resume" | "end" | "code" | "note" | "correct" | "withdraw" | "file" | "void"

// Envelope is what the header of an entry says and the payload does not repeat.
export type Envelope = never

// Payload is one tap, sealed.
export interface Payload {
  v: number
  segment: string
  // as interaction.Deed
  deed: string
  // milliseconds on the contact's clock, pauses included
  at: number
  subject?: string
  code?: string
  // id of the entry it concerns
  of?: string
  // The coder's words; asked for on a phone only where the coder wants to write.
  modifiers?: string
  comment?: string
  reason?: string
}

// Segment opens a segment; it is the payload of the entry of KindStart.
export interface Segment {
  v: number
  id: string
  session: string
  part: string
  // "mikro 1.0"
  scheme: string
  // of the scheme as the phone had it
  fingerprint: string
  // only the codes of the live set
  live: boolean
  // RFC 3339 with the phone's offset: time 0
  started: string
  // codes that segment a second time
  second_of?: string
}

// Scheme is what the phone codes with, in one language.
export interface Scheme {
  v: number
  ref: string
  fingerprint: string
  name: string
  // those of the phone, in the order shown
  codes: Code[]
  // groups of states of which one ends the others
  exclusive: string[][]
}

// Code is one button.
export interface Code {
  code: string
  subject: string
  // begins and ends; else a moment
  state: boolean
  // drawn as an empty figure
  hollow: boolean
  name: string
  // shown on a long press
  meaning: string
}

// Standing says how a segment stands, so that the phone can show that both mean
// the same: never a code.
export interface Standing {
  v: number
  segment: string
  // kept, undone ones included
  entries: number
  // what they make
  events: number
  ended: boolean
  end_at: number
  // states still running; 0 after the end
  open: number
}

// Writing is what the consultant wrote, sealed. One of its parts is set. Times are
// RFC 3339 with offset; empty where there is none. A part carries the version it
// was written on, so that two who wrote at once are both kept.
export interface Writing {
  v: number
  // the contact or session; a new id for one that was not planned
  session?: string
  // the entry that this one takes the place of
  of?: string
  before?: Before
  coding?: CodingAnswer
  during?: During
  after?: After
  stop?: Stop
  visit?: Visit
  cancel?: Cancel
  rating?: Rating
  attention?: Attention
  note?: Note
  // may stand beside another part
  draft?: Draft
  picture?: Picture
}

// Before is the talk ahead of a contact.
export interface Before {
  version: number
  held?: boolean
  not_held?: string
  start?: string
  end?: string
  // those that were ticked, by the name of their field: "focus", "child_sign"
  points?: string[]
  focus?: string
  looks_forward?: string
  will_try?: string
  watch_for?: string
  help_how?: string
  since_last?: string
  child_sign?: string
  child_wish?: string
  // as contact.GoAhead
  go_ahead?: string
  go_ahead_note?: string
}

// CodingAnswer is what the person whom a contact is with said about being coded at
// it. It holds until the next one.
export interface CodingAnswer {
  agrees: boolean
  // when it was said
  at: string
}

// During is the contact itself.
export interface During {
  version: number
  start: string
  end: string
  // as contact.Outcome
  outcome: string
  outcome_reason?: string
  persons?: string[]
  unplanned?: string
  brought_by?: string
  fetched_by?: string
  place?: string
  arrival?: string
  observation?: string
  help?: string
  goodbye?: string
  child_words?: string
  child_next_wish?: string
  incident?: string
  incident_told?: string
  // minutes
  direct: number
  travel: number
  // supervised contact: somebody was there all the time
  throughout?: boolean
  // supervised contact: the decision's conditions were kept
  conditions?: boolean
  conditions_comment?: string
}

// After is the talk when the contact is over, and what the consultant thinks.
export interface After {
  version: number
  held?: boolean
  not_held?: string
  start?: string
  end?: string
  parent_words?: string
  // the parent's 0 to 10
  focus_rating?: number
  focus_answer?: string
  parent_remark?: string
  disagreement?: string
  next_time?: string
  interpretation?: string
  assessment?: string
  goal_notes?: Record<string, string>
  attention?: boolean
  // minutes
  indirect: number
  // minutes used on the phone, begun ones counted
  writing: number
}

// Stop is a contact ended before its time.
export interface Stop {
  id: string
  at: string
  minute: number
  // as contact.StopAuthority
  authority: string
  // as contact.StopReason
  reason: string
  what: string
  tried_first?: string
  child_reaction?: string
  parent_told?: string
  informed?: string
  resumed?: boolean
  notification?: boolean
}

// Visit is a session that is no contact: a visit or a talk.
export interface Visit {
  version: number
  // as session.Kind
  kind: string
  start: string
  end: string
  place?: string
  // minutes
  direct: number
  indirect: number
  travel: number
  persons?: string[]
  observation?: string
  interpretation?: string
  assessment?: string
  goal_notes?: Record<string, string>
  next_time?: string
  attention?: boolean
  aims?: string[]
  theme?: string
  taken_in?: string
  agreement?: string
  builds_on?: string
}

// Cancel says that a session did not take place.
export interface Cancel {
  version: number
  // nobody came
  no_show?: boolean
  // as session.Side
  side: string
  // as session.Code
  code: string
  reason?: string
  child_words?: string
  notice_at?: string
  told_by?: string
  informed?: string
  charged?: boolean
}

// Rating is one measurement of a strand, tapped by whoever rates.
export interface Rating {
  id: string
  strand: string
  // 2026-10-01
  on: string
  // none: missed, Words says why
  value?: number
  words?: string
}

// Attention raises a flag, and begins the quick feedback to the adviser where
// Subject is given.
export interface Attention {
  id: string
  danger: boolean
  what: string
  // id of the quick feedback
  feedback?: string
  subject?: string
  body?: string
  urgent?: boolean
  // at once; else it waits as written
  send?: boolean
}

// Note is a few words at a moment.
export interface Note {
  at: string
  goal?: string
  text: string
}

// Draft is what is being written and not yet handed in, so that a closed lid takes
// nothing. The newest of a form counts. One whose author has not seen the text that
// stands takes nothing of its place: both are kept, and the author chooses. Beside a
// part that is handed in it says, without fields, of which draft the part came.
export interface Draft {
  // "before", "during", "after", "visit", "stop", "attention", "note"
  form: string
  fields: Record<string, string>
  // Begun is the phone's own id of the writing: new each time a form is begun.
  begun?: string
  // Stands names a text as it stands with the server. In a day: this one. In a writing:
  // the one that was before its author's eyes; empty when there was none to be seen.
  stands?: string
  // Seen are the texts beside the draft that its author has taken in or put away.
  seen?: string[]
  // Beside, in a day: it lies beside the draft that stands.
  beside?: boolean
}

// Picture is a picture whose pieces travel by themselves: AES-256-GCM under a key
// of its own, nonce of twelve zeros since the key seals nothing else, associated
// data FileWords.
export interface Picture {
  // SHA-256 of the ciphertext
  digest: Bytes
  // of the ciphertext
  size: number
  // 32 bytes
  key: Bytes
  // "image/jpeg"
  type: string
  // what it shows
  words: string
}

// KEPT lists the fields that are marked "kept": they alone may lie on the phone in
// the clear.
export const KEPT = {
  Day: ["now", "today", "owner", "leader", "scheme"],
  DayCourse: ["case", "initials", "contacts", "key", "kinds"],
  DayVisit: ["case", "session", "initials", "kind", "label", "start", "end", "status", "signed", "describe", "why", "versions", "with", "coding"],
} as const
