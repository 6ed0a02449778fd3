// What somebody said about being coded, on the phone.
import type { KeptDay } from './core'
import type { Day } from './wire'

// carrySaid takes answers along that were given here and that a day may not know yet,
// because something of the contact waited to be sent when the day was asked for. Where
// the two differ, the no holds until all is sent: clocks may be wrong.
export function carrySaid(from: KeptDay | undefined, day: Day, waited: (session: string) => boolean): void {
  for (const visit of day.visits) {
    const here = from?.visits.find((v) => v.session === visit.session)?.coding
    if (here && waited(visit.session) && !(visit.coding && here.agrees)) visit.coding = here
  }
}
