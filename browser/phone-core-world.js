// A phone for one test: a fresh browser profile, the program's core, and the stand-in
// server.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { Stub, bundleTests } from './phone-core-stub.js';
import { patience, screens, startBrowser } from './visitor.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} Context */

/**
 * What a test has at hand; page and context may be put in another's place.
 * @type {{stub: Stub, context: Context, page: Page}}
 */
export const at = /** @type {any} */ ({});

export const pin = '739152';
export const code = 'K7FQ-2XDM';

/** Gives each test of a file its own phone. */
export function phoneForEach() {
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    bundleTests();
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    at.stub = await Stub.start();
    at.context = await browser.newContext({ ...screens.phone, locale: 'da-DK', timezoneId: 'Europe/Copenhagen' });
    at.context.setDefaultTimeout(patience);
    at.page = await at.context.newPage();
  });
  afterEach(async () => {
    await at.context?.close();
    await at.stub?.stop();
  });
}

/**
 * Opens the program, and waits until it has started and is the tab that writes: one
 * that was there before may be a moment in letting go.
 * @param {Page} [on]
 */
export async function open(on = at.page) {
  await beside(on);
  await on.waitForFunction(() => !(/** @type {any} */ (globalThis)).core.status.otherTab);
}

/** Opens the program where another tab may be the one that writes. @param {Page} on */
export async function beside(on) {
  await on.goto(at.stub.address + '/telefon');
  await started(on);
}

/** @param {Page} [on] */
export async function started(on = at.page) {
  await on.waitForFunction(() => document.documentElement.dataset.ready || document.documentElement.dataset.failed);
  assert.equal(await on.evaluate(() => document.documentElement.dataset.failed), undefined);
}

/**
 * Does something with the core, in the page.
 * @template T, A
 * @param {(core: any, given: A) => T | Promise<T>} deed
 * @param {A} [given]
 * @param {Page} [on]
 * @returns {Promise<T>}
 */
export function core(deed, given, on = at.page) {
  // The page may run no script made of text, so the deed travels as playwright's own.
  return on.evaluate(/** @type {any} */ (new Function('given', `return (${deed})(globalThis.core, given)`)), given);
}

/** Makes the phone known, and unlocks it. */
export async function enrolled() {
  await open();
  assert.equal(await core((c) => c.phase), 'new');
  await core((c, [code, pin]) => c.enrol(code, 'Lones telefon', pin), [code, pin]);
  assert.equal(await core((c) => c.phase), 'open');
}

/** Begins to code the contact of the day; its beginning is kept when this has ended. */
export const begin = () => core((c) => c.startCoding(c.kept.visits[0], 'play', 5).begun);

/** Taps so many times, each when the one before is kept. @param {number} n @returns {Promise<any[]>} */
export const taps = (n) => core(async (c, n) => {
  const out = [];
  for (let i = 0; i < n; i++) out.push(await c.coding.tap('B-INI').kept);
  return out;
}, n);

/** Waits until everything that waits is with the server, and what became of it is written down. */
export async function sent() {
  await core((c) => c.sync().catch(() => {}));
  await at.page.waitForFunction(() => {
    const { waits, sending } = /** @type {any} */ (globalThis).core.status;
    return waits === 0 && !sending;
  });
}

/** No number is missing, none is there twice, and each follows the one before. @param {number} n */
export function whole(n) {
  const all = at.stub.inOrder();
  assert.deepEqual(all.map((h) => h.header.seq), Array.from({ length: n }, (_, i) => i + 1));
  all.slice(1).forEach((h, i) => assert.equal(h.header.prev, all[i]?.hash, `entry ${i + 2} follows the one before`));
}

/** All that lies on the phone. @returns {Promise<any>} */
export const dump = () => core(async () => {
  const db = await new Promise((done, fail) => {
    const r = indexedDB.open('samspil-phone');
    r.onsuccess = () => done(r.result);
    r.onerror = () => fail(r.error);
  });
  /** @type {any} */ const out = { local: { ...localStorage }, cookie: document.cookie };
  for (const name of db.objectStoreNames) {
    out[name] = await new Promise((done) => { const r = db.transaction(name).objectStore(name).getAll(); r.onsuccess = () => done(r.result); });
  }
  db.close();
  return out;
});
