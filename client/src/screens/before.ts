// Before a contact: what was agreed, in view; the talk with the parent, each point
// ticked or noted; whether it can go ahead; and from here to coding.

import type { Choice, Part } from '../core';
import type { Before } from '../wire';
import { add, button, el, fill, freshId, more, type Child } from './dom';
import { begin } from './coding';
import { area, choose, line, only, showLacks, tick, time, type Lack } from './fields';
import { icon } from './icons';
import { keepsAnswer, refusal, Who, who } from './said';
import { clockOf, instant, no, type Sheet, yes, yesNo } from './sheet';
import { framed, type Maker, type Shell, type Visit, type Writing } from './shell';
import { blindNote, handInPart, keepNow, keptNote, lastDeeds, need, writingOf } from './writing';
import { capital, longDate, span, t, told } from './words';

const talked = ['focus', 'watch_for', 'help_how', 'will_try', 'looks_forward', 'since_last', 'child_sign', 'child_wish'] as const;
const always: readonly string[] = ['since_last', 'child_sign']; // also of what may not be described
const chosenHere = ['length', 'part', 'coding']; // an answer about coding is kept by itself, and not as a draft
const belongs = (name: string): boolean => !chosenHere.includes(name);

/** The parts of a contact, as a segment is named. */
export const parts: readonly Part[] = ['arrival', 'play', 'meal', 'farewell', 'other'];

/** The talk ahead of a contact. */
export function before(session: string): Maker {
  return (shell) => {
    const visit = need(shell, session), writing = ofBefore(shell, visit), sheet = writing.sheet, answer = keepsAnswer(shell, visit, sheet);
    const screen = framed(shell, { title: t('before.title'), kicker: `${capital(longDate(visit.start))} · ${visit.label.toLowerCase()} ${span(visit.start, visit.end)}`, back: true },
      blindNote(shell, writing), agreed(sheet, visit), why(visit), ticks(shell, sheet, visit));
    const main = screen.node.querySelector('main') ?? screen.node;
    main.classList.add('ready');
    const save = async (): Promise<boolean> => {
      await answer.now();
      if (!await handInBefore(shell, visit, writing, screen.node)) return false;
      shell.back();
      return true;
    };
    const start = async (): Promise<void> => {
      await answer.now();
      // Coding waits for nobody: an unanswered talk stays a draft, to be finished after.
      if (sheet.get('held') !== '') await handInBefore(shell, visit, writing, undefined);
      begin(shell, visit, (sheet.get('part') || 'play') as Part, Number(sheet.get('length') || '8'));
    };
    if (visit.describe) {
      const starts = only(sheet, () => sheet.get('coding') !== no, lengthAndPart(sheet), lastDeeds({ text: t('before.code'), style: 'go', click: start }),
        el('p', { class: 'note middle' }, t('before.away')));
      starts.className = 'starts';
      add(main, starts);
    }
    add(main, furtherPoints(sheet, visit), lastDeeds({ text: t(visit.describe ? 'before.save' : 'before.save.facts'), style: visit.describe ? '' : 'primary', click: save }), keptNote());
    keepNow(shell, main, writing);
    const left = screen.left;
    return { ...screen, left: () => { answer.end(); left?.(); } };
  };
}

function ofBefore(shell: Shell, visit: Visit): Writing {
  const b = visit.before;
  return writingOf(shell, visit, {
    name: 'before', drafts: [{ form: 'before', belongs }], parts: { before: { version: visit.versions.before, seen: b !== undefined || visit.versions.before === 0 } },
    start: () => ({
      held: yesNo(b?.held), not_held_reason: b?.not_held, start: clockOf(b?.start), end: clockOf(b?.end), points: b?.points?.join('\n'),
      focus: b?.focus, looks_forward: b?.looks_forward, will_try: b?.will_try, watch_for: b?.watch_for, help_how: b?.help_how,
      since_last: b?.since_last, child_sign: b?.child_sign, child_wish: b?.child_wish, go_ahead: b?.go_ahead, go_ahead_note: b?.go_ahead_note,
    }),
  });
}

function why(visit: Visit): Child {
  return visit.describe ? null : el('p', { class: 'panel locked' }, visit.why ?? t('before.no_basis'), ' ', t('before.facts_only'));
}

/** What was agreed, in large letters; it changes as it is written. */
function agreed(sheet: Sheet, visit: Visit): Child {
  if (!visit.describe) return visit.last_time ? el('section', { class: 'panel' }, el('h2', {}, t('before.last_time')), el('p', {}, visit.last_time)) : null;
  const focus = el('h2', {}), rest = el('p', {});
  const show = (): void => {
    fill(focus, sheet.get('focus') || t('before.no_focus'));
    fill(rest, [sheet.get('watch_for'), sheet.get('help_how')].filter(Boolean).join(' '));
  };
  show();
  sheet.watch(show);
  return el('section', { class: 'panel focus' }, el('p', { class: 'note' }, t('before.agreed')), focus, rest,
    visit.last_time ? el('p', { class: 'note' }, t('before.last', { text: visit.last_time })) : null);
}

/** The three things that are settled before one codes. */
function ticks(shell: Shell, sheet: Sheet, visit: Visit): Child {
  const held = eitherWay(sheet, 'held', t('before.held'), { text: t('before.held.no'), full: t('before.held.no.full') });
  const coding = eitherWay(sheet, 'coding', t('before.coding', { who: Who(visit) }), { text: t('before.coding.no'), full: t('before.coding.no.full', { who: who(visit) }) });
  const refused = el('div'), show = (): void => fill(refused, sheet.get('coding') === no ? refusal(shell, visit) : null);
  show();
  sheet.watch((name) => { if (name === 'coding') show(); });
  return el('section', { class: 'settled' }, held, only(sheet, () => sheet.get('held') === no, line(sheet, 'not_held_reason', t('before.not_held'))),
    ...(visit.describe ? [coding, refused] : []), pointOf(sheet, { id: 'child_sign', label: t('before.child_sign') }, visit.versions.before > 0, t('before.ask.child_sign')));
}

/** A tick for yes, and beside it the no: neither is chosen beforehand. */
function eitherWay(sheet: Sheet, name: string, label: string, against: { text: string; full: string }): HTMLElement {
  const row = tick(sheet, name, label), box = row.querySelector('input');
  const not = button(against.text, 'link not', () => sheet.set(name, sheet.get(name) === no ? '' : no), icon('tick'));
  not.setAttribute('aria-label', against.full);
  const show = (): void => {
    if (box) box.checked = sheet.get(name) === yes;
    not.setAttribute('aria-pressed', String(sheet.get(name) === no));
  };
  show();
  sheet.watch((changed) => { if (changed === name) show(); });
  return el('div', { class: 'point' }, el('div', { class: 'point-row' }, row, not));
}

/** The rest of the talk: the points, when it was, and whether the contact can go ahead. */
function furtherPoints(sheet: Sheet, visit: Visit): Child {
  const open = sheet.get('go_ahead') === 'changed' || sheet.get('go_ahead') === no;
  return el('section', { class: 'part' }, more(t('before.more'), open, points(sheet, visit),
    el('h3', {}, t('before.talked')), el('div', { class: 'pair' }, time(sheet, 'start', t('form.from')), time(sheet, 'end', t('form.to'))), ahead(sheet)));
}

/** The points of the talk: a tick when it was talked about, words where there are some. */
function points(sheet: Sheet, visit: Visit): Child {
  const given = visit.points?.filter((p) => visit.describe || always.includes(p.id));
  const list: Choice[] = given && given.length > 0 ? given : talked.filter((name) => visit.describe || always.includes(name)).map((name) => ({ id: name, label: told('before.ask.', name) }));
  return el('section', {}, el('h3', {}, t('before.points')), el('p', { class: 'note' }, t('before.points.why')),
    ...list.filter((point) => point.id !== 'child_sign').map((point) => pointOf(sheet, point, visit.versions.before > 0)));
}

function pointOf(sheet: Sheet, point: Choice, handedIn: boolean, ask = point.label): HTMLElement {
  const id = freshId('p'), box = el('input', { type: 'checkbox', id });
  box.checked = sheet.many('points').includes(point.id) || (handedIn && sheet.has(point.id));
  box.addEventListener('change', () => {
    const rest = sheet.many('points').filter((p) => p !== point.id);
    sheet.set('points', [...rest, ...(box.checked ? [point.id] : [])].join('\n'));
  });
  const words = area(sheet, point.id, ask, { rows: 2, optional: true }), place = freshId('w');
  words.id = place;
  words.hidden = !sheet.has(point.id);
  const write = button(t('before.write'), 'link', () => {
    words.hidden = !words.hidden;
    write.setAttribute('aria-expanded', String(!words.hidden));
    if (!words.hidden) words.querySelector('textarea')?.focus();
  });
  write.setAttribute('aria-expanded', String(!words.hidden));
  write.setAttribute('aria-controls', place);
  write.setAttribute('aria-label', t('before.write.of', { point: ask }));
  sheet.watch((name) => {
    if (name !== point.id || box.checked || !sheet.has(point.id)) return;
    box.checked = true;
    box.dispatchEvent(new Event('change'));
  });
  const row = tick(sheet, `talked.${point.id}`, point.label);
  row.querySelector('input')?.replaceWith(box);
  row.querySelector('label')?.setAttribute('for', id);
  return el('div', { class: 'point' }, el('div', { class: 'point-row' }, row, write), words);
}

function ahead(sheet: Sheet): Child {
  const options = ['yes', 'changed', 'no'].map((value) => ({ value, label: told('before.go.', value) }));
  return el('section', {}, choose(sheet, 'go_ahead', t('before.go'), options),
    only(sheet, () => sheet.get('go_ahead') === 'changed' || sheet.get('go_ahead') === 'no', area(sheet, 'go_ahead_note', t('before.go.note'), { rows: 2 })));
}

/** Five, eight or ten minutes, and which part; what is coded is never the whole contact. */
export function lengthAndPart(sheet: Sheet): HTMLElement {
  if (!sheet.has('length')) sheet.lay({ length: '8', part: 'play' });
  return el('section', { class: 'part' },
    choose(sheet, 'length', t('code.length'), ['5', '8', '10'].map((value) => ({ value, label: t('code.minutes', { n: value }) })), { heading: true }),
    choose(sheet, 'part', t('code.part'), parts.map((value) => ({ value, label: told('part.', value) })), { heading: true, tight: true }));
}

/** Hands the talk in; with a page, what is missing is said there. */
async function handInBefore(shell: Shell, visit: Visit, writing: Writing, page: HTMLElement | undefined): Promise<boolean> {
  const sheet = writing.sheet, lacks: Lack[] = [];
  if (!sheet.has('held')) lacks.push({ name: 'held', text: t('before.held.missing') });
  if (sheet.get('held') === no && !sheet.has('not_held_reason')) lacks.push({ name: 'not_held_reason', text: t('before.not_held.missing') });
  if (['changed', 'no'].includes(sheet.get('go_ahead')) && !sheet.has('go_ahead_note')) lacks.push({ name: 'go_ahead_note', text: t('before.go.missing') });
  if (page ? showLacks(page, lacks) : lacks.length > 0) return false;
  if (!await handInPart(shell, visit, writing, 'before', { before: beforeOf(writing, visit) })) return false;
  sheet.settle();
  return true;
}

function beforeOf(writing: Writing, visit: Visit): Before {
  const sheet = writing.sheet, day = new Date(visit.start), held = sheet.answer('held');
  const described = visit.describe ? sheet.texts('focus', 'looks_forward', 'will_try', 'watch_for', 'help_how', 'child_wish') : {};
  const from = instant(day, sheet.get('start')), to = instant(day, sheet.get('end')), ticked = sheet.many('points');
  return {
    version: writing.parts.before?.version ?? 0, ...(held === undefined ? {} : { held }), ...(held === false ? { not_held: sheet.get('not_held_reason').trim() } : {}),
    ...(from ? { start: from } : {}), ...(to ? { end: to } : {}), ...(ticked.length > 0 ? { points: ticked } : {}),
    ...described, ...sheet.texts('since_last', 'child_sign', 'go_ahead', 'go_ahead_note'),
  };
}
