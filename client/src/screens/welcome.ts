// The first time on a phone, and each time after it was locked.

import type { Core, Failure, Why } from '../core';
import { add, button, el, fill, note, type Child } from './dom';
import { line, showLacks, type Lack } from './fields';
import { icon } from './icons';
import { checkList } from './settings';
import { Sheet } from './sheet';
import { framed, type Maker, type Shell } from './shell';
import { takeBack } from './takeback';
import { t, told, type Key } from './words';

/** What a deed of the core failed with, in words. */
export function failureWords(problem: unknown): string {
  const failure = problem as Partial<Failure>;
  if (failure.text) return failure.text;
  return told('failure.', failure.why ?? '', t('failure.server'));
}

function secret(label: string, hint: string | undefined, name: string): { group: HTMLElement; input: HTMLInputElement } {
  const sheet = new Sheet();
  const group = line(sheet, name, label, { hint });
  const input = group.querySelector('input') as HTMLInputElement;
  input.type = 'password';
  input.inputMode = 'numeric';
  input.autocomplete = 'off';
  return { group, input };
}

/** A form that is sent once, with what went wrong said at the top. */
function sent(button: HTMLButtonElement, page: HTMLElement, deed: () => Promise<void>, field: (why: Why) => string): void {
  button.disabled = true;
  deed().catch((problem: unknown) => {
    const why = (problem as Partial<Failure>).why ?? 'server';
    showLacks(page, [{ name: field(why), text: failureWords(problem) }]);
  }).finally(() => { button.disabled = false; });
}

/** Making the phone known: the code from the desk, a name, a PIN. */
export const welcome: Maker = (shell) => {
  const sheet = new Sheet();
  const pin = secret(t('welcome.pin'), t('welcome.pin.hint'), 'pin'), pin2 = secret(t('welcome.pin2'), undefined, 'pin2');
  const code = line(sheet, 'code', t('welcome.code'), { hint: t('welcome.code.hint') });
  const codeInput = code.querySelector('input') as HTMLInputElement;
  codeInput.autocapitalize = 'characters';
  codeInput.classList.add('code');
  const send = el('button', { class: 'button primary wide' }, t('welcome.deed'));
  const form = el('form', { novalidate: true, class: 'form' }, code,
    line(sheet, 'name', t('welcome.name'), { hint: t('welcome.name.hint') }), pin.group, pin2.group, send);
  const screen = framed(shell, { title: t('welcome.title'), lead: t('welcome.lead') }, form, whatIsKept());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const lacks: Lack[] = [];
    if (!sheet.has('code')) lacks.push({ name: 'code', text: t('welcome.code.missing') });
    if (!sheet.has('name')) lacks.push({ name: 'name', text: t('welcome.name.missing') });
    if (!/^\d{6,}$/.test(pin.input.value)) lacks.push({ name: 'pin', text: t('welcome.pin.short') });
    else if (pin.input.value !== pin2.input.value) lacks.push({ name: 'pin2', text: t('welcome.pin.differ') });
    if (showLacks(screen.node, lacks)) return;
    sent(send, screen.node, async () => {
      await shell.core.enrol(sheet.get('code').trim(), sheet.get('name').trim(), pin.input.value);
      shell.instead(firstCheck);
    }, (why) => (why === 'pin' ? 'pin' : 'code'));
  });
  return screen;
};

function whatIsKept(): HTMLElement {
  const lines = (style: 'done' | 'lock', ...keys: Key[]): Child[] => keys.map((key) => el('li', {}, icon(style), el('span', {}, t(key))));
  return el('section', { class: 'panel' }, el('h2', {}, t('welcome.kept')),
    el('ul', { class: 'marks' }, ...lines('done', 'welcome.kept.1', 'welcome.kept.2'), ...lines('lock', 'welcome.kept.3', 'welcome.kept.4')));
}

/** Right after enrolling: whether this phone can keep what it is given. */
const firstCheck: Maker = (shell) => {
  const result = el('div', { class: 'result' }, note(t('check.running')));
  const on = button(t('check.go_on'), 'button primary wide', () => shell.home());
  on.disabled = true;
  shell.core.check().then((checks) => {
    fill(result, checkList(checks));
    const good = checks.every((c) => c.good || !c.needed);
    add(result, el('p', { class: good ? 'alarm is-done' : 'alarm is-soon' }, icon(good ? 'done' : 'soon'), el('span', {}, t(good ? 'check.good' : 'check.online_only'))));
    shell.say(t(good ? 'check.good' : 'check.online_only'));
  }, (problem: unknown) => fill(result, note(failureWords(problem)))).finally(() => { on.disabled = false; });
  return framed(shell, { title: t('check.title'), lead: t('check.lead') }, result, homeScreenHint(), el('div', { class: 'deeds' }, on));
};

function homeScreenHint(): HTMLElement | null {
  if (matchMedia('(display-mode: standalone)').matches) return null;
  return el('section', { class: 'panel' }, el('h2', {}, t('install.title')), el('p', {}, t('install.how')), note(t('install.why')));
}

/** The PIN; what does not need reading goes on without it, unless the phone is in other hands. */
export const unlock: Maker = (shell) => {
  if (shell.core.handed) return takeBack(shell);
  const pin = secret(t('unlock.pin'), undefined, 'pin');
  const send = el('button', { class: 'button primary wide' }, t('unlock.deed'));
  const form = el('form', { novalidate: true, class: 'form' }, pin.group, send);
  const owner = shell.core.kept?.owner;
  const screen = framed(shell, { title: owner ? t('unlock.title.name', { name: owner }) : t('unlock.title'), lead: t('unlock.lead') }, form, withoutReading(shell));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (showLacks(screen.node, pin.input.value === '' ? [{ name: 'pin', text: t('unlock.missing') }] : [])) return;
    // Once it is open, the frame goes on by itself.
    sent(send, screen.node, () => shell.core.unlock(pin.input.value), () => 'pin');
  });
  return screen;
};

function withoutReading(shell: Shell): HTMLElement | null {
  if (!shell.core.kept) return null;
  return el('section', { class: 'panel' }, el('h2', {}, t('unlock.without.title')), el('p', {}, t('unlock.without.why')),
    el('div', { class: 'deeds' }, button(t('unlock.without'), 'button', () => {
      readLess(shell.core, true);
      shell.back();
    })));
}

// Who chose to go on without reading, until the page is loaded anew.
const skipped = new WeakSet<Core>();

/** The person goes on without reading, or not any more. */
export function readLess(core: Core, on: boolean): void {
  if (on) skipped.add(core);
  else skipped.delete(core);
}

/** Whether the person wants to see the day without its texts. */
export function readsLess(core: Core): boolean {
  return skipped.has(core);
}
