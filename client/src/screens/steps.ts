// What the six steps of a note ask.

import type { Choice } from '../core';
import { attentionFields } from './attention';
import { add, button, el, more, note, type Child } from './dom';
import { area, choose, line, number, only, scale, ticks, time, toTen, yesOrNo } from './fields';
import { icon, subjectIcon } from './icons';
import { no, type Sheet, yes } from './sheet';
import type { Shell, Visit } from './shell';
import { answered } from './said';
import { stop, stopDone } from './stop';
import { capital, clock, longDate, read, t, tn, told } from './words';

export interface Known {
  visit: Visit;
  persons: Choice[];
  pieces: { part: string; length: number; events: number }[];
}

const outcomes = ['as_agreed', 'late', 'shortened', 'stopped'];

/** 1. What is known already, and who came. */
export function known(shell: Shell, sheet: Sheet, facts: Known): Child {
  const list = el('ul', { class: 'marks' }), times = el('span');
  const showTimes = (): void => {
    const span = { from: read(sheet.get('start')), to: read(sheet.get('end')) };
    times.textContent = sheet.has('brought', 'fetched') ? t('known.times.who', { ...span, brought: sheet.get('brought') || '–', fetched: sheet.get('fetched') || '–' }) : t('known.times', span);
  };
  showTimes();
  sheet.watch(showTimes);
  add(list, el('li', {}, icon('done'), times));
  const focus = shell.writings.get(`${facts.visit.session} before`)?.sheet.get('focus') || facts.visit.before?.focus;
  if (focus) add(list, el('li', {}, icon('done'), el('span', {}, t('known.focus', { focus }))));
  const answer = answered(shell, facts.visit);
  if (answer) add(list, el('li', {}, icon('done'), el('span', {}, answer)));
  if (facts.pieces.length > 0) add(list, el('li', {}, icon('done'), el('span', {}, coded(facts.pieces))));
  return el('div', {}, list, choose(sheet, 'outcome', t('known.outcome'), outcomes.map((value) => ({ value, label: told('known.outcome.', value) }))),
    only(sheet, () => ['late', 'shortened'].includes(sheet.get('outcome')), line(sheet, 'outcome_reason', t('known.outcome_reason'))),
    only(sheet, () => sheet.get('outcome') === 'stopped', el('div', { 'data-field': 'stop' }, el('p', {}, t(stopDone(shell, facts.visit) ? 'known.stop.written' : 'known.stop')), button(t('known.stop.deed'), 'button', () => shell.go(stop(facts.visit.session))))),
    asksPresence(facts.visit) ? yesOrNo(sheet, 'present', t('known.present'), t('known.present.hint')) : null, el('div', { class: 'pair' }, line(sheet, 'brought', t('known.brought')), line(sheet, 'fetched', t('known.fetched'))),
    rest(sheet, facts));
}

/** Whether it must be said that somebody was there all the time: not where the contact is known not to be supervised. */
export function asksPresence(visit: Visit): boolean {
  return visit.supervised !== false;
}

function rest(sheet: Sheet, facts: Known): Child {
  const persons = facts.persons.map((p) => ({ value: p.id, label: p.label, note: p.note ?? '' }));
  return more(t('known.more'), false, el('div', { class: 'pair' }, time(sheet, 'start', t('form.start')), time(sheet, 'end', t('form.end'))),
    persons.length > 0 ? ticks(sheet, 'persons', t('known.persons'), persons) : note(t('known.persons.locked')),
    line(sheet, 'unplanned', t('known.unplanned'), { optional: true }), line(sheet, 'place', t('form.place'), { hint: t('form.place.hint'), optional: true }),
    ...(asksPresence(facts.visit) ? [yesOrNo(sheet, 'conditions', t('known.conditions'), t('known.conditions.hint')), only(sheet, () => sheet.get('conditions') === no, area(sheet, 'conditions_comment', t('known.conditions_comment'), { rows: 2 }))] : []),
    area(sheet, 'incident', t('known.incident'), { hint: t('known.incident.hint'), rows: 2, optional: true }), line(sheet, 'incident_told', t('known.incident_told'), { optional: true }),
    el('div', { class: 'pair' }, number(sheet, 'direct', t('form.direct'), { suffix: t('form.min') }), number(sheet, 'travel', t('form.travel'), { suffix: t('form.min') })));
}

function coded(pieces: Known['pieces']): string {
  const minutes = Math.max(1, Math.round(pieces.reduce((sum, p) => sum + p.length, 0) / 60_000));
  const parts = [...new Set(pieces.map((p) => told('part.small.', p.part)))];
  return tn('known.coded', minutes, { parts: parts.join(', '), events: pieces.reduce((sum, p) => sum + p.events, 0) });
}

/** 2. What one saw and heard. */
export function saw(sheet: Sheet): Child {
  const prompts = Array.from({ length: 15 }, (_, n) => el('li', {}, told('prompt.', `S${n + 1}`)));
  return el('div', {}, area(sheet, 'observation', t('saw.observation'), { hint: t('only_saw.later'), rows: 5 }), more(t('saw.prompts'), false, el('ul', { class: 'bullets' }, ...prompts)),
    area(sheet, 'arrival', t('saw.arrival'), { hint: t('saw.arrival.hint'), rows: 2 }), area(sheet, 'help', t('saw.help'), { hint: t('saw.help.hint'), rows: 2 }),
    area(sheet, 'goodbye', t('saw.goodbye'), { hint: t('saw.goodbye.hint'), rows: 2 }));
}

/** 3. What they said themselves, typed by the consultant or by themselves. */
export function words(sheet: Sheet, visit: Visit, giveParent: () => void, giveChild: () => void): Child {
  const child = el('div', { class: 'quote is-child' }, el('h3', {}, subjectIcon('child'), t('words.child')), area(sheet, 'child_words', t('words.child_words'), { hint: t('words.child_words.hint'), rows: 2 }),
    more(t('words.more_child'), sheet.has('child_next_wish'), area(sheet, 'child_next_wish', t('words.child_next_wish'), { rows: 2, optional: true })), button(t('words.give_child'), 'button', giveChild));
  const parent = el('div', { class: 'quote is-parent' }, el('h3', {}, subjectIcon('parent'), t('words.parent')), yesOrNo(sheet, 'held', t('words.held')),
    only(sheet, () => sheet.get('held') === no, line(sheet, 'after_reason', t('before.not_held'))),
    more(t('before.times'), false, el('div', { class: 'pair' }, time(sheet, 'after_start', t('form.from')), time(sheet, 'after_end', t('form.to')))));
  if (visit.describe) {
    add(parent, area(sheet, 'parent_words', t('words.parent_words'), { hint: t('words.quote'), rows: 2 }), scale(sheet, 'focus_rating', t('words.rating'), toTen(), t('words.rating.hint')),
      area(sheet, 'focus_answer', t('words.rating_why'), { rows: 2, optional: true }));
  }
  add(parent, more(t('words.more_parent'), sheet.has('parent_remark', 'disagreement'), area(sheet, 'parent_remark', t('words.remark'), { hint: t('words.remark.hint'), rows: 2, optional: true }),
    area(sheet, 'disagreement', t('words.disagree'), { hint: t('words.disagree.hint'), rows: 2, optional: true })));
  if (visit.describe) add(parent, button(t('words.give_parent'), 'button', giveParent));
  return el('div', {}, visit.describe ? child : null, parent);
}

/** 4. What it may mean; it can wait. */
export function think(sheet: Sheet, goals: Choice[]): Child {
  return more(t('think.add'), sheet.has('interpretation', 'assessment'), area(sheet, 'interpretation', t('think.interpretation'), { hint: t('think.interpretation.hint'), optional: true }),
    area(sheet, 'assessment', t('think.assessment'), { hint: t('think.assessment.hint') }),
    ...goals.map((g) => area(sheet, `goal.${g.id}`, g.label, { hint: t('think.goal'), rows: 2, optional: true })));
}

/** 5. The one question. */
export function question(shell: Shell, sheet: Sheet): Child {
  return el('div', {}, choose(sheet, 'attention', t('question.full'), [{ value: no, label: t('form.no') }, { value: yes, label: t('form.yes') }], { hint: t('question.hint'), unseen: true }),
    only(sheet, () => sheet.get('attention') === yes, sheet.has('attention.sent') ? note(t('question.sent')) : attentionFields(shell, sheet)));
}

/** 6. What is taken along to the next time. */
export function next(sheet: Sheet, visit: Visit): Child {
  return el('div', {}, visit.next ? el('p', {}, t('next_time.when', { date: capital(longDate(visit.next)), time: clock(visit.next) })) : null,
    area(sheet, 'next_time', t('next_time.ask'), { rows: 2, optional: true }), number(sheet, 'indirect', t('form.indirect'), { suffix: t('form.min') }));
}
