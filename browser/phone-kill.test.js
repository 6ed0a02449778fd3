// What a phone said it had kept is there, whatever happens to it: a real browser is
// killed in the middle of coding, again and again, with and without a network, and
// started on the same profile. Moments are tapped, states begun and ended, taps undone
// and redone, pauses taken, notes written in between; all that was shown as kept must
// reach the server exactly once and in order. SAMSPIL_KILLS says how often (3),
// SAMSPIL_SEED which chance.

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
 * @property {string[]} done deeds in order, "point B-INI", "start D-FÆL", "undo"; of the last one it is not known whether it was felt
 * @property {number} kept how many of them, from the first, the screen said lie on the phone
 * @property {string[]} shown "code m:ss" of every tap whose key said that it is kept
 * @property {string[]} notes that were saved, by the screen
 * @property {string[]} found notes that the server had at the next start
 * @property {number} told how many taps the next start said are kept, undone ones and ends of states too
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
        const there = await onTheServer(phone.page, known);
        last.segment = there.segment;
        last.found = there.notes;
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
 * The stretch of the day that was not there before, and all notes, as the server tells
 * the phone.
 * @param {Page} page
 * @param {Set<string>} known
 */
async function onTheServer(page, known) {
  const { ids, notes } = await page.evaluate(async () => {
    const told = await (await fetch('/v1/day')).json();
    return {
      ids: /** @type {string[]} */ (told.visits.flatMap((/** @type {any} */ v) => (v.segments ?? []).filter((/** @type {any} */ s) => s.mine).map((/** @type {any} */ s) => s.id))),
      notes: /** @type {string[]} */ (told.visits.flatMap((/** @type {any} */ v) => (v.notes ?? []).map((/** @type {any} */ n) => n.text))),
    };
  });
  const fresh = ids.filter((id) => !known.has(id));
  for (const id of ids) known.add(id);
  assert.ok(fresh.length <= 1, `new stretches: ${fresh}`);
  return { segment: fresh[0], notes };
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
  const round = { done: [], kept: 0, shown: [], notes: [], found: [], told: -1 };
  await page.exposeFunction('tellTest', (/** @type {string} */ key, /** @type {string} */ text, /** @type {number} */ deeds) => hear(round, { key, text, deeds }));
  await page.evaluate(watch);
  if (chance() < 0.75) await phone.context.setOffline(true);
  await openContact(page);
  await page.getByRole('button', { name: 'Før samværet: forsamtale og kodning' }).click();
  const start = page.getByRole('button', { name: 'Start kodning' });
  await start.waitFor();
  const rest = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  let over = false;
  const tapping = tapAway(page, start, round, n).catch(() => { over = true; });
  // Every other one dies when something is kept for certain, however slow the machine is.
  while (n % 2 === 0 && round.kept === 0 && !over) await rest(10);
  await rest(120 + chance() * 1600);
  await phone.kill();
  await tapping;
  return round;
}

/**
 * Does with the keys what one does, at random, until that is no longer possible.
 * @param {Page} page
 * @param {import('playwright-core').Locator} start
 * @param {Round} round
 * @param {number} n which kill it is
 */
async function tapAway(page, start, round, n) {
  await start.click();
  const yes = page.getByRole('button', { name: 'Ja, start kodning' }), keys = page.locator('.key').first();
  await yes.or(keys).first().waitFor(); // asked once for each contact
  if (await yes.isVisible()) await yes.click();
  await felt(page);
  const codes = await page.locator('.key').evaluateAll((all) => all.map((key) => /** @type {HTMLElement} */ (key).dataset.code ?? ''));
  for (let i = 0; ; i++) {
    const dice = chance();
    if (dice < 0.03) await note(page, round, `Note ${n}-${i}`);
    else if (dice < 0.06) {
      await act(page, round, 'pause');
      await act(page, round, 'resume');
      await felt(page);
    } else if (dice < 0.16 && round.done.at(-1)?.startsWith('point')) {
      await act(page, round, 'undo');
      if (chance() < 0.5) await act(page, round, 'redo');
    } else await act(page, round, /** @type {string} */ (codes[Math.floor(chance() * codes.length)]));
    await new Promise((resolve) => setTimeout(resolve, chance() * 40));
  }
}

/**
 * Taps a key, or does something else with the coding, and notes what it came to.
 * @param {Page} page
 * @param {Round} round
 * @param {string} what a code, or a deed
 */
async function act(page, round, what) {
  const place = round.done.push(`point ${what}`) - 1; // until more is known
  // Down and up in one: between two sent one by one a busy machine may let so long pass that it is a long press.
  const done = await page.evaluate((what) => {
    const buttons = { undo: '.undo-row button', redo: '.undo-row button + button', pause: '.code-top button + button', resume: '.paused .go' };
    const key = document.querySelector(`[data-code="${what}"]`), ran = key?.getAttribute('aria-pressed');
    if (!key) /** @type {HTMLElement} */ (document.querySelector(buttons[/** @type {'undo'} */ (what)])).click();
    for (const type of key ? ['pointerdown', 'pointerup'] : []) key?.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true }));
    const runs = key?.getAttribute('aria-pressed');
    if (key && ran !== null && runs === ran) return ''; // a slip: a second tap on a state within half a second
    const deed = !key ? what : `${ran === null ? 'point' : runs === 'true' ? 'start' : 'stop'} ${what}`;
    /** @type {any} */ (globalThis).didTest(deed);
    return deed;
  }, what);
  if (done) round.done[place] = done;
  else round.done.pop();
}

/**
 * A few words in the middle of coding, which takes a pause for it.
 * @param {Page} page
 * @param {Round} round
 * @param {string} text
 */
async function note(page, round, text) {
  round.done.push('pause');
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.querySelector('.foot-row button')).click();
    /** @type {any} */ (globalThis).didTest('pause');
  });
  await page.getByLabel('Hvad så eller hørte du?').fill(text);
  await page.getByRole('button', { name: 'Gem', exact: true }).click();
  await page.locator('.paused').waitFor();
  round.notes.push(text);
  await act(page, round, 'resume');
  await felt(page);
}

/** Runs in the page: tells of every promise that the screen makes. */
function watch() {
  const tell = /** @type {(key: string, text: string, deeds: number) => void} */ (/** @type {any} */ (globalThis).tellTest);
  // How many deeds there were up to the latest tap that counts: it is what "Gemt her" speaks of.
  let n = 0;
  /** @type {number[]} */ const taps = [];
  /** @type {number | undefined} */ let undone;
  Object.assign(globalThis, {
    didTest: (/** @type {string} */ deed) => {
      n += 1;
      if (deed === 'undo') undone = taps.pop();
      else if (deed === 'redo') taps.push(undone ?? 0);
      else if (deed.includes(' ')) taps.push(n);
    },
  });
  /** @param {Node} node */
  const look = (node) => {
    const place = node instanceof Element ? node : node.parentElement;
    const here = place?.closest('.kept-here');
    if (here) tell('', here.textContent ?? '', taps.at(-1) ?? 0);
    const key = /** @type {HTMLElement | null | undefined} */ (place?.closest('.key'));
    if (key) tell(key.dataset.code ?? '', key.querySelector('small')?.textContent ?? '', 0);
  };
  new MutationObserver((seen) => seen.forEach((s) => look(s.target))).observe(document, { subtree: true, childList: true, characterData: true });
}

/**
 * @param {Round} round
 * @param {{ key: string, text: string, deeds: number }} said
 */
function hear(round, { key, text, deeds }) {
  if (/Gemt her · \d+ tryk/.test(text)) round.kept = Math.max(round.kept, deeds);
  const kept = text.match(/^(?:slut, )?husket (\S+)$/);
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
    const events = await held(desk, noah ?? '', round);
    taps += events.length;
    for (const what of against(round, events)) broken.push(`kill ${n}: ${what}: ${JSON.stringify(round)}`);
    const notes = all.at(-1)?.found ?? [];
    for (const note of round.notes) if (notes.filter((there) => there === note).length !== 1) broken.push(`kill ${n}: ${note} is there ${notes.filter((there) => there === note).length} times`);
  }
  await desk.leave();
  await browser.close();
  const reached = all.filter((r) => r.segment).length;
  const did = (/** @type {RegExp} */ what) => all.flatMap((r) => r.done.slice(0, r.kept)).filter((deed) => what.test(deed)).length;
  console.log(`${all.length} kills, ${reached} of them in a stretch that had begun: ${promised} deeds promised (${did(/^st/)} of states, ${did(/do$/)} undone or redone, ${did(/^pause/)} pauses, `
    + `${all.flatMap((r) => r.notes).length} notes), ${taps} events on the server`);
  assert.deepEqual(broken, []);
  assert.ok(reached > 0 && promised > 0, 'no kill came while anything was kept');
}

/**
 * An event as the server has it.
 * @typedef {object} Held
 * @property {string} code
 * @property {string} from m:ss
 * @property {string} to m:ss; of a moment the same
 */

/**
 * The events of a stretch as the server has them, in order.
 * @param {import('./visitor.js').Visit} desk
 * @param {string} course address of it
 * @param {Round} round
 * @returns {Promise<Held[]>}
 */
async function held(desk, course, round) {
  if (!round.segment) return [];
  const answer = await desk.page.request.get(`${demo.address}${course}/kodning/${round.segment}/oejeblikke.csv`);
  assert.equal(answer.status(), 200, round.segment);
  const cells = (await answer.text()).trim().split('\n').slice(1).map((line) => line.split(';'));
  return cells.map((c) => ({ code: c[1] ?? '', from: minutes(c[3] ?? ''), to: minutes(c[4] ?? '') }));
}

/**
 * Which promises were broken. What lies on the server must be what the deeds from the
 * first up to some one come to, and that one no earlier than what was promised.
 * @param {Round} round
 * @param {Held[]} there
 */
function against(round, there) {
  const codes = there.map((one) => one.code).join(), out = [];
  const all = round.done.map((_, i) => come(round.done.slice(0, i + 1)));
  if (round.segment) all.unshift(come([]));
  const fits = all.filter((c) => c.codes.join() === codes);
  if (round.segment && fits.length === 0) out.push(`not in order or not once: ${codes}`);
  if (!fits.some((c) => c.deeds >= round.kept && (round.told < 0 || c.taps === round.told)) && (round.segment || round.kept > 0)) out.push(`less than promised: ${codes}, ${round.kept} deeds, told ${round.told}`);
  const undone = round.done.map((deed, i) => (round.done[i + 1] === 'undo' && round.done[i + 2] !== 'redo' ? deed.split(' ')[1] : ''));
  for (const one of round.shown) {
    const [code, time] = one.split(' ');
    if (!there.some((t) => t.code === code && (t.from === time || t.to === time)) && !undone.includes(code)) out.push(`»husket« was shown for ${one}`);
  }
  return out;
}

/**
 * What deeds come to: the events that count, in order, and how many taps there were.
 * @param {string[]} deeds
 */
function come(deeds) {
  /** @type {string[]} */ const codes = [];
  let undone = '', taps = 0;
  for (const deed of deeds) {
    const [what, code] = deed.split(' ');
    if (code) taps += 1;
    if (what === 'undo') undone = codes.pop() ?? '';
    else if (what === 'redo') codes.push(undone);
    else if (code && what !== 'stop') codes.push(code);
  }
  return { deeds: deeds.length, codes, taps };
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
