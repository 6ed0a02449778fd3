// The keys one codes with: child left, parent right, what they share across, the
// consultant's own support always there. Colour, figure and words on each; a
// running state is lit and counts its seconds; no counts, no names.

import type { Code, Scheme } from '../wire';
import type { CodingView, Kept, Tap } from '../core';
import { add, el, fill } from './dom';
import { subjectIcon } from './icons';
import { running, t, told } from './words';

const longPress = 600; // ms until a press asks what the key means
const remembered = 2500; // ms that "husket" stands on a key

export interface Keys {
  node: HTMLElement;
  show: (view: CodingView) => void;
}

interface Deeds {
  tap: (code: string) => Tap;
  explain: (code: string) => void;
}

/** The name of a code as it stands on a key and in the list of the last ones. */
export function keyName(scheme: Scheme, code: string): string {
  return told('key.', code, scheme.codes.find((c) => c.code === code)?.name ?? code);
}

/** All keys of the live set. */
export function keysOf(scheme: Scheme, deeds: Deeds): Keys {
  const made = scheme.codes.map((code) => new CodeKey(code, scheme, deeds));
  const of = (subject: string): HTMLElement[] => made.filter((k) => k.code.subject === subject).map((k) => k.node);
  const column = (subject: 'child' | 'parent'): HTMLElement => el('section', { class: `column is-${subject}`, 'aria-label': told('subject.', subject) },
    el('h2', {}, subjectIcon(subject), told('subject.', subject)), ...of(subject));
  const shared = made.filter((k) => k.code.subject !== 'child' && k.code.subject !== 'parent').map((k) => k.node);
  const node = el('div', { class: 'keys' }, column('child'), column('parent'), el('section', { class: 'shared', 'aria-label': t('subject.shared') }, ...shared));
  return { node, show: (view) => { for (const key of made) key.show(view); } };
}

class CodeKey {
  readonly node: HTMLButtonElement;
  private readonly hint = el('small', {});
  private readonly said: string;
  private held = 0;
  private long = false;
  private lastPointer = 0;
  private keptUntil = 0;
  private keptText = '';
  private lying = 0; // taps on their way into storage

  constructor(readonly code: Code, scheme: Scheme, private readonly deeds: Deeds) {
    this.said = told('hint.', code.code);
    this.node = el('button', { type: 'button', class: `key is-${code.subject}${code.hollow ? ' is-hollow' : ''}`, 'data-code': code.code },
      el('span', { class: 'key-name' }, subjectIcon(code.subject), el('span', {}, keyName(scheme, code.code))), this.hint);
    if (code.state) this.node.setAttribute('aria-pressed', 'false');
    this.hint.textContent = this.said;
    // Each finger by itself: two thumbs at once are two taps, which a click would lose.
    this.node.addEventListener('pointerdown', () => this.down());
    this.node.addEventListener('pointerup', (event) => this.up(event));
    this.node.addEventListener('pointercancel', () => this.away());
    this.node.addEventListener('pointerleave', () => this.away());
    this.node.addEventListener('contextmenu', (event) => event.preventDefault());
    this.node.addEventListener('click', (event) => this.clicked(event));
  }

  private down(): void {
    if (this.node.closest('[inert]')) return; // it takes nothing yet, also not from a finger that stays
    this.long = false;
    this.node.classList.add('pressed');
    clearTimeout(this.held);
    this.held = window.setTimeout(() => {
      this.long = true;
      this.deeds.explain(this.code.code);
    }, longPress);
  }

  private away(): void {
    clearTimeout(this.held);
    this.held = 0;
    this.node.classList.remove('pressed');
  }

  private up(event: PointerEvent): void {
    this.lastPointer = event.timeStamp;
    const began = this.held !== 0;
    this.away();
    if (began && !this.long) this.tapped();
  }

  // A click without a finger before it comes from the keyboard or a screen reader.
  private clicked(event: MouseEvent): void {
    if (event.timeStamp - this.lastPointer > 700 || event.detail === 0) this.tapped();
  }

  private tapped(): void {
    const tap = this.deeds.tap(this.code.code);
    if (tap.result !== 'tapped') return;
    this.lying += 1;
    this.node.classList.add('waits');
    tap.kept?.then((kept) => this.kept(kept, tap), () => this.kept(undefined, tap));
  }

  // It flashes and says "husket" when the tap lies on the phone and not before.
  private kept(kept: Kept | undefined, tap: Tap): void {
    this.lying -= 1;
    this.node.classList.toggle('waits', this.lying > 0);
    this.node.classList.toggle('memory', kept?.where !== 'phone');
    if (kept?.where !== 'phone') return;
    this.node.classList.add('flash');
    window.setTimeout(() => this.node.classList.remove('flash'), 120);
    if (tap.deed === 'start') return;
    this.keptUntil = performance.now() + remembered;
    this.keptText = t(tap.deed === 'stop' ? 'key.kept.stop' : 'key.kept', { time: running(tap.at) });
    this.hint.textContent = this.keptText;
    this.node.classList.add('kept');
  }

  /** Shows whether it runs, and for how long; a state is lit while it runs and not a moment longer. */
  show(view: CodingView): void {
    const on = view.running.find((r) => r.code === this.code.code), recent = performance.now() < this.keptUntil;
    const text = on ? t('key.running', { time: running(on.for) }) : recent ? this.keptText : this.said;
    if (this.hint.textContent !== text) this.hint.textContent = text;
    this.node.classList.toggle('lit', this.code.state ? on !== undefined : recent);
    this.node.classList.toggle('kept', recent && on === undefined);
    if (this.code.state) this.node.setAttribute('aria-pressed', String(on !== undefined));
  }
}

/** What each code means, all of them or one. */
export function meanings(scheme: Scheme, only: string | undefined, close: () => void): HTMLElement {
  const codes = scheme.codes.filter((c) => only === undefined || c.code === only), list = el('dl', { class: 'meanings' });
  for (const code of codes) {
    add(list, el('div', { class: `is-${code.subject}` }, el('dt', {}, subjectIcon(code.subject), keyName(scheme, code.code)),
      el('dd', {}, code.name === keyName(scheme, code.code) ? null : el('strong', {}, `${code.name}. `), code.meaning, ' ', t(code.state ? 'code.is_state' : 'code.is_point'))));
  }
  const shut = el('button', { type: 'button', class: 'button wide', click: close }, t('close'));
  const node = el('div', { class: 'sheet', role: 'dialog', 'aria-modal': 'true', 'aria-label': t('code.meanings') }, el('h2', {}, t('code.meanings')), list, shut);
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') event.preventDefault(); // there is one button
  });
  queueMicrotask(() => shut.focus());
  return node;
}

/** The last five, newest first; those that are not on the phone yet are hollow. */
export function lastOnes(scheme: Scheme, view: CodingView, list: HTMLElement): void {
  const text = view.last.map((l) => l.id + l.deed + String(l.kept)).join();
  if (list.dataset.text === text) return;
  list.dataset.text = text;
  fill(list, ...[...view.last].map((l) => el('li', { class: `is-${l.subject}${l.kept ? '' : ' waits'}` }, subjectIcon(l.subject),
    el('span', {}, keyName(scheme, l.code), l.deed === 'stop' ? ` ${t('code.stopped')}` : ''))));
}
