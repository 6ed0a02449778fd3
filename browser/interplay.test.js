// Understanding what was coded: the figures over the contacts, what follows what,
// and the page that is handed to the parent.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isGood, shot } from './look.js';
import { startDemo } from './server.js';
import { logIn, sitDown, startBrowser } from './visitor.js';

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
 * The address of Noah's course.
 * @param {import('./visitor.js').Visit} visit
 */
async function noah(visit) {
  await visit.open('/forloeb');
  const to = await visit.page.locator('a[href^="/forloeb/"]', { hasText: 'Noah' }).first().getAttribute('href');
  assert.ok(to);
  return to;
}

for (const screen of /** @type {const} */ (['phone', 'desk'])) {
  test(`the pages that read the coding are good on a ${screen}`, async () => {
    const visit = await sitDown(browser, demo.address, screen);
    await logIn(visit, 'Ellen');
    const course = await noah(visit);
    for (const [name, path] of [
      ['over', '/samspil'],
      ['patterns', '/samspil/moenstre'],
      ['patterns-time', '/samspil/moenstre?se=alt&hvordan=tid&sekunder=5'],
    ]) {
      assert.equal(await visit.open(course + path), 200);
      await isGood(visit.page);
      await shot(visit.page, name);
    }
    assert.equal(await visit.open('/kodetraening'), 200);
    await isGood(visit.page);
    await visit.leave();
  });

  test(`a moment is chosen and shown on a ${screen}`, async () => {
    const visit = await sitDown(browser, demo.address, screen);
    const { page } = visit;
    await logIn(visit, 'Lone');
    const course = await noah(visit);
    await visit.open(`${course}/samvaer`);
    const contacts = await page
      .locator(`a[href^="${course}/samvaer/"]`)
      .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? '').filter((to) => /\/samvaer\/[0-9a-f-]{36}$/.test(to)));
    for (const to of contacts) {
      await visit.open(`${to}/det-gik-godt`);
      if ((await page.locator('textarea[name=child-words-0]').count()) > 0) break;
    }
    const desk = page.url();
    await page.locator('textarea[name=child-words-0]').fill('Noah rakte klodsen frem.');
    await page.locator('textarea[name=parent-words-0]').fill('Du sagde »ja, den er rød«.');
    await page.locator('textarea[name=practise]').fill('Vent, til Noah kigger op.');
    await page.getByRole('button', { name: 'Gem', exact: true }).last().press('Enter');
    await page.getByText('Se siden igennem').waitFor();
    await isGood(page);
    await page.getByRole('link', { name: 'Vis siden' }).click();
    await page.getByRole('heading', { name: 'Det gik godt', level: 1 }).waitFor();
    await page.getByText('Du sagde »ja, den er rød«.').waitFor();
    await isGood(page);
    await shot(page, 'det-gik-godt');
    assert.equal(await page.locator('header.top').isVisible(), false, 'the menu is on the page for the parent');
    await page.goBack();
    await page.getByText('Er det dig, Lone?').waitFor();
    await isGood(page);
    await page.getByRole('link', { name: 'Ja, luk den' }).click();
    await page.waitForURL(desk);
    await visit.leave();
  });
}

test('the page for the parent works without script', async () => {
  const visit = await sitDown(browser, demo.address, 'phone', { javaScriptEnabled: false });
  await logIn(visit, 'Lone');
  const course = await noah(visit);
  assert.equal(await visit.open(`${course}/samspil/moenstre?se=foraelderen`), 200);
  await visit.page.getByRole('heading', { name: 'Hvad følger efter hvad' }).waitFor();
  await visit.leave();
});
