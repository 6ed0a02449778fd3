// A person at a screen: Debian's Chromium, a phone or a desk, and somebody of
// the demo logged in. What the browser complains of on the way is kept, and
// makes the test fail when the visit ends.

import { chromium } from 'playwright-core';
import { nothing } from './look.js';

/** The screens that every page must be good on. */
export const screens = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
};

/** @typedef {keyof typeof screens} Screen */

/**
 * @typedef {object} Visit
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').BrowserContext} context for further tabs
 * @property {(path: string) => Promise<number>} open goes to a path, tells the status
 * @property {() => Promise<void>} leave closes the screen; fails if the browser complained
 */

/** How long a machine that does other things as well may take, ms; who waits so long waits in vain. */
export const patience = 60_000;

/** Starts the browser. Only our own pages are opened in it. */
export function startBrowser() {
  return chromium.launch({
    timeout: 2 * patience,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', '--disable-dev-shm-usage'],
    chromiumSandbox: false,
  });
}

/**
 * Sits down at a screen, as nobody yet.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address of the demo
 * @param {Screen} [screen]
 * @param {import('playwright-core').BrowserContextOptions} [more]
 * @returns {Promise<Visit>}
 */
export async function sitDown(browser, address, screen = 'desk', more = {}) {
  const context = await browser.newContext({
    ...screens[screen],
    baseURL: address,
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(patience);
  /** @type {string[]} */
  const complaints = [];
  context.on('page', (page) => listen(page, address, complaints));
  const page = await context.newPage();
  return {
    page,
    context,
    open: async (path) => (await page.goto(path))?.status() ?? 0,
    leave: async () => {
      // A request that is being held up for a test ends with its page.
      await Promise.all(context.pages().map((open) => open.unrouteAll({ behavior: 'ignoreErrors' })));
      await context.close();
      nothing(complaints);
    },
  };
}

/**
 * Chooses a person of the demo on the page for logging in.
 * @param {Visit} visit
 * @param {string} name as shown there
 */
export async function logIn(visit, name) {
  await visit.open('/log-ind');
  // As a whole word: Gitte is not Birgitte.
  await visit.page.getByRole('button', { name: new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u') }).first().click();
  await visit.page.waitForURL((url) => !url.pathname.startsWith('/log-ind'));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} address
 * @param {string[]} complaints
 */
function listen(page, address, complaints) {
  page.on('pageerror', (problem) => complaints.push(`script: ${problem.message}`));
  page.on('console', (message) => {
    // Answers that fail are judged below, where their status is known.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) complaints.push(`leaves the house: ${url}`);
  });
  page.on('response', (response) => {
    const status = response.status();
    const part = response.request().resourceType() !== 'document';
    if (status >= 500 || (part && status >= 400)) {
      complaints.push(`${status} from ${response.request().method()} ${response.url()}`);
    }
  });
}
