// The first page that anybody meets.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isGood, shot } from './look.js';
import { startDemo, today } from './server.js';
import { sitDown, startBrowser } from './visitor.js';

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

for (const screen of /** @type {const} */ (['phone', 'desk'])) {
  test(`the front page is good on a ${screen}`, async () => {
    const visit = await sitDown(browser, demo.address, screen);
    assert.equal(await visit.open('/'), 200);
    await isGood(visit.page);
    await shot(visit.page, 'front');
    await visit.leave();
  });
}

test('a page about families is closed to who is not logged in', async () => {
  const visit = await sitDown(browser, demo.address);
  await visit.open('/min-dag');
  assert.match(visit.page.url(), /\/log-ind/);
  await visit.leave();
});

test('what does not exist says so, and is a good page', async () => {
  const visit = await sitDown(browser, demo.address);
  assert.equal(await visit.open('/findes-ikke'), 404);
  await isGood(visit.page);
  await visit.leave();
});
