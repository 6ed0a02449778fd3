// A phone made of Node's own cryptography: it is made known, unlocked, seals what
// is written and sends it. It shares no code with the phone's program nor with the
// server, so that both are held against the standard (RFC 9180) and not against
// themselves.

import { createECDH, createHash, createHmac, createCipheriv, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const bytes = (/** @type {string} */ text) => Buffer.from(text);
const base64 = (/** @type {Buffer} */ b) => b.toString('base64url');
const hmac = (/** @type {Buffer} */ key, /** @type {Buffer} */ text) => createHmac('sha256', key).update(text).digest();
const sha256 = (/** @type {Buffer} */ b) => createHash('sha256').update(b).digest();

/** @param {number} n @param {number} size */
function number(n, size) {
  const b = Buffer.alloc(size);
  b.writeUIntBE(n, 0, size);
  return b;
}

const kem = Buffer.concat([bytes('KEM'), number(0x10, 2)]);
const suite = Buffer.concat([bytes('HPKE'), number(0x10, 2), number(1, 2), number(2, 2)]);

/** @param {Buffer} of @param {Buffer} salt @param {string} label @param {Buffer} text */
const extract = (of, salt, label, text) =>
  hmac(salt.length > 0 ? salt : Buffer.alloc(32), Buffer.concat([bytes('HPKE-v1'), of, bytes(label), text]));

/** At most one block of the hash. @param {Buffer} of @param {Buffer} key @param {string} label @param {Buffer} info @param {number} size */
const expand = (of, key, label, info, size) =>
  hmac(key, Buffer.concat([number(size, 2), bytes('HPKE-v1'), of, bytes(label), info, number(1, 1)])).subarray(0, size);

/**
 * HPKE base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 * @param {Buffer} to public key, 65 bytes
 * @param {Buffer} info
 * @param {Buffer} beside what is bound to it unsealed
 * @param {Buffer} text
 */
function seal(to, info, beside, text) {
  const once = createECDH('prime256v1');
  const e = once.generateKeys();
  const none = Buffer.alloc(0);
  const prk = extract(kem, none, 'eae_prk', once.computeSecret(to));
  const shared = expand(kem, prk, 'shared_secret', Buffer.concat([e, to]), 32);
  const context = Buffer.concat([number(0, 1), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', info)]);
  const secret = extract(suite, shared, 'secret', none);
  const cipher = createCipheriv('aes-256-gcm', expand(suite, secret, 'key', context, 32), expand(suite, secret, 'base_nonce', context, 12));
  cipher.setAAD(beside);
  return { e, c: Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]) };
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ulid = () => [...randomBytes(26)].map((b, i) => letters[i === 0 ? b & 7 : b & 31]).join('');

/**
 * A phone in its owner's hand.
 * @param {string} address of the demo
 * @param {() => Date} clock that of the demo
 */
export function handheld(address, clock) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ format: 'jwk' });
  const whole = Buffer.concat([number(4, 1), Buffer.from(String(point.x), 'base64url'), Buffer.from(String(point.y), 'base64url')]);
  const signed = (/** @type {Buffer} */ text) => sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  /** @type {{h: string, e: string, c: string, s: string}[]} */
  const entries = [];
  let device = '';
  let cookie = '';
  let last = Buffer.alloc(32);

  /** @param {string} method @param {string} path @param {unknown} [body] */
  async function ask(method, path, body) {
    const answer = await fetch(address + path, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'da' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return { status: answer.status, body: await answer.json() };
  }

  return {
    /** @param {string} code @param {string} name @param {string} pin */
    async enrol(code, name, pin) {
      const got = await ask('POST', '/v1/enrol', { v: 1, code, name, pin, app: 'handheld', public: base64(whole), sign: base64(signed(bytes('samspil enrol v1' + code))) });
      device = got.body.dev;
      return got.status;
    },
    /** @param {string} pin */
    async unlock(pin) {
      const { challenge } = (await ask('GET', '/v1/challenge')).body;
      return ask('POST', '/v1/unlock', { v: 1, dev: device, challenge, pin, sign: base64(signed(bytes('samspil unlock v1' + challenge))) });
    },
    async day() {
      return (await ask('GET', '/v1/day')).body;
    },
    /**
     * Seals and keeps something written.
     * @param {{case: string, session: string, key: {kid: string, public: string}}} at
     * @param {object} writing
     */
    write(at, writing) {
      const header = bytes(JSON.stringify({
        v: 1, id: ulid(), dev: device, seq: entries.length + 1, prev: base64(last), case: at.case, contact: at.session, kind: 'note',
        wall: clock().toISOString(), life: 'handheld', mono: 0, app: 'handheld', sch: 'samspil-writing/1', kid: at.key.kid,
      }));
      const text = bytes(JSON.stringify({ v: 1, session: at.session, ...writing }));
      const full = Buffer.concat([text, Buffer.alloc((256 - (text.length % 256)) % 256, ' ')]);
      const { e, c } = seal(Buffer.from(at.key.public, 'base64url'), bytes('samspil outbox v1' + at.key.kid), header, full);
      const message = Buffer.concat([bytes('samspil entry v1'), number(header.length, 4), header, e, c]);
      entries.push({ h: base64(header), e: base64(e), c: base64(c), s: base64(signed(message)) });
      last = sha256(message);
    },
    /** What it kept, from a number on, as a sending or as a file for the desk. @param {number} [from] */
    batch(from = 0) {
      return { v: 1, dev: device, head: entries.length, waits: entries.length - from, app: 'handheld', now: clock().toISOString(), entries: entries.slice(from) };
    },
    async send() {
      return ask('POST', '/v1/outbox', this.batch());
    },
  };
}
