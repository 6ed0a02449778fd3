// A contact that is stopped before its time: minute and reason at once, the rest
// when there is peace to write it.

import type { Coding } from '../core';
import type { Stop } from '../wire';
import { add, el } from './dom';
import { area, choose, showLacks, time, yesOrNo, type Lack } from './fields';
import { clockOf, instant, type Sheet } from './sheet';
import { framed, type Maker, type Shell, type Visit, type Writing } from './shell';
import { noteWriting } from './note';
import { failureWords } from './welcome';
import { blindNote, draftNow, handInPart, keepNow, lastDeeds, need, writingOf } from './writing';
import { clock, t, told } from './words';

const reasons = ['distress', 'child_wish', 'parent_state', 'threat', 'breach', 'outside', 'other'];
const authorities = ['arrangement', 'duty_of_care', 'parent', 'police'];


/** The stop of a contact. */
export function stop(session: string, coding?: Coding): Maker {
  return (shell) => {
    const visit = need(shell, session), writing = stopWriting(shell, visit), sheet = writing.sheet;
    if (!sheet.has('at')) sheet.set('at', clockOf(new Date().toISOString()));
    const remember = async (): Promise<boolean> => {
      const kept = await draftNow(shell, writing).catch((problem: unknown) => shell.tell(failureWords(problem)));
      if (!kept) return false;
      remembered(shell, visit);
      finish(shell, coding);
      shell.tell(t(kept.where === 'memory' ? 'form.memory' : 'stop.remembered'));
      return true;
    };
    const screen = framed(shell, { title: t('stop.title'), kicker: `${visit.label} ${clock(visit.start)}`, lead: coding ? t('stop.paused') : undefined, back: true }, blindNote(shell, writing),
      el('section', { class: 'part' }, time(sheet, 'at', t('stop.at')), choose(sheet, 'stop_reason', t('stop.reason'), reasons.map((value) => ({ value, label: told('stop.reason.', value) })), { wide: true })),
      lastDeeds({ text: t('stop.now'), style: '', click: remember }), rest(sheet));
    const save = async (): Promise<boolean> => {
      if (showLacks(screen.node, lacksOf(sheet, visit)) || !await handInStop(shell, visit, writing)) return false;
      remembered(shell, visit);
      finish(shell, coding);
      return true;
    };
    const main = screen.node.querySelector('main') ?? screen.node;
    add(main, lastDeeds({ text: t('stop.save'), style: 'primary', click: save }));
    keepNow(shell, main, writing);
    return { ...screen, dark: coding !== undefined, records: coding !== undefined };
  };
}

function stopWriting(shell: Shell, visit: Visit): Writing {
  return writingOf(shell, visit, { name: 'stop', drafts: [{ form: 'stop', belongs: () => true }], parts: { stop: { version: 0, seen: true } }, start: () => ({}) });
}

/** Hands the stop in; a second time changes nothing. */
export async function handInStop(shell: Shell, visit: Visit, writing = stopWriting(shell, visit)): Promise<boolean> {
  if (writing.parts.stop?.sent && !writing.sheet.changedSince) return true;
  const sent = await handInPart(shell, visit, { ...writing, parts: {} }, 'stop', { stop: stopOf(shell, writing.sheet, visit) });
  if (sent) {
    writing.parts.stop = { version: 0, sent: writing.sheet.get('stop.id') };
    writing.sheet.settle();
  }
  return sent;
}

// The note of the contact knows that it was stopped, and asks for the rest.
function remembered(shell: Shell, visit: Visit): void {
  noteWriting(shell, visit).sheet.set('outcome', 'stopped');
}

function rest(sheet: Sheet): HTMLElement {
  return el('section', { class: 'part' }, el('h2', {}, t('stop.rest')), choose(sheet, 'authority', t('stop.authority'), authorities.map((value) => ({ value, label: told('stop.authority.', value) })), { wide: true }),
    area(sheet, 'what', t('stop.what'), { hint: t('only_saw'), rows: 4 }), area(sheet, 'tried_first', t('stop.tried'), { rows: 2, optional: true }),
    area(sheet, 'child_reaction', t('stop.child'), { rows: 2 }), area(sheet, 'parent_told', t('stop.parent'), { rows: 2, optional: true }),
    area(sheet, 'informed', t('stop.informed'), { hint: t('stop.informed.hint'), rows: 2 }),
    yesOrNo(sheet, 'resumed', t('stop.resumed')), yesOrNo(sheet, 'notification', t('stop.notification'), t('stop.notification.hint')));
}

function finish(shell: Shell, coding: Coding | undefined): void {
  if (coding && coding.view.mode !== 'ended') {
    coding.end();
    void shell.core.keepAwake(false);
  }
  shell.back();
}

/** Whether all that a stop must say stands there. */
export function stopDone(shell: Shell, visit: Visit): boolean {
  const writing = stopWriting(shell, visit);
  return writing.parts.stop?.sent !== undefined || lacksOf(writing.sheet, visit).length === 0;
}

function lacksOf(sheet: Sheet, visit: Visit): Lack[] {
  const lacks: Lack[] = [], at = instant(new Date(visit.start), sheet.get('at'));
  if (!at) lacks.push({ name: 'at', text: t('stop.at.missing') });
  else if (new Date(at).getTime() > Date.now() + 60_000) lacks.push({ name: 'at', text: t('form.future') });
  else if (new Date(at).getTime() < new Date(visit.start).getTime()) lacks.push({ name: 'at', text: t('stop.at.before') });
  for (const name of ['stop_reason', 'authority', 'what', 'child_reaction', 'informed', 'resumed', 'notification'] as const) {
    if (!sheet.has(name)) lacks.push({ name, text: t(`stop.${name}.missing`) });
  }
  return lacks;
}

function stopOf(shell: Shell, sheet: Sheet, visit: Visit): Stop {
  const at = instant(new Date(visit.start), sheet.get('at'));
  if (!sheet.has('stop.id')) sheet.lay({ 'stop.id': shell.core.newID() });
  return {
    id: sheet.get('stop.id'), at, minute: Math.max(0, Math.round((new Date(at).getTime() - new Date(visit.start).getTime()) / 60_000)),
    authority: sheet.get('authority'), reason: sheet.get('stop_reason'), what: sheet.get('what').trim(), ...sheet.texts('tried_first', 'child_reaction', 'parent_told', 'informed'),
    resumed: sheet.answer('resumed') === true, notification: sheet.answer('notification') === true,
  };
}
