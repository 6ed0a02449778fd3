// The fields of forms: a label that is always seen, a hint below it, large
// targets, and what was typed kept in the sheet at every stroke.

import { add, el, freshId, note, type Child } from './dom';
import { icon } from './icons';
import { no, yes, type Sheet } from './sheet';
import { t } from './words';

export interface Option {
  value: string;
  label: string;
  note?: string;
}

interface Extra {
  hint?: string | undefined;
  rows?: number;
  optional?: boolean;
  suffix?: string;
}

function labelled(input: HTMLElement, name: string, label: string, extra: Extra): HTMLDivElement {
  const id = freshId('f');
  input.id = id;
  input.dataset.name = name;
  const group = el('div', { class: 'field', 'data-field': name });
  add(group, el('label', { for: id }, label, extra.optional ? el('span', { class: 'optional' }, ` ${t('form.optional')}`) : null));
  if (extra.hint) {
    const hint = note(extra.hint);
    hint.id = `${id}-hint`;
    input.setAttribute('aria-describedby', hint.id);
    add(group, hint);
  }
  add(group, input);
  return group;
}

/** Text of several lines that grows as it is written; the phone's keyboard can take dictation. */
export function area(sheet: Sheet, name: string, label: string, extra: Extra = {}): HTMLDivElement {
  const input = el('textarea', { rows: extra.rows ?? 3, maxlength: 6000, autocapitalize: 'sentences', spellcheck: 'true' });
  input.value = sheet.get(name);
  const grow = (): void => {
    input.style.height = 'auto';
    if (input.scrollHeight > 0) input.style.height = `${input.scrollHeight + 4}px`;
  };
  input.addEventListener('input', () => {
    sheet.set(name, input.value);
    grow();
  });
  requestAnimationFrame(grow);
  return labelled(input, name, label, extra);
}

/** Text of one line. */
export function line(sheet: Sheet, name: string, label: string, extra: Extra = {}): HTMLDivElement {
  const input = el('input', { type: 'text', maxlength: 300, autocomplete: 'off' });
  input.value = sheet.get(name);
  input.addEventListener('input', () => sheet.set(name, input.value));
  return labelled(input, name, label, extra);
}

/** A time of day, kept as "14.30". */
export function time(sheet: Sheet, name: string, label: string): HTMLDivElement {
  const input = el('input', { type: 'time' });
  input.value = sheet.get(name).replace('.', ':');
  input.addEventListener('input', () => sheet.set(name, input.value.replace(':', '.')));
  return labelled(input, name, label, {});
}

/** A whole number, mostly minutes. */
export function number(sheet: Sheet, name: string, label: string, extra: Extra = {}): HTMLDivElement {
  const input = el('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]*', maxlength: 4, class: 'short' });
  input.value = sheet.get(name);
  input.addEventListener('input', () => sheet.set(name, input.value.replace(/\D/g, '')));
  const group = labelled(input, name, label, extra);
  if (extra.suffix) {
    const row = el('div', { class: 'with-suffix' });
    input.replaceWith(row);
    add(row, input, el('span', {}, extra.suffix));
  }
  return group;
}

/** One of a few, each a large key; nothing is chosen beforehand. */
export function choose(sheet: Sheet, name: string, legend: string, options: Option[], extra: { hint?: string; wide?: boolean; tight?: boolean; heading?: boolean; unseen?: boolean } = {}): HTMLFieldSetElement {
  const group = el('fieldset', { class: 'field', 'data-field': name }), radios = freshId('r');
  add(group, el('legend', { class: extra.heading ? 'as-heading' : extra.unseen ? 'unseen' : undefined }, legend), extra.hint ? note(extra.hint) : null);
  const row = el('div', { class: `choices${extra.wide ? ' column' : extra.tight ? ' tight' : ''}` });
  for (const option of options) {
    const input = el('input', { type: 'radio', name: radios, value: option.value, 'data-name': name });
    input.checked = sheet.get(name) === option.value;
    input.addEventListener('change', () => sheet.set(name, option.value));
    add(row, el('label', { class: 'choice' }, input, el('span', { class: 'face-of-choice' }, icon('tick'), el('span', {}, option.label, option.note ? el('small', {}, option.note) : null))));
  }
  add(group, row);
  return group;
}

/** Yes or no; nothing is chosen beforehand. */
export function yesOrNo(sheet: Sheet, name: string, legend: string, hint?: string): HTMLFieldSetElement {
  return choose(sheet, name, legend, [{ value: no, label: t('form.no') }, { value: yes, label: t('form.yes') }], hint ? { hint } : {});
}

/** One thing that is so or not. */
export function tick(sheet: Sheet, name: string, label: Child, hint?: string): HTMLDivElement {
  const id = freshId('f'), input = el('input', { type: 'checkbox', id, 'data-name': name });
  input.checked = sheet.get(name) === yes;
  input.addEventListener('change', () => sheet.set(name, input.checked ? yes : ''));
  const group = el('div', { class: 'tick', 'data-field': name }, el('label', { for: id }, input, el('span', { class: 'box' }, icon('tick')), el('span', {}, label)));
  if (hint) add(group, note(hint));
  return group;
}

/** Several of some. */
export function ticks(sheet: Sheet, name: string, legend: string, options: Option[]): HTMLFieldSetElement {
  const group = el('fieldset', { class: 'field', 'data-field': name }, el('legend', {}, legend));
  for (const option of options) {
    const input = el('input', { type: 'checkbox', 'data-name': name });
    input.checked = sheet.many(name).includes(option.value);
    input.addEventListener('change', () => {
      const rest = sheet.many(name).filter((v) => v !== option.value);
      sheet.set(name, [...rest, ...(input.checked ? [option.value] : [])].join('\n'));
    });
    add(group, el('div', { class: 'tick' }, el('label', {}, input, el('span', { class: 'box' }, icon('tick')), el('span', {}, option.label, option.note ? el('small', {}, ` ${option.note}`) : null))));
  }
  return group;
}

/** A number on a scale, tapped once; a second tap takes it away. */
export function scale(sheet: Sheet, name: string, legend: string, values: Option[], hint?: string): HTMLFieldSetElement {
  const group = el('fieldset', { class: 'field', 'data-field': name }, el('legend', {}, legend), hint ? note(hint) : null);
  const row = el('div', { class: 'scale' }), radios = freshId('r');
  for (const option of values) {
    const input = el('input', { type: 'radio', name: radios, value: option.value, 'data-name': name });
    input.checked = sheet.get(name) === option.value;
    input.addEventListener('click', () => {
      const again = sheet.get(name) === option.value;
      input.checked = !again;
      sheet.set(name, again ? '' : option.value);
    });
    input.addEventListener('change', () => sheet.set(name, option.value));
    add(row, el('label', { class: 'choice' }, input, el('span', { class: 'face-of-choice' }, option.label)));
  }
  add(group, row);
  return group;
}

/** 0 to 10. */
export function toTen(): Option[] {
  return Array.from({ length: 11 }, (_, n) => ({ value: String(n), label: String(n) }));
}

/** Shows a part only while something in the sheet says so. */
export function only(sheet: Sheet, when: () => boolean, ...children: Child[]): HTMLDivElement {
  const part = el('div', { hidden: !when() }, ...children);
  sheet.watch(() => {
    part.hidden = !when();
  });
  return part;
}

export interface Lack {
  name: string;
  text: string;
}

/** Says at the top what is missing, and at each field; the first one is brought into view. */
export function showLacks(within: HTMLElement, lacks: Lack[]): boolean {
  for (const old of within.querySelectorAll('.lack, .lacks')) old.remove();
  for (const old of within.querySelectorAll('[aria-invalid]')) old.removeAttribute('aria-invalid');
  if (lacks.length === 0) return false;
  const list = el('ul');
  for (const lack of lacks) {
    const group = within.querySelector<HTMLElement>(`[data-field="${CSS.escape(lack.name)}"]`);
    const input = group?.querySelector<HTMLElement>('textarea, input');
    if (group && input) {
      const text = el('p', { class: 'lack', id: freshId('lack') }, icon('broken'), lack.text);
      group.querySelector('.note, legend, label')?.after(text);
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', text.id);
    }
    const go = (): void => {
      group?.closest('details')?.setAttribute('open', '');
      input?.focus();
      group?.scrollIntoView({ block: 'center' });
    };
    add(list, el('li', {}, el('button', { type: 'button', class: 'link', click: go }, lack.text)));
  }
  const box = el('div', { class: 'lacks', role: 'alert', tabindex: '-1' }, el('h2', {}, t('form.lacks')), list);
  (within.querySelector('.head-row, .head') ?? within.firstElementChild)?.after(box);
  box.focus();
  box.scrollIntoView({ block: 'start' });
  return true;
}
