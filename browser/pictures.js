// Takes the pictures of the README anew, of the demo's families on the demo's own
// day:  node browser/pictures.js

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { flag } from './journey/days.js';
import { contactFamily } from './journey/families.js';
import { as, Log } from './journey/hands.js';
import { write } from './journey/referral.js';
import { startDemo } from './server.js';
import { startBrowser } from './visitor.js';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const course = '/forloeb/00000000-0000-7000-8000-00000000';
const noah = `${course}fb01`;
const villads = `${course}fa01`;
const longest = 1500; // pixels of a picture's height

/** @typedef {import('./journey/hands.js').Hands} Hands */

/** @type {{name: string, who: string, width: number, find: (hands: Hands) => Promise<unknown>}[]} */
const pictures = [
  { name: 'min-dag', who: 'Lone', width: 1440, find: (lone) => lone.open('/min-dag') },
  { name: 'min-dag', who: 'Lone', width: 390, find: (lone) => lone.open('/min-dag') },
  { name: 'forloeb', who: 'Lone', width: 1440, find: (lone) => lone.open(noah) },
  { name: 'forloeb', who: 'Lone', width: 390, find: (lone) => lone.open(noah) },
  { name: 'samvaer', who: 'Lone', width: 1440, find: latestContact },
  { name: 'udvikling-villads', who: 'Birgitte', width: 1440, find: (birgitte) => birgitte.open(`${villads}/udvikling`) },
  { name: 'rapport', who: 'Birgitte', width: 1440, find: closingReport },
  { name: 'indbakke', who: 'Dorthe', width: 1440, find: (dorthe) => dorthe.open('/indbakke') },
  { name: 'henvisning', who: 'Lars', width: 1440, find: aReferral },
];

/** @param {Hands} lone */
async function latestContact(lone) {
  await lone.open(`${noah}/samvaer`);
  await lone.follow('ons. 30. sept.');
}

/** @param {Hands} birgitte */
async function closingReport(birgitte) {
  await birgitte.open(`${villads}/rapporter`);
  await birgitte.follow('Afsluttende rapport');
  await birgitte.open(`${birgitte.path()}/udskrift`);
}

/** @param {Hands} lars */
async function aReferral(lars) {
  await write(lars, contactFamily('Alfred', 'Signe'));
  await lars.open(lars.path().replace(/[^/]*$/, 'samvaer'));
}

mkdirSync(folder, { recursive: true });
const demo = await startDemo({ day: flag(0) });
const browser = await startBrowser();
for (const { name, who, width, find } of pictures) {
  const hands = await as({ browser, address: demo.address, screen: 'desk', log: new Log() }, who);
  await hands.page.setViewportSize({ width, height: 900 });
  await find(hands);
  const height = await hands.page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, longest) };
  await hands.page.screenshot({ path: `${folder}${name}-${width}.png`, fullPage: true, clip });
  await hands.leave();
}
await browser.close();
await demo.stop();
