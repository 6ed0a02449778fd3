// The keys one codes with, where a finger, a keyboard or a full storage does what
// nobody meant: nothing is coded that was not tapped, and nothing is said to be kept
// that is not. And what the phone says in the other language, and in danger.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nothing } from './look.js';
import { atDesk, codeFor, felt, makeKnown, openContact, openTalk, pickUp, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { startBrowser } from './visitor.js';

/** @typedef {import('./phone-screens.js').Page} Page */

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./phone-screens.js').Visit} */
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

async function withPhone() {
  const code = await codeFor(desk);
  const phone = await pickUp(browser, demo.address, { viewport: { width: 360, height: 640 } });
  await makeKnown(phone, code);
  return phone;
}

/** @param {Page} page @param {string | RegExp} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** @param {Page} page @param {number} n */
const count = (page, n) => page.getByText(`Gemt her · ${n} tryk`).waitFor();

/** Where everything is that a thumb may look for. @param {Page} page */
const places = (page) => page.evaluate(() => [...document.querySelectorAll('.coding .key, .coding .row button')].map((b) => {
  const { left, top, width, height } = b.getBoundingClientRect();
  return { what: b.textContent?.slice(0, 12), at: [left, top, width, height].map(Math.round).join() };
}));

/** Starts coding while the clock stands still. @param {Page} page */
async function toKeys(page) {
  await openContact(page);
  await openTalk(page);
  await page.getByRole('checkbox', { name: 'Mor siger ja til kodning i dag' }).check({ force: true });
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  await press(page, 'Start kodning');
  await page.locator('.key').first().waitFor();
}

test('nothing is coded but what was tapped, and nothing said to be kept before it is', async () => {
  const phone = await withPhone(), page = phone.page;
  const key = (/** @type {string} */ code) => page.locator(`[data-code="${code}"]`);
  await toKeys(page);
  // A finger that comes down a second time where the keys have just come.
  const box = await key('D-FÆL').boundingBox();
  await page.touchscreen.tap((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
  await page.locator('.foot-row button').last().dispatchEvent('pointerdown');
  await key('B-INI').dispatchEvent('pointerdown');
  await page.clock.runFor(500);
  await key('B-INI').dispatchEvent('pointerup');
  await count(page, 0);
  assert.equal(await key('D-FÆL').getAttribute('aria-pressed'), 'false');

  // What each key looks like from the tap on, in order.
  await page.evaluate(() => {
    /** @type {string[]} */ const seen = [];
    new MutationObserver((all) => all.forEach((m) => seen.push(`${/** @type {HTMLElement} */ (m.target).dataset.code} ${/** @type {Element} */ (m.target).className}`)))
      .observe(document, { subtree: true, attributeFilter: ['class'] });
    Object.assign(globalThis, { seen });
  });
  const first = (/** @type {string} */ code, /** @type {string} */ what) => page.evaluate(([code, what]) => /** @type {any} */ (globalThis).seen.findIndex((/** @type {string} */ s) => s.startsWith(code) && s.split(' ').includes(what)), [code, what]);

  // A key that is held down is one tap.
  await key('F-ORD').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await count(page, 1);
  await key('F-ORD').getByText(/^husket /).waitFor();
  assert.ok(await first('F-ORD', 'waits') >= 0 && await first('F-ORD', 'waits') < await first('F-ORD', 'flash'), 'it waits, and flashes when it is kept');

  // A state is lit while it runs, and not when it was just stopped.
  await key('D-FÆL').tap();
  await key('D-FÆL').getByText('tryk slutter').waitFor();
  assert.match(await key('D-FÆL').getAttribute('class') ?? '', /\blit\b/);
  assert.ok(await first('D-FÆL', 'waits') >= 0, 'the beginning of a state waits to be kept, as any tap');
  await page.clock.runFor(600);
  await key('D-FÆL').tap();
  await key('D-FÆL').getByText(/^slut, husket /).waitFor();
  await page.clock.runFor(300); // it has been drawn anew
  assert.doesNotMatch(await key('D-FÆL').getAttribute('class') ?? '', /\blit\b/);

  await over(page);
  await full(page);
  await press(page, 'Afslut kodning');
  await page.getByRole('heading', { name: 'Kodningen holder pause. Intet tælles' }).waitFor();
  await page.clock.runFor(500);
  await press(page, 'Afslut kodningen');
  await page.getByRole('heading', { level: 1, name: 'Kodningen er gemt' }).waitFor();
  await page.evaluate(() => /** @type {any} */ (globalThis).mend());
  await phone.leave();
});

/** What lies over the keys: nothing of it stays where it does not belong. @param {Page} page */
async function over(page) {
  const toast = page.locator('.toast');
  await press(page, 'Fortryd');
  await toast.getByText('Fortrudt: Fælles fokus').waitFor();
  const light = await toast.evaluate((e) => Math.max(...(getComputedStyle(e).backgroundColor.match(/\d+/g) ?? []).slice(0, 3).map(Number)));
  assert.ok(light < 80, `the toast shines in the dark: ${light}`);
  await page.evaluate(() => { // two fingers beside the keys
    const main = document.querySelector('.coding') ?? document.body;
    main.dispatchEvent(new TouchEvent('touchstart', { touches: [1, 2].map((identifier) => new Touch({ identifier, target: main })), bubbles: true }));
  });
  const cover = page.getByRole('button', { name: 'Skærmen er skjult' });
  await cover.waitFor();
  assert.equal(await toast.isVisible(), false, 'the black screen is black');
  await cover.press('Enter');
  await page.clock.runFor(500);
  await press(page, 'Det betyder knapperne');
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Luk');
  }
  assert.equal(await page.locator('.work').evaluate((e) => e.matches('[inert]')), true, 'nothing else can be reached');
  await page.keyboard.press('Escape');
  await page.clock.runFor(500);
  await press(page, 'Fortryd');
  await toast.waitFor();
  await press(page, 'Note');
  assert.equal(await toast.isVisible(), false, 'what was undone does not lie over the note');
  await press(page, 'Tilbage');
  await page.clock.runFor(500);
  await press(page, 'Kod videre');
  await page.clock.runFor(500);
}

/** A storage that is full: told, and nothing moves under the thumbs. @param {Page} page */
async function full(page) {
  const key = page.locator('[data-code="F-RAM"]'), small = (await page.evaluate(() => [...document.querySelectorAll('.coding button')].filter((b) => b.checkVisibility())
    .map((b) => ({ what: b.textContent, at: b.getBoundingClientRect() })).filter((b) => b.at.width < 56 || b.at.height < 56 || b.at.bottom > innerHeight).map((b) => `${b.what} ${b.at.width}×${b.at.height}`)));
  nothing(small);
  const was = await places(page);
  await page.evaluate(() => {
    const plain = { add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put };
    for (const name of /** @type {const} */ (['add', 'put'])) IDBObjectStore.prototype[name] = () => { throw new DOMException('full', 'QuotaExceededError'); };
    Object.assign(globalThis, { mend: () => Object.assign(IDBObjectStore.prototype, plain) });
    /** @type {any} */ (globalThis).seen.length = 0;
  });
  await key.tap();
  await page.getByText(/ting er kun i hukommelsen/).waitFor();
  assert.equal(await key.getByText(/husket/).count(), 0);
  assert.equal(await page.getByRole('status').filter({ hasText: 'Husket' }).count(), 0, 'nobody is told that it is kept');
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).seen.filter((/** @type {string} */ s) => s.startsWith('F-RAM') && s.includes('flash'))), []);
  await page.locator('[data-code="D-FÆL"]').tap();
  await page.locator('[data-code="D-FÆL"].memory').waitFor();
  await page.clock.runFor(8 * 60_000);
  await page.getByText('8 minutter er gået').first().waitFor();
  assert.deepEqual(await places(page), was, 'a message moved the keys');
}

test('what needs attention begins the word to the adviser and gives numbers to call; all of it in English too', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await press(page, 'Noget kræver opmærksomhed');
  assert.equal(await page.getByLabel('Skriv en hurtig tilbagemelding til rådgiveren').isChecked(), true);
  await page.getByLabel('Hvad handler det om?').waitFor();
  await page.getByRole('group', { name: 'Kan der være tale om' }).getByLabel('Ja', { exact: true }).check({ force: true });
  assert.equal(await page.getByRole('link', { name: 'Ring 112' }).getAttribute('href'), 'tel:112');
  assert.match(await page.getByRole('link', { name: /^Ring til Gitte, 00 / }).getAttribute('href') ?? '', /^tel:00\d{6}$/);
  const order = () => page.locator('fieldset').filter({ hasText: 'Nej' }).evaluateAll((all) => all.map((f) => [...f.querySelectorAll('label')].map((l) => l.textContent).join()));
  assert.deepEqual([...new Set(await order())], ['Nej,Ja']);
  await press(page, 'Tilbage');
  await press(page, 'Efter samværet: skriv noten');
  assert.deepEqual([...new Set(await order())], ['Nej,Ja'], 'one order in all of the note');
  await press(page, 'Tilbage');
  await press(page, 'Tilbage');
  await press(page, 'Om telefonen');
  const day = page.waitForResponse((r) => r.url().includes('/v1/day'));
  await press(page, 'English');
  await day;
  await press(page, 'Back');
  await page.getByRole('button', { name: /^07:30 Contact with N\./ }).click();
  await press(page, 'After: write the note');
  await page.getByText('07:30–08:00').first().waitFor();
  await press(page, 'Back');
  await press(page, 'Before: pre-talk and coding');
  await press(page, 'Start coding');
  const yes = page.getByRole('button', { name: 'Yes, start coding' });
  await yes.or(page.locator('.key')).first().waitFor();
  if (await yes.isVisible()) await yes.click(); // unless that was answered before
  await felt(page);
  await press(page, 'What the keys mean');
  const meanings = await page.getByRole('dialog').innerText();
  assert.doesNotMatch(meanings, /[æøå]/i);
  await phone.leave();
});
