// The way back from a parent's or a child's hands: the PIN. Where nobody can judge
// it, the owner goes on without reading, and what was typed here is put away first.

import type { Failure } from '../core';
import { button, el, fill, note, type Child } from './dom';
import type { Maker, Shell } from './shell';
import { failureWords, readLess } from './welcome';
import { t } from './words';

const tries = 3; // wrong PINs until reading is locked; five in a row would lock the phone at the office
const holdFor = 3000; // ms

/** Asks for the PIN; right is what follows a right one. held: three seconds have been held already. */
export function pinForm(shell: Shell, right: () => void, held: boolean): HTMLElement {
  const input = el('input', { type: 'password', inputmode: 'numeric', autocomplete: 'off', id: 'pin' }), said = el('p', { role: 'alert', class: 'lack' });
  const send = el('button', { class: 'button primary wide' }, t('hands.open')), without = el('div');
  const form = el('form', { class: 'form', novalidate: true }, el('div', { class: 'field' }, el('label', { for: 'pin' }, t('unlock.pin')), said, input), el('div', { class: 'deeds column' }, send), without);
  let wrong = 0;
  const refused = (problem: unknown): void => {
    const why = (problem as Partial<Failure>).why;
    fill(said, why === 'network' ? t('hands.no_net') : failureWords(problem));
    if (why === 'network' || why === 'locked') fill(without, el('div', { class: 'deeds column' }, ...unread(shell, held)));
    if (why === 'pin') wrong += 1;
    if (wrong >= tries && shell.core.status.online) {
      void shell.core.lock();
      shell.release('home');
    }
    input.value = '';
    input.focus();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    shell.core.takeBack(input.value).then(right, refused).finally(() => { send.disabled = false; });
  });
  return form;
}

// unread goes on with times and initials alone; the phone still asks for the PIN
// before anything can be read on it.
function unread(shell: Shell, held: boolean): Child[] {
  const go = (): void => {
    shell.core.lockReading();
    shell.putAway();
    readLess(shell.core, true);
    shell.release('home');
  };
  return [note(t('hands.unread')), held ? button(t('unlock.without'), 'button wide', go) : holding(go)];
}

/** The first screen of a phone that is still in other hands, and nothing beside it. */
export const takeBack: Maker = (shell) => {
  const owner = shell.core.kept?.owner, title = owner ? t('unlock.title.name', { name: owner }) : t('unlock.title');
  const node = el('div', { class: 'hands' }, el('main', { class: 'handed' }, el('h1', {}, title), el('p', { class: 'large' }, t('hands.still')),
    pinForm(shell, () => shell.release('home'), false)));
  return { title, node, alone: true, records: true };
};

/** A key that must be held for three seconds; with the keyboard too. */
export function holding(done: () => void): HTMLElement {
  const bar = el('progress', { max: holdFor, value: 0, 'aria-hidden': 'true' }), key = button(t('hands.hold'), 'button wide', () => undefined);
  let began = 0, timer = 0;
  const start = (): void => {
    if (began) return;
    began = performance.now();
    timer = window.setInterval(() => {
      bar.value = performance.now() - began;
      if (bar.value < holdFor) return;
      end();
      done();
    }, 50);
  };
  const end = (): void => {
    began = 0;
    clearInterval(timer);
    bar.value = 0;
  };
  key.addEventListener('pointerdown', start);
  for (const kind of ['pointerup', 'pointerleave', 'pointercancel', 'keyup', 'blur']) key.addEventListener(kind, end);
  key.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') start(); });
  key.addEventListener('contextmenu', (event) => event.preventDefault());
  return el('div', { class: 'hold' }, key, bar);
}
