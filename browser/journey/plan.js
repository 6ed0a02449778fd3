// The plan: written by the lead consultant with the family, approved by the
// leader, never by the one who wrote it.

import { day } from './days.js';

/**
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 */
export async function writePlan(consultant, family, course) {
  await consultant.open(course);
  await consultant.press('Begynd planen');
  for (const [name, words] of Object.entries(family.brings)) {
    const [resources, challenges] = words;
    const own = consultant.page.getByRole('group', { name: new RegExp(`^${name},`) });
    await consultant.answer({ 'Hvad kan I bygge på?': resources, 'Hvad gør det svært?': challenges }, own);
  }
  await consultant.press('Gem og fortsæt');

  await consultant.follow('Mål uden overskrift');
  await consultant.answer({
    'Målet, kort': family.goal.title,
    Fokusområde: family.focus,
    'Hvad skal målet?': 'Udvikle noget nyt',
    'Med forældrenes egne ord': family.goal.parentsWords,
    'Med barnets egne ord': family.goal.childsWords,
    Ansvarlig: family.goal.responsible,
    'Tegn i hverdagen': family.goal.signs.join('\n'),
    'Målet arbejder for': [family.goal.aim],
    'Målet vurderes fra 0 til 10': true,
    'Hvad spørger vi om?': family.goal.question,
  });
  await consultant.press('Gem målet');
  await consultant.follow('Fortsæt');

  await consultant.answer({ 'Hvad laver I?': family.activities });
  await consultant.press('Gem og fortsæt');
  await writeHours(consultant, family);
  await consultant.answer({ 'Opfølgning 1': day(55) });
  await consultant.press('Gem og fortsæt');
  await consultant.sees(family.goal.title, family.goal.parentsWords);
  await consultant.press('Send til Gitte');
}

/**
 * Hours that fall step by step.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 */
async function writeHours(consultant, family) {
  await consultant.answer({ 'Første dag': day(0) });
  for (const [i, [weeks, hours]] of family.steps.entries()) {
    await consultant.page.getByLabel('Uger').nth(i).fill(String(weeks));
    await consultant.page.getByLabel('Timer om ugen').nth(i).fill(String(hours));
  }
  await consultant.press('Gem og fortsæt');
}

/**
 * @param {import('./hands.js').Hands} leader
 * @param {string} course its path
 */
export async function approvePlan(leader, course) {
  await leader.open(course);
  await leader.follow('Læs planen');
  await leader.press('Godkend planen');
  await leader.sees('Planen gælder nu');
}
