// Phones from the desk: getting one ready, shutting it out, handing in what still lay
// on it, and laying that in its place.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { handheld } from './handheld.js';
import { isGood, shot } from './look.js';
import { morning, startDemo, today } from './server.js';
import { logIn, sitDown, startBrowser } from './visitor.js';

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  demo = await startDemo({ day: today });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const pin = '271894';

/**
 * Looks at a page on a phone and at a desk.
 * @param {import('./visitor.js').Visit} visit
 * @param {string} name
 */
async function seen(visit, name) {
  for (const size of [{ width: 360, height: 740 }, { width: 1440, height: 900 }]) {
    await visit.page.setViewportSize(size);
    await isGood(visit.page);
    await shot(visit.page, `phones-${name}`);
  }
}

test('a phone is made ready, lost, and what lay on it comes into its place', async () => {
  const lone = await sitDown(browser, demo.address, 'desk');
  const { page } = lone;
  await logIn(lone, 'Lone');
  await lone.open('/telefoner');
  await seen(lone, 'none');
  await lone.open('/telefoner/mistet');
  await seen(lone, 'lost-none');
  await lone.open('/telefoner/hylden');
  await seen(lone, 'shelf-none');
  await lone.open('/telefoner');
  await page.getByRole('button', { name: 'Få en kode' }).click();
  await seen(lone, 'code');
  const code = (await page.locator('.phone-code').innerText()).trim();

  const began = Date.now();
  const now = () => new Date(Date.parse(morning) + Date.now() - began);
  const phone = handheld(demo.address, now);
  assert.equal(await phone.enrol(code, 'Lones telefon', pin), 200);
  assert.equal((await phone.unlock('999991')).body.why, 'phones.pin.wrong');
  assert.equal((await phone.unlock(pin)).status, 200);
  const day = await phone.day();
  const visit = day.visits.find((/** @type {{signed: boolean}} */ v) => !v.signed);
  const course = day.courses.find((/** @type {{case: string}} */ c) => c.case === visit.case);
  const at = { case: visit.case, session: visit.session, key: course.key };
  phone.write(at, { note: { at: now().toISOString(), text: 'Hun bandt hans sko, og han holdt fast i hendes arm' } });
  const answer = await phone.send();
  assert.deepEqual(answer.body.verdicts.map((/** @type {{result: string}} */ v) => v.result), ['stored']);
  phone.write(at, { note: { at: now().toISOString(), text: 'De sang den samme sang to gange' } });
  phone.write(at, { note: { at: now().toISOString(), text: 'Han vinkede fra døren' } });

  await lone.open('/telefoner');
  await seen(lone, 'one');
  await page.getByRole('link', { name: 'Lones telefon' }).click();
  await seen(lone, 'phone');
  await page.getByRole('button', { name: 'Spær telefonen' }).click();
  await seen(lone, 'phone-problem');
  await page.getByLabel('Hvorfor spærres den?').fill('Glemt i toget');
  await page.getByRole('button', { name: 'Spær telefonen' }).click();
  await seen(lone, 'phone-out');
  const refused = await phone.unlock(pin);
  assert.equal(refused.status, 403);
  assert.equal(refused.body.why, 'phones.revoked');

  await lone.open('/telefoner/mistet');
  await seen(lone, 'lost');
  await lone.open('/telefoner/aflever');
  await page.getByLabel('Filen fra telefonen').setInputFiles({ name: 'venter.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(phone.batch())) });
  await page.getByRole('button', { name: 'Aflever filen' }).click();
  await seen(lone, 'handed-in');
  assert.match(await page.locator('main').innerText(), /Var her allerede[\s\S]*1 indtastning|1 indtastning[\s\S]*Var her allerede/);
  await page.getByRole('link', { name: 'Se hylden' }).click();
  await seen(lone, 'shelf');
  assert.equal(await page.getByText('De sang den samme sang').count(), 0, 'the list opens no entry');
  await page.getByRole('link', { name: 'Læs den ældste' }).click();
  await page.getByText('De sang den samme sang to gange').waitFor();
  await seen(lone, 'entry');
  await page.getByRole('button', { name: 'Læg på plads' }).click();
  await page.getByText('Den er lagt på plads').waitFor();
  await page.getByRole('link', { name: 'Læs den ældste' }).click();
  await page.getByLabel('Hvorfor sættes den til side?').fill('Den er skrevet på ny ved skrivebordet');
  await page.getByRole('button', { name: 'Sæt til side' }).click();
  await page.getByText('Der ligger intet på hylden').waitFor();
  await lone.leave();
});

test('the leader and the administrator see whose the phones are, and no family', async () => {
  for (const [name, path] of [['Gitte', '/telefoner'], ['Asta', '/indstillinger/telefoner']]) {
    const visit = await sitDown(browser, demo.address, 'desk');
    await logIn(visit, name);
    await visit.open(path);
    await visit.page.getByText('Lones telefon').waitFor();
    await seen(visit, `of-${name}`);
    await visit.leave();
  }
});
