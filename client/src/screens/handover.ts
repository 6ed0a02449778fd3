// The phone in the hands of a parent or a child. Nothing else is drawn, and
// nothing else lies in the page: one question at a time, large, read aloud if one
// wants. Back to the consultant goes the way through three seconds and her PIN.

import type { DayStrand } from '../wire';
import { add, button, el, fill, note, type Child } from './dom';
import { area, scale, toTen, type Option } from './fields';
import { face, icon } from './icons';
import { noteWriting } from './note';
import { focusStrand, open, rate, valuesOf } from './ratings';
import { Sheet } from './sheet';
import type { Maker, Screen, Shell, Visit } from './shell';
import { holding, pinForm } from './takeback';
import { failureWords, readLess } from './welcome';
import { language, t } from './words';

interface Question {
  name: string; // of its answer
  text: string;
  hint?: string;
  field: (sheet: Sheet) => Child;
  said: (value: string) => void | Promise<void>; // keeps the answer; the same one twice changes nothing
  typed?: boolean; // kept at each stroke
}

/** The phone is with the parent or the child of a contact. */
export function handOver(visit: Visit, who: 'parent' | 'child'): Maker {
  return (shell) => new HandOver(shell, visit, who).screen();
}

class HandOver {
  private readonly place = el('main', { class: 'handed' });
  private readonly answers = new Sheet();
  private readonly questions: Question[];
  private readonly hidden: () => void;
  private at = 0;
  private readonly sent = new Map<string, { value: string; entry: string | undefined }>(); // numbers, by strand

  constructor(private readonly shell: Shell, private readonly visit: Visit, private readonly who: 'parent' | 'child') {
    this.questions = [...(who === 'parent' ? this.ofParent() : this.ofChild()), ...this.strands()];
    if (who === 'parent') this.questions.push(this.own('parent_remark', t('hands.remark'), t('words.remark.hint')));
    this.answers.watch((name) => { if (this.questions.some((q) => q.name === name && q.typed)) void this.keep(name); });
    this.hidden = () => { if (document.hidden) void this.keep(this.questions[this.at]?.name); };
    document.addEventListener('visibilitychange', this.hidden);
  }

  screen(): Screen {
    readLess(this.shell.core, false);
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    // Nothing is asked before the phone remembers whose hands it is in.
    this.shell.core.giveOut().then(() => this.ask(), (problem: unknown) => fill(this.place, el('h1', {}, t('hands.title')),
      el('p', { class: 'large' }, failureWords(problem)), button(t('back'), 'button wide', () => this.leave())));
    return { title: t('hands.title'), node: el('div', { class: 'hands' }, this.place), alone: true, records: true, left: () => { document.removeEventListener('visibilitychange', this.hidden); speechSynthesis?.cancel(); } };
  }

  private ofParent(): Question[] {
    const focus = noteWriting(this.shell, this.visit).sheet, before = this.visit.before?.focus ?? this.shell.writings.get(`${this.visit.session} before`)?.sheet.get('focus');
    return [this.own('parent_words', t('words.parent_words')),
      { name: 'focus_rating', typed: true, text: before ? t('hands.focus', { focus: before }) : t('words.rating'), hint: t('hands.rating.hint'), field: (s) => scale(s, 'focus_rating', t('words.rating'), toTen()), said: (value) => focus.set('focus_rating', value || focus.get('focus_rating')) },
      this.own('focus_answer', t('words.rating_why'))];
  }

  private ofChild(): Question[] {
    return [this.own('child_words', t('hands.child.words')), this.own('child_next_wish', t('hands.child.next'))];
  }

  // Own words go into the note beside what the consultant wrote there.
  private own(name: string, text: string, hint?: string): Question {
    const note = noteWriting(this.shell, this.visit).sheet, was = note.get(name);
    const said = (value: string): void => note.set(name, [was, value.trim()].filter(Boolean).join('\n'));
    return { name, text, ...(hint ? { hint } : {}), field: (s) => area(s, name, text, { rows: 4 }), said, typed: true };
  }

  private strands(): Question[] {
    const asked = focusStrand(this.shell, this.visit.case);
    return open(this.shell, this.visit.case, this.who).filter((s) => s.due && s !== asked).map((s) => ({ name: s.id, text: s.label, field: (sheet) => this.values(sheet, s), said: (value) => this.rated(s, value) }));
  }

  private values(sheet: Sheet, strand: DayStrand): Child {
    const values = valuesOf(strand);
    if (this.who === 'parent' || values.length > 7) return scale(sheet, strand.id, strand.label, values);
    return faces(sheet, strand.id, strand.label, values);
  }

  // A number is sent once; another one takes its place.
  private async rated(strand: DayStrand, value: string): Promise<void> {
    const was = this.sent.get(strand.id);
    if (value === '' || was?.value === value) return;
    this.sent.set(strand.id, { value, entry: was?.entry });
    const entry = await rate(this.shell, { ...this.visit, ...(was?.entry ? { instead: was.entry } : {}) }, strand, Number(value), '');
    this.shell.hush();
    if (entry) this.sent.set(strand.id, { value, entry });
    else if (was) this.sent.set(strand.id, was);
    else this.sent.delete(strand.id);
  }

  // keep keeps what was answered, whichever way somebody goes from here.
  private async keep(name: string | undefined): Promise<void> {
    const q = this.questions.find((one) => one.name === name);
    if (q && (this.answers.get(q.name) !== '' || q.typed)) await q.said(this.answers.get(q.name));
  }

  private ask(): void {
    const q = this.questions[this.at];
    if (!q) {
      this.thanks();
      return;
    }
    const step = (by: number) => async (): Promise<void> => {
      await this.keep(q.name);
      this.at += by;
      this.ask();
    };
    const field = el('div', { class: 'answer' }, q.field(this.answers));
    fill(this.place, el('p', { class: 'note' }, t('hands.of', { n: this.at + 1, of: this.questions.length })), el('h1', { tabindex: '-1' }, q.text), q.hint ? note(q.hint) : null, reader(q.text), field,
      el('div', { class: 'deeds column' }, button(t(this.at + 1 < this.questions.length ? 'hands.next' : 'hands.done'), 'button primary wide', step(1)),
        button(t('hands.skip'), 'link', step(1)), this.at > 0 ? button(t('hands.before'), 'link', step(-1)) : null),
      button(t('hands.adult'), 'link adult', async () => { await this.keep(q.name); this.giveBack(); }));
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

  private pin(): void {
    const form = pinForm(this.shell, () => this.leave(), true);
    fill(this.place, el('h1', { tabindex: '-1' }, t('hands.pin')), form, button(t('hands.go_on'), 'link', () => this.ask()));
    this.seen();
    form.querySelector('input')?.focus();
  }

  private leave(): void {
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    this.shell.release('back');
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
