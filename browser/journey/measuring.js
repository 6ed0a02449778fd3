// What is measured, how often, and by whom.

/**
 * Begins to measure what the programme proposes.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 */
export async function beginToMeasure(consultant, course) {
  await consultant.open(`${course}/udvikling`);
  await consultant.follow('Vælg, hvad der måles');
  await consultant.press('Begynd at måle');
  await consultant.sees('Nu måles der');
}
