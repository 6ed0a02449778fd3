// What a phone said it had kept is there, whatever happens to it: a real browser is
// killed in the middle of coding, again and again, with and without a network, and
// started on the same profile. Every tap that was shown as kept must reach the server
// exactly once and in order. SAMSPIL_KILLS says how often (3), SAMSPIL_SEED which chance.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startMortal } from './mortal.js';
import { atDesk, codeFor, felt, makeKnown, openContact, pin, today } from './phone-screens.js';
import { startDemo } from './server.js';
import { logIn, sitDown, startBrowser } from './visitor.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./mortal.js').Mortal} Mortal */

const kills = Number(process.env.SAMSPIL_KILLS ?? 3);
const chance = chanceOf(Number(process.env.SAMSPIL_SEED ?? 1));

/** @type {import('./server.js').Server} */
let demo;
/** @type {string} */
let profile;
/** @type {number} */
let ahead; // ms that the demo's clock is ahead of this machine's

before(async () => {
  demo = await startDemo({ day: today });
  ahead = Date.parse(`${today}T08:00:00+02:00`) - Date.now();
  profile = await mkdtemp(join(tmpdir(), 'samspil-phone-'));
});
after(async () => {
  await demo?.stop();
  if (profile) await rm(profile, { recursive: true, force: true });
});

/**
 * What one stretch of coding came to before the browser was killed.
 * @typedef {object} Round
 * @property {string[]} tapped codes in order; of the last one it is not known whether it was felt
 * @property {number} kept the highest number of taps that the screen said lie on the phone
 * @property {string[]} shown "code m:ss" of every tap whose key said that it is kept
 * @property {number} told how many taps the next start said are kept
 * @property {string} [segment] its id on the server, when it got that far
 */

test(`${kills} kills lose nothing that was shown as kept`, async () => {
  await begin();
  /** @type {Round[]} */
  const rounds = [];
  /** @type {Set<string>} */
  const known = new Set();
  for (let i = 0; i <= kills; i++) {
    const phone = await startMortal(profile);
    try {
      await onTheDay(phone.page);
      const last = rounds.at(-1);
      if (last) {
        last.told = await settle(phone.page);
        last.segment = await newSegment(phone.page, known);
      }
      if (i < kills) rounds.push(await code(phone, i));
    } catch (problem) {
      assert.fail(`kill ${i}: ${problem instanceof Error ? problem.stack : problem}`);
    } finally {
      await phone.kill();
    }
  }
  await same(rounds);
});

// --- On the phone ------------------------------------------------------------

/** Plans a contact of today at Lone's desk and makes her phone known. */
async function begin() {
  const browser = await startBrowser();
  const desk = await atDesk(browser, demo.address);
  const code = await codeFor(desk);
  await desk.leave();
  await browser.close();
  const phone = await startMortal(profile);
  await visit(phone.page);
  await makeKnown(phone, code);
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await phone.kill();
}

/**
 * Opens the program with the demo's day on the phone's clock.
 * @param {Page} page
 */
async function visit(page) {
  await page.addInitScript((ahead) => {
    const Machine = Date;
    globalThis.Date = /** @type {any} */ (class extends Machine {
      /** @param {any[]} given */
      constructor(...given) {
        super(.../** @type {[number]} */ (given.length === 0 ? [Machine.now() + ahead] : given));
      }

      static now() {
        return Machine.now() + ahead;
      }
    });
  }, ahead);
  await page.goto(`${demo.address}/telefon`);
}

/**
 * Opens the program and unlocks it. Whether the browser had written the phone's session
 * down before it was killed is its own affair; here it has not.
 * @param {Page} page
 */
async function onTheDay(page) {
  await page.context().clearCookies({ name: 'samspil_phone' });
  await visit(page);
  await page.getByLabel('Din PIN').fill(pin);
  await page.getByRole('button', { name: 'Lås op' }).click();
  await page.getByRole('heading', { name: 'I dag' }).waitFor();
}

/**
 * Ends the stretch that was cut off, if there is one, and waits until everything is
 * sent. Returns how many taps the phone says it has kept, or -1.
 * @param {Page} page
 */
async function settle(page) {
  let told = -1;
  const cut = page.getByRole('button', { name: 'Se, hvad der er gemt' });
  if (await cut.isVisible()) {
    await cut.click();
    const words = await page.getByRole('heading', { name: /Kodningen blev afbrudt kl\./ }).innerText();
    told = Number(words.match(/(\d+) tryk er gemt/)?.[1] ?? NaN);
    await page.getByRole('button', { name: 'Afslut stykket ved det sidste tryk' }).click();
    await page.getByRole('heading', { name: 'I dag' }).waitFor();
  }
  await page.getByText('Alt er sendt').waitFor();
  return told;
}

/**
 * The stretch of the day that was not there before, as the server tells the phone.
 * @param {Page} page
 * @param {Set<string>} known
 */
async function newSegment(page, known) {
  const ids = await page.evaluate(async () => {
    const told = await (await fetch('/v1/day')).json();
    return /** @type {string[]} */ (told.visits.flatMap((/** @type {any} */ v) => (v.segments ?? []).filter((/** @type {any} */ s) => s.mine).map((/** @type {any} */ s) => s.id)));
  });
  const fresh = ids.filter((id) => !known.has(id));
  for (const id of ids) known.add(id);
  assert.ok(fresh.length <= 1, `new stretches: ${fresh}`);
  return fresh[0];
}

/**
 * Codes until the browser is killed, at a moment nobody can foresee.
 * @param {Mortal} phone
 * @param {number} n which kill it is
 * @returns {Promise<Round>}
 */
async function code(phone, n) {
  const page = phone.page;
  /** @type {Round} */
  const round = { tapped: [], kept: 0, shown: [], told: -1 };
  await page.exposeFunction('tellTest', (/** @type {string} */ key, /** @type {string} */ text) => hear(round, key, text));
  await page.evaluate(watch);
  if (chance() < 0.75) await phone.context.setOffline(true);
  await openContact(page);
  await page.getByRole('button', { name: 'Før samværet: forsamtale og kodning' }).click();
  const start = page.getByRole('button', { name: 'Start kodning' });
  await start.waitFor();
  const rest = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let over = false;
  const tapping = tapAway(page, start, round).catch(() => { over = true; });
  // Every other one dies when something is kept for certain, however slow the machine is.
  while (n % 2 === 0 && round.kept === 0 && !over) await rest(10);
  await rest(120 + chance() * 1600);
  await phone.kill();
  await tapping;
  return round;
}

/**
 * Taps keys at random until that is no longer possible.
 * @param {Page} page
 * @param {import('playwright-core').Locator} start
 * @param {Round} round
 */
async function tapAway(page, start, round) {
  await start.click();
  const yes = page.getByRole('button', { name: 'Ja, start kodning' }), keys = page.locator('.key').first();
  await yes.or(keys).first().waitFor(); // asked once for each contact
  if (await yes.isVisible()) await yes.click();
  await felt(page);
  const codes = await page.locator('.key:not([aria-pressed])').evaluateAll((all) => all.map((key) => /** @type {HTMLElement} */ (key).dataset.code ?? ''));
  for (;;) {
    const code = /** @type {string} */ (codes[Math.floor(chance() * codes.length)]);
    round.tapped.push(code);
    // Down and up in one: between two sent one by one a busy machine may let so long pass that it is a long press.
    await page.evaluate((code) => {
      const key = document.querySelector(`[data-code="${code}"]`);
      for (const type of ['pointerdown', 'pointerup']) key?.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true }));
    }, code);
    await new Promise((resolve) => setTimeout(resolve, chance() * 40));
  }
}

/** Runs in the page: tells of every promise that the screen makes. */
function watch() {
  const tell = /** @type {(key: string, text: string) => void} */ (/** @type {any} */ (globalThis).tellTest);
  /** @param {Node} node */
  const look = (node) => {
    const place = node instanceof Element ? node : node.parentElement;
    const here = place?.closest('.kept-here');
    if (here) tell('', here.textContent ?? '');
    const key = /** @type {HTMLElement | null | undefined} */ (place?.closest('.key'));
    if (key) tell(key.dataset.code ?? '', key.querySelector('small')?.textContent ?? '');
  };
  new MutationObserver((seen) => seen.forEach((s) => look(s.target))).observe(document, { subtree: true, childList: true, characterData: true });
}

/**
 * @param {Round} round
 * @param {string} key
 * @param {string} text
 */
function hear(round, key, text) {
  const here = text.match(/Gemt her · (\d+) tryk/);
  if (here) round.kept = Math.max(round.kept, Number(here[1]));
  const kept = text.match(/^husket (\S+)$/);
  if (key && kept && round.shown.at(-1) !== `${key} ${kept[1]}`) round.shown.push(`${key} ${kept[1]}`);
}

// --- On the server -----------------------------------------------------------

/**
 * Holds what the server has against what was tapped and what the phone promised.
 * @param {Round[]} all
 */
async function same(all) {
  const browser = await startBrowser();
  const desk = await sitDown(browser, demo.address);
  await logIn(desk, 'Lone');
  await desk.open('/forloeb');
  const noah = await desk.page.locator('a[href^="/forloeb/"]', { hasText: 'Noah' }).first().getAttribute('href');
  let taps = 0;
  let promised = 0;
  /** @type {string[]} */
  const broken = [];
  for (const [n, round] of all.entries()) {
    promised += round.kept;
    const codes = await held(desk, noah ?? '', round);
    taps += codes.length;
    for (const what of against(round, codes)) broken.push(`kill ${n}: ${what}: ${JSON.stringify(round)}`);
  }
  await desk.leave();
  await browser.close();
  const reached = all.filter((r) => r.segment).length;
  console.log(`${all.length} kills, ${reached} of them in a stretch that had begun: ${promised} taps promised, ${taps} on the server`);
  assert.deepEqual(broken, []);
  assert.ok(reached > 0 && promised > 0, 'no kill came while anything was kept');
}

/**
 * "code m:ss" of every tap of a stretch as the server has it, in order.
 * @param {import('./visitor.js').Visit} desk
 * @param {string} course address of it
 * @param {Round} round
 */
async function held(desk, course, round) {
  if (!round.segment) return [];
  const answer = await desk.page.request.get(`${demo.address}${course}/kodning/${round.segment}/oejeblikke.csv`);
  assert.equal(answer.status(), 200, round.segment);
  return (await answer.text()).trim().split('\n').slice(1).map((line) => line.split(';')).map((cells) => `${cells[1]} ${minutes(cells[3] ?? '')}`);
}

/**
 * Which promises were broken.
 * @param {Round} round
 * @param {string[]} there
 */
function against(round, there) {
  const codes = there.map((one) => one.split(' ')[0]);
  const out = [];
  if (codes.join() !== round.tapped.slice(0, codes.length).join()) out.push(`not in order or not once: ${codes}`);
  if (codes.length < round.kept) out.push(`${codes.length} on the server`);
  if (round.told >= 0 && codes.length !== round.told) out.push(`${codes.length} on the server, told at the next start`);
  for (const one of round.shown) if (!there.includes(one)) out.push(`»husket« was shown for ${one}`);
  return out;
}

/**
 * Seconds with a comma, as minutes and seconds on the phone.
 * @param {string} seconds
 */
function minutes(seconds) {
  const whole = Math.floor(Number(seconds.replace(',', '.')) + 1e-9);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * Numbers from 0 to 1 that are the same for the same seed (mulberry32).
 * @param {number} seed
 */
function chanceOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
