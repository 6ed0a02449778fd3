// What has lost people's work in other programs that work without a network, those of
// the twenty that need a real server: a phone in Chromium and the desk beside it, both
// against the demo. O1 is tried in phone-core.test.js, O7 to O14 in
// phone-core-pitfalls.test.js, pictures cut at every piece (O16) in
// phone-core-pictures.test.js. Of O6, no page
// erases a case: the phone's side of that is tried in phone-core.test.js, the server's
// in internal/outbox.

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { builtFile, bundleTests } from './phone-core-stub.js';
import { core, started } from './phone-core-world.js';
import { atDesk, codeFor, pin, sizes, today } from './phone-screens.js';
import { newFolder, startDemo } from './server.js';
import { logIn, sitDown, startBrowser } from './visitor.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */
/** @typedef {import('./visitor.js').Visit} Visit */
/** @typedef {{h: string, e: string, c: string, s: string}} Sealed */
/** @typedef {Visit & {name: string}} Phone */
/** @typedef {{id: string, result: string, why?: string, receipt?: unknown}} Verdict */

const noah = '00000000-0000-7000-8000-00000000fb01';
const emil = '00000000-0000-7000-8000-00000000fb03';
const villads = '00000000-0000-7000-8000-00000000fa01'; // a family that Lone has nothing to do with
const sending = '**/v1/outbox';

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Visit} */
let desk;
/** @type {string} */
let contact; // the page of today's contact with Noah
const session = () => contact.split('/').at(-1) ?? '';
/** @type {string} */
let script; // the phone's program without its screens

before(async () => {
  bundleTests();
  script = await readFile(builtFile('harness.mjs'), 'utf8');
  demo = await startDemo({ day: today });
  browser = await startBrowser();
  desk = await atDesk(browser, demo.address);
  contact = new URL(desk.page.url()).pathname;
});
after(async () => {
  await desk?.context.close();
  await browser?.close();
  await demo?.stop();
});

// --- The phone ---------------------------------------------------------------

/**
 * A phone of whoever sits at a desk, made known and unlocked. It is driven by its core.
 * @param {string} name
 * @param {Visit} [at] the desk
 * @param {string} [address]
 * @returns {Promise<Phone>}
 */
async function inHand(name, at = desk, address = demo.address) {
  const code = await codeFor(at);
  const phone = await sitDown(browser, address, 'phone', { viewport: sizes.small, serviceWorkers: 'block' });
  await phone.page.route('**/telefon/app.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await phone.page.clock.setSystemTime(`${today}T08:00:30+02:00`);
  await phone.open('/telefon');
  await started(phone.page);
  await core((c, [code, name, pin]) => c.enrol(code, name, pin), /** @type {const} */ ([code, name, pin]), phone.page);
  return { ...phone, name };
}

/**
 * Starts the program as its owner sees it, on what lies on the phone.
 * @param {Phone} phone
 */
async function asShown({ page, open }) {
  await page.unroute('**/telefon/app.js');
  await open('/telefon');
}

/** Nothing that is sent arrives. @param {Phone} phone */
const cutOff = (phone) => phone.page.route(sending, (route) => route.abort());

/**
 * Writes notes about today's contact, each kept on the phone before it goes on.
 * @param {Phone} phone
 * @param {string[]} texts
 * @returns {Promise<string[]>} their ids
 */
const writes = (phone, ...texts) => core(async (c, [session, texts]) => {
  const course = c.kept.visits.find((/** @type {any} */ v) => v.session === session).case;
  const kept = await Promise.all(texts.map((text) => c.write(course, session, 'note', { note: { at: '', text } })));
  return kept.map((k) => k.id);
}, /** @type {[string, string[]]} */ ([session(), texts]), phone.page);

/** Sends what waits, as far as it goes, when what is under way has ended. @param {Phone} phone */
const sends = (phone) => core(async (c) => {
  await c.sender.under?.catch(() => {});
  await c.sync().catch(() => {});
}, undefined, phone.page);

/**
 * What lies in the phone's storage, in order.
 * @param {Phone} phone
 * @returns {Promise<{id: string, seq: number, state: string, text: string, sealed: Sealed}[]>}
 */
const lying = (phone) => core((c) => c.store.from(c.device.id, 1), undefined, phone.page);

/** How many lie there in each state. @param {Phone} phone */
async function states(phone) {
  const all = (await lying(phone)).map((r) => (r.state === 'confirmed' ? 'receipted' : r.state));
  return Object.fromEntries([...new Set(all)].sort().map((s) => [s, all.filter((one) => one === s).length]));
}

/**
 * Hands entries in over the phone's own session, so many times at once.
 * @param {Phone} phone
 * @param {string} dev whose entries the sending says they are
 * @param {Sealed[]} entries
 * @param {number} [times]
 * @returns {Promise<Verdict[][]>}
 */
const posts = (phone, dev, entries, times = 1) => phone.page.evaluate(async ({ dev, entries, times }) => {
  const body = JSON.stringify({ v: 1, dev, head: entries.length, waits: entries.length, app: 'test', now: new Date().toISOString(), entries });
  const one = async () => (await (await fetch('/v1/outbox', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json()).verdicts;
  return Promise.all(Array.from({ length: times }, one));
}, { dev, entries, times });

/** @param {Phone} phone @returns {Promise<string>} */
const idOf = (phone) => core((c) => c.device.id, undefined, phone.page);

/** @param {Sealed} sealed @returns {{id: string, seq: number, kid: string}} */
const header = (sealed) => JSON.parse(Buffer.from(sealed.h, 'base64url').toString());

// --- The desk ----------------------------------------------------------------

/**
 * Which of these texts a page shows from phones, each as often as it stands there.
 * @param {Visit} at
 * @param {string} path
 * @param {RegExp} texts
 * @returns {Promise<string[]>}
 */
async function standing(at, path, texts) {
  assert.equal(await at.open(path), 200, path);
  const from = at.page.locator('.from-phone');
  return (await from.count()) === 0 ? [] : ((await from.innerText()).match(texts) ?? []);
}

/** What the list of phones says of one. @param {Phone} phone */
async function toldOf(phone) {
  await desk.open('/telefoner');
  return desk.page.getByRole('row', { name: phone.name }).locator('.tags').innerText();
}

/** What of a phone's lies on the shelf. @param {Visit} at @param {Phone} phone */
async function shelf(at, phone) {
  await at.open('/telefoner/hylden');
  return at.page.getByRole('listitem').filter({ has: at.page.locator('.note', { hasText: phone.name }) });
}

/** Reads the first of it. @param {Visit} at @param {Phone} phone */
async function readFirst(at, phone) {
  await (await shelf(at, phone)).first().getByRole('link').click();
  await at.page.getByRole('heading', { name: 'Hvorfor den ligger her' }).waitFor();
}

/** Lays it in its place. @param {Visit} at */
async function layInPlace(at) {
  await at.page.getByRole('button', { name: 'Læg på plads' }).click();
  await at.page.getByText('Den er lagt på plads').waitFor();
}

/** Hands in a file from a phone; returns what became of its entries. @param {Buffer} file */
async function handIn(file) {
  await desk.open('/telefoner/aflever');
  await desk.page.getByLabel('Filen fra telefonen').setInputFiles({ name: 'venter.json', mimeType: 'application/json', buffer: file });
  await desk.page.getByRole('button', { name: 'Aflever filen' }).click();
  await desk.page.getByRole('heading', { name: 'Det blev der af dem' }).waitFor();
  return desk.page.locator('main').innerText();
}

// --- The pitfalls ------------------------------------------------------------

test('O2: what is sent twenty times at once is there once, with one receipt', async () => {
  const phone = await inHand('O2');
  await core((c) => { // the test alone sends
    c.sender.stop();
    return c.sender.under?.catch(() => {});
  }, undefined, phone.page);
  await writes(phone, 'Tyve gange A', 'Tyve gange B', 'Tyve gange C');
  const rows = await lying(phone);
  const answers = await posts(phone, await idOf(phone), rows.map((r) => r.sealed), 20);
  assert.equal(answers.length, 20);
  for (const [i, row] of rows.entries()) {
    const said = answers.map((verdicts) => /** @type {Verdict} */ (verdicts[i]));
    assert.deepEqual(said.map((v) => v.result).sort(), [...Array(19).fill('same'), 'stored'], `entry ${row.seq}`);
    assert.equal(new Set(said.map((v) => JSON.stringify(v.receipt))).size, 1, 'the receipts are the same, byte for byte');
    assert.ok(said[0]?.receipt);
  }
  // Written in the same millisecond, they stand in any order.
  assert.deepEqual((await standing(desk, contact, /Tyve gange ./g)).sort(), ['Tyve gange A', 'Tyve gange B', 'Tyve gange C']);
  await asShown(phone); // it never heard of it, and asks again
  await phone.page.getByText('Alt er sendt').first().waitFor();
  assert.equal((await standing(desk, contact, /Tyve gange ./g)).length, 3);
  await phone.leave();
});

test('O3: two things under one id are both kept, and the phone says so', async () => {
  const phone = await inHand('O3'), page = phone.page;
  const [id] = await writes(phone, 'Samme nummer, det første');
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 1 });
  await core((c, [id, session, course]) => c.outbox.append({
    id, case: course, contact: session, kind: 'note', schema: 'samspil-writing/1', key: c.keyOf(course), mono: performance.now(),
    payload: { v: 1, session, note: { at: '', text: 'Samme nummer, det andet' } },
  }), /** @type {const} */ ([id, session(), noah]), page);
  await sends(phone);
  assert.deepEqual(await states(phone), { clash: 1 });
  await asShown(phone);
  await page.locator('.alarm.is-broken', { hasText: 'To ting har det samme nummer. Ring til kontoret' }).waitFor();
  await page.locator('.alarm').getByRole('button', { name: 'Se det' }).click();
  await page.getByText('Begge er gemt. Ring til kontoret').waitFor();
  assert.deepEqual(await standing(desk, contact, /Samme nummer, det \S+/g), ['Samme nummer, det første']);
  await (await shelf(desk, phone)).getByText('To med samme nummer').waitFor();
  await readFirst(desk, phone);
  await desk.page.getByText('Samme nummer, det andet').waitFor();
  await layInPlace(desk);
  assert.deepEqual((await standing(desk, contact, /Samme nummer, det \S+/g)).sort(), ['Samme nummer, det andet', 'Samme nummer, det første']);
  await phone.leave();
});

test('O4: what comes out of order and with holes is whole when all has come', async () => {
  const phone = await inHand('O4'), page = phone.page;
  let held = new Set([1, 5, 6, 11]);
  await cutOff(phone);
  const { segment, codes } = await core(async (c, session) => {
    const points = c.kept.scheme.codes.filter((/** @type {any} */ k) => !k.state && !k.hollow).map((/** @type {any} */ k) => k.code);
    const codes = Array.from({ length: 10 }, (_, i) => points[i % points.length]);
    const run = c.startCoding(c.kept.visits.find((/** @type {any} */ v) => v.session === session), 'play', 5);
    for (const code of codes) await run.tap(code).kept;
    await run.end().kept;
    return { segment: run.segment, codes };
  }, session(), page);
  assert.ok(new Set(codes).size > 5);
  await page.route(sending, (route) => disorder(route, held));
  await sends(phone);
  assert.match(await toldOf(phone), /4 er aldrig kommet/);
  await desk.page.getByRole('link', { name: phone.name, exact: true }).click();
  await desk.page.getByText('1, 5–6 og 11').waitFor();
  assert.deepEqual(await standing(desk, contact, /Kodet .*O4/g), [], 'nothing is there before its beginning');
  held = new Set();
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 12 });
  assert.equal(await toldOf(phone), 'Alt, hvad den har fortalt om, er kommet');
  assert.equal((await standing(desk, contact, /Kodet fra kl\. \d\d\.\d\d: Lone, O4/g)).length, 1);
  const table = await desk.page.request.get(`${demo.address}/forloeb/${noah}/kodning/${segment}/oejeblikke.csv`);
  const there = (await table.text()).trim().split('\n').slice(1).map((line) => line.split(';')[1]);
  assert.deepEqual(there, codes, 'whole, and in the order it was tapped');
  await phone.leave();
});

/**
 * A network that turns the order round and keeps some numbers back.
 * @param {Route} route
 * @param {Set<number>} held
 */
async function disorder(route, held) {
  const batch = route.request().postDataJSON();
  /** @type {Sealed[]} */ const entries = batch.entries;
  const on = entries.filter((s) => !held.has(header(s).seq)).reverse();
  const headers = { ...route.request().headers(), 'sec-fetch-site': 'same-origin' };
  const response = await route.fetch({ headers, postData: JSON.stringify({ ...batch, entries: on }) });
  const body = await response.json();
  const of = new Map(body.verdicts.map((/** @type {Verdict} */ v) => [v.id, v]));
  const verdicts = entries.map((s) => of.get(header(s).id) ?? { id: header(s).id, result: 'later' });
  await route.fulfill({ response, json: { ...body, verdicts } });
}

test('O5: one bad entry in a hundred holds up none of the others', async () => {
  const phone = await inHand('O5'), page = phone.page;
  await cutOff(phone);
  await writes(phone, ...Array.from({ length: 100 }, (_, i) => `Prøve nr. ${i + 1}.`));
  await page.route(sending, (route) => {
    const batch = route.request().postDataJSON();
    for (const s of batch.entries) if (header(s).seq === 50) s.c = other(s.c);
    return route.continue({ postData: JSON.stringify(batch) });
  });
  await sends(phone);
  await page.unroute(sending);
  assert.deepEqual(await states(phone), { receipted: 99, refused: 1 });
  const file = await core(async (c) => (await c.handOver()).text(), undefined, page);
  await asShown(phone);
  await page.locator('.alarm', { hasText: '1 ting skal du se på' }).waitFor();
  await page.locator('.alarm').getByRole('button', { name: 'Se det' }).click();
  await page.getByText('Telefonens underskrift passer ikke til trinnet').waitFor();
  const stored = await standing(desk, contact, /Prøve nr\. \d+\./g);
  assert.deepEqual([stored.length, stored.includes('Prøve nr. 50.')], [99, false]);
  await desk.open('/telefoner/hylden');
  await desk.page.locator('section', { hasText: 'Afvist' }).getByText('Telefonens underskrift passer ikke til trinnet').waitFor();
  assert.match(await handIn(Buffer.from(file)), /Gemt i forløbet\s+1 indtastning/, 'what lies on the phone is whole');
  assert.equal((await standing(desk, contact, /Prøve nr\. \d+\./g)).length, 100);
  await phone.leave();
});

/** The same text with one letter in the middle changed. @param {string} text */
function other(text) {
  const at = text.length >> 1;
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

test('O6: what was called off meanwhile lies on the shelf until somebody has looked', async () => {
  const phone = await inHand('O6 aflyst'), page = phone.page;
  await cutOff(phone);
  const session = await core(async (c, noah) => {
    const visit = c.kept.visits.find((/** @type {any} */ v) => v.case === noah && v.kind !== 'contact');
    const run = c.startCoding(visit, 'other', 5);
    await run.end().kept;
    return visit.session;
  }, noah, page);
  await desk.open(`/forloeb/${noah}/aftaler/${session}/afbud`);
  await desk.page.getByLabel('Hvem aflyste?').selectOption({ label: 'Os: syg' });
  await desk.page.getByRole('group', { name: 'Fik I besked på forhånd?' }).getByLabel('Nej', { exact: true }).check({ force: true });
  await desk.page.getByRole('button', { name: 'Gem afbuddet' }).click();
  await desk.page.getByText('Afbuddet er skrevet ned').waitFor();
  await page.unroute(sending);
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 2 }, 'it is taken, and the phone need not keep it');
  await asShown(phone);
  await page.getByText('1 ting ligger på hylden').first().waitFor();
  await readFirst(desk, phone);
  await desk.page.locator('.panel', { hasText: 'Der er aflyst, eller ingen kom' }).waitFor();
  await desk.page.getByRole('button', { name: 'Læg på plads' }).click();
  await desk.page.locator('#f-place', { hasText: 'Der er aflyst, eller ingen kom' }).waitFor();
  await desk.page.getByLabel('Hvorfor sættes den til side?').fill('Mødet blev ikke til noget');
  await desk.page.getByRole('button', { name: 'Sæt til side' }).click();
  await desk.page.getByText('Den er sat til side').waitFor();
  assert.equal(await (await shelf(desk, phone)).count(), 0);
  await phone.leave();
});

test('O6: what somebody wrote who has left the course is laid in its place by the leader', async () => {
  const phone = await inHand('O6 ude'), page = phone.page;
  await cutOff(phone);
  const session = await core(async (c, emil) => {
    const visit = c.kept.visits.find((/** @type {any} */ v) => v.case === emil);
    await c.write(emil, visit.session, 'note', { note: { at: '', text: 'Skrevet, før holdet blev et andet' } });
    return visit.session;
  }, emil, page);
  const leader = await sitDown(browser, demo.address, 'desk');
  await logIn(leader, 'Gitte');
  await leader.open(`/forloeb/${emil}/hold`);
  await leader.page.getByRole('checkbox', { name: 'Lone' }).uncheck();
  await leader.page.getByRole('button', { name: 'Gem holdet' }).click();
  await leader.page.getByText('Holdet er gemt', { exact: true }).waitFor();
  await page.unroute(sending);
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 1 });
  const hers = await shelf(desk, phone);
  await desk.page.getByRole('heading', { name: 'Et forløb, du ikke er på længere' }).waitFor();
  assert.deepEqual([await hers.count(), await hers.getByRole('link').count()], [1, 0], 'she may not read it any more');
  const place = `/forloeb/${emil}/aftaler/${session}`;
  const words = /Skrevet, før holdet blev et andet/g;
  await leader.open(place);
  await leader.page.getByLabel('Din grund').fill('Noget kom fra en telefon, efter at holdet blev et andet');
  await leader.page.getByRole('button', { name: 'Åbn forløbet' }).click();
  await leader.page.getByLabel('Din grund').waitFor({ state: 'detached' });
  assert.deepEqual(await standing(leader, place, words), []);
  await readFirst(leader, phone);
  await leader.page.getByText('Skrevet af en, der ikke længere er på forløbet').waitFor();
  await layInPlace(leader);
  assert.equal((await standing(leader, place, words)).length, 1);
  assert.match(await leader.page.locator('.from-phone').innerText(), /Lone, O6 ude/, 'in her name');
  await leader.leave();
  await phone.leave();
});

test('O15: a lost phone is refused at its next request, and what it holds is handed in', async () => {
  const phone = await inHand('O15'), page = phone.page;
  await cutOff(phone);
  await writes(phone, 'Fra den spærrede A', 'Fra den spærrede B');
  const device = await idOf(phone);
  const entries = (await lying(phone)).map((r) => r.sealed);
  await asShown(phone);
  await page.getByText(/^2 venter/).first().waitFor();
  await desk.open('/telefoner');
  await desk.page.getByRole('link', { name: phone.name, exact: true }).click();
  await desk.page.getByLabel('Hvorfor spærres den?').fill('Glemt i toget');
  await desk.page.getByRole('button', { name: 'Spær telefonen' }).click();
  await desk.page.getByText('Telefonen er spærret').first().waitFor();
  await page.unroute(sending);
  const status = await page.evaluate(async (body) => (await fetch('/v1/outbox', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status,
    JSON.stringify({ v: 1, dev: device, head: 2, waits: 2, app: 'test', now: new Date().toISOString(), entries }));
  assert.equal(status, 401);
  assert.deepEqual(await standing(desk, contact, /Fra den spærrede ./g), []);
  await page.reload();
  await page.getByLabel('Din pinkode').fill(pin);
  await page.getByRole('button', { name: 'Lås op' }).click();
  await page.locator('.alarm.is-broken', { hasText: 'Telefonen er spærret fra kontoret. Aflever det, der venter' }).waitFor();
  await page.getByRole('button', { name: 'Aflever det som en fil' }).click();
  const comes = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Lav filen' }).click();
  const file = await readFile(await (await comes).path());
  assert.match(await handIn(file), /På hylden\. De venter på dig eller din leder\s+2 indtastninger/);
  assert.deepEqual(await standing(desk, contact, /Fra den spærrede ./g), [], 'until somebody has looked');
  await readFirst(desk, phone);
  await desk.page.getByText('Telefonen er spærret. Det er gemt og skal ses igennem').waitFor();
  await desk.page.getByText('Fra den spærrede A').waitFor();
  assert.equal(await (await shelf(desk, phone)).count(), 2);
  await desk.page.getByRole('button', { name: 'Læg alle på plads' }).click();
  await desk.page.getByText('Den er lagt på plads').waitFor();
  assert.equal(await (await shelf(desk, phone)).count(), 0);
  assert.deepEqual((await standing(desk, contact, /Fra den spærrede ./g)).sort(), ['Fra den spærrede A', 'Fra den spærrede B']);
  await phone.context.close(); // it was answered with 401 and 403, as it must be
});

test('O16: one picture taken twice is there twice', async () => {
  const phone = await inHand('O16');
  await core(async (c, [course, session]) => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d')?.fillRect(10, 10, 20, 20);
    const photo = await canvas.convertToBlob();
    for (let i = 0; i < 2; i++) await c.picture(course, session, photo, 'Den samme tegning');
  }, /** @type {const} */ ([noah, session()]), phone.page);
  await sends(phone);
  assert.equal(await core((c) => c.status.pictures, undefined, phone.page), 0);
  assert.deepEqual(await states(phone), { receipted: 2 });
  assert.equal((await standing(desk, contact, /Den samme tegning/g)).length, 2);
  const places = await desk.page.locator('.from-phone figure a').evaluateAll((all) => all.map((a) => /** @type {HTMLAnchorElement} */ (a).href));
  assert.equal(new Set(places).size, 2);
  const came = await Promise.all(places.map(async (place) => (await desk.page.request.get(place)).body()));
  assert.deepEqual(came.map((b) => b.subarray(0, 2).toString('hex')), ['ffd8', 'ffd8'], 'both whole');
  assert.deepEqual(came[0], came[1]);
  await phone.leave();
});

test('O17: an entry for a family that is not hers is refused among good ones', async () => {
  const phone = await inHand('O17'), page = phone.page;
  await cutOff(phone);
  await writes(phone, ...Array.from({ length: 9 }, (_, i) => `Blandt fremmede ${i + 1}.`));
  await core((c, [villads, noah]) => c.outbox.append({
    case: villads, contact: '', kind: 'note', schema: 'samspil-writing/1', key: c.keyOf(noah), mono: performance.now(),
    payload: { v: 1, attention: { id: crypto.randomUUID(), danger: false, what: 'Hører ikke til her' } },
  }), /** @type {const} */ ([villads, noah]), page);
  await writes(phone, ...Array.from({ length: 10 }, (_, i) => `Blandt fremmede ${i + 10}.`));
  await page.unroute(sending);
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 19, refused: 1 });
  assert.deepEqual((await lying(phone)).filter((r) => r.state === 'refused').map((r) => [r.seq, r.text]), [[10, 'Forløbet er ikke her']]);
  assert.equal((await standing(desk, contact, /Blandt fremmede \d+\./g)).length, 19);
  await desk.open('/telefoner/hylden');
  await desk.page.getByRole('listitem').filter({ hasText: 'O17' }).getByText('Forløbet er ikke her').waitFor();
  const theirs = await sitDown(browser, demo.address, 'desk');
  await logIn(theirs, 'Birgitte');
  assert.equal(await theirs.open(`/forloeb/${villads}`), 200);
  assert.equal(await theirs.page.getByText('Hører ikke til her').count(), 0);
  await theirs.leave();
  await phone.leave();
});

test('O18: what one phone signed is refused in the session of another', async () => {
  const phone = await inHand('O18');
  const colleague = await sitDown(browser, demo.address, 'desk');
  await logIn(colleague, 'Anders');
  const theirs = await inHand('O18 Anders', colleague);
  await cutOff(phone);
  await writes(phone, 'Lones egne ord A', 'Lones egne ord B');
  const entries = (await lying(phone)).map((r) => r.sealed);
  const [hers, his] = [await idOf(phone), await idOf(theirs)];
  for (const dev of [hers, his]) {
    const [verdicts] = await posts(theirs, dev, entries);
    assert.deepEqual(verdicts?.map((v) => [v.result, v.why]), Array(2).fill(['refused', 'outbox.refused.device']));
  }
  const renamed = entries.map((s) => ({ ...s, h: Buffer.from(JSON.stringify({ ...header(s), dev: his })).toString('base64url') }));
  const [verdicts] = await posts(theirs, his, renamed);
  assert.deepEqual(verdicts?.map((v) => [v.result, v.why]), Array(2).fill(['refused', 'outbox.refused.signature']));
  assert.deepEqual(await standing(desk, contact, /Lones egne ord ./g), []);
  await phone.page.unroute(sending);
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 2 }, 'on her own phone they go on as if nothing had been');
  assert.deepEqual((await standing(desk, contact, /Lones egne ord ./g)).sort(), ['Lones egne ord A', 'Lones egne ord B']);
  await colleague.leave();
  await theirs.leave();
  await phone.leave();
});

test('O19: a million ids on a clock that stands still are all different', async () => {
  const phone = await inHand('O19'), page = phone.page;
  await page.clock.setFixedTime(`${today}T08:01:00+02:00`);
  const made = await core((c) => {
    const ids = new Set(), times = new Set();
    for (let i = 0; i < 1_000_000; i++) {
      const id = c.newID();
      ids.add(id);
      times.add(id.slice(0, 10));
    }
    return [ids.size, times.size];
  }, undefined, page);
  assert.deepEqual(made, [1_000_000, 1], 'ids, and moments they were made in');
  const texts = Array.from({ length: 9 }, (_, i) => `Uret står ${i + 1}.`);
  await writes(phone, ...texts);
  await sends(phone);
  assert.deepEqual(await states(phone), { receipted: 9 });
  assert.deepEqual((await standing(desk, contact, /Uret står \d\./g)).sort(), texts);
  await phone.leave();
});

test('O20: what was sealed to a former key opens after a new one was made', async () => {
  const data = await newFolder();
  let elsewhere = await startDemo({ day: today, data });
  try {
    const autumn = await atDesk(browser, elsewhere.address);
    const path = new URL(autumn.page.url()).pathname, visit = path.split('/').at(-1);
    const phone = await inHand('O20', autumn, elsewhere.address), page = phone.page;
    await autumn.leave();
    const writing = (/** @type {string} */ text) => core((c, [noah, session, text]) => c.write(noah, session, 'note', { note: { at: '', text } }),
      /** @type {const} */ ([noah, visit, text]), page);
    await cutOff(phone);
    await writing('Fra efteråret A');
    await writing('Fra efteråret B');
    await elsewhere.stop();
    elsewhere = await startDemo({ day: '2027-01-05', data, port: Number(new URL(elsewhere.address).port) });
    await page.clock.setSystemTime('2027-01-05T08:00:30+01:00');
    await page.unroute(sending);
    await sends(phone);
    await core((c, pin) => c.unlock(pin), pin, page);
    await sends(phone);
    await writing('Fra vinteren');
    await sends(phone);
    const rows = await lying(phone);
    assert.deepEqual(await states(phone), { receipted: 3 });
    const keys = rows.map((r) => header(r.sealed).kid);
    assert.deepEqual([keys[0] === keys[1], keys[1] === keys[2]], [true, false], 'what is entered now is sealed to another key');
    const winter = await sitDown(browser, elsewhere.address, 'desk');
    await logIn(winter, 'Lone');
    assert.deepEqual((await standing(winter, path, /Fra (efteråret .|vinteren)/g)).sort(), ['Fra efteråret A', 'Fra efteråret B', 'Fra vinteren']);
    await winter.leave();
    await phone.context.close(); // its session was over, which was answered with 401
  } finally {
    await elsewhere.stop();
    await rm(data, { recursive: true, force: true });
  }
});
