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

/**
 * Writes down a visit that was held, and signs. Nothing needs attention.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 */
export async function writeVisit(consultant, family, course) {
  await consultant.open(`${course}/aftaler`);
  await consultant.follow('Skriv nu');
  await consultant.answer({
    'Forberedelse og noter': '15',
    Kørsel: '20',
    Tema: 'Tavler med morgenens trin',
    'Sådan blev det taget imod': 'Familien lavede sin egen tavle og hængte den op i køkkenet.',
    'Det så vi': `${family.child} satte selv billederne i rækkefølge. ${family.parent} ventede og spurgte: »Hvad kommer så?«`,
    [family.goal.title]: 'De prøvede hele morgenen igennem uden at skynde sig.',
    'Hvad sigtede I mod?': [family.goal.aim],
    Tolkning: 'Det kan hjælpe, at rækkefølgen kan ses.',
    Vurdering: 'Tavlen er værd at holde fast i.',
    'Kræver noget særlig opmærksomhed': 'Nej',
  });
  await consultant.press('Gem, og gå til underskrift');
  await consultant.press('Skriv under');
  await consultant.sees('Skrevet under af', 'Nej, intet kræver særlig opmærksomhed');
}

/**
 * Writes down a contact in its three parts, and signs. Something needs
 * attention.
 * @param {import('./hands.js').Hands} consultant
 * @param {import('./families.js').Family} family
 * @param {string} course its path
 */
export async function writeContact(consultant, family, course) {
  const { child, parent } = family;
  const focus = `Vente og se, hvad ${child} finder på`;
  await consultant.open(`${course}/samvaer`);
  await consultant.follow('tirs.');
  const contact = consultant.path();
  await consultant.open(`${contact}/foer`);
  await consultant.answer({
    'Blev forsamtalen holdt?': 'Ja',
    'Dagens fokus': focus,
    'Hvilke tegn fra barnet': 'at han ser væk',
    'Kan samværet gennemføres som planlagt?': 'Ja',
  });
  await consultant.press('Gem, så er I klar');
  await consultant.open(`${contact}/under`);
  await consultant.sees(focus);
  await consultant.answer({ 'Blev samværet som aftalt?': 'Som aftalt', 'Bragt af': 'plejemor', 'Hentet af': 'plejemor', Kørsel: '0' });
  await consultant.press('Gem, hvem der kom');
  await consultant.open(`${contact}/efter`);
  await consultant.answer({
    'Det så vi': `${child} byggede en bro og rakte ${parent} en klods. Hun satte den på og spurgte: »Her?« Han nikkede.`,
    'Hvordan mødtes de?': `${child} gik hen til ${parent} og viste sin tegning.`,
    'Hjælp fra konsulenten': 'De havde ikke brug for hjælp.',
    Farvel: `»Farvel, vi ses tirsdag,« sagde ${parent}. ${child} vinkede fra bilen.`,
    'Barnets egne ord': '»Mor byggede det, jeg ville.«',
    'Blev eftersamtalen holdt?': 'Ja',
    'Hvornår var det godt mellem jer?': '»Da jeg ventede, kom han selv.«',
    'Hvordan gik det med dagens fokus?': '7',
    Vurdering: `${parent} fulgte det, ${child} viste.`,
    [family.goal.title]: `${parent} svarede på det meste af det, ${child} viste.`,
    'Kræver noget særlig opmærksomhed': 'Ja',
  });
  await consultant.unfold('Hvis ja');
  await consultant.answer({ 'Hvad kræver opmærksomhed?': `${parent} fortalte, at hun skal flytte om en måned.` });
  await consultant.press('Gem, og gå til underskrift');
  await consultant.press('Skriv under');
  await consultant.sees('Ja, noget kræver særlig opmærksomhed');
}
