// The phone's program in the other engine that phones have: WebKit, as Debian builds
// it (webkit2gtk-driver and xvfb). Made known, written on, closed, opened again. Skipped
// where the engine is not installed.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { atDesk, codeFor, pin, today } from './phone-screens.js';
import { freePort, startDemo } from './server.js';
import { patience, startBrowser } from './visitor.js';

const driver = '/usr/bin/WebKitWebDriver';
const browser = miniBrowser();
const missing = !existsSync(driver) || !browser || !existsSync('/usr/bin/Xvfb');

test('the phone is made known, written on, closed and opened again in WebKit', { skip: missing && 'webkit2gtk-driver or xvfb is not installed' }, async () => {
  const demo = await startDemo({ day: today });
  const chromium = await startBrowser();
  const desk = await atDesk(chromium, demo.address);
  const code = await codeFor(desk);
  await desk.leave();
  await chromium.close();
  const screen = spawn('Xvfb', [':97', '-screen', '0', '400x800x24'], { stdio: 'ignore' });
  const port = await freePort();
  const service = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env: { ...process.env, DISPLAY: ':97', LANGUAGE: 'da', LC_ALL: 'C.UTF-8', WEBKIT_DISABLE_COMPOSITING_MODE: '1', WEBKIT_FORCE_SANDBOX: '0', WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } });
  try {
    const phone = await Phone.start(`http://127.0.0.1:${port}`);
    await walk(phone, demo.address, code);
    await phone.end();
  } finally {
    service.kill();
    screen.kill();
    await demo.stop();
  }
});

/**
 * @param {Phone} phone
 * @param {string} address
 * @param {string} code
 */
async function walk(phone, address, code) {
  await phone.open(`${address}/telefon`);
  await phone.until(`document.querySelectorAll('input').length >= 4`);
  for (const [at, text] of [code, 'WebKit', pin, pin].entries()) await phone.type(at, text);
  await phone.run(`document.querySelector('form').requestSubmit()`);
  await phone.until(`[...document.querySelectorAll('li, dd, p')].some((e) => /100/.test(e.textContent)) && !document.querySelector('.deeds button')?.disabled`);
  const checks = await phone.run('return document.querySelector("main").innerText');
  console.log(String(checks).split('\n').filter((l) => l.trim()).slice(2, 9).join(' | '));
  await phone.run(`document.querySelector('.deeds button').click()`);
  await phone.until(`document.querySelectorAll('.visit').length > 0`);
  const before = await phone.stored();
  await phone.code();
  const kept = await phone.stored();
  assert.ok(kept.entries > before.entries, `nothing was kept: ${JSON.stringify([before, kept])}`);
  await phone.open('about:blank');
  await phone.open(`${address}/telefon`);
  await phone.until(`document.body.innerText.length > 60`);
  const again = await phone.stored();
  assert.ok(again.entries >= kept.entries && again.keys === 1, `after opening it again: ${JSON.stringify([kept, again])}`);
  console.log(`WebKit kept ${kept.entries - before.entries} entries of one stretch; they were there when it was opened again`);
}

/** A browser driven by the WebDriver protocol. */
class Phone {
  /** @param {string} session */
  constructor(session) {
    this.session = session;
  }

  /** @param {string} service */
  static async start(service) {
    const until = Date.now() + patience;
    for (;;) {
      try {
        const made = await send('POST', `${service}/session`, { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } } } });
        return new Phone(`${service}/session/${made.sessionId}`);
      } catch (problem) {
        if (Date.now() > until) throw problem;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  end() {
    return send('DELETE', this.session);
  }

  /** @param {string} url */
  open(url) {
    return send('POST', `${this.session}/url`, { url });
  }

  /** @param {string} script */
  run(script) {
    return send('POST', `${this.session}/execute/sync`, { script, args: [] });
  }

  /** @param {string} condition */
  async until(condition) {
    const until = Date.now() + patience;
    while (!(await this.run(`return Boolean(${condition})`))) {
      if (Date.now() > until) assert.fail(`never: ${condition}\n${await this.run('return document.body.innerText')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /**
   * @param {number} at which field
   * @param {string} text
   */
  async type(at, text) {
    const found = await send('POST', `${this.session}/elements`, { using: 'css selector', value: 'form input' });
    await send('POST', `${this.session}/element/${Object.values(found[at])[0]}/value`, { text });
  }

  /** Begins a stretch of today's contact and presses five keys as a keyboard does. */
  async code() {
    await this.press(/med N\./, '.visit', 'Samvær|Contact');
    await this.press(/forsamtale og kodning|talk ahead|coding/i, 'button', 'Før|Before');
    await this.press(/Start/, 'button', 'Start');
    const yes = `[...document.querySelectorAll('button')].find((e) => /Ja, start|Yes, start/.test(e.textContent))`;
    await this.until(`document.querySelectorAll('.key').length > 5 || ${yes}`);
    await this.run(`${yes}?.click()`); // the mother was not asked before
    await this.until(`document.querySelectorAll('.work:not([inert]) .key').length > 5`); // until they are felt
    for (let i = 0; i < 5; i++) await this.run(`document.querySelectorAll('.key')[${i}].click()`);
    await this.until(`!document.querySelector('.last-ones .waits') && document.querySelectorAll('.last-ones li').length >= 3`);
  }

  /**
   * @param {RegExp} _what for the reader
   * @param {string} selector
   * @param {string} words of the button, as a pattern
   */
  async press(_what, selector, words) {
    await this.until(`[...document.querySelectorAll('${selector}')].some((e) => /${words}/.test(e.textContent))`);
    await this.run(`[...document.querySelectorAll('${selector}')].find((e) => /${words}/.test(e.textContent)).click()`);
  }

  /** What lies in the phone's database. */
  async stored() {
    return send('POST', `${this.session}/execute/async`, { args: [], script: `
      const done = arguments[arguments.length - 1];
      const opening = indexedDB.open('samspil-phone');
      opening.onsuccess = () => {
        const db = opening.result, tx = db.transaction(['entries', 'meta']);
        const entries = tx.objectStore('entries').count(), device = tx.objectStore('meta').get('device');
        tx.oncomplete = () => { db.close(); done({ entries: entries.result, keys: device.result ? 1 : 0 }); };
      };
      opening.onerror = () => done({ entries: -1, keys: 0 });` });
  }
}

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function send(method, url, body) {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  return value;
}

/** Where Debian keeps WebKit's own small browser. */
function miniBrowser() {
  const lib = '/usr/lib/x86_64-linux-gnu';
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib).filter((name) => name.startsWith('webkit2gtk-4')).map((name) => `${lib}/${name}/MiniBrowser`).find(existsSync);
}
