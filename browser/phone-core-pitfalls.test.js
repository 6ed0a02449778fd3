// What has lost people's work in other programs that work without a network, each
// tried here. The numbers O7 to O14 are those of docs/threats.md and of the phone's
// decision record.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { at, begin, beside, code, core, dump, enrolled, open, phoneForEach, pin, sent, started, taps, whole } from './phone-core-world.js';

phoneForEach();

/** What the first release laid on a phone: its own key, and four entries that wait. */
const first = JSON.parse(await readFile(new URL('phone-core-form1.json', import.meta.url), 'utf8'));

/** Lays it into the browser as that release did, by hand. @param {number} version of the database */
async function layFirstRelease(version = 1) {
  await at.page.goto(at.stub.address + '/telefon/manifest.webmanifest');
  const key = await crypto.subtle.importKey('jwk', first.public, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  at.stub.devices.set('phone-1', key);
  await at.page.evaluate(async ([first, receipts, version]) => {
    const db = await new Promise((done) => {
      const r = indexedDB.open('samspil-phone', version);
      r.onupgradeneeded = () => {
        const entries = r.result.createObjectStore('entries', { keyPath: 'id' });
        entries.createIndex('order', ['dev', 'seq'], { unique: true });
        entries.createIndex('state', 'state');
        entries.createIndex('life', ['dev', 'life']);
        r.result.createObjectStore('meta');
        r.result.createObjectStore('pictures', { keyPath: 'digest' });
      };
      r.onsuccess = () => done(r.result);
    });
    const key = await crypto.subtle.importKey('jwk', first.private, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const tx = db.transaction(['entries', 'meta'], 'readwrite');
    for (const row of first.entries) tx.objectStore('entries').put(row);
    tx.objectStore('meta').put({ id: 'phone-1', name: 'x', key, receipts }, 'device');
    tx.objectStore('meta').put(first.head, 'head:phone-1');
    await new Promise((done) => { tx.oncomplete = () => done(undefined); });
    db.close();
  }, /** @type {const} */ ([first, at.stub.receipts, version]));
}

test('O7: what the first release kept is sent by this one', async () => {
  await layFirstRelease();
  await open();
  assert.deepEqual(await core((c) => [c.phase, c.status.waits, c.status.headSeq]), ['locked', 4, 4]);
  at.stub.pin = pin;
  await core((c, pin) => c.unlock(pin), pin);
  await core((c) => c.write('case-1', '', 'note', { note: { at: '', text: 'one more' } }));
  await sent();
  whole(5);
});

test('O7: a later form of the storage, gone back from, loses nothing', async () => {
  await layFirstRelease(7);
  await open();
  assert.equal(await core((c) => c.status.waits), 4);
  at.stub.pin = pin;
  await core((c, pin) => c.unlock(pin), pin);
  await begin();
  await sent();
  whole(5);
});

/** @param {import('playwright-core').Page} [on] */
const version = (on) => core(() => /** @type {any} */ (globalThis).programVersion, undefined, on);

test('O8: a newer program published while coding waits for the next start', async () => {
  await enrolled();
  await core(() => navigator.serviceWorker.ready.then(() => {}));
  await open(); // under the worker
  await begin();
  at.stub.version = 2;
  await core(async () => {
    const r = await navigator.serviceWorker.getRegistration('/telefon');
    await r?.update();
    while (!r?.waiting) await new Promise((d) => setTimeout(d, 10));
    r.waiting.postMessage('take over'); // as another start would
    await new Promise((d) => setTimeout(d, 300));
    if (!r.waiting) throw new Error('it took over while coding');
  });
  await taps(2);
  assert.equal(await version(), 1, 'the old page goes on, without being loaded anew');
  const second = await at.context.newPage();
  await beside(second);
  assert.equal(await version(second), 1, 'also in another tab');
  await second.close();
  await core((c) => c.coding.end().kept);
  await sent();
  await at.page.goto(at.stub.address + '/telefon/manifest.webmanifest');
  await at.page.waitForFunction(async () => (await navigator.locks.query()).held?.length === 0); // both tabs are gone
  await at.page.goto(at.stub.address + '/telefon').catch(() => {}); // it is loaded once more
  await at.page.waitForFunction(() => /** @type {any} */ (globalThis).programVersion === 2);
  await started();
  assert.equal(await core((c) => c.status.headSeq), 4);
  whole(4);
});

test('O8: half an update is not kept', async () => {
  await enrolled();
  await core(() => navigator.serviceWorker.ready.then(() => {}));
  const worker = at.stub.worker;
  at.stub.worker = worker.replace(/0{63}1/, 'f'.repeat(64)); // belongs to a script that is not here yet
  const said = await core(async () => {
    const r = await navigator.serviceWorker.getRegistration('/telefon');
    /** @type {ServiceWorker | null | undefined} */ let fresh;
    r?.addEventListener('updatefound', () => { fresh = r.installing; });
    await r?.update().catch(() => {});
    while (fresh?.state !== 'redundant') await new Promise((d) => setTimeout(d, 10));
    return [fresh?.state, r?.waiting === null, r?.active?.state];
  });
  assert.deepEqual(said, ['redundant', true, 'activated']);
});

test('O9: a database handle that is killed at every third write loses nothing', async () => {
  await enrolled();
  await begin();
  await core((c) => c.sync());
  at.stub.down = true; // what an answer would write must not come between: the deaths are counted
  await core(() => {
    let n = 0;
    const plain = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = /** @type {any} */ (/** @this {IDBDatabase} @param {any[]} given */ function (...given) {
      n++;
      if (n % 3 === 0) this.close();
      const tx = plain.apply(this, /** @type {[string]} */ (given));
      if (n % 7 === 0) queueMicrotask(() => { try { tx.abort(); } catch { /* over */ } });
      return tx;
    });
  });
  const kept = await core(async (c) => Promise.all(Array.from({ length: 60 }, () => c.coding.tap('B-INI').kept)));
  assert.equal(kept.every((/** @type {any} */ k) => k.where === 'phone'), true);
  assert.deepEqual((await taps(30)).filter((k) => k.where !== 'phone'), []);
  at.stub.down = false;
  await taps(30); // with answers between; one that finds no handle waits in memory for the next
  await sent();
  await core((c) => c.outbox.drain());
  assert.equal(await core((c) => c.status.memoryOnly), 0);
  await open();
  await sent();
  whole(121);
});

test('O10: storage that the browser took away is told at the next start', async () => {
  await enrolled();
  at.stub.down = true;
  await begin();
  const session = await at.context.newCDPSession(at.page);
  const types = 'indexeddb,local_storage,cache_storage,service_workers';
  await at.page.goto('about:blank');
  await session.send('Storage.clearDataForOrigin', { origin: at.stub.address, storageTypes: types });
  await open();
  assert.deepEqual(await core((c) => [c.phase, c.status.emptied]), ['new', true]);
  at.stub.down = false;
  await core((c, [code, pin]) => c.enrol(code, 'x', pin), [code, pin]);
  assert.equal(await core((c) => c.status.emptied), false);
});

test('O10: storage that is emptied while the program runs is filled again from memory', async () => {
  await enrolled();
  at.stub.down = true;
  await begin();
  await taps(3);
  await core(() => new Promise((done) => {
    const r = indexedDB.deleteDatabase('samspil-phone');
    r.onsuccess = r.onerror = () => done(undefined);
  }));
  await taps(2);
  assert.equal(await core((c) => c.status.emptied), true);
  const lies = await dump();
  assert.deepEqual(lies.entries.map((/** @type {any} */ r) => r.seq).sort(), [1, 2, 3, 4, 5, 6]);
  at.stub.down = false;
  await open();
  assert.equal(await core((c) => c.phase === 'new'), false, 'the phone still knows who it is');
  await sent();
  whole(6);
});

/**
 * Fills the room that the browser gives, down to the last of it; tells how to make
 * room again. The room is set beforehand.
 */
async function fill() {
  await core(async () => {
    const db = /** @type {IDBDatabase} */ (await new Promise((done) => {
      const r = indexedDB.open('filler', 1);
      r.onupgradeneeded = () => r.result.createObjectStore('x', { autoIncrement: true });
      r.onsuccess = () => done(r.result);
    }));
    for (let size = 1 << 20; size >= 64;) {
      const went = await new Promise((done) => {
        const tx = db.transaction('x', 'readwrite', { durability: 'strict' });
        tx.objectStore('x').put(crypto.getRandomValues(new Uint8Array(Math.min(size, 65536))).toString().repeat(Math.max(1, size >> 16)));
        tx.oncomplete = () => done(true);
        tx.onabort = () => done(false);
      });
      if (!went) size = size >> 1;
    }
    db.close();
  });
  return () => at.page.evaluate(() => new Promise((done) => { const r = indexedDB.deleteDatabase('filler'); r.onsuccess = () => done(undefined); }));
}

/** @param {number} bytes */
async function room(bytes) {
  const session = await at.context.newCDPSession(at.page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: at.stub.address, quotaSize: bytes });
}

test('O11: storage that is full: recording goes on in memory, loudly, and is kept when there is room', async () => {
  await room(8 << 20);
  await enrolled();
  at.stub.down = true;
  await begin();
  await taps(2);
  const free = await fill();
  const kept = await taps(4);
  assert.deepEqual(kept.map((k) => k.where), ['memory', 'memory', 'memory', 'memory']);
  assert.deepEqual(await core((c) => [c.status.storage, c.status.memoryOnly, c.status.waits]), ['full', 4, 7]);
  await free();
  assert.deepEqual((await taps(1)).map((k) => k.where), ['phone']);
  assert.deepEqual(await core((c) => [c.status.storage, c.status.memoryOnly, c.status.waits]), ['ok', 0, 8]);
  await open();
  assert.equal(await core((c) => c.status.waits), 8, 'all of it lies there');
  at.stub.down = false;
  await sent();
  whole(8);
});

test('O11: what was only in memory and is gone is given up for lost, and no number is given twice', async () => {
  await room(8 << 20);
  await enrolled();
  at.stub.down = true;
  await begin();
  const free = await fill();
  await taps(3);
  await at.page.goto(at.stub.address + '/telefon/manifest.webmanifest'); // the page was closed before there was room
  await free();
  await open();
  assert.deepEqual(await core((c) => [c.status.waits, c.status.headSeq]), [1, 4]);
  at.stub.down = false;
  await core((c) => c.endInterrupted(c.interrupted[0].segment));
  await sent();
  await core((c) => c.sync());
  await sent();
  assert.deepEqual(at.stub.inOrder().map((h) => [h.header.seq, h.header.kind]), [[1, 'start'], [5, 'end'], [6, 'void']]);
  const lost = await at.stub.payload(at.stub.inOrder()[2]?.header.id ?? '');
  assert.deepEqual([lost.from, lost.to], [2, 4]);
});

test('O12: a browser that cannot keep a key is found out, and is only used on-line', async () => {
  await at.page.addInitScript(() => {
    const plain = IDBObjectStore.prototype.put;
    /** @this {IDBObjectStore} @param {any} value @param {any[]} key */
    IDBObjectStore.prototype.put = function (value, ...key) {
      const holds = (/** @type {any} */ v) => v instanceof CryptoKey || (v !== null && typeof v === 'object' && Object.values(v).some((x) => x instanceof CryptoKey));
      if (holds(value)) throw new DOMException('cannot be kept', 'DataCloneError');
      return plain.call(this, value, ...key);
    };
  });
  await enrolled();
  const found = await core((c) => c.check());
  assert.deepEqual(found.filter((/** @type {any} */ f) => f.needed && !f.good).map((/** @type {any} */ f) => f.name), ['keys']);
  assert.equal(await core((c) => c.status.onlyOnline), true);
  await begin();
  await sent();
  whole(1);
  assert.equal(at.stub.batches.at(-1)?.only_online, true);
});

test('O12: a browser without any storage records in memory and sends at once', async () => {
  await at.page.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('private window', 'SecurityError'); };
  });
  await enrolled();
  assert.deepEqual(await core((c) => [c.status.storage, c.status.onlyOnline]), ['none', true]);
  await begin();
  const kept = await taps(3);
  assert.deepEqual(kept.map((k) => k.where), ['memory', 'memory', 'memory']);
  await sent();
  whole(4);
  assert.equal(await core((c) => c.status.memoryOnly), 0, 'what the server holds is in no danger');
});

test('O12: a phone made known anew still has what its former key signed, to be handed in', async () => {
  await enrolled();
  at.stub.down = true;
  await begin();
  await taps(2);
  await core(async () => { // the key is gone, the entries are not
    const store = new (/** @type {any} */ (globalThis).Store)();
    await store.put({ device: undefined });
  });
  await open();
  at.stub.down = false;
  assert.equal(await core((c) => c.phase), 'new');
  await core((c, [code, pin]) => c.enrol(code, 'x', pin), [code, pin]);
  await core((c) => c.write('case-1', '', 'note', { note: { at: '', text: 'new' } }));
  await core((c) => c.sync());
  assert.deepEqual(await core((c) => [c.status.waits, c.status.former]), [3, 3]);
  const file = JSON.parse(await core(async (c) => (await c.handOver()).text()));
  assert.deepEqual(file.entries.length, 3);
  assert.equal(file.dev, 'phone-1');
  for (const sealed of file.entries) assert.equal((await at.stub.judge('phone-1', sealed)).result, 'stored', 'signed by the former key');
  await core((c) => c.handedIn());
  assert.deepEqual(await core((c) => [c.status.waits, c.status.former]), [0, 0]);
});

test('O13: of two tabs one writes and the other only shows, until the first is closed', async () => {
  await enrolled();
  await begin();
  await taps(1);
  const second = await at.context.newPage();
  await beside(second);
  assert.equal(await core((c) => c.status.otherTab, undefined, second), true);
  assert.equal(await core((c) => c.write('case-1', '', 'note', {}).catch((/** @type {any} */ p) => p.why), undefined, second), 'other-tab');
  assert.deepEqual(await core((c) => c.interrupted, undefined, second), [], 'what the other codes is not taken for cut off');
  await taps(1);
  await at.page.close();
  at.page = second;
  await at.page.waitForFunction(() => !(/** @type {any} */ (globalThis)).core.status.otherTab);
  assert.equal(await core((c) => c.interrupted[0].taps), 2);
  await core((c) => c.endInterrupted(c.interrupted[0].segment));
  await sent();
  whole(4);
});

for (const [name, jump] of /** @type {[string, number][]} */ ([
  ['an hour on', 3_600_000], ['an hour back', -3_600_000], ['ten years on', 3_650 * 86_400_000], ['ten years back', -3_650 * 86_400_000],
])) {
  test(`O14: the wall clock is put ${name} in the middle of a contact`, async () => {
    await enrolled();
    await begin();
    const [first, second] = await core(async (c, jump) => {
      const rest = (/** @type {number} */ ms) => new Promise((d) => setTimeout(d, ms));
      const tap = async () => { // when it was, and between which moments it must have been
        const from = performance.now(), t = c.coding.tap('B-INI'), to = performance.now();
        await t.kept;
        return { at: t.at, from, to, kept: performance.now() };
      };
      const first = await tap();
      await rest(300);
      const plain = Date.now.bind(Date);
      const PlainDate = Date;
      Date.now = () => plain() + jump;
      globalThis.Date = /** @type {any} */ (class extends PlainDate {
        /** @param {any[]} given */
        constructor(...given) { if (given.length) super(.../** @type {[number]} */ (given)); else super(Date.now()); }
      });
      await rest(1300); // the clocks are looked at each second
      return /** @type {const} */ ([first, await tap()]);
    }, jump);
    await core((c) => c.coding.end().kept);
    await sent();
    const passed = second.at - first.at, told = JSON.stringify([first, second]);
    assert.ok(passed >= second.from - first.to - 2 && passed <= second.to - first.from + 2, `the segment's clock: ${told}`);
    const all = at.stub.inOrder();
    whole(all.length);
    const said = await Promise.all(all.map((h) => at.stub.payload(h.header.id)));
    assert.deepEqual(said.map((p) => p.deed ?? 'opening'), ['opening', 'point', 'anchor', 'point', 'end']);
    assert.match(said[2].comment, new RegExp(`^set ${Math.sign(jump) < 0 ? '-' : ''}\\d+ ms$`));
    const walls = all.map((h) => Date.parse(h.header.wall));
    const leapt = Number(walls[3]) - Number(walls[1]) - jump;
    assert.ok(leapt > 0 && leapt < second.kept - first.from + 50, `the wall clock is told as the phone believed it: ${leapt} ms beside, ${told}`);
  });
}
