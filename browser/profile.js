// Looking for words in everything that a browser has left on the disk: as they stand,
// in the other ways a word can be written, and inside what is packed.

import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { inflateRawSync, inflateSync } from 'node:zlib';

/** @typedef {{ word: string, file: string, as: string }} Found */

/**
 * Every place in a folder where one of the words lies, once for each word, file and way of writing it.
 * @param {string} folder
 * @param {Iterable<string>} words
 * @returns {Promise<{ found: Found[], files: number, bytes: number, unpacked: number }>}
 */
export async function search(folder, words) {
  const needles = [...words].map((word) => ({ word, forms: forms(word) }));
  /** @type {Found[]} */
  const found = [];
  let files = 0, bytes = 0, unpacked = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name), text = await readFile(path).catch(() => undefined);
    if (!text) continue;
    files += 1;
    bytes += text.length;
    const inside = [...tables(text), ...packed(text)];
    for (const part of inside) unpacked += part.length;
    for (const { word, forms } of needles) {
      for (const [as, form] of forms) {
        if (has(text, form, as)) found.push({ word, file: relative(folder, path), as });
        else if (inside.some((part) => has(part, form, as))) found.push({ word, file: relative(folder, path), as: `${as}, packed` });
      }
    }
  }
  return { found, files, bytes, unpacked };
}

/**
 * Whether a form stands in a text. One of digits alone counts where it is not a part of
 * a longer number: a browser keeps many moments, to the microsecond.
 * @param {Buffer} text
 * @param {Buffer} form
 * @param {string} as
 */
function has(text, form, as) {
  const wide = as === 'UTF-16' ? 2 : 1;
  const digit = (/** @type {number | undefined} */ b) => b !== undefined && b >= 0x30 && b <= 0x39;
  const number = form.every((b, i) => i % wide === 1 || digit(b));
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    if (!number || !(digit(text[at - wide]) || digit(text[at + form.length]))) return true;
  }
  return false;
}

/**
 * The ways in which a word can lie on a disk. Short words are looked for as text only:
 * a few letters of base64 or hex are anywhere by chance.
 * @param {string} word
 * @returns {[string, Buffer][]}
 */
function forms(word) {
  const utf8 = Buffer.from(word), utf16 = Buffer.from(word, 'utf16le'), latin1 = Buffer.from(word, 'latin1');
  /** @type {[string, Buffer][]} */
  const out = [['UTF-8', utf8], ['UTF-16', utf16]];
  if (!latin1.equals(utf8)) out.push(['Latin-1', latin1], ['JSON', Buffer.from(escaped(word))], ['percent', Buffer.from(encodeURIComponent(word))]);
  if (word.length < 9) return out;
  for (const [name, text] of /** @type {[string, Buffer][]} */ ([['UTF-8', utf8], ['UTF-16', utf16], ['Latin-1', latin1]])) {
    for (let shift = 0; shift < 3; shift++) {
      // What a neighbour has a part in differs; the middle is the same whatever stands around.
      const coded = Buffer.concat([Buffer.alloc(shift), text]).toString('base64').slice(shift === 0 ? 0 : 4).replace(/=+$/, '').slice(0, -2);
      out.push([`base64 of ${name}`, Buffer.from(coded)], [`base64url of ${name}`, Buffer.from(coded.replaceAll('+', '-').replaceAll('/', '_'))]);
    }
    out.push([`hex of ${name}`, Buffer.from(text.toString('hex'))], [`hex of ${name}`, Buffer.from(text.toString('hex').toUpperCase())]);
  }
  return out;
}

/** @param {string} word */
const escaped = (word) => word.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * What is packed by gzip or zlib anywhere in a file.
 * @param {Buffer} text
 * @returns {Buffer[]}
 */
function packed(text) {
  /** @type {Buffer[]} */
  const out = [];
  for (let at = text.indexOf(0x1f); at >= 0; at = text.indexOf(0x1f, at + 1)) {
    if (text[at + 1] === 0x8b && text[at + 2] === 8) unpack(out, () => inflateRawSync(text.subarray(at + 10), { finishFlush: 2 })); // a head of ten bytes; what stands after it does not matter
  }
  for (let at = text.indexOf(0x78); at >= 0; at = text.indexOf(0x78, at + 1)) {
    const second = text[at + 1] ?? 0;
    if ((0x7800 + second) % 31 === 0 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) unpack(out, () => inflateSync(text.subarray(at), { finishFlush: 2 }));
  }
  if (text.length < 1 << 16) unpack(out, () => inflateRawSync(text, { finishFlush: 2 }));
  return out;
}

/**
 * @param {Buffer[]} out
 * @param {() => Buffer} how
 */
function unpack(out, how) {
  try {
    const text = how();
    if (text.length > 8) out.push(text);
  } catch { /* it only looked like it */ }
}

/**
 * The blocks of a LevelDB table, unpacked: its first and last block are named at the
 * end of the file, all others in the last.
 * @param {Buffer} text
 * @returns {Buffer[]}
 */
function tables(text) {
  const magic = Buffer.from('57fb808b247547db', 'hex');
  if (text.length < 48 || !text.subarray(-8).equals(magic)) return [];
  /** @type {Buffer[]} */
  const out = [];
  try {
    const end = { at: text.length - 48, of: text };
    varint(end), varint(end);
    const index = block(text, varint(end), varint(end));
    out.push(index);
    for (const value of values(index)) {
      const handle = { at: 0, of: value };
      out.push(block(text, varint(handle), varint(handle)));
    }
  } catch { /* cut off in the middle: what was read counts */ }
  return out;
}

/** @typedef {{ at: number, of: Buffer }} Reading */

/** @param {Reading} r */
function varint(r) {
  let n = 0, shift = 1;
  for (;;) {
    const byte = r.of[r.at++];
    if (byte === undefined) throw new Error('cut off');
    n += (byte & 127) * shift;
    if (byte < 128) return n;
    shift *= 128;
  }
}

/** @param {Buffer} text @param {number} at @param {number} size */
function block(text, at, size) {
  const raw = text.subarray(at, at + size);
  return text[at + size] === 1 ? unsnap(raw) : raw;
}

/** The values of a block. @param {Buffer} block */
function values(block) {
  const restarts = block.readUInt32LE(block.length - 4), end = block.length - 4 - 4 * restarts;
  const r = { at: 0, of: block };
  /** @type {Buffer[]} */
  const out = [];
  while (r.at < end) {
    varint(r);
    const key = varint(r), size = varint(r);
    out.push(block.subarray(r.at + key, r.at + key + size));
    r.at += key + size;
  }
  return out;
}

/** Unpacks Snappy. @param {Buffer} text */
function unsnap(text) {
  const r = { at: 0, of: text };
  const out = Buffer.alloc(varint(r));
  let to = 0;
  while (r.at < text.length) {
    const tag = /** @type {number} */ (text[r.at++]);
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const wide = size - 59;
        size = text.readUIntLE(r.at, wide);
        r.at += wide;
      }
      text.copy(out, to, r.at, r.at + size + 1);
      r.at += size + 1;
      to += size + 1;
      continue;
    }
    const wide = (tag & 3) === 1 ? 1 : (tag & 3) === 2 ? 2 : 4;
    const size = wide === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const back = wide === 1 ? ((tag >> 5) << 8) + text.readUInt8(r.at) : text.readUIntLE(r.at, wide);
    r.at += wide;
    for (let i = 0; i < size; i++, to++) out[to] = /** @type {number} */ (out[to - back]);
  }
  return out;
}
