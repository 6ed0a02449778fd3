// What is measured, how often, and by whom.

import { day } from './days.js';

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

/**
 * Writes down what the parent answered about the goal, on days gone by.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 * @param {[number, number][]} ratings day and number
 */
export async function rate(consultant, family, course, ratings) {
  await consultant.open(`${course}/udvikling`);
  await consultant.unfold('Skal måles nu');
  await consultant.follow(`Mål nu : ${family.goal.title}`);
  const form = consultant.path();
  for (const [on, value] of ratings) {
    await consultant.open(form);
    await consultant.answer({ [family.goal.question]: String(value), Dag: day(on) });
    await consultant.press('Gem målingen');
  }
}

/**
 * The team's own judgement, which stands beside the numbers.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 */
export async function judge(consultant, course) {
  await consultant.open(`${course}/udvikling`);
  await consultant.follow('Skriv vurderingen');
  await consultant.answer({
    'Hvad vurderer I?': 'Der er sket en udvikling',
    'Hvad bygger I det på?': 'Vi så morgenerne blive roligere, og mor siger det samme.',
  });
  await consultant.press('Gem vurderingen');
  await consultant.sees('Vi så morgenerne blive roligere');
}
