// Pictures from the phone: what the camera wrote beside them is gone, they travel in
// pieces and go on where they stopped.

import assert from 'node:assert/strict';
import { createDecipheriv, createHash } from 'node:crypto';
import { test } from 'node:test';
import { at, core, enrolled, open, phoneForEach, sent } from './phone-core-world.js';

phoneForEach();

/** A photo with where and when it was taken written into it, as cameras do. */
const photo = async (/** @type {number} */ width, /** @type {number} */ height) => core(async (_c, [width, height]) => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const grain = paper.createImageData(width, height);
  for (let i = 0; i < grain.data.length; i++) grain.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;
  paper.putImageData(grain, 0, 0);
  const plain = new Uint8Array(await /** @type {Blob} */ (await new Promise((d) => canvas.toBlob((blob) => d(/** @type {any} */ (blob)), 'image/jpeg', 0.95))).arrayBuffer());
  const words = new TextEncoder().encode('Exif\0\0MM CANARY-taken-at-Fjordby');
  const mark = new Uint8Array([0xff, 0xe1, 0, words.length + 2, ...words]);
  const blob = new Blob([plain.slice(0, 2), mark, plain.slice(2)], { type: 'image/jpeg' });
  /** @type {any} */ (globalThis).photo = blob;
  return blob.size;
}, /** @type {[number, number]} */ ([width, height]));

const take = () => core((c) => c.picture('case-1', 'visit-1', /** @type {any} */ (globalThis).photo, 'Vi bygger et tårn'));

/** The picture as it came, opened with the key of its entry. */
async function arrived() {
  const entry = at.stub.inOrder().find((h) => h.header.kind === 'file');
  const said = (await at.stub.payload(entry?.header.id ?? '')).picture;
  const file = at.stub.files.get(said.digest);
  assert.ok(file);
  assert.equal(file.bytes.length, said.size);
  assert.equal(createHash('sha256').update(file.bytes).digest('base64url'), said.digest);
  const opener = createDecipheriv('aes-256-gcm', Buffer.from(said.key, 'base64url'), Buffer.alloc(12));
  opener.setAAD(Buffer.from('samspil file v1'));
  opener.setAuthTag(file.bytes.subarray(-16));
  return { said, plain: Buffer.concat([opener.update(file.bytes.subarray(0, -16)), opener.final()]) };
}

test('what the camera wrote beside a picture is gone, and the picture is no larger than needed', async () => {
  await enrolled();
  await photo(2000, 1000);
  await take();
  await sent();
  await core((c) => c.sync());
  const { said, plain } = await arrived();
  assert.equal(said.words, 'Vi bygger et tårn');
  assert.equal(plain.includes('CANARY'), false);
  assert.equal(plain.includes('Exif'), false);
  assert.deepEqual([...plain.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.equal(await core((c) => c.status.pictures), 0);
});

test('a picture that is cut off at every piece comes whole, also after a new start', async () => {
  await enrolled();
  await photo(1600, 1200);
  at.stub.down = true;
  await take();
  await open();
  assert.equal(await core((c) => c.status.pictures), 1);
  at.stub.down = false;
  const pieces = 3;
  for (let i = 0; i < 40 && (await core((c) => c.status.pictures)) > 0; i++) {
    at.stub.cut = 1; // stored, and the answer is lost
    await core((c) => c.sync().catch(() => {}));
    at.stub.cut = 0;
    await core((c) => c.sync().catch(() => {}));
  }
  assert.equal(await core((c) => c.status.pictures), 0);
  const { plain } = await arrived();
  assert.ok(plain.length > pieces * 256 * 1024, `${plain.length} bytes`);
});
