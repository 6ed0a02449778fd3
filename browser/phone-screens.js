// A consultant's phone for the tests of its screens: enrolled with a code from her
// desk, with a contact of today, on the clock of the demo.

import { today } from './server.js';
import { logIn, sitDown } from './visitor.js';

const noah = '/forloeb/00000000-0000-7000-8000-00000000fb01';

export { today };

/** A moment after the demo's clock starts. */
const begins = '2026-10-01T08:00:30+02:00';

/** Chosen when the phone is made known. */
export const pin = '135790';

/** The two screens that every page of the phone must be good on. */
export const sizes = { small: { width: 360, height: 740 }, large: { width: 390, height: 844 } };

/**
 * @typedef {import('./visitor.js').Visit} Visit
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Browser} Browser
 */

/**
 * Lone at her desk, with a contact with Noah from half past seven.
 * @param {Browser} browser
 * @param {string} address
 * @returns {Promise<Visit>}
 */
export async function atDesk(browser, address) {
  const desk = await sitDown(browser, address, 'desk');
  await logIn(desk, 'Lone');
  await desk.open(`${noah}/samvaer/ny`);
  await desk.page.locator('input[name="date"]').first().fill('1.10.2026');
  await desk.page.getByLabel('Begynder kl.').fill('07.30');
  await desk.page.getByLabel('Slutter kl.').fill('08.00');
  await desk.page.getByRole('button', { name: 'Sæt i kalenderen' }).click();
  await desk.page.waitForURL(/samvaer\/[^/]+$/);
  return desk;
}

/**
 * A code from the desk, good for ten minutes.
 * @param {Visit} desk
 */
export async function codeFor(desk) {
  await desk.open('/telefoner');
  await desk.page.getByRole('button', { name: 'Få en kode' }).click();
  const code = desk.page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  await code.waitFor();
  return code.innerText();
}

/**
 * A phone in her hand, not known yet.
 * @param {Browser} browser
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [more]
 */
export async function pickUp(browser, address, more = {}) {
  const phone = await sitDown(browser, address, 'phone', { viewport: sizes.small, ...more });
  await phone.page.clock.setSystemTime(begins);
  await phone.open('/telefon');
  return phone;
}

/**
 * Makes the phone known and goes to the day.
 * @param {{ page: Page }} phone
 * @param {string} code
 */
export async function makeKnown(phone, code) {
  const page = phone.page;
  await page.getByLabel('Koden fra skærmen').fill(code);
  await page.getByLabel('Hvad skal telefonen hedde?').fill('Min arbejdstelefon');
  await page.locator('[data-name="pin"]').fill(pin);
  await page.locator('[data-name="pin2"]').fill(pin);
  await page.getByRole('button', { name: 'Gør telefonen klar' }).click();
  await page.getByRole('button', { name: 'Gå til dagen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hej Lone' }).waitFor();
}

/**
 * Opens today's contact.
 * @param {Page} page
 */
export async function openContact(page) {
  await page.getByRole('button', { name: /Samvær.* med N\./ }).first().click();
  await page.getByRole('heading', { level: 1, name: /Samvær.* med N\./ }).waitFor();
}

/**
 * Opens the talk ahead of a contact, as it is asked before coding.
 * @param {Page} page
 */
export async function openTalk(page) {
  await page.getByRole('button', { name: 'Før samværet: forsamtale og kodning' }).click();
  await page.getByRole('heading', { level: 1, name: 'Klar til samværet' }).waitFor();
}

/** Until the keys are felt: just after they have come they are not. @param {Page} page */
export const felt = (page) => page.locator('.work:not([inert]) .key').first().waitFor();

/**
 * Starts coding, and says yes for the mother where she has not been asked.
 * @param {Page} page
 */
export async function startCoding(page) {
  await page.getByRole('button', { name: 'Start kodning' }).click();
  const yes = page.getByRole('button', { name: 'Ja, start kodning' }), keys = page.locator('.key').first();
  await yes.or(keys).first().waitFor();
  if (await yes.isVisible()) await yes.click();
  await felt(page);
}
