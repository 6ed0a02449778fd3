// A phone whose browser can be killed in the middle of anything: a Chromium of its
// own with a profile that outlives it.

import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { patience } from './visitor.js';

/**
 * @typedef {object} Mortal
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').BrowserContext} context
 * @property {() => Promise<void>} kill ends every process of the browser at once, as pulling out the battery does
 * @property {() => Promise<void>} close ends it in good order
 */

/**
 * Starts a browser of the size of a phone on a profile, which is made where it is missing.
 * @param {string} profile folder
 * @returns {Promise<Mortal>}
 */
export async function startMortal(profile) {
  await rm(join(profile, 'DevToolsActivePort'), { force: true });
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--no-default-browser-check',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=da-DK', '--accept-lang=da-DK', '--hide-crash-restore-bubble',
    '--window-size=360,740', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank',
  ], { detached: true, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const kill = async () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch { /* it has ended by itself */ }
    await ended;
  };
  try {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(profile)}`, { timeout: patience });
    const context = browser.contexts()[0];
    if (!context) throw new Error('the browser has no window');
    context.setDefaultTimeout(patience);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.setViewportSize({ width: 360, height: 740 });
    return {
      page, context, kill,
      close: async () => {
        const session = await browser.newBrowserCDPSession();
        await session.send('Browser.close').catch(() => {});
        await ended;
      },
    };
  } catch (problem) {
    await kill();
    throw problem;
  }
}

/**
 * Where the browser on a profile listens, once it does.
 * @param {string} profile
 */
async function portOf(profile) {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = Number(text.split('\n')[0]);
    if (port > 0) return port;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the browser did not start');
}
