// How fast the phone's core is, measured and printed; nothing here fails for being
// slow, since the machine may be busy. The figures are in docs/decisions/0010-the-phone.md.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { at, begin, core, enrolled, phoneForEach, sent } from './phone-core-world.js';
import { atDesk, codeFor, makeKnown, openContact, openTalk, pickUp, startCoding, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { patience, screens, startBrowser } from './visitor.js';

phoneForEach();

const before = Number(process.env.SAMSPIL_EVENTS ?? 200); // events in the segment already
const measured = before < 1000 ? 60 : 300;

/** @param {number[]} list @param {number} share */
const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;

test(`from a tap until it lies in storage, with ${before} events in the segment`, async (context) => {
  // A profile on the disk: that of a test otherwise lies in memory, where nothing is slow.
  const folder = await mkdtemp('/var/tmp/samspil-phone-');
  await at.context.close();
  at.context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu', '--disable-dev-shm-usage'], chromiumSandbox: false, timeout: 2 * patience, ...screens.phone,
  });
  context.after(() => rm(folder, { recursive: true, force: true }));
  at.context.setDefaultTimeout(patience);
  at.page = await at.context.newPage();
  await enrolled();
  at.stub.down = true;
  await begin();
  const codes = ['B-INI', 'F-FØL', 'D-FÆL'];
  await core(async (c, [codes, n]) => {
    for (let done = 0; done < n; done += 500) {
      const part = Array.from({ length: Math.min(500, n - done) }, (_, i) => c.coding.tap(codes[i % 2]));
      await Promise.all(part.map((t) => t.kept));
    }
  }, /** @type {[string[], number]} */ ([codes, before]));
  for (const slow of [1, 4]) {
    const session = await at.context.newCDPSession(at.page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
    const took = await core(async (c, [codes, n]) => {
      /** @type {number[]} */ const out = [];
      for (let i = 0; i < n; i++) {
        const began = performance.now();
        const kept = await c.coding.tap(codes[i % codes.length]).kept;
        out.push(performance.now() - began);
        if (kept?.where !== 'phone') throw new Error('not kept');
        await new Promise((d) => setTimeout(d, 15)); // several taps a second are many
      }
      return out.filter((ms) => ms > 0);
    }, /** @type {[string[], number]} */ ([codes.slice(0, 2), measured]));
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    console.log(`tap to stored, processor slowed ${slow} times: median ${quantile(took, 0.5).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms, worst ${Math.max(...took).toFixed(1)} ms of ${took.length}`);
    assert.equal(took.length, measured);
  }
  at.stub.down = false;
  const began = Date.now();
  await sent();
  console.log(`${before + 2 * measured + 1} entries sent and receipted in ${Date.now() - began} ms`);
  assert.equal(at.stub.held.size, before + 2 * measured + 1);
});

/**
 * From a tap on a key until the key flashes, which it does when the tap lies in storage.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
async function flashes(browser, address) {
  const desk = await atDesk(browser, address), code = await codeFor(desk);
  await desk.leave();
  const phone = await pickUp(browser, address), page = phone.page;
  await makeKnown(phone, code);
  await openContact(page);
  await openTalk(page);
  await startCoding(page);
  const session = await phone.context.newCDPSession(page);
  for (const slow of [1, 4]) {
    await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
    const took = await page.evaluate(async () => {
      const keys = [...document.querySelectorAll('.key:not([aria-pressed])')], /** @type {number[]} */ out = [];
      for (let i = 0; i < 60; i++) {
        const key = /** @type {Element} */ (keys[i % keys.length]), began = performance.now();
        await new Promise((flashed) => {
          const seen = new MutationObserver(() => {
            if (!key.classList.contains('flash')) return;
            seen.disconnect();
            flashed(undefined);
          });
          seen.observe(key, { attributeFilter: ['class'] });
          for (const type of ['pointerdown', 'pointerup']) key.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true }));
        });
        out.push(performance.now() - began);
        await new Promise((d) => setTimeout(d, 30));
      }
      return out;
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    console.log(`tap to flash, processor slowed ${slow} times: median ${quantile(took, 0.5).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms, worst ${Math.max(...took).toFixed(1)} ms of ${took.length}`);
    assert.equal(took.length, 60);
  }
  await phone.leave();
}

test('a key flashes when its tap is kept, and the installed program starts on a slow phone', async () => {
  const demo = await startDemo({ day: today });
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ ...screens.phone, locale: 'da-DK', timezoneId: 'Europe/Copenhagen' });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    await page.goto(demo.address + '/telefon');
    await page.locator('#screen h1').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    /** @type {number[]} */ const took = [];
    for (let i = 0; i < 5; i++) {
      await page.goto('about:blank');
      const began = Date.now();
      await page.goto(demo.address + '/telefon', { waitUntil: 'commit' });
      await page.locator('#screen h1').waitFor();
      took.push(Date.now() - began);
    }
    console.log(`start on a slow phone and a slow network, installed: median ${quantile(took, 0.5)} ms, worst ${Math.max(...took)} ms of ${took.length}`);
    await context.close();
    await flashes(browser, demo.address);
  } finally {
    await browser.close();
    await demo.stop();
  }
});
