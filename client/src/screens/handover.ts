// The phone in the hands of a parent or a child. Nothing else is drawn, and
// nothing else lies in the page: one question at a time, large, read aloud if one
// wants. Back to the consultant goes the way through three seconds and her PIN.

import type { DayStrand } from '../wire';
import type { Core, Failure } from '../core';
import { add, button, el, fill, note, type Child } from './dom';
import { area, scale, toTen, type Option } from './fields';
import { face, icon } from './icons';
import { noteWriting } from './note';
import { focusStrand, open, rate, valuesOf } from './ratings';
import { Sheet } from './sheet';
import type { Maker, Screen, Shell, Visit } from './shell';
import { failureWords } from './welcome';
import { language, t } from './words';

const holdFor = 3000; // ms
const tries = 3; // wrong PINs until reading is locked; five in a row would lock the phone at the office
const flag = 'samspil-handed-over';

interface Question {
  text: string;
  hint?: string;
  field: (sheet: Sheet) => Child;
  done: (sheet: Sheet) => void | Promise<void>;
}

/** The phone is with the parent or the child of a contact. */
export function handOver(visit: Visit, who: 'parent' | 'child'): Maker {
  return (shell) => new HandOver(shell, visit, who).screen();
}

/** If the page was loaded anew while the phone was in other hands, reading is locked. */
export async function handedBack(core: Core): Promise<void> {
  try {
    if (sessionStorage.getItem(flag) === null) return;
    await core.lock();
    sessionStorage.removeItem(flag);
  } catch {
    // Without that storage, or without a network, nothing was in memory either.
  }
}

function markHandedOver(on: boolean): void {
  try {
    if (on) sessionStorage.setItem(flag, '1');
    else sessionStorage.removeItem(flag);
  } catch {
    // Without it, loading the page anew shows what the phone's session allows.
  }
}

class HandOver {
  private readonly place = el('main', { class: 'handed' });
  private readonly answers = new Sheet();
  private readonly questions: Question[];
  private at = 0;
  private wrong = 0;

  constructor(private readonly shell: Shell, private readonly visit: Visit, private readonly who: 'parent' | 'child') {
    this.questions = [...(who === 'parent' ? this.ofParent() : this.ofChild()), ...this.strands()];
    if (who === 'parent') this.questions.push(this.own('parent_remark', t('hands.remark'), t('words.remark.hint')));
  }

  screen(): Screen {
    markHandedOver(true);
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    this.ask();
    return { title: t('hands.title'), node: el('div', { class: 'hands' }, this.place), alone: true, records: true, left: () => { speechSynthesis?.cancel(); } };
  }

  private ofParent(): Question[] {
    const focus = noteWriting(this.shell, this.visit).sheet, before = this.visit.before?.focus ?? this.shell.writings.get(`${this.visit.session} before`)?.sheet.get('focus');
    return [this.own('parent_words', t('words.parent_words')),
      { text: before ? t('hands.focus', { focus: before }) : t('words.rating'), hint: t('hands.rating.hint'), field: (s) => scale(s, 'focus_rating', t('words.rating'), toTen()), done: (s) => focus.set('focus_rating', s.get('focus_rating') || focus.get('focus_rating')) },
      this.own('focus_answer', t('words.rating_why'))];
  }

  private ofChild(): Question[] {
    return [this.own('child_words', t('hands.child.words')), this.own('child_next_wish', t('hands.child.next'))];
  }

  // Own words go into the note beside what the consultant wrote there.
  private own(name: string, text: string, hint?: string): Question {
    const note = noteWriting(this.shell, this.visit).sheet, was = note.get(name);
    const done = (s: Sheet): void => {
      const said = s.get(name).trim();
      if (said !== '') note.set(name, [was, said].filter(Boolean).join('\n'));
    };
    return { text, ...(hint ? { hint } : {}), field: (s) => area(s, name, text, { rows: 4 }), done };
  }

  private strands(): Question[] {
    const asked = focusStrand(this.shell, this.visit.case);
    return open(this.shell, this.visit.case, this.who).filter((s) => s.due && s !== asked).map((s) => ({ text: s.label, field: (sheet) => this.values(sheet, s), done: (sheet) => this.rated(sheet, s) }));
  }

  private values(sheet: Sheet, strand: DayStrand): Child {
    const values = valuesOf(strand);
    if (this.who === 'parent' || values.length > 7) return scale(sheet, strand.id, strand.label, values);
    return faces(sheet, strand.id, strand.label, values);
  }

  private async rated(sheet: Sheet, strand: DayStrand): Promise<void> {
    const value = sheet.get(strand.id);
    if (value !== '') await rate(this.shell, this.visit, strand, Number(value), '');
    this.shell.hush();
  }

  private ask(): void {
    const q = this.questions[this.at];
    if (!q) {
      this.thanks();
      return;
    }
    const forward = async (answered: boolean): Promise<void> => {
      if (answered) await q.done(this.answers);
      this.at += 1;
      this.ask();
    };
    const field = el('div', { class: 'answer' }, q.field(this.answers));
    fill(this.place, el('p', { class: 'note' }, t('hands.of', { n: this.at + 1, of: this.questions.length })), el('h1', { tabindex: '-1' }, q.text), q.hint ? note(q.hint) : null, reader(q.text), field,
      el('div', { class: 'deeds column' }, button(t(this.at + 1 < this.questions.length ? 'hands.next' : 'hands.done'), 'button primary wide', () => void forward(true)),
        button(t('hands.skip'), 'link', () => void forward(false)), this.at > 0 ? button(t('hands.before'), 'link', () => { this.at -= 1; this.ask(); }) : null),
      button(t('hands.adult'), 'link adult', () => this.giveBack()));
    this.seen();
  }

  private seen(): void {
    this.shell.core.touch();
    scrollTo(0, 0);
    this.place.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  private thanks(): void {
    fill(this.place, el('h1', { tabindex: '-1' }, t('hands.thanks')), el('p', { class: 'large' }, t('hands.give_back')), reader(`${t('hands.thanks')} ${t('hands.give_back')}`), holding(() => this.pin()));
    this.seen();
  }

  private giveBack(): void {
    fill(this.place, el('h1', { tabindex: '-1' }, t('hands.back.title')), el('p', { class: 'large' }, t('hands.give_back')), holding(() => this.pin()), button(t('hands.go_on'), 'link', () => this.ask()));
    this.seen();
  }

  // On-line the PIN is asked for; without a network nobody can judge it, and three
  // seconds must do.
  private pin(): void {
    if (!this.shell.core.status.online) {
      this.leave();
      return;
    }
    const input = el('input', { type: 'password', inputmode: 'numeric', autocomplete: 'off', id: 'pin' }), said = el('p', { role: 'alert', class: 'lack' });
    const form = el('form', { class: 'form', novalidate: true }, el('div', { class: 'field' }, el('label', { for: 'pin' }, t('unlock.pin')), said, input), el('button', { class: 'button primary wide' }, t('hands.open')));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.shell.core.unlock(input.value).then(() => this.leave(), (problem: unknown) => this.refused(problem, said, input));
    });
    fill(this.place, el('h1', { tabindex: '-1' }, t('hands.pin')), form, button(t('hands.go_on'), 'link', () => this.ask()));
    this.seen();
    input.focus();
  }

  private refused(problem: unknown, said: HTMLElement, input: HTMLInputElement): void {
    const why = (problem as Partial<Failure>).why;
    if (why === 'network') {
      this.leave();
      return;
    }
    this.wrong += why === 'pin' ? 1 : 0;
    if (this.wrong < tries) {
      fill(said, failureWords(problem));
      input.value = '';
      input.focus();
      return;
    }
    void this.shell.core.lock().finally(() => this.leave('home'));
  }

  private leave(to: 'back' | 'home' = 'back'): void {
    markHandedOver(false);
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    this.shell.release(to);
  }
}

/** Faces with words under them, from sad to glad. */
function faces(sheet: Sheet, name: string, legend: string, values: Option[]): HTMLElement {
  const group = el('fieldset', { class: 'field faces' }, el('legend', { class: 'unseen' }, legend)), row = el('div', { class: 'face-row' });
  values.forEach((v, n) => {
    const input = el('input', { type: 'radio', name: 'faces', value: v.value });
    input.checked = sheet.get(name) === v.value;
    input.addEventListener('change', () => sheet.set(name, v.value));
    add(row, el('label', { class: 'choice' }, input, el('span', { class: 'face-of-choice' }, face(values.length > 1 ? n / (values.length - 1) : 1), el('span', {}, v.label))));
  });
  add(group, row);
  return group;
}

/** Reads a text aloud with a voice that is on the phone itself; nothing where there is none. */
function reader(text: string): HTMLElement {
  const place = el('p', { class: 'reader' });
  if (!('speechSynthesis' in window)) return place;
  const offer = (): void => {
    const voice = speechSynthesis.getVoices().find((v) => v.localService && v.lang.toLowerCase().startsWith(language()));
    if (!voice || place.firstChild) return;
    place.append(button(t('hands.read'), 'button', () => {
      speechSynthesis.cancel();
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      speechSynthesis.speak(said);
    }, icon('speak')));
  };
  offer();
  speechSynthesis.addEventListener('voiceschanged', offer, { once: true });
  return place;
}

/** A key that must be held for three seconds; with the keyboard too. */
function holding(done: () => void): HTMLElement {
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
