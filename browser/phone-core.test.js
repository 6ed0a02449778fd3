// The phone's core in a real browser: what is entered is never lost, whatever is done
// to its storage, its clock, its network and its server, and what may not lie on the
// phone does not. The server is a stand-in that can be made to fail; the real one is
// met in phone-core-server.test.js.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { at, begin, core, dump, enrolled, open, phoneForEach, sent, taps, whole } from './phone-core-world.js';
import { patience, screens } from './visitor.js';

phoneForEach();

test('a phone is made known, unlocked, codes, and sends', async () => {
  await enrolled();
  await begin();
  const kept = await taps(5);
  assert.deepEqual(kept.map((k) => [k.seq, k.where]), [2, 3, 4, 5, 6].map((n) => [n, 'phone']));
  await core((c) => c.coding.end().kept);
  await sent();
  whole(7);
  assert.deepEqual(at.stub.inOrder().map((h) => h.header.kind), ['start', 'code', 'code', 'code', 'code', 'code', 'end']);
  const opening = await at.stub.payload(at.stub.inOrder()[0]?.header.id ?? '');
  assert.equal(opening.session, 'visit-1');
  assert.equal(opening.id, at.stub.inOrder()[0]?.header.id, 'a segment is named after its first entry');
  const tap = await at.stub.payload(at.stub.inOrder()[1]?.header.id ?? '');
  assert.deepEqual([tap.segment, tap.deed, tap.code], [opening.id, 'point', 'B-INI']);
  assert.equal(at.stub.inOrder().some((h) => JSON.stringify(h.header).includes('B-INI')), false, 'no header says which code');
});

test('wrong code and wrong PIN are said, and no network is not an error', async () => {
  await open();
  const why = (/** @type {string} */ deed, /** @type {string[]} */ ...given) =>
    core((c, [deed, given]) => c[deed](...given).then(() => '', (/** @type {any} */ problem) => problem.why), /** @type {any} */ ([deed, given]));
  assert.equal(await why('enrol', 'XXXX-XXXX', 'x', '739152'), 'code');
  await core((c) => c.enrol('K7FQ-2XDM', 'x', '739152'));
  await core((c) => c.lock());
  assert.equal(await why('unlock', '111111'), 'pin');
  at.stub.down = true;
  assert.equal(await why('unlock', '739152'), 'network');
  at.stub.down = false;
  await core((c) => c.unlock('739152'));
  assert.equal(await core((c) => c.phase), 'open');
});

test('the program starts without a network and records, though nothing can be read', async () => {
  await enrolled();
  await core(() => navigator.serviceWorker.ready.then(() => {}));
  await at.context.setOffline(true);
  await open();
  assert.equal(await core((c) => c.phase), 'locked');
  assert.equal(await core((c) => c.day), undefined);
  assert.deepEqual(await core((c) => c.kept.visits.map((/** @type {any} */ v) => v.initials)), ['N.']);
  await begin();
  await taps(3);
  assert.deepEqual(await core((c) => [c.status.waits, c.status.age]), [4, 'fresh']);
  await at.context.setOffline(false);
  await sent();
  whole(4);
});

test('what was stored but not answered is sent again, and is there once (O1)', async () => {
  await enrolled();
  at.stub.cut = 2;
  await begin();
  await taps(3);
  await sent();
  whole(4);
  assert.ok(at.stub.batches.length >= 2);
});

test('what was entered while a sending was under way goes with the next one, and who asked waits for that', async () => {
  await enrolled();
  await core((c) => c.sync());
  let go = () => {};
  const held = new Promise((done) => { go = () => done(undefined); });
  let asked = () => {};
  const asking = new Promise((done) => { asked = () => done(undefined); });
  await at.page.route('**/v1/outbox/state', async (route) => { asked(); await held; await route.continue(); });
  await core((c) => c.write('case-1', '', 'note', { note: { at: '', text: 'first' } }));
  await asking; // the first is sent, and the round is past its sending
  const both = core(async (c) => {
    await c.write('case-1', '', 'note', { note: { at: '', text: 'second' } });
    const one = c.sync();
    const two = c.sync();
    /** @type {any} */ (globalThis).twoAsk = true;
    return Promise.all([one, two]).then(() => c.status.waits);
  });
  await at.page.waitForFunction(() => /** @type {any} */ (globalThis).twoAsk);
  go();
  assert.equal(await both, 0);
  whole(2);
  const rounds = at.stub.batches.length;
  await core((c) => c.sync());
  assert.equal(at.stub.batches.length, rounds, 'with nothing to send nothing is sent');
});

test('what is being typed when somebody logs out is sent before the phone is emptied', async () => {
  await enrolled();
  await core((c) => {
    c.draft('case-1', 'visit-1', { form: 'after', fields: { observation: 'half a sen' } }); // kept four seconds after the last key
    return c.forget();
  });
  const [only, ...more] = at.stub.inOrder();
  assert.equal(more.length, 0);
  assert.equal((await at.stub.payload(only?.header.id ?? '')).draft.fields.observation, 'half a sen');
  assert.equal(await core((c) => c.phase), 'new');
});

test('what is being laid into storage while the server is asked is not given up for lost', async () => {
  await enrolled();
  await begin();
  await core(async (c) => {
    const add = c.store.add.bind(c.store);
    c.store.add = async (/** @type {any[]} */ ...given) => { await new Promise((d) => setTimeout(d, 60)); return add(...given); }; // a slow phone
    for (let round = 0; round < 25; round++) {
      c.sender.asked = -Infinity; // ask about everything each time
      const all = [c.sync(), ...Array.from({ length: 8 }, (_, i) => new Promise((d) => setTimeout(d, i * 3)).then(() => c.coding.tap('B-INI').kept))];
      await Promise.all(all);
    }
  });
  await sent();
  whole(201);
  assert.deepEqual(at.stub.inOrder().filter((h) => h.header.kind === 'void'), []);
});

test('a receipt that is not signed by the pinned key lets nothing go', async () => {
  await enrolled();
  at.stub.forge = true;
  await begin();
  await core((c) => c.sync().catch(() => {}));
  assert.deepEqual(await core((c) => [c.status.waits, c.status.distrusted]), [1, true]);
  await open();
  assert.equal(await core((c) => c.status.waits), 1, 'also after a new start');
  at.stub.forge = false;
  at.stub.held.clear();
  await sent();
});

test('an entry that is refused waits for a person and stops none of its neighbours', async () => {
  await enrolled();
  at.stub.verdict = (h) => (h.seq === 3 ? 'refused' : 'stored');
  await begin();
  await taps(4);
  await sent();
  assert.deepEqual(at.stub.inOrder().map((h) => h.header.seq), [1, 2, 4, 5]);
  const refused = await core((c) => c.status.refused);
  assert.deepEqual(refused.map((/** @type {any} */ r) => [r.seq, r.result, r.text]), [[3, 'refused', 'fordi']]);
  await open();
  assert.equal(await core((c) => c.status.refused.length), 1, 'also after a new start');
  await assert.rejects(core((c) => c.forget()), /waits/);
  await core((c) => c.giveUp(c.status.refused[0].id));
  assert.equal(await core((c) => c.status.refused.length), 0);
});

test('two with one number: it is said, and the phone can be made known anew', async () => {
  await enrolled();
  at.stub.verdict = () => 'clash';
  await begin();
  await core((c) => c.coding.end().kept);
  await sent();
  assert.equal(await core((c) => c.status.clash), true);
  at.stub.verdict = () => 'stored';
  await core((c) => c.enrol('K7FQ-2XDM', 'x', '739152'));
  await core((c) => c.write('case-1', '', 'note', { note: { at: 'x', text: 'y' } }));
  await sent();
  assert.deepEqual(at.stub.inOrder().map((h) => [h.header.dev, h.header.seq]), [['phone-2', 1]]);
});

test('a case that was erased on purpose is taken off the phone', async () => {
  await enrolled();
  at.stub.verdict = () => 'erased';
  await begin();
  await core((c) => c.sync().catch(() => {}));
  assert.deepEqual(await core((c) => [c.status.waits, c.status.refused[0].result]), [0, 'erased']);
  const left = await dump();
  assert.equal(left.entries.every((/** @type {any} */ r) => r.sealed.c === ''), true, 'no ciphertext is left');
});

test('what the server has lost with its disk is offered again', async () => {
  await enrolled();
  await begin();
  await taps(3);
  await sent();
  await core((c) => c.sync());
  at.stub.held.delete(at.stub.inOrder()[1]?.header.id ?? '');
  at.stub.held.delete(at.stub.inOrder()[1]?.header.id ?? '');
  await open();
  await core((c) => c.sync());
  await sent();
  whole(4);
});

test('ciphertext lies for thirty days after its receipt, and goes when the server has said again that it holds it', async () => {
  await enrolled();
  await begin();
  await taps(2);
  await sent();
  await core((c) => c.sync());
  const ages = [31, 31, 29];
  await core(async (_c, ages) => {
    const store = new (/** @type {any} */ (globalThis).Store)();
    const rows = await store.from('phone-1', 1);
    await store.update(rows.map((/** @type {any} */ r, /** @type {number} */ i) => ({ ...r, receipted: Date.now() - (ages[i] ?? 0) * 864e5 })));
  }, ages);
  at.stub.held.delete(at.stub.inOrder()[0]?.header.id ?? ''); // lost: must not be removed
  await open();
  await core((c) => c.sync());
  await sent();
  const left = await dump();
  assert.deepEqual(left.entries.map((/** @type {any} */ r) => r.seq).sort(), [1, 3]);
  assert.equal(at.stub.held.size, 3);
});

test('only what is marked as kept lies on the phone, and nothing that is entered can be read there', async () => {
  await enrolled();
  assert.match(await core((c) => JSON.stringify(c.day)), /CANARY-agreed.*CANARY-draft/, 'it is in memory');
  await core((c) => c.write('case-1', 'visit-1', 'note', { during: { observation: 'CANARY-observation' } }));
  await core((c) => c.draftNow('case-1', 'visit-1', { form: 'after', fields: { words: 'CANARY-words' } }));
  await core(async (c) => { while (c.status.headSeq < 2) await new Promise((d) => setTimeout(d, 5)); });
  await sent();
  const left = await dump();
  assert.equal(left.entries.length, 2);
  assert.equal(JSON.stringify(left).includes('CANARY'), false);
  assert.deepEqual(Object.keys(left.local), []);
  const kept = await core((c) => c.kept);
  assert.deepEqual(Object.keys(kept).sort(), ['courses', 'now', 'owner', 'scheme', 'today', 'visits']);
  assert.deepEqual(await core((c) => c.day === undefined || c.day.courses[0].strands), [], 'an empty list where the server had none');
  assert.equal((await at.stub.payload(at.stub.inOrder()[0]?.header.id ?? '')).during.observation, 'CANARY-observation');
});

test('the key cannot be taken out of the phone', async () => {
  await enrolled();
  const said = await core(async () => {
    const store = new (/** @type {any} */ (globalThis).Store)();
    const device = await store.get('device');
    return crypto.subtle.exportKey('jwk', device.key).then(() => 'out', (problem) => problem.name);
  });
  assert.equal(said, 'InvalidAccessError');
});

test('what is being written is kept when the page goes out of sight', async () => {
  await enrolled();
  await core((c) => {
    const plain = setTimeout;
    globalThis.setTimeout = /** @type {any} */ (() => 0); // it is not kept by itself after a while
    c.draft('case-1', 'visit-1', { form: 'during', fields: { help: 'half a sen' } });
    globalThis.setTimeout = plain;
  });
  assert.equal(await core((c) => c.status.headSeq), 0);
  await core(async (c) => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    while (c.status.headSeq < 1) await new Promise((d) => setTimeout(d, 5));
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
  });
  await sent();
  const said = await at.stub.payload(at.stub.inOrder()[0]?.header.id ?? '');
  assert.deepEqual(said.draft, { form: 'during', fields: { help: 'half a sen' } });
});

test('coding that was cut off is found and ended at its last tap', async () => {
  await enrolled();
  await begin();
  await taps(4);
  await core((c) => c.coding.undo().kept);
  const session = await at.context.newCDPSession(at.page);
  void session.send('Page.crash').catch(() => {});
  await at.page.waitForEvent('crash');
  at.page = await at.context.newPage();
  await open();
  const found = await core((c) => c.interrupted);
  assert.equal(found.length, 1);
  assert.deepEqual([found[0].taps, found[0].session], [4, 'visit-1']);
  await core((c) => c.endInterrupted(c.interrupted[0].segment));
  await sent();
  whole(7);
  const last = at.stub.inOrder()[6];
  const said = await at.stub.payload(last?.header.id ?? '');
  assert.deepEqual([last?.header.kind, said.deed, said.segment], ['end', 'end', at.stub.inOrder()[0]?.header.id]);
  assert.equal(said.at, at.stub.inOrder()[5]?.header.mono);
  await open();
  assert.deepEqual(await core((c) => c.interrupted), []);
});

test('what is shown as kept survives that the browser is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'samspil-phone-'));
  /** @type {import('playwright-core').BrowserContext[]} */ const opened = [];
  const again = async () => {
    const c = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu', '--disable-dev-shm-usage'], chromiumSandbox: false,
      timeout: 2 * patience, ...screens.phone, timezoneId: 'Europe/Copenhagen',
    });
    opened.push(c);
    c.setDefaultTimeout(patience);
    at.page = c.pages()[0] ?? (await c.newPage());
    await open();
    return c;
  };
  try {
    let c = await again();
    await core((c) => c.enrol('K7FQ-2XDM', 'x', '739152'));
    at.stub.down = true;
    let n = 0;
    for (let round = 0; round < 3; round++) {
      await begin();
      await taps(5);
      n += 6;
      const all = /** @type {any} */ (c).browser()?.process?.() ?? null;
      if (all) all.kill('SIGKILL');
      else await killed(folder);
      await c.close().catch(() => {});
      c = await again();
      assert.deepEqual(await core((c) => [c.status.waits, c.status.headSeq]), [n, n]);
      await core((c) => c.endInterrupted(c.interrupted[0].segment));
      n += 1;
    }
    at.stub.down = false;
    await core((c) => c.unlock('739152'));
    await sent();
    whole(21);
  } finally {
    for (const c of opened) await c.close().catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
});

/** Kills the browser that uses a folder, as a phone does that needs its memory. @param {string} folder */
async function killed(folder) {
  const { readdir, readFile } = await import('node:fs/promises');
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    try {
      if (line.includes(folder)) process.kill(Number(pid), 'SIGKILL');
    } catch { /* it went with another */ }
  }
}
