// The families of the journey. They are invented, and not among the families of
// the demo.

/**
 * @typedef {object} Contact
 * @property {string} state the legal frame, as the page names it
 * @property {string} purpose
 * @property {string} childView
 */

/**
 * @typedef {object} Goal
 * @property {string} title
 * @property {string} parentsWords
 * @property {string} childsWords
 * @property {string} responsible
 * @property {string[]} signs
 * @property {string} aim its beginning
 * @property {string} question
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
 * @property {string} lead the consultant in charge
 * @property {string} psychologist
 * @property {Record<string, [string, string]>} brings what each brings: to build on, and what makes it hard
 * @property {Goal} goal
 * @property {string[]} activities
 * @property {[number, string][]} steps weeks, and hours a week
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
  lead: 'Lone',
  psychologist: 'Ellen',
  brings: {
    Sofie: ['Sofie tegner og fortæller gerne, når der er ro.', 'Hun har ondt i maven på skoledage.'],
    Mette: ['Mette læser højt for Sofie hver aften.', 'Mette møder tidligt, og morgenerne er korte.'],
  },
  goal: {
    title: 'Rolige morgener',
    parentsWords: 'Vi vil ud ad døren uden gråd.',
    childsWords: 'Jeg vil gerne spise morgenmad med mor.',
    responsible: 'Lone',
    signs: ['Sofie spiser morgenmad', 'De går hjemmefra uden at skynde sig'],
    aim: 'Mønstre og vaner',
    question: 'Hvor rolige var morgenerne i denne uge?',
  },
  activities: ['Praktisk', 'Undervisning'],
  steps: [
    [3, '3'],
    [3, '2'],
    [3, '1'],
  ],
};

/**
 * A family in the contact programme.
 * @param {string} child
 * @param {string} parent
 * @returns {Family}
 */
export function contactFamily(child, parent) {
  return {
    programme: 'Udviklende samvær',
    child,
    childBorn: '2.6.2020',
    childSex: 'Dreng',
    parent,
    kin: 'Mor',
    worried: 'Rådgiveren',
    concern: `${child} bliver stille, når han skal afsted til samvær, og sover uroligt bagefter.`,
    bases: ['Støtte til forældre med et anbragt barn'],
    purpose: `${child} og ${parent} har gode stunder sammen og siger trygt farvel.`,
    focus: `Samspillet mellem ${child} og ${parent} i samværet`,
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
    lead: 'Birgitte',
    psychologist: 'Henrik',
    brings: {
      [child]: [`${child} finder selv på lege og tager andre med.`, 'Han bliver stille, når noget skifter.'],
      [parent]: [`${parent} husker, hvad ${child} holder af.`, `Hun bliver usikker, når ${child} trækker sig.`],
    },
    goal: {
      title: 'Følge barnets leg',
      parentsWords: 'Jeg vil kunne se, hvad han gerne vil.',
      childsWords: 'Mor leger det, jeg finder på.',
      responsible: 'Birgitte',
      signs: [`${parent} svarer på det, ${child} viser`, `${child} viser sine ting frem`],
      aim: 'Relationen til barnet',
      question: 'Hvor godt fulgte I hinanden i legen i dag?',
    },
    activities: ['Samvær', 'Undervisning'],
    steps: [
      [3, '4'],
      [3, '3'],
      [3, '2'],
    ],
    contact: {
      state: 'Fastsat samvær',
      purpose: `At ${parent} kan følge det, ${child} viser, og at de finder på noget sammen.`,
      childView: '»Jeg vil gerne lege med mor, og jeg vil gerne vide, hvornår jeg skal hjem.«',
    },
  };
}
