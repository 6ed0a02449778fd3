// From the adviser's referral to a course that has begun.

import { day } from './days.js';

/**
 * The adviser writes a referral, step by step, and sends it.
 * @param {import('./hands.js').Hands} adviser
 * @param {import('./families.js').Family} family
 * @returns {Promise<string>} the path of the referral
 */
export async function refer(adviser, family) {
  await write(adviser, family);
  await adviser.sees('Gennemse', family.child);
  await adviser.press('Send henvisningen');
  return adviser.path();
}

/**
 * All steps of a referral, up to the last, where it is read through and sent.
 * @param {import('./hands.js').Hands} adviser
 * @param {import('./families.js').Family} family
 */
export async function write(adviser, family) {
  await adviser.open('/henvisninger/ny');
  await adviser.answer({ 'Hvilken indsats?': family.programme });
  await adviser.press('Begynd henvisningen');

  await adviser.answer({ Fornavn: family.child, Fødselsdato: family.childBorn, Køn: family.childSex }, adviser.part('Barnet'));
  await adviser.answer(
    {
      Fornavn: family.parent,
      'Hvem er det for barnet?': family.kin,
      'Har forælderen forældremyndigheden?': 'Ja',
      'Hvor ved du det fra?': 'CPR',
      'Har forælderen navne- og adressebeskyttelse?': 'Nej',
    },
    adviser.part('Forælder'),
  );
  await adviser.press('Gem og fortsæt');

  await adviser.answer({
    'Hvem er bekymret?': family.worried,
    'Hvad er der set eller hørt?': family.concern,
    'Hvornår?': day(-20),
  });
  await adviser.press('Gem og fortsæt');

  await adviser.answer({
    Lovgrundlag: family.bases,
    'Hvornår er det besluttet?': day(-3),
    'Hvad skal hjælpen føre til?': family.purpose,
    'Er der lavet en undersøgelse?': 'Børnefaglig undersøgelse',
    Begyndt: day(-90),
    Afsluttet: day(-10),
    'Fokusområde 1': family.focus,
    'Hvor kommer fokusområde 1 fra?': 'Børnefaglig undersøgelse',
    [`Har ${family.parent} sagt ja til indsatsen?`]: 'Ja',
    'Hvordan er svaret givet?': 'Skrevet under',
    'Hvornår er svaret givet?': day(-2),
  });
  await adviser.press('Gem og fortsæt');
  if (family.contact) await contactStep(adviser, family.contact);

  await adviser.answer({ 'Timer i alt': family.hours, 'Forventet varighed': family.months, 'Hvem skal henvisningen sendes til?': 'Gitte' });
  await adviser.press('Gem og fortsæt');
}

/**
 * @param {import('./hands.js').Hands} adviser
 * @param {import('./families.js').Contact} contact
 */
async function contactStep(adviser, contact) {
  await adviser.answer({
    'Er barnet anbragt med samtykke?': 'Ja',
    'Anbragt siden': day(-200),
    'Hvilken slags anbringelse?': 'I plejefamilie',
    'Skal stedet holdes skjult for nogen?': 'Nej',
  });
  await adviser.press('Gem og fortsæt');
  await adviser.answer({
    'Samværets form': contact.state,
    'Hvem har besluttet det?': 'Kommunen',
    'Hvornår er det besluttet?': day(-3),
    'Hvilken afgørelse eller aftale?': 'afgørelse om samvær',
    'Gælder fra': day(0),
    'Hvor ofte skal de ses?': 'Hver uge',
    'Hvor længe hver gang?': '1,5',
    'Hvad skal støtten gøre muligt?': contact.purpose,
    'Hvad siger barnet selv?': contact.childView,
    'Hvornår sagde barnet det?': day(-4),
  });
  await adviser.press('Gem og fortsæt');
}
