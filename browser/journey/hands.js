// A person of the journey at a screen: answers the questions of a page and
// presses its buttons, found by the words that stand on them and never by their
// ids. Each kind of page they meet is looked at closely, once at each width.

import assert from 'node:assert/strict';
import { findings } from '../look.js';
import { logIn, sitDown } from '../visitor.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {string | number | boolean | string[]} Answer */
/** @typedef {Record<string, Answer>} Answers by the question's words or their beginning */

/** What is wrong with the pages of a journey, and which were looked at. */
export class Log {
  /** @type {string[]} */
  found = [];
  /** @type {Set<string>} */
  seen = new Set();
}

export class Hands {
  /**
   * @param {import('../visitor.js').Visit} visit
   * @param {Log} log
   */
  constructor(visit, log) {
    this.visit = visit;
    this.page = visit.page;
    this.log = log;
  }

  /**
   * Opens a path of the demo.
   * @param {string} path
   */
  async open(path) {
    const status = await this.visit.open(path);
    assert.equal(status, 200, `${path} answers ${status}`);
    await this.look();
  }

  /**
   * Answers questions in the order they are given: a text or number is written
   * or chosen, a list is ticked, true and false tick or clear one box.
   * @param {Answers} answers
   * @param {Page | Locator} [where]
   */
  async answer(answers, where = this.page) {
    for (const [question, value] of Object.entries(answers)) {
      try {
        await answerOne(where, question, value);
      } catch (problem) {
        throw new Error(`could not answer "${question}": ${problem}`, { cause: problem });
      }
    }
  }

  /**
   * Presses a button and waits for the page that comes.
   * @param {string} name
   * @param {Page | Locator} [where]
   */
  async press(name, where = this.page) {
    await this.turn(() => where.getByRole('button', { name: beginning(name) }).first().click());
  }

  /**
   * Follows a link and waits for the page that comes.
   * @param {string} name
   * @param {Page | Locator} [where]
   */
  async follow(name, where = this.page.locator('main')) {
    await this.turn(() => where.getByRole('link', { name: beginning(name) }).first().click());
  }

  /**
   * Opens what a line of the page hides.
   * @param {string} line
   */
  async unfold(line) {
    const more = this.page.locator('details').filter({ has: this.page.locator('summary', { hasText: line }) }).first();
    if ((await more.getAttribute('open')) === null) await more.locator('summary').first().click();
  }

  /**
   * The innermost part of the page under a heading.
   * @param {string} heading
   */
  part(heading) {
    const headed = { has: this.page.getByRole('heading', { name: beginning(heading) }) };
    return this.page.locator('section, fieldset, article').filter(headed).last();
  }

  /**
   * Holds the page against words that must stand on it.
   * @param {...string} words
   */
  async sees(...words) {
    const text = (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
    const missing = words.filter((word) => !text.includes(word));
    assert.deepEqual(missing, [], `${this.path()} does not say so; it says:\n${text.slice(0, 2000)}`);
  }

  /** The path of the page, without the address. */
  path() {
    return new URL(this.page.url()).pathname;
  }

  /** @param {() => Promise<void>} deed */
  async turn(deed) {
    const loaded = this.page.waitForEvent('domcontentloaded');
    loaded.catch(() => {});
    await deed();
    await loaded;
    await this.look();
  }

  /** Looks closely at the page when it is the first of its kind. */
  async look() {
    const kind = kindOf(this.page);
    if (this.log.seen.has(kind)) return;
    this.log.seen.add(kind);
    this.log.found.push(...(await findings(this.page)));
  }

  /** Leaves the screen. */
  async leave() {
    await this.visit.leave();
  }
}

/**
 * Somebody of the demo, logged in at a screen.
 * @param {{browser: import('playwright-core').Browser, address: string, screen: import('../visitor.js').Screen, log: Log}} place
 * @param {string} name
 */
export async function as({ browser, address, screen, log }, name) {
  const visit = await sitDown(browser, address, screen);
  await logIn(visit, name);
  return new Hands(visit, log);
}

/**
 * @param {Page | Locator} where
 * @param {string} question
 * @param {Answer} value
 */
async function answerOne(where, question, value) {
  const begins = beginning(question);
  const group = where.getByRole('group', { name: begins });
  if ((await group.count()) > 0) return among(group.first(), value);
  const field = where.getByLabel(begins).first();
  if (typeof value === 'boolean') return field.setChecked(value);
  const tag = await field.evaluate((control) => control.tagName);
  if (tag === 'SELECT') return void (await field.selectOption({ label: await optionOf(field, String(value)) }));
  await field.fill(String(value));
}

/**
 * @param {Locator} select
 * @param {string} begins
 */
async function optionOf(select, begins) {
  const all = await select.locator('option').allInnerTexts();
  return all.map((text) => text.trim()).find((text) => text.startsWith(begins)) ?? begins;
}

/**
 * @param {Locator} group of choices that belong to one question
 * @param {Answer} value
 */
async function among(group, value) {
  for (const name of Array.isArray(value) ? value : [String(value)]) {
    const begins = { name: beginning(name) };
    await group.getByRole('radio', begins).or(group.getByRole('checkbox', begins)).first().check();
  }
}

/** @param {Page} page */
function kindOf(page) {
  const opaque = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
  const { pathname } = new URL(page.url());
  return `${pathname.replaceAll(opaque, '*')} ${page.viewportSize()?.width}`;
}

/** @param {string} words */
function beginning(words) {
  return new RegExp(`^\\s*${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
