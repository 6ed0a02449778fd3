// Every page that each of the demo people can reach by its links: it opens, it
// is good at a desk and on a phone, and it tells nobody what they may not know.

import { after, before, test } from 'node:test';
import { findings, frame, nothing, shot } from './look.js';
import { startDemo, today } from './server.js';
import { logIn, screens, sitDown, startBrowser } from './visitor.js';

// Where Liva lives, who has her, her school and club: shown on a click with a
// reason, never on a page that merely opens.
const hidden = [
  'Rønnehøj 999',
  '0000 Kanarieby',
  'Gudrun og Asger',
  '00 00 00 17',
  'Kanariesøskolen',
  'Klub Gulfinken',
  'Lægehuset Gulspurven',
  'bus 999X',
  'Lærkely 888',
];
const childsOwn = ['den blå elefant'];
const families = ['Villads', 'Alma', 'Freja', 'Oskar', 'Noah', 'Liva', 'Emil'];

// One of each role at least, and everybody who works with Liva.
const people = [
  { name: 'Lone', role: 'consultant', never: hidden },
  { name: 'Mikkel', role: 'consultant', never: hidden },
  { name: 'Henrik', role: 'psychologist', never: hidden },
  { name: 'Gitte', role: 'leader', never: [...hidden, ...childsOwn] },
  { name: 'Lars', role: 'adviser', never: [...hidden, ...childsOwn] },
  { name: 'Dorthe', role: 'adviser', never: [...hidden, ...childsOwn] },
  { name: 'Asta', role: 'administrator', never: [...hidden, ...childsOwn, ...families] },
];

// Pages that differ only in whom they are about are one kind. The words of so
// many of a kind are read, and the first of a kind is looked at closely: at a
// desk once, and on a phone once for each role.
const readOfAKind = 2;
/** @type {Set<string>} */
const lookedAt = new Set();

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  demo = await startDemo({ day: today });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

for (const person of people) {
  test(`every page that ${person.name} reaches`, async () => {
    const visit = await sitDown(browser, demo.address);
    await logIn(visit, person.name);
    nothing(await walk(visit, person));
    await visit.leave();
  });
}

/**
 * Follows all links from the page it stands on and tells what is wrong.
 * @param {import('./visitor.js').Visit} visit
 * @param {typeof people[0]} person who must never read some words
 */
async function walk(visit, { name, role, never }) {
  const { page } = visit;
  /** @type {string[]} */
  const wrong = [];
  /** @type {Map<string, number>} */
  const seen = new Map();
  const queue = [pathOf(page.url())];
  const known = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const times = seen.get(kind) ?? 0;
    if (times >= readOfAKind) continue;
    seen.set(kind, times + 1);
    const { words, opens } = await read(page, path, wrong);
    wrong.push(...never.filter((word) => words.includes(word)).map((word) => `${path}: tells "${word}"`));
    if (times === 0 && opens) {
      await visit.open(path);
      wrong.push(...(await lookClosely(page, role, kind)));
      await shot(page, `${name}${kind}`);
    }
    for (const next of links(words)) {
      if (known.has(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
  return wrong;
}

/**
 * Reads what a path answers, without showing it, and whether it opens as a page: a
 * file that is taken home does not, whatever is in it.
 * @param {import('playwright-core').Page} page
 * @param {string} path
 * @param {string[]} wrong
 */
async function read(page, path, wrong) {
  const answer = await page.request.get(path);
  if (answer.status() !== 200) wrong.push(`${path}: answers ${answer.status()}`);
  const words = await answer.text();
  return { words, opens: words.startsWith('<!') && !(answer.headers()['content-disposition'] ?? '').startsWith('attachment') };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} role
 * @param {string} kind
 */
async function lookClosely(page, role, kind) {
  const found = [];
  for (const [screen, once] of /** @type {const} */ ([['phone', `${kind} ${role}`], ['desk', kind]])) {
    await page.setViewportSize(screens[screen].viewport);
    found.push(...(lookedAt.has(once) ? await frame(page) : await findings(page)));
    lookedAt.add(once);
  }
  return found;
}

/** @param {string} words of a page */
function links(words) {
  const hrefs = [...words.matchAll(/<a\s[^>]*?href="(\/[^"#]*)/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
  return hrefs.filter((href) => !href.startsWith('/static/'));
}

/** @param {string} url */
function pathOf(url) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** @param {string} path */
function kindOf(path) {
  const { pathname, searchParams } = new URL(path, 'http://demo');
  const opaque = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
  return [pathname.replaceAll(opaque, '*'), ...searchParams.keys()].join(' ');
}
