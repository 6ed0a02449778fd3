// Every page that each of the demo people can reach by its links: it opens, it
// is good at a desk and on a phone, and it tells nobody what they may not know.

import { after, before, test } from 'node:test';
import { findings, nothing, shot } from './look.js';
import { startDemo } from './server.js';
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
  { name: 'Lone', never: hidden },
  { name: 'Mikkel', never: hidden },
  { name: 'Henrik', never: hidden },
  { name: 'Gitte', never: [...hidden, ...childsOwn] },
  { name: 'Lars', never: [...hidden, ...childsOwn] },
  { name: 'Dorthe', never: [...hidden, ...childsOwn] },
  { name: 'Asta', never: [...hidden, ...childsOwn, ...families] },
];

// Pages that differ only in whom they are about are one kind. The words of so
// many of a kind are read, and the first of a kind is looked at closely.
const readOfAKind = 3;

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  demo = await startDemo();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

for (const { name, never } of people) {
  test(`every page that ${name} reaches`, async () => {
    const visit = await sitDown(browser, demo.address);
    await logIn(visit, name);
    nothing(await walk(visit, name, never));
    await visit.leave();
  });
}

/**
 * Follows all links from the page it stands on and tells what is wrong.
 * @param {import('./visitor.js').Visit} visit
 * @param {string} name of the person, for the pictures
 * @param {string[]} never words that no page may hold
 */
async function walk(visit, name, never) {
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
    if (!(await opens(visit, path, wrong))) continue;
    const words = await page.content();
    wrong.push(...never.filter((word) => words.includes(word)).map((word) => `${path}: tells "${word}"`));
    if (times === 0) wrong.push(...(await lookClosely(page, `${name}${kind}`)));
    for (const next of await links(page)) {
      if (known.has(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
  return wrong;
}

/**
 * @param {import('./visitor.js').Visit} visit
 * @param {string} path
 * @param {string[]} wrong
 */
async function opens(visit, path, wrong) {
  try {
    const status = await visit.open(path);
    if (status !== 200) wrong.push(`${path}: answers ${status}`);
    return status === 200;
  } catch (problem) {
    // A file to keep is no page to look at.
    if (!String(problem).includes('Download is starting')) wrong.push(`${path}: ${problem}`);
    return false;
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function lookClosely(page, name) {
  const found = [];
  for (const { viewport } of [screens.phone, screens.desk]) {
    await page.setViewportSize(viewport);
    found.push(...(await findings(page)));
    await shot(page, name.replaceAll(/[^\p{L}\d]+/gu, '-'));
  }
  return found;
}

/** @param {import('playwright-core').Page} page */
async function links(page) {
  const hrefs = await page.$$eval('a[href]', (all) => all.map((a) => /** @type {HTMLAnchorElement} */ (a).href));
  return hrefs.filter((href) => href.startsWith(demo.address)).map(pathOf);
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
