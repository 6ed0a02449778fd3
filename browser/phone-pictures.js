// Takes the pictures of the phone anew, for the README and the guide, of the
// demo's Noah on the demo's own day:  node browser/phone-pictures.js

import { fileURLToPath } from 'node:url';
import { atDesk, codeFor, makeKnown, openContact, openTalk, sizes, startCoding, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { sitDown, startBrowser } from './visitor.js';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const minute = 60_000;

const demo = await startDemo({ day: today });
const browser = await startBrowser();
const code = await codeFor(await atDesk(browser, demo.address));
const phone = await sitDown(browser, demo.address, 'phone', { viewport: sizes.large, deviceScaleFactor: 1.5 });
const page = phone.page;
// A clock that can be set forward, so that nobody waits for four minutes of coding.
await page.clock.install({ time: '2026-10-01T07:31:00+02:00' });

/** @param {string} name @param {boolean} [whole] */
async function take(name, whole = true) {
  const height = whole ? Math.min(1500, await page.evaluate(() => document.documentElement.scrollHeight)) : sizes.large.height;
  await page.setViewportSize({ ...sizes.large, height: Math.max(height, sizes.large.height) });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${folder}telefon-${name}-390.png` });
  await page.setViewportSize(sizes.large);
}

/** @param {string | RegExp} name */
const press = (name) => page.getByRole('button', { name }).click();

/** @param {string} question @param {string} answer */
const answer = (question, answer) => page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check({ force: true });

await phone.open('/telefon');
await page.getByLabel('Koden fra skærmen').waitFor();
await take('klar');
await makeKnown(phone, code);
await page.getByText('Alt er sendt').waitFor();
await take('dagen');
await openContact(page);
await openTalk(page);
await page.getByText('Mere fra forsamtalen').click();
await page.getByRole('checkbox', { name: 'Hvilke tegn fra barnet vil du holde øje med?' }).check({ force: true });
await page.getByRole('button', { name: /^Skriv om: Hvornår må jeg hjælpe/ }).click();
await page.getByRole('textbox', { name: /Hvornår må jeg hjælpe/ }).fill('Du må hjælpe med et stille ord.');
await page.getByText('Mere fra forsamtalen').click();
for (const name of ['Forsamtalen er holdt', 'Mor siger ja til kodning i dag', 'Barnets tegn for pause er aftalt']) await page.getByRole('checkbox', { name }).check({ force: true });
await page.clock.fastForward(5000); // what is ticked is kept as a draft, and sent
await page.getByText('Alt er sendt').waitFor();
await take('foer', false);
await startCoding(page);
const key = (/** @type {string} */ name) => page.locator(`[data-code="${name}"]`);
await key('B-INI').tap();
await page.clock.fastForward(4 * minute);
for (const name of ['F-FØL', 'B-KON', 'D-FÆL']) await key(name).tap();
await page.clock.fastForward(12_000);
await key('F-ORD').tap();
await page.getByText('Gemt her · 5 tryk').waitFor();
await page.clock.fastForward(200); // the flash is over
await take('under', false);
await press('Afslut kodning'); // asked for twice
await press('Afslut kodningen');
await press('Skriv noten');
await answer('Blev samværet som aftalt?', 'Som aftalt');
await page.getByLabel('Bragt af').fill('Plejemor');
await page.getByLabel('Hentet af').fill('Plejemor');
await page.getByLabel('Det så du').fill('Noah rakte den røde klods frem og sagde »mor, se«. Sanne så på klodsen og sagde »ja, den er rød«. Det skete tre gange på ti minutter.');
await page.clock.fastForward(3 * minute);
await take('efter');
await press('Giv telefonen til forælderen');
await page.getByRole('textbox').fill('»Han kom selv over til mig. Det var rart.«');
await press('Videre');
await page.getByLabel('7', { exact: true }).check({ force: true });
await take('haender', false);
await browser.close();
await demo.stop();
