// The phone's core against the real server and its demo: what the phone seals is
// opened, put in its place and acknowledged with receipts that the phone believes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { builtFile, bundleTests } from './phone-core-stub.js';
import { core, started } from './phone-core-world.js';
import { atDesk, codeFor, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { sitDown, startBrowser } from './visitor.js';

const pin = '739152';

/** @type {import('./server.js').Server} */
let demo;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  bundleTests();
  demo = await startDemo({ day: today });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

test('what the phone enters is taken, receipted and held', async () => {
  const desk = await atDesk(browser, demo.address);
  const code = await codeFor(desk);
  const phone = await sitDown(browser, demo.address, 'phone', { serviceWorkers: 'block' });
  const script = await readFile(builtFile('harness.mjs'), 'utf8');
  await phone.page.route('**/telefon/app.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await phone.page.clock.setSystemTime(`${today}T08:00:30+02:00`);
  await phone.open('/telefon');
  const page = phone.page;
  await started(page);
  await core((c, [code, pin]) => c.enrol(code, 'Min telefon', pin), [code, pin], page);
  assert.equal(await core((c) => c.phase, undefined, page), 'open');
  assert.equal(await core((c) => c.kept.owner, undefined, page), 'Lone');
  const courses = await core((c) => c.kept.courses.length, undefined, page);
  assert.ok(courses > 0);
  await core(async (c) => {
    const course = c.kept.courses.find((/** @type {any} */ k) => k.contacts);
    await c.write(course.case, '', 'note', { attention: { id: crypto.randomUUID(), danger: false, what: 'Noget, der skal ses på' } });
    const visit = c.kept.visits.find((/** @type {any} */ v) => v.kind === 'contact' && v.describe);
    const run = c.startCoding(visit, 'play', 5);
    for (let i = 0; i < 30; i++) await run.tap(i % 2 ? 'B-INI' : 'F-FØL').kept;
    await run.tap('D-FÆL').kept;
    await run.undo().kept;
    await run.pause().kept;
    await run.resume().kept;
    await run.end().kept;
    const canvas = new OffscreenCanvas(40, 30);
    canvas.getContext('2d');
    await c.picture(visit.case, visit.session, await canvas.convertToBlob(), 'Et tomt ark');
    await c.draftNow(visit.case, visit.session, { form: 'during', fields: { help: 'Begyndt' } });
    while (c.status.headSeq < 39) await new Promise((d) => setTimeout(d, 10));
  }, undefined, page);
  await core((c) => c.sync(), undefined, page);
  await core((c) => c.sync(), undefined, page);
  const said = await core(async (c) => {
    const store = new (/** @type {any} */ (globalThis).Store)();
    const device = await store.get('device');
    const rows = await store.from(device.id, 1);
    return { status: c.status, rows: rows.map((/** @type {any} */ r) => [r.seq, r.kind, r.state]), seq: c.status.headSeq };
  }, undefined, page);
  assert.deepEqual(said.status.refused, []);
  assert.deepEqual([said.status.waits, said.status.distrusted], [0, false]);
  assert.deepEqual([said.rows.length, said.seq, said.status.pictures], [39, 39, 0]);
  assert.deepEqual(said.rows.filter((/** @type {any} */ r) => r[2] !== 'confirmed'), []);
  await core((c) => c.refresh(), undefined, page);
  const visit = await core((c) => c.day.visits.find((/** @type {any} */ v) => v.segments?.length > 0), undefined, page);
  assert.deepEqual(visit?.segments.map((/** @type {any} */ s) => [s.part, s.closed, s.mine, s.events]), [['play', true, true, 30]], 'the server means what the phone meant');
  assert.deepEqual(visit?.drafts.map((/** @type {any} */ d) => d.form), ['during'], 'what was being written is given back');
  assert.deepEqual(await core((c) => c.day.held_back, undefined, page), [], 'nothing lies on the shelf');
  await core((c) => c.lock(), undefined, page);
  assert.equal(await core((c) => c.refresh().then(() => '', (/** @type {any} */ p) => p.why), undefined, page), 'unlock');
  assert.equal(await core((c) => c.unlock('000001').then(() => '', (/** @type {any} */ p) => p.why), undefined, page), 'pin');
  await core((c, pin) => c.unlock(pin), pin, page);
  assert.equal(await core((c) => c.phase, undefined, page), 'open');
  await core((c) => c.forget(), undefined, page);
  assert.equal(await core((c) => c.phase, undefined, page), 'new');
  await phone.context.close(); // the wrong PIN and the lock were answered with 4xx, as they must be
  await desk.context.close();
});
