// Forms that are kept while they are filled in: as a draft, sealed, every few
// seconds; and handed in as one writing. A form begun here goes on here, and what
// was begun at the desk is found here as soon as the day has come down.

import type { Draft, DraftForm, Kept, WritingPart } from '../core';
import { others, stale } from './beside';
import { button, el, fill, note, type Child } from './dom';
import { Sheet } from './sheet';
import { courseOf, visitOf, type Shell, type Visit, type Writing } from './shell';
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
export function writingOf(shell: Shell, of: { case: string; session: string }, begin: Begin): Writing {
  const key = `${of.session || of.case} ${begin.name}`, was = shell.writings.get(key);
  if (was && !overtaken(shell, was, begin)) return was;
  const blind = Object.values(begin.parts).some((p) => p.version > 0 && !p.seen);
  // What stands there and cannot be seen is never written over: as if on nothing, so
  // that the office keeps both and a person chooses.
  const parts = Object.fromEntries(Object.entries(begin.parts).map(([name, p]) => [name, { version: p.seen ? p.version : 0 }]));
  const made: Writing = {
    of: { case: of.case, session: of.session }, sheet: new Sheet(begin.start()), parts, blind, drafts: begin.drafts, was: '',
    begun: shell.core.newID(), stands: {}, seen: {}, unseen: !shell.core.day,
  };
  for (const part of begin.drafts) {
    const draft = draftsOf(shell, made.of, part.form).find((d) => !d.beside);
    if (draft) {
      made.sheet.lay(draft.fields);
      made.stands[part.form] = draft.stands;
    }
    made.sheet.watch((name) => {
      if (part.belongs(name)) shell.core.draft(of.case, of.session, draftOf(made, part));
    });
  }
  shell.writings.set(key, made);
  return made;
}

/** What was handed in is done with: the form begins anew the next time. */
export function begunAnew(shell: Shell, writing: Writing): void {
  writing.sheet.settle(); // else it were kept once more when its field goes
  for (const [key, w] of shell.writings) if (w === writing) shell.writings.delete(key);
}

/** What was begun of a form and lies with the server, where the day is in memory: the draft, and what lies beside it. */
export function draftsOf(shell: Shell, of: { case: string; session: string }, form: DraftForm): Draft[] {
  const all = of.session ? visitOf(shell.core, of.session)?.drafts : courseOf(shell.core, of.case)?.drafts;
  return (all ?? []).filter((d) => d.form === form);
}

// Handed in and not touched since, while the day now shows what became of it; or never
// touched, while something was written elsewhere.
function overtaken(shell: Shell, was: Writing, begin: Begin): boolean {
  if (was.sheet.changedSince) return false;
  const newer = Object.entries(begin.parts).some(([name, p]) => p.seen && p.version > (was.parts[name]?.version ?? 0));
  const sent = Object.values(was.parts).some((p) => p.sent);
  return newer || (!sent && ((was.unseen && shell.core.day !== undefined) || was.drafts.some((part) => stale(shell, was, part.form))));
}

/** Keeps the drafts at once each time a field is left. */
export function keepNow(shell: Shell, node: HTMLElement, writing: Writing): void {
  node.addEventListener('focusout', () => {
    if (writing.sheet.changedSince) void draftNow(shell, writing).catch(() => undefined);
  });
}

/** Keeps the drafts of a form at once; tells when the last of them lies on the phone. */
export async function draftNow(shell: Shell, writing: Writing): Promise<Kept | undefined> {
  let kept: Kept | undefined;
  for (const part of writing.drafts) {
    const draft = draftOf(writing, part);
    if (Object.keys(draft.fields).length > 0) kept = await shell.core.draftNow(writing.of.case, writing.of.session, draft);
  }
  return kept;
}

function draftOf(writing: Writing, part: DraftPart): Draft {
  return { ...origin(writing, part.form), fields: Object.fromEntries(Object.entries(writing.sheet.all()).filter(([name]) => part.belongs(name))) };
}

/** Of which draft something comes that is handed in: that one is done with, and no other. */
export function origin(writing: Writing, form: DraftForm): Draft {
  const stands = writing.stands[form], seen = writing.seen[form];
  return { form, fields: {}, begun: writing.begun, ...(stands ? { stands } : {}), ...(seen ? { seen } : {}) };
}

/** Hands one part of a form in, in the place of what was handed in from here before. */
export async function handInPart(shell: Shell, visit: { case: string; session: string }, writing: Writing, name: string, part: WritingPart): Promise<boolean> {
  const was = writing.parts[name] ?? { version: 0 }, draft = origin(writing, name as DraftForm);
  const id = await handIn(shell, visit, { ...part, draft, ...(was.sent ? { of: was.sent } : {}) });
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
    const here = kept.where === 'memory' ? t('form.memory') : shell.core.status.online ? t('form.kept.here', { time }) : t('form.kept.offline', { time });
    shell.tell(here);
    void sending(shell, here, t('form.kept', { time })).catch(() => undefined);
    return kept.id;
  } catch (problem) {
    shell.tell(failureWords(problem));
    return undefined;
  }
}

// It is said to be sent when it is: not before the server's receipts have come.
async function sending(shell: Shell, here: string, sent: string): Promise<void> {
  await shell.core.sync();
  if (shell.core.status.waits === 0) shell.amend(here, sent);
  if (shell.core.phase === 'open') await shell.core.refresh();
}

/** Says what cannot be seen now, where something cannot; and shows what was also written elsewhere. */
export function blindNote(shell: Shell, writing: Writing): Child {
  const place = el('div');
  let was = '';
  const show = (): void => {
    const cannot = writing.blind ? el('p', { class: 'panel' }, t('form.blind')) : shell.core.day ? null : note(t('form.sealed_text'));
    const also = others(shell, writing, place.closest('main')), now = [cannot, ...also].map((n) => n?.textContent).join('|');
    if (now !== was) fill(place, cannot, ...also);
    was = now;
  };
  queueMicrotask(() => {
    show();
    const end = shell.watch(() => (place.isConnected ? show() : end()));
  });
  return place;
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
export function lastDeeds(...deeds: { text: string; style: string; click: () => unknown }[]): HTMLElement {
  return el('div', { class: 'last' }, ...deeds.map((d) => button(d.text, `button wide ${d.style}`, d.click)));
}
