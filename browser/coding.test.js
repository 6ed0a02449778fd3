// Coding a stretch of a contact: with the keyboard alone, with the page loaded
// again in the middle, without a network, beside a film from the own disk, and
// without script. Nothing that was coded is lost.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isGood, shot } from './look.js';
import { startDemo } from './server.js';
import { logIn, sitDown, startBrowser } from './visitor.js';

/** @typedef {import('./visitor.js').Visit} Visit */
/** @typedef {import('playwright-core').Page} Page */

const noah = '/forloeb/00000000-0000-7000-8000-00000000fb01';

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  demo = await startDemo({ day: '2026-10-01' });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/**
 * Lone at her screen.
 * @param {import('./visitor.js').Screen} screen
 * @param {import('playwright-core').BrowserContextOptions} [more]
 */
async function lone(screen, more) {
  const visit = await sitDown(browser, demo.address, screen, more);
  await logIn(visit, 'Lone');
  return visit;
}

/**
 * Begins a stretch of the contact of 30 September; tells the contact's path.
 * @param {Visit} visit
 * @param {string} part
 */
async function begin(visit, part) {
  await visit.open(`${noah}/samvaer`);
  await visit.page.getByRole('link', { name: 'ons. 30. sept.' }).first().click();
  await visit.page.waitForURL(/samvaer\/[^/]+$/);
  const contact = new URL(visit.page.url()).pathname;
  await visit.open(`${contact}/kodning`);
  await isGood(visit.page);
  await visit.page.getByLabel(part).check();
  await visit.page.getByLabel('Hele skemaet').check();
  await visit.page.getByLabel('Hvornår begyndte stykket?').fill('14.42');
  await visit.page.getByRole('button', { name: 'Begynd at kode' }).press('Enter');
  await visit.page.waitForURL(/kodning\/[^/]+$/);
  return contact;
}

/** @param {Page} page */
const rows = (page) => page.locator('[data-lines] tr').count();

/**
 * Does what leads to another page, and waits for it.
 * @param {Page} page
 * @param {() => Promise<void>} deed
 */
async function turn(page, deed) {
  const comes = page.waitForEvent('domcontentloaded');
  comes.catch(() => {});
  await deed();
  await comes;
}

/**
 * Waits until everything is with the server.
 * @param {Page} page
 */
async function sent(page) {
  await page.waitForFunction(() => /^Gemt /.test(document.querySelector('[data-status]')?.textContent ?? ''));
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('samspil-koder-')));
}

test('a stretch is coded with the keyboard alone, and loading the page again loses nothing', async () => {
  const visit = await lone('desk');
  const { page } = visit;
  const contact = await begin(visit, 'Leg');
  const keys = page.keyboard;
  await keys.press('Space'); // the clock runs
  for (const key of ['i', 'f', 'k', 'd']) {
    await keys.press(key);
    await keys.press('ArrowRight');
  }
  await keys.press('Space'); // and stands
  assert.equal(await rows(page), 3);
  await page.getByRole('button', { name: /Fælles fokus/, pressed: true }).waitFor();
  await keys.press('d'); // a second press within half a second would be a slip; this is a second later
  assert.equal(await rows(page), 4);
  await keys.press('Backspace');
  assert.equal(await rows(page), 3);
  await keys.press('Control+y');
  assert.equal(await rows(page), 4);
  await isGood(page);
  await shot(page, 'kodning');
  await page.reload();
  await sent(page).catch(() => {});
  assert.equal(await rows(page), 4, 'after the page was loaded again at once');

  await keys.press('Shift+ArrowRight');
  await keys.press('g'); // joy
  await keys.press('ArrowRight');
  await keys.press('u'); // distress ends it
  assert.equal(await rows(page), 5);
  await keys.press('+');
  await page.locator('[data-paused-line]').waitFor();
  await keys.press('ArrowRight');
  await keys.press('i');
  assert.equal(await rows(page), 5, 'nothing is counted in a pause');
  await keys.press('+');
  await keys.press('ArrowRight');
  await keys.press('-');
  await keys.press('o');
  await sent(page);

  // A line is corrected where it stands.
  await page.locator('[data-in=fix]').first().focus();
  await keys.press('Enter');
  await page.getByLabel('Tid', { exact: true }).fill('0:00,5');
  await keys.press('Enter');
  await sent(page);
  await page.locator('[data-end-at]').fill('8:00');
  await page.getByRole('button', { name: 'Afslut kodningen' }).press('Enter');
  await page.getByText('Det her var i gang, da stykket sluttede ved 8:00').waitFor();
  await page.getByText('Uro, i gang siden').waitFor();
  await isGood(page);
  await visit.open(contact);
  await page.getByRole('heading', { name: /Samspillet, \d+ minutter: leg/ }).first().waitFor();
  await page.getByText('Fik Noah svar på det, Noah begyndte på?').first().waitFor();
  await isGood(page);
  await shot(page, 'samvaer-samspil');
  await visit.leave();
});

test('without a network the presses wait in the browser, and go when the tab is opened again', async () => {
  const visit = await lone('phone');
  const { page } = visit;
  await begin(visit, 'Måltid');
  const desk = new URL(page.url()).pathname;
  await isGood(page);
  await shot(page, 'kodning');
  await page.getByRole('button', { name: 'Start uret' }).tap();
  await visit.context.setOffline(true);
  await page.getByRole('button', { name: /Barnets initiativ/ }).tap();
  await page.getByRole('button', { name: /Følger/ }).tap();
  await page.getByText('De er husket på denne computer').waitFor();
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('samspil-koder-')));
  assert.equal(kept.length, 1);
  assert.doesNotMatch(kept.join(), /Noah|Sanne|Lone/, 'a name is on the disk');
  await page.close();
  await visit.context.setOffline(false);
  const again = await visit.context.newPage();
  await again.goto(desk);
  await sent(again);
  assert.equal(await rows(again), 2);
  await visit.leave();
});

test('a film from the own disk is played beside the keys and sent nowhere', async () => {
  const visit = await lone('desk');
  const { page } = visit;
  await begin(visit, 'Ankomst');
  await page.getByText('Kod ved siden af en film').click();
  await page.getByText('Filmen bliver på din egen computer').waitFor();
  /** @type {string[]} */
  const large = [];
  page.on('request', (request) => {
    if ((request.postData() ?? '').length > 5000) large.push(request.url());
  });
  await page.getByLabel('Vælg filmen på din computer').setInputFiles({ name: 'noah.wav', mimeType: 'audio/wav', buffer: silence(20) });
  await page.waitForFunction(() => (/** @type {HTMLVideoElement} */ (document.querySelector('[data-video]'))?.duration ?? 0) > 19);
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Stykket begynder her' }).click();
  await page.locator('h1').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('i');
  assert.equal(await page.locator('[data-lines] [data-in=to]').innerText(), '0:01');
  await sent(page);
  assert.deepEqual(large, []);
  await visit.leave();
});

test('without script a stretch is coded as a form', async () => {
  for (const screen of /** @type {const} */ (['desk', 'phone'])) {
    const visit = await sitDown(browser, demo.address, screen, { javaScriptEnabled: false });
    const { page } = visit;
    await logIn(visit, 'Lone');
    await visit.open(`${noah}/samvaer`);
    await turn(page, () => page.getByRole('link', { name: 'ons. 30. sept.' }).first().click());
    await visit.open(`${new URL(page.url()).pathname}/kodning`);
    await page.getByLabel('Afsked').check();
    await turn(page, () => page.getByRole('button', { name: 'Begynd at kode' }).click());
    await page.getByLabel('Tid i stykket').fill('0:12');
    await turn(page, () => page.getByRole('button', { name: /Barnets initiativ/ }).click());
    await page.getByLabel('Tid i stykket').fill('halv');
    await turn(page, () => page.getByRole('button', { name: /Følger/ }).click());
    await page.getByText('Skriv tiden som 4:31').first().waitFor();
    await page.getByLabel('Tid i stykket').fill('0:14');
    await turn(page, () => page.getByRole('button', { name: /Følger/ }).click());
    assert.equal(await rows(page), 2);
    await page.getByLabel('Stykket slutter ved').fill('5:00');
    await page.getByRole('button', { name: 'Afslut kodningen' }).click();
    await page.getByRole('heading', { name: 'Samspillet, 5 minutter: afsked' }).waitFor();
    await visit.leave();
  }
});

test('a file is brought in', async () => {
  const visit = await lone('phone');
  const { page } = visit;
  await begin(visit, 'Andet');
  await visit.open(`${noah}/samvaer`);
  await turn(page, () => page.getByRole('link', { name: 'ons. 30. sept.' }).first().click());
  await visit.open(`${new URL(page.url()).pathname}/kodning/indlaes`);
  await isGood(page);
  const sheet = 'recording,subject,code,kind,modifiers,start_s,stop_s,duration_s,comment\nleg,barn,BINI,point,,1.5,1.5,0,\nleg,mor,FFOL,point,,3,3,0,\nleg,mor,hopper,point,,5,5,0,\n';
  await page.getByLabel('Vælg filen').setInputFiles({ name: 'leg.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await page.getByRole('button', { name: 'Se, hvad der er i filen' }).click();
  await page.getByText('2 øjeblikke kommer med.').waitFor();
  await isGood(page);
  await shot(page, 'indlaes');
  await page.getByLabel('hopper (mor)').selectOption({ label: 'Inviterer' });
  await page.getByRole('button', { name: 'Hent kodningen ind' }).click();
  await page.waitForURL(/kodning\/[0-9a-f-]{36}$/);
  assert.equal(await rows(page), 3);
  await isGood(page);
  await visit.leave();
});

/**
 * A sound of so many seconds of silence, as a file.
 * @param {number} seconds
 */
function silence(seconds) {
  const rate = 8000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + rate * seconds, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(rate * seconds, 40);
  return Buffer.concat([head, Buffer.alloc(rate * seconds, 128)]);
}
