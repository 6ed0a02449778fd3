// Looking at a page: can everybody use it, does it fit, and a picture of it.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';

const shots = fileURLToPath(new URL('shots/', import.meta.url));

/** @typedef {import('playwright-core').Page} Page */

/**
 * Holds a page against everything that is asked of every page: no finding of
 * axe, no sideways scrolling, one main heading, a named language and title, no
 * text missing.
 * @param {Page} page
 */
export async function isGood(page) {
  nothing(await findings(page));
}

/**
 * Fails with the findings, one a line, unless there are none.
 * @param {string[]} found
 */
export function nothing(found) {
  if (found.length > 0) assert.fail(`${found.length} found\n${found.join('\n')}`);
}

/**
 * What is wrong with a page, one line each, with its path and width.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function findings(page) {
  return [...at(page, await accessibility(page)), ...(await frame(page))];
}

/**
 * @param {Page} page
 * @param {string[]} found
 */
function at(page, found) {
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width} px`;
  return found.map((finding) => `${where}: ${finding}`);
}

/**
 * What axe finds, one line for each element.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function accessibility(page) {
  await page.waitForLoadState(); // with all that it is drawn with
  // Evaluated from outside, so that the page's own policy stays as it is; once for each page that is loaded.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    // @ts-expect-error axe is put into the page by the line above
    const found = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return found.violations;
  });
  return violations.flatMap((/** @type {import('axe-core').Result} */ v) =>
    v.nodes.map((node) => `${v.id} (${v.impact}): ${v.help} — ${node.target.join(' ')}`),
  );
}

/**
 * What the frame of a page lacks, one line each, with its path and width.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export async function frame(page) {
  const lacks = await page.evaluate(() => {
    const lacks = [];
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over > 0) lacks.push(`scrolls ${over} px sideways`);
    const headings = document.querySelectorAll('h1').length;
    if (headings !== 1) lacks.push(`${headings} main headings`);
    if (!['da', 'en'].includes(root.lang)) lacks.push(`language "${root.lang}"`);
    if (document.title.trim() === '') lacks.push('no title');
    const missing = document.documentElement.innerText.match(/‹[\w.-]+›/g) ?? [];
    for (const key of missing) lacks.push(`a text is missing: ${key}`);
    return lacks;
  });
  return at(page, lacks);
}

/**
 * Takes a picture of the whole page into browser/shots, where SAMSPIL_SHOTS asks
 * for pictures.
 * @param {Page} page
 * @param {string} name
 */
export async function shot(page, name) {
  if (!process.env.SAMSPIL_SHOTS) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${name}-${page.viewportSize()?.width}.png`, fullPage: true });
}
