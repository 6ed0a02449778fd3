// The two families of the journey. They are invented, and not among the families
// of the demo.

/**
 * @typedef {object} Contact
 * @property {string} state the legal frame, as the page names it
 * @property {string} purpose
 * @property {string} childView
 */

/**
 * @typedef {object} Family
 * @property {string} programme
 * @property {string} child
 * @property {string} childBorn
 * @property {string} childSex
 * @property {string} parent
 * @property {string} kin
 * @property {string} worried
 * @property {string} concern
 * @property {string[]} bases
 * @property {string} purpose
 * @property {string} focus
 * @property {number} hours
 * @property {number} months
 * @property {Record<string, string>} checks what the leader is asked, and answers
 * @property {Record<string, string | string[]>} team seat and who sits there
 * @property {Contact} [contact] only where the child lives away from home
 */

/** @type {Family} */
export const preventive = {
  programme: 'Forebyggende og udviklende indsats',
  child: 'Sofie',
  childBorn: '14.3.2018',
  childSex: 'Pige',
  parent: 'Mette',
  kin: 'Mor',
  worried: 'Skolen',
  concern: 'Sofie sidder for sig selv i frikvartererne og siger, at hun har ondt i maven om morgenen.',
  bases: ['Familiebehandling'],
  purpose: 'Rolige morgener, så Sofie kommer glad i skole.',
  focus: 'Sofies morgener og overgangen til skolen',
  hours: 40,
  months: 4,
  checks: {
    'Er barnet eller den unge i en udsat position?': 'Ja',
    'Har barnet brug for mere støtte': 'Ja',
    'Er der begyndende mistrivsel': 'Ja',
    'Har alle forældremyndighedsindehavere sagt ja': 'Ja',
    'Tyder noget på, at familien har brug for mere': 'Nej',
  },
  team: { 'Fast familiekonsulent': 'Lone', Psykolog: 'Ellen' },
};

/** @type {Family} */
export const contactSupport = {
  programme: 'Udviklende samvær',
  child: 'Malthe',
  childBorn: '2.6.2020',
  childSex: 'Dreng',
  parent: 'Pernille',
  kin: 'Mor',
  worried: 'Rådgiveren',
  concern: 'Malthe bliver stille, når han skal afsted til samvær, og sover uroligt bagefter.',
  bases: ['Støtte til forældre med et anbragt barn'],
  purpose: 'Malthe og Pernille har gode stunder sammen og siger trygt farvel.',
  focus: 'Samspillet mellem Malthe og Pernille i samværet',
  hours: 60,
  months: 4,
  checks: {
    'Er barnet anbragt uden for hjemmet?': 'Ja',
    'Har forælderen brug for støtte til at være sammen': 'Ja',
    'Har forælderen brug for hjælp til at være forælder': 'Ja',
    'Er det klart, hvilket samvær der gælder': 'Ja',
    'Er barnet hørt om samværet': 'Ja',
    'Er samværet afbrudt eller suspenderet lige nu?': 'Nej',
  },
  team: { Fast: 'Birgitte', Anden: ['Mikkel'], Psykolog: 'Henrik' },
  contact: {
    state: 'Fastsat samvær',
    purpose: 'At Pernille kan følge det, Malthe viser, og at de finder på noget sammen.',
    childView: '»Jeg vil gerne lege med mor, og jeg vil gerne vide, hvornår jeg skal hjem.«',
  },
};
