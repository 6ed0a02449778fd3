// The leader takes a family in, names the team and lets the course begin.

import { day } from './days.js';

// What both programmes ask before a family is taken in.
const asked = {
  'Er du sikker på, at ingen på holdet kender familien privat?': 'Ja',
  'Er der plads på holdet til de timer, der er bestilt?': 'Ja',
  'Kan barnet være i fare nu?': 'Nej',
  'Er der en risiko': 'Nej',
  'Får familien allerede hjælp til det samme et andet sted?': 'Nej',
};

/**
 * @param {import('./hands.js').Hands} leader
 * @param {import('./families.js').Family} family
 * @param {string} referral its path
 * @returns {Promise<string>} the path of the course
 */
export async function takeIn(leader, family, referral) {
  await leader.open('/henvisninger');
  await leader.sees(family.child);
  await leader.open(referral);
  await leader.answer({
    ...family.checks,
    ...asked,
    Begrundelse: 'Familien er i målgruppen, og vi har plads på holdet.',
  });
  await leader.press('Sig ja til forløbet');
  await leader.answer(family.team);
  await leader.press('Gem holdet');
  await leader.answer({ 'Første dag': day(0) });
  await leader.press('Begynd forløbet');
  return leader.path();
}
