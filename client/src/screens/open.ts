// Where the screens begin.

import type { Core } from '../core';
import { day } from './day';
import { el, fill } from './dom';
import { chosenLanguage } from './settings';
import { Shell, type Maker } from './shell';
import { failureWords, readsLess, unlock, welcome } from './welcome';
import { speak, t } from './words';

/** Shows the program as soon as its core is there; which screen is first depends on the phone. */
export async function open(starting: Promise<Core>, body: HTMLElement): Promise<void> {
  speak(chosenLanguage());
  try {
    const core = await starting;
    const first = (): Maker => (core.phase === 'new' ? welcome : core.phase === 'locked' && !readsLess(core) ? unlock : day);
    new Shell(core, body, { first, locked: unlock }).home();
  } catch (problem) {
    fill(body, el('main', { class: 'page' }, el('h1', {}, t('start.failed')), el('p', {}, failureWords(problem)), el('p', {}, t('start.failed.do'))));
  }
}
