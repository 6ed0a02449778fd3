// The demo as a server of its own: on a free port, with data that is thrown
// away. The built program is named in SAMSPIL_BINARY; without it, it is built.

import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A day on which the demo's people have something to do, whatever day it is, and when its clock starts. */
export const today = '2026-10-01';
export const morning = `${today}T08:00:00+02:00`;

const patience = 120_000; // ms until the demo must answer

/**
 * @typedef {object} Server
 * @property {string} address where the demo answers, without a slash at the end
 * @property {() => string} said what it has written so far
 * @property {() => Promise<void>} stop ends it and removes its data
 */

/**
 * Starts the demo. A test file starts one and stops it when done.
 * @param {object} [how]
 * @param {string} [how.day] as 2026-10-01; without it, today
 * @param {string} [how.data] a folder that goes on where it was left, and is kept
 * @param {number} [how.port] where it answered before; without it, a free one
 * @returns {Promise<Server>}
 */
export async function startDemo(how = {}) {
  const data = how.data ?? (await newFolder());
  const port = how.port ?? (await freePort());
  const address = `http://127.0.0.1:${port}`;
  const day = how.day === undefined ? [] : ['--day', how.day];
  const child = spawn(program(), ['demo', '--listen', `127.0.0.1:${port}`, '--data', data, ...day], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (said += chunk));
  }
  const ended = new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
    child.once('error', (problem) => resolve(problem.message));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await ended;
    clearTimeout(hard);
    if (how.data === undefined) await rm(data, { recursive: true, force: true });
  };
  const died = ended.then((code) => {
    throw new Error(`the demo ended with ${code}:\n${said}`);
  });
  died.catch(() => {});
  try {
    await Promise.race([answers(address), died]);
  } catch (problem) {
    await stop();
    throw problem;
  }
  return { address, said: () => said, stop };
}

/** Makes a folder for a demo's data. */
export function newFolder() {
  return mkdtemp(join(tmpdir(), 'samspil-browser-'));
}

function program() {
  const built = process.env.SAMSPIL_BINARY;
  if (built) return built;
  const made = join(root, '.check', 'samspil');
  execFileSync('go', ['build', '-o', made, './cmd/samspil'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  return made;
}

/** @param {string} address */
async function answers(address) {
  const latest = Date.now() + patience;
  for (;;) {
    try {
      await fetch(address, { redirect: 'manual' });
      return;
    } catch (problem) {
      if (Date.now() > latest) throw new Error(`the demo did not answer within ${patience / 1000} s`, { cause: problem });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * A port that nothing listens on, below those that the system gives to whoever
 * connects: one of these could be taken before the demo, started anew, has it again.
 * @returns {Promise<number>}
 */
export function freePort() {
  const port = randomInt(12_000, 32_000);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(freePort()));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
