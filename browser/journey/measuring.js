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
 * Writes down ratings of the goal that the parent gave on days gone by.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 * @param {[number, number][]} ratings day and value
 */
export async function rate(consultant, family, course, ratings) {
  for (const [on, value] of ratings) {
    await consultant.open(`${course}/udvikling`);
    await consultant.follow(family.goal.title);
    await consultant.follow('Mål nu');
    await consultant.answer({ [family.goal.question]: String(value), Dag: day(on) });
    await consultant.press('Gem målingen');
  }
}

/**
 * The consultant's own judgement, beside the numbers.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 */
export async function judge(consultant, course) {
  await consultant.open(`${course}/udvikling`);
  await consultant.follow('Skriv vurderingen');
}
