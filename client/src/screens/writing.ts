// Forms that are kept while they are filled in: as a draft, sealed, every few
// seconds; and handed in as one writing. A form begun here goes on here, and what
// was begun at the desk is found here as soon as the day has come down.

import type { DraftForm, WritingPart } from '../core';
import { button, el, note, type Child } from './dom';
import { Sheet } from './sheet';
import { visitOf, type Shell, type Visit, type Writing } from './shell';
import { failureWords } from './welcome';
import { clock, t } from './words';

/** A draft in which some of a form's fields lie. */
export interface DraftPart {
  form: DraftForm;
  belongs: (name: string) => boolean;
}

/** What a form of a session needs to begin. */
export interface Begin {
  name: string; // of the form in memory
  drafts: DraftPart[];
  parts: Record<string, { version: number; seen: boolean }>; // seen: what stands in the record is in memory
  start: () => Record<string, string | undefined>;
}

/** The form as it was left, or a new one with what is known and what was begun. */
export function writingOf(shell: Shell, visit: Visit, begin: Begin): Writing {
  const key = `${visit.session} ${begin.name}`, was = shell.writings.get(key);
  if (was && !overtaken(was, begin)) return was;
  const blind = Object.values(begin.parts).some((p) => p.version > 0 && !p.seen);
  const sheet = new Sheet(begin.start());
  for (const part of begin.drafts) {
    const draft = visit.drafts?.filter((d) => d.form === part.form).at(-1);
    if (draft) sheet.lay(draft.fields);
    sheet.watch((name) => {
      if (part.belongs(name)) shell.core.draft(visit.case, visit.session, part.form, draftOf(sheet, part.belongs));
    });
  }
  // What stands there and cannot be seen is never written over: as if on nothing, so
  // that the office keeps both and a person chooses.
  const parts = Object.fromEntries(Object.entries(begin.parts).map(([name, p]) => [name, { version: p.seen ? p.version : 0 }]));
  const made: Writing = { sheet, parts, blind, drafts: begin.drafts, was: '' };
  shell.writings.set(key, made);
  return made;
}

// Handed in and not touched since, while the day now shows what became of it.
function overtaken(was: Writing, begin: Begin): boolean {
  const newer = Object.entries(begin.parts).some(([name, p]) => p.seen && p.version > (was.parts[name]?.version ?? 0));
  return newer && !was.sheet.changedSince;
}

/** Keeps the drafts at once each time a field is left. */
export function keepNow(shell: Shell, node: HTMLElement, visit: Visit, writing: Writing): void {
  const last = new Map<string, string>();
  node.addEventListener('focusout', () => {
    if (!writing.sheet.changedSince) return;
    for (const part of writing.drafts) {
      const fields = draftOf(writing.sheet, part.belongs), text = JSON.stringify(fields);
      if (text === '{}' || last.get(part.form) === text) continue;
      last.set(part.form, text);
      shell.core.draft(visit.case, visit.session, part.form, fields, true);
    }
  });
}

function draftOf(sheet: Sheet, belongs: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(sheet.all()).filter(([name]) => belongs(name)));
}

/** Hands one part of a form in, in the place of what was handed in from here before. */
export async function handInPart(shell: Shell, visit: { case: string; session: string }, writing: Writing, name: string, part: WritingPart): Promise<boolean> {
  const was = writing.parts[name] ?? { version: 0 };
  const id = await handIn(shell, visit, was.sent ? { ...part, of: was.sent } : part);
  if (id) writing.parts[name] = { ...was, sent: id };
  return id !== undefined;
}

/** Hands a form in; tells where it lies. What went wrong is said and nothing is lost. */
export async function handIn(shell: Shell, visit: { case: string; session: string }, part: WritingPart): Promise<string | undefined> {
  if (new TextEncoder().encode(JSON.stringify(part)).length > 30_000) {
    shell.tell(t('form.too_long'));
    return undefined;
  }
  try {
    const kept = await shell.core.write(visit.case, visit.session, 'note', part);
    const time = clock(new Date());
    if (shell.core.phase === 'open') void shell.core.sync().then(() => shell.core.refresh()).catch(() => undefined);
    shell.tell(kept.where === 'memory' ? t('form.memory') : shell.core.status.online && shell.core.phase === 'open' ? t('form.kept', { time }) : t('form.kept.offline', { time }));
    return kept.id;
  } catch (problem) {
    shell.tell(failureWords(problem));
    return undefined;
  }
}

/** Says what cannot be seen now, where something cannot. */
export function blindNote(shell: Shell, writing: Writing): Child {
  if (writing.blind) return el('p', { class: 'panel' }, t('form.blind'));
  if (!shell.core.day && shell.core.status.waits > 0 && !writing.sheet.changedSince) return note(t('form.sealed_text'));
  return null;
}

/** The line below the last button: where what is written lies. */
export function keptNote(): HTMLElement {
  return note(t('form.keeps'));
}

const known = new Map<string, Visit>();

/** A session of the day; one that has left the day meanwhile is as it was last seen. */
export function need(shell: Shell, session: string): Visit {
  const visit = visitOf(shell.core, session) ?? known.get(session);
  if (!visit) throw new Error('a session that was never on the phone');
  known.set(session, visit);
  return visit;
}

/** Save and go back, as the last thing of a form. */
export function lastDeeds(...deeds: { text: string; style: string; click: () => void }[]): HTMLElement {
  return el('div', { class: 'last' }, ...deeds.map((d) => button(d.text, `button wide ${d.style}`, d.click)));
}
