// What is written on the phone, in a real browser against the demo: nothing is lost,
// nothing is written over, nothing is entered twice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, nothing, shot } from './look.js';
import { atDesk, codeFor, makeKnown, openContact, pickUp, pin, sizes, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { patience, startBrowser } from './visitor.js';

/** @typedef {import('./phone-screens.js').Page} Page */
/** @typedef {import('./phone-screens.js').Visit} Visit */

const noah = '/forloeb/00000000-0000-7000-8000-00000000fb01';

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Visit} */
let desk;
/** @type {Visit} */
let phone;
/** @type {Page} */
let page;

before(async () => {
  demo = await startDemo({ day: today });
  browser = await startBrowser();
  desk = await atDesk(browser, demo.address);
  phone = await pickUp(browser, demo.address);
  page = phone.page;
  await makeKnown(phone, await codeFor(desk));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
});
after(async () => {
  await phone?.leave();
  await desk?.leave();
  await browser?.close();
  await demo?.stop();
});

/** @param {string | RegExp} name */
const press = (name) => page.getByRole('button', { name }).click();

/** @param {string} name */
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();

/** @param {string} question @param {string} answer */
const answer = (question, answer) => page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check({ force: true });

const sent = () => page.getByText('Alt er sendt').waitFor();

/** Does what leads to a sending, and waits until it has been sent: before it is known, all is said to be sent too. @param {() => Promise<unknown>} deed */
async function sends(deed) {
  const answer = page.waitForResponse((r) => r.url().endsWith('/v1/outbox') && r.ok());
  await deed();
  await answer;
  await sent();
}

/** To the day, from wherever. */
async function home() {
  await page.reload();
  await heading('Hej Lone');
  await sent();
  await page.waitForLoadState('networkidle');
}

/** Without a network, loaded anew: what lies with the server cannot be seen. */
async function blind() {
  await phone.context.setOffline(true);
  await page.reload();
  await press('Fortsæt uden at læse');
}

/** With a network again, and unlocked where that is asked. */
async function seeing() {
  await phone.context.setOffline(false);
  await page.reload();
  await heading('Hej Lone');
  await sent();
}

/** The page of the contact at the desk. */
async function contactAtDesk() {
  await desk.open(`${noah}/samvaer`);
  await desk.page.getByRole('link', { name: 'tors. 1. okt.' }).first().click();
  await desk.page.waitForURL(/samvaer\/[^/]+$/);
  return new URL(desk.page.url()).pathname;
}

/** The network meeting's note on the phone. */
async function openNote() {
  await press(/Netværksmøde med N\./);
  await press('Skriv noten');
  await heading('Skriv noten');
}

const saw = () => page.getByLabel('Det så du');

test('the desk and the phone each keep their text, and both are shown in both places', async () => {
  await openContact(page);
  await press(/Efter samværet|Skriv videre/);
  await phone.context.setOffline(true);
  const path = await contactAtDesk();
  await desk.open(`${path}/efter`);
  const field = desk.page.getByLabel('til næste gang').first();
  const kept = desk.page.waitForResponse((r) => r.url().includes('/kladde/') && r.ok());
  await field.fill('Ved skærmen: bygge tog');
  await kept;
  const next = page.getByLabel('Hvad tager I med til næste gang?');
  await next.fill('På telefonen: svømme');
  await next.blur();
  await page.getByText(/venter, .*fra 08\.\d\d/).first().waitFor();
  await phone.context.setOffline(false);
  await sent();
  await desk.open(`${path}/efter`);
  assert.equal(await desk.page.getByLabel('til næste gang').first().inputValue(), 'Ved skærmen: bygge tog');
  await desk.page.getByText('På telefonen: svømme').waitFor();
  await home();
  await openContact(page);
  await press(/Efter samværet|Skriv videre/);
  assert.equal(await next.inputValue(), 'Ved skærmen: bygge tog');
  const also = page.locator('.also');
  await also.getByText('På telefonen: svømme').waitFor();
  nothing(await findings(page));
  await shot(page, 'telefon-ogsaa-skrevet');
  await sends(() => also.getByRole('button', { name: 'Tag det med' }).last().click());
  await also.waitFor({ state: 'detached' });
  assert.equal(await next.inputValue(), 'Ved skærmen: bygge tog\nPå telefonen: svømme');
  await desk.open(`${path}/efter`);
  assert.equal(await desk.page.getByLabel('til næste gang').first().inputValue(), 'Ved skærmen: bygge tog\nPå telefonen: svømme');
  assert.equal(await desk.page.getByText('Du skrev også').count(), 0);
});

test('what was sent before a restart without a network is not replaced by what is written blind', async () => {
  await home();
  await openNote();
  await saw().fill('Noah bygger. Sanne venter.');
  await sends(() => saw().blur());
  await blind();
  await openNote();
  await page.getByText('gemmes ved siden af').waitFor();
  assert.equal(await saw().inputValue(), '');
  await saw().fill('Ny tekst uden net');
  await saw().blur();
  await page.getByText(/1 venter, fra/).waitFor();
  await seeing();
  await openNote();
  const also = page.locator('.also');
  await also.getByText('Ny tekst uden net').waitFor();
  assert.equal(await saw().inputValue(), 'Noah bygger. Sanne venter.');
  await sends(() => also.getByRole('button', { name: 'Læg resten væk' }).click());
  await also.waitFor({ state: 'detached' });
  await home();
  await openNote();
  assert.equal(await saw().inputValue(), 'Noah bygger. Sanne venter.');
  assert.equal(await also.count(), 0);
});

test('a deed that is tapped twice is done once', async () => {
  await home();
  await openContact(page);
  await press('Skriv et par ord nu');
  await page.getByLabel('Hvad så eller hørte du?').fill('Han vinkede én gang.');
  const places = await page.evaluate(() => history.length);
  await page.getByRole('button', { name: 'Gem', exact: true }).evaluate((b) => { for (let n = 0; n < 3; n++) /** @type {HTMLElement} */ (b).click(); });
  await heading('Samvær med N.');
  await sent();
  await page.getByText('Han vinkede én gang.').waitFor();
  assert.equal(await page.getByText('Han vinkede én gang.').count(), 1);
  assert.equal(await page.getByRole('heading', { level: 1, name: 'Samvær med N.' }).count(), 1, 'back once, not twice');
  assert.equal(await page.evaluate(() => history.length), places);
  await press('Skriv et par ord nu');
  assert.equal(await page.getByLabel('Hvad så eller hørte du?').inputValue(), '', 'the next one begins anew');
});

test('a few words and what needs attention are still there after the way back, a restart and the lock', async () => {
  await home();
  await openContact(page);
  await press('Skriv et par ord nu');
  await page.getByLabel('Hvad så eller hørte du?').fill('Halvt skrevet note');
  await press('Tilbage');
  await heading('Samvær med N.');
  await press('Noget kræver opmærksomhed');
  await page.getByLabel('Hvad har du set eller hørt?').fill('Halvt skrevet mærke');
  await press('Tilbage');
  await heading('Samvær med N.');
  await press('Tilbage');
  await press(/^N\.(?!.*med)/);
  await press('Noget kræver opmærksomhed');
  await page.getByLabel('Hvad har du set eller hørt?').fill('Halvt skrevet mellem aftalerne');
  await press('Tilbage');
  await heading('N. mellem aftalerne');
  await sent();
  await home();
  await press(/^N\.(?!.*med)/);
  await press('Noget kræver opmærksomhed');
  assert.equal(await page.getByLabel('Hvad har du set eller hørt?').inputValue(), 'Halvt skrevet mellem aftalerne');
  await home();
  await openContact(page);
  await press('Noget kræver opmærksomhed');
  assert.equal(await page.getByLabel('Hvad har du set eller hørt?').inputValue(), 'Halvt skrevet mærke');
  await press('Tilbage');
  await heading('Samvær med N.');
  await press('Skriv et par ord nu');
  assert.equal(await page.getByLabel('Hvad så eller hørte du?').inputValue(), 'Halvt skrevet note');
  await press('Gem');
  await heading('Samvær med N.');
  await sent();
  await home();
  await openContact(page);
  await press('Skriv et par ord nu');
  assert.equal(await page.getByLabel('Hvad så eller hørte du?').inputValue(), '', 'handed in, and no draft any more');
});

test("a parent's words are in the note, whichever way the phone comes back", async () => {
  await home();
  await openContact(page);
  await press(/Efter samværet|Skriv videre/);
  await press('Giv telefonen til barnet');
  await page.getByRole('textbox').fill('»Mere klods.«');
  await press('Spring over');
  await page.getByRole('textbox').fill('»Tog.«');
  await press('Giv telefonen tilbage');
  const key = page.getByRole('button', { name: 'Konsulenten: hold her i 3 sekunder' });
  await key.focus();
  await page.keyboard.down('Enter');
  await key.waitFor({ state: 'detached' });
  await page.keyboard.up('Enter');
  await page.getByLabel('Din pinkode').fill(pin);
  await page.locator('form').getByRole('button', { name: 'Lås op' }).click();
  await heading('Skriv noten færdig');
  assert.equal(await page.getByLabel('Barnets egne ord').inputValue(), '»Mere klods.«');
  assert.equal(await page.getByLabel(/næste gang/).first().inputValue(), '»Tog.«');
});

test('a talk that nobody had planned is found again without a network, and after it', async () => {
  await home();
  await phone.context.setOffline(true);
  await press(/^N\.(?!.*med)/);
  await press('Skriv et besøg eller en samtale');
  await saw().fill('Vi mødtes på gaden.');
  await press('Skriv færdig senere');
  await press('Tilbage');
  await press(/Besøg eller samtale med N\./);
  await press('Skriv noten');
  assert.equal(await saw().inputValue(), 'Vi mødtes på gaden.');
  await blind();
  await page.getByRole('button', { name: /Besøg eller samtale med N\./ }).waitFor();
  await seeing();
  const begun = page.getByRole('button', { name: /begyndt på|Besøg eller samtale/ });
  await begun.first().waitFor();
  assert.equal(await begun.count(), 1, 'once');
  const starts = (await page.locator('.visits').first().locator('.when').allInnerTexts()).map((at) => at.replace('.', ':'));
  assert.deepEqual(starts, starts.toSorted());
  await begun.click();
  await press('Skriv noten');
  assert.equal(await saw().inputValue(), 'Vi mødtes på gaden.');
});

test('a second tab takes nothing that it could not keep', async () => {
  await home();
  const second = await phone.context.newPage();
  await second.goto(`${demo.address}/telefon`);
  await second.getByRole('button', { name: /Netværksmøde med N\./ }).click();
  await second.getByRole('button', { name: 'Skriv noten' }).click();
  await second.getByText('Skriv dér').waitFor();
  assert.equal(await second.getByLabel('Det så du').isDisabled(), true);
  assert.equal(await second.getByRole('button', { name: 'Gem noten' }).isDisabled(), true);
  await page.goto('about:blank');
  for (const latest = Date.now() + patience; Date.now() < latest && (await second.getByLabel('Det så du').isDisabled());) await second.waitForTimeout(50);
  assert.equal(await second.getByLabel('Det så du').isDisabled(), false, 'it writes now');
  await second.close();
  await phone.open('/telefon');
});

test('the minutes of a note go on after a restart without a network', async () => {
  await home();
  await openContact(page);
  await press(/Efter samværet|Skriv videre/);
  await page.clock.fastForward('02:30');
  await page.getByText(/^[3-9] minutter brugt/).waitFor();
  await blind();
  await openContact(page);
  await press(/Efter samværet|Skriv videre/);
  assert.match(await page.locator('.head').innerText(), /[3-9] minutter brugt/);
  await seeing();
});

test('a stop is said to be remembered when it lies on the phone', async () => {
  await home();
  await openContact(page);
  await page.setViewportSize(sizes.small);
  await press('Samværet blev stoppet før tid');
  await answer('Hvorfor?', 'Barnet ville ikke mere');
  await page.evaluate(() => {
    const plain = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = /** @this {IDBDatabase} @param {string | Iterable<string>} stores @param {IDBTransactionMode} [mode] @param {any[]} more */ function (stores, mode, ...more) {
      if (mode === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
      return plain.call(this, stores, mode, ...more);
    };
  });
  await press('Husk det, og skriv resten senere');
  await page.getByRole('status').filter({ hasText: 'Telefonen kan ikke gemme lige nu' }).waitFor();
  assert.equal(await page.getByText('Husket. Resten').count(), 0);
  await sent();
});
