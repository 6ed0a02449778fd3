// The phone's screens in a real browser, against the demo: every one in light and
// dark and on two sizes of phone, the keys one codes with, a note from first to
// last, a phone in other hands, and a program that was closed in the middle.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, frame, nothing, shot } from './look.js';
import { atDesk, codeFor, felt, makeKnown, openContact, openTalk, pickUp, pin, sizes, startCoding, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { patience, startBrowser } from './visitor.js';

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

/** Lone with a phone that is known. @param {import('playwright-core').BrowserContextOptions} [more] */
async function withPhone(more) {
  const code = await codeFor(desk);
  const phone = await pickUp(browser, demo.address, more);
  await makeKnown(phone, code);
  return phone;
}

/** @param {Page} page @param {string | RegExp} name */
const press = (page, name) => page.getByRole('button', { name }).click();

/** The question of a radio or tick, answered. @param {Page} page @param {string} question @param {string} answer */
const answer = (page, question, answer) => page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check({ force: true });

/** @param {Page} page @param {string} name */
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

/**
 * Holds a screen against everything: in light and dark, and that it fits both sizes.
 * @param {Page} page
 * @param {string} name
 * @param {string[]} found
 */
async function look(page, name, found) {
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    await page.emulateMedia({ colorScheme });
    for (const finding of await findings(page)) found.push(`${name}, ${colorScheme}: ${finding}`);
    await shot(page, `telefon-${name}-${colorScheme}`);
  }
  await page.setViewportSize(sizes.large);
  for (const finding of await frame(page)) found.push(`${name}: ${finding}`);
  await shot(page, `telefon-${name}-light`);
  await page.setViewportSize(sizes.small);
}

/**
 * Writes in a field, tapping it first unless it has the cursor already.
 * @param {Page} page
 * @param {string} label
 * @param {string} text
 */
async function write(page, label, text) {
  const field = page.getByLabel(label).first();
  if (!(await field.evaluate((e) => e === document.activeElement))) await field.click();
  await field.fill(text);
}

/** Goes from the day to the keys. @param {Page} page */
async function toKeys(page) {
  await openContact(page);
  await openTalk(page);
  await page.getByLabel('Forsamtalen er holdt', { exact: true }).check({ force: true });
  await startCoding(page);
}

/** Gives the phone back as its owner does. @param {Page} page */
async function hold(page) {
  const key = page.getByRole('button', { name: 'Konsulenten: hold her i 3 sekunder' });
  await key.focus();
  await page.keyboard.down('Enter');
  await key.waitFor({ state: 'detached' });
  await page.keyboard.up('Enter');
}

test('every screen can be used by everybody, in light and dark', async () => {
  /** @type {string[]} */
  const found = [];
  const code = await codeFor(desk);
  const phone = await pickUp(browser, demo.address), page = phone.page;
  await look(page, 'velkommen', found);
  await press(page, 'Gør telefonen klar');
  await look(page, 'velkommen-mangler', found);
  await makeKnown(phone, code);
  await look(page, 'dagen', found);
  await press(page, 'Om telefonen');
  await look(page, 'om', found);
  await press(page, 'Tilbage');
  await press(page, /^N\./);
  await look(page, 'mellem', found);
  await press(page, 'Skriv et besøg eller en samtale');
  await press(page, 'Gem noten');
  await look(page, 'besoeg', found);
  await press(page, 'Tilbage');
  await press(page, 'Mål et tal');
  await look(page, 'maal', found);
  await press(page, 'Tilbage');
  await press(page, 'Noget kræver opmærksomhed');
  await page.getByLabel('Skriv en hurtig tilbagemelding til rådgiveren').check({ force: true });
  await look(page, 'opmaerksomhed', found);
  await press(page, 'Tilbage');
  await heading(page, 'N. mellem aftalerne');
  await press(page, 'Tilbage');
  await openContact(page);
  await look(page, 'samvaer', found);
  for (const [deed, name] of /** @type {const} */ ([['Skriv et par ord nu', 'note'], ['Tag et billede', 'billede'], ['Samværet blev stoppet før tid', 'stop'], ['Det blev ikke til noget', 'afbud'], ['Før samværet: forsamtale og kodning', 'foer'], ['Efter samværet: skriv noten', 'efter']])) {
    await press(page, deed);
    await look(page, name, found);
    await press(page, 'Tilbage');
    await heading(page, 'Samvær med N.');
  }
  nothing(found);
  await phone.leave();
});

test('the screens of coding and of other hands can be used by everybody', async () => {
  /** @type {string[]} */
  const found = [];
  const phone = await withPhone(), page = phone.page;
  await toKeys(page);
  await look(page, 'under', found);
  await press(page, 'Det betyder knapperne');
  await look(page, 'betyder', found);
  await press(page, 'Luk');
  await press(page, 'Pause');
  await look(page, 'pause', found);
  await press(page, 'Afslut kodningen');
  await look(page, 'afsluttet', found);
  await press(page, 'Skriv noten');
  await press(page, 'Giv telefonen til barnet');
  await look(page, 'barnet', found);
  await press(page, 'Giv telefonen tilbage');
  await look(page, 'giv-tilbage', found);
  await hold(page);
  await look(page, 'pinkode', found);
  nothing(found);
  await phone.leave();
});

test('the keys fit a small phone, and each is large enough for a thumb', async () => {
  const phone = await withPhone({ viewport: { width: 360, height: 640 } }), page = phone.page;
  await toKeys(page);
  const keys = await page.evaluate(() => [...document.querySelectorAll('.key')].map((key) => {
    const at = key.getBoundingClientRect();
    const overflows = [...key.querySelectorAll('span, small')].some((e) => e.scrollWidth > e.clientWidth + 1);
    return { code: key.getAttribute('data-code'), width: at.width, height: at.height, seen: at.top >= 0 && at.bottom <= innerHeight && at.left >= 0 && at.right <= innerWidth, overflows };
  }));
  assert.equal(keys.length, 9);
  nothing(keys.filter((k) => k.width < 56 || k.height < 56 || !k.seen).map((k) => JSON.stringify(k)));
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true);
  const foot = await page.evaluate(() => [...document.querySelectorAll('.coding button')].filter((b) => b.checkVisibility() && b.getBoundingClientRect().bottom > innerHeight).length);
  assert.equal(foot, 0, 'buttons below the edge');
  const sides = await page.evaluate(() => ['B-INI', 'F-FØL'].map((c) => document.querySelector(`[data-code="${c}"]`)?.getBoundingClientRect().left ?? -1));
  assert.ok((sides[0] ?? 0) < 180 && (sides[1] ?? 0) >= 180, 'the child to the left, the parent to the right');
  await phone.leave();
});

test('a key is tapped, undone, explained, and worked from the keyboard', async () => {
  const phone = await withPhone(), page = phone.page;
  await toKeys(page);
  // The clock stands: no machine is so busy that a tap becomes a long one, or a slip two taps.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  const key = (/** @type {string} */ code) => page.locator(`[data-code="${code}"]`);
  const count = (/** @type {number} */ n) => page.getByText(`Gemt her · ${n} tryk`).waitFor();
  const rest = () => page.clock.runFor(600); // until what has just come is felt
  await key('B-INI').tap();
  await key('B-INI').getByText(/^husket \d:\d\d$/).waitFor();
  await key('D-FÆL').tap();
  await key('D-FÆL').tap(); // a slip: it goes on
  assert.equal(await key('D-FÆL').getAttribute('aria-pressed'), 'true');
  await key('D-FÆL').getByText(/^i gang 0:00 · tryk slutter$/).waitFor();
  await count(2);
  await key('F-ORD').press('Enter');
  await count(3);
  assert.match(await page.getByRole('list', { name: 'De seneste' }).innerText(), /Sætter ord på\s+Fælles fokus\s+Initiativ/);
  await press(page, 'Fortryd');
  await page.getByRole('status').filter({ hasText: /Fortrudt: Sætter ord på, \d:\d\d/ }).waitFor();
  await count(2);
  await page.getByRole('button', { name: 'Gendan' }).first().click();
  await count(3);
  await key('F-OVE').dispatchEvent('pointerdown');
  await page.clock.runFor(700);
  await page.getByRole('dialog').getByText('Overtager').waitFor();
  await key('F-OVE').dispatchEvent('pointerup');
  await page.keyboard.press('Escape');
  await rest();
  await count(3);
  await page.evaluate(() => { // two thumbs at once
    const keys = ['B-KON', 'F-FØL'].map((code) => document.querySelector(`[data-code="${code}"]`));
    keys.forEach((k, n) => k?.dispatchEvent(new PointerEvent('pointerdown', { pointerId: n + 1, bubbles: true })));
    keys.forEach((k, n) => k?.dispatchEvent(new PointerEvent('pointerup', { pointerId: n + 1, bubbles: true })));
  });
  await count(5);
  const words = await page.locator('body').innerText();
  assert.doesNotMatch(words, /Noah|Sanne|Lone/, 'no name on the screen');
  await press(page, 'Pause');
  await rest();
  await press(page, 'Skjul skærmen');
  const cover = page.getByRole('button', { name: 'Skærmen er skjult' });
  assert.deepEqual(await cover.boundingBox(), { x: 0, y: 0, ...sizes.small });
  await cover.press('Enter');
  await rest();
  await press(page, 'Kod videre');
  await rest();
  await press(page, 'Afslut kodning');
  await rest();
  await press(page, 'Afslut kodningen');
  await heading(page, 'Kodningen er gemt');
  await page.getByText('Var i gang og er afsluttet nu: Fælles fokus').waitFor();
  await phone.leave();
});

test('a note is written from first to last, and found at the desk', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await page.evaluate(() => {
    const counted = window;
    Object.assign(counted, { taps: 0 });
    // @ts-expect-error counted for this test
    addEventListener('click', (event) => { if (event.isTrusted && event.detail > 0) counted.taps += 1; }, { capture: true });
  });
  const began = Date.now();
  await press(page, 'Efter samværet: skriv noten');
  await page.getByText('Dagens fokus: Vent, og følg hans leg').waitFor();
  assert.equal(await page.locator('[name][type="radio"]:checked').count(), 0, 'nothing is chosen beforehand');
  await page.getByRole('button', { name: 'Besvar trin 1' }).waitFor();
  await answer(page, 'Blev samværet som aftalt?', 'Som aftalt');
  assert.equal(await page.getByText('Var en fra os til stede hele tiden?').count(), 0, 'asked of supervised contacts alone');
  await write(page, 'Bragt af', 'Plejemor');
  await write(page, 'Hentet af', 'Plejemor');
  await press(page, 'Besvar trin 2');
  await write(page, 'Det så du', 'Noah rakte den røde klods frem og sagde »mor, se«.');
  await write(page, 'Hvordan mødtes de?', 'Noah løb hen til døren.');
  await write(page, 'Din hjælp', 'De havde ikke brug for hjælp.');
  await write(page, 'Farvel', 'Sanne sagde, hvornår de ses igen.');
  await press(page, 'Besvar trin 3');
  await write(page, 'Barnets egne ord', '»Mere klods.«');
  await answer(page, 'Er eftersamtalen holdt?', 'Ja');
  await write(page, 'Hvornår var det godt mellem jer? Hvad var svært?', '»Han kom selv over til mig.«');
  await answer(page, 'Hvordan gik det med dagens fokus?', '4');
  await press(page, 'Besvar trin 5');
  await answer(page, 'Kræver noget særlig opmærksomhed', 'Nej');
  await write(page, 'Hvad tager I med til næste gang?', 'Sanne venter, til Noah kigger op.');
  await press(page, 'Gem noten');
  await heading(page, 'Samvær med N.');
  // @ts-expect-error counted above
  const taps = await page.evaluate(() => globalThis.taps);
  console.log(`a note: ${taps} taps, ${((Date.now() - began) / 1000).toFixed(1)} s without the typing`);
  assert.ok(taps <= 24, `${taps} taps`);
  await page.getByText('Alt er sendt').waitFor();
  await page.getByText('Skrevet', { exact: true }).waitFor();
  await desk.open('/forloeb/00000000-0000-7000-8000-00000000fb01/samvaer');
  await desk.page.getByRole('link', { name: 'tors. 1. okt.' }).first().click();
  await desk.page.waitForURL(/samvaer\/[^/]+$/);
  const text = await desk.page.innerText('main');
  for (const said of ['rakte den røde klods frem', 'Noah løb hen til døren', 'De havde ikke brug for hjælp', '»Mere klods.«', 'Han kom selv over til mig', 'Nej, intet kræver særlig opmærksomhed', 'venter, til Noah kigger op']) {
    assert.ok(text.includes(said), `at the desk stands: ${said}`);
  }
  await phone.leave();
});

test('in other hands there is nothing else, and back is through three seconds and the PIN', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await press(page, /Efter samværet|Skriv videre/);
  await press(page, 'Giv telefonen til forælderen');
  await heading(page, 'Hvornår var det godt mellem jer? Hvad var svært?');
  const drawn = await page.evaluate(() => document.body.textContent ?? '');
  const question = 'Hvornår var det godt mellem jer? Hvad var svært?';
  assert.equal(drawn, `1 af 4${question}${question}VidereSpring overGiv telefonen tilbage`, 'nothing of the rest lies in the page');
  await page.getByRole('textbox').fill('»Da vi byggede.«');
  await press(page, 'Videre');
  await page.goBack().catch(() => undefined);
  await page.getByText('2 af').waitFor();
  await page.getByLabel('7', { exact: true }).check({ force: true });
  await press(page, 'Videre');
  await press(page, 'Giv telefonen tilbage');
  await hold(page);
  await page.getByLabel('Din pinkode').fill('000000');
  await press(page, 'Lås op');
  await page.getByText('Pinkoden').first().waitFor();
  assert.equal(await page.getByText('Skriv noten færdig').count(), 0, 'a wrong PIN shows nothing');
  await page.getByLabel('Din pinkode').fill(pin);
  await press(page, 'Lås op');
  await heading(page, 'Skriv noten færdig');
  assert.match(await page.getByLabel('Hvornår var det godt mellem jer?').inputValue(), /»Da vi byggede\.«$/);
  assert.equal(await page.getByRole('group', { name: 'Hvordan gik det med dagens fokus?' }).getByLabel('7', { exact: true }).isChecked(), true);
  await assert.rejects(phone.leave(), /^AssertionError.*: 1 found\n400 from POST \S+\/v1\/unlock$/); // the wrong PIN
});

test('when reading is locked, nothing that was typed can be read', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await press(page, /Efter samværet|Skriv videre/);
  await page.getByLabel('Hvad tager I med til næste gang?').fill('Noget om dem begge.');
  await press(page, 'Tilbage');
  await heading(page, 'Samvær med N.');
  await press(page, 'Tilbage');
  await press(page, 'Om telefonen');
  await press(page, 'Lås nu');
  await heading(page, 'Lås op, Lone');
  await press(page, 'Fortsæt uden at læse');
  await openContact(page);
  await press(page, /Efter samværet|Skriv videre/);
  assert.equal(await page.getByLabel('Hvad tager I med til næste gang?').inputValue(), '');
  assert.doesNotMatch(await page.locator('body').innerText(), /Noah|Sanne|dem begge/);
  await phone.leave();
});

test('closed in the middle and without a network: what was kept is told, and sent later', async () => {
  const phone = await withPhone(), page = phone.page;
  await toKeys(page);
  await page.getByText('Gemt her · 0 tryk').waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.context.setOffline(true);
  for (const code of ['B-INI', 'F-FØL', 'F-ORD']) await page.locator(`[data-code="${code}"]`).press('Enter');
  await page.getByText('Gemt her · 3 tryk').waitFor();
  await page.reload();
  await heading(page, 'Lås op, Lone');
  await page.getByText(/\d+ venter, ældste fra 08\.\d\d · Ligger kun på denne telefon/).waitFor();
  await press(page, 'Fortsæt uden at læse');
  await press(page, 'Se, hvad der er gemt');
  await page.getByRole('heading', { name: /^Kodningen blev afbrudt kl\. 08\.\d\d\. 3 tryk er gemt$/ }).waitFor();
  nothing(await findings(page));
  await press(page, 'Afslut stykket ved det sidste tryk');
  await heading(page, 'Hej Lone');
  await openContact(page);
  await press(page, 'Skriv et par ord nu');
  await page.getByLabel('Hvad så eller hørte du?').fill('Han vinkede.');
  await press(page, 'Gem');
  await page.getByText(/Gemt på telefonen kl\. 08\.\d\d\. Sendes, når der er net/).waitFor();
  await phone.context.setOffline(false);
  await press(page, 'Tilbage');
  await heading(page, 'Hej Lone');
  await press(page, 'Lås op');
  await page.getByLabel('Din pinkode').fill(pin);
  await page.locator('form').getByRole('button', { name: 'Lås op' }).click();
  await heading(page, 'Hej Lone');
  await page.getByText('Alt er sendt').waitFor();
  await phone.leave();
});

test('text that was being written lies locked on the phone until there is a network', async () => {
  const phone = await withPhone(), page = phone.page;
  await press(page, /Netværksmøde med N\./);
  await press(page, 'Skriv noten');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await phone.context.setOffline(true);
  await page.getByLabel('Det så du').fill('Alle fik sagt noget.');
  await page.getByLabel('Det så du').blur();
  await page.getByText(/1 venter, fra 08\.\d\d/).waitFor();
  await page.reload();
  await press(page, 'Fortsæt uden at læse');
  await press(page, /Netværksmøde med N\./);
  await press(page, 'Skriv noten');
  await page.getByText('Den kommer igen, når der er net.').waitFor();
  assert.equal(await page.getByLabel('Det så du').inputValue(), '');
  await phone.context.setOffline(false);
  await page.reload();
  await heading(page, 'Hej Lone');
  await page.getByText('Alt er sendt').waitFor();
  await press(page, /Netværksmøde med N\./);
  await press(page, 'Skriv noten');
  const field = page.getByLabel('Det så du'); // it comes with the day that is fetched once more
  for (const latest = Date.now() + patience; Date.now() < latest && (await field.inputValue()) === '';) await page.waitForTimeout(50);
  assert.equal(await field.inputValue(), 'Alle fik sagt noget.');
  await phone.leave();
});

test('what two wrote at once lies on the shelf, and the phone tells', async () => {
  const phone = await withPhone(), page = phone.page;
  await openContact(page);
  await openTalk(page);
  await page.getByText('Mere fra forsamtalen').click();
  await page.getByRole('textbox', { name: 'Dagens fokus' }).fill('Skrevet på telefonen');
  await desk.open('/forloeb/00000000-0000-7000-8000-00000000fb01/samvaer');
  await desk.page.getByRole('link', { name: 'tors. 1. okt.' }).first().click();
  await desk.page.waitForURL(/samvaer\/[^/]+$/);
  await desk.open(`${new URL(desk.page.url()).pathname}/foer`);
  await desk.page.getByRole('group', { name: 'Blev forsamtalen holdt?' }).getByLabel('Ja').check();
  await desk.page.getByLabel('Dagens fokus').fill('Skrevet ved skærmen');
  await desk.page.getByRole('button', { name: 'Gem, så er I klar' }).click();
  await desk.page.waitForURL(/samvaer\/[^/]+$/);
  await page.getByLabel('Forsamtalen er holdt', { exact: true }).check({ force: true });
  await press(page, 'Gem uden at kode');
  await heading(page, 'Samvær med N.');
  await press(page, 'Tilbage');
  await press(page, '1 ting ligger på hylden');
  await page.getByText('En anden har skrevet').first().waitFor();
  nothing(await findings(page));
  await phone.leave();
});

test('a contact that is stopped: minute and reason at once, the rest when there is peace', async () => {
  const phone = await withPhone(), page = phone.page;
  await toKeys(page);
  await press(page, 'Stop samværet');
  await page.getByText('Kodningen holder pause').waitFor();
  await answer(page, 'Hvorfor?', 'Barnet ville ikke mere');
  await press(page, 'Husk det, og skriv resten senere');
  await heading(page, 'Kodningen er gemt');
  await press(page, 'Skriv noten');
  assert.equal(await page.getByLabel('Stoppet før tid').isChecked(), true);
  await press(page, 'Skriv om stoppet');
  assert.equal(await page.getByLabel('Barnet ville ikke mere').isChecked(), true);
  await press(page, 'Gem');
  assert.match(await page.getByRole('alert').innerText(), /Skriv, hvordan barnet reagerede/);
  nothing(await findings(page));
  await phone.leave();
});

test('a talk, a number, attention, a picture and a cancellation find their places', async () => {
  const phone = await withPhone(), page = phone.page;
  const heldBack = async () => (await page.locator('main').innerText()).match(/\d+ ting (?:ligger|skal).*/g) ?? [];
  const before = await heldBack(); // of other tests
  await press(page, /^N\./);
  await press(page, 'Skriv et besøg eller en samtale');
  await answer(page, 'Hvad lavede I?', 'Praktisk støtte');
  await page.getByRole('checkbox', { name: 'Noah' }).check({ force: true });
  await page.getByLabel('Det så du').fill('Vi gik en tur, og Noah ville selv bære posen.');
  await answer(page, 'Kræver noget særlig opmærksomhed', 'Ja');
  await page.getByLabel('Hvad har du set eller hørt?').fill('Plejemor fortalte om uro om natten.');
  await answer(page, 'Kan der være tale om overgreb', 'Nej');
  await page.getByLabel('Skriv en hurtig tilbagemelding til rådgiveren').check({ force: true });
  await page.getByLabel('Hvad handler det om?').fill('Uro om natten');
  await page.getByLabel('Det vil jeg fortælle').fill('Plejemor har set det tre nætter.');
  await press(page, 'Gem noten');
  await heading(page, 'N. mellem aftalerne');
  await press(page, 'Mål et tal');
  await answer(page, 'Hvordan gik det med dagens fokus?', '6');
  await press(page, 'Gem tallet');
  await page.getByText(/^Gemt: /).waitFor();
  await press(page, 'Tilbage');
  await press(page, 'Tilbage');
  await openContact(page);
  await press(page, 'Tag et billede');
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await page.locator('input[type="file"]').setInputFiles({ name: 'tegning.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') });
  await page.getByRole('img', { name: 'Det billede, du har taget' }).waitFor();
  await page.getByLabel('Hvad viser det?').fill('Noahs tegning af en kat');
  await press(page, 'Gem billedet');
  await heading(page, 'Samvær med N.');
  await press(page, 'Tilbage');
  await press(page, /Samtale mellem samvær/);
  await press(page, 'Det blev ikke til noget');
  await answer(page, 'Hvem aflyste?', 'Forælderen');
  await answer(page, 'Hvorfor?', 'Syg');
  await answer(page, 'Fik I besked på forhånd?', 'Nej');
  await press(page, 'Gem afbuddet');
  await heading(page, 'Hej Lone');
  await page.getByText('Alt er sendt').waitFor();
  await page.getByText('Samtale mellem samvær').waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
  assert.deepEqual(await heldBack(), before, 'nothing of this is held back');
  await desk.open('/forloeb/00000000-0000-7000-8000-00000000fb01/aftaler');
  assert.match(await desk.page.innerText('main'), /Praktisk støtte/);
  await desk.open('/tilbagemeldinger');
  assert.match(await desk.page.innerText('main'), /Uro om natten/);
  await phone.leave();
});

test('everything is there in English', async () => {
  const phone = await withPhone(), page = phone.page;
  await press(page, 'Om telefonen');
  await press(page, 'English');
  await heading(page, 'About this phone');
  await page.reload();
  await heading(page, 'Hello Lone');
  await press(page, /^07:30/);
  nothing(await findings(page));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await phone.leave();
});

test('whether they may be coded is asked once; a no is kept, and can be said at any time', async () => {
  const phone = await withPhone(), page = phone.page;
  /** @type {string[]} */
  const found = [];
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await openContact(page);
  await openTalk(page);
  const asked = page.getByRole('checkbox', { name: 'Mor siger ja til kodning i dag' });
  if (await asked.isChecked()) await page.getByRole('button', { name: 'Mor siger nej til kodning i dag' }).click();
  else {
    await press(page, 'Start kodning');
    await page.getByRole('dialog', { name: 'Siger mor ja til kodning i dag?' }).waitFor();
    await look(page, 'spurgt', found);
    await press(page, 'Nej, kod ikke');
  }
  await page.getByText('Du koder ikke.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Start kodning' }).isVisible(), false, 'coding is not offered');
  await look(page, 'nej', found);
  await press(page, 'Tilbage');
  await heading(page, 'Samvær med N.');
  await page.getByText(/^Mor sagde nej til kodning kl\. \d\d\.\d\d$/).first().waitFor();
  // Neither a lock, nor a page loaded anew, nor the lack of a network makes it forget.
  await phone.context.setOffline(true);
  await page.reload();
  await press(page, 'Fortsæt uden at læse');
  await openContact(page);
  await openTalk(page);
  await page.getByText('Du koder ikke.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Start kodning' }).isVisible(), false);
  await press(page, 'Skriv et par ord nu');
  await page.getByLabel('Hvad så eller hørte du?').fill('De byggede et tårn.');
  await press(page, 'Gem');
  await heading(page, 'Klar til samværet');
  await press(page, 'Mor siger ja igen');
  await press(page, 'Start kodning');
  await felt(page);
  await page.locator('[data-code="B-INI"]').press('Enter');
  await page.getByText('Gemt her · 1 tryk').waitFor();
  await press(page, 'Pause');
  await press(page, 'Nu siger mor nej til kodning');
  await heading(page, 'Kodningen er gemt');
  await page.getByText(/^1 tryk på \S+\. Det ligger på telefonen\. Stykket slutter her/).waitFor();
  assert.equal(await page.getByText('Kod et stykke mere').isVisible(), false);
  await look(page, 'slut-med-nej', found);
  nothing(found);
  await press(page, 'Mor siger ja igen');
  await page.getByText('Kod et stykke mere').waitFor();
  await phone.context.setOffline(false);
  await page.reload();
  await page.getByText('Alt er sendt').waitFor();
  await desk.open('/forloeb/00000000-0000-7000-8000-00000000fb01/samvaer');
  await desk.page.getByRole('link', { name: 'tors. 1. okt.' }).first().click();
  for (const words of [/Sanne sagde nej kl\. .* Skrevet af Lone/, /Sanne sagde ja kl\. .* Skrevet af Lone/]) await desk.page.getByText(words).last().waitFor();
  // Whether this stretch is pointed out cannot be told here: each phone of this file begins
  // at eight o'clock, and another's stretch may lie within this one's no.
  await phone.leave();
});
