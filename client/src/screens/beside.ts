// What was written in the same form somewhere else: at the desk, on another phone, or
// here before a restart. Nothing of it is written over; it is shown field by field, and
// a person takes it in or puts it away.

import type { Draft, DraftForm } from '../core';
import { button, el } from './dom';
import { yes, type Sheet } from './sheet';
import type { Shell, Writing } from './shell';
import { draftNow, draftsOf } from './writing';
import { t } from './words';

/** A text elsewhere that stands otherwise than when the form was begun. */
export function stale(shell: Shell, writing: Writing, form: DraftForm): boolean {
  return unknown(shell, writing, form).some((d) => !d.beside);
}

function unknown(shell: Shell, writing: Writing, form: DraftForm): Draft[] {
  const known = (d: Draft): boolean => d.begun === writing.begun || (!d.beside && d.stands === writing.stands[form]) || (writing.seen[form] ?? []).includes(d.stands ?? '');
  return draftsOf(shell, writing.of, form).filter((d) => !known(d));
}

/** What says something else than this form, with the choice for each; nothing where all is here. */
export function others(shell: Shell, writing: Writing, page: HTMLElement | null): HTMLElement[] {
  if (!page) return [];
  const panels: HTMLElement[] = [];
  for (const { form } of writing.drafts) {
    for (const draft of unknown(shell, writing, form)) {
      const rows = differing(page, writing.sheet, draft);
      if (rows.length === 0) settle(writing, form, draft);
      else panels.push(panel(shell, writing, page, { form, draft, rows }));
    }
  }
  return panels;
}

/** From here on the author knows this text. */
function settle(writing: Writing, form: DraftForm, draft: Draft): void {
  if (!draft.stands) return;
  if (draft.beside) writing.seen[form] = [...(writing.seen[form] ?? []), draft.stands];
  else writing.stands[form] = draft.stands;
}

interface Row {
  label: string;
  said: string; // as it is read
  merged: string; // what the field holds when it is taken in
  name: string;
}

function differing(page: HTMLElement, sheet: Sheet, draft: Draft): Row[] {
  const rows: Row[] = [];
  for (const [name, text] of Object.entries(draft.fields)) {
    const group = page.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`), now = sheet.get(name);
    const row = group && text.trim() !== '' ? rowOf(group, name, text, now) : undefined;
    if (row && row.merged !== now) rows.push(row);
  }
  return rows;
}

function rowOf(group: HTMLElement, name: string, text: string, now: string): Row {
  const label = (group.querySelector('legend, label')?.textContent ?? '').replace(t('form.optional'), '').trim();
  const choices = [...group.querySelectorAll<HTMLInputElement>('input[type="radio"], input[type="checkbox"]')];
  if (choices.length === 0) {
    const several = group.querySelector('textarea') !== null;
    const merged = !several ? text : now.includes(text.trim()) ? now : [now.trim(), text.trim()].filter(Boolean).join('\n');
    return { label, name, said: text, merged };
  }
  const first = choices[0];
  if (choices.length === 1 && first?.type === 'checkbox' && first.value === 'on') return { label, name, said: t(text === yes ? 'form.yes' : 'form.no'), merged: text };
  const values = text.split('\n'), said = choices.filter((c) => values.includes(c.value)).map((c) => c.closest('label')?.textContent?.trim()).join(', ');
  if (said === '') return { label, name, said, merged: now }; // a choice that is not offered here
  return { label, name, said, merged: first?.type === 'radio' ? text : [...new Set([...now.split('\n'), ...values])].filter(Boolean).join('\n') };
}

function panel(shell: Shell, writing: Writing, page: HTMLElement, other: { form: DraftForm; draft: Draft; rows: Row[] }): HTMLElement {
  const { form, draft, rows } = other;
  const done = async (): Promise<void> => {
    settle(writing, form, draft);
    await draftNow(shell, writing).catch(() => undefined);
    shell.again();
  };
  const take = (row: Row) => async (): Promise<void> => {
    writing.sheet.set(row.name, row.merged);
    if (differing(page, writing.sheet, draft).length === 0) await done();
    else shell.again();
  };
  return el('section', { class: 'panel also' }, el('h2', {}, t(draft.begun ? 'also.title' : 'also.title.desk')), el('p', {}, t('also.why')),
    ...rows.map((row) => el('div', { class: 'also-row' }, el('p', {}, el('strong', {}, row.label), el('br'), row.said), button(t('also.take'), 'button', take(row)))),
    button(t('also.away'), 'link', done));
}
