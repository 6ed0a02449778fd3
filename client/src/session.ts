// Who holds the phone: making it known, unlocking it with its key and the PIN, and
// what of the day may lie on it.
import { toBase64, utf8, join } from './bytes'
import type { KeptCourse, KeptDay, KeptVisit } from './core'
import { sign } from './entry'
import type { Device, FreshKey } from './keys'
import { call } from './net'
import {
  type Challenge, type Day, type DayCourse, type DayVisit, type Enrol, EnrolWords, type Enrolled, KEPT, type Unlock, UnlockWords, Version,
} from './wire'

export async function enrol(with_: { code: string; name: string; pin: string; app: string; key: FreshKey }): Promise<Device> {
  const { code, name, pin, app, key } = with_
  const proof = await sign(key.private, join(utf8(EnrolWords), utf8(code)))
  const asked: Enrol = { v: Version, code, name, public: toBase64(key.point), pin, app, sign: toBase64(proof) }
  const got = await call<Enrolled>('POST', '/v1/enrol', asked)
  return { id: got.dev, name, key: key.private, receipts: got.receipts }
}

export async function unlock(device: Device, pin: string): Promise<void> {
  const { challenge } = await call<Challenge>('GET', '/v1/challenge')
  const proof = await sign(device.key, join(utf8(UnlockWords), utf8(challenge)))
  const asked: Unlock = { v: Version, dev: device.id, challenge, pin, sign: toBase64(proof) }
  await call('POST', '/v1/unlock', asked)
}

// fetchDay gets the day. byPerson: somebody is looking, so that reading stays open.
export async function fetchDay(byPerson: boolean): Promise<Day> {
  return whole(await call<Day>('GET', byPerson ? '/v1/day?by=person' : '/v1/day'))
}

// whole puts an empty list where the server had none.
function whole(day: Day): Day {
  day.visits ??= []
  day.courses ??= []
  day.held_back ??= []
  day.scheme.codes ??= []
  day.scheme.exclusive ??= []
  for (const c of day.courses) {
    c.kinds ??= []
    c.goals ??= []
    c.persons ??= []
    c.strands ??= []
  }
  return day
}

function only<T extends object, K extends keyof T>(of: T, fields: readonly K[]): Pick<T, K> {
  const out: Partial<T> = {}
  for (const f of fields) if (of[f] !== undefined) out[f] = of[f]
  return out as Pick<T, K>
}

// keepable is what of a day may lie on the phone: the fields that the server's own
// description marks as kept, one by one, and nothing else, whatever else may come.
export function keepable(day: Day): KeptDay {
  return {
    ...only(day, KEPT.Day),
    visits: day.visits.map((v): KeptVisit => only<DayVisit, keyof KeptVisit>(v, KEPT.DayVisit)),
    courses: day.courses.map((c): KeptCourse => only<DayCourse, keyof KeptCourse>(c, KEPT.DayCourse)),
  }
}
