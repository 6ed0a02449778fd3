// A server for the phone's core alone, that can be made to fail in every way a
// network and a server can. It judges as the real one does: by signature and hash.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, '.check', 'client');

/** Bundles the sources of the phone's program and their tests. */
export function bundleTests() {
  execFileSync('go', ['run', './client', 'tests'], { cwd: root, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } });
}

/** @param {string} name */
export const builtFile = (name) => join(built, name);

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

/**
 * @typedef {object} Header
 * @property {string} id
 * @property {string} dev
 * @property {number} seq
 * @property {string} prev
 * @property {string} case
 * @property {string} contact
 * @property {string} kind
 * @property {string} wall
 * @property {string} life
 * @property {number} mono
 */
/** @typedef {{h: string, e: string, c: string, s: string}} Sealed */
/** @typedef {{header: Header, hash: string, sealed: Sealed, receipt: object}} Held */

/**
 * @typedef {object} Made
 * @property {any} lib how the phone writes and reads
 * @property {string} harness the program
 * @property {string} worker
 * @property {CryptoKeyPair} key of receipts
 * @property {CryptoKeyPair} other a key of nobody
 * @property {CryptoKeyPair} case the outbox key
 * @property {Uint8Array} point
 * @property {Uint8Array} public of the receipt key
 */
/** @typedef {import('node:crypto').webcrypto.CryptoKeyPair} CryptoKeyPair */
/** @typedef {import('node:crypto').webcrypto.CryptoKey} CryptoKey */

const words = { receipt: 'samspil receipt v1', enrol: 'samspil enrol v1', unlock: 'samspil unlock v1' };
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
const subtle = crypto.subtle;

export class Stub {
  /** @type {Map<string, Held>} by id */
  held = new Map();
  /** @type {Map<string, CryptoKey>} */
  devices = new Map();
  /** @type {{dev: string, entries: number, only_online?: boolean, waits: number, head: number}[]} */
  batches = [];
  /** @type {Map<string, {size: number, bytes: Buffer}>} */
  files = new Map();
  /** @type {Set<number>} numbers that were given up for lost */
  spent = new Set();
  down = false; // no answer at all
  cut = 0; // so many times it stores and the answer is lost
  /** @type {(h: Header) => string} */
  verdict = () => 'stored';
  forge = false; // receipts are signed by another key
  version = 1; // of the program
  pin = '739152';
  /** @type {object} what the day says beside what it must */
  extra = {};
  unlocked = new Set();
  address = '';

  /** @param {Made} made */
  constructor(made) {
    this.lib = made.lib;
    this.harness = made.harness;
    this.worker = made.worker;
    this.key = made.key;
    this.other = made.other;
    this.case = made.case;
    this.point = made.point;
    this.receipts = { kid: 'r1', public: made.lib.toBase64(made.public) };
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((problem) => { response.destroy(problem); });
    });
  }

  static async start() {
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await subtle.generateKey(curve, true, ['sign', 'verify']);
    const case_ = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const stub = new Stub({
      lib: await import(pathToFileURL(builtFile('open.mjs')).href),
      harness: await readFile(builtFile('harness.mjs'), 'utf8'),
      worker: await readFile(builtFile('sw.js'), 'utf8'),
      key, case: case_,
      other: await subtle.generateKey(curve, true, ['sign', 'verify']),
      point: new Uint8Array(await subtle.exportKey('raw', case_.publicKey)),
      public: new Uint8Array(await subtle.exportKey('raw', key.publicKey)),
    });
    await new Promise((done) => stub.server.listen(0, '127.0.0.1', () => done(undefined)));
    const at = stub.server.address();
    stub.address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
    return stub;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(() => done(undefined)));
  }

  /** Opens what an entry says. @param {string} id @returns {Promise<any>} */
  async payload(id) {
    const held = this.held.get(id);
    return held && this.lib.open(this.case.privateKey, this.point, held.sealed);
  }

  /** All that is held, in the phone's order. */
  inOrder() {
    return [...this.held.values()].sort((a, b) => a.header.seq - b.header.seq);
  }

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async answer(request, response) {
    const url = new URL(request.url ?? '/', this.address);
    if (request.method === 'GET' && url.pathname.startsWith('/telefon')) return this.program(url.pathname, response);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (this.down) return void request.socket.destroy();
    const route = `${request.method} ${url.pathname}`;
    const cookie = /samspil_phone=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (route === 'POST /v1/enrol') return this.enrol(JSON.parse(body.toString()), response);
    if (route === 'GET /v1/challenge') return reply(response, 200, { v: 1, challenge: 'c' + Math.random() });
    if (route === 'POST /v1/unlock') return this.unlock(JSON.parse(body.toString()), response);
    if (!this.unlocked.has(cookie)) return reply(response, 401, { v: 1, why: 'phones.api.locked', text: 'Lås op' });
    if (route === 'POST /v1/lock') { this.unlocked.delete(cookie); return reply(response, 200, { v: 1 }); }
    if (route === 'GET /v1/day') return reply(response, 200, this.day());
    if (route === 'POST /v1/outbox') return this.outbox(JSON.parse(body.toString()), request, response);
    if (route === 'POST /v1/outbox/state') return this.state(JSON.parse(body.toString()), response);
    if (route.startsWith('PUT /v1/files/')) return this.piece(url, body, request, response);
    return reply(response, 404, { v: 1, why: 'none', text: '' });
  }

  /** @param {string} path @param {import('node:http').ServerResponse} response */
  program(path, response) {
    const script = `${this.harness}\nglobalThis.programVersion = ${this.version};\n`;
    const sum = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
    const files = /** @type {Record<string, [string, string]>} */ ({
      '/telefon': ['text/html', '<!doctype html><html lang="da"><title>Telefonen</title><script type="module" src="/telefon/app.js"></script><body></body></html>'],
      '/telefon/app.js': ['text/javascript', script],
      '/telefon/app.css': ['text/css', ''],
      '/telefon/manifest.webmanifest': ['application/manifest+json', '{}'],
      '/telefon/sw.js': ['text/javascript', this.worker.replace(/0{63}1/, sum(script)).replace(/0{63}2/, sum('')).replace('build-000000', `build-00000${this.version}`)],
    });
    const found = files[path];
    response.writeHead(found ? 200 : 404, {
      'Content-Type': found?.[0] ?? 'text/plain', 'Content-Security-Policy': csp, 'Cache-Control': 'no-cache', 'Service-Worker-Allowed': '/telefon',
    });
    response.end(found?.[1] ?? '');
  }

  /** @param {any} asked @param {import('node:http').ServerResponse} response */
  async enrol(asked, response) {
    const { fromBase64, utf8 } = this.lib;
    const key = await subtle.importKey('raw', fromBase64(asked.public), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
    const good = await subtle.verify(ecdsa, key, fromBase64(asked.sign), utf8(words.enrol + asked.code));
    if (!good || asked.code !== 'K7FQ-2XDM') return reply(response, 400, { v: 1, why: 'phones.code.wrong', text: 'Koden passer ikke' });
    this.pin = asked.pin;
    const dev = 'phone-' + (this.devices.size + 1);
    this.devices.set(dev, key);
    return reply(response, 200, { v: 1, dev, receipts: this.receipts });
  }

  /** @param {any} asked @param {import('node:http').ServerResponse} response */
  async unlock(asked, response) {
    const { fromBase64, utf8 } = this.lib;
    const key = this.devices.get(asked.dev);
    const good = key && (await subtle.verify(ecdsa, key, fromBase64(asked.sign), utf8(words.unlock + asked.challenge)));
    if (!good || asked.pin !== this.pin) return reply(response, 403, { v: 1, why: 'phones.pin.wrong', text: 'Pinkoden passer ikke' });
    const token = 't' + String(Math.random()).slice(2);
    this.unlocked.add(token);
    response.setHeader('Set-Cookie', `samspil_phone=${token}; Path=/v1/; HttpOnly; SameSite=Strict`);
    return reply(response, 200, { v: 1 });
  }

  day() {
    const codes = [
      { code: 'B-INI', subject: 'child', state: false, hollow: false, name: 'Barnets initiativ', meaning: '' },
      { code: 'F-FØL', subject: 'parent', state: false, hollow: false, name: 'Følger', meaning: '' },
      { code: 'D-FÆL', subject: 'dyad', state: true, hollow: false, name: 'Fælles fokus', meaning: '' },
    ];
    return {
      v: 1, now: new Date().toISOString(), today: '2026-10-01', owner: 'Lone', receipts: this.receipts,
      scheme: { v: 1, ref: 'mikro 1.0', fingerprint: 'f', name: 'Samspil mikro', codes, exclusive: [] },
      visits: [{
        case: 'case-1', session: 'visit-1', initials: 'N.', kind: 'contact', label: 'Samvær', start: '2026-10-01T14:30:00+02:00', end: '2026-10-01T16:30:00+02:00',
        status: 'planned', signed: false, describe: true, versions: { session: 1, before: 0, during: 0, after: 0 }, last_time: 'CANARY-agreed',
        before: { version: 0, focus: 'CANARY-focus' }, persons: ['CANARY-person'], drafts: [{ form: 'after', fields: { a: 'CANARY-draft' } }], surprise: 'CANARY-surprise',
      }],
      courses: [{
        case: 'case-1', initials: 'N.', contacts: true, key: { kid: 'k1', public: this.lib.toBase64(this.point) }, kinds: [{ id: 'visit', label: 'Besøg' }],
        goals: [{ id: 'g', label: 'CANARY-goal' }], persons: [{ id: 'p', label: 'CANARY-name' }], strands: null,
      }],
      held_back: null, ...this.extra,
    };
  }

  /** @param {any} batch @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  async outbox(batch, request, response) {
    this.batches.push({ dev: batch.dev, entries: batch.entries.length, only_online: batch.only_online, waits: batch.waits, head: batch.head });
    const verdicts = [];
    for (const sealed of batch.entries) verdicts.push(await this.judge(batch.dev, sealed));
    if (this.cut > 0) {
      this.cut--;
      return void request.socket.destroy();
    }
    return reply(response, 200, { v: 1, now: new Date().toISOString(), verdicts });
  }

  /** @param {string} dev @param {Sealed} sealed */
  async judge(dev, sealed) {
    const { fromBase64, hashOf, headerOf, messageOf, toBase64 } = this.lib;
    const header = headerOf(sealed);
    const key = this.devices.get(header.dev);
    if (header.dev !== dev || !key || !(await subtle.verify(ecdsa, key, fromBase64(sealed.s), messageOf(sealed)))) {
      return { id: header.id, result: 'refused', why: 'outbox.refused.signature', text: 'Underskriften passer ikke' };
    }
    const result = this.verdict(header);
    if (result === 'refused' || result === 'clash' || result === 'later') return { id: header.id, result, text: 'fordi' };
    const hash = toBase64(await hashOf(sealed));
    const was = this.held.get(header.id);
    if (was && was.hash === hash) return { id: header.id, result: 'same', receipt: was.receipt };
    const receipt = await this.signed({ v: 1, id: header.id, hash, dev, seq: header.seq, shelf: result === 'erased' ? 'erased' : 'case', at: '', n: this.held.size + 1, kid: 'r1' });
    if (header.kind === 'void') {
      const lost = await this.lib.open(this.case.privateKey, this.point, sealed);
      for (let n = lost.from; n <= lost.to; n++) this.spent.add(n);
    }
    if (result !== 'erased') this.held.set(header.id, { header, hash, sealed, receipt });
    return { id: header.id, result, receipt };
  }

  /** @param {object} what */
  async signed(what) {
    const { join: put, toBase64, utf8 } = this.lib;
    const b = utf8(JSON.stringify(what));
    const key = (this.forge ? this.other : this.key).privateKey;
    return { b: toBase64(b), s: toBase64(new Uint8Array(await subtle.sign(ecdsa, key, put(utf8(words.receipt), b)))) };
  }

  /** @param {any} ask @param {import('node:http').ServerResponse} response */
  async state(ask, response) {
    const here = new Map(this.inOrder().filter((h) => h.header.dev === ask.dev).map((h) => [h.header.seq, h.hash]));
    /** @type {[number, number][]} */ const held = [];
    /** @type {[number, number][]} */ const lacks = [];
    /** @type {[number, number][]} */ const holes = [];
    for (const { seq, hash } of ask.have) (here.get(seq) === hash ? held : lacks).push([seq, seq]);
    for (let n = 1; n <= ask.head; n++) if (!here.has(n) && !this.spent.has(n)) holes.push([n, n]);
    return reply(response, 200, await this.signed({ v: 1, dev: ask.dev, nonce: ask.nonce, at: '', held, lacks, holes, closed: false, kid: 'r1' }));
  }

  /** @param {URL} url @param {Buffer} body @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  piece(url, body, request, response) {
    const digest = url.pathname.split('/').at(-1) ?? '';
    const file = this.files.get(digest) ?? { size: Number(url.searchParams.get('size')), bytes: Buffer.alloc(0) };
    if (Number(url.searchParams.get('offset')) === file.bytes.length) file.bytes = Buffer.concat([file.bytes, body]);
    this.files.set(digest, file);
    if (this.cut > 0) {
      this.cut--;
      return void request.socket.destroy();
    }
    return reply(response, 200, { v: 1, have: file.bytes.length });
  }
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {object} what */
function reply(response, status, what) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(what));
}
