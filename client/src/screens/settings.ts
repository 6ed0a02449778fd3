// About this phone: whether it can keep what it is given, the language, handing
// over, logging out.

import type { Check } from '../core';
import { add, button, el, fill, note } from './dom';
import { icon } from './icons';
import { handed } from './held';
import { framed, type Maker, type Shell } from './shell';
import { since, statusWords } from './status';
import { failureWords, unlock, welcome } from './welcome';
import { language, speak, t, told, type Language } from './words';

const languageKept = 'samspil-language';

/** The language chosen on this phone, else the one of the page. */
export function chosenLanguage(): Language {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(languageKept);
  } catch {
    // Without storage the page's own language is used.
  }
  const wanted = kept ?? document.documentElement.lang;
  return wanted === 'en' ? 'en' : 'da';
}

function changeLanguage(shell: Shell, to: Language): void {
  try {
    localStorage.setItem(languageKept, to);
  } catch {
    // It is spoken until the page is closed.
  }
  speak(to);
  shell.again();
  // What the server wrote comes in the other language when there is a network.
  shell.core.refresh().then(() => shell.again(), () => undefined);
}

/** What was tried on this phone, one line each. */
export function checkList(checks: Check[]): HTMLElement {
  return el('ul', { class: 'marks' }, ...checks.map((c) => el('li', {}, icon(c.good ? 'done' : c.needed ? 'broken' : 'soon'),
    el('span', {}, el('strong', {}, told('check.name.', c.name, c.name)), ' ', told(c.good ? 'check.good.' : 'check.bad.', c.name)))));
}

/** About this phone. */
export const settings: Maker = (shell) => framed(shell, { title: t('settings.title'), lead: shell.core.name, back: true },
  anew(shell), reading(shell), sending(shell), checking(shell), languages(shell), leaving(shell));

function reading(shell: Shell): HTMLElement {
  const open = shell.core.phase === 'open';
  const lock = (): void => {
    void shell.core.lock().then(() => shell.home());
  };
  return el('section', { class: 'part' }, el('h2', {}, t('settings.reading')), el('p', {}, t(open ? 'settings.reading.open' : 'settings.reading.locked')),
    open ? button(t('settings.lock'), 'button', lock) : button(t('unlock.deed'), 'button', () => shell.go(unlock)));
}

function sending(shell: Shell): HTMLElement {
  const s = shell.core.status, part = el('section', { class: 'part' }, el('h2', {}, t('settings.sending')), el('p', {}, statusWords(shell)));
  if (s.lastSync) add(part, note(t('settings.last', { time: since(s.lastSync) })));
  const said = el('p', { role: 'status' });
  const now = button(t('settings.send'), 'button', () => {
    fill(said, t('settings.sending.now'));
    shell.core.sync().then(() => fill(said, statusWords(shell)), (problem: unknown) => fill(said, failureWords(problem)));
  });
  add(part, el('div', { class: 'deeds' }, now, s.waits > 0 || s.refused.length > 0 || s.pictures > 0 ? button(t('hand.deed'), 'button', () => shell.go(handed)) : null), said);
  return part;
}

// A phone that was shut out, or whose numbers clash, gets a new key.
function anew(shell: Shell): HTMLElement | null {
  const s = shell.core.status;
  return s.closed || s.clash ? el('section', { class: 'part' }, el('h2', {}, t('anew.title')), el('p', {}, t('anew.why')), el('div', { class: 'deeds' }, button(t('welcome.deed'), 'button', () => shell.go(welcome)))) : null;
}

function checking(shell: Shell): HTMLElement {
  const result = el('div', { class: 'result', role: 'status' });
  const was = shell.core.checked;
  if (was) add(result, note(t(was.good ? 'check.was.good' : 'check.was.bad', { time: since(was.at) })));
  const again = button(t('check.again'), 'button', () => {
    fill(result, note(t('check.running')));
    shell.core.check().then((checks) => fill(result, checkList(checks)), (problem: unknown) => fill(result, note(failureWords(problem))));
  });
  return el('section', { class: 'part' }, el('h2', {}, t('check.title')), el('p', {}, t('check.lead')), result, el('div', { class: 'deeds' }, again));
}

function languages(shell: Shell): HTMLElement {
  const one = (l: Language, name: string): HTMLButtonElement => {
    const made = button(name, 'button', () => changeLanguage(shell, l));
    made.lang = l;
    made.setAttribute('aria-pressed', String(language() === l));
    return made;
  };
  return el('section', { class: 'part' }, el('h2', {}, t('settings.language')), el('div', { class: 'deeds' }, one('da', 'Dansk'), one('en', 'English')));
}

function leaving(shell: Shell): HTMLElement {
  const said = el('div', { role: 'status' }), s = shell.core.status;
  const part = el('section', { class: 'part' }, el('h2', {}, t('leave.title')), el('p', {}, t('leave.what')));
  if (s.waits > 0 || s.pictures > 0 || s.refused.some((r) => r.result !== 'erased')) {
    add(part, el('div', { class: 'alarm is-soon' }, icon('soon'), el('div', {}, el('p', {}, t('leave.waits')), button(t('hand.deed'), 'link', () => shell.go(handed)))));
    return part;
  }
  const leave = (): void => {
    shell.core.forget().then(() => shell.home(), (problem: unknown) => fill(said, el('p', {}, failureWords(problem))));
  };
  const first = button(t('leave.deed'), 'button', () => {
    first.hidden = true;
    fill(said, el('p', {}, t('leave.ask')), el('div', { class: 'deeds' }, button(t('leave.sure'), 'button primary', leave), button(t('leave.no'), 'link', () => shell.again())));
  });
  add(part, el('div', { class: 'deeds' }, first), said, note(t('leave.browser')));
  return part;
}
