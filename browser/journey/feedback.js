// What needs attention reaches the adviser, who says that it was seen.

/**
 * The consultant tells the adviser about what needs attention.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 */
export async function tell(consultant, family, course) {
  await consultant.open(course);
  await consultant.follow('Skriv, hvad der skal ske');
  await consultant.follow(`${family.child}, `);
  await consultant.follow('Fortæl det til Dorthe');
  await consultant.answer({
    'Hvad handler den om?': 'Hurtig tilbagemelding',
    Overskrift: `${family.parent} skal flytte`,
    Besked: `${family.parent} fortalte efter samværet, at hun skal flytte om en måned. Vi skal finde et nyt sted at ses.`,
  });
  await consultant.press('Gem, og læs den igennem');
  await consultant.sees('skal flytte om en måned', 'Dorthe skal kvittere senest');
  await consultant.press('Send til Dorthe');
  await consultant.sees('Sendt');
}

/**
 * The adviser finds it in the inbox, acknowledges and answers.
 * @param {import('./hands.js').Hands} adviser
 * @param {import('./families.js').Family} family
 */
export async function acknowledge(adviser, family) {
  await adviser.open('/indbakke');
  const message = adviser.page.getByRole('article', { name: `${family.parent} skal flytte` });
  await adviser.press('Kvittér, og skriv et svar', message);
  await adviser.answer({ 'Dit svar': 'Tak. Jeg taler med hende på fredag og vender tilbage om et nyt sted.' });
  await adviser.press('Send til');
  await adviser.sees('Kvitteret');
}

/**
 * The consultant sees that it was acknowledged, and what was answered.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 */
export async function hearBack(consultant, course) {
  await consultant.open(`${course}/tilbagemeldinger`);
  await consultant.sees('Svar fra Dorthe', 'Jeg taler med hende på fredag');
}
