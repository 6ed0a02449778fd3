// The end of a course: the psychologist's analysis, what came of the goal, the
// reports, and the closing itself.

/**
 * The psychologist says what the help did, each statement with the meeting it
 * rests on.
 * @param {import('./hands.js').Hands} psychologist
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 */
export async function analyse(psychologist, family, course) {
  const meeting = family.contact ? /^Samvær/ : /^Undervisning/;
  await psychologist.open(`${course}/analyser`);
  await psychologist.press('Skriv analysen');
  const analysis = psychologist.path();
  for (const [about, kind, words] of [
    [family.contact ? 'Samværet' : 'Indsatsen', 'Vurdering', 'Hjælpen gjorde det lettere at følges ad i hverdagen.'],
    ['Kontakt og nærvær', 'Det så vi', 'Vi så, at barnet begyndte, og at mor svarede.'],
  ]) {
    await psychologist.open(`${analysis}/udsagn/ny`);
    await psychologist.answer({ 'Hvad er det?': kind, Udsagnet: words, 'Hvad handler det om?': about });
    await psychologist.page.getByRole('checkbox', { name: meeting }).first().check();
    await psychologist.press('Gem udsagnet');
  }
  await psychologist.press('Skriv analysen under');
  await psychologist.sees('Hjælpen gjorde det lettere');
  // What a statement rests on opens from it.
  await psychologist.turn(() => psychologist.page.locator('article').getByRole('link', { name: meeting }).first().click());
}

/**
 * The consultant says what came of the goal.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 * @param {string} on the day
 */
export async function concludeGoal(consultant, course, on) {
  await consultant.open(`${course}/plan`);
  await consultant.follow('Afslut målet');
  await consultant.answer({
    'Hvor langt kom I?': 'Vi er kommet et stykke',
    'Hvad bygger det på?': 'Det, vi har set ved møderne, og det, familien selv har vurderet.',
    'Hvad siger familien selv?': 'Det er lettere nu, og vi vil holde fast.',
    'Hvad sker der nu?': 'Det slutter her',
    'Hvilken dag?': on,
  });
  await consultant.press('Afslut målet');
}

/**
 * A report is drawn from the record; where only a person can answer, the
 * consultant does. Then it waits for the second reader.
 * @param {import('./hands.js').Hands} consultant
 * @param {string} course its path
 * @param {string} kind of the report
 * @returns {Promise<string>} its path
 */
export async function writeReport(consultant, course, kind) {
  await consultant.open(`${course}/rapporter/ny`);
  await consultant.answer({ 'Hvilken rapport?': kind });
  await consultant.press('Hent rapporten');
  const report = consultant.path();
  const ask = consultant.page.getByRole('link', { name: 'Skriv vurderingen' });
  for (let asked = 0; asked < 12 && (await ask.count()) > 0; asked++) {
    await consultant.follow('Skriv vurderingen');
    await consultant.answer({ Vurdering: 'Vi vurderer, at familien kan holde fast i det, de har lært, med støtte fra netværket.' });
    await consultant.press('Gem', consultant.page.locator('main'));
    await consultant.open(report);
  }
  await consultant.press('Send til anden læser');
  return report;
}

/**
 * Somebody other than the author reads the report and approves it.
 * @param {import('./hands.js').Hands} reader
 * @param {string} report its path
 */
export async function approveReport(reader, report) {
  await reader.open(report);
  await reader.press('Godkend rapporten');
}

/**
 * @param {import('./hands.js').Hands} signer
 * @param {string} report its path
 */
export async function signReport(signer, report) {
  await signer.open(report);
  await signer.press('Skriv under');
}

/**
 * @param {import('./hands.js').Hands} consultant
 * @param {string} report its path
 */
export async function sendReport(consultant, report) {
  await consultant.open(report);
  await consultant.press('Send til Dorthe');
  await consultant.open(`${report}/udskrift`);
}

/**
 * The adviser finds the report in the inbox, reads and acknowledges it.
 * @param {import('./hands.js').Hands} adviser
 * @param {import('./families.js').Family} family
 * @param {string} report its path
 */
export async function readReport(adviser, family, report) {
  await adviser.open('/indbakke');
  await adviser.open(report);
  await adviser.sees(family.goal.title);
}

/**
 * The leader writes why a course may close without its development documented.
 * @param {import('./hands.js').Hands} leader
 * @param {string} course its path
 */
export async function except(leader, course) {
  await leader.open(`${course}/afslutning`);
  await leader.answer({ 'Hvorfor lukkes forløbet uden': 'Familien flytter, og der er for få målinger. Det, vi så, står i rapporten.' });
  await leader.press('Gem undtagelsen');
}

/**
 * The leader closes the course.
 * @param {import('./hands.js').Hands} leader
 * @param {string} course its path
 * @param {string} on the day
 */
export async function close(leader, course, on) {
  await leader.open(`${course}/afslutning`);
  await leader.answer({ 'Hvordan sluttede det?': 'Som planlagt', 'Sidste dag': on });
  await leader.press('Afslut forløbet');
  await leader.sees('Forløbet er afsluttet.');
}
