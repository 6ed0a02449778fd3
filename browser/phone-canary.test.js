// What lies on a phone after a day of work: everything a browser has left in its folder
// is searched for what the families and the consultant said, in every way a word can be
// written, also inside what is packed. Three words planted on purpose must be found.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { startMortal } from './mortal.js';
import { atDesk, codeFor, makeKnown, openContact, pin, startCoding, today } from './phone-screens.js';
import { search } from './profile.js';
import { startDemo } from './server.js';
import { startBrowser } from './visitor.js';

/** @typedef {import('playwright-core').Page} Page */

/** @type {import('./server.js').Server} */
let demo;
/** @type {string} */
let profile;

before(async () => {
  demo = await startDemo({ day: today });
  profile = await mkdtemp(join(tmpdir(), 'samspil-canary-'));
});
after(async () => {
  await demo?.stop();
  if (profile) await rm(profile, { recursive: true, force: true });
});

// People of the demo's families, by words that are nothing else. Initials may lie there.
const people = ['Noah', 'Sanne', 'Jesper', 'Plejemor', 'Kanarieby', 'Rønnehøj', 'Gulfinken', '010624-9992'];
let written = 0;

/** A text that is nowhere else. */
const text = () => `kanariefuglen Ærø nummer ${++written} ${Math.random().toString(36).slice(2)}`;

test('nothing that was read, said or written lies on the phone', async () => {
  const browser = await startBrowser();
  const desk = await atDesk(browser, demo.address);
  const code = await codeFor(desk);
  await desk.leave();
  await browser.close();
  const typed = /** @type {string[]} */ ([]);
  const phone = await startMortal(profile);
  const page = phone.page;
  const ahead = Date.parse(`${today}T08:00:00+02:00`) - Date.now();
  await page.clock.setSystemTime(Date.now() + ahead);
  await page.goto(`${demo.address}/telefon`);
  await makeKnown(phone, code);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  const told = await page.evaluate(async () => (await fetch('/v1/day')).json());
  await work(page, typed);
  await phone.context.setOffline(true);
  await aTalk(page, typed);
  await phone.context.setOffline(false);
  await page.reload();
  await page.getByText('Alt er sendt').first().waitFor();
  const shell = await (await fetch(`${demo.address}/telefon/app.js`)).text();
  const plants = [text(), text(), text()];
  await page.evaluate(plant, plants);
  await phone.close();

  const words = new Set([...people, ...typed, pin, ...secrets(told, open(told) + shell)]);
  const seen = await search(profile, [...words, ...plants]);
  for (const planted of plants) assert.ok(seen.found.some((f) => f.word === planted), `what was planted is found: ${planted}`);
  const found = seen.found.filter((f) => words.has(f.word));
  assert.deepEqual(found.map((f) => `${f.word} in ${f.file} (${f.as})`), []);
  assert.ok(typed.length >= 10, `only ${typed.length} texts were typed`);
  assert.ok(words.size >= typed.length + 15, `only ${words.size} words were looked for`);
  console.log(`${words.size} words, ${typed.length} of them typed, in ${seen.files} files of ${(seen.bytes / 1e6).toFixed(1)} MB and ${(seen.unpacked / 1e6).toFixed(1)} MB unpacked: none found; ${plants.length} of ${plants.length} planted ones were`);
});

/** Before, during and after the contact. @param {Page} page @param {string[]} typed */
async function work(page, typed) {
  await openContact(page);
  await page.getByRole('button', { name: 'Før samværet: forsamtale og kodning' }).click();
  await page.getByLabel('Forsamtalen er holdt', { exact: true }).check({ force: true });
  await page.getByText('Mere fra forsamtalen').click();
  await fillAll(page, typed);
  await startCoding(page);
  for (let i = 0; i < 12; i++) await page.locator('.key').nth(i % 8).press('Enter');
  await page.getByRole('button', { name: 'Afslut kodning' }).click(); // asked for twice
  await page.getByRole('button', { name: 'Afslut kodningen' }).click();
  await page.getByRole('button', { name: 'Tilbage til dagen' }).click();
  await page.goto(`${demo.address}/telefon`);
  await openContact(page);
  await page.getByRole('button', { name: 'Efter samværet: skriv noten' }).click();
  await page.getByText('Dagens fokus').first().waitFor();
  await fillAll(page, typed);
  for (let step = 2; step <= 5; step++) {
    const next = page.getByRole('button', { name: `Besvar trin ${step}` });
    if (!(await next.isVisible())) continue;
    await next.click();
    await fillAll(page, typed);
  }
  await page.getByText('Alt er sendt').first().waitFor();
}

/** A network meeting whose note is begun without a network. @param {Page} page @param {string[]} typed */
async function aTalk(page, typed) {
  await page.goto(`${demo.address}/telefon`);
  const on = page.getByRole('button', { name: 'Fortsæt uden at læse' });
  const meeting = page.getByRole('button', { name: /Netværksmøde med N\./ });
  await on.or(meeting).first().waitFor();
  if (await on.isVisible()) await on.click();
  await meeting.click();
  await page.getByRole('button', { name: 'Skriv noten' }).click();
  await page.getByLabel('Det så du').waitFor();
  await fillAll(page, typed);
  await page.getByText(/venter/).first().waitFor();
}

/** Writes in every text field that is seen. @param {Page} page @param {string[]} typed */
async function fillAll(page, typed) {
  const fields = page.locator('textarea:visible, input[type="text"]:visible');
  const n = await fields.count();
  for (let i = 0; i < n; i++) {
    const field = fields.nth(i);
    if (!(await field.isVisible()) || (await field.getAttribute('inputmode')) === 'numeric' || (await field.getAttribute('placeholder'))) continue;
    const words = text();
    typed.push(words);
    await field.fill(words);
    await field.blur();
  }
}

/**
 * Every text of the day that may not lie on the phone: those that are neither among
 * what is kept nor words of the program itself. Ids say nothing.
 * @param {unknown} day
 * @param {string} open
 * @returns {string[]}
 */
function secrets(day, open) {
  if (typeof day === 'string') {
    const words = day.length >= 9 && /[a-zæøå]{3}/i.test(day) && !/^[0-9a-f-]{36}$/.test(day);
    return words && !open.includes(day) && !open.includes(JSON.stringify(day).slice(1, -1)) ? [day] : [];
  }
  if (typeof day !== 'object' || day === null) return [];
  return Object.values(day).flatMap((part) => secrets(part, open));
}

/**
 * What of a day may lie on the phone in the clear, as internal/wire/day.go marks it.
 * @param {any} day
 */
function open(day) {
  const only = (/** @type {any} */ of, /** @type {string[]} */ ...names) => names.map((name) => of[name]);
  return JSON.stringify([
    only(day, 'now', 'today', 'owner', 'leader', 'scheme', 'receipts'),
    day.courses.map((/** @type {any} */ c) => only(c, 'case', 'initials', 'contacts', 'key', 'kinds')),
    day.visits.map((/** @type {any} */ v) => only(v, 'case', 'session', 'initials', 'kind', 'label', 'start', 'end', 'status', 'signed', 'describe', 'why', 'versions')),
  ]);
}

/** Runs in the page: plants words where a careless program would leave them. @param {string[]} words */
async function plant(words) {
  localStorage.setItem('note', words[0] ?? '');
  await new Promise((done, fail) => {
    const opening = indexedDB.open('careless');
    opening.onupgradeneeded = () => opening.result.createObjectStore('notes').put({ text: words[1] }, 1);
    opening.onsuccess = () => done(opening.result.close());
    opening.onerror = () => fail(opening.error);
  });
  const cache = await caches.open('careless');
  await cache.put('/telefon/note', new Response(words[2]));
  await new Promise((done) => setTimeout(done, 7000)); // the browser writes such things when it likes
}

test('a word is found in every way it can lie on a disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'samspil-search-'));
  const word = 'kanariefuglen Ærø';
  const around = (/** @type {Buffer} */ b) => Buffer.concat([Buffer.from('x'), b, Buffer.from('yz')]);
  /** @type {Record<string, Buffer>} */
  const ways = {
    utf8: around(Buffer.from(word)), utf16: around(Buffer.from(word, 'utf16le')), latin1: around(Buffer.from(word, 'latin1')),
    base64: Buffer.from(around(Buffer.from(word)).toString('base64')), base64url: Buffer.from(Buffer.from(word, 'utf16le').toString('base64url')),
    hex: Buffer.from(around(Buffer.from(word, 'latin1')).toString('hex')), json: Buffer.from('{"a":"kanariefuglen \\u00c6r\\u00f8"}'),
    gzip: around(gzipSync(`${word} `.repeat(9))), zlib: around(deflateSync(`${word} `.repeat(9))), table: table(Buffer.from(word)),
  };
  for (const [name, content] of Object.entries(ways)) await writeFile(join(folder, name), content);
  await writeFile(join(folder, 'nothing'), 'kanariefuglen Æbelø 13435790123456');
  await writeFile(join(folder, 'number'), Buffer.from('"435790"'));
  await writeFile(join(folder, 'wide number'), Buffer.from('pin 435790', 'utf16le'));
  assert.deepEqual((await search(folder, ['435790'])).found.map((f) => f.file).sort(), ['number', 'wide number']);
  const seen = await search(folder, [word]);
  assert.deepEqual([...new Set(seen.found.map((f) => f.file))].sort(), Object.keys(ways).sort());
  await rm(folder, { recursive: true });
});

/**
 * A LevelDB table of one block, packed so that the word is whole only when it is unpacked.
 * @param {Buffer} word
 */
function table(word) {
  const half = word.subarray(0, 8);
  // "kanarief", eight letters copied from where they stand, then the rest.
  const plain = Buffer.concat([Buffer.from([0, 1, half.length * 2 + word.length - 8, 0x6b]), half, half, word.subarray(8), Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])]);
  const head = plain.subarray(0, 12), rest = plain.subarray(20);
  const literal = (/** @type {Buffer} */ b) => Buffer.concat([Buffer.from([(b.length - 1) << 2]), b]);
  const data = Buffer.concat([Buffer.from([plain.length]), literal(head), Buffer.from([((8 - 4) << 2) | 1, 8]), literal(rest), Buffer.from([1, 0, 0, 0, 0])]);
  const handle = Buffer.from([0, data.length - 5]);
  const index = Buffer.concat([Buffer.from([0, 1, handle.length, 0x6b]), handle, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]), Buffer.from([0, 0, 0, 0, 0])]);
  const end = Buffer.alloc(48);
  Buffer.from([0, 0, data.length, index.length - 5]).copy(end);
  Buffer.from('57fb808b247547db', 'hex').copy(end, 40);
  return Buffer.concat([data, index, end]);
}
