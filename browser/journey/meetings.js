// Meetings with the family: planned, held, written down, signed.

import { day } from './days.js';

/**
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 * @param {number} on the day
 */
export async function planVisit(consultant, family, course, on) {
  await consultant.open(`${course}/aftaler/ny`);
  await consultant.answer({
    'Hvad skal I lave?': 'Undervisning',
    Dato: day(on),
    'Begynder kl.': '15.00',
    'Slutter kl.': '16.30',
    Sted: 'hjemme hos familien',
    'Hvem fra familien og netværket?': [family.child, family.parent],
  });
  await consultant.press('Sæt i kalenderen');
}

/**
 * The parent says yes to descriptions of the contact.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 */
export async function agreeOnNotes(consultant, course) {
  await consultant.open(`${course}/samvaer`);
  await consultant.follow('Aftale om noter');
  await consultant.answer({
    'Hvad er svaret?': 'Ja',
    Dato: day(0),
    Klokkeslæt: '08.00',
    'Hvordan kom svaret?': 'Underskrevet på papir',
    'Hvor ligger papiret?': 'i mappen hos Familiehuset',
  });
  await consultant.press('Gem svaret');
}

/**
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 * @param {number} on the day
 */
export async function bookContact(consultant, course, on) {
  await consultant.open(`${course}/samvaer/ny`);
  await consultant.answer({ Dato: day(on), 'Begynder kl.': '15.00', 'Slutter kl.': '16.30', Sted: 'Familiehusets stue' });
  await consultant.press('Sæt i kalenderen');
}
