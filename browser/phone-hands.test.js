// A phone in a parent's hands, in a real browser against the demo: whatever is closed,
// loaded anew, typed into the address line or cut off from the network, what is written
// about a family comes back with the PIN alone. And what the phone says of itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, nothing, shot } from './look.js';
import { atDesk, codeFor, makeKnown, openContact, pickUp, pin, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { startBrowser } from './visitor.js';

/** @typedef {import('./phone-screens.js').Page} Page */
/** @typedef {import('./phone-screens.js').Visit} Visit */

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Visit} */
let desk;

before(async () => {
  demo = await startDemo({ day: today });
  browser = await startBrowser();
  desk = await atDesk(browser, demo.address);
});
after(async () => {
  await desk?.leave();
  await browser?.close();
  await demo?.stop();
});

/** Lone with a phone that is known. */
async function withPhone() {
  const code = await codeFor(desk);
  const phone = await pickUp(browser, demo.address);
  await makeKnown(phone, code);
  return phone;
}

/** @param {Page} page @param {string | RegExp} name */
const press = (page, name) => page.getByRole('button', { name }).click();

/** @param {Page} page @param {string} name */
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Gives the phone back as its owner does. @param {Page} page */
async function hold(page) {
  const key = page.getByRole('button', { name: 'Konsulenten: hold her i 3 sekunder' });
  await key.focus();
  await page.keyboard.down('Enter');
  await key.waitFor({ state: 'detached' });
  await page.keyboard.up('Enter');
}

/** @param {Page} page @param {string} typed */
async function tryPIN(page, typed) {
  await page.getByLabel('Din pinkode').fill(typed);
  await page.locator('form').getByRole('button', { name: 'Lås op' }).click();
  await page.locator('form button:disabled').waitFor({ state: 'detached' }); // it has been judged; what stands there is of this try
}

const question = 'Hvornår var det godt mellem jer? Hvad var svært?';

/** From the day to the first question to the parent. @param {Page} page */
async function giveOut(page) {
  await openContact(page);
  await press(page, /Efter samværet|Skriv videre/);
  await press(page, 'Giv telefonen til forælderen');
  await heading(page, question);
}

/** Nothing of any family, and the PIN asked for. @param {Page} page */
async function shut(page) {
  await heading(page, 'Lås op, Lone');
  assert.equal(await page.getByRole('button').count(), 1, 'one deed: the PIN');
  assert.doesNotMatch(await page.evaluate(() => document.body.textContent ?? ''), /Samvær|N\.|Noah|Sanne/);
}

test('closed, loaded anew, in another tab or by the address line: a phone in other hands asks for the PIN', async () => {
  const phone = await withPhone(), context = phone.context;
  const beside = await context.newPage(); // open at the day all the while
  await beside.goto('/telefon');
  await heading(beside, 'Hej Lone');
  await giveOut(phone.page);
  await shut(beside);
  await beside.close();
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.page.close();
  const page = await context.newPage();
  await page.goto('/telefon');
  await shut(page);
  nothing(await findings(page));
  await shot(page, 'telefon-givet-videre');
  await page.reload();
  await shut(page);
  const told = await page.goto('/v1/day');
  assert.equal(told?.status(), 401, 'an address typed into the browser gives no day');
  await page.goBack();
  await shut(page);
  assert.equal(await page.evaluate(() => fetch('/v1/day').then((r) => r.status)), 401, 'nor does the server give one');
  await tryPIN(page, '000000');
  await page.getByText(/Pinkoden passer ikke/).waitFor();
  await shut(page);
  await page.route('**/v1/unlock', (route) => route.fulfill({ status: 403, json: { v: 1, why: 'phones.locked', text: 'Telefonen er låst' } }));
  await tryPIN(page, pin); // as after five wrong ones: whoever locks it does not keep her from coding
  await page.getByText('Telefonen er låst').waitFor();
  await page.getByText('Du kan kode og skrive, men ikke læse').waitFor();
  await shot(page, 'telefon-givet-videre-laast');
  await page.unroute('**/v1/unlock');
  await context.setOffline(true);
  await page.reload();
  await shut(page);
  await tryPIN(page, pin);
  await page.getByText('Pinkoden kan ikke prøves uden net').waitFor();
  await hold(page); // coding and writing go on, without reading
  await heading(page, 'Hej Lone');
  await page.getByText('Låst. Du kan kode og skrive, men ikke læse.').waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /Noah|Sanne/);
  await context.setOffline(false);
  await page.reload();
  await shut(page);
  await tryPIN(page, pin);
  await heading(page, 'Hej Lone');
  await page.reload();
  await heading(page, 'Hej Lone');
  await assert.rejects(phone.leave(), /401 from GET \S+\/v1\/day/);
});

test('without a network the phone itself judges the PIN, five times', async () => {
  const phone = await withPhone(), page = phone.page;
  await giveOut(page);
  await phone.context.setOffline(true);
  await press(page, 'Giv telefonen tilbage');
  await hold(page);
  await tryPIN(page, '000000');
  await page.getByText('Pinkoden passer ikke. Prøv igen').waitFor();
  await tryPIN(page, pin);
  await heading(page, 'Skriv noten færdig');
  await press(page, 'Giv telefonen til forælderen');
  await heading(page, question);
  await press(page, 'Giv telefonen tilbage');
  await hold(page);
  for (const typed of ['000001', '000002', '000003', '000004', '000005']) {
    await tryPIN(page, typed);
    await page.getByText('Pinkoden passer ikke. Prøv igen').waitFor();
    await page.clock.fastForward(31_000); // it may not be tried faster
  }
  await tryPIN(page, pin);
  await page.getByText('Pinkoden kan ikke prøves uden net').waitFor();
  await press(page, 'Fortsæt uden at læse');
  await heading(page, 'Hej Lone');
  await page.getByText('Låst. Du kan kode og skrive, men ikke læse.').waitFor();
  await phone.leave();
});

/** @param {Page} page @param {string} words */
async function shortNote(page, words) {
  await press(page, 'Skriv et par ord nu');
  await page.getByLabel('Hvad så eller hørte du?').fill(words);
  await press(page, 'Gem');
  await heading(page, 'Samvær med N.');
}

/** Takes a picture of one dot. @param {Page} page */
async function pictureOf(page) {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await press(page, 'Tag et billede');
  await page.locator('input[type="file"]').setInputFiles({ name: 'tegning.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
  await page.getByLabel('Hvad viser det?').fill('En tegning');
  await press(page, 'Gem billedet');
  await heading(page, 'Samvær med N.');
}

/** Shuts the newest phone out. */
async function shutOut() {
  await desk.open('/telefoner');
  await desk.page.getByRole('link', { name: 'Min arbejdstelefon' }).first().click();
  await desk.page.getByLabel('Hvorfor spærres den?').fill('Glemt i toget');
  await desk.page.getByRole('button', { name: 'Spær telefonen' }).click();
  await desk.page.getByText('Spærret af Lone').first().waitFor();
}

test('a phone says what it knows: kept or sent, what waits of pictures, that it was shut out, and that it may be emptied', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await shortNote(page, 'Han vinkede.');
  await page.getByText(/^Gemt kl\. 08\.\d\d og sendt$/).waitFor();
  await page.route('**/v1/**', (route) => route.abort());
  await shortNote(page, 'Han lo.');
  await page.getByText(/^Gemt kl\. 08\.\d\d$/).waitFor(); // the browser believes that there is a network
  await page.unroute('**/v1/**');
  await page.route('**/v1/files/**', (route) => route.abort());
  await pictureOf(page);
  await press(page, 'Tilbage');
  await press(page, 'Om telefonen');
  await press(page, 'Send nu');
  await page.locator('.status', { hasText: /^1 billede er ikke sendt · Ligger kun på denne telefon$/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Log ud' }).count(), 0);
  await shutOut();
  await page.unroute('**/v1/files/**');
  await press(page, 'Send nu');
  await page.getByText('Telefonen er spærret fra kontoret').first().waitFor();
  await page.reload();
  await page.locator('.alarm', { hasText: 'Telefonen er spærret fra kontoret' }).waitFor();
  assert.equal(await page.getByText('Lås op, så det, der venter, kan sendes').count(), 0, 'no second line that says otherwise');
  await page.locator('.alarm').getByRole('button', { name: 'Aflever det som en fil' }).click();
  await page.getByText('1 ting ligger kun på telefonen').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Lav filen')]);
  await desk.open('/telefoner/aflever');
  await desk.page.getByLabel('Filen fra telefonen').setInputFiles(await download.path());
  await desk.page.getByRole('button', { name: 'Aflever filen' }).click();
  await desk.page.getByText('Billeder, der er kommet').waitFor();
  await press(page, 'Filen er afleveret');
  await shot(page, 'telefon-afleveret');
  nothing(await findings(page));
  await press(page, 'Skærmen har modtaget den. Fjern alt, og log ud');
  await heading(page, 'Gør telefonen klar');
  await assert.rejects(phone.leave(), /401 from \S+ \S+\/v1\//);
});
