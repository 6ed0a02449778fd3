// What somebody said about being coded, on the phone: the later answer counts, whether
// it was given here or came with the day.
import type { KeptDay } from './core'
import type { CodingAnswer, Day } from './wire'

const time = (at: string): number => new Date(at).getTime()

// latest is the answer that was said last; none: nobody has asked.
export function latest(visits: { coding?: CodingAnswer }[]): CodingAnswer | undefined {
  let last: CodingAnswer | undefined
  for (const { coding } of visits) if (coding && (!last || time(coding.at) >= time(last.at))) last = coding
  return last
}

// carrySaid takes answers along that were given here and that a day does not know yet.
export function carrySaid(from: KeptDay | undefined, day: Day): void {
  for (const visit of day.visits) {
    const here = from?.visits.find((v) => v.session === visit.session)?.coding
    if (here && (!visit.coding || time(here.at) > time(visit.coding.at))) visit.coding = here
  }
}
